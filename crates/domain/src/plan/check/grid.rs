//! The cells that a plan can tell apart: kinds of day, stretches of hours, tiers of headcount.

use super::DAYS_AHEAD;
use crate::calendar::{WorkCalendar, add_days};
use crate::plan::{DAY_MINUTES, Day, Key, MINUTE_MICROS, Place, Plan, Rule, Witness};
use crate::time::Instant;

/// How far ahead a kind of day is looked for, in days: two years, which hold every weekday as
/// working day, holiday or make-up day that calendars bring forth.
const AHEAD_DAYS: i64 = 731;
/// How far back, in days, for kinds that only past years had.
const BACK_DAYS: i64 = 1_100;
/// The hour that a witness prefers: ten in the morning is easy to picture.
const PREFERRED_MINUTE: u16 = 600;

/// A plan with its calendar, and one day of each kind.
pub(crate) struct Grid<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) calendar: &'a WorkCalendar,
    pub(crate) at: Instant,
    /// One day of each kind that there is, the nearest to come first.
    pub(crate) days: Vec<Day>,
}

/// A stretch of headcounts that no rule tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) min: u32,
    /// None: any number above.
    pub(crate) max: Option<u32>,
}

impl<'a> Grid<'a> {
    pub(crate) fn of(plan: &'a Plan, calendar: &'a WorkCalendar, at: Instant) -> Self {
        let today = at.date_in(&plan.zone);
        let mut days: Vec<Day> = Vec::new();
        // From tomorrow on, so that a witness lies ahead; what only the past had comes last.
        for offset in (1..=AHEAD_DAYS).chain((-BACK_DAYS..=0).rev()) {
            let Some(date) = add_days(today, offset) else {
                continue;
            };
            let day = Day::of(date, calendar);
            if days.iter().all(|known| known.kind() != day.kind()) {
                days.push(day);
            }
        }
        Self {
            plan,
            calendar,
            at,
            days,
        }
    }

    /// The rules of a place, in the order of the file.
    pub(crate) fn rules_at(&self, place: &Place) -> Vec<&'a Rule> {
        let here = |rule: &&Rule| rule.places.contains(&place.id);
        self.plan.rules.iter().filter(here).collect()
    }

    /// One minute of each stretch of hours that these rules can tell apart.
    pub(crate) fn minutes(&self, rules: &[&Rule]) -> Vec<u16> {
        let windows = rules.iter().flat_map(|rule| &rule.windows);
        let spans = windows.filter_map(|id| self.plan.window(id));
        stretches(spans.flat_map(|window| window.span.cuts()))
    }

    /// The tiers of headcount that these rules can tell apart, from 1 up.
    pub(crate) fn cells(rules: &[&Rule]) -> Vec<Cell> {
        let mut starts = vec![1];
        for people in rules.iter().filter_map(|rule| rule.people) {
            starts.push(people.min);
            starts.extend(people.max.map(|max| max.saturating_add(1)));
        }
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).map(|next| Some(next - 1));
        let ends: Vec<Option<u32>> = ends.chain([None]).collect();
        let cells = starts.iter().zip(ends);
        cells.map(|(min, max)| Cell { min: *min, max }).collect()
    }

    /// The rules that apply to so many people at a minute of a day.
    pub(crate) fn active(
        &self,
        rules: &[&'a Rule],
        place: &Place,
        people: u32,
        (day, minute): (&Day, u16),
    ) -> Vec<&'a Rule> {
        let holds = |rule: &&&Rule| rule.people.is_none_or(|range| range.holds(people));
        let on = |rule: &&&Rule| self.plan.is_on(rule, &place.id, day, minute);
        rules.iter().filter(holds).filter(on).copied().collect()
    }

    /// A case, as a finding tells it.
    pub(crate) fn witness(
        &self,
        place: &Place,
        people: Option<u32>,
        (day, minute): (&Day, u16),
        rules: &[&Rule],
    ) -> Witness {
        let zone = &self.plan.zone;
        let at = zone
            .start_of(day.date)
            .plus_micros(i64::from(minute) * MINUTE_MICROS);
        Witness {
            place: Some(place.id.clone()),
            people,
            at: Some(at.rfc3339_in(zone)),
            rules: rules.iter().map(|rule| rule.id.clone()).collect(),
            written: None,
        }
    }

    /// A case in which a rule applies; without place and time where there is none.
    pub(crate) fn example(&self, rule: &Rule) -> Witness {
        let minutes = self.minutes(&[rule]);
        let empty = rule.people.is_some_and(|range| !range.holds(range.min));
        let people = rule.people.map(|range| range.min);
        for place in &self.plan.places {
            for day in &self.days {
                for minute in &minutes {
                    if !empty && self.plan.is_on(rule, &place.id, day, *minute) {
                        let people = people.or((!self.plan.is_foreign(place)).then_some(1));
                        return self.witness(place, people, (day, *minute), &[rule]);
                    }
                }
            }
        }
        Witness {
            rules: vec![rule.id.clone()],
            ..Witness::default()
        }
    }

    /// A case in which a post is called; empty where none calls it.
    pub(crate) fn example_of_post(&self, post: &Key) -> Witness {
        let calls = |rule: &&Rule| {
            let mut called = rule.receive.iter().flat_map(|receive| &receive.posts);
            called.any(|one| one == post || self.plan.ladder(one, &[]).contains(&post))
        };
        let rule = self.plan.rules.iter().find(calls);
        rule.map_or_else(Witness::default, |rule| self.example(rule))
    }

    /// The instants of the coming days at which anything in the plan, or at one of the `cuts`,
    /// can change; each with its day and minute.
    pub(crate) fn moments(
        &self,
        cuts: impl Iterator<Item = u16>,
        instants: impl Iterator<Item = Instant>,
    ) -> Vec<(Instant, Day, u16)> {
        let zone = &self.plan.zone;
        let own = self.plan.windows.iter().flat_map(|one| one.span.cuts());
        let mut minutes: Vec<u16> = own.chain(cuts).chain([0]).collect();
        minutes.sort_unstable();
        minutes.dedup();
        let today = self.at.date_in(zone);
        let end = self
            .at
            .plus_micros(DAYS_AHEAD * i64::from(DAY_MINUTES) * MINUTE_MICROS);
        let mut list = vec![self.at];
        for date in (0..=DAYS_AHEAD).filter_map(|offset| add_days(today, offset)) {
            let start = zone.start_of(date);
            let at = |minute: &u16| start.plus_micros(i64::from(*minute) * MINUTE_MICROS);
            list.extend(minutes.iter().map(at));
        }
        list.extend(instants);
        list.retain(|at| *at >= self.at && *at < end);
        list.sort_unstable();
        list.dedup();
        let civil = |at: Instant| {
            let (day, minute) = crate::plan::civil(at, zone, self.calendar);
            (at, day, minute)
        };
        list.into_iter().map(civil).collect()
    }
}

/// One minute of each stretch of a day between these cuts; the one that holds ten o'clock first.
pub(crate) fn stretches(cuts: impl Iterator<Item = u16>) -> Vec<u16> {
    let mut minutes: Vec<u16> = cuts.chain([0]).collect();
    minutes.sort_unstable();
    minutes.dedup();
    let holder = minutes.partition_point(|start| *start <= PREFERRED_MINUTE) - 1;
    if let Some(start) = minutes.get_mut(holder) {
        *start = PREFERRED_MINUTE;
    }
    minutes.swap(0, holder);
    minutes
}
