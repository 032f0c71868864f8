//! Hostile insiders, one test a rule (RULES 4.1 to 4.3, 5.9): each is refused, and nothing of it is
//! seen in answers, counts, errors, figures, exports or the open parts of the journal.

use super::support::{FIRST, at, event, healthy, journal, track, wait};
use huiyin_app::{
    AppError, ExportFormat, InboxCounts, InboxFilter, PETITIONER_ACTIONS, Refusal,
    StaffRegistrationDraft, TimelinessBy, TimelinessQuery,
};
use huiyin_domain::event::{Document, Event, ServiceWay};
use huiyin_domain::ids::{FileId, Position};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{
    Action, Channel, Class, Command, ContactPart, Identity, RefusalCode, SubmissionDraft,
};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{
    CANARIES, CANARIES_OF_IDENTITY, Filed, Park, accept, claim, draft, transfer,
};

/// Steps of every kind, as somebody would try them who wants to know or to meddle.
fn meddling(park: &Park<'_>) -> Vec<Vec<Command>> {
    let text = || "试试".to_owned();
    let one = |command: Command| vec![command];
    vec![
        Vec::new(),
        one(claim()),
        one(accept()),
        one(transfer(park.unit("team"))),
        one(Command::Receive),
        one(Command::Take),
        one(Command::Close),
        one(draft()),
        one(Command::Approve),
        one(Command::ReturnAnswer { reason: text() }),
        one(Command::DecideExtension {
            grant: true,
            reason: text(),
        }),
        one(Command::Note { text: text() }),
        one(Command::Message { text: text() }),
        one(Command::NameRespondents {
            units: Vec::new(),
            posts: Vec::new(),
            words: Vec::new(),
        }),
        one(Command::Withdraw),
        one(Command::WithdrawOnPaper {
            paper: FileId::new(1),
            representative: None,
        }),
        one(Command::RenewCode {
            representative: None,
            reason: text(),
        }),
        one(Command::LowerConfidentiality { reason: text() }),
        one(Command::GiveSupport {
            asked: Position::new(1),
            text: text(),
        }),
    ]
}

fn respondents(park: &Park<'_>, units: &[&str], posts: &[&str]) -> Command {
    Command::NameRespondents {
        units: units.iter().map(|unit| park.unit(unit)).collect(),
        posts: posts.iter().map(|post| park.post(post)).collect(),
        words: vec!["被反映的人".into()],
    }
}

/// Somebody may not even know of it: opening, stepping, the inbox and its counts say nothing, and what
/// is said is what is said of a number that was never given.
fn knows_nothing(park: &Park<'_>, login: &str, filed: &Filed) {
    let never = Filed {
        number: PetitionNumber::parse("2026-999999").expect("a number"),
        id: filed.id,
        code: filed.code.clone(),
    };
    let before = park.rows();
    for one in [filed, &never] {
        for reveal in [false, true] {
            let Err(AppError::Refused(refusal)) = park.open(login, one, reveal) else {
                panic!("{login} opened {}", one.number);
            };
            assert_eq!(refusal, Refusal::NoSuchPetition, "{login}");
        }
        for commands in meddling(park) {
            let refusal = park.refused(login, one, commands);
            assert_eq!(refusal, Refusal::NoSuchPetition, "{login}");
        }
        let asked = wait(
            park.huiyin
                .question(&park.who(login), one.number, Position::new(1)),
        );
        assert!(
            matches!(asked, Err(AppError::Refused(Refusal::NoSuchPetition))),
            "{login}"
        );
    }
    assert_eq!(park.rows(), before, "{login}: a refusal writes nothing");
    let inbox = park.inbox_text(login);
    assert!(
        !inbox.contains(&filed.number.to_string()),
        "{login}: {inbox}"
    );
    assert!(no_canary(&inbox), "{login}: {inbox}");
}

