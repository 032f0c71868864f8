//! What the petitioner does with the code: messages, facts, withdrawal, receipt, disputes, a code that
//! only views.

use super::act::{Acted, Doer, run};
use super::{Loaded, apply};
use crate::Idempotency;
use crate::chance::bytes;
use crate::code::TrackingCode;
use crate::commands::register::CODE_PURPOSE;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command as Job, Huiyin, Shared};
use crate::once::{Once, OnceOnly};
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::petition::{
    Action, By, CaseRefusal, CodePower, Command, Deciding, PetitionState, Reach, RefusalCode,
};
use huiyin_store::reader::Reader;
use huiyin_store::rows::CodeRow;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// Steps that a petitioner takes with the code.
pub const PETITIONER_ACTIONS: &[Action] = &[
    Action::Message,
    Action::AddFacts,
    Action::AcceptService,
    Action::Verify,
    Action::Withdraw,
    Action::UndoWithdrawal,
    Action::DisputeTime,
];

impl Huiyin {
    /// Takes a step with a tracking code.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] for an unknown code, [`Refusal::Case`], or a failure of the store.
    pub async fn act_by_code(
        &self,
        code: &TrackingCode,
        command: Command,
    ) -> Result<Acted, AppError> {
        Ok(self.act_by_code_once(code, command, None).await?.answer)
    }

