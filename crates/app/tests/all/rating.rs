//! Ratings: with the code that acts, changed once, nobody's name beside them, sums of five of a quarter
//! that is over (RULES 3.3, 4.4).

use super::becoming::tracked;
use super::people::refusal;
use super::support::{at, healthy, wait};
use huiyin_app::{AppError, Refusal};
use huiyin_domain::petition::{Command, Grade, RatedSide, RefusalCode};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park, accept, claim, draft};

fn answered(park: &Park<'_>) -> Filed {
    let filed = park.at("economy", "ecohandler");
    let work = vec![accept(), draft(), Command::Submit];
    park.does("ecohandler", &filed, work);
    park.does("boss", &filed, vec![Command::Approve, Command::Issue]);
    // Opening it is receiving it.
    tracked(park, &filed, None);
    filed
}

fn rate(park: &Park<'_>, filed: &Filed, side: RatedSide, grade: Grade) -> Result<(), AppError> {
    wait(park.huiyin.rate((&filed.code, None), (side, grade)))
}

fn code(outcome: Result<(), AppError>) -> RefusalCode {
    match refusal(outcome) {
        Refusal::Case(case) => case.code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_side_is_rated_apart_and_changed_once() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let new = park.file(false);
        let early = rate(&park, &new, RatedSide::Office, Grade::Satisfied);
        assert_eq!(code(early), RefusalCode::NothingToRate);
        assert!(tracked(&park, &new, None).ratings.is_empty());

        let filed = answered(&park);
        let asked = tracked(&park, &filed, None).ratings;
        assert_eq!(asked.len(), 2);
        assert!(asked.iter().all(|one| one.may_rate && one.grade.is_none()));
        rate(&park, &filed, RatedSide::Unit, Grade::Satisfied).expect("rated");
        rate(&park, &filed, RatedSide::Unit, Grade::Satisfied).expect("the same again");
        rate(&park, &filed, RatedSide::Unit, Grade::NotSatisfied).expect("changed");
        let again = rate(&park, &filed, RatedSide::Unit, Grade::Fairly);
        assert_eq!(code(again), RefusalCode::RatedAgain);
        let said = tracked(&park, &filed, None).ratings;
        let said: Vec<_> = said
            .iter()
            .map(|one| (one.side.as_str(), one.grade.as_deref(), one.may_rate))
            .collect();
        assert_eq!(
            said,
            [
                ("office", None, true),
                ("unit", Some("not-satisfied"), false)
            ]
        );

        let view = wait(huiyin.make_view_code(&filed.code)).expect("made");
        let passed_on = wait(huiyin.track(&view)).expect("reads").expect("opens");
        assert!(passed_on.ratings.is_empty(), "only who acts sees it");
        let theirs = wait(huiyin.rate((&view, None), (RatedSide::Office, Grade::Fairly)));
        assert_eq!(code(theirs), RefusalCode::ViewCode);
        healthy(&huiyin);
    });
}

#[test]
fn staff_get_sums_of_five_of_a_quarter_that_is_over_and_nothing_else() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let before = park.rows();
        let filed: Vec<Filed> = (0..5).map(|_| answered(&park)).collect();
        let rows = park.rows();
        assert!(rows > before);
        for one in &filed[..4] {
            rate(&park, one, RatedSide::Unit, Grade::Satisfied).expect("rated");
        }
        let head = park.who("boss");
        let sums = || wait(huiyin.unit_ratings(&head)).expect("counts").units;
        place.clock.set(at("2026-05-20T10:00:00+08:00"));
        assert!(sums().is_empty(), "four are somebody");
        rate(&park, &filed[4], RatedSide::Unit, Grade::NotSatisfied).expect("rated");
        assert!(sums().is_empty(), "this quarter is not over");
        place.clock.set(at("2026-09-20T10:00:00+08:00"));
        let shown = sums();
        assert_eq!(shown.len(), 1);
        let (side, unit, counted) = shown[0];
        assert_eq!((side, unit), (RatedSide::Unit, park.unit("economy")));
        assert_eq!((counted.satisfied, counted.not_satisfied), (4, 1));
        let authority = huiyin.authority(None).expect("there");
        let public = wait(huiyin.public_ratings(&authority)).expect("counts");
        assert_eq!(public.sides.len(), 1);
        assert!(public.units.is_empty(), "no unit in public");
        // No journal tells that anybody rated, and no page of staff does.
        assert_eq!(park.rows(), rows);
        let seen = park.open("ecohandler", &filed[0], false).expect("opens");
        let seen = serde_json::to_string(&seen).expect("json");
        assert!(!seen.contains("satisfied"), "{seen}");
    });
}

#[test]
fn a_renewed_code_rates_after_fourteen_days() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim(), accept()]);
        tracked(&park, &filed, None);
        let renew = Command::RenewCode {
            representative: None,
            reason: "回执丢了".into(),
        };
        park.does("clerk", &filed, vec![renew]);
        let waiting = park.open("clerk2", &filed, false).expect("opens").waiting;
        let agree = Command::DecideProposal {
            proposal: huiyin_domain::ids::Position::new(waiting[0].position),
            agree: true,
            reason: String::new(),
        };
        let acted = park.does("clerk2", &filed, vec![agree]);
        let fresh = acted.tracking_code.expect("a code");
        let fresh = huiyin_app::code::TrackingCode::parse(&fresh).expect("a code");
        let rate = || wait(huiyin.rate((&fresh, None), (RatedSide::Office, Grade::Fairly)));
        assert_eq!(code(rate()), RefusalCode::RenewedCode);
        place.clock.set(at("2026-02-27T10:00:00+08:00"));
        rate().expect("rated");
        healthy(&huiyin);
    });
}
