//! The desk in this process: sign-in, cookies, forms of others, administration, the canary of staff.

use super::support::{Answer, App, Browser, between, encoded, log, request};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Request};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::{Value, json};

pub const PASSWORD: &str = "一句好记的话比乱码好得多";
const EMAIL: &str = "canary-of-staff@desk.example";

/// The first administrator's browser.
pub fn set_up(app: &App) -> Browser<'_> {
    let link = app
        .huiyin
        .set_up_link_here()
        .expect("makes")
        .expect("nobody yet");
    let path = format!("/desk/setup/{}", link.token);
    let mut browser = app.browser();
    let page = browser.get(&path);
    assert_eq!(page.status, 200, "{}", page.text());
    let fields = [
        ("name", "周宁"),
        ("login", "admin"),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ];
    let answer = browser.post(&path, &fields);
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/desk"),
        "{}",
        answer.text()
    );
    browser
}

/// The token that each form of this session carries.
pub fn form_token(browser: &mut Browser<'_>) -> String {
    let page = browser.get("/desk/me");
    let token = between(page.text(), "name=\"form_token\" value=\"", "\"");
    token.expect("a form with the token").to_owned()
}

/// Posts a form as a page of this session does.
fn post(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = form_token(browser);
    let mut all = vec![("form_token", token.as_str())];
    all.extend(fields);
    browser.post(path, &all)
}

fn raw(method: Method, path: &str, headers: &[(&'static str, &str)], body: &str) -> Request<Body> {
    let mut request = request(method, path, body.as_bytes().to_vec());
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).expect("a value");
        request
            .headers_mut()
            .insert(HeaderName::from_static(name), value);
    }
    request
}

fn api(
    app: &App,
    method: Method,
    path: &str,
    token: &str,
    more: &[(&'static str, &str)],
    body: &Value,
) -> Answer {
    let bearer = format!("Bearer {token}");
    let mut headers = vec![
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    headers.extend(more);
    app.send(raw(method, path, &headers, &body.to_string()))
}

/// A bearer token of the first administrator.
fn api_token(browser: &mut Browser<'_>) -> String {
    let page = post(browser, "/desk/me/tokens", &[("name", "报表程序")]);
    assert_eq!(page.status, 200, "{}", page.text());
    between(page.text(), "id=\"made-token\" translate=\"no\">", "<")
        .expect("shown once")
        .to_owned()
}

#[test]
fn the_session_cookie_is_for_this_site_and_no_script() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = set_up(&app);
        let out = post(&mut browser, "/desk/sign-out", &[]);
        assert_eq!((out.status, out.header("location")), (303, "/desk/sign-in"));
        assert!(browser.cookies.is_empty(), "{:?}", browser.cookies);
        let fields = [
            ("login", "admin"),
            ("password", PASSWORD),
            ("next", "/desk/admin/units"),
        ];
        let answer = browser.post("/desk/sign-in", &fields);
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, "/desk/admin/units")
        );
        let cookie = answer.header("set-cookie");
        for flag in ["; HttpOnly", "; SameSite=Strict", "; Path=/"] {
            assert!(cookie.contains(flag), "{cookie}");
        }
        assert!(
            !cookie.contains("Secure") && !cookie.contains("Lax"),
            "{cookie}"
        );
        let body = format!("login=admin&password={}", encoded(PASSWORD));
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let https = app.send(raw(
            Method::POST,
            "/desk/sign-in",
            &[kind, ("x-forwarded-proto", "https")],
            &body,
        ));
        assert!(https.header("set-cookie").contains("; Secure"));
        assert_eq!(browser.get("/desk/admin/units").status, 200);
    });
}

