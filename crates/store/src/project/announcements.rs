//! What follows from events about what an authority posts for everybody.

use super::Meta;
use crate::statements::announcements as sql;
use crate::transaction::Transaction;
use huiyin_domain::announcement::Announcement;

pub(super) fn set(into: &mut Transaction<'_>, meta: &Meta, one: &Announcement) {
    into.update(
        &sql::ANNOUNCEMENT_SET,
        vec![
            meta.authority.raw().into(),
            one.id.into(),
            one.kind.word().into(),
            one.title.zh.as_str().into(),
            one.title.en.as_str().into(),
            one.text.zh.as_str().into(),
            one.text.en.as_str().into(),
            one.first_day.to_string().into(),
            one.last_day.to_string().into(),
            one.hours.as_str().into(),
            one.withdrawn.into(),
        ],
    );
}
