//! What a transaction keeps about plans that are being made, and to reach those of a roster by who have no
//! account. All of it is operational: no event tells it, and a rebuild leaves it alone.

use super::Transaction;
use crate::StoreError;
use crate::statements::plans as sql;
use crate::tx::query_one;
use huiyin_domain::ids::{AuthorityId, PersonId, StaffId};

impl Transaction<'_> {
    /// Keeps a new draft; gives its id.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn begin_plan_draft(
        &mut self,
        (authority, staff): (AuthorityId, StaffId),
        template: &str,
        answers: &str,
    ) -> Result<i64, StoreError> {
        let of = [authority.raw().into()];
        let last = query_one(self.tx, &sql::PLAN_DRAFT_LAST, &of, |row| {
            row.optional_int(0)
        })?;
        let id = last.flatten().unwrap_or(0) + 1;
        let values = [
            authority.raw().into(),
            id.into(),
            staff.raw().into(),
            template.into(),
            answers.into(),
            self.now.micros().into(),
        ];
        self.operate(&sql::PLAN_DRAFT_ADD, &values)?;
        Ok(id)
    }

    /// Writes the answers of a draft down, with what is sealed of them.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn keep_plan_draft(
        &mut self,
        (authority, draft): (AuthorityId, i64),
        answers: &str,
        sealed_contacts: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        let values = [
            answers.into(),
            self.now.micros().into(),
            sealed_contacts.into(),
            authority.raw().into(),
            draft.into(),
        ];
        self.operate(&sql::PLAN_DRAFT_KEEP, &values).map(|_| ())
    }

    /// Ends a draft: it was lodged, or is given up.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_plan_draft(&mut self, authority: AuthorityId, draft: i64) -> Result<(), StoreError> {
        let values = [authority.raw().into(), draft.into()];
        self.operate(&sql::PLAN_DRAFT_END, &values).map(|_| ())
    }

    /// The number under which something new is kept of somebody of a roster.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn next_person(&mut self, authority: AuthorityId) -> Result<PersonId, StoreError> {
        let of = [authority.raw().into()];
        let last = query_one(self.tx, &sql::ROSTER_PERSON_LAST, &of, |row| {
            row.optional_int(0)
        })?;
        Ok(PersonId::new(last.flatten().unwrap_or(0) + 1))
    }

    /// Keeps what somebody of a plan's roster is reached by.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn keep_roster_person(
        &mut self,
        (authority, plan): (AuthorityId, &str),
        (id, person): (PersonId, &str),
        sealed: Vec<u8>,
    ) -> Result<(), StoreError> {
        let values = [
            authority.raw().into(),
            id.raw().into(),
            plan.into(),
            person.into(),
            sealed.into(),
            self.now.micros().into(),
        ];
        self.operate(&sql::ROSTER_PERSON_SET, &values).map(|_| ())
    }

    /// Deletes it.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn forget_roster_person(
        &mut self,
        authority: AuthorityId,
        person: PersonId,
    ) -> Result<(), StoreError> {
        let values = [authority.raw().into(), person.raw().into()];
        self.operate(&sql::ROSTER_PERSON_FORGET, &values)
            .map(|_| ())
    }
}
