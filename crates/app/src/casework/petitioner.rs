//! What the petitioner does with the code: messages, facts, withdrawal, receipt, disputes, a code that
//! only views.

use super::act::{Acted, Doer, run};
use super::{Loaded, apply};
use crate::chance::bytes;
use crate::code::TrackingCode;
use crate::commands::register::CODE_PURPOSE;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command as Job, Huiyin, Shared};
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::petition::{
    Action, By, CaseRefusal, CodePower, Command, Deciding, Reach, RefusalCode,
};
use huiyin_store::reader::Reader;
use huiyin_store::rows::CodeRow;
use huiyin_store::transaction::Transaction;

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
        if !PETITIONER_ACTIONS.contains(&command.action()) {
            return Err(Refusal::NotAllowed.into());
        }
        let hash = self.code_hash(code);
        let authority = self.authority_of_code(hash).await?;
        self.command(ByCode {
            authority,
            hash,
            command,
        })
        .await
    }

    /// Makes a code that only views, for passing on.
    ///
    /// # Errors
    /// As [`Huiyin::act_by_code`].
    pub async fn make_view_code(&self, code: &TrackingCode) -> Result<TrackingCode, AppError> {
        let hash = self.code_hash(code);
        let authority = self.authority_of_code(hash).await?;
        let view = TrackingCode::from_chance(self.chance()?);
        self.command(MakeViewCode {
            authority,
            hash,
            view,
        })
        .await
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
                for id in ids {
                    if reader.petition_of_code(id, &hash)?.is_some() {
                        return Ok::<_, AppError>(Some(id));
                    }
                }
                Ok(None)
            })
            .await?;
        found.ok_or_else(|| Refusal::NoSuchPetition.into())
    }
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
}

impl Job for ByCode {
    type Outcome = Acted;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Acted, AppError> {
        let code = of_code(&mut transaction.reader()?, self.authority, &self.hash)?;
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
}

impl Job for MakeViewCode {
    type Outcome = TrackingCode;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<TrackingCode, AppError> {
        let code = of_code(&mut transaction.reader()?, self.authority, &self.hash)?;
        let loaded = Loaded::in_transaction(transaction, shared, self.authority, code.petition)?;
        let loaded = loaded.ok_or(Refusal::NoSuchPetition)?;
        let slot = transaction.next_slot(self.authority)?;
        let bar = loaded.bar(&shared.key);
        let by = By::Petitioner(power(code));
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
        Ok(self.view.clone())
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
