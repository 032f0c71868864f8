//! What is not taken: each field is named with a stable code, and nothing is stored.

use super::support::{App, PETITIONS, bytes_request, petition, request, with};
use axum::http::{Method, header};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::{Value, json};

/// A body, the field that is named, and its code.
type Case = (Value, &'static str, &'static str);

fn text_cases() -> Vec<Case> {
    let mut subjectless = petition();
    subjectless
        .as_object_mut()
        .expect("an object")
        .remove("subject");
    let mut bodyless = petition();
    bodyless.as_object_mut().expect("an object").remove("body");
    vec![
        (subjectless, "subject", "missing"),
        (bodyless, "body", "missing"),
        (with("subject", Value::Null), "subject", "missing"),
        (with("subject", ""), "subject", "missing"),
        (with("subject", " \u{3000}\t"), "subject", "missing"),
        (
            with("subject", "\u{200B}\u{202E}\u{FEFF}"),
            "subject",
            "missing",
        ),
        (with("subject", "\u{2028}"), "subject", "missing"),
        (with("subject", "信".repeat(201)), "subject", "too_long"),
        (with("subject", "一\n二"), "subject", "control_character"),
        (with("subject", "一\r二"), "subject", "control_character"),
        (
            with("subject", "一\u{2028}二"),
            "subject",
            "control_character",
        ),
        (with("subject", "一\u{0}二"), "subject", "control_character"),
        (
            with("subject", "一\u{1B}[31m"),
            "subject",
            "control_character",
        ),
        (
            with("subject", "一\u{85}二"),
            "subject",
            "control_character",
        ),
        (with("body", ""), "body", "missing"),
        (with("body", "\r\n\r\n"), "body", "missing"),
        (with("body", "信".repeat(20_001)), "body", "too_long"),
        (with("body", "一\u{7}二"), "body", "control_character"),
        (
            with("place_text", "信".repeat(501)),
            "place_text",
            "too_long",
        ),
        (
            with("place_text", "一\u{0}"),
            "place_text",
            "control_character",
        ),
    ]
}

fn choice_cases() -> Vec<Case> {
    vec![
        (with("class", "complaint"), "class", "not_one_of"),
        (with("class", "Claim"), "class", "not_one_of"),
        (with("class", ""), "class", "not_one_of"),
        (
            with("category", "no-such-category"),
            "category",
            "not_one_of",
        ),
        (with("place", "no-such-place"), "place", "not_one_of"),
        (with("language", "fr"), "language", "not_one_of"),
        (with("authority", "elsewhere"), "authority", "not_one_of"),
    ]
}

fn type_cases() -> Vec<Case> {
    vec![
        (with("subject", 1), "subject", "wrong_type"),
        (with("subject", json!(["欠薪"])), "subject", "wrong_type"),
        (with("body", json!({"text": "欠薪"})), "body", "wrong_type"),
        (with("class", 1), "class", "wrong_type"),
        (with("authority", 1), "authority", "wrong_type"),
        (with("anonymous", "true"), "anonymous", "wrong_type"),
        (with("confidential", 1), "confidential", "wrong_type"),
        (with("misconduct", "no"), "misconduct", "wrong_type"),
        (with("respondents", "A公司"), "respondents", "wrong_type"),
        (with("respondents", json!([1])), "respondents", "wrong_type"),
        (with("petitioner", "王秀英"), "petitioner", "wrong_type"),
        (
            with("petitioner", json!({"name": 1})),
            "petitioner.name",
            "wrong_type",
        ),
        (
            with("petitioner", json!({"phone": 13_800_000_000_i64})),
            "petitioner.phone",
            "wrong_type",
        ),
        (with("subjekt", "欠薪"), "subjekt", "unknown_field"),
        (with("id_card", "1"), "id_card", "unknown_field"),
        (
            with("registered_at", "2020-01-01"),
            "registered_at",
            "unknown_field",
        ),
        (
            with("petitioner", json!({"id_number": "1"})),
            "petitioner.id_number",
            "unknown_field",
        ),
    ]
}

fn people_cases() -> Vec<Case> {
    let mut both = with("petitioner", json!({"name": "王秀英"}));
    both["anonymous"] = true.into();
    let mut cases = vec![
        (both, "anonymous", "anonymous_with_petitioner"),
        (
            with("petitioner", json!({"name": "名".repeat(201)})),
            "petitioner.name",
            "too_long",
        ),
        (
            with("petitioner", json!({"address": "一\u{0}"})),
            "petitioner.address",
            "control_character",
        ),
        (
            with("respondents", vec!["A公司"; 21]),
            "respondents",
            "too_many",
        ),
        (
            with("respondents", json!(["A公司", "信".repeat(501)])),
            "respondents.1",
            "too_long",
        ),
    ];
    for phone in [
        "1234",
        "123456789012345678901",
        "13800 call me",
        "一三八零零",
        "+",
    ] {
        let body = with("petitioner", json!({"phone": phone}));
        cases.push((body, "petitioner.phone", "not_a_phone"));
    }
    for email in [
        "wang",
        "@example.org",
        "wang@",
        "wang@localhost",
        "a@b@c.org",
        "a b@c.org",
        "a@b..org",
    ] {
        let body = with("petitioner", json!({"email": email}));
        cases.push((body, "petitioner.email", "not_an_email"));
    }
    cases
}

