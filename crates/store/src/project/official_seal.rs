//! What follows from events about the seal of an authority.

use super::Meta;
use crate::StoreError;
use crate::statements::official_seal as sql;
use crate::transaction::Transaction;
use crate::tx::Value;
use huiyin_domain::event::{Document, Event};
use huiyin_domain::ids::PostId;

/// Derives what follows from such an event of the authority itself.
pub(super) fn project(into: &mut Transaction<'_>, meta: &Meta, event: &Event) {
    let authority = meta.authority.raw();
    match event {
        Event::SealKeeperNamed(named) => {
            let words: Vec<&str> = named.documents.iter().map(|one| one.word()).collect();
            let keeper = named.keeper.map(PostId::raw).into();
            let values = vec![authority.into(), keeper, words.join(",").into()];
            into.update(&sql::SEAL_KEEPER_SET, values);
        }
        Event::SealLodged(lodged) => {
            let position = Some(meta.position.raw()).into();
            let digest = Some(lodged.digest.as_str()).into();
            into.update(
                &sql::SEAL_IMAGE_SET,
                vec![authority.into(), position, digest],
            );
        }
        Event::SealChosen(chosen) => {
            let image = chosen.image.as_ref();
            let position = image.map(|image| image.lodged.raw()).into();
            let digest = image.map(|image| image.digest.as_str()).into();
            into.update(
                &sql::SEAL_IMAGE_SET,
                vec![authority.into(), position, digest],
            );
        }
        _ => return,
    }
    into.organisation_moved(meta.authority, meta.position);
}

/// Which documents of a petition wait for it; as `Case::evolve` has it.
pub(super) fn waiting(
    into: &mut Transaction<'_>,
    meta: &Meta,
    event: &Event,
) -> Result<(), StoreError> {
    let row = |document: Document| -> Result<Vec<Value>, StoreError> {
        let petition = meta.petition()?.into();
        Ok(vec![
            meta.authority.raw().into(),
            petition,
            document.word().into(),
        ])
    };
    let ended: &[Document] = match event {
        Event::SealAwaited(event) => {
            let mut values = row(event.document)?;
            values.push(meta.effective_at.micros().into());
            // Among the updates: what is issued anew ends the row of before first.
            into.replace(&sql::SEAL_WAITING_ADD, values);
            return Ok(());
        }
        Event::SealSet(event) => &[event.document],
        Event::SealWaived(event) => &[event.document],
        // One notice of where it goes replaces the other; what is issued anew waits anew, or not.
        Event::PetitionDeclined(_) | Event::PetitionRedirected(_) => {
            &[Document::Decline, Document::Redirect]
        }
        Event::ExtensionGranted(_) => &[Document::ExtensionNotice],
        _ => return Ok(()),
    };
    for document in ended {
        into.replace(&sql::SEAL_WAITING_END, row(*document)?);
    }
    Ok(())
}
