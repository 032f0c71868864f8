//! Enough are there 够了: once as many of a group as the rule needs have come, the others of it are called no
//! further and waited for no more. The first who comes of "any of these" is not to have the rest rung out of
//! bed, and whoever stays away then is not late.

use super::decide::{Deciding, later};
use super::{Event, Page, Passed, Phase, Recorded, Response};
use crate::language::Bilingual;
use crate::plan::{By, Key, Receive, Rule};
use crate::time::Instant;

/// What became of a post that was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    /// Somebody was there.
    At(Instant),
    /// Nobody was waited for any more.
    NotNeeded,
    /// Nobody was there.
    Never,
}

impl Came {
    /// What became of a post, by the events after it was called.
    fn of<'a>(post: &str, after: impl IntoIterator<Item = &'a Recorded>) -> Self {
        let mut after = after.into_iter();
        let found = after.find_map(|one| match &one.event {
            Event::Arrived { post: of } if **of == *post => Some(Self::At(one.at)),
            Event::Released { post: of } if **of == *post => Some(Self::NotNeeded),
            _ => None,
        });
        found.unwrap_or(Self::Never)
    }

    /// When somebody was there, if somebody was.
    const fn at(self) -> Option<Instant> {
        match self {
            Self::At(at) => Some(at),
            Self::NotNeeded | Self::Never => None,
        }
    }
}

impl Event {
    /// Which post it asks for, how it is to be there, and by when.
    pub(super) const fn expects(&self) -> Option<(&Key, By, Instant)> {
        match self {
            Self::PostCalled {
                post,
                by,
                arrive_by,
                ..
            }
            | Self::NeededAgain {
                post,
                by,
                arrive_by,
                ..
            } => Some((post, *by, *arrive_by)),
            _ => None,
        }
    }
}

/// A post that was to be there by a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected<'a> {
    /// The post.
    pub post: &'a Key,
    /// How it was to be there.
    pub by: By,
    /// By when.
    pub arrive_by: Instant,
    /// When it was, if it was.
    pub came_at: Option<Instant>,
}

impl<'a> Expected<'a> {
    /// What an event and those from it on tell; nothing was due where enough others were there.
    pub fn of<'b>(event: &'a Event, from: impl IntoIterator<Item = &'b Recorded>) -> Option<Self> {
        let (post, by, arrive_by) = event.expects()?;
        let came = Came::of(post, from);
        (came != Came::NotNeeded).then_some(Self {
            post,
            by,
            arrive_by,
            came_at: came.at(),
        })
    }

    /// What was to be, as a line of a list of times; the title is the post's.
    pub fn heading(&self, title: &Bilingual) -> Bilingual {
        let there = self.by.there();
        Bilingual::new(
            format!("{}：{}", there.zh, title.zh),
            format!("{}: {}", there.en, title.en),
        )
    }
}

impl Response {
    /// Whether somebody is still asked to come, comes, or is there, for whatever post; in doubt they are, so that
    /// nobody is told to stay away who is waited for. Whoever was reached by a call that Huiyin did not make counts as
    /// the one whom it called last.
    pub fn asks_for(&self, person: &Key) -> bool {
        let theirs = |page: &&Page| page.person() == person;
        self.calls.iter().any(|call| {
            let mut pages = self.pages.iter().filter(|page| page.post == call.post);
            let last = match call.phase {
                Phase::Released => None,
                Phase::Calling(_) | Phase::Exhausted => pages.rfind(theirs),
                Phase::Acknowledged(number) => self.page(number).filter(theirs),
                Phase::There(_) | Phase::ByHand => pages.next_back().filter(theirs),
            };
            last.is_some_and(Page::can_come)
        })
    }

    /// The last page to each whom a post called, who did not say that they cannot come and is asked for nowhere now.
    pub fn called_in_vain(&self, post: &Key) -> Vec<&Page> {
        let mut last: Vec<&Page> = Vec::new();
        for page in self.pages.iter().rev().filter(|page| page.post == *post) {
            if last.iter().all(|later| later.person() != page.person()) {
                last.push(page);
            }
        }
        last.retain(|page| page.can_come() && !self.asks_for(page.person()));
        last
    }
}

impl Page {
    /// Whether whoever it calls did not say that they cannot come.
    fn can_come(&self) -> bool {
        self.passed != Some(Passed::CannotCome)
    }
}

impl Deciding<'_> {
    /// Whether somebody is there for a post, those included who came in this decision.
    fn is_there(&self, post: &Key) -> bool {
        let came = |event: &Event| matches!(event, Event::Arrived { post: of } if of == post);
        let before = self.response.call(post).is_some_and(super::Call::is_there);
        before || self.record.iter().any(|one| came(&one.event))
    }

    /// Whether as many of a group are there as it needs.
    pub(super) fn has_enough(&self, receive: &Receive) -> bool {
        let there = receive.posts.iter().filter(|post| self.is_there(post));
        there.count() >= receive.need as usize
    }

    /// Nobody is waited for any more in the groups of a rule that have enough. A post that stands in several of
    /// them is waited for until each has; one that the rule does not name was called by another rule, and
    /// stays as it is.
    pub(super) fn release(&mut self, rule: &Rule) {
        let response = self.response;
        for call in response.calls.iter().filter(|call| call.is_awaited()) {
            let mut groups = rule
                .receive
                .iter()
                .filter(|receive| receive.posts.contains(&call.post))
                .peekable();
            let named = groups.peek().is_some();
            let called_now = self.is_called_now(&call.post);
            if named
                && !called_now
                && !self.is_there(&call.post)
                && groups.all(|receive| self.has_enough(receive))
            {
                let post = call.post.clone();
                self.note(self.now, Event::Released { post });
            }
        }
    }

    fn is_called_now(&self, post: &Key) -> bool {
        let again =
            |event: &Event| matches!(event, Event::NeededAgain { post: of, .. } if of == post);
        self.record.iter().any(|one| again(&one.event))
    }

    /// A post that was released is called anew where a rule that applies from now on needs it: its time counts
    /// from then (RULES 10.3).
    pub(super) fn needed_again(
        &mut self,
        post: &Key,
        by: By,
        receive: &Receive,
        respondents: &[Key],
    ) {
        let call = self.response.call(post);
        let released = call.is_some_and(|call| call.phase == Phase::Released);
        if !released || self.is_called_now(post) {
            return;
        }
        self.note(
            self.now,
            Event::NeededAgain {
                post: post.clone(),
                by,
                ack_minutes: receive.ack_minutes,
                arrive_by: later(self.now, receive.arrive_minutes),
            },
        );
        self.begin_ladder(post, respondents);
    }
}
