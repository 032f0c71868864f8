//! What the petitioner wrote stands on the row and on top of the petition until it is answered or marked read, also
//! where nothing is owed any more.

use super::desk_support::{Park, petition};
use super::staff::post_by_code;
use super::support::App;
use huiyin_testkit::engine::each_engine;
use serde_json::json;

fn writes(app: &App, code: &str, text: &str) {
    let path = format!("/api/v1/track/{code}/actions");
    let message = json!({"action": "message", "text": text});
    let sent = post_by_code(app, &path, &[], &message);
    assert_eq!(sent.status, 200, "{}", sent.text());
}

#[test]
fn a_message_is_seen_by_who_may_answer_until_it_is_answered_or_marked_read() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, code) = park.accepted(&mut clerk, &mut handler);
        let waits = "信访人有新留言（";
        let row = "<span class=\"stress\">有新留言</span>";
        assert!(!handler.get("/desk").text().contains("有新留言"));
        let quiet = handler.get(&petition(&number));
        assert!(!quiet.text().contains(waits) && !quiet.text().contains("do/mark-read"));

        writes(&app, &code, "什么时候能有结果？");
        assert!(handler.get("/desk").text().contains(row));
        let page = handler.get(&petition(&number));
        assert!(page.text().contains(waits), "{}", page.text());
        assert!(page.text().contains("标为已看"), "{}", page.text());
        // It is on the row already, so it has no place of its own.
        assert!(!handler.get("/desk").text().contains("id=\"wrote\""));
        // Nobody else is told, and whoever may not answer marks nothing.
        assert!(
            !park
                .person("other")
                .get("/desk")
                .text()
                .contains("有新留言")
        );
        let mut chief = park.person("chief");
        let path = format!("{}/do/mark-read", petition(&number));
        assert_eq!(chief.post(&path, &[("version", "1")]).status, 403);

        handler.act(&number, "message", &[("message", "本月内。")]);
        assert!(!handler.get("/desk").text().contains("有新留言"));
        assert!(!handler.get(&petition(&number)).text().contains(waits));

        writes(&app, &code, "谢谢。");
        writes(&app, &code, "还有加班费。");
        handler.get("/language?to=en&back=/desk");
        let english = handler.get(&petition(&number));
        assert!(english.text().contains("The petitioner wrote on"));
        handler.act(&number, "mark-read", &[]);
        assert!(!handler.get("/desk").text().contains("The petitioner wrote"));
        let again = handler.post_seen(&number, &path, &[]);
        assert_eq!(again.status, 409, "{}", again.text());
        let track = app.get(&format!("/api/v1/track/{code}")).json();
        let told = track["timeline"].to_string();
        assert!(told.contains("MessagesRead"), "{told}");
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}
