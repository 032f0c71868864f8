//! A request for review on paper that came to the authority above: entered on its desk or by API, with its scan; and
//! a request by code whose file was sent in parts before.

use super::desk::{PASSWORD, form_token};
use super::desk_support::signed_in;
use super::review::{above, answer_to};
use super::staff::{get, post_by_code, upload};
use super::support::{Answer, App, Browser, pdf, request};
use super::uploads::sent_in_parts;
use axum::http::{HeaderValue, Method};
use huiyin_app::authorise::Principal;
use huiyin_app::{Change, Order, RoleDraft, StaffDraft};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use huiyin_testkit::park::{Filed, Park, wait};
use serde_json::json;

const PAGE: &str = "/desk/reviews/new";
const PATH: &str = "/api/v1/desk/reviews";

/// What the paper says, of a petition of the park.
fn fields(number: &str) -> Vec<(&'static str, String)> {
    vec![
        ("authority", "default".to_owned()),
        ("number", number.to_owned()),
        ("reasons", "没有人到现场看过".to_owned()),
        ("received", "2026-02-13".to_owned()),
        ("postmark", "2026-02-13".to_owned()),
    ]
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    let fields = fields.iter();
    fields
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

/// A clerk of the authority above, which its administrator is not.
fn clerk_above(app: &App) -> (AuthorityId, StaffId) {
    let district = app.huiyin.authority(Some("district")).expect("is there");
    let id: AuthorityId = district.row.id;
    let order = Order {
        authority: id,
        by: Actor::Operator,
        version: None,
    };
    let draft = StaffDraft {
        login: "district-clerk".to_owned(),
        name: "区登记员".to_owned(),
        language: "zh".to_owned(),
        roles: vec![RoleDraft {
            unit: 1,
            role: "clerk".to_owned(),
        }],
        ..StaffDraft::default()
    };
    let made = app
        .huiyin
        .administer(order, Change::Staff(None, draft), None);
    let made = wait(made).expect("made").answer;
    (id, StaffId::new(made.id))
}

/// That clerk at the desk, and the token of the forms there.
fn at_the_desk(app: &App) -> (Browser<'_>, String) {
    let (district, clerk) = clerk_above(app);
    let by = (district, Actor::Operator);
    let link = wait(app.huiyin.invite(by, clerk, None))
        .expect("invited")
        .answer;
    let mut browser = app.browser();
    let path = format!("/desk/invitation/{}", link.token);
    let came = browser.post(&path, &[("password", PASSWORD), ("again", PASSWORD)]);
    assert_eq!(came.status, 303, "{}", came.text());
    let token = form_token(&mut browser);
    (browser, token)
}

/// A token of that clerk.
fn token_above(app: &App) -> String {
    let (district, clerk) = clerk_above(app);
    let organisation = wait(app.huiyin.organisation(district)).expect("reads");
    let who = Principal::of(&organisation, district, clerk).expect("a clerk");
    let made = wait(app.huiyin.make_api_token(&who, "test", 30));
    made.expect("made").token.text()
}

/// What the petitioner sees of the review.
fn review_of(app: &App, filed: &Filed) -> serde_json::Value {
    let track = format!(
        "/api/v1/track/{}?number={}&at=default",
        filed.code.grouped(),
        filed.number
    );
    app.get(&track).json()["review"].clone()
}

#[test]
fn on_the_desk_above_it_is_entered_with_its_scan_and_what_is_wrong_is_told() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        above(&park, true);
        let filed = answer_to(&park);
        let (mut clerk, form) = at_the_desk(&app);
        let intake = clerk.get("/desk/new");
        assert!(intake.text().contains(&format!("href=\"{PAGE}\"")));
        let page = clerk.get(PAGE);
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.text().contains("那边的编号"));
        let mut send = |fields: &[(&'static str, String)], file: (&str, &[u8])| -> Answer {
            let mut all = vec![("form_token", form.as_str())];
            all.extend(borrowed(fields));
            clerk.upload(PAGE, &all, ("file", file.0, file.1))
        };
        let scan = pdf(700);
        let empty = send(&[], ("", b""));
        assert_eq!(empty.status, 422);
        for name in ["authority", "number", "reasons", "received", "file"] {
            let at = format!("id=\"{name}-error\"");
            assert!(empty.text().contains(&at), "{name}: {}", empty.text());
        }
        let number = filed.number.to_string();
        let wrong = send(&fields(&number), ("x.exe", b"MZ"));
        assert_eq!(wrong.status, 422);
        assert!(
            wrong.text().contains("id=\"file-error\"") && wrong.text().contains("没有人到现场看过")
        );
        let unknown = send(&fields("2026-999999"), ("申请.pdf", &scan));
        assert_eq!(unknown.status, 404);
        assert!(unknown.text().contains("那个机关没有这个编号"));

        let before = app.stored();
        assert_eq!(review_of(&app, &filed)["may_ask"], true);
        let entered = send(&fields(&number), ("申请.pdf", &scan));
        assert_eq!(entered.status, 303, "{}", entered.text());
        assert_ne!(app.stored(), before);
        let at = entered.header("location").to_owned();
        let page = clerk.get(&at);
        assert_eq!(page.status, 200, "{}", page.text());
        for words in ["没有人到现场看过", "来信"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert_eq!(review_of(&app, &filed)["may_ask"], false);
        let mut send = |fields: &[(&'static str, String)]| -> Answer {
            let mut all = vec![("form_token", form.as_str())];
            all.extend(borrowed(fields));
            clerk.upload(PAGE, &all, ("file", "申请.pdf", &scan))
        };
        let twice = send(&fields(&number));
        assert_eq!(twice.status, 409);
        assert!(twice.text().contains("已经申请过复查"));
    });
}

