//! Review 复查: asked for with the code, a case of its own at the authority above, decided and served
//! there; a late request is registered all the same (信访工作条例 Art 35; RULES 1.3).

use super::becoming::{HARBOUR, harbour, number, tracked};
use super::people;
use super::people::refusal;
use super::support::{FIRST, at, event, healthy, journal, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::code::TrackingCode;
use huiyin_app::{
    AboveDraft, Acted, AppError, AuthorityDraft, Change, FileDraft, Huiyin, LetterKind, Order,
    PostDraft, Refusal, ReviewDraft, TrackView, Which,
};
use huiyin_domain::event::{Actor, Document, Event, FilePurpose, Route, ServiceWay};
use huiyin_domain::ids::{FileId, StaffId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{
    AnswerDraft, AnswerItem, Command, Outcome, RefusalCode, ReviewOutcome,
};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park, accept, draft};

/// The harbour stands above the park; a head is there who approves.
pub fn above(park: &Park<'_>) {
    harbour(park);
    let order = Order {
        authority: HARBOUR,
        by: Actor::Operator,
        version: None,
    };
    let head = Change::Staff(None, people::draft("harbour-head", "leader"));
    let head = park
        .huiyin
        .administer_here(order.clone(), head)
        .expect("a head")
        .id;
    let post = PostDraft {
        duty: "authority-head".into(),
        title: Bilingual::new("局长", "Head"),
        unit: 1,
        holder: Some(head),
        ..PostDraft::default()
    };
    park.huiyin
        .administer_here(order, Change::Post(None, post))
        .expect("a post");
    set_above(park, "harbour");
}

fn set_above(park: &Park<'_>, key: &str) {
    let order = Order {
        authority: FIRST,
        by: Actor::Operator,
        version: None,
    };
    let draft = AuthorityDraft {
        above: Some(AboveDraft {
            authority: key.into(),
            name: Bilingual::new("港区管委会", "Harbour administration"),
        }),
        ..AuthorityDraft::default()
    };
    wait(park.huiyin.change_authority(order, draft, None)).expect("changed");
}

pub fn hand_over() -> Command {
    Command::Serve {
        document: Document::Answer,
        way: ServiceWay::HandedOver,
        at: None,
        proof: None,
    }
}

/// Answered, and handed to the petitioner.
pub fn answered(park: &Park<'_>) -> Filed {
    let filed = park.at("economy", "ecohandler");
    park.does(
        "ecohandler",
        &filed,
        vec![accept(), draft(), Command::Submit],
    );
    park.does("boss", &filed, vec![Command::Approve]);
    park.does("ecohandler", &filed, vec![Command::Issue, hand_over()]);
    filed
}

/// The park's usual answer with something else in it, under another summary.
fn reworded(change: impl Fn(&mut AnswerItem)) -> Command {
    let Command::Draft { mut answer } = draft() else {
        panic!("another step");
    };
    answer.items.iter_mut().for_each(change);
    answer.summary = "重新办理的答复".into();
    Command::Draft { answer }
}

pub fn reasons() -> ReviewDraft {
    ReviewDraft {
        reasons: "灯还是坏的，没有人来看过".into(),
        ..ReviewDraft::default()
    }
}

fn ask(huiyin: &Huiyin, code: &TrackingCode, draft: ReviewDraft) -> Result<Acted, AppError> {
    wait(huiyin.ask_review((code, None), draft, None)).map(|done| done.answer)
}

pub fn at_harbour(park: &Park<'_>, filed: &Filed, number: PetitionNumber) -> TrackView {
    let which = Which {
        number,
        authority: Some(HARBOUR),
    };
    let view = wait(park.huiyin.track_one(&filed.code, Some(which)));
    view.expect("reads").expect("the code opens it")
}

/// Whoever of the harbour has a login.
pub fn there(huiyin: &Huiyin, login: &str) -> Principal {
    let organisation = wait(huiyin.organisation(HARBOUR)).expect("reads");
    let mut staff = organisation.staff.values();
    let found = staff.find(|one| one.login == login).expect("is there");
    let id = StaffId::new(found.id.raw());
    Principal::of(&organisation, HARBOUR, id).expect("works there")
}

pub fn decision(review: ReviewOutcome) -> Command {
    let item = AnswerItem {
        finding: "原处理意见没有现场记录".into(),
        facts: "调取了巡查台账".into(),
        basis: "《信访工作条例》第三十五条".into(),
        outcomes: vec![Outcome::Explanation],
        ..AnswerItem::default()
    };
    Command::Draft {
        answer: AnswerDraft {
            items: vec![item],
            summary: "由原机关三十日内重新办理".into(),
            remedy_notice: "三十日内可以申请复核".into(),
            review: Some(review),
            facts: Vec::new(),
        },
    }
}

pub fn steps(
    huiyin: &Huiyin,
    login: &str,
    number: PetitionNumber,
    commands: Vec<Command>,
) -> Result<Acted, AppError> {
    wait(huiyin.act(&there(huiyin, login), number, commands, None))
}

#[test]
fn the_level_above_looks_again_decides_and_both_sides_hear_of_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        above(&park);
        let filed = answered(&park);
        let offered = tracked(&park, &filed, None)
            .review
            .expect("it can be asked for");
        assert!(
            offered.may_ask && offered.here && !offered.late,
            "{offered:?}"
        );
        assert_eq!(offered.authority.zh, "港区信访局");

        let asked = ask(&huiyin, &filed.code, reasons()).expect("asked");
        assert_eq!(asked.events, ["ReviewRequested"]);
        assert_eq!(
            asked.state, "answered",
            "the answer stands until it is decided"
        );
        let review = number(&asked.became.expect("a number"));
        let rows = journal(&huiyin, HARBOUR);
        let kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
        assert!(
            kinds.ends_with(&["PetitionRegistered", "ReviewReceived"]),
            "{kinds:?}"
        );

        // The same number may stand at both; the code opens each where it is named.
        let before = wait(huiyin.track_one(
            &filed.code,
            Some(Which {
                number: filed.number,
                authority: Some(FIRST),
            }),
        ));
        let before = before.expect("reads").expect("opens");
        let window = before
            .obligations
            .iter()
            .find(|one| one.kind == "review-request");
        assert_eq!(window.expect("it was open").state, "closed");
        let told = before.review.expect("told");
        assert!(!told.may_ask, "once");
        assert_eq!(told.number.as_deref(), Some(review.to_string().as_str()));
        let view = at_harbour(&park, &filed, review);
        assert_eq!(view.state, "under-review");
        let owed: Vec<_> = view
            .obligations
            .iter()
            .map(|one| one.kind.as_str())
            .collect();
        assert_eq!(owed, ["review"]);
        assert_eq!(
            view.review.expect("it is one").reasons.as_deref(),
            Some("灯还是坏的，没有人来看过")
        );
        let again = ask(&huiyin, &filed.code, reasons());
        assert!(
            matches!(again, Err(AppError::Refused(Refusal::Case(_)))),
            "{again:?}"
        );

        // Whoever decides sees the reasons and the answer, and must say what is decided.
        let clerk = there(&huiyin, "harbour-clerk");
        let seen = wait(huiyin.open_case(&clerk, review, false)).expect("opens");
        let seen = seen.review.expect("it is one");
        assert_eq!(seen.number, filed.number.to_string());
        assert_eq!(seen.answer.summary, "已说明");
        let nothing = steps(
            &huiyin,
            "harbour-clerk",
            review,
            vec![draft(), Command::Submit],
        );
        assert!(
            matches!(&nothing, Err(AppError::Refused(Refusal::Case(one))) if one.field.as_deref() == Some("review")),
            "{nothing:?}"
        );
        let late = vec![decision(ReviewOutcome::NotAdmitted)];
        let late = steps(&huiyin, "harbour-clerk", review, late);
        assert!(
            matches!(&late, Err(AppError::Refused(Refusal::Case(one))) if one.code == RefusalCode::InTime),
            "{late:?}"
        );
        let work = vec![decision(ReviewOutcome::Redo), Command::Submit];
        steps(&huiyin, "harbour-clerk", review, work).expect("drafted");
        let issued = vec![Command::Approve, Command::Issue];
        steps(&huiyin, "harbour-head", review, issued).expect("issued");

        // It is received on the page, meets the review, and opens the window for the final one.
        let view = at_harbour(&park, &filed, review);
        assert_eq!(view.state, "reviewed");
        let state = |kind: &str| {
            let mut all = view.obligations.iter();
            all.find(|one| one.kind == kind)
                .map(|one| one.state.clone())
        };
        assert_eq!(state("review").as_deref(), Some("met"));
        assert_eq!(state("final-review-request").as_deref(), Some("open"));
        assert_eq!(
            view.review.expect("it is one").outcome.as_deref(),
            Some("redo")
        );
        let paper = LetterKind::Served(Document::ReviewDecision);
        let which = Which {
            number: review,
            authority: Some(HARBOUR),
        };
        let of = (&filed.code, Some(which));
        let pdf = wait(huiyin.track_letter(of, (paper, Language::Zh), false)).expect("the paper");
        assert!(pdf.bytes.starts_with(b"%PDF"));

        // The authority before is told.
        let rows = journal(&huiyin, FIRST);
        let settled = rows.iter().rev().find(|row| row.kind == "ReviewSettled");
        let Event::ReviewSettled(settled) = event(settled.expect("told")) else {
            panic!("another event");
        };
        assert_eq!(settled.outcome, ReviewOutcome::Redo);
        let linked = park
            .open("ecohandler", &filed, false)
            .expect("opens")
            .linked;
        assert_eq!(linked[0].relation, "reviewed-by");
        healthy(&huiyin);
    });
}

