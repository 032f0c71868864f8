//! Whoever passes a petition on is offered the units that can have it, told why others are missing, and refused in the
//! same words: one rule for the list and for the step.

use super::people::order;
use super::support::healthy;
use huiyin_app::{CaseView, Change, Refusal, RoleDraft, StaffDraft, UnitDraft};
use huiyin_domain::event::Actor;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::{Action, Command, RefusalCode};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Park, claim, transfer};

/// The units that are offered, and why others are not among them.
fn offered(view: &CaseView) -> (Vec<&str>, Option<&str>) {
    let all = view.passes_to.as_ref().expect("they may pass it on");
    let mut names: Vec<&str> = all.units.iter().map(|unit| unit.name.zh.as_str()).collect();
    names.sort_unstable();
    (names, all.left_out.as_ref().map(|words| words.zh.as_str()))
}

/// Why a step is not possible.
fn why_not(view: &CaseView, action: Action) -> Option<RefusalCode> {
    let mut possible = view.possible.iter();
    let found = possible.find(|one| one.action == action).expect("theirs");
    found.refusal.as_ref().map(|refusal| refusal.code)
}

fn code(refusal: Refusal) -> (RefusalCode, Option<String>) {
    match refusal {
        Refusal::Case(case) => (case.code, case.field),
        other => panic!("{other:?}"),
    }
}

#[test]
fn units_that_can_have_it_are_offered_and_no_other() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let administers = |change: Change| {
            let done = huiyin.administer_here(order(Actor::Operator), change);
            done.expect("administered");
        };
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim()]);
        let seen = || park.open("clerk", &filed, false).expect("opens");
        // Neither its own unit, nor an enterprise.
        assert_eq!(
            offered(&seen()),
            (vec!["economy", "park", "roads", "team"], None)
        );
        let respondents = Command::NameRespondents {
            units: vec![park.unit("roads")],
            posts: Vec::new(),
            words: Vec::new(),
        };
        park.does("clerk", &filed, vec![respondents]);
        let view = seen();
        let (names, why) = offered(&view);
        assert_eq!(names, ["economy", "park"], "nor who is under it");
        assert!(
            why.is_some_and(|why| why.contains("被反映的单位")),
            "{why:?}"
        );
        let refused = park.refused("clerk", &filed, vec![transfer(park.unit("team"))]);
        assert_eq!(code(refused).0, RefusalCode::RespondentUnit);
        let closed = UnitDraft {
            key: "economy".into(),
            name: Bilingual::new("economy", ""),
            kind: "public".into(),
            parent: Some(park.unit("park").raw()),
            closed: true,
            ..UnitDraft::default()
        };
        let other = park.file(false);
        administers(Change::Unit(Some(park.unit("economy")), closed));
        assert_eq!(offered(&seen()).0, ["park"]);
        park.does("clerk", &other, vec![claim(), transfer(park.unit("roads"))]);
        // Where it was sent on, it is not sent there again; and whoever only looks is offered nothing.
        park.does("roadclerk", &other, vec![Command::Receive]);
        let theirs = park.open("roadclerk", &other, false).expect("opens");
        assert!(!offered(&theirs).0.contains(&"roads"));
        let looks = park.open("auditor", &other, false).expect("opens");
        assert!(looks.passes_to.is_none());
        healthy(&huiyin);
    });
}

#[test]
fn a_restricted_matter_is_offered_to_units_with_a_named_officer() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(true);
        park.does("officer", &filed, vec![claim()]);
        let seen = || park.open("officer", &filed, false).expect("opens");
        let view = seen();
        let (names, why) = offered(&view);
        assert!(names.is_empty(), "{names:?}");
        assert!(why.is_some_and(|why| why.contains("专办员")), "{why:?}");
        for action in [Action::Transfer, Action::Assign, Action::AskSupport] {
            let found = why_not(&view, action);
            // Support is asked for once it is accepted.
            let fits = found == Some(RefusalCode::Restricted) || action == Action::AskSupport;
            assert!(fits, "{action:?}: {found:?}");
        }
        let refused = park.refused("officer", &filed, vec![transfer(park.unit("economy"))]);
        let to = Some("to".to_owned());
        assert_eq!(code(refused), (RefusalCode::Restricted, to));
        let officer = StaffDraft {
            login: "ecoofficer".into(),
            name: "ecoofficer".into(),
            roles: vec![RoleDraft {
                unit: park.unit("economy").raw(),
                role: "officer".into(),
            }],
            ..StaffDraft::default()
        };
        let done = huiyin.administer_here(order(Actor::Operator), Change::Staff(None, officer));
        done.expect("administered");
        let view = seen();
        assert_eq!(offered(&view).0, ["economy"]);
        assert_eq!(why_not(&view, Action::Transfer), None);
        park.does("officer", &filed, vec![transfer(park.unit("economy"))]);
        healthy(&huiyin);
    });
}