    /// As [`Huiyin::act_by_code`], once for an Idempotency-Key (RULES 2.4).
    ///
    /// # Errors
    /// As [`Huiyin::act_by_code`], or [`Refusal::IdempotencyKeyReused`].
    pub async fn act_by_code_once(
        &self,
        code: &TrackingCode,
        command: Command,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Acted>, AppError> {
        let hash = self.code_hash(code);
        let authority = self.authority_of_code(hash).await?;
        if !PETITIONER_ACTIONS.contains(&command.action()) {
            return Err(Refusal::NotAllowed.into());
        }
        let job = ByCode {
            authority,
            hash,
            command,
            petition: None,
        };
        let (principal, key) = (principal(hash), idempotency.as_ref());
        let job = OnceOnly::new(self.shared(), authority, principal, key, job);
        self.command(job).await
    }

    /// Says whether a code opens a petition.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] for an unknown code, or a failure of the store.
    pub async fn known_code(&self, code: &TrackingCode) -> Result<(), AppError> {
        let hash = self.code_hash(code);
        self.authority_of_code(hash).await.map(|_| ())
    }

    /// Makes a code that only views, for passing on.
    ///
    /// # Errors
    /// As [`Huiyin::act_by_code`].
    pub async fn make_view_code(&self, code: &TrackingCode) -> Result<TrackingCode, AppError> {
        let made = self.make_view_code_once(code, None).await?.answer;
        let view = TrackingCode::parse(&made.tracking_code);
        view.ok_or_else(|| AppError::Unreadable("a fresh code cannot be read".into()))
    }

    /// As [`Huiyin::make_view_code`], once for an Idempotency-Key (RULES 2.4).
    ///
    /// # Errors
    /// As [`Huiyin::act_by_code`], or [`Refusal::IdempotencyKeyReused`].
    pub async fn make_view_code_once(
        &self,
        code: &TrackingCode,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<ViewCodeMade>, AppError> {
        let hash = self.code_hash(code);
        let authority = self.authority_of_code(hash).await?;
        let job = MakeViewCode {
            authority,
            hash,
            view: TrackingCode::from_chance(self.chance()?),
            petition: None,
        };
        let (principal, key) = (principal(hash), idempotency.as_ref());
        let job = OnceOnly::new(self.shared(), authority, principal, key, job);
        self.command(job).await
    }

    /// Which authority's petition a code opens.
    async fn authority_of_code(&self, hash: [u8; 32]) -> Result<AuthorityId, AppError> {
        let ids: Vec<AuthorityId> = self
            .rules()
            .authorities()
            .iter()
            .map(|one| one.row.id)
            .collect();
        let found = self
            .store()
            .read(move |reader| {
                let mut found = None;
                for id in ids {
                    let Some(code) = reader.petition_of_code(id, &hash)? else {
                        continue;
                    };
                    // Where it was handed over the code acts on what it became.
                    let petition = reader.petition(id, code.petition)?;
                    if petition.is_some_and(|one| one.state != PetitionState::HandedOver) {
                        return Ok::<_, AppError>(Some(id));
                    }
                    found = found.or(Some(id));
                }
                Ok(found)
            })
            .await?;
        found.ok_or_else(|| Refusal::NoSuchPetition.into())
    }
}

/// A code that only views.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ViewCodeMade {
    /// The code; shown here only.
    pub tracking_code: String,
}

/// Whose Idempotency-Keys they are: of whoever holds the code.
fn principal(hash: [u8; 32]) -> String {
    format!("code {}", data_encoding::HEXLOWER.encode(&hash))
}

/// What a code may do.
pub(crate) const fn power(code: CodeRow) -> CodePower {
    match (code.acting, code.renewed_at) {
        (false, _) => CodePower::View,
        (true, None) => CodePower::Acting,
        (true, Some(since)) => CodePower::Renewed(since),
    }
}

fn of_code(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    hash: &[u8; 32],
) -> Result<CodeRow, AppError> {
    Ok(reader
        .petition_of_code(authority, hash)?
        .ok_or(Refusal::NoSuchPetition)?)
}

struct ByCode {
    authority: AuthorityId,
    hash: [u8; 32],
    command: Command,
    petition: Option<PetitionId>,
}

impl Job for ByCode {
    type Outcome = Acted;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn petition(&self) -> Option<PetitionId> {
        self.petition
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Acted, AppError> {
        let code = of_code(&mut transaction.reader()?, self.authority, &self.hash)?;
        self.petition = Some(code.petition);
        let loaded = Loaded::in_transaction(transaction, shared, self.authority, code.petition)?;
        let loaded = loaded.ok_or(Refusal::NoSuchPetition)?;
        let by = Doer::Petitioner(power(code));
        run(
            transaction,
            shared,
            &loaded,
            by,
            std::slice::from_ref(&self.command),
        )
    }
}

struct MakeViewCode {
    authority: AuthorityId,
    hash: [u8; 32],
    view: TrackingCode,
    petition: Option<PetitionId>,
}

impl Job for MakeViewCode {
    type Outcome = ViewCodeMade;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn petition(&self) -> Option<PetitionId> {
        self.petition
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<ViewCodeMade, AppError> {
        let code = of_code(&mut transaction.reader()?, self.authority, &self.hash)?;
        self.petition = Some(code.petition);
        let loaded = Loaded::in_transaction(transaction, shared, self.authority, code.petition)?;
        let loaded = loaded.ok_or(Refusal::NoSuchPetition)?;
        let power = power(code);
        if power == CodePower::View {
            return Err(Refusal::Case(CaseRefusal::of(RefusalCode::ViewCode)).into());
        }
        let slot = transaction.next_slot(self.authority)?;
        let bar = loaded.bar(&shared.key);
        let by = By::Petitioner(power);
        let context = loaded.context(
            by,
            (slot.recorded_at, slot.position),
            Reach::NoChannel,
            &bar,
            &[],
        );
        if !code.acting {
            let refusal = CaseRefusal::of(RefusalCode::ViewCode);
            return Err(Refusal::Case(refusal).into());
        }
        let mut deciding = Deciding::new(loaded.case.clone(), context);
        deciding.view_code_made();
        apply(
            transaction,
            shared,
            (self.authority, code.petition),
            None,
            deciding.into_events(),
        )?;
        let hash = shared.key.keyed_hash(CODE_PURPOSE, self.view.as_bytes());
        transaction.keep_tracking_code(self.authority, hash, code.petition, false);
        Ok(ViewCodeMade {
            tracking_code: self.view.grouped(),
        })
    }
}

/// The petition that a fresh code is kept for.
pub(crate) fn keep_renewed(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, petition): (AuthorityId, PetitionId),
) -> Result<TrackingCode, AppError> {
    let code = TrackingCode::from_chance(bytes(&*shared.chance)?);
    let hash = shared.key.keyed_hash(CODE_PURPOSE, code.as_bytes());
    transaction.renew_tracking_code(authority, hash, petition)?;
    Ok(code)
}