#[test]
fn an_answer_that_was_set_aside_is_owed_anew_and_can_be_reviewed_again() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        above(&park);
        let filed = answered(&park);
        park.does("ecohandler", &filed, vec![Command::Close]);
        let asked = ask(&huiyin, &filed.code, reasons()).expect("asked");
        let review = number(&asked.became.expect("a number"));
        let work = vec![decision(ReviewOutcome::Redo), Command::Submit];
        steps(&huiyin, "harbour-clerk", review, work).expect("drafted");
        let issued = vec![Command::Approve, Command::Issue];
        steps(&huiyin, "harbour-head", review, issued).expect("issued");

        // Closed or not: it is worked on again, by the same unit, within a time that is told.
        let here = Which {
            number: filed.number,
            authority: Some(FIRST),
        };
        let below = |huiyin: &Huiyin| {
            let view = wait(huiyin.track_one(&filed.code, Some(here)));
            view.expect("reads").expect("opens")
        };
        let view = below(&huiyin);
        assert_eq!(view.state, "handling");
        let owed = |view: &TrackView, kind: &str| {
            let mut all = view.obligations.iter();
            let one = all.rfind(|one| one.kind == kind).expect("is owed");
            (one.state.clone(), one.due_date.clone())
        };
        let open = ("open".to_owned(), "2026-04-14".to_owned());
        assert_eq!(owed(&view, "answer-again"), open);
        assert_eq!(view.documents.len(), 2, "the old answer stays to be read");
        let told = view.review.expect("told");
        assert!(!told.may_ask && told.outcome.as_deref() == Some("redo"));

        // No other way out than an answer, and none by calling the matter something else.
        let refused = park.refused(
            "ecohandler",
            &filed,
            vec![Command::Redirect {
                route: Route::Court,
                limit: None,
                notice: "请向法院起诉".into(),
            }],
        );
        assert!(
            matches!(&refused, Refusal::Case(one) if one.code == RefusalCode::WrongState),
            "{refused:?}"
        );
        // The old words once more are no new answer, whatever the summary calls them.
        let code = |refused: Refusal| match refused {
            Refusal::Case(case) => case.code,
            other => panic!("{other:?}"),
        };
        let before = journal(&huiyin, FIRST).len();
        let refused = park.refused("ecohandler", &filed, vec![draft(), Command::Submit]);
        assert_eq!(code(refused), RefusalCode::SameAnswer);
        let spaced = reworded(|item| item.finding = format!(" {}\n", item.finding));
        let refused = park.refused("ecohandler", &filed, vec![spaced]);
        assert_eq!(code(refused), RefusalCode::SameAnswer);
        assert_eq!(journal(&huiyin, FIRST).len(), before);
        let anew = reworded(|item| item.facts = "四月二十日现场查看，灯不亮".into());
        park.does("ecohandler", &filed, vec![anew, Command::Submit]);
        park.does("boss", &filed, vec![Command::Approve]);
        park.does("ecohandler", &filed, vec![Command::Issue, hand_over()]);
        let view = below(&huiyin);
        assert_eq!(view.state, "answered");
        assert_eq!(owed(&view, "answer-again").0, "met");
        assert_eq!(owed(&view, "review-request").0, "open");
        assert_eq!(view.documents.len(), 3);
        assert!(view.review.expect("a new window").may_ask);
        let again = wait(huiyin.ask_review((&filed.code, Some(here)), reasons(), None));
        let second = number(&again.expect("asked").answer.became.expect("a number"));
        assert_ne!(second, review);
        healthy(&huiyin);
    });
}

