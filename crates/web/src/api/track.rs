//! `GET /api/v1/track/{tracking_code}`: what the holder of a code may see.

use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use huiyin_app::code::TrackingCode;

/// Shows the petition behind a code.
#[utoipa::path(
    get, path = "/api/v1/track/{tracking_code}",
    params(("tracking_code" = String, Path, description = "Case, spaces and dashes are ignored")),
    responses(
        (status = 200, description = "State, what is owed by whom until when and why, answers, access records, receipt", body = huiyin_app::TrackView),
        (status = 404, description = "No petition has this code"),
    )
)]
pub(crate) async fn track(
    State(web): State<Web>,
    code: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let unknown = || Problem::of(Code::NotFound);
    // What is not UTF-8 is nobody's code.
    let Path(code) = code.map_err(|_| unknown())?;
    let code = TrackingCode::parse(&code).ok_or_else(unknown)?;
    let found = web.huiyin.track(&code).await?.ok_or_else(unknown)?;
    let json = serde_json::to_vec(&found).map_err(|_| Problem::of(Code::Internal))?;
    Ok((
        [(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        )],
        json,
    )
        .into_response())
}
