//! Style sheet and script, built into the program and named by their content, so that a browser
//! may keep them for a year.

use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::OnceLock;

const STYLE: &str = include_str!("../assets/style.css");
const SCRIPT: &str = include_str!("../assets/page.js");

/// The address of the style sheet.
pub(crate) fn style_href() -> &'static str {
    static HREF: OnceLock<String> = OnceLock::new();
    HREF.get_or_init(|| href("style", STYLE, "css"))
}

/// The address of the script.
pub(crate) fn script_href() -> &'static str {
    static HREF: OnceLock<String> = OnceLock::new();
    HREF.get_or_init(|| href("page", SCRIPT, "js"))
}

/// `GET /assets/{name}`.
pub(crate) async fn serve(name: Result<Path<String>, PathRejection>) -> Response {
    let name = name.map(|Path(name)| name).unwrap_or_default();
    let asked = format!("/assets/{name}");
    let (kind, text) = if asked == style_href() {
        ("text/css; charset=utf-8", STYLE)
    } else if asked == script_href() {
        ("text/javascript; charset=utf-8", SCRIPT)
    } else {
        return Problem::of(Code::NotFound).into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, text).into_response()
}

fn href(name: &str, text: &str, ending: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    let short: String = digest
        .as_ref()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("/assets/{name}-{short}.{ending}")
}
