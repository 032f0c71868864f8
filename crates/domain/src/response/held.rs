//! Whether a drill counts as held 演练是否算数: each thing that its rule owes was tried to its limit. A
//! drill that is opened and ended at once practised nothing, and the next one stays owed.
//!
//! At its end every post has somebody there, or its ladder was exhausted, or its time had passed; every task
//! with a time is done, or that had passed; the first report to each recipient went up, or its time had
//! passed; and a script was played to its end. Late and never count as held: a drill is there to find that
//! out, and its sheet says so.

use super::{Phase, Response};
use crate::language::{Bilingual, Language};
use crate::plan::{Key, MINUTE_MICROS, Plan, TaskKind};
use crate::time::{Instant, Zone};
use crate::wording;

/// Something that a drill did not try to its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Untried {
    /// Nobody for this post was there, and its time had not passed.
    Post(Key, Instant),
    /// This task was not done, and its time had not passed.
    Task(TaskKind, Instant),
    /// The first report to this recipient had not gone up, and its time had not passed.
    Report(Key, Instant),
    /// So many injects of its script were not put in.
    Script(usize),
    /// No rule applied, so nothing was practised.
    Nothing,
}

impl Response {
    /// Why it would not count as a drill that was held, if it ended at an instant; nothing where it would.
    pub fn untried(&self, plan: &Plan, at: Instant) -> Vec<Untried> {
        let Some((rule, opened_at)) = self.rule.as_ref().zip(self.opened_at) else {
            return vec![Untried::Nothing];
        };
        let waits = |due: Instant| at <= due;
        let posts = self.calls.iter().filter(|call| match call.phase {
            Phase::There(_) | Phase::Exhausted | Phase::Released => false,
            Phase::Calling(_) | Phase::Acknowledged(_) | Phase::ByHand => waits(call.arrive_by),
        });
        let posts = posts.map(|call| Untried::Post(call.post.clone(), call.arrive_by));
        let tasks = plan.rule(rule).map_or(&[][..], |rule| &rule.tasks).iter();
        let tasks = tasks.filter(|task| self.is_owed(task.kind) && self.done(task.kind).is_none());
        let tasks = tasks.filter_map(|task| {
            let minutes = i64::from(task.within_minutes?);
            let from = self.owed_from(task.kind, opened_at);
            let due = from.plus_micros(minutes * MINUTE_MICROS);
            waits(due).then_some(Untried::Task(task.kind, due))
        });
        let reports = self.reports.iter();
        let reports = reports.filter(|owed| owed.number == 1 && !owed.sent && waits(owed.due_at));
        let reports = reports.map(|owed| Untried::Report(owed.to.clone(), owed.due_at));
        let left = self.script.len().saturating_sub(self.injected as usize);
        let script = (left > 0).then_some(Untried::Script(left));
        posts.chain(tasks).chain(reports).chain(script).collect()
    }
}

impl Untried {
    /// What it is and when its limit passes; nothing for what has no limit of its own.
    pub fn limit(&self, plan: &Plan) -> Option<(Bilingual, Instant)> {
        let named = |title: Option<&Bilingual>, id: &Key| {
            title.map_or_else(|| Bilingual::new(id.as_str(), id.as_str()), Clone::clone)
        };
        Some(match self {
            Self::Post(id, due) => {
                let post = named(plan.post(id).map(|post| &post.title), id);
                let what =
                    Bilingual::new(format!("到场：{}", post.zh), format!("there: {}", post.en));
                (what, *due)
            }
            Self::Task(kind, due) => {
                let (zh, en) = (kind.label(Language::Zh), kind.label(Language::En));
                (Bilingual::new(zh, en), *due)
            }
            Self::Report(id, due) => {
                let mut recipients = plan.recipients.iter();
                let title = recipients.find(|one| one.id == *id).map(|one| &one.title);
                let to = named(title, id);
                let what = Bilingual::new(
                    format!("第1次报告：{}", to.zh),
                    format!("report 1: {}", to.en),
                );
                (what, *due)
            }
            Self::Script(_) | Self::Nothing => return None,
        })
    }

    /// Why that does not count, in both languages.
    pub fn words(&self, plan: &Plan, zone: &Zone) -> Bilingual {
        let until = |at: &Instant, language| wording::instant(at.to_minute(), zone, language);
        let both = |what: Bilingual, due: &Instant| {
            let (zh, en) = (until(due, Language::Zh), until(due, Language::En));
            Bilingual::new(
                format!("{}，时限{zh}还没有到", what.zh),
                format!("{}, and its limit, {en}, had not passed", what.en),
            )
        };
        let named = |title: Option<&Bilingual>, id: &Key| {
            title.map_or_else(|| Bilingual::new(id.as_str(), id.as_str()), Clone::clone)
        };
        match self {
            Self::Post(id, due) => {
                let post = named(plan.post(id).map(|post| &post.title), id);
                let what = Bilingual::new(
                    format!("“{}”没有人到", post.zh),
                    format!("nobody was there for {}", post.en),
                );
                both(what, due)
            }
            Self::Task(kind, due) => {
                let (zh, en) = (kind.label(Language::Zh), kind.label(Language::En));
                let what = Bilingual::new(
                    format!("“{zh}”没有做"),
                    format!("a task was not done: {en}"),
                );
                both(what, due)
            }
            Self::Report(id, due) => {
                let mut recipients = plan.recipients.iter();
                let title = recipients.find(|one| one.id == *id).map(|one| &one.title);
                let to = named(title, id);
                let what = Bilingual::new(
                    format!("给“{}”的首次报告没有报", to.zh),
                    format!("the first report to {} had not gone up", to.en),
                );
                both(what, due)
            }
            Self::Script(left) => Bilingual::new(
                format!("演练脚本还有{left}步没有放出"),
                format!("steps of the script that were not put in: {left}"),
            ),
            Self::Nothing => Bilingual::new(
                "没有适用的规则，什么都没有演练",
                "no rule applied, so nothing was practised",
            ),
        }
    }
}
