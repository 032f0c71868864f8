//! Reads about files that come in parts.

use super::{Read, Reader};
use crate::StoreError;
use crate::rows::UploadRow;
use crate::statements::uploads as sql;
use crate::transaction::UploadHash;
use crate::tx::{query_all, query_one};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// An upload, and when its last part came.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn upload(
        &mut self,
        authority: AuthorityId,
        upload: &UploadHash,
    ) -> Read<Option<(UploadRow, Instant)>> {
        let arguments = [authority.raw().into(), upload.as_slice().into()];
        query_one(self.tx, &sql::UPLOAD, &arguments, |row| {
            let found = UploadRow {
                holder_hash: row.bytes(0)?,
                sealed_name: row.bytes(1)?,
                length_bytes: row.int(2)?,
                received_bytes: row.int(3)?,
                parts: row.int(4)?,
            };
            Ok((found, Instant::from_micros(row.int(5)?)))
        })
    }

    /// How large each of the uploads will be that a holder has under way.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn uploads_of(&mut self, authority: AuthorityId, holder: &[u8; 32]) -> Read<Vec<i64>> {
        let arguments = [authority.raw().into(), holder.as_slice().into()];
        query_all(self.tx, &sql::UPLOADS_OF_HOLDER, &arguments, |row| {
            row.int(0)
        })
    }

    /// When the last part came of the upload of which none came for longest; nothing where there is none.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn oldest_upload(&mut self, authority: AuthorityId) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into()];
        let found = query_one(self.tx, &sql::UPLOADS_OLDEST, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }

    /// The sealed parts of an upload, in order.
    ///
    /// # Errors
    /// When the engine fails, or what `sink` returns.
    pub fn upload_parts(
        &mut self,
        authority: AuthorityId,
        upload: &UploadHash,
        mut sink: impl FnMut(i64, Vec<u8>) -> Result<(), StoreError>,
    ) -> Read<()> {
        let arguments = [authority.raw().into(), upload.as_slice().into()];
        self.tx.query(&sql::UPLOAD_PARTS, &arguments, &mut |row| {
            sink(row.int(0)?, row.bytes(1)?)
        })
    }

    /// Parts whose upload is gone.
    ///
    /// # Errors
    /// When the engine fails.
    pub(super) fn upload_orphans(&mut self) -> Read<i64> {
        let count = query_one(self.tx, &sql::ORPHAN_UPLOAD_PARTS, &[], |row| row.int(0))?;
        Ok(count.unwrap_or(0))
    }
}
