//! The administrator's first run in a real browser: from an empty store by the printed link to the first
//! petition, following the list of what is left, in either language, with and without script.

use super::desk::PASSWORD;
use super::journey::served;
use super::ways::{Way, ways};
use super::webdriver::{Driver, Person};
use huiyin_domain::language::Language;
use huiyin_testkit::engine::TestStore;
use std::sync::Arc;

/// Fills a form of the administration and saves it; it leads back to its list, which says that it is saved.
async fn saves(admin: &Person, path: &str, fields: &[(&str, &str)], list: &str) {
    admin.goes(path).await;
    fills(admin, fields).await;
    admin
        .clicks(&format!("main form[action='{path}'] button.button"))
        .await;
    admin.arrives(&format!("{list}?done=saved")).await;
    admin.sees("p.notice[role=status]").await;
}

async fn fills(person: &Person, fields: &[(&str, &str)]) {
    for (name, value) in fields {
        person.fills(name, value).await;
    }
}

fn walk(place: &TestStore, way: Way) {
    let huiyin = Arc::new(place.open());
    let link = huiyin.set_up_link_here().expect("makes");
    let link = link.expect("nobody is there yet");
    served(Arc::clone(&huiyin), async |site| {
        let (driver, at_counter) = (Driver::start(), Driver::start());
        let admin = driver.person(way.desk(), site).await;
        admin.goes(&format!("/desk/setup/{}", link.token)).await;
        let first = [
            ("name", "周宁"),
            ("login", "zhouning"),
            ("password", PASSWORD),
            ("again", PASSWORD),
        ];
        fills(&admin, &first).await;
        admin.clicks("main form button[type=submit]").await;
        admin.arrives("/desk/admin/units").await;
        if way.language == Language::En {
            admin.goes("/language?to=en&back=/desk/admin/units").await;
        }
        way.is_spoken(&admin).await;
        admin.sees(".first-steps").await;
        admin.fits("the first steps").await;
        the_authority_and_a_unit_are_set(&admin).await;
        let invitation = colleagues_are_invited(&admin, way).await;
        posts_are_filled(&admin, way).await;
        // What is left: somebody has yet to choose a password.
        assert!(admin.has(".first-steps li:nth-child(4) a").await);
        assert!(!admin.has(".first-steps li:not(:nth-child(4)) a").await);
        saves(
            &admin,
            "/desk/admin/texts/portal",
            &[("home-title_zh", "青石的事"), ("colour_zh", "pine")],
            "/desk/admin/texts/portal",
        )
        .await;
        way.checks(&admin, "texts of the portal").await;
        let clerk = at_counter.person(way.desk(), site).await;
        a_colleague_comes(&clerk, &invitation).await;
        admin.goes("/desk/admin/posts").await;
        admin.sees("#ready").await;
        way.checks(&admin, "ready to use").await;
        assert!(!admin.has(".first-steps").await);
        the_first_petition_comes(&clerk).await;
        admin.goes("/desk/admin/posts").await;
        assert!(!admin.has("#ready").await, "work has begun");
        admin.goes("/desk/admin/authority").await;
        admin.sees("#ready").await;
        for person in [admin, clerk] {
            person.client.clone().close().await.expect("closes");
        }
    });
    assert!(huiyin.doctor(true).expect("the doctor comes").healthy);
}

/// The first three steps of the list.
async fn the_authority_and_a_unit_are_set(admin: &Person) {
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
            ("above_name_zh", "海州市信访局"),
        ],
        "/desk/admin/authority",
    )
    .await;
    admin.sees(".first-steps").await;
    // What was set is shown, the authority above with it.
    let shown = admin.reads("table").await;
    assert!(shown.contains("海州市信访局"), "{shown}");
    saves(
        admin,
        "/desk/admin/units/new",
        &[
            ("name_zh", "劳动监察大队"),
            ("name_en", "Labour"),
            ("kind", "public"),
        ],
        "/desk/admin/units",
    )
    .await;
}

