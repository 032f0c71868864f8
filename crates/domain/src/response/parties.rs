//! Who turns out, while a response runs, to owe the answer or to be complained of: the head of the unit that owes it is
//! called then, and whoever it is about leaves every ladder (RULES 4.1, 4.2).

use super::decide::Deciding;
use super::{Call, Event, Page, Phase, Response, RunRefusal};
use crate::language::Bilingual;
use crate::plan::{Key, UNIT_HEAD_CONCERNED};

impl Response {
    /// What was named is known from now on.
    pub(super) fn name(&mut self, event: &Event) {
        match event {
            Event::ConcernedNamed {} => {
                self.respondents.retain(|one| **one != *UNIT_HEAD_CONCERNED)
            }
            Event::RespondentsNamed { respondents } => {
                let new = respondents.iter();
                let new = new.filter(|one| !self.respondents.contains(one));
                let new: Vec<Key> = new.cloned().collect();
                self.respondents.extend(new);
            }
            _ => {}
        }
    }

    /// The page of whoever comes for a post, is there for it, or is called; nothing where that is not known.
    fn page_of(&self, call: &Call) -> Option<&Page> {
        match call.phase {
            Phase::Calling(page) => self.page(page?),
            Phase::Acknowledged(page) => self.page(page),
            Phase::There(_) => {
                let mut pages = self.pages.iter().rev();
                pages.find(|page| page.post == call.post && page.passed.is_none())
            }
            Phase::ByHand | Phase::Exhausted | Phase::Released => None,
        }
    }
}

impl Deciding<'_> {
    /// The public unit that owes the answer is known now. Its head is called, unless somebody for that post is there
    /// already or was reached by hand; whoever said that they come in the head's place is awaited again where the head
    /// does not come.
    pub(super) fn name_concerned(&mut self) -> Result<(), RunRefusal> {
        let response = self.response;
        let unknown = |one: &Key| **one == *UNIT_HEAD_CONCERNED;
        if !response.respondents.iter().any(unknown) {
            return Err(RunRefusal::ConcernedKnown);
        }
        if self.scene.concerned.is_none() {
            return Err(RunRefusal::NobodyHeads);
        }
        self.note(self.now, Event::ConcernedNamed {});
        let mut respondents = response.respondents.clone();
        respondents.retain(|one| !unknown(one));
        let Some(call) = response.call(UNIT_HEAD_CONCERNED) else {
            return Ok(());
        };
        match call.phase {
            Phase::There(_) | Phase::ByHand | Phase::Released => {}
            Phase::Calling(_) | Phase::Acknowledged(_) | Phase::Exhausted => {
                self.climb(&call.post, 0, &respondents);
            }
        }
        Ok(())
    }

    /// It is about these posts and units too. Whoever of them is called, comes or is there counts no more: the ladder
    /// of their post is called from its first step, without them.
    pub(super) fn name_respondents(&mut self, named: &[Key]) {
        let response = self.response;
        let event = Event::RespondentsNamed {
            respondents: named.to_vec(),
        };
        self.note(self.now, event);
        let respondents: Vec<Key> = response.respondents.iter().chain(named).cloned().collect();
        for call in &response.calls {
            // Whoever came or was reached without a page did so for the post itself.
            let waited = matches!(call.phase, Phase::There(_) | Phase::ByHand);
            let left_out = match response.page_of(call) {
                Some(page) => self.is_left_out(page, &respondents),
                None => waited && self.scene.plan.spares(&call.post, &respondents),
            };
            if left_out {
                self.climb(&call.post, 0, &respondents);
            }
        }
    }

    /// Whether whoever a page calls is left out: by their post, or because the roster knows them no more.
    fn is_left_out(&self, page: &Page, respondents: &[Key]) -> bool {
        let concerned = self.scene.concerned.map(|head| &head.id);
        let unknown = |holder: &Key| {
            let roster = self.scene.roster;
            let known = roster.is_none_or(|roster| roster.official(holder).is_some());
            !known && concerned != Some(holder)
        };
        let spared = self.scene.plan.spares(&page.step_post, respondents);
        spared || page.holder.as_ref().is_some_and(unknown)
    }

    /// The step after that of a page. Who was named since may have changed how many steps come before it.
    pub(super) fn step_after(&self, page: &Page) -> u32 {
        let (plan, respondents) = (self.scene.plan, &self.response.respondents);
        let ladder = plan.whole_ladder(&page.post, respondents);
        let mut steps = (1u32..).zip(ladder);
        let after = steps.find(|(_, step)| **step == page.step_post);
        after.map_or(page.step, |(next, _)| next)
    }

    /// The page by which whoever holds a step said before that they come for this post, unless they took that back.
    pub(super) fn coming(&self, post: &Key, step_post: &Key) -> Option<u32> {
        let holder = self.holder(step_post).ok()?;
        let holder = holder.map(|official| &official.id);
        let numbered = (1u32..).zip(&self.response.pages);
        let mut theirs = numbered.filter(|(_, page)| {
            let said = page.acknowledged && page.passed.is_none();
            said && page.post == *post
                && page.step_post == *step_post
                && page.holder.as_ref() == holder
        });
        theirs.next().map(|(number, _)| number)
    }
}

/// Who or what was named; which, is sealed.
pub(super) fn told(event: &Event) -> Option<(&'static str, Bilingual)> {
    let (what, zh, en) = match event {
        Event::ConcernedNamed {} => (
            "concerned-named",
            "写明了该答复的单位",
            "the unit that owes the answer was named",
        ),
        Event::FileNamed {} => (
            "file-named",
            "写明了谈的是哪一件（密封）",
            "which petition is heard was named (sealed)",
        ),
        Event::RespondentsNamed { .. } => (
            "respondents-named",
            "写明了反映的单位或岗位（密封）",
            "it was named whom it is about (sealed)",
        ),
        _ => return None,
    };
    Some((what, Bilingual::new(zh, en)))
}
