//! What a response owes and what not, by its pages: what is for whoever asks waits for a request, a post that
//! nobody comes for stands in the inbox, and a topic that names a representative stands nowhere.

use super::desk_support::signed_in;
use super::plans::{House, house, in_force};
use super::staff::{get, post};
use super::support::{App, between};
use huiyin_domain::ids::StaffId;
use huiyin_testkit::engine::on_sqlite;
use serde_json::json;

const MINUTES: i64 = 60_000_000;

fn opened(app: &App, house: &House, topic: &str) -> String {
    let body = json!({ "place": "park-reception", "people": "5", "topic": topic });
    let opened = post(app, &house.clerk.1, "/api/v1/responses", &[], &body);
    assert_eq!(opened.status, 201, "{}", opened.text());
    opened.json()["id"].to_string()
}

#[test]
fn what_is_for_whoever_asks_waits_for_a_request_and_does_not_keep_the_end_open() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let id = opened(&app, &house, "工资");
        let at = format!("/desk/responses/{id}");
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let row = |text: &str| {
            between(text, "法律咨询台</th>", "</tr>")
                .expect("a task")
                .to_owned()
        };
        assert!(row(clerk.get(&at).text()).contains("有人提出时"));
        let board = leader.get(&format!("/board/{id}"));
        let shown = between(board.text(), "法律咨询台", "</li>").expect("a task");
        assert!(shown.contains("有人提出时"), "{shown}");
        let end = format!("{at}/do/end");
        let form = leader.get(&end);
        assert!(form.text().contains("没做：饮水"), "{}", form.text());
        assert!(!form.text().contains("没做：法律咨询台"), "nobody asked");
        let need = [("kind", "legal-advice"), ("people", "2")];
        assert_eq!(clerk.post(&format!("{at}/receive/need"), &need).status, 303);
        assert!(!row(clerk.get(&at).text()).contains("有人提出时"));
        assert!(leader.get(&end).text().contains("没做：法律咨询台"));
        let view = get(&app, &house.clerk.1, &format!("/api/v1/responses/{id}")).json();
        let tasks = view["tasks"].as_array().expect("a list");
        let waits = |kind: &str| {
            let mut tasks = tasks.iter();
            let task = tasks.find(|task| task["kind"] == kind).expect("a task");
            task["waits_for_request"].clone()
        };
        assert_eq!(waits("interpreter"), json!(true));
        assert_eq!(
            (waits("legal-advice"), waits("water")),
            (json!(false), json!(false))
        );
    });
}

#[test]
fn a_post_that_nobody_comes_for_is_in_the_inbox_of_who_sees_to_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let id = opened(&app, &house, "工资");
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        assert!(!clerk.get("/desk").text().contains("没人来"));
        for _ in 0..2 {
            place
                .clock
                .set(app.huiyin.now().plus_micros(3 * MINUTES + 1));
            app.huiyin.tick(app.huiyin.now()).expect("ticks");
        }
        let inbox = clerk.get("/desk");
        let words = "没人来，请打电话或当面叫人：信访办主任";
        assert!(inbox.text().contains(words), "{}", inbox.text());
        let page = clerk.get(&format!("/desk/responses/{id}"));
        assert!(page.text().contains("正在向上呼叫"), "{}", page.text());
        assert!(page.text().contains("电话叫到了，会来"), "{}", page.text());
        let board = clerk.get(&format!("/board/{id}"));
        assert!(board.text().contains("正在向上呼叫"), "{}", board.text());
        clerk.get("/language?to=en&back=/desk");
        let inbox = clerk.get("/desk");
        assert!(
            inbox
                .text()
                .contains("Nobody comes; ring somebody, or fetch them")
        );
    });
}

#[test]
fn a_topic_that_names_a_representative_is_on_no_page_and_the_desk_is_told_why() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let id = opened(&app, &house, "银杏树的工资");
        let at = format!("/desk/responses/{id}");
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let pages = [
            at.clone(),
            format!("/board/{id}"),
            "/desk/responses".to_owned(),
        ];
        for page in &pages {
            assert!(clerk.get(page).text().contains("银杏树"), "{page}");
        }
        let named = [("name-1", "银杏树")];
        let told = clerk.post(&format!("{at}/receive/representatives"), &named);
        assert_eq!(told.status, 303, "{}", told.text());
        for page in &pages {
            assert!(!clerk.get(page).text().contains("银杏树"), "{page}");
        }
        let page = clerk.get(&at);
        assert!(
            page.text().contains("事由里写着代表的姓名"),
            "{}",
            page.text()
        );
    });
}
