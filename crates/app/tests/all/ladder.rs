//! Ladders in a store: whoever cannot be called here is passed on at once with the reason, nobody is called
//! for a second post who was silent for a first, and a post that nobody comes for is seen to by a person.

use super::people::{add, refusal};
use super::plans::{Park, change, sample};
use super::responses::{House, MONDAY, at_the_park, call};
use super::support::{at, healthy, wait};
use huiyin_app::{CallState, CallView, Change, Refusal, ResponseStep, ResponseView, StaffDraft};
use huiyin_domain::ids::StaffId;
use huiyin_domain::response::RunRefusal;
use huiyin_domain::roster::Roster;
use huiyin_testkit::engine::each_engine;

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
        assert_eq!(told.len(), 3, "head, clerk on duty, leader: {told:?}");
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