#[test]
fn the_page_is_for_clerks_of_an_authority_that_stands_above_another() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        above(&park, true);
        let mut below = signed_in(&app, park.staff("clerk"));
        assert_eq!(
            below.get(PAGE).status,
            404,
            "nobody's answers are reviewed here"
        );
        assert!(!below.get("/desk/new").text().contains(PAGE));
    });
}

#[test]
fn by_api_it_is_entered_once_for_a_key_and_each_wrong_field_is_named() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        above(&park, true);
        let filed = answer_to(&park);
        let number = filed.number.to_string();
        let (token, scan) = (token_above(&app), pdf(700));
        let file = Some(("file", "申请.pdf", scan.as_slice()));
        let send = |token: &str, fields: &[(&'static str, String)], file| {
            let key = [("idempotency-key", "once")];
            upload(&app, token, PATH, &key, (&borrowed(fields), file))
        };
        let before = app.stored();
        let mut wrong = fields("2026");
        wrong[3].1 = "someday".to_owned();
        wrong.push(("clerk", "me".to_owned()));
        let refused = send(&token, &wrong, None);
        let told = refused.fields();
        for (name, code) in [
            ("number", "wrong_type"),
            ("received", "impossible_time"),
            ("clerk", "unknown_field"),
            ("file", "missing"),
        ] {
            let found = told.iter().any(|(field, why)| field == name && why == code);
            assert!(found, "{name} {code}: {told:?}");
        }
        let mut elsewhere = fields(&number);
        elsewhere[0].1 = "district".to_owned();
        let elsewhere = send(&token, &elsewhere, file);
        assert_eq!(
            elsewhere.fields(),
            [("authority".to_owned(), "not_one_of".to_owned())]
        );
        send(&token, &fields("2026-999999"), file).refused(404, "not_found");
        send(&park.token("ecohandler"), &fields(&number), file).refused(403, "not_allowed");
        send(&park.token("clerk"), &fields(&number), file).refused(422, "fields_refused");
        assert_eq!(app.stored(), before, "nothing is on record");

        let entered = send(&token, &fields(&number), file);
        assert_eq!(entered.status, 201, "{}", entered.text());
        let became = entered.json()["number"].clone();
        let there = format!("/api/v1/petitions/{}", became.as_str().expect("a number"));
        assert_eq!(entered.header("location"), there);
        let again = send(&token, &fields(&number), file);
        assert_eq!((again.status, &again.json()["number"]), (201, &became));
        let review = get(&app, &token, &there);
        assert_eq!(review.status, 200, "{}", review.text());
        assert_eq!(review.json()["review"]["reasons"], "没有人到现场看过");
        assert_eq!(review.json()["files"][0]["purpose"], "letter");
        assert_eq!(review_of(&app, &filed)["may_ask"], false);
        let twice = upload(&app, &token, PATH, &[], (&borrowed(&fields(&number)), file));
        twice.refused(409, "step_refused");
    });
}

#[test]
fn a_file_that_was_sent_in_parts_before_goes_along_with_a_request_by_code() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        above(&park, true);
        let filed = answer_to(&park);
        let code = filed.code.grouped();
        let path = format!("/api/v1/track/{code}/review");
        let unknown = json!({"reasons": "没有人看过", "upload": "0000-0000-0000-0000"});
        assert_eq!(post_by_code(&app, &path, &[], &unknown).status, 404);
        let content = pdf(300_000);
        let uploads = format!("/api/v1/track/{code}/uploads");
        let mut send = |request| app.send(request);
        let part = sent_in_parts(&mut send, &uploads, &content);
        let body = json!({"reasons": "没有人看过", "upload": part});
        let asked = post_by_code(&app, &path, &[], &body);
        assert_eq!(asked.status, 200, "{}", asked.text());
        let became = asked.json()["became"]
            .as_str()
            .expect("a number")
            .to_owned();
        let review = format!("/api/v1/track/{code}?number={became}&at=district");
        let view = app.get(&review);
        assert_eq!(view.json()["state"], "under-review", "{}", view.text());
        let token = token_above(&app);
        let there = get(&app, &token, &format!("/api/v1/petitions/{became}/files"));
        let files = there.json()["files"].clone();
        assert_eq!(files[0]["bytes"], content.len(), "{files}");
        // The parts are gone: it is on record, and can be put there no second time.
        let mut head = request(Method::HEAD, &format!("{uploads}/{part}"), Vec::new());
        let version = HeaderValue::from_static("1.0.0");
        head.headers_mut().insert("tus-resumable", version);
        assert_eq!(app.send(head).status, 404);
    });
}