#[test]
fn what_has_no_answer_a_code_that_views_and_no_authority_above_ask_for_nothing() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let open = park.at("economy", "ecohandler");
        assert!(tracked(&park, &open, None).review.is_none());
        let filed = answered(&park);
        let told = tracked(&park, &filed, None)
            .review
            .expect("there is a window");
        assert!(told.may_ask && !told.here);
        let code = |outcome: Result<Acted, AppError>| match refusal(outcome) {
            Refusal::Case(case) => case.code,
            other => panic!("{other:?}"),
        };
        let none = ask(&huiyin, &filed.code, reasons());
        assert_eq!(code(none), RefusalCode::NoneAbove);
        // Then the request is printed.
        let form = (LetterKind::ReviewRequest, Language::Zh);
        let form = wait(huiyin.track_letter((&filed.code, None), form, false));
        assert!(form.expect("to print").bytes.starts_with(b"%PDF"));

        above(&park);
        assert_eq!(
            code(ask(&huiyin, &open.code, reasons())),
            RefusalCode::NoReview
        );
        let view = wait(huiyin.make_view_code(&filed.code)).expect("made");
        assert_eq!(code(ask(&huiyin, &view, reasons())), RefusalCode::ViewCode);
        let silent = ask(&huiyin, &filed.code, ReviewDraft::default());
        assert_eq!(code(silent), RefusalCode::ReasonNeeded);
        let other = ReviewDraft {
            requests: vec![7],
            ..reasons()
        };
        let other = refusal(ask(&huiyin, &filed.code, other));
        assert!(matches!(other, Refusal::Fields(_)), "{other:?}");
        assert_eq!(
            journal(&huiyin, HARBOUR)
                .iter()
                .filter(|row| row.kind == "PetitionRegistered")
                .count(),
            0
        );
        healthy(&huiyin);
    });
}

