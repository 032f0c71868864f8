//! Handing a petition to another authority of this installation: it becomes one of its own there, in
//! the same transaction, and the petitioner's code opens both (RULES 5.3).

use super::act::Acted;
use super::carry::{self, Begun, Brought};
use super::open::find;
use super::opened::Opened;
use super::wholes::release_merged;
use super::{Loaded, apply, keyring, notice_wish};
use crate::Idempotency;
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::notices::queue_recorded;
use crate::once::{Once, OnceOnly};
use huiyin_domain::event::{Actor, Event, PetitionReceived};
use huiyin_domain::ids::{AuthorityId, PetitionId, Position};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::obligation::Effects;
use huiyin_domain::petition::{
    By, Case, Channel, Decided, Deciding, FieldProblem, PetitionText, Submission,
};
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;
use serde::Deserialize;
use std::sync::Arc;

/// To whom a petition is handed, and why.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverDraft {
    /// The key of another authority of this installation.
    pub to: String,
    /// Why it is theirs.
    pub reason: String,
}

impl Huiyin {
    /// Hands a petition to another authority, once for an Idempotency-Key. `version` is the one that
    /// they saw: if somebody changed it since, nothing is done.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`], [`Refusal::NotAllowed`], [`Refusal::Fields`],
    /// [`Refusal::ChangedMeanwhile`], [`Refusal::Case`], or a failure of the store; then nothing is
    /// recorded.
    pub async fn hand_over(
        &self,
        who: &Principal,
        number: PetitionNumber,
        draft: HandOverDraft,
        version: Option<Position>,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Acted>, AppError> {
        let done = self.handed_over(who, number, (draft, version), idempotency);
        self.or_on_record((who, number), Wish::HandOver.word(), done.await)
            .await
    }

    async fn handed_over(
        &self,
        who: &Principal,
        number: PetitionNumber,
        (draft, version): (HandOverDraft, Option<Position>),
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Acted>, AppError> {
        let to = match self.other_authority(who, &draft.to) {
            Ok(to) => to,
            Err(no) => {
                // Whoever may not know of the petition hears that first, as with every other step.
                self.may_hand_over(who, number).await?;
                return Err(no);
            }
        };
        let principal = format!("staff {}", who.staff);
        let of = who.authority;
        let job = HandOver {
            who: who.clone(),
            number,
            to,
            reason: draft.reason,
            version,
            petition: None,
        };
        let job = OnceOnly::new(self.shared(), of, principal, idempotency.as_ref(), job);
        self.command(job).await
    }
}

impl Huiyin {
    async fn may_hand_over(&self, who: &Principal, number: PetitionNumber) -> Result<(), AppError> {
        let (shared, who) = (Arc::clone(self.shared()), who.clone());
        let read = move |reader: &mut Reader<'_>| {
            let loaded = find(reader, &shared, who.authority, number)?;
            loaded.permit(&who, &shared.key, Wish::HandOver)
        };
        self.store().read(read).await
    }

    fn other_authority(&self, who: &Principal, key: &str) -> Result<AuthorityId, AppError> {
        let rules = self.rules();
        let others = || {
            let all = rules.authorities().iter();
            all.filter(|one| one.row.id != who.authority)
        };
        let found = others().find(|one| one.row.key == key.trim());
        found.map(|one| one.row.id).ok_or_else(|| {
            let allowed = others().map(|one| one.row.key.clone()).collect();
            AppError::field("to", FieldProblem::NotOneOf { allowed })
        })
    }
}

struct HandOver {
    who: Principal,
    number: PetitionNumber,
    to: AuthorityId,
    reason: String,
    version: Option<Position>,
    petition: Option<PetitionId>,
}

impl Command for HandOver {
    type Outcome = Acted;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority, self.to]
    }

    fn petition(&self) -> Option<PetitionId> {
        self.petition
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Acted, AppError> {
        let from = self.who.authority;
        let loaded = Loaded::numbered(transaction, shared, from, self.number)?;
        let petition = loaded.case.id;
        self.petition = Some(petition);
        let who = loaded.principal_now(&self.who)?;
        loaded.permit(&who, &shared.key, Wish::HandOver)?;
        loaded.unchanged_since(self.version)?;
        let became = self.register(transaction, shared, &loaded)?;
        let mut reader = transaction.reader()?;
        let keys = keyring(&mut reader, shared, from, petition)?;
        let reach = loaded.reach(&mut reader, shared, &keys)?;
        let slot = transaction.next_slot(from)?;
        let bar = loaded.bar(&shared.key);
        let by = By::Staff(who.staff);
        let at = (slot.recorded_at, slot.position);
        let mut context = loaded.context(by, at, reach, &bar, &[]);
        context.became = Some((self.to, became.0, became.1));
        let mut deciding = Deciding::new(loaded.case.as_ref().clone(), context);
        deciding.hand_over(&self.reason).map_err(Refusal::Case)?;
        let case = deciding.case().clone();
        let decided = deciding.into_events();
        let kinds: Vec<&'static str> = decided.iter().map(|one| one.event.kind()).collect();
        let place = (from, petition);
        let recorded = apply(transaction, shared, place, Some(&keys), decided)?;
        transaction.copy_tracking_codes(place, (self.to, became.0))?;
        queue_recorded(transaction, place, reach, &recorded)?;
        release_merged(transaction, shared, &loaded, &recorded)?;
        Ok(Acted {
            became: Some(became.1.to_string()),
            ..Acted::of(&case, &kinds)
        })
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
            identity: None,
        }
    }

    /// Registers it there: own number, own keys, its first duty from today.
    fn register(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        loaded: &Loaded,
    ) -> Result<(PetitionId, PetitionNumber), AppError> {
        let old = (self.who.authority, loaded.case.id);
        let opened = Opened::read(&mut transaction.reader()?, shared, old.0, old.1)?;
        let brought = Brought::of(&opened)?;
        let submission = submission(&loaded.case, brought);
        let channel = Channel::Handover;
        let event = carry::registration(transaction, shared, self.to, channel, &submission)?;
        let number = event.number;
        let words = (&submission.text, submission.identity.as_ref());
        let begun = carry::begin(transaction, shared, (self.to, None), event, words)?;
        let Begun {
            petition,
            row,
            keys,
        } = begun;
        let received = vec![self.received(row.effective_at, &loaded.case)];
        let place = (self.to, petition);
        notice_wish::keep(transaction, shared, (place, &keys), submission.notices)?;
        apply(transaction, shared, place, Some(&keys), received)?;
        carry::follow(transaction, shared, (old, &opened), (place, &keys))?;
        Ok((petition, number))
    }
}

/// As it was brought, with the requests that are left of it.
fn submission(case: &Case, brought: Brought) -> Submission {
    let listed = case.requests > 1 || !brought.text.requests.is_empty();
    Submission {
        class: case.class,
        category: case.category.clone(),
        place: None,
        language: brought.language,
        who: case.who,
        misconduct: case.restricted,
        identity: brought.identity,
        text: PetitionText {
            requests: if listed { brought.requests } else { Vec::new() },
            ..brought.text
        },
        notices: brought.notices,
    }
}
