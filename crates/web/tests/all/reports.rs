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
