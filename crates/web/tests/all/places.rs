//! Places: added, renamed, closed and opened again, on the desk and by API; offered where matters are told.

use super::desk_support::Park;
use super::staff::{self, House, administrator, ask, get, post};
use super::support::{App, between, petition};
use axum::http::Method;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

#[test]
fn a_place_is_offered_from_when_it_is_added_until_it_is_closed_and_what_was_told_there_keeps_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let list = admin.get("/desk/admin/places");
        assert!(list.text().contains("加一个地点"), "{}", list.text());
        let form = "/desk/admin/places/new";
        let fields = [
            ("name_zh", "A区工地"),
            ("name_en", "Building site A"),
            ("id", "site-a"),
        ];
        let kept = admin.post(form, &fields);
        assert_eq!(kept.status, 303, "{}", kept.text());
        let again = admin.post(form, &fields);
        assert_eq!(again.status, 422);
        assert!(
            again.text().contains("value=\"site-a\""),
            "what was typed stays"
        );
        let mut clerk = park.person("clerk");
        let option = "<option value=\"site-a\">A区工地</option>";
        assert!(clerk.get("/desk/new").text().contains(option));
        assert!(app.browser().get("/desk").status == 303);
        let mut body = petition();
        body["place"] = json!("site-a");
        app.registered(&body);
        // Renamed and closed: offered no more, and refused with what can be chosen.
        let entry = "/desk/admin/places/site-a";
        let shown = admin.get(entry);
        assert!(
            shown.text().contains("value=\"A区工地\""),
            "{}",
            shown.text()
        );
        let closed = [
            ("name_zh", "A区旧工地"),
            ("name_en", "Old site A"),
            ("closed", "yes"),
        ];
        let unread = admin.post(entry, &closed);
        assert_eq!(unread.status, 412);
        assert!(unread.text().contains("A区旧工地"), "what was typed stays");
        assert_eq!(admin.post_read(entry, entry, &closed).status, 303);
        let list = admin.get("/desk/admin/places");
        assert!(list.text().contains("A区旧工地") && list.text().contains("不再提供选择"));
        assert!(!clerk.get("/desk/new").text().contains("site-a"));
        let refused = app.post(&body);
        refused.refused(422, "fields_refused");
        assert_eq!(
            refused.fields(),
            [("place".to_owned(), "not_one_of".to_owned())]
        );
        // It is opened again, under the name that it had.
        let opened = [("name_zh", "A区工地"), ("name_en", "Building site A")];
        assert_eq!(admin.post_read(entry, entry, &opened).status, 303);
        assert!(clerk.get("/desk/new").text().contains(option));
        app.registered(&body);
        // Nobody else changes places, and nobody else sees the form.
        assert_eq!(clerk.get(entry).status, 403);
        assert_eq!(clerk.post(entry, &opened).status, 403);
        assert_eq!(admin.get("/desk/admin/places/nowhere").status, 404);
        assert_eq!(
            admin.post("/desk/admin/places/nowhere", &opened).status,
            404
        );
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn programs_keep_places_and_never_overwrite_each_other() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let admin = administrator(&app);
        let path = "/api/v1/admin/places";
        let draft = json!({"id": "market", "name": {"zh": "老菜市场", "en": "Old market"}});
        post(&app, &house.clerk, path, &[], &draft).refused(403, "not_allowed");
        let added = post(&app, &admin, path, &[("idempotency-key", "k")], &draft);
        assert_eq!(added.status, 201, "{}", added.text());
        let again = post(&app, &admin, path, &[("idempotency-key", "k")], &draft);
        assert_eq!(again.json(), added.json());
        let listed = get(&app, &admin, path);
        let tag = listed.header("etag").to_owned();
        let entries = listed.json()["entries"].clone();
        let place = json!({"id": "market", "name": {"zh": "老菜市场", "en": "Old market"}, "closed": false});
        assert!(
            entries.as_array().expect("a list").contains(&place),
            "{entries}"
        );
        let one = format!("{path}/market");
        let closed = json!({"name": {"zh": "老菜市场", "en": ""}, "closed": true});
        let without = ask(&app, &admin, (Method::PUT, &one), &closed);
        without.refused(428, "version_required");
        let put = |tag: &str| {
            let more = [("if-match", tag)];
            staff::ask_with(&app, &admin, (Method::PUT, &one), &more, &closed)
        };
        let done = put(&tag);
        assert_eq!(done.status, 200, "{}", done.text());
        put(&tag).refused(412, "changed_meanwhile");
        // Another open place may have the name of a closed one; two open ones may not.
        let second = json!({"id": "market-2", "name": {"zh": "老菜市场", "en": ""}});
        assert_eq!(post(&app, &admin, path, &[], &second).status, 201);
        let third = json!({"id": "Market", "name": {"zh": "老菜市场", "en": ""}});
        let wrong = post(&app, &admin, path, &[], &third);
        wrong.refused(422, "fields_refused");
        let fields = wrong.fields();
        let fields: Vec<&str> = fields.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["id", "name.zh"]);
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn a_place_tells_petitions_apart_that_could_be_one_matter() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let admin = administrator(&app);
        for id in ["north", "south"] {
            let draft = json!({"id": id, "name": {"zh": id, "en": id}});
            post(&app, &admin, "/api/v1/admin/places", &[], &draft);
        }
        let mut body = petition();
        body["place"] = json!("north");
        body["category"] = json!("010208");
        app.registered(&body);
        let hint = |at: &str| {
            let path = format!("/api/v1/desk/same-matter?category=010208&place={at}");
            let found = get(&app, &house.clerk, &path);
            assert_eq!(found.status, 200, "{}", found.text());
            found.json().as_array().expect("a list").len()
        };
        assert_eq!((hint("north"), hint("south")), (1, 0));
    });
}

