//! A drill by a script on the desk and by API; and a post that nobody comes for, seen to by hand.

use super::desk_support::signed_in;
use super::plans::{house, in_force};
use super::staff::{get, post};
use super::support::{App, FIRST, between};
use huiyin_domain::ids::StaffId;
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

const SCRIPT: &str = include_str!("../../../../plans/sample-park.drill.toml");

#[test]
fn the_desk_begins_a_drill_by_a_file_and_reads_its_sheet_at_the_end() {
    each_engine(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        assert!(
            clerk
                .get("/desk/responses")
                .text()
                .contains("/desk/open-drill")
        );
        let form = clerk.get("/desk/open-drill");
        assert_eq!(form.status, 200);
        assert!(form.text().contains("没有人来"), "{}", form.text());
        let wrong = SCRIPT.replace("open-rooms", "disperse");
        let refused = clerk.upload(
            "/desk/open-drill",
            &[],
            ("file", "drill.toml", wrong.as_bytes()),
        );
        assert_eq!(refused.status, 422, "{}", refused.text());
        for words in [
            "没有这个事项：disperse",
            "id=\"script-error\"",
            "sample-park",
        ] {
            assert!(
                refused.text().contains(words),
                "{words}: {}",
                refused.text()
            );
        }
        let sent = ("file", "drill.toml", SCRIPT.as_bytes());
        let begun = clerk.upload("/desk/open-drill", &[], sent);
        assert_eq!(begun.status, 303, "{}", begun.text());
        let at = begun.header("location").to_owned();
        let page = clerk.get(&at);
        for words in ["演练", "12至15人", "不应答的岗位", "综治办主任"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert!(!page.text().contains("演练结果"), "it has not ended");
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let arrived = clerk.post(
            &format!("{at}/do/arrive"),
            &[("there", "petition-office-head")],
        );
        assert_eq!(arrived.status, 303);
        let end = [("text", "演练到此"), ("anyway", "yes")];
        assert_eq!(leader.post(&format!("{at}/do/end"), &end).status, 303);
        let page = leader.get(&at);
        for words in [
            "演练结果：应到与实到",
            "到场：信访办主任",
            "P 按时",
            "没按时0项",
        ] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let text = page.text();
        let place = |words: &str| text.find(words).expect("there");
        assert!(
            place("id=\"sheet\"") < place("id=\"posts\""),
            "the review stands high up"
        );
        leader.get("/language?to=en&back=/desk");
        let page = leader.get(&at);
        for words in ["Result of the drill", "P in time", "0 not; "] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
    });
}

#[test]
fn a_program_begins_a_drill_by_a_script_and_reads_its_sheet() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let clerk = &house.clerk.1;
        let real = json!({ "place": "park-reception", "people": "5", "script": SCRIPT });
        let refused = post(&app, clerk, "/api/v1/responses", &[], &real);
        refused.refused(422, "fields_refused");
        assert_eq!(
            refused.fields(),
            [("script".to_owned(), "only_in_a_drill".to_owned())]
        );
        let body = json!({ "exercise": true, "script": SCRIPT });
        let opened = post(&app, clerk, "/api/v1/responses", &[], &body);
        assert_eq!(opened.status, 201, "{}", opened.text());
        let at = format!("/api/v1/responses/{}", opened.json()["id"]);
        let view = get(&app, clerk, &at).json();
        assert_eq!(
            (&view["exercise"], &view["people_max"]),
            (&json!(true), &json!(15))
        );
        assert_eq!(
            view["silent"][0]["en"],
            "Head of the comprehensive governance office"
        );
        let step = json!({ "step": "arrive", "posts": ["petition-office-head"] });
        let steps = format!("{at}/steps");
        assert_eq!(post(&app, clerk, &steps, &[], &step).status, 200);
        let end = json!({ "step": "end", "text": "演练到此", "anyway": true });
        assert_eq!(post(&app, &house.leader.1, &steps, &[], &end).status, 200);
        let sheet = get(&app, clerk, &at).json()["sheet"].clone();
        assert_eq!(
            sheet[0]["title"]["en"],
            "there: Head of the petition office"
        );
        assert_eq!(
            (&sheet[0]["rating"], &sheet[0]["due_minute"]),
            (&json!("P"), &json!(20))
        );
    });
}

