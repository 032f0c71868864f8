//! `/language`: keeps the language that was chosen and goes back.

use crate::cookie;
use crate::portal::see_with;
use crate::state::Web;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_domain::language::Language;
use serde::Deserialize;

/// Which language, and where to go back to.
#[derive(Default, Deserialize)]
pub(crate) struct Choice {
    to: Option<String>,
    back: Option<String>,
}

/// Keeps the choice.
pub(crate) async fn choose(
    State(web): State<Web>,
    headers: HeaderMap,
    choice: Result<Query<Choice>, QueryRejection>,
) -> Response {
    let choice = choice.map(|Query(choice)| choice).unwrap_or_default();
    let language = choice
        .to
        .as_deref()
        .and_then(Language::parse)
        .unwrap_or_default();
    let back = choice.back.filter(|back| is_own(back));
    see_with(
        back.as_deref().unwrap_or("/"),
        cookie::set_language(&web, &headers, language),
    )
}

/// A path of this site: never an address elsewhere, however it is written.
pub(crate) fn is_own(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn only_paths_of_this_site_are_gone_back_to() {
        assert!(is_own("/track/petition") && is_own("/"));
        for elsewhere in [
            "https://example.org",
            "//example.org",
            "/\\example.org",
            "",
            "javascript:1",
            "/a\r\nb",
        ] {
            assert!(!is_own(elsewhere), "{elsewhere:?}");
        }
    }
}
