//! An office set up on few pages: several colleagues with their links, who holds which post, and what the pages
//! say afterwards. Without a script.

use super::becoming::harbour;
use super::desk::{PASSWORD, set_up};
use super::desk_support::change;
use super::support::{Answer, App, Browser, all_between, between};
use huiyin_app::{Change, PostDraft, StaffDraft, UnitDraft};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::language::Bilingual;
use huiyin_testkit::engine::{each_engine, on_sqlite};

const SEVERAL: &str = "/desk/admin/staff/several";
const HOLDERS: &str = "/desk/admin/posts/holders";

/// Sends the form of a page with everything that it sends unseen.
fn sends(browser: &mut Browser<'_>, page: &str, fields: &[(&str, &str)]) -> Answer {
    let shown = browser.get(page);
    assert_eq!(shown.status, 200, "{}", shown.text());
    let form = shown.text().split_once(&format!("action=\"{page}\""));
    let form = form.expect("its form").1;
    let mut all: Vec<(&str, &str)> = Vec::new();
    for name in ["form_token", "version", "idempotency_key"] {
        let value = between(form, &format!("name=\"{name}\" value=\""), "\"");
        all.extend(value.map(|value| (name, value)));
    }
    all.extend(fields);
    browser.post(page, &all)
}

fn labour(app: &App) {
    let draft = UnitDraft {
        key: "labour".into(),
        name: Bilingual::new("劳动监察大队", "Labour"),
        kind: "public".into(),
        ..UnitDraft::default()
    };
    change(app, Change::Unit(None, draft));
}

const LIU: [(&str, &str); 4] = [
    ("name_0", "刘敏"),
    ("login_0", "liumin"),
    ("unit_0", "1"),
    ("role_0", "clerk"),
];
/// The row between stays empty.
const CHEN: [(&str, &str); 5] = [
    ("name_2", "陈立"),
    ("login_2", "chenli"),
    ("unit_2", "2"),
    ("role_2", "handler"),
    ("role_too_2", "unit-head"),
];

#[test]
fn several_colleagues_are_added_on_one_page_and_each_has_a_slip_to_be_printed() {
    each_engine(|place| {
        let app = App::on(place);
        let mut admin = set_up(&app);
        labour(&app);
        let page = admin.get(SEVERAL);
        assert_eq!(page.text().matches("class=\"entry-row\"").count(), 5);
        let list = admin.get("/desk/admin/staff");
        assert!(list.text().contains(SEVERAL));

        // More rows, and what was typed stays.
        let both = [&LIU[..], &CHEN[..]].concat();
        let more = [&both[..], &[("rows", "5"), ("more", "yes")]].concat();
        let more = sends(&mut admin, SEVERAL, &more);
        assert_eq!(more.status, 200);
        assert_eq!(more.text().matches("class=\"entry-row\"").count(), 10);
        assert!(more.text().contains("value=\"陈立\""));
        // A sign-in name that is left empty is the name in pinyin, numbered where there are two.
        let namesakes = [
            &LIU[..1],
            &LIU[3..],
            &[("name_1", "刘民"), ("role_1", "clerk"), ("more", "yes")],
        ];
        let spelled = sends(&mut admin, SEVERAL, &namesakes.concat());
        for login in [
            "login_0\" type=\"text\" value=\"liumin\"",
            "value=\"liumin2\"",
        ] {
            assert!(
                spelled.text().contains(login),
                "{login}: {}",
                spelled.text()
            );
        }

        // Of two, one is wrong: nobody is added, and the page says where.
        let wrong = [&LIU[..], &CHEN[..1], &[("login_2", "admin")]].concat();
        let wrong = sends(&mut admin, SEVERAL, &wrong);
        assert_eq!(wrong.status, 422);
        for field in ["#login_2", "#role_2"] {
            let told = format!("<a href=\"{field}\"");
            assert!(wrong.text().contains(&told), "{field}: {}", wrong.text());
        }
        assert!(wrong.text().contains("value=\"刘敏\""));
        let none = sends(&mut admin, SEVERAL, &[]);
        assert!(none.status == 422 && none.text().contains("<a href=\"#name_0\""));

        let done = sends(&mut admin, SEVERAL, &both);
        assert_eq!(done.status, 200, "{}", done.text());
        let links = all_between(done.text(), "/desk/invitation/", "<");
        assert_eq!(links.len(), 2, "{}", done.text());
        assert_eq!(done.text().matches("class=\"qr\"").count(), 2);
        assert!(done.text().contains("data-print"));
        let mut liu = app.browser();
        let path = format!("/desk/invitation/{}", links[0]);
        let typed = [("password", PASSWORD), ("again", PASSWORD)];
        assert_eq!(liu.post(&path, &typed).status, 303);
        assert_eq!(liu.get("/desk/new").status, 200);
        for closed in [SEVERAL, HOLDERS] {
            assert_eq!(liu.get(closed).status, 403, "{closed}");
        }
        let list = admin.get("/desk/admin/staff");
        assert!(
            !list.text().contains(links[1]),
            "it stands on that page alone"
        );
        let organisation = app.huiyin.organisation(AuthorityId::new(1));
        let organisation = app.runtime.block_on(organisation).expect("reads");
        let mut staff = organisation.staff.values();
        let chen = staff.find(|one| one.login == "chenli").expect("there");
        assert_eq!(chen.roles.len(), 2);
    });
}

