//! Plans by pages and by API: lodged, checked, approved by the post that the plan names, and refused
//! to everybody else.

use super::desk_support::signed_in;
use super::staff::{OFFICE, get, member, post, set, unit};
use super::support::{App, FIRST, between, request};
use axum::http::{HeaderValue, Method, header};
use huiyin_app::{AuthorityDraft, Change, Order, PostDraft, RoleDraft, StaffDraft};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::roster::Roster;
use huiyin_domain::shipped;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;
use std::sync::LazyLock;

const PLAN: &str = "/api/v1/plans/sample-park";

fn sample() -> (&'static str, &'static str) {
    let one = shipped::plans().iter().find(|one| one.id == "sample-park");
    let one = one.expect("shipped");
    (one.plan, BY_HAND.as_str())
}

/// The shipped roster, as an authority lodges it whose staff it does not name: all are rung by hand.
static BY_HAND: LazyLock<String> = LazyLock::new(|| {
    let shipped = shipped::plans().iter().find(|one| one.id == "sample-park");
    let roster = shipped.and_then(|one| one.roster).expect("with its roster");
    let text = roster.replace("account = false\n", "");
    let lines = text
        .lines()
        .map(|line| match line.starts_with("channels = ") {
            true => format!("{line}\naccount = false\n"),
            false => format!("{line}\n"),
        });
    lines.collect()
});

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

/// The sample plan in force, with its roster, whose officials all have accounts.
pub fn in_force(app: &App, house: &House) {
    let (plan, roster) = sample();
    for official in Roster::parse(roster).expect("a roster").staff {
        let draft = StaffDraft {
            login: official.id.to_string(),
            name: official.name,
            roles: vec![RoleDraft {
                unit: OFFICE,
                role: "handler".into(),
            }],
            ..StaffDraft::default()
        };
        set(app, Change::Staff(None, draft));
    }
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
        assert!(clerk.get("/desk/plans").text().contains("第2026.1版执行中"));

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

#[test]
fn readiness_is_told_by_page_and_by_api_post_by_post() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let (admin, clerk) = (&house.administrator.1, &house.clerk.1);
        let (plan, roster) = sample();
        let address = "/api/v1/rosters/sample-park/readiness";
        get(&app, clerk, address).refused(404, "not_found");
        post(&app, admin, "/api/v1/plans", &[], &json!({ "plan": plan }));
        get(&app, clerk, address).refused(404, "not_found");
        let mut person = signed_in(&app, StaffId::new(house.clerk.0));
        let page = person.get("/desk/rosters/sample-park");
        assert!(page.text().contains("还没有值班表"));

        let leaving = roster.replace(
            "[[duty]]\npost = \"park-leader\"\nstaff = [\"zhou-mingyuan\"]\n",
            "",
        );
        assert_ne!(leaving, roster);
        post(
            &app,
            admin,
            "/api/v1/rosters",
            &[],
            &json!({ "roster": leaving }),
        );
        let said = get(&app, clerk, address).json();
        assert_eq!(said["ready"], false);
        let posts = said["posts"].as_array().expect("posts");
        let leader = posts.iter().find(|post| post["post"] == "park-leader");
        let leader = leader.expect("the leader");
        assert_eq!(leader["holder"], json!(null));
        assert_eq!(leader["minutes_missing"], leader["minutes_called"]);
        let page = person.get("/desk/rosters/sample-park");
        assert!(page.text().contains("无人在岗"), "{}", page.text());
        assert!(
            person
                .get("/desk/plans/sample-park")
                .text()
                .contains("/desk/rosters/sample-park")
        );

        let whole = roster.replace("version = \"2026.1\"", "version = \"2026.2\"");
        post(
            &app,
            admin,
            "/api/v1/rosters",
            &[],
            &json!({ "roster": whole }),
        );
        assert_eq!(get(&app, clerk, address).json()["ready"], true);
        assert!(
            person
                .get("/desk/rosters/sample-park")
                .text()
                .contains("随时有人")
        );
    });
}