#[test]
fn each_change_of_a_place_is_a_version_and_any_of_them_is_brought_back() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let entry = "/desk/admin/places/market";
        let named = |name: &'static str| [("name_zh", name), ("name_en", "")];
        let id = ("id", "market");
        let first = [&named("老菜市场")[..], &[id]].concat();
        assert_eq!(admin.post("/desk/admin/places/new", &first).status, 303);
        let closed = [&named("旧菜市场")[..], &[("closed", "yes")]].concat();
        assert_eq!(admin.post_read(entry, entry, &closed).status, 303);
        let page = admin.get(entry);
        let text = page.text();
        assert!(
            text.contains("在用") && text.contains("不再提供选择"),
            "{text}"
        );
        assert!(
            text.contains("老菜市场") && text.contains("旧菜市场"),
            "{text}"
        );
        let of = between(text, "name=\"of\" value=\"", "\"").expect("an earlier one");
        let version = between(text, "name=\"version\" value=\"", "\"").expect("a version");
        let back = [("of", of), ("version", version)];
        let restore = format!("{entry}/restore");
        let unknown = [("of", "9999"), back[1]];
        assert_eq!(admin.post(&restore, &unknown).status, 404);
        assert_eq!(admin.post(&restore, &back).status, 303);
        assert_eq!(
            admin.post(&restore, &back).status,
            412,
            "it was seen before that"
        );
        let mut clerk = park.person("clerk");
        let option = "<option value=\"market\">老菜市场</option>";
        assert!(clerk.get("/desk/new").text().contains(option));
        assert_eq!(clerk.post(&restore, &back).status, 403);

        // Another place has the name meanwhile: what cannot be any more is told, and nothing changes.
        let renamed = admin.post_read(entry, entry, &named("东菜市场"));
        assert_eq!(renamed.status, 303);
        let other = [&named("老菜市场")[..], &[("id", "market-2")]].concat();
        assert_eq!(admin.post("/desk/admin/places/new", &other).status, 303);
        let taken = admin.post_read(entry, &restore, &[("of", of)]);
        assert_eq!(taken.status, 422);
        assert!(taken.text().contains("error-summary"), "{}", taken.text());
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn programs_see_the_versions_of_a_place_and_bring_one_back() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let admin = administrator(&app);
        let path = "/api/v1/admin/places/reception";
        let shown = get(&app, &admin, path);
        let versions = shown.json()["versions"].clone();
        assert_eq!(
            versions.as_array().expect("a list").len(),
            1,
            "as it was created"
        );
        let first = versions[0]["version"].clone();
        let tag = shown.header("etag").to_owned();
        let renamed = json!({"name": {"zh": "群众来访大厅", "en": ""}});
        let more = [("if-match", tag.as_str())];
        let put = staff::ask_with(&app, &admin, (Method::PUT, path), &more, &renamed);
        assert_eq!(put.status, 200, "{}", put.text());
        let restore = format!("{path}/restore");
        let body = json!({"version": first});
        post(&app, &admin, &restore, &[], &body).refused(428, "version_required");
        post(&app, &admin, &restore, &more, &body).refused(412, "changed_meanwhile");
        let newest = get(&app, &admin, path).header("etag").to_owned();
        let read = [("if-match", newest.as_str())];
        post(&app, &house.clerk, &restore, &read, &body).refused(403, "not_allowed");
        let key = [("idempotency-key", "back"), read[0]];
        let done = post(&app, &admin, &restore, &key, &body);
        assert_eq!(done.status, 200, "{}", done.text());
        let again = post(&app, &admin, &restore, &key, &body);
        assert_eq!(again.json(), done.json());
        let shown = get(&app, &admin, path).json();
        assert_eq!(shown["versions"][0]["was"]["name"]["zh"], "来访接待室");
        let names: Vec<_> = shown["versions"]
            .as_array()
            .expect("a list")
            .iter()
            .collect();
        let names: Vec<_> = names
            .iter()
            .map(|one| one["was"]["name"]["zh"].clone())
            .collect();
        assert_eq!(names, ["来访接待室", "群众来访大厅", "来访接待室"]);
        let nothing = json!({"version": 1});
        let read = [("if-match", done.header("etag"))];
        post(&app, &admin, &restore, &read, &nothing).refused(404, "not_found");
        assert_eq!(
            get(&app, &admin, "/api/v1/admin/places/nowhere").status,
            404
        );
    });
}
