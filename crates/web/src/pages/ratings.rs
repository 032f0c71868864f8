//! Sums of ratings, for everybody and for staff.

use super::layout::thousands;
use huiyin_app::{RatingFigures, Ratings};
use huiyin_domain::language::Language;

/// The ratings of one side, or of one unit.
#[derive(Clone, Debug)]
pub struct RatingLine {
    /// Which.
    pub label: String,
    /// How many said what, in words.
    pub words: String,
}

impl RatingLine {
    /// In words.
    pub fn of(label: &str, sums: Ratings, language: Language) -> Self {
        let count = |count: u64| thousands(usize::try_from(count).unwrap_or(usize::MAX));
        let (all, satisfied) = (count(sums.all()), count(sums.satisfied));
        let (fairly, not) = (count(sums.fairly), count(sums.not_satisfied));
        Self {
            label: label.to_owned(),
            words: language.pick(
                format!("{all}人评价：满意{satisfied}，基本满意{fairly}，不满意{not}"),
                format!("{all} rated: {satisfied} satisfied, {fairly} fairly, {not} not satisfied"),
            ),
        }
    }
}

/// Sums of ratings.
#[derive(Clone, Debug)]
pub struct RatingTable {
    /// Of which quarters.
    pub scope: String,
    /// The lines.
    pub lines: Vec<RatingLine>,
}

impl RatingTable {
    /// Nothing where nothing is shown.
    pub fn of(figures: &RatingFigures, lines: Vec<RatingLine>, language: Language) -> Option<Self> {
        let (from, before) = (&figures.from, &figures.before);
        let scope = language.pick(
            format!("{from}起、{before}以前的评价，已经结束的季度"),
            format!("Ratings from {from} to before {before}: quarters that are over"),
        );
        (!lines.is_empty()).then_some(Self { scope, lines })
    }

    /// As tests show it.
    pub(crate) fn sample(language: Language) -> Self {
        let sums = Ratings {
            satisfied: 310,
            fairly: 120,
            not_satisfied: 45,
        };
        let label = language.pick("办理和答复得怎么样？", "How was the handling?");
        let scope = language.pick(
            "2025-Q2起、2026-Q2以前的评价，已经结束的季度",
            "Ratings from 2025-Q2 to before 2026-Q2: quarters that are over",
        );
        Self {
            scope: scope.to_owned(),
            lines: vec![RatingLine::of(label, sums, language)],
        }
    }
}
