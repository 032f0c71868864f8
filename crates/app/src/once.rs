//! A command that is done once for an Idempotency-Key, however often it is sent (RULES 2.4).

use crate::chance::bytes;
use crate::commands::register::{Hashed, IDEMPOTENCY_KEPT_MICROS, Idempotency};
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Shared};
use huiyin_domain::ids::{AuthorityId, PetitionId};
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

/// A command about no petition, with the Idempotency-Key that it came with.
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
        let plain = sealing_key(shared).open(place(self.authority), &found.sealed_response)?;
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
            let kept = IdempotencyKept {
                authority: self.authority,
                principal: &self.principal,
                key_hash: key.key_hash,
                request_hash: key.request_hash,
                petition: NO_PETITION,
                sealed_response: sealing_key(shared).seal(place(self.authority), nonce, &plain)?,
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

fn sealing_key(shared: &Shared) -> DataKey {
    DataKey::from_bytes(shared.key.derive("responses about no petition"))
}

const fn place(authority: AuthorityId) -> Place<'static> {
    Place {
        table: "idempotency",
        authority: authority.raw(),
        row: NO_PETITION.raw(),
        column: "sealed_response",
    }
}
