//! More people are never received later, or by fewer (RULES 10.3).

use super::Grid;
use crate::plan::{Key, Notes, Rule, Witness};
use std::collections::BTreeSet;

/// Compares each tier with the next one of the same place and hour.
pub(super) fn check(grid: &Grid<'_>, notes: &mut Notes) {
    let mut told: BTreeSet<(&Key, &Key)> = BTreeSet::new();
    for place in &grid.plan.places {
        let rules = grid.rules_at(place);
        let cells = Grid::cells(&rules);
        for minute in grid.minutes(&rules) {
            for day in &grid.days {
                let mut before: Option<&Rule> = None;
                for cell in &cells {
                    let active = grid.active(&rules, place, cell.min, (day, minute));
                    let [rule] = active.as_slice() else {
                        continue;
                    };
                    let lower = before.replace(rule).filter(|lower| lower.id != rule.id);
                    if let Some(lower) = lower
                        && told.insert((&lower.id, &rule.id))
                    {
                        let case =
                            grid.witness(place, Some(cell.min), (day, minute), &[lower, rule]);
                        later(lower, rule, &case, notes);
                        fewer(lower, rule, case, notes);
                    }
                }
            }
        }
    }
}

/// By when a rule has a post there, in minutes.
fn arrival(rule: &Rule, post: &Key) -> Option<u32> {
    let calling = rule
        .receive
        .iter()
        .filter(|receive| receive.posts.contains(post));
    calling.map(|receive| receive.arrive_minutes).min()
}

fn first_arrival(rule: &Rule) -> Option<u32> {
    rule.receive
        .iter()
        .map(|receive| receive.arrive_minutes)
        .min()
}

fn later(lower: &Rule, higher: &Rule, case: &Witness, notes: &mut Notes) {
    let posts = higher.receive.iter().flat_map(|receive| &receive.posts);
    let slower = posts.filter_map(|post| {
        let (low, high) = (arrival(lower, post)?, arrival(higher, post)?);
        (high > low).then_some((Some(post), low, high))
    });
    let first = first_arrival(lower).zip(first_arrival(higher));
    let first = first.filter(|(low, high)| high > low);
    let found = slower
        .chain(first.map(|(low, high)| (None, low, high)))
        .next();
    let Some((post, low, high)) = found else {
        return;
    };
    let (who, who_en) = match post {
        Some(post) => (post.to_string(), post.to_string()),
        None => ("最先到的人".to_owned(), "the first to come".to_owned()),
    };
    let message = (
        format!(
            "人多反而更晚：{who}在{}须{low}分钟内到，在{}却是{high}分钟",
            lower.id, higher.id
        ),
        format!(
            "more people are received later: {who_en} comes within {low} minutes in {} and {high} in {}",
            lower.id, higher.id
        ),
    );
    let line = higher
        .receive
        .first()
        .map_or(higher.lines.rule, |receive| receive.line);
    let at = (line, format!("rule.{}.receive.arrive_minutes", higher.id));
    notes.add("tier-later", at, message, case.clone());
}

fn fewer(lower: &Rule, higher: &Rule, case: Witness, notes: &mut Notes) {
    let many = |rule: &Rule| rule.receive.iter().map(|receive| receive.need).sum::<u32>();
    let (low, high) = (many(lower), many(higher));
    if high >= low {
        return;
    }
    let message = (
        format!(
            "人多反而接待的人少：{}须{low}人到场，{}只须{high}人",
            lower.id, higher.id
        ),
        format!(
            "more people are received by fewer: {} needs {low} posts and {} only {high}",
            lower.id, higher.id
        ),
    );
    let line = higher
        .receive
        .first()
        .map_or(higher.lines.rule, |receive| receive.line);
    let at = (line, format!("rule.{}.receive.need", higher.id));
    notes.add("tier-fewer", at, message, case);
}
