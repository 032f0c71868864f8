//! The reachability test: who may send it and when, by what it goes, how it is answered, and that nothing
//! is left of who answered.

use super::pages::{PHONE, by_text_first, pager, reply, sms};
use super::people::refusal;
use super::responses::{House, MINUTE_MICROS, MONDAY, text_of};
use super::support::{FIRST, at, healthy, journal, wait};
use huiyin_app::{
    AppError, Calling, InboxFilter, Once, PeopleRefusal, PlanRefusal, ReachDesk, ReachTestSent,
    ReachTestView, Refusal, TestRefusal,
};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::StaffId;
use huiyin_testkit::engine::{TestStore, each_engine};
use huiyin_testkit::http::{Behaviour, HttpSink};
use huiyin_testkit::smtp::SmtpSink;

const ID: &str = "sample-park";
const OFFICE: &str = "petition-office-head";

fn send(house: &House, by: StaffId) -> Result<Once<ReachTestSent>, AppError> {
    wait(house.park.huiyin.send_reach_test(&house.who(by), ID, None))
}

fn noted(house: &House, by: StaffId, post: Option<&str>) -> Result<(), AppError> {
    let who = house.who(by);
    wait(house.park.huiyin.note_reached(&who, ID, post, None)).map(|_| ())
}

fn desk(house: &House, who: StaffId) -> ReachDesk {
    let look = wait(house.park.huiyin.duty_look(&house.who(who), ID));
    look.expect("reads").duty.expect("a roster").reach
}

fn last(house: &House) -> ReachTestView {
    desk(house, house.park.clerk).test.expect("a test")
}

/// How a post stands.
fn state(house: &House, post: &str) -> String {
    let posts = last(house).by_post;
    let found = posts.iter().find(|one| one.post == post);
    found.map_or_else(String::new, |one| one.state.clone())
}

fn test_refusal<T>(outcome: Result<T, AppError>) -> TestRefusal {
    match refusal(outcome) {
        Refusal::Plan(PlanRefusal::Test(refusal)) => refusal,
        other => panic!("another refusal: {other:?}"),
    }
}

/// Lets minutes pass, and the ticker look.
fn pass(house: &House, place: &TestStore, minutes: i64) {
    let now = house.park.huiyin.now().plus_micros(minutes * MINUTE_MICROS);
    place.clock.set(now);
    house.park.huiyin.tick(now).expect("ticks");
}

/// The events about tests, by their names.
fn told(house: &House) -> Vec<String> {
    let rows = journal(&house.park.huiyin, FIRST);
    let kinds = rows.into_iter().map(|row| row.kind);
    kinds
        .filter(|kind| kind.starts_with("Reachability"))
        .collect()
}

/// The number by which the message to the head of the office is answered: the sink hears one message a
/// person, all to the same telephone here.
fn numbers(sink: &HttpSink) -> Vec<String> {
    let texts = sink.requests().into_iter().map(|one| one.body);
    let number = |text: String| {
        let (_, after) = text.split_once("“1 ")?;
        Some(after.chars().take(6).collect())
    };
    texts.filter_map(number).collect()
}

#[test]
fn a_test_goes_by_text_message_is_marked_opens_nothing_and_is_counted_by_post() {
    each_engine(|place| {
        let sink = HttpSink::start();
        let house = by_text_first(place, sms(&sink), None);
        let pager = pager(&house);
        let sent = send(&house, house.park.leader)
            .expect("the approver sends")
            .answer;
        assert_eq!(sent.until, "2026-03-02T10:15:00+08:00");
        pager.settle().expect("sends");
        let texts: Vec<String> = sink.requests().into_iter().map(|one| one.body).collect();
        assert!(!texts.is_empty());
        for text in &texts {
            assert!(
                text.contains("测试 TEST") && text.contains("无需到场"),
                "{text}"
            );
            assert!(text.contains("10:15"), "{text}");
        }
        // One person, one page, however many posts they hold.
        let people = numbers(&sink);
        assert_eq!(people.len(), texts.len());
        assert!(texts.len() < sent.posts as usize, "{} posts", sent.posts);
        let running = last(&house);
        assert!(running.running);
        assert_eq!((running.reached, running.silent), (0, sent.posts));
        let other: u32 = people[0].parse().expect("digits");
        let other = (other + 1) % 1_000_000;
        assert_eq!(
            reply(&house.park.huiyin, PHONE, &format!("1 {other:06}")).recorded,
            0
        );
        assert_eq!(
            reply(
                &house.park.huiyin,
                "13800138000",
                &format!("1 {}", people[0])
            )
            .recorded,
            0
        );
        // Whoever writes back was reached, also with a no; a second answer changes nothing.
        assert_eq!(
            reply(&house.park.huiyin, PHONE, &format!("2 {}", people[0])).recorded,
            1
        );
        assert_eq!(
            reply(&house.park.huiyin, PHONE, &format!("1 {}", people[0])).recorded,
            0
        );
        let reached = last(&house).reached;
        assert!(reached > 0);
        // Time passes: nobody is called after them, and the sums are what is on record.
        let before = sink.conversations();
        pass(&house, place, 15);
        pager.settle().expect("nothing more to send");
        assert_eq!(sink.conversations(), before);
        let counted = last(&house);
        assert!(!counted.running);
        assert_eq!(
            (counted.reached, counted.silent),
            (reached, sent.posts - reached)
        );
        assert_eq!(told(&house), ["ReachabilityTested", "ReachabilityCounted"]);
        let inbox = wait(house.park.huiyin.responses(&house.clerk()));
        assert!(inbox.expect("reads").is_empty(), "no response opened");
        // An answer that comes too late is none.
        assert_eq!(
            reply(&house.park.huiyin, PHONE, &format!("1 {}", people[1])).recorded,
            0
        );
        healthy(&house.park.huiyin);
    });
}

