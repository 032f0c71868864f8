//! A group announces its coming by pages, without script and without an account; the desk gives it a
//! room; and no code stands in an address.

use super::desk_support::signed_in;
use super::plans::{house, in_force};
use super::staff::get;
use super::support::{App, between, log, request};
use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, header};
use huiyin_domain::ids::StaffId;
use huiyin_testkit::engine::on_sqlite;
use serde_json::{Value, json};

/// A day in a while, in local time: the tests' clock is the machine's own.
fn in_a_week(app: &App) -> String {
    let zone = huiyin_domain::time::Zone::parse("Asia/Shanghai").expect("a zone");
    let day = app
        .huiyin
        .now()
        .plus_micros(7 * huiyin_domain::time::DAY_MICROS);
    day.civil_in(&zone).strftime("%Y-%m-%dT10:00").to_string()
}

const PLACE: (&str, &str) = ("place", "sample-park/park-reception");

#[test]
fn a_group_announces_looks_changes_and_takes_it_back() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut phone = app.browser();
        let none = phone.get("/visit");
        assert!(
            none.text().contains("这里现在不能预告"),
            "no plan, no place"
        );
        let house = house(&app);
        in_force(&app, &house);
        let form = phone.get("/visit");
        assert!(form.text().contains("不预告也可以来"));
        assert!(!form.text().contains("name=\"name\"") && !form.text().contains("name=\"phone\""));
        let at = in_a_week(&app);
        let wrong = phone.post("/visit", &[PLACE, ("at", &at), ("people", "人")]);
        let wrong = phone.seen(&wrong);
        assert!(wrong.text().contains("人数写成30") && wrong.text().contains(&at));
        let fields = [
            PLACE,
            ("at", &at),
            ("people", "20-30"),
            ("topic", "工资没发"),
        ];
        let announced = phone.post("/visit", &fields);
        assert_eq!(
            (announced.status, announced.header("location")),
            (303, "/visit/mine")
        );
        let page = phone.get("/visit/mine");
        assert_eq!(page.status, 200);
        for words in ["20至30人", "工资没发", "接待室在安排"] {
            assert!(page.text().contains(words), "{words}");
        }
        let code = between(page.text(), "id=\"code\" translate=\"no\">", "<");
        let code = code.expect("a code").to_owned();
        phone.post("/visit/kept", &[]);
        assert!(!phone.get("/visit/mine").text().contains(&code));
        // Another device opens it where every code is typed.
        let mut other = app.browser();
        let found = other.post("/track", &[("code", &code)]);
        assert_eq!(
            (found.status, found.header("location")),
            (303, "/visit/mine")
        );
        assert!(other.get("/visit/change").text().contains("20-30"));
        let fields = [PLACE, ("at", &at), ("people", "8"), ("topic", "工资没发")];
        assert_eq!(other.post("/visit/change", &fields).status, 303);
        assert!(phone.get("/visit/mine").text().contains("8人"));
        let cancelled = phone.post("/visit/cancel", &[]);
        let back = cancelled.header("location").to_owned();
        assert!(phone.get(&back).text().contains("已取消"));
        assert_eq!(other.get("/visit/mine").header("location"), "/track");
        let gone = app.browser().post("/track", &[("code", &code)]);
        assert_eq!(gone.header("location"), "/track?kept=yes");
        for secret in [code.clone(), code.replace('-', "")] {
            assert!(!log().contains(&secret));
        }
    });
}

#[test]
fn the_desk_takes_one_down_arranges_it_and_begins_the_response_from_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        assert!(clerk.get("/desk/responses").text().contains("/desk/visits"));
        assert!(
            !leader
                .get("/desk/responses")
                .text()
                .contains("/desk/visits")
        );
        for path in ["/desk/visits", "/desk/announce-visit", "/desk/visits/1"] {
            assert_eq!(leader.get(path).status, 403, "{path}");
        }
        let at = in_a_week(&app);
        let fields = [
            PLACE,
            ("at", at.as_str()),
            ("people", "20-30"),
            ("topic", "工资没发"),
        ];
        let taken = clerk.post("/desk/announce-visit", &fields);
        assert_eq!(taken.status, 200, "{}", taken.text());
        let code = between(taken.text(), "id=\"code\" translate=\"no\">", "<");
        let code = code.expect("told once").to_owned();
        let inbox = clerk.get("/desk");
        assert!(inbox.text().contains("预告的来访：") && inbox.text().contains("还没安排"));
        assert!(!leader.get("/desk").text().contains("预告的来访："));
        let list = clerk.get("/desk/visits");
        assert!(list.text().contains("还没安排"));
        let id = between(list.text(), "/desk/visits/", "\"")
            .expect("a row")
            .to_owned();
        let page = clerk.get(&format!("/desk/visits/{id}"));
        assert!(!page.text().contains(&code), "shown once");
        let post = between(page.text(), "<option value=\"1\"", "</option>");
        assert!(post.is_some(), "the leader's post can receive");
        let arrange = format!("/desk/visits/{id}/arrange");
        let room = ("room", "二楼会议室");
        let missing = clerk.post(&arrange, &[("version", "1"), ("at", &at), room]);
        assert_eq!(missing.status, 422);
        let whole = [("version", "1"), ("at", &at), room, ("post", "1")];
        assert_eq!(clerk.post(&arrange, &whole).status, 303);
        let again = clerk.post(&arrange, &whole);
        assert_eq!(again.status, 412, "somebody was quicker");
        let inbox = leader.get("/desk");
        assert!(inbox.text().contains("预告的来访：") && inbox.text().contains("二楼会议室"));
        assert!(!inbox.text().contains("工资没发"));
        assert!(
            !clerk.get("/desk").text().contains("预告的来访："),
            "it is arranged"
        );
        // They are here: the form is filled in, and the response ends what was announced.
        let open = clerk.get(&format!("/desk/open-response?visit={id}"));
        for words in ["20-30", "工资没发", &format!("value=\"{id}\"")] {
            assert!(open.text().contains(words), "{words}");
        }
        let fields = [PLACE, ("people", "24"), ("visit", &id)];
        let opened = clerk.post("/desk/open-response", &fields);
        assert_eq!(opened.status, 303, "{}", opened.text());
        let response = opened.header("location").to_owned();
        assert!(
            clerk
                .get(&format!("/desk/visits/{id}"))
                .text()
                .contains(&response)
        );
        let end = [("text", "谈过了"), ("anyway", "yes")];
        assert_eq!(leader.post(&format!("{response}/do/end"), &end).status, 303);
        assert_eq!(clerk.get(&format!("/desk/visits/{id}")).status, 404);
    });
}

