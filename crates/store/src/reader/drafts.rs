//! Reads about what is still being written.

use super::{Read, Reader};
use crate::StoreError;
use crate::statements::drafts as sql;
use crate::transaction::DraftHash;
use crate::tx::query_one;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// A draft, sealed, and when it was last saved.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn draft(
        &mut self,
        authority: AuthorityId,
        draft: &DraftHash,
    ) -> Read<Option<(Vec<u8>, Instant)>> {
        let arguments = [authority.raw().into(), draft.as_slice().into()];
        query_one(self.tx, &sql::DRAFT, &arguments, |row| {
            Ok((row.bytes(0)?, Instant::from_micros(row.int(1)?)))
        })
    }

    /// When the draft was last saved that nobody saved for longest; nothing where there is none.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn oldest_draft(&mut self, authority: AuthorityId) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into()];
        let found = query_one(self.tx, &sql::DRAFTS_OLDEST, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }

    /// The sealed pieces of a file of a draft, in order.
    ///
    /// # Errors
    /// When the engine fails, or what `sink` returns.
    pub fn draft_chunks(
        &mut self,
        authority: AuthorityId,
        draft: &DraftHash,
        file: i64,
        mut sink: impl FnMut(i64, Vec<u8>) -> Result<(), StoreError>,
    ) -> Read<()> {
        let arguments = [authority.raw().into(), draft.as_slice().into(), file.into()];
        self.tx.query(&sql::DRAFT_CHUNKS, &arguments, &mut |row| {
            sink(row.int(0)?, row.bytes(1)?)
        })
    }

    /// Files whose draft is gone.
    ///
    /// # Errors
    /// When the engine fails.
    pub(super) fn draft_orphans(&mut self) -> Read<i64> {
        let count = query_one(self.tx, &sql::ORPHAN_DRAFT_FILES, &[], |row| row.int(0))?;
        Ok(count.unwrap_or(0))
    }
}
