//! The administrator's first run in a real browser: from an empty store by the printed link to the first
//! petition, following the list of what is left, in either language, with and without script.

use super::desk::PASSWORD;
use super::journey::served;
use super::ways::{Way, ways};
use super::webdriver::{Driver, Person};
use huiyin_domain::language::Language;
use huiyin_testkit::engine::TestStore;
use std::sync::Arc;

/// Fills a form of the administration and saves it; it leads back to its list.
async fn saves(admin: &Person, path: &str, fields: &[(&str, &str)], list: &str) {
    admin.goes(path).await;
    for (name, value) in fields {
        admin.fills(name, value).await;
    }
    admin
        .clicks(&format!("main form[action='{path}'] button.button"))
        .await;
    admin.arrives(list).await;
}

fn walk(place: &TestStore, way: Way) {
    let huiyin = Arc::new(place.open());
    let link = huiyin.set_up_link_here().expect("makes");
    let link = link.expect("nobody is there yet");
    served(Arc::clone(&huiyin), async |site| {
        let driver = Driver::start();
        let admin = driver.person(way.desk(), site).await;
        admin.goes(&format!("/desk/setup/{}", link.token)).await;
        for (name, value) in [
            ("name", "周宁"),
            ("login", "zhouning"),
            ("password", PASSWORD),
            ("again", PASSWORD),
        ] {
            admin.fills(name, value).await;
        }
        admin.clicks("main form button[type=submit]").await;
        admin.arrives("/desk/admin/units").await;
        if way.language == Language::En {
            admin.goes("/language?to=en&back=/desk/admin/units").await;
        }
        way.is_spoken(&admin).await;
        admin.sees(".first-steps").await;
        admin.fits("the first steps").await;
        is_set_up(&admin).await;
        // What is left: the colleague has yet to choose a password, and nobody heads the authority.
        assert!(admin.has(".first-steps li:nth-child(4) a").await);
        assert!(admin.has(".first-steps li:nth-child(5) a").await);
        assert!(!admin.has(".first-steps li:nth-child(-n+3) a").await);
        saves(
            &admin,
            "/desk/admin/texts/portal",
            &[("home-title_zh", "青石的事"), ("colour_zh", "pine")],
            "/desk/admin/texts/portal",
        )
        .await;
        way.checks(&admin, "texts of the portal").await;
        the_first_petition_comes(&admin).await;
        admin.client.clone().close().await.expect("closes");
    });
    assert!(huiyin.doctor(true).expect("the doctor comes").healthy);
}

/// The five steps of the list.
async fn is_set_up(admin: &Person) {
    saves(
        admin,
        "/desk/admin/authority/edit",
        &[
            ("name_zh", "青石信访局"),
            ("name_en", "Qingshi Petition Office"),
            ("level", "park"),
            ("contact_address_zh", "青石路8号"),
            ("contact_phone", "0576-5550 0123"),
            ("contact_hours_zh", "工作日8:30～17:30"),
        ],
        "/desk/admin/authority",
    )
    .await;
    admin.sees(".first-steps").await;
    saves(
        admin,
        "/desk/admin/units/new",
        &[
            ("name_zh", "劳动监察大队"),
            ("name_en", "Labour"),
            ("key", "labour"),
            ("kind", "public"),
        ],
        "/desk/admin/units",
    )
    .await;
    saves(
        admin,
        "/desk/admin/staff/new",
        &[
            ("name", "刘敏"),
            ("login", "liumin"),
            ("role_0", "clerk"),
            ("unit_0", "1"),
        ],
        "/desk/admin/staff",
    )
    .await;
    let holder = "form[action$='/invite']";
    admin.sees(holder).await;
    admin.goes("/desk/admin/posts/new").await;
    // Whoever never saw a rulebook finds the word of the post in the hint.
    let asks = admin.reads("main").await;
    assert!(asks.contains("unit-head"), "{asks}");
    let clerk = admin.sees("select[name=holder] option:last-child").await;
    let clerk = clerk.attr("value").await.expect("reads").expect("an id");
    saves(
        admin,
        "/desk/admin/posts/new",
        &[
            ("title_zh", "局长"),
            ("title_en", "Head"),
            ("duty", "unit-head"),
            ("unit", "1"),
            ("holder", &clerk),
        ],
        "/desk/admin/posts",
    )
    .await;
}

/// The clerk opens the link that the administrator was shown, and registers.
async fn the_first_petition_comes(desk: &Person) {
    desk.goes("/desk/admin/staff").await;
    desk.clicks("tbody tr:last-child form[action$='/invite'] button")
        .await;
    let link = desk.reads("#invitation-link").await;
    assert!(
        link.starts_with("http://"),
        "handed on as it stands: {link}"
    );
    let path = link.split_once("/desk/").expect("a link").1;
    desk.clicks("details.me summary").await;
    desk.clicks("form[action='/desk/sign-out'] button").await;
    desk.arrives("/desk/sign-in").await;
    desk.goes(&format!("/desk/{path}")).await;
    desk.fills("password", PASSWORD).await;
    desk.fills("again", PASSWORD).await;
    desk.clicks("main form button[type=submit]").await;
    desk.arrives("/desk").await;
    desk.goes("/desk/new").await;
    for (name, value) in [
        ("channel", "visit"),
        ("subject", "三月份的工资没有发"),
        ("body", "我在A区工地干了四个月。"),
        ("who", "anonymous"),
    ] {
        desk.fills(name, value).await;
    }
    desk.clicks("button[data-key=F9]").await;
    desk.arrives("/desk/new/receipt").await;
    let number = desk.reads("dd.number").await;
    assert!(number.ends_with("-000001"), "{number}");
}

fn an_administrator_comes_from_the_link_to_the_first_petition(way: Way) {
    way.on_its_engine(|place| walk(place, way));
}
ways!(an_administrator_comes_from_the_link_to_the_first_petition);