#[test]
fn all_posts_of_the_rulebook_are_filled_on_one_page() {
    each_engine(|place| {
        let app = App::on(place);
        let mut admin = set_up(&app);
        labour(&app);
        let added = sends(&mut admin, SEVERAL, &[&LIU[..], &CHEN[..]].concat());
        assert_eq!(added.status, 200, "{}", added.text());
        let page = admin.get(HOLDERS);
        let selects = page.text().matches("<select").count();
        assert_eq!(selects, 6, "four posts, and the head of each unit");
        let ids = between(page.text(), "name=\"duty_post_1\"", "</select>").expect("a list");
        let ids = all_between(ids, "<option value=\"", "\"");
        let (liu, chen) = (ids[2], ids[3]);
        // Whose role it is stands there already; of leaders there is none yet.
        for (post, holder) in [
            ("duty_post_1", liu),
            ("unit_head_2", chen),
            ("authority_head_1", ""),
        ] {
            let list = between(page.text(), &format!("name=\"{post}\""), "</select>");
            let chosen = list
                .expect("a list")
                .split_once(" selected")
                .map(|(before, _)| before);
            let chosen = chosen.and_then(|before| before.rsplit_once("<option value=\""));
            let chosen = chosen.map_or("", |(_, value)| value.trim_end_matches('"'));
            assert_eq!(chosen, holder, "{post}");
        }
        let filled = [
            ("authority_head_1", chen),
            ("duty_post_1", liu),
            ("leader_in_charge_1", chen),
            ("petition_office_head_1", liu),
            ("unit_head_2", chen),
        ];
        let nobody = [&filled[..], &[("unit_head_1", "999")]].concat();
        let nobody = sends(&mut admin, HOLDERS, &nobody);
        assert_eq!(nobody.status, 422);
        assert!(nobody.text().contains("<a href=\"#unit_head_1\""));
        let posts = admin.get("/desk/admin/posts");
        assert!(!posts.text().contains("/desk/admin/posts/1\""), "none yet");

        let done = sends(&mut admin, HOLDERS, &filled);
        assert_eq!(
            (done.status, done.header("location")),
            (303, "/desk/admin/posts?done=saved"),
            "{}",
            done.text()
        );
        let list = admin.get(done.header("location"));
        assert!(
            list.text()
                .contains("<p class=\"notice\" role=\"status\">已保存</p>")
        );
        assert!(!admin.get("/desk/admin/posts").text().contains("已保存"));
        // The same part again, with who is there now; what is not changed is no new version.
        let page = admin.get(HOLDERS);
        assert_eq!(page.text().matches("name=\"post_").count(), 5);
        let again = [
            ("post_1", chen),
            ("post_2", liu),
            ("post_3", chen),
            ("post_4", chen),
            ("post_5", chen),
        ];
        assert_eq!(sends(&mut admin, HOLDERS, &again).status, 303);
        let versions = |admin: &mut Browser<'_>, post: u8| {
            let page = admin.get(&format!("/desk/admin/posts/{post}"));
            page.text().matches("class=\"tip\"").count()
        };
        assert_eq!((versions(&mut admin, 1), versions(&mut admin, 4)), (1, 2));
        let stale = [("form_token", ""), ("version", "1"), ("post_1", liu)];
        assert_ne!(admin.post(HOLDERS, &stale).status, 303);
        let authority = admin.get("/desk/admin/authority");
        assert!(
            authority.text().contains("陈立（信访办）"),
            "{}",
            authority.text()
        );
        let units = admin.get("/desk/admin/units");
        assert!(
            units.text().contains("信访部门负责人，陈立"),
            "{}",
            units.text()
        );
        assert!(app.huiyin.doctor(true).expect("comes").healthy);
    });
}

#[test]
fn a_post_is_filled_whose_stand_in_left_and_nobody_is_chosen_for_what_stands_empty() {
    each_engine(|place| {
        let app = App::on(place);
        let mut admin = set_up(&app);
        labour(&app);
        let added = sends(&mut admin, SEVERAL, &[&LIU[..], &CHEN[..]].concat());
        assert_eq!(added.status, 200, "{}", added.text());
        let organisation = || {
            let organisation = app.huiyin.organisation(AuthorityId::new(1));
            app.runtime.block_on(organisation).expect("reads")
        };
        let before = organisation();
        let known = |login: &str| {
            let mut staff = before.staff.values();
            staff.find(|one| one.login == login).expect("there")
        };
        let (liu, chen) = (known("liumin"), known("chenli"));
        let duty = PostDraft {
            duty: "duty-post".into(),
            title: Bilingual::new("值班岗", "Duty"),
            unit: 1,
            stand_ins: vec![chen.id.raw()],
            ..PostDraft::default()
        };
        let post = change(&app, Change::Post(None, duty));
        let left = StaffDraft {
            left: true,
            ..chen.into()
        };
        change(&app, Change::Staff(Some(chen.id), left));

        let field = format!("post_{post}");
        let page = admin.get(HOLDERS);
        let list = between(page.text(), &format!("name=\"{field}\""), "</select>");
        assert!(!list.expect("a list").contains(" selected"), "{list:?}");
        let holder = liu.id.to_string();
        let saved = sends(&mut admin, HOLDERS, &[(&field, &holder)]);
        assert_eq!(saved.status, 303, "{}", saved.text());
        let after = organisation();
        let mut posts = after.posts.values();
        let duty = posts.find(|one| one.id.raw() == post).expect("there");
        assert_eq!((duty.holder, duty.stand_ins.len()), (Some(liu.id), 0));
    });
}

