//! How to reach people of a roster who have no account: a telephone, an e-mail address and the language of the
//! messages to them, sealed, beside the journal. They are kept as long as the newest roster of the plan names the person as one without an account,
//! and deleted in the transaction that lodges one which does not. That something of them was set, changed or
//! deleted, by whom and when, is on record; what it is, never.

use crate::authorise::{Action, Principal, permit};
use crate::chance::bytes;
use crate::commands::people::PeopleRefusal;
use crate::commands::people::draft::StaffContactDraft;
use crate::commands::people::staff_contact_checked;
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::Once;
use crate::queries::people::staff_contact_of;
use crate::queries::plans::effective_roster;
use crate::record::{Belongs, NewEvent, record};
use huiyin_domain::event::{Actor, ContactChange, Event, RosterContactChanged, StaffContact};
use huiyin_domain::ids::{AuthorityId, PersonId, StaffId};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::Organisation;
use huiyin_domain::plan::Key;
use huiyin_domain::roster::{OnFile, Roster};
use huiyin_store::reader::Reader;
use huiyin_store::rows::RosterPersonRow;
use huiyin_store::seal::{DataKey, Place};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is kept of somebody now: whether there is a number and an address, never which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PersonReached {
    /// Their id in the roster.
    pub person: String,
    /// Whether a telephone is on file.
    pub phone: bool,
    /// Whether an e-mail address is.
    pub email: bool,
}

impl Huiyin {
    /// Keeps how to reach somebody of a plan's roster who has no account, and in which language: `zh`, `en`, or empty
    /// for what it was, Chinese at first; without telephone and address, forgets it.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`] for whoever is none of those, [`crate::Refusal::Fields`], a refusal by
    /// the table, or a failure of the store.
    pub async fn keep_roster_person(
        &self,
        who: &Principal,
        (plan, person): (&str, &str),
        (contact, language): (&StaffContactDraft, &str),
        idempotency: Option<Idempotency>,
    ) -> Result<Once<PersonReached>, AppError> {
        let mut fields = FieldCheck::default();
        let contact = staff_contact_checked(&mut fields, contact);
        let language = match language {
            "" => None,
            tag => fields.choice(
                "language",
                tag,
                &[Language::Zh, Language::En],
                Language::tag,
            ),
        };
        fields.finish()?;
        let by = (who.authority, Actor::Staff(who.staff));
        let command = KeepPerson {
            by,
            plan: plan.to_owned(),
            person: Key::new(person),
            contact,
            language,
        };
        self.once(by, command, idempotency).await
    }
}

/// What is kept of somebody, as it is sealed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    phone: Option<String>,
    /// The language of the messages to them.
    #[serde(default)]
    pub(crate) language: Language,
}

impl Kept {
    /// How to reach them.
    pub(crate) fn contact(&self) -> StaffContact {
        StaffContact {
            email: self.email.clone(),
            phone: self.phone.clone(),
        }
    }
}

fn key(shared: &Shared) -> DataKey {
    DataKey::from_bytes(shared.key.keyed_hash("people of a roster", b"sealed"))
}

const fn place((authority, id): (AuthorityId, PersonId)) -> Place<'static> {
    Place {
        table: "roster_person",
        authority: authority.raw(),
        row: id.raw(),
        column: "sealed_contact",
    }
}

fn opened(
    shared: &Shared,
    authority: AuthorityId,
    row: &RosterPersonRow,
) -> Result<Kept, AppError> {
    let plain = key(shared).open(place((authority, row.id)), &row.sealed)?;
    serde_json::from_slice(&plain).map_err(|error| AppError::Unreadable(error.to_string()))
}

/// What is kept of somebody without an account; empty once it was forgotten.
pub(crate) fn kept_of_person(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    person: PersonId,
) -> Result<Kept, AppError> {
    let row = reader.roster_person(authority, person)?;
    row.map_or_else(
        || Ok(Kept::default()),
        |row| opened(shared, authority, &row),
    )
}

/// Those of a plan's roster without an account of whom something is kept, by the roster's id.
pub(crate) fn persons(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    plan: &str,
) -> Result<BTreeMap<Key, PersonId>, AppError> {
    let rows = reader.roster_persons(authority, plan)?.into_iter();
    Ok(rows.map(|row| (row.person, row.id)).collect())
}

/// The member of staff who signs in with an id of a roster.
pub(crate) fn signs_in_as(organisation: &Organisation, id: &Key) -> Option<StaffId> {
    let mut staff = organisation.staff.values();
    let one = staff.find(|one| one.login == id.as_str() && !one.left);
    one.map(|one| one.id)
}

