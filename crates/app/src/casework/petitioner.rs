//! What the petitioner does with the code: messages, facts of his own and those that the authority found, withdrawal, receipt, disputes, a code that
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
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{
    Action, By, CaseRefusal, CodePower, Command, Deciding, PetitionState, Reach, RefusalCode,
};
use huiyin_store::reader::Reader;
use huiyin_store::rows::{CodeFor, CodeRow};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// Steps that a petitioner takes with the code.
pub const PETITIONER_ACTIONS: &[Action] = &[
    Action::Message,
    Action::AddFacts,
    Action::RespondFact,
    Action::AcceptService,
    Action::Verify,
    Action::Withdraw,
    Action::UndoWithdrawal,
    Action::DisputeTime,
    Action::ChangeContact,
];

/// Which petition is meant, where a code opens several: the authority stands beside the number where two
/// authorities gave the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    /// Its number.
    pub number: PetitionNumber,
    /// The authority that gave it.
    pub authority: Option<AuthorityId>,
}

impl From<PetitionNumber> for Which {
    fn from(number: PetitionNumber) -> Self {
        Self {
            number,
            authority: None,
        }
    }
}

impl Which {
    /// Whether it is a petition's number, at an authority.
    pub(crate) fn is(self, authority: AuthorityId, number: PetitionNumber) -> bool {
        self.number == number && self.authority.is_none_or(|one| one == authority)
    }
}

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
        let done = self.act_by_code_once((code, None), command, None).await?;
        Ok(done.answer)
    }

    /// As [`Huiyin::act_by_code`], once for an Idempotency-Key (RULES 2.4), on the petition with a
    /// number where the code opens several.
    ///
    /// # Errors
    /// As [`Huiyin::act_by_code`], or [`Refusal::IdempotencyKeyReused`].
    pub async fn act_by_code_once(
        &self,
        (code, which): (&TrackingCode, Option<Which>),
        command: Command,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Acted>, AppError> {
        let hash = self.code_hash(code);
        let place = self.place_of_code(hash, which).await?;
        if !PETITIONER_ACTIONS.contains(&command.action()) {
            return Err(Refusal::NotAllowed.into());
        }
        let job = ByCode {
            place,
            hash,
            command,
        };
        let (principal, key) = (principal(hash), idempotency.as_ref());
        let job = OnceOnly::new(self.shared(), place.0, principal, key, job);
        self.command(job).await
    }

    /// Says whether a code opens a petition.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] for an unknown code, or a failure of the store.
    pub async fn known_code(&self, code: &TrackingCode) -> Result<(), AppError> {
        let hash = self.code_hash(code);
        self.place_of_code(hash, None).await.map(|_| ())
    }

    /// Makes a code that only views, for passing on.
    ///
    /// # Errors
    /// As [`Huiyin::act_by_code`].
    pub async fn make_view_code(&self, code: &TrackingCode) -> Result<TrackingCode, AppError> {
        let made = self.make_view_code_once((code, None), None).await?.answer;
        let view = TrackingCode::parse(&made.tracking_code);
        view.ok_or_else(|| AppError::Unreadable("a fresh code cannot be read".into()))
    }

    /// As [`Huiyin::make_view_code`], once for an Idempotency-Key (RULES 2.4), for the petition with a
    /// number where the code opens several.
    ///
    /// # Errors
    /// As [`Huiyin::act_by_code`], or [`Refusal::IdempotencyKeyReused`].
    pub async fn make_view_code_once(
        &self,
        (code, which): (&TrackingCode, Option<Which>),
        idempotency: Option<Idempotency>,
    ) -> Result<Once<ViewCodeMade>, AppError> {
        let hash = self.code_hash(code);
        let place = self.place_of_code(hash, which).await?;
        let job = MakeViewCode {
            place,
            hash,
            view: TrackingCode::from_chance(self.chance()?),
        };
        let (principal, key) = (principal(hash), idempotency.as_ref());
        let job = OnceOnly::new(self.shared(), place.0, principal, key, job);
        self.command(job).await
    }

    /// Which petition a code opens: the one with a number, where it opens several; without a number, or
    /// where two authorities gave the same and none is named, the one that is not handed over.
    pub(crate) async fn place_of_code(
        &self,
        hash: [u8; 32],
        which: Option<Which>,
    ) -> Result<(AuthorityId, PetitionId), AppError> {
        let ids = self.authority_ids();
        let found = self
            .store()
            .read(move |reader| {
                let mut found = None;
                for id in ids {
                    for code in reader.petitions_of_code(id, &hash)? {
                        let petition = reader.petition(id, code.petition)?;
                        let meant = petition
                            .filter(|one| which.is_none_or(|which| which.is(id, one.number)));
                        let Some(petition) = meant else { continue };
                        if petition.state != PetitionState::HandedOver {
                            return Ok::<_, AppError>(Some((id, code.petition)));
                        }
                        found = found.or(Some((id, code.petition)));
                    }
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
pub(super) fn principal(hash: [u8; 32]) -> String {
    format!("code {}", data_encoding::HEXLOWER.encode(&hash))
}

/// What a code may do.
pub(crate) const fn power(code: CodeRow) -> CodePower {
    match (code.acting, code.renewed_at, code.representative) {
        (false, ..) => CodePower::View,
        (true, Some(since), representative) => CodePower::Renewed {
            since,
            representative,
        },
        (true, None, Some(nth)) => CodePower::Representative(nth),
        (true, None, None) => CodePower::Acting,
    }
}

/// The petition that a code opens, and what the code may do, inside the writer's transaction.
pub(crate) fn by_code(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    place: (AuthorityId, PetitionId),
    hash: &[u8; 32],
) -> Result<(Loaded, CodePower), AppError> {
    let codes = transaction.reader()?.petitions_of_code(place.0, hash)?;
    let code = codes.into_iter().find(|code| code.petition == place.1);
    let power = power(code.ok_or(Refusal::NoSuchPetition)?);
    Ok((Loaded::known(transaction, shared, place)?, power))
}

struct ByCode {
    place: (AuthorityId, PetitionId),
    hash: [u8; 32],
    command: Command,
}

impl Job for ByCode {
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
        let by = Doer::Petitioner(power);
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
    place: (AuthorityId, PetitionId),
    hash: [u8; 32],
    view: TrackingCode,
}

impl Job for MakeViewCode {
    type Outcome = ViewCodeMade;

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
    ) -> Result<ViewCodeMade, AppError> {
        let (loaded, power) = by_code(transaction, shared, self.place, &self.hash)?;
        if power == CodePower::View {
            return Err(Refusal::Case(CaseRefusal::of(RefusalCode::ViewCode)).into());
        }
        let slot = transaction.next_slot(self.place.0)?;
        let bar = loaded.bar(&shared.key);
        let by = By::Petitioner(power);
        let context = loaded.context(
            by,
            (slot.recorded_at, slot.position),
            Reach::NoChannel,
            &bar,
            &[],
        );
        let mut deciding = Deciding::new(loaded.case.as_ref().clone(), context);
        deciding.view_code_made();
        let events = deciding.into_events();
        apply(transaction, shared, self.place, None, events)?;
        let hash = shared.key.keyed_hash(CODE_PURPOSE, self.view.as_bytes());
        transaction.keep_tracking_code(self.place.0, hash, self.place.1, CodeFor::Viewing);
        Ok(ViewCodeMade {
            tracking_code: self.view.grouped(),
        })
    }
}

/// The petitions that a code opens which acts for this one, at each authority of the installation; this one is
/// always among them.
pub(crate) fn opened_alike(
    reader: &mut Reader<'_>,
    authorities: &[AuthorityId],
    place: (AuthorityId, PetitionId),
) -> Result<Vec<(AuthorityId, PetitionId)>, AppError> {
    let mut opened = vec![place];
    for authority in authorities {
        let alike = reader
            .petitions_of_same_code(*authority, place)?
            .into_iter();
        let alike = alike.map(|petition| (*authority, petition));
        opened.extend(alike.filter(|other| *other != place));
    }
    Ok(opened)
}

/// The same inside the writer's transaction, which holds the journal of each of them.
///
/// # Errors
/// [`Refusal::ChangedMeanwhile`] where it came to another authority just now; or when the store fails.
pub(crate) fn opened_here(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    loaded: &Loaded,
) -> Result<Vec<(AuthorityId, PetitionId)>, AppError> {
    let place = (loaded.authority.row.id, loaded.case.id);
    let rules = shared.rules_in(transaction)?;
    let ids: Vec<AuthorityId> = rules.authorities().iter().map(|one| one.row.id).collect();
    let opened = opened_alike(&mut transaction.reader()?, &ids, place)?;
    if opened.iter().any(|(at, _)| !transaction.holds(*at)) {
        let version = loaded.case.seen_now().raw();
        return Err(Refusal::ChangedMeanwhile { version }.into());
    }
    Ok(opened)
}

/// A fresh code, kept for a petition and for the others that it opens, which are told; of a group it is that of one
/// who speaks for it, and the codes of the others stay.
///
/// # Errors
/// [`Refusal::ChangedMeanwhile`] where it came to another authority just now; or when the store fails.
pub(crate) fn keep_renewed(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (loaded, representative): (&Loaded, Option<u8>),
) -> Result<(TrackingCode, Vec<(AuthorityId, PetitionId)>), AppError> {
    let mut opened = opened_here(transaction, shared, loaded)?;
    let code = TrackingCode::from_chance(bytes(&*shared.chance)?);
    let hash = shared.key.keyed_hash(CODE_PURPOSE, code.as_bytes());
    transaction.renew_tracking_code(hash, representative, &opened)?;
    opened.remove(0);
    Ok((code, opened))
}
