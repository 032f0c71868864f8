//! Who owes the answer, and whom it is about, learnt while a response runs: the head is called then, and whoever it is
//! about keeps no page, no topic and no board.

use super::people::refusal;
use super::plans::{change, sample};
use super::responses::{House, at_the_park, call};
use super::support::{FIRST, healthy, journal, wait};
use huiyin_app::{
    CallState, Change, Onlooker, PostDraft, ReceptionStep, Refusal, ResponseDraft, ResponseDuty,
    ResponseStep,
};
use huiyin_domain::language::Bilingual;
use huiyin_domain::response::RunRefusal;
use huiyin_domain::roster::Roster;
use huiyin_testkit::engine::each_engine;

const HEAD: &str = "unit-head-concerned";

/// Shen heads the governance office, by the organisation.
pub(super) fn with_a_head(house: &House) {
    let post = PostDraft {
        duty: "unit-head".into(),
        title: Bilingual::new("综治办主任", "Head of governance"),
        unit: house.governance,
        holder: Some(house.shen.raw()),
        ..PostDraft::default()
    };
    change(&house.park.huiyin, Change::Post(None, post));
}

fn open_parts(house: &House) -> Vec<String> {
    let rows = journal(&house.park.huiyin, FIRST).into_iter();
    let rows = rows.filter(|row| row.kind.starts_with("Response"));
    rows.map(|row| String::from_utf8(row.open).expect("a text"))
        .collect()
}

fn about(units: &[i64], posts: &[&str]) -> ResponseStep {
    ResponseStep::About {
        units: units.to_vec(),
        posts: posts.iter().map(|post| (*post).to_owned()).collect(),
    }
}

#[test]
fn the_head_of_the_unit_is_called_as_soon_as_the_unit_is_known() {
    each_engine(|place| {
        let house = House::on(place);
        with_a_head(&house);
        let id = house.open(at_the_park("5"));
        let clerk = house.park.clerk;
        // Nobody knows yet whose matter it is: a stand-in is called, and says that they come.
        let (_, pages) = call(&house.view(id), HEAD);
        let stand_in = pages[0].0;
        let comes = ResponseStep::Acknowledge { page: stand_in };
        house.step(clerk, id, comes).expect("the desk was told");
        assert_eq!(call(&house.view(id), HEAD).0, CallState::Coming);
        assert!(house.view(id).concerned.is_none());
        let concerned = || ResponseStep::Concerned {
            unit: house.governance,
        };
        let refused = house.step(house.qin, id, concerned());
        assert_eq!(
            refusal(refused),
            Refusal::NotAllowed,
            "a head that is called"
        );
        let none = house.step(clerk, id, ResponseStep::Concerned { unit: 999 });
        assert!(matches!(refusal(none), Refusal::Fields(_)));
        house.step(clerk, id, concerned()).expect("named");
        let view = house.view(id);
        let (state, pages) = call(&view, HEAD);
        assert_eq!(state, CallState::Calling);
        assert_eq!(pages.last().expect("paged").1, "waiting");
        let calls = view.calls.iter().find(|one| one.post == HEAD);
        let last = calls.and_then(|one| one.pages.last()).expect("paged");
        assert_eq!(last.name.as_deref(), Some("沈毅"));
        assert!(view.concerned.is_some());
        assert_eq!(house.owed(&house.who(house.shen))[0].duty, "ack");
        assert_eq!(
            refusal(house.step(clerk, id, concerned())),
            Refusal::Run(RunRefusal::ConcernedKnown)
        );
        // The head is silent: whoever said that they come is awaited again, without another page.
        house.tick(place, 3);
        let (state, after) = call(&house.view(id), HEAD);
        assert_eq!(state, CallState::Coming);
        assert_eq!(after.len(), pages.len(), "{after:?}");
        let arrive = ResponseStep::Arrive {
            posts: vec![HEAD.to_owned()],
        };
        house.step(clerk, id, arrive).expect("there");
        for open in open_parts(&house) {
            assert!(!open.contains("\"concerned\":"), "{open}");
        }
        healthy(&house.park.huiyin);
    });
}

