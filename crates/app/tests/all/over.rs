//! Enough are there: whoever was called and need not come any more is told so, once, by the channel that carried their
//! page, with an account and without one; and nobody who never got a page, cannot come, or is there.

use super::pages::{pager, sms, text_first};
use super::plans::{Park, sample};
use super::responses::{House, MONDAY, at_the_park, call, text_of};
use super::support::{at, healthy, wait};
use huiyin_app::{
    CallState, Calling, Outgoing, Pager, ResponseDraft, ResponseStep, StaffContactDraft,
};
use huiyin_domain::plan::Channel;
use huiyin_notify::{Accepted, Line, Message, SendError, Smtp, Transport};
use huiyin_testkit::engine::{TestStore, each_engine};
use huiyin_testkit::http::HttpSink;
use huiyin_testkit::smtp::SmtpSink;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

const OFFICE: &str = "petition-office-head";
const UNIT: &str = "unit-head-concerned";
const STAY: &str = "您不用来了";

/// The sample plan where either of the first two is enough.
fn any() -> String {
    let two = "posts = [\"petition-office-head\", \"unit-head-concerned\"]\nneed = ";
    let plan = sample().0;
    let any = plan.replacen(&format!("{two}\"all\""), &format!("{two}\"any\""), 1);
    assert_ne!(any, plan);
    any
}

/// A house with that plan, whose pages go by text message first.
fn house(place: &TestStore, calling: Calling) -> House {
    place.clock.set(at(MONDAY));
    let mut house = House::in_park(Park::of(place.open_calling(None, calling)));
    house.park = house
        .park
        .with(&text_first(&any()), &text_first(sample().1));
    house
}

fn arrives(house: &House, id: i64, post: &str) {
    let posts = vec![post.to_owned()];
    let step = ResponseStep::Arrive { posts };
    house.step(house.park.clerk, id, step).expect("there");
}

fn counts(house: &House, id: i64, people: &str) {
    let people = people.to_owned();
    let step = ResponseStep::Count { people };
    house.step(house.park.clerk, id, step).expect("counted");
}

/// The texts that say that nobody need come.
fn stays(gateway: &HttpSink) -> Vec<String> {
    let texts = gateway.requests().into_iter().map(|one| one.body);
    texts.filter(|text| text.contains(STAY)).collect()
}

#[test]
fn whoever_was_called_is_told_once_that_they_need_not_come_and_again_only_after_another_page() {
    each_engine(|place| {
        let gateway = HttpSink::start();
        let house = house(place, sms(&gateway));
        let pager = pager(&house);
        let id = house.open(at_the_park("5"));
        pager.settle().expect("sends");
        assert_eq!((gateway.requests().len(), stays(&gateway).len()), (2, 0));
        arrives(&house, id, UNIT);
        assert_eq!(call(&house.view(id), OFFICE).0, CallState::NotNeeded);
        pager.settle().expect("sends");
        house.tick(place, 1);
        pager.settle().expect("sends");
        let told = stays(&gateway);
        assert_eq!(told.len(), 1, "{told:?}");
        for words in ["呼叫1号", "园区接待室", "0576-5550123"] {
            assert!(told[0].contains(words), "{words}: {}", told[0]);
        }
        for words in ["拖欠", "http", "请回复", "演练"] {
            assert!(!told[0].contains(words), "{words}: {}", told[0]);
        }
        // More people came and they are needed after all; then fewer, and they are told again.
        counts(&house, id, "25");
        pager.settle().expect("sends");
        assert_eq!(call(&house.view(id), OFFICE).0, CallState::Calling);
        assert_eq!(stays(&gateway).len(), 1);
        counts(&house, id, "5");
        pager.settle().expect("sends");
        assert_eq!(stays(&gateway).len(), 2);
        assert_eq!(
            gateway
                .requests()
                .iter()
                .filter(|one| one.body.contains("为“信访办主任”"))
                .count(),
            2
        );
        healthy(&house.park.huiyin);
    });
}

