//! Tiers, hours, reports and people without an account in the wizard, by its forms; and a plan that is kept,
//! opened again there.

use super::desk_support::signed_in;
use super::plans::{house, in_force};
use super::staff::get;
use super::support::App;
use huiyin_domain::ids::StaffId;
use huiyin_testkit::engine::{each_engine, on_sqlite};

fn at(step: &str) -> String {
    format!("/desk/plan-drafts/1/{step}")
}

#[test]
fn who_receives_how_many_and_how_fast_is_set_in_the_wizard() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let mut admin = signed_in(&app, StaffId::new(house.administrator.0));
        let begun = [
            ("template", "sample-park"),
            ("plan.title_zh", "河畔新区集体访接待预案"),
            ("plan.id", "riverside"),
        ];
        admin.post("/desk/plan-drafts", &begun);
        let check = admin.get(&at("check"));
        assert!(
            check.text().contains("园区礼堂（可容600人）"),
            "the room stands in the plan"
        );
        let page = admin.get(&at("tiers"));
        for words in [
            "园区接待室：1至20人",
            "这一档最多到几个人",
            "几分钟内到场",
            "把这一档分成两档",
        ] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        // What is wrong stands at its question, in words.
        let wrong = [
            ("rule.park-small.people", "二十个"),
            ("rule.park-small.receive.posts", "petition-office-head"),
        ];
        let sent = admin.post(&at("tiers"), &wrong);
        assert_eq!(sent.header("location"), at("tiers"));
        let page = admin.get(&at("tiers"));
        assert!(
            page.text().contains("rule.park-small.people-error"),
            "{}",
            page.text()
        );
        let typed = [
            ("rule.park-small.people", "30"),
            ("rule.park-small.receive.posts", "petition-office-head"),
            ("rule.park-small.receive.arrive_minutes", "15"),
            ("do", "split:park-large"),
        ];
        let sent = admin.post(&at("tiers"), &typed);
        assert_eq!(sent.header("location"), at("tiers"));
        let page = admin.get(&at("tiers"));
        for words in ["31至50人", "51至100人", "101人及以上", "撤销上一次"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let refused = admin.post(&at("tiers"), &[("do", "split:county-called")]);
        assert_eq!(refused.status, 422);
        let reports = admin.get(&at("reports"));
        assert!(reports.text().contains("rule.community-small.report.to"));
        let hours = admin.get(&at("hours"));
        assert!(
            hours.text().contains("window.daytime.from"),
            "{}",
            hours.text()
        );
    });
}

#[test]
fn somebody_without_an_account_is_on_duty() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let mut admin = signed_in(&app, StaffId::new(house.administrator.0));
        let begun = [
            ("template", "sample-park"),
            ("plan.title_zh", "河畔新区集体访接待预案"),
            ("plan.id", "riverside"),
        ];
        admin.post("/desk/plan-drafts", &begun);
        let sent = admin.post(&at("duties"), &[("do", "add-person")]);
        let card = format!("{}#card-person-person-1", at("duties"));
        assert_eq!(sent.header("location"), card);
        let folded = admin.get(&at("duties"));
        assert!(
            folded
                .text()
                .contains("<details><summary>夜里、周末或节假日是别人"),
            "{}",
            folded.text()
        );
        let duties: Vec<String> = (0..10).map(|nth| format!("duty.{nth}.staff")).collect();
        let mut fields: Vec<(&str, &str)> =
            duties.iter().map(|name| (name.as_str(), "song")).collect();
        fields.extend([
            ("staff.channels", "phone"),
            ("staff.channels", "desk"),
            ("person.person-1.name", "石柱"),
            ("duty.0.staff_night", "person-1"),
        ]);
        let sent = admin.post(&at("duties"), &fields);
        assert_eq!(sent.header("location"), at("check"));
        let unfolded = admin.get(&at("duties"));
        assert!(
            unfolded.text().contains("<details open><summary>夜里"),
            "what was ticked is seen: {}",
            unfolded.text()
        );
        let lodged = admin.post(&at("check"), &[]);
        assert_eq!(
            lodged.header("location"),
            "/desk/plans/riverside/1",
            "{}",
            lodged.text()
        );
        let duty = admin.get("/desk/rosters/riverside");
        assert!(duty.text().contains("石柱"), "{}", duty.text());
    });
}

