//! Reads about visits that a group announced.

use super::{Read, Reader};
use crate::rows::VisitRow;
use crate::statements::visits as sql;
use crate::transaction::VisitHash;
use crate::tx::{Columns, query_all, query_one};
use huiyin_domain::ids::{AuthorityId, ResponseId};
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// The announced visits of an authority, the first to come first, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn visits(&mut self, authority: AuthorityId, rows_max: u32) -> Read<Vec<VisitRow>> {
        let arguments = [authority.raw().into(), i64::from(rows_max).into()];
        query_all(self.tx, &sql::VISITS, &arguments, visit)
    }

    /// One of them.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn visit(&mut self, authority: AuthorityId, id: i64) -> Read<Option<VisitRow>> {
        let arguments = [authority.raw().into(), id.into()];
        query_one(self.tx, &sql::VISIT, &arguments, visit)
    }

    /// The one that a code opens.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn visit_of_code(
        &mut self,
        authority: AuthorityId,
        code: &VisitHash,
    ) -> Read<Option<VisitRow>> {
        let arguments = [authority.raw().into(), code.as_slice().into()];
        query_one(self.tx, &sql::VISIT_OF_CODE, &arguments, visit)
    }

    /// How many were announced in the minutes that run until an instant.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn visit_pace(&mut self, authority: AuthorityId) -> Read<Option<(Instant, u32)>> {
        let arguments = [authority.raw().into()];
        query_one(self.tx, &sql::VISIT_PACE, &arguments, |row| {
            let taken = u32::try_from(row.int(1)?).unwrap_or(u32::MAX);
            Ok((Instant::from_micros(row.int(0)?), taken))
        })
    }

    /// When the next one, or the count of those of the minutes that run, is to be deleted.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn next_visit_end(&mut self, authority: AuthorityId) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into()];
        let found = query_one(self.tx, &sql::VISIT_NEXT_END, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }
}

fn visit(row: &Columns<'_>) -> Read<VisitRow> {
    Ok(VisitRow {
        id: row.int(0)?,
        sealed: row.bytes(1)?,
        until_at: Instant::from_micros(row.int(2)?),
        response: row.optional_int(3)?.map(ResponseId::new),
    })
}
