//! Ladders: nobody is called again for the next post who was silent for another, and what a person does
//! where a ladder ends without anybody coming.

use super::response::{Desk, key};
use huiyin_domain::response::{Command, Event, Phase, RunRefusal, Skip};
use huiyin_domain::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

const OFFICE: &str = "petition-office-head";
const LEADER: &str = "leader-in-charge";
/// Leader in charge of the sample roster, and one of those who take turns as leader on duty.
const LIN: &str = "lin-jie";

/// Every page that is out is in the hands of a channel.
fn hand_over(desk: &mut Desk, at: i64) {
    let out = desk
        .response
        .calls
        .iter()
        .filter_map(|call| match call.phase {
            Phase::Calling(Some(page)) => Some(page),
            _ => None,
        });
    for page in out.collect::<Vec<_>>() {
        if desk
            .response
            .page(page)
            .expect("a page")
            .handed_at
            .is_none()
        {
            desk.give(at, &Command::HandOver(page));
        }
    }
}

fn pages_of(desk: &Desk, holder: &str) -> Vec<String> {
    let pages = desk.response.pages.iter();
    let theirs = pages.filter(|page| {
        page.holder
            .as_ref()
            .is_some_and(|one| one.as_str() == holder)
    });
    theirs.map(|page| page.post.to_string()).collect()
}

