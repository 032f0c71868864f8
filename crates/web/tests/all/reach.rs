//! The reachability test on its page and by API: sent, rung, noted, counted by post, and refused with what
//! to do.

use super::desk_support::signed_in;
use super::plans::{self, House, house};
use super::staff::{OFFICE, get, member, post};
use super::support::{App, FIRST};
use huiyin_domain::ids::StaffId;
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::{TestStore, on_sqlite};
use serde_json::{Value, json};

const PAGE: &str = "/desk/rosters/sample-park";
const API: &str = "/api/v1/rosters/sample-park/reachability-test";

/// The sample in force, on a Monday at ten.
fn in_force(place: &TestStore) -> (App, House) {
    let monday = Instant::parse("2026-03-02T02:00:00Z").expect("an instant");
    place.clock.set(monday);
    let app = App::on(place);
    let house = house(&app);
    let one = shipped::plans().iter().find(|one| one.id == "sample-park");
    let one = one.expect("shipped");
    // Whom the authority does not employ here is rung by hand.
    let roster = one
        .roster
        .expect("with its roster")
        .replace("account = false\n", "");
    let lines = roster
        .lines()
        .map(|line| match line.starts_with("channels = ") {
            true => format!("{line}\naccount = false\n"),
            false => format!("{line}\n"),
        });
    let roster: String = lines.collect();
    let admin = &house.administrator.1;
    post(
        &app,
        admin,
        "/api/v1/plans",
        &[],
        &json!({ "plan": one.plan }),
    );
    post(
        &app,
        admin,
        "/api/v1/rosters",
        &[],
        &json!({ "roster": roster }),
    );
    let approval = "/api/v1/plans/sample-park/2026.1/approval";
    let approved = post(&app, &house.leader.1, approval, &[], &json!({}));
    assert_eq!(approved.status, 200, "{}", approved.text());
    (app, house)
}

fn last(app: &App, token: &str) -> Value {
    let said = get(app, token, "/api/v1/rosters/sample-park/readiness").json();
    said["reach_test"].clone()
}

#[test]
fn a_test_is_sent_by_its_button_the_desk_rings_and_says_whom_it_reached() {
    on_sqlite(|place| {
        let (app, house) = in_force(place);
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let page = clerk.get(PAGE);
        assert!(page.text().contains("还没有测试过"), "{}", page.text());
        assert!(
            !page.text().contains("现在发一次测试呼叫"),
            "a clerk sends none"
        );
        let mut admin = signed_in(&app, StaffId::new(house.administrator.0));
        let page = admin.get(PAGE);
        assert!(page.text().contains("现在发一次测试呼叫") && page.text().contains("等15分钟"));
        assert_eq!(admin.post(&format!("{PAGE}/test"), &[]).status, 303);
        let page = clerk.get(PAGE);
        assert!(page.text().contains("请打电话测试") && page.text().contains("秦越"));
        assert!(page.text().contains("不用到场"), "{}", page.text());
        let fields = [("post", "petition-office-head")];
        assert_eq!(clerk.post(&format!("{PAGE}/reached"), &fields).status, 303);
        let said = last(&app, &house.clerk.1);
        assert_eq!(
            (&said["running"], &said["reached"]),
            (&json!(true), &json!(1))
        );
        // A second one while it runs says until when, on the page itself.
        let again = admin.post(&format!("{PAGE}/test"), &[]);
        assert_eq!(again.status, 409);
        assert!(again.text().contains("还在进行"), "{}", again.text());
        // When its time is over nobody is named any more, and each post says whether it was reached.
        let later = app.huiyin.now().plus_micros(16 * 60_000_000);
        place.clock.set(later);
        app.huiyin.tick(later).expect("ticks");
        let page = clerk.get(PAGE);
        assert!(!page.text().contains("请打电话测试"));
        assert!(page.text().contains("时限内未回答") && page.text().contains("1个联系上"));
    });
}

