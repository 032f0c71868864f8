//! What a petition becomes: one request of it a petition of its own, or the whole of it another
//! authority's. The code stays valid, nobody gains a day, a respondent stays outside (RULES 5.3).

use super::people;
use super::support::{FIRST, event, healthy, journal, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::{
    AppError, Change, FileDraft, HandOverDraft, NewAuthorityDraft, Order, Refusal, TrackView, Which,
};
use huiyin_domain::event::{Actor, Event, FilePurpose};
use huiyin_domain::ids::{AuthorityId, FileId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Command, RefusalCode};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park, accept, claim, transfer, whole};

pub const HARBOUR: AuthorityId = AuthorityId::new(2);

pub fn number(text: &str) -> PetitionNumber {
    PetitionNumber::parse(text).expect("a number")
}

fn listed() -> Command {
    Command::ListRequests {
        requests: vec!["修好路灯".into(), "赔偿损失".into()],
    }
}

fn split() -> Command {
    Command::Split {
        request: 1,
        reason: "两件事".into(),
    }
}

pub fn tracked(park: &Park<'_>, filed: &Filed, which: Option<PetitionNumber>) -> TrackView {
    let view = wait(park.huiyin.track_one(&filed.code, which.map(Which::from))).expect("reads");
    view.expect("the code opens it")
}

/// What is open: the kind and its last day.
fn open(view: &TrackView) -> Vec<(String, String)> {
    let open = view.obligations.iter().filter(|one| one.state == "open");
    open.map(|one| (one.kind.clone(), one.due_date.clone()))
        .collect()
}

#[test]
fn a_request_becomes_a_petition_with_the_same_dates_and_the_same_code() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim(), listed()]);
        let before = open(&tracked(&park, &filed, None));
        let acted = park.does("clerk", &filed, vec![split()]);
        assert_eq!(acted.events, ["PetitionSplit", "RequestsListed"]);
        let second = number(&acted.became.expect("a number"));
        assert_ne!(second, filed.number);

        let first = tracked(&park, &filed, None);
        assert_eq!(first.number, filed.number.to_string());
        assert_eq!(open(&first), before);
        assert_eq!(first.also.len(), 1);
        assert_eq!(first.also[0].number, second.to_string());
        let told = first.timeline.iter();
        let told: Vec<_> = told.filter(|one| one.event == "PetitionSplit").collect();
        assert!(told[0].words.zh.contains(&second.to_string()));

        let other = tracked(&park, &filed, Some(second));
        assert_eq!(other.number, second.to_string());
        assert_eq!(other.registered_at, first.registered_at);
        assert_eq!(open(&other), before, "not a day more");
        assert_eq!(other.class.as_deref(), Some("claim"));
        assert!(other.receipt.is_some(), "it has a receipt of its own");

        // The code acts on either, and on the one that is meant.
        let say = Command::Message {
            text: "第二件的话".into(),
        };
        let done = wait(huiyin.act_by_code_once((&filed.code, Some(second.into())), say, None));
        assert_eq!(done.expect("said").answer.number, second.to_string());
        assert!(tracked(&park, &filed, None).messages.is_empty());
        assert_eq!(tracked(&park, &filed, Some(second)).messages.len(), 1);
        let nobody = wait(huiyin.track_one(&filed.code, Some(number("2026-000999").into())));
        assert!(nobody.expect("reads").is_none());

        // Whoever may open both is led from one to the other, and each asks for one thing.
        let view = park.open("clerk", &filed, false).expect("opens");
        assert_eq!(view.requests, ["修好路灯"]);
        assert_eq!(view.linked[0].relation, "split-into");
        let other = wait(huiyin.open_case(&park.who("clerk"), second, true)).expect("opens");
        assert_eq!(other.requests, ["赔偿损失"]);
        assert_eq!(other.linked[0].number, filed.number.to_string());
        let name = other.identity.expect("revealed").name;
        assert_eq!(name.as_deref(), Some(huiyin_testkit::park::CANARIES[0]));
        healthy(&huiyin);
    });
}

