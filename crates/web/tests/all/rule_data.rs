//! Rulebooks and calendars at the desk and by the API: what is in force and what waits, loading with the findings of
//! the command line, taking back; for who runs the installation alone.

use super::desk_support::Park;
use super::staff::{House, administrator, get, post};
use super::support::{App, between};
use huiyin_domain::shipped;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

const LIST: &str = "/desk/admin/rules";

fn rulebook(version: &str) -> String {
    let mut all = shipped::rulebooks().iter();
    let (_, text) = all.find(|(id, _)| *id == "cn-2022").expect("is shipped");
    text.replacen(
        "version = \"2022.4\"",
        &format!("version = \"{version}\""),
        1,
    )
}

#[test]
fn an_administrator_loads_a_version_from_a_day_on_and_takes_it_back() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let list = admin.get(LIST);
        let text = list.text();
        for told in [
            "cn-2022 2022.4",
            "随程序带来",
            "对新的件生效",
            "出处都已核对",
            "的日子已定",
        ] {
            assert!(text.contains(told), "{told}: {text}");
        }
        let form = format!("{LIST}/rulebook");
        assert_eq!(admin.get(&form).status, 200);
        // What `huiyin rulebook check` finds is named with its line; nothing is kept.
        let broken = rulebook("2026.1").replacen("classes = true", "classes = 7", 1);
        let found = huiyin_domain::rulebook::check(&broken);
        let refused = admin.post(&form, &[("toml", broken.as_str()), ("from", "2099-01-01")]);
        assert_eq!(refused.status, 422);
        let line = format!("第{}行 {}", found[0].line, found[0].field);
        assert!(refused.text().contains(&line), "{line}: {}", refused.text());
        assert!(
            refused.text().contains("classes = 7"),
            "what was typed stays"
        );

        let now = app.huiyin.now();
        let zone = huiyin_domain::time::Zone::parse("Asia/Shanghai").expect("a zone");
        let tomorrow = now.date_in(&zone).tomorrow().expect("a day").to_string();
        let past = admin.post(
            &form,
            &[
                ("toml", rulebook("2026.1").as_str()),
                ("from", "2020-01-01"),
            ],
        );
        assert_eq!(past.status, 422);
        assert!(past.text().contains("href=\"#from\""), "{}", past.text());
        let saved = admin.post(
            &form,
            &[
                ("toml", rulebook("2026.1").as_str()),
                ("from", tomorrow.as_str()),
            ],
        );
        assert_eq!(
            (saved.status, saved.header("location")),
            (303, "/desk/admin/rules?done=saved"),
            "{}",
            saved.text()
        );
        let page = admin.get(LIST);
        let text = page.text();
        assert!(
            text.contains("cn-2022 2026.1") && text.contains("人admin存入"),
            "{text}"
        );
        let second = admin.post(&form, &[("toml", rulebook("2026.2").as_str())]);
        assert_eq!(second.status, 409);
        assert!(
            second.text().contains("先撤回等着的那一版"),
            "{}",
            second.text()
        );

        let of = between(text, "name=\"of\" value=\"", "\"").expect("a version");
        let back = [("id", "cn-2022"), ("of", of)];
        let take_back = format!("{LIST}/take-back");
        let mut clerk = park.person("clerk");
        for path in [LIST, form.as_str()] {
            assert_eq!(clerk.get(path).status, 403);
        }
        assert_eq!(clerk.post(&take_back, &back).status, 403);
        assert_eq!(
            clerk
                .post(&form, &[("toml", rulebook("2026.3").as_str())])
                .status,
            403
        );
        assert_eq!(admin.post(&take_back, &back).status, 303);
        assert_eq!(admin.post(&take_back, &back).status, 404);
        assert!(!admin.get(LIST).text().contains("cn-2022 2026.1"));
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn a_calendar_is_loaded_by_the_command_that_the_program_uses() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let form = format!("{LIST}/calendar");
        let (_, text) = shipped::calendars()
            .iter()
            .find(|(id, _)| *id == "cn")
            .expect("shipped");
        let newer = text.replacen("version = \"2026.1\"", "version = \"2026.9\"", 1);
        let loaded = admin.post(&form, &[("toml", newer.as_str())]);
        assert_eq!(loaded.status, 200, "{}", loaded.text());
        assert!(
            loaded.text().contains("已存入cn 2026.9"),
            "{}",
            loaded.text()
        );
        assert!(loaded.text().contains("人admin存入"));
        let older = admin.post(&form, &[("toml", *text)]);
        assert_eq!(older.status, 409);
        assert!(older.text().contains("已有更新的版本"), "{}", older.text());
        let broken = admin.post(&form, &[("toml", "id = 7")]);
        assert_eq!(broken.status, 422);
        assert!(broken.text().contains("第1行"), "{}", broken.text());
        assert_eq!(
            park.person("clerk")
                .post(&form, &[("toml", newer.as_str())])
                .status,
            403
        );
    });
}

