//! `GET /api/v1/track/{tracking_code}`: what the holder of a code sees, and nobody else.

use super::support::{App, code_of, encoded, petition, with};
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::shipped;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use huiyin_testkit::ledger::SignedReceipt;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde_json::{Value, json};

fn track(app: &App, code: &str) -> Value {
    let answer = app.get(&format!("/api/v1/track/{code}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/json");
    answer.json()
}

#[test]
fn a_code_opens_its_petition_in_any_spelling() {
    each_engine(|place| {
        let app = App::on(place);
        let registered = app.registered(&petition());
        let code = code_of(&registered);
        let plain = code.replace('-', "");
        let spellings = [
            code.clone(),
            plain.clone(),
            code.to_lowercase(),
            encoded(&code.replace('-', " ")).replace('+', "%20"),
            encoded(&format!(" {} ", code.replace('-', "－"))).replace('+', "%20"),
            plain.replace('0', "o").replace('1', "l"),
        ];
        for spelling in &spellings {
            let view = track(&app, spelling);
            assert_eq!(view["number"], registered["number"]);
        }
        let view = track(&app, &code);
        assert_eq!(view["state"], "registered");
        assert_eq!(view["subject"], petition()["subject"]);
        assert_eq!(view["body"], petition()["body"]);
        assert_eq!(view["registered_at"], registered["registered_at"]);
        assert_eq!(view["acting"], true);
        assert_eq!(view["answers"], json!([]));
        assert_eq!(view["access_records"], json!([]));
        let mut duty = view["obligations"][0].clone();
        duty.as_object_mut().expect("an object").remove("id");
        let mut promised = registered["obligations"][0].clone();
        promised.as_object_mut().expect("an object").remove("id");
        assert_eq!(duty, promised);
    });
}

#[test]
fn a_wrong_code_and_anothers_code_reveal_nothing() {
    on_sqlite(|place| {
        let app = App::on(place);
        let first = app.registered(&with("subject", "第一件的事"));
        let second = app.registered(&with("subject", "第二件的事"));
        let view = app.get(&format!("/api/v1/track/{}", code_of(&second)));
        assert!(!view.text().contains("第一件的事"));
        assert!(
            !view
                .text()
                .contains(first["number"].as_str().expect("a number"))
        );
        let unknown = [
            "0000-0000-0000-0000",
            "x",
            "2026-000001",
            "%F0%9F%98%80",
            "..%2F..%2Fetc",
            "%00",
        ];
        let mut bodies = Vec::new();
        for code in unknown {
            let answer = app.get(&format!("/api/v1/track/{code}"));
            answer.refused(404, "not_found");
            bodies.push(answer.bytes);
        }
        assert!(bodies.iter().all(|body| *body == bodies[0]));
        // One letter off.
        let mut near: Vec<char> = code_of(&first).chars().collect();
        near[0] = if near[0] == '7' { '8' } else { '7' };
        let near: String = near.into_iter().collect();
        app.get(&format!("/api/v1/track/{near}"))
            .refused(404, "not_found");
    });
}

#[test]
fn a_path_that_is_not_utf8_is_a_problem_too() {
    on_sqlite(|place| {
        let app = App::on(place);
        app.get("/api/v1/track/%FF%FE").refused(404, "not_found");
    });
}

#[test]
fn the_receipt_of_the_201_and_of_the_track_are_the_same_bytes() {
    each_engine(|place| {
        let app = App::on(place);
        let bodies = [
            petition(),
            with("petitioner", json!({"name": "王秀英"})),
            with("respondents", json!(["A公司"])),
        ];
        for body in bodies {
            let registered = app.registered(&body);
            let view = track(&app, &code_of(&registered));
            assert_eq!(view["receipt"], registered["receipt"]);
            let text = registered["receipt"].as_str().expect("text");
            let receipt = SignedReceipt::parse(text).expect("canonical");
            let typed = |field: &str| body[field].as_str().expect("text");
            receipt
                .verify(None, Some((typed("subject"), typed("body"))))
                .expect("it verifies");
            for (at, _) in text.char_indices().skip(20).step_by(97) {
                let mut changed = text.to_owned().into_bytes();
                changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
                let changed = String::from_utf8(changed).expect("ASCII");
                let verdict =
                    SignedReceipt::parse(&changed).map(|one| one.verify(None, None).is_ok());
                assert!(!matches!(verdict, Ok(true)), "a changed byte {at} passed");
            }
        }
    });
}

#[test]
fn no_identity_is_on_the_track() {
    on_sqlite(|place| {
        let app = App::on(place);
        let who = json!({"name": "甄秘密", "phone": "13987654321", "email": "zhen@secret.example", "address": "隐居里9号"});
        let registered = app.registered(&with("petitioner", who.clone()));
        let answer = app.get(&format!("/api/v1/track/{}", code_of(&registered)));
        for secret in who.as_object().expect("an object").values() {
            let secret = secret.as_str().expect("text");
            assert!(!answer.text().contains(secret), "{secret}");
            assert!(!registered.to_string().contains(secret), "{secret}");
        }
        assert!(!answer.text().contains(&code_of(&registered)));
    });
}

/// `2026-02-28` or `28 February 2026` or `2026年2月28日` in a sentence.
fn dates_in(sentence: &str) -> Vec<Date> {
    let digits = |text: &str| text.trim().parse::<i16>().ok();
    let mut dates = Vec::new();
    for part in sentence.split("年").collect::<Vec<_>>().windows(2) {
        let year: String = part[0].chars().rev().take(4).collect();
        let year: String = year.chars().rev().collect();
        let Some((month, rest)) = part[1].split_once('月') else {
            continue;
        };
        let Some((day, _)) = rest.split_once('日') else {
            continue;
        };
        if let (Some(year), Some(month), Some(day)) = (digits(&year), digits(month), digits(day)) {
            let date = Date::new(year, month as i8, day as i8);
            dates.extend(date);
        }
    }
    dates
}

/// Counts again with nothing but what the explanation says: start day, days, roll.
#[test]
fn recomputing_from_what_the_page_says_gives_the_same_date() {
    let (_, text) = shipped::calendars()
        .iter()
        .find(|(id, _)| *id == "cn")
        .expect("shipped");
    let calendar = WorkCalendar::parse(text).expect("a calendar");
    on_sqlite(|place| {
        let app = App::on(place);
        for start in [
            "2026-02-13T10:00:00+08:00",
            "2026-03-02T23:59:59+08:00",
            "2026-04-17T00:00:00+08:00",
            "2026-09-16T09:00:00+08:00",
            "2026-09-20T09:00:00+08:00",
        ] {
            place
                .clock
                .set(huiyin_domain::time::Instant::parse(start).expect("an instant"));
            let registered = app.registered(&petition());
            let duty = &registered["obligations"][0];
            let steps: Vec<&str> = duty["explanation"]
                .as_array()
                .expect("steps")
                .iter()
                .map(|step| step.as_str().expect("text"))
                .collect();
            let begun = dates_in(steps[0])[0];
            assert_eq!(begun.to_string(), start[..10], "{steps:?}");
            assert!(steps.iter().any(|step| step.contains("15日")), "{steps:?}");
            let days: Span = 15.days();
            let mut due = begun.checked_add(days).expect("a date");
            while !calendar.is_workday(due) {
                due = due.tomorrow().expect("a date");
            }
            assert_eq!(duty["due_date"], due.to_string(), "{steps:?}");
            let named = steps.iter().flat_map(|step| dates_in(step));
            assert!(named.into_iter().any(|date| date == due), "{steps:?}");
        }
    });
}
