//! A command that is done once for an Idempotency-Key, however often it is sent (RULES 2.4).

use crate::casework::keyring;
use crate::chance::bytes;
use crate::commands::people::administer::principal;
use crate::commands::register::{Hashed, IDEMPOTENCY_KEPT_MICROS, Idempotency};
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_store::StoreError;
use huiyin_store::reader::Reader;
use huiyin_store::seal::{DataKey, Place};
use huiyin_store::transaction::{IdempotencyKept, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The row of a POST that is about no petition; its response is sealed by the installation.
const NO_PETITION: PetitionId = PetitionId::new(0);

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Once<T> {
    /// The answer.
    pub answer: T,
    /// Whether an earlier answer to the same Idempotency-Key was given again.
    pub replayed: bool,
}

impl Huiyin {
    /// Carries a command out, once for an Idempotency-Key of whoever acts.
    ///
    /// # Errors
    /// What the command refuses, [`Refusal::IdempotencyKeyReused`], or a failure of the store.
    pub(crate) async fn once<C>(
        &self,
        (authority, by): (AuthorityId, Actor),
        command: C,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<C::Outcome>, AppError>
    where
        C: Command,
        C::Outcome: Serialize + DeserializeOwned,
    {
        let key = idempotency.as_ref();
        let once = OnceOnly::new(self.shared(), authority, principal(by), key, command);
        self.command(once).await
    }

    /// As [`Huiyin::once`], on a thread that may block.
    pub(crate) fn once_here<C>(
        &self,
        (authority, by): (AuthorityId, Actor),
        command: C,
        idempotency: Option<&Idempotency>,
    ) -> Result<Once<C::Outcome>, AppError>
    where
        C: Command,
        C::Outcome: Serialize + DeserializeOwned,
    {
        let principal = principal(by);
        let once = OnceOnly::new(self.shared(), authority, principal, idempotency, command);
        self.command_here(once)
    }
}

/// A command with the Idempotency-Key that it came with.
pub(crate) struct OnceOnly<C> {
    pub(crate) command: C,
    authority: AuthorityId,
    principal: String,
    key: Option<Hashed>,
}

impl<C: Command> OnceOnly<C> {
    pub(crate) fn new(
        shared: &Shared,
        authority: AuthorityId,
        principal: String,
        idempotency: Option<&Idempotency>,
        command: C,
    ) -> Self {
        Self {
            command,
            authority,
            principal,
            key: idempotency.map(|one| Hashed::new(shared, one)),
        }
    }

    fn replay<T: DeserializeOwned>(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        key: &Hashed,
    ) -> Result<Option<T>, AppError> {
        let remembered_from = transaction.now().plus_micros(-IDEMPOTENCY_KEPT_MICROS);
        let mut reader = transaction.reader()?;
        let found = reader.idempotency(self.authority, &self.principal, &key.key_hash)?;
        let Some(found) = found.filter(|row| row.created_at >= remembered_from) else {
            return Ok(None);
        };
        if found.request_hash != key.request_hash {
            return Err(Refusal::IdempotencyKeyReused.into());
        }
        let place = (self.authority, found.petition);
        let sealed = &found.sealed_response;
        let plain = sealing_key(&mut reader, shared, place)?.open(at(place), sealed)?;
        let answer = serde_json::from_slice(&plain);
        answer
            .map(Some)
            .map_err(|error| AppError::Unreadable(error.to_string()))
    }
}

impl<C> Command for OnceOnly<C>
where
    C: Command,
    C::Outcome: Serialize + DeserializeOwned,
{
    type Outcome = Once<C::Outcome>;

    fn authorities(&self) -> Vec<AuthorityId> {
        let mut authorities = self.command.authorities();
        authorities.push(self.authority);
        authorities
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Self::Outcome, AppError> {
        let earlier = match &self.key {
            Some(key) => self.replay(transaction, shared, key)?,
            None => None,
        };
        if let Some(answer) = earlier {
            return Ok(Once {
                answer,
                replayed: true,
            });
        }
        let answer = self.command.decide(transaction, shared)?;
        if let Some(key) = &self.key {
            let plain = serde_json::to_vec(&answer)
                .map_err(|error| AppError::Unreadable(error.to_string()))?;
            let nonce = bytes(&*shared.chance)?;
            let petition = self.command.petition().unwrap_or(NO_PETITION);
            let place = (self.authority, petition);
            let sealing = sealing_key(&mut transaction.reader()?, shared, place)?;
            let kept = IdempotencyKept {
                authority: self.authority,
                principal: &self.principal,
                key_hash: key.key_hash,
                request_hash: key.request_hash,
                petition,
                sealed_response: sealing.seal(at(place), nonce, &plain)?,
            };
            let forget_before = transaction.now().plus_micros(-IDEMPOTENCY_KEPT_MICROS);
            transaction.keep_idempotency(kept, forget_before)?;
        }
        Ok(Once {
            answer,
            replayed: false,
        })
    }
}

/// The key of the petition's texts, or the installation's where it is about none.
fn sealing_key(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (authority, petition): (AuthorityId, PetitionId),
) -> Result<DataKey, AppError> {
    if petition == NO_PETITION {
        let key = shared.key.derive("responses about no petition");
        return Ok(DataKey::from_bytes(key));
    }
    let keys = keyring(reader, shared, authority, petition)?;
    Ok(keys.into_text_key().ok_or(StoreError::Seal)?)
}

const fn at((authority, petition): (AuthorityId, PetitionId)) -> Place<'static> {
    Place {
        table: "idempotency",
        authority: authority.raw(),
        row: petition.raw(),
        column: "sealed_response",
    }
}
