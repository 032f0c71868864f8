//! A contact that is given, changed or taken back after the registration: by the code, or by staff whom the
//! petitioner asked. What stood before is opened for the decision, and where notices went before is told.

use super::Loaded;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::notices::CONTACT_CHANGED;
use crate::record::{Keyring, Recorded};
use huiyin_domain::event::Event;
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::petition::{Action, Command, Decided, Identity};
use huiyin_store::reader::Reader;
use huiyin_store::rows::{NewNotice, NoticeTo};
use huiyin_store::transaction::Transaction;

/// What whoever brought it is called and how they are reached now, where a step changes that.
pub(super) fn before(
    reader: &mut Reader<'_>,
    loaded: &Loaded,
    keys: &Keyring,
    commands: &[Command],
) -> Result<Option<Identity>, AppError> {
    let changes =
        |one: &Command| matches!(one.action(), Action::ChangeContact | Action::CorrectName);
    if !commands.iter().any(changes) {
        return Ok(None);
    }
    loaded.identity(reader, keys)
}

/// How they are reached after what was decided.
pub(super) fn after(decided: &[Decided]) -> Option<Identity> {
    let mut newest_first = decided.iter().rev();
    newest_first.find_map(|one| one.identity.clone())
}

/// Tells where notices went before that they go elsewhere now, or nowhere: whoever lost a code learns that
/// somebody uses it. What waits goes to the new contact.
pub(super) fn tell(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    place: (AuthorityId, PetitionId),
    (before, after): (Option<&Identity>, Option<&Identity>),
    recorded: &[Recorded],
) -> Result<(), AppError> {
    let changed = |one: &&Recorded| matches!(one.event, Event::ContactChanged(_));
    let Some(first) = recorded.iter().find(changed) else {
        return Ok(());
    };
    let way = |identity: Option<&Identity>| identity.and_then(|one| shared.way_to(one));
    let old = way(before);
    if old.is_some() && old != way(after) {
        let notice = NewNotice {
            to: NoticeTo::Petitioner(place.1),
            kind: CONTACT_CHANGED,
            document: None,
            position: first.slot.position,
            channel: None,
        };
        transaction.queue_notice(place.0, notice)?;
    }
    transaction.notices_of_petition_again(place.0, place.1)?;
    Ok(())
}
