//! The posts that are to be there, who is called for them, and how each event changes that.

use super::{Event, Passed, Recorded, Response};
use crate::plan::{By, Channel, Key, MINUTE_MICROS, Plan};
use crate::time::Instant;

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
    /// Whether its ladder ended without anybody coming, so that those further up are called.
    pub went_up: bool,
}

impl Call {
    /// A post that is to be there from now on.
    const fn new(post: Key, by: By, ack_minutes: u32, arrive_by: Instant) -> Self {
        Self {
            post,
            by,
            ack_minutes,
            arrive_by,
            phase: Phase::Calling(None),
            missed: false,
            went_up: false,
        }
    }

    /// Whether somebody is there.
    pub const fn is_there(&self) -> bool {
        matches!(self.phase, Phase::There(_))
    }

    /// Whether somebody is still waited for: nobody is there, and not enough others of its group are.
    pub const fn is_awaited(&self) -> bool {
        !matches!(self.phase, Phase::There(_) | Phase::Released)
    }

    /// Whether a person must see to it: nobody of its ladder is coming, or nobody was there in time.
    pub fn is_alone(&self) -> bool {
        let nobody = match self.phase {
            Phase::Exhausted => true,
            Phase::Calling(_) => self.went_up,
            _ => false,
        };
        nobody || self.missed && self.is_awaited()
    }
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
    /// Nobody of the ladder is coming, and nobody above.
    Exhausted,
    /// Enough of its group are there without it.
    Released,
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
        let there = |post: &&Key| self.call(post).is_some_and(Call::is_there);
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

    /// Whether a post needs a person to see to it: nobody of its ladder is coming, or nobody was
    /// there in time.
    pub fn is_red(&self) -> bool {
        self.ended_at.is_none() && self.calls.iter().any(Call::is_alone)
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

pub(super) fn evolve_calls(response: &mut Response, recorded: &Recorded) {
    match &recorded.event {
        Event::PostCalled {
            post,
            by,
            ack_minutes,
            arrive_by,
        } => response
            .calls
            .push(Call::new(post.clone(), *by, *ack_minutes, *arrive_by)),
        Event::NeededAgain {
            post,
            by,
            ack_minutes,
            arrive_by,
        } => {
            if let Some(call) = response.call_mut(post) {
                *call = Call::new(post.clone(), *by, *ack_minutes, *arrive_by);
            }
        }
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
            if let Some(call) = response.call_mut(post) {
                call.went_up = false;
            }
            response.set(post, Phase::Calling(None));
        }
        Event::WentUp { post } => {
            if let Some(call) = response.call_mut(post) {
                call.went_up = true;
            }
        }
        Event::Released { post } => response.set(post, Phase::Released),
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
