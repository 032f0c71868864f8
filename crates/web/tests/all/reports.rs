//! Situation reports: filled from the record, approved on the desk, read and acknowledged by a link.

use super::desk_support::signed_in;
use super::plans::{house, in_force};
use super::staff::{get, post};
use super::support::App;
use huiyin_domain::ids::StaffId;
use huiyin_testkit::engine::on_sqlite;
use serde_json::json;

#[test]
fn a_report_is_filled_from_the_record_and_refused_while_it_holds_a_contact() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let clerk = &house.clerk.1;
        let body = json!({ "place": "park-reception", "people": "12-30", "topic": "工资拖欠" });
        let id = post(&app, clerk, "/api/v1/responses", &[], &body).json()["id"].clone();
        let at = format!("/desk/responses/{id}");
        let mut desk = signed_in(&app, StaffId::new(house.clerk.0));
        let form = desk.get(&format!("{at}/do/report"));
        for words in ["核准并报送", "12至30人", "园区接待室", "下一次报告", "点过"]
        {
            assert!(form.text().contains(words), "{words}: {}", form.text());
        }
        let to = "county-petition-bureau";
        let with = |needs| [("to", to), ("needs", needs), ("basis", "counted")];
        let refused = desk.post(&format!("{at}/do/report"), &with("请回电13800138000"));
        assert_eq!(refused.status, 422);
        assert!(
            refused.text().contains("13800138000"),
            "what was typed stays"
        );
        let sent = desk.post(&format!("{at}/do/report"), &with("请派法律援助律师"));
        assert_eq!(sent.status, 303, "{}", sent.text());
        let view = get(&app, clerk, &format!("/api/v1/responses/{id}")).json();
        let text = view["sent_reports"][0]["text"].as_str().expect("a text");
        for words in [
            "第1号",
            "工资拖欠",
            "12至30人（点过）",
            "请派法律援助律师",
            "核准：",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        let page = desk.get(&at);
        assert!(page.text().contains("对方还没确认"), "{}", page.text());
        let print = desk.get(&format!("{at}/report/{to}/1"));
        assert_eq!(print.status, 200);
        assert!(print.text().contains("请派法律援助律师"));
        assert_eq!(desk.get(&format!("{at}/report/{to}/2")).status, 404);
        let received = [("to", to), ("nth", "1")];
        let noted = desk.post(&format!("{at}/do/report-received"), &received);
        assert_eq!(noted.status, 303, "{}", noted.text());
        let twice = desk.post(&format!("{at}/do/report-received"), &received);
        assert_eq!(twice.status, 409);
        assert!(desk.get(&at).text().contains("确认收到"));
        let none = [("to", to), ("nth", "7")];
        assert_eq!(
            desk.post(&format!("{at}/do/report-received"), &none).status,
            409
        );
    });
}

#[test]
fn only_a_danger_that_was_written_down_or_a_drill_becomes_an_alert() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let clerk = &house.clerk.1;
        let open = |exercise: bool| {
            let body = json!({
                "place": "park-reception", "people": "60", "topic": "工资拖欠", "exercise": exercise,
            });
            post(&app, clerk, "/api/v1/responses", &[], &body).json()["id"].clone()
        };
        let cap = |id: &serde_json::Value, category: &str| {
            let at = format!("/api/v1/responses/{id}/cap?category={category}");
            get(&app, clerk, &at)
        };
        let visit = open(false);
        // A visit as such has no form here.
        let refused = cap(&visit, "Safety").refused(409, "response_step_refused");
        assert_eq!(refused["run_refusal"], "no-danger");
        let step =
            json!({ "step": "task", "kind": "ambulance-or-fire", "danger": "门口太挤，有人倒下" });
        let steps = format!("/api/v1/responses/{visit}/steps");
        let leader = &house.leader.1;
        assert_eq!(post(&app, leader, &steps, &[], &step).status, 200);
        let alert = cap(&visit, "Health");
        assert_eq!(alert.status, 200);
        for part in [
            "<status>Actual</status>",
            "<category>Health</category>",
            "门口太挤，有人倒下",
        ] {
            assert!(alert.text().contains(part), "{part}: {}", alert.text());
        }
        assert!(
            !alert.text().contains("工资拖欠"),
            "no topic leaves the house"
        );
        for category in ["Security", "", "safety"] {
            cap(&visit, category).refused(422, "fields_refused");
        }
        let drill = cap(&open(true), "Fire");
        assert!(drill.text().contains("<status>Exercise</status>"));
    });
}
