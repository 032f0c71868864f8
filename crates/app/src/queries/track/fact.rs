//! Facts that the authority put before the petitioner, for the code that acts: a view-only code is passed on,
//! and they are between the petitioner and the authority. What the petitioner added shows with either code, as it does
//! among the messages.

use super::Found;
use crate::casework::facts::{self, FactLookedInto, Facts};
use crate::error::AppError;
use huiyin_domain::petition::AnswerDraft;

/// The facts, with what was said to each.
pub(super) fn views(found: &Found) -> Result<Facts, AppError> {
    let mut facts = facts::for_petitioner(&found.loaded, &found.opened)?;
    if !found.code.acting {
        facts.stated.clear();
    }
    Ok(facts)
}

/// What an answer says to those that were disputed or added.
pub(super) fn looked_into(
    found: &Found,
    draft: Option<&AnswerDraft>,
) -> Result<Vec<FactLookedInto>, AppError> {
    match draft.filter(|_| found.code.acting) {
        Some(draft) => facts::looked_into(&found.loaded, &found.opened, draft),
        None => Ok(Vec::new()),
    }
}
