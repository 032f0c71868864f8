//! Handing a petition to another authority of this installation: it becomes one of its own there, in
//! the same transaction, and the petitioner's code opens both (RULES 5.3).

use super::act::Acted;
use super::opened::Opened;
use super::{Loaded, apply, envelope, keyring};
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::record::{Belongs, Keyring, NewEvent, record};
use crate::rules::Authority;
use huiyin_domain::event::{Actor, Event, PetitionReceived};
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::obligation::Effects;
use huiyin_domain::petition::{
    self, By, Case, Channel, Decided, Deciding, Reach, RegistrationContext, Submission,
};
use huiyin_domain::rulebook::Registrar;
use huiyin_store::transaction::Transaction;
use std::sync::Arc;

impl Huiyin {
    /// Hands a petition to another authority.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`], [`Refusal::NotAllowed`], [`Refusal::UnknownAuthority`],
    /// [`Refusal::Case`], or a failure of the store; then nothing is recorded.
    pub async fn hand_over(
        &self,
        who: &Principal,
        number: PetitionNumber,
        to: &str,
        reason: String,
    ) -> Result<Acted, AppError> {
        let to = self.authority(Some(to))?.row.id;
        if to == who.authority {
            return Err(Refusal::UnknownAuthority(to.to_string()).into());
        }
        let job = HandOver {
            who: who.clone(),
            number,
            to,
            reason,
        };
        self.command(job).await
    }
}

struct HandOver {
    who: Principal,
    number: PetitionNumber,
    to: AuthorityId,
    reason: String,
}

/// The petition as it was brought, to be sealed anew.
struct Brought {
    submission: Submission,
    identity: Option<Vec<u8>>,
    text: Vec<u8>,
}

impl Command for HandOver {
    type Outcome = Acted;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority, self.to]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Acted, AppError> {
        let from = self.who.authority;
        let found = transaction.reader()?.petition_numbered(from, self.number)?;
        let petition = found.ok_or(Refusal::NoSuchPetition)?;
        let loaded = Loaded::in_transaction(transaction, shared, from, petition)?;
        let loaded = loaded.ok_or(Refusal::NoSuchPetition)?;
        loaded.permit(&self.who, &shared.key, Wish::HandOver)?;
        let brought = self.brought(transaction, shared, &loaded.case)?;
        let became = self.register(transaction, shared, &brought, &loaded.case)?;
        let slot = transaction.next_slot(from)?;
        let bar = loaded.bar(&shared.key);
        let by = By::Staff(self.who.staff);
        let mut context = loaded.context(
            by,
            (slot.recorded_at, slot.position),
            Reach::NoChannel,
            &bar,
            &[],
        );
        context.became = Some((self.to, became.0, became.1));
        let mut deciding = Deciding::new(loaded.case.clone(), context);
        deciding.hand_over(&self.reason).map_err(Refusal::Case)?;
        let case = deciding.case().clone();
        let decided = deciding.into_events();
        let kinds: Vec<&'static str> = decided.iter().map(|one| one.event.kind()).collect();
        let keys = keyring(&mut transaction.reader()?, shared, from, petition)?;
        apply(transaction, shared, (from, petition), Some(&keys), decided)?;
        transaction.copy_tracking_codes((from, petition), (self.to, became.0))?;
        Ok(Acted::of(&case, &kinds))
    }
}

impl HandOver {
    /// The link back to where it came from.
    fn received(&self, at: huiyin_domain::time::Instant, case: &Case) -> Decided {
        Decided {
            effective_at: at,
            by: Actor::System,
            event: Event::PetitionReceived(PetitionReceived {
                from: self.who.authority,
                petition: case.id,
                number: case.number,
                effects: Effects::default(),
            }),
            text: None,
        }
    }

    fn brought(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        case: &Case,
    ) -> Result<Brought, AppError> {
        let mut reader = transaction.reader()?;
        let opened = Opened::read(&mut reader, shared, self.who.authority, case.id)?;
        let (text, identity) = (opened.petition_text()?, opened.identity()?);
        let json = |error: serde_json::Error| AppError::Unreadable(error.to_string());
        let language = match opened.rows.first().map(|(_, row)| &row.event) {
            Some(Event::PetitionRegistered(event)) => event.language,
            _ => Default::default(),
        };
        Ok(Brought {
            text: serde_json::to_vec(&text).map_err(json)?,
            identity: identity
                .as_ref()
                .map(serde_json::to_vec)
                .transpose()
                .map_err(json)?,
            submission: Submission {
                class: case.class,
                category: case.category.clone(),
                place: None,
                language,
                who: case.who,
                misconduct: case.restricted,
                identity,
                text,
            },
        })
    }

    /// Registers it there: own number, own keys, its first duty from today.
    fn register(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        brought: &Brought,
        case: &Case,
    ) -> Result<(PetitionId, PetitionNumber), AppError> {
        let rules = shared.rules_in(transaction)?;
        let missing = || AppError::Unreadable(format!("authority {} is not loaded", self.to));
        let authority: Arc<Authority> = rules.authority(self.to).cloned().ok_or_else(missing)?;
        let organisation = shared.organisation_in(transaction, self.to)?;
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
        let now = transaction.next_slot(self.to)?.recorded_at;
        let number = transaction.next_number(self.to, now.date_in(&authority.zone).year())?;
        let context = RegistrationContext {
            received_at: now,
            number,
            channel: Channel::Handover,
            unit,
            registrar,
            rulebook,
            calendar,
            zone: &authority.zone,
        };
        let event = petition::register(&brought.submission, &context)?;
        let keys = Keyring::fresh(&*shared.chance)?;
        let new = NewEvent {
            authority: self.to,
            by: Actor::System,
            effective_at: None,
            belongs: Belongs::New,
            event: Event::PetitionRegistered(event),
            identity: brought.identity.as_deref(),
            text: Some(&brought.text),
            keys: Some(&keys),
        };
        let recorded = record(transaction, new, &*shared.chance)?;
        let petition = PetitionId::new(recorded.slot.position.raw());
        keys.keep(
            transaction,
            &shared.wrapping,
            (self.to, petition),
            &*shared.chance,
        )?;
        let received = self.received(envelope(&recorded.open)?.effective_at, case);
        apply(
            transaction,
            shared,
            (self.to, petition),
            Some(&keys),
            vec![received],
        )?;
        Ok((petition, number))
    }
}
