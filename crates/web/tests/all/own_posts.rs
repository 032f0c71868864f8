//! Posts of one's own in the wizard, by its forms: added, taken out with what that breaks told first and
//! somebody in their place, brought back; nothing typed is lost on the way.

use super::desk_support::signed_in;
use super::plans::house;
use super::staff::get;
use super::support::App;
use huiyin_domain::ids::StaffId;
use huiyin_testkit::engine::on_sqlite;

const POSTS: &str = "/desk/plan-drafts/1/posts";

/// A draft of the sample park, begun by the administrator.
fn begin(app: &App) -> (super::desk_support::Person<'_>, super::plans::House) {
    let house = house(app);
    let mut admin = signed_in(app, StaffId::new(house.administrator.0));
    let fields = [
        ("template", "sample-park"),
        ("plan.title_zh", "河畔新区集体访接待预案"),
        ("plan.id", "riverside"),
    ];
    assert_eq!(admin.post("/desk/plan-drafts", &fields).status, 303);
    (admin, house)
}

#[test]
fn a_post_is_added_and_asked_for_like_the_others() {
    on_sqlite(|place| {
        let app = App::on(place);
        let (mut admin, _) = begin(&app);
        let typed = [("post.duty-clerk.title_zh", "门口值班员"), ("do", "add")];
        let card = format!("{POSTS}#card-post-own-1");
        assert_eq!(admin.post(POSTS, &typed).header("location"), card);
        let page = admin.get(POSTS);
        assert!(
            page.text().contains("post.own-1.title_zh"),
            "{}",
            page.text()
        );
        assert!(page.text().contains("门口值班员"), "what was typed is kept");
        let typed = [
            ("post.own-1.title_zh", "驻园律师"),
            ("post.own-1.with", "petition-office-head"),
            ("post.own-1.unit", "social-affairs-office"),
            ("post.own-1.channels", "phone"),
        ];
        admin.post(POSTS, &typed);
        let duties = admin.get("/desk/plan-drafts/1/duties");
        assert!(duties.text().contains("驻园律师") && duties.text().contains("duty.own-1.staff"));
        let check = admin.get("/desk/plan-drafts/1/check");
        assert!(check.text().contains("驻园律师"), "it stands in the plan");
        assert!(!check.text().contains("own-1"), "{}", check.text());
    });
}

#[test]
fn taking_a_post_out_tells_first_what_that_breaks_and_offers_who_takes_its_place() {
    on_sqlite(|place| {
        let app = App::on(place);
        let (mut admin, _) = begin(&app);
        let asked = admin.post(POSTS, &[("do", "remove:petition-office-head")]);
        let address = format!("{POSTS}?remove=petition-office-head#take-out");
        assert_eq!(asked.header("location"), address);
        let page = admin.get(&format!("{POSTS}?remove=petition-office-head"));
        let text = page.text();
        assert!(
            text.contains("如果没有人接替") && text.contains("不再来接待"),
            "{text}"
        );
        assert!(text.contains("由哪个岗位接替"), "{text}");
        // Nothing is out yet; and one cannot take its own place.
        assert!(
            admin
                .get(POSTS)
                .text()
                .contains("post.petition-office-head.title_zh")
        );
        let own = [
            ("do", "take-out:petition-office-head"),
            ("instead", "petition-office-head"),
        ];
        assert_eq!(admin.post(POSTS, &own).status, 422);
        let out = [
            ("do", "take-out:petition-office-head"),
            ("instead", "duty-leader"),
        ];
        assert_eq!(admin.post(POSTS, &out).header("location"), POSTS);
        let page = admin.get(POSTS);
        assert!(!page.text().contains("post.petition-office-head.title_zh"));
        assert!(page.text().contains("放回来"), "{}", page.text());
        admin.post(POSTS, &[("do", "restore:petition-office-head")]);
        assert!(
            admin
                .get(POSTS)
                .text()
                .contains("post.petition-office-head.title_zh")
        );
        // The post of the unit concerned is found when people are there, and stays.
        let stays = admin.post(POSTS, &[("do", "take-out:unit-head-concerned")]);
        assert_eq!(stays.status, 422);
    });
}

#[test]
fn the_crew_is_asked_for_and_the_finished_plan_goes_to_who_was_chosen_to_approve_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let (mut admin, house) = begin(&app);
        let page = admin.get(POSTS);
        assert!(page.text().contains("由哪个岗位批准"), "{}", page.text());
        admin.post(POSTS, &[("plan.approved_by", "park-leader")]);
        let duties: Vec<String> = (0..10).map(|nth| format!("duty.{nth}.staff")).collect();
        let mut fields: Vec<(&str, &str)> =
            duties.iter().map(|name| (name.as_str(), "song")).collect();
        fields.extend([
            ("staff.channels", "phone"),
            ("staff.channels", "desk"),
            ("crew.first-aider.min", "1"),
            ("crew.first-aider.posts", "duty-clerk"),
        ]);
        let refused = admin.post("/desk/plan-drafts/1/duties", &fields);
        assert_eq!(refused.header("location"), "/desk/plan-drafts/1/duties");
        let page = admin.get("/desk/plan-drafts/1/duties");
        assert!(
            page.text().contains("crew.first-aider.min-error"),
            "{}",
            page.text()
        );
        fields.push(("staff.first-aider.trained", "song"));
        let saved = admin.post("/desk/plan-drafts/1/duties", &fields);
        assert_eq!(saved.header("location"), "/desk/plan-drafts/1/check");
        let lodged = admin.post("/desk/plan-drafts/1/check", &[]);
        assert_eq!(lodged.header("location"), "/desk/plans/riverside/1");
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let approved = leader.post("/desk/plans/riverside/1/approve", &[]);
        assert_eq!(approved.status, 303, "{}", approved.text());
        let kept = get(&app, &house.clerk.1, "/api/v1/plans/riverside/1").json();
        let kept = kept["plan"].as_str().expect("a text");
        assert!(kept.contains("[[crew]]") && kept.contains("qualification = \"first-aider\""));
    });
}
