//! Opens a petition for a member of staff: the access is on record before anything is shown
//! (RULES 4.2).

use super::tell::view;
use super::views::CaseView;
use super::{Loaded, access_is_new, apply};
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command as Job, Huiyin, Shared};
use huiyin_domain::event::{AccessPart, AccessRecorded, Actor, Event};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::obligation::Effects;
use huiyin_domain::petition::Decided;
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;

impl Huiyin {
    /// Opens a petition; with `reveal` also who brought it.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] where they may not know of it, [`Refusal::NotAllowed`] for the
    /// identity, or a failure of the store.
    pub async fn open_case(
        &self,
        who: &Principal,
        number: PetitionNumber,
        reveal: bool,
    ) -> Result<CaseView, AppError> {
        let wishes = if reveal {
            vec![Wish::Open, Wish::RevealIdentity]
        } else {
            vec![Wish::Open]
        };
        let (shared, person) = (std::sync::Arc::clone(self.shared()), who.clone());
        let now = self.now();
        let checked = self
            .store()
            .read(move |reader| {
                let loaded = find(reader, &shared, person.authority, number)?;
                for wish in wishes {
                    loaded.permit(&person, &shared.key, wish)?;
                }
                let text = access_is_new(&loaded.case, &person, AccessPart::Text, now);
                let identity =
                    reveal && access_is_new(&loaded.case, &person, AccessPart::Identity, now);
                Ok::<_, AppError>((text, identity))
            })
            .await?;
        for (part, _) in [
            (AccessPart::Text, checked.0),
            (AccessPart::Identity, checked.1),
        ]
        .into_iter()
        .filter(|(_, new)| *new)
        {
            let job = RecordAccess {
                who: who.clone(),
                number,
                part,
            };
            self.command(job).await?;
        }
        let (shared, person) = (std::sync::Arc::clone(self.shared()), who.clone());
        self.store()
            .read(move |reader| view(reader, &shared, &person, number, reveal, now))
            .await
    }
}

/// Finds a petition by its number.
pub(crate) fn find(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    number: PetitionNumber,
) -> Result<Loaded, AppError> {
    let petition = reader
        .petition_numbered(authority, number)?
        .ok_or(Refusal::NoSuchPetition)?;
    Ok(Loaded::read(reader, shared, authority, petition)?.ok_or(Refusal::NoSuchPetition)?)
}

struct RecordAccess {
    who: Principal,
    number: PetitionNumber,
    part: AccessPart,
}

impl Job for RecordAccess {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        let authority = self.who.authority;
        let found = transaction
            .reader()?
            .petition_numbered(authority, self.number)?;
        let petition = found.ok_or(Refusal::NoSuchPetition)?;
        let loaded = Loaded::in_transaction(transaction, shared, authority, petition)?;
        let loaded = loaded.ok_or(Refusal::NoSuchPetition)?;
        // It may have been named, moved or restricted since it was asked.
        let wish = match self.part {
            AccessPart::Text => Wish::Open,
            AccessPart::Identity => Wish::RevealIdentity,
        };
        loaded.permit(&self.who, &shared.key, wish)?;
        let now = transaction.next_slot(authority)?.recorded_at;
        if !access_is_new(&loaded.case, &self.who, self.part, now) {
            return Ok(());
        }
        let event = Event::AccessRecorded(AccessRecorded {
            staff: self.who.staff,
            part: self.part,
            effects: Effects::default(),
        });
        let decided = Decided {
            effective_at: now,
            by: Actor::Staff(self.who.staff),
            event,
            text: None,
        };
        apply(
            transaction,
            shared,
            (authority, petition),
            None,
            vec![decided],
        )
        .map(|_| ())
    }
}