/// Whom a page for a post calls that is out.
fn out(desk: &Desk, post: &str) -> (u32, String) {
    match desk.response.call(post).expect("called").phase {
        Phase::Calling(Some(page)) => {
            let holder = desk.response.page(page).expect("a page").holder.clone();
            (page, holder.expect("held").to_string())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_was_silent_for_one_post_is_passed_on_at_once_for_the_next() {
    let mut desk = Desk::open(25, &[]);
    let mut events = Vec::new();
    for at in [3, 6] {
        hand_over(&mut desk, at - 3);
        events = desk.give(at, &Command::Tick);
    }
    assert_eq!(pages_of(&desk, LIN), [LEADER], "once");
    let passed = Event::StepSkipped {
        post: key(OFFICE),
        step_post: key(LEADER),
        why: Skip::NoAnswer,
    };
    let place = events.iter().position(|one| *one == passed);
    let after = place.and_then(|place| events.get(place + 1));
    assert_eq!(
        after,
        Some(&Event::WentUp { post: key(OFFICE) }),
        "its people do not wait three minutes more: {events:?}"
    );
    // To the end nobody was called for a second post after being silent for a first.
    for at in (9..40).step_by(3) {
        hand_over(&mut desk, at - 3);
        desk.give(at, &Command::Tick);
    }
    let mut called: BTreeMap<String, BTreeSet<Instant>> = BTreeMap::new();
    for one in &desk.record {
        if let Event::Paged {
            holder, step_post, ..
        } = &one.event
        {
            let person = holder.as_ref().unwrap_or(step_post).to_string();
            called.entry(person).or_default().insert(one.at);
        }
    }
    assert!(called.values().all(|times| times.len() == 1), "{called:?}");
    let phases = desk.response.calls.iter().map(|call| call.phase);
    assert!(phases.into_iter().all(|phase| phase == Phase::Exhausted));
}

#[test]
fn two_calls_of_one_person_that_run_out_together_are_one_silence() {
    let mut desk = Desk::open(25, &[]);
    hand_over(&mut desk, 0);
    desk.give(3, &Command::Tick);
    // Two ladders came to the leader on duty at once, and both run out at six.
    let (_, holder) = out(&desk, LEADER);
    assert_eq!(pages_of(&desk, &holder), ["governance-head", LEADER]);
    hand_over(&mut desk, 3);
    let events = desk.give(6, &Command::Tick);
    let again = |one: &Event| matches!(one, Event::Paged { holder: Some(one), .. } if one.as_str() == holder);
    assert!(!events.iter().any(again), "{events:?}");
}

/// Two ladders come to one person at once: what he is asked is one page, and one answer counts for both.
fn both_at_once() -> (Desk, u32, u32) {
    let mut desk = Desk::open(25, &[]);
    hand_over(&mut desk, 0);
    desk.give(3, &Command::Tick);
    let ((one, holder), (other, same)) = (out(&desk, "governance-head"), out(&desk, LEADER));
    assert_eq!(
        holder, same,
        "two ladders came to the leader on duty at once"
    );
    (desk, one.min(other), one.max(other))
}

#[test]
fn who_is_called_for_two_posts_at_once_gets_one_page_and_answers_once() {
    let (mut desk, first, second) = both_at_once();
    assert_eq!(desk.response.page(first).expect("a page").with, None);
    assert_eq!(
        desk.response.page(second).expect("a page").with,
        Some(first)
    );
    assert_eq!(desk.response.together(second), [first, second]);
    let handed = desk.give(3, &Command::HandOver(first));
    let of = |page| Event::HandedOver { page };
    assert_eq!(
        handed,
        [of(first), of(second)],
        "both clocks run from the one message"
    );
    assert_eq!(desk.give(4, &Command::Deliver(first)).len(), 2);
    let post = |page: u32, desk: &Desk| desk.response.page(page).expect("a page").post.clone();
    let posts = [post(first, &desk), post(second, &desk)];
    let comes = desk.give(4, &Command::Acknowledge(second));
    let of = |page: u32, at: usize| Event::Acknowledged {
        page,
        post: posts[at].clone(),
    };
    assert_eq!(comes, [of(second, 1), of(first, 0)]);
    assert_eq!(
        desk.refused(5, &Command::Acknowledge(first)),
        RunRefusal::AnsweredByAnother
    );
    let there = desk.give(9, &Command::ArriveCalled(first));
    assert_eq!(there.len(), 2, "{there:?}");
    assert_eq!(
        desk.refused(9, &Command::ArriveCalled(second)),
        RunRefusal::AlreadyThere
    );
}

#[test]
fn those_who_came_together_are_ticked_at_once_and_one_person_once() {
    let (mut desk, first, _) = both_at_once();
    let together = [key("governance-head"), key(LEADER)];
    let of = |desk: &Desk, post: &str| {
        let mut posts = desk.response.come_together(&key(post));
        assert_eq!(posts[0], key(post), "what was asked for stands first");
        posts.sort();
        posts
    };
    for post in &together {
        assert_eq!(of(&desk, post), together, "while they are called");
    }
    desk.give(3, &Command::HandOver(first));
    desk.give(4, &Command::Acknowledge(first));
    assert_eq!(
        of(&desk, LEADER),
        together,
        "and once they said that they come"
    );
    let refused = |desk: &Desk, posts: &[&str]| {
        let posts = posts.iter().map(|post| key(post)).collect();
        desk.refused(5, &Command::Arrive(posts))
    };
    assert_eq!(refused(&desk, &[]), RunRefusal::NoPost);
    assert_eq!(
        refused(&desk, &[LEADER, "park-leader"]),
        RunRefusal::NotCalled
    );
    let arrived = |post: &str| Event::Arrived { post: key(post) };
    let came = desk.give(
        6,
        &Command::Arrive(vec![key(LEADER), key(OFFICE), key(LEADER)]),
    );
    assert_eq!(came, [arrived(LEADER), arrived(OFFICE)]);
    // Another desk that ticks one of them again, with somebody who was not there, is not refused.
    let came = desk.give(
        7,
        &Command::Arrive(vec![key(OFFICE), key("governance-head")]),
    );
    assert_eq!(came, [arrived("governance-head")]);
    assert_eq!(refused(&desk, &[OFFICE, LEADER]), RunRefusal::AlreadyThere);
    assert_eq!(
        of(&desk, LEADER),
        [key(LEADER)],
        "nobody is awaited any more"
    );
}

#[test]
fn who_cannot_come_says_so_once_and_each_ladder_goes_on() {
    let (mut desk, first, second) = both_at_once();
    let (_, holder) = out(&desk, LEADER);
    desk.give(3, &Command::HandOver(first));
    let events = desk.give(4, &Command::Decline(first));
    let declined = events
        .iter()
        .filter(|one| matches!(one, Event::Declined { .. }));
    assert_eq!(declined.count(), 2, "{events:?}");
    for post in [LEADER, "governance-head"] {
        let call = desk.response.call(post).expect("called");
        let page = match call.phase {
            Phase::Calling(Some(page)) => page,
            Phase::Exhausted => continue,
            other => panic!("{other:?}"),
        };
        assert!(page > second);
        assert_ne!(out(&desk, post).1, holder);
    }
}

#[test]
fn a_channel_that_fails_is_left_for_every_post_of_the_page() {
    let (mut desk, first, second) = both_at_once();
    let events = desk.give(3, &Command::FailChannel(second));
    let changed: Vec<u32> = events
        .iter()
        .filter_map(|one| match one {
            Event::ChannelChanged { page, .. } => Some(*page),
            _ => None,
        })
        .collect();
    assert_eq!(changed, [first, second], "{events:?}");
}

#[test]
fn a_post_that_somebody_else_took_leaves_the_page_for_the_other_post() {
    let (mut desk, first, second) = both_at_once();
    desk.give(3, &Command::HandOver(first));
    let taken = desk.response.page(first).expect("a page").post.clone();
    desk.give(4, &Command::Arrive(vec![taken.clone()]));
    let comes = desk.give(5, &Command::Acknowledge(first));
    let post = desk.response.page(second).expect("a page").post.clone();
    assert_eq!(comes, [Event::Acknowledged { page: second, post }]);
    let moment = desk.response.call(&taken).expect("called").phase;
    assert!(matches!(moment, Phase::There(_)));
}

#[test]
fn who_answers_after_all_is_called_like_anybody_else() {
    let mut desk = Desk::open(25, &[]);
    let (page, holder) = out(&desk, LEADER);
    assert_eq!(holder, LIN);
    hand_over(&mut desk, 0);
    desk.give(3, &Command::Tick);
    desk.give(4, &Command::Acknowledge(page));
    hand_over(&mut desk, 4);
    desk.give(7, &Command::Tick);
    assert_eq!(out(&desk, OFFICE).1, LIN);
}

#[test]
fn who_cannot_come_is_not_asked_for_the_next_post() {
    let mut desk = Desk::open(25, &[]);
    let (page, _) = out(&desk, LEADER);
    let events = desk.give(1, &Command::Decline(page));
    assert!(
        !events.iter().any(
            |one| matches!(one, Event::Paged { holder: Some(one), .. } if one.as_str() == LIN)
        )
    );
    hand_over(&mut desk, 1);
    desk.give(4, &Command::Tick);
    hand_over(&mut desk, 4);
    let events = desk.give(7, &Command::Tick);
    let passed = Event::StepSkipped {
        post: key(OFFICE),
        step_post: key(LEADER),
        why: Skip::CannotCome,
    };
    assert!(events.contains(&passed), "{events:?}");
}

#[test]
fn who_comes_for_one_post_stands_in_for_another_only_where_nobody_else_is_left() {
    let mut desk = Desk::open(25, &[]);
    let (page, _) = out(&desk, "governance-head");
    desk.give(1, &Command::Decline(page));
    let (page, on_duty) = out(&desk, "governance-head");
    desk.give(2, &Command::Acknowledge(page));
    let (page, _) = out(&desk, LEADER);
    let events = desk.give(3, &Command::Decline(page));
    let passed = Event::StepSkipped {
        post: key(LEADER),
        step_post: key("duty-leader"),
        why: Skip::ComesElsewhere,
    };
    assert!(events.contains(&passed), "{events:?}");
    let (page, other) = out(&desk, LEADER);
    assert_ne!(other, on_duty, "somebody who is free is called");
    // Nobody else is left: better one for two posts than nobody for one.
    desk.give(4, &Command::Decline(page));
    let (page, last) = out(&desk, LEADER);
    assert_eq!(last, on_duty);
    // And only once: where that is no either, a person sees to it.
    desk.give(5, &Command::Decline(page));
    let phase = desk.response.call(LEADER).expect("called").phase;
    assert_eq!(phase, Phase::Exhausted);
    let comes = desk.response.call("governance-head").expect("called").phase;
    assert!(matches!(comes, Phase::Acknowledged(_)), "{comes:?}");
}

#[test]
fn who_is_there_for_one_post_is_asked_last_for_another_too() {
    let mut desk = Desk::open(25, &[]);
    let (page, _) = out(&desk, "governance-head");
    desk.give(1, &Command::Decline(page));
    let (_, on_duty) = out(&desk, "governance-head");
    desk.give(2, &Command::Arrive(vec![key("governance-head")]));
    let (page, _) = out(&desk, LEADER);
    desk.give(3, &Command::Decline(page));
    assert_ne!(out(&desk, LEADER).1, on_duty);
}

/// A ladder that ended without anybody coming, and with nobody above.
fn exhausted() -> Desk {
    let mut desk = Desk::open(5, &[]);
    for at in [3, 6, 9, 12] {
        hand_over(&mut desk, at - 3);
        desk.give(at, &Command::Tick);
    }
    assert_eq!(
        desk.response.call(OFFICE).expect("called").phase,
        Phase::Exhausted
    );
    assert!(desk.response.is_red());
    desk
}

#[test]
fn a_ladder_that_ended_is_called_again_from_its_first_step() {
    let mut desk = exhausted();
    let again = Command::CallAgain(key(OFFICE));
    let events = desk.give(12, &again);
    assert_eq!(events[0], Event::CalledAgain { post: key(OFFICE) });
    let first = desk.response.page(out(&desk, OFFICE).0).expect("a page");
    assert_eq!((first.step, first.step_post.as_str()), (0, OFFICE));
    assert_eq!(desk.refused(12, &again), RunRefusal::StillCalled);
    assert_eq!(
        desk.refused(12, &Command::CallAgain(key("park-leader"))),
        RunRefusal::NotCalled
    );
    // It climbs as before, and ends as before.
    for at in [15, 18, 21, 24] {
        hand_over(&mut desk, at - 3);
        desk.give(at, &Command::Tick);
    }
    assert_eq!(
        desk.response.call(OFFICE).expect("called").phase,
        Phase::Exhausted
    );
    desk.give(25, &again);
    let (page, _) = out(&desk, OFFICE);
    desk.give(25, &Command::Acknowledge(page));
    assert_eq!(desk.refused(25, &again), RunRefusal::StillCalled);
}

#[test]
fn somebody_reached_by_hand_comes_and_is_awaited_like_any_other() {
    let mut desk = exhausted();
    let by_hand = Command::ReachByHand(key(OFFICE));
    assert_eq!(
        desk.give(13, &by_hand),
        [Event::ReachedByHand { post: key(OFFICE) }]
    );
    let others = |desk: &Desk| {
        desk.response
            .calls
            .iter()
            .filter(|call| *call.post != *OFFICE)
            .count()
    };
    assert_eq!(others(&desk), 1);
    let call = desk.response.call(OFFICE).expect("called");
    assert_eq!((call.phase, call.missed), (Phase::ByHand, false));
    assert_eq!(desk.refused(14, &by_hand), RunRefusal::AnsweredByAnother);
    let events = desk.give(21, &Command::Tick);
    assert!(
        events.contains(&Event::ArrivalMissed { post: key(OFFICE) }),
        "a promise by telephone has the same limit: {events:?}"
    );
    assert!(desk.response.is_red());
    // They do not come after all: the ladder begins again.
    desk.give(22, &Command::CallAgain(key(OFFICE)));
    assert!(matches!(
        desk.response.call(OFFICE).expect("called").phase,
        Phase::Calling(Some(_))
    ));
    // Reached before the ladder ended, too; then somebody is there.
    desk.give(23, &by_hand);
    desk.give(24, &Command::Arrive(vec![key(OFFICE)]));
    assert_eq!(desk.refused(25, &by_hand), RunRefusal::AlreadyThere);
    assert_eq!(
        desk.refused(25, &Command::CallAgain(key(OFFICE))),
        RunRefusal::AlreadyThere
    );
}

#[test]
fn a_ladder_that_ended_goes_up_and_is_red_until_somebody_comes() {
    let mut desk = Desk::open(5, &[]);
    for at in [3, 6] {
        hand_over(&mut desk, at - 3);
        desk.give(at, &Command::Tick);
    }
    assert!(!desk.response.is_red(), "the leader in charge is called");
    hand_over(&mut desk, 6);
    let events = desk.give(9, &Command::Tick);
    let went = events
        .iter()
        .position(|one| *one == Event::WentUp { post: key(OFFICE) });
    let paged = went.and_then(|place| events.get(place + 1));
    assert!(
        matches!(paged, Some(Event::Paged { step_post, step: 3, .. }) if step_post.as_str() == "park-leader"),
        "{events:?}"
    );
    let never = |one: &Event| matches!(one, Event::LadderExhausted { .. });
    assert!(!events.iter().any(never), "{events:?}");
    assert!(desk.response.is_red(), "a person sees to it meanwhile");
    let (page, _) = out(&desk, OFFICE);
    // Also while those above are called the whole can be called anew, or somebody be reached by hand.
    let mut again = Desk {
        response: desk.response.clone(),
        record: Vec::new(),
    };
    again.give(9, &Command::CallAgain(key(OFFICE)));
    assert_eq!(
        again
            .response
            .page(out(&again, OFFICE).0)
            .expect("a page")
            .step,
        0
    );
    let mut by_hand = Desk {
        response: desk.response.clone(),
        record: Vec::new(),
    };
    by_hand.give(9, &Command::ReachByHand(key(OFFICE)));
    let call = by_hand.response.call(OFFICE).expect("called");
    assert!(!call.is_alone());
    // Somebody above comes: it is red no more. They cannot after all: it is again, and the ladder ends.
    desk.give(10, &Command::Acknowledge(page));
    assert!(!desk.response.call(OFFICE).expect("called").is_alone());
    let events = desk.give(11, &Command::Decline(page));
    assert!(events.contains(&Event::LadderExhausted { post: key(OFFICE) }));
    assert!(desk.response.is_red());
}

#[test]
fn those_above_are_called_once_each_without_respondents_and_without_a_circle() {
    let shipped = huiyin_domain::shipped::plans();
    let park = shipped.iter().find(|one| one.id == "sample-park");
    let text = park.expect("shipped").plan;
    let above = |text: &str, post: &str, respondents: &[&str]| -> Vec<String> {
        let plan = huiyin_domain::plan::Plan::parse(text).expect("a plan");
        let respondents: Vec<_> = respondents.iter().map(|id| key(id)).collect();
        let post = key(post);
        let found = plan.above_ladder(&post, &respondents);
        found.into_iter().map(ToString::to_string).collect()
    };
    assert_eq!(above(text, OFFICE, &[]), ["park-leader"]);
    assert_eq!(above(text, "community-head", &[]), ["park-leader"]);
    assert_eq!(above(text, OFFICE, &["park-leader"]), [""; 0]);
    // In place of one that is complained of its ladder has the next above already.
    assert_eq!(above(text, OFFICE, &["leader-in-charge"]), [""; 0]);
    assert_eq!(above(text, "park-leader", &[]), [""; 0]);
    let circle = text.replace(
        "id = \"park-leader\"\n",
        "id = \"park-leader\"\nabove = \"petition-office-head\"\n",
    );
    assert_ne!(circle, text);
    assert_eq!(above(&circle, OFFICE, &[]), ["park-leader"]);
    assert_eq!(
        above(&circle, "community-head", &[]),
        ["park-leader", OFFICE, LEADER]
    );
}
