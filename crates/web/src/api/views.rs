//! `/api/v1/views`: the saved views of one's own inbox. Nobody else's can be asked for.

use super::admin::{id, json, once, read};
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::{Idempotency, SavedView, SavedViewDraft, ViewsChange};
use serde::Serialize;

/// The views of whoever asks, 20 at most.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SavedViews {
    /// In the order in which they were saved.
    entries: Vec<SavedView>,
}

/// Lists your own.
#[utoipa::path(
    get, path = "/api/v1/views",
    responses((status = 200, description = "Your own views; nobody else sees them", body = SavedViews), (status = 401, description = "No token, or none that works"))
)]
pub(crate) async fn list(caller: Bearer) -> Result<Response, Problem> {
    let entries = caller.web.huiyin.saved_views(&caller.principal).await?;
    json(StatusCode::OK, &SavedViews { entries })
}

/// Saves one.
#[utoipa::path(
    post, path = "/api/v1/views", request_body = SavedViewDraft,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one view, for 24 hours")),
    responses((status = 201, description = "It is saved", body = SavedView), (status = 401, description = "No token, or none that works"), (status = 422, description = "Fields were not taken, each named; or the Idempotency-Key was used for another request"))
)]
pub(crate) async fn save(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (draft, bytes) = read::<SavedViewDraft>(&headers, body)?;
    let key = body::idempotency(&headers, "/api/v1/views", &bytes)?;
    order(&caller, ViewsChange::Save(draft), key, StatusCode::CREATED).await
}

/// Changes one: its name, its filter, whether the inbox opens with it.
#[utoipa::path(
    put, path = "/api/v1/views/{id}", request_body = SavedViewDraft,
    params(("id" = i64, Path, description = "Among your own")),
    responses((status = 200, description = "The view now", body = SavedView), (status = 401, description = "No token, or none that works"), (status = 404, description = "You have no such view"), (status = 422, description = "Fields were not taken, each named"))
)]
pub(crate) async fn change(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let id = id(path)?;
    let (draft, _) = read::<SavedViewDraft>(&headers, body)?;
    order(
        &caller,
        ViewsChange::Change(id, draft),
        None,
        StatusCode::OK,
    )
    .await
}

/// Removes one; the answer is what it was, to be saved again.
#[utoipa::path(
    delete, path = "/api/v1/views/{id}",
    params(("id" = i64, Path, description = "Among your own")),
    responses((status = 200, description = "It is gone; this is what it was", body = SavedView), (status = 401, description = "No token, or none that works"), (status = 404, description = "You have no such view"))
)]
pub(crate) async fn remove(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
) -> Result<Response, Problem> {
    let change = ViewsChange::Remove(id(path)?);
    order(&caller, change, None, StatusCode::OK).await
}

async fn order(
    caller: &Bearer,
    change: ViewsChange,
    key: Option<Idempotency>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let huiyin = &caller.web.huiyin;
    let done = huiyin.change_views(&caller.principal, change, key).await?;
    once(status, &done)
}
