//! Splitting, handing over, and the page and API of whoever keeps the installation running: by forms
//! without script, in both languages, and by the API.

use super::desk_support::{Park, petition};
use super::staff::{House, act, get, letter, post, registered, text};
use super::support::{App, FIRST, between, code_of};
use huiyin_app::ticker::Ticker;
use huiyin_app::{AuthorityMade, NewAuthorityDraft, RoleDraft, StaffDraft};
use huiyin_domain::event::Actor;
use huiyin_domain::language::Bilingual;
use huiyin_domain::time::DAY_MICROS;
use huiyin_testkit::clock::LOOK_EVERY;
use huiyin_testkit::engine::{TestStore, each_engine, on_sqlite};
use serde_json::json;
use std::sync::Arc;

/// A second authority beside the first.
pub fn harbour(app: &App) -> AuthorityMade {
    let administrator = StaffDraft {
        login: "harbour-admin".into(),
        name: "港区管理员".into(),
        roles: vec![RoleDraft {
            unit: 1,
            role: "clerk".into(),
        }],
        ..StaffDraft::default()
    };
    let new = NewAuthorityDraft {
        key: "harbour".into(),
        name: Bilingual::new("港区信访局", "Harbour"),
        administrator,
        ..NewAuthorityDraft::default()
    };
    let made = app
        .huiyin
        .create_authority((FIRST, Actor::Operator), new, None);
    app.runtime.block_on(made).expect("created").answer
}

#[test]
fn a_split_by_forms_and_the_petitioner_follows_and_writes_to_either() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, code) = park.registered(&mut clerk);
        clerk.act(&number, "classify", &[("class", "claim.6")]);
        clerk.act(&number, "split", &[("request", "1"), ("reason", "两件事")]);
        let page = clerk.get(&petition(&number));
        let second = between(page.text(), "一条诉求分案为", "<")
            .expect("a link")
            .to_owned();
        assert!(
            page.text()
                .contains(&format!("href=\"{}\"", petition(&second)))
        );
        let page = clerk.get(&petition(&second));
        assert!(
            page.text().contains(&format!("由这件分案：{number}")),
            "{}",
            page.text()
        );
        assert!(page.text().contains("补发加班费"));

        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let page = petitioner.get("/track/petition");
        let there = format!("/track/petition?number={second}");
        assert!(page.text().contains(&there), "{}", page.text());
        let page = petitioner.get(&there);
        let form = format!("/track/say?number={second}");
        assert!(page.text().contains(&form), "{}", page.text());
        let sent = petitioner.upload(&form, &[("words", "第二件的话")], ("file", "", b""));
        assert_eq!(
            (sent.status, sent.header("location")),
            (
                303,
                format!("{there}&at=default&saved=messages#messages").as_str()
            )
        );
        assert!(petitioner.get(&there).text().contains("第二件的话"));
        assert!(
            !petitioner
                .get("/track/petition")
                .text()
                .contains("第二件的话")
        );
        // A number that the code does not open is nobody's.
        let other = petitioner.get("/track/petition?number=2026-000999");
        assert_eq!((other.status, other.header("location")), (303, "/track"));
        petitioner.get("/language?to=en&back=/track/petition");
        let english = petitioner.get("/track/petition");
        assert!(
            english.text().contains("Your code also opens")
                || english.text().contains("同一个查询码还能看到")
        );
    });
}

#[test]
fn handing_over_by_forms_asks_for_authority_and_reason_and_keeps_what_was_typed() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, code) = park.registered(&mut clerk);
        let form = format!("{}/hand-over", petition(&number));
        assert_eq!(
            clerk.get(&form).status,
            403,
            "there is no other authority yet"
        );
        harbour(&app);
        let page = clerk.get(&petition(&number));
        assert!(page.text().contains(&form), "{}", page.text());
        assert!(clerk.get(&form).text().contains("港区信访局"));
        let page = clerk.get(&form);
        assert!(page.text().contains("超期仍记在这里"), "{}", page.text());
        let both = clerk.post_seen(&number, &form, &[("to", ""), ("reason", " ")]);
        assert_eq!(both.status, 422, "{}", both.text());
        for field in ["#to", "#reason"] {
            let told = format!("<a href=\"{field}\"");
            assert!(both.text().contains(&told), "{field}: {}", both.text());
        }
        let again = clerk.post_seen(&number, &form, &[("to", ""), ("reason", "写好的理由")]);
        assert_eq!(again.status, 422, "{}", again.text());
        assert!(again.text().contains("写好的理由"));
        let again = clerk.post_seen(&number, &form, &[("to", "harbour"), ("reason", "")]);
        assert_eq!(again.status, 409, "{}", again.text());
        let fields = [("to", "harbour"), ("reason", "港区的事")];
        let stale: Vec<_> = fields.iter().copied().chain([("version", "1")]).collect();
        assert_eq!(clerk.post(&form, &stale).status, 412);
        let done = clerk.post_seen(&number, &form, &fields);
        assert_eq!(done.status, 303, "{}", done.text());
        let page = clerk.get(done.header("location"));
        assert!(
            page.text().contains("已移交：港区信访局"),
            "{}",
            page.text()
        );
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let page = petitioner.get("/track/petition");
        assert!(page.text().contains("凭原查询码可以查"), "{}", page.text());
        assert!(page.text().contains("同一个查询码还能看到"));
        // Whom it does not concern gets the answer of a number that was never given.
        let mut other = park.person("other");
        assert_eq!(other.get(&form).status, 404);
    });
}

