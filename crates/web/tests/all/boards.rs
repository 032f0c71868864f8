//! Boards of responses: what is done and what is late, the way of a screen from its link to the end, and
//! the form that opens a response.

use super::desk_support::signed_in;
use super::plans::{House, house, in_force};
use super::staff::{get, post};
use super::support::{App, between, request};
use axum::http::{HeaderValue, Method, header};
use huiyin_app::ticker::Ticker;
use huiyin_domain::ids::StaffId;
use huiyin_domain::time::Instant;
use huiyin_testkit::clock::{LOOK_EVERY, TurnedClock};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;
use std::sync::Arc;

const HOUR_MICROS: i64 = 3_600_000_000;

fn opened(app: &App, house: &House, topic: &str) -> String {
    let body = json!({ "place": "park-reception", "people": "5", "topic": topic });
    let opened = post(app, &house.clerk.1, "/api/v1/responses", &[], &body);
    assert_eq!(opened.status, 201, "{}", opened.text());
    opened.json()["id"].to_string()
}

#[test]
fn a_task_that_is_done_says_so_and_one_past_its_time_is_late_in_words() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let id = opened(&app, &house, "工资");
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let board = format!("/board/{id}");
        let page = leader.get(&board);
        assert!(!page.text().contains("做好了") && !page.text().contains("超时"));
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let task = format!("/desk/responses/{id}/do/task");
        assert_eq!(clerk.post(&task, &[("kind", "water")]).status, 303);
        let page = leader.get(&board);
        let done = between(page.text(), "饮水", "</li>").expect("a task");
        assert!(done.contains("做好了"), "{done}");
        place.clock.set(app.huiyin.now().plus_micros(3_600_000_000));
        let page = leader.get(&board);
        let done = between(page.text(), "饮水", "</li>").expect("a task");
        assert!(!done.contains("超时"), "{done}");
        let room = between(page.text(), "开放接待室", "</li>").expect("a task with a time");
        assert!(room.contains("超时："), "{room}");
    });
}

#[test]
fn the_link_of_a_screen_is_a_whole_address_with_its_code_and_ends_in_words() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let id = opened(&app, &house, "金丝雀厂欠薪");
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let path = format!("/desk/responses/{id}/screen");
        let page = leader.get(&format!("/desk/responses/{id}"));
        let token = between(page.text(), "name=\"form_token\" value=\"", "\"").expect("a form");
        let body = format!("form_token={token}").into_bytes();
        let mut asked = request(Method::POST, &path, body);
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        asked.headers_mut().insert(header::CONTENT_TYPE, form);
        let host = HeaderValue::from_static("desk.example:8000");
        asked.headers_mut().insert(header::HOST, host);
        let made = leader.browser.send(asked);
        let whole = "translate=\"no\">http://desk.example:8000/board/open/";
        assert!(made.text().contains(whole), "{}", made.text());
        assert!(made.text().contains("<svg") && made.text().contains("class=\"qr\""));
        let token = between(made.text(), "/board/open/", "<").expect("a link");
        let link = format!("/board/open/{token}");
        let end = json!({ "step": "end", "text": "谈过了", "anyway": true });
        let steps = format!("/api/v1/responses/{id}/steps");
        assert_eq!(post(&app, &house.leader.1, &steps, &[], &end).status, 200);
        let mut wall = app.browser();
        let page = wall.get(&link);
        assert_eq!(page.status, 410);
        assert!(page.text().contains("已结束") && page.text().contains("园区接待室"));
        assert!(!page.text().contains("金丝雀") && !page.text().contains("查询码"));
        let ended = leader.get(&format!("/board/{id}"));
        assert_eq!(ended.status, 200);
        assert!(ended.text().contains("已结束：") && ended.text().contains("data-ended"));
        assert!(
            !ended.text().contains("http-equiv"),
            "it is not refreshed any more"
        );
    });
}

