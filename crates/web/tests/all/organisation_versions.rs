//! Versions of units, posts and staff at the desk and by the API: who changed what, from what to what, brought
//! back by one button, refused where something that is owed would lose its owner.

use super::desk_support::{Park, signed_in};
use super::staff::{administrator, ask_with, get, post};
use super::support::{App, between};
use axum::http::Method;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

#[test]
fn a_unit_tells_who_changed_what_and_an_earlier_version_comes_back() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let entry = format!("/desk/admin/units/{}", park.labour);
        let named = |zh: &'static str| [("name_zh", zh), ("key", "labour"), ("kind", "public")];
        let saved = admin.post_read(&entry, &entry, &named("劳动保障监察支队"));
        assert_eq!(saved.status, 303, "{}", saved.text());
        let page = admin.get(&entry);
        let text = page.text();
        for told in [
            "由人admin设定",
            "原来：劳动监察大队",
            "由系统或运行系统的人设定",
        ] {
            assert!(text.contains(told), "{told}: {text}");
        }
        let of = between(text, "name=\"of\" value=\"", "\"").expect("an earlier one");
        let version = between(text, "name=\"version\" value=\"", "\"").expect("a version");
        let back = [("of", of), ("version", version)];
        let restore = format!("{entry}/restore");
        let mut clerk = park.person("clerk");
        assert_eq!(clerk.get(&entry).status, 403);
        assert_eq!(clerk.post(&restore, &back).status, 403);
        assert_eq!(
            admin.post_read(&entry, &restore, &[("of", "9999")]).status,
            404
        );
        assert_eq!(
            admin.post("/desk/admin/units/77/restore", &back).status,
            404
        );
        assert_eq!(
            admin.post("/desk/admin/running/1/restore", &back).status,
            404
        );
        assert_eq!(admin.post(&restore, &back).status, 303);
        assert!(admin.get(&entry).text().contains("value=\"劳动监察大队\""));
        let overtaken = admin.post(&restore, &back);
        assert_eq!(overtaken.status, 412, "it was seen before that");
        assert!(overtaken.text().contains("别人刚刚改过"));
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn what_is_owed_is_told_above_the_form_with_what_to_do() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let entry = format!("/desk/admin/units/{}", park.labour);
        let named = [
            ("name_zh", "劳动监察大队"),
            ("key", "labour"),
            ("kind", "public"),
        ];
        let closed = [&named[..], &[("closed", "yes")]].concat();
        assert_eq!(admin.post_read(&entry, &entry, &closed).status, 303);
        assert_eq!(admin.post_read(&entry, &entry, &named).status, 303);
        let page = admin.get(&entry);
        let of = between(page.text(), "name=\"of\" value=\"", "\"").expect("the dissolved one");
        park.accepted(&mut park.person("clerk"), &mut park.person("handler"));
        let restored = admin.post_read(&entry, &format!("{entry}/restore"), &[("of", of)]);
        for refused in [restored, admin.post_read(&entry, &entry, &closed)] {
            assert_eq!(refused.status, 409);
            let text = refused.text();
            assert!(text.contains("error-summary"), "{text}");
            assert!(text.contains("先把它的件转给别的单位"), "{text}");
            assert!(!text.contains("工资"), "who administers reads no petition");
        }
    });
}

