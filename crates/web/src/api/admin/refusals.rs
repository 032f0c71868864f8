//! `/api/v1/admin/refusals`: what was refused to staff about petitions, for the auditor.

use super::{ENTRIES, ENTRIES_MAX, Paging, json};
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_app::RefusedAttempt;

/// What was refused.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Refusals {
    /// The newest first.
    entries: Vec<RefusedAttempt>,
    /// Send it as `after` for what follows; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

/// Lists what was refused to staff about petitions in the last 90 days, the newest first: who, what, when and
/// how often within an hour. Of what the rules refuse to whoever may know of a petition, attempts at what is
/// another's to do, or at ending or putting off what is owed, are kept with the refusal's `code`. A number shows
/// only where you may open that petition; numbers that are nobody's are kept alike, so that nobody learns from it
/// which there are.
#[utoipa::path(
    get, path = "/api/v1/admin/refusals", params(Paging),
    responses((status = 200, description = "What was refused", body = Refusals), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn list(
    caller: Bearer,
    paging: Result<Query<Paging>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(paging) = paging.map_err(|_| Problem::of(Code::FieldsRefused))?;
    let limit = paging.limit.unwrap_or(ENTRIES).clamp(1, ENTRIES_MAX);
    // One more than asked for tells whether there are more.
    let rows = u32::try_from(limit + 1).unwrap_or(u32::MAX);
    let huiyin = &caller.web.huiyin;
    let refused = huiyin.refused_attempts(&caller.principal, paging.after, rows);
    let mut entries = refused.await?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|last| last.id);
    json(StatusCode::OK, &Refusals { entries, next })
}