#[test]
fn programs_announce_arrange_and_delete() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let clerk = &house.clerk.1;
        let body = json!({
            "at": in_a_week(&app), "place": PLACE.1, "people": "20-30", "topic": "工资没发",
            "needs": ["interpreter"],
        });
        let announced = app.send(json_to("POST", "/api/v1/visits", &body));
        assert_eq!(announced.status, 201, "{}", announced.text());
        let code = announced.json()["code"]
            .as_str()
            .expect("a code")
            .to_owned();
        let mine = format!("/api/v1/visits/{code}");
        let view = app.get(&mine).json();
        assert_eq!(
            (&view["people_max"], &view["room"]),
            (&json!(30), &json!(null))
        );
        let mut named = body.clone();
        named["name"] = json!("王某");
        app.send(json_to("POST", "/api/v1/visits", &named))
            .refused(422, "fields_refused");
        let list = get(&app, clerk, "/api/v1/desk/visits").json();
        assert_eq!(list["entries"], json!([view]));
        get(&app, &house.leader.1, "/api/v1/desk/visits").refused(403, "not_allowed");
        let id = &view["id"];
        let arrangement = json!({
            "at": in_a_week(&app), "room": "二楼会议室", "post": 1, "version": 1,
        });
        let path = format!("/api/v1/desk/visits/{id}/arrangement");
        let arranged = app.send(as_staff(json_to("PUT", &path, &arrangement), clerk));
        assert_eq!(arranged.json()["room"], "二楼会议室", "{}", arranged.text());
        app.send(as_staff(json_to("PUT", &path, &arrangement), clerk))
            .refused(412, "changed_meanwhile");
        let inbox = get(&app, &house.leader.1, "/api/v1/inbox").json();
        assert_eq!(inbox["visits"][0]["room"], "二楼会议室");
        assert_eq!(
            inbox["visits"][0].as_object().map(|told| told.len()),
            Some(3)
        );
        let changed = app.send(json_to("PUT", &mine, &body));
        assert_eq!(
            changed.json()["room"],
            "二楼会议室",
            "the same visit keeps its room"
        );
        let gone = app.send(json_to("DELETE", &mine, &json!({})));
        assert_eq!(gone.status, 204);
        app.get(&mine).refused(404, "not_found");
        let left = get(&app, clerk, "/api/v1/desk/visits").json();
        assert_eq!(left["entries"], json!([]));
    });
}

/// A request of somebody without an account.
fn json_to(method: &str, path: &str, body: &Value) -> Request<Body> {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let mut request = request(method, path, body.to_string().into_bytes());
    let kind = HeaderValue::from_static("application/json");
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    request
}

fn as_staff(mut request: Request<Body>, token: &str) -> Request<Body> {
    let bearer = format!("Bearer {token}").parse().expect("a header");
    request.headers_mut().insert(header::AUTHORIZATION, bearer);
    request
}

#[test]
fn hours_stand_in_the_form_and_a_flood_is_asked_to_ring() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let mut phone = app.browser();
        assert!(phone.get("/visit").text().contains("08:30至18:00"));
        let night = in_a_week(&app).replace("T10:00", "T22:00");
        let fields = [PLACE, ("at", night.as_str()), ("people", "5")];
        let closed = phone.post("/visit", &fields);
        let closed = phone.seen(&closed);
        assert!(closed.text().contains("id=\"at-error\"") && closed.text().contains(&night));
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let agreed = clerk.post("/desk/announce-visit", &fields);
        assert_eq!(agreed.status, 200, "{}", agreed.text());
        let code = between(agreed.text(), "id=\"code\" translate=\"no\">", "<");
        phone.post("/track", &[("code", code.expect("told once"))]);
        let told = phone.get("/visit/mine");
        assert!(told.text().contains("接待室同意了"), "{}", told.text());
        let at = in_a_week(&app);
        let body = json!({ "at": at, "place": PLACE.1, "people": "5" });
        let send = |key: &str| {
            let bytes = body.to_string().into_bytes();
            let mut sent = request(Method::POST, "/api/v1/visits", bytes);
            let headers = sent.headers_mut();
            let json = HeaderValue::from_static("application/json");
            headers.insert(header::CONTENT_TYPE, json);
            let key = HeaderValue::from_str(key).expect("a header");
            headers.insert("idempotency-key", key);
            app.send(sent)
        };
        let first = send("0").json();
        assert_eq!(send("0").json(), first, "one visit for one key");
        let sent: Vec<_> = (1..20).map(|nth| send(&nth.to_string())).collect();
        let last = sent.last().expect("sent");
        last.refused(429, "visits_too_fast");
        assert!(!last.header("retry-after").is_empty());
    });
}