#[test]
fn a_late_request_is_registered_all_the_same_and_a_person_decides_with_reasons() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        above(&park);
        let filed = answered(&park);
        place.clock.set(at("2026-04-20T10:00:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        let offered = tracked(&park, &filed, None).review.expect("still there");
        assert!(offered.may_ask && offered.late, "{offered:?}");
        let asked = ask(&huiyin, &filed.code, reasons()).expect("registered");
        let review = number(&asked.became.expect("a number"));
        let view = at_harbour(&park, &filed, review);
        assert!(view.review.expect("it is one").late);
        let owed = &view.obligations[0];
        assert_eq!(
            (owed.kind.as_str(), owed.due_date.as_str()),
            ("review", "2026-05-20")
        );
        let work = vec![decision(ReviewOutcome::NotAdmitted), Command::Submit];
        steps(&huiyin, "harbour-clerk", review, work).expect("drafted");
        let issued = vec![Command::Approve, Command::Issue];
        steps(&huiyin, "harbour-head", review, issued).expect("issued");
        let view = at_harbour(&park, &filed, review);
        assert_eq!(view.state, "reviewed");
        let told = view.review.expect("it is one");
        assert_eq!(told.outcome.as_deref(), Some("not-admitted"));
        assert_eq!(
            view.documents[0].text, "由原机关三十日内重新办理",
            "with its reasons"
        );
        healthy(&huiyin);
    });
}

/// The scan of a letter, as the clerk keeps it with the petition.
fn scan(park: &Park<'_>, filed: &Filed, purpose: FilePurpose) -> FileId {
    let draft = FileDraft {
        field: "file".into(),
        name: "复查申请.pdf".into(),
        purpose,
        bytes: b"%PDF-1.4\n%%EOF\n".to_vec(),
    };
    park.adds("ecohandler", filed, draft).expect("stored")
}

fn on_paper(received: &str, postmark: Option<&str>, paper: FileId) -> Command {
    let day = |text: &str| text.parse().expect("a day");
    Command::ReviewOnPaper {
        reasons: "灯还是坏的，没有人来看过".into(),
        received: day(received),
        postmark: postmark.map(day),
        paper,
    }
}

