//! Who reads a file of a petition, and that it is on record before they do (RULES 4).

use super::files::{pdf, png};
use super::support::{FIRST, at, draft as matter, event, healthy, journal, track, wait};
use huiyin_app::code::TrackingCode;
use huiyin_app::{AppError, FileDraft, Idempotency, Refusal, StaffRegistrationDraft};
use huiyin_domain::event::{AccessPart, Document, Event, FilePurpose, ServiceWay};
use huiyin_domain::ids::{FileId, Position, StaffId};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Channel, Command, FieldProblem, RefusalCode};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{CANARIES, Filed, Park, accept, claim, draft, transfer, whole};

fn scan(purpose: FilePurpose) -> FileDraft {
    FileDraft {
        field: "file".into(),
        name: format!("{}的信.pdf", CANARIES[0]),
        purpose,
        bytes: pdf(300_000),
    }
}

fn refusal<T>(outcome: Result<T, AppError>) -> Refusal {
    match outcome {
        Err(AppError::Refused(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was not refused"),
    }
}

/// Who looked at which part of a petition, in order.
fn looks(park: &Park<'_>, filed: &Filed) -> Vec<(StaffId, AccessPart)> {
    let rows = journal(park.huiyin, FIRST);
    let of = rows.iter().filter(|row| row.petition == Some(filed.id));
    of.filter_map(|row| match event(row) {
        Event::AccessRecorded(access) => Some((access.staff, access.part)),
        _ => None,
    })
    .collect()
}

#[test]
fn whoever_handles_it_reads_a_scan_and_the_petitioner_sees_that() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let file = park.adds("ecohandler", &filed, scan(FilePurpose::Letter));
        let file = file.expect("taken");
        let before = looks(&park, &filed);
        let read = park.reads("ecohandler2", &filed, file).expect("reads");
        assert_eq!(read.bytes, pdf(300_000));
        let reader = park.staff("ecohandler2");
        let both = [(reader, AccessPart::Text), (reader, AccessPart::Identity)];
        assert_eq!(looks(&park, &filed)[before.len()..], both);
        park.reads("ecohandler2", &filed, file).expect("again");
        assert_eq!(looks(&park, &filed).len(), before.len() + 2, "once an hour");
        let told = track(&huiyin, &filed.code.grouped());
        let seen = told.access_records.iter();
        assert!(
            seen.clone()
                .any(|one| one.name == "ecohandler2" && one.part == "identity")
        );
        healthy(&huiyin);
    });
}

#[test]
fn who_may_only_open_it_sees_that_there_is_a_scan_and_not_whose() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let file = park.adds("ecohandler", &filed, scan(FilePurpose::Letter));
        let file = file.expect("taken");
        for login in ["clerk", "supervisor", "auditor", "leader"] {
            let view = park.open(login, &filed, false).expect("opens");
            let [one] = &view.files[..] else {
                panic!("{login}: {:?}", view.files);
            };
            assert_eq!((one.id, one.name.as_deref()), (file.raw(), None), "{login}");
            assert!(!one.may_read && !view.may_add_files, "{login}");
            let (before, looked) = (park.rows(), looks(&park, &filed));
            let refused = refusal(park.reads(login, &filed, file));
            assert_eq!(refused, Refusal::NotAllowed, "{login}");
            let refused = refusal(park.adds(login, &filed, scan(FilePurpose::Letter)));
            assert_eq!(refused, Refusal::NotAllowed, "{login}");
            assert_eq!(park.rows(), before, "{login} left a trace");
            assert_eq!(looks(&park, &filed), looked);
        }
        // Not even whoever may read it learns the name in passing.
        let view = park.open("ecohandler", &filed, false).expect("opens");
        assert!(view.files[0].may_read && view.may_add_files);
        assert_eq!(view.files[0].name, None);
        let view = park.open("ecohandler", &filed, true).expect("reveals");
        let name = view.files[0].name.as_deref();
        assert!(name.is_some_and(|name| name.contains(CANARIES[0])));
        assert_eq!(view.files[0].by.as_deref(), Some("ecohandler"));
    });
}

