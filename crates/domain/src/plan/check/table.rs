//! Exactly one rule for each case: gaps, overlaps, rules that nothing reaches (hit policy Unique).

use super::Grid;
use super::grid::Cell;
use crate::plan::{Day, Key, Notes, Place, Rule, Span, Witness, minute_text};
use std::collections::BTreeSet;

/// Checks every place's table.
pub(super) fn check(grid: &Grid<'_>, notes: &mut Notes) {
    let mut lone: BTreeSet<&Key> = BTreeSet::new();
    let mut told: BTreeSet<(&Key, &Key)> = BTreeSet::new();
    for place in &grid.plan.places {
        let rules = grid.rules_at(place);
        let minutes = grid.minutes(&rules);
        let mut gaps: Vec<(Cell, Day, u16)> = Vec::new();
        for cell in Grid::cells(&rules) {
            let mut gap = None;
            for (day, minute) in hours(grid, &minutes) {
                let active = grid.active(&rules, place, cell.min, (day, minute));
                match active.as_slice() {
                    [] => {
                        gap.get_or_insert((cell, *day, minute));
                    }
                    [one] => {
                        lone.insert(&one.id);
                    }
                    many => {
                        for (one, other) in pairs(many) {
                            if told.insert((&one.id, &other.id)) {
                                let people = Some(cell.min);
                                let case =
                                    grid.witness(place, people, (day, minute), &[one, other]);
                                overlap(one, other, case, notes);
                            }
                        }
                    }
                }
            }
            gaps.extend(gap);
        }
        if !grid.plan.is_foreign(place) {
            tell_gaps(grid, place, &gaps, notes);
        }
        overlapping_windows(grid, place, &rules, notes);
    }
    for rule in &grid.plan.rules {
        // A rule of unknown places is told as that.
        let known = rule.places.iter().any(|id| grid.plan.place(id).is_some());
        if (known || rule.places.is_empty()) && !lone.contains(&rule.id) {
            unreachable(grid, rule, notes);
        }
        inclusive_word(grid, rule, notes);
    }
}

/// Every two of some rules, in the order of the file.
fn pairs<'r>(rules: &[&'r Rule]) -> impl Iterator<Item = (&'r Rule, &'r Rule)> {
    let after = |(index, one): (usize, &&'r Rule)| {
        let one: &'r Rule = one;
        rules.iter().skip(index + 1).map(move |other| (one, *other))
    };
    rules.iter().enumerate().flat_map(after)
}

/// Every hour that can be told apart: ten in the morning of each kind of day first.
fn hours<'g>(grid: &'g Grid<'_>, minutes: &'g [u16]) -> impl Iterator<Item = (&'g Day, u16)> {
    let of_minute = |minute: &'g u16| grid.days.iter().map(|day| (day, *minute));
    minutes.iter().flat_map(of_minute)
}

fn tell_gaps(grid: &Grid<'_>, place: &Place, gaps: &[(Cell, Day, u16)], notes: &mut Notes) {
    let mut index = 0;
    while let Some((first, day, minute)) = gaps.get(index) {
        // Tiers beside each other that lack a rule at the same hour are one gap.
        let mut last = *first;
        while let Some((next, next_day, next_minute)) = gaps.get(index + 1) {
            let beside = last.max.map(|max| max + 1) == Some(next.min);
            if !beside || (next_day, next_minute) != (day, minute) {
                break;
            }
            last = *next;
            index += 1;
        }
        index += 1;
        let (zh, en) = match last.max {
            None => (
                format!("{}人及以上", first.min),
                format!("{} and more", first.min),
            ),
            Some(max) if max == first.min => (format!("{max}人"), max.to_string()),
            Some(max) => (
                format!("{}至{max}人", first.min),
                format!("{} to {max}", first.min),
            ),
        };
        let when = format!("{} {}", day.date, minute_text(*minute));
        let message = (
            format!("{when}有{zh}来时没有规则，请补上"),
            format!("no rule for {en} people on {when}; add one"),
        );
        let at = (place.line, format!("place.{}", place.id));
        let case = grid.witness(place, Some(first.min), (day, *minute), &[]);
        notes.add("gap", at, message, case);
    }
}

