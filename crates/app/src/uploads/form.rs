//! A file of a plain form on its way in, from a browser that runs no script or from a program. What came is sealed
//! part by part, as an upload that is the form's own, so that whoever sends slowly costs the memory of one part
//! and not of a whole file, however many send at once.
//!
//! Whole it is in memory only from when all of it came until it is kept: what it is shows at both of its ends
//! (`file_kind`), and a picture is written anew without what the camera noted (`without_metadata`). That is one
//! file of at most [`FILE_BYTES_MAX`] for each form that came in full.

use super::{PART_BYTES_MAX, UploadAt, UploadHolder, UploadStands};
use crate::code::TrackingCode;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::petition::{FILE_BYTES_MAX, FieldProblem, may_be_taken};
use huiyin_store::StoreError;
use huiyin_store::reader::Reader;

/// A file on its way in. A small one, of one part at most, never touches the store.
pub struct FormFile {
    /// Where its parts are kept: with the first authority, whichever it is for.
    authority: AuthorityId,
    /// A code made for this file alone, told to nobody.
    holder: UploadHolder,
    /// What came and is not kept yet: never more than a part.
    held: Vec<u8>,
    /// How far it is, once something is kept.
    kept: Option<UploadStands>,
    /// Why it is not taken; what still comes of it is thrown away.
    problem: Option<FieldProblem>,
}

impl FormFile {
    /// Begins one.
    ///
    /// # Errors
    /// When there is no authority, or no chance is to be had.
    pub fn begin(huiyin: &Huiyin) -> Result<Self, AppError> {
        Ok(Self {
            authority: huiyin.authority(None)?.row.id,
            holder: UploadHolder::Form(TrackingCode::from_chance(huiyin.chance()?)),
            held: Vec::new(),
            kept: None,
            problem: None,
        })
    }

    /// Takes what came next. Of a file that is too large, or can be none that is taken, nothing is kept, and
    /// nothing of what follows.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn take(&mut self, huiyin: &Huiyin, mut came: &[u8]) -> Result<(), AppError> {
        while !came.is_empty() && self.problem.is_none() {
            let room = PART_BYTES_MAX - self.held.len();
            let (now, rest) = came.split_at(room.min(came.len()));
            self.held.extend_from_slice(now);
            came = rest;
            let before = self.kept.as_ref().map_or(0, |kept| kept.offset);
            if before + self.held.len() as u64 > FILE_BYTES_MAX as u64 {
                self.give_up(huiyin, FieldProblem::FileTooLarge).await?;
            } else if self.held.len() == PART_BYTES_MAX {
                self.keep(huiyin).await?;
            }
        }
        Ok(())
    }

    async fn keep(&mut self, huiyin: &Huiyin) -> Result<(), AppError> {
        let part = std::mem::take(&mut self.held);
        let stands = match &self.kept {
            Some(kept) => kept.clone(),
            None if !may_be_taken(&part) => {
                return self.give_up(huiyin, FieldProblem::OtherFile).await;
            }
            None => {
                // How long it will be is told by nobody.
                let whole = ("", FILE_BYTES_MAX as u64);
                huiyin
                    .begin_upload(self.authority, &self.holder, whole)
                    .await?
            }
        };
        let part = (stands.offset, part);
        let kept = huiyin.keep_upload_part(self.authority, &self.holder, &stands.code, part);
        self.kept = Some(kept.await?);
        Ok(())
    }

    /// Takes away what was kept of it.
    async fn give_up(&mut self, huiyin: &Huiyin, problem: FieldProblem) -> Result<(), AppError> {
        self.held = Vec::new();
        self.problem = Some(problem);
        match self.kept.take() {
            Some(kept) => {
                let gone = huiyin.drop_upload(self.authority, &self.holder, &kept.code);
                gone.await
            }
            None => Ok(()),
        }
    }

    /// The whole file, now that all of it came; or why it is not taken. Its parts are gone then.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn whole(
        mut self,
        huiyin: &Huiyin,
    ) -> Result<Result<Vec<u8>, FieldProblem>, AppError> {
        if let Some(problem) = self.problem {
            return Ok(Err(problem));
        }
        if self.kept.is_none() {
            return Ok(Ok(self.held));
        }
        if !self.held.is_empty() {
            self.keep(huiyin).await?;
        }
        let Some(kept) = self.kept else {
            return Ok(Ok(Vec::new()));
        };
        let (authority, holder) = (self.authority, &self.holder);
        let at = UploadAt::of(huiyin.shared(), authority, holder, &kept.code);
        let now = huiyin.now();
        let read = move |reader: &mut Reader<'_>| {
            let (row, _) = at.read(reader, now)?;
            at.content(reader, row.received_bytes)
        };
        let whole = huiyin.store().read(read).await?;
        huiyin.drop_upload(authority, holder, &kept.code).await?;
        match whole.len() as u64 == kept.offset {
            true => Ok(Ok(whole)),
            false => Err(StoreError::Seal.into()),
        }
    }
}
