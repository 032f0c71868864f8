//! A file on its way out, piece by piece: however many are read at once, each holds one piece in memory. All
//! pieces are looked through before the first is given, so that nobody is sent the beginning of a content that
//! is not the one that was added.

use super::{Kept, column, place, walk};
use crate::error::AppError;
use crate::huiyin::Shared;
use huiyin_domain::event::{FileKind, FilePurpose};
use huiyin_domain::ids::{AuthorityId, FileId, PetitionId};
use huiyin_store::reader::Reader;
use huiyin_store::seal::DataKey;
use huiyin_store::{Store, StoreError};

/// A file of a petition whose pieces were all found to be what was added.
pub struct FileSent {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// What it is for.
    pub purpose: FilePurpose,
    /// How many bytes its pieces have together.
    pub bytes: u64,
    store: Store,
    at: (AuthorityId, FileId),
    key: DataKey,
    given: u64,
    next: i64,
}

impl FileSent {
    /// A file; nothing if the petition has no such file, or its key was destroyed. Whether it may be read
    /// was asked before.
    ///
    /// # Errors
    /// [`StoreError::Seal`] when it is not what was added, or a failure of the store.
    pub(crate) fn found(
        reader: &mut Reader<'_>,
        (shared, store): (&Shared, Store),
        of: (AuthorityId, PetitionId),
        file: FileId,
    ) -> Result<Option<Self>, AppError> {
        let Some(kept) = Kept::found(reader, shared, of, file)? else {
            return Ok(None);
        };
        let at = (of.0, file);
        let bytes = walk(reader, at, &kept.key, &kept.digest, |_| ())?;
        if bytes != kept.added.bytes {
            return Err(StoreError::Seal.into());
        }
        Ok(Some(Self {
            name: kept.name,
            kind: kept.added.kind,
            purpose: kept.added.purpose,
            bytes,
            store,
            at,
            key: kept.key,
            given: 0,
            next: 0,
        }))
    }

    /// The next piece; nothing after the last.
    ///
    /// # Errors
    /// [`StoreError::Seal`] when a piece was taken away or put in since it was looked at, or a failure of
    /// the store. What was given before is then not the whole content.
    pub async fn piece(&mut self) -> Result<Option<Vec<u8>>, AppError> {
        if self.given == self.bytes {
            return Ok(None);
        }
        let ((authority, file), number) = (self.at, self.next);
        let read = move |reader: &mut Reader<'_>| reader.file_chunk(authority, file, number);
        let sealed = self.store.read(read).await?.ok_or(StoreError::Seal)?;
        let piece = self
            .key
            .open(place(authority, file, &column(number)), &sealed)?;
        self.given += piece.len() as u64;
        if self.given > self.bytes {
            return Err(StoreError::Seal.into());
        }
        self.next += 1;
        Ok(Some(piece.to_vec()))
    }
}
