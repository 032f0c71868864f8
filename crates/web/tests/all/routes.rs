//! Every route of the server, with what protects it. A route that does not stand here fails the
//! test: whoever adds one says who may come in, and the test tries it without.

use super::support::{Answer, App, request};
use axum::http::{HeaderValue, Method, header};
use huiyin_testkit::engine::on_sqlite;
use std::collections::BTreeSet;

/// What protects a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Nothing: it is for everybody.
    Everybody,
    /// The petition's code, in the path or in the sealed cookie.
    Code,
    /// A one-time link in the path.
    Link,
    /// A session; a POST also needs the session's form token.
    Session,
    /// A bearer token or a session.
    Bearer,
}

use Guard::{Bearer, Code, Everybody, Link, Session};

/// Every route: methods, path, guard.
pub const ROUTES: &[(&str, &str, Guard)] = &[
    ("get", "/", Everybody),
    ("get", "/new", Everybody),
    ("get post", "/new/files", Everybody),
    ("post", "/new/files/{nth}/drop", Everybody),
    ("get", "/new/files/{nth}/picture", Everybody),
    ("get post", "/new/{step}", Everybody),
    ("get", "/receipt", Code),
    ("post", "/receipt/kept", Code),
    ("post", "/receipt/send", Code),
    ("get", "/receipt/file", Code),
    ("get post", "/track", Everybody),
    ("get", "/track/petition", Code),
    ("post", "/track/act/{step}", Code),
    ("post", "/track/rate", Code),
    ("post", "/track/notices", Code),
    ("post", "/parts/{whose}", Code),
    ("delete patch", "/parts/{whose}/{upload}", Code),
    ("get post", "/track/replaced", Code),
    ("post", "/track/view-code", Code),
    ("post", "/track/say", Code),
    ("get post", "/track/review", Code),
    ("get", "/track/calendar", Code),
    ("get", "/track/files/{file}", Code),
    ("get", "/track/letters/{letter}", Code),
    ("post", "/track/leave", Everybody),
    ("get", "/language", Everybody),
    ("get", "/figures", Everybody),
    ("get", "/notices", Everybody),
    ("get", "/answers", Everybody),
    ("post", "/appearance", Everybody),
    ("get", "/problems/{code}", Everybody),
    ("get", "/assets/{name}", Everybody),
    ("post", "/api/v1/petitions", Everybody),
    ("get", "/api/v1/answers", Everybody),
    ("get post", "/api/v1/desk/answers", Bearer),
    ("put", "/api/v1/desk/answers/{id}", Bearer),
    ("post", "/api/v1/desk/answers/{id}/release", Bearer),
    ("post", "/api/v1/desk/answers/{id}/down", Bearer),
    ("get", "/api/v1/track/{tracking_code}", Code),
    ("post", "/api/v1/track/{tracking_code}/actions", Code),
    ("post", "/api/v1/track/{tracking_code}/review", Code),
    ("post", "/api/v1/track/{tracking_code}/notices", Code),
    ("post", "/api/v1/track/{tracking_code}/uploads", Code),
    (
        "delete patch",
        "/api/v1/track/{tracking_code}/uploads/{upload}",
        Code,
    ),
    ("post", "/api/v1/track/{tracking_code}/files", Code),
    ("post", "/api/v1/track/{tracking_code}/view-code", Code),
    ("post", "/api/v1/track/{tracking_code}/object", Code),
    ("get", "/api/v1/track/{tracking_code}/files/{file}", Code),
    (
        "get",
        "/api/v1/track/{tracking_code}/letters/{letter}",
        Code,
    ),
    ("get", "/api/openapi.json", Everybody),
    ("get", "/healthz", Everybody),
    ("get", "/readyz", Everybody),
    ("get", "/metrics", Everybody),
    ("get", "/desk", Session),
    ("get post", "/desk/sign-in", Everybody),
    ("post", "/desk/demo", Everybody),
    ("get", "/desk/demo/messages", Session),
    ("post", "/desk/sign-out", Session),
    ("post", "/desk/sign-out-everywhere", Session),
    ("get post", "/desk/setup/{token}", Link),
    ("get post", "/desk/invitation/{token}", Link),
    ("get", "/desk/me", Session),
    ("get post", "/desk/me/password", Session),
    ("get post", "/desk/me/language", Session),
    ("post", "/desk/me/tokens", Session),
    ("post", "/desk/me/tokens/{id}/end", Session),
    ("get", "/desk/answers", Session),
    ("get post", "/desk/answers/{entry}", Session),
    ("post", "/desk/answers/{entry}/{step}", Session),
    ("get", "/desk/announcements", Session),
    ("get post", "/desk/announcements/{entry}", Session),
    ("post", "/desk/announcements/{entry}/restore", Session),
    ("get post", "/api/v1/admin/announcements", Bearer),
    ("get put", "/api/v1/admin/announcements/{id}", Bearer),
    ("post", "/api/v1/admin/announcements/{id}/restore", Bearer),
    ("get", "/desk/admin", Session),
    ("get", "/desk/admin/{tab}", Session),
    ("get post", "/desk/admin/{tab}/{entry}", Session),
    ("post", "/desk/admin/{tab}/{entry}/restore", Session),
    ("post", "/desk/admin/staff/{staff}/invite", Session),
    ("get post", "/desk/admin/staff/several", Session),
    ("get post", "/desk/admin/posts/holders", Session),
    ("post", "/desk/views", Session),
    ("post", "/desk/views/{view}", Session),
    ("get post", "/api/v1/views", Bearer),
    ("put delete", "/api/v1/views/{id}", Bearer),
    ("post", "/desk/assign", Session),
    ("get", "/desk/new/same-matter", Session),
    ("get", "/desk/petitions/{number}/present", Session),
    ("get", "/desk/absences", Session),
    ("get post", "/desk/absences/{staff}", Session),
    ("get put", "/api/v1/staff/{id}/absence", Bearer),
    ("get", "/api/v1/desk/same-matter", Bearer),
    ("get", "/api/v1/petitions/{number}/same-matter", Bearer),
    ("post", "/desk/me/keys", Session),
    ("get post", "/desk/admin/places/{place}", Session),
    ("get post", "/api/v1/admin/places", Bearer),
    ("get put", "/api/v1/admin/places/{place}", Bearer),
    ("post", "/api/v1/admin/places/{place}/restore", Bearer),
    ("post", "/desk/admin/places/{place}/restore", Session),
    ("get post", "/desk/admin/rules/rulebook", Session),
    ("get post", "/desk/admin/rules/calendar", Session),
    ("post", "/desk/admin/rules/take-back", Session),
    ("get", "/api/v1/admin/rules", Bearer),
    ("post", "/api/v1/admin/rules/rulebooks", Bearer),
    (
        "post",
        "/api/v1/admin/rules/rulebooks/{id}/{version}/take-back",
        Bearer,
    ),
    ("post", "/api/v1/admin/rules/calendars", Bearer),
    ("get", "/desk/admin/categories", Session),
    ("get post", "/desk/admin/categories/{code}", Session),
    ("post", "/desk/admin/categories/{code}/restore", Session),
    ("get post", "/api/v1/admin/categories", Bearer),
    ("get put", "/api/v1/admin/categories/{code}", Bearer),
    ("post", "/api/v1/admin/categories/{code}/restore", Bearer),
    ("get", "/desk/admin/texts/about", Session),
    ("get post", "/desk/admin/texts/{subject}", Session),
    ("post", "/desk/admin/texts/{subject}/restore", Session),
    ("get", "/api/v1/admin/texts", Bearer),
    ("get put", "/api/v1/admin/texts/{subject}", Bearer),
    ("post", "/api/v1/admin/texts/{subject}/restore", Bearer),
    ("get", "/desk/seal", Session),
    ("post", "/desk/seal/keeper", Session),
    ("post", "/desk/seal/images", Session),
    ("get", "/desk/seal/images/{id}", Session),
    ("post", "/desk/seal/choose", Session),
    ("post", "/desk/seal/set", Session),
    ("get", "/api/v1/seal", Bearer),
    ("post", "/api/v1/seal/images", Bearer),
    ("get", "/api/v1/seal/images/{id}", Bearer),
    ("post", "/api/v1/seal/choice", Bearer),
    ("put", "/api/v1/admin/seal", Bearer),
    ("post", "/desk/admin/running/clock", Session),
    ("post", "/desk/admin/running/notices/{id}/again", Session),
    ("get", "/api/v1/desk/registered", Bearer),
    ("get", "/api/v1/inbox", Bearer),
    ("get", "/api/v1/inbox/news", Bearer),
    ("get", "/api/v1/inbox/ended", Bearer),
    ("post", "/api/v1/desk/petitions", Bearer),
    ("post", "/api/v1/desk/reviews", Bearer),
    ("get", "/api/v1/petitions/{number}", Bearer),
    ("post", "/api/v1/petitions/{number}/actions", Bearer),
    ("post", "/api/v1/petitions/{number}/hand-over", Bearer),
    ("get post", "/desk/petitions/{number}/hand-over", Session),
    ("get", "/desk/admin/audit", Session),
    ("get", "/api/v1/admin/refusals", Bearer),
    ("get", "/api/v1/admin/clock", Bearer),
    ("post", "/api/v1/admin/clock/confirmation", Bearer),
    ("get", "/api/v1/admin/notices", Bearer),
    ("post", "/api/v1/admin/notices/{id}/again", Bearer),
    (
        "get",
        "/api/v1/petitions/{number}/questions/{asked}",
        Bearer,
    ),
    ("get post", "/api/v1/petitions/{number}/files", Bearer),
    ("get", "/api/v1/petitions/{number}/files/{file}", Bearer),
    ("get", "/api/v1/petitions/{number}/letters", Bearer),
    ("get", "/api/v1/petitions/{number}/letters/{letter}", Bearer),
    (
        "get",
        "/api/v1/petitions/{number}/letters/bundle.zip",
        Bearer,
    ),
    ("get", "/api/v1/figures/readings", Bearer),
    ("get", "/api/v1/figures/timeliness", Bearer),
    ("get", "/api/v1/figures/timeliness/duties", Bearer),
    ("get", "/desk/style", Session),
    ("get", "/desk/plans", Session),
    ("get post", "/desk/lodge-plan", Session),
    ("get", "/desk/plans/{id}", Session),
    ("get", "/desk/plans/{id}/{version}", Session),
    ("post", "/desk/plans/{id}/{version}/approve", Session),
    ("post", "/desk/plans/{id}/{version}/reopen", Session),
    ("post", "/desk/plans/{id}/{version}/return", Session),
    ("get post", "/desk/plan-drafts", Session),
    ("get post", "/desk/plan-drafts/{draft}/{step}", Session),
    ("post", "/desk/plan-drafts/{draft}/discard", Session),
    ("get", "/desk/rosters/{id}", Session),
    ("get", "/desk/rosters/{id}/calendar.ics", Session),
    ("post", "/desk/rosters/{id}/duty", Session),
    ("post", "/desk/rosters/{id}/contact", Session),
    ("post", "/desk/rosters/{id}/test", Session),
    ("post", "/desk/rosters/{id}/reached", Session),
    ("post", "/desk/rosters/{id}/feed", Session),
    ("post", "/desk/rosters/{id}/feed/end", Session),
    ("get", "/calendar/{file}", Link),
    ("get post", "/api/v1/rosters/{id}/duty", Bearer),
    ("get post", "/api/v1/plans", Bearer),
    ("post", "/api/v1/rosters", Bearer),
    ("get", "/api/v1/plans/{id}", Bearer),
    ("get", "/api/v1/rosters/{id}", Bearer),
    ("get", "/api/v1/rosters/{id}/readiness", Bearer),
    ("get", "/api/v1/rosters/{id}/calendar", Bearer),
    ("get post", "/api/v1/rosters/{id}/contact", Bearer),
    ("post", "/api/v1/rosters/{id}/reachability-test", Bearer),
    (
        "post",
        "/api/v1/rosters/{id}/reachability-test/reached",
        Bearer,
    ),
    ("get", "/api/v1/plans/{id}/{version}/diff", Bearer),
    ("get", "/api/v1/plans/{id}/{version}", Bearer),
    ("get", "/api/v1/plans/{id}/{version}/check", Bearer),
    ("post", "/api/v1/plans/{id}/{version}/approval", Bearer),
    ("post", "/api/v1/plans/{id}/{version}/return", Bearer),
    ("post", "/api/v1/visits", Everybody),
    ("get put delete", "/api/v1/visits/{tracking_code}", Code),
    ("get post", "/api/v1/desk/visits", Bearer),
    ("delete", "/api/v1/desk/visits/{id}", Bearer),
    ("put", "/api/v1/desk/visits/{id}/arrangement", Bearer),
    ("get", "/desk/visits", Session),
    ("get post", "/desk/announce-visit", Session),
    ("get", "/desk/visits/{id}", Session),
    ("post", "/desk/visits/{id}/arrange", Session),
    ("post", "/desk/visits/{id}/end", Session),
    ("get post", "/visit", Everybody),
    ("get", "/visit/mine", Code),
    ("get post", "/visit/change", Code),
    ("post", "/visit/cancel", Code),
    ("post", "/visit/kept", Code),
    ("post", "/visit/leave", Everybody),
    ("get", "/desk/responses", Session),
    ("get post", "/desk/open-drill", Session),
    ("get post", "/desk/open-response", Session),
    ("get", "/desk/responses/{id}", Session),
    ("get post", "/desk/responses/{id}/do/{step}", Session),
    ("get post", "/desk/responses/{id}/receive/{step}", Session),
    ("get", "/desk/responses/{id}/minutes", Session),
    ("get", "/desk/responses/{id}/signed-minutes", Session),
    ("post", "/desk/responses/{id}/screen", Session),
    ("get", "/board/{id}", Session),
    ("get", "/board/{id}/events", Session),
    ("get post", "/board/open/{token}", Link),
    ("get", "/board/screen", Code),
    ("get", "/board/screen/events", Code),
    ("get post", "/page/{token}", Link),
    ("get post", "/room/{code}", Link),
    ("get post", "/report/{token}", Link),
    ("get", "/desk/responses/{id}/report/{to}/{nth}", Session),
    ("post", "/hooks/{channel}/{secret}", Code),
    ("get post", "/api/v1/responses", Bearer),
    ("get", "/api/v1/responses/{id}", Bearer),
    ("post", "/api/v1/responses/{id}/steps", Bearer),
    ("post", "/api/v1/responses/{id}/representatives", Bearer),
    ("get post", "/api/v1/responses/{id}/signed-minutes", Bearer),
    ("post", "/api/v1/responses/{id}/petition", Bearer),
    ("get", "/api/v1/responses/{id}/cap", Bearer),
    ("get", "/desk/units", Session),
    ("get", "/desk/units/ended", Session),
    ("get", "/desk/approvals", Session),
    ("get", "/desk/figures", Session),
    ("get", "/desk/figures.csv", Session),
    ("get", "/desk/figures.xlsx", Session),
    ("get", "/desk/figures/duties", Session),
    ("get", "/desk/figures/readings", Session),
    ("get", "/desk/registered", Session),
    ("get post", "/desk/new", Session),
    ("get post", "/desk/reviews/new", Session),
    ("get", "/desk/new/receipt", Session),
    ("post", "/desk/new/receipt/handed-over", Session),
    ("get", "/desk/petitions/{number}", Session),
    ("post", "/desk/petitions/{number}/identity", Session),
    ("post", "/desk/petitions/{number}/files", Session),
    ("get", "/desk/petitions/{number}/files/{file}", Session),
    ("get", "/desk/petitions/{number}/letters/{letter}", Session),
    (
        "get",
        "/desk/petitions/{number}/letters/bundle.zip",
        Session,
    ),
    ("get post", "/desk/petitions/{number}/do/{action}", Session),
    ("get post", "/desk/petitions/{number}/answer", Session),
    ("get post", "/desk/petitions/{number}/approve", Session),
    ("post", "/desk/petitions/{number}/approve/return", Session),
    ("get post", "/desk/statements/{number}/{asked}", Session),
    ("get", "/api/v1/me", Bearer),
    ("get post", "/api/v1/admin/units", Bearer),
    ("get put", "/api/v1/admin/units/{id}", Bearer),
    ("post", "/api/v1/admin/units/{id}/restore", Bearer),
    ("get post", "/api/v1/admin/posts", Bearer),
    ("get put", "/api/v1/admin/posts/{id}", Bearer),
    ("post", "/api/v1/admin/posts/{id}/restore", Bearer),
    ("get post", "/api/v1/admin/staff", Bearer),
    ("get put", "/api/v1/admin/staff/{id}", Bearer),
    ("post", "/api/v1/admin/staff/{id}/restore", Bearer),
    ("post", "/api/v1/admin/staff/{id}/invitation", Bearer),
    ("get put", "/api/v1/admin/authority", Bearer),
    ("get", "/api/v1/admin/authority/versions", Bearer),
    ("get", "/emblem/{digest}", Everybody),
    ("get post", "/desk/admin/authority/emblem", Session),
    ("post", "/api/v1/admin/authority/emblem", Bearer),
    ("post", "/api/v1/admin/authority/restore", Bearer),
    ("post", "/desk/admin/authority/restore", Session),
    ("post", "/api/v1/admin/authorities", Bearer),
];

