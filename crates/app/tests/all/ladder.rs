//! Ladders in a store: whoever cannot be called here is passed on at once with the reason, nobody is called
//! for a second post who was silent for a first, and a post that nobody comes for is seen to by a person.

use super::people::{add, refusal};
use super::plans::{Park, change, sample};
use super::responses::{House, MONDAY, at_the_park, call, text_of};
use super::support::{at, healthy, wait};
use huiyin_app::{CallState, CallView, Change, Refusal, ResponseStep, ResponseView, StaffDraft};
use huiyin_domain::ids::StaffId;
use huiyin_domain::response::RunRefusal;
use huiyin_domain::roster::Roster;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::smtp::{Received, SmtpSink};

const OFFICE: &str = "petition-office-head";

fn card<'a>(view: &'a ResponseView, post: &str) -> &'a CallView {
    let mut calls = view.calls.iter();
    calls.find(|one| one.post == post).expect("called")
}

/// Every reason for which a ladder passed somebody on.
fn reasons(view: &ResponseView, post: &str) -> Vec<String> {
    let told = card(view, post).passed_on.iter();
    told.map(|one| one.words.en.clone()).collect()
}

fn again(post: &str) -> ResponseStep {
    ResponseStep::CallAgain { post: post.into() }
}

fn by_hand(post: &str) -> ResponseStep {
    ResponseStep::ReachedByHand { post: post.into() }
}

#[test]
fn whoever_left_is_passed_on_at_once_and_the_page_says_why() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let (plan, by_hand) = sample();
        let roster = by_hand.replace("account = false\n", "");
        let park = Park::of(place.open());
        let officials = Roster::parse(&roster).expect("a roster").staff;
        let staff: Vec<StaffId> = officials
            .iter()
            .map(|one| add(&park.huiyin, one.id.as_str(), "handler"))
            .collect();
        let park = park.with(plan, &roster);
        let leaves = |nth: usize, left: bool| {
            let draft = StaffDraft {
                name: officials[nth].name.clone(),
                left,
                ..StaffDraft::default()
            };
            change(&park.huiyin, Change::Staff(Some(staff[nth]), draft));
        };
        // Of the whole roster nobody signs in here any more.
        for nth in 0..officials.len() {
            leaves(nth, true);
        }
        let clerk = park.principal(park.clerk);
        let opened = wait(park.huiyin.open_response(&clerk, at_the_park("5"), None));
        let id = opened.expect("opened").answer.id;
        let view = wait(park.huiyin.response(&clerk, id)).expect("sees it");
        let office = card(&view, OFFICE);
        assert_eq!(
            office.state,
            CallState::Exhausted,
            "nobody waits for nobody"
        );
        assert!(office.pages.is_empty() && view.summary.red);
        let why = "has no account or channel to be called by; the next one is called at once";
        let told = reasons(&view, OFFICE);
        assert_eq!(
            told.len(),
            4,
            "head, clerk on duty, leader, and who is above: {told:?}"
        );
        assert!(told.iter().all(|one| one.ends_with(why)), "{told:?}");
        // Who comes back is called from then on.
        let qin = officials
            .iter()
            .position(|one| one.id.as_str() == "qin-yue");
        leaves(qin.expect("an official"), false);
        let step = wait(
            park.huiyin
                .step_in_response(&clerk, id, again(OFFICE), None),
        );
        step.expect("called again");
        let view = wait(park.huiyin.response(&clerk, id)).expect("sees it");
        assert_eq!(
            call(&view, OFFICE),
            (CallState::Calling, vec![(1, "waiting")])
        );
        healthy(&park.huiyin);
    });
}

#[test]
fn whom_the_roster_has_without_an_account_the_desk_rings_by_hand() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let park = Park::of(place.open()).with_plan();
        let clerk = park.principal(park.clerk);
        let opened = wait(park.huiyin.open_response(&clerk, at_the_park("5"), None));
        let id = opened.expect("opened").answer.id;
        let view = wait(park.huiyin.response(&clerk, id)).expect("sees it");
        assert_eq!(
            call(&view, OFFICE),
            (CallState::Calling, vec![(1, "waiting")])
        );
        let office = card(&view, OFFICE);
        assert!(
            office.pages[0].handed_at.is_some(),
            "it is on the desk's list"
        );
        assert_eq!(reasons(&view, OFFICE), Vec::<String>::new());
        healthy(&park.huiyin);
    });
}

