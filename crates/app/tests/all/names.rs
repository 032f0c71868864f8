//! A name that a clerk misread, put right: beside what stood, for whoever may see the name, and for nobody else.

use super::support::{FIRST, event, healthy, journal, obligations, track};
use huiyin_app::code::TrackingCode;
use huiyin_app::{Refusal, StaffRegistrationDraft};
use huiyin_domain::event::Event;
use huiyin_domain::ids::Position;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Channel, Command, Identity, RefusalCode, SubmissionDraft};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park, wait};

const MISREAD: &str = "甲乙丙";
const RIGHT: &str = "甲乙两";
const WHY: &str = "信上的字看错了";

fn letter(park: &Park<'_>, identity: Option<Identity>, confidential: bool) -> Filed {
    let draft = StaffRegistrationDraft {
        submission: SubmissionDraft {
            subject: Some("二号楼暖气不热".into()),
            body: Some("三天了。".into()),
            anonymous: identity.is_none(),
            petitioner: identity,
            confidential,
            ..SubmissionDraft::default()
        },
        ..StaffRegistrationDraft::default()
    };
    let who = park.who("clerk");
    let reply = park
        .huiyin
        .register_as_staff(&who, draft, Channel::Letter, None);
    let registered = wait(reply).expect("registers").registered;
    let number = PetitionNumber::parse(&registered.number).expect("a number");
    let id = park
        .huiyin
        .store()
        .read_here(|reader| reader.petition_numbered(who.authority, number));
    Filed {
        number,
        id: id.expect("reads").expect("there"),
        code: TrackingCode::parse(&registered.tracking_code).expect("a code"),
    }
}

fn named() -> Identity {
    Identity {
        name: Some(MISREAD.into()),
        phone: Some("13900001111".into()),
        ..Identity::default()
    }
}

fn corrects(representative: Option<u8>, name: &str) -> Vec<Command> {
    vec![Command::CorrectName {
        representative,
        name: name.to_owned(),
        reason: WHY.to_owned(),
    }]
}

fn code(refusal: &Refusal) -> (RefusalCode, Option<&str>) {
    match refusal {
        Refusal::Case(refusal) => (refusal.code, refusal.field.as_deref()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_misread_name_is_corrected_and_what_stood_stays_for_whoever_may_see_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = letter(&park, Some(named()), false);
        let dates = || -> Vec<_> {
            let owed = obligations(&huiyin).into_iter();
            owed.map(|row| row.due_at).collect()
        };
        let (before, receipt) = (dates(), track(&huiyin, &filed.code.grouped()).receipt);
        let acted = park.does("clerk", &filed, corrects(None, RIGHT));
        assert_eq!(acted.events, ["NameCorrected"]);
        let again = park.does("clerk", &filed, corrects(None, RIGHT));
        // Whoever may not see the name does not learn by trying whether it is right.
        assert_eq!(again.events, ["NameCorrected"]);
        assert_eq!(dates(), before, "no date moves");

        let closed = park.open("clerk", &filed, false).expect("opens");
        let told = serde_json::to_string(&closed).expect("writes");
        assert!(!told.contains("甲乙") && !told.contains(WHY), "{told}");
        assert!(
            told.contains("更正了登记时写错的姓名"),
            "it is on the timeline"
        );
        let shown = park.open("clerk", &filed, true).expect("opens");
        let identity = shown.identity.expect("revealed");
        assert_eq!(identity.name.as_deref(), Some(RIGHT));
        assert_eq!(identity.phone.as_deref(), Some("13900001111"));
        assert_eq!(
            identity.corrected_names.len(),
            1,
            "the same name is no other"
        );
        let corrected = &identity.corrected_names[0];
        assert_eq!(
            (&*corrected.before, &*corrected.after, &*corrected.reason),
            (MISREAD, RIGHT, WHY)
        );
        assert!(corrected.by.is_some() && corrected.representative.is_none());

        // The petitioner learns that it was corrected; the receipt is of what was registered.
        let seen = track(&huiyin, &filed.code.grouped());
        assert_eq!(seen.receipt, receipt);
        let seen = serde_json::to_string(&seen).expect("writes");
        assert!(seen.contains("更正了登记时写错的姓名"), "{seen}");
        assert!(!seen.contains("甲乙") && !seen.contains(WHY), "{seen}");
        for row in journal(&huiyin, FIRST) {
            let open = String::from_utf8_lossy(&row.open).into_owned();
            assert!(!open.contains("甲乙"), "{open}");
        }
        healthy(&huiyin);
    });
}

