//! The written authority of somebody for whom another one brings a matter: chosen among the files of the wizard,
//! added later with the code, or scanned at the counter; asked for where it is not there.

use super::desk_support::{NAME, Park, Person, petition};
use super::support::{App, Browser, between, multipart, pdf, request};
use axum::http::{Method, header};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

const MOTHER: &str = "金丝雀母亲";
const NAME_OF_FILE: &str = "委托书.pdf";

/// Writes a matter for somebody else up to the check.
fn written(browser: &mut Browser<'_>, more: &[(&str, &str)]) {
    let mut fields = vec![
        ("subject", "养老金没有发"),
        ("body", "三个月没有发养老金。"),
        ("whose", "for"),
        ("on_behalf_of", MOTHER),
        ("who", "named"),
        ("name", NAME),
    ];
    fields.extend(more);
    browser.writes(&fields);
}

/// What the code says of the paper.
fn told(app: &App, code: &str) -> serde_json::Value {
    app.get(&format!("/api/v1/track/{code}")).json()["written_authority"].clone()
}

fn accept_page(person: &mut Person<'_>, number: &str) -> String {
    let page = person.get(&format!("{}/do/accept", petition(number)));
    assert_eq!(page.status, 200, "{}", page.text());
    page.text().to_owned()
}

#[test]
fn the_paper_is_chosen_among_the_files_and_shows_on_the_desk_without_the_name() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut browser = app.browser();
        written(&mut browser, &[]);
        let none = browser.get("/new/whose");
        assert!(
            !none.text().contains("哪一份是委托书"),
            "no file, nothing to choose"
        );
        for name in ["存折.pdf", NAME_OF_FILE] {
            let added = browser.upload("/new/files", &[], ("file", name, &pdf(2_000)));
            assert_eq!(added.status, 303, "{}", added.text());
        }
        let page = browser.get("/new/whose");
        let select = between(page.text(), "<select id=\"written_authority\"", "</select>");
        let select = select.expect("the files to choose from");
        let (before, _) = select.split_once(NAME_OF_FILE).expect("the paper");
        let value = before
            .rsplit("value=\"")
            .next()
            .and_then(|rest| rest.split('"').next());
        let value = value.expect("its number").to_owned();
        written(&mut browser, &[("written_authority", &value)]);
        let check = browser.get("/new/check");
        assert!(
            check.text().contains("委托书：委托书.pdf"),
            "{}",
            check.text()
        );
        assert_eq!(browser.post("/new/check", &[]).status, 303);
        let code = browser.shown_code().expect("a code");
        assert_eq!(told(&app, &code), json!("on-file"));

        let mut clerk = park.person("clerk");
        let number = "2026-000001";
        let desk = clerk.get(&petition(number));
        assert!(desk.text().contains("委托书已在案"), "{}", desk.text());
        assert!(!desk.text().contains(MOTHER), "for whom stays sealed");
        clerk.act(number, "classify", &[("class", "claim.6")]);
        assert!(!accept_page(&mut clerk, number).contains("还没有委托书"));
        let shown = clerk.post(&format!("{}/identity", petition(number)), &[]);
        assert!(shown.text().contains(MOTHER));
    });
}

#[test]
fn it_is_asked_for_before_acceptance_and_comes_later_with_the_code() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut browser = app.browser();
        written(&mut browser, &[]);
        assert!(
            browser
                .get("/new/check")
                .text()
                .contains("委托书：以后再交")
        );
        assert_eq!(browser.post("/new/check", &[]).status, 303);
        let code = browser.shown_code().expect("a code");
        assert_eq!(told(&app, &code), json!("missing"));
        let (mut clerk, number) = (park.person("clerk"), "2026-000001");
        assert!(clerk.get(&petition(number)).text().contains("还没有委托书"));
        clerk.act(number, "classify", &[("class", "claim.6")]);
        assert!(accept_page(&mut clerk, number).contains("还没有委托书"));

        let page = browser.get("/track/petition");
        assert!(
            page.text().contains("value=\"written-authority\""),
            "{}",
            page.text()
        );
        let (kind, body) = multipart(&[("as", "written-authority"), ("words", "见附件")], None);
        let mut bare = request(Method::POST, "/track/say", body);
        let kind = kind.parse().expect("a type");
        bare.headers_mut().insert(header::CONTENT_TYPE, kind);
        let sent = browser.send(bare);
        let refused = browser.seen(&sent);
        assert!(
            refused.text().contains("选一份委托书"),
            "{}",
            refused.text()
        );
        assert_eq!(
            told(&app, &code),
            json!("missing"),
            "words alone are no paper"
        );
        let fields = [("as", "written-authority"), ("words", "")];
        let taken = browser.upload("/track/say", &fields, ("file", NAME_OF_FILE, &pdf(2_000)));
        assert_eq!(
            taken.header("location"),
            "/track/petition?saved=facts#facts",
            "{}",
            taken.text()
        );
        assert_eq!(told(&app, &code), json!("on-file"));
        let desk = clerk.get(&petition(number));
        assert!(desk.text().contains("委托书已在案") && desk.text().contains("交委托书"));
        assert!(!accept_page(&mut clerk, number).contains("还没有委托书"));
    });
}

#[test]
fn whoever_speaks_for_himself_is_asked_for_nothing() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut browser = app.browser();
        browser.register(&super::support::FORM);
        let code = browser.shown_code().expect("a code");
        assert_eq!(told(&app, &code), json!(null));
        let page = browser.get("/track/petition");
        assert!(!page.text().contains("written-authority"));
        let mut clerk = park.person("clerk");
        let desk = clerk.get(&petition("2026-000001"));
        assert!(!desk.text().contains("替别人反映"), "{}", desk.text());
    });
}

#[test]
fn at_the_counter_the_scan_is_the_paper_where_that_is_ticked() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let registers = |clerk: &mut Person<'_>, more: &[(&str, &str)]| {
            let mut fields = vec![
                ("channel", "visit"),
                ("subject", "养老金没有发"),
                ("body", "三个月没有发养老金。"),
                ("who", "named"),
                ("name", NAME),
                ("on_behalf_of", MOTHER),
            ];
            fields.extend(more);
            let sent = clerk.upload("/desk/new", &fields, ("scan", NAME_OF_FILE, &pdf(2_000)));
            assert_eq!(sent.status, 303, "{}", sent.text());
            clerk.receipt()
        };
        let (_, code) = registers(&mut clerk, &[]);
        assert_eq!(
            told(&app, &code),
            json!("missing"),
            "another paper is not the authority"
        );
        let (number, code) = registers(&mut clerk, &[("scan_is_authority", "yes")]);
        assert_eq!(told(&app, &code), json!("on-file"));
        let desk = clerk.get(&petition(&number));
        assert!(desk.text().contains("委托书已在案"), "{}", desk.text());
    });
}