/// The router as it is written: `server.rs`, and its parts.
pub const SERVER: &str = concat!(
    include_str!("../../src/server.rs"),
    include_str!("../../src/server/track.rs"),
    include_str!("../../src/server/organisation.rs"),
    include_str!("../../src/server/petitions.rs"),
    include_str!("../../src/server/answers.rs"),
    include_str!("../../src/server/visits.rs"),
    include_str!("../../src/server/workshop.rs"),
);

/// The routes as `server.rs` and its parts have them: methods and path.
fn served() -> BTreeSet<(String, String)> {
    let routes = SERVER.split(".route(").skip(1).map(|rest| {
        let path = rest.split('"').nth(1).expect("a path");
        let (_, handlers) = rest.split_once("\",").expect("handlers");
        // A handler's own name may be `post`, so only what opens a bracket is a method.
        let handlers = handlers.split(".fallback").next().unwrap_or_default();
        let handlers = handlers.split(".merge").next().unwrap_or_default();
        let is_method = |method: &&str| {
            let called = format!("{method}(");
            handlers.match_indices(&called).any(|(at, _)| {
                let before = handlers[..at].chars().next_back();
                before.is_none_or(|c| c == '.' || c.is_whitespace())
            })
        };
        let methods = ["get", "post", "put", "delete", "patch", "any"];
        let methods: Vec<&str> = methods.into_iter().filter(is_method).collect();
        (methods.join(" "), path.to_owned())
    });
    routes.collect()
}

