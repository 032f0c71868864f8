//! What a review says is to become better: owed by a post until a time, done once, told late once.

use super::response::{Desk, key, minute};
use huiyin_domain::plan::Plan;
use huiyin_domain::response::{
    Command, Event, IMPROVEMENTS_MAX, Improve, Improving, RunRefusal, plan_parts,
};
use huiyin_domain::shipped;

fn owe(post: &str, part: Option<&str>, due: i64) -> Command {
    Command::Improve(Improve::Owe {
        post: key(post),
        part: part.map(str::to_owned),
        due_at: minute(due),
    })
}

fn made(number: u32) -> Command {
    Command::Improve(Improve::Make(number))
}

fn ended() -> Desk {
    let mut desk = Desk::open(5, &[]);
    desk.give(5, &Command::End { anyway: true });
    desk
}

#[test]
fn it_is_owed_after_the_end_by_a_post_and_for_a_part_of_the_plan() {
    let desk = Desk::open(5, &[]);
    let rule = Some("rule.park-small");
    let early = desk.refused(1, &owe("duty-clerk", rule, 100));
    assert_eq!(early, RunRefusal::NotEnded);
    let mut desk = ended();
    for wrong in [
        owe("nobody", None, 100),
        owe("duty-clerk", Some("rule.nothing"), 100),
        owe("duty-clerk", Some("attendees"), 100),
    ] {
        assert_eq!(desk.refused(6, &wrong), RunRefusal::NoSuchPart);
    }
    let event = desk.give(6, &owe("duty-clerk", rule, 100));
    let owed = Improving::Owed {
        number: 1,
        post: key("duty-clerk"),
        part: Some("rule.park-small".to_owned()),
        due_at: minute(100),
        follow_up: false,
    };
    assert_eq!(event, [Event::Improvement(owed)]);
    assert_eq!(desk.refused(7, &made(2)), RunRefusal::NoSuchImprovement);
    desk.give(7, &made(1));
    assert_eq!(desk.refused(8, &made(1)), RunRefusal::ImprovementMade);
    for _ in 1..IMPROVEMENTS_MAX {
        desk.give(9, &owe("duty-clerk", None, 100));
    }
    let more = desk.refused(9, &owe("duty-clerk", None, 100));
    assert_eq!(more, RunRefusal::TooManyImprovements);
}

#[test]
fn what_is_not_done_in_time_is_told_once_in_order_with_the_review() {
    let mut desk = ended();
    let review = desk.response.next_moment().expect("a review is owed");
    desk.give(6, &owe("duty-clerk", None, 60));
    desk.give(6, &owe("petition-office-head", None, 30));
    desk.give(6, &owe("duty-clerk", None, 90));
    assert!(
        desk.response.next_moment() < Some(review),
        "sooner than the review"
    );
    desk.give(20, &made(3));
    assert_eq!(
        desk.give(30, &Command::Tick),
        [],
        "the last instant is in time"
    );
    let missed = |number| Event::Improvement(Improving::Missed { number });
    assert_eq!(desk.give(70, &Command::Tick), [missed(2), missed(1)]);
    assert_eq!(desk.give(71, &Command::Tick), []);
    assert_eq!(desk.response.next_moment(), Some(review));
    // Late is done all the same.
    desk.give(80, &made(1));
    let one = desk.response.improvement(1).expect("owed");
    assert!(one.missed && one.done_at == Some(minute(80)));
    // The events are read back as they were written.
    for recorded in &desk.record {
        let text = serde_json::to_string(recorded).expect("writes");
        let read: huiyin_domain::response::Recorded = serde_json::from_str(&text).expect("reads");
        assert_eq!(&read, recorded);
    }
}

#[test]
fn the_parts_of_a_plan_are_called_as_the_check_calls_them_each_once() {
    for one in shipped::plans() {
        let Ok(plan) = Plan::parse(one.plan) else {
            continue;
        };
        let parts = plan_parts(&plan);
        let mut ids: Vec<&str> = parts.iter().map(|(id, _)| id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), parts.len(), "{}", one.id);
        for rule in &plan.rules {
            let id = format!("rule.{}", rule.id);
            assert!(ids.contains(&id.as_str()), "{id}");
        }
        assert!(
            parts
                .iter()
                .all(|(_, words)| !words.zh.is_empty() && words.en.is_ascii())
        );
    }
}

#[test]
fn a_date_that_follows_is_set_while_people_are_there_and_is_late_like_an_improvement() {
    let follow = |post: &str, due: i64| {
        Command::Improve(Improve::FollowUp {
            post: key(post),
            due_at: minute(due),
        })
    };
    let mut desk = Desk::open(5, &[]);
    assert_eq!(
        desk.refused(1, &follow("nobody", 100)),
        RunRefusal::NoSuchPart
    );
    let set = desk.give(1, &follow("duty-clerk", 100));
    let owed = Improving::Owed {
        number: 1,
        post: key("duty-clerk"),
        part: None,
        due_at: minute(100),
        follow_up: true,
    };
    assert_eq!(set, [Event::Improvement(owed)]);
    desk.give(2, &follow("duty-clerk", 200));
    // What follows can come before the response ends; an improvement is told after it alone.
    desk.give(3, &made(1));
    let early = desk.refused(3, &owe("duty-clerk", None, 100));
    assert_eq!(early, RunRefusal::NotEnded);
    desk.give(5, &Command::End { anyway: true });
    desk.give(300, &Command::Tick);
    let second = desk.response.improvement(2).expect("owed");
    assert!(second.follow_up && second.missed && second.done_at.is_none());
    desk.give(301, &made(2));
    assert!(
        desk.response
            .improvement(2)
            .expect("owed")
            .done_at
            .is_some()
    );
}
