//! Random tables: what the checker proves, a count over every hour of sixty days agrees with.

use super::plan_draft::{Draft, DraftReceive, DraftRule, DraftWindow, at, checked, good, local};
use jiff::ToSpan;
use jiff::civil::DateTime;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The days that are counted: from the day after [`at`], over holidays and make-up days.
const DAYS: i64 = 60;
/// The largest headcount that is counted, above every bound that the tables have.
const PEOPLE_MAX: u32 = 16;

fn windows() -> impl Strategy<Value = Vec<DraftWindow>> {
    let days =
        prop::sample::subsequence(vec!["workday", "restday", "mon", "wed", "sat", "sun"], 1..4);
    let one = (days, 0u16..24, 0u16..=24).prop_map(|(days, from, to)| DraftWindow {
        id: String::new(),
        days,
        from: from * 60,
        to: to * 60,
    });
    prop::collection::vec(one, 1..4).prop_map(|mut list| {
        for (index, one) in list.iter_mut().enumerate() {
            one.id = format!("w-{index}");
        }
        list
    })
}

/// Tables of one place: some have gaps, some overlaps, some neither.
fn tables() -> impl Strategy<Value = Draft> {
    let people = (1u32..14, prop_oneof![Just(0u32), 1u32..15]);
    let rules = prop::collection::vec((people, prop::option::of(0usize..4)), 1..6);
    (windows(), rules).prop_map(|(windows, rules)| {
        let mut draft = good(0);
        draft.places.truncate(1);
        let receive = DraftReceive {
            posts: vec!["head".to_owned()],
            need: None,
            arrive: 30,
            ack: 3,
            by: None,
        };
        let rule =
            |(index, ((min, max), window)): (usize, ((u32, u32), Option<usize>))| DraftRule {
                id: format!("r-{index}"),
                places: vec![draft.places[0].id.clone()],
                people: Some((min, max)),
                when: window
                    .iter()
                    .map(|one| windows[one % windows.len()].id.clone())
                    .collect(),
                text_zh: None,
                receive: vec![receive.clone()],
                tasks: Vec::new(),
                reports: Vec::new(),
                extra: Vec::new(),
            };
        draft.rules = rules.into_iter().enumerate().map(rule).collect();
        draft.windows = windows;
        draft
    })
}

/// Every headcount that no rule holds at some hour, and every pair of rules that meet at one.
fn counted(draft: &Draft) -> (BTreeSet<u32>, BTreeSet<(String, String)>, BTreeSet<String>) {
    let place = &draft.places[0].id;
    let zone = huiyin_domain::time::Zone::parse("Asia/Shanghai").expect("a zone");
    let first = at().date_in(&zone);
    let (mut gaps, mut pairs, mut lone) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for day in 1..=DAYS {
        for hour in 0..24 {
            let date = first.checked_add(day.days()).expect("a day");
            let moment: DateTime = date.at(hour, 0, 0, 0);
            let on = |rule: &&DraftRule| draft.is_on(rule, place, moment);
            let here: Vec<&DraftRule> = draft.rules.iter().filter(on).collect();
            for people in 1..=PEOPLE_MAX {
                let holding = here.iter().filter(|rule| rule.holds(Some(people)));
                let ruling: Vec<&str> = holding.map(|rule| rule.id.as_str()).collect();
                match ruling.as_slice() {
                    [] => {
                        gaps.insert(people);
                    }
                    [one] => {
                        lone.insert((*one).to_owned());
                    }
                    many => {
                        for (index, one) in many.iter().enumerate() {
                            for other in &many[index + 1..] {
                                pairs.insert(((*one).to_owned(), (*other).to_owned()));
                            }
                        }
                    }
                }
            }
        }
    }
    (gaps, pairs, lone)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_has_a_finding_where_counting_finds_one_and_only_there(draft in tables()) {
        let (gaps, pairs, lone) = counted(&draft);
        let findings = checked(&draft.plan(), None).findings;
        let place = draft.places[0].id.as_str();
        let mut told = BTreeSet::new();
        let mut has_gap = false;
        for found in &findings {
            let witness = &found.witness;
            let moment = witness.at.as_deref().map(local);
            match found.code {
                "gap" => {
                    // Never a false alarm: nobody rules the case that is told.
                    let ruling = draft.ruling(place, witness.people, moment.expect("a time"));
                    prop_assert!(ruling.is_empty(), "{found}");
                    has_gap = true;
                }
                "overlap" => {
                    let rules: Vec<String> = witness.rules.iter().map(ToString::to_string).collect();
                    let ruling = draft.ruling(place, witness.people, moment.expect("a time"));
                    prop_assert!(rules.iter().all(|id| ruling.contains(&id.as_str())), "{found}");
                    told.insert((rules[0].clone(), rules[1].clone()));
                }
                "unreachable-rule" => {
                    prop_assert!(!lone.contains(witness.rules[0].as_str()), "{found}");
                }
                _ => {}
            }
        }
        prop_assert!(gaps.is_empty() || has_gap, "gaps {gaps:?} not found in\n{}", draft.plan());
        let missed: Vec<_> = pairs.difference(&told).collect();
        prop_assert!(missed.is_empty(), "overlaps {missed:?} not found in\n{}", draft.plan());
        for rule in draft.rules.iter().filter(|rule| !lone.contains(&rule.id)) {
            let said = findings.iter().any(|one| {
                one.code == "unreachable-rule" && one.witness.rules[0].as_str() == rule.id
            });
            // Sixty days may lack the kind of day on which the rule stands alone.
            prop_assert!(said || alone_on_a_rare_day(&draft, &rule.id), "{} not found in\n{}", rule.id, draft.plan());
        }
    }
}

/// Whether a rule is the only one at some hour of the two years to come or the three before.
fn alone_on_a_rare_day(draft: &Draft, id: &str) -> bool {
    let place = &draft.places[0].id;
    let zone = huiyin_domain::time::Zone::parse("Asia/Shanghai").expect("a zone");
    let first = at().date_in(&zone);
    (-1100i64..=731).any(|day| {
        let date = first.checked_add(day.days()).expect("a day");
        (0..24).any(|hour| {
            let moment = date.at(hour, 0, 0, 0);
            (1..=PEOPLE_MAX).any(|people| draft.ruling(place, Some(people), moment) == [id])
        })
    })
}
