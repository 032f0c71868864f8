//! What a transaction keeps of ratings. All of it is operational: no event tells it.

use super::Transaction;
use crate::statements::ratings as sql;
use huiyin_domain::ids::{AuthorityId, UnitId};
use huiyin_domain::petition::{Grade, RatedSide};

/// The keyed hash that tells a rating's change from another rating.
pub type RatingHash = [u8; 32];

impl Transaction<'_> {
    /// Keeps a rating; where there is one of that hash, its grade is changed and the change is counted. The
    /// quarter stays that of the first.
    pub fn keep_rating(
        &mut self,
        authority: AuthorityId,
        hash: &RatingHash,
        (side, unit, grade): (RatedSide, UnitId, Grade),
        quarter: &str,
    ) {
        let values = vec![
            authority.raw().into(),
            hash.as_slice().into(),
            side.word().into(),
            unit.raw().into(),
            grade.word().into(),
            quarter.into(),
        ];
        self.replace(&sql::RATING_SET, values);
    }
}