#[test]
fn nobody_is_called_for_a_second_post_after_being_silent_for_a_first() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("25"));
        for _ in 0..8 {
            house.tick(place, 3);
        }
        let view = house.view(id);
        let pages = view.calls.iter().flat_map(|call| &call.pages);
        let to_lin = pages.filter(|page| page.name.as_deref() == Some("林洁"));
        assert_eq!(to_lin.count(), 1);
        let told = reasons(&view, OFFICE);
        assert!(
            told.iter()
                .any(|one| one.contains("did not answer an earlier call")),
            "{told:?}"
        );
        let steps = view.lines.iter().map(|line| line.text.zh.as_str());
        assert!(
            steps
                .into_iter()
                .any(|line| line.contains("已呼叫过、没有应答")),
            "it stands in the timeline too"
        );
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_red_post_is_called_again_or_reached_by_hand_and_who_noted_it_stands_there() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let clerk = house.park.clerk;
        let refused = refusal(house.step(clerk, id, again(OFFICE)));
        assert_eq!(refused, Refusal::Run(RunRefusal::StillCalled));
        for _ in 0..4 {
            house.tick(place, 3);
        }
        assert_eq!(call(&house.view(id), OFFICE).0, CallState::Exhausted);
        // Whoever was called and decides nothing does not do it for others, and a stranger knows of nothing.
        let denied = [
            (house.login("xu-an"), Refusal::NotAllowed),
            (house.shen, Refusal::NoSuchResponse),
        ];
        for (who, wanted) in denied {
            let who: StaffId = who;
            assert_eq!(refusal(house.step(who, id, again(OFFICE))), wanted);
            assert_eq!(refusal(house.step(who, id, by_hand(OFFICE))), wanted);
        }
        house.step(clerk, id, again(OFFICE)).expect("called again");
        let (state, pages) = call(&house.view(id), OFFICE);
        assert_eq!(state, CallState::Calling);
        assert_eq!(pages.last().expect("paged").1, "waiting");
        house
            .step(house.park.leader, id, by_hand(OFFICE))
            .expect("reached");
        let view = house.view(id);
        let office = card(&view, OFFICE);
        assert_eq!(office.state, CallState::Coming);
        assert_eq!(office.reached_by_hand.as_deref(), Some("刘敏"));
        assert_eq!(office.pages.last().expect("paged").state, "passed");
        // The page that was out is owed by nobody any more.
        let view = house.see(&house.who(house.qin), id).expect("was called");
        assert!(view.may.contains(&"see"));
        let post = OFFICE.to_owned();
        house
            .step(clerk, id, ResponseStep::Arrive { posts: vec![post] })
            .expect("there");
        assert_eq!(card(&house.view(id), OFFICE).reached_by_hand, None);
        assert_eq!(call(&house.view(id), OFFICE).0, CallState::There);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn the_desk_ticks_one_person_once_and_several_posts_in_one_go() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("25"));
        let clerk = house.park.clerk;
        house.tick(place, 3);
        let view = house.view(id);
        let (one, other) = ("governance-head", "leader-in-charge");
        assert_eq!(card(&view, one).with, [other], "one page calls one person");
        assert_eq!(card(&view, other).with, [one]);
        let there = |posts: &[&str]| ResponseStep::Arrive {
            posts: posts.iter().map(|post| (*post).to_owned()).collect(),
        };
        let refused = |posts: &[&str]| refusal(house.step(clerk, id, there(posts)));
        assert_eq!(refused(&[]), Refusal::Run(RunRefusal::NoPost));
        let unknown = Refusal::Run(RunRefusal::NotCalled);
        assert_eq!(refused(&[OFFICE, "park-leader"]), unknown);
        assert_eq!(house.view(id).calls, view.calls, "a refusal does nothing");
        house.step(clerk, id, there(&[one])).expect("is there");
        let view = house.view(id);
        for post in [one, other] {
            assert_eq!(card(&view, post).state, CallState::There, "{post}");
            assert_eq!(card(&view, post).with, [""; 0]);
        }
        let rest: Vec<&str> = view.calls.iter().map(|call| call.post.as_str()).collect();
        house.step(clerk, id, there(&rest)).expect("all in one go");
        let view = house.view(id);
        assert!(view.calls.iter().all(|call| call.state == CallState::There));
        assert!(view.received_at.is_some());
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_ladder_that_ended_goes_up_and_stands_in_the_inbox_of_who_sees_to_it() {
    each_engine(|place| {
        let house = House::on(place);
        let huiyin = &house.park.huiyin;
        let id = house.open(at_the_park("5"));
        let stranger = add(huiyin, "stranger", "handler");
        let alone = |who: StaffId| -> Vec<String> {
            let owed = house.owed(&house.who(who)).into_iter();
            let alone = owed.filter(|duty| duty.duty == "alone");
            alone.map(|duty| duty.title.zh).collect()
        };
        house.tick(place, 3);
        assert_eq!(alone(house.park.clerk), [""; 0], "the ladder is called");
        // The leader in charge was silent for the other post, so that this ladder ends now.
        house.tick(place, 3);
        let view = house.view(id);
        let office = card(&view, OFFICE);
        assert!(office.alone && view.summary.red, "{office:?}");
        let last = office.pages.last().expect("paged");
        assert_eq!(
            (office.state, last.post.zh.as_str()),
            (CallState::Calling, "园区主要领导")
        );
        let title = "没人来，请打电话或当面叫人：信访办主任";
        for sees in [house.park.clerk, house.park.leader] {
            assert!(
                alone(sees).iter().any(|one| one == title),
                "{:?}",
                alone(sees)
            );
        }
        for not in [house.login("xu-an"), house.shen, stranger] {
            assert_eq!(alone(not), [""; 0]);
        }
        // Somebody above answers: it is nobody's to see to any more.
        let page = last.number;
        let above = house.login("zhou-mingyuan");
        house
            .step(above, id, ResponseStep::Acknowledge { page })
            .expect("comes");
        assert!(!alone(house.park.clerk).iter().any(|one| one == title));
        // Not there in time, it is again, and says that somebody is to come.
        house.tick(place, 15);
        let late = "没有按时到：信访办主任";
        assert!(alone(house.park.clerk).iter().any(|one| one == late));
        assert!(
            !alone(above).iter().any(|one| one == late),
            "they have their own duty"
        );
        let post = OFFICE.to_owned();
        house
            .step(
                house.park.clerk,
                id,
                ResponseStep::Arrive { posts: vec![post] },
            )
            .expect("there");
        assert!(
            !alone(house.park.clerk)
                .iter()
                .any(|one| one.ends_with("信访办主任"))
        );
        healthy(huiyin);
    });
}