#[test]
fn sign_in_leads_only_into_the_desk_and_tells_nothing() {
    on_sqlite(|place| {
        let app = App::on(place);
        set_up(&app);
        for next in [
            "https://elsewhere.example",
            "//elsewhere.example",
            "/new",
            "/deskx",
            "/desk\\x",
        ] {
            let mut browser = app.browser();
            let answer = browser.post(
                "/desk/sign-in",
                &[("login", "admin"), ("password", PASSWORD), ("next", next)],
            );
            assert_eq!(answer.header("location"), "/desk", "{next}");
        }
        let mut browser = app.browser();
        let wrong = browser.post(
            "/desk/sign-in",
            &[("login", "admin"), ("password", "wrong wrong wrong")],
        );
        let unknown = browser.post(
            "/desk/sign-in",
            &[("login", "admix"), ("password", "wrong wrong wrong")],
        );
        assert_eq!((wrong.status, unknown.status), (422, 422));
        assert_eq!(wrong.text().replace("admin", "admix"), unknown.text());
        assert!(wrong.text().contains("账号或密码不对"));
        for _ in 0..4 {
            browser.post(
                "/desk/sign-in",
                &[("login", "admin"), ("password", "wrong wrong wrong")],
            );
        }
        let waits = browser.post(
            "/desk/sign-in",
            &[("login", "admin"), ("password", PASSWORD)],
        );
        assert_eq!(waits.status, 429);
        assert!(!waits.text().contains(PASSWORD));
    });
}

#[test]
fn without_a_session_the_desk_leads_to_sign_in_and_back() {
    on_sqlite(|place| {
        let app = App::on(place);
        let answer = app.get("/desk/admin/units");
        assert_eq!(
            answer.header("location"),
            "/desk/sign-in?next=/desk/admin/units"
        );
        let page = app.get(answer.header("location"));
        assert!(
            page.text()
                .contains("name=\"next\" value=\"/desk/admin/units\"")
        );
        let mut forged = app.browser();
        for cookie in [
            "",
            "x",
            "1.",
            "1.AAAA",
            "2.7KQM3XV9TD2HW8RA7KQM3XV9TD2HW8RA7KQM3XV9TD2",
        ] {
            forged
                .cookies
                .insert("huiyin_session".into(), cookie.into());
            assert_eq!(forged.get("/desk").status, 303);
        }
    });
}

#[test]
fn a_form_of_another_site_or_session_changes_nothing() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = set_up(&app);
        let token = form_token(&mut browser);
        let cookie = format!("huiyin_session={}", browser.cookies["huiyin_session"]);
        let unit = "name_zh=%E6%96%B0&key=new-unit&kind=public";
        let with_token = format!("form_token={token}&{unit}");
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let path = "/desk/admin/units/new";
        let before = app.stored();
        let cases: [(&[(&'static str, &str)], &str); 6] = [
            (&[], unit),
            (&[], "form_token=AAAA&key=new-unit"),
            (&[("sec-fetch-site", "cross-site")], &with_token),
            (&[("sec-fetch-site", "same-site")], &with_token),
            (
                &[("origin", "https://other.example"), ("host", "a.example")],
                &with_token,
            ),
            (&[("origin", "null")], unit),
        ];
        for (more, body) in cases {
            let mut headers = vec![kind, ("cookie", cookie.as_str())];
            headers.extend(more);
            let answer = app.send(raw(Method::POST, path, &headers, body));
            assert_eq!(answer.status, 403, "{more:?} {body}");
        }
        let json = [("content-type", "text/plain"), ("cookie", cookie.as_str())];
        assert_eq!(
            app.send(raw(Method::POST, path, &json, &with_token)).status,
            415
        );
        assert_eq!(app.stored(), before);
        let headers = [
            kind,
            ("cookie", cookie.as_str()),
            ("sec-fetch-site", "same-origin"),
        ];
        let answer = app.send(raw(Method::POST, path, &headers, &with_token));
        assert_eq!(answer.status, 303, "{}", answer.text());
    });
}

