//! A registration that was sent before is answered as it was then.

use super::{Answer, IDEMPOTENCY_KEPT_MICROS, Register};
use crate::chance::bytes;
use crate::error::{AppError, Refusal};
use crate::huiyin::Shared;
use crate::record::Keyring;
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_store::StoreError;
use huiyin_store::seal::Place;
use huiyin_store::transaction::Transaction;

impl Register {
    /// The earlier answer to the same draft, or to the same Idempotency-Key (RULES 2.4).
    pub(super) fn replay(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Option<Answer>, AppError> {
        if let Some(sending) = &self.sending {
            let sent = sending.sent_before(transaction, shared)?;
            return sent
                .map(|answer| serde_json::from_str(&answer))
                .transpose()
                .map_err(|error| AppError::Unreadable(error.to_string()));
        }
        let Some(idempotency) = &self.idempotency else {
            return Ok(None);
        };
        let remembered_from = transaction.now().plus_micros(-IDEMPOTENCY_KEPT_MICROS);
        let mut reader = transaction.reader()?;
        let found = reader.idempotency(self.authority, &self.principal(), &idempotency.key_hash)?;
        let Some(found) = found.filter(|row| row.created_at >= remembered_from) else {
            return Ok(None);
        };
        if found.request_hash != idempotency.request_hash {
            return Err(Refusal::IdempotencyKeyReused.into());
        }
        let keys = reader
            .petition_keys(self.authority, found.petition)?
            .ok_or(StoreError::Seal)?;
        let keyring = Keyring::unwrap(&keys, &shared.wrapping, self.authority, found.petition)?;
        let key = keyring.text_key().ok_or(StoreError::Seal)?;
        let plain = key.open(
            response_place(self.authority, found.petition),
            &found.sealed_response,
        )?;
        serde_json::from_slice(&plain)
            .map(Some)
            .map_err(|error| AppError::Unreadable(error.to_string()))
    }

    pub(super) fn seal_response(
        &self,
        answer: &Answer,
        petition: PetitionId,
        shared: &Shared,
    ) -> Result<Vec<u8>, AppError> {
        let plain =
            serde_json::to_vec(answer).map_err(|error| AppError::Unreadable(error.to_string()))?;
        let key = self.prepared.keys.text_key().ok_or(StoreError::Seal)?;
        Ok(key.seal(
            response_place(self.authority, petition),
            bytes(&*shared.chance)?,
            &plain,
        )?)
    }
}

const fn response_place(authority: AuthorityId, petition: PetitionId) -> Place<'static> {
    Place {
        table: "idempotency",
        authority: authority.raw(),
        row: petition.raw(),
        column: "sealed_response",
    }
}
