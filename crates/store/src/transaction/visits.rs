//! What a transaction keeps about visits that a group announced. All of it is operational: no event
//! tells it, a rebuild leaves it alone, and it is deleted (RULES 10.2).

use super::Transaction;
use crate::StoreError;
use crate::statements::visits as sql;
use huiyin_domain::ids::{AuthorityId, ResponseId};
use huiyin_domain::time::Instant;

/// The keyed hash of a visit's code.
pub type VisitHash = [u8; 32];

impl Transaction<'_> {
    /// Keeps a new one.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn announce_visit(
        &mut self,
        (authority, id): (AuthorityId, i64),
        code: &VisitHash,
        (sealed, until_at): (Vec<u8>, Instant),
    ) -> Result<(), StoreError> {
        let values = [
            authority.raw().into(),
            id.into(),
            code.as_slice().into(),
            sealed.into(),
            until_at.micros().into(),
        ];
        self.operate(&sql::VISIT_ADD, &values).map(|_| ())
    }

    /// Keeps one as it is now.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn keep_visit(
        &mut self,
        (authority, id): (AuthorityId, i64),
        (sealed, until_at): (Vec<u8>, Instant),
    ) -> Result<(), StoreError> {
        let values = [
            sealed.into(),
            until_at.micros().into(),
            authority.raw().into(),
            id.into(),
        ];
        self.operate(&sql::VISIT_SET, &values).map(|_| ())
    }

    /// The group is there: a response runs for it.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn visit_came(
        &mut self,
        (authority, id): (AuthorityId, i64),
        response: ResponseId,
    ) -> Result<(), StoreError> {
        let values = [response.raw().into(), authority.raw().into(), id.into()];
        self.operate(&sql::VISIT_CAME, &values).map(|_| ())
    }

    /// Deletes one.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_visit(&mut self, (authority, id): (AuthorityId, i64)) -> Result<(), StoreError> {
        let values = [authority.raw().into(), id.into()];
        self.operate(&sql::VISIT_END, &values).map(|_| ())
    }

    /// Deletes what was announced of a response that ended.
    pub fn end_visits(&mut self, authority: AuthorityId, response: ResponseId) {
        let values = vec![authority.raw().into(), response.raw().into()];
        self.replace(&sql::VISITS_END, values);
    }

    /// Counts one that was announced in the minutes that run until an instant.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn count_visit(
        &mut self,
        authority: AuthorityId,
        until: Instant,
    ) -> Result<(), StoreError> {
        let values = [authority.raw().into(), until.micros().into()];
        self.operate(&sql::VISIT_PACE_COUNT, &values).map(|_| ())
    }

    /// Deletes what is kept until an instant at most; tells how many visits those were.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn forget_visits(
        &mut self,
        authority: AuthorityId,
        up_to: Instant,
    ) -> Result<u64, StoreError> {
        let values = [authority.raw().into(), up_to.micros().into()];
        self.operate(&sql::VISIT_PACE_FORGET, &values)?;
        self.operate(&sql::VISITS_FORGET, &values)
    }
}
