//! Somebody on duty without an account, by the pages and the API: added in the wizard with a number that is in
//! no text, kept for the roster, and theirs to correct who lodge rosters.

use super::desk_support::signed_in;
use super::plans::house;
use super::staff::{get, post};
use super::support::App;
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_testkit::engine::each_engine;
use serde_json::json;

const NUMBER: &str = "13900139000";
const DUTIES: &str = "/desk/plan-drafts/1/duties";

#[test]
fn a_number_goes_from_the_wizard_to_the_roster_and_stands_in_no_text() {
    each_engine(|place| {
        let app = App::on(place);
        let house = house(&app);
        let mut admin = signed_in(&app, StaffId::new(house.administrator.0));
        let fields = [
            ("template", "sample-park"),
            ("plan.title_zh", "河畔新区集体访接待预案"),
            ("plan.id", "riverside"),
        ];
        admin.post("/desk/plan-drafts", &fields);
        admin.post(
            "/desk/plan-drafts/1/posts",
            &[("plan.approved_by", "park-leader")],
        );
        let duties: Vec<String> = (0..10).map(|nth| format!("duty.{nth}.staff")).collect();
        let named = |who: &'static str| {
            let mut fields: Vec<(&str, &str)> =
                duties.iter().map(|name| (name.as_str(), who)).collect();
            fields.extend([("staff.channels", "phone"), ("staff.channels", "desk")]);
            fields
        };
        // One is added by mistake and taken out again; the next has a card that nothing is wrong with yet.
        admin.post(DUTIES, &[("do", "add-person")]);
        let added = admin.post(DUTIES, &[("do", "add-person")]);
        assert_eq!(
            added.header("location"),
            format!("{DUTIES}#card-person-person-2")
        );
        let removed = admin.post(DUTIES, &[("do", "remove-person:person-1")]);
        assert_eq!(removed.status, 303, "{}", removed.text());
        let page = admin.get(DUTIES);
        assert!(
            page.text().contains("id=\"card-person-person-2\""),
            "{}",
            page.text()
        );
        assert!(!page.text().contains("card-person-person-1"));
        assert!(page.text().contains("remove-person:person-2"));

        let mut fields = named("person-2");
        fields.push(("person.person-2.name", "石柱"));
        let mut wrong = fields.clone();
        wrong.push(("person.person-2.phone", "12"));
        let refused = admin.post(DUTIES, &wrong);
        assert_eq!(refused.status, 422);
        assert!(
            refused.text().contains("person.person-2.phone-error"),
            "{}",
            refused.text()
        );
        fields.push(("person.person-2.phone", NUMBER));
        let saved = admin.post(DUTIES, &fields);
        assert_eq!(
            saved.header("location"),
            "/desk/plan-drafts/1/check",
            "{}",
            saved.text()
        );
        assert!(
            admin.get(DUTIES).text().contains(NUMBER),
            "it comes back to who typed it"
        );
        let row = app
            .huiyin
            .store()
            .read_here(|reader| reader.plan_draft(AuthorityId::new(1), 1));
        let row = row.expect("reads").expect("a draft");
        assert!(!row.answers.contains(NUMBER) && row.sealed_contacts.is_some());
        let check = admin.get("/desk/plan-drafts/1/check");
        assert!(check.text().contains("没有发现问题"), "{}", check.text());
        assert!(check.text().contains("石柱"), "who is on duty stands there");
        let lodged = admin.post("/desk/plan-drafts/1/check", &[]);
        assert_eq!(lodged.header("location"), "/desk/plans/riverside/1");

        let roster = get(&app, &house.clerk.1, "/api/v1/rosters/riverside").json();
        let text = roster["roster"].as_str().expect("a text");
        assert!(text.contains("石柱") && !text.contains(NUMBER), "{text}");
        let ready = "/api/v1/rosters/riverside/readiness";
        let known = get(&app, &house.clerk.1, ready).json();
        let person = json!({ "person": "person-2", "name": "石柱", "phone": true, "email": false });
        assert_eq!(
            known["without_account"],
            json!([person]),
            "that there is one, never which"
        );

        let page = "/desk/rosters/riverside";
        assert!(admin.get(page).text().contains(NUMBER));
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let seen = clerk.get(page);
        assert!(seen.text().contains("存有手机号") && !seen.text().contains(NUMBER));
        let keep = "/desk/rosters/riverside/contact";
        assert_eq!(clerk.post(keep, &[("person", "person-2")]).status, 403);
        let typed = [
            ("person", "person-2"),
            ("phone-person-2", "x"),
            ("email-person-2", ""),
        ];
        let refused = admin.post(keep, &typed);
        assert_eq!(refused.status, 422);
        assert!(
            refused.text().contains("phone-person-2-error"),
            "{}",
            refused.text()
        );
        let typed = [
            ("person", "person-2"),
            ("phone-person-2", ""),
            ("email-person-2", ""),
        ];
        assert_eq!(admin.post(keep, &typed).status, 303);
        assert!(admin.get(page).text().contains("没有存号码"));

        let api = "/api/v1/rosters/riverside/contact";
        let body =
            json!({ "person": "person-2", "contact": { "phone": NUMBER }, "language": "fr" });
        let wrong = post(&app, &house.administrator.1, api, &[], &body);
        let wrong = wrong.refused(422, "fields_refused");
        assert_eq!(wrong["errors"][0]["field"], "language");
        let body =
            json!({ "person": "person-2", "contact": { "phone": NUMBER }, "language": "en" });
        let kept = post(&app, &house.administrator.1, api, &[], &body);
        assert_eq!(kept.status, 200, "{}", kept.text());
        let answer = json!({ "person": "person-2", "phone": true, "email": false });
        assert_eq!(kept.json(), answer);
        let page_of = admin.get(page);
        assert!(
            page_of.text().contains("<option value=\"en\" selected>"),
            "{}",
            page_of.text()
        );
        post(&app, &house.clerk.1, api, &[], &body).refused(403, "not_allowed");
        let nobody = json!({ "person": "song", "contact": { "phone": NUMBER } });
        assert_eq!(
            post(&app, &house.administrator.1, api, &[], &nobody).status,
            404
        );
        // Who changed which of them is seen by those who lodge plans, and never what it is.
        let told = admin.get(page);
        for words in ["号码和邮箱的变更记录", "存了手机号", "删除了手机号"] {
            assert!(told.text().contains(words), "{words}: {}", told.text());
        }
        assert!(!clerk.get(page).text().contains("变更记录"));
        let changes = get(&app, &house.administrator.1, api).json();
        let entries = changes["entries"].as_array().expect("a list");
        assert_eq!(entries.len(), 3, "{changes}");
        assert_eq!(entries[0]["words"]["zh"], "存了手机号");
        assert!(!changes.to_string().contains(NUMBER));
        get(&app, &house.clerk.1, api).refused(403, "not_allowed");

        let doctor = app.huiyin.doctor(true).expect("the doctor comes");
        assert!(doctor.healthy);
    });
}