#[test]
fn who_may_not_know_of_the_petition_learns_nothing_of_its_files() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let file = park.adds("clerk", &filed, scan(FilePurpose::Letter));
        let file = file.expect("taken");
        // Before it is sorted its clerks only; then never whom it complains of, nor who stepped aside.
        let nobody = |logins: &[&str]| {
            for login in logins {
                let before = park.rows();
                for id in [file, FileId::new(1), FileId::new(1_000_000)] {
                    let refused = refusal(park.reads(login, &filed, id));
                    assert_eq!(refused, Refusal::NoSuchPetition, "{login}");
                }
                let refused = refusal(park.adds(login, &filed, scan(FilePurpose::Evidence)));
                assert_eq!(refused, Refusal::NoSuchPetition, "{login}");
                assert_eq!(park.rows(), before, "{login} left a trace");
            }
        };
        nobody(&[
            "officehandler",
            "officer",
            "ecohandler",
            "leader",
            "auditor",
            "admin",
        ]);
        let respondents = Command::NameRespondents {
            units: vec![park.unit("roads")],
            posts: Vec::new(),
            words: Vec::new(),
        };
        park.does("clerk", &filed, vec![respondents, claim()]);
        park.does("clerk", &filed, vec![transfer(park.unit("economy"))]);
        park.does("ecohandler", &filed, vec![Command::Receive]);
        nobody(&[
            "roadhandler",
            "roadhead",
            "teamhandler",
            "double",
            "planthandler",
            "admin",
        ]);
        park.reads("ecohandler2", &filed, file).expect("reads");
        let reason = "是我亲戚".to_owned();
        park.does("ecohandler2", &filed, vec![Command::Recuse { reason }]);
        nobody(&["ecohandler2"]);
        // Confidential from the first instant: named officers.
        let sealed = park.file(true);
        for login in ["clerk", "officehandler", "leader"] {
            let refused = refusal(park.adds(login, &sealed, scan(FilePurpose::Letter)));
            assert_eq!(refused, Refusal::NoSuchPetition, "{login}");
        }
        let file = park.adds("officer", &sealed, scan(FilePurpose::Letter));
        park.reads("officer2", &sealed, file.expect("taken"))
            .expect("reads");
        for row in journal(&huiyin, FIRST) {
            let open = String::from_utf8_lossy(&row.open).into_owned();
            assert!(!open.contains(CANARIES[0]), "{open}");
        }
    });
}

#[test]
fn a_second_person_reads_the_proof_that_waits_and_no_other_file() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        park.does("ecohandler", &filed, vec![accept()]);
        let letter = park.adds("ecohandler", &filed, scan(FilePurpose::Letter));
        let letter = letter.expect("taken");
        let proof = park.adds("ecohandler", &filed, scan(FilePurpose::ProofOfService));
        let proof = proof.expect("taken");
        let refused = refusal(park.reads("leader", &filed, proof));
        assert_eq!(refused, Refusal::NotAllowed);
        place.clock.set(at("2026-03-20T10:00:00+08:00"));
        let earlier = Command::EarlierTime {
            document: Document::Acceptance,
            way: ServiceWay::SignedFor,
            at: at("2026-03-19T10:00:00+08:00"),
            evidence: proof,
            reason: "回证上的日期".into(),
        };
        let asked = park.does("ecohandler", &filed, vec![earlier]);
        park.reads("leader", &filed, proof)
            .expect("has to look at it");
        let refused = refusal(park.reads("leader", &filed, letter));
        assert_eq!(refused, Refusal::NotAllowed);
        let decide = Command::DecideProposal {
            proposal: Position::new(asked.version),
            agree: true,
            reason: String::new(),
        };
        park.does("leader", &filed, vec![decide]);
        let refused = refusal(park.reads("leader", &filed, proof));
        assert_eq!(refused, Refusal::NotAllowed, "it is decided");
    });
}

