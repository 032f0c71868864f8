//! When notices come: asked where a contact is left, changed on the tracking page and by API.

use super::desk_support::{Park, petition as page_of};
use super::support::{App, between, code_of, petition, request};
use axum::http::Method;
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::{TestStore, each_engine, on_sqlite};
use huiyin_testkit::smtp::SmtpSink;
use serde_json::{Value, json};

/// Somebody who leaves no contact.
const NOBODY: [(&str, &str); 3] = [("subject", "路灯"), ("body", "坏了"), ("who", "anonymous")];

/// A portal whose notices go to the sink, with or without the authority's name.
fn open(place: &TestStore, sink: &SmtpSink, names_authority: bool) -> App {
    App::of(place.open_mailing(sink, names_authority))
}

/// The choice that is ticked on a page.
fn chosen(page: &str) -> Option<String> {
    let fields = page.split("<input ").skip(1);
    let mut ticked = fields.filter(|field| {
        let field = field.split('>').next().unwrap_or_default();
        field.contains("name=\"notice_hours\"") && field.contains("checked")
    });
    let field = ticked.next()?;
    between(field, "value=\"", "\"").map(str::to_owned)
}

#[test]
fn it_is_asked_where_a_contact_is_left_and_changed_on_the_tracking_page() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let app = open(place, &sink, true);
        let mut browser = app.browser();
        let told = [
            ("subject", "三月份工资没发"),
            ("body", "一共六个人"),
            ("who", "named"),
            ("email", "wang@example.org"),
            ("notice_hours", "evening"),
        ];
        browser.writes(&told);
        let check = browser.get("/new/check");
        assert!(check.text().contains("通知：晚上，18点到21点"));
        browser.register(&told);
        let page = browser.get("/track/petition");
        assert_eq!(chosen(page.text()).as_deref(), Some("evening"));
        assert!(page.text().contains("id=\"hours\""), "where it lands");
        let fields = [("notice_hours", "workdays"), ("notice_unnamed", "yes")];
        let answer = browser.post("/track/notices", &fields);
        assert_eq!(answer.status, 303);
        let saved = "/track/petition?saved=hours#hours";
        assert_eq!(answer.header("location"), saved);
        let page = browser.get("/track/petition?saved=hours");
        assert!(
            page.text().contains("<details id=\"hours\" open>"),
            "{}",
            page.text()
        );
        assert_eq!(chosen(page.text()).as_deref(), Some("workdays"));
        assert!(page.text().contains("您选了什么时候收通知"), "it is told");
        // What is no choice changes nothing.
        let answer = browser.post("/track/notices", &[("notice_hours", "midnight")]);
        assert_eq!(answer.status, 404);
        let page = browser.get("/track/petition");
        assert_eq!(chosen(page.text()).as_deref(), Some("workdays"));
    });
}

#[test]
fn it_is_not_asked_where_nothing_is_sent_or_no_contact_was_given() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.writes(&NOBODY);
        assert!(!browser.get("/new/contact").text().contains("notice_hours"));
    });
    on_sqlite(|place| {
        let sink = SmtpSink::start();
        let app = open(place, &sink, false);
        let mut browser = app.browser();
        browser.writes(&NOBODY);
        let page = browser.get("/new/contact");
        assert!(page.text().contains("notice_hours"));
        assert!(
            !page.text().contains("notice_unnamed"),
            "no notice of this installation names it"
        );
        browser.register(&[
            ("subject", "路灯"),
            ("body", "坏了"),
            ("who", "anonymous"),
            ("notice_hours", "evening"),
        ]);
        let page = browser.get("/track/petition");
        assert!(
            !page.text().contains("notice_hours"),
            "anonymous: no contact"
        );
    });
}

#[test]
fn by_api_it_is_given_with_the_registration_and_changed_by_the_code() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let app = open(place, &sink, true);
        let mut body = petition();
        body["petitioner"] = json!({"name": "王某", "email": "wang@example.org"});
        body["notice_hours"] = "daytime".into();
        body["notice_unnamed"] = true.into();
        let code = code_of(&app.registered(&body));
        let track = format!("/api/v1/track/{code}");
        let notices = |value: Value| value["notices"].clone();
        let stands = json!({"hours": "daytime", "unnamed": true});
        assert_eq!(notices(app.get(&track).json()), stands);

        let set = |body: Value| {
            let bytes = serde_json::to_vec(&body).expect("writes");
            let path = format!("{track}/notices");
            let mut request = request(Method::POST, &path, bytes);
            let json = "application/json".parse().expect("a type");
            request.headers_mut().insert("content-type", json);
            app.send(request)
        };
        let answer = set(json!({"hours": "any"}));
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.json(), json!({"hours": "any", "unnamed": false}));
        assert_eq!(notices(app.get(&track).json()), answer.json());
        for wrong in [json!({}), json!({"hours": "night"}), json!({"hours": 9})] {
            let refused = set(wrong.clone()).refused(422, "fields_refused");
            assert_eq!(refused["errors"][0]["field"], "hours", "{wrong}");
        }
        body["notice_hours"] = "night".into();
        app.post(&body).refused(422, "fields_refused");
    });
}

#[test]
fn a_clerk_asks_for_it_and_sees_until_when_a_notice_is_held_back() {
    each_engine(|place| {
        let morning = Instant::parse("2026-03-02T10:00:00+08:00").expect("an instant");
        place.clock.set(morning);
        let sink = SmtpSink::start();
        let app = open(place, &sink, true);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let form = clerk.get("/desk/new");
        assert_eq!(chosen(form.text()).as_deref(), Some("any"));
        assert!(form.text().contains("notice_unnamed"));
        let mut fields = vec![
            ("channel", "phone"),
            ("subject", "三月份工资没发"),
            ("body", "一共六个人"),
            ("who", "named"),
            ("name", "王某"),
            ("email", "wang@example.org"),
            ("notice_hours", "midnight"),
            ("notice_unnamed", "yes"),
        ];
        let wrong = clerk.post("/desk/new", &fields);
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        assert!(wrong.text().contains("id=\"notice_hours-error\""));
        fields[6].1 = "evening";
        let same = [("do", "same")];
        let next = clerk.post("/desk/new", &[&fields[..], &same[..]].concat());
        assert_eq!(
            chosen(next.text()).as_deref(),
            Some("evening"),
            "kept for the next matter"
        );
        assert_eq!(clerk.post("/desk/new", &fields).status, 303);
        let (number, code) = clerk.receipt();
        let seen = app.get(&format!("/api/v1/track/{code}")).json();
        assert_eq!(
            seen["notices"],
            json!({"hours": "evening", "unnamed": true})
        );

        clerk.act(&number, "classify", &[("class", "claim.6")]);
        clerk.act(&number, "accept", &[]);
        clerk.act(&number, "message", &[("message", "请补一份工资条")]);
        let page = clerk.get(&page_of(&number));
        let text = page.text();
        assert!(
            text.contains("还没送达；通知等到") && text.contains("18:00再发"),
            "{text}"
        );
        assert!(text.contains("有新消息的通知等到"), "{text}");
        assert!(!text.contains("wang@example.org"));
    });
}

#[test]
fn a_clerk_is_not_asked_where_nothing_is_sent() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut clerk = Park::on(&app).person("clerk");
        assert!(!clerk.get("/desk/new").text().contains("notice_hours"));
    });
}
