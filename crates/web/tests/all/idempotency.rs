//! `Idempotency-Key` (RULES 2.4): a repeated POST is one petition, for 24 hours.

use super::support::{Answer, App, bytes_request, json_request, petition, with};
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::Value;

fn post(app: &App, body: &Value, key: &str) -> Answer {
    app.send(json_request(body, Some(key)))
}

#[test]
fn the_same_key_and_body_get_the_same_bytes_and_stay_one_petition() {
    each_engine(|place| {
        let app = App::on(place);
        let first = post(&app, &petition(), "k-1");
        assert_eq!(first.status, 201);
        assert_eq!(first.header("idempotency-replayed"), "");
        let stored = app.stored();
        let again = post(&app, &petition(), "k-1");
        assert_eq!(again.status, 201);
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(again.bytes, first.bytes);
        assert_eq!(app.stored(), stored);
        drop(app);
        let reopened = App::on(place);
        let later = post(&reopened, &petition(), "k-1");
        assert_eq!(later.bytes, first.bytes);
        assert_eq!(reopened.petition_count(), 1);
        assert_eq!(post(&reopened, &petition(), "k-2").status, 201);
        assert_eq!(reopened.petition_count(), 2);
    });
}

#[test]
fn twenty_at_once_with_one_key_are_one_petition() {
    each_engine(|place| {
        let app = App::on(place);
        let requests = (0..20).map(|_| json_request(&petition(), Some("at-once")));
        let answers = app.send_all(requests.collect());
        assert!(answers.iter().all(|answer| answer.status == 201));
        assert!(
            answers
                .iter()
                .all(|answer| answer.bytes == answers[0].bytes)
        );
        let replayed = answers
            .iter()
            .filter(|answer| answer.header("idempotency-replayed") == "true");
        assert_eq!(replayed.count(), 19);
        assert_eq!(app.petition_count(), 1);
    });
}

#[test]
fn another_body_under_the_same_key_is_refused() {
    each_engine(|place| {
        let app = App::on(place);
        assert_eq!(post(&app, &petition(), "k").status, 201);
        let stored = app.stored();
        post(&app, &with("subject", "别的事"), "k").refused(422, "idempotency_key_reused");
        // The same JSON written otherwise is another body.
        let spaced = serde_json::to_vec_pretty(&petition()).expect("JSON");
        app.send(bytes_request(spaced, Some("k")))
            .refused(422, "idempotency_key_reused");
        assert_eq!(app.stored(), stored);
    });
}

#[test]
fn a_key_is_forgotten_after_24_hours() {
    each_engine(|place| {
        let app = App::on(place);
        let first = post(&app, &petition(), "k");
        let set = |text: &str| place.clock.set(Instant::parse(text).expect("an instant"));
        set("2026-02-14T10:00:00+08:00");
        assert_eq!(post(&app, &petition(), "k").bytes, first.bytes);
        set("2026-02-14T10:00:01+08:00");
        let later = post(&app, &petition(), "k");
        assert_eq!(later.status, 201);
        assert_eq!(later.header("idempotency-replayed"), "");
        assert_ne!(later.bytes, first.bytes);
        assert_eq!(app.petition_count(), 2);
        assert_eq!(post(&app, &petition(), "k").bytes, later.bytes);
        // A body refused yesterday for its key may use it today.
        set("2026-02-15T10:00:02+08:00");
        assert_eq!(post(&app, &with("subject", "别的事"), "k").status, 201);
    });
}

#[test]
fn a_refusal_is_not_remembered() {
    each_engine(|place| {
        let app = App::on(place);
        assert_eq!(post(&app, &with("subject", ""), "k").status, 422);
        assert_eq!(post(&app, &petition(), "k").status, 201);
        assert_eq!(app.petition_count(), 1);
    });
}

#[test]
fn a_key_that_is_no_key_is_refused() {
    on_sqlite(|place| {
        let app = App::on(place);
        let long = "k".repeat(256);
        for key in ["", " ", "a b", "键", "\u{e9}", long.as_str()] {
            post(&app, &petition(), key).refused(400, "bad_idempotency_key");
        }
        assert_eq!(app.petition_count(), 0);
        assert_eq!(post(&app, &petition(), &"k".repeat(255)).status, 201);
    });
}

#[test]
fn two_different_keys_in_one_request_are_refused() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut request = json_request(&petition(), Some("one"));
        let other = "two".parse().expect("a value");
        request.headers_mut().append("idempotency-key", other);
        app.send(request).refused(400, "bad_idempotency_key");
        assert_eq!(app.petition_count(), 0);
    });
}