/// Of whom of a roster a telephone and an address are on file.
pub(crate) fn on_file(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (authority, organisation): (AuthorityId, &Organisation),
    roster: &Roster,
) -> Result<OnFile, AppError> {
    let persons = persons(reader, authority, &roster.plan)?;
    let mut found = OnFile::default();
    for official in &roster.staff {
        let contact = match signs_in_as(organisation, &official.id) {
            Some(staff) => staff_contact_of(reader, shared, authority, staff)?,
            None => match persons.get(&official.id) {
                Some(person) => kept_of_person(reader, shared, authority, *person)?.contact(),
                None => continue,
            },
        };
        if contact.phone.is_some() {
            found.phone.insert(official.id.clone());
        }
        if contact.email.is_some() {
            found.email.insert(official.id.clone());
        }
    }
    Ok(found)
}

/// Keeps how to reach somebody, or forgets it where there is nothing; that it did is on record. In which language is no
/// way to reach anybody, so that alone is not; without one it stays as it was.
pub(crate) fn keep(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    ((authority, by), plan): ((AuthorityId, Actor), &str),
    (person, contact, language): (&Key, &StaffContact, Option<Language>),
) -> Result<(), AppError> {
    let known = persons(&mut transaction.reader()?, authority, plan)?;
    let id = known.get(person).copied();
    let was = match id {
        Some(id) => kept_of_person(&mut transaction.reader()?, shared, authority, id)?,
        None => Kept::default(),
    };
    let is = Kept {
        email: contact.email.clone(),
        phone: contact.phone.clone(),
        language: language.unwrap_or(was.language),
    };
    if was == is {
        return Ok(());
    }
    let was = was.contact();
    if was != *contact {
        let change = (plan, person, &was, contact);
        note_change(transaction, shared, (authority, by), change)?;
    }
    if contact.phone.is_none() && contact.email.is_none() {
        if let Some(id) = id {
            transaction.forget_roster_person(authority, id)?;
        }
        return Ok(());
    }
    let id = match id {
        Some(id) => id,
        None => transaction.next_person(authority)?,
    };
    let plain = serde_json::to_vec(&is).map_err(|error| AppError::Unreadable(error.to_string()))?;
    let sealed = key(shared).seal(place((authority, id)), bytes(&*shared.chance)?, &plain)?;
    transaction.keep_roster_person((authority, plan), (id, person), sealed)?;
    Ok(())
}

/// Puts on record which of the ways to reach somebody changed, and never what it was or is.
fn note_change(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, by): (AuthorityId, Actor),
    (plan, person, was, is): (&str, &Key, &StaffContact, &StaffContact),
) -> Result<(), AppError> {
    let event = Event::RosterContactChanged(RosterContactChanged {
        plan: plan.to_owned(),
        person: person.to_string(),
        phone: ContactChange::between(was.phone.as_deref(), is.phone.as_deref()),
        email: ContactChange::between(was.email.as_deref(), is.email.as_deref()),
    });
    let new = NewEvent::open(authority, by, Belongs::Nowhere, event);
    record(transaction, new, &*shared.chance).map(|_| ())
}

/// Forgets whom a roster does not name any more as somebody without an account.
pub(crate) fn forget_others(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    ((authority, by), plan): ((AuthorityId, Actor), &str),
    roster: &Roster,
) -> Result<(), AppError> {
    for (person, _) in persons(&mut transaction.reader()?, authority, plan)? {
        if roster.official(&person).is_none_or(|one| one.account) {
            let nothing = StaffContact::default();
            keep(
                transaction,
                shared,
                ((authority, by), plan),
                (&person, &nothing, None),
            )?;
        }
    }
    Ok(())
}

struct KeepPerson {
    by: (AuthorityId, Actor),
    plan: String,
    person: Key,
    contact: StaffContact,
    language: Option<Language>,
}

impl Command for KeepPerson {
    type Outcome = PersonReached;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.by.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<PersonReached, AppError> {
        let (authority, by) = self.by;
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(by, authority, &organisation, Action::LodgePlan)?;
        let now = transaction.now();
        let here = (authority, self.plan.as_str());
        let roster = effective_roster(&mut transaction.reader()?, shared, here.0, here.1, now)?;
        let named = roster
            .as_ref()
            .and_then(|(_, one)| one.official(&self.person));
        // Whoever signs in has their own contacts, which the administration keeps.
        let outside = named.filter(|one| !one.account);
        outside.ok_or(PeopleRefusal::NoSuchEntry)?;
        let here = ((authority, by), self.plan.as_str());
        let kept = (&self.person, &self.contact, self.language);
        keep(transaction, shared, here, kept)?;
        Ok(PersonReached {
            person: self.person.to_string(),
            phone: self.contact.phone.is_some(),
            email: self.contact.email.is_some(),
        })
    }
}
