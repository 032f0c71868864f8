//! The ladder of a post: who is called, who is passed on at once and why, and what a person does by hand
//! where it ends without anybody coming.

use super::decide::Deciding;
use super::{Event, Page, Phase, Recorded, Response, RunRefusal, Scene, Skip};
use crate::plan::{Channel, Key, UNIT_HEAD_CONCERNED, civil};
use crate::roster::Official;
use crate::time::Instant;

impl Page {
    /// Whom it calls: its holder, or the post of its step where no roster tells who holds it.
    pub fn person(&self) -> &Key {
        self.holder.as_ref().unwrap_or(&self.step_post)
    }
}

/// Who holds a post, how they are called first, and the page that calls them at this instant already.
type Reached = (Option<Key>, Channel, Option<u32>);

/// Why whoever a page calls does not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// They did not answer in time.
    NoAnswer,
    /// They said that they cannot.
    CannotCome,
}

impl Passed {
    /// Why a later step passes them on.
    pub const fn skip(self) -> Skip {
        match self {
            Self::NoAnswer => Skip::NoAnswer,
            Self::CannotCome => Skip::CannotCome,
        }
    }
}

impl Response {
    /// Whoever a page calls does not come.
    pub(super) fn pass(&mut self, number: u32, why: Passed) {
        if let Some(page) = self.page_mut(number) {
            page.passed = Some(why);
        }
    }

    /// Whoever a page calls answered, so that they can be reached.
    pub(super) fn answered(&mut self, number: u32) {
        if let Some(page) = self.page_mut(number) {
            page.acknowledged = true;
        }
        let person = self.page(number).map(|page| page.person().clone());
        let pages = self.pages.iter_mut();
        let theirs = pages.filter(|page| Some(page.person()) == person.as_ref());
        theirs.for_each(|page| page.passed = None);
    }
}

impl<'a> Scene<'a> {
    /// Who sees to what a post owes at an instant without being called: its holder, else the first of its ladder who
    /// holds their post then; nobody without a roster.
    pub fn sees_to(&self, post: &Key, respondents: &[Key], now: Instant) -> Option<&'a Official> {
        let roster = self.roster?;
        let (day, minute) = civil(now, &self.plan.zone, self.calendar);
        let ladder = self.plan.ladder(post, respondents).into_iter();
        let mut holders = ladder.filter_map(|step| match **step == *UNIT_HEAD_CONCERNED {
            true => self.concerned,
            false => roster.holder(step, now, &day, minute),
        });
        holders.next()
    }
}

impl<'a> Deciding<'a> {
    /// Calls the first of a post's ladder.
    pub(super) fn begin_ladder(&mut self, post: &Key, respondents: &[Key]) {
        let ladder = self.scene.plan.ladder(post, respondents);
        if !ladder.contains(&post) {
            self.skip(post, post, Skip::Respondent);
        }
        self.climb(post, 0, respondents);
    }

    fn skip(&mut self, post: &Key, step_post: &Key, why: Skip) {
        self.note(
            self.now,
            Event::StepSkipped {
                post: post.clone(),
                step_post: step_post.clone(),
                why,
            },
        );
    }

    /// Calls the first of a ladder, from a step on, who can be called; a step that finds nobody goes on at once.
    /// Whoever comes for another post already stands in for this one only where nobody else of the ladder is left:
    /// one person cannot receive for two posts as well as two can. Where the ladder ends, those above are called one
    /// after another.
    pub(super) fn climb(&mut self, post: &Key, from: u32, respondents: &[Key]) {
        let plan = self.scene.plan;
        let ladder = plan.ladder(post, respondents);
        let own = u32::try_from(ladder.len()).unwrap_or(u32::MAX);
        let steps = || (0u32..).zip(ladder.iter().copied());
        for (step, step_post) in steps().skip(from as usize) {
            if let Some(page) = self.coming(post, step_post) {
                let post = post.clone();
                self.note(self.now, Event::Acknowledged { page, post });
                return;
            }
            match self.reach(step_post) {
                Ok(reached)
                    if step_post != post && self.comes_elsewhere(step_post, &reached, post) =>
                {
                    self.skip(post, step_post, Skip::ComesElsewhere);
                }
                Ok(reached) => return self.page(post, (step, step_post), reached),
                Err(why) => self.skip(post, step_post, why),
            }
        }
        for (step, step_post) in steps().filter(|(_, step_post)| *step_post != post) {
            let reached = self.reach(step_post).ok();
            let reached = reached.filter(|one| self.comes_elsewhere(step_post, one, post));
            if let Some(reached) = reached {
                return self.page(post, (step, step_post), reached);
            }
        }
        let above = plan.above_ladder(post, respondents);
        let passed = from.saturating_sub(own) as usize;
        for (step, step_post) in (own..).zip(above).skip(passed) {
            match self.reach(step_post) {
                Ok(reached) => {
                    if !self.went_up(post) {
                        let post = post.clone();
                        self.note(self.now, Event::WentUp { post });
                    }
                    return self.page(post, (step, step_post), reached);
                }
                Err(why) => self.skip(post, step_post, why),
            }
        }
        let post = post.clone();
        self.note(self.now, Event::LadderExhausted { post });
    }

