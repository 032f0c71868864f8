//! Reads of what the desk keeps for staff alone.

use super::{Read, Reader};
use crate::statements::desk as sql;
use crate::tx::query_one;
use huiyin_domain::ids::{AuthorityId, StaffId};

impl Reader<'_> {
    /// The views that somebody saved, sealed.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn saved_views(&mut self, authority: AuthorityId, staff: StaffId) -> Read<Option<Vec<u8>>> {
        let arguments = [authority.raw().into(), staff.raw().into()];
        query_one(self.tx, &sql::SAVED_VIEWS, &arguments, |row| row.bytes(0))
    }
}