#[test]
fn any_two_versions_are_held_against_each_other_in_consequences() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let (admin, clerk) = (&house.administrator.1, &house.clerk.1);
        let later = version("2026.2").replacen("arrive_minutes = 20", "arrive_minutes = 30", 1);
        for plan in [sample().0.to_owned(), later] {
            let lodged = post(&app, admin, "/api/v1/plans", &[], &json!({ "plan": plan }));
            assert_eq!(lodged.status, 201);
        }
        let said = get(&app, clerk, &format!("{PLAN}/2026.2/diff")).json();
        assert_eq!((&said["old"], &said["changes"]), (&json!(null), &json!([])));
        let said = get(&app, clerk, &format!("{PLAN}/2026.2/diff?against=2026.1")).json();
        assert_eq!(said["old"]["version"], "2026.1");
        let changes = said["changes"].as_array().expect("changes");
        assert!(
            changes[0]["message_en"]
                .as_str()
                .expect("words")
                .contains("10 minutes later")
        );
        get(&app, clerk, &format!("{PLAN}/2026.2/diff?against=1999")).refused(404, "not_found");
        let mut person = signed_in(&app, StaffId::new(house.clerk.0));
        let page = person.get("/desk/plans/sample-park/2026.2?against=2026.1");
        let page = page.text();
        assert!(
            page.contains("与2026.1相比") && page.contains("晚10分钟"),
            "{page}"
        );
    });
}

#[test]
fn a_file_is_lodged_to_the_letter_and_comes_back_as_text_when_refused() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let mut person = signed_in(&app, StaffId::new(house.administrator.0));
        let crlf = sample().0.replace('\n', "\r\n");
        let sent = person.upload(
            "/desk/lodge-plan",
            &[("what", "plan")],
            ("file", "park.toml", crlf.as_bytes()),
        );
        assert_eq!(sent.status, 303, "{}", sent.text());
        let kept = get(&app, &house.clerk.1, &format!("{PLAN}/2026.1")).json();
        assert_eq!(kept["plan"].as_str(), Some(crlf.as_str()));
        let wrong = version("2026.2").replacen("[plan]", "[plan]\ncolour = \"red\"", 1);
        let sent = person.upload(
            "/desk/lodge-plan",
            &[("what", "plan")],
            ("file", "park.toml", wrong.as_bytes()),
        );
        assert_eq!(sent.status, 422);
        assert!(
            sent.text().contains("colour = "),
            "the text is there to be corrected"
        );
    });
}