#[test]
fn a_post_that_nobody_comes_for_is_called_again_or_reached_by_phone() {
    each_engine(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let body = json!({ "place": "park-reception", "people": "5" });
        let opened = post(&app, &house.clerk.1, "/api/v1/responses", &[], &body).json();
        let at = format!("/desk/responses/{}", opened["id"]);
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let (mut declined, again) = (0, format!("{at}/do/call-again"));
        while !clerk.get(&at).text().contains(&again) {
            // The desk hears from each who is called that they cannot come.
            let page = clerk.get(&at);
            let form = format!("action=\"{at}/do/decline\"");
            let (_, rest) = page.text().split_once(&form).expect("somebody is called");
            let number = between(rest, "name=\"page\" value=\"", "\"")
                .expect("a page")
                .to_owned();
            let told = clerk.post(&format!("{at}/do/decline"), &[("page", &number)]);
            assert_eq!(told.status, 303, "{}", told.text());
            declined += 1;
            assert!(declined < 20, "a ladder ends");
        }
        let page = clerk.get(&at);
        for words in ["重新呼叫", "电话叫到了，会来", "没有人应答，须由人处理"]
        {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let (_, rest) = page.text().split_once(&again).expect("the button");
        let red = between(rest, "name=\"post\" value=\"", "\"")
            .expect("a post")
            .to_owned();
        let form = format!("{at}/do/reached-by-hand");
        assert_eq!(clerk.post(&form, &[("post", &red)]).status, 303);
        let page = clerk.get(&at);
        assert!(
            page.text()
                .contains("人工联系到了，会来（工作人员fang记下）"),
            "{}",
            page.text()
        );
        assert_eq!(clerk.post(&again, &[("post", &red)]).status, 303);
        let twice = clerk.post(&again, &[("post", &red)]);
        assert_eq!(twice.status, 409, "it is being called");
        assert!(twice.text().contains("还在呼叫"));
        let board = clerk.get(&at.replace("/desk/responses", "/board"));
        assert_eq!(board.status, 200);
        clerk.get("/language?to=en&back=/desk");
        let page = clerk.get(&at);
        for words in [
            "is called again from its first step",
            "was reached by hand; somebody comes",
            "cannot come; the next one is called",
        ] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
    });
}

#[test]
fn the_card_of_whoever_plays_silence_says_so_and_has_no_button() {
    on_sqlite(|place| {
        let monday = Instant::parse("2026-03-02T02:00:00Z").expect("an instant");
        place.clock.set(monday);
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let clerk = &house.clerk.1;
        let script = SCRIPT.replace("governance-head", "petition-office-head");
        let body = json!({ "exercise": true, "script": script });
        let opened = post(&app, clerk, "/api/v1/responses", &[], &body);
        let id = opened.json()["id"].to_string();
        let view = get(&app, clerk, &format!("/api/v1/responses/{id}")).json();
        let calls = view["calls"].as_array().expect("a list");
        let office = calls
            .iter()
            .find(|call| call["post"] == "petition-office-head");
        let page = &office.expect("called")["pages"][0];
        assert_eq!(page["plays_silence"], true);
        let organisation = app.runtime.block_on(app.huiyin.organisation(FIRST));
        let organisation = organisation.expect("reads");
        let mut staff = organisation.staff.values();
        let head = staff.find(|one| one.login == "qin-yue").expect("employed");
        let mut head = signed_in(&app, head.id);
        let at = format!("/desk/responses/{id}");
        let shown = head.get(&at);
        assert!(
            shown.text().contains("您的角色是不应答"),
            "{}",
            shown.text()
        );
        for word in ["我来不了", "我到了"] {
            assert!(!shown.text().contains(word), "{word}");
        }
        let number = page["number"].to_string();
        let answer = head.post(&format!("{at}/do/acknowledge"), &[("page", &number)]);
        assert_eq!(answer.status, 409);
        assert!(answer.text().contains("角色是不应答"));
    });
}

/// The pages of a drill with a form of their own, by whoever may.
const STEPS: [&str; 14] = [
    "do/count",
    "do/report",
    "do/raise",
    "do/danger",
    "do/follow-up",
    "do/end",
    "do/review",
    "do/improve",
    "receive/representatives",
    "receive/need",
    "receive/talk",
    "receive/minutes",
    "receive/answer",
    "receive/heard",
];

const MARK: &str = "【演练】这是演练，没有人来访。";

#[test]
fn every_page_of_a_drill_says_that_it_is_one_and_none_of_a_response_does() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        for exercise in [true, false] {
            let body = json!({ "place": "park-reception", "people": "60", "exercise": exercise });
            let opened = post(&app, &house.clerk.1, "/api/v1/responses", &[], &body);
            let id = opened.json()["id"].to_string();
            let at = format!("/desk/responses/{id}");
            let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
            let mut leader = signed_in(&app, StaffId::new(house.leader.0));
            let marked = |what: &str, text: &str| {
                assert_eq!(text.contains(MARK), exercise, "{what}: {text}");
            };
            let mut shown = 0;
            for step in STEPS {
                let path = format!("{at}/{step}");
                let page = clerk.get(&path);
                let page = if page.status == 200 {
                    page
                } else {
                    leader.get(&path)
                };
                if page.status == 200 {
                    shown += 1;
                    marked(step, page.text());
                }
            }
            assert_eq!(shown, STEPS.len(), "each step has its page");
            // A form that is refused says it again.
            let refused = clerk.post(&format!("{at}/do/count"), &[("people", "many")]);
            assert_eq!(refused.status, 422);
            marked("refused", refused.text());
            let named = [("name-1", "王某")];
            let told = clerk.post(&format!("{at}/receive/representatives"), &named);
            assert_eq!(told.status, 303, "{}", told.text());
            let who = clerk.post(&format!("{at}/receive/who"), &[]);
            assert!(who.text().contains("王某"));
            marked("representatives", who.text());
            let link = leader.post(&format!("{at}/screen"), &[]);
            marked("link of a screen", link.text());
            let token = between(link.text(), "/board/open/", "<").expect("a link");
            let mut wall = app.browser();
            let ask = wall.get(&format!("/board/open/{token}"));
            marked("a screen is asked", ask.text());
            assert_eq!(wall.post(&format!("/board/open/{token}"), &[]).status, 303);
            marked("screen", wall.get("/board/screen").text());
            marked("page", clerk.get(&at).text());
            marked("board", leader.get(&format!("/board/{id}")).text());
        }
    });
}
