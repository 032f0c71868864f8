//! A contact given, changed or taken back after the registration: on the tracking page, on the desk and by API.

use super::desk_support::{NAME, PHONE, Park, petition as page_of};
use super::staff::post_by_code;
use super::support::{App, FORM};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

const STEP: &str = "/track/act/change-contact";
const NEW: &str = "13900001111";

/// What stands in the contact's part of the tracking page.
fn part(page: &str) -> &str {
    let from = page.find("<details id=\"contact\"").expect("the part");
    let part = &page[from..];
    &part[..part.find("</details>").expect("its end")]
}

#[test]
fn the_code_gives_a_contact_changes_it_and_takes_it_back_and_the_page_never_shows_it() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.register(&FORM);
        let page = browser.get("/track/petition");
        assert!(!part(page.text()).contains("已经留了"), "anonymous");
        assert!(
            !part(page.text()).contains("不再用它找我"),
            "nothing to take back"
        );
        let given = [
            ("contact_part", "phone"),
            ("contact_given", "yes"),
            ("contact_value", NEW),
        ];
        let answer = browser.post(STEP, &given);
        assert_eq!(answer.status, 303, "{}", answer.text());
        let to = answer.header("location").to_owned();
        assert_eq!(to, "/track/petition?saved=contact#contact");
        let page = browser.get("/track/petition?saved=contact");
        let fold = part(page.text());
        assert!(fold.starts_with("<details id=\"contact\" open>") && fold.contains("已保存"));
        assert!(part(page.text()).contains("已经留了"));
        assert!(
            !page.text().contains(NEW),
            "whoever finds the code sees no number"
        );
        assert!(
            page.text().contains("改了联系方式：电话"),
            "it is on the timeline"
        );

        let taken = [("contact_part", "phone"), ("contact_given", "no")];
        assert_eq!(browser.post(STEP, &taken).status, 303);
        let page = browser.get("/track/petition");
        assert!(!part(page.text()).contains("已经留了"));
        assert!(page.text().contains("去掉了联系方式：电话"));
        browser.get("/language?to=en");
        let page = browser.get("/track/petition");
        assert!(page.text().contains("Contact taken back: telephone"));
    });
}

#[test]
fn what_was_not_taken_stands_in_its_open_fold_and_is_sent_by_no_reload() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (_, code) = park.registered(&mut park.person("clerk"));
        let mut browser = app.browser();
        browser.post("/track", &[("code", &code)]);
        let before = app.stored();
        for (fields, at, words) in [
            (vec![], "contact_part", "请选一种"),
            (vec![("contact_part", "email")], "contact_given", "请选一项"),
            (
                vec![
                    ("contact_part", "email"),
                    ("contact_given", "yes"),
                    ("contact_value", "wang"),
                ],
                "contact_value",
                "不能当作这种联系方式",
            ),
        ] {
            let sent = browser.post(STEP, &fields);
            let page = browser.seen(&sent);
            assert_eq!(page.status, 200);
            let fold = part(page.text());
            assert!(fold.starts_with("<details id=\"contact\" open>"), "{fold}");
            assert!(fold.contains(&format!("id=\"{at}-error\"")), "{fold}");
            assert!(fold.contains(words), "{fold}");
            assert!(page.text().contains("<title>错误："), "the title says so");
        }
        let again = browser.get("/track/petition?kept=yes");
        assert!(
            part(again.text()).contains("value=\"wang\""),
            "what was typed stays"
        );
        browser.get("/language?to=en");
        let english = browser.get("/track/petition?kept=yes");
        assert!(part(english.text()).contains("It cannot be such a contact"));
        let plain = browser.get("/track/petition");
        assert!(!part(plain.text()).contains("wang"));
        assert_eq!(app.stored(), before, "nothing is on record");
        // Somebody else who uses this browser sees nothing of it, and neither does whoever left.
        let (_, other) = park.registered(&mut park.person("clerk"));
        let kept = browser.cookies["huiyin_form"].clone();
        browser.post("/track", &[("code", &other)]);
        browser.cookies.insert("huiyin_form".to_owned(), kept);
        let page = browser.get("/track/petition?kept=yes");
        assert!(!page.text().contains("wang"));
        browser.post("/track/leave", &[]);
        assert!(!browser.cookies.contains_key("huiyin_form"));
    });
}

#[test]
fn a_code_that_views_is_offered_nothing_and_told_of_no_contact() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (_, code) = park.registered(&mut park.person("clerk"));
        let view = post_by_code(
            &app,
            &format!("/api/v1/track/{code}/view-code"),
            &[],
            &json!({}),
        );
        let view = view.json()["tracking_code"]
            .as_str()
            .expect("a code")
            .to_owned();
        let seen = app.get(&format!("/api/v1/track/{view}")).json();
        assert_eq!(seen["contacts"], json!([]));
        let mut browser = app.browser();
        browser.post("/track", &[("code", &view)]);
        let page = browser.get("/track/petition");
        assert!(!page.text().contains("id=\"contact\""));
        let step =
            json!({"action": "change-contact", "part": "phone", "given": true, "value": NEW});
        let refused = post_by_code(&app, &format!("/api/v1/track/{view}/actions"), &[], &step);
        assert_eq!(refused.status, 409);
        assert_eq!(refused.json()["refusal"]["code"], "view_code");
    });
}

