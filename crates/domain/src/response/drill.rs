//! A drill 演练 by a script: what is put into it at which minute, and a result sheet that holds what was to
//! happen against what did, rated as HSEEP does. It is run on a virtual clock by the same [`super::decide()`]
//! as when people are there. A script knows a headcount, officials and channels; it has no place for anybody
//! who comes, and nothing in it is done to them.

use super::{
    Event, Expected, Headcount, Opening, PutIn, Putting, Run, RunRefusal, Scene, Script, simulate,
};
use crate::language::{Bilingual, Language};
use crate::plan::{Key, MINUTE_MICROS, Plan, RunLevel, TaskKind};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// The latest minute of an inject: a day.
const MINUTE_MAX: u32 = 1_440;

/// A script, as its file has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrillScript {
    /// What stands once.
    pub drill: DrillHead,
    /// What is put in, in any order.
    #[serde(default, rename = "inject")]
    pub injects: Vec<Inject>,
}

/// What stands once in a script.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrillHead {
    /// What it practises.
    pub title: Bilingual,
    /// The plan, by its id.
    pub plan: Key,
    /// Where, by the id of a place of the plan's own level.
    pub place: Key,
    /// How many people are played: one number, or from and to.
    pub people: Vec<u32>,
    /// The posts whose holders do not answer.
    #[serde(default)]
    pub silent: Vec<Key>,
}

/// Something that is put in at a minute; one of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inject {
    /// Minutes after the opening.
    pub minute: u32,
    /// More or fewer people are played.
    #[serde(default)]
    pub people: Vec<u32>,
    /// Whoever is in charge sets a farther level.
    #[serde(default)]
    pub raise: Option<String>,
    /// A task of the rule is done.
    #[serde(default)]
    pub done: Option<String>,
    /// What the players are told, for the sheet.
    #[serde(default)]
    pub note: Option<Bilingual>,
}

/// Why a script cannot be played.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrillError {
    /// Not TOML, or a field that is not there.
    #[error("{}", self.words().en)]
    Form {
        /// What is wrong.
        what: String,
        /// Where, counted from 1.
        line: Option<usize>,
    },
    /// It is another plan's.
    #[error("{}", self.words().en)]
    OtherPlan(String),
    /// Something that the plan does not have, or that cannot be.
    #[error("{}", self.words().en)]
    Unknown(Bilingual),
    /// The run refused it.
    #[error("{}", self.words().en)]
    Run(RunRefusal),
}

impl DrillError {
    /// What is wrong, and so what to correct.
    pub fn words(&self) -> Bilingual {
        match self {
            Self::Form { what, line } => {
                let (zh, en) = match line {
                    Some(line) => (format!("第{line}行："), format!(" (line {line})")),
                    None => (String::new(), String::new()),
                };
                Bilingual::new(format!("脚本读不了，{zh}{what}"), format!("{what}{en}"))
            }
            Self::OtherPlan(plan) => Bilingual::new(
                format!("这个脚本是给预案{plan}的"),
                format!("the script is for the plan {plan}"),
            ),
            Self::Unknown(words) => words.clone(),
            Self::Run(refusal) => refusal.message(),
        }
    }
}

/// How something was performed, by the letters of HSEEP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Rating {
    /// Performed without challenges: in time.
    P,
    /// With some challenges: late by no more than half its time.
    S,
    /// With major challenges: later.
    M,
    /// Unable to be performed: it never happened.
    U,
}

/// A line of the result sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetLine {
    /// What was to happen.
    pub what: Bilingual,
    /// At which minute of the drill it was due.
    pub due_minute: i64,
    /// At which minute it happened; nothing where it never did.
    pub done_minute: Option<i64>,
    /// How it was performed.
    pub rating: Rating,
}

impl Rating {
    /// Its letter.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::P => "P",
            Self::S => "S",
            Self::M => "M",
            Self::U => "U",
        }
    }

    /// What it means.
    pub fn words(self) -> Bilingual {
        match self {
            Self::P => Bilingual::new("按时", "in time"),
            Self::S => Bilingual::new("迟了不到一半", "late by half its time at most"),
            Self::M => Bilingual::new("迟得更多", "later than that"),
            Self::U => Bilingual::new("没做到", "never"),
        }
    }
}

