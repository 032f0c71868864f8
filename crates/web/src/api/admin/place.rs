//! `/api/v1/admin/places`: where matters are, to be chosen at registration.

use super::{RestoreBody, Restoring, answered, order, read, version, versioned, versions};
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::{PlaceDraft, PlaceIsSet, PlacesView, VersionChange, VersionsView};

/// Lists them, closed ones too.
#[utoipa::path(
    get, path = "/api/v1/admin/places",
    responses((status = 200, description = "The places, with their version as ETag", body = PlacesView), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn list(caller: Bearer) -> Result<Response, Problem> {
    let places = caller.web.huiyin.places(&caller.principal).await?;
    versioned(StatusCode::OK, places.version, &places)
}

/// Adds one.
#[utoipa::path(
    post, path = "/api/v1/admin/places", request_body = PlaceDraft,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one place, for 24 hours")),
    responses((status = 201, description = "Added", body = PlaceIsSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 422, description = "Fields were not taken, each named"))
)]
pub(crate) async fn add(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (draft, bytes) = read::<PlaceDraft>(&headers, body)?;
    let key = body::idempotency(&headers, "/api/v1/admin/places", &bytes)?;
    let order = order(&caller, None);
    let done = caller.web.huiyin.set_place(order, None, draft, key).await?;
    answered(StatusCode::CREATED, done.answer.version, &done)
}

/// Shows one with its versions, the newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/places/{place}",
    params(("place" = String, Path, description = "Its id")),
    responses((status = 200, description = "The place, with the version of the places as ETag", body = VersionsView<PlaceDraft>), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such place"))
)]
pub(crate) async fn show(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let huiyin = &caller.web.huiyin;
    versions(&huiyin.place_versions(&caller.principal, &id).await?)
}

/// Puts one back to a version that it had; that becomes the newest.
#[utoipa::path(
    post, path = "/api/v1/admin/places/{place}/restore", request_body = RestoreBody,
    params(("place" = String, Path, description = "Its id"), ("If-Match" = String, Header, description = "The ETag that was read"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Put back", body = PlaceIsSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such place, or it has no such version"), (status = 422, description = "It cannot be so any more, such as that another place has the name now"), (status = 412, description = "Somebody changed it meanwhile"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn restore(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let path = format!("/api/v1/admin/places/{id}/restore");
    let wanted = Restoring::read(&caller, &headers, (path.as_str(), body))?;
    let change: VersionChange<PlaceDraft> = VersionChange::Restore(wanted.version);
    let huiyin = &caller.web.huiyin;
    let done = huiyin.set_place(wanted.order, Some(id), change, wanted.idempotency);
    let done = done.await?;
    answered(StatusCode::OK, done.answer.version, &done)
}

/// Renames one, closes it, or opens it again.
#[utoipa::path(
    put, path = "/api/v1/admin/places/{place}", request_body = PlaceDraft,
    params(("place" = String, Path, description = "Its id, which stays"), ("If-Match" = String, Header, description = "The ETag that was read")),
    responses((status = 200, description = "Changed", body = PlaceIsSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such place"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "Fields were not taken, each named"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn change(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let (draft, _) = read::<PlaceDraft>(&headers, body)?;
    let order = order(&caller, Some(version(&headers)?));
    let huiyin = &caller.web.huiyin;
    let done = huiyin.set_place(order, Some(id), draft, None).await?;
    answered(StatusCode::OK, done.answer.version, &done)
}
