//! What is made ready, how a response ends, and its review afterwards 复盘.

use super::{Command, OpenEnd, Telling};
use super::{Event, Recorded, Response, RunRefusal, Scene, improvement};
use crate::plan::{Key, TaskKind};
use crate::time::Instant;

/// Working days within which a response is reviewed; the day on which it ended is not counted.
/// *Source:* INCIDENT 1b: an owner, within five working days, without blame.
pub const REVIEW_WORKING_DAYS: usize = 5;

/// A task of the rule is done. Rescue is called for whoever is in danger, whatever the rule has, and as often as there
/// is one; police only where the rule has them (RULES 10).
pub(super) fn do_task(
    response: &Response,
    kind: TaskKind,
    scene: &Scene<'_>,
    now: Instant,
) -> Result<Recorded, RunRefusal> {
    let rule = response.rule.as_ref().and_then(|id| scene.plan.rule(id));
    let asked = rule.is_some_and(|rule| rule.tasks.iter().any(|task| task.kind == kind));
    let rescue = kind == TaskKind::AmbulanceOrFire && !response.is_elsewhere();
    if !asked && !rescue {
        return Err(RunRefusal::NoSuchTask);
    }
    if response.done(kind).is_some() && !kind.waits_for_danger() {
        return Err(RunRefusal::TaskDone);
    }
    let event = Event::TaskDone { kind };
    Ok(Recorded { at: now, event })
}

/// Whoever a report went to has it; once is enough.
pub(super) fn acknowledged(
    response: &Response,
    to: &Key,
    number: u32,
) -> Result<Event, RunRefusal> {
    let mut sent = response.sent.iter();
    let one = sent.find(|one| one.to == *to && one.number == number);
    match one {
        None => Err(RunRefusal::NoSuchReport),
        Some(one) if one.acknowledged_at.is_some() => Err(RunRefusal::ReportAcknowledged),
        Some(_) => Ok(Event::ReportAcknowledged {
            to: to.clone(),
            number,
        }),
    }
}

/// It ends, and is to be reviewed.
pub(super) fn end(
    response: &Response,
    anyway: bool,
    scene: &Scene<'_>,
    now: Instant,
) -> Result<Vec<Recorded>, RunRefusal> {
    if !anyway && !response.open_ends(scene.plan).is_empty() {
        return Err(RunRefusal::OpenEnds);
    }
    let today = now.date_in(&scene.plan.zone);
    let day = scene.calendar.workday_after(today, REVIEW_WORKING_DAYS);
    let next = day.and_then(|day| day.tomorrow().ok());
    let due_at = next.map(|next| scene.plan.zone.start_of(next).plus_micros(-1));
    let owed = due_at.map(|due_at| Event::ReviewOwed { due_at });
    let events = [Some(Event::Ended {}), owed].into_iter().flatten();
    Ok(events.map(|event| Recorded { at: now, event }).collect())
}

/// What can still happen to a response that ended: its review, what that says is to become better, and that
/// either was not done in time.
pub(super) fn after_end(
    response: &Response,
    command: &Command,
    scene: &Scene<'_>,
    now: Instant,
) -> Result<Vec<Recorded>, RunRefusal> {
    let event = match command {
        Command::Review => Event::Reviewed {},
        Command::Improve(wish) => improvement::decide(response, wish, scene.plan)?,
        Command::Receive(Telling::OpenScan) => {
            Event::Reception(super::minutes::open_scan(&response.reception)?)
        }
        // The last report is read after the end as well.
        Command::AcknowledgeReport { to, number } => acknowledged(response, to, *number)?,
        Command::Tick => {
            let review = response.review.filter(|owed| owed.is_due(now));
            let review = review.map(|owed| Recorded {
                at: owed.due_at,
                event: Event::ReviewMissed {},
            });
            let missed = review.into_iter().chain(response.improvements_missed(now));
            let mut missed: Vec<Recorded> = missed.collect();
            missed.sort_by_key(|one| one.at);
            return Ok(missed);
        }
        _ => return Err(RunRefusal::Ended),
    };
    Ok(vec![Recorded { at: now, event }])
}

impl Response {
    /// When a task was done.
    pub fn done(&self, kind: TaskKind) -> Option<Instant> {
        let mut tasks = self.tasks.iter();
        tasks.find(|(done, _)| *done == kind).map(|(_, at)| *at)
    }

    /// Whether a task is owed now: what is for whoever asks only once somebody did (RULES 10.2), and a call to
    /// police or rescue never, while there is no danger.
    pub fn is_owed(&self, kind: TaskKind) -> bool {
        let asked = !kind.answers_a_request() || self.reception.asked_at(kind).is_some();
        asked && !kind.waits_for_danger()
    }

    /// From when the time of a task counts: from what asks for it, or from the request that came later.
    pub fn owed_from(&self, kind: TaskKind, ruled: Instant) -> Instant {
        let asked = self.reception.asked_at(kind);
        let asked = asked.filter(|_| kind.answers_a_request());
        asked.map_or(ruled, |asked| asked.max(ruled))
    }

    /// What is open: with it a response ends only by a decision that says so.
    pub fn open_ends(&self, plan: &crate::plan::Plan) -> Vec<OpenEnd> {
        let rule = self.rule.as_ref().and_then(|id| plan.rule(id));
        let posts = self.calls.iter().filter(|call| call.is_awaited());
        let posts = posts.map(|call| OpenEnd::Post(call.post.clone()));
        let tasks = rule.map_or(&[][..], |rule| &rule.tasks).iter();
        let tasks = tasks.map(|task| task.kind);
        let tasks = tasks.filter(|kind| self.is_owed(*kind));
        let tasks = tasks.filter(|kind| self.done(*kind).is_none());
        let talks = self.reception.running_talks();
        let talks = talks.map(|talk| OpenEnd::Talk(talk.number));
        let unheard = self.reception.heard_at.is_none();
        let unheard = unheard.then_some(OpenEnd::Unheard);
        let ends = posts.chain(tasks.map(OpenEnd::Task));
        let minutes = self.reception.owes_minutes().then_some(OpenEnd::Minutes);
        ends.chain(talks).chain(minutes).chain(unheard).collect()
    }
}
