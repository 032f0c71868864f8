//! `/api/v1/rosters/{id}/reachability-test`: a marked test page goes to who is on duty, and is answered.
//! What came of it stands with the readiness.

use super::admin::{once, read};
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::{ReachNoted, ReachTestSent};
use serde::Deserialize;

type InPath = Result<Path<String>, PathRejection>;

/// Who was reached.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReachedBody {
    /// The post whose holder was reached, as the desk says that rang them; without it one's own.
    post: Option<String>,
}

fn named(path: InPath) -> Result<String, Problem> {
    let Path(plan) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok(plan)
}

/// Sends a test page to who holds the posts of the plan in force now, at the agreed hours only. Nobody has
/// to come, and nobody is called after them.
#[utoipa::path(
    post, path = "/api/v1/rosters/{id}/reachability-test",
    params(("id" = String, Path, description = "The plan's id"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 201, description = "Sent", body = ReachTestSent), (status = 401, description = "No token, or none that works"), (status = 403, description = "You are neither administrator nor act for the post that approves the plan"), (status = 404, description = "There is no such plan"), (status = 409, description = "Not sent: `detail` says why, and when the next agreed hour begins"))
)]
pub(crate) async fn send(
    caller: Bearer,
    path: InPath,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let plan = named(path)?;
    let bytes = body::whole(body)?;
    let address = format!("/api/v1/rosters/{plan}/reachability-test");
    let idempotency = body::idempotency(&headers, &address, &bytes)?;
    let huiyin = &caller.web.huiyin;
    let done = huiyin.send_reach_test(&caller.principal, &plan, idempotency);
    let done = done.await?;
    once(StatusCode::CREATED, &done)
}

/// Says that a test page reached its holder. It is counted for the post and kept on no record.
#[utoipa::path(
    post, path = "/api/v1/rosters/{id}/reachability-test/reached", request_body = ReachedBody,
    params(("id" = String, Path, description = "The plan's id"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Noted", body = ReachNoted), (status = 401, description = "No token, or none that works"), (status = 403, description = "The post is not yours, and you may not say it of others"), (status = 409, description = "The test is over, or the page was answered"), (status = 422, description = "Fields that were not taken"))
)]
pub(crate) async fn reached(
    caller: Bearer,
    path: InPath,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let plan = named(path)?;
    let (asked, bytes) = read::<ReachedBody>(&headers, body)?;
    let address = format!("/api/v1/rosters/{plan}/reachability-test/reached");
    let idempotency = body::idempotency(&headers, &address, &bytes)?;
    let huiyin = &caller.web.huiyin;
    let post = asked.post.as_deref();
    let done = huiyin.note_reached(&caller.principal, &plan, post, idempotency);
    let done = done.await?;
    once(StatusCode::OK, &done)
}
