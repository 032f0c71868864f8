//! What follows from events about versions of rulebooks that wait for their day.

use super::Meta;
use crate::statements::rulebooks as sql;
use crate::transaction::Transaction;
use huiyin_domain::event::{Event, Pinned};

/// Derives what follows from such an event.
pub(super) fn project(into: &mut Transaction<'_>, meta: &Meta, event: &Event) {
    match event {
        // Among the updates, in its order: a version that was taken back can be lodged again.
        Event::RulebookLodged(lodged) => {
            let values = vec![
                meta.authority.raw().into(),
                lodged.pinned.id.as_str().into(),
                lodged.pinned.version.as_str().into(),
                lodged.from.to_string().into(),
                lodged.content.as_str().into(),
            ];
            into.update(&sql::RULEBOOK_WAITING_ADD, values);
        }
        Event::RulebookBegan(began) => {
            let values = vec![
                meta.position.raw().into(),
                meta.authority.raw().into(),
                began.pinned.id.as_str().into(),
                began.pinned.version.as_str().into(),
            ];
            into.update(&sql::RULEBOOK_BEGIN, values);
            waits_no_more(into, meta, &began.pinned);
        }
        Event::RulebookTakenBack(taken) => waits_no_more(into, meta, &taken.pinned),
        _ => {}
    }
}

fn waits_no_more(into: &mut Transaction<'_>, meta: &Meta, pinned: &Pinned) {
    let values = vec![
        meta.authority.raw().into(),
        pinned.id.as_str().into(),
        pinned.version.as_str().into(),
    ];
    into.update(&sql::RULEBOOK_WAITING_END, values);
}