/// A handler enters an earlier day in March of a document's service, and a second person agrees.
fn enters_earlier(park: &Park<'_>, filed: &Filed, document: Document, day: &str) {
    let proof = park.adds("ecohandler", filed, scan(FilePurpose::ProofOfService));
    let earlier = Command::EarlierTime {
        document,
        way: ServiceWay::SignedFor,
        at: at(&format!("2026-03-{day}T10:00:00+08:00")),
        evidence: proof.expect("taken"),
        reason: "回证上的日期".into(),
    };
    let asked = park.does("ecohandler", filed, vec![earlier]);
    let decide = Command::DecideProposal {
        proposal: Position::new(asked.version),
        agree: true,
        reason: String::new(),
    };
    park.does("leader", filed, vec![decide]);
}

#[test]
fn each_of_two_disputes_waits_with_its_own_words() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        park.does("ecohandler", &filed, vec![accept()]);
        place.clock.set(at("2026-03-20T10:00:00+08:00"));
        enters_earlier(&park, &filed, Document::Acceptance, "19");
        park.does("ecohandler", &filed, vec![draft(), Command::Submit]);
        park.does("boss", &filed, vec![Command::Approve, Command::Issue]);
        place.clock.set(at("2026-03-23T10:00:00+08:00"));
        enters_earlier(&park, &filed, Document::Answer, "22");
        let days = ["19", "22"];
        let entered = track(&huiyin, &filed.code.grouped()).disputable;
        let ends = [entered.first(), entered.last()].map(|one| one.expect("entered"));
        assert_ne!(ends[0].position, ends[1].position);
        for (one, day) in ends.iter().zip(days) {
            let dispute = Command::DisputeTime {
                position: Position::new(one.position),
                text: format!("{day}日我没有收到"),
            };
            wait(huiyin.act_by_code(&filed.code, dispute)).expect("disputed");
        }
        let seen = park.open("ecohandler", &filed, false).expect("opens");
        let disputes = seen.waiting.iter().filter(|one| one.kind == "dispute");
        let words: Vec<&str> = disputes.map(|one| one.text.as_str()).collect();
        assert_eq!(words, ["19日我没有收到", "22日我没有收到"]);
    });
}

#[test]
fn the_petitioner_gets_documents_and_nothing_that_stays_on_file() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let add = |purpose| {
            let added = park.adds("ecohandler", &filed, scan(purpose));
            added.expect("taken")
        };
        let letter = add(FilePurpose::Letter);
        let proof = add(FilePurpose::ProofOfService);
        let document = add(FilePurpose::Document);
        let told = track(&huiyin, &filed.code.grouped());
        let ids: Vec<i64> = told.files.iter().map(|one| one.id).collect();
        assert_eq!(ids, [document.raw()]);
        let get =
            |code: &TrackingCode, file| wait(huiyin.track_file((code, None), file)).and_then(whole);
        let read = get(&filed.code, document).expect("is theirs");
        assert_eq!(read.bytes, pdf(300_000));
        for other in [letter, proof, FileId::new(filed.id.raw())] {
            assert_eq!(refusal(get(&filed.code, other)), Refusal::NoSuchFile);
        }
        let view = wait(huiyin.make_view_code(&filed.code)).expect("made");
        assert_eq!(refusal(get(&view, document)), Refusal::NoSuchFile);
        assert!(track(&huiyin, &view.grouped()).files.is_empty());
        let another = park.file(false);
        assert_eq!(refusal(get(&another.code, document)), Refusal::NoSuchFile);
    });
}

