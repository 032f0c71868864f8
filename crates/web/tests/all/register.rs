//! `POST /api/v1/petitions`: what the petitioner gets, and that it lasts.

use super::support::{App, code_of, petition, with};
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::{TestStore, each_engine, on_sqlite};
use huiyin_testkit::ledger::SignedReceipt;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn names(object: &Value) -> BTreeSet<&str> {
    let object = object.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

/// The receipt's signature, open part and text hold.
fn verify(receipt: &str, subject: &str, body: &str) {
    let receipt = SignedReceipt::parse(receipt).expect("canonical");
    receipt
        .verify(None, Some((subject, body)))
        .expect("it verifies");
}

#[test]
fn the_201_has_the_shape_of_rules_9() {
    each_engine(|place| {
        let app = App::on(place);
        let answer = app.post(&petition());
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(answer.header("content-type"), "application/json");
        let body = answer.json();
        let wanted = [
            "number",
            "obligations",
            "receipt",
            "registered_at",
            "tracking_code",
        ];
        assert_eq!(names(&body), BTreeSet::from(wanted));
        assert_eq!(body["number"], "2026-000001");
        assert_eq!(body["registered_at"], "2026-02-13T10:00:00+08:00");
        let code = code_of(&body);
        let groups: Vec<&str> = code.split('-').collect();
        assert_eq!(groups.len(), 4);
        let crockford = |c: char| "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(c);
        assert!(
            groups
                .iter()
                .all(|group| group.len() == 4 && group.chars().all(crockford))
        );
        let obligations = body["obligations"].as_array().expect("a list");
        assert_eq!(obligations.len(), 1);
        sort_duty(&obligations[0]);
        let typed = petition();
        let text = |field: &str| typed[field].as_str().expect("text").to_owned();
        let receipt = body["receipt"].as_str().expect("text");
        assert!(receipt.starts_with("huiyin-receipt/1\n"));
        verify(receipt, &text("subject"), &text("body"));
        let other = SignedReceipt::parse(receipt).expect("canonical");
        assert!(other.verify(None, Some(("别的", "别的"))).is_err());
    });
}

fn sort_duty(duty: &Value) {
    let promised = [
        "kind",
        "owed_by",
        "due",
        "due_date",
        "due_at",
        "provisional",
        "rule",
        "explanation",
        "explanation_en",
    ];
    let given = names(duty);
    for name in promised {
        assert!(given.contains(name), "{name}");
    }
    assert_eq!(duty["kind"], "sort");
    assert_eq!(duty["owed_by"], "petition-office");
    assert_eq!(duty["due"], "2026-02-28");
    assert_eq!(duty["due_date"], duty["due"]);
    let due_at = duty["due_at"].as_str().expect("an instant");
    let midnight = Instant::parse("2026-03-01T00:00:00+08:00").expect("an instant");
    assert_eq!(Instant::parse(due_at).expect("an instant"), midnight);
    assert_eq!(due_at, "2026-03-01T00:00:00+08:00");
    assert_eq!(duty["provisional"], false);
    assert_eq!(duty["rule"]["rulebook"], "cn-2022");
    assert_eq!(duty["rule"]["term"], "sort");
    for steps in ["explanation", "explanation_en"] {
        let steps = duty[steps].as_array().expect("steps");
        assert!(
            steps
                .iter()
                .all(|step| step.as_str().is_some_and(|step| !step.is_empty()))
        );
        assert!(steps.len() >= 3, "{steps:?}");
    }
}

#[test]
fn named_confidential_and_anonymous_are_registered() {
    each_engine(|place| {
        let app = App::on(place);
        let who = json!({"name": "王秀英", "phone": "+86 591-8765 4321", "email": "wang@example.org", "address": "和平里1号"});
        let mut confidential = with("petitioner", who.clone());
        confidential["confidential"] = true.into();
        let bodies = [
            with("petitioner", who),
            confidential,
            with("anonymous", true),
            with("misconduct", true),
            petition(),
        ];
        for (nth, body) in bodies.iter().enumerate() {
            let registered = app.registered(body);
            assert_eq!(registered["number"], format!("2026-{:06}", nth + 1));
        }
        assert_eq!(app.petition_count(), 5);
        let all = json!({
            "subject": "欠薪", "body": "四个月", "authority": "default", "class": "claim",
            "place": "reception", "place_text": "A区", "language": "en",
            "petitioner": {"name": "Wang"}, "anonymous": false, "confidential": false,
            "misconduct": false, "respondents": ["A公司", "B科"],
        });
        app.registered(&all);
        let nulls = json!({"subject": "欠薪", "body": "四个月", "class": null, "petitioner": null, "anonymous": null, "respondents": null});
        app.registered(&nulls);
    });
}

#[test]
fn a_registration_outlives_the_process() {
    each_engine(|place| {
        let registered = App::on(place).registered(&petition());
        let app = App::on(place);
        assert_eq!(app.petition_count(), 1);
        let view = app.get(&format!("/api/v1/track/{}", code_of(&registered)));
        assert_eq!(view.status, 200);
        assert_eq!(view.json()["number"], registered["number"]);
        assert_eq!(view.json()["receipt"], registered["receipt"]);
        assert_eq!(app.registered(&petition())["number"], "2026-000002");
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn numbers_have_no_gaps_and_begin_again_each_year() {
    on_sqlite(|place: &TestStore| {
        let app = App::on(place);
        let set = |text: &str| place.clock.set(Instant::parse(text).expect("an instant"));
        set("2026-12-31T23:59:59+08:00");
        assert_eq!(app.registered(&petition())["number"], "2026-000001");
        assert_eq!(app.post(&with("subject", "")).status, 422);
        assert_eq!(app.registered(&petition())["number"], "2026-000002");
        set("2027-01-01T00:00:00+08:00");
        assert_eq!(app.registered(&petition())["number"], "2027-000001");
        assert_eq!(app.post(&with("class", "other")).status, 422);
        assert_eq!(app.registered(&petition())["number"], "2027-000002");
    });
}

#[test]
fn many_at_once_get_numbers_without_gaps_and_codes_of_their_own() {
    each_engine(|place| {
        let app = App::on(place);
        let requests = (0..60).map(|nth| {
            let body = with("subject", format!("第{nth}件"));
            super::support::json_request(&body, None)
        });
        let answers = app.send_all(requests.collect());
        let bodies: Vec<Value> = answers.iter().map(|answer| answer.json()).collect();
        let codes: BTreeSet<String> = bodies.iter().map(code_of).collect();
        let numbers: BTreeSet<String> = bodies
            .iter()
            .map(|body| body["number"].to_string())
            .collect();
        let wanted = (1..=60).map(|nth| format!("\"2026-{nth:06}\""));
        assert_eq!(numbers, wanted.collect());
        assert_eq!(codes.len(), 60);
    });
}

#[test]
fn texts_at_their_limits_and_odd_ones_are_kept_as_typed() {
    on_sqlite(|place| {
        let app = App::on(place);
        let long = "信".repeat(20_000);
        let texts: [(&str, &str); 6] = [
            (&"信".repeat(200), &long),
            (&"👩‍👩‍👧".repeat(40), "😀😀 e\u{301}\u{323} ﷽"),
            ("\u{202E}倒着\u{200B}写", "一\r\n二\t三\n\n"),
            ("العربية مع 中文", "𠮷野家 \u{FFFD} \u{10FFFF}"),
            (" 前后有空格 ", "<script>alert(1)</script> & \"'"),
            ("a", "b"),
        ];
        for (subject, body) in texts {
            let registered = app.registered(&json!({"subject": subject, "body": body}));
            let view = app.get(&format!("/api/v1/track/{}", code_of(&registered)));
            assert_eq!(view.json()["subject"], subject);
            assert_eq!(view.json()["body"], body);
            verify(registered["receipt"].as_str().expect("text"), subject, body);
        }
        let escaped = r#"{"subject":"\u6b20\u85aa \ud83d\ude00","body":"\u0062"}"#;
        let answer = app.send(super::support::bytes_request(escaped.into(), None));
        let view = app.get(&format!("/api/v1/track/{}", code_of(&answer.json())));
        assert_eq!(view.json()["subject"], "欠薪 😀");
    });
}
