//! Opens a petition for a member of staff: the access is on record before anything is shown
//! (RULES 4.2).

use super::opened::Opened;
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
use huiyin_domain::time::Instant;
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
        let known = self
            .store()
            .read(move |reader| {
                let (loaded, opened) = find_whole(reader, &shared, person.authority, number)?;
                for wish in wishes {
                    loaded.permit(&person, &shared.key, wish)?;
                }
                let mut parts = vec![AccessPart::Text];
                parts.extend(reveal.then_some(AccessPart::Identity));
                parts.retain(|part| access_is_new(&loaded.case, &person, *part, now));
                if parts.is_empty() {
                    let whole = (&loaded, &opened);
                    return view(reader, &shared, &person, whole, reveal, now).map(Known::Told);
                }
                Ok::<_, AppError>(Known::Unrecorded(parts))
            })
            .await?;
        let parts = match known {
            Known::Told(view) => return Ok(*view),
            Known::Unrecorded(parts) => parts,
        };
        let job = RecordAccess {
            who: who.clone(),
            number,
            parts,
        };
        self.command(job).await?;
        let (shared, person) = (std::sync::Arc::clone(self.shared()), who.clone());
        let view = self.store().read(move |reader| {
            let (loaded, opened) = find_whole(reader, &shared, person.authority, number)?;
            view(reader, &shared, &person, (&loaded, &opened), reveal, now)
        });
        Ok(*view.await?)
    }
}

/// What a first look at a petition gave.
enum Known {
    /// All of it: this person's access is on record already.
    Told(Box<CaseView>),
    /// Which accesses have to be recorded before anything is told.
    Unrecorded(Vec<AccessPart>),
}

/// Finds a petition by its number, with its words.
pub(crate) fn find_whole(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    number: PetitionNumber,
) -> Result<(Loaded, Opened), AppError> {
    let petition = reader
        .petition_numbered(authority, number)?
        .ok_or(Refusal::NoSuchPetition)?;
    let found = Opened::with_case(reader, shared, authority, petition)?;
    Ok(found.ok_or(Refusal::NoSuchPetition)?)
}

struct RecordAccess {
    who: Principal,
    number: PetitionNumber,
    parts: Vec<AccessPart>,
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
        let loaded = Loaded::numbered(transaction, shared, authority, self.number)?;
        let petition = loaded.case.id;
        let now = transaction.next_slot(authority)?.recorded_at;
        let mut decided = Vec::new();
        for part in &self.parts {
            // It may have been named, moved or restricted since it was asked.
            let wish = match part {
                AccessPart::Text => Wish::Open,
                AccessPart::Identity => Wish::RevealIdentity,
            };
            loaded.permit(&self.who, &shared.key, wish)?;
            if access_is_new(&loaded.case, &self.who, *part, now) {
                decided.push(accessed(&self.who, *part, now));
            }
        }
        apply(transaction, shared, (authority, petition), None, decided).map(|_| ())
    }
}

fn accessed(who: &Principal, part: AccessPart, now: Instant) -> Decided {
    Decided {
        effective_at: now,
        by: Actor::Staff(who.staff),
        event: Event::AccessRecorded(AccessRecorded {
            staff: who.staff,
            part,
            effects: Effects::default(),
        }),
        text: None,
    }
}
