//! What another version of a plan would change for those who come and those who are called.

mod duty;
mod effect;

use super::check::{Cell, Grid, stretches};
use super::{Applies, Day, Key, Place, Plan};
use crate::calendar::WorkCalendar;
use crate::language::Language;
use crate::time::Instant;
use effect::Effect;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One consequence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where; none for what holds wherever a post is called.
    pub place: Option<Key>,
    /// From how many people on; none where headcount has nothing to do with it.
    pub people_min: Option<u32>,
    /// To how many people; none for any number above.
    pub people_max: Option<u32>,
    /// At which hours, in Chinese.
    pub when: String,
    /// The same in English.
    pub when_en: String,
    /// An instant at which it shows, RFC 3339.
    pub at: Option<String>,
    /// What changes, as a code.
    pub what: &'static str,
    /// The post, task or recipient that it is about.
    pub subject: Option<String>,
    /// What changes, in Chinese.
    pub message: String,
    /// The same in English.
    pub message_en: String,
}

/// Every consequence of going from one plan to another, place by place.
pub fn diff(old: &Plan, new: &Plan, calendar: &WorkCalendar, at: Instant) -> Vec<Change> {
    let mut changes = Vec::new();
    let (before, after) = (Grid::of(old, calendar, at), Grid::of(new, calendar, at));
    for place in &old.places {
        match new.place(&place.id) {
            Some(same) => {
                changes.extend(effect::of_place((old, place), (new, same)).into_iter().map(
                    |effect| {
                        let mut change = general(effect);
                        change.place = Some(place.id.clone());
                        change
                    },
                ));
                changes.extend(at_place(&before, &after, (place, same)));
            }
            None => changes.push(whole_place(
                place,
                "place-removed",
                "不再在此接待",
                "people are no longer received here",
            )),
        }
    }
    for place in &new.places {
        if old.place(&place.id).is_none() {
            changes.push(whole_place(
                place,
                "place-added",
                "新增接待场所",
                "people are received here now",
            ));
        }
    }
    changes.extend(effect::of_posts(old, new).into_iter().map(general));
    changes.extend(duty::of_crews(old, new).into_iter().map(general));
    changes.extend(duty::of_test(old, new).map(general));
    changes
}

fn general(effect: Effect) -> Change {
    Change {
        place: None,
        people_min: None,
        people_max: None,
        when: "任何时间".to_owned(),
        when_en: "always".to_owned(),
        at: None,
        what: effect.what,
        subject: effect.subject,
        message: effect.zh,
        message_en: effect.en,
    }
}

fn whole_place(place: &Place, what: &'static str, zh: &str, en: &str) -> Change {
    let mut change = general(Effect {
        what,
        subject: None,
        zh: format!("{}：{zh}", place.title.zh),
        en: format!("{}: {en}", place.title.en),
    });
    change.place = Some(place.id.clone());
    change
}

/// An hour that the two plans can tell apart.
type Hour = (Day, u16);

/// What changes at a place, by headcount and hour.
fn at_place(before: &Grid<'_>, after: &Grid<'_>, (old, new): (&Place, &Place)) -> Vec<Change> {
    let mut rules = before.rules_at(old);
    rules.extend(after.rules_at(new));
    let cuts = |grid: &Grid<'_>| -> Vec<u16> {
        let windows = grid.plan.windows.iter();
        windows.flat_map(|window| window.span.cuts()).collect()
    };
    let minutes = stretches(cuts(before).into_iter().chain(cuts(after)));
    let of_minute = |minute: &u16| {
        let minute = *minute;
        before.days.iter().map(move |day| (*day, minute))
    };
    let hours: Vec<Hour> = minutes.iter().flat_map(of_minute).collect();
    // Nobody is counted at a place above the own level, so there is one cell.
    let foreign = before.plan.is_foreign(old) && after.plan.is_foreign(new);
    let cells = if foreign {
        vec![Cell { min: 1, max: None }]
    } else {
        Grid::cells(&rules)
    };
    let mut found: BTreeMap<Effect, Vec<(Cell, BTreeSet<usize>)>> = BTreeMap::new();
    for cell in &cells {
        for (index, (day, minute)) in hours.iter().enumerate() {
            let people = (!foreign).then_some(cell.min);
            let one = |plan| {
                let applies = Plan::applies(plan, &old.id, people, day, *minute);
                match applies {
                    Applies::One(rule) => Some(rule),
                    Applies::None | Applies::Several(..) => None,
                }
            };
            for effect in effect::between(
                (before.plan, one(before.plan)),
                (after.plan, one(after.plan)),
            ) {
                let list = found.entry(effect).or_default();
                match list.last_mut().filter(|(last, _)| last == cell) {
                    Some((_, hours)) => {
                        hours.insert(index);
                    }
                    None => list.push((*cell, BTreeSet::from([index]))),
                }
            }
        }
    }
    let mut changes = Vec::new();
    for (effect, list) in found {
        for (cell, at) in merged(list) {
            changes.push(change(after, (old, foreign), &effect, cell, (&hours, &at)));
        }
    }
    changes.sort_by_key(|change| change.people_min);
    changes
}

/// Cells beside each other, where the same changes at the same hours, as one.
fn merged(list: Vec<(Cell, BTreeSet<usize>)>) -> Vec<(Cell, BTreeSet<usize>)> {
    let mut merged: Vec<(Cell, BTreeSet<usize>)> = Vec::new();
    for (cell, hours) in list {
        let beside = merged
            .last_mut()
            .filter(|(last, same)| last.max.map(|max| max + 1) == Some(cell.min) && *same == hours);
        match beside {
            Some((last, _)) => last.max = cell.max,
            None => merged.push((cell, hours)),
        }
    }
    merged
}

fn change(
    grid: &Grid<'_>,
    (place, foreign): (&Place, bool),
    effect: &Effect,
    cell: Cell,
    (hours, at): (&[Hour], &BTreeSet<usize>),
) -> Change {
    let mut change = general(effect.clone());
    change.place = Some(place.id.clone());
    if !foreign {
        change.people_min = Some(cell.min);
        change.people_max = cell.max;
    }
    let example = at.first().and_then(|index| hours.get(*index));
    if let Some((day, minute)) = example {
        change.at = grid.witness(place, None, (day, *minute), &[]).at;
    }
    if at.len() < hours.len() {
        let (zh, en) = windows_of(grid, hours, at);
        change.when = zh;
        change.when_en = en;
    }
    change
}

/// The windows of the plan in which all these hours lie; where none fits, only an example.
fn windows_of(grid: &Grid<'_>, hours: &[Hour], at: &BTreeSet<usize>) -> (String, String) {
    let held =
        |index: &usize, covers: &dyn Fn(&Hour) -> bool| hours.get(*index).is_some_and(covers);
    let fitting = grid.plan.windows.iter().filter(|window| {
        let covers = |hour: &Hour| window.span.covers(&hour.0, hour.1);
        hours
            .iter()
            .enumerate()
            .all(|(index, hour)| !covers(hour) || at.contains(&index))
    });
    let fitting: Vec<_> = fitting.collect();
    let covered = |index: &usize| {
        held(index, &|hour: &Hour| {
            fitting
                .iter()
                .any(|window| window.span.covers(&hour.0, hour.1))
        })
    };
    if fitting.is_empty() || !at.iter().all(covered) {
        return ("部分时间".to_owned(), "at some hours".to_owned());
    }
    let say = |language: Language| {
        let list: Vec<String> = fitting
            .iter()
            .map(|window| window.span.say(language))
            .collect();
        list.join(language.pick("；", "; "))
    };
    (say(Language::Zh), say(Language::En))
}
