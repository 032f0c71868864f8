//! What the petitioner thinks of the office and of the unit: said with the code, changed once, on no
//! journal, shown as sums only (RULES 4.4). No step of staff asks for one or for its change.

use super::petitioner::{Which, by_code};
use crate::code::TrackingCode;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command as Job, Huiyin, Shared};
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::petition::{
    By, CaseRefusal, Deciding, Grade, RatedSide, Reach, RefusalCode, quarter,
};
use huiyin_store::seal::InstallationKey;
use huiyin_store::transaction::{RatingHash, Transaction};

/// How often a rating can be changed.
pub(crate) const CHANGES_MAX: i64 = 1;

impl Huiyin {
    /// Rates one side of a petition with the code that acts. The same grade again changes nothing.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] for an unknown code; [`Refusal::Case`] where there is nothing to rate
    /// yet, the code only views or was renewed lately, or the rating was changed once already; or a failure
    /// of the store.
    pub async fn rate(
        &self,
        (code, which): (&TrackingCode, Option<Which>),
        (side, grade): (RatedSide, Grade),
    ) -> Result<(), AppError> {
        let hash = self.code_hash(code);
        let place = self.place_of_code(hash, which).await?;
        let job = Rate {
            place,
            hash,
            side,
            grade,
        };
        self.command(job).await
    }
}

/// Under which a rating stands: without the installation's key nobody can tell of which petition it is.
pub(crate) fn rating_hash(
    key: &InstallationKey,
    (authority, petition): (AuthorityId, PetitionId),
    side: RatedSide,
) -> RatingHash {
    let text = format!("{authority}/{petition}/{}", side.word());
    key.keyed_hash("rating", text.as_bytes())
}

struct Rate {
    place: (AuthorityId, PetitionId),
    hash: [u8; 32],
    side: RatedSide,
    grade: Grade,
}

impl Job for Rate {
    type Outcome = ();

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
    ) -> Result<(), AppError> {
        let (loaded, power) = by_code(transaction, shared, self.place, &self.hash)?;
        let slot = transaction.next_slot(self.place.0)?;
        let bar = loaded.bar(&shared.key);
        let at = (slot.recorded_at, slot.position);
        let context = loaded.context(By::Petitioner(power), at, Reach::NoChannel, &bar, &[]);
        let deciding = Deciding::new(loaded.case.as_ref().clone(), context);
        deciding.may_rate(self.side).map_err(Refusal::Case)?;
        let key = rating_hash(&shared.key, self.place, self.side);
        match transaction.reader()?.rating(self.place.0, &key)? {
            Some((grade, _)) if grade == self.grade => return Ok(()),
            Some((_, changes)) if changes >= CHANGES_MAX => {
                return Err(Refusal::Case(CaseRefusal::of(RefusalCode::RatedAgain)).into());
            }
            _ => {}
        }
        let unit = match self.side {
            RatedSide::Office => loaded.case.registrar,
            RatedSide::Unit => loaded.case.unit,
        };
        let today = slot.recorded_at.date_in(&loaded.authority.zone);
        let rated = (self.side, unit, self.grade);
        transaction.keep_rating(self.place.0, &key, rated, &quarter(today));
        Ok(())
    }
}
