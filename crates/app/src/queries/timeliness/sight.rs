//! Whose petitions figures count. A reader of staff is told of those that they may open and of no others, so
//! that no number tells of a petition that complains of them, that they stepped aside from, that is not
//! sorted yet or that only named officers may know of (RULES 4.2).

use crate::authorise::Principal;
use crate::authorise::petition::{Verdict, Wish, verdict};
use crate::casework::Loaded;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::organisation::OrganisationAt;
use crate::rules::Rules;
use huiyin_domain::ids::{PetitionId, UnitId};
use huiyin_domain::organisation::Role;
use huiyin_store::reader::Reader;
use huiyin_store::rows::TimelinessRow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Whose figures they are.
pub(super) enum Sight {
    /// Everybody's, in sums: the public page, and who runs the program on the machine.
    Whole,
    /// One reader's.
    Of(Box<Onlooker>),
}

/// What a row alone tells about whether its petition may be opened.
pub(super) enum Known {
    /// It may.
    Opens,
    /// It may not.
    Hidden,
    /// The petition has to be looked at.
    Unsure,
}

/// A reader of staff.
pub(super) struct Onlooker {
    pub(super) who: Principal,
    pub(super) organisation: Arc<OrganisationAt>,
    everywhere: bool,
    within: BTreeSet<UnitId>,
    intake: bool,
}

impl Onlooker {
    pub(super) fn new(who: &Principal, organisation: Arc<OrganisationAt>) -> Self {
        let opens = |unit: &UnitId| {
            who.roles.iter().any(|(of, role)| match role {
                Role::UnitHead => organisation.is_within(*unit, *of),
                Role::Leader => unit != of && organisation.is_within(*unit, *of),
                _ => false,
            })
        };
        let within = organisation.units.keys().copied().filter(opens).collect();
        Self {
            everywhere: who.has(Role::Supervisor) || who.has(Role::Auditor),
            intake: who.has(Role::Clerk) || who.has(Role::Officer),
            who: who.clone(),
            within,
            organisation,
        }
    }

    fn known(&self, row: &TimelinessRow) -> Known {
        if !row.sorted && !self.intake {
            return Known::Hidden;
        }
        let plain = row.sorted && !row.restricted && !row.barred;
        if plain && (self.everywhere || self.within.contains(&row.responsible)) {
            return Known::Opens;
        }
        Known::Unsure
    }
}

impl Sight {
    /// What a row alone tells.
    pub(super) fn known(&self, row: &TimelinessRow) -> Known {
        match self {
            Self::Whole => Known::Opens,
            Self::Of(onlooker) => onlooker.known(row),
        }
    }

    /// Whether a petition may be opened, by the one table that decides.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) fn opens(
        &self,
        reader: &mut Reader<'_>,
        (shared, rules): (&Shared, &Rules),
        petition: PetitionId,
    ) -> Result<bool, AppError> {
        let Self::Of(one) = self else {
            return Ok(true);
        };
        let place = (one.who.authority, petition);
        let loaded = Loaded::among(reader, shared, (rules, &one.organisation), place)?;
        Ok(loaded.is_some_and(|loaded| {
            let barred = loaded.barred(&shared.key);
            let verdict = verdict(
                &one.who,
                &loaded.case,
                &barred,
                &loaded.organisation,
                Wish::Open,
            );
            verdict == Verdict::Allowed
        }))
    }
}
