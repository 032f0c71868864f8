//! Files of a petition by the API: what is taken, who may read it, and that it is on record.

use super::staff::{House, act, get, letter, registered, text, upload};
use super::support::{Answer, App, code_of, pdf, petition, with};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::{Value, json};

const NAME: &str = "王秀英的信.pdf";
const MEBIBYTES: usize = 1_048_576;

fn files(number: &str) -> String {
    format!("/api/v1/petitions/{number}/files")
}

/// A petition that the labour unit has.
fn at_labour(app: &App, house: &House) -> (String, String) {
    let petition = registered(app, house, &letter());
    let number = text(&petition, "number");
    let assign = json!({"action": "assign", "to": house.labour});
    let done = act(app, &house.clerk, &number, &assign);
    assert_eq!(done.status, 200, "{}", done.text());
    (number, code_of(&petition))
}

fn add(app: &App, token: &str, number: &str, purpose: &str, bytes: &[u8]) -> Answer {
    let form = ([("purpose", purpose)], Some(("file", NAME, bytes)));
    upload(app, token, &files(number), &[], (&form.0, form.1))
}

#[test]
fn a_file_goes_in_and_comes_out_and_who_read_it_is_told_to_the_petitioner() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let (number, code) = at_labour(&app, &house);
        let added = add(&app, &house.handler, &number, "letter", &pdf(3_000));
        assert_eq!(added.status, 201, "{}", added.text());
        let (id, version) = (&added.json()["id"], &added.json()["version"]);
        assert_eq!(added.header("etag"), format!("\"{version}\""));
        let place = added.header("location").to_owned();
        assert_eq!(place, format!("{}/{id}", files(&number)));

        let list = get(&app, &house.handler, &files(&number));
        assert_eq!(list.status, 200, "{}", list.text());
        let one = &list.json()["files"][0];
        assert_eq!((&one["id"], &one["purpose"]), (id, &json!("letter")));
        assert_eq!(
            (&one["name"], &one["may_read"]),
            (&Value::Null, &json!(true))
        );
        let named = get(
            &app,
            &house.handler,
            &format!("{}?identity=true", files(&number)),
        );
        assert_eq!(named.json()["files"][0]["name"], NAME);

        let read = get(&app, &house.handler, &place);
        assert_eq!(read.status, 200);
        assert_eq!(read.bytes, pdf(3_000));
        let policy = read.header("content-security-policy");
        assert!(
            policy.contains("sandbox") && policy.contains("default-src 'none'"),
            "{policy}"
        );
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(read.header(name), value);
        }
        assert!(
            read.header("content-disposition")
                .starts_with("attachment; ")
        );
        let track = app.get(&format!("/api/v1/track/{code}")).json();
        let seen = track["access_records"].as_array().expect("records");
        assert!(
            seen.iter()
                .any(|one| one["part"] == "identity" && one["name"] == "工作人员handler"),
            "{track}"
        );
        assert_eq!(track["files"], json!([]));
    });
}

#[test]
fn what_is_no_file_for_it_is_refused_by_name_and_nothing_is_kept() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let (number, _) = at_labour(&app, &house);
        let before = app.stored();
        let page = b"<html><script>alert(1)</script></html>";
        let other = add(&app, &house.handler, &number, "letter", page);
        assert_eq!(
            other.fields(),
            [("file".to_owned(), "other_file".to_owned())]
        );
        let large = add(
            &app,
            &house.handler,
            &number,
            "letter",
            &pdf(20 * MEBIBYTES + 1_000),
        );
        assert_eq!(large.status, 422, "{}", large.text());
        assert_eq!(
            large.fields(),
            [("file".to_owned(), "file_too_large".to_owned())]
        );
        assert!(large.text().contains("20 MiB"), "{}", large.text());
        let huge = add(
            &app,
            &house.handler,
            &number,
            "letter",
            &pdf(90 * MEBIBYTES),
        );
        let huge = huge.refused(413, "upload_too_large");
        assert!(huge["what_to_do"].to_string().contains("20 MiB"), "{huge}");
        let purpose = add(&app, &house.handler, &number, "portrait", &pdf(64));
        assert_eq!(
            purpose.fields(),
            [("purpose".to_owned(), "not_one_of".to_owned())]
        );
        let fields = [("person", "x")];
        let none = upload(&app, &house.handler, &files(&number), &[], (&fields, None));
        let codes = none.fields();
        for (field, code) in [
            ("person", "unknown_field"),
            ("purpose", "missing"),
            ("file", "missing"),
        ] {
            assert!(
                codes.contains(&(field.to_owned(), code.to_owned())),
                "{codes:?}"
            );
        }
        let json = super::staff::post(&app, &house.handler, &files(&number), &[], &json!({}));
        json.refused(415, "not_multipart");
        assert_eq!(app.stored(), before);
    });
}

