//! Who else has a petition open just now, so that two people see each other before they overwrite, whichever
//! process answers them. That they cannot overwrite is kept elsewhere: each form carries the version that it
//! showed.
//!
//! It is of staff and never of petitioners: one row while somebody is there, forgotten after three minutes, and
//! read by nothing but the page of the same petition. No figure, list or record of work can be made of it.

use crate::authorise::Principal;
use crate::casework::Loaded;
use crate::error::AppError;
use crate::huiyin::{Command, Huiyin, Shared};
use huiyin_domain::ids::{AuthorityId, PetitionId, StaffId, UnitId};
use huiyin_domain::organisation::{Role, Staff};
use huiyin_domain::time::Instant;
use huiyin_store::transaction::Transaction;
use std::sync::Arc;

/// How long somebody counts as being there after a page came, or asked again: 3 minutes.
const THERE_MICROS: i64 = 3 * 60 * 1_000_000;
/// How old a note may be before the next page writes it again: 1 minute. Leafing to and fro costs no write.
const NOTED_MICROS: i64 = 60 * 1_000_000;
/// How many others are named at most.
const NAMED_MAX: u32 = 5;

impl Huiyin {
    /// Notes that somebody has a petition open that they may open; tells the names of the others who have and could
    /// work on it still. Whoever handed it on a moment ago is no longer in anybody's way.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn present(&self, who: &Principal, petition: i64) -> Result<Vec<String>, AppError> {
        let (authority, own, now) = (who.authority, who.staff, self.now());
        let petition = PetitionId::new(petition);
        let since = now.plus_micros(-THERE_MICROS);
        let shared = Arc::clone(self.shared());
        let there = self.store().read_short(move |reader| {
            let there = reader.present(authority, petition, since, NAMED_MAX)?;
            let loaded = match there.is_empty() {
                true => None,
                false => Loaded::read(reader, &shared, authority, petition)?,
            };
            let with = loaded.map(|loaded| loaded.case.receiver.unwrap_or(loaded.case.unit));
            Ok::<_, AppError>((there, with))
        });
        let (there, with) = there.await?;
        let noted_since = now.plus_micros(-NOTED_MICROS);
        let noted = there
            .iter()
            .any(|(staff, at)| *staff == own && *at >= noted_since);
        if !noted {
            let place = (authority, petition);
            self.command(Note { place, staff: own }).await?;
        }
        let organisation = self.organisation(authority).await?;
        let others = there.iter().filter(|(staff, _)| *staff != own);
        let others = others.filter_map(|(staff, _)| organisation.staff.get(staff));
        let names = others.filter(|one| with.is_none_or(|unit| works(one, unit)));
        Ok(names.map(|one| one.name.clone()).collect())
    }
}

/// Whether somebody could work on what a unit has.
fn works(staff: &Staff, unit: UnitId) -> bool {
    let roles = [Role::Clerk, Role::Handler, Role::UnitHead, Role::Officer];
    roles.iter().any(|role| staff.has(*role, unit))
}

/// When a note of an instant is deleted.
pub(crate) const fn ends(noted_at: Instant) -> Instant {
    noted_at.plus_micros(THERE_MICROS)
}

/// The notes that are deleted at an instant are those of this one and before.
pub(crate) const fn ended(now: Instant) -> Instant {
    now.plus_micros(-THERE_MICROS)
}

struct Note {
    place: (AuthorityId, PetitionId),
    staff: StaffId,
}

impl Command for Note {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.place.0]
    }

    fn decide(&mut self, transaction: &mut Transaction<'_>, _: &Shared) -> Result<(), AppError> {
        Ok(transaction.note_presence(self.place, self.staff)?)
    }
}