#[test]
fn the_same_by_the_api() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let admin = administrator(&app);
        let path = "/api/v1/admin/rules";
        get(&app, &house.clerk, path).refused(403, "not_allowed");
        let shown = get(&app, &admin, path).json();
        assert_eq!(shown["rulebooks"][0]["id"], "cn-2022");
        assert_eq!(shown["rulebooks"][0]["own"], true);
        assert_eq!(shown["may_load"], true);
        let rulebooks = format!("{path}/rulebooks");
        let broken = rulebook("2026.1").replacen("classes = true", "classes = 7", 1);
        let refused = post(&app, &admin, &rulebooks, &[], &json!({"content": broken}));
        refused.refused(422, "file_faulty");
        assert!(
            refused.json()["findings"][0]["line"]
                .as_u64()
                .expect("a line")
                > 1
        );
        let draft = json!({"content": rulebook("2026.1")});
        post(&app, &house.clerk, &rulebooks, &[], &draft).refused(403, "not_allowed");
        let key = [("idempotency-key", "one")];
        let done = post(&app, &admin, &rulebooks, &key, &draft);
        assert_eq!(
            (done.status, done.json()["in_force"].clone()),
            (201, json!(true))
        );
        assert_eq!(
            post(&app, &admin, &rulebooks, &key, &draft).json(),
            done.json()
        );
        let back = format!("{rulebooks}/cn-2022/2026.1/take-back");
        post(&app, &admin, &back, &[], &json!({})).refused(404, "not_found");
        let (_, text) = shipped::calendars()
            .iter()
            .find(|(id, _)| *id == "cn")
            .expect("shipped");
        let same = post(
            &app,
            &admin,
            &format!("{path}/calendars"),
            &[],
            &json!({"content": text}),
        );
        assert_eq!(
            (same.status, same.json()["loaded_before"].clone()),
            (200, json!(true))
        );
    });
}

#[test]
fn a_calendar_sent_again_with_its_key_is_answered_the_same() {
    each_engine(|place| {
        let app = App::on(place);
        let admin = administrator(&app);
        let path = "/api/v1/admin/rules/calendars";
        let (_, text) = shipped::calendars()
            .iter()
            .find(|(id, _)| *id == "cn")
            .expect("shipped");
        let of = |version: &str| {
            let version = format!("version = \"{version}\"");
            json!({"content": text.replacen("version = \"2026.1\"", &version, 1)})
        };
        let key = [("idempotency-key", "one")];
        let first = post(&app, &admin, path, &key, &of("2026.8"));
        assert_eq!(first.status, 200, "{}", first.text());
        assert_eq!(first.json()["loaded_before"], false);
        assert_eq!(first.header("idempotency-replayed"), "");
        let again = post(&app, &admin, path, &key, &of("2026.8"));
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(again.json(), first.json());
        post(&app, &admin, path, &key, &of("2026.9")).refused(422, "idempotency_key_reused");
        // Refused, so not loaded: without a key the older one is still the newest.
        let before = post(&app, &admin, path, &[], &of("2026.8"));
        assert_eq!(before.json()["loaded_before"], true);
    });
}