fn counts_nothing(park: &Park<'_>, login: &str) {
    let whole = InboxFilter {
        whole: true,
        ..InboxFilter::default()
    };
    for filter in [InboxFilter::default(), whole] {
        assert_eq!(park.news(login, filter.clone(), 0), 0, "{login}");
        let inbox = park.inbox(login, filter);
        assert_eq!(inbox.counts, InboxCounts::default(), "{login}");
        assert_eq!(inbox.next, None, "{login}");
        assert!(inbox.entries.is_empty(), "{login}");
    }
}

fn no_canary(text: &str) -> bool {
    CANARIES.iter().all(|canary| !text.contains(canary))
}

/// Nothing that leaves the sealed parts tells who it was or what it said.
fn leaves_no_trace(park: &Park<'_>) {
    for row in journal(park.huiyin, FIRST) {
        let open = String::from_utf8_lossy(&row.open).into_owned();
        assert!(no_canary(&open), "{open}");
    }
    let authority = park.huiyin.authority(None).expect("an authority");
    for format in ExportFormat::ALL
        .into_iter()
        .filter(|format| *format != ExportFormat::Xlsx)
    {
        let mut out = Vec::new();
        park.huiyin
            .export_petitions(&authority, format, &mut out)
            .expect("exports");
        assert!(no_canary(&String::from_utf8_lossy(&out)), "{format:?}");
    }
    for by in [TimelinessBy::Unit, TimelinessBy::Category] {
        let query = TimelinessQuery {
            by: Some(by),
            ..TimelinessQuery::default()
        };
        let figures = park.huiyin.timeliness(&authority, &query).expect("figures");
        let text = serde_json::to_string(&figures).expect("writes");
        assert!(no_canary(&text), "{text}");
    }
    healthy(park.huiyin);
}

#[test]
fn whom_a_petition_complains_of_never_learns_of_it_whatever_its_class() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        for class in [Class::Suggestion, Class::Disclosure, Class::Claim] {
            let filed = park.file(false);
            let branch = (class == Class::Claim).then_some(6);
            let classify = Command::Classify {
                class,
                branch,
                category: None,
                reason: String::new(),
            };
            park.does("clerk", &filed, vec![respondents(&park, &["roads"], &[])]);
            park.does("clerk", &filed, vec![classify]);
            if class != Class::Disclosure {
                park.does("clerk", &filed, vec![transfer(park.unit("economy"))]);
                park.does("ecohandler", &filed, vec![Command::Receive, Command::Take]);
            }
            for login in [
                "roadclerk",
                "roadhandler",
                "roadhead",
                "teamhandler",
                "double",
            ] {
                knows_nothing(&park, login, &filed);
                counts_nothing(&park, login);
            }
        }
        let counts = park.inbox("ecohandler", InboxFilter::default()).counts;
        assert_eq!(counts.all, 2, "who handles them counts them");
        leaves_no_trace(&park);
    });
}

#[test]
fn it_is_never_sent_to_whom_it_complains_of_nor_merged_into_what_they_handle() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let theirs = park.at("roads", "roadhandler");
        let filed = park.file(false);
        park.does(
            "clerk",
            &filed,
            vec![claim(), respondents(&park, &["roads"], &[])],
        );
        for to in ["roads", "team"] {
            let refusal = park.refused("clerk", &filed, vec![transfer(park.unit(to))]);
            assert_eq!(code(&refusal), RefusalCode::RespondentUnit, "{to}");
        }
        let refusal = park.refused("clerk", &filed, vec![transfer(park.unit("plant"))]);
        assert_eq!(code(&refusal), RefusalCode::UnitCannotAnswer);
        park.does("clerk", &filed, vec![transfer(park.unit("economy"))]);
        park.does("ecohead", &filed, vec![Command::Receive]);
        let support = Command::AskSupport {
            unit: park.unit("roads"),
            question: "请协助".into(),
            limit: None,
        };
        let refusal = park.refused("ecohead", &filed, vec![support]);
        assert_eq!(code(&refusal), RefusalCode::RespondentUnit);
        let handler = Command::NameHandler {
            staff: park.staff("double"),
        };
        let refusal = park.refused("ecohead", &filed, vec![handler]);
        assert_eq!(code(&refusal), RefusalCode::RespondentPerson);
        let merge = |into: &Filed| {
            vec![Command::Merge {
                into: into.id,
                reason: "同一事项".into(),
            }]
        };
        let refusal = park.refused("leader", &filed, merge(&theirs));
        assert_eq!(code(&refusal), RefusalCode::MergeClock);
        leaves_no_trace(&park);
    });
}