#[test]
fn an_administrator_builds_the_authority_by_pages() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = set_up(&app);
        for path in [
            "/desk/admin/units",
            "/desk/admin/posts",
            "/desk/admin/staff",
            "/desk/admin/authority",
            "/desk/admin/units/new",
            "/desk/admin/units/1",
            "/desk/admin/posts/new",
            "/desk/admin/staff/new",
            "/desk/admin/authority/edit",
            "/desk/me",
            "/desk/me/password",
            "/desk/me/language",
        ] {
            let page = browser.get(path);
            assert_eq!(page.status, 200, "{path}: {}", page.text());
            let forms = page.text().matches("method=\"post\"").count();
            assert_eq!(
                page.text().matches("name=\"form_token\"").count(),
                forms,
                "{path}"
            );
        }
        let unit = [
            ("name_zh", "劳动监察大队"),
            ("key", "labour"),
            ("kind", "public"),
            ("parent", "1"),
        ];
        assert_eq!(
            post(&mut browser, "/desk/admin/units/new", &unit).status,
            303
        );
        let again = post(&mut browser, "/desk/admin/units/new", &unit);
        assert_eq!(again.status, 422);
        assert!(
            again.text().contains("已有同名的") && again.text().contains("value=\"劳动监察大队\"")
        );
        let staff = [
            ("name", "刘敏"),
            ("login", "liumin"),
            ("language", "zh"),
            ("role_0", "clerk"),
            ("unit_0", "2"),
            ("contact_email", EMAIL),
            ("contact_phone", ""),
        ];
        assert_eq!(
            post(&mut browser, "/desk/admin/staff/new", &staff).status,
            303
        );
        let list = browser.get("/desk/admin/staff");
        assert!(list.text().contains("liumin") && !list.text().contains(EMAIL));
        let organisation = app
            .runtime
            .block_on(app.huiyin.organisation(AuthorityId::new(1)));
        let organisation = organisation.expect("reads");
        let clerk = organisation
            .staff
            .values()
            .find(|one| one.login == "liumin")
            .expect("there")
            .id;
        let edit = browser.get(&format!("/desk/admin/staff/{clerk}"));
        assert!(
            edit.text().contains(EMAIL),
            "an administrator sees contacts"
        );
        let post_fields = [
            ("title_zh", "大队长"),
            ("duty", "unit-head"),
            ("unit", "2"),
            ("holder", &clerk.to_string()),
        ];
        assert_eq!(
            post(&mut browser, "/desk/admin/posts/new", &post_fields).status,
            303
        );
        let stale = [
            ("version", "1"),
            ("title_zh", "大队长"),
            ("duty", "unit-head"),
            ("unit", "2"),
        ];
        let stale = post(&mut browser, "/desk/admin/posts/1", &stale);
        assert_eq!(stale.status, 412);
        assert!(stale.text().contains("别人刚刚改过"));
        let form = "/desk/admin/authority/edit";
        let named = [
            ("name_zh", "青石信访局"),
            ("level", "park"),
            ("rulebook", "cn-2022"),
            ("contact_phone", "0576-5550123"),
        ];
        let unread = post(&mut browser, form, &named);
        assert_eq!(unread.status, 412, "it says nothing of what it had read");
        assert!(unread.text().contains("青石信访局"), "what was typed stays");
        let shown = browser.get(form);
        let version = between(shown.text(), "name=\"version\" value=\"", "\"");
        let version = [("version", version.expect("a version"))];
        let named = [&named[..], &version].concat();
        assert_eq!(post(&mut browser, form, &named).status, 303);
        let home = app.get("/");
        assert!(home.text().contains("青石信访局") && home.text().contains("0576-5550123"));
        invited_clerk(&app, &mut browser, clerk);
        let report = app.huiyin.doctor(true).expect("the doctor comes");
        assert_eq!(report.findings, []);
    });
}