#[test]
fn a_plan_is_made_by_answering_questions_and_each_step_is_kept() {
    each_engine(|place| {
        let app = App::on(place);
        let house = house(&app);
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        assert_eq!(clerk.get("/desk/plan-drafts").status, 403);
        let mut admin = signed_in(&app, StaffId::new(house.administrator.0));
        let refused = admin.post("/desk/plan-drafts", &[("plan.id", "riverside")]);
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("riverside"), "what was typed stays");
        let begun = admin.post(
            "/desk/plan-drafts",
            &[
                ("template", "sample-park"),
                ("plan.title_zh", "河畔新区集体访接待预案"),
                ("plan.id", "riverside"),
            ],
        );
        assert_eq!(begun.header("location"), "/desk/plan-drafts/1/places");
        let page = admin.get("/desk/plan-drafts/1/places");
        assert!(page.text().contains("place.park-reception.area_m2"));

        // What is wrong stands at its question; the rest of the step is kept all the same.
        let sent = admin.post(
            "/desk/plan-drafts/1/places",
            &[
                ("place.park-reception.area_m2", "一百"),
                ("place.park-reception.title_zh", "河畔接待厅"),
            ],
        );
        assert_eq!(sent.header("location"), "/desk/plan-drafts/1/places");
        let page = admin.get("/desk/plan-drafts/1/places");
        assert!(
            page.text().contains("place.park-reception.area_m2-error"),
            "{}",
            page.text()
        );
        assert!(page.text().contains("河畔接待厅") && page.text().contains("一百"));
        // What cannot be saved comes back as it was typed, with the reason.
        let long = "厅".repeat(401);
        let refused = admin.post(
            "/desk/plan-drafts/1/places",
            &[
                ("place.park-reception.title_zh", long.as_str()),
                ("place.park-reception.area_m2", "131"),
            ],
        );
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains(&long) && refused.text().contains("value=\"131\""));
        assert!(
            refused
                .text()
                .contains("place.park-reception.title_zh-error")
        );
        let sent = admin.post(
            "/desk/plan-drafts/1/places",
            &[("place.park-reception.area_m2", "130")],
        );
        assert_eq!(sent.header("location"), "/desk/plan-drafts/1/hours");
        let check = admin.get("/desk/plan-drafts/1/check");
        assert!(
            check.text().contains("/desk/plan-drafts/1/duties"),
            "what is missing leads to its step"
        );

        let duties: Vec<String> = (0..10).map(|nth| format!("duty.{nth}.staff")).collect();
        let mut fields: Vec<(&str, &str)> =
            duties.iter().map(|name| (name.as_str(), "song")).collect();
        fields.extend([("staff.channels", "phone"), ("staff.channels", "desk")]);
        let sent = admin.post("/desk/plan-drafts/1/duties", &fields);
        assert_eq!(sent.header("location"), "/desk/plan-drafts/1/check");
        let check = admin.get("/desk/plan-drafts/1/check");
        assert!(check.text().contains("没有发现问题"), "{}", check.text());

        let lodged = admin.post("/desk/plan-drafts/1/check", &[]);
        assert_eq!(lodged.header("location"), "/desk/plans/riverside/1");
        assert_eq!(
            admin.get("/desk/plan-drafts/1/check").status,
            404,
            "the draft is done"
        );
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let approved = leader.post("/desk/plans/riverside/1/approve", &[]);
        assert_eq!(approved.status, 303, "{}", approved.text());
        let kept = get(&app, &house.clerk.1, "/api/v1/plans/riverside/1").json();
        let kept = kept["plan"].as_str().expect("a text");
        assert!(kept.contains("河畔接待厅") && kept.contains("area_m2 = 130"));
        let doctor = app.huiyin.doctor(true).expect("the doctor comes");
        assert!(doctor.healthy, "the drafts leave nothing behind");
    });
}

#[test]
fn each_step_says_where_one_is_what_it_is_for_and_leads_back_with_what_was_typed() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let mut admin = signed_in(&app, StaffId::new(house.administrator.0));
        let first = admin.get("/desk/plan-drafts");
        for words in ["八步", "自己的接待场所3处", "例如：青石镇", "批准后才执行"]
        {
            assert!(first.text().contains(words), "{words}: {}", first.text());
        }
        let begun = [
            ("template", "sample-park"),
            ("plan.title_zh", "青石镇集体来访接待预案"),
            ("plan.id", "greenstone"),
        ];
        admin.post("/desk/plan-drafts", &begun);
        let at = |step: &str| format!("/desk/plan-drafts/1/{step}");
        for (nth, step, words) in [
            (1, "title", "一般不用改"),
            (2, "places", "上级接待场所，只问名称：县联合接访中心"),
            (3, "hours", "夜里和休息日不另外问"),
            (4, "posts", "没接通的自动换下一种"),
            (5, "tiers", "最多到几个人"),
            (6, "reports", "第一次报告在几分钟内"),
            (7, "duties", "每周换一次"),
            (8, "check", "不会按它呼叫任何人"),
        ] {
            let page = admin.get(&at(step));
            let progress = format!("第{nth}步，共8步");
            for words in [progress.as_str(), words] {
                assert!(page.text().contains(words), "{words}: {}", page.text());
            }
            assert_eq!(page.text().contains("上一步"), nth > 1, "{step}");
        }
        let back = [
            ("place.park-reception.title_zh", "青石镇接待室"),
            ("do", "back"),
        ];
        let sent = admin.post(&at("places"), &back);
        assert_eq!(sent.header("location"), at("title"));
        let kept = admin.get(&at("places"));
        assert!(kept.text().contains("青石镇接待室"), "going back keeps it");
        let none = admin.post(&at("title"), &[("do", "back")]);
        assert_eq!(
            none.header("location"),
            at("places"),
            "before the first is none"
        );
        admin.get("/language?to=en&back=/desk");
        let page = admin.get(&at("places"));
        assert!(page.text().contains("Step 2 of 8") && page.text().contains("Back"));
    });
}