    fn page(
        &mut self,
        post: &Key,
        (step, step_post): (u32, &Key),
        (holder, channel, with): Reached,
    ) {
        self.pages += 1;
        let page = u32::try_from(self.pages).unwrap_or(u32::MAX);
        self.note(
            self.now,
            Event::Paged {
                page,
                post: post.clone(),
                step,
                step_post: step_post.clone(),
                holder,
                channel,
                with,
            },
        );
    }

    /// Whether whoever would be called for a step comes, or is there, for another post, and was not asked for
    /// this one before.
    fn comes_elsewhere(&self, step_post: &Key, (holder, ..): &Reached, post: &Key) -> bool {
        let person = holder.as_ref().unwrap_or(step_post);
        let response = self.response;
        let last_of = |post: &Key| response.pages.iter().rposition(|page| page.post == *post);
        let mut comes = false;
        for (place, page) in response.pages.iter().enumerate() {
            if page.person() != person {
                continue;
            }
            if page.post == *post {
                return false;
            }
            comes |= match response.call(&page.post).map(|call| call.phase) {
                Some(Phase::Acknowledged(number)) => number as usize == place + 1,
                Some(Phase::There(_)) => {
                    page.passed.is_none() && last_of(&page.post) == Some(place)
                }
                _ => false,
            };
        }
        comes
    }

    /// Whether a ladder ended before, so that those above it are called.
    fn went_up(&self, post: &Key) -> bool {
        let again = |event: &Event| matches!(event, Event::CalledAgain { post: of } | Event::NeededAgain { post: of, .. } if of == post);
        let call = self.response.call(post);
        call.is_some_and(|call| call.went_up) && !self.record.iter().any(|one| again(&one.event))
    }

    /// Who holds a post now, where a roster or the topic tells, how they are called first, and the page that
    /// calls them at this instant already.
    fn reach(&self, post: &Key) -> Result<Reached, Skip> {
        let holder = self.holder(post)?;
        let id = holder.map(|official| official.id.clone());
        let person = id.as_ref().unwrap_or(post);
        let beside = self.beside(person);
        let own = || self.channels(post, holder).next();
        let channel = beside.map(|(_, channel)| channel).or_else(own);
        let channel = channel.ok_or(Skip::NoChannel)?;
        match self.passed(person) {
            Some(passed) => Err(passed.skip()),
            None => Ok((id, channel, beside.map(|(page, _)| page))),
        }
    }

    /// How somebody answered who was called in this response already, for whatever post, and does not
    /// come. Called for the next post they would cost its people the same minutes again, so the ladder
    /// passes them on at once; whoever answers after all is called like anybody else from then on.
    fn passed(&self, person: &Key) -> Option<Passed> {
        let mut record = self.record.iter().map(|one| &one.event);
        if record.any(|event| matches!(event, Event::CalledAgain { .. })) {
            return None;
        }
        let numbered = (1u32..).zip(&self.response.pages);
        let mut mine = numbered.filter(|(_, page)| page.person() == person);
        mine.find_map(|(number, page)| {
            let declines = |one: &Recorded| {
                matches!(&one.event, Event::Declined { page, .. } if *page == number)
            };
            if self.record.iter().any(declines) {
                return Some(Passed::CannotCome);
            }
            let silent = self.has_run_out(number, page);
            page.passed.or(silent.then_some(Passed::NoAnswer))
        })
    }