#[test]
fn whom_it_turns_out_to_be_about_keeps_nothing_of_it() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("25"));
        let (clerk, shen) = (house.park.clerk, house.shen);
        let page = call(&house.view(id), "governance-head").1[0].0;
        house
            .step(shen, id, ResponseStep::Acknowledge { page })
            .expect("own page");
        house.see(&house.who(shen), id).expect("called");
        for wrong in [about(&[], &[]), about(&[999], &[]), about(&[], &["nobody"])] {
            let refused = house.step(clerk, id, wrong);
            assert!(matches!(refusal(refused), Refusal::Fields(_)));
        }
        let refused = house.step(house.lin, id, about(&[house.governance], &[]));
        assert_eq!(
            refusal(refused),
            Refusal::NotAllowed,
            "a head that is called"
        );
        house
            .step(clerk, id, about(&[house.governance], &[]))
            .expect("named");
        let view = house.view(id);
        let (state, pages) = call(&view, "governance-head");
        assert_eq!(state, CallState::Calling, "somebody else is called");
        assert!(pages.len() > 1, "{pages:?}");
        assert_eq!(view.about.len(), 1);
        // Nothing of it is left for them: no page, no topic, no board, no duty, no answer.
        let who = house.who(shen);
        assert_eq!(refusal(house.see(&who, id)), Refusal::NoSuchResponse);
        assert_eq!(house.owed(&who), []);
        let board = wait(house.park.huiyin.board(&Onlooker::Staff(who, id)));
        assert_eq!(refusal(board.map(|_| ())), Refusal::NoSuchResponse);
        let step = ResponseStep::Decline { page };
        assert_eq!(refusal(house.step(shen, id, step)), Refusal::NoSuchResponse);
        // A leader who is there already, by post: the others of the unit stay.
        let lin = call(&view, "leader-in-charge").1[0].0;
        house
            .step(house.lin, id, ResponseStep::Acknowledge { page: lin })
            .expect("own page");
        let post = "leader-in-charge".to_owned();
        house
            .step(house.lin, id, ResponseStep::Arrive { posts: vec![post] })
            .expect("own arrival");
        house
            .step(house.park.leader, id, about(&[], &["leader-in-charge"]))
            .expect("named");
        let (state, _) = call(&house.view(id), "leader-in-charge");
        assert_ne!(
            state,
            CallState::There,
            "whom it is about does not receive them"
        );
        assert_eq!(
            refusal(house.see(&house.who(house.lin), id)),
            Refusal::NoSuchResponse
        );
        // A head who is called never learns whom it is about.
        let seen = house.see(&house.who(house.qin), id).expect("called");
        assert_eq!(seen.about, []);
        for open in open_parts(&house) {
            assert!(!open.contains("governance-office"), "{open}");
            let named = open.contains("respondents-named");
            assert!(!named || open.contains("\"respondents\":[]"), "{open}");
        }
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_rise_after_that_calls_nobody_of_them() {
    each_engine(|place| {
        let house = House::on(place);
        with_a_head(&house);
        let id = house.open(ResponseDraft {
            concerned: Some(house.governance),
            ..at_the_park("5")
        });
        let clerk = house.park.clerk;
        house
            .step(clerk, id, about(&[house.governance], &[]))
            .expect("named");
        let people = "25".to_owned();
        house
            .step(clerk, id, ResponseStep::Count { people })
            .expect("counted");
        let view = house.view(id);
        let waiting = view.calls.iter().flat_map(|call| &call.pages);
        let mut waiting = waiting.filter(|page| page.state == "waiting");
        assert!(waiting.all(|page| page.name.as_deref() != Some("沈毅")));
        // The unit that owes the answer is another one, now that its head is out of it.
        let (_, pages) = call(&view, HEAD);
        assert!(pages.len() > 1, "{pages:?}");
        let again = ResponseStep::Concerned {
            unit: house.governance,
        };
        assert_eq!(
            refusal(house.step(clerk, id, again)),
            Refusal::Run(RunRefusal::NobodyHeads)
        );
        healthy(&house.park.huiyin);
    });
}