fn code(refusal: &Refusal) -> RefusalCode {
    match refusal {
        Refusal::Case(refusal) => refusal.code,
        other => panic!("{other}"),
    }
}

#[test]
fn a_post_that_is_complained_of_neither_approves_nor_is_told_nor_has_a_stand_in() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        park.does(
            "ecohandler",
            &filed,
            vec![accept(), respondents(&park, &[], &["boss"])],
        );
        park.does("ecohandler", &filed, vec![draft(), Command::Submit]);
        for login in ["boss", "roadhead"] {
            knows_nothing(&park, login, &filed);
        }
        let opened = park.open("supervisor", &filed, false).expect("opens");
        let approval = opened
            .obligations
            .iter()
            .find(|one| one.kind == "approve-answer");
        assert!(approval.is_some_and(|one| one.state == "open"));
        park.does("supervisor", &filed, vec![Command::Approve]);
        leaves_no_trace(&park);
    });
}

#[test]
fn a_post_that_was_told_and_is_then_complained_of_opens_nothing_any_more() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        // The leader was told, and the head of the authority was not yet.
        place.clock.set(at("2026-03-12T10:00:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        assert!(
            park.open("roadhead", &filed, false).is_ok(),
            "stands in for the leader"
        );
        park.does(
            "ecohandler",
            &filed,
            vec![respondents(&park, &[], &["leader"])],
        );
        for login in ["leader", "roadhead"] {
            knows_nothing(&park, login, &filed);
        }
    });
}

#[test]
fn nobody_gets_rid_of_a_respondent_alone() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        park.does(
            "ecohandler",
            &filed,
            vec![respondents(&park, &["roads"], &[])],
        );
        let dropped = park.does("ecohandler", &filed, vec![respondents(&park, &[], &[])]);
        assert_eq!(dropped.events, ["SecondPersonAsked"]);
        knows_nothing(&park, "roadhandler", &filed);
        let alone = park.refused("ecohandler", &filed, vec![decide(&park)]);
        assert_eq!(code(&alone), RefusalCode::SamePerson);
        knows_nothing(&park, "roadhead", &filed);
        // Swapping one for the other adds at once, and drops by a second person only.
        let swapped = park.does(
            "ecohandler",
            &filed,
            vec![respondents(&park, &["team"], &[])],
        );
        assert_eq!(swapped.events, ["RespondentsNamed", "SecondPersonAsked"]);
        knows_nothing(&park, "teamhandler", &filed);
        knows_nothing(&park, "roadhandler", &filed);
        park.does("ecohandler2", &filed, vec![decide(&park)]);
        knows_nothing(&park, "teamhandler", &filed);
        healthy(&huiyin);
    });
}

/// Agrees to the last thing that was proposed.
fn decide(park: &Park<'_>) -> Command {
    let rows = journal(park.huiyin, FIRST);
    let asked = rows
        .iter()
        .rev()
        .find(|row| row.kind == "SecondPersonAsked");
    Command::DecideProposal {
        proposal: asked.expect("something was proposed").position,
        agree: true,
        reason: "同意".into(),
    }
}

#[test]
fn before_it_is_sorted_only_the_intake_knows_of_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        for login in park.everybody() {
            if ["clerk", "clerk2"].contains(&login) {
                assert!(park.open(login, &filed, false).is_ok(), "{login}");
                assert_eq!(park.inbox(login, InboxFilter::default()).counts.all, 1);
            } else {
                knows_nothing(&park, login, &filed);
                counts_nothing(&park, login);
            }
        }
        leaves_no_trace(&park);
    });
}