#[test]
fn by_api_it_is_sent_once_for_a_key_answered_and_counted_with_the_next_drill_beside_it() {
    on_sqlite(|place| {
        let (app, house) = in_force(place);
        let leader = &house.leader.1;
        let key = [("idempotency-key", "one")];
        let sent = post(&app, leader, API, &key, &json!({}));
        assert_eq!(sent.status, 201, "{}", sent.text());
        let posts = sent.json()["posts"].clone();
        assert_eq!(
            post(&app, leader, API, &key, &json!({})).json(),
            sent.json()
        );
        post(&app, leader, API, &[], &json!({})).refused(409, "not_tested");
        post(&app, &house.clerk.1, API, &[], &json!({})).refused(403, "not_allowed");
        let reached = format!("{API}/reached");
        let of = json!({ "post": "petition-office-head" });
        let other = member(&app, "wu", &[(OFFICE, "handler")]);
        post(&app, &other.1, &reached, &[], &of).refused(403, "not_allowed");
        assert_eq!(post(&app, &house.clerk.1, &reached, &[], &of).status, 200);
        post(&app, &house.clerk.1, &reached, &[], &of).refused(409, "not_tested");
        post(&app, &house.clerk.1, &reached, &[], &json!({ "grade": 1 }))
            .refused(422, "fields_refused");
        let said = last(&app, &house.clerk.1);
        assert_eq!((&said["posts"], &said["reached"]), (&posts, &json!(1)));
        let readiness = get(&app, leader, "/api/v1/rosters/sample-park/readiness").json();
        assert_eq!(readiness["next_drill"]["due_date"], "2026-08-29");
        assert_eq!(readiness["next_drill"]["late"], false);
        let text = readiness["reach_test"].to_string();
        assert!(
            !text.contains("秦越") && !text.contains("qin-yue"),
            "{text}"
        );
    });
}

#[test]
fn outside_the_agreed_hours_it_is_refused_with_the_next_one() {
    on_sqlite(|place| {
        let (app, house) = in_force(place);
        let night = Instant::parse("2026-03-02T14:00:00Z").expect("an instant");
        place.clock.set(night);
        let refused = post(&app, &house.leader.1, API, &[], &json!({}));
        let problem = refused.refused(409, "not_tested");
        let detail = problem["detail"].as_str().expect("why");
        assert!(
            detail.contains("3月3日") && detail.contains("3 March"),
            "{detail}"
        );
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let page = leader.get(PAGE);
        assert!(page.text().contains("下一次可以测试"), "{}", page.text());
        assert!(!page.text().contains("现在发一次测试呼叫"));
    });
}

#[test]
fn a_test_page_waits_in_the_inbox_with_its_button_and_one_comes_back_there() {
    on_sqlite(|place| {
        let monday = Instant::parse("2026-03-02T02:00:00Z").expect("an instant");
        place.clock.set(monday);
        let app = App::on(place);
        let house = house(&app);
        plans::in_force(&app, &house);
        let organisation = app.runtime.block_on(app.huiyin.organisation(FIRST));
        let organisation = organisation.expect("reads");
        let mut staff = organisation.staff.values();
        let head = staff.find(|one| one.login == "qin-yue").expect("employed");
        let mut head = signed_in(&app, head.id);
        let waits = "通信联络测试：没有人来访，不用到场";
        assert!(!head.get("/desk").text().contains(waits));
        let sent = post(&app, &house.leader.1, API, &[], &json!({}));
        assert_eq!(sent.status, 201, "{}", sent.text());
        let inbox = head.get("/desk");
        let inbox = inbox.text();
        assert!(
            inbox.contains(waits) && inbox.contains("我收到了"),
            "{inbox}"
        );
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        assert!(!clerk.get("/desk").text().contains(waits), "nobody else's");
        let answered = head.post(&format!("{PAGE}/reached"), &[("from", "inbox")]);
        assert_eq!(
            (answered.status, answered.header("location")),
            (303, "/desk")
        );
        assert!(!head.get("/desk").text().contains(waits));
        assert_eq!(last(&app, &house.clerk.1)["reached"], 1);
    });
}
