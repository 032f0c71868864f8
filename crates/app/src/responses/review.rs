//! The times of the plan against what was: what a review begins with. The events tell both, so nobody can
//! tidy it up afterwards.

use super::Running;
use super::view::post_title;
use super::views::{OpenEndView, Target};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::{By, TaskKind};
use huiyin_domain::response::{Event, Expected, OpenEnd};
use huiyin_domain::time::Instant;

const MINUTE_MICROS: i64 = 60_000_000;

/// What is open, in words.
pub(super) fn open_ends(running: &Running) -> Vec<OpenEndView> {
    let plan = &running.setting.plan;
    let ends = running.state.open_ends(plan).into_iter();
    let title = |end: OpenEnd| match end {
        OpenEnd::Post(post) => {
            let by = running.state.call(&post).map(|call| call.by);
            let (zh, en) = match by {
                Some(By::Video) => ("没接通视频", "not connected by video"),
                _ => ("没到", "not there"),
            };
            let post = post_title(plan, &post);
            Bilingual::new(format!("{zh}：{}", post.zh), format!("{en}: {}", post.en))
        }
        OpenEnd::Task(kind) => {
            let task = task_title(kind);
            Bilingual::new(
                format!("没做：{}", task.zh),
                format!("not done: {}", task.en),
            )
        }
        OpenEnd::Talk(talk) => Bilingual::new(
            format!("没结束：第{talk}次谈话"),
            format!("not ended: talk {talk}"),
        ),
        OpenEnd::Minutes => Bilingual::new(
            "没做：谈话记录，念给代表听并得到答复",
            "not done: minutes, read back and answered by the representatives",
        ),
        OpenEnd::Unheard => Bilingual::new(
            "没记下：来的人都谈过了，或者约好了时间",
            "not noted: everybody was heard or has a time",
        ),
    };
    ends.map(|end| OpenEndView { title: title(end) }).collect()
}

fn task_title(kind: TaskKind) -> Bilingual {
    Bilingual::new(kind.label(Language::Zh), kind.label(Language::En))
}

/// Every time that the plan set, in order: posts, then tasks, then reports.
pub(super) fn targets(running: &Running) -> Vec<Target> {
    let posts = running.steps.iter().enumerate().filter_map(|(nth, step)| {
        let from = running.steps.iter().skip(nth).map(|step| &step.recorded);
        let expected = Expected::of(&step.recorded.event, from)?;
        // Nobody was late for a post that nobody needed any more.
        let ended = running.state.ended_at;
        if expected.came_at.is_none() && ended.is_some_and(|ended| ended <= expected.arrive_by) {
            return None;
        }
        let title = post_title(&running.setting.plan, expected.post);
        let (asked, due) = (step.recorded.at, expected.arrive_by);
        Some(target(
            expected.heading(&title),
            asked,
            due,
            expected.came_at,
        ))
    });
    posts
        .chain(tasks(running))
        .chain(reports(running))
        .collect()
}

fn tasks(running: &Running) -> impl Iterator<Item = Target> + '_ {
    let rule = running.state.rule.as_ref();
    let rule = rule.and_then(|id| running.setting.plan.rule(id));
    let levelled = running.steps.iter().rev().find_map(|step| {
        matches!(step.recorded.event, Event::Levelled { .. }).then_some(step.recorded.at)
    });
    let tasks = rule.map_or(&[][..], |rule| &rule.tasks).iter();
    tasks.filter_map(move |task| {
        if !running.state.is_owed(task.kind) {
            return None;
        }
        let from = running.state.owed_from(task.kind, levelled?);
        let minutes = i64::from(task.within_minutes?);
        let due = from.plus_micros(minutes * MINUTE_MICROS);
        let done = running.state.done(task.kind);
        if done.is_none() && running.state.ended_at.is_some_and(|ended| ended <= due) {
            return None;
        }
        Some(target(task_title(task.kind), from, due, done))
    })
}

fn reports(running: &Running) -> impl Iterator<Item = Target> + '_ {
    running.steps.iter().filter_map(|step| match &step.recorded.event {
        Event::ReportOwed {
            to, number, due_at, ..
        } => {
            let mut steps = running.steps.iter();
            let sent = steps.find(|one| {
                matches!(&one.recorded.event, Event::ReportSent { to: of, number: nth } if of == to && nth == number)
            });
            let sent = sent.map(|one| one.recorded.at);
            // The last one that was owed is owed no more once the response has ended.
            let ended = running.state.ended_at;
            if sent.is_none() && ended.is_some_and(|ended| ended <= *due_at) {
                return None;
            }
            let mut recipients = running.setting.plan.recipients.iter();
            let title = recipients.find(|one| one.id == *to).map(|one| one.title.clone());
            let title = title.unwrap_or_else(|| Bilingual::new(to.as_str(), to.as_str()));
            let title = Bilingual::new(
                format!("第{number}次报告：{}", title.zh),
                format!("report {number} to {}", title.en),
            );
            Some(target(title, step.recorded.at, *due_at, sent))
        }
        _ => None,
    })
}

fn target(title: Bilingual, from: Instant, due: Instant, at: Option<Instant>) -> Target {
    let minutes = |to: Instant| to.micros().saturating_sub(from.micros()) / MINUTE_MICROS;
    Target {
        title,
        minutes: minutes(due),
        // What was ready before the level that asks for it took no time.
        took_minutes: at.map(|at| minutes(at).max(0)),
        in_time: at.is_some_and(|at| at <= due),
    }
}