#[test]
fn a_draft_is_given_up_only_by_those_who_may_lodge() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let mut admin = signed_in(&app, StaffId::new(house.administrator.0));
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let fields = [
            ("template", "town-one-clerk"),
            ("plan.title_zh", "清河镇预案"),
        ];
        admin.post("/desk/plan-drafts", &fields);
        for path in [
            "/desk/plan-drafts/1/discard",
            "/desk/plan-drafts/1/places",
            "/desk/plan-drafts/1/check",
        ] {
            assert_eq!(clerk.post(path, &[]).status, 403, "{path}");
        }
        assert!(admin.get("/desk/plan-drafts").text().contains("清河镇预案"));
        let gone = admin.post("/desk/plan-drafts/1/discard", &[]);
        assert_eq!(gone.header("location"), "/desk/plan-drafts");
        assert!(!admin.get("/desk/plan-drafts").text().contains("清河镇预案"));
    });
}

#[test]
fn a_swap_is_asked_for_and_agreed_to_by_forms_and_by_api() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let admin = &house.administrator.1;
        let (plan, roster) = sample();
        post(&app, admin, "/api/v1/plans", &[], &json!({ "plan": plan }));
        post(
            &app,
            admin,
            "/api/v1/rosters",
            &[],
            &json!({ "roster": roster }),
        );
        let pan = member(&app, "pan-xiaolan", &[(OFFICE, "clerk")]);
        let deng = member(&app, "deng-bo", &[(OFFICE, "clerk")]);
        let address = "/api/v1/rosters/sample-park/duty";
        let duty = get(&app, &pan.1, address).json();
        let shifts = duty["shifts"].as_array().expect("shifts");
        let mine: Vec<_> = shifts
            .iter()
            .filter(|one| one["holder"] == "pan-xiaolan" && one["post"] == "duty-clerk")
            .collect();

        // By API: asked, not to be agreed to by the asker, agreed to by the colleague.
        let ask = json!({
            "order": "ask", "post": "duty-clerk", "from": mine[1]["from"], "to": mine[1]["to"], "holder": "deng-bo",
        });
        let asked = post(&app, &pan.1, address, &[], &ask);
        assert_eq!(asked.status, 200, "{}", asked.text());
        let swap = asked.json()["id"].clone();
        let agree = json!({ "order": "agree", "swap": swap });
        post(&app, &pan.1, address, &[], &agree).refused(409, "duty_not_changed");
        assert_eq!(
            post(&app, &deng.1, address, &[], &agree).json()["state"],
            "holds"
        );
        let refused = post(&app, &pan.1, address, &[], &json!({ "order": "ask" }));
        let refused = refused.refused(422, "fields_refused");
        assert_eq!(refused["errors"].as_array().map(Vec::len), Some(4));
        post(&app, &pan.1, address, &[], &json!({ "order": "flee" }))
            .refused(422, "fields_refused");

        // By forms.
        let mut person = signed_in(&app, StaffId::new(pan.0));
        let form = "/desk/rosters/sample-park/duty";
        let page = person.get("/desk/rosters/sample-park");
        let shift = between(page.text(), "<option value=\"duty-clerk|", "\"");
        let shift = format!("duty-clerk|{}", shift.expect("a shift to choose"));
        let fields = [("what", "ask"), ("shift", &*shift), ("whom", "")];
        let refused = person.post(form, &fields);
        assert_eq!(refused.status, 422);
        let fields = [("what", "ask"), ("shift", &*shift), ("whom", "pan-xiaolan")];
        let refused = person.post(form, &fields);
        assert_eq!(refused.status, 409);
        assert!(refused.text().contains("本来就是"), "{}", refused.text());
        let fields = [("what", "ask"), ("shift", &*shift), ("whom", "deng-bo")];
        assert_eq!(person.post(form, &fields).status, 303);
        let mut colleague = signed_in(&app, StaffId::new(deng.0));
        let page = colleague.get("/desk/rosters/sample-park");
        assert!(page.text().contains("同意替班"), "{}", page.text());
        let swap = between(page.text(), "name=\"swap\" value=\"", "\"");
        let swap = swap.expect("a request").to_owned();
        let fields = [("what", "agree"), ("swap", &*swap)];
        assert_eq!(colleague.post(form, &fields).status, 303);
        assert!(
            !colleague
                .get("/desk/rosters/sample-park")
                .text()
                .contains("同意替班")
        );
        // A head's arrangement is offered to heads only.
        assert!(
            !colleague
                .get("/desk/rosters/sample-park")
                .text()
                .contains("安排别人值班")
        );
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        assert!(
            leader
                .get("/desk/rosters/sample-park")
                .text()
                .contains("安排别人值班")
        );
        let fields = [
            ("what", "arrange"),
            ("post", "duty-leader"),
            ("arrange-from", "2020-01-01T08:00"),
            ("arrange-to", "2020-01-01T18:00"),
            ("arrange-whom", "lin-jie"),
        ];
        assert_eq!(
            leader.post(form, &fields).status,
            409,
            "the past is not arranged"
        );
    });
}