/// The clerk follows the link, and may not administer.
fn invited_clerk(app: &App, browser: &mut Browser<'_>, clerk: StaffId) {
    let invite = post(browser, &format!("/desk/admin/staff/{clerk}/invite"), &[]);
    let link = between(
        invite.text(),
        "id=\"invitation-link-1\" translate=\"no\">",
        "<",
    )
    .expect("a link");
    let (_, path) = link.split_once("/desk/").expect("an address");
    let path = format!("/desk/{path}");
    let mut other = app.browser();
    let page = other.get(&path);
    assert!(
        page.status == 200 && page.text().contains("liumin"),
        "{}",
        page.text()
    );
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    let short = other.post(&path, &[("password", "short"), ("again", "short")]);
    assert!(short.status == 422 && !short.text().contains("value=\"short\""));
    let done = other.post(&path, &[("password", PASSWORD), ("again", PASSWORD)]);
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(other.get(&path).status, 410);
    for closed in [
        "/desk/admin",
        "/desk/admin/units",
        "/desk/admin/staff",
        "/desk/admin/units/1",
    ] {
        assert_eq!(other.get(closed).status, 403, "{closed}");
    }
    assert_eq!(
        post(&mut other, "/desk/admin/units/new", &[("key", "x")]).status,
        403
    );
    let inbox = other.get("/desk");
    assert!(inbox.text().contains("登记新件"), "{}", inbox.text());
    signs_out_everywhere(app, &mut other);
}

/// Programs stop as well, and the page says so before.
fn signs_out_everywhere(app: &App, browser: &mut Browser<'_>) {
    let token = api_token(browser);
    let me = || api(app, Method::GET, "/api/v1/me", &token, &[], &json!({}));
    assert_eq!(me().status, 200);
    let page = browser.get("/desk/me");
    for words in ["id=\"everywhere\"", "令牌全部停用"] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    let out = post(browser, "/desk/sign-out-everywhere", &[]);
    assert_eq!(out.status, 303);
    assert_eq!(browser.get("/desk/me").status, 303);
    assert_eq!(me().status, 401, "a program of whoever signed out");
}

#[test]
fn the_api_administers_with_a_bearer_token_versions_and_keys() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = set_up(&app);
        let token = api_token(&mut browser);
        let units = "/api/v1/admin/units";
        let none = json!({});
        let me = api(&app, Method::GET, "/api/v1/me", &token, &[], &none).json();
        assert_eq!(
            (&me["login"], &me["roles"][0]["role"]),
            (&json!("admin"), &json!("administrator"))
        );
        let listed = api(&app, Method::GET, units, &token, &[], &none);
        let read = listed.header("etag").to_owned();
        assert_eq!(listed.json()["entries"][0]["key"], "petition-office");
        let unit =
            json!({"key": "labour", "name": {"zh": "劳动监察大队", "en": ""}, "kind": "public"});
        let key = [("idempotency-key", "k1")];
        let added = api(&app, Method::POST, units, &token, &key, &unit);
        assert_eq!(added.status, 201, "{}", added.text());
        let again = api(&app, Method::POST, units, &token, &key, &unit);
        assert_eq!((again.status, again.json()), (201, added.json()));
        assert_eq!(again.header("idempotency-replayed"), "true");
        let path = format!("{units}/{}", added.json()["id"]);
        let missing = api(&app, Method::PUT, &path, &token, &[], &unit);
        missing.refused(428, "version_required");
        let stale = api(
            &app,
            Method::PUT,
            &path,
            &token,
            &[("if-match", &read)],
            &unit,
        );
        stale.refused(412, "changed_meanwhile");
        let tag = added.header("etag").to_owned();
        let changed = api(
            &app,
            Method::PUT,
            &path,
            &token,
            &[("if-match", &tag)],
            &unit,
        );
        assert_eq!(changed.status, 200, "{}", changed.text());
        let unknown = json!({"key": "x", "name": {"zh": "甲", "en": ""}, "kind": "public", "surprise": EMAIL});
        let refused = api(&app, Method::POST, units, &token, &[], &unknown);
        assert!(
            !refused
                .refused(422, "fields_refused")
                .to_string()
                .contains(EMAIL)
        );
        let page = api(
            &app,
            Method::GET,
            "/api/v1/admin/units?limit=1",
            &token,
            &[],
            &none,
        )
        .json();
        assert_eq!(
            (page["entries"].as_array().map(Vec::len), &page["next"]),
            (Some(1), &json!(1))
        );
        let staff = json!({"login": "liumin", "name": "刘敏", "roles": [{"unit": 1, "role": "clerk"}], "contact": {"email": EMAIL}});
        let added = api(
            &app,
            Method::POST,
            "/api/v1/admin/staff",
            &token,
            &[],
            &staff,
        );
        assert_eq!(added.status, 201, "{}", added.text());
        let link = format!("/api/v1/admin/staff/{}/invitation", added.json()["id"]);
        assert_eq!(
            api(&app, Method::POST, &link, &token, &[], &none).status,
            201
        );
        let listed = api(&app, Method::GET, "/api/v1/admin/staff", &token, &[], &none);
        assert!(!listed.text().contains(EMAIL));
        let authority = api(
            &app,
            Method::GET,
            "/api/v1/admin/authority",
            &token,
            &[],
            &none,
        );
        let tag = authority.header("etag").to_owned();
        let named = json!({"level": "county"});
        let put = api(
            &app,
            Method::PUT,
            "/api/v1/admin/authority",
            &token,
            &[("if-match", &tag)],
            &named,
        );
        assert_eq!(put.status, 200, "{}", put.text());
        let new = json!({"key": "harbour", "name": {"zh": "港区", "en": ""}, "administrator": {"login": "gang", "name": "港"}});
        let made = api(
            &app,
            Method::POST,
            "/api/v1/admin/authorities",
            &token,
            &[],
            &new,
        );
        assert_eq!(made.status, 201, "{}", made.text());
        let by_cookie = app.send(raw(
            Method::GET,
            "/api/v1/me",
            &[(
                "cookie",
                &format!("huiyin_session={}", browser.cookies["huiyin_session"]),
            )],
            "",
        ));
        assert_eq!(by_cookie.status, 200);
        let cross = [
            ("cookie", "huiyin_session=x"),
            ("sec-fetch-site", "cross-site"),
            ("content-type", "application/json"),
        ];
        let session = format!("huiyin_session={}", browser.cookies["huiyin_session"]);
        let cross = [("cookie", session.as_str()), cross[1], cross[2]];
        app.send(raw(Method::POST, units, &cross, &unit.to_string()))
            .refused(403, "form_not_ours");
        for wrong in ["", "x", "1.AAAA"] {
            api(&app, Method::GET, units, wrong, &[], &none).refused(401, "sign_in_required");
        }
    });
}

