//! What is true of a response, and how each event changes it.

use super::call::evolve_calls;
use super::{Call, Event, Headcount, Improvement, Opening, Page, PutIn, Reception, Recorded};
use crate::plan::{Key, RunLevel, TaskKind};
use crate::time::Instant;

/// A response as its events tell it; before the first one it has not begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// When it began.
    pub opened_at: Option<Instant>,
    /// Where people are.
    pub place: Option<Key>,
    /// How it began.
    pub opening: Option<Opening>,
    /// How many people there are; none at a place above the own level.
    pub headcount: Option<Headcount>,
    /// Who is not called.
    pub respondents: Vec<Key>,
    /// The rule that applies.
    pub rule: Option<Key>,
    /// How far it goes.
    pub level: Option<RunLevel>,
    /// The rule that a decision set; a headcount does not go below it.
    pub floor: Option<Key>,
    /// The posts that are to be there, once each.
    pub calls: Vec<Call>,
    /// Every page; the number of a page is its place here plus 1.
    pub pages: Vec<Page>,
    /// The report that is owed to each recipient next.
    pub reports: Vec<OwedReport>,
    /// The reports that went up, in order.
    pub sent: Vec<SentReport>,
    /// The tasks that are done, and when.
    pub tasks: Vec<(TaskKind, Instant)>,
    /// How the group is received.
    pub reception: Reception,
    /// What a script puts in where it is a drill that one plays, in order of time.
    pub script: Vec<PutIn>,
    /// How many of these were put in.
    pub injected: u32,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// The review that is owed since.
    pub review: Option<OwedReview>,
    /// What is to become better.
    pub improvements: Vec<Improvement>,
}

/// The review that is owed of a response that ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwedReview {
    /// By when, inclusive.
    pub due_at: Instant,
    /// When it was first written down.
    pub done_at: Option<Instant>,
    /// Whether its time passed before.
    pub missed: bool,
}

impl OwedReview {
    /// Whether its time passed at an instant and that was not told yet.
    pub fn is_due(&self, now: Instant) -> bool {
        self.done_at.is_none() && !self.missed && self.due_at < now
    }
}

/// Something open when a response is to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenEnd {
    /// Nobody for this post is there.
    Post(Key),
    /// A task is not done.
    Task(TaskKind),
    /// A talk has not ended.
    Talk(u32),
    /// There was a talk, and no minutes that the representatives answered.
    Minutes,
    /// Nobody told that everybody was heard or has a time.
    Unheard,
}

/// A report that went up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentReport {
    /// To whom.
    pub to: Key,
    /// Its number, from 1.
    pub number: u32,
    /// When it was approved.
    pub at: Instant,
    /// When its recipient said that they have it.
    pub acknowledged_at: Option<Instant>,
}

/// A report that is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwedReport {
    /// To whom.
    pub to: Key,
    /// Its number, from 1.
    pub number: u32,
    /// By when, inclusive.
    pub due_at: Instant,
    /// After how many minutes the next one is owed.
    pub every_minutes: Option<u32>,
    /// Whether it went up.
    pub sent: bool,
    /// Whether its time passed before.
    pub missed: bool,
    /// How often it nagged since.
    pub nagged: u32,
}

impl Response {
    /// Whether people are heard at a place above the own level, whose reception or who themselves called us.
    pub const fn is_elsewhere(&self) -> bool {
        matches!(self.opening, Some(Opening::Elsewhere(_)))
    }

    /// When time next changes something; a term of minutes is inclusive, so what is missed is
    /// missed just after it (RULES 1.4).
    pub fn next_moment(&self) -> Option<Instant> {
        if self.ended_at.is_some() {
            let owed = self
                .review
                .filter(|owed| owed.done_at.is_none() && !owed.missed);
            let review = owed.map(|owed| owed.due_at.plus_micros(1));
            return review.into_iter().chain(self.next_improvement()).min();
        }
        let acks = self.calls.iter().filter_map(|call| self.ack_moment(call));
        let open = |call: &&Call| !call.missed && call.is_awaited();
        let arrivals = self.calls.iter().filter(open);
        let arrivals = arrivals.map(|call| call.arrive_by.plus_micros(1));
        let owed = self
            .reports
            .iter()
            .filter(|owed| !owed.sent && !owed.missed);
        let owed = owed.map(|owed| owed.due_at.plus_micros(1));
        let inject = self.next_inject().map(|(.., at)| at);
        let nag = self.next_nag();
        let moments = acks.chain(arrivals).chain(owed).chain(nag);
        moments.chain(inject).min()
    }
}

