//! What a clerk gets wrong and can put right: a slip of an entry, and a transfer to the wrong unit. What
//! stood stays, and no date moves.

use super::support::{at, healthy, obligations, track};
use huiyin_app::{Huiyin, InboxFilter, Refusal, StaffRegistrationDraft};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Channel, Class, Command, EntryPart, RefusalCode, SubmissionDraft};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park, claim, transfer, wait};

/// A letter as a clerk typed it.
fn letter(park: &Park<'_>) -> Filed {
    let huiyin: &Huiyin = park.huiyin;
    let draft = StaffRegistrationDraft {
        submission: SubmissionDraft {
            subject: Some("二号楼暖气不然".into()),
            body: Some("三天了。".into()),
            anonymous: true,
            ..SubmissionDraft::default()
        },
        postmark: Some("2026-02-11".parse().expect("a day")),
        ..StaffRegistrationDraft::default()
    };
    let who = park.who("clerk");
    let reply = wait(huiyin.register_as_staff(&who, draft, Channel::Letter, None));
    let registered = reply.expect("registers").registered;
    let number = PetitionNumber::parse(&registered.number).expect("a number");
    let id = huiyin
        .store()
        .read_here(|reader| reader.petition_numbered(who.authority, number));
    Filed {
        number,
        id: id.expect("reads").expect("there"),
        code: huiyin_app::code::TrackingCode::parse(&registered.tracking_code).expect("a code"),
    }
}

fn corrects(part: EntryPart, text: &str) -> Vec<Command> {
    let (text, reason) = (text.to_owned(), "录入时打错".to_owned());
    vec![Command::CorrectEntry { part, text, reason }]
}

fn code(refusal: &Refusal) -> RefusalCode {
    match refusal {
        Refusal::Case(refusal) => refusal.code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_slip_of_an_entry_is_corrected_beside_what_stood_for_staff_and_petitioner() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = letter(&park);
        let before = obligations(&huiyin);
        park.does(
            "clerk",
            &filed,
            corrects(EntryPart::Subject, "二号楼暖气不热"),
        );
        park.does("clerk", &filed, corrects(EntryPart::Postmark, "2026-02-10"));
        park.does("clerk", &filed, corrects(EntryPart::Postmark, "2026-02-09"));
        let due = |rows: Vec<_>| {
            rows.into_iter()
                .map(|row: huiyin_store::rows::ObligationRow| row.due_at)
                .collect::<Vec<_>>()
        };
        assert_eq!(due(obligations(&huiyin)), due(before), "no date moves");

        let view = park.open("clerk", &filed, false).expect("opens");
        assert_eq!(view.subject, "二号楼暖气不热");
        assert_eq!(view.postmark.as_deref(), Some("2026-02-09"));
        let told = view.corrections.iter();
        let told: Vec<_> = told
            .map(|one| (one.part.as_str(), one.before.as_str(), one.after.as_str()))
            .collect();
        let expected = [
            ("subject", "二号楼暖气不然", "二号楼暖气不热"),
            ("postmark", "2026-02-11", "2026-02-10"),
            ("postmark", "2026-02-10", "2026-02-09"),
        ];
        assert_eq!(told, expected);
        assert!(
            view.corrections
                .iter()
                .all(|one| one.by.is_some() && one.reason == "录入时打错")
        );
        let seen = track(&huiyin, &filed.code.grouped());
        assert_eq!(seen.subject, "二号楼暖气不热");
        assert_eq!(seen.corrections.len(), 3);
        let receipt = seen.receipt.expect("a receipt");
        assert!(!receipt.is_empty(), "the receipt is of what was registered");
        let inbox = park.inbox("clerk", InboxFilter::default());
        assert_eq!(inbox.entries[0].subject.as_deref(), Some("二号楼暖气不热"));

        let late = park.refused("clerk", &filed, corrects(EntryPart::Postmark, "2026-12-31"));
        assert_eq!(code(&late), RefusalCode::BadDate);
        let long = "长".repeat(201);
        let long = park.refused("clerk", &filed, corrects(EntryPart::Subject, &long));
        assert_eq!(code(&long), RefusalCode::TooLong);
        let own = park.file(false);
        let own = park.refused("clerk", &own, corrects(EntryPart::Body, "别的"));
        assert_eq!(code(&own), RefusalCode::PetitionersWords);
        healthy(&huiyin);
    });
}

