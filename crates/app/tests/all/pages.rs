//! Pages go out by gateways: by the channel that the plan names and as copies, each told with its times;
//! a channel that is down or hangs holds up nobody; and what gateways tell afterwards is believed only so
//! far as it can be proven.

use super::people::{add, refusal};
use super::plans::{Park, sample};
use super::responses::{House, MINUTE_MICROS, MONDAY, at_the_park, call, text_of};
use super::support::{FIRST, at, healthy, journal, wait};
use huiyin_app::{
    CallState, Calling, HeardCount, Huiyin, HuiyinConfig, Outgoing, PageView, Pager, Refusal,
    ResponseStep, ResponseView,
};
use huiyin_domain::plan::Channel;
use huiyin_notify::{Accepted, Line, Message, Secret, SendError, Smtp, Transport, channels};
use huiyin_testkit::cut::Cut;
use huiyin_testkit::engine::{TestStore, each_engine, on_postgres_store};
use huiyin_testkit::http::{Behaviour, HttpSink};
use huiyin_testkit::server::{Stop, on_own_postgres};
use huiyin_testkit::smtp::SmtpSink;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

const SECRET: &str = "abcdefghijklmnopqrstuvwx";
/// Where everybody of the tests is called.
pub(super) const PHONE: &str = "+86 0576 5550123";
const OFFICE: &str = "petition-office-head";

/// A gateway for text messages at a sink, which tells what became of them.
pub(super) fn sms(sink: &HttpSink) -> Calling {
    let file = r#"
[channel.sms]
kind = "sms"
url = "SINK/send"
json = { to = "{to}", text = "{text}", id = "{number}" }
secrets = { in = { env = "IN" } }
timeout_seconds = 1
[channel.sms.answer]
reference = "ref"
[channel.sms.inbound]
secret = "in"
list = "events"
report = { reference = "ref", state = "state", delivered = ["DELIVRD"], failed = ["UNDELIV"] }
reply = { from = "mobile", text = "content" }
"#;
    let lines = channels(&file.replace("SINK", &sink.url()), &|_| {
        Ok(Secret::new(SECRET))
    });
    Calling {
        lines: lines.expect("a file of channels"),
        ..Calling::default()
    }
}