#[test]
fn nobody_reads_or_adds_whom_it_does_not_concern() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let (number, _) = at_labour(&app, &house);
        let added = add(&app, &house.handler, &number, "evidence", &pdf(64));
        let place = added.header("location").to_owned();
        let before = app.stored();
        // Another unit's handler may not know of the petition, nor whether the file is there.
        for path in [
            place.clone(),
            format!("{}/999999", files(&number)),
            files(&number),
        ] {
            get(&app, &house.stranger, &path).refused(404, "not_found");
        }
        add(&app, &house.stranger, &number, "letter", &pdf(64)).refused(404, "not_found");
        // The clerk who registered it may open it, and its files are not hers any more.
        get(&app, &house.clerk, &place).refused(403, "not_allowed");
        add(&app, &house.clerk, &number, "letter", &pdf(64)).refused(403, "not_allowed");
        assert_eq!(app.stored(), before);
        get(&app, &house.handler, &format!("{}/1", files(&number))).refused(404, "not_found");
        let other = app.registered(&with("subject", petition()["subject"].clone()));
        let elsewhere = format!("{}/{}", files(&text(&other, "number")), added.json()["id"]);
        get(&app, &house.clerk, &elsewhere).refused(404, "not_found");
    });
}

#[test]
fn a_repeated_upload_is_one_file_and_a_change_meanwhile_is_not_passed_over() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let (number, _) = at_labour(&app, &house);
        let path = files(&number);
        let send = |more: &[(&'static str, &str)], bytes: &[u8]| {
            let form = ([("purpose", "evidence")], Some(("file", NAME, bytes)));
            upload(&app, &house.handler, &path, more, (&form.0, form.1))
        };
        let key = [("idempotency-key", "scan-1")];
        let first = send(&key, &pdf(100));
        let again = send(&key, &pdf(100));
        assert_eq!((first.status, again.status), (201, 201), "{}", again.text());
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(first.json(), again.json());
        send(&key, &pdf(101)).refused(422, "idempotency_key_reused");
        let before = app.stored();
        send(&[("if-match", "\"1\"")], &pdf(100)).refused(412, "changed_meanwhile");
        assert_eq!(app.stored(), before);
        let etag = first.header("etag").to_owned();
        assert_eq!(send(&[("if-match", &etag)], &pdf(100)).status, 201);
    });
}

#[test]
fn the_petitioner_gets_a_document_by_the_code_that_acts() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let (number, code) = at_labour(&app, &house);
        let scan = add(&app, &house.handler, &number, "letter", &pdf(64)).json();
        let document = add(&app, &house.handler, &number, "document", &pdf(2_000)).json();
        let track = format!("/api/v1/track/{code}");
        let seen = app.get(&track).json();
        assert_eq!(seen["files"][0]["id"], document["id"]);
        assert_eq!(seen["files"][0]["name"], NAME);
        assert_eq!(seen["files"].as_array().map(Vec::len), Some(1));
        let read = app.get(&format!("{track}/files/{}", document["id"]));
        assert_eq!((read.status, &read.bytes[..]), (200, &pdf(2_000)[..]));
        let other = app.get(&format!("{track}/files/{}", scan["id"]));
        other.refused(404, "not_found");
    });
}
