//! Documents as PDF: on the desk, for the petitioner, by the API.

use super::desk_support::{Park, answer_fields, petition};
use super::staff::{House, act, get, letter, registered, text};
use super::support::{App, code_of};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::{Value, json};

fn letters(number: &str) -> String {
    format!("/api/v1/petitions/{number}/letters")
}

fn words(list: &Value) -> Vec<&str> {
    let list = list["letters"].as_array().expect("letters");
    list.iter()
        .filter_map(|one| one["letter"].as_str())
        .collect()
}

#[test]
fn a_program_gets_the_documents_that_the_record_holds() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let petition = registered(&app, &house, &letter());
        let (number, code) = (text(&petition, "number"), code_of(&petition));
        let assign = json!({"action": "assign", "to": house.labour});
        assert_eq!(act(&app, &house.clerk, &number, &assign).status, 200);
        let list = get(&app, &house.handler, &letters(&number)).json();
        let all = [
            "registration-form",
            "query-slip",
            "passing-notice",
            "passing-letter",
            "acceptance",
            "proof-of-acceptance",
            "file-index",
        ];
        assert_eq!(words(&list), all);

        let form = format!("{}/registration-form.pdf", letters(&number));
        let made = get(&app, &house.handler, &form);
        assert_eq!(made.status, 200, "{}", made.text());
        assert_eq!(made.header("content-type"), "application/pdf");
        assert_eq!(made.header("cache-control"), "no-store");
        assert!(made.bytes.starts_with(b"%PDF-1.7"));
        let english = get(
            &app,
            &house.handler,
            &format!("{form}?language=en&named=true"),
        );
        assert_eq!(english.status, 200);
        assert_ne!(english.bytes, made.bytes);
        let nothing = get(
            &app,
            &house.handler,
            &format!("{}/answer.pdf", letters(&number)),
        );
        nothing.refused(404, "not_found");
        get(
            &app,
            &house.handler,
            &format!("{}/love-letter.pdf", letters(&number)),
        )
        .refused(404, "not_found");
        get(&app, &house.stranger, &form).refused(404, "not_found");

        // The petitioner sees that the identity was looked at, and gets what is his.
        let track = app.get(&format!("/api/v1/track/{code}")).json();
        let seen = track["access_records"].as_array().expect("records");
        assert!(seen.iter().any(|one| one["part"] == "identity"), "{track}");
        assert_eq!(
            words(&track),
            ["query-slip", "passing-notice", "acceptance"]
        );
        let slip = app.get(&format!("/api/v1/track/{code}/letters/query-slip.pdf"));
        assert!(slip.status == 200 && slip.bytes.starts_with(b"%PDF-1.7"));
        app.get(&format!(
            "/api/v1/track/{code}/letters/registration-form.pdf"
        ))
        .refused(404, "not_found");
    });
}

#[test]
fn the_desk_offers_them_and_a_draft_says_that_it_is_one() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, _) = park.accepted(&mut clerk, &mut handler);
        let page = handler.get(&petition(&number));
        let href = format!("{}/letters/acceptance.pdf?language=zh", petition(&number));
        assert!(page.text().contains(&href), "{}", page.text());
        let made = handler.get(&href);
        assert_eq!(made.header("content-type"), "application/pdf");
        let answer = format!("{}/letters/answer.pdf", petition(&number));
        assert_eq!(handler.get(&answer).status, 404);
        let saved = handler.post_seen(
            &number,
            &format!("{}/answer", petition(&number)),
            &answer_fields(),
        );
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(
            handler.get(&answer).header("content-type"),
            "application/pdf"
        );
        let page = handler.get(&petition(&number));
        assert!(page.text().contains("草稿，未签发"), "{}", page.text());
    });
}

#[test]
fn whoever_holds_the_code_downloads_what_is_for_him() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.register(&[
            ("subject", "夜间施工"),
            ("body", "每晚都有打桩声。"),
            ("who", "anonymous"),
        ]);
        let shown = browser.get("/track/letters/query-slip.pdf");
        assert_eq!(shown.header("content-type"), "application/pdf");
        let page = browser.get("/track/petition");
        assert!(page.text().contains("/track/letters/query-slip.pdf"));
        browser.post("/receipt/kept", &[]);
        let kept = browser.get("/track/letters/query-slip.pdf");
        assert_ne!(kept.bytes, shown.bytes, "the code is shown no more");
        assert_eq!(
            browser.get("/track/letters/registration-form.pdf").status,
            404
        );
        assert_eq!(
            app.browser().get("/track/letters/query-slip.pdf").status,
            303
        );
    });
}