#[test]
fn a_duty_calendar_is_ones_own_and_ends_when_its_holder_says_so() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let (admin, leader) = (&house.administrator.1, &house.leader.1);
        let (plan, roster) = sample();
        post(&app, admin, "/api/v1/plans", &[], &json!({ "plan": plan }));
        post(
            &app,
            admin,
            "/api/v1/rosters",
            &[],
            &json!({ "roster": roster }),
        );
        let approval = format!("{PLAN}/2026.1/approval");
        assert_eq!(post(&app, leader, &approval, &[], &json!({})).status, 200);
        let pan = member(&app, "pan-xiaolan", &[(OFFICE, "clerk")]);
        let mut person = signed_in(&app, StaffId::new(pan.0));
        let feed = "/desk/rosters/sample-park/feed";
        let made = person.post(feed, &[]);
        let address = |page: &str| {
            between(page, "id=\"feed-address\" translate=\"no\">", "<").map(str::to_owned)
        };
        let first = address(made.text()).expect("an address");
        assert!(
            address(person.get("/desk/rosters/sample-park").text()).is_none(),
            "shown once"
        );
        let calendar = app.get(&first);
        assert_eq!(calendar.status, 200);
        assert_eq!(
            calendar.header("content-type"),
            "text/calendar; charset=utf-8"
        );
        let text = calendar.text();
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.contains("SUMMARY:信访办值班员"), "{text}");
        assert!(!text.contains("主要领导"), "nobody else's duties");
        assert!(text.lines().all(|line| line.len() <= 75), "folded");

        let second = address(person.post(feed, &[]).text()).expect("another address");
        assert_eq!(app.get(&first).status, 410);
        assert_eq!(app.get(&second).status, 200);
        assert_eq!(
            person
                .post("/desk/rosters/sample-park/feed/end", &[])
                .status,
            303
        );
        assert_eq!(app.get(&second).status, 410);
        assert_eq!(app.get("/calendar/1.x.ics").status, 410);
        // Who does not stand in the roster has none to make.
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let page = clerk.get("/desk/rosters/sample-park");
        assert!(!page.text().contains(feed));
        // The whole roster is for those who read it signed in, or with a token: no address gives it.
        let whole = "/desk/rosters/sample-park/calendar.ics";
        assert!(page.text().contains(whole));
        let file = clerk.get(whole);
        assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
        let unfolded = file.text().replace("\r\n ", "");
        for shift in ["SUMMARY:信访办值班员：潘晓岚", "SUMMARY:园区主要领导："] {
            assert!(unfolded.contains(shift), "{shift} in {unfolded}");
        }
        assert_ne!(app.get(whole).status, 200, "nobody without a sign-in");
        let whole = "/api/v1/rosters/sample-park/calendar";
        assert_eq!(
            get(&app, &house.clerk.1, whole).text().replace("\r\n ", ""),
            unfolded
        );
        assert_eq!(
            get(&app, &house.clerk.1, "/api/v1/rosters/none/calendar").status,
            404
        );
    });
}

