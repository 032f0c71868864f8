//! What follows from events about authorities, units, posts and staff.

use super::Meta;
use crate::StoreError;
use crate::statements as sql;
use crate::statements::{administered, people};
use crate::transaction::Transaction;
use crate::tx::Value;
use huiyin_domain::event::{
    AuthorityChanged, AuthorityCreated, CategorySet, Event, PlaceSet, StaffAdded, StaffChanged,
    StaffIsAway,
};
use huiyin_domain::ids::{AuthorityId, INSTALLATION, StaffId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::organisation::{Post, Role, Unit, UnitKind};

/// Derives what follows from such an event.
pub(super) fn project(
    into: &mut Transaction<'_>,
    meta: &Meta,
    event: &Event,
) -> Result<(), StoreError> {
    match event {
        Event::AuthorityCreated(created) => authority_created(into, created),
        Event::AuthorityChanged(changed) => authority_changed(into, changed),
        Event::PlaceSet(set) => place_set(into, set),
        Event::CategorySet(set) => category_set(into, set),
        Event::UnitSet(set) => unit_set(into, meta, &set.unit),
        Event::PostSet(set) => post_set(into, meta, &set.post),
        Event::StaffAdded(added) => staff_added(into, meta, added)?,
        Event::StaffChanged(changed) => staff_changed(into, meta, changed),
        Event::StaffIsAway(away) => staff_is_away(into, meta, away),
        _ => {}
    }
    Ok(())
}

fn authority_created(into: &mut Transaction<'_>, created: &AuthorityCreated) {
    into.insert(
        &sql::AUTHORITY_ADD,
        [
            created.id.raw().into(),
            created.key.as_str().into(),
            created.name.zh.as_str().into(),
            created.name.en.as_str().into(),
            created.zone.as_str().into(),
            created.rulebook.as_str().into(),
            created.origin.as_str().into(),
            created.verifying_key.as_str().into(),
        ],
    );
    for (nth, unit) in created.units.iter().enumerate() {
        let unit = Unit {
            id: unit.id,
            key: unit.key.clone(),
            name: unit.name.clone(),
            kind: UnitKind::Public,
            parent: None,
            // The first unit registers, so it is the petition office.
            petition_office: nth == 0,
            closed: false,
        };
        set_unit(into, created.id, &unit);
    }
    for place in &created.places {
        set_place(into, created.id, (&place.id, &place.name), false);
    }
}

fn place_set(into: &mut Transaction<'_>, set: &PlaceSet) {
    set_place(into, set.authority, (&set.id, &set.name), set.closed);
}

fn category_set(into: &mut Transaction<'_>, set: &CategorySet) {
    let category = &set.category;
    into.update(
        &administered::CATEGORY_SET,
        vec![
            set.authority.raw().into(),
            category.code.as_str().into(),
            category.name.zh.as_str().into(),
            category.name.en.as_str().into(),
            category.retired.into(),
            category.rank.map(i64::from).into(),
        ],
    );
}

fn set_place(
    into: &mut Transaction<'_>,
    authority: AuthorityId,
    (id, name): (&str, &Bilingual),
    closed: bool,
) {
    into.update(
        &sql::PLACE_SET,
        vec![
            authority.raw().into(),
            id.into(),
            name.zh.as_str().into(),
            name.en.as_str().into(),
            closed.into(),
        ],
    );
}

fn authority_changed(into: &mut Transaction<'_>, changed: &AuthorityChanged) {
    let emblem = changed.emblem.as_ref();
    let new = emblem.and_then(|one| Some((one.digest.as_str(), one.content.as_deref()?)));
    if let Some((digest, content)) = new {
        let values = vec![changed.id.raw().into(), digest.into(), content.into()];
        into.replace(&people::EMBLEM_KEEP, values);
    }
    let name = changed.name.as_ref();
    let contact = changed.contact.as_ref();
    let above = changed.above.as_ref();
    into.update(
        &people::AUTHORITY_CHANGE,
        vec![
            name.map(|name| name.zh.as_str()).into(),
            name.map(|name| name.en.as_str()).into(),
            changed.level.map(|level| level.word()).into(),
            changed.rulebook.as_deref().into(),
            contact.map(|contact| contact.address.zh.as_str()).into(),
            contact.map(|contact| contact.address.en.as_str()).into(),
            contact.map(|contact| contact.phone.as_str()).into(),
            contact.map(|contact| contact.hours.zh.as_str()).into(),
            contact.map(|contact| contact.hours.en.as_str()).into(),
            above
                .map(|above| above.authority.map_or(0, AuthorityId::raw))
                .into(),
            above.map(|above| above.name.zh.as_str()).into(),
            above.map(|above| above.name.en.as_str()).into(),
            changed
                .emblem
                .as_ref()
                .map(|emblem| emblem.digest.as_str())
                .into(),
            changed.id.raw().into(),
        ],
    );
}

fn unit_set(into: &mut Transaction<'_>, meta: &Meta, unit: &Unit) {
    set_unit(into, meta.authority, unit);
    into.organisation_moved(meta.authority, meta.position);
}

fn set_unit(into: &mut Transaction<'_>, authority: AuthorityId, unit: &Unit) {
    into.update(
        &people::UNIT_SET,
        vec![
            authority.raw().into(),
            unit.id.raw().into(),
            unit.key.as_str().into(),
            unit.name.zh.as_str().into(),
            unit.name.en.as_str().into(),
            unit.kind.word().into(),
            unit.parent.map(UnitId::raw).into(),
            unit.petition_office.into(),
            unit.closed.into(),
        ],
    );
}

fn post_set(into: &mut Transaction<'_>, meta: &Meta, post: &Post) {
    into.update(
        &people::POST_SET,
        vec![
            meta.authority.raw().into(),
            post.id.raw().into(),
            post.duty.as_str().into(),
            post.title.zh.as_str().into(),
            post.title.en.as_str().into(),
            post.unit.raw().into(),
            post.holder.map(StaffId::raw).into(),
            joined(post.stand_ins.iter().map(ToString::to_string)),
            post.closed.into(),
        ],
    );
    into.organisation_moved(meta.authority, meta.position);
}

/// What follows from an event about a member of staff.
fn staff_added(
    into: &mut Transaction<'_>,
    meta: &Meta,
    added: &StaffAdded,
) -> Result<(), StoreError> {
    let staff = meta.staff.ok_or_else(|| StoreError::Inconsistent {
        table: "journal",
        row: format!("{}/{}", meta.authority, meta.position),
        what: "the event adds a member of staff, and the row names none".into(),
    })?;
    let (authority, id) = (meta.authority.raw(), staff.raw());
    into.insert(
        &people::STAFF_ADD,
        [
            authority.into(),
            id.into(),
            added.login.as_str().into(),
            added.name.as_str().into(),
            added.language.tag().into(),
            roles(&added.roles),
            false.into(),
        ],
    );
    into.insert(
        &people::LOGIN_ADD,
        [
            INSTALLATION.raw().into(),
            added.login.as_str().into(),
            authority.into(),
            id.into(),
        ],
    );
    into.organisation_moved(meta.authority, meta.position);
    Ok(())
}

fn staff_changed(into: &mut Transaction<'_>, meta: &Meta, changed: &StaffChanged) {
    into.update(
        &people::STAFF_CHANGE,
        vec![
            changed.name.as_str().into(),
            changed.language.tag().into(),
            roles(&changed.roles),
            changed.left.into(),
            meta.authority.raw().into(),
            changed.id.raw().into(),
        ],
    );
    into.organisation_moved(meta.authority, meta.position);
}

fn staff_is_away(into: &mut Transaction<'_>, meta: &Meta, event: &StaffIsAway) {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    into.update(
        &people::STAFF_AWAY,
        vec![
            day(event.away.map(|away| away.from)).into(),
            day(event.away.map(|away| away.to)).into(),
            meta.authority.raw().into(),
            event.id.raw().into(),
        ],
    );
    into.organisation_moved(meta.authority, meta.position);
}

fn roles(roles: &[(UnitId, Role)]) -> Value {
    joined(
        roles
            .iter()
            .map(|(unit, role)| format!("{unit}:{}", role.word())),
    )
}

fn joined(words: impl Iterator<Item = String>) -> Value {
    words.collect::<Vec<_>>().join(",").into()
}