#[test]
fn of_a_group_it_is_said_whose_and_the_contact_on_the_line_stays() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let group = Identity {
            representatives: vec!["李某 13800002222".into(), "张某".into()],
            ..named()
        };
        let filed = letter(&park, Some(group), false);
        let unsaid = park.refused("clerk", &filed, corrects(None, RIGHT));
        let whose = (RefusalCode::WhoseName, Some("representative"));
        assert_eq!(code(&unsaid), whose);
        let nobody = park.refused("clerk", &filed, corrects(Some(3), RIGHT));
        assert_eq!(code(&nobody), whose);
        park.does("clerk", &filed, corrects(Some(1), "黎某"));
        park.does("clerk", &filed, corrects(Some(0), RIGHT));
        let shown = park.open("clerk", &filed, true).expect("opens");
        let identity = shown.identity.expect("revealed");
        assert_eq!(identity.name.as_deref(), Some(RIGHT));
        assert_eq!(identity.representatives, ["黎某 13800002222", "张某"]);
        let told = identity.corrected_names.iter();
        let told: Vec<_> = told
            .map(|one| (one.representative, &*one.before, &*one.after))
            .collect();
        assert_eq!(told, [(Some(1), "李某", "黎某"), (Some(0), MISREAD, RIGHT)]);
        healthy(&huiyin);
    });
}

#[test]
fn nobody_becomes_known_by_it_and_a_confidential_one_stays_so() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let anonymous = letter(&park, None, false);
        let refused = park.refused("clerk", &anonymous, corrects(None, RIGHT));
        assert_eq!(code(&refused), (RefusalCode::NoName, None));
        let contact_alone = Identity {
            name: None,
            ..named()
        };
        let nameless = letter(&park, Some(contact_alone), false);
        let refused = park.refused("clerk", &nameless, corrects(None, RIGHT));
        assert_eq!(code(&refused), (RefusalCode::NoName, Some("name")));
        let plain = letter(&park, Some(named()), false);
        for wrong in ["", "两行\n的", &"长".repeat(201)] {
            let refused = park.refused("clerk", &plain, corrects(None, wrong));
            assert_eq!(code(&refused), (RefusalCode::BadName, Some("name")));
        }
        for stranger in ["roadclerk", "auditor"] {
            let step = park.act(stranger, &plain, corrects(None, RIGHT));
            assert!(step.is_err(), "{stranger}");
        }
        let kept = huiyin.store();
        let confidential = letter(&park, Some(named()), true);
        let who = |id| {
            let row = kept.read_here(|reader| reader.petition(FIRST, id));
            let row = row.expect("reads").expect("there");
            (row.who, row.restricted)
        };
        let before = who(confidential.id);
        let clerk = park.refused("clerk", &confidential, corrects(None, RIGHT));
        assert_eq!(clerk, Refusal::NoSuchPetition, "as for the contact");
        park.does("officer", &confidential, corrects(None, RIGHT));
        assert_eq!(who(confidential.id), before);
        let events = journal(&huiyin, FIRST);
        let mut events = events.iter().map(event);
        assert!(events.any(|event| matches!(event, Event::NameCorrected(_))));
        healthy(&huiyin);
    });
}

#[test]
fn one_from_an_old_page_overwrites_nothing() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = letter(&park, Some(named()), false);
        let old = park.open("clerk", &filed, false).expect("opens").version;
        park.does("clerk", &filed, corrects(None, RIGHT));
        let who = park.who("clerk");
        let step = corrects(None, "另一个");
        let late = wait(huiyin.act(&who, filed.number, step, Some(Position::new(old))));
        assert!(matches!(
            super::people::refusal(late),
            Refusal::ChangedMeanwhile { .. }
        ));
        healthy(&huiyin);
    });
}
