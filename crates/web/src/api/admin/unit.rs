//! `/api/v1/admin/units`.

use super::{Entry, Listed, Paging, add as added, change as changed, id, listed};
use crate::desk::guard::Bearer;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::{Change, Changed, UnitDraft};
use huiyin_domain::ids::UnitId;
use huiyin_domain::organisation::Organisation;

/// Lists them.
#[utoipa::path(
    get, path = "/api/v1/admin/units", params(Paging),
    responses((status = 200, description = "One page, with its version as ETag", body = Listed<Entry<UnitDraft>>), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn list(
    caller: Bearer,
    paging: Result<Query<Paging>, QueryRejection>,
) -> Result<Response, Problem> {
    let entries = |organisation: &Organisation| {
        let entry = |(id, one): (&UnitId, _)| Entry {
            id: id.raw(),
            draft: UnitDraft::from(one),
        };
        organisation.units.iter().map(entry).collect()
    };
    listed(&caller, paging, entries).await
}

/// Adds one.
#[utoipa::path(
    post, path = "/api/v1/admin/units", request_body = UnitDraft,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 201, description = "Added", body = Changed), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 422, description = "Fields were not taken, each named"))
)]
pub(crate) async fn add(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let body = ("/api/v1/admin/units", body);
    added(&caller, &headers, body, |draft| Change::Unit(None, draft)).await
}

/// Changes one.
#[utoipa::path(
    put, path = "/api/v1/admin/units/{id}", request_body = UnitDraft,
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that was read")),
    responses((status = 200, description = "Changed", body = Changed), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is none of this id"), (status = 409, description = "Something has to remain, or would stand under itself"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "Fields were not taken, each named"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn change(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let id = UnitId::new(id(path)?);
    changed(&caller, &headers, body, |draft| {
        Change::Unit(Some(id), draft)
    })
    .await
}
