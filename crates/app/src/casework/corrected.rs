//! Slips of whoever registered a petition, as they were corrected: what stood, what it should say, why. The
//! text that holds is shown with them beneath it, to staff and to the petitioner alike; receipt and journal
//! keep what stood.

use super::Loaded;
use super::opened::Opened;
use super::tell;
use crate::error::AppError;
use crate::queries::obligation::Words;
use crate::queries::timeline::staff_name;
use huiyin_domain::event::{Actor, Event};
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::{EntryPart, PetitionText};
use serde::Serialize;
use utoipa::ToSchema;

/// A slip that was corrected.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CorrectionView {
    /// Which part: `subject`, `body`, `place` or `postmark`.
    pub part: String,
    /// What that is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// What stood before.
    pub before: String,
    /// What it should say.
    pub after: String,
    /// Why.
    pub reason: String,
    /// When it was corrected.
    pub at: String,
    /// By whom of the staff.
    pub by: Option<String>,
}

/// What was corrected, oldest first.
pub(crate) fn corrections(
    loaded: &Loaded,
    opened: &Opened,
) -> Result<Vec<CorrectionView>, AppError> {
    let mut text = opened.registered_text()?;
    let mut day = tell::postmark(opened);
    let mut list = Vec::new();
    for (row, envelope) in &opened.rows {
        let Event::EntryCorrected(corrected) = &envelope.event else {
            continue;
        };
        let words = opened.words(row)?;
        let after = words.lines.into_iter().next().unwrap_or_default();
        let before = match corrected.part {
            EntryPart::Postmark => day.replace(after.clone()),
            part => replace(&mut text, part, after.clone()),
        };
        list.push(CorrectionView {
            part: corrected.part.word().to_owned(),
            title: corrected.part.title(),
            before: before.unwrap_or_default(),
            after,
            reason: words.text,
            at: row.recorded_at.rfc3339_in(&loaded.authority.zone),
            by: match envelope.by {
                Actor::Staff(staff) => Some(staff_name(&loaded.organisation, staff)),
                _ => None,
            },
        });
    }
    Ok(list)
}

/// The postmark as it was corrected last.
pub(super) fn postmark(corrections: &[CorrectionView]) -> Option<String> {
    let mut newest_first = corrections.iter().rev();
    let found = newest_first.find(|one| one.part == EntryPart::Postmark.word());
    found.map(|one| one.after.clone())
}

/// Puts what a part should say in place of what stood, which is given back.
pub(super) fn replace(text: &mut PetitionText, part: EntryPart, after: String) -> Option<String> {
    match part {
        EntryPart::Subject => Some(std::mem::replace(&mut text.subject, after)),
        EntryPart::Body => Some(std::mem::replace(&mut text.body, after)),
        EntryPart::Place => text.place_text.replace(after),
        // It is a day of the open part, and shown from the corrections.
        EntryPart::Postmark => None,
    }
}
