//! Who brought a petition, for whoever may see it: as it holds now, with the names that were misread at the
//! registration and corrected since.

use super::Loaded;
use super::opened::Opened;
use super::views::{IdentityView, NameCorrectionView};
use crate::error::AppError;
use crate::queries::timeline::staff_name;
use huiyin_domain::event::{Actor, Event};
use huiyin_domain::ids::Position;
use huiyin_domain::petition::Identity;

/// Who brought it, where that is revealed.
pub(super) fn identity(
    loaded: &Loaded,
    opened: &Opened,
    reveal: bool,
) -> Result<Option<IdentityView>, AppError> {
    if !reveal {
        return Ok(None);
    }
    let identity = opened.identity()?.unwrap_or_default();
    Ok(Some(IdentityView {
        name: identity.name,
        phone: identity.phone,
        email: identity.email,
        address: identity.address,
        representatives: identity.representatives,
        on_behalf_of: identity.on_behalf_of,
        corrected_names: corrected(loaded, opened)?,
    }))
}

/// The names that were corrected, oldest first.
fn corrected(loaded: &Loaded, opened: &Opened) -> Result<Vec<NameCorrectionView>, AppError> {
    let mut list = Vec::new();
    for (row, envelope) in &opened.rows {
        let Event::NameCorrected(event) = &envelope.event else {
            continue;
        };
        let before = opened.identity_before(row.position)?;
        let after = opened.identity_before(Position::new(row.position.raw() + 1))?;
        let (Some(before), Some(after)) = (before, after) else {
            continue;
        };
        // The name that stood already, once more, corrected nothing.
        let Some((before, after)) = differ(&before, &after) else {
            continue;
        };
        list.push(NameCorrectionView {
            representative: event.representative,
            before,
            after,
            reason: opened.words(row)?.text,
            at: row.recorded_at.rfc3339_in(&loaded.authority.zone),
            by: match envelope.by {
                Actor::Staff(staff) => Some(staff_name(&loaded.organisation, staff)),
                _ => None,
            },
        });
    }
    Ok(list)
}

/// The name that is another one, as it stood and as it should be.
fn differ(before: &Identity, after: &Identity) -> Option<(String, String)> {
    let places = 0..=before.representatives.len();
    let names = places.map(|place| (before.name_at(place), after.name_at(place)));
    let mut differ = names.filter(|(stood, stands)| stood != stands);
    let (stood, stands) = differ.next()?;
    let owned = |name: Option<&str>| name.unwrap_or_default().to_owned();
    Some((owned(stood), owned(stands)))
}
