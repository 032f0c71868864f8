//! What follows from events about texts that an authority words itself. A version is written once.

use super::Meta;
use crate::statements::texts as sql;
use crate::transaction::Transaction;
use huiyin_domain::event::TextsSet;
use huiyin_domain::ids::Position;

pub(super) fn texts_set(into: &mut Transaction<'_>, meta: &Meta, set: &TextsSet) {
    into.insert(
        &sql::TEXT_VERSION_ADD,
        [
            set.id.raw().into(),
            set.subject.as_str().into(),
            meta.position.raw().into(),
            meta.recorded_at.micros().into(),
            set.restored.map(Position::raw).into(),
        ],
    );
    for (key, text) in &set.texts {
        into.insert(
            &sql::TEXT_ENTRY_ADD,
            [
                set.id.raw().into(),
                set.subject.as_str().into(),
                meta.position.raw().into(),
                key.as_str().into(),
                text.zh.as_str().into(),
                text.en.as_str().into(),
            ],
        );
    }
}
