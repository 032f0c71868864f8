//! When one of those who speak for a group has left (RULES 5.9): the sealed part says who is left, his code only
//! views from then on, and whoever stands first now hears that there is news.

use super::{Loaded, keyring};
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::notices::queue_for_petitioner;
use crate::record::{Keyring, Recorded};
use huiyin_domain::event::Event;
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::petition::{Decided, Identity};
use huiyin_store::transaction::Transaction;

/// The keys of a petition, and who speaks for it, where somebody is about to leave. Where the keys were destroyed
/// nobody stands there by name any more, and time passes all the same.
pub(super) fn before(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    loaded: &Loaded,
) -> Result<Option<(Keyring, Option<Identity>)>, AppError> {
    if loaded.case.group.leaving.is_empty() {
        return Ok(None);
    }
    let (of, petition) = (loaded.authority.row.id, loaded.case.id);
    let mut reader = transaction.reader()?;
    if reader.petition_keys(of, petition)?.is_none() {
        return Ok(None);
    }
    let keys = keyring(&mut reader, shared, of, petition)?;
    let identity = loaded.identity(&mut reader, &keys)?;
    Ok(Some((keys, identity)))
}

/// Who speaks for it after what was decided, where that is said anew.
pub(super) fn named(decided: &[Decided]) -> Option<Identity> {
    let mut newest_first = decided.iter().rev();
    newest_first.find_map(|one| one.identity.clone())
}

/// What follows for codes and notices.
pub(super) fn after(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    place: (AuthorityId, PetitionId),
    named: Option<&Identity>,
    recorded: &[Recorded],
) -> Result<(), AppError> {
    let mut last = None;
    for one in recorded {
        if let Event::RepresentativeLeft(left) = &one.event {
            transaction.end_speaking(place, left.representative)?;
            last = Some(one.slot.position);
        }
    }
    let (Some(position), Some(identity)) = (last, named) else {
        return Ok(());
    };
    transaction.notices_of_petition_again(place.0, place.1)?;
    if shared.sends_notices() && shared.way_to(identity).is_some() {
        queue_for_petitioner(transaction, place.0, place.1, None, position)?;
    }
    Ok(())
}
