//! What follows from events about answers that an authority publishes.

use super::Meta;
use crate::statements::published as sql;
use crate::transaction::Transaction;
use crate::tx::Value;
use huiyin_domain::ids::StaffId;
use huiyin_domain::published::PublishedAnswer;

pub(super) fn set(into: &mut Transaction<'_>, meta: &Meta, one: &PublishedAnswer) {
    let category = one.category.as_deref();
    let on = one.released.map(|(_, on)| on.to_string());
    into.update(
        &sql::PUBLISHED_SET,
        vec![
            meta.authority.raw().into(),
            one.id.into(),
            category.map_or(Value::Null, Into::into),
            one.question.zh.as_str().into(),
            one.question.en.as_str().into(),
            one.answer.zh.as_str().into(),
            one.answer.en.as_str().into(),
            one.unit.raw().into(),
            one.written_by.raw().into(),
            one.released.map(|(by, _)| StaffId::raw(by)).into(),
            on.into(),
            one.withdrawn.into(),
        ],
    );
}