/// An office from its first form to a colleague who holds every post; what it is told then.
fn becomes_ready(app: &App, admin: &mut Browser<'_>, login: &str) -> String {
    let named = [
        ("name_zh", "青石信访局"),
        ("level", "park"),
        ("rulebook", "cn-2022"),
        ("contact_phone", "0576-5550 0123"),
    ];
    let unit = [("name_zh", "环保科"), ("key", "env"), ("kind", "public")];
    for (page, fields) in [
        ("/desk/admin/authority/edit", &named[..]),
        ("/desk/admin/units/new", &unit[..]),
    ] {
        let saved = sends(admin, page, fields);
        assert_eq!(saved.status, 303, "{page}: {}", saved.text());
    }
    let colleague = [LIU[0], ("login_0", login), LIU[2], LIU[3]];
    let added = sends(admin, SEVERAL, &colleague);
    let link = between(added.text(), "/desk/invitation/", "<").expect("a link");
    comes(&mut app.browser(), link);
    let page = admin.get(HOLDERS);
    let list = between(page.text(), "<select", "</select>").expect("a list");
    let holder = all_between(list, "<option value=\"", "\"").pop();
    let holder = holder.expect("the colleague");
    let posts = all_between(page.text(), "<select id=\"", "\"").into_iter();
    let posts: Vec<(&str, &str)> = posts.map(|post| (post, holder)).collect();
    let saved = sends(admin, HOLDERS, &posts);
    assert_eq!(saved.status, 303, "{}", saved.text());
    let page = admin.get("/desk/admin/authority");
    let told = between(page.text(), "id=\"ready\"", "</section>");
    told.unwrap_or_else(|| panic!("{}", page.text())).to_owned()
}

/// Somebody chooses a password by a link.
fn comes(browser: &mut Browser<'_>, token: &str) {
    let typed = [("password", PASSWORD), ("again", PASSWORD)];
    let came = browser.post(&format!("/desk/invitation/{token}"), &typed);
    assert_eq!(came.status, 303, "{}", came.text());
}

#[test]
fn the_address_at_which_people_write_is_the_first_authoritys_alone() {
    on_sqlite(|place| {
        let app = App::on(place);
        let first = becomes_ready(&app, &mut set_up(&app), "liumin");
        let made = harbour(&app);
        let mut beside = app.browser();
        comes(&mut beside, &made.invitation.token);
        let other = becomes_ready(&app, &mut beside, "liumin-of-harbour");
        for (told, writes) in [(&first, true), (&other, false)] {
            assert_eq!(told.contains("<dt>给群众</dt>"), writes, "{told}");
            assert_eq!(told.contains("在网上反映"), writes, "{told}");
            assert!(told.contains("<dt>查进展</dt>"), "{told}");
        }
    });
}

#[test]
fn the_authority_shows_who_is_above_and_every_saved_form_says_so() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut admin = set_up(&app);
        let before = admin.get("/desk/admin/authority");
        assert!(before.text().contains("复查机关（上一级）"));
        let named = [
            ("name_zh", "青石信访局"),
            ("level", "park"),
            ("rulebook", "cn-2022"),
            ("above_name_zh", "海州市信访局，海州路2号"),
        ];
        let saved = sends(&mut admin, "/desk/admin/authority/edit", &named);
        assert_eq!(saved.status, 303, "{}", saved.text());
        let list = admin.get(saved.header("location"));
        assert!(list.text().contains("海州市信访局，海州路2号"));
        let place = [("name_zh", "老菜市场"), ("id", "market")];
        let unit = [("name_zh", "环保科"), ("key", "env"), ("kind", "public")];
        let notice = [
            ("kind", "notice"),
            ("title_zh", "端午节不接待"),
            ("text_zh", "节后第一天照常。"),
            ("first_day", "2026-06-19"),
        ];
        let category = [("name_zh", "灰尘"), ("under", "")];
        let forms: [(&str, &[(&str, &str)]); 4] = [
            ("/desk/admin/places/new", &place),
            ("/desk/admin/units/new", &unit),
            ("/desk/announcements/new", &notice),
            ("/desk/admin/categories/new", &category),
        ];
        for (path, fields) in forms {
            let saved = sends(&mut admin, path, fields);
            assert_eq!(saved.status, 303, "{path}: {}", saved.text());
            let back = admin.get(saved.header("location"));
            assert!(back.text().contains(">已保存<"), "{path}");
        }
    });
}
