//! What was refused to staff is on record for the auditor, and tells nobody which petitions there are.

use super::support::{FIRST, healthy, wait};
use huiyin_app::{AppError, HandOverDraft, PeopleRefusal, REFUSED_DAYS, Refusal, RefusedAttempt};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::Command;
use huiyin_domain::time::DAY_MICROS;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{CANARIES, Filed, Park, accept, claim, draft, transfer};

fn refused(park: &Park<'_>, rows_max: u32) -> Vec<RefusedAttempt> {
    let auditor = park.who("auditor");
    wait(park.huiyin.refused_attempts(&auditor, None, rows_max)).expect("reads")
}

fn numbered(filed: &Filed, number: &str) -> Filed {
    Filed {
        number: PetitionNumber::parse(number).expect("a number"),
        id: filed.id,
        code: filed.code.clone(),
    }
}

/// What an entry tells but for its id and times.
fn told(one: &RefusedAttempt) -> (&str, &str, Option<&str>, i64) {
    (&one.name, &one.wish, one.number.as_deref(), one.times)
}

#[test]
fn each_attempt_is_on_record_alike_whether_there_is_such_a_petition_or_not() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(true);
        let never = numbered(&filed, "2026-999999");
        let rows = park.rows();
        for one in [&filed, &never] {
            for _ in 0..3 {
                assert!(park.open("roadhandler", one, false).is_err());
            }
            park.refused("roadhandler", one, vec![claim()]);
            park.refused("roadhandler", one, vec![Command::Close, claim()]);
            assert!(park.open("roadhandler", one, true).is_err());
            let to = HandOverDraft {
                to: "nowhere".into(),
                reason: "试试".into(),
            };
            let who = park.who("roadhandler");
            let done = wait(huiyin.hand_over(&who, one.number, to, None, None));
            assert!(matches!(
                done,
                Err(AppError::Refused(Refusal::NoSuchPetition))
            ));
        }
        assert_eq!(
            park.rows(),
            rows,
            "the journal of petitions tells none of it"
        );
        let listed = refused(&park, 100);
        // Not even the auditor may know of a restricted petition: of neither is there a number.
        let (later, earlier) = listed.split_at(listed.len() / 2);
        let all: Vec<_> = earlier.iter().map(told).collect();
        assert_eq!(all, later.iter().map(told).collect::<Vec<_>>());
        let name = park.who("roadhandler").name;
        let expected = [
            ("hand-over", 1),
            ("reveal-identity", 1),
            ("close", 1),
            ("classify", 1),
            ("open", 3),
        ];
        let expected = expected.map(|(wish, times)| (name.as_str(), wish, None, times));
        assert_eq!(all, expected);
        let text = serde_json::to_string(&listed).expect("writes");
        for canary in CANARIES {
            assert!(!text.contains(canary), "{canary}");
        }
        assert!(!text.contains(&filed.number.to_string()), "{text}");
        healthy(&huiyin);
    });
}

#[test]
fn the_auditor_sees_the_number_of_what_they_may_open_and_nobody_else_sees_any() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let commands = vec![claim(), transfer(park.unit("economy"))];
        park.does("clerk", &filed, commands);
        // They may know of it, and not do this.
        park.refused("supervisor", &filed, vec![Command::Close]);
        assert!(park.open("roadhandler", &filed, false).is_err());
        let number = filed.number.to_string();
        let listed = refused(&park, 10);
        let numbers: Vec<_> = listed.iter().map(|one| one.number.as_deref()).collect();
        assert_eq!(numbers, [Some(number.as_str()); 2]);
        // One page after the other.
        let auditor = park.who("auditor");
        let newest = wait(huiyin.refused_attempts(&auditor, None, 1)).expect("reads");
        let older = huiyin.refused_attempts(&auditor, Some(newest[0].id), 10);
        assert_eq!(wait(older).expect("reads"), listed[1..]);
        for login in park.everybody() {
            let read = wait(huiyin.refused_attempts(&park.who(login), None, 10));
            let denied = matches!(
                read,
                Err(AppError::Refused(Refusal::People(
                    PeopleRefusal::NotAllowed
                )))
            );
            assert_eq!(denied, login != "auditor", "{login}");
        }
    });
}

#[test]
fn what_the_rules_refuse_is_on_record_where_it_shows_an_attempt() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        park.does(
            "ecohandler",
            &filed,
            vec![accept(), draft(), Command::Submit],
        );
        let number = filed.number.to_string();
        // Not their post; in the petitioner's place; gone before it is answered; a matter of no unit's.
        park.refused("ecohead", &filed, vec![Command::Approve]);
        park.refused("ecohandler", &filed, vec![Command::Close]);
        park.refused("ecohandler", &filed, vec![Command::Close]);
        let plant = vec![transfer(park.unit("plant"))];
        park.refused("ecohead", &filed, plant);
        // What a busy day brings: a page that is no longer new, a reason left out.
        park.refused("ecohandler", &filed, vec![accept()]);
        let reason = String::new();
        park.refused("ecohandler", &filed, vec![Command::AskExtension { reason }]);
        let listed = refused(&park, 100);
        let all: Vec<_> = listed
            .iter()
            .rev()
            .map(|one| (told(one), one.code))
            .collect();
        let of = |login: &str| park.who(login).name;
        let (head, handler) = (of("ecohead"), of("ecohandler"));
        let number = Some(number.as_str());
        let expected = [
            ((head.as_str(), "approve", number, 1), Some("not_approver")),
            ((handler.as_str(), "close", number, 2), Some("wrong_state")),
            (
                (head.as_str(), "transfer", number, 1),
                Some("unit_cannot_answer"),
            ),
        ];
        assert_eq!(all, expected);
        let why = listed[2].why.as_ref().expect("told why");
        assert!(why.en.contains("rulebook"), "{why:?}");
        healthy(&huiyin);
    });
}

#[test]
fn why_it_was_refused_is_not_told_of_what_the_auditor_may_not_open() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(true);
        park.refused("officer", &filed, vec![Command::Close]);
        let never = numbered(&filed, "2026-999999");
        park.refused("officer", &never, vec![Command::Close]);
        let listed = refused(&park, 10);
        let (one, other) = (&listed[0], &listed[1]);
        assert_eq!((told(one), told(other)), (told(other), told(one)));
        for one in &listed {
            assert_eq!((one.number.as_ref(), one.code), (None, None));
            assert_eq!(one.why, None);
        }
        healthy(&huiyin);
    });
}

#[test]
fn a_flood_is_some_rows_and_all_of_it_is_forgotten_in_time() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        for sequence in 0..130 {
            let one = numbered(&filed, &format!("2026-{:06}", 900_000 + sequence));
            assert!(park.open("roadhandler", &one, false).is_err());
        }
        let listed = refused(&park, 1_000);
        assert_eq!(listed.len(), 101, "a hundred numbers, and the rest as one");
        assert_eq!(listed[0].times, 30);
        let times: i64 = listed.iter().map(|one| one.times).sum();
        assert_eq!(times, 130, "none is lost");
        place
            .clock
            .set(huiyin.now().plus_micros((REFUSED_DAYS + 1) * DAY_MICROS));
        huiyin.tick(huiyin.now()).expect("ticks");
        assert_eq!(refused(&park, 1_000), []);
        let first = huiyin
            .store()
            .read_here(|reader| reader.first_refused(FIRST));
        assert_eq!(first.expect("reads"), None);
        healthy(&huiyin);
    });
}