/// The sample's channels, text message first, then mail, then phone.
pub(super) fn text_first(sample: &str) -> String {
    let text = sample.replace(
        r#"["phone", "sms", "desk"]"#,
        r#"["sms", "email", "phone"]"#,
    );
    let text = text.replace(r#"["phone", "sms"]"#, r#"["sms", "email", "phone"]"#);
    // Everybody of the roster has an account here.
    text.replace("account = false\n", "")
}

/// A house whose pages go by text message first, then by mail, then by phone.
pub(super) fn by_text_first(place: &TestStore, calling: Calling, mail: Option<&SmtpSink>) -> House {
    place.clock.set(at(MONDAY));
    let outgoing = mail.map(|sink| Outgoing {
        transport: Arc::new(Smtp::new(&sink.url(), "回音 <n@park.example>").expect("an address")),
        names_authority: false,
    });
    with_accounts(Park::of(place.open_calling(outgoing, calling)))
}

/// A house whose roster names accounts that are there when it is lodged, text message first.
fn with_accounts(park: Park) -> House {
    let (plan, roster) = sample();
    let mut house = House::in_park(park);
    house.park = house.park.with(&text_first(plan), &text_first(roster));
    house
}

pub(super) fn pager(house: &House) -> Pager {
    Pager::start(Arc::clone(&house.park.huiyin)).expect("starts")
}

pub(super) fn first_page(view: &ResponseView) -> PageView {
    let call = view.calls.iter().find(|call| call.post == OFFICE);
    call.expect("called").pages[0].clone()
}

fn hear(huiyin: &Huiyin, events: &str) -> HeardCount {
    let body = format!("{{\"events\":[{events}]}}");
    wait(huiyin.hear("sms", SECRET, false, body.as_bytes())).expect("heard")
}

pub(super) fn reply(huiyin: &Huiyin, from: &str, text: &str) -> HeardCount {
    let event = format!("{{\"mobile\":\"{from}\",\"content\":\"{text}\"}}");
    hear(huiyin, &event)
}

const fn count(recorded: usize, passed_over: usize) -> HeardCount {
    HeardCount {
        recorded,
        passed_over,
    }
}

/// The number that the text message to the head of the office told.
pub(super) fn number_told(sink: &HttpSink) -> String {
    let requests = sink.requests();
    let mut texts = requests
        .iter()
        .filter(|one| one.body.contains("信访办主任"));
    let text = &texts.next().expect("a text message").body;
    let (_, after) = text.split_once("“1 ").expect("how to answer");
    after.chars().take(6).collect()
}

#[test]
fn a_text_message_is_handed_over_arrives_and_is_answered_each_with_its_time() {
    each_engine(|place| {
        let sink = HttpSink::start();
        sink.behave(Behaviour::body(r#"{"ref":"g-1"}"#));
        let house = by_text_first(place, sms(&sink), None);
        let huiyin = &house.park.huiyin;
        let pager = pager(&house);
        let id = house.open(at_the_park("5"));
        let page = first_page(&house.view(id));
        assert_eq!(page.channel.en, "text message");
        pager.settle().expect("sends");
        for request in sink.requests() {
            assert!(!request.body.contains("拖欠"), "no topic: {}", request.body);
            assert!(request.body.contains("0576-5550123"), "{}", request.body);
        }
        let told = number_told(&sink);
        place.clock.set(at(MONDAY).plus_micros(MINUTE_MICROS));
        // Both pages of this response are `g-1` to this sink; the newest is meant.
        let arrived = r#"{"ref":"g-1","state":"DELIVRD"},{"ref":"g-1","state":"DELIVRD"},{"ref":"g-9","state":"DELIVRD"},{"ref":"g-1","state":"ACCEPTD"}"#;
        assert_eq!(hear(huiyin, arrived), count(1, 2));
        place.clock.set(at(MONDAY).plus_micros(2 * MINUTE_MICROS));
        assert_eq!(reply(huiyin, PHONE, &format!("1 {told}")), count(1, 0));
        let view = house.view(id);
        let page = first_page(&view);
        assert_eq!(page.state, "acknowledged");
        assert_eq!(page.paged_at, "2026-03-02T10:00:00+08:00");
        assert_eq!(page.handed_at.as_deref(), Some("2026-03-02T10:00:00+08:00"));
        assert_eq!(
            page.answered_at.as_deref(),
            Some("2026-03-02T10:02:00+08:00")
        );
        let delivered = view.calls.iter().flat_map(|call| &call.pages);
        let delivered: Vec<_> = delivered
            .filter_map(|page| page.delivered_at.as_deref())
            .collect();
        assert_eq!(delivered, ["2026-03-02T10:01:00+08:00"]);
        // They cannot come after all: the next is called at once.
        assert_eq!(reply(huiyin, PHONE, &format!("2{told}")), count(1, 0));
        let (state, pages) = call(&house.view(id), OFFICE);
        assert_eq!(state, CallState::Calling);
        assert_eq!(pages[0].1, "declined");
        assert!(pages.len() > 1, "{pages:?}");
        healthy(huiyin);
    });
}

#[test]
fn who_is_called_for_two_posts_at_once_gets_one_message_and_answers_once() {
    each_engine(|place| {
        let sink = HttpSink::start();
        let house = by_text_first(place, sms(&sink), None);
        let huiyin = &house.park.huiyin;
        let pager = pager(&house);
        let id = house.open(at_the_park("25"));
        pager.settle().expect("sends");
        let before = sink.requests().len();
        house.tick(place, 3);
        pager.settle().expect("sends");
        let view = house.view(id);
        let waiting = view.calls.iter().flat_map(|call| {
            let out = call.pages.iter().filter(|page| page.state == "waiting");
            out.map(|page| (page.message.clone(), call.title.zh.clone(), page.number))
        });
        let mut messages: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
        for (message, title, number) in waiting {
            messages.entry(message).or_default().push((title, number));
        }
        let both = messages.values().find(|posts| posts.len() == 2);
        let both = both
            .expect("two ladders came to the leader on duty")
            .clone();
        let sent: Vec<String> = sink
            .requests()
            .into_iter()
            .skip(before)
            .map(|one| one.body)
            .collect();
        let names_one = |body: &&String| both.iter().any(|(title, _)| body.contains(title));
        assert_eq!(sent.iter().filter(names_one).count(), 1, "{sent:?}");
        let named = format!("“{}”“{}”", both[0].0, both[1].0);
        let text = sent.iter().find(|body| body.contains(&named));
        let text = text.unwrap_or_else(|| panic!("{named} in {sent:?}"));
        let (_, after) = text.split_once("“1 ").expect("how to answer");
        let told: String = after.chars().take(6).collect();
        assert_eq!(reply(huiyin, PHONE, &format!("1 {told}")), count(1, 0));
        let view = house.view(id);
        let coming = view
            .calls
            .iter()
            .filter(|call| call.state == CallState::Coming);
        let coming: Vec<&str> = coming.map(|call| call.title.zh.as_str()).collect();
        assert_eq!(coming, [both[0].0.as_str(), both[1].0.as_str()]);
        healthy(huiyin);
    });
}

#[test]
fn an_answer_from_another_telephone_or_with_another_number_is_none() {
    each_engine(|place| {
        let sink = HttpSink::start();
        let house = by_text_first(place, sms(&sink), None);
        let huiyin = &house.park.huiyin;
        let pager = pager(&house);
        let id = house.open(at_the_park("5"));
        pager.settle().expect("sends");
        let told = number_told(&sink);
        let number: u32 = told.parse().expect("digits");
        let other = (number + 1) % 1_000_000;
        for (from, text) in [
            ("13800138000", format!("1 {told}")),
            (PHONE, format!("1 {other:06}")),
            (PHONE, "1".to_owned()),
            (PHONE, "会来".to_owned()),
            ("", format!("1 {told}")),
        ] {
            assert_eq!(reply(huiyin, from, &text), count(0, 1), "{from} {text}");
        }
        assert_eq!(call(&house.view(id), OFFICE).0, CallState::Calling);
        // Neither another secret nor a channel that tells nothing is listened to.
        let body = format!("{{\"events\":[{{\"mobile\":\"{PHONE}\",\"content\":\"1 {told}\"}}]}}");
        for (channel, secret) in [
            ("sms", "abcdefghijklmnopqrstuvwy"),
            ("sms", ""),
            ("mail", SECRET),
            ("chat", SECRET),
        ] {
            let heard = wait(huiyin.hear(channel, secret, false, body.as_bytes()));
            assert_eq!(refusal(heard), Refusal::NoSuchChannel);
        }
        let broken = wait(huiyin.hear("sms", SECRET, false, b"<xml/>"));
        assert!(matches!(refusal(broken), Refusal::Unheard(_)));
        // A day later the number is worth nothing.
        place
            .clock
            .set(at(MONDAY).plus_micros(25 * 60 * MINUTE_MICROS));
        assert_eq!(reply(huiyin, PHONE, &format!("1 {told}")), count(0, 1));
    });
}

#[test]
fn a_channel_that_is_down_costs_the_first_page_one_try_and_the_next_none() {
    each_engine(|place| {
        let (gateway, mail) = (HttpSink::start(), SmtpSink::start());
        gateway.behave(Behaviour::status(401));
        let house = by_text_first(place, sms(&gateway), Some(&mail));
        let pager = pager(&house);
        let id = house.open(at_the_park("5"));
        pager.settle().expect("sends");
        let view = house.view(id);
        let page = first_page(&view);
        assert_eq!(page.channel.en, "e-mail");
        assert!(page.handed_at.is_some() && page.state == "waiting");
        let unwell = view
            .channels
            .iter()
            .map(|one| (one.name.as_str(), one.state));
        assert_eq!(unwell.collect::<Vec<_>>(), [("sms", "down")]);
        assert!(
            view.channels[0].words.zh.contains("401"),
            "{:?}",
            view.channels
        );
        assert!(
            mail.mails()
                .iter()
                .any(|one| text_of(one).contains("信访办主任"))
        );
        // The next response does not try it, and its first page is on its way by mail.
        let tried = gateway.conversations();
        let second = house.open(at_the_park("5"));
        assert_eq!(first_page(&house.view(second)).channel.en, "e-mail");
        pager.settle().expect("sends");
        assert_eq!(gateway.conversations(), tried);
        assert!(first_page(&house.view(second)).handed_at.is_some());
        // After a minute it is tried again, and used as soon as it is well.
        gateway.behave(Behaviour::status(200));
        place.clock.set(at(MONDAY).plus_micros(2 * MINUTE_MICROS));
        let third = house.open(at_the_park("5"));
        pager.settle().expect("sends");
        let page = first_page(&house.view(third));
        assert_eq!(
            (page.channel.en.as_str(), page.state),
            ("text message", "waiting")
        );
        assert!(page.handed_at.is_some());
        assert_eq!(house.view(third).channels, []);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_gateway_that_hangs_holds_up_nobody_at_the_desk() {
    each_engine(|place| {
        let (gateway, mail) = (HttpSink::start(), SmtpSink::start());
        gateway.behave(Behaviour::Hang);
        let house = by_text_first(place, sms(&gateway), Some(&mail));
        let pager = pager(&house);
        let id = house.open(at_the_park("25"));
        // While the gateway says nothing, the desk goes on; whoever is there needs no page any more.
        let arrived = ResponseStep::Arrive {
            posts: vec![OFFICE.into()],
        };
        let there = house.step(house.park.clerk, id, arrived);
        there.expect("the desk does not wait");
        pager.settle().expect("sends");
        let view = house.view(id);
        assert_eq!(call(&view, OFFICE).0, CallState::There);
        let others = view.calls.iter().flat_map(|call| &call.pages);
        let by_mail = others.filter(|page| page.channel.en == "e-mail");
        let handed: Vec<bool> = by_mail.map(|page| page.handed_at.is_some()).collect();
        assert!(!handed.is_empty() && !handed.contains(&false), "{handed:?}");
        healthy(&house.park.huiyin);
    });
}

#[test]
fn what_a_report_says_did_not_arrive_goes_by_the_next_channel() {
    each_engine(|place| {
        let (gateway, mail) = (HttpSink::start(), SmtpSink::start());
        gateway.behave(Behaviour::body(r#"{"ref":"g-1"}"#));
        let house = by_text_first(place, sms(&gateway), Some(&mail));
        let pager = pager(&house);
        let id = house.open(at_the_park("5"));
        pager.settle().expect("sends");
        let failed = r#"{"ref":"g-1","state":"UNDELIV"}"#;
        assert_eq!(hear(&house.park.huiyin, failed), count(1, 0));
        pager.settle().expect("sends");
        let view = house.view(id);
        let pages = view.calls.iter().flat_map(|call| &call.pages);
        let by_mail = pages.filter(|page| page.channel.en == "e-mail" && page.handed_at.is_some());
        assert_eq!(by_mail.count(), 1);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn whom_the_desk_calls_by_phone_gets_a_text_message_as_well_if_the_roster_names_it() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let sink = HttpSink::start();
        let house = House::in_park(Park::of(place.open_calling(None, sms(&sink))).with_plan());
        let pager = pager(&house);
        let id = house.open(at_the_park("5"));
        let page = first_page(&house.view(id));
        assert_eq!(page.channel.en, "phone");
        assert!(page.handed_at.is_some(), "the desk's own list carries it");
        pager.settle().expect("sends");
        let told = number_told(&sink);
        assert_eq!(
            reply(&house.park.huiyin, PHONE, &format!("1 {told}")),
            count(1, 0)
        );
        assert_eq!(call(&house.view(id), OFFICE).0, CallState::Coming);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_start_after_an_hour_catches_up_in_order_and_skips_nobody() {
    each_engine(|place| {
        let sink = HttpSink::start();
        let house = by_text_first(place, sms(&sink), None);
        let pager = pager(&house);
        let id = house.open(at_the_park("25"));
        pager.settle().expect("sends");
        let first = call(&house.view(id), OFFICE).1;
        assert_eq!(first.len(), 1);
        drop((pager, house));
        // Nobody ticked for an hour: the first step of each ladder ran out long ago.
        place.clock.set(at(MONDAY).plus_micros(61 * MINUTE_MICROS));
        let huiyin = Arc::new(place.open_calling(None, sms(&sink)));
        let pager = Pager::start(Arc::clone(&huiyin)).expect("starts");
        huiyin.tick(huiyin.now()).expect("ticks");
        pager.settle().expect("sends");
        let rows = journal(&huiyin, FIRST).into_iter();
        let rows = rows.filter(|row| row.response.is_some());
        let (opens, times): (Vec<String>, Vec<_>) = rows
            .map(|row| {
                (
                    String::from_utf8(row.open).expect("a text"),
                    row.effective_at,
                )
            })
            .unzip();
        let moments = opens.iter().zip(times);
        let moments = moments
            .filter(|(open, _)| open.contains("\"unanswered\"") || open.contains("-missed\""));
        let times: Vec<_> = moments.map(|(_, at)| at).collect();
        assert!(
            times.is_sorted(),
            "what was missed is recorded in its order: {times:?}"
        );
        let missed = |words: &str| opens.iter().filter(|open| open.contains(words)).count();
        assert_eq!(missed("\"unanswered\":{\"page\":1,"), 1);
        assert!(missed("\"arrival-missed\"") >= 1);
        // The next of the ladder is called now and has his whole time: an outage skips nobody.
        let paged = missed("\"paged\"");
        assert_eq!(huiyin.tick(huiyin.now()).expect("ticks").moments, 0);
        let again = journal(&huiyin, FIRST).into_iter();
        let again = again.filter(|row| String::from_utf8_lossy(&row.open).contains("\"paged\""));
        assert_eq!(again.count(), paged);
        healthy(&huiyin);
    });
}

#[expect(
    clippy::disallowed_methods,
    reason = "a duration is measured, no date is taken"
)]
fn moment() -> std::time::Instant {
    std::time::Instant::now()
}

#[test]
fn what_became_of_a_page_while_the_database_was_away_is_recorded_when_it_is_back() {
    on_postgres_store(|place| {
        place.clock.set(at(MONDAY));
        let (cut, store) = Cut::before(&place.config);
        let sink = HttpSink::start();
        sink.behave(Behaviour::Hang);
        let mut config = HuiyinConfig::new(store);
        config.clock = place.clock.clone();
        config.calling = sms(&sink);
        let house = with_accounts(Park::of(Huiyin::open(config).expect("opens")));
        let pager = pager(&house);
        let id = house.open(at_the_park("5"));
        // The page is with a gateway that says nothing; the database goes away meanwhile.
        while sink.conversations() == 0 {
            std::thread::yield_now();
        }
        let clerk = house.clerk();
        cut.cut();
        sink.behave(Behaviour::status(200));
        assert!(wait(house.park.huiyin.response(&clerk, id)).is_err());
        cut.mend();
        let begun = moment();
        pager.settle().expect("sends");
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
        // Connections that the cut left behind are each found out by one reading.
        let stale = (0..64).take_while(|_| wait(house.park.huiyin.organisation(FIRST)).is_err());
        assert!(stale.count() < 64, "it reads again");
        let page = first_page(&house.view(id));
        assert!(page.handed_at.is_some(), "{page:?}");
        healthy(&house.park.huiyin);
    });
}

#[test]
fn pages_that_are_owed_when_the_database_restarts_go_out_within_five_seconds() {
    for how in [Stop::Fast, Stop::Immediate] {
        on_own_postgres(|place, server| {
            place.clock.set(at(MONDAY));
            let sink = HttpSink::start();
            sink.behave(Behaviour::Hang);
            let house = by_text_first(place, sms(&sink), None);
            let pager = pager(&house);
            let id = house.open(at_the_park("5"));
            while sink.conversations() == 0 {
                std::thread::yield_now();
            }
            // Pages are with the gateway when the server is stopped, and it answers nothing meanwhile.
            let clerk = house.clerk();
            server.stop(how);
            let begun = moment();
            let refused = wait(
                house
                    .park
                    .huiyin
                    .open_response(&clerk, at_the_park("9"), None),
            );
            assert!(refused.is_err());
            assert!(begun.elapsed().as_secs() < 2, "{:?}", begun.elapsed());
            sink.behave(Behaviour::status(200));
            server.start();
            let begun = moment();
            while pager.settle().is_err() {
                assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
            }
            assert!(
                begun.elapsed().as_secs() < 5,
                "{how:?}: {:?}",
                begun.elapsed()
            );
            // Connections that the restart left behind are each found out by one reading.
            let stale =
                (0..64).take_while(|_| wait(house.park.huiyin.organisation(FIRST)).is_err());
            assert!(stale.count() < 64, "it reads again");
            let view = house.view(id);
            let pages = view.calls.iter().flat_map(|call| &call.pages);
            assert!(pages.clone().count() >= 2);
            for page in pages {
                assert!(page.handed_at.is_some(), "{how:?}: {page:?}");
            }
            healthy(&house.park.huiyin);
        });
    }
}

#[test]
fn whom_no_page_finds_stands_on_the_page_of_the_roster() {
    each_engine(|place| {
        let park = Park::of(place.open()).with_plan();
        add(&park.huiyin, "qin-yue", "handler");
        let clerk = park.principal(park.clerk);
        let look = wait(park.huiyin.duty_look(&clerk, "sample-park"));
        let missing = look.expect("reads").without_account;
        let has = |name: &str| missing.iter().any(|one| one.name == name);
        assert!(has("周明远"), "{missing:?}");
        assert!(!has("秦越"), "{missing:?}");
    });
}

#[test]
fn a_process_that_ended_before_it_sent_leaves_the_page_to_the_next() {
    each_engine(|place| {
        let sink = HttpSink::start();
        let house = by_text_first(place, sms(&sink), None);
        let id = house.open(at_the_park("5"));
        let page = first_page(&house.view(id)).number;
        assert_eq!(sink.conversations(), 0);
        drop(house);
        place.clock.set(at(MONDAY).plus_micros(MINUTE_MICROS / 2));
        let huiyin = Arc::new(place.open_calling(None, sms(&sink)));
        let pager = Pager::start(Arc::clone(&huiyin)).expect("starts");
        pager.settle().expect("sends");
        let told = number_told(&sink);
        // Whoever is rung by hand has a telephone too, so theirs may be the first.
        let under = format!("呼叫{page}号");
        let mut texts = sink.requests().into_iter().map(|one| one.body);
        assert!(texts.any(|text| text.contains("信访办主任") && text.contains(&under)));
        assert_eq!(reply(&huiyin, PHONE, &format!("1 {told}")), count(1, 0));
        assert!(id > 0);
        healthy(&huiyin);
    });
}

/// A gateway that says nothing until it is let go.
struct Held(Mutex<std::sync::mpsc::Receiver<()>>);

impl Transport for Held {
    fn send(&self, _: &Message) -> Result<Accepted, SendError> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Also where nobody lets it go any more.
        let _ = held.recv();
        Ok(Accepted::default())
    }
}

#[test]
fn a_channel_that_hangs_costs_its_patience_and_its_attempt_is_on_record_once() {
    each_engine(|place| {
        let (let_go, held) = std::sync::mpsc::channel();
        let mail = SmtpSink::start();
        let line = Line {
            name: "sms".into(),
            kind: Channel::Sms,
            transport: Arc::new(Held(Mutex::new(held))),
            patience: Duration::from_millis(300),
            inbound: None,
        };
        let calling = Calling {
            lines: vec![line],
            ..Calling::default()
        };
        let house = by_text_first(place, calling, Some(&mail));
        let pager = pager(&house);
        let id = house.open(at_the_park("5"));
        let handed = || {
            let view = house.view(id);
            let pages = view.calls.iter().flat_map(|call| &call.pages).cloned();
            let pages: Vec<PageView> = pages.collect();
            let all = pages.iter().all(|page| page.handed_at.is_some());
            (all && !pages.is_empty()).then_some(pages)
        };
        // Nobody lets the gateway go: what is handed over went another way.
        let pages = loop {
            match handed() {
                Some(pages) => break pages,
                None => std::thread::yield_now(),
            }
        };
        assert!(
            pages.iter().all(|page| page.channel.en != "text message"),
            "{pages:?}"
        );
        let changed = || {
            let rows = journal(&house.park.huiyin, FIRST);
            let texts = rows
                .into_iter()
                .map(|row| String::from_utf8(row.open).expect("a text"));
            texts.filter(|row| row.contains("channel-changed")).count()
        };
        let before = changed();
        assert_eq!(before, pages.len(), "each page once");
        assert_eq!(house.view(id).channels[0].state, "down");
        // The gateway takes them after all: that is known, and nothing is recorded twice.
        drop(let_go);
        pager.settle().expect("hears of it");
        assert_eq!(handed().expect("still"), pages);
        assert_eq!(changed(), before);
        assert_eq!(house.view(id).channels, []);
        healthy(&house.park.huiyin);
    });
}
