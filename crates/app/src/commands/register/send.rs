//! Registers what was written in a draft, or tells what is still wrong with it.

use super::{Answer, Prepared, Register, RegisterReply, check};
use crate::code::TrackingCode;
use crate::error::{AppError, Refusal};
use crate::huiyin::Huiyin;
use crate::rules::Authority;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::petition::{Channel, FieldError, SubmissionDraft};
use std::sync::Arc;

impl Huiyin {
    /// What is wrong with a matter as it stands, without registering it.
    pub fn check(&self, authority: &Authority, draft: SubmissionDraft) -> Vec<FieldError> {
        check(authority, draft).err().unwrap_or_default()
    }

    /// Registers what was written in a draft, with its files and a code for each representative, or not
    /// at all. Sent twice it is registered once, and answered the same. `written_authority` is the number of
    /// the file by which somebody lets another one bring it.
    ///
    /// # Errors
    /// As [`Huiyin::register`]; [`Refusal::NoSuchDraft`].
    pub async fn send_draft(
        &self,
        authority: &Arc<Authority>,
        (code, written_authority): (&TrackingCode, Option<i64>),
        draft: SubmissionDraft,
    ) -> Result<RegisterReply, AppError> {
        let submission =
            check(authority, draft).map_err(|fields| AppError::Refused(Refusal::Fields(fields)))?;
        let sending = self
            .sending(authority.row.id, (code, written_authority))
            .await?;
        self.run(Register {
            authority: authority.row.id,
            prepared: Prepared::new(self.shared(), &submission)?,
            submission,
            channel: Channel::Web,
            idempotency: None,
            staff: None,
            sending: Some(sending),
            group: None,
            files: Vec::new(),
        })
        .await
    }

    /// The answer of a draft that was sent before, should it have got lost on its way.
    ///
    /// # Errors
    /// [`Refusal::NoSuchDraft`], or a failure of the store.
    pub async fn sent_draft(
        &self,
        authority: AuthorityId,
        code: &TrackingCode,
    ) -> Result<RegisterReply, AppError> {
        let draft = self.open_draft(authority, code).await?;
        let draft = draft.ok_or(Refusal::NoSuchDraft)?;
        let answer: Answer = serde_json::from_str(draft.answer().ok_or(Refusal::NoSuchDraft)?)
            .map_err(|error| AppError::Unreadable(error.to_string()))?;
        Ok(answer.reply(true))
    }
}