/// Five colleagues on one page; the link of the clerk among them.
async fn colleagues_are_invited(admin: &Person, way: Way) -> String {
    admin.clicks(".first-steps li:nth-child(4) a").await;
    admin.arrives("/desk/admin/staff/several").await;
    way.checks(admin, "several colleagues").await;
    let rows = [
        ("刘敏", "liumin", "1", "clerk"),
        ("陈立", "chenli", "2", "handler"),
        ("赵刚", "zhaogang", "2", "unit-head"),
        ("孙洁", "sunjie", "1", "unit-head"),
        // The last one signs in with the name in pinyin.
        ("何伟", "", "1", "leader"),
    ];
    for (row, (name, login, unit, role)) in rows.into_iter().enumerate() {
        let named = |field: &str| format!("{field}_{row}");
        fills(
            admin,
            &[
                (&named("name"), name),
                (&named("login"), login),
                (&named("unit"), unit),
                (&named("role"), role),
            ],
        )
        .await;
    }
    admin.clicks("button[name=more]").await;
    admin.sees("[name=name_9]").await;
    let kept = admin.sees("[name=login_4]").await;
    assert_eq!(
        kept.prop("value").await.expect("reads").as_deref(),
        Some("hewei")
    );
    admin.clicks("main form .actions .button:not([name])").await;
    let link = admin.reads("#invitation-link-1").await;
    admin.sees("#invitation-link-5").await;
    way.checks(admin, "invitation links").await;
    assert!(
        link.starts_with("http://"),
        "handed on as it stands: {link}"
    );
    link.split_once("/desk/").expect("a link").1.to_owned()
}

/// Every post that the rulebook looks for, on one page.
async fn posts_are_filled(admin: &Person, way: Way) {
    admin.goes("/desk/admin/staff").await;
    admin.clicks(".first-steps li:nth-child(5) a").await;
    admin.arrives("/desk/admin/posts/holders").await;
    way.checks(admin, "who holds which post").await;
    // Nobody, whoever set it up, and then the five in the order of their rows.
    for (post, nth) in [
        ("unit_head_1", 6),
        ("unit_head_2", 5),
        ("petition_office_head_1", 6),
        ("leader_in_charge_1", 7),
        ("authority_head_1", 7),
        ("duty_post_1", 3),
    ] {
        let option = format!("select[name={post}] option:nth-child({nth})");
        let holder = admin.sees(&option).await;
        let holder = holder.attr("value").await.expect("reads").expect("an id");
        admin.fills(post, &holder).await;
    }
    admin.clicks("main form .actions .button").await;
    admin.arrives("/desk/admin/posts?done=saved").await;
    way.checks(admin, "the posts").await;
    admin.goes("/desk/admin/authority").await;
    let shown = admin.reads("table").await;
    assert!(shown.contains("孙洁") && shown.contains("何伟"), "{shown}");
}

/// The clerk opens the link that the administrator was shown, and chooses a password.
async fn a_colleague_comes(desk: &Person, path: &str) {
    desk.goes(&format!("/desk/{path}")).await;
    fills(desk, &[("password", PASSWORD), ("again", PASSWORD)]).await;
    desk.clicks("main form button[type=submit]").await;
    desk.arrives("/desk").await;
}

async fn the_first_petition_comes(desk: &Person) {
    desk.goes("/desk/new").await;
    let typed = [
        ("channel", "visit"),
        ("subject", "三月份的工资没有发"),
        ("body", "我在A区工地干了四个月。"),
        ("who", "anonymous"),
    ];
    fills(desk, &typed).await;
    desk.clicks("button[data-key=F9]").await;
    desk.arrives("/desk/new/receipt").await;
    let number = desk.reads("dd.number").await;
    assert!(number.ends_with("-000001"), "{number}");
}

fn an_administrator_comes_from_the_link_to_the_first_petition(way: Way) {
    way.on_its_engine(|place| walk(place, way));
}
ways!(an_administrator_comes_from_the_link_to_the_first_petition);