#[test]
fn no_place_is_chosen_for_anybody_and_a_response_that_runs_is_told_before_another() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let page = clerk.get("/desk/open-response");
        assert_eq!(page.status, 200);
        assert!(
            !page.text().contains(" checked"),
            "two own places: none is chosen"
        );
        let (own, above) = page
            .text()
            .split_once("上级接待场所")
            .expect("two headings");
        assert!(own.contains("园区接待室") && !own.contains("sample-park/county"));
        assert!(above.contains("name=\"reception\"") && above.contains("name=\"respondents\""));
        assert!(!page.text().contains("正在进行"));
        let none = clerk.post("/desk/open-response", &[("people", "5")]);
        assert_eq!(none.status, 422, "{}", none.text());
        assert!(none.text().contains("这一项要填写"));
        let id = opened(&app, &house, "工资拖欠");
        let page = clerk.get("/desk/open-response");
        let warned = between(page.text(), "id=\"running\"", "</div>").expect("a warning");
        assert!(
            warned.contains(&format!("/desk/responses/{id}")),
            "{warned}"
        );
        assert!(page.text().contains("这里正在进行一次响应"));
        let list = clerk.get("/desk/responses");
        assert!(
            list.text().contains("工资拖欠"),
            "the topic, for those who may see it"
        );
    });
}

/// Nobody asks for it and nobody else is there: the ticker's own thread finds that a ladder is at its end, also
/// where the clock was set back meanwhile, and board and API say so.
#[test]
fn a_board_turns_red_by_the_ticker_when_nobody_of_a_ladder_comes() {
    each_engine(|place| {
        let begin = Instant::parse("2026-06-10T10:30:00+08:00").expect("an instant");
        let clock = Arc::new(TurnedClock::at(begin));
        let app = App::of(place.open_by(clock.clone()));
        let house = house(&app);
        in_force(&app, &house);
        let ticker = Ticker::start_looking(Arc::clone(&app.huiyin), LOOK_EVERY).expect("starts");
        let id = opened(&app, &house, "工资");
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let red = "有岗位没有人应答";
        let board = format!("/board/{id}");
        clock.was_looked_at();
        assert!(
            !leader.get(&board).text().contains(red),
            "people are called"
        );
        clock.jumps(-HOUR_MICROS);
        clock.was_looked_at();
        assert!(
            !leader.get(&board).text().contains(red),
            "nobody was asked twice"
        );
        clock.runs(HOUR_MICROS);
        // Each step of a ladder counts from the one before it.
        for _ in 0..6 {
            clock.runs(HOUR_MICROS / 2);
            clock.was_looked_at();
        }
        let page = leader.get(&board);
        assert!(page.text().contains(red), "{}", page.text());
        let path = format!("/api/v1/responses/{id}");
        let view = get(&app, &house.leader.1, &path).json();
        assert_eq!(view["red"], true, "{view}");
        drop(ticker);
    });
}

/// While the clock is in doubt nobody is called by itself: whoever looks at a board has to know (RULES 1.6).
#[test]
fn a_board_says_so_while_the_clock_is_in_doubt_and_nobody_is_called() {
    on_sqlite(|place| {
        let begin = Instant::parse("2026-06-10T10:30:00+08:00").expect("an instant");
        let clock = Arc::new(TurnedClock::at(begin));
        let app = App::of(place.open_by(clock.clone()));
        let house = house(&app);
        in_force(&app, &house);
        let ticker = Ticker::start_looking(Arc::clone(&app.huiyin), LOOK_EVERY).expect("starts");
        let id = opened(&app, &house, "工资");
        let board = || {
            let mut leader = signed_in(&app, StaffId::new(house.leader.0));
            leader.get(&format!("/board/{id}")).text().to_owned()
        };
        let told = "现在不自动呼叫";
        clock.was_looked_at();
        assert!(!board().contains(told));
        clock.jumps(20 * 24 * HOUR_MICROS);
        clock.was_looked_at();
        assert_eq!(app.get("/readyz").status, 503);
        assert!(board().contains(told));
        drop(ticker);
    });
}

#[test]
fn a_board_tells_how_many_the_room_takes() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let id = opened(&app, &house, "工资");
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let page = leader.get(&format!("/board/{id}"));
        let head = between(page.text(), "board-head", "board-columns").expect("a head");
        assert!(head.contains("房间：容"), "{head}");
    });
}