    /// Whether a page that is out has waited long enough, also where the same moment is still to record
    /// it: two calls of one person that run out together are one silence.
    fn has_run_out(&self, number: u32, page: &Page) -> bool {
        let call = self.response.call(&page.post);
        let call = call.filter(|call| call.phase == Phase::Calling(Some(number)));
        let moment = call.and_then(|call| self.response.ack_moment(call));
        moment.is_some_and(|at| at <= self.now)
    }

    pub(super) fn holder(&self, post: &Key) -> Result<Option<&'a Official>, Skip> {
        if **post == *UNIT_HEAD_CONCERNED {
            return Ok(self.scene.concerned);
        }
        let Some(roster) = self.scene.roster else {
            return Ok(None);
        };
        let zone = &self.scene.plan.zone;
        let (day, minute) = civil(self.now, zone, self.scene.calendar);
        let held = roster.holder(post, self.now, &day, minute);
        held.map(Some).ok_or(Skip::Unheld)
    }

    /// The channels of a post that reach its holder, first way first.
    fn channels(
        &self,
        post: &Key,
        holder: Option<&'a Official>,
    ) -> impl Iterator<Item = Channel> + use<'a> {
        // A post that only the topic tells and the plan does not describe is called by phone.
        let own: &[Channel] = match self.scene.plan.post(post) {
            Some(post) => &post.channels,
            None => &[Channel::Phone],
        };
        let reaches = move |channel: &&Channel| {
            holder.is_none_or(|official| official.channels.contains(channel))
        };
        own.iter().filter(reaches).copied()
    }

    /// A page's channel did not take it: the next one is tried, then the next of each ladder that it stood for
    /// is called.
    pub(super) fn fail_channel(&mut self, number: u32) -> Result<(), RunRefusal> {
        let response = self.response;
        let out = self.out_together(number)?;
        let number = out.first().copied().unwrap_or(number);
        let page = response.page(number).ok_or(RunRefusal::UnknownPage)?;
        let roster = self.scene.roster;
        let holder = match &page.holder {
            Some(id) => roster
                .and_then(|roster| roster.official(id))
                .or(self.scene.concerned),
            None => None,
        };
        let mut channels = self.channels(&page.step_post, holder);
        let next = channels
            .by_ref()
            .find(|channel| *channel == page.channel)
            .and_then(|_| channels.next());
        if let Some(channel) = next {
            for page in out {
                self.note(self.now, Event::ChannelChanged { page, channel });
            }
            return Ok(());
        }
        for page in out.into_iter().filter_map(|page| response.page(page)) {
            self.skip(&page.post, &page.step_post, Skip::NoChannel);
            self.climb(&page.post, self.step_after(page), &response.respondents);
        }
        Ok(())
    }

    /// Whoever is in charge has a ladder called once more, from its first step: who was silent or could
    /// not come is asked again too.
    pub(super) fn call_again(&mut self, post: &Key) -> Result<(), RunRefusal> {
        let call = self.response.call(post).ok_or(RunRefusal::NotCalled)?;
        match call.phase {
            Phase::Exhausted | Phase::ByHand => {}
            Phase::There(_) => return Err(RunRefusal::AlreadyThere),
            Phase::Released => return Err(RunRefusal::NotNeeded),
            // Called above its ladder nobody may answer for long; a person has the whole called anew.
            Phase::Calling(_) if call.went_up => {}
            Phase::Calling(_) | Phase::Acknowledged(_) => return Err(RunRefusal::StillCalled),
        }
        let post = post.clone();
        self.note(self.now, Event::CalledAgain { post });
        self.climb(&call.post, 0, &self.response.respondents);
        Ok(())
    }

    /// Somebody was reached by a call that Huiyin did not make, and comes.
    pub(super) fn reach_by_hand(&mut self, post: &Key) -> Result<(), RunRefusal> {
        let call = self.response.call(post).ok_or(RunRefusal::NotCalled)?;
        match call.phase {
            Phase::Calling(_) | Phase::Exhausted => {}
            Phase::There(_) => return Err(RunRefusal::AlreadyThere),
            Phase::Released => return Err(RunRefusal::NotNeeded),
            Phase::Acknowledged(_) | Phase::ByHand => return Err(RunRefusal::AnsweredByAnother),
        }
        let post = post.clone();
        self.note(self.now, Event::ReachedByHand { post });
        Ok(())
    }
}
