//! A registration by API with files in it: on record with them, or not at all.

use super::support::{Answer, App, code_of, petition, request};
use axum::http::{HeaderValue, Method, header};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::Value;

const BOUNDARY: &str = "----form";

/// Registers by a form of several parts: each a name, a file name if it has one, and its content.
fn send(app: &App, parts: &[(&str, Option<&str>, &[u8])], key: Option<&'static str>) -> Answer {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
        );
        body.extend_from_slice(&[head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    let mut request = request(Method::POST, "/api/v1/petitions", body);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let kind = HeaderValue::from_str(&kind).expect("a header");
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    if let Some(key) = key {
        let key = HeaderValue::from_static(key);
        request.headers_mut().insert("idempotency-key", key);
    }
    app.send(request)
}

fn pdf(mark: u8) -> Vec<u8> {
    [b"%PDF-1.7\n".as_slice(), &[mark; 40], b"\n%%EOF\n"].concat()
}

#[test]
fn files_are_on_record_with_the_petition_and_its_code_shows_them() {
    each_engine(|place| {
        let app = App::on(place);
        let matter = petition().to_string();
        let (one, two) = (pdf(1), pdf(2));
        let parts: [(&str, Option<&str>, &[u8]); 3] = [
            ("petition", None, matter.as_bytes()),
            ("file", Some("工资条.pdf"), &one),
            ("file", Some("合同.pdf"), &two),
        ];
        let sent = send(&app, &parts, Some("once"));
        assert_eq!(sent.status, 201, "{}", sent.text());
        let registered: Value = sent.json();
        let code = code_of(&registered);
        let track = app.get(&format!("/api/v1/track/{code}")).json();
        let files = track["files"].as_array().expect("files");
        assert_eq!(files.len(), 2, "{track}");
        // Sent again it is the same petition; with another file it is another request.
        let again = send(&app, &parts, Some("once"));
        assert_eq!(again.json(), registered);
        assert_eq!(app.petition_count(), 1);
        let other = pdf(3);
        let changed = [
            parts[0],
            ("file", Some("工资条.pdf"), other.as_slice()),
            parts[2],
        ];
        send(&app, &changed, Some("once")).refused(422, "idempotency_key_reused");
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn what_is_not_taken_is_named_with_everything_else_and_nothing_is_registered() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut matter = petition();
        matter["subject"] = Value::from("");
        let matter = matter.to_string();
        let good = pdf(1);
        let parts: [(&str, Option<&str>, &[u8]); 5] = [
            ("file", Some("a.pdf"), &good),
            ("file", Some("b.pdf"), b"MZ not a pdf"),
            ("file", Some("c.pdf"), b""),
            ("note", None, b"x"),
            ("petition", None, matter.as_bytes()),
        ];
        let refused = send(&app, &parts, None);
        refused.refused(422, "fields_refused");
        let mut fields = refused.fields();
        fields.sort();
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        let wanted = [
            ("file.2", "other_file"),
            ("file.3", "empty_file"),
            ("note", "unknown_field"),
            ("subject", "missing"),
        ];
        assert_eq!(fields, wanted);
        // One file more than a page takes.
        let matter = petition().to_string();
        let mut many: Vec<(&str, Option<&str>, &[u8])> =
            vec![("petition", None, matter.as_bytes())];
        many.extend((0..11).map(|_| ("file", Some("a.pdf"), good.as_slice())));
        let refused = send(&app, &many, None);
        refused.refused(422, "fields_refused");
        assert_eq!(
            refused.fields(),
            [("file".to_owned(), "too_many".to_owned())]
        );
        let without = send(&app, &many[1..2], None);
        without.refused(422, "fields_refused");
        assert_eq!(
            without.fields(),
            [("petition".to_owned(), "missing".to_owned())]
        );
        let broken = send(&app, &[("petition", None, b"{")], None);
        broken.refused(400, "bad_json");
        // JSON alone keeps the limit of every other body.
        let large = vec![b' '; 1_048_577];
        let mut request = request(Method::POST, "/api/v1/petitions", large);
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::CONTENT_TYPE, json);
        app.send(request).refused(413, "body_too_large");
        assert_eq!(app.petition_count(), 0);
    });
}
