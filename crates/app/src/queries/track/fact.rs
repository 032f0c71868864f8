//! Facts that the authority put before the petitioner, for the code that acts: a view-only code is passed on,
//! and they are between the petitioner and the authority.

use super::Found;
use crate::casework::facts::{self, FactLookedInto, FactView};
use crate::error::AppError;
use huiyin_domain::petition::AnswerDraft;

/// The facts, with what was said to each.
pub(super) fn views(found: &Found) -> Result<Vec<FactView>, AppError> {
    match found.code.acting {
        true => facts::for_petitioner(&found.loaded, &found.opened),
        false => Ok(Vec::new()),
    }
}

/// What an answer says to those that were disputed.
pub(super) fn looked_into(
    found: &Found,
    draft: Option<&AnswerDraft>,
) -> Result<Vec<FactLookedInto>, AppError> {
    match draft.filter(|_| found.code.acting) {
        Some(draft) => facts::looked_into(&found.loaded, &found.opened, draft),
        None => Ok(Vec::new()),
    }
}