#[test]
fn whom_it_complains_of_stays_outside_of_what_is_split_off() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let named = Command::NameRespondents {
            units: vec![park.unit("roads")],
            posts: vec![park.post("boss")],
            words: vec!["公路科".into()],
        };
        let work = vec![claim(), listed(), named, transfer(park.unit("economy"))];
        park.does("clerk", &filed, work);
        park.does("ecohandler", &filed, vec![Command::Receive]);
        let acted = park.does("ecohead", &filed, vec![split()]);
        let second = number(&acted.became.expect("a number"));
        for login in ["roadhandler", "roadhead", "teamhandler", "boss"] {
            for one in [filed.number, second] {
                let opened = wait(huiyin.open_case(&park.who(login), one, false));
                let unknown = matches!(opened, Err(AppError::Refused(Refusal::NoSuchPetition)));
                assert!(unknown, "{login} {one}");
            }
        }
        let to_them = vec![transfer(park.unit("roads"))];
        let sent = wait(huiyin.act(&park.who("ecohead"), second, to_them, None));
        match sent {
            Err(AppError::Refused(Refusal::Case(refusal))) => {
                assert_eq!(refusal.code, RefusalCode::RespondentUnit);
            }
            other => panic!("{other:?}"),
        }
        // The marks of two petitions are never the same: nobody can tell that they name the same unit.
        let bars = journal(&huiyin, FIRST);
        let bars = bars.iter().filter_map(|row| match event(row) {
            Event::RespondentsNamed(named) => Some(named.bars),
            _ => None,
        });
        let bars: Vec<_> = bars.collect();
        assert_eq!((bars.len(), bars[1].len()), (2, 2));
        assert!(bars[0].iter().all(|bar| !bars[1].contains(bar)));
        healthy(&huiyin);
    });
}

#[test]
fn a_split_that_is_refused_leaves_nothing() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim()]);
        let refusal = park.refused("clerk", &filed, vec![split()]);
        assert_eq!(code(&refusal), RefusalCode::WrongState, "one request");
        park.does("clerk", &filed, vec![listed()]);
        let refusal = park.refused("clerk", &filed, vec![split(), accept()]);
        assert_eq!(
            code(&refusal),
            RefusalCode::WrongState,
            "a whole of its own"
        );
        let unreasoned = Command::Split {
            request: 1,
            reason: " ".into(),
        };
        let refusal = park.refused("clerk", &filed, vec![unreasoned]);
        assert_eq!(code(&refusal), RefusalCode::ReasonNeeded);
        park.does("clerk", &filed, vec![accept()]);
        let refusal = park.refused("clerk", &filed, vec![split()]);
        assert_eq!(code(&refusal), RefusalCode::ServeFirst);
        let next = park.file(false);
        assert_eq!(next.number.sequence(), filed.number.sequence() + 1);
        healthy(&huiyin);
    });
}

fn code(refusal: &Refusal) -> RefusalCode {
    match refusal {
        Refusal::Case(refusal) => refusal.code,
        other => panic!("{other}"),
    }
}

#[test]
fn a_renewed_code_ends_the_lost_one_for_everything_that_it_opened() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim(), listed()]);
        let acted = park.does("clerk", &filed, vec![split()]);
        let second = number(&acted.became.expect("a number"));
        let renew = Command::RenewCode {
            representative: None,
            reason: "带回执来".into(),
        };
        park.does("clerk", &filed, vec![renew]);
        let rows = journal(&huiyin, FIRST);
        let asked = rows
            .iter()
            .rev()
            .find(|row| row.kind == "SecondPersonAsked");
        let agree = Command::DecideProposal {
            proposal: asked.expect("proposed").position,
            agree: true,
            reason: String::new(),
        };
        let acted = park.does("clerk2", &filed, vec![agree]);
        let fresh = acted.tracking_code.expect("a code");
        let fresh = huiyin_app::code::TrackingCode::parse(&fresh).expect("a code");
        for one in [filed.number, second] {
            let lost = wait(huiyin.track_one(&filed.code, Some(one.into()))).expect("reads");
            assert!(lost.is_none(), "{one}");
            let found = wait(huiyin.track_one(&fresh, Some(one.into()))).expect("reads");
            let found = found.expect("found");
            // Whoever follows the other one sees it too.
            let told = found
                .timeline
                .iter()
                .filter(|entry| entry.event == "CodeRenewed");
            assert_eq!(told.count(), 1, "{one}");
        }
        healthy(&huiyin);
    });
}

