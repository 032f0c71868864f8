//! Hints at petitions that could be about the same matter: what is found, who sees it, and that it stays
//! found out when two are told apart.

use super::support::{at, healthy, track};
use huiyin_app::{AppError, Huiyin, Refusal, SameMatter};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Channel, Command, MatterAt, RefusalCode, SubmissionDraft};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park, claim, transfer, wait};

const HEATING: &str = "010208";

/// A petition about a subject, at the reception room or nowhere in particular.
fn about(huiyin: &Huiyin, category: &str, place: Option<&str>, confidential: bool) -> Filed {
    let draft = SubmissionDraft {
        category: Some(category.into()),
        place: place.map(str::to_owned),
        confidential,
        ..SubmissionDraft::default()
    };
    filed(huiyin, draft)
}

/// One with or without a subject, a place and a class.
fn registered(
    huiyin: &Huiyin,
    category: Option<&str>,
    place: Option<&str>,
    class: Option<&str>,
) -> Filed {
    let draft = SubmissionDraft {
        category: category.map(str::to_owned),
        place: place.map(str::to_owned),
        class: class.map(str::to_owned),
        ..SubmissionDraft::default()
    };
    filed(huiyin, draft)
}

fn filed(huiyin: &Huiyin, draft: SubmissionDraft) -> Filed {
    let authority = huiyin.authority(None).expect("an authority");
    let draft = SubmissionDraft {
        subject: Some("二号楼暖气不热".into()),
        body: Some("三天了。".into()),
        ..draft
    };
    let reply = wait(huiyin.register(&authority, draft, Channel::Web, None));
    let registered = reply.expect("registers").registered;
    let number = PetitionNumber::parse(&registered.number).expect("a number");
    let id = huiyin
        .store()
        .read_here(|reader| reader.petition_numbered(authority.row.id, number));
    Filed {
        number,
        id: id.expect("reads").expect("there"),
        code: huiyin_app::code::TrackingCode::parse(&registered.tracking_code).expect("a code"),
    }
}

fn hints(park: &Park<'_>, login: &str, filed: &Filed) -> Vec<SameMatter> {
    let found = wait(park.huiyin.same_matters_of(&park.who(login), filed.number));
    found.expect("reads")
}

fn numbers(hints: &[SameMatter]) -> Vec<&str> {
    hints.iter().map(|one| one.number.as_str()).collect()
}

fn apart(other: &Filed) -> Vec<Command> {
    let (other, reason) = (other.id, String::new());
    vec![Command::TellApart { other, reason }]
}

#[test]
fn the_same_subject_near_in_time_and_at_no_other_place_is_hinted_at() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let old = about(&huiyin, HEATING, None, false);
        place.clock.set(at("2026-05-10T10:00:00+08:00"));
        let here = about(&huiyin, HEATING, Some("reception"), false);
        let nowhere = about(&huiyin, HEATING, None, false);
        let wider = about(&huiyin, "0102", None, false);
        let other = about(&huiyin, "010209", None, false);
        let own = about(&huiyin, HEATING, Some("reception"), false);
        let found = hints(&park, "clerk", &own);
        let expected = [&here, &wider, &nowhere].map(|one| one.number.to_string());
        assert_eq!(
            numbers(&found),
            expected,
            "the same place first, then the newest"
        );
        assert!(
            found
                .iter()
                .all(|one| one.earlier && one.subject == "二号楼暖气不热")
        );
        assert!(
            hints(&park, "clerk", &other)
                .iter()
                .all(|one| one.number == wider.number.to_string())
        );
        assert!(
            hints(&park, "clerk", &old).is_empty(),
            "three months earlier"
        );

        // The same at intake, before there is a petition.
        let matter = MatterAt {
            place: Some("reception".into()),
            category: Some(HEATING.into()),
            class: None,
            received_at: huiyin.now(),
        };
        let found = wait(huiyin.same_matters_as(&park.who("clerk"), matter.clone()));
        assert_eq!(found.expect("reads").len(), 4);
        let refused = wait(huiyin.same_matters_as(&park.who("roadhandler"), matter));
        assert!(matches!(
            refused,
            Err(AppError::Refused(Refusal::NotAllowed))
        ));
        healthy(&huiyin);
    });
}

/// A petition without a subject is found by its place, and thanks are no claim.
#[test]
fn what_has_no_subject_yet_is_found_at_its_place_and_another_kind_is_not() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let none = registered(&huiyin, None, Some("reception"), None);
        let nowhere = registered(&huiyin, None, None, None);
        let thanks = registered(
            &huiyin,
            Some(HEATING),
            Some("reception"),
            Some("suggestion"),
        );
        let own = about(&huiyin, HEATING, Some("reception"), false);
        assert_eq!(
            numbers(&hints(&park, "clerk", &own)),
            [none.number.to_string()]
        );
        assert_eq!(
            numbers(&hints(&park, "clerk", &none)),
            [own.number.to_string()]
        );
        assert!(hints(&park, "clerk", &nowhere).is_empty());
        assert!(hints(&park, "clerk", &thanks).is_empty());
        healthy(&huiyin);
    });
}