#[test]
fn posts_and_staff_have_versions_that_auditors_read() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let head = park.staff("head").raw();
        let entry = format!("/desk/admin/staff/{head}");
        let unit = park.labour.to_string();
        let moved = [
            ("name", "人head"),
            ("language", "zh"),
            ("role_0", "handler"),
            ("unit_0", unit.as_str()),
            ("contact_email", ""),
            ("contact_phone", ""),
        ];
        let saved = admin.post_read(&entry, &entry, &moved);
        assert_eq!(saved.status, 303, "{}", saved.text());
        let text = admin.get(&entry).text().to_owned();
        assert!(text.contains("原来：单位负责人，劳动监察大队"), "{text}");
        let of = between(&text, "name=\"of\" value=\"", "\"").expect("an earlier one");
        let restored = admin.post_read(&entry, &format!("{entry}/restore"), &[("of", of)]);
        assert_eq!(restored.status, 303, "{}", restored.text());
        let now = admin.get(&entry).text().to_owned();
        assert!(now.contains("的一版相同"), "{now}");

        let draft = huiyin_app::StaffDraft {
            login: "auditor".into(),
            name: "人auditor".into(),
            roles: vec![huiyin_app::RoleDraft {
                unit: 1,
                role: "auditor".into(),
            }],
            ..Default::default()
        };
        let change = huiyin_app::Change::Staff(None, draft);
        let auditor = super::staff::set(&app, change);
        let mut auditor = signed_in(&app, huiyin_domain::ids::StaffId::new(auditor));
        for entry in [entry.as_str(), "/desk/admin/posts/1", "/desk/admin/units/1"] {
            let page = auditor.get(entry);
            assert_eq!(page.status, 200, "{}", page.text());
            let text = page.text();
            assert!(
                text.contains("版本") && !text.contains("/restore"),
                "{text}"
            );
            assert!(!text.contains("name_zh"), "auditors change nothing: {text}");
        }
    });
}

#[test]
fn the_same_by_the_api() {
    on_sqlite(|place| {
        let app = App::on(place);
        let admin = administrator(&app);
        let draft =
            json!({"key": "roads", "name": {"zh": "交通科", "en": "Roads"}, "kind": "public"});
        let made = post(&app, &admin, "/api/v1/admin/units", &[], &draft);
        let one = format!("/api/v1/admin/units/{}", made.json()["id"]);
        let shown = get(&app, &admin, &one);
        let first = shown.json()["versions"][0]["version"].clone();
        let seen = shown.header("etag").to_owned();
        let more = [("if-match", seen.as_str())];
        let renamed =
            json!({"key": "roads", "name": {"zh": "公路科", "en": "Roads"}, "kind": "public"});
        let put = ask_with(&app, &admin, (Method::PUT, &one), &more, &renamed);
        assert_eq!(put.status, 200, "{}", put.text());
        let restore = format!("{one}/restore");
        let body = json!({"version": first});
        post(&app, &admin, &restore, &[], &body).refused(428, "version_required");
        post(&app, &admin, &restore, &more, &body).refused(412, "changed_meanwhile");
        let newest = get(&app, &admin, &one).header("etag").to_owned();
        let key = [("if-match", newest.as_str()), ("idempotency-key", "back")];
        let done = post(&app, &admin, &restore, &key, &body);
        assert_eq!(done.status, 200, "{}", done.text());
        let again = post(&app, &admin, &restore, &key, &body);
        assert_eq!(again.json(), done.json());
        let versions = get(&app, &admin, &one).json()["versions"].clone();
        assert_eq!(versions[0]["was"]["name"]["zh"], "交通科");
        assert_eq!(versions[0]["same_as"], first);
        assert_eq!(versions[1]["was"]["name"]["zh"], "公路科");
        let read = [("if-match", done.header("etag"))];
        let nothing = json!({"version": 9_999});
        post(&app, &admin, &restore, &read, &nothing).refused(404, "not_found");
        get(&app, &admin, "/api/v1/admin/units/77").refused(404, "not_found");
        for kind in ["posts", "staff"] {
            let listed = get(&app, &admin, &format!("/api/v1/admin/{kind}")).json();
            for entry in listed["entries"].as_array().expect("a list") {
                let one = format!("/api/v1/admin/{kind}/{}", entry["id"]);
                let shown = get(&app, &admin, &one);
                assert_eq!(shown.status, 200, "{}", shown.text());
                assert!(!shown.text().contains("contact\":"), "contacts are sealed");
            }
        }
    });
}