fn overlap(one: &Rule, other: &Rule, case: Witness, notes: &mut Notes) {
    let many = case.people.unwrap_or_default();
    let when = case.at.clone().unwrap_or_default();
    let message = (
        format!(
            "{many}人（{when}）时{}和{}都适用，只能适用一条；人数两端都包含在内",
            one.id, other.id
        ),
        format!(
            "for {many} people at {when} both {} and {} apply; make it one (both ends of people count)",
            one.id, other.id
        ),
    );
    let later = if one.lines.rule < other.lines.rule {
        other
    } else {
        one
    };
    let at = (later.lines.people, format!("rule.{}.people", later.id));
    notes.add("overlap", at, message, case);
}

fn unreachable(grid: &Grid<'_>, rule: &Rule, notes: &mut Notes) {
    let reversed = rule.people.filter(|range| !range.holds(range.min));
    let reason = match reversed {
        Some(range) => {
            let max = range.max.unwrap_or_default();
            (
                format!("人数从{}到{max}，没有这样的人数", range.min),
                format!(
                    "people from {} to {max}: there is no such number",
                    range.min
                ),
            )
        }
        None => (
            "没有只归它管的情形".to_owned(),
            "there is no case that is this rule's alone".to_owned(),
        ),
    };
    let message = (
        format!("永远不会适用：{}；请改正或删去", reason.0),
        format!("never applies: {}; correct it or take it out", reason.1),
    );
    let at = (rule.lines.people, format!("rule.{}", rule.id));
    notes.add("unreachable-rule", at, message, grid.example(rule));
}

/// Two windows of one place that share an hour (RULES 10.3).
fn overlapping_windows(grid: &Grid<'_>, place: &Place, rules: &[&Rule], notes: &mut Notes) {
    let mut used: Vec<&Key> = rules.iter().flat_map(|rule| &rule.windows).collect();
    used.sort_unstable();
    used.dedup();
    let minutes = grid.minutes(rules);
    for (index, one) in used.iter().enumerate() {
        for other in used.iter().skip(index + 1) {
            let (Some(a), Some(b)) = (grid.plan.window(one), grid.plan.window(other)) else {
                continue;
            };
            let both = |span: &Span, day: &Day, minute| span.covers(day, minute);
            let shared = hours(grid, &minutes)
                .find(|(day, minute)| both(&a.span, day, *minute) && both(&b.span, day, *minute));
            let Some((day, minute)) = shared else {
                continue;
            };
            let naming = |rule: &&&Rule| rule.windows.contains(one) || rule.windows.contains(other);
            let naming: Vec<&Rule> = rules.iter().filter(naming).copied().collect();
            let message = (
                format!("时段{one}和{other}有重叠，同一场所的时段不能重叠"),
                format!("the windows {one} and {other} share hours; windows of one place must not"),
            );
            let line = naming.last().map_or(place.line, |rule| rule.lines.when);
            let at = (line, format!("place.{}", place.id));
            let case = grid.witness(place, None, (day, minute), &naming);
            notes.add("overlap-window", at, message, case);
        }
    }
}

/// "20人以下" counts 20 itself in Chinese law; many who write it mean "under 20".
fn inclusive_word(grid: &Grid<'_>, rule: &Rule, notes: &mut Notes) {
    let Some(number) = rule.text_zh.as_deref().and_then(number_before_below) else {
        return;
    };
    if rule.people.and_then(|range| range.max) != Some(number) {
        return;
    }
    let message = (
        format!(
            "“{number}人以下”按法律用语含{number}人；若本意是不足{number}人，请改为到{}为止",
            number.saturating_sub(1)
        ),
        format!(
            "“{number}人以下” counts {number} itself, as Chinese law uses the word; if “under {number}” was meant, end the tier at {}",
            number.saturating_sub(1)
        ),
    );
    let at = (rule.lines.text, format!("rule.{}.text_zh", rule.id));
    let mut case = grid.example(rule);
    case.people = Some(number);
    notes.add("inclusive-word", at, message, case);
}

/// The number before 以下, with or without 人 or 名 between them.
fn number_before_below(text: &str) -> Option<u32> {
    let before = text.get(..text.find("以下")?)?;
    let before = before.trim_end().trim_end_matches(['人', '名']).trim_end();
    let kept = before.trim_end_matches(|c: char| c.is_ascii_digit());
    before.get(kept.len()..)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::number_before_below;

    #[test]
    fn the_number_before_below_is_found() {
        for (text, number) in [
            ("20人以下", Some(20)),
            ("来访20 人以下的", Some(20)),
            ("20名以下", Some(20)),
            ("20以下", Some(20)),
            ("50人以内", None),
            ("人以下", None),
        ] {
            assert_eq!(number_before_below(text), number, "{text}");
        }
    }
}