#[test]
fn both_by_the_api_with_their_problems() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        harbour(&app);
        let mut body = letter();
        body["accept"] = false.into();
        body["requests"] = json!(["发工资", "赔偿"]);
        let filed = registered(&app, &house, &body);
        let number = text(&filed, "number");
        let split = json!({"action": "split", "request": 1, "reason": "两件事"});
        let done = act(&app, &house.clerk, &number, &split);
        assert_eq!(done.status, 200, "{}", done.text());
        let second = text(&done.json(), "became");
        let track = format!("/api/v1/track/{}", code_of(&filed));
        let seen = app.get(&track).json();
        assert_eq!(seen["also"][0]["number"], second.as_str());
        let seen = app.get(&format!("{track}?number={second}")).json();
        assert_eq!(seen["number"], second.as_str());
        app.get(&format!("{track}?number=2026-000999"))
            .refused(404, "not_found");
        app.get(&format!("{track}?numbr=1"))
            .refused(422, "fields_refused");

        let path = format!("/api/v1/petitions/{second}/hand-over");
        let hand = json!({"to": "harbour", "reason": "港区的事"});
        post(&app, &house.stranger, &path, &[], &hand).refused(404, "not_found");
        let nowhere = json!({"to": "nowhere", "reason": "x"});
        let no = post(&app, &house.clerk, &path, &[], &nowhere);
        assert_eq!(no.fields(), [("to".into(), "not_one_of".into())]);
        let stale = [("if-match", "\"1\"")];
        post(&app, &house.clerk, &path, &stale, &hand).refused(412, "changed_meanwhile");
        let key = [("idempotency-key", "hand-1")];
        let done = post(&app, &house.clerk, &path, &key, &hand);
        assert_eq!(done.status, 200, "{}", done.text());
        assert_eq!(done.json()["state"], "handed-over");
        let again = post(&app, &house.clerk, &path, &key, &hand);
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(again.json(), done.json());
        let no = post(&app, &house.clerk, &path, &[], &hand).refused(409, "step_refused");
        assert_eq!(no["refusal"]["code"], "ended");
        let view = get(&app, &house.clerk, &format!("/api/v1/petitions/{second}")).json();
        assert_eq!(view["linked"][1]["relation"], "handed-to");
    });
}

#[test]
fn the_clock_is_confirmed_on_the_desk_by_who_runs_the_installation() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let page = admin.get("/desk/admin/running");
        assert!(page.text().contains("时钟可信"), "{}", page.text());
        let ticker = nine_days_later(place, &app);
        let mut admin = park.administrator();
        assert_eq!(app.get("/readyz").status, 503);
        let page = admin.get("/desk/admin/running");
        for told in [
            "上一条记录已是9天以前",
            "上一条记录",
            "/desk/admin/running/clock",
        ] {
            assert!(page.text().contains(told), "{told}: {}", page.text());
        }
        let mut clerk = park.person("clerk");
        assert_eq!(clerk.get("/desk/admin/running").status, 403);
        assert_eq!(clerk.post("/desk/admin/running/clock", &[]).status, 403);
        assert_eq!(app.get("/readyz").status, 503, "a clerk confirms nothing");
        let done = admin.post("/desk/admin/running/clock", &[]);
        assert_eq!(
            (done.status, done.header("location")),
            (303, "/desk/admin/running")
        );
        assert_eq!(app.get("/readyz").status, 200);
        drop(ticker);
    });
}

/// The machine slept for nine days, and somebody starts it: the ticker does not trust its clock.
fn nine_days_later(place: &TestStore, app: &App) -> Ticker {
    place
        .clock
        .set(app.huiyin.now().plus_micros(9 * DAY_MICROS));
    Ticker::start_looking(Arc::clone(&app.huiyin), LOOK_EVERY).expect("starts")
}

#[test]
fn the_clock_and_the_failed_notices_by_the_api() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let admin = super::staff::administrator(&app);
        for path in ["/api/v1/admin/clock", "/api/v1/admin/notices"] {
            get(&app, &house.clerk, path).refused(403, "not_allowed");
        }
        let ticker = nine_days_later(place, &app);
        let view = get(&app, &admin, "/api/v1/admin/clock").json();
        assert_eq!(
            (&view["believed"], &view["may_confirm"]),
            (&json!(false), &json!(true))
        );
        assert!(
            view["doubt"]["en"]
                .as_str()
                .is_some_and(|text| text.contains("9 days"))
        );
        let path = "/api/v1/admin/clock/confirmation";
        post(&app, &house.clerk, path, &[], &json!({})).refused(403, "not_allowed");
        let done = post(&app, &admin, path, &[], &json!({}));
        assert_eq!(done.json()["believed"], true);
        let listed = get(&app, &admin, "/api/v1/admin/notices?limit=5").json();
        assert_eq!(listed, json!({"entries": []}));
        let again = "/api/v1/admin/notices/77/again";
        post(&app, &admin, again, &[], &json!({})).refused(404, "not_found");
        post(&app, &house.clerk, again, &[], &json!({})).refused(403, "not_allowed");
        drop(ticker);
    });
}