#[test]
fn a_plan_that_is_kept_is_opened_again_and_lodged_as_its_next_version() {
    each_engine(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let newest = "/desk/plans/sample-park/2026.1";
        assert_eq!(clerk.post(&format!("{newest}/reopen"), &[]).status, 403);
        let mut admin = signed_in(&app, StaffId::new(house.administrator.0));
        assert!(admin.get(newest).text().contains("在这里改"));
        let none = admin.post("/desk/plans/sample-park/1999/reopen", &[]);
        assert_eq!(none.status, 404);
        let opened = admin.post(&format!("{newest}/reopen"), &[]);
        assert_eq!(opened.header("location"), at("title"));
        let page = admin.get(&at("title"));
        assert!(page.text().contains("2026.2") && page.text().contains("多久演练一次"));
        assert!(!page.text().contains("plan.id"), "a plan keeps its id");
        let sent = admin.post(&at("places"), &[("place.park-reception.area_m2", "130")]);
        assert_eq!(
            sent.header("location"),
            at("hours"),
            "{}",
            admin.get(&at("places")).text()
        );
        let lodged = admin.post(&at("check"), &[]);
        assert_eq!(lodged.header("location"), "/desk/plans/sample-park/2026.2");
        let kept = get(&app, &house.clerk.1, "/api/v1/plans/sample-park").json();
        assert_eq!(kept["newest"], "2026.2");
        assert_eq!(
            kept["rosters"].as_array().map(Vec::len),
            Some(1),
            "the roster was not changed and is not lodged again"
        );
        let page = admin.get("/desk/plans/sample-park/2026.2");
        assert!(page.text().contains("2026.1相比"), "{}", page.text());
    });
}

#[test]
fn a_plan_waits_in_the_inbox_of_who_approves_it_and_is_sent_back_with_what_is_to_be_changed() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let mut admin = signed_in(&app, StaffId::new(house.administrator.0));
        admin.post("/desk/plans/sample-park/2026.1/reopen", &[]);
        admin.post(&at("places"), &[("place.park-reception.area_m2", "130")]);
        admin.post(&at("check"), &[]);
        let newer = "/desk/plans/sample-park/2026.2";
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let inbox = leader.get("/desk?of=own");
        assert!(
            inbox.text().contains("第2026.2版等您批准"),
            "{}",
            inbox.text()
        );
        assert!(inbox.text().contains(newer), "it leads there");
        let approvals = leader.get("/desk/approvals");
        assert!(
            approvals.text().contains("预案等批准"),
            "{}",
            approvals.text()
        );
        assert!(leader.get(newer).text().contains("退回修改"));
        assert!(
            !admin.get(newer).text().contains("退回修改"),
            "they do not approve it"
        );
        let back = format!("{newer}/return");
        let refused = leader.post(&back, &[("reason", "")]);
        assert_eq!(refused.status, 422);
        assert!(
            refused.text().contains("reason-error"),
            "{}",
            refused.text()
        );
        assert_eq!(admin.post(&back, &[("reason", "要改")]).status, 403);
        let sent = leader.post(&back, &[("reason", "接待室还是120平方米")]);
        assert_eq!(sent.header("location"), newer, "{}", sent.text());
        let told = admin.get("/desk/plans");
        assert!(
            told.text().contains("第2026.2版退回：接待室还是120平方米"),
            "{}",
            told.text()
        );
        assert!(admin.get(newer).text().contains("接待室还是120平方米"));
        assert!(!leader.get("/desk/approvals").text().contains("预案等批准"));
        let kept = get(&app, &house.clerk.1, "/api/v1/plans/sample-park").json();
        assert_eq!(kept["returned"]["reason"], "接待室还是120平方米");
        let path = "/api/v1/plans/sample-park/2026.2/return";
        let again = super::staff::post(
            &app,
            &house.leader.1,
            path,
            &[],
            &serde_json::json!({ "reason": "再改" }),
        );
        again.refused(409, "plan_sent_back");
    });
}

#[test]
fn the_wizard_says_who_is_called_after_whom_and_once_what_a_single_exit_means() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let mut admin = signed_in(&app, StaffId::new(house.administrator.0));
        let begun = [
            ("template", "sample-park"),
            ("plan.title_zh", "河畔新区集体访接待预案"),
            ("plan.id", "riverside"),
        ];
        admin.post("/desk/plan-drafts", &begun);
        let posts = admin.get(&at("posts"));
        let order = "呼叫顺序：信访办主任→信访办值班员（代岗）→分管信访工作领导（上级岗位）。";
        assert!(posts.text().contains(order), "{}", posts.text());
        let tiers = admin.get(&at("tiers"));
        assert!(tiers.text().contains("rule.park-small.level"));

        let one_exit = [("place.park-reception.exits_m", "1.8")];
        let sent = admin.post(&at("places"), &one_exit);
        assert_eq!(sent.header("location"), format!("{}?look=1", at("places")));
        let page = admin.get(&format!("{}?look=1", at("places")));
        assert!(
            page.text().contains("已保存。请先看一眼"),
            "{}",
            page.text()
        );
        assert!(page.text().contains("园区接待室只有一个出口："));
        assert!(!page.text().contains("exits_m-error"), "it is no mistake");
        // Said once, it is kept in no one's way; it goes on standing at its question.
        let sent = admin.post(&at("places"), &one_exit);
        assert_eq!(sent.header("location"), at("hours"));
        let page = admin.get(&at("places"));
        assert!(page.text().contains("提醒：") && !page.text().contains("请先看一眼"));
    });
}
