//! Without a code no route shows a petition, and the desk is closed.

use super::routes::SERVER;
use super::support::{App, FORM, code_of, request, with};
use axum::http::Method;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

/// Every path of the router, with something in the place of its parameters.
pub fn routes(code: &str) -> Vec<String> {
    let (_, table) = SERVER.split_once("Router::new()").expect("the router");
    let paths = table.split(".route(").skip(1).map(|rest| {
        let path = rest.split('"').nth(1).expect("a path");
        path.replace("{*rest}", "petitions/1")
            .replace("{code}", "not_found")
            .replace("{tracking_code}", code)
            .replace("{name}", "style.css")
            .replace("{token}", "1.AAAA")
            .replace("{tab}", "units")
            .replace("{entry}", "1")
            .replace("{staff}", "1")
            .replace("{id}", "1")
            .replace("{number}", "2026-000001")
            .replace("{asked}", "1")
    });
    let mut found: Vec<String> = paths.collect();
    assert!(found.len() >= 17, "{found:?}");
    found.push("/no-such-page".into());
    found.push("/api/v1/petitions/1".into());
    found.push("/api/v1/petitions?number=2026-000001".into());
    found.push("/track/petition?code=2026-000001".into());
    found.push("/receipt?number=2026-000001".into());
    found
}

#[test]
fn no_route_shows_a_petition_without_its_code() {
    each_engine(|place| {
        let app = App::on(place);
        let mut body = with("subject", "绝不外露的一句话");
        body["body"] = "绝不外露的经过".into();
        body["place_text"] = "绝不外露的地点".into();
        body["respondents"] = json!(["绝不外露的单位"]);
        body["petitioner"] =
            json!({"name": "绝不外露的人", "phone": "13911112222", "email": "never@shown.example"});
        let registered = app.registered(&body);
        let mut browser = app.browser();
        browser.register(&FORM);
        let code = code_of(&registered);
        let secrets = [
            "绝不外露",
            "13911112222",
            "never@shown.example",
            "2026-000001",
            "2026-000002",
            FORM[1].1,
            code.as_str(),
        ];
        for path in routes("0000-0000-0000-0000") {
            for method in [
                Method::GET,
                Method::HEAD,
                Method::POST,
                Method::PUT,
                Method::DELETE,
                Method::OPTIONS,
            ] {
                let answer = app.send(request(method.clone(), &path, Vec::new()));
                let head = format!("{:?}", answer.headers);
                for secret in secrets {
                    // What the request said itself is no leak: sign-in comes back to it.
                    let told = answer.text().contains(secret) || head.contains(secret);
                    assert!(!told || path.contains(secret), "{method} {path}: {secret}");
                }
                assert!(answer.status < 500, "{method} {path}: {}", answer.status);
            }
        }
    });
}

#[test]
fn a_forged_cookie_opens_nothing() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut holder = app.browser();
        holder.register(&FORM);
        let good = holder.cookies["huiyin_petition"].clone();
        let last = if good.ends_with('A') { "B" } else { "A" };
        let turned = format!("{}{last}", &good[..good.len() - 1]);
        for forged in ["", "x", "AAAA", turned.as_str(), "eyJjb2RlIjoiMDAwMCJ9"] {
            let mut other = app.browser();
            other
                .cookies
                .insert("huiyin_petition".into(), forged.to_owned());
            for path in ["/receipt", "/track/petition", "/receipt/file"] {
                let answer = other.get(path);
                assert_eq!(answer.status, 303, "{path} {forged}");
                assert_eq!(answer.header("location"), "/track");
            }
        }
    });
}

#[test]
fn a_cookie_of_another_installation_opens_nothing() {
    on_sqlite(|first| {
        let app = App::on(first);
        let mut holder = app.browser();
        holder.register(&FORM);
        on_sqlite(|second| {
            let other = App::on(second);
            let mut browser = other.browser();
            browser.register(&FORM);
            browser.cookies = holder.cookies.clone();
            assert_eq!(browser.get("/track/petition").status, 303);
        });
    });
}