#[test]
fn every_route_says_what_protects_it() {
    let listed = ROUTES
        .iter()
        .map(|(methods, path, _)| ((*methods).to_owned(), (*path).to_owned()));
    let listed: BTreeSet<(String, String)> = listed.collect();
    assert_eq!(listed.len(), ROUTES.len(), "a route stands twice");
    assert_eq!(served(), listed);
}

/// A path with something in the place of its parameters that exists where it can.
fn filled(path: &str) -> String {
    path.replace("{code}", "not_found")
        .replace("{name}", "style.css")
        .replace("{tracking_code}", "0000-0000-0000-0000")
        .replace("{token}", "1.AAAA")
        .replace("{tab}", "units")
        .replace("{entry}", "1")
        .replace("{staff}", "1")
        .replace("{number}", "2026-000001")
        .replace("{action}", "accept")
        .replace("{asked}", "1")
        .replace("{step}", "message")
        .replace("{id}", "1")
        .replace("{file}", "1")
        .replace("{letter}", "query-slip.pdf")
        .replace("{version}", "1")
        .replace("{subject}", "answer")
        .replace("{whose}", "draft")
        .replace("{upload}", "0000-0000-0000-0000")
}

fn without_anything(app: &App, method: &str, path: &str) -> Answer {
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
    let kind = match path.starts_with("/api/") {
        true => "application/json",
        false => "application/x-www-form-urlencoded",
    };
    let mut request = request(method, &filled(path), b"{}".to_vec());
    request
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    app.send(request)
}

