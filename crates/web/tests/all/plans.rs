//! Plans by pages and by API: lodged, checked, approved by the post that the plan names, and refused
//! to everybody else.

use super::desk_support::signed_in;
use super::staff::{OFFICE, get, member, post, set, unit};
use super::support::{App, FIRST, request};
use axum::http::{HeaderValue, Method, header};
use huiyin_app::{AuthorityDraft, Change, Order, PostDraft};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::shipped;
use huiyin_testkit::engine::on_sqlite;
use serde_json::json;

const PLAN: &str = "/api/v1/plans/sample-park";

fn sample() -> (&'static str, &'static str) {
    let one = shipped::plans().iter().find(|one| one.id == "sample-park");
    let one = one.expect("shipped");
    (one.plan, one.roster.expect("with its roster"))
}

fn version(version: &str) -> String {
    let new = format!("version = {version:?}");
    sample().0.replace("version = \"2026.1\"", &new)
}

/// Who works there: staff and token each.
pub struct House {
    pub administrator: (i64, String),
    pub leader: (i64, String),
    pub clerk: (i64, String),
}

pub fn house(app: &App) -> House {
    let order = Order {
        authority: FIRST,
        by: Actor::Operator,
        version: None,
    };
    let level = AuthorityDraft {
        level: Some("park".into()),
        ..AuthorityDraft::default()
    };
    let changed = app.huiyin.change_authority(order, level, None);
    app.runtime.block_on(changed).expect("a level");
    for key in [
        "park-committee",
        "governance-office",
        "social-affairs-office",
        "community",
    ] {
        unit(app, key, "单位");
    }
    let house = House {
        administrator: member(app, "ye", &[(OFFICE, "administrator")]),
        leader: member(app, "song", &[(OFFICE, "leader")]),
        clerk: member(app, "fang", &[(OFFICE, "clerk")]),
    };
    let draft = PostDraft {
        duty: "park-leader".into(),
        title: Bilingual::new("园区主要领导", "Main leader"),
        unit: OFFICE,
        holder: Some(house.leader.0),
        ..PostDraft::default()
    };
    set(app, Change::Post(None, draft));
    house
}

/// The sample plan in force, with its roster.
pub fn in_force(app: &App, house: &House) {
    let (plan, roster) = sample();
    let admin = &house.administrator.1;
    for (path, body) in [
        ("/api/v1/plans", json!({ "plan": plan })),
        ("/api/v1/rosters", json!({ "roster": roster })),
    ] {
        assert_eq!(post(app, admin, path, &[], &body).status, 201);
    }
    let approval = format!("{PLAN}/2026.1/approval");
    let approved = post(app, &house.leader.1, &approval, &[], &json!({}));
    assert_eq!(approved.status, 200, "{}", approved.text());
}

#[test]
fn a_program_lodges_checks_and_the_post_approves() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let (plan, roster) = sample();
        let (admin, clerk) = (&house.administrator.1, &house.clerk.1);

        let refused = post(&app, clerk, "/api/v1/plans", &[], &json!({ "plan": plan }));
        refused.refused(403, "not_allowed");
        let lodged = post(&app, admin, "/api/v1/plans", &[], &json!({ "plan": plan }));
        assert_eq!(lodged.status, 201, "{}", lodged.text());
        // The bare file says the same, and is the same.
        let mut bare = request(Method::POST, "/api/v1/plans", plan.as_bytes().to_vec());
        let bearer = HeaderValue::from_str(&format!("Bearer {admin}")).expect("a header");
        let toml = HeaderValue::from_static("application/toml");
        bare.headers_mut().insert(header::AUTHORIZATION, bearer);
        bare.headers_mut().insert(header::CONTENT_TYPE, toml);
        assert_eq!(app.send(bare).status, 200);

        let check = format!("{PLAN}/2026.1/check");
        let said = get(&app, clerk, &check).json();
        assert_eq!(said["roster"], "not given");
        assert!(
            said["findings"]
                .as_array()
                .expect("a list")
                .iter()
                .any(|one| { one["code"] == "missing-roster" && one["severity"] == "error" })
        );
        let approval = format!("{PLAN}/2026.1/approval");
        let refused = post(&app, &house.leader.1, &approval, &[], &json!({}));
        let refused = refused.refused(422, "plan_faulty");
        assert_eq!(refused["findings"][0]["code"], "missing-roster");

        let body = json!({ "roster": roster });
        assert_eq!(post(&app, admin, "/api/v1/rosters", &[], &body).status, 201);
        assert_eq!(get(&app, clerk, &check).json()["roster"], "checked");
        for token in [admin, clerk] {
            let refused = post(&app, token, &approval, &[], &json!({}));
            refused.refused(403, "not_the_approver");
        }
        let approved = post(&app, &house.leader.1, &approval, &[], &json!({}));
        assert_eq!(approved.status, 200, "{}", approved.text());
        post(&app, &house.leader.1, &approval, &[], &json!({}))
            .refused(409, "plan_approved_already");

        let view = get(&app, clerk, PLAN).json();
        assert_eq!(view["in_force"], "2026.1");
        assert_eq!(view["versions"][0]["approved_by"]["zh"], "园区主要领导");
        let kept = get(&app, clerk, &format!("{PLAN}/2026.1")).json();
        assert_eq!(kept["plan"], plan);
        let kept = get(&app, clerk, "/api/v1/rosters/sample-park").json();
        assert_eq!(kept["roster"], roster);
        let list = get(&app, clerk, "/api/v1/plans?limit=1").json();
        assert_eq!(list["entries"][0]["id"], "sample-park");
        let rest = get(&app, clerk, "/api/v1/plans?after=sample-park").json();
        assert_eq!(rest["entries"], json!([]));
    });
}