#[test]
fn a_request_on_paper_is_registered_above_and_its_postmark_counts_for_the_petitioner() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        above(&park);
        let (in_time, late) = (answered(&park), answered(&park));
        let window = tracked(&park, &in_time, None)
            .review
            .expect("a window")
            .until;
        assert_eq!(
            window.as_deref(),
            Some("2026-03-16"),
            "the letter is posted on its last day"
        );
        place.clock.set(at("2026-03-20T10:00:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        let due = |filed: &Filed, acted: Acted| {
            let review = number(&acted.became.expect("a number"));
            let view = at_harbour(&park, filed, review);
            let owed = &view.obligations[0];
            assert_eq!(owed.kind, "review");
            (
                view.review.expect("it is one"),
                owed.due_date.clone(),
                view.channel,
            )
        };

        // By post: the postmark decides whether it is late, the receipt when the review is due.
        let paper = scan(&park, &in_time, FilePurpose::Letter);
        let step = on_paper("2026-03-19", Some("2026-03-16"), paper);
        let acted = park.does("ecohandler", &in_time, vec![step]);
        assert_eq!(acted.events, ["ReviewRequested"]);
        let rows = journal(&huiyin, FIRST);
        let row = rows.iter().rfind(|row| row.kind == "ReviewRequested");
        let row = row.expect("on record");
        assert_eq!(row.effective_at, at("2026-03-16T00:00:00+08:00"));
        assert_eq!(row.recorded_at, huiyin.now());
        let (review, day, channel) = due(&in_time, acted);
        assert!(!review.late, "{review:?}");
        assert_eq!(review.reasons.as_deref(), Some("灯还是坏的，没有人来看过"));
        assert_eq!((day.as_str(), channel.as_str()), ("2026-04-20", "letter"));

        // Handed in on a day after the window: late, registered all the same.
        let paper = scan(&park, &late, FilePurpose::Letter);
        let acted = park.does(
            "ecohandler",
            &late,
            vec![on_paper("2026-03-19", None, paper)],
        );
        let (review, _, channel) = due(&late, acted);
        assert!(review.late, "{review:?}");
        assert_eq!(channel, "visit");
        healthy(&huiyin);
    });
}

#[test]
fn a_request_on_paper_needs_its_scan_times_that_can_be_and_an_authority_above() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = answered(&park);
        let paper = scan(&park, &filed, FilePurpose::Letter);
        let code = |step: Vec<Command>| match park.refused("ecohandler", &filed, step) {
            Refusal::Case(case) => case.code,
            other => panic!("{other:?}"),
        };
        let today = "2026-02-13";
        assert_eq!(
            code(vec![on_paper(today, None, paper)]),
            RefusalCode::NoneAbove
        );
        above(&park);
        let before = (
            journal(&huiyin, FIRST).len(),
            journal(&huiyin, HARBOUR).len(),
        );
        let signed = scan(&park, &filed, FilePurpose::ProofOfService);
        for (step, wanted) in [
            (
                on_paper(today, None, FileId::new(1)),
                RefusalCode::ProofNeeded,
            ),
            (on_paper(today, None, signed), RefusalCode::ProofNeeded),
            (
                on_paper("2026-02-14", None, paper),
                RefusalCode::InTheFuture,
            ),
            (
                on_paper(today, Some("2026-02-14"), paper),
                RefusalCode::BadDate,
            ),
            (
                on_paper(today, Some("2025-12-01"), paper),
                RefusalCode::BeforeStart,
            ),
            (
                on_paper("2025-12-01", None, paper),
                RefusalCode::BeforeStart,
            ),
        ] {
            assert_eq!(code(vec![step.clone()]), wanted, "{step:?}");
        }
        let two = vec![on_paper(today, None, paper), Command::Close];
        assert_eq!(code(two), RefusalCode::WrongState);
        let after = (
            journal(&huiyin, FIRST).len(),
            journal(&huiyin, HARBOUR).len(),
        );
        assert_eq!((before.0 + 1, before.1), after, "only the other scan");

        // Once, by code or on paper; a code takes no part in what is entered for it.
        park.does("ecohandler", &filed, vec![on_paper(today, None, paper)]);
        assert_eq!(
            code(vec![on_paper(today, None, paper)]),
            RefusalCode::ReviewAsked
        );
        let by_code = refusal(ask(&huiyin, &filed.code, reasons()));
        assert!(matches!(by_code, Refusal::Case(one) if one.code == RefusalCode::ReviewAsked));
        healthy(&huiyin);
    });
}
