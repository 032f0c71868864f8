//! Who sees to a task of a response without being called: the holder of its post now. They find it in their inbox and may
//! open the response for it, with no clock of arrival.

use super::Running;
use super::view::{Lens, load};
use super::views::ResponseDuty;
use crate::authorise::Principal;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::notices::queue_for_staff;
use huiyin_domain::ids::{Position, ResponseId, StaffId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::{Key, MINUTE_MICROS, Task, TaskKind};
use huiyin_domain::response::{Event, OpenEnd, Receiving};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;
use std::collections::{BTreeMap, BTreeSet};

/// Responses that run at once, looked at for one inbox.
const RUNNING_MAX: u32 = 500;
/// The kind of a notice that a post has a task.
const TASK: &str = "task";

impl Running {
    /// The tasks of the rule that are of these kinds; none once it ended.
    fn tasks(&self, wanted: impl Fn(TaskKind) -> bool) -> Vec<&Task> {
        if self.state.ended_at.is_some() {
            return Vec::new();
        }
        let plan = &self.setting.plan;
        let rule = self.state.rule.as_ref().and_then(|id| plan.rule(id));
        let tasks = rule.map_or(&[][..], |rule| &rule.tasks).iter();
        tasks.filter(|task| wanted(task.kind)).collect()
    }

    /// Whether the rule has a post come to receive.
    fn receives(&self, post: &Key) -> bool {
        let rule = self.state.rule.as_ref();
        let rule = rule.and_then(|id| self.setting.plan.rule(id));
        rule.is_some_and(|rule| rule.receive.iter().any(|one| one.posts.contains(post)))
    }

    /// The tasks that are open.
    fn open_tasks(&self) -> Vec<&Task> {
        let open = self.state.open_ends(&self.setting.plan);
        self.tasks(|kind| open.contains(&OpenEnd::Task(kind)))
    }

    /// Whether somebody sees to a task now, or holds the post of one that was done.
    pub(super) fn is_tasked(&self, login: &str, now: Instant) -> bool {
        let done = self.tasks(|kind| self.state.done(kind).is_some());
        let mut tasks = self.open_tasks().into_iter().chain(done);
        tasks.any(|task| self.is_seen_to_by(task, login, now))
    }

    /// Who sees to a task now, by the roster's id.
    fn sees_to(&self, task: &Task, now: Instant) -> Option<&Key> {
        let scene = self.setting.scene();
        let holder = scene.sees_to(&task.post, &self.state.respondents, now)?;
        Some(&holder.id)
    }

    fn is_seen_to_by(&self, task: &Task, login: &str, now: Instant) -> bool {
        let holder = self.sees_to(task, now);
        holder.is_some_and(|holder| holder.as_str() == login)
    }

    /// The open tasks to which somebody sees now.
    fn tasks_of(&self, login: &str, now: Instant) -> Vec<&Task> {
        let mut mine = self.open_tasks();
        mine.retain(|task| self.is_seen_to_by(task, login, now));
        mine
    }

    /// By when a task is done: its own time, else when the first post is to be there.
    fn due(&self, task: &Task) -> Option<Instant> {
        let mut levelled = self.steps.iter().rev();
        let levelled = levelled
            .find(|step| matches!(step.recorded.event, Event::Levelled { .. }))
            .map(|step| step.recorded.at);
        let own = task.within_minutes.zip(levelled);
        let own = own.map(|(minutes, at)| at.plus_micros(i64::from(minutes) * MINUTE_MICROS));
        own.or_else(|| self.state.calls.iter().map(|call| call.arrive_by).min())
    }
}

/// What somebody makes ready in responses that run, one row for each.
pub(super) fn duties(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (who, now): (&Principal, Instant),
    loaded: &mut BTreeMap<ResponseId, Running>,
) -> Result<Vec<ResponseDuty>, AppError> {
    let mut list = Vec::new();
    for row in reader.responses_running(who.authority, RUNNING_MAX)? {
        let running = match loaded.remove(&row.id) {
            Some(running) => running,
            None => load(reader, shared, who.authority, row.id)?,
        };
        if !running.bars(who) {
            list.extend(duty(&running, shared, (who, now)));
        }
        loaded.insert(row.id, running);
    }
    Ok(list)
}

fn duty(
    running: &Running,
    shared: &Shared,
    (who, now): (&Principal, Instant),
) -> Option<ResponseDuty> {
    let tasks = running.tasks_of(&who.login, now);
    let due = tasks.iter().filter_map(|task| running.due(task)).min()?;
    let late = tasks.iter().any(|task| {
        let due = running.due(task).filter(|_| task.within_minutes.is_some());
        due.is_some_and(|due| due < now)
    });
    let words = |language: Language| {
        let titles = tasks.iter().map(|task| task.kind.label(language));
        titles.collect::<Vec<_>>().join(language.pick("、", ", "))
    };
    let lens = Lens {
        running,
        who: None,
        shared,
        now,
    };
    Some(ResponseDuty {
        response: running.id.raw(),
        duty: TASK.to_owned(),
        title: Bilingual::new(
            format!("准备：{}", words(Language::Zh)),
            format!("Make ready: {}", words(Language::En)),
        ),
        place: lens.place().title,
        due_at: lens.when(due),
        late,
        exercise: running.exercise,
    })
}

/// Whoever sees to a task and is not called anyway is told that something waits for them, in the transaction that records
/// what opens it.
pub(super) fn tell(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    event: &Event,
    position: Position,
) -> Result<(), AppError> {
    let now = transaction.now();
    let opens = |task: &&Task| match event {
        Event::Levelled { .. } => true,
        Event::Reception(Receiving::NeedCounted { kind, .. }) => *kind == task.kind,
        _ => false,
    };
    let tasks = running.open_tasks().into_iter().filter(opens);
    let tasks = tasks.filter(|task| !running.receives(&task.post));
    let holders =
        tasks.filter_map(|task| running.setting.staff_called(running.sees_to(task, now)?));
    let holders: BTreeSet<StaffId> = holders.collect();
    let authority = running.setting.authority.row.id;
    for staff in holders {
        queue_for_staff(
            transaction,
            shared,
            (authority, staff),
            running.notice_of(TASK),
            position,
        )?;
    }
    Ok(())
}
