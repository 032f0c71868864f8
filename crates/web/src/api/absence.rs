//! `/api/v1/staff/{id}/absence`: when somebody is away, and who stands in. No reason is asked or kept.

use super::admin::{id, mark_replayed, read, version, versioned};
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::{AbsenceDraft, AbsenceView};
use huiyin_domain::ids::StaffId;

/// Shows it, to oneself, to the heads and leaders above, and to the administration.
#[utoipa::path(
    get, path = "/api/v1/staff/{id}/absence",
    params(("id" = i64, Path, description = "Whose; your own id is in /api/v1/me")),
    responses((status = 200, description = "When they are away, and the posts for which nobody else acts; its version is the ETag", body = AbsenceView), (status = 401, description = "No token, or none that works"), (status = 403, description = "It is not yours to enter"), (status = 404, description = "There is nobody of this id"))
)]
pub(crate) async fn show(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
) -> Result<Response, Problem> {
    let staff = StaffId::new(id(path)?);
    let view = caller.web.huiyin.absence(&caller.principal, staff).await?;
    versioned(StatusCode::OK, view.version, &view)
}

/// Enters it; without both days they are not away any more.
#[utoipa::path(
    put, path = "/api/v1/staff/{id}/absence", request_body = AbsenceDraft,
    params(("id" = i64, Path, description = "Whose"), ("If-Match" = String, Header, description = "The ETag that was read"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated PUT one change, for 24 hours")),
    responses((status = 200, description = "On record", body = AbsenceView), (status = 401, description = "No token, or none that works"), (status = 403, description = "It is not yours to enter"), (status = 404, description = "There is nobody of this id"), (status = 412, description = "Somebody entered other days meanwhile"), (status = 422, description = "Days were not taken, each named"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn set(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let staff = StaffId::new(id(path)?);
    let (draft, bytes) = read::<AbsenceDraft>(&headers, body)?;
    let path = format!("/api/v1/staff/{staff}/absence");
    let idempotency = body::idempotency(&headers, &path, &bytes)?;
    let huiyin = &caller.web.huiyin;
    let draft = (draft, Some(version(&headers)?));
    let set = huiyin.set_absence(&caller.principal, staff, draft, idempotency);
    let done = set.await?;
    let mut response = versioned(StatusCode::OK, done.answer.version, &done.answer)?;
    mark_replayed(&mut response, done.replayed);
    Ok(response)
}