#[test]
fn a_program_changes_it_with_the_code_and_hears_what_was_not_taken() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (_, code) = park.registered(&mut park.person("clerk"));
        let path = format!("/api/v1/track/{code}/actions");
        let step = |value: &str| json!({"action": "change-contact", "part": "email", "given": true, "value": value});
        let taken = post_by_code(&app, &path, &[], &step("li@example.org"));
        assert_eq!(taken.status, 200, "{}", taken.text());
        assert_eq!(taken.json()["events"], json!(["ContactChanged"]));
        let seen = app.get(&format!("/api/v1/track/{code}"));
        assert_eq!(seen.json()["contacts"], json!(["phone", "email"]));
        assert!(!seen.text().contains("li@example.org") && !seen.text().contains(PHONE));
        let refused = post_by_code(&app, &path, &[], &step("li"));
        assert_eq!(refused.status, 409);
        let refusal = &refused.json()["refusal"];
        assert_eq!(
            (&refusal["code"], &refusal["field"]),
            (&json!("bad_contact"), &json!("value"))
        );
        let unknown =
            json!({"action": "change-contact", "part": "fax", "given": true, "value": "1"});
        let unknown = post_by_code(&app, &path, &[], &unknown);
        assert_eq!(
            unknown.refused(422, "fields_refused")["errors"][0]["field"],
            "part"
        );
        let missing = json!({"action": "change-contact", "part": "phone"});
        let missing = post_by_code(&app, &path, &[], &missing);
        assert_eq!(
            missing.refused(422, "fields_refused")["errors"][0]["field"],
            "given"
        );
    });
}

#[test]
fn staff_enter_what_was_asked_for_at_the_counter_without_seeing_what_stood() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, code) = park.registered(&mut clerk);
        let path = format!("{}/do/change-contact", page_of(&number));
        let form = clerk.get(&path);
        assert_eq!(form.status, 200);
        assert!(!form.text().contains(PHONE) && !form.text().contains(NAME));
        let asked = [
            ("part", "phone"),
            ("given", "yes"),
            ("value", NEW),
            ("how", "in-person"),
            ("reason", "带着回执来的"),
        ];
        let without: Vec<_> = asked[..3].to_vec();
        let lacking = clerk.post_seen(&number, &path, &without);
        assert_eq!(lacking.status, 422);
        assert!(lacking.text().contains(NEW), "what was typed stays");
        let mistyped: Vec<_> = asked
            .iter()
            .map(|(name, value)| (*name, if *name == "value" { "139" } else { value }))
            .collect();
        let mistyped = clerk.post_seen(&number, &path, &mistyped);
        assert_eq!(mistyped.status, 409);
        assert!(
            mistyped.text().contains("id=\"value-error\""),
            "{}",
            mistyped.text()
        );
        clerk.act(&number, "change-contact", &asked);
        let page = clerk.get(&page_of(&number));
        assert!(
            page.text()
                .contains("改了联系方式：电话（信访人当面提出，工作人员记入）")
        );
        assert!(page.text().contains("带着回执来的"));
        assert!(!page.text().contains(NEW), "the identity stays closed");
        let shown = clerk.post_seen(&number, &format!("{}/identity", page_of(&number)), &[]);
        assert!(shown.text().contains(NEW) && !shown.text().contains(PHONE));
        assert!(shown.text().contains(NAME), "the name is another step's");
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let seen = petitioner.get("/track/petition");
        assert!(
            seen.text().contains("信访人当面提出"),
            "the petitioner sees that it was entered"
        );
        assert!(!seen.text().contains("带着回执来的"));
    });
}

#[test]
fn a_misread_name_is_corrected_on_the_desk_and_stands_beside_what_stood_where_the_name_is_shown() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, code) = park.registered(&mut clerk);
        let path = format!("{}/do/correct-name", page_of(&number));
        let form = clerk.get(&path);
        assert_eq!(form.status, 200);
        assert!(!form.text().contains(NAME), "the identity stays closed");
        let (right, why) = ("汪秀英", "信上的字看错了");
        let lacking = clerk.post_seen(&number, &path, &[("name", right)]);
        assert_eq!(lacking.status, 422);
        assert!(lacking.text().contains(right), "what was typed stays");
        clerk.act(&number, "correct-name", &[("name", right), ("reason", why)]);
        let page = clerk.get(&page_of(&number));
        assert!(page.text().contains("更正了登记时写错的姓名"));
        assert!(!page.text().contains(right) && !page.text().contains(why));
        let shown = clerk.post_seen(&number, &format!("{}/identity", page_of(&number)), &[]);
        for words in [right, why, &format!("<del>{NAME}</del>")] {
            assert!(shown.text().contains(words), "{words}: {}", shown.text());
        }
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let seen = petitioner.get("/track/petition");
        assert!(seen.text().contains("更正了登记时写错的姓名"));
        assert!(!seen.text().contains(right) && !seen.text().contains(why));
    });
}
