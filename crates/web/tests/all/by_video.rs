//! A response at a place above the own level that is answered by video: no page sends anybody there, and no
//! code of ours hangs in its room (RULES 10.1).

use super::desk_support::signed_in;
use super::plans::{house, in_force};
use super::staff::{get, post};
use super::support::App;
use huiyin_domain::ids::StaffId;
use huiyin_testkit::engine::on_sqlite;
use serde_json::json;

const TRAVELS: [&str; 6] = ["前到", "请当面", "贴在接待室", "我到了", "会来", "叫您来"];

#[test]
fn page_board_list_and_inbox_say_video_and_send_nobody() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let body = json!({ "place": "city-reception", "reception": "接待处" });
        let opened = post(&app, &house.clerk.1, "/api/v1/responses", &[], &body);
        assert_eq!(opened.status, 201, "{}", opened.text());
        let id = opened.json()["id"].to_string();
        let view = get(&app, &house.clerk.1, &format!("/api/v1/responses/{id}")).json();
        assert_eq!(
            (&view["by_video"], &view["room_code"]),
            (&json!(true), &json!(null))
        );
        assert_eq!(view["calls"][0]["way"], "video");
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let at = format!("/desk/responses/{id}");
        let board = format!("/board/{id}");
        let pages = |clerk: &mut super::desk_support::Person<'_>| {
            [at.as_str(), board.as_str(), "/desk/responses"]
                .map(|path| clerk.get(path).text().to_owned())
        };
        let check = |pages: &[String]| {
            for page in pages {
                for words in TRAVELS {
                    assert!(!page.contains(words), "{words}: {page}");
                }
            }
        };
        let called = pages(&mut clerk);
        check(&called);
        assert!(called[0].contains("前接通视频") && called[1].contains("前接通视频"));
        // Nobody answers: a person rings somebody, and sends nobody.
        for _ in 0..12 {
            place
                .clock
                .set(app.huiyin.now().plus_micros(6 * 60_000_000));
            app.huiyin.tick(app.huiyin.now()).expect("ticks");
        }
        let alone = pages(&mut clerk);
        check(&alone);
        for page in &alone {
            assert!(page.contains("请打电话找人视频回答"), "{page}");
        }
        check(&[leader.get("/desk").text().to_owned()]);
    });
}
