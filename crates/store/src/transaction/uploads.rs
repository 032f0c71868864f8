//! What a transaction keeps of files that come in parts. All of it is operational: no event tells it.

use super::Transaction;
use crate::StoreError;
use crate::rows::UploadRow;
use crate::statements::uploads as sql;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::time::Instant;

/// The keyed hash of an upload's own code.
pub type UploadHash = [u8; 32];

impl Transaction<'_> {
    /// An upload begins.
    pub fn begin_upload(&mut self, authority: AuthorityId, upload: &UploadHash, row: UploadRow) {
        self.insert(
            &sql::UPLOAD_ADD,
            [
                authority.raw().into(),
                upload.as_slice().into(),
                row.holder_hash.into(),
                row.sealed_name.into(),
                row.length_bytes.into(),
                row.received_bytes.into(),
                row.parts.into(),
                self.now.micros().into(),
            ],
        );
    }

    /// A part came: `row` is how the upload stands with it.
    pub fn keep_upload_part(
        &mut self,
        authority: AuthorityId,
        upload: &UploadHash,
        row: &UploadRow,
        sealed: Vec<u8>,
    ) {
        self.insert(
            &sql::UPLOAD_PART_ADD,
            [
                authority.raw().into(),
                upload.as_slice().into(),
                (row.parts - 1).into(),
                sealed.into(),
            ],
        );
        let values = vec![
            row.received_bytes.into(),
            row.parts.into(),
            self.now.micros().into(),
            authority.raw().into(),
            upload.as_slice().into(),
        ];
        self.update(&sql::UPLOAD_CAME, values);
    }

    /// Drops an upload with its parts.
    pub fn drop_upload(&mut self, authority: AuthorityId, upload: &UploadHash) {
        for statement in [&sql::UPLOAD_PARTS_DROP, &sql::UPLOAD_DROP] {
            let values = vec![authority.raw().into(), upload.as_slice().into()];
            self.replace(statement, values);
        }
    }

    /// Forgets the uploads of which nothing came since an instant.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn forget_uploads(
        &mut self,
        authority: AuthorityId,
        before: Instant,
    ) -> Result<(), StoreError> {
        self.changes += 1;
        self.flush()?;
        let values = [authority.raw().into(), before.micros().into()];
        self.tx.execute(&sql::UPLOAD_PARTS_FORGET, &values)?;
        self.tx.execute(&sql::UPLOADS_FORGET, &values)?;
        Ok(())
    }
}
