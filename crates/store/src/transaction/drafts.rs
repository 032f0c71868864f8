//! What a transaction keeps about what is still being written. All of it is operational: no event tells
//! it, and whoever leads the authority cannot open it.

use super::Transaction;
use crate::StoreError;
use crate::statements::drafts as sql;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::time::Instant;

/// The keyed hash of a draft's code.
pub type DraftHash = [u8; 32];

impl Transaction<'_> {
    /// Keeps a draft as it is now.
    pub fn keep_draft(&mut self, authority: AuthorityId, draft: &DraftHash, sealed: Vec<u8>) {
        let values = vec![
            authority.raw().into(),
            draft.as_slice().into(),
            sealed.into(),
            self.now.micros().into(),
        ];
        self.replace(&sql::DRAFT_SET, values);
    }

    /// Keeps a sealed piece of a file of a draft.
    pub fn keep_draft_chunk(
        &mut self,
        authority: AuthorityId,
        draft: &DraftHash,
        (file, chunk): (i64, i64),
        sealed: Vec<u8>,
    ) {
        self.insert(
            &sql::DRAFT_CHUNK_ADD,
            [
                authority.raw().into(),
                draft.as_slice().into(),
                file.into(),
                chunk.into(),
                sealed.into(),
            ],
        );
    }

    /// Drops one file of a draft.
    pub fn drop_draft_file(&mut self, authority: AuthorityId, draft: &DraftHash, file: i64) {
        let values = vec![authority.raw().into(), draft.as_slice().into(), file.into()];
        self.replace(&sql::DRAFT_FILE_DROP, values);
    }

    /// Drops all files of a draft.
    pub fn drop_draft_files(&mut self, authority: AuthorityId, draft: &DraftHash) {
        let values = vec![authority.raw().into(), draft.as_slice().into()];
        self.replace(&sql::DRAFT_FILES_DROP, values);
    }

    /// Drops a draft with its files.
    pub fn drop_draft(&mut self, authority: AuthorityId, draft: &DraftHash) {
        self.drop_draft_files(authority, draft);
        let values = vec![authority.raw().into(), draft.as_slice().into()];
        self.replace(&sql::DRAFT_DROP, values);
    }

    /// Forgets the drafts that were saved last before an instant.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn forget_drafts(
        &mut self,
        authority: AuthorityId,
        before: Instant,
    ) -> Result<(), StoreError> {
        self.changes += 1;
        self.flush()?;
        let values = [authority.raw().into(), before.micros().into()];
        self.tx.execute(&sql::DRAFT_FILES_FORGET, &values)?;
        self.tx.execute(&sql::DRAFTS_FORGET, &values)?;
        Ok(())
    }
}