#[test]
fn each_bad_field_is_named_with_its_code_and_nothing_is_stored() {
    each_engine(|place| {
        let app = App::on(place);
        app.registered(&petition());
        let before = app.stored();
        let cases = [text_cases(), choice_cases(), type_cases(), people_cases()];
        for (body, field, code) in cases.into_iter().flatten() {
            let answer = app.post(&body);
            let wanted = vec![(field.to_owned(), code.to_owned())];
            assert_eq!(answer.fields(), wanted, "{field}");
        }
        assert_eq!(app.stored(), before);
        assert_eq!(app.registered(&petition())["number"], "2026-000002");
    });
}

#[test]
fn several_at_once_are_all_told() {
    on_sqlite(|place| {
        let app = App::on(place);
        let body = json!({
            "subject": "", "body": 1, "class": "x", "category": "no-such", "place": "no-such",
            "language": "x", "anonymous": "yes", "extra": true,
            "petitioner": {"phone": "1", "email": "x", "extra": 1},
        });
        let mut fields: Vec<String> = app
            .post(&body)
            .fields()
            .into_iter()
            .map(|one| one.0)
            .collect();
        fields.sort();
        let wanted = [
            "anonymous",
            "body",
            "category",
            "class",
            "extra",
            "language",
            "petitioner.email",
            "petitioner.extra",
            "petitioner.phone",
            "place",
            "subject",
        ];
        assert_eq!(fields, wanted);
        // An unknown authority is no reason to keep the rest to oneself.
        let mut body = with("authority", "elsewhere");
        body["subject"] = "".into();
        let mut fields: Vec<String> = app
            .post(&body)
            .fields()
            .into_iter()
            .map(|one| one.0)
            .collect();
        fields.sort();
        assert_eq!(fields, ["authority", "subject"]);
    });
}

#[test]
fn what_is_no_json_object_in_utf8_is_refused() {
    on_sqlite(|place| {
        let app = App::on(place);
        let before = app.stored();
        let no_json: [&[u8]; 9] = [
            b"",
            b"{",
            br#"{"subject":"a","body":"#,
            b"[]",
            b"null",
            b"\"text\"",
            br#"{"subject":"\ud800","body":"b"}"#,
            br#"{"subject":"a","body":"b"} trailing"#,
            b"subject=a&body=b",
        ];
        for body in no_json {
            let answer = app.send(bytes_request(body.to_vec(), None));
            answer.refused(400, "bad_json");
        }
        // 工资 in GB18030; 欠薪 would be UTF-8 of other letters by chance.
        let gb = [
            br#"{"subject":""#.as_slice(),
            &[0xB9, 0xA4, 0xD7, 0xCA],
            br#"","body":"b"}"#,
        ]
        .concat();
        app.send(bytes_request(gb, None)).refused(400, "not_utf8");
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        app.send(bytes_request(deep.into_bytes(), None))
            .refused(400, "bad_json");
        assert_eq!(app.stored(), before);
    });
}

#[test]
fn a_body_over_1_mib_and_another_content_type_are_refused() {
    on_sqlite(|place| {
        let app = App::on(place);
        let before = app.stored();
        let big = with("body", "x".repeat(1_048_577));
        app.post(&big).refused(413, "body_too_large");
        // Just below, it is a field that is too long.
        let body = with("body", "x".repeat(1_000_000));
        assert_eq!(
            app.post(&body).fields(),
            [("body".into(), "too_long".into())]
        );
        for (kind, status, code) in [
            ("", 415, "wrong_content_type"),
            ("text/plain", 415, "wrong_content_type"),
            (
                "application/x-www-form-urlencoded",
                415,
                "wrong_content_type",
            ),
            // A form with files is taken; this is none.
            ("multipart/form-data; boundary=x", 400, "broken_upload"),
        ] {
            let body = serde_json::to_vec(&petition()).expect("JSON");
            let mut request = request(Method::POST, PETITIONS, body);
            if !kind.is_empty() {
                let kind = kind.parse().expect("a type");
                request.headers_mut().insert(header::CONTENT_TYPE, kind);
            }
            app.send(request).refused(status, code);
        }
        assert_eq!(app.stored(), before);
        let mut request = bytes_request(serde_json::to_vec(&petition()).expect("JSON"), None);
        let kind = "Application/JSON; charset=utf-8".parse().expect("a type");
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
        assert_eq!(app.send(request).status, 201);
    });
}

#[test]
fn contacts_at_their_limits_are_taken() {
    on_sqlite(|place| {
        let app = App::on(place);
        for contact in [
            json!({"phone": "12345"}),
            json!({"phone": "12345678901234567890"}),
            json!({"phone": "(0591) 87654321 转 12"}),
            json!({"phone": "+86 138-0000-0000"}),
            json!({"email": "王@例子.中国"}),
            json!({"email": "a+b@x.example.org"}),
            json!({"name": "名".repeat(200)}),
            json!({"name": "", "phone": " "}),
        ] {
            app.registered(&with("petitioner", contact));
        }
        app.registered(&with("respondents", vec!["A公司"; 20]));
        app.registered(&with("respondents", json!(["", " "])));
        app.registered(&with("place_text", "信".repeat(500)));
        // A contact that is empty is no petitioner; saying "anonymous" beside it is no contradiction
        // that anybody meant, but the rule is simple: one or the other.
        let mut body = with("petitioner", json!({}));
        body["anonymous"] = true.into();
        assert_eq!(app.post(&body).status, 422);
    });
}