#[test]
fn the_next_drill_stands_on_the_plan_its_duties_and_the_inbox_of_who_owes_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let owed = get(&app, &house.clerk.1, PLAN).json()["next_drill"].clone();
        let due = owed["due_date"].as_str().expect("a date").to_owned();
        assert_eq!(owed["kind"], "next-drill");
        assert_eq!(owed["post_title"]["zh"], "园区主要领导");
        assert_eq!(
            owed["rule"]["citation_en"],
            "the plan is drilled every 180 days at least (drill_every_days)"
        );

        for page in ["/desk/plans/sample-park", "/desk/rosters/sample-park"] {
            let seen = clerk.get(page);
            let panel = between(seen.text(), "id=\"next-drill\"", "</section>").expect("a panel");
            for part in [
                "下次演练",
                "最迟",
                "期限内",
                "园区主要领导",
                "为什么是这一天",
                "每180天至少演练一次",
            ] {
                assert!(panel.contains(part), "{page} lacks {part}: {panel}");
            }
        }
        let panel = |inbox: &str| inbox.contains("id=\"drills\"");
        assert!(panel(leader.get("/desk").text()));
        assert!(!panel(clerk.get("/desk").text()));
        let own = get(&app, &house.leader.1, "/api/v1/inbox").json();
        assert_eq!(own["drills"][0]["plan"], "sample-park");
        assert_eq!(own["drills"][0]["due_date"], due);
    });
}

#[test]
fn a_roster_with_an_id_that_is_nobodys_login_is_refused_by_api_and_desk() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let admin = &house.administrator.1;
        let (plan, by_hand) = sample();
        let body = json!({ "plan": plan });
        assert_eq!(post(&app, admin, "/api/v1/plans", &[], &body).status, 201);
        // One of them would be paged, if anybody signed in so.
        let mistyped = by_hand.replacen("account = false\n", "", 1);
        let line = mistyped.lines().position(|line| line == "[[staff]]");
        let line = line.expect("officials") + 1;

        let body = json!({ "roster": mistyped });
        let refused = post(&app, admin, "/api/v1/rosters", &[], &body);
        let refused = refused.refused(422, "plan_unfit");
        let found = refused["findings"].as_array().expect("findings").clone();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (&found[0]["code"], &found[0]["line"], &found[0]["field"]),
            (
                &json!("unknown-login"),
                &json!(line),
                &json!("roster.staff.zhou-mingyuan.id")
            )
        );
        let mut desk = signed_in(&app, StaffId::new(house.administrator.0));
        let fields = [("what", "roster"), ("toml", &*mistyped)];
        let answer = desk.post("/desk/lodge-plan", &fields);
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("zhou-mingyuan") && answer.text().contains("登录名"));
        assert_eq!(get(&app, admin, "/api/v1/rosters/sample-park").status, 404);

        member(&app, "zhou-mingyuan", &[(OFFICE, "leader")]);
        assert_eq!(post(&app, admin, "/api/v1/rosters", &[], &body).status, 201);
        // The same file again is no new version, whoever left since.
        assert_eq!(post(&app, admin, "/api/v1/rosters", &[], &body).status, 200);
    });
}