#[test]
fn whoever_holds_the_post_of_a_task_finds_it_and_does_it_without_being_called() {
    each_engine(|place| {
        let house = House::on(place);
        with_a_head(&house);
        let roster = Roster::parse(sample().1).expect("a roster");
        let mut duties = roster.duties.iter();
        let duty = duties.find(|duty| &*duty.post == "social-affairs-head");
        let holder = duty.expect("there").staff[0].to_string();
        let who = house.who(house.login(&holder));
        let id = house.open(ResponseDraft {
            concerned: Some(house.governance),
            ..at_the_park("5")
        });
        let view = house.view(id);
        assert!(
            !view
                .calls
                .iter()
                .any(|call| call.post == "social-affairs-head")
        );
        let owed = || -> Vec<ResponseDuty> {
            let owed = house.owed(&who).into_iter();
            owed.filter(|one| one.duty == "task").collect()
        };
        // What is asked for by some of them is there to be made ready.
        let told = ReceptionStep::Need {
            kind: "legal-advice".into(),
            people: 3,
        };
        let asked = house.step(house.park.clerk, id, ResponseStep::Receive { told });
        asked.expect("asked");
        let mine = owed();
        assert_eq!(mine.len(), 1, "{mine:?}");
        assert!(
            mine[0].title.zh.contains("法律") && !mine[0].late,
            "{mine:?}"
        );
        let seen = house.see(&who, id).expect("sees to a task");
        assert!(
            seen.may.contains(&"task") && !seen.may.contains(&"receive"),
            "{:?}",
            seen.may
        );
        let task = || ResponseStep::Task {
            kind: "legal-advice".into(),
            danger: String::new(),
        };
        house.step(who.staff, id, task()).expect("done");
        assert_eq!(owed(), []);
        house.see(&who, id).expect("what they did stays to be seen");
        let end = ResponseStep::End {
            text: "谈过了".into(),
            anyway: true,
        };
        house.step(house.park.leader, id, end).expect("ended");
        assert_eq!(refusal(house.see(&who, id)), Refusal::NoSuchResponse);
        // Whom it is about sees to nothing: the next of the ladder does.
        let id = house.open(ResponseDraft {
            concerned: Some(house.governance),
            respondent_posts: vec!["social-affairs-head".into()],
            ..at_the_park("5")
        });
        assert_eq!(refusal(house.see(&who, id)), Refusal::NoSuchResponse);
        assert_eq!(house.owed(&who), []);
        healthy(&house.park.huiyin);
    });
}

/// Also whoever was reached without a page, so that no page tells who comes.
#[test]
fn whom_it_turns_out_to_be_about_and_who_was_reached_by_hand_comes_no_more() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("25"));
        let clerk = house.park.clerk;
        let post = "governance-head".to_owned();
        house.tick(place, 60);
        house
            .step(clerk, id, ResponseStep::ReachedByHand { post })
            .expect("reached");
        let (state, _) = call(&house.view(id), "governance-head");
        assert_eq!(state, CallState::Coming);
        house
            .step(clerk, id, about(&[house.governance], &[]))
            .expect("named");
        let (state, _) = call(&house.view(id), "governance-head");
        assert_ne!(state, CallState::Coming, "somebody else is called");
        healthy(&house.park.huiyin);
    });
}

/// The approver of a plan has no turn in its roster: by the organisation the post is held all the same.
#[test]
fn whoever_holds_a_post_by_the_organisation_alone_is_not_called_where_it_is_about_that_post() {
    each_engine(|place| {
        let house = House::on(place);
        let post = PostDraft {
            duty: "park-leader".into(),
            title: Bilingual::new("园区主要领导", "The main leader"),
            unit: house.governance,
            holder: Some(house.lin.raw()),
            ..PostDraft::default()
        };
        change(&house.park.huiyin, Change::Post(None, post));
        let called = |draft: ResponseDraft| {
            let view = house.view(house.open(draft));
            let pages = view.calls.iter().flat_map(|call| &call.pages);
            pages
                .filter_map(|page| page.name.clone())
                .collect::<Vec<String>>()
        };
        let lin = Roster::parse(sample().1).expect("a roster");
        let lin = lin.official("lin-jie").expect("there").name.clone();
        assert!(
            called(at_the_park("60")).contains(&lin),
            "has a turn of his own"
        );
        let about_him = ResponseDraft {
            respondent_posts: vec!["park-leader".into()],
            ..at_the_park("60")
        };
        assert!(
            !called(about_him).contains(&lin),
            "it is about the post that he holds"
        );
        healthy(&house.park.huiyin);
    });
}