impl DrillScript {
    /// Reads a script.
    ///
    /// # Errors
    /// [`DrillError::Form`].
    pub fn parse(text: &str) -> Result<Self, DrillError> {
        let script: Self = toml::from_str(text).map_err(|error| DrillError::Form {
            what: error.message().to_owned(),
            line: error
                .span()
                .map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1),
        })?;
        for inject in &script.injects {
            let told = usize::from(!inject.people.is_empty())
                + usize::from(inject.raise.is_some())
                + usize::from(inject.done.is_some());
            let only_told = told == 0 && inject.note.is_some();
            if inject.minute > MINUTE_MAX || told > 1 || told == 0 && !only_told {
                let words = Bilingual::new(
                    format!(
                        "每个inject写分钟（最多{MINUTE_MAX}）和people、raise、done之一，或者note"
                    ),
                    format!(
                        "an inject has a minute up to {MINUTE_MAX} and one of people, raise and done, or a note"
                    ),
                );
                return Err(DrillError::Unknown(words));
            }
        }
        Ok(script)
    }

    /// What is put into the run, in order of time.
    ///
    /// # Errors
    /// [`DrillError::Unknown`] for a level, task or headcount that is none.
    pub fn puts_in(&self) -> Result<Vec<PutIn>, DrillError> {
        let mut list = Vec::with_capacity(self.injects.len());
        for inject in self.in_order() {
            let what = if !inject.people.is_empty() {
                Putting::People(headcount(&inject.people)?)
            } else if let Some(word) = &inject.raise {
                let level = RunLevel::parse(word);
                Putting::Raise(level.ok_or_else(|| unknown(("级别", "level"), word))?)
            } else if let Some(word) = &inject.done {
                let kind = TaskKind::parse(word);
                Putting::Done(kind.ok_or_else(|| unknown(("事项", "task"), word))?)
            } else {
                Putting::Note
            };
            let minute = inject.minute;
            list.push(PutIn { minute, what });
        }
        Ok(list)
    }

    /// The injects in the order in which they are put in.
    fn in_order(&self) -> Vec<&Inject> {
        let mut list: Vec<&Inject> = self.injects.iter().collect();
        list.sort_by_key(|inject| inject.minute);
        list
    }

    /// What the players are told with one of [`DrillScript::puts_in`].
    pub fn note_of(&self, nth: u32) -> Option<&Bilingual> {
        self.in_order().get(nth as usize)?.note.as_ref()
    }

    /// How it begins.
    ///
    /// # Errors
    /// [`DrillError::Unknown`] for a headcount that is none.
    pub fn opening(&self) -> Result<Headcount, DrillError> {
        headcount(&self.drill.people)
    }

    /// Whether it can be played under a plan: it is written for it, and the posts that play silence are there.
    ///
    /// # Errors
    /// [`DrillError`].
    pub fn check(&self, plan: &Plan) -> Result<(), DrillError> {
        if plan.id != self.drill.plan {
            return Err(DrillError::OtherPlan(self.drill.plan.to_string()));
        }
        match self
            .drill
            .silent
            .iter()
            .find(|post| plan.post(post).is_none())
        {
            Some(post) => Err(unknown(("岗位", "post"), post)),
            None => Ok(()),
        }
    }

    /// Plays it under a plan, from an instant on.
    ///
    /// # Errors
    /// [`DrillError`].
    pub fn play(&self, scene: &Scene<'_>, at: Instant) -> Result<Run, DrillError> {
        self.check(scene.plan)?;
        let opening = Opening::Here(self.opening()?);
        let injects = self.puts_in()?;
        let script = Script {
            silent: &self.drill.silent,
            injects: &injects,
        };
        simulate(scene, &script, (&self.drill.place, opening), at).map_err(DrillError::Run)
    }
}

