//! What a transaction keeps about plans that are being made. All of it is operational: no event tells
//! it, and a rebuild leaves it alone.

use super::Transaction;
use crate::StoreError;
use crate::statements::plans as sql;
use crate::tx::query_one;
use huiyin_domain::ids::{AuthorityId, StaffId};

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

    /// Writes the answers of a draft down.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn keep_plan_draft(
        &mut self,
        authority: AuthorityId,
        draft: i64,
        answers: &str,
    ) -> Result<(), StoreError> {
        let values = [
            answers.into(),
            self.now.micros().into(),
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
}
