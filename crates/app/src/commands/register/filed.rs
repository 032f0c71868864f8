//! Files that come with a registration, in the same transaction: both are on record, or neither.

use super::{Hashed, Idempotency, Prepared, Register, RegisterReply, check};
use crate::error::{AppError, Refusal};
use crate::files::{FileDraft, Filing};
use crate::huiyin::Huiyin;
use crate::rules::Authority;
use huiyin_domain::petition::{
    Channel, FieldError, FieldProblem, SENT_FILES_BYTES_MAX, SENT_FILES_MAX, SubmissionDraft,
    file_kind,
};
use std::sync::Arc;

impl Huiyin {
    /// As [`Huiyin::register`], with files under the limits of those that somebody sends along by a page: each
    /// is looked at by its content, and a picture loses what its camera wrote into it.
    ///
    /// # Errors
    /// As there; [`Refusal::Fields`] names each file that is not taken beside whatever else is wrong.
    pub async fn register_with_files(
        &self,
        authority: &Arc<Authority>,
        draft: SubmissionDraft,
        (channel, files): (Channel, Vec<FileDraft>),
        idempotency: Option<Idempotency>,
    ) -> Result<RegisterReply, AppError> {
        let (filings, mut wrong) = looked_at(files)?;
        let submission = check(authority, draft);
        if let Err(errors) = &submission {
            wrong.extend(errors.iter().cloned());
        }
        let submission = match submission {
            Ok(submission) if wrong.is_empty() => submission,
            _ => return Err(Refusal::Fields(wrong).into()),
        };
        let shared = self.shared();
        self.run(Register {
            authority: authority.row.id,
            prepared: Prepared::new(shared, &submission)?,
            submission,
            channel,
            idempotency: idempotency.map(|one| Hashed::new(shared, &one)),
            staff: None,
            sending: None,
            group: None,
            files: filings,
        })
        .await
    }
}

/// The files as they are kept, and what is wrong with those that are not.
fn looked_at(files: Vec<FileDraft>) -> Result<(Vec<Filing>, Vec<FieldError>), AppError> {
    let mut wrong = Vec::new();
    let refused = |field: &str, problem| FieldError {
        field: field.to_owned(),
        problem,
    };
    if files.len() > SENT_FILES_MAX {
        let entries_max = SENT_FILES_MAX;
        wrong.push(refused("file", FieldProblem::TooMany { entries_max }));
    }
    let together: usize = files.iter().map(|file| file.bytes.len()).sum();
    if together > SENT_FILES_BYTES_MAX {
        wrong.push(refused("file", FieldProblem::FilesTooLarge));
    }
    let mut filings = Vec::new();
    for file in files {
        match file_kind(&file.bytes) {
            Err(problem) => wrong.push(refused(&file.field, problem)),
            Ok(_) => filings.push(Filing::of(file)?),
        }
    }
    Ok((filings, wrong))
}
