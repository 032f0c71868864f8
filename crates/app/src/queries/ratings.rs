//! Sums of ratings: of quarters that are over, and none below five (RULES 4.4).

use crate::authorise::{Action, Principal};
use crate::error::{AppError, Refusal};
use crate::huiyin::Huiyin;
use crate::rules::Authority;
use huiyin_domain::ids::{AuthorityId, UnitId};
use huiyin_domain::petition::{Grade, RATINGS_SHOWN_MIN, RatedSide, quarter, year_before};
use huiyin_store::reader::RatingSum;
use std::collections::BTreeMap;

/// How many gave which grade; `satisfied + fairly + not_satisfied` is everybody who rated. Who said
/// nothing is counted nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratings {
    /// 满意
    pub satisfied: u64,
    /// 基本满意
    pub fairly: u64,
    /// 不满意
    pub not_satisfied: u64,
}

impl Ratings {
    /// Everybody who rated.
    pub const fn all(self) -> u64 {
        self.satisfied + self.fairly + self.not_satisfied
    }

    const fn join(&mut self, other: Self) {
        self.satisfied += other.satisfied;
        self.fairly += other.fairly;
        self.not_satisfied += other.not_satisfied;
    }

    const fn add(&mut self, sum: &RatingSum) {
        let to = match sum.grade {
            Grade::Satisfied => &mut self.satisfied,
            Grade::Fairly => &mut self.fairly,
            Grade::NotSatisfied => &mut self.not_satisfied,
        };
        *to += sum.count;
    }
}

/// The sums of an authority.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RatingFigures {
    /// The first quarter that is counted.
    pub from: String,
    /// The first that is not counted: it is not over yet.
    pub before: String,
    /// Of the office and of the units together, where there are five. Units that got fewer are in it only where
    /// they got five together, so that no difference of sums tells what one or two people said.
    pub sides: Vec<(RatedSide, Ratings)>,
    /// Of each unit that got five.
    pub units: Vec<(RatedSide, UnitId, Ratings)>,
}

impl Huiyin {
    /// The ratings of the four quarters that ended last, for everybody: the two sides, and no unit.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn public_ratings(&self, authority: &Authority) -> Result<RatingFigures, AppError> {
        let figures = self.ratings_of(authority.row.id).await?;
        Ok(RatingFigures {
            units: Vec::new(),
            ..figures
        })
    }

    /// The same with the units, for staff who see figures.
    ///
    /// # Errors
    /// [`crate::PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn unit_ratings(&self, who: &Principal) -> Result<RatingFigures, AppError> {
        who.permit(Action::SeeFigures)?;
        self.ratings_of(who.authority).await
    }

    async fn ratings_of(&self, authority: AuthorityId) -> Result<RatingFigures, AppError> {
        let rules = self.rules();
        let zone = &rules.authority(authority).ok_or(Refusal::NotAllowed)?.zone;
        let today = self.now().date_in(zone);
        let (from, before) = (year_before(today), quarter(today));
        let sums = self.store().read(move |reader| {
            let sums = reader.rating_sums(authority, (from.as_str(), before.as_str()))?;
            Ok::<_, AppError>((from, before, sums))
        });
        let (from, before, sums) = sums.await?;
        Ok(figures(from, before, &sums))
    }
}

fn figures(from: String, before: String, sums: &[RatingSum]) -> RatingFigures {
    let mut units: BTreeMap<(RatedSide, UnitId), Ratings> = BTreeMap::new();
    for sum in sums {
        units.entry((sum.side, sum.unit)).or_default().add(sum);
    }
    let shown = |ratings: &Ratings| ratings.all() >= RATINGS_SHOWN_MIN;
    let (mut sides, mut others) = (BTreeMap::new(), BTreeMap::new());
    for ((side, _), ratings) in &units {
        let to = match shown(ratings) {
            true => &mut sides,
            false => &mut others,
        };
        to.entry(*side)
            .or_insert_with(Ratings::default)
            .join(*ratings);
    }
    for (side, ratings) in others.into_iter().filter(|(_, ratings)| shown(ratings)) {
        sides.entry(side).or_default().join(ratings);
    }
    let units = units.into_iter().filter(|(_, ratings)| shown(ratings));
    RatingFigures {
        from,
        before,
        sides: sides.into_iter().collect(),
        units: units
            .map(|((side, unit), ratings)| (side, unit, ratings))
            .collect(),
    }
}
