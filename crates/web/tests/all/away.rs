//! While the database cannot be reached: boards and lists show their last state with its age, a form comes
//! back whole, and everything goes on by itself afterwards.

use super::desk_support::signed_in;
use super::plans::{house, in_force};
use super::staff::post;
use super::support::{App, between};
use huiyin_app::HuiyinConfig;
use huiyin_domain::ids::StaffId;
use huiyin_testkit::cut::Cut;
use huiyin_testkit::engine::{TestStore, on_postgres_store};
use huiyin_testkit::server::{Stop, on_own_postgres};
use serde_json::json;
use std::time::{Duration, Instant};

/// A form is answered within this, also when the database is away.
const ANSWERED: Duration = Duration::from_secs(2);

/// It works again within this after the database is back.
const BACK: Duration = Duration::from_secs(5);

/// The web on a store behind a way that can be cut.
fn behind(place: &TestStore) -> (App, Cut) {
    let (cut, store) = Cut::before(&place.config);
    let mut config = HuiyinConfig::new(store);
    config.clock = place.clock.clone();
    (
        App::of(huiyin_app::Huiyin::open(config).expect("opens")),
        cut,
    )
}

#[expect(
    clippy::disallowed_methods,
    reason = "a duration is measured, no date is taken"
)]
fn moment() -> Instant {
    Instant::now()
}

#[test]
fn boards_and_lists_show_their_last_state_and_a_form_comes_back_whole() {
    on_postgres_store(|place| {
        let (app, cut) = behind(place);
        stands_still(place, &app, (&|| cut.cut(), &|| cut.mend()));
    });
}

#[test]
fn the_same_while_the_database_restarts() {
    for how in [Stop::Fast, Stop::Immediate] {
        on_own_postgres(|place, server| {
            let app = App::on(place);
            stands_still(place, &app, (&|| server.stop(how), &|| server.start()));
        });
    }
}

/// The database goes away, and comes back.
fn stands_still(place: &TestStore, app: &App, (leave, back): (&dyn Fn(), &dyn Fn())) {
    let house = house(app);
    in_force(app, &house);
    let body = json!({ "place": "park-reception", "people": "12-30", "topic": "工资拖欠" });
    let opened = post(app, &house.clerk.1, "/api/v1/responses", &[], &body);
    let id = opened.json()["id"].clone();
    let mut clerk = signed_in(app, StaffId::new(house.clerk.0));
    let (at, board) = (format!("/desk/responses/{id}"), format!("/board/{id}"));
    for path in ["/desk/responses", at.as_str(), board.as_str(), "/desk"] {
        assert_eq!(clerk.get(path).status, 200, "{path}");
    }
    let mut other = signed_in(app, StaffId::new(house.leader.0));
    leave();
    place.clock.set(app.huiyin.now().plus_micros(42_000_000));
    for path in ["/desk/responses", at.as_str(), board.as_str(), "/desk"] {
        let shown = clerk.get(path);
        assert_eq!(shown.status, 200, "{path}");
        assert!(shown.text().contains("这是42秒前的情况"), "{path}");
        assert_eq!(shown.header("age"), "42");
    }
    let page = clerk.get(&board);
    let inside = between(page.text(), "<div data-board=", "园区接待室");
    assert!(inside.expect("a board").contains("这是42秒前的情况"));
    // Nobody else sees what was shown to this browser, and a petition has no last state.
    assert_eq!(other.get(&board).status, 503);
    assert_eq!(clerk.get("/desk/petitions/2026-000001").status, 503);
    let begun = moment();
    let count = format!("{at}/do/count");
    let away = clerk.post(&count, &[("people", "40至<50>人")]);
    assert!(begun.elapsed() < ANSWERED, "{:?}", begun.elapsed());
    assert_eq!(away.status, 503);
    assert!(away.text().contains("再送一次"), "{}", away.text());
    assert!(away.text().contains(&format!("action=\"{count}\"")));
    assert!(
        away.text().contains("value=\"40至&#60;50&#62;人\""),
        "{}",
        away.text()
    );
    // A password does not come back in a page; what stands beside it does.
    let mut stranger = app.browser();
    let secret = [("login", "王 一"), ("password", "secret-secret")];
    let away = stranger.post("/desk/sign-in", &secret);
    assert_eq!(away.status, 503);
    assert!(!away.text().contains("secret-secret"));
    assert!(away.text().contains("value=\"王 一\""), "{}", away.text());
    assert!(away.text().contains("type=\"password\""));
    // A form with a file comes back too, to be read and changed; the file is chosen again.
    let letter = [
        ("subject", "路灯不亮"),
        ("body", "三个月了。\n没有人来修。"),
    ];
    let begun = moment();
    let away = clerk.upload("/desk/new", &letter, ("scan", "信.pdf", b"%PDF-1.7"));
    assert!(begun.elapsed() < ANSWERED, "{:?}", begun.elapsed());
    assert_eq!(away.status, 503);
    let again = away.text();
    assert!(again.contains("value=\"路灯不亮\""), "{again}");
    assert!(again.contains("三个月了。"), "{again}");
    assert!(again.contains("multipart/form-data"), "{again}");
    assert!(again.contains("id=\"scan\""), "{again}");
    let api = post(app, &house.clerk.1, "/api/v1/responses", &[], &body);
    api.refused(503, "store_away");
    back();
    let begun = moment();
    let mut counted = clerk.post(&count, &[("people", "40-50")]);
    // A connection that was left behind may be found out by somebody once.
    while counted.status == 503 && begun.elapsed() < BACK {
        counted = clerk.post(&count, &[("people", "40-50")]);
    }
    assert_eq!(counted.status, 303, "{}", counted.text());
    let shown = clerk.get(&at);
    assert!(shown.text().contains("40至50人"));
    assert!(!shown.text().contains("秒前的情况"));
}