#[test]
fn whoever_sees_to_posts_is_told_by_notice_that_nobody_comes_and_that_nobody_was_there_in_time() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let house = super::reports::house(place, &sink);
        let id = house.open(at_the_park("5"));
        let news = || {
            house.park.huiyin.deliver_due().expect("sends");
            let mails = sink.mails();
            let news = |mail: &&Received| text_of(mail).contains("有新的待办");
            mails.iter().filter(news).count()
        };
        house.tick(place, 3);
        // Whoever sees to a task without being called heard of that; the ladder is called.
        let before = news();
        house.tick(place, 3);
        let told = news();
        assert!(told > before, "its ladder ended");
        // Everybody was reached by hand, and is not there in time.
        for call in house.view(id).calls {
            let post = call.post;
            house
                .step(house.park.clerk, id, by_hand(&post))
                .expect("reached");
        }
        let told = news().max(told);
        house.tick(place, 15);
        assert!(news() > told, "nobody was there in time");
    });
}

#[test]
fn once_enough_are_there_nobody_owes_the_others_and_more_people_need_them_anew() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let (plan, roster) = sample();
        let any = plan.replacen(
            "posts = [\"petition-office-head\", \"unit-head-concerned\"]\nneed = \"all\"",
            "posts = [\"petition-office-head\", \"unit-head-concerned\"]\nneed = \"any\"",
            1,
        );
        assert_ne!(any, plan);
        let house = House::in_park(Park::of(place.open()).with(&any, roster));
        let id = house.open(at_the_park("5"));
        let unit = "unit-head-concerned";
        let owes = |house: &House| -> bool {
            let staff = ["tang-rui", "shen-yi", "qin-yue", "lin-jie", "zhou-mingyuan"];
            staff.iter().any(|login| {
                let owed = house.owed(&house.who(house.login(login)));
                owed.iter()
                    .any(|duty| duty.title.zh.contains("责任单位负责人"))
            })
        };
        let post = OFFICE.to_owned();
        house
            .step(
                house.park.clerk,
                id,
                ResponseStep::Arrive { posts: vec![post] },
            )
            .expect("there");
        let view = house.view(id);
        assert_eq!(card(&view, unit).state, CallState::NotNeeded);
        assert!(view.received_at.is_some());
        for _ in 0..9 {
            house.tick(place, 5);
        }
        let view = house.view(id);
        assert!(!view.summary.red && !card(&view, unit).late && !owes(&house));
        let open = view
            .open_ends
            .iter()
            .any(|end| end.title.zh.starts_with("没到"));
        assert!(!open, "{:?}", view.open_ends);
        healthy(&house.park.huiyin);
        // More people: the rule that applies now needs them, with a time of their own.
        let people = "25".to_owned();
        house
            .step(house.park.clerk, id, ResponseStep::Count { people })
            .expect("counted");
        let view = house.view(id);
        let call = card(&view, unit);
        assert_eq!((call.state, call.late), (CallState::Calling, false));
        assert!(
            call.arrive_by.starts_with("2026-03-02T11:05:00"),
            "{}",
            call.arrive_by
        );
        let post = unit.to_owned();
        house
            .step(
                house.park.clerk,
                id,
                ResponseStep::Arrive { posts: vec![post] },
            )
            .expect("there");
        assert_eq!(card(&house.view(id), unit).state, CallState::There);
        healthy(&house.park.huiyin);
    });
}
