//! Those who speak for a group leave for themselves: each by his own code, with seven days to undo it; the sealed
//! part says who is left, and the petition goes on for them (RULES 5.9).

use super::notices::{deliver, staff};
use super::support::{FIRST, at, draft, event, healthy, journal, track, wait};
use huiyin_app::code::TrackingCode;
use huiyin_app::{AppError, Huiyin, IdentityView, Refusal};
use huiyin_domain::event::Event;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Command, Identity, RefusalCode, SubmissionDraft};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::smtp::SmtpSink;

const NAMES: [&str; 3] = ["金丝雀张三", "金丝雀李四", "金丝雀王五"];
const FIRST_MAIL: &str = "canary-of-zhang@cage.example";
const SECOND_MAIL: &str = "canary-of-li@cage.example";
/// After the seven days, the last of which rolls over the Spring Festival.
const LATER: &str = "2026-02-26T10:00:00+08:00";

/// A group's petition, and the code of each who speaks for it.
struct Group {
    number: PetitionNumber,
    codes: Vec<TrackingCode>,
}

fn group(huiyin: &Huiyin) -> Group {
    let authority = huiyin.authority(None).expect("an authority");
    let written = wait(huiyin.begin_draft(FIRST)).expect("begun");
    let petitioner = Identity {
        name: Some(NAMES[0].into()),
        email: Some(FIRST_MAIL.into()),
        representatives: vec![
            format!("{} {SECOND_MAIL}", NAMES[1]),
            format!("{} 13555500002", NAMES[2]),
        ],
        ..Identity::default()
    };
    let draft = SubmissionDraft {
        petitioner: Some(petitioner),
        ..draft("三月份的工资没有发")
    };
    let sent = wait(huiyin.send_draft(&authority, (&written, None), draft)).expect("registered");
    let registered = sent.registered;
    let first = std::iter::once(&registered.tracking_code);
    let codes = first.chain(&registered.representative_codes);
    Group {
        number: PetitionNumber::parse(&registered.number).expect("a number"),
        codes: codes
            .map(|code| TrackingCode::parse(code).expect("a code"))
            .collect(),
    }
}

fn leaves(huiyin: &Huiyin, code: &TrackingCode) {
    let acted = wait(huiyin.act_by_code(code, Command::Withdraw)).expect("asked");
    assert_eq!(acted.events, ["LeavingAsked"]);
    assert_eq!(acted.state, "registered", "it goes on");
}

fn who(huiyin: &Huiyin, number: PetitionNumber, login: &str) -> IdentityView {
    let clerk = staff(huiyin, login, "clerk");
    let view = wait(huiyin.open_case(&clerk, number, true)).expect("opens");
    view.identity.expect("it is shown")
}

fn refused(huiyin: &Huiyin, code: &TrackingCode, command: Command) -> RefusalCode {
    match wait(huiyin.act_by_code(code, command)) {
        Err(AppError::Refused(Refusal::Case(refused))) => refused.code,
        other => panic!("{other:?}"),
    }
}

/// No open part of a journal tells a name or contact.
fn tells_nobody(huiyin: &Huiyin) {
    for row in journal(huiyin, FIRST) {
        let open = String::from_utf8_lossy(&row.open).into_owned();
        assert!(
            !open.contains("金丝雀") && !open.contains("canary"),
            "{open}"
        );
    }
}

