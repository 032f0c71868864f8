//! The authority's own data: each change is a version, and any of them is brought back, on the desk and by API.

use super::desk_support::Park;
use super::staff::{administrator, ask_with, get, post};
use super::support::{App, between};
use axum::http::Method;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

#[test]
fn an_earlier_version_is_brought_back_beside_the_form() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let form = "/desk/admin/authority/edit";
        let named = |name: &'static str, phone: &'static str| {
            [
                ("name_zh", name),
                ("name_en", "Park"),
                ("rulebook", "cn-2022"),
                ("contact_phone", phone),
            ]
        };
        let kept = admin.post_read(form, form, &named("旧园区", "0576-1111"));
        assert_eq!(kept.status, 303);
        let kept = admin.post_read(form, form, &named("新园区", "0576-2222"));
        assert_eq!(kept.status, 303);
        let page = admin.get(form);
        let text = page.text();
        assert!(text.contains("在用") && text.contains("旧园区"), "{text}");
        assert!(text.contains("0576-1111") && text.contains("value=\"新园区\""));
        let of = between(text, "name=\"of\" value=\"", "\"").expect("an earlier one");
        let version = between(text, "name=\"version\" value=\"", "\"").expect("a version");
        let back = [("of", of), ("version", version)];
        let restore = "/desk/admin/authority/restore";
        let unknown = [("of", "9999"), back[1]];
        assert_eq!(admin.post(restore, &unknown).status, 404);
        let mut clerk = park.person("clerk");
        assert_eq!(clerk.post(restore, &back).status, 403);
        assert_eq!(admin.post(restore, &back).status, 303);
        assert!(app.get("/").text().contains("旧园区"));
        assert!(admin.get(form).text().contains("value=\"0576-1111\""));
        let again = admin.post(restore, &back);
        assert_eq!(again.status, 412, "somebody changed it meanwhile");
        let report = app.huiyin.doctor(true).expect("the doctor comes");
        assert_eq!(report.findings, []);
    });
}

#[test]
fn the_same_by_the_api() {
    on_sqlite(|place| {
        let app = App::on(place);
        let admin = administrator(&app);
        let path = "/api/v1/admin/authority";
        let before = get(&app, &admin, path).json();
        let tag = get(&app, &admin, path).header("etag").to_owned();
        let renamed = json!({"name": {"zh": "新名称", "en": "New name"}});
        let more = [("if-match", tag.as_str())];
        let put = ask_with(&app, &admin, (Method::PUT, path), &more, &renamed);
        assert_eq!(put.status, 200, "{}", put.text());
        let listed = get(&app, &admin, &format!("{path}/versions"));
        let versions = listed.json()["versions"].clone();
        assert_eq!(versions[0]["was"]["name"]["zh"], "新名称");
        assert_eq!(
            versions[0]["was"]["rulebook"], versions[1]["was"]["rulebook"],
            "what was not changed is told as well"
        );
        let restore = format!("{path}/restore");
        let body = json!({"version": versions[1]["version"]});
        post(&app, &admin, &restore, &[], &body).refused(428, "version_required");
        post(&app, &admin, &restore, &more, &body).refused(412, "changed_meanwhile");
        let newest = listed.header("etag").to_owned();
        let read = [("if-match", newest.as_str())];
        let done = post(&app, &admin, &restore, &read, &body);
        assert_eq!(done.status, 200, "{}", done.text());
        assert_eq!(get(&app, &admin, path).json()["name"], before["name"]);
        let told = get(&app, &admin, &format!("{path}/versions")).json()["versions"].clone();
        assert_eq!(told[0]["same_as"], versions[1]["version"]);
        assert_eq!(
            told[0]["by"],
            json!("工作人员admin"),
            "who changed it is told"
        );
        assert!(told[2].get("by").is_none(), "the program created it");
    });
}
