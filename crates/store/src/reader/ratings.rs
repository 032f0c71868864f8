//! Reads about ratings.

use super::{Read, Reader};
use crate::statements::ratings as sql;
use crate::transaction::RatingHash;
use crate::tx::{query_all, query_one};
use huiyin_domain::ids::{AuthorityId, UnitId};
use huiyin_domain::petition::{Grade, RatedSide};

/// How many gave one grade to one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatingSum {
    /// As what.
    pub side: RatedSide,
    /// Which unit.
    pub unit: UnitId,
    /// The grade.
    pub grade: Grade,
    /// How many.
    pub count: u64,
}

impl Reader<'_> {
    /// A rating, and how often it was changed.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn rating(
        &mut self,
        authority: AuthorityId,
        hash: &RatingHash,
    ) -> Read<Option<(Grade, i64)>> {
        let arguments = [authority.raw().into(), hash.as_slice().into()];
        let found = query_one(self.tx, &sql::RATING, &arguments, |row| {
            Ok((Grade::parse(&row.text(0)?), row.int(1)?))
        })?;
        Ok(found.and_then(|(grade, changes)| Some((grade?, changes))))
    }

    /// Sums of the quarters from one on and before another, by side, unit and grade.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn rating_sums(
        &mut self,
        authority: AuthorityId,
        (from, before): (&str, &str),
    ) -> Read<Vec<RatingSum>> {
        let arguments = [authority.raw().into(), from.into(), before.into()];
        let rows = query_all(self.tx, &sql::RATING_SUMS, &arguments, |row| {
            let side = RatedSide::parse(&row.text(0)?);
            let grade = Grade::parse(&row.text(2)?);
            let (unit, count) = (UnitId::new(row.int(1)?), row.int(3)?);
            Ok(side.zip(grade).map(|(side, grade)| RatingSum {
                side,
                unit,
                grade,
                count: u64::try_from(count).unwrap_or_default(),
            }))
        })?;
        Ok(rows.into_iter().flatten().collect())
    }
}
