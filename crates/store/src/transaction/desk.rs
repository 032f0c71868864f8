//! What a transaction keeps for staff alone. All of it is operational: no event tells it, and a rebuild
//! leaves it alone.

use super::Transaction;
use crate::StoreError;
use crate::rows::RefusedKey;
use crate::statements::desk as sql;
use crate::tx::query_one;
use huiyin_domain::ids::{AuthorityId, PetitionId, StaffId};
use huiyin_domain::time::Instant;

impl Transaction<'_> {
    /// Keeps the views that somebody saved, in place of those before.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn keep_saved_views(
        &mut self,
        owner: (AuthorityId, StaffId),
        sealed: Vec<u8>,
    ) -> Result<(), StoreError> {
        let values = [owner.0.raw().into(), owner.1.raw().into(), sealed.into()];
        self.operate(&sql::SAVED_VIEWS_SET, &values).map(|_| ())
    }

    /// Ends the views of somebody.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_saved_views(
        &mut self,
        authority: AuthorityId,
        staff: StaffId,
    ) -> Result<(), StoreError> {
        let values = [authority.raw().into(), staff.raw().into()];
        self.operate(&sql::SAVED_VIEWS_END, &values).map(|_| ())
    }

    /// Notes that somebody has a petition open now.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn note_presence(
        &mut self,
        (authority, petition): (AuthorityId, PetitionId),
        staff: StaffId,
    ) -> Result<(), StoreError> {
        let values = [
            authority.raw().into(),
            petition.raw().into(),
            staff.raw().into(),
            self.now.micros().into(),
        ];
        self.operate(&sql::PRESENCE_NOTE, &values).map(|_| ())
    }

    /// Forgets who had a petition open at an instant and before.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn forget_presence(
        &mut self,
        authority: AuthorityId,
        up_to: Instant,
    ) -> Result<(), StoreError> {
        let values = [authority.raw().into(), up_to.micros().into()];
        self.operate(&sql::PRESENCE_FORGET, &values).map(|_| ())
    }

    /// Counts a refusal to a member of staff; all of one hour are one row.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn note_refused(
        &mut self,
        authority: AuthorityId,
        key: &RefusedKey,
    ) -> Result<(), StoreError> {
        let now = self.now.micros();
        let known = self.reader()?.refused_known(authority, key)?;
        if let Some(known) = known {
            let values = [now.into(), authority.raw().into(), known.into()];
            return self.operate(&sql::REFUSED_AGAIN, &values).map(|_| ());
        }
        let of = [authority.raw().into()];
        let last = query_one(self.tx, &sql::REFUSED_LAST, &of, |row| row.optional_int(0))?;
        let (year, sequence) = RefusedKey::parts(key.number);
        let values = [
            authority.raw().into(),
            (last.flatten().unwrap_or(0) + 1).into(),
            key.staff.raw().into(),
            key.hour_at.micros().into(),
            key.wish.as_str().into(),
            year.into(),
            sequence.into(),
            1_i64.into(),
            now.into(),
            now.into(),
            key.code.into(),
        ];
        self.operate(&sql::REFUSED_ADD, &values).map(|_| ())
    }

    /// Forgets the refusals of hours that began at an instant and before.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn forget_refused(
        &mut self,
        authority: AuthorityId,
        up_to: Instant,
    ) -> Result<(), StoreError> {
        let values = [authority.raw().into(), up_to.micros().into()];
        self.operate(&sql::REFUSED_FORGET, &values).map(|_| ())
    }
}
