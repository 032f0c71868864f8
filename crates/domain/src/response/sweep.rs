//! Tries a plan out over all places, headcounts, days and hours (RULES 9).

use super::{Called, Headcount, Opening, RunRefusal, Scene, Script, simulate};
use crate::calendar::add_days;
use crate::plan::{Key, MINUTE_MICROS, Plan};
use crate::time::Instant;
use serde::Serialize;
use std::ops::Range;

/// The largest headcount of a sweep.
pub const SWEEP_PEOPLE_MAX: u32 = 500;
/// The hours of a day that a sweep looks at.
pub const SWEEP_HOURS: [i64; 4] = [3, 10, 16, 22];
/// How many of the worst cases are told.
const WORST_MAX: usize = 10;

/// What a sweep, or a part of one, found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sweep {
    /// How many cases were run.
    pub cases: u64,
    /// Of each place and rule the worst case, the worst of all first.
    pub worst: Vec<WorstCase>,
}

/// A case that stands for the worst of its place and rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorstCase {
    /// Where.
    pub place: Key,
    /// How many people; none at a place above the own level.
    pub people: Option<u32>,
    /// When, RFC 3339.
    pub at: String,
    /// The rule that applied; none where none or several did.
    pub rule: Option<Key>,
    /// How long people waited until everybody whom the rule needs was there; none: for ever.
    pub reception_minutes: Option<i64>,
    /// Why nobody was called at all, where that is so.
    pub refused: Option<&'static str>,
}

impl WorstCase {
    /// The larger, the worse.
    fn badness(&self) -> i64 {
        self.reception_minutes.unwrap_or(i64::MAX)
    }
}

impl Sweep {
    /// Takes a case in, if it is worse than what is known of its place and rule.
    fn take(&mut self, case: WorstCase) {
        let alike = |known: &&mut WorstCase| known.place == case.place && known.rule == case.rule;
        match self.worst.iter_mut().find(alike) {
            Some(known) if case.badness() > known.badness() => *known = case,
            Some(_) => {}
            None => self.worst.push(case),
        }
    }

    /// Puts the part of later days to this one.
    #[must_use]
    pub fn and(mut self, later: Self) -> Self {
        self.cases += later.cases;
        later.worst.into_iter().for_each(|case| self.take(case));
        self
    }

    /// The ten worst cases, the worst first.
    pub fn ten_worst(mut self) -> Vec<WorstCase> {
        self.worst
            .sort_by_key(|case| std::cmp::Reverse(case.badness()));
        self.worst.truncate(WORST_MAX);
        self.worst
    }
}

/// Runs every case of some days from the day of `at` on: each place × 1 to 500 people × day ×
/// four hours, each by [`simulate()`]. Days can be swept in parts and put together.
pub fn sweep(scene: &Scene<'_>, script: &Script<'_>, at: Instant, days: Range<i64>) -> Sweep {
    let plan = scene.plan;
    let today = at.date_in(&plan.zone);
    let mut found = Sweep::default();
    for date in days.filter_map(|offset| add_days(today, offset)) {
        let start = plan.zone.start_of(date);
        for hour in SWEEP_HOURS {
            let at = start.plus_micros(hour * 60 * MINUTE_MICROS);
            for place in &plan.places {
                let foreign = plan.is_foreign(place);
                for people in 1..=SWEEP_PEOPLE_MAX {
                    let opening = match foreign {
                        true => Opening::Elsewhere(Called::slowest(scene, &place.id, at)),
                        false => Opening::Here(Headcount::exactly(people)),
                    };
                    let run = simulate(scene, script, (&place.id, opening), at);
                    found.cases += 1;
                    let people = (!foreign).then_some(people);
                    one(&mut found, plan, (&place.id, people, at), run);
                }
            }
        }
    }
    found
}

fn one(
    found: &mut Sweep,
    plan: &Plan,
    (place, people, at): (&Key, Option<u32>, Instant),
    run: Result<super::Run, RunRefusal>,
) {
    let (rule, minutes, refused) = match &run {
        Ok(run) => (run.response.rule.as_ref(), run.reception_minutes(), None),
        Err(refusal) => (None, None, Some(refusal.word())),
    };
    let mut alike = found.worst.iter();
    let known = alike.find(|case| case.place == *place && case.rule.as_ref() == rule);
    // Most cases are no worse than what is known, and need no words.
    if known.is_some_and(|known| known.badness() >= minutes.unwrap_or(i64::MAX)) {
        return;
    }
    let rule = rule.cloned();
    found.take(WorstCase {
        place: place.clone(),
        people,
        at: at.rfc3339_in(&plan.zone),
        rule,
        reception_minutes: minutes,
        refused,
    });
}