#[test]
fn once_it_is_sorted_another_unit_still_knows_nothing() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("roads", "roadhandler");
        for login in [
            "ecoclerk",
            "ecohandler",
            "ecohead",
            "teamhandler",
            "planthandler",
            "admin",
        ] {
            knows_nothing(&park, login, &filed);
            counts_nothing(&park, login);
        }
        leaves_no_trace(&park);
    });
}

#[test]
fn a_restricted_petition_is_its_named_officers_alone() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(true);
        for login in park.everybody() {
            if !login.starts_with("officer") || login == "officerhandler" {
                knows_nothing(&park, login, &filed);
                counts_nothing(&park, login);
            }
        }
        assert_eq!(park.inbox("officer", InboxFilter::default()).counts.all, 1);
        let lower = || Command::LowerConfidentiality {
            reason: "已不需要".into(),
        };
        park.does("officer", &filed, vec![lower()]);
        let alone = park.refused("officer", &filed, vec![decide(&park)]);
        assert_eq!(code(&alone), RefusalCode::SamePerson);
        assert_eq!(
            park.refused("clerk", &filed, vec![decide(&park)]),
            Refusal::NoSuchPetition
        );
        park.does("officer2", &filed, vec![decide(&park)]);
        let view = track(&huiyin, &filed.code.grouped());
        let told = view
            .timeline
            .iter()
            .any(|one| one.event == "ConfidentialityLowered");
        assert!(told, "the petitioner sees it");
        leaves_no_trace(&park);
    });
}

#[test]
fn a_clerk_without_the_office_takes_no_step_on_a_restricted_matter_on_the_spot() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let before = park.rows();
        let named = StaffRegistrationDraft {
            submission: SubmissionDraft {
                subject: Some("一".into()),
                body: Some("二".into()),
                confidential: true,
                petitioner: Some(Identity {
                    name: Some(CANARIES[0].into()),
                    ..Identity::default()
                }),
                ..SubmissionDraft::default()
            },
            class: Some((Class::Claim, Some(6))),
            accept: true,
            ..StaffRegistrationDraft::default()
        };
        let who = park.who("clerk");
        let outcome = wait(huiyin.register_as_staff(&who, named, Channel::Visit, None));
        assert!(matches!(
            outcome,
            Err(AppError::Refused(Refusal::NotAllowed))
        ));
        assert_eq!(park.rows(), before);
    });
}

#[test]
fn a_unit_head_cannot_make_it_go_away() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("roads", "roadhead");
        park.does("roadhead", &filed, vec![accept()]);
        place.clock.set(at("2026-02-27T10:00:00+08:00"));
        let later = park.at("roads", "roadhead");
        park.does("roadhead", &later, vec![accept()]);
        let hidden = park.at("economy", "ecohead");
        let no = |commands| park.refused("roadhead", &filed, commands);
        assert_eq!(no(vec![Command::Withdraw]), Refusal::NotAllowed);
        let paper = |paper| {
            let representative = None;
            vec![Command::WithdrawOnPaper {
                paper,
                representative,
            }]
        };
        for file in [
            FileId::new(1),
            FileId::new(filed.id.raw()),
            FileId::new(1_000_000),
        ] {
            assert_eq!(code(&no(paper(file))), RefusalCode::ProofNeeded);
        }
        let merge = |into| {
            let reason = "同一事项".into();
            vec![Command::Merge { into, reason }]
        };
        let never = huiyin_domain::ids::PetitionId::new(1_000_000);
        let refusals = [later.id, hidden.id, never].map(|into| no(merge(into)));
        assert_eq!(code(&refusals[0]), RefusalCode::MergeClock, "a later clock");
        assert_eq!(refusals[1], refusals[2], "not to be known of is not there");
        assert_eq!(code(&no(vec![Command::Close])), RefusalCode::WrongState);
        let decline = Command::Decline {
            reason: huiyin_domain::event::DeclineReason::InHand,
            notice: "不予受理".into(),
        };
        assert_eq!(code(&no(vec![decline])), RefusalCode::WrongState);
        let plant = transfer(park.unit("plant"));
        assert_eq!(code(&no(vec![plant])), RefusalCode::UnitCannotAnswer);
        let renew = Command::RenewCode {
            representative: None,
            reason: "丢了".into(),
        };
        assert_eq!(no(vec![renew]), Refusal::NotAllowed);
        let earlier = Command::EarlierTime {
            document: Document::Acceptance,
            way: ServiceWay::HandedOver,
            at: at("2026-02-13T10:00:00+08:00"),
            evidence: FileId::new(filed.id.raw()),
            reason: "其实早送了".into(),
        };
        assert_eq!(code(&no(vec![earlier])), RefusalCode::ProofNeeded);
        refused_alone(&park, &filed, suggestion());
        let view = park.open("roadhead", &filed, false).expect("opens");
        assert_eq!(view.class.as_deref(), Some("claim"));
        assert!(
            view.obligations
                .iter()
                .any(|one| one.kind == "answer" && one.state == "open")
        );
        leaves_no_trace(&park);
    });
}