#[test]
fn a_code_that_is_renewed_elsewhere_is_told_where_the_matter_came_from() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        harbour(&park);
        let order = Order {
            authority: HARBOUR,
            by: Actor::Operator,
            version: None,
        };
        let second = Change::Staff(None, people::draft("harbour-second", "clerk"));
        huiyin
            .administer_here(order, second)
            .expect("a second clerk");
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim(), listed()]);
        let clerk = park.who("clerk");
        let handed = wait(huiyin.hand_over(&clerk, filed.number, to_harbour(), None, None));
        let there = number(
            &handed
                .expect("handed over")
                .answer
                .became
                .expect("a number"),
        );
        let organisation = wait(huiyin.organisation(HARBOUR)).expect("reads");
        let staff: Vec<_> = organisation.staff.keys().copied().collect();
        let of_harbour =
            |nth: usize| Principal::of(&organisation, HARBOUR, staff[nth]).expect("works");
        let act = |nth: usize, command: Command| {
            let who = of_harbour(nth);
            wait(huiyin.act(&who, there, vec![command], None)).expect("done")
        };
        act(
            1,
            Command::RenewCode {
                representative: None,
                reason: "带回执来".into(),
            },
        );
        let rows = journal(&huiyin, HARBOUR);
        let asked = rows
            .iter()
            .rev()
            .find(|row| row.kind == "SecondPersonAsked");
        let agree = Command::DecideProposal {
            proposal: asked.expect("proposed").position,
            agree: true,
            reason: String::new(),
        };
        let fresh = act(2, agree).tracking_code.expect("a code");
        let fresh = huiyin_app::code::TrackingCode::parse(&fresh).expect("a code");
        for one in [filed.number, there] {
            let lost = wait(huiyin.track_one(&filed.code, Some(one.into()))).expect("reads");
            assert!(lost.is_none(), "the lost code opens {one}");
            let found = wait(huiyin.track_one(&fresh, Some(one.into()))).expect("reads");
            let found = found.unwrap_or_else(|| panic!("the new code does not open {one}"));
            let told = found
                .timeline
                .iter()
                .filter(|entry| entry.event == "CodeRenewed");
            assert_eq!(told.count(), 1, "{one}");
        }
        // Nobody of the harbour stands in the journal of the authority before.
        let rows = journal(&huiyin, FIRST);
        let renewed = rows.iter().find(|row| row.kind == "CodeRenewed");
        let open = String::from_utf8(renewed.expect("told").open.clone()).expect("text");
        assert!(open.contains("\"by\":\"system\""), "{open}");
        healthy(&huiyin);
    });
}

pub fn harbour(park: &Park<'_>) {
    let new = NewAuthorityDraft {
        key: "harbour".into(),
        name: Bilingual::new("港区信访局", "Harbour"),
        administrator: people::draft("harbour-admin", "clerk"),
        ..NewAuthorityDraft::default()
    };
    let made = park
        .huiyin
        .create_authority((FIRST, Actor::Operator), new, None);
    assert_eq!(wait(made).expect("created").answer.id, HARBOUR.raw());
    let order = Order {
        authority: HARBOUR,
        by: Actor::Operator,
        version: None,
    };
    let clerk = Change::Staff(None, people::draft("harbour-clerk", "clerk"));
    park.huiyin
        .administer_here(order, clerk)
        .expect("a clerk there");
}

fn to_harbour() -> HandOverDraft {
    HandOverDraft {
        to: "harbour".into(),
        reason: "港区的事".into(),
    }
}

#[test]
fn handed_to_another_authority_it_is_theirs_and_the_code_opens_both() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        harbour(&park);
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim(), listed()]);
        let clerk = park.who("clerk");
        let view = park.open("clerk", &filed, false).expect("opens");
        assert_eq!(view.hand_over_to[0].key, "harbour");
        let version = huiyin_domain::ids::Position::new(view.version);
        let done = huiyin.hand_over(&clerk, filed.number, to_harbour(), Some(version), None);
        let acted = wait(done).expect("handed over").answer;
        assert_eq!(acted.state, "handed-over");
        assert_eq!(acted.events, ["PetitionHandedOver"]);
        let there = number(&acted.became.expect("a number"));
        let rows = journal(&huiyin, HARBOUR);
        let kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
        assert!(
            kinds.ends_with(&["PetitionRegistered", "PetitionReceived"]),
            "{kinds:?}"
        );

        let view = tracked(&park, &filed, None);
        assert_eq!(
            (view.number, view.channel.as_str()),
            (there.to_string(), "handover")
        );
        assert!(!view.obligations.is_empty(), "something is owed there");
        assert_eq!(view.also[0].number, filed.number.to_string());
        let say = Command::Message {
            text: "港区的人看".into(),
        };
        let done = wait(huiyin.act_by_code(&filed.code, say)).expect("said");
        assert_eq!(done.version, journal(&huiyin, HARBOUR).len() as i64);

        let clerk_view = park.open("clerk", &filed, false).expect("opens");
        assert_eq!(clerk_view.linked[0].relation, "handed-to");
        assert_eq!(clerk_view.linked[0].number, there.to_string());
        assert!(clerk_view.hand_over_to.is_empty());
        let organisation = wait(huiyin.organisation(HARBOUR)).expect("reads");
        let staff = *organisation.staff.keys().next_back().expect("somebody");
        let theirs = Principal::of(&organisation, HARBOUR, staff).expect("is there");
        let opened = wait(huiyin.open_case(&theirs, there, true)).expect("opens");
        assert_eq!(opened.requests, ["修好路灯", "赔偿损失"]);
        assert_eq!(opened.linked[0].relation, "came-from");
        healthy(&huiyin);
    });
}

