//! `/receipt`: number and code, shown again until they are kept or half an hour has passed.

use super::support::{App, FORM};
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use huiyin_testkit::ledger::SignedReceipt;

#[test]
fn the_code_is_shown_again_until_it_is_kept() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.register(&FORM);
        let code = browser.shown_code().expect("a code");
        assert_eq!(browser.shown_code().as_ref(), Some(&code));
        let page = browser.get("/receipt");
        for words in [
            "2026-000001",
            // It is printed: the year is named.
            "2026年2月28日（星期六，",
            "role=\"img\"",
            "<svg",
        ] {
            assert!(page.text().contains(words), "{words}");
        }
        let kept = browser.post("/receipt/kept", &[]);
        assert_eq!(
            (kept.status, kept.header("location")),
            (303, "/track/petition")
        );
        assert_eq!(browser.shown_code(), None);
        assert!(!browser.get("/receipt").text().contains(&code));
        let petition = browser.get("/track/petition");
        assert_eq!(petition.status, 200);
        assert!(petition.text().contains("2026-000001"));
        assert!(!petition.text().contains(&code));
    });
}

#[test]
fn the_code_is_shown_for_30_minutes_and_followed_for_12_hours() {
    on_sqlite(|place| {
        let app = App::on(place);
        let set = |text: &str| place.clock.set(Instant::parse(text).expect("an instant"));
        let mut browser = app.browser();
        browser.register(&FORM);
        set("2026-02-13T10:30:00+08:00");
        assert!(browser.shown_code().is_some());
        set("2026-02-13T10:30:01+08:00");
        assert_eq!(browser.shown_code(), None);
        set("2026-02-13T22:00:00+08:00");
        assert_eq!(browser.get("/track/petition").status, 200);
        set("2026-02-13T22:00:01+08:00");
        assert_eq!(browser.get("/track/petition").status, 303);
        assert_eq!(browser.get("/receipt").status, 303);
    });
}

#[test]
fn it_is_shown_again_after_a_restart() {
    each_engine(|place| {
        let first = App::on(place);
        let mut before = first.browser();
        before.register(&FORM);
        let (code, cookies) = (before.shown_code(), before.cookies.clone());
        drop(first);
        let app = App::on(place);
        let mut after = app.browser();
        after.cookies = cookies;
        assert_eq!(after.shown_code(), code);
    });
}

#[test]
fn the_receipt_file_is_the_receipt() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.register(&FORM);
        let code = browser.shown_code().expect("a code");
        let file = browser.get("/receipt/file");
        assert_eq!(file.status, 200);
        assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(
            file.header("content-disposition"),
            "attachment; filename=\"huiyin-2026-000001.receipt\""
        );
        let receipt = SignedReceipt::parse(file.text()).expect("canonical");
        let typed = Some((FORM[0].1, FORM[1].1));
        receipt.verify(None, typed).expect("it verifies");
        let view = app.get(&format!("/api/v1/track/{code}")).json();
        assert_eq!(view["receipt"], file.text());
        assert!(!file.text().contains(&code));
    });
}

#[test]
fn without_a_petition_there_is_no_receipt() {
    on_sqlite(|place| {
        let app = App::on(place);
        for path in ["/receipt", "/receipt/file", "/track/petition"] {
            let answer = app.get(path);
            assert_eq!((answer.status, answer.header("location")), (303, "/track"));
        }
        let kept = app.browser().post("/receipt/kept", &[]);
        assert_eq!((kept.status, kept.header("location")), (303, "/track"));
        assert!(app.get("/track").text().contains("name=\"code\""));
    });
}