/// What is true after an event. It never fails: an event is a fact.
pub fn evolve(response: &mut Response, recorded: &Recorded) {
    match &recorded.event {
        Event::Opened { .. }
        | Event::Counted { .. }
        | Event::Levelled { .. }
        | Event::TaskDone { .. }
        | Event::Reception(_)
        | Event::ScriptLoaded { .. }
        | Event::Injected { .. }
        | Event::Ended {}
        | Event::ReviewOwed { .. }
        | Event::Reviewed {}
        | Event::ReviewMissed {} => {
            evolve_whole(response, recorded);
        }
        Event::Improvement(event) => response.improve(recorded.at, event),
        event @ (Event::ConcernedNamed {}
        | Event::RespondentsNamed { .. }
        | Event::FileNamed {}) => {
            response.name(event);
        }
        Event::ReportOwed { .. }
        | Event::ReportSent { .. }
        | Event::ReportAcknowledged { .. }
        | Event::ReportNagged { .. }
        | Event::ReportMissed { .. } => {
            evolve_reports(response, recorded);
        }
        _ => evolve_calls(response, recorded),
    }
}

fn evolve_whole(response: &mut Response, recorded: &Recorded) {
    match &recorded.event {
        Event::Opened {
            place,
            opening,
            respondents,
        } => {
            response.opened_at = Some(recorded.at);
            response.place = Some(place.clone());
            response.respondents.clone_from(respondents);
            if let Opening::Here(headcount) = opening {
                response.headcount = Some(*headcount);
            }
            response.opening = Some(opening.clone());
        }
        Event::Counted { headcount } => {
            // Whoever came since was not heard yet.
            let before = response.headcount.map_or(0, |count| count.max);
            response.reception.heard_at = response
                .reception
                .heard_at
                .filter(|_| headcount.max <= before);
            response.headcount = Some(*headcount);
        }
        Event::Reception(event) => response.reception.evolve(recorded.at, event),
        Event::TaskDone { kind } => response.tasks.push((*kind, recorded.at)),
        Event::ScriptLoaded { injects } => response.script.clone_from(injects),
        Event::Injected { nth, .. } => response.injected = nth.saturating_add(1),
        Event::Ended {} => response.ended_at = Some(recorded.at),
        Event::ReviewOwed { due_at } => {
            response.review = Some(OwedReview {
                due_at: *due_at,
                done_at: None,
                missed: false,
            });
        }
        Event::Reviewed {} => {
            if let Some(owed) = &mut response.review {
                owed.done_at = owed.done_at.or(Some(recorded.at));
            }
        }
        Event::ReviewMissed {} => {
            if let Some(owed) = &mut response.review {
                owed.missed = true;
            }
        }
        Event::Levelled {
            rule,
            level,
            because,
        } => {
            response.rule = Some(rule.clone());
            response.level = Some(*level);
            if *because == super::Because::Decision {
                response.floor = Some(rule.clone());
            }
        }
        _ => {}
    }
}

fn evolve_reports(response: &mut Response, recorded: &Recorded) {
    let event = &recorded.event;
    match event {
        Event::ReportSent { to, number } => response.sent.push(SentReport {
            to: to.clone(),
            number: *number,
            at: recorded.at,
            acknowledged_at: None,
        }),
        Event::ReportAcknowledged { to, number } => {
            let mut sent = response.sent.iter_mut();
            if let Some(one) = sent.find(|one| one.to == *to && one.number == *number) {
                one.acknowledged_at = Some(recorded.at);
            }
        }
        _ => {}
    }
    let (Event::ReportOwed { to, .. }
    | Event::ReportSent { to, .. }
    | Event::ReportNagged { to, .. }
    | Event::ReportMissed { to, .. }) = event
    else {
        return;
    };
    let known = response.reports.iter_mut().find(|owed| owed.to == *to);
    match (event, known) {
        (
            Event::ReportOwed {
                number,
                due_at,
                every_minutes,
                ..
            },
            known,
        ) => {
            let owed = OwedReport {
                to: to.clone(),
                number: *number,
                due_at: *due_at,
                every_minutes: *every_minutes,
                sent: false,
                missed: false,
                nagged: 0,
            };
            match known {
                Some(known) => *known = owed,
                None => response.reports.push(owed),
            }
        }
        (Event::ReportSent { .. }, Some(known)) => known.sent = true,
        (Event::ReportMissed { .. }, Some(known)) => known.missed = true,
        (Event::ReportNagged { nth, .. }, Some(known)) => known.nagged = *nth,
        _ => {}
    }
}
