//! That somebody looks is on record before they see (RULES 4.3).

use super::open::find;
use super::{Loaded, access_is_new, apply};
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::error::{AppError, Refusal};
use crate::files::wish_for;
use crate::huiyin::{Command as Job, Huiyin, Shared};
use crate::responses::file::{answering, answering_now};
use huiyin_domain::event::{AccessPart, AccessRecorded, Actor, Event};
use huiyin_domain::ids::{AuthorityId, FileId};
use huiyin_domain::letter::LetterKind;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::obligation::Effects;
use huiyin_domain::petition::Decided;
use huiyin_domain::time::Instant;
use huiyin_store::seal::InstallationKey;
use huiyin_store::transaction::Transaction;
use std::sync::Arc;

/// What somebody looks at.
#[derive(Clone, Copy)]
pub(crate) enum Access {
    /// The matter.
    Matter,
    /// The matter, and who brought it.
    Identity,
    /// A sealed file: what a scan shows is both.
    File(FileId),
    /// A document without the name, which whoever keeps the seal may read too while it waits for it.
    Letter(LetterKind),
}

impl Access {
    const fn parts(self) -> &'static [AccessPart] {
        match self {
            Self::Matter | Self::Letter(_) => &[AccessPart::Text],
            Self::Identity | Self::File(_) => &[AccessPart::Text, AccessPart::Identity],
        }
    }

    /// What it is called among what was refused.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Matter => Wish::Open.word(),
            Self::Identity => Wish::RevealIdentity.word(),
            Self::File(_) => Wish::ReadFile.word(),
            Self::Letter(_) => Wish::ReadToSeal.word(),
        }
    }

    /// Goes on only where they may look, and where there is something to look at.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`], [`Refusal::NotAllowed`] or [`Refusal::NoSuchFile`].
    pub(crate) fn permit(
        self,
        loaded: &Loaded,
        who: &Principal,
        key: &InstallationKey,
    ) -> Result<(), AppError> {
        match self {
            Self::Matter => loaded.permit(who, key, Wish::Open),
            Self::Letter(LetterKind::Served(document)) if loaded.case.awaits_seal(document) => {
                loaded
                    .permit(who, key, Wish::Open)
                    .or_else(|_| loaded.permit(who, key, Wish::ReadToSeal))
            }
            Self::Letter(_) => loaded.permit(who, key, Wish::Open),
            Self::Identity => {
                loaded.permit(who, key, Wish::Open)?;
                loaded.permit(who, key, Wish::RevealIdentity)
            }
            Self::File(file) => {
                loaded.permit(who, key, wish_for(loaded, file))?;
                match loaded.files.contains_key(&file) {
                    true => Ok(()),
                    false => Err(Refusal::NoSuchFile.into()),
                }
            }
        }
    }

    /// The parts that are not on record yet for this hour.
    pub(super) fn new_parts(
        self,
        loaded: &Loaded,
        who: &Principal,
        now: Instant,
    ) -> Vec<AccessPart> {
        let parts = self.parts().iter().copied();
        parts
            .filter(|part| access_is_new(&loaded.case, who, *part, now))
            .collect()
    }
}

impl Huiyin {
    /// Puts on record that somebody looks, if they may.
    ///
    /// # Errors
    /// As [`Access::permit`], or a failure of the store.
    pub(crate) async fn put_on_record(
        &self,
        who: &Principal,
        number: PetitionNumber,
        access: Access,
    ) -> Result<(), AppError> {
        let done = self.looks(who, number, access).await;
        self.or_on_record((who, number), access.word(), done).await
    }

    async fn looks(
        &self,
        who: &Principal,
        number: PetitionNumber,
        access: Access,
    ) -> Result<(), AppError> {
        let (shared, person) = (Arc::clone(self.shared()), who.clone());
        let now = self.now();
        let known = self
            .store()
            .read_short(move |reader| {
                let loaded = find(reader, &shared, person.authority, number)?;
                let person = answering(reader, &shared, &loaded, person)?;
                access.permit(&loaded, &person, &shared.key)?;
                Ok::<_, AppError>(access.new_parts(&loaded, &person, now).is_empty())
            })
            .await?;
        if known {
            return Ok(());
        }
        self.record_access(who, number, access).await
    }

    /// Records the access; under the lock it is asked again whether they may.
    pub(super) async fn record_access(
        &self,
        who: &Principal,
        number: PetitionNumber,
        access: Access,
    ) -> Result<(), AppError> {
        let job = RecordAccess {
            who: who.clone(),
            number,
            access,
        };
        self.command(job).await
    }
}

struct RecordAccess {
    who: Principal,
    number: PetitionNumber,
    access: Access,
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
        // It may have been named, moved or restricted since it was asked, and so may they.
        let who = loaded.principal_now(&self.who)?;
        let who = answering_now(transaction, shared, &loaded, who)?;
        self.access.permit(&loaded, &who, &shared.key)?;
        let now = transaction.next_slot(authority)?.recorded_at;
        let new = self.access.new_parts(&loaded, &who, now).into_iter();
        let decided = new.map(|part| Decided {
            effective_at: now,
            by: Actor::Staff(who.staff),
            event: Event::AccessRecorded(AccessRecorded {
                staff: who.staff,
                part,
                effects: Effects::default(),
            }),
            text: None,
            identity: None,
        });
        let place = (authority, loaded.case.id);
        apply(transaction, shared, place, None, decided.collect()).map(|_| ())
    }
}
