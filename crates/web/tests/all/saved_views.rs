//! Saved views: one's own in every browser, named, changed and removed, and nobody else's.

use super::desk_support::Park;
use super::staff::{self, House};
use super::support::App;
use axum::http::Method;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

#[test]
fn a_view_is_there_in_every_browser_of_whoever_saved_it_and_in_nobody_else_s() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let sent = [
            ("name", " 我的急件 "),
            ("query", "late=yes&after=5&x=%22%3E"),
        ];
        let kept = clerk.post("/desk/views", &sent);
        assert_eq!(kept.status, 303, "{}", kept.text());
        assert_eq!(kept.header("location"), "/desk?late=yes");
        // Another browser of the same person.
        let mut elsewhere = park.person("clerk");
        let shown = elsewhere.get("/desk?late=yes");
        let link = "<a href=\"/desk?late=yes\" aria-current=\"true\">我的急件</a>";
        assert!(shown.text().contains(link), "{}", shown.text());
        let inbox = elsewhere.get("/desk");
        assert_eq!(
            inbox.status, 200,
            "the inbox opens with no view unless asked"
        );
        assert!(
            !park
                .person("chief")
                .get("/desk")
                .text()
                .contains("我的急件")
        );
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn the_inbox_opens_with_the_view_that_was_chosen_and_everything_stays_one_click_away() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let late = [("name", "急件"), ("query", "late=yes"), ("opens", "yes")];
        clerk.post("/desk/views", &late);
        let today = [("name", "快到期"), ("query", "due=today"), ("opens", "yes")];
        clerk.post("/desk/views", &today);
        let opened = clerk.get("/desk");
        assert_eq!(opened.status, 303, "{}", opened.text());
        assert_eq!(opened.header("location"), "/desk?due=today");
        let page = clerk.get("/desk?due=today");
        assert!(
            page.text().contains("href=\"/desk?of=own\""),
            "{}",
            page.text()
        );
        assert_eq!(clerk.get("/desk?of=own").status, 200);
        // Renamed, and not the first any more.
        let renamed = clerk.post("/desk/views/2", &[("name", "马上到期的")]);
        assert_eq!(renamed.header("location"), "/desk?due=today");
        let inbox = clerk.get("/desk");
        assert_eq!(inbox.status, 200);
        assert!(inbox.text().contains(">马上到期的</a>"), "{}", inbox.text());
        // Removed, its filter stays in the address.
        let removed = clerk.post("/desk/views/2", &[("do", "drop")]);
        assert_eq!(removed.header("location"), "/desk?due=today");
        assert!(!clerk.get("/desk").text().contains("马上到期的</a>"));
        assert_eq!(clerk.post("/desk/views/2", &[("name", "x")]).status, 404);
        let mut chief = park.person("chief");
        assert_eq!(chief.post("/desk/views/1", &[("name", "x")]).status, 404);
    });
}

#[test]
fn what_is_not_taken_says_why_beside_what_was_typed() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let save = |name, query| [("name", name), ("query", query), ("opens", "yes")];
        clerk.post("/desk/views", &save("急件", "late=yes"));
        let taken = clerk.post("/desk/views", &save("急件", "due=today"));
        assert_eq!(taken.status, 422);
        assert!(taken.text().contains("已有同名的"), "{}", taken.text());
        assert!(
            taken.text().contains("value=\"急件\" aria-invalid"),
            "{}",
            taken.text()
        );
        assert!(taken.text().contains("name=\"query\" value=\"due=today\""));
        let nothing = clerk.post("/desk/views", &save("空", "x=1"));
        assert_eq!(nothing.status, 422, "{}", nothing.text());
        clerk.post("/desk/views", &save("今天", "due=today"));
        let again = clerk.post("/desk/views/2", &[("name", "急件")]);
        assert_eq!(again.status, 422);
        assert!(again.text().contains("已有同名的"), "{}", again.text());
        for number in 3..=20 {
            let (name, query) = (format!("视图{number}"), format!("unit={number}"));
            let kept = clerk.post("/desk/views", &[("name", &name), ("query", &query)]);
            assert_eq!(kept.status, 303, "{}", kept.text());
        }
        let more = clerk.post("/desk/views", &save("第二十一个", "unit=99"));
        assert_eq!(more.status, 422, "{}", more.text());
        assert!(more.text().contains("20"), "{}", more.text());
    });
}

#[test]
fn programs_keep_the_same_views_and_read_the_inbox_by_them() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let ask = |method: &str, path: &str, body: &serde_json::Value| {
            let method: Method = method.parse().expect("a method");
            staff::ask(&app, &house.head, (method, path), body)
        };
        let none = json!(null);
        let draft = json!({"name": "Late", "query": "late=yes&of=units", "opens": true});
        let saved = ask("POST", "/api/v1/views", &draft);
        assert_eq!(saved.status, 201, "{}", saved.text());
        let view = json!({"id": 1, "name": "Late", "query": "late=yes&of=units", "opens": true});
        assert_eq!(saved.json(), view);
        ask("POST", "/api/v1/views", &draft).refused(422, "fields_refused");
        let changed = json!({"name": "Late ones", "query": "late=yes"});
        assert_eq!(ask("PUT", "/api/v1/views/1", &changed).status, 200);
        let listed = ask("GET", "/api/v1/views", &none).json();
        let now = json!({"id": 1, "name": "Late ones", "query": "late=yes", "opens": false});
        assert_eq!(listed, json!({"entries": [now]}));
        let inbox = ask("GET", "/api/v1/inbox?view=1", &none);
        assert_eq!(inbox.status, 200, "{}", inbox.text());
        ask("GET", "/api/v1/inbox?view=1&late=true", &none).refused(422, "fields_refused");
        ask("GET", "/api/v1/inbox?view=2", &none).refused(404, "not_found");
        assert_eq!(ask("DELETE", "/api/v1/views/1", &none).json(), now);
        ask("DELETE", "/api/v1/views/1", &none).refused(404, "not_found");
    });
}