fn suggestion() -> Command {
    Command::Classify {
        class: Class::Suggestion,
        branch: None,
        category: None,
        reason: "其实是建议".into(),
    }
}

/// It is only proposed, and whoever proposed it cannot agree.
fn refused_alone(park: &Park<'_>, filed: &Filed, command: Command) {
    let asked = park.does("roadhead", filed, vec![command]);
    assert_eq!(asked.events, ["SecondPersonAsked"]);
    let alone = park.refused("roadhead", filed, vec![decide(park)]);
    assert_eq!(code(&alone), RefusalCode::SamePerson);
}

#[test]
fn after_a_lapse_nobody_classifies_it_away_alone_and_no_code_is_renewed_alone() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("roads", "roadhead");
        place.clock.set(at("2026-03-16T10:00:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        let view = park.open("roadhead", &filed, false).expect("opens");
        assert_eq!(view.state, "lapsed");
        refused_alone(&park, &filed, suggestion());
        let renew = Command::RenewCode {
            representative: None,
            reason: "丢了".into(),
        };
        let asked = park.does("roadclerk", &filed, vec![renew]);
        assert_eq!(asked.tracking_code, None);
        let alone = park.refused("roadclerk", &filed, vec![decide(&park)]);
        assert_eq!(code(&alone), RefusalCode::SamePerson);
        let renewed = park.does("roadhandler", &filed, vec![decide(&park)]);
        let fresh = renewed.tracking_code.expect("a code");
        let fresh = huiyin_app::code::TrackingCode::parse(&fresh).expect("a code");
        let withdrawn = wait(huiyin.act_by_code(&fresh, Command::Withdraw));
        let Err(AppError::Refused(refusal)) = withdrawn else {
            panic!("a renewed code withdrew");
        };
        assert_eq!(code(&refusal), RefusalCode::RenewedCode);
    });
}

#[test]
fn who_stepped_aside_knows_nothing_any_more() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let recuse = Command::Recuse {
            reason: "亲属".into(),
        };
        let note = Command::Note {
            text: "还想看".into(),
        };
        let both = park.refused("ecohandler", &filed, vec![recuse.clone(), note]);
        assert_eq!(code(&both), RefusalCode::Recused);
        park.does("ecohandler", &filed, vec![recuse]);
        knows_nothing(&park, "ecohandler", &filed);
        let handler = Command::NameHandler {
            staff: park.staff("ecohandler"),
        };
        let refusal = park.refused("ecohead", &filed, vec![handler]);
        assert_eq!(code(&refusal), RefusalCode::Recused);
    });
}

#[test]
fn an_administrator_knows_nothing_and_an_auditor_only_reads() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        knows_nothing(&park, "admin", &filed);
        park.does(
            "ecohandler",
            &filed,
            vec![accept(), draft(), Command::Submit],
        );
        for login in ["auditor", "supervisor"] {
            assert!(park.open(login, &filed, false).is_ok());
            let outcome = park.open(login, &filed, true).map(|_| ());
            assert!(matches!(
                outcome,
                Err(AppError::Refused(Refusal::NotAllowed))
            ));
            for commands in meddling(&park).into_iter().filter(|one| !one.is_empty()) {
                assert_eq!(park.refused(login, &filed, commands), Refusal::NotAllowed);
            }
        }
        let rows = journal(&huiyin, FIRST);
        let opened = rows.iter().filter(|row| row.kind == "AccessRecorded");
        assert_eq!(
            opened.count(),
            2,
            "each reading is on record, no refusal is"
        );
        leaves_no_trace(&park);
    });
}