#[test]
fn one_leaves_and_it_goes_on_for_the_others() {
    each_engine(|place| {
        let huiyin = place.open();
        let group = group(&huiyin);
        let [first, _, third] = &group.codes[..] else {
            panic!("a code each");
        };
        leaves(&huiyin, third);
        let own = track(&huiyin, &third.grouped());
        assert!(own.leaves_alone && own.withdrawal_until.is_some());
        assert!(
            own.steps.contains(&"undo-withdrawal".to_owned()),
            "{:?}",
            own.steps
        );
        let window = |view: &huiyin_app::TrackView| {
            view.obligations
                .iter()
                .any(|one| one.kind == "withdrawal-undo")
        };
        assert!(window(&own));
        // The others have no date of his, and nothing to undo.
        let others = track(&huiyin, &first.grouped());
        assert!(others.leaves_alone && others.withdrawal_until.is_none() && !window(&others));
        let undone = refused(&huiyin, first, Command::UndoWithdrawal);
        assert_eq!(undone, RefusalCode::NotWithdrawing);

        place.clock.set(at(LATER));
        huiyin.tick(huiyin.now()).expect("ticks");
        let own = track(&huiyin, &third.grouped());
        assert!(
            !own.acting && own.steps.is_empty(),
            "it only views: {:?}",
            own.steps
        );
        let said = Command::Message {
            text: "还是我".into(),
        };
        assert_eq!(refused(&huiyin, third, said), RefusalCode::ViewCode);
        let others = track(&huiyin, &first.grouped());
        assert!(
            others.acting && others.state == "registered",
            "{}",
            others.state
        );
        let mut told = others.timeline.iter().map(|entry| entry.words.zh.as_str());
        assert!(told.any(|words| words == "一位代表已经退出；其他人的照办"));
        let seen = serde_json::to_string(&others).expect("writes");
        assert!(!seen.contains("金丝雀"), "{seen}");

        let left = who(&huiyin, group.number, "clerk");
        assert_eq!(left.name.as_deref(), Some(NAMES[0]));
        assert_eq!(
            left.representatives,
            [format!("{} {SECOND_MAIL}", NAMES[1])]
        );
        tells_nobody(&huiyin);
        healthy(&huiyin);
    });
}

#[test]
fn where_the_first_leaves_the_next_one_stands_there_and_hears_of_news() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = place.open_mailing(&sink, true);
        let group = group(&huiyin);
        leaves(&huiyin, &group.codes[0]);
        place.clock.set(at(LATER));
        huiyin.tick(huiyin.now()).expect("ticks");
        deliver(&huiyin);
        let mails = sink.mails();
        let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
        assert!(to.iter().any(|to| to.contains(SECOND_MAIL)), "{to:?}");
        assert!(!to.iter().any(|to| to.contains(FIRST_MAIL)), "{to:?}");
        let left = who(&huiyin, group.number, "clerk");
        assert_eq!(left.name.as_deref(), Some(NAMES[1]));
        assert_eq!(left.email.as_deref(), Some(SECOND_MAIL));
        assert_eq!(left.representatives, [format!("{} 13555500002", NAMES[2])]);
        // Then the third one, whose line ends with a telephone number, stands alone.
        leaves(&huiyin, &group.codes[1]);
        place.clock.set(at("2026-03-06T10:00:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        let left = who(&huiyin, group.number, "clerk2");
        assert_eq!(left.name.as_deref(), Some(NAMES[2]));
        assert_eq!(left.phone.as_deref(), Some("13555500002"));
        assert!(left.email.is_none() && left.representatives.is_empty());
        tells_nobody(&huiyin);
        healthy(&huiyin);
    });
}

#[test]
fn it_is_undone_by_his_own_code_and_withdrawn_when_the_last_has_left() {
    each_engine(|place| {
        let huiyin = place.open();
        let group = group(&huiyin);
        leaves(&huiyin, &group.codes[1]);
        let stays = wait(huiyin.act_by_code(&group.codes[1], Command::UndoWithdrawal));
        assert_eq!(stays.expect("undone").events, ["LeavingUndone"]);
        place.clock.set(at(LATER));
        huiyin.tick(huiyin.now()).expect("ticks");
        assert!(
            track(&huiyin, &group.codes[1].grouped()).acting,
            "he stayed"
        );

        for code in &group.codes {
            leaves(&huiyin, code);
        }
        place.clock.set(at("2026-03-08T10:00:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        let ended = track(&huiyin, &group.codes[0].grouped());
        assert_eq!(ended.state, "withdrawn");
        let rows = journal(&huiyin, FIRST);
        let left = rows
            .iter()
            .filter(|row| matches!(event(row), Event::RepresentativeLeft(_)));
        let withdrawn = rows
            .iter()
            .filter(|row| matches!(event(row), Event::PetitionWithdrawn(_)));
        assert_eq!((left.count(), withdrawn.count()), (3, 1));
        healthy(&huiyin);
    });
}