#[test]
fn nothing_of_who_answered_outlasts_the_test_and_posts_are_forgotten_after_four_weeks() {
    each_engine(|place| {
        let sink = HttpSink::start();
        let house = by_text_first(place, sms(&sink), None);
        let pager = pager(&house);
        send(&house, house.park.leader).expect("sent");
        pager.settle().expect("sends");
        noted(&house, house.qin, None).expect("one's own page");
        assert_eq!(state(&house, OFFICE), "reached");
        let people = |house: &House| {
            let rows = house
                .park
                .huiyin
                .store()
                .read_here(|reader| Ok::<_, AppError>(reader.reach_pages(FIRST, ID)?));
            let rows = rows.expect("reads");
            (
                rows.len(),
                rows.iter()
                    .filter(|row| row.holder.is_some() || row.staff.is_some())
                    .count(),
            )
        };
        let (posts, named) = people(&house);
        assert_eq!(posts, named, "while it runs each row knows whom it asks");
        pass(&house, place, 15);
        assert_eq!(people(&house), (posts, 0), "then none does");
        assert_eq!(state(&house, OFFICE), "reached");
        assert_eq!(state(&house, "park-leader"), "silent");
        for row in journal(&house.park.huiyin, FIRST) {
            let open = String::from_utf8(row.open).expect("a text");
            let about = row.kind.starts_with("Reachability");
            assert!(!about || !open.contains("qin-yue"), "{open}");
            assert!(!about || !open.contains(OFFICE), "{open}");
        }
        pass(&house, place, 28 * 24 * 60);
        assert_eq!(people(&house).0, 0);
        let kept = last(&house);
        assert_eq!(kept.by_post, []);
        assert_eq!(kept.posts as usize, posts, "the sums stay");
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_test_is_sent_by_administrator_or_approver_at_the_agreed_hours_and_one_at_a_time() {
    each_engine(|place| {
        let sink = HttpSink::start();
        let house = by_text_first(place, sms(&sink), None);
        for other in [house.park.clerk, house.lin, house.qin] {
            let refused = refusal(send(&house, other));
            assert_eq!(refused, Refusal::People(PeopleRefusal::NotAllowed));
            assert!(!desk(&house, other).may_send);
        }
        place.clock.set(at("2026-03-02T12:00:00Z"));
        let refused = test_refusal(send(&house, house.park.administrator));
        let TestRefusal::OutsideHours { next: Some(next) } = &refused else {
            panic!("{refused:?}");
        };
        assert!(
            next.zh.contains("3月3日") && next.zh.contains("8:30"),
            "{next:?}"
        );
        let shown = desk(&house, house.park.administrator);
        assert_eq!(shown.next.as_ref(), Some(next));
        assert!(!shown.may_send);
        assert_eq!(told(&house), [""; 0], "a refusal writes nothing");
        place.clock.set(at(MONDAY));
        assert!(desk(&house, house.park.administrator).may_send);
        send(&house, house.park.administrator).expect("sent");
        let refused = test_refusal(send(&house, house.park.leader));
        assert!(matches!(refused, TestRefusal::Runs { .. }), "{refused:?}");
        // Its time is over, and the ticker has not looked: the next test counts it first.
        place.clock.set(at(MONDAY).plus_micros(16 * MINUTE_MICROS));
        send(&house, house.park.leader).expect("sent");
        let tested = "ReachabilityTested";
        assert_eq!(told(&house), [tested, "ReachabilityCounted", tested]);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_channel_that_is_down_gives_way_to_the_next_and_a_link_answers_it() {
    each_engine(|place| {
        let (gateway, mail) = (HttpSink::start(), SmtpSink::start());
        gateway.behave(Behaviour::status(401));
        let calling = Calling {
            public_url: Some("https://park.example".into()),
            ..sms(&gateway)
        };
        let house = by_text_first(place, calling, Some(&mail));
        let tracking = house.park.huiyin.tracking_address();
        assert_eq!(tracking.as_deref(), Some("https://park.example/track"));
        let pager = pager(&house);
        send(&house, house.park.leader).expect("sent");
        pager.settle().expect("sends");
        let health = house.park.huiyin.channels();
        assert!(
            health
                .iter()
                .any(|one| one.name == "sms" && one.state == "down")
        );
        let mails: Vec<String> = mail.mails().iter().map(text_of).collect();
        let link = |text: &String| {
            let (_, after) = text.split_once("https://park.example/page/")?;
            Some(after.split_whitespace().next()?.to_owned())
        };
        let tokens: Vec<String> = mails.iter().filter_map(link).collect();
        assert!(!tokens.is_empty(), "{mails:?}");
        let look = |token: &str| wait(house.park.huiyin.reach_look(token));
        let seen = look(&tokens[0]).expect("reads").expect("a test");
        assert!(seen.waits && !seen.answered);
        let before = last(&house).reached;
        assert_eq!(before, 0, "opening a link does nothing");
        wait(house.park.huiyin.answer_reach_test(&tokens[0])).expect("answered");
        assert!(last(&house).reached > 0);
        assert!(look(&tokens[0]).expect("reads").expect("a test").answered);
        let again = test_refusal(wait(house.park.huiyin.answer_reach_test(&tokens[0])));
        assert_eq!(again, TestRefusal::Over);
        // A link that was changed is none, and the link of a test is none of a call.
        assert!(
            wait(house.park.huiyin.reach_look("x"))
                .expect("reads")
                .is_none()
        );
        assert!(wait(house.park.huiyin.page_look(&tokens[0])).is_err());
        pass(&house, place, 15);
        let late = wait(house.park.huiyin.answer_reach_test(&tokens[1]));
        assert_eq!(test_refusal(late), TestRefusal::Over);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn whom_no_line_reaches_the_desk_rings_and_says_so() {
    each_engine(|place| {
        let house = House::on(place);
        send(&house, house.park.leader).expect("sent");
        let to_ring = desk(&house, house.park.clerk).to_ring;
        assert!(!to_ring.is_empty());
        let office = to_ring.iter().find(|one| one.post == OFFICE);
        assert_eq!(office.expect("rung").name, "秦越");
        assert!(desk(&house, house.qin).awaits_me);
        assert_eq!(
            desk(&house, house.qin).to_ring,
            [],
            "a colleague's page is not theirs"
        );
        let refused = refusal(noted(&house, house.shen, Some(OFFICE)));
        assert_eq!(refused, Refusal::People(PeopleRefusal::NotAllowed));
        noted(&house, house.park.clerk, Some(OFFICE)).expect("the desk rang");
        assert_eq!(state(&house, OFFICE), "reached");
        assert!(!desk(&house, house.qin).awaits_me);
        let again = noted(&house, house.park.clerk, Some(OFFICE));
        assert_eq!(test_refusal(again), TestRefusal::Over);
        // Whoever is asked by nothing has nothing to say.
        let none = noted(&house, house.park.clerk, None);
        assert_eq!(test_refusal(none), TestRefusal::Over);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn whoever_runs_the_program_sends_it_at_the_same_hours_and_it_waits_in_the_inbox_of_whom_it_asks() {
    each_engine(|place| {
        let house = House::on(place);
        let huiyin = &house.park.huiyin;
        let by = (FIRST, Actor::Operator);
        let awaited = |who: StaffId| {
            let inbox = wait(huiyin.inbox(&house.who(who), InboxFilter::default()));
            let tests = inbox.expect("reads").tests;
            tests.into_iter().map(|one| one.plan).collect::<Vec<_>>()
        };
        assert_eq!(awaited(house.qin), [""; 0]);
        place.clock.set(at("2026-03-02T12:00:00Z"));
        let refused = test_refusal(huiyin.send_reach_test_here(by, ID));
        assert!(
            matches!(refused, TestRefusal::OutsideHours { .. }),
            "{refused:?}"
        );
        let unknown = refusal(huiyin.send_reach_test_here(by, "none"));
        assert_eq!(unknown, Refusal::Plan(PlanRefusal::NoSuchPlan));
        for nobody in [Actor::Public, Actor::System] {
            let refused = refusal(huiyin.send_reach_test_here((FIRST, nobody), ID));
            assert_eq!(refused, Refusal::People(PeopleRefusal::NotAllowed));
        }
        place.clock.set(at(MONDAY));
        let sent = huiyin.send_reach_test_here(by, ID).expect("sent");
        assert!(sent.posts > 1 && last(&house).running);
        assert_eq!(
            awaited(house.qin),
            [ID],
            "one page, whatever posts they hold"
        );
        assert_eq!(
            awaited(house.park.clerk),
            [""; 0],
            "the desk that rings owes no answer"
        );
        noted(&house, house.qin, None).expect("answered");
        assert_eq!(awaited(house.qin), [""; 0]);
        // When its time is over nobody is waited for, before and after the ticker counted it.
        let silent = house.lin;
        assert_eq!(awaited(silent), [ID]);
        let over = house.park.huiyin.now().plus_micros(16 * MINUTE_MICROS);
        place.clock.set(over);
        assert_eq!(awaited(silent), [""; 0]);
        huiyin.tick(over).expect("ticks");
        assert_eq!(awaited(silent), [""; 0]);
        healthy(huiyin);
    });
}
