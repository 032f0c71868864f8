//! `/api/v1/admin/announcements`: notices and reception days, each change of them a version.

use super::{RestoreBody, Restoring, answered, id, order, read, version, versioned, versions};
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::{AnnouncementDraft, AnnouncementIsSet, PostedView, VersionChange, VersionsView};

/// Lists everything that was posted, also what was taken down.
#[utoipa::path(
    get, path = "/api/v1/admin/announcements",
    responses((status = 200, description = "What was posted, with its version as ETag", body = PostedView), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn list(caller: Bearer) -> Result<Response, Problem> {
    let posted = caller.web.huiyin.posted(&caller.principal).await?;
    versioned(StatusCode::OK, posted.version, &posted)
}

/// Posts a notice or a reception day.
#[utoipa::path(
    post, path = "/api/v1/admin/announcements", request_body = AnnouncementDraft,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one notice, for 24 hours")),
    responses((status = 201, description = "Posted", body = AnnouncementIsSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 422, description = "Fields were not taken, each named"))
)]
pub(crate) async fn add(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (draft, bytes) = read::<AnnouncementDraft>(&headers, body)?;
    let key = body::idempotency(&headers, "/api/v1/admin/announcements", &bytes)?;
    let order = order(&caller, None);
    let done = caller.web.huiyin.announce(order, None, draft, key).await?;
    answered(StatusCode::CREATED, done.answer.version, &done)
}

/// Shows one with its versions, the newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/announcements/{id}",
    params(("id" = i64, Path, description = "Its number")),
    responses((status = 200, description = "It, with the version of what is posted as ETag", body = VersionsView<AnnouncementDraft>), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "Nothing was posted under that number"))
)]
pub(crate) async fn show(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
) -> Result<Response, Problem> {
    let id = id(path)?;
    let huiyin = &caller.web.huiyin;
    versions(&huiyin.posted_versions(&caller.principal, id).await?)
}

/// Changes one, takes it down, or puts it up again.
#[utoipa::path(
    put, path = "/api/v1/admin/announcements/{id}", request_body = AnnouncementDraft,
    params(("id" = i64, Path, description = "Its number"), ("If-Match" = String, Header, description = "The ETag that was read")),
    responses((status = 200, description = "Changed", body = AnnouncementIsSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "Nothing was posted under that number"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "Fields were not taken, each named"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn change(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let id = id(path)?;
    let (draft, _) = read::<AnnouncementDraft>(&headers, body)?;
    let order = order(&caller, Some(version(&headers)?));
    let huiyin = &caller.web.huiyin;
    let done = huiyin.announce(order, Some(id), draft, None).await?;
    answered(StatusCode::OK, done.answer.version, &done)
}

/// Puts one back to a version that it had; that becomes the newest.
#[utoipa::path(
    post, path = "/api/v1/admin/announcements/{id}/restore", request_body = RestoreBody,
    params(("id" = i64, Path, description = "Its number"), ("If-Match" = String, Header, description = "The ETag that was read"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Put back", body = AnnouncementIsSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "Nothing was posted under that number, or it has no such version"), (status = 412, description = "Somebody changed it meanwhile"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn restore(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let id = id(path)?;
    let path = format!("/api/v1/admin/announcements/{id}/restore");
    let wanted = Restoring::read(&caller, &headers, (path.as_str(), body))?;
    let change: VersionChange<AnnouncementDraft> = VersionChange::Restore(wanted.version);
    let huiyin = &caller.web.huiyin;
    let done = huiyin.announce(wanted.order, Some(id), change, wanted.idempotency);
    let done = done.await?;
    answered(StatusCode::OK, done.answer.version, &done)
}