fn unknown((zh, en): (&str, &str), word: &str) -> DrillError {
    DrillError::Unknown(Bilingual::new(
        format!("没有这个{zh}：{word}"),
        format!("there is no {en} {word:?}"),
    ))
}

fn headcount(people: &[u32]) -> Result<Headcount, DrillError> {
    match people {
        [count] => Ok(Headcount::exactly(*count)),
        [min, max] => Ok(Headcount {
            min: *min,
            max: *max,
        }),
        _ => Err(DrillError::Unknown(Bilingual::new(
            "people写一个数，或者从多少到多少",
            "people is one number, or from and to",
        ))),
    }
}

/// Target against actual: each post that was to be there, each task with a time, each report.
pub fn sheet(run: &Run, plan: &Plan) -> Vec<SheetLine> {
    let mut lines = Vec::new();
    for (nth, one) in run.record.iter().enumerate() {
        if let Some(expected) = Expected::of(&one.event, run.record.iter().skip(nth)) {
            let (known, id) = (plan.post(expected.post), expected.post.as_str());
            let title = known.map_or_else(|| Bilingual::new(id, id), |post| post.title.clone());
            let times = (one.at, expected.arrive_by);
            lines.extend(line(run, expected.heading(&title), times, expected.came_at));
        }
        if let Event::ReportOwed {
            to, number, due_at, ..
        } = &one.event
        {
            let title = plan.recipients.iter().find(|one| one.id == *to);
            let title = title.map_or_else(
                || Bilingual::new(to.as_str(), to.as_str()),
                |one| one.title.clone(),
            );
            let what = Bilingual::new(
                format!("第{number}次报告：{}", title.zh),
                format!("report {number}: {}", title.en),
            );
            let done = happened(
                run,
                &|event| matches!(event, Event::ReportSent { to: of, number: nth } if of == to && nth == number),
            );
            // The one that is owed after the drill is nobody's fault.
            if done.is_some() || *number == 1 {
                lines.extend(line(run, what, (one.at, *due_at), done));
            }
        }
    }
    lines.extend(tasks(run, plan));
    lines
}

/// The tasks of the rule that applies in the end, where they have a time and are owed at all.
fn tasks(run: &Run, plan: &Plan) -> Vec<SheetLine> {
    let rule = run.response.rule.as_ref().and_then(|id| plan.rule(id));
    let tasks = rule.map_or(&[][..], |rule| &rule.tasks).iter();
    let duty = tasks.filter(|task| run.response.is_owed(task.kind));
    let line = |task: &crate::plan::Task| {
        let minutes = i64::from(task.within_minutes?);
        let from = run.response.owed_from(task.kind, run.opened_at);
        let due = from.plus_micros(minutes * MINUTE_MICROS);
        let (zh, en) = (task.kind.label(Language::Zh), task.kind.label(Language::En));
        let done = run.response.done(task.kind);
        let what = Bilingual::new(zh, en);
        line(run, what, (from, due), done)
    };
    duty.filter_map(line).collect()
}

fn happened(run: &Run, wanted: &dyn Fn(&Event) -> bool) -> Option<Instant> {
    let mut record = run.record.iter();
    record.find(|one| wanted(&one.event)).map(|one| one.at)
}

/// A line of the sheet; none for what was not due yet when the drill ended.
fn line(
    run: &Run,
    what: Bilingual,
    (from, due): (Instant, Instant),
    done: Option<Instant>,
) -> Option<SheetLine> {
    let ended = run.response.ended_at;
    if done.is_none() && ended.is_some_and(|ended| ended <= due) {
        return None;
    }
    let allowed = due.micros().saturating_sub(from.micros());
    let late = |at: Instant| at.micros().saturating_sub(due.micros());
    let rating = match done.map(late) {
        None => Rating::U,
        Some(late) if late <= 0 => Rating::P,
        Some(late) if late <= allowed / 2 => Rating::S,
        Some(_) => Rating::M,
    };
    Some(SheetLine {
        what,
        due_minute: run.minutes(due),
        done_minute: done.map(|at| run.minutes(at)),
        rating,
    })
}
