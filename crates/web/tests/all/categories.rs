//! Categories at the desk and by the API: the tree one level at a time, renamed, added, retired and brought
//! back; offered at intake and on the portal as it is now.

use super::desk_support::Park;
use super::staff::{administrator, ask_with, get, post};
use super::support::{App, between, petition};
use axum::http::Method;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

const LIST: &str = "/desk/admin/categories";

#[test]
fn a_category_is_renamed_added_and_retired_and_the_counter_offers_what_is_left() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let mut clerk = park.person("clerk");
        let list = admin.get(LIST);
        assert!(list.text().contains("劳动和社会保障"), "{}", list.text());
        let below = admin.get(&format!("{LIST}?under=1503"));
        for told in [
            "工资发放",
            "150306",
            "under=1503\"",
            "劳动和社会保障</a> / 工资福利",
        ] {
            assert!(below.text().contains(told), "{told}: {}", below.text());
        }
        assert_eq!(admin.get(&format!("{LIST}?under=77")).status, 404);

        let form = admin.get(&format!("{LIST}/new?under=1503"));
        let chosen = "<option value=\"1503\" selected>";
        assert!(form.text().contains(chosen), "{}", form.text());
        let own = [
            ("under", "1503"),
            ("name_zh", "农民工工资"),
            ("name_en", ""),
        ];
        let new = format!("{LIST}/new");
        let saved = admin.post(&new, &own);
        assert_eq!(
            (saved.status, saved.header("location")),
            (303, "/desk/admin/categories?under=1503&done=saved")
        );
        let twice = admin.post(&new, &own);
        assert_eq!(twice.status, 422);
        assert!(
            twice.text().contains("value=\"农民工工资\""),
            "what was typed stays"
        );
        let counter = clerk.get("/desk/new");
        assert!(counter.text().contains("150380"), "it is offered at once");

        // A renamed one is found by both names; a retired one is offered no more.
        let renamed = [("name_zh", "工资拖欠"), ("name_en", "Unpaid wages")];
        let wages = format!("{LIST}/150306");
        let unread = admin.post(&wages, &renamed);
        assert_eq!(unread.status, 412, "nobody knows what its sender had read");
        assert_eq!(admin.post_read(&wages, &wages, &renamed).status, 303);
        let words = clerk.get("/desk/new").text().to_owned();
        assert!(
            words.contains("工资福利 / 工资拖欠") && words.contains("工资发放"),
            "{words}"
        );
        let retired = [
            ("name_zh", "劳动和社会保障"),
            ("name_en", "Labour"),
            ("retired", "yes"),
        ];
        let labour = format!("{LIST}/15");
        assert_eq!(admin.post_read(&labour, &labour, &retired).status, 303);
        let option = "<option value=\"15\">";
        assert!(!clerk.get("/desk/new").text().contains(option));
        assert!(
            clerk.get("/desk").text().contains(option),
            "petitions have it: the filter keeps it"
        );
        let mut body = petition();
        body["category"] = json!("15");
        app.post(&body).refused(422, "fields_refused");

        let page = admin.get(&labour);
        let of = between(page.text(), "name=\"of\" value=\"", "\"").expect("an earlier one");
        assert_eq!(of, "0", "as it came with the program");
        assert_eq!(
            clerk
                .post(&format!("{labour}/restore"), &[("of", of)])
                .status,
            403
        );
        assert_eq!(
            admin
                .post_read(&labour, &format!("{labour}/restore"), &[("of", "9999")])
                .status,
            404
        );
        assert_eq!(
            admin
                .post_read(&labour, &format!("{labour}/restore"), &[("of", of)])
                .status,
            303
        );
        assert!(clerk.get("/desk/new").text().contains(option));
        app.registered(&body);
        let mistyped = [("name_zh", "劳动和社会保障"), ("place", "第一")];
        assert_eq!(admin.post_read(&labour, &labour, &mistyped).status, 422);
        assert_eq!(clerk.get(LIST).status, 403);
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn a_template_of_answers_is_written_for_a_category_of_ones_own() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let own = [("under", ""), ("name_zh", "园区管理"), ("name_en", "Park")];
        assert_eq!(admin.post(&format!("{LIST}/new"), &own).status, 303);
        let texts = admin.get("/desk/admin/texts");
        assert!(texts.text().contains("园区管理"), "{}", texts.text());
        let template = "/desk/admin/texts/answer.80";
        assert_eq!(admin.get("/desk/admin/texts/answer.81").status, 404);
        assert_eq!(admin.post("/desk/admin/texts/answer.81", &[]).status, 404);
        assert_eq!(
            admin
                .post_read(template, template, &[("basis_zh", "园区条例")])
                .status,
            303
        );
        assert!(admin.get(template).text().contains("园区条例"));
    });
}

#[test]
fn the_same_by_the_api() {
    on_sqlite(|place| {
        let app = App::on(place);
        let admin = administrator(&app);
        let path = "/api/v1/admin/categories";
        let draft = json!({"under": "1503", "name": {"zh": "农民工工资", "en": "Wages of migrant workers"}});
        let key = [("idempotency-key", "one")];
        let made = post(&app, &admin, path, &key, &draft);
        assert_eq!(
            (made.status, made.json()["code"].clone()),
            (201, json!("150380"))
        );
        assert_eq!(post(&app, &admin, path, &key, &draft).json(), made.json());
        let listed = get(&app, &admin, path);
        let entries = listed.json()["entries"].clone();
        let own = json!({
            "code": "150380", "name": {"zh": "农民工工资", "en": "Wages of migrant workers"},
            "retired": false, "offered": true, "own": true,
        });
        assert!(
            entries.as_array().expect("a list").contains(&own),
            "{entries}"
        );
        let tag = listed.header("etag").to_owned();
        let one = format!("{path}/150380");
        let retired = json!({"name": {"zh": "农民工工资", "en": ""}, "retired": true, "place": 3});
        let put = |tag: &str| {
            let more = [("if-match", tag)];
            ask_with(&app, &admin, (Method::PUT, &one), &more, &retired)
        };
        assert_eq!(put(&tag).status, 200);
        put(&tag).refused(412, "changed_meanwhile");
        let shown = get(&app, &admin, &one);
        let versions = shown.json()["versions"].clone();
        assert_eq!(versions[0]["was"]["place"], 3);
        let more = [("if-match", shown.header("etag"))];
        let body = json!({"version": versions[1]["version"]});
        let back = post(&app, &admin, &format!("{one}/restore"), &more, &body);
        assert_eq!(back.status, 200, "{}", back.text());
        let now = get(&app, &admin, &one).json();
        assert_eq!(now["versions"][0]["was"]["retired"], false);
        get(&app, &admin, &format!("{path}/77")).refused(404, "not_found");
    });
}
