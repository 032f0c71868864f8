//! Files that the petitioner brings later, with the code.

use super::act::{Acted, Doer, run};
use super::petitioner::{Which, by_code, principal};
use crate::Idempotency;
use crate::code::TrackingCode;
use crate::error::{AppError, Refusal};
use crate::files::{FileDraft, Filing, room_for_one};
use crate::huiyin::{Command as Job, Huiyin, Shared};
use crate::once::{Once, OnceOnly};
use huiyin_domain::event::{Actor, FilePurpose};
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::petition::Command;
use huiyin_store::transaction::Transaction;

impl Huiyin {
    /// Adds what the petitioner brings later, with a word about it, both on record or neither; it is evidence or
    /// a written authority. A picture loses what its camera wrote into it.
    ///
    /// # Errors
    /// [`crate::Refusal::NoSuchPetition`] for an unknown code, [`crate::Refusal::Fields`] for a file that is not taken
    /// or one too many, [`crate::Refusal::Case`], or a failure of the store.
    pub async fn bring_file(
        &self,
        (code, which): (&TrackingCode, Option<Which>),
        text: String,
        (purpose, name, content): (FilePurpose, String, Vec<u8>),
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Acted>, AppError> {
        let hash = self.code_hash(code);
        let place = self.place_of_code(hash, which).await?;
        let brings = [FilePurpose::Evidence, FilePurpose::WrittenAuthority];
        if !brings.contains(&purpose) {
            return Err(Refusal::NotAllowed.into());
        }
        let filing = Filing::of(FileDraft {
            field: "file".to_owned(),
            name,
            purpose,
            bytes: content,
        })?;
        let job = Bring {
            place,
            hash,
            text,
            filing,
        };
        let (principal, key) = (principal(hash), idempotency.as_ref());
        let job = OnceOnly::new(self.shared(), place.0, principal, key, job);
        self.command(job).await
    }
}

struct Bring {
    place: (AuthorityId, PetitionId),
    hash: [u8; 32],
    text: String,
    filing: Filing,
}

impl Job for Bring {
    type Outcome = Acted;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.place.0]
    }

    fn petition(&self) -> Option<PetitionId> {
        Some(self.place.1)
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Acted, AppError> {
        let (loaded, power) = by_code(transaction, shared, self.place, &self.hash)?;
        room_for_one(&loaded, "file")?;
        // Whoever may add facts may add what proves them; staff hear of it as of those.
        let told = Command::AddFacts {
            text: self.text.clone(),
        };
        let doer = Doer::Petitioner(power);
        let acted = run(
            transaction,
            shared,
            &loaded,
            doer,
            std::slice::from_ref(&told),
        )?;
        let (authority, petition) = self.place;
        let keys = super::keyring(&mut transaction.reader()?, shared, authority, petition)?;
        self.filing
            .keep(transaction, shared, self.place, Actor::Public, &keys)?;
        Ok(acted)
    }
}
