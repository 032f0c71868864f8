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
use std::sync::Arc;
use tokio::runtime::Handle;

/// A file on its way in. A small one, of one part at most, never touches the store. Dropped before its end, because
/// the connection broke off, it takes away what was kept of it.
pub struct FormFile {
    huiyin: Arc<Huiyin>,
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
    pub fn begin(huiyin: &Arc<Huiyin>) -> Result<Self, AppError> {
        Ok(Self {
            huiyin: Arc::clone(huiyin),
            authority: huiyin.authority(None)?.row.id,
            holder: UploadHolder::Form(TrackingCode::from_chance(huiyin.chance()?)),
            held: Vec::new(),
            kept: None,
            problem: None,
        })
    }

    /// Takes what came next. Of a file that is too large, can be none that is taken, or could not be kept, nothing
    /// is kept, and nothing of what follows: the rest of the form goes on, and what was typed in it stays.
    pub async fn take(&mut self, mut came: &[u8]) {
        while !came.is_empty() && self.problem.is_none() {
            let room = PART_BYTES_MAX - self.held.len();
            let (now, rest) = came.split_at(room.min(came.len()));
            self.held.extend_from_slice(now);
            came = rest;
            let before = self.kept.as_ref().map_or(0, |kept| kept.offset);
            if before + self.held.len() as u64 > FILE_BYTES_MAX as u64 {
                self.give_up(FieldProblem::FileTooLarge).await;
            } else if self.held.len() == PART_BYTES_MAX {
                self.keep().await;
            }
        }
    }

    /// Keeps what is held as the next part, where it can be a file that is taken.
    async fn keep(&mut self) {
        if self.kept.is_none() && !may_be_taken(&self.held) {
            return self.give_up(FieldProblem::OtherFile).await;
        }
        if let Err(error) = self.kept_next().await {
            tracing::warn!("a file of a form could not be kept: {error}");
            self.give_up(FieldProblem::NotWhole).await;
        }
    }

    async fn kept_next(&mut self) -> Result<(), AppError> {
        let part = std::mem::take(&mut self.held);
        let (authority, huiyin) = (self.authority, Arc::clone(&self.huiyin));
        let stands = match &self.kept {
            Some(kept) => kept.clone(),
            None => {
                // How long it will be is told by nobody.
                let whole = ("", FILE_BYTES_MAX as u64);
                let begun = huiyin.begin_upload(authority, &self.holder, whole).await?;
                self.kept.insert(begun).clone()
            }
        };
        let part = (stands.offset, part);
        let kept = huiyin.keep_upload_part(authority, &self.holder, &stands.code, part);
        self.kept = Some(kept.await?);
        Ok(())
    }

    async fn give_up(&mut self, problem: FieldProblem) {
        self.held = Vec::new();
        self.problem = Some(problem);
        self.take_away().await;
    }

    /// Takes away what was kept of it. What stays because the store fails is taken away by the clock after a day.
    async fn take_away(&mut self) {
        if let Some(kept) = self.kept.take() {
            let gone = self
                .huiyin
                .drop_upload(self.authority, &self.holder, &kept.code);
            if let Err(error) = gone.await {
                tracing::warn!("the parts of a file of a form stay for a day: {error}");
            }
        }
    }

    /// The whole file, now that all of it came; or why it is not taken. Its parts are gone then.
    ///
    /// # Errors
    /// The [`FieldProblem`] of the field.
    pub async fn whole(mut self) -> Result<Vec<u8>, FieldProblem> {
        if self.kept.is_some() && !self.held.is_empty() {
            self.keep().await;
        }
        let whole = match (self.problem.take(), &self.kept) {
            (Some(problem), _) => Err(problem),
            (None, None) => Ok(std::mem::take(&mut self.held)),
            (None, Some(kept)) => self.read(kept).await.map_err(|error| {
                tracing::warn!("a file of a form could not be read again: {error}");
                FieldProblem::NotWhole
            }),
        };
        self.take_away().await;
        whole
    }

    async fn read(&self, kept: &UploadStands) -> Result<Vec<u8>, AppError> {
        let huiyin = &self.huiyin;
        let at = UploadAt::of(huiyin.shared(), self.authority, &self.holder, &kept.code);
        let now = huiyin.now();
        let read = move |reader: &mut Reader<'_>| {
            let (row, _) = at.read(reader, now)?;
            at.content(reader, row.received_bytes)
        };
        let whole = huiyin.store().read(read).await?;
        match whole.len() as u64 == kept.offset {
            true => Ok(whole),
            false => Err(StoreError::Seal.into()),
        }
    }
}

impl Drop for FormFile {
    fn drop(&mut self) {
        let (Some(kept), Ok(runtime)) = (self.kept.take(), Handle::try_current()) else {
            return;
        };
        let (huiyin, authority) = (Arc::clone(&self.huiyin), self.authority);
        let holder = self.holder.clone();
        // Where this fails too, the clock takes them away after a day.
        runtime.spawn(async move {
            let _ = huiyin.drop_upload(authority, &holder, &kept.code).await;
        });
    }
}
