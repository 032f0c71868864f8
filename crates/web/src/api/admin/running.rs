//! `/api/v1/admin/clock` and `/api/v1/admin/notices`: what has to be put right so that the installation
//! runs.

use super::{ENTRIES, ENTRIES_MAX, Paging, id, json, once};
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::ticker::ClockView;
use huiyin_app::{FailedNotice, NoticeWaits};

/// Notices that failed for good.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct FailedNotices {
    /// By id.
    entries: Vec<FailedNotice>,
    /// Send it as `after` for what follows; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

/// Tells whether the clock is believed; while it is not, nothing falls due (RULES 1.6).
#[utoipa::path(
    get, path = "/api/v1/admin/clock",
    responses((status = 200, description = "What the clock says, what the last record says, and whether it is believed", body = ClockView), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn clock(caller: Bearer) -> Result<Response, Problem> {
    let view = caller.web.huiyin.clock_for(&caller.principal).await?;
    json(StatusCode::OK, &view)
}

/// Confirms that the clock is right: what is due since is recorded from now on. Only an administrator of
/// the first authority, which runs the installation. Sent again it changes nothing more.
#[utoipa::path(
    post, path = "/api/v1/admin/clock/confirmation",
    params(("Idempotency-Key" = Option<String>, Header, description = "Accepted; a repeated confirmation is the same one")),
    responses((status = 200, description = "Confirmed; the ticker goes on", body = ClockView), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you, or another authority runs the installation"))
)]
pub(crate) async fn confirm_clock(caller: Bearer, headers: HeaderMap) -> Result<Response, Problem> {
    body::idempotency(&headers, "/api/v1/admin/clock/confirmation", b"")?;
    let huiyin = &caller.web.huiyin;
    huiyin.confirm_clock(&caller.principal)?;
    json(StatusCode::OK, &huiyin.clock_for(&caller.principal).await?)
}

/// Lists the notices that failed for good: kind, time, attempts, a neutral reason; no address, no
/// petition.
#[utoipa::path(
    get, path = "/api/v1/admin/notices", params(Paging),
    responses((status = 200, description = "Notices that failed, by id", body = FailedNotices), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn notices(
    caller: Bearer,
    paging: Result<Query<Paging>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(paging) = paging.map_err(|_| Problem::of(Code::FieldsRefused))?;
    let limit = paging.limit.unwrap_or(ENTRIES).clamp(1, ENTRIES_MAX);
    let huiyin = &caller.web.huiyin;
    // One more than asked for tells whether there are more.
    let rows = u32::try_from(limit + 1).unwrap_or(u32::MAX);
    let failed = huiyin.failed_notices(&caller.principal, paging.after, rows);
    let mut entries = failed.await?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|last| last.id);
    json(StatusCode::OK, &FailedNotices { entries, next })
}

/// Lets a failed notice wait again.
#[utoipa::path(
    post, path = "/api/v1/admin/notices/{id}/again",
    params(
        ("id" = i64, Path, description = "The notice"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours"),
    ),
    responses((status = 200, description = "It waits again", body = NoticeWaits), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "No such notice failed"))
)]
pub(crate) async fn send_again(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = id(path)?;
    let path = format!("/api/v1/admin/notices/{id}/again");
    let idempotency = body::idempotency(&headers, &path, b"")?;
    let huiyin = &caller.web.huiyin;
    let done = huiyin
        .send_again(&caller.principal, id, idempotency)
        .await?;
    once(StatusCode::OK, &done)
}
