//! `GET /emblem/{digest}`: the emblem beside an authority's name. It is named by its content, so a browser may keep it.

use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// What a digest begins with.
const SHA256: &str = "sha256:";
/// How long it may be kept, a year: another picture has another address.
const KEPT: &str = "public, max-age=31536000, immutable";

/// Where the emblem of a digest is, if there is one.
pub(crate) fn href(digest: &str) -> Option<String> {
    let digits = digest.strip_prefix(SHA256)?;
    Some(format!("/emblem/{digits}"))
}

/// `GET /emblem/{digest}`.
pub(crate) async fn show(
    State(web): State<Web>,
    digest: Result<Path<String>, PathRejection>,
) -> Response {
    let shown = async {
        let Path(digits) = digest.map_err(|_| Problem::of(Code::NotFound))?;
        let found = web.huiyin.emblem(&format!("{SHA256}{digits}")).await?;
        let (kind, bytes) = found.ok_or_else(|| Problem::of(Code::NotFound))?;
        let head = [
            (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
            (header::CACHE_CONTROL, HeaderValue::from_static(KEPT)),
        ];
        Ok::<_, Problem>((head, bytes).into_response())
    };
    shown.await.unwrap_or_else(IntoResponse::into_response)
}
