//! What a new version of a plan changes, in consequences; and the plan that a template becomes.

use super::plan_draft::{at, calendar, checked};
use huiyin_domain::language::Bilingual;
use huiyin_domain::plan::{Change, NewPlan, Plan, Sheet, diff, from_template};
use huiyin_domain::shipped::{self, ShippedPlan};

fn shipped_plan(id: &str) -> &'static ShippedPlan {
    let mut plans = shipped::plans().iter();
    plans.find(|one| one.id == id).expect("shipped")
}

fn changes(id: &str, change: impl Fn(&str) -> String) -> Vec<Change> {
    let old = shipped_plan(id).plan;
    let new = change(old);
    assert_ne!(old, new, "nothing was changed");
    let plan = |text: &str| Plan::parse(text).expect("a plan");
    diff(&plan(old), &plan(&new), calendar(), at())
}

/// The text with the first `from` after `anchor` replaced.
fn after(text: &str, anchor: &str, from: &str, to: &str) -> String {
    let (before, rest) = text.split_once(anchor).expect("the anchor");
    format!("{before}{anchor}{}", rest.replacen(from, to, 1))
}

#[test]
fn a_later_arrival_is_told_by_tier_and_post() {
    let found = changes("sample-park", |text| {
        after(
            text,
            "id = \"park-medium\"",
            "arrive_minutes = 20",
            "arrive_minutes = 30",
        )
    });
    assert_eq!(found.len(), 4);
    let leader = found
        .iter()
        .find(|one| one.subject.as_deref() == Some("leader-in-charge"))
        .expect("the leader");
    assert_eq!(
        (leader.what, leader.people_min, leader.people_max),
        ("later", Some(21), Some(50))
    );
    assert_eq!(
        leader.place.as_ref().map(|place| place.as_str()),
        Some("park-reception")
    );
    assert_eq!(leader.when_en, "always");
    assert_eq!(
        leader.message_en,
        "Leader in charge of petition work comes 10 minutes later (30 instead of 20)"
    );
}

#[test]
fn a_moved_tier_is_told_for_the_people_between() {
    let found = changes("sample-park", |text| {
        text.replace("people = [1, 20]", "people = [1, 30]")
            .replace("people = [21, 50]", "people = [31, 50]")
    });
    assert!(
        found
            .iter()
            .all(|one| (one.people_min, one.people_max) == (Some(21), Some(30))),
        "{found:?}"
    );
    let gone = found.iter().filter(|one| one.what == "post-gone").count();
    assert_eq!(gone, 2);
    assert!(
        found.iter().any(|one| one.what == "level")
            && found.iter().any(|one| one.what == "task-gone")
    );
}

#[test]
fn what_changes_at_some_hours_only_names_them() {
    let found = changes("town-one-clerk", |text| {
        after(
            text,
            "id = \"few-at-other-hours\"",
            "arrive_minutes = 40",
            "arrive_minutes = 35",
        )
    });
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].what, "earlier");
    assert!(
        found[0].when_en.contains("rest days") && found[0].when_en.contains("17:30"),
        "{}",
        found[0].when_en
    );
    assert!(found[0].at.is_some());
}

#[test]
fn ladders_rooms_and_places_are_told_too() {
    let found = changes("sample-park", |text| {
        let text = text.replacen("stand_ins = [\"duty-clerk\"]", "stand_ins = []", 1);
        let text = after(
            &text,
            "id = \"park-reception\"",
            "area_m2 = 120",
            "area_m2 = 80",
        );
        after(
            &text,
            "id = \"governance-head\"",
            "travel_minutes = 8",
            "travel_minutes = 12",
        )
    });
    let whats: Vec<_> = found.iter().map(|one| one.what).collect();
    assert_eq!(whats, ["capacity", "ladder", "travel"]);
}

#[test]
fn the_same_plan_changes_nothing() {
    for one in shipped::plans() {
        let plan = Plan::parse(one.plan).expect("a plan");
        assert_eq!(diff(&plan, &plan, calendar(), at()), []);
    }
}

#[test]
fn a_template_becomes_a_plan_of_ones_own() {
    for one in shipped::plans().iter().filter(|one| one.roster.is_some()) {
        let new = NewPlan {
            id: "riverside".to_owned(),
            title: Bilingual::new("河畔“新”区\\预案", "Plan of the \"Riverside\""),
            authority: "河畔新区".to_owned(),
        };
        let (plan, roster) = from_template((one.plan, one.roster.expect("a roster")), &new);
        let read = Plan::parse(&plan).expect("a plan");
        assert_eq!(
            (read.id.as_str(), &read.title, read.authority.as_str()),
            ("riverside", &new.title, "河畔新区")
        );
        assert_eq!(checked(&plan, Some(&roster)).findings, [], "{}", one.id);
        assert!(plan.contains('#'), "comments stay");
    }
    let literal = shipped_plan(shipped::LITERAL_2012);
    assert!(literal.roster.is_none());
}

const CREW: &str = "\n[[crew]]\nid = \"first-aid\"\nposts = [\"duty-clerk\", \"duty-leader\"]\nwhen = \"always\"\nmin = 1\nqualification = \"first-aider\"\n";

#[test]
fn a_minimum_crew_is_told_when_it_comes_changes_and_goes() {
    let old = shipped_plan("sample-park").plan;
    let with = format!("{old}{CREW}");
    let more = with.replace("min = 1\nqualification", "min = 2\nqualification");
    assert_ne!(with, more);
    let plan = |text: &str| Plan::parse(text).expect("a plan");
    let told = |from: &str, to: &str| -> Vec<(&'static str, String)> {
        let found = diff(&plan(from), &plan(to), calendar(), at());
        found
            .into_iter()
            .map(|one| (one.what, one.message_en))
            .collect()
    };
    let added = told(old, &with);
    assert_eq!(added.len(), 1, "{added:?}");
    assert_eq!(added[0].0, "crew-added");
    assert!(added[0].1.contains("first-aider: 1 at least"), "{added:?}");
    let changed = told(&with, &more);
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert!(
        changed[0].1.contains("2 at least") && changed[0].1.contains("was:"),
        "{changed:?}"
    );
    assert_eq!(told(&with, old)[0].0, "crew-gone");
    // It hangs on the wall: on the sheet, and on the cards of those who count.
    let sheet = Sheet::of(&plan(&with));
    assert_eq!(sheet.crews.len(), 1);
    assert!(sheet.crews[0].zh.contains("急救员至少1人") && sheet.crews[0].zh.contains("任何时间"));
    let cards = sheet.cards.iter().filter(|card| !card.crews.is_empty());
    let posts: Vec<&str> = cards.map(|card| card.post.as_str()).collect();
    assert_eq!(posts, ["duty-leader", "duty-clerk"]);
    assert_eq!(Sheet::of(&plan(old)).crews, []);
}

#[test]
fn other_hours_of_the_reachability_test_are_told() {
    let found = changes("sample-park", |text| {
        text.replace(
            "when = \"daytime\"\nminutes = 15",
            "when = \"always\"\nminutes = 5",
        )
    });
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].what, "test");
    assert!(found[0].message.contains("任何时间，等5分钟"), "{found:?}");
}
