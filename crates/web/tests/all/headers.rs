//! Headers of every answer.

use super::closed::routes;
use super::support::{App, FORM, between, petition, request};
use axum::http::{HeaderValue, Method};
use huiyin_testkit::engine::on_sqlite;

#[test]
fn every_answer_is_hardened_and_kept_by_no_cache() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut answers = Vec::new();
        for path in routes("%FF") {
            for method in [Method::GET, Method::POST, Method::PUT] {
                answers.push(app.send(request(method, &path, Vec::new())));
            }
        }
        answers.push(app.post(&petition()));
        answers.push(app.get("/language?to=en&to=zh"));
        answers.push(app.get("/assets/%FF"));
        answers.push(app.get("/problems/%FF"));
        let mut browser = app.browser();
        browser.register(&FORM);
        for path in ["/receipt", "/receipt/file", "/track/petition"] {
            answers.push(browser.get(path));
        }
        for answer in &answers {
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("default-src 'none'"), "{policy}");
            for part in [
                "script-src 'self'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
                "form-action 'self'",
            ] {
                assert!(policy.contains(part), "{policy}");
            }
            assert!(!policy.contains("unsafe"), "{policy}");
            assert_eq!(answer.header("referrer-policy"), "no-referrer");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert_eq!(answer.header("cache-control"), "no-store");
            assert_eq!(answer.header("x-frame-options"), "DENY");
            if !answer.bytes.is_empty() {
                assert!(
                    !answer.header("content-type").is_empty(),
                    "{}",
                    answer.text()
                );
            }
        }
    });
}

#[test]
fn what_a_router_would_say_in_plain_text_is_a_problem_or_a_page() {
    on_sqlite(|place| {
        let app = App::on(place);
        for path in [
            "/assets/%FF",
            "/problems/%FF",
            "/desk/%FF",
            "/language?to=en&to=zh",
            "/language?back=%",
        ] {
            let answer = app.get(path);
            let kind = answer.header("content-type");
            assert!(!kind.starts_with("text/plain"), "{path}: {}", answer.text());
        }
        app.get("/api/v1/petitions")
            .refused(405, "method_not_allowed");
        app.get("/api/v2").refused(404, "not_found");
        assert_eq!(app.get("/api/v1/petitions").header("allow"), "POST");
    });
}

#[test]
fn assets_are_kept_for_a_year_under_a_name_of_their_content() {
    on_sqlite(|place| {
        let app = App::on(place);
        let page = app.get("/");
        let style = between(page.text(), "rel=\"stylesheet\" href=\"", "\"").expect("a style");
        let script = between(page.text(), "type=\"module\" src=\"", "\"").expect("a script");
        for (path, kind) in [(style, "text/css"), (script, "text/javascript")] {
            let asset = app.get(path);
            assert_eq!(asset.status, 200);
            assert!(asset.header("content-type").starts_with(kind));
            assert_eq!(
                asset.header("cache-control"),
                "public, max-age=31536000, immutable"
            );
            assert_eq!(asset.header("x-content-type-options"), "nosniff");
        }
        let old = app.get("/assets/style-000000000000.css");
        assert_eq!((old.status, old.header("cache-control")), (404, "no-store"));
    });
}

#[test]
fn cookies_are_httponly_lax_and_secure_behind_https() {
    on_sqlite(|place| {
        let app = App::on(place);
        for https in [false, true] {
            let mut request = request(Method::POST, "/new/what", "subject=a&body=b".into());
            if https {
                let proto = HeaderValue::from_static("https");
                request.headers_mut().insert("x-forwarded-proto", proto);
            }
            let answer = app.send(request);
            let cookie = answer.header("set-cookie");
            for part in ["huiyin_writing=", "Path=/", "SameSite=Lax", "HttpOnly"] {
                assert!(cookie.contains(part), "{cookie}");
            }
            assert_eq!(cookie.contains("; Secure"), https, "{cookie}");
        }
    });
}

#[test]
fn health_and_metrics_answer() {
    on_sqlite(|place| {
        let app = App::on(place);
        assert_eq!(app.get("/healthz").text(), "ok\n");
        assert_eq!(app.get("/readyz").text(), "ready\n");
        app.registered(&petition());
        app.get("/no-such-page");
        let metrics = app.get("/metrics");
        assert!(metrics.header("content-type").contains("openmetrics-text"));
        for figure in [
            "huiyin_http_requests_total{method=\"POST\",route=\"/api/v1/petitions\",status=\"201\"} 1",
            "route=\"unmatched\"",
            "huiyin_writer_commands",
            "# EOF",
        ] {
            assert!(
                metrics.text().contains(figure),
                "{figure}: {}",
                metrics.text()
            );
        }
        assert!(!metrics.text().contains("no-such-page"));
    });
}