#[test]
fn nobody_is_hinted_at_what_they_may_not_open() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let hidden = about(&huiyin, HEATING, None, true);
        let elsewhere = about(&huiyin, HEATING, None, false);
        let steps = vec![claim(), transfer(park.unit("roads"))];
        park.does("clerk", &elsewhere, steps);
        let own = about(&huiyin, HEATING, None, false);
        let found = hints(&park, "clerk", &own);
        assert_eq!(numbers(&found), [elsewhere.number.to_string()]);
        // Who may not open the one that is asked about is told nothing of it.
        let refused = wait(huiyin.same_matters_of(&park.who("clerk"), hidden.number));
        assert!(matches!(
            refused,
            Err(AppError::Refused(Refusal::NoSuchPetition))
        ));
        // Who stepped aside does not see it in a hint either.
        let aside = Command::Recuse {
            reason: "亲属".into(),
        };
        let third = about(&huiyin, HEATING, None, false);
        park.does("clerk", &third, vec![aside]);
        assert_eq!(
            numbers(&hints(&park, "clerk", &own)),
            [elsewhere.number.to_string()]
        );
        // What is hidden and what is not there are told apart from nothing.
        let never = Filed {
            id: huiyin_domain::ids::PetitionId::new(1_000_000),
            ..elsewhere
        };
        let refusals = [&hidden, &never].map(|one| park.refused("clerk", &own, apart(one)));
        let Refusal::Case(refusal) = &refusals[0] else {
            panic!("{refusals:?}");
        };
        assert_eq!(refusal.code, RefusalCode::UnknownOther);
        assert_eq!(refusals[0], refusals[1]);
    });
}

#[test]
fn two_that_were_told_apart_or_merged_are_not_offered_again_and_no_petitioner_learns_of_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let first = about(&huiyin, HEATING, None, false);
        let second = about(&huiyin, HEATING, None, false);
        let third = about(&huiyin, HEATING, None, false);
        assert_eq!(hints(&park, "clerk", &first).len(), 2);
        park.does("clerk", &second, apart(&first));
        let [one, two] = [&first, &second].map(|one| hints(&park, "clerk", one));
        assert_eq!(numbers(&one), [third.number.to_string()]);
        assert_eq!(numbers(&two), [third.number.to_string()]);
        assert!(!one[0].earlier, "the later one goes into the earlier");
        let into = Command::Merge {
            into: first.id,
            reason: "同一件事".into(),
        };
        park.does("clerk", &third, vec![into]);
        for filed in [&first, &second, &third] {
            assert!(hints(&park, "clerk", filed).is_empty(), "{}", filed.number);
        }
        for (own, other) in [(&second, &first), (&first, &second)] {
            let seen = format!("{:?}", track(&huiyin, &own.code.grouped()));
            assert!(!seen.contains("ToldApart"), "{seen}");
            assert!(!seen.contains(&other.number.to_string()), "{seen}");
        }
        let view = park.open("clerk", &second, false).expect("opens");
        let told = view
            .timeline
            .iter()
            .any(|one| one.event == "MattersToldApart");
        assert!(told, "staff see it");
        healthy(&huiyin);
    });
}

#[test]
fn however_many_may_not_be_opened_the_one_that_may_is_hinted_at() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let seen = about(&huiyin, HEATING, None, false);
        place.clock.set(huiyin.now().plus_micros(1_000_000));
        // More than are read at a time, each hidden from another one.
        for nth in 0..41 {
            let hidden = about(&huiyin, HEATING, None, nth % 2 == 0);
            let reason = "亲属".to_owned();
            if nth % 2 == 1 {
                park.does("clerk", &hidden, vec![Command::Recuse { reason }]);
            }
        }
        for _ in 0..41 {
            let hidden = about(&huiyin, HEATING, None, false);
            let reason = "亲属".to_owned();
            park.does("clerk", &hidden, vec![Command::Recuse { reason }]);
        }
        let own = about(&huiyin, HEATING, None, false);
        let found = hints(&park, "clerk", &own);
        assert_eq!(numbers(&found), [seen.number.to_string()]);
        // All of them came at one instant: the walk goes on by their numbers, and repeats none.
        assert_eq!(hints(&park, "clerk2", &own).len(), 5);
    });
}