#[test]
fn contacts_and_secrets_of_staff_stand_in_no_log_and_no_open_part() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = set_up(&app);
        let token = api_token(&mut browser);
        let staff = json!({"login": "canary", "name": "雀", "roles": [], "contact": {"email": EMAIL, "phone": "13512340987"}});
        assert_eq!(
            api(
                &app,
                Method::POST,
                "/api/v1/admin/staff",
                &token,
                &[],
                &staff
            )
            .status,
            201
        );
        let by = (AuthorityId::new(1), Actor::Operator);
        let organisation = app
            .runtime
            .block_on(app.huiyin.organisation(by.0))
            .expect("reads");
        let canary = organisation
            .staff
            .values()
            .find(|one| one.login == "canary")
            .expect("there");
        let link = app.huiyin.invite_here(by, canary.id).expect("a link");
        let mut other = app.browser();
        other.post(
            &format!("/desk/invitation/{}", link.token),
            &[("password", PASSWORD), ("again", PASSWORD)],
        );
        let session = other.cookies["huiyin_session"].clone();
        other.get("/desk/me");
        let file = std::fs::read(place.config.sqlite_file()).unwrap_or_default();
        let wal = place.folder().join("huiyin.db-wal");
        let stored = [file, std::fs::read(wal).unwrap_or_default()].concat();
        let log = log();
        let secret = |token: &str| {
            token
                .split_once('.')
                .map_or(String::new(), |(_, secret)| secret.to_owned())
        };
        for canary in [
            EMAIL,
            "13512340987",
            PASSWORD,
            &secret(&token),
            &secret(&link.token),
            &secret(&session),
        ] {
            assert!(
                !canary.is_empty() && !log.contains(canary),
                "{canary} is in the log"
            );
            let found = stored
                .windows(canary.len())
                .any(|bytes| bytes == canary.as_bytes());
            assert!(!found, "{canary} is in the database");
        }
    });
}
