//! One person, one page: where several ladders come to the same person at the same instant, one page goes out
//! that names every post it calls for, and one answer counts for all of them. Two messages of one minute are
//! one too many on a telephone that rings: whoever answers the first may never see the second, and its ladder
//! would wait its minutes for nothing. Passing on at once instead would call somebody with less to decide while
//! the right person is on the way, and would end every ladder of an authority where one person holds many posts.
//!
//! In the record each post keeps a page and clocks of its own; a page that goes out with another one says so.

use super::decide::Deciding;
use super::{Event, Page, Phase, Response, RunRefusal};
use crate::plan::{Channel, Key};

/// The page that a call can go out with: its number, and by what it goes.
pub(super) type Beside = (u32, Channel);

impl Response {
    /// The numbers of all pages that are one call with this one, it among them, lowest first.
    pub fn together(&self, number: u32) -> Vec<u32> {
        let first = self.first_of(number);
        let numbered = (1u32..).zip(&self.pages);
        let one_call = numbered.filter(|(other, page)| *other == first || page.with == Some(first));
        one_call.map(|(other, _)| other).collect()
    }

    /// The number that stands on the page as it goes out: its own, or that of the page with which it goes.
    pub fn first_of(&self, number: u32) -> u32 {
        self.page(number)
            .and_then(|page| page.with)
            .unwrap_or(number)
    }

    /// The posts for which whoever comes for this one comes as well, it among them and first: those of the page
    /// that still calls them, or that they answered.
    pub fn come_together(&self, post: &Key) -> Vec<Key> {
        let page = self.call(post).and_then(|call| match call.phase {
            Phase::Calling(out) => out,
            Phase::Acknowledged(answered) => Some(answered),
            Phase::ByHand | Phase::There(_) | Phase::Exhausted | Phase::Released => None,
        });
        let others = page.map_or_else(Vec::new, |page| self.awaited_with(page));
        std::iter::once(post.clone()).chain(others).collect()
    }

    /// The other posts of a page for which whoever it calls is awaited.
    fn awaited_with(&self, number: u32) -> Vec<Key> {
        let awaited = |other: u32| {
            let page = self.page(other)?;
            let comes = self.call(&page.post)?.phase == Phase::Acknowledged(other);
            (comes || self.is_out(other)).then(|| page.post.clone())
        };
        let others = self.together(number).into_iter();
        let others = others.filter(|other| *other != number);
        others.filter_map(awaited).collect()
    }

    /// Whether nobody answered this page yet, and nobody else for its post.
    pub fn is_out(&self, number: u32) -> bool {
        let call = self.page(number).and_then(|page| self.call(&page.post));
        call.is_some_and(|call| call.phase == Phase::Calling(Some(number)))
    }
}

impl Deciding<'_> {
    /// The page to this person that goes out at this very instant, if there is one: of this decision, or of one
    /// before it in the same transaction that no channel has taken yet.
    pub(super) fn beside(&self, person: &Key) -> Option<Beside> {
        let of_record = self.record.iter().rev().find_map(|one| match &one.event {
            Event::Paged {
                page,
                step_post,
                holder,
                channel,
                with,
                ..
            } if holder.as_ref().unwrap_or(step_post) == person => {
                Some((with.unwrap_or(*page), *channel))
            }
            _ => None,
        });
        let numbered = (1u32..).zip(&self.response.pages);
        let mut unsent = numbered.filter(|(number, page)| {
            let now = page.paged_at == self.now && page.handed_at.is_none();
            now && page.person() == person && self.response.is_out(*number)
        });
        of_record.or_else(|| {
            let (number, page) = unsent.next()?;
            Some((page.with.unwrap_or(number), page.channel))
        })
    }

    /// The pages that are one call with this one and still wait for an answer.
    ///
    /// # Errors
    /// As for this page alone, where none of them does.
    pub(super) fn out_together(&self, number: u32) -> Result<Vec<u32>, RunRefusal> {
        let mut all = self.response.together(number);
        all.retain(|other| self.response.is_out(*other));
        if all.is_empty() {
            self.waiting(number)?;
        }
        Ok(all)
    }

    /// Whoever a page calls does something with it: for each post that the page names. What only some of the
    /// posts still need is no refusal.
    ///
    /// # Errors
    /// What this page alone would be refused with, where none of its posts needs it.
    pub(super) fn for_each_post(
        &mut self,
        number: u32,
        mut act: impl FnMut(&mut Self, u32) -> Result<(), RunRefusal>,
    ) -> Result<(), RunRefusal> {
        let mut own = act(self, number);
        for other in self.response.together(number) {
            if other != number && act(self, other).is_ok() {
                own = Ok(());
            }
        }
        own
    }

    /// A page was taken by its channel, for each post that it names.
    pub(super) fn hand_over(&mut self, number: u32) -> Result<(), RunRefusal> {
        for page in self.out_together(number)? {
            self.note(self.now, Event::HandedOver { page });
        }
        Ok(())
    }

    /// Told twice is told once: gateways repeat their reports.
    pub(super) fn deliver(&mut self, number: u32) -> Result<(), RunRefusal> {
        self.response.page(number).ok_or(RunRefusal::UnknownPage)?;
        let response = self.response;
        for page in response.together(number) {
            let told = |page: &Page| page.delivered_at.is_some();
            if !response.page(page).is_some_and(told) {
                self.note(self.now, Event::Delivered { page });
            }
        }
        Ok(())
    }

    /// Whoever a page calls says that they cannot come: all of its posts call the next.
    pub(super) fn decline(&mut self, number: u32) -> Result<(), RunRefusal> {
        let mut declined = Vec::new();
        self.for_each_post(number, |deciding, page| {
            declined.push(deciding.declined(page)?);
            Ok(())
        })?;
        let response = self.response;
        for page in declined.into_iter().filter_map(|page| response.page(page)) {
            self.climb(&page.post, self.step_after(page), &response.respondents);
        }
        Ok(())
    }

    fn declined(&mut self, number: u32) -> Result<u32, RunRefusal> {
        let page = self.response.page(number).ok_or(RunRefusal::UnknownPage)?;
        let call = self.response.call(&page.post);
        let answers = match call.ok_or(RunRefusal::UnknownPage)?.phase {
            Phase::Calling(out) => out == Some(number),
            Phase::Acknowledged(answered) => answered == number,
            Phase::There(_) | Phase::Exhausted | Phase::ByHand | Phase::Released => false,
        };
        if !answers {
            return Err(RunRefusal::PageClosed);
        }
        let post = page.post.clone();
        self.note(self.now, Event::Declined { page: number, post });
        Ok(number)
    }

    /// Whoever a page calls is there, for each post for which they were awaited.
    pub(super) fn arrive_called(&mut self, number: u32) -> Result<(), RunRefusal> {
        let own = self.response.page(number).ok_or(RunRefusal::UnknownPage)?;
        let others = self.response.awaited_with(number);
        let posts: Vec<Key> = std::iter::once(own.post.clone()).chain(others).collect();
        self.arrive(&posts)
    }
}
