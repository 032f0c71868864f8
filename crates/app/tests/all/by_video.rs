//! Whoever is called to a place above the own level by video is told to answer, and never to travel; in person
//! only where the rule has it, that reception asked for it and the people agreed (RULES 10.1).

use super::pages::{by_text_first, pager, sms};
use super::people::refusal;
use super::responses::{House, MONDAY, at_the_park, call};
use super::support::{at, healthy, wait};
use huiyin_app::{Calling, Refusal, ResponseDraft, ResponseStep};
use huiyin_domain::plan::By;
use huiyin_domain::response::RunRefusal;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::http::{Behaviour, HttpSink};

fn at_the(place: &str, in_person: bool) -> ResponseDraft {
    ResponseDraft {
        place: place.into(),
        people: None,
        topic: "工资拖欠".into(),
        reception: Some("接待处".into()),
        in_person,
        ..ResponseDraft::default()
    }
}

/// The texts that went out, and the links in them.
fn told(sink: &HttpSink) -> (Vec<String>, Vec<String>) {
    let texts: Vec<String> = sink.requests().iter().map(|one| one.body.clone()).collect();
    let links = texts.iter().filter_map(|text| {
        let (_, after) = text.split_once("https://park.example/page/")?;
        let token = after
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_');
        Some(token.collect())
    });
    let links = links.collect();
    (texts, links)
}

#[test]
fn whoever_answers_by_video_is_told_so_and_sent_nowhere() {
    each_engine(|place| {
        let sink = HttpSink::start();
        sink.behave(Behaviour::body(r#"{"ref":"g-1"}"#));
        let calling = Calling {
            public_url: Some("https://park.example".into()),
            ..sms(&sink)
        };
        let house = by_text_first(place, calling, None);
        let huiyin = &house.park.huiyin;
        let pager = pager(&house);
        let id = house.open(at_the("city-reception", false));
        pager.settle().expect("sends");
        let (texts, _) = told(&sink);
        assert!(!texts.is_empty());
        for text in &texts {
            assert!(
                text.contains("以视频回答") && text.contains("不派人前往"),
                "{text}"
            );
            for travels in ["到市人民来访接待中心", "有群众来访", "前到。", "能来"]
            {
                assert!(!text.contains(travels), "{travels}: {text}");
            }
        }
        let view = house.view(id);
        assert!(view.summary.by_video);
        assert!(view.calls.iter().all(|call| call.way == By::Video));
        assert_eq!(view.room_code, None, "the room there is not ours");
        // The inbox says the same once somebody said that they answer.
        let leader = call(&view, "leader-in-charge").1[0].0;
        house
            .step(house.lin, id, ResponseStep::Acknowledge { page: leader })
            .expect("answers");
        let owed = house.owed(&house.who(house.lin));
        let titles: Vec<&str> = owed.iter().map(|duty| duty.title.zh.as_str()).collect();
        assert!(
            titles.iter().any(|title| title.starts_with("视频回答：")),
            "{titles:?}"
        );
        assert!(!titles.iter().any(|title| title.starts_with("到场")));
        // What is open at the end and the times of the review are said so too.
        let open = view.open_ends.iter();
        let open: Vec<&str> = open.map(|end| end.title.zh.as_str()).collect();
        assert!(open.contains(&"没接通视频：分管信访工作领导"), "{open:?}");
        assert!(!open.iter().any(|end| end.starts_with("没到")), "{open:?}");
        house.tick(place, 51);
        let targets = house.view(id).targets;
        assert!(!targets.is_empty());
        assert!(
            targets
                .iter()
                .all(|one| one.title.zh.starts_with("视频回答："))
        );
        healthy(huiyin);
    });
}

#[test]
fn a_link_says_how_its_holder_is_to_be_there() {
    each_engine(|place| {
        let sink = HttpSink::start();
        // This gateway brings no replies back, so that the text carries a link.
        let file = sms_without_replies(&sink);
        let house = by_text_first(place, file, None);
        let huiyin = &house.park.huiyin;
        let pager = pager(&house);
        for (draft, by) in [
            (at_the("city-reception", false), By::Video),
            (at_the("city-reception", true), By::InPerson),
            (at_the_park("5"), By::InPerson),
        ] {
            let before = sink.requests().len();
            house.open(draft);
            pager.settle().expect("sends");
            let (texts, links) = told(&sink);
            assert!(
                texts.len() > before && links.len() == texts.len(),
                "{texts:?}"
            );
            for link in &links[before..] {
                let look = wait(huiyin.page_look(link)).expect("opens");
                assert_eq!(look.by, by, "{texts:?}");
            }
            let says_video = texts[before..].iter().all(|text| text.contains("视频"));
            assert_eq!(says_video, by == By::Video);
        }
        healthy(huiyin);
    });
}

fn sms_without_replies(sink: &HttpSink) -> Calling {
    let file = r#"
[channel.sms]
kind = "sms"
url = "SINK/send"
json = { to = "{to}", text = "{text}", id = "{number}" }
timeout_seconds = 1
"#;
    let lines = huiyin_notify::channels(&file.replace("SINK", &sink.url()), &|_| {
        Ok(huiyin_notify::Secret::new("abcdefghijklmnopqrstuvwx"))
    });
    Calling {
        lines: lines.expect("a file of channels"),
        public_url: Some("https://park.example".into()),
        ..Calling::default()
    }
}

#[test]
fn in_person_is_refused_with_the_reason_where_the_rule_has_video_only() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let house = House::on(place);
        let huiyin = &house.park.huiyin;
        let asked = at_the("province-reception", true);
        let opened = wait(huiyin.open_response(&house.clerk(), asked, None));
        assert_eq!(refusal(opened), Refusal::Run(RunRefusal::VideoOnly));
        let id = house.open(at_the("province-reception", false));
        assert!(house.view(id).summary.by_video);
        let id = house.open(at_the("city-reception", true));
        let view = house.view(id);
        assert!(view.calls.iter().all(|call| call.way == By::InPerson));
        assert_eq!(view.room_code, None, "nothing of ours hangs there");
    });
}

/// Nobody travels there unless that reception asked, which stands on record (RULES 10.1).
#[test]
fn nobody_goes_there_in_person_without_a_reception_that_asked() {
    each_engine(|place| {
        let house = House::on(place);
        let mut draft = at_the("city-reception", true);
        draft.reception = Some(" ".into());
        let opened = wait(house.park.huiyin.open_response(&house.clerk(), draft, None));
        let Refusal::Fields(fields) = refusal(opened.map(|_| ())) else {
            panic!("another refusal");
        };
        assert!(
            fields.iter().any(|one| one.field == "reception"),
            "{fields:?}"
        );
    });
}
