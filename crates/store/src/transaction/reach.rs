//! What a transaction keeps about the test of whether those on duty can be reached. It is operational:
//! no event tells who answered, and it is emptied and deleted.

use super::Transaction;
use crate::StoreError;
use crate::rows::ReachPageRow;
use crate::statements::reach as sql;
use huiyin_domain::ids::{AuthorityId, PersonId, StaffId};
use huiyin_domain::plan::{Channel, Key};
use huiyin_domain::roster::TestState;
use huiyin_domain::time::Instant;

fn words(ways: &[Channel]) -> String {
    let words: Vec<&str> = ways.iter().map(|way| way.word()).collect();
    words.join(",")
}

impl Transaction<'_> {
    /// Keeps how a post stands in a test that begins.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn keep_reach_page(
        &mut self,
        (authority, plan): (AuthorityId, &str),
        page: &ReachPageRow,
        until_at: Instant,
    ) -> Result<(), StoreError> {
        let values = [
            authority.raw().into(),
            plan.into(),
            page.post.as_str().into(),
            i64::from(page.number).into(),
            page.holder.as_ref().map(Key::as_str).into(),
            page.staff.map(StaffId::raw).into(),
            words(&page.ways).into(),
            page.state.word().into(),
            until_at.micros().into(),
            page.person.map(PersonId::raw).into(),
        ];
        self.operate(&sql::REACH_PAGE_ADD, &values).map(|_| ())
    }

    /// The posts of a page that waits stand otherwise; tells how many those were.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn set_reach_page(
        &mut self,
        (authority, plan): (AuthorityId, &str),
        (number, ways, state): (u32, &[Channel], TestState),
    ) -> Result<u64, StoreError> {
        let values = [
            words(ways).into(),
            state.word().into(),
            authority.raw().into(),
            plan.into(),
            i64::from(number).into(),
        ];
        self.operate(&sql::REACH_PAGE_SET, &values)
    }

    /// The time of a test is over: whom it asked is emptied, and what is left is kept until an instant.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_reach_pages(
        &mut self,
        (authority, plan): (AuthorityId, &str),
        until_at: Instant,
    ) -> Result<(), StoreError> {
        let values = [
            until_at.micros().into(),
            authority.raw().into(),
            plan.into(),
        ];
        self.operate(&sql::REACH_PAGES_END, &values).map(|_| ())
    }

    /// Forgets how the posts stood.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn forget_reach_pages(
        &mut self,
        authority: AuthorityId,
        plan: &str,
    ) -> Result<(), StoreError> {
        let values = [authority.raw().into(), plan.into()];
        self.operate(&sql::REACH_PAGES_FORGET, &values).map(|_| ())
    }
}
