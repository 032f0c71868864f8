//! Style sheets and script, built into the program, named by their content so that a browser may
//! keep them for a year, and compressed once. Pages are not compressed: they hold secrets beside
//! what a stranger may have typed (BREACH).

use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::sync::OnceLock;

/// A file that is part of the program.
struct Asset {
    href: String,
    kind: &'static str,
    plain: &'static str,
    /// Empty if compressing failed, which it does not in memory; then the plain text is sent.
    gzipped: Vec<u8>,
}

impl Asset {
    fn new(name: &str, ending: &str, kind: &'static str, plain: &'static str) -> Self {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let gzipped = encoder
            .write_all(plain.as_bytes())
            .and_then(|()| encoder.finish());
        Self {
            href: href(name, plain, ending),
            kind,
            plain,
            gzipped: gzipped.unwrap_or_default(),
        }
    }
}

/// The style of one component, from its folder.
macro_rules! of_component {
    ($name:literal) => {
        include_str!(concat!("pages/components/", $name, "/style.css"))
    };
}

/// What every page loads: the components, then the sheet that arranges them and may say otherwise.
pub(crate) const STYLE: &str = concat!(
    of_component!("icon"),
    of_component!("settings"),
    of_component!("danger"),
    of_component!("field"),
    of_component!("summary"),
    of_component!("clock"),
    of_component!("thread"),
    of_component!("stated_fact"),
    of_component!("came"),
    of_component!("file_list"),
    of_component!("timeline"),
    include_str!("../assets/style.css"),
);

/// What the desk loads too.
pub(crate) const DESK: &str = concat!(
    of_component!("plan_sheet"),
    of_component!("same_matter"),
    of_component!("navigation"),
    of_component!("counters"),
    of_component!("duty_rows"),
    of_component!("lines"),
    of_component!("next_step"),
    of_component!("checklist"),
    of_component!("request_card"),
    of_component!("signature"),
    include_str!("../assets/desk.css"),
);

fn assets() -> &'static [Asset; 7] {
    static ASSETS: OnceLock<[Asset; 7]> = OnceLock::new();
    ASSETS.get_or_init(|| {
        let style = STYLE;
        let script = include_str!("../assets/page.js");
        let desk = DESK;
        let keys = include_str!("../assets/keys.js");
        let upload = include_str!("../assets/upload.js");
        let sign = include_str!("../assets/sign.js");
        let counter = include_str!("../assets/counter.js");
        [
            Asset::new("style", "css", "text/css; charset=utf-8", style),
            Asset::new("page", "js", "text/javascript; charset=utf-8", script),
            Asset::new("desk", "css", "text/css; charset=utf-8", desk),
            Asset::new("keys", "js", "text/javascript; charset=utf-8", keys),
            Asset::new("upload", "js", "text/javascript; charset=utf-8", upload),
            Asset::new("sign", "js", "text/javascript; charset=utf-8", sign),
            Asset::new("counter", "js", "text/javascript; charset=utf-8", counter),
        ]
    })
}

/// The address of the style sheet.
pub(crate) fn style_href() -> &'static str {
    &assets()[0].href
}

/// The address of the script.
pub(crate) fn script_href() -> &'static str {
    &assets()[1].href
}

/// The address of the desk's style sheet.
pub(crate) fn desk_style_href() -> &'static str {
    &assets()[2].href
}

/// The address of the script with the desk's keys.
pub(crate) fn keys_href() -> &'static str {
    &assets()[3].href
}

/// The address of the script that sends files in parts.
pub(crate) fn upload_href() -> &'static str {
    &assets()[4].href
}

/// The address of the script for signatures on the screen.
pub(crate) fn sign_href() -> &'static str {
    &assets()[5].href
}

/// The address of the script where a petition is registered for somebody.
pub(crate) fn counter_href() -> &'static str {
    &assets()[6].href
}

/// `GET /assets/{name}`.
pub(crate) async fn serve(
    headers: HeaderMap,
    name: Result<Path<String>, PathRejection>,
) -> Response {
    let name = name.map(|Path(name)| name).unwrap_or_default();
    let asked = format!("/assets/{name}");
    let Some(asset) = assets().iter().find(|asset| asset.href == asked) else {
        return Problem::of(Code::NotFound).into_response();
    };
    let common = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.kind)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if !asset.gzipped.is_empty() && takes_gzip(&headers) {
        let encoding = [(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
        return (common, encoding, asset.gzipped.as_slice()).into_response();
    }
    (common, asset.plain).into_response()
}

/// Whether the browser names gzip and does not refuse it (RFC 9110, section 12.5.3).
fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    accepted.unwrap_or_default().split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        name.trim().eq_ignore_ascii_case("gzip") && weight.replace(' ', "") != "q=0"
    })
}

fn href(name: &str, text: &str, ending: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    let short: String = digest
        .as_ref()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("/assets/{name}-{short}.{ending}")
}
