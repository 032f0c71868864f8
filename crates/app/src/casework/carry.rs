//! What a petition takes along when it, or one request of it, becomes a petition of its own: the words
//! as they were brought, and who brought them, sealed anew under keys of its own.

use super::opened::Opened;
use super::tell::requests;
use super::{apply, envelope};
use crate::error::AppError;
use crate::files::{self, Filing};
use crate::huiyin::Shared;
use crate::record::{Belongs, Keyring, NewEvent, record};
use crate::rules::Authority;
use huiyin_domain::event::{
    Actor, Envelope, Event, EventText, MessageSent, PetitionRegistered, Plain,
};
use huiyin_domain::ids::{AuthorityId, FileId, PetitionId};
use huiyin_domain::language::Language;
use huiyin_domain::obligation::Effects;
use huiyin_domain::petition::{
    self, Channel, Decided, Identity, NoticeWish, PetitionText, RegistrationContext, Submission,
};
use huiyin_domain::rulebook::Registrar;
use huiyin_domain::time::Instant;
use huiyin_store::transaction::Transaction;
use jiff::civil::Date;
use std::sync::Arc;

/// A petition as it was brought, opened.
pub(super) struct Brought {
    pub text: PetitionText,
    pub identity: Option<Identity>,
    pub language: Language,
    pub postmark: Option<Date>,
    /// What it asks for now, one by one.
    pub requests: Vec<String>,
    /// Whom it complains of, as staff wrote it down.
    pub respondents: EventText,
    /// When notices may come.
    pub notices: NoticeWish,
}

impl Brought {
    pub(super) fn of(opened: &Opened) -> Result<Self, AppError> {
        let text = opened.petition_text()?;
        let (language, postmark) = match opened.rows.first().map(|(_, row)| &row.event) {
            Some(Event::PetitionRegistered(event)) => (event.language, event.postmark),
            _ => (Language::default(), None),
        };
        Ok(Self {
            identity: opened.identity()?,
            language,
            postmark,
            requests: requests(opened, &text)?,
            respondents: opened
                .last_of(|event| matches!(event, Event::RespondentsNamed(_)))?
                .unwrap_or_default(),
            notices: wished(opened),
            text,
        })
    }
}

/// What was wished last.
fn wished(opened: &Opened) -> NoticeWish {
    let mut events = opened.rows.iter().rev().map(|(_, row)| &row.event);
    let found = events.find_map(|event| match event {
        Event::NoticesWished(wished) => Some(wished.wish()),
        _ => None,
    });
    found.unwrap_or_default()
}

/// The registration of what another authority gets: its next number, its rules, its first unit, from now.
pub(super) fn registration(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    to: AuthorityId,
    channel: Channel,
    submission: &Submission,
) -> Result<PetitionRegistered, AppError> {
    let rules = shared.rules_in(transaction)?;
    let missing = || AppError::Unreadable(format!("authority {to} is not loaded"));
    let authority: Arc<Authority> = rules.authority(to).cloned().ok_or_else(missing)?;
    let organisation = shared.organisation_in(transaction, to)?;
    let unit = organisation.registering_unit();
    let registrar = if organisation.is_petition_office(unit) {
        Registrar::PetitionOffice
    } else {
        Registrar::OtherOrgan
    };
    let rulebook = rules
        .rulebook(&authority.row.rulebook)
        .ok_or_else(missing)?;
    let calendar = rules.calendar(&rulebook.calendar).ok_or_else(missing)?;
    let now = transaction.next_slot(to)?.recorded_at;
    let number = transaction.next_number(to, now.date_in(&authority.zone).year())?;
    let context = RegistrationContext {
        received_at: now,
        number,
        channel,
        unit,
        registrar,
        rulebook,
        calendar,
        zone: &authority.zone,
    };
    Ok(petition::register(submission, &context)?)
}

/// A petition that was just begun.
pub(super) struct Begun {
    pub petition: PetitionId,
    pub row: Envelope,
    pub keys: Keyring,
}

/// Records a registration that Huiyin makes itself, with keys of its own.
pub(super) fn begin(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, received_at): (AuthorityId, Option<Instant>),
    event: PetitionRegistered,
    (text, identity): (&PetitionText, Option<&Identity>),
) -> Result<Begun, AppError> {
    let json = |error: serde_json::Error| AppError::Unreadable(error.to_string());
    let text = serde_json::to_vec(text).map_err(json)?;
    let identity = identity.map(serde_json::to_vec).transpose().map_err(json)?;
    let keys = Keyring::fresh(&*shared.chance)?;
    let new = NewEvent {
        authority,
        by: Actor::System,
        effective_at: received_at,
        belongs: Belongs::New,
        event: Event::PetitionRegistered(event),
        identity: identity.as_deref(),
        text: Some(&text),
        keys: Some(&keys),
    };
    let recorded = record(transaction, new, &*shared.chance)?;
    let petition = PetitionId::new(recorded.slot.position.raw());
    let place = (authority, petition);
    keys.keep(transaction, &shared.wrapping, place, &*shared.chance)?;
    Ok(Begun {
        petition,
        row: envelope(&recorded.open)?,
        keys,
    })
}

/// What was told after the beginning goes along to another authority: facts, messages both ways and
/// files, each with its old time and sealed under the new keys, so that nobody has to tell or bring
/// anything twice. Inner notes stay.
///
/// The files are sealed again on the writer: rare, and a tenth of a second for 100 MiB.
pub(super) fn follow(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (old, opened): ((AuthorityId, PetitionId), &Opened),
    (place, keys): ((AuthorityId, PetitionId), &Keyring),
) -> Result<(), AppError> {
    for (row, envelope) in &opened.rows {
        let by = match envelope.by {
            Actor::Public => Actor::Public,
            Actor::Operator | Actor::System | Actor::Staff(_) => Actor::System,
        };
        if matches!(envelope.event, Event::FileAdded(_)) {
            let file = FileId::new(row.position.raw());
            let content = files::content(&mut transaction.reader()?, shared, old, file)?;
            if let Some(content) = content {
                let filing = Filing::again(content, row.effective_at)?;
                filing.keep(transaction, shared, place, by, keys)?;
            }
        } else if let Some(event) = told(&envelope.event) {
            let again = Decided {
                effective_at: row.effective_at,
                by,
                event,
                text: Some(opened.words(row)?),
                identity: None,
            };
            apply(transaction, shared, place, Some(keys), vec![again])?;
        }
    }
    Ok(())
}

/// Words that both sides know of.
fn told(event: &Event) -> Option<Event> {
    let effects = Effects::default();
    match event {
        Event::FactsAdded(_) => Some(Event::FactsAdded(Plain { effects })),
        Event::MessageSent(message) => Some(Event::MessageSent(MessageSent {
            from_petitioner: message.from_petitioner,
            waits: message.waits,
            effects,
        })),
        _ => None,
    }
}