#[test]
fn place_channel_and_day_of_receipt_are_corrected_and_only_what_is_owed_sooner_moves() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let room = huiyin_app::PlaceDraft {
            id: "gate".into(),
            name: huiyin_domain::language::Bilingual::new("北门", "North gate"),
            ..huiyin_app::PlaceDraft::default()
        };
        let order = super::people::order(huiyin_domain::event::Actor::Operator);
        wait(huiyin.set_place(order, None, room, None)).expect("a place");
        huiyin.refresh().expect("reads");
        place.clock.set(at("2026-03-12T10:00:00+08:00"));
        let filed = letter(&park);
        let due = || {
            let rows = obligations(&huiyin).into_iter();
            let mut open = rows.filter(|row| row.term == "sort");
            open.next()
                .map(|row| (row.opened_at, row.due_date.to_string()))
        };
        let (_, before) = due().expect("owed");
        park.does("clerk", &filed, corrects(EntryPart::ListedPlace, "gate"));
        park.does("clerk", &filed, corrects(EntryPart::Channel, "phone"));
        assert_eq!(due().expect("owed").1, before, "no date moves");
        let (received, after) = ("2026-03-09", "2026-03-24");
        park.does("clerk", &filed, corrects(EntryPart::ReceivedOn, received));
        let (from, sooner) = due().expect("owed");
        assert_eq!(from, at("2026-03-09T12:00:00+08:00"));
        assert!(
            sooner < before && sooner == after,
            "{sooner} after {before}"
        );
        let view = park.open("clerk", &filed, false).expect("opens");
        assert_eq!(view.channel, "phone");
        assert_eq!(view.place.map(|place| place.zh).as_deref(), Some("北门"));
        assert!(
            view.registered_at.starts_with(received),
            "{}",
            view.registered_at
        );
        let told = view
            .corrections
            .iter()
            .map(|one| (one.before.as_str(), one.after.as_str()));
        let expected = [("", "gate"), ("letter", "phone"), ("2026-03-12", received)];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        let words = view.corrections[1].after_words.as_ref();
        assert_eq!(words.map(|words| words.zh.as_str()), Some("电话"));
        for (part, text, refused) in [
            (
                EntryPart::ReceivedOn,
                "2026-03-11",
                RefusalCode::ReceiptLater,
            ),
            (EntryPart::ReceivedOn, "soon", RefusalCode::BadDate),
            (
                EntryPart::ReceivedOn,
                "2026-02-10",
                RefusalCode::ReceiptBeforePostmark,
            ),
            (EntryPart::Channel, "web", RefusalCode::UnknownChannel),
            (EntryPart::ListedPlace, "nowhere", RefusalCode::UnknownPlace),
        ] {
            let refusal = park.refused("clerk", &filed, corrects(part, text));
            assert_eq!(code(&refusal), refused, "{text}");
        }
        let seen = track(&huiyin, &filed.code.grouped());
        assert!(
            seen.registered_at.starts_with(received),
            "{}",
            seen.registered_at
        );
        let told = seen.corrections.iter().map(|one| one.part.as_str());
        let told: Vec<&str> = told.collect();
        assert_eq!(told, ["listed-place", "channel", "received-on"]);
        let none = corrects(EntryPart::ListedPlace, "none");
        park.does("clerk", &filed, none);
        assert_eq!(
            park.open("clerk", &filed, false).expect("opens").place,
            None
        );
        healthy(&huiyin);
    });
}

#[test]
fn what_began_in_the_same_instant_for_another_reason_counts_from_its_own_time() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        place.clock.set(at("2026-03-12T10:00:00+08:00"));
        let draft = StaffRegistrationDraft {
            submission: SubmissionDraft {
                subject: Some("围墙要倒".into()),
                body: Some("已经裂开。".into()),
                anonymous: true,
                ..SubmissionDraft::default()
            },
            class: Some((Class::Claim, Some(6))),
            danger: Some("围墙要倒".into()),
            accept: true,
            ..StaffRegistrationDraft::default()
        };
        let who = park.who("clerk");
        let reply = wait(huiyin.register_as_staff(&who, draft, Channel::Phone, None));
        let number = reply.expect("registers").registered.number;
        let number = PetitionNumber::parse(&number).expect("a number");
        let owed = || {
            let open = obligations(&huiyin).into_iter();
            let open = open.filter(|row| row.term != "sort");
            let due = open.map(|row| (row.term.clone(), row.opened_at, row.due_at));
            due.collect::<Vec<_>>()
        };
        let before = owed();
        assert!(before.iter().any(|(term, ..)| term == "urgent-report"));
        assert!(before.iter().any(|(term, ..)| term == "answer"));
        let earlier = corrects(EntryPart::ReceivedOn, "2026-03-10");
        wait(huiyin.act(&who, number, earlier, None)).expect("corrected");
        assert_eq!(owed(), before);
        healthy(&huiyin);
    });
}

#[test]
fn a_mistaken_transfer_is_recalled_and_the_wrong_unit_sees_it_no_more() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let due = |term: &str| {
            let rows = obligations(&huiyin).into_iter();
            let mut open = rows.filter(|row| row.term == term && row.met_at.is_none());
            open.next().map(|row| (row.unit, row.due_at))
        };
        let sort = due("sort").expect("owed");
        park.does("clerk", &filed, vec![claim(), transfer(park.unit("roads"))]);
        assert_eq!(due("sort"), None, "met by the transfer");
        assert!(park.open("roadclerk", &filed, false).is_ok());
        place.clock.set(at("2026-02-14T10:00:00+08:00"));
        let recall = || {
            vec![Command::Recall {
                reason: "转错了单位".into(),
            }]
        };
        assert_eq!(
            park.refused("roadclerk", &filed, recall()),
            Refusal::NotAllowed
        );
        park.does("clerk", &filed, recall());
        assert_eq!(due("sort"), Some(sort), "owed again, with its old day");
        let unknown = park.open("roadclerk", &filed, false);
        assert!(
            unknown.is_err(),
            "the wrong unit has nothing to do with it any more"
        );
        let view = park.open("clerk", &filed, false).expect("opens");
        assert!(view.notes.iter().any(|note| note.text == "转错了单位"));
        let seen = track(&huiyin, &filed.code.grouped());
        assert!(
            seen.timeline
                .iter()
                .any(|one| one.event == "TransferRecalled")
        );
        // To the right one; what was taken is not recalled.
        park.does("clerk", &filed, vec![transfer(park.unit("economy"))]);
        park.does("ecoclerk", &filed, vec![Command::Receive]);
        assert_eq!(park.refused("clerk", &filed, recall()), Refusal::NotAllowed);
        healthy(&huiyin);
    });
}