#[test]
fn each_opening_is_on_record_once_an_hour_and_on_the_tracking_page() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        for _ in 0..3 {
            let view = park.open("ecohandler", &filed, false).expect("opens");
            assert!(no_canary_of_identity(
                &serde_json::to_string(&view).expect("writes")
            ));
        }
        let view = park.open("ecohandler", &filed, true).expect("opens");
        assert_eq!(
            view.identity.and_then(|one| one.name).as_deref(),
            Some(CANARIES[0])
        );
        let parts = || {
            let rows = journal(&huiyin, FIRST);
            let parts = rows.iter().filter_map(|row| match event(row) {
                Event::AccessRecorded(access) => Some((access.staff, access.part)),
                _ => None,
            });
            parts.count()
        };
        assert_eq!(parts(), 2);
        place.clock.set(at("2026-02-13T11:00:00+08:00"));
        park.open("ecohandler", &filed, false).expect("opens");
        assert_eq!(parts(), 3);
        let view = track(&huiyin, &filed.code.grouped());
        assert_eq!(view.access_records.len(), 3);
        assert!(
            view.access_records
                .iter()
                .all(|one| one.name == "ecohandler")
        );
    });
}

/// The matter is there, who brought it is not.
fn no_canary_of_identity(text: &str) -> bool {
    CANARIES[..CANARIES_OF_IDENTITY]
        .iter()
        .all(|canary| !text.contains(canary))
}

#[test]
fn a_code_that_views_does_nothing_else() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        park.does("ecohandler", &filed, vec![accept()]);
        let view = wait(huiyin.make_view_code(&filed.code)).expect("makes one");
        let before = park.rows();
        let shown = track(&huiyin, &view.grouped());
        assert!(!shown.acting && shown.steps.is_empty());
        let text = serde_json::to_string(&shown).expect("writes");
        assert!(no_canary_of_identity(&text));
        for command in own_steps() {
            let outcome = wait(huiyin.act_by_code(&view, command));
            let Err(AppError::Refused(refusal)) = outcome else {
                panic!("a code that views acted");
            };
            assert_eq!(code(&refusal), RefusalCode::ViewCode);
        }
        let another = wait(huiyin.make_view_code(&view)).map(|_| ());
        assert!(matches!(another, Err(AppError::Refused(_))));
        assert_eq!(
            park.rows(),
            before,
            "reading with it receives nothing either"
        );
    });
}

/// What a petitioner does.
fn own_steps() -> Vec<Command> {
    let text = || "试试".to_owned();
    let steps = vec![
        Command::Withdraw,
        Command::UndoWithdrawal,
        Command::AddFacts { text: text() },
        Command::Message { text: text() },
        Command::RespondFact {
            fact: Position::new(1),
            accepted: true,
            text: text(),
            how: None,
        },
        Command::DisputeTime {
            position: Position::new(1),
            text: text(),
        },
        Command::AcceptService {
            document: Document::Acceptance,
        },
        Command::Verify {
            request: 0,
            agreed: true,
            text: text(),
        },
        Command::ChangeContact {
            part: ContactPart::Phone,
            given: true,
            value: "13900001111".to_owned(),
            how: None,
            reason: String::new(),
        },
    ];
    assert_eq!(steps.len(), PETITIONER_ACTIONS.len());
    steps
}

#[test]
fn staff_take_no_step_of_the_petitioners() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        for login in ["ecohandler", "ecohead", "leader", "clerk"] {
            // These have a way of the staff's own: written by them, or told to them and written down.
            let told = [Action::Message, Action::ChangeContact, Action::RespondFact];
            let own = own_steps().into_iter();
            for command in own.filter(|one| !told.contains(&one.action())) {
                assert_eq!(
                    park.refused(login, &filed, vec![command]),
                    Refusal::NotAllowed
                );
            }
        }
    });
}

