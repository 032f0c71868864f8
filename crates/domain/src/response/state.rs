//! What is true of a response, and how each event changes it.

use super::{Event, Headcount, Improvement, Opening, Passed, PutIn, Reception, Recorded};
use crate::plan::{By, Channel, Key, MINUTE_MICROS, Plan, RunLevel, TaskKind};
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

/// A post that is to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The post.
    pub post: Key,
    /// How it is to be there.
    pub by: By,
    /// How long each step of its ladder is waited for, in minutes.
    pub ack_minutes: u32,
    /// By when it is there, inclusive.
    pub arrive_by: Instant,
    /// How far it is.
    pub phase: Phase,
    /// Whether its time passed without anybody there.
    pub missed: bool,
}

/// How far a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nobody answered yet; the number of the page that is waited for, if one is out.
    Calling(Option<u32>),
    /// Whoever got this page will come.
    Acknowledged(u32),
    /// Somebody was reached by hand and will come.
    ByHand,
    /// Somebody is there.
    There(Instant),
    /// Nobody of the ladder is coming.
    Exhausted,
}

/// One page to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The post that is to be there.
    pub post: Key,
    /// The step of its ladder, from 0.
    pub step: u32,
    /// The post of that step.
    pub step_post: Key,
    /// Who holds it, where a roster tells.
    pub holder: Option<Key>,
    /// By what it goes.
    pub channel: Channel,
    /// The page with which it goes out, where one person is called for several posts at once.
    pub with: Option<u32>,
    /// When somebody was to be called.
    pub paged_at: Instant,
    /// When its channel took it.
    pub handed_at: Option<Instant>,
    /// When its channel told that it had arrived, if it tells.
    pub delivered_at: Option<Instant>,
    /// Whether whoever it calls said that they come.
    pub acknowledged: bool,
    /// How it ended where whoever it calls does not come. Forgotten when they answer after all, or when
    /// somebody has a ladder called again.
    pub passed: Option<Passed>,
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
}

impl Response {
    /// The call of a post.
    pub fn call(&self, post: &str) -> Option<&Call> {
        self.calls.iter().find(|call| *call.post == *post)
    }

    /// The page with this number.
    pub fn page(&self, number: u32) -> Option<&Page> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.pages.get(index)
    }

    /// Whether everybody whom the rule needs is there.
    pub fn is_received(&self, plan: &Plan) -> bool {
        let Some(rule) = self.rule.as_ref().and_then(|id| plan.rule(id)) else {
            return false;
        };
        let there = |post: &&Key| {
            let call = self.call(post);
            call.is_some_and(|call| matches!(call.phase, Phase::There(_)))
        };
        rule.receive.iter().all(|receive| {
            let came = receive.posts.iter().filter(there).count();
            came >= receive.need as usize
        })
    }

    /// When the next page has waited long enough, if one is out.
    pub fn ack_moment(&self, call: &Call) -> Option<Instant> {
        let Phase::Calling(Some(page)) = call.phase else {
            return None;
        };
        let handed_at = self.page(page)?.handed_at?;
        Some(handed_at.plus_micros(i64::from(call.ack_minutes) * MINUTE_MICROS))
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
        let open = |call: &&Call| !call.missed && !matches!(call.phase, Phase::There(_));
        let arrivals = self.calls.iter().filter(open);
        let arrivals = arrivals.map(|call| call.arrive_by.plus_micros(1));
        let owed = self
            .reports
            .iter()
            .filter(|owed| !owed.sent && !owed.missed);
        let owed = owed.map(|owed| owed.due_at.plus_micros(1));
        let inject = self.next_inject().map(|(.., at)| at);
        acks.chain(arrivals).chain(owed).chain(inject).min()
    }

    /// Whether a post needs a person to see to it: nobody of its ladder is coming, or nobody was
    /// there in time.
    pub fn is_red(&self) -> bool {
        let alone = |call: &Call| {
            let there = matches!(call.phase, Phase::There(_));
            call.phase == Phase::Exhausted || call.missed && !there
        };
        self.ended_at.is_none() && self.calls.iter().any(alone)
    }

    fn call_mut(&mut self, post: &Key) -> Option<&mut Call> {
        self.calls.iter_mut().find(|call| call.post == *post)
    }

    fn set(&mut self, post: &Key, phase: Phase) {
        if let Some(call) = self.call_mut(post) {
            call.phase = phase;
        }
    }

    pub(super) fn page_mut(&mut self, number: u32) -> Option<&mut Page> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.pages.get_mut(index)
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

fn evolve_calls(response: &mut Response, recorded: &Recorded) {
    match &recorded.event {
        Event::PostCalled {
            post,
            by,
            ack_minutes,
            arrive_by,
        } => response.calls.push(Call {
            post: post.clone(),
            by: *by,
            ack_minutes: *ack_minutes,
            arrive_by: *arrive_by,
            phase: Phase::Calling(None),
            missed: false,
        }),
        Event::Paged {
            page,
            post,
            step,
            step_post,
            holder,
            channel,
            with,
        } => {
            response.pages.push(Page {
                post: post.clone(),
                step: *step,
                step_post: step_post.clone(),
                holder: holder.clone(),
                channel: *channel,
                with: *with,
                paged_at: recorded.at,
                handed_at: None,
                delivered_at: None,
                acknowledged: false,
                passed: None,
            });
            response.set(post, Phase::Calling(Some(*page)));
        }
        Event::HandedOver { page } => {
            if let Some(page) = response.page_mut(*page) {
                page.handed_at = Some(recorded.at);
            }
        }
        Event::ChannelChanged { page, channel } => {
            if let Some(page) = response.page_mut(*page) {
                page.channel = *channel;
                page.handed_at = None;
            }
        }
        Event::Delivered { page } => {
            if let Some(page) = response.page_mut(*page) {
                page.delivered_at = page.delivered_at.or(Some(recorded.at));
            }
        }
        _ => evolve_answers(response, recorded),
    }
}

/// What those who are called say, and what becomes of their post.
fn evolve_answers(response: &mut Response, recorded: &Recorded) {
    match &recorded.event {
        Event::Acknowledged { page, post } => {
            response.answered(*page);
            response.set(post, Phase::Acknowledged(*page));
        }
        Event::Declined { page, post } => {
            response.pass(*page, Passed::CannotCome);
            response.set(post, Phase::Calling(None));
        }
        Event::Unanswered { page, post } => {
            response.pass(*page, Passed::NoAnswer);
            response.set(post, Phase::Calling(None));
        }
        Event::StepSkipped { post, .. } => response.set(post, Phase::Calling(None)),
        Event::CalledAgain { post } => {
            response
                .pages
                .iter_mut()
                .for_each(|page| page.passed = None);
            response.set(post, Phase::Calling(None));
        }
        Event::ReachedByHand { post } => response.set(post, Phase::ByHand),
        Event::LadderExhausted { post } => response.set(post, Phase::Exhausted),
        Event::Arrived { post } => response.set(post, Phase::There(recorded.at)),
        Event::ArrivalMissed { post } => {
            if let Some(call) = response.call_mut(post) {
                call.missed = true;
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
            };
            match known {
                Some(known) => *known = owed,
                None => response.reports.push(owed),
            }
        }
        (Event::ReportSent { .. }, Some(known)) => known.sent = true,
        (Event::ReportMissed { .. }, Some(known)) => known.missed = true,
        _ => {}
    }
}