#[test]
fn in_a_drill_the_message_says_that_it_is_one() {
    each_engine(|place| {
        let gateway = HttpSink::start();
        let house = house(place, sms(&gateway));
        let pager = pager(&house);
        let id = house.open(ResponseDraft {
            exercise: true,
            ..at_the_park("5")
        });
        pager.settle().expect("sends");
        arrives(&house, id, UNIT);
        pager.settle().expect("sends");
        let told = stays(&gateway);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].contains("【演练】这是演练，没有人来访。"),
            "{}",
            told[0]
        );
    });
}

#[test]
fn somebody_without_an_account_is_told_by_the_channel_of_their_page_alone() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let (gateway, mail) = (HttpSink::start(), SmtpSink::start());
        let url = mail.url();
        let outgoing = Outgoing {
            transport: Arc::new(Smtp::new(&url, "回音 <n@park.example>").expect("an address")),
            names_authority: false,
        };
        let by_text = |text: &str| {
            let ways = r#"["sms", "email", "phone"]"#;
            let text = text.replace(r#"["phone", "sms", "desk"]"#, ways);
            text.replace(r#"["phone", "sms"]"#, ways)
        };
        let park = Park::of(place.open_calling(Some(outgoing), sms(&gateway)))
            .with(&by_text(&any()), &by_text(sample().1));
        let contact = StaffContactDraft {
            phone: "13900139000".into(),
            email: "qin@park.example".into(),
        };
        let leader = park.principal(park.leader);
        let named = ("sample-park", "qin-yue");
        wait(
            park.huiyin
                .keep_roster_person(&leader, named, (&contact, ""), None),
        )
        .expect("kept");
        let pager = Pager::start(Arc::clone(&park.huiyin)).expect("starts");
        let clerk = park.principal(park.clerk);
        let opened = wait(park.huiyin.open_response(&clerk, at_the_park("5"), None));
        let id = opened.expect("opened").answer.id;
        pager.settle().expect("sends");
        let posts = vec![UNIT.to_owned()];
        let there = ResponseStep::Arrive { posts };
        wait(park.huiyin.step_in_response(&clerk, id, there, None)).expect("there");
        pager.settle().expect("sends");
        let told = stays(&gateway);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("13900139000"), "{}", told[0]);
        // The page went by mail as well; that it is over goes by one way.
        let mails: Vec<String> = mail.mails().iter().map(text_of).collect();
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert!(!mails[0].contains(STAY));
        healthy(&park.huiyin);
    });
}

/// A gateway that keeps what it has in hand until it is let go.
struct Held {
    gate: Mutex<Receiver<()>>,
    begun: AtomicUsize,
    taken: Mutex<Vec<String>>,
}

impl Transport for Held {
    fn send(&self, message: &Message) -> Result<Accepted, SendError> {
        self.begun.fetch_add(1, Ordering::SeqCst);
        let gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        // Also where nobody lets it go any more.
        let _ = gate.recv();
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.push(message.body.clone());
        Ok(Accepted::default())
    }
}

#[test]
fn a_page_that_is_taken_only_after_enough_were_there_is_followed_by_the_message() {
    each_engine(|place| {
        let (let_go, gate) = std::sync::mpsc::channel();
        let held = Arc::new(Held {
            gate: Mutex::new(gate),
            begun: AtomicUsize::new(0),
            taken: Mutex::new(Vec::new()),
        });
        let line = Line {
            name: "sms".into(),
            kind: Channel::Sms,
            transport: Arc::<Held>::clone(&held),
            patience: Duration::from_secs(60),
            inbound: None,
        };
        let house = house(
            place,
            Calling {
                lines: vec![line],
                ..Calling::default()
            },
        );
        let pager = pager(&house);
        let id = house.open(at_the_park("5"));
        while held.begun.load(Ordering::SeqCst) == 0 {
            std::thread::yield_now();
        }
        arrives(&house, id, UNIT);
        drop(let_go);
        pager.settle().expect("sends");
        let taken = held.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let stays: Vec<bool> = taken.iter().map(|text| text.contains(STAY)).collect();
        assert_eq!(stays, [false, false, true], "{taken:?}");
        assert!(taken[2].contains("呼叫1号"), "{taken:?}");
        healthy(&house.park.huiyin);
    });
}