#[test]
fn whoever_is_asked_sees_the_question_and_answers_it_and_no_other() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let ask = |unit: &str| Command::AskStatement {
            unit: park.unit(unit),
            question: format!("请{unit}说明"),
        };
        park.does(
            "ecohandler",
            &filed,
            vec![respondents(&park, &["plant"], &[])],
        );
        park.does("ecohandler", &filed, vec![ask("plant"), ask("roads")]);
        let rows = journal(&huiyin, FIRST);
        let asked = rows.iter().filter(|row| row.kind == "StatementAsked");
        let asked: Vec<Position> = asked.map(|row| row.position).collect();
        let inbox = park.inbox_text("planthandler");
        assert!(
            inbox.contains(&filed.number.to_string()) && no_canary(&inbox),
            "{inbox}"
        );
        let plant = park.who("planthandler");
        let question = |who, asked| wait(huiyin.question(who, filed.number, asked));
        assert_eq!(
            question(&plant, asked[0]).expect("its own").question,
            "请plant说明"
        );
        assert!(question(&plant, asked[1]).is_err());
        assert!(question(&park.who("admin"), asked[0]).is_err());
        let give = |asked| {
            vec![Command::GiveStatement {
                asked,
                text: "情况说明".into(),
            }]
        };
        let refusal = park.refused("planthandler", &filed, give(asked[1]));
        assert_eq!(code(&refusal), RefusalCode::NothingAsked);
        park.does("planthandler", &filed, give(asked[0]));
        assert!(park.open("planthandler", &filed, false).is_err());
        leaves_no_trace(&park);
    });
}

#[test]
fn what_was_merged_comes_back_when_the_other_one_ends_without_an_answer() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let lead = park.at("roads", "roadhead");
        let filed = park.at("roads", "roadhead");
        park.does("roadhead", &lead, vec![accept()]);
        park.does("roadhead", &filed, vec![accept()]);
        let merge = Command::Merge {
            into: lead.id,
            reason: "同一事项".into(),
        };
        park.does("roadhead", &filed, vec![merge]);
        wait(huiyin.act_by_code(&lead.code, Command::Withdraw)).expect("withdraws");
        place.clock.set(at("2026-03-01T10:00:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        let view = park.open("roadhead", &filed, false).expect("opens");
        assert_eq!(view.state, "accepted");
        let answer = view.obligations.iter().find(|one| one.kind == "answer");
        assert!(answer.is_some_and(|one| one.state == "open"));
        assert_eq!(
            park.open("roadhead", &lead, false).expect("opens").state,
            "withdrawn"
        );
        healthy(&huiyin);
    });
}

#[test]
fn what_was_merged_comes_back_when_the_other_one_is_answered_later() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let (lead, filed) = (park.at("roads", "roadhead"), park.at("roads", "roadhead"));
        park.does("roadhead", &lead, vec![accept()]);
        park.does("roadhead", &filed, vec![accept()]);
        let owes = || {
            let view = park.open("roadhead", &filed, false).expect("opens");
            let answer = view
                .obligations
                .into_iter()
                .find(|one| one.kind == "answer");
            (view.state, answer.map(|one| (one.state, one.due_at)))
        };
        let before = owes();
        let merge = Command::Merge {
            into: lead.id,
            reason: "同一事项".into(),
        };
        park.does("roadhead", &filed, vec![merge]);
        let ask = Command::AskExtension {
            reason: "要做鉴定".into(),
        };
        park.does("roadhead", &lead, vec![ask]);
        assert_eq!(owes().0, "merged", "asking moves nothing");
        let grant = Command::DecideExtension {
            grant: true,
            reason: "同意".into(),
        };
        park.does("boss", &lead, vec![grant]);
        assert_eq!(owes(), before, "its own date counts again");
        healthy(&huiyin);
    });
}