#[test]
fn a_scan_is_added_once_and_not_to_what_changed_since() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let who = park.who("clerk");
        let add = |draft: FileDraft, seen: Option<i64>, key: Option<&str>| {
            let key = key.map(|key| Idempotency {
                key: key.to_owned(),
                request: draft.bytes.clone(),
            });
            let order = (draft, seen.map(Position::new));
            wait(huiyin.add_file(&who, filed.number, order, key))
        };
        let first = add(scan(FilePurpose::Letter), None, Some("k")).expect("taken");
        let again = add(scan(FilePurpose::Letter), None, Some("k")).expect("replayed");
        assert_eq!((again.replayed, &again.answer), (true, &first.answer));
        let mut other = scan(FilePurpose::Letter);
        other.bytes = png();
        let reused = refusal(add(other, None, Some("k")));
        assert_eq!(reused, Refusal::IdempotencyKeyReused);
        let (version, rows) = (first.answer.version, park.rows());
        let stale = refusal(add(scan(FilePurpose::Letter), Some(version - 1), None));
        assert_eq!(stale, Refusal::ChangedMeanwhile { version });
        assert_eq!(park.rows(), rows);
        add(scan(FilePurpose::Letter), Some(version), None).expect("unchanged");
    });
}

#[test]
fn a_letter_is_registered_with_its_scan_or_not_at_all() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let register = |bytes: Vec<u8>| {
            let draft = StaffRegistrationDraft {
                submission: matter("来信"),
                scan: Some(FileDraft {
                    bytes,
                    ..scan(FilePurpose::Letter)
                }),
                ..StaffRegistrationDraft::default()
            };
            wait(huiyin.register_as_staff(&park.who("clerk"), draft, Channel::Letter, None))
        };
        let before = park.rows();
        let Refusal::Fields(fields) = refusal(register(b"MZ".to_vec())) else {
            panic!("another refusal");
        };
        assert_eq!(fields[0].problem, FieldProblem::OtherFile);
        assert_eq!(park.rows(), before);
        let done = match register(pdf(64)) {
            Ok(done) => done,
            Err(error) => panic!("{error}"),
        };
        let number = PetitionNumber::parse(&done.registered.number).expect("a number");
        let view = wait(huiyin.open_case(&park.who("clerk"), number, false));
        let view = view.expect("opens");
        assert_eq!(view.files[0].purpose, FilePurpose::Letter);
        let stands = done.stands.expect("stands");
        assert_eq!(view.version, stands.version);
        healthy(&huiyin);
    });
}

#[test]
fn what_was_signed_withdraws_and_what_was_signed_for_opens_the_window() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let letter = park.adds("ecohandler", &filed, scan(FilePurpose::Letter));
        let letter = letter.expect("taken");
        let withdraw = |paper| {
            let representative = None;
            vec![Command::WithdrawOnPaper {
                paper,
                representative,
            }]
        };
        match park.refused("ecohandler", &filed, withdraw(letter)) {
            Refusal::Case(refused) => assert_eq!(refused.code, RefusalCode::ProofNeeded),
            other => panic!("{other}"),
        }
        let paper = park.adds("ecohandler", &filed, scan(FilePurpose::SignedPaper));
        let done = park.does("ecohandler", &filed, withdraw(paper.expect("taken")));
        assert_eq!(done.state, "withdrawing");

        let served = park.at("economy", "ecohandler");
        park.does(
            "ecohandler",
            &served,
            vec![accept(), draft(), Command::Submit],
        );
        park.does("boss", &served, vec![Command::Approve]);
        park.does("ecohandler", &served, vec![Command::Issue]);
        let windows = || {
            let view = park.open("ecohandler", &served, false).expect("opens");
            let open = view.obligations.into_iter();
            open.filter(|one| one.kind == "review-request" && one.state == "open")
                .count()
        };
        assert_eq!(windows(), 0);
        let proof = park.adds("ecohandler", &served, scan(FilePurpose::ProofOfService));
        let serve = Command::Serve {
            document: Document::Answer,
            way: ServiceWay::SignedFor,
            at: None,
            proof: Some(proof.expect("taken")),
        };
        park.does("ecohandler", &served, vec![serve]);
        assert_eq!(windows(), 1);
    });
}