#[test]
fn what_is_protected_denies_without() {
    on_sqlite(|place| {
        let app = App::on(place);
        let before = app.stored();
        for (methods, path, guard) in ROUTES {
            for method in methods.split(' ') {
                let answer = without_anything(&app, method, path);
                let at = format!("{method} {path}: {}", answer.status);
                match guard {
                    Everybody => assert!(answer.status != 401 && answer.status < 500, "{at}"),
                    Code => assert!([303, 404].contains(&answer.status), "{at}"),
                    Link => assert_eq!(answer.status, 410, "{at}"),
                    Session => {
                        assert_eq!(answer.status, 303, "{at}");
                        assert!(
                            answer.header("location").starts_with("/desk/sign-in"),
                            "{at}"
                        );
                    }
                    Bearer => {
                        assert_eq!(answer.status, 401, "{at}");
                        assert_eq!(answer.header("www-authenticate"), "Bearer");
                    }
                }
            }
        }
        assert_eq!(app.stored(), before);
    });
}

#[test]
fn a_post_of_the_desk_needs_the_token_of_its_session() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = super::desk::set_up(&app);
        let before = app.stored();
        let posts = ROUTES
            .iter()
            .filter(|(methods, _, guard)| *guard == Session && methods.contains("post"));
        for (_, path, _) in posts {
            let answer = browser.post(&filled(path), &[("form_token", "other")]);
            assert_eq!(answer.status, 403, "{path}");
        }
        assert_eq!(app.stored(), before);
        assert_eq!(browser.get("/desk/me").status, 200, "still signed in");
    });
}
