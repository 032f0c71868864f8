//! What the holder of the code that acts sees of the ratings; nobody else sees a single one (RULES 4.4).

use super::{Found, TrackRating};
use crate::casework::petitioner::power;
use crate::casework::rating::{CHANGES_MAX, rating_hash};
use crate::error::AppError;
use crate::huiyin::Shared;
use huiyin_domain::ids::{AuthorityId, PetitionId, Position};
use huiyin_domain::petition::{By, Deciding, Grade, RatedSide, Reach};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;

/// A rating, and how often it was changed.
pub(super) type Given = (RatedSide, Option<(Grade, i64)>);

pub(super) fn given(
    reader: &mut Reader<'_>,
    shared: &Shared,
    place: (AuthorityId, PetitionId),
    acting: bool,
) -> Result<Vec<Given>, AppError> {
    let mut list = Vec::new();
    for side in RatedSide::ALL.iter().filter(|_| acting) {
        let hash = rating_hash(&shared.key, place, *side);
        list.push((*side, reader.rating(place.0, &hash)?));
    }
    Ok(list)
}

/// Both sides, as far as there is something to rate.
pub(super) fn views(found: &Found, shared: &Shared, now: Instant) -> Vec<TrackRating> {
    let case = &found.loaded.case;
    let bar = found.loaded.bar(&shared.key);
    let by = By::Petitioner(power(found.code));
    let next = Position::new(case.last.raw() + 1);
    let context = found
        .loaded
        .context(by, (now, next), Reach::NoChannel, &bar, &[]);
    let deciding = Deciding::new(case.as_ref().clone(), context);
    let sides = found.ratings.iter().filter_map(|(side, given)| {
        let may = deciding.may_rate(*side).is_ok();
        let changed = given.is_some_and(|(_, changes)| changes >= CHANGES_MAX);
        (may || given.is_some()).then(|| TrackRating {
            side: side.word().to_owned(),
            question: side.question(),
            grade: given.map(|(grade, _)| grade.word().to_owned()),
            may_rate: may && !changed,
        })
    });
    sides.collect()
}
