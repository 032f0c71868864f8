//! Reads of what the desk keeps for staff alone.

use super::{Read, Reader};
use crate::statements::desk as sql;
use crate::tx::{query_all, query_one};
use huiyin_domain::ids::{AuthorityId, PetitionId, StaffId};
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// The views that somebody saved, sealed.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn saved_views(&mut self, authority: AuthorityId, staff: StaffId) -> Read<Option<Vec<u8>>> {
        let arguments = [authority.raw().into(), staff.raw().into()];
        query_one(self.tx, &sql::SAVED_VIEWS, &arguments, |row| row.bytes(0))
    }

    /// Who has a petition open since an instant, the last first, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn present(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
        since: Instant,
        rows_max: u32,
    ) -> Read<Vec<(StaffId, Instant)>> {
        let arguments = [
            authority.raw().into(),
            petition.raw().into(),
            since.micros().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::PRESENT, &arguments, |row| {
            Ok((StaffId::new(row.int(0)?), Instant::from_micros(row.int(1)?)))
        })
    }

    /// The oldest note of who has a petition open.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn first_presence(&mut self, authority: AuthorityId) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into()];
        let found = query_one(self.tx, &sql::PRESENCE_FIRST, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }
}