#[test]
fn a_version_is_not_overwritten_and_a_refused_field_not_kept() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let admin = &house.administrator.1;
        let send = |plan: String| post(&app, admin, "/api/v1/plans", &[], &json!({ "plan": plan }));
        assert_eq!(send(version("2026.2")).status, 201);
        let other = format!("{}\n# 改\n", version("2026.2"));
        send(other).refused(409, "version_taken");
        send(version("2026.1")).refused(409, "version_older");
        let before = app.stored();
        let attendees = format!("{}\n[[attendee]]\nname = \"x\"\n", version("2026.3"));
        let refused = send(attendees).refused(422, "plan_unfit");
        assert!(refused["findings"][0]["line"].is_number());
        send(format!("# 13800138000\n{}", version("2026.3"))).refused(422, "plan_unfit");
        assert_eq!(app.stored(), before);
        for path in [
            "/nowhere",
            "/sample-park/2026.9",
            "/sample-park/2026.9/check",
        ] {
            let answer = get(&app, admin, &format!("/api/v1/plans{path}"));
            answer.refused(404, "not_found");
        }
    });
}

#[test]
fn the_desk_lodges_shows_what_is_wrong_and_lets_only_the_post_approve() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let (plan, roster) = sample();
        let mut admin = signed_in(&app, StaffId::new(house.administrator.0));
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));

        assert!(clerk.get("/desk").text().contains("/desk/plans"));
        assert!(!clerk.get("/desk/plans").text().contains("/desk/lodge-plan"));
        assert_eq!(clerk.get("/desk/lodge-plan").status, 403);
        let fields = [("what", "plan"), ("toml", plan)];
        assert_eq!(clerk.post("/desk/lodge-plan", &fields).status, 403);

        // What was typed stays, and the line is named.
        let wrong = plan.replace("level = \"park\"\nzone", "level = \"town\"\nzone");
        let answer = admin.post("/desk/lodge-plan", &[("what", "plan"), ("toml", &wrong)]);
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("plan.level") && answer.text().contains("park-reception"));

        let answer = admin.post("/desk/lodge-plan", &fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
        let page = "/desk/plans/sample-park/2026.1";
        assert_eq!(answer.header("location"), page);
        // With errors nobody is offered an approval, and forcing it is refused.
        let approve = format!("{page}/approve");
        let seen = leader.get(page);
        assert!(seen.text().contains("missing-roster") && !seen.text().contains(&approve));
        let refused = leader.post(&approve, &[]);
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("预案有错误，不能批准"));

        let answer = admin.post("/desk/lodge-plan", &[("what", "roster"), ("toml", roster)]);
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert!(!admin.get(page).text().contains(&approve));
        let seen = leader.get(page);
        assert!(seen.text().contains(&approve) && seen.text().contains("批准不能收回"));
        assert_eq!(clerk.post(&approve, &[]).status, 403);
        let answer = leader.post(&approve, &[]);
        assert_eq!((answer.status, answer.header("location")), (303, page));
        assert!(clerk.get("/desk/plans").text().contains("2026.1执行中"));

        // A gap is told with a case in words, and a change in consequences.
        let gap = version("2026.2").replace("people = [1, 20]", "people = [2, 20]");
        let answer = admin.post("/desk/lodge-plan", &[("what", "plan"), ("toml", &gap)]);
        let next = answer.header("location").to_owned();
        let seen = clerk.get(&next);
        assert!(seen.text().contains("园区接待室，1人，"), "{}", seen.text());
        assert!(seen.text().contains("与执行中的2026.1相比"));
        assert_eq!(clerk.get(&format!("{page}x")).status, 404);
    });
}

#[test]
fn the_sheet_stands_on_the_page_of_the_version() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let body = json!({ "plan": sample().0 });
        let admin = &house.administrator.1;
        assert_eq!(post(&app, admin, "/api/v1/plans", &[], &body).status, 201);
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let page = clerk.get("/desk/plans/sample-park/2026.1");
        for wanted in ["21至50人", "谁来接待", "不应答时依次呼叫", "园区接待室"]
        {
            assert!(page.text().contains(wanted), "{wanted}");
        }
    });
}