#[test]
fn what_was_told_and_brought_before_goes_along_and_inner_notes_stay() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        harbour(&park);
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim()]);
        let say = Command::Message {
            text: "灯还没有修".into(),
        };
        wait(huiyin.act_by_code(&filed.code, say)).expect("said");
        let facts = Command::AddFacts {
            text: "三号路东头".into(),
        };
        wait(huiyin.act_by_code(&filed.code, facts)).expect("told");
        let reply = Command::Message {
            text: "已经转告港区".into(),
        };
        let note = Command::Note {
            text: "内部的话".into(),
        };
        park.does("clerk", &filed, vec![reply, note]);
        let photo = FileDraft {
            field: "file".into(),
            name: "lamp.pdf".into(),
            purpose: FilePurpose::Evidence,
            bytes: [b"%PDF-1.7\n".as_slice(), &[7; 600_000], b"\n%%EOF\n"].concat(),
        };
        let clerk = park.who("clerk");
        let added = huiyin.add_file(&clerk, filed.number, (photo.clone(), None), None);
        wait(added).expect("added");

        let done = wait(huiyin.hand_over(&clerk, filed.number, to_harbour(), None, None));
        let there = number(&done.expect("handed over").answer.became.expect("a number"));
        let rows = journal(&huiyin, HARBOUR);
        let kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
        let along = [
            "PetitionReceived",
            "MessageSent",
            "FactsAdded",
            "MessageSent",
            "FileAdded",
        ];
        assert!(kinds.ends_with(&along), "{kinds:?}");
        let before = journal(&huiyin, FIRST);
        let added: Vec<_> = before
            .iter()
            .filter(|row| row.kind == "FileAdded")
            .collect();
        let file = rows.last().expect("a row");
        assert_eq!(file.effective_at, added[0].effective_at, "its own time");

        let organisation = wait(huiyin.organisation(HARBOUR)).expect("reads");
        let staff = *organisation.staff.keys().next_back().expect("somebody");
        let theirs = Principal::of(&organisation, HARBOUR, staff).expect("is there");
        let opened = wait(huiyin.open_case(&theirs, there, true)).expect("opens");
        let words = format!("{opened:?}");
        for told in ["灯还没有修", "三号路东头", "已经转告港区"] {
            assert!(words.contains(told), "{told}");
        }
        assert!(!words.contains("内部的话"));
        let id = FileId::new(file.position.raw());
        let content = wait(huiyin.open_file(&theirs, there, id)).and_then(whole);
        let content = content.expect("opens");
        assert_eq!((content.name, content.bytes), (photo.name, photo.bytes));
        let view = tracked(&park, &filed, Some(there));
        assert!(view.timeline.iter().any(|one| one.event == "FactsAdded"));
        healthy(&huiyin);
    });
}

#[test]
fn a_hand_over_that_is_refused_leaves_nothing_in_either_journal() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        harbour(&park);
        let filed = park.file(false);
        let rows = || (park.rows(), journal(&huiyin, HARBOUR).len());
        let before = rows();
        let hand = |login: &str, draft: HandOverDraft, version: Option<i64>| {
            let version = version.map(huiyin_domain::ids::Position::new);
            let who = park.who(login);
            let outcome = wait(huiyin.hand_over(&who, filed.number, draft, version, None));
            assert_eq!(rows(), before, "{login} left a trace");
            people::refusal(outcome)
        };
        assert_eq!(
            hand("roadhandler", to_harbour(), None),
            Refusal::NoSuchPetition
        );
        for to in ["default", "nowhere", ""] {
            let draft = HandOverDraft {
                to: to.into(),
                ..to_harbour()
            };
            assert!(
                matches!(hand("clerk", draft, None), Refusal::Fields(_)),
                "{to}"
            );
        }
        let stale = hand("clerk", to_harbour(), Some(1));
        assert!(matches!(stale, Refusal::ChangedMeanwhile { .. }));
        let draft = HandOverDraft {
            reason: String::new(),
            ..to_harbour()
        };
        assert_eq!(code(&hand("clerk", draft, None)), RefusalCode::ReasonNeeded);
        healthy(&huiyin);
    });
}

#[test]
fn what_was_split_and_what_is_left_both_go_to_the_other_authority_under_one_code() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        harbour(&park);
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim(), listed()]);
        let acted = park.does("clerk", &filed, vec![split()]);
        let second = number(&acted.became.expect("a number"));
        let clerk = park.who("clerk");
        for one in [filed.number, second] {
            wait(huiyin.hand_over(&clerk, one, to_harbour(), None, None)).expect("handed over");
        }
        let view = tracked(&park, &filed, None);
        assert_eq!(view.also.len(), 3, "two there, two here");
        healthy(&huiyin);
    });
}
