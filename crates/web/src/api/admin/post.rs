//! `/api/v1/admin/posts`.

use super::{
    Entry, Listed, Paging, RestoreBody, add as added, change as changed, id, listed,
    restore as restored, versions,
};
use crate::desk::guard::Bearer;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::{Change, Changed, Entry as Administered, PostDraft, VersionsView};
use huiyin_domain::ids::PostId;
use huiyin_domain::organisation::Organisation;

/// Lists them.
#[utoipa::path(
    get, path = "/api/v1/admin/posts", params(Paging),
    responses((status = 200, description = "One page, with its version as ETag", body = Listed<Entry<PostDraft>>), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn list(
    caller: Bearer,
    paging: Result<Query<Paging>, QueryRejection>,
) -> Result<Response, Problem> {
    let entries = |organisation: &Organisation| {
        let entry = |(id, one): (&PostId, _)| Entry {
            id: id.raw(),
            draft: PostDraft::from(one),
        };
        organisation.posts.iter().map(entry).collect()
    };
    listed(&caller, paging, entries).await
}

/// Adds one.
#[utoipa::path(
    post, path = "/api/v1/admin/posts", request_body = PostDraft,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 201, description = "Added", body = Changed), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 422, description = "Fields were not taken, each named"))
)]
pub(crate) async fn add(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let body = ("/api/v1/admin/posts", body);
    added(&caller, &headers, body, |draft| Change::Post(None, draft)).await
}

/// Shows the versions of one, the newest first: who changed what, and when.
#[utoipa::path(
    get, path = "/api/v1/admin/posts/{id}",
    params(("id" = i64, Path, description = "Which")),
    responses((status = 200, description = "Its versions, with the organisation's version as ETag", body = VersionsView<PostDraft>), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is none of this id"))
)]
pub(crate) async fn show(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
) -> Result<Response, Problem> {
    let id = PostId::new(id(path)?);
    let huiyin = &caller.web.huiyin;
    versions(&huiyin.post_versions(&caller.principal, id).await?)
}

/// Brings a version of one back; that becomes the newest.
#[utoipa::path(
    post, path = "/api/v1/admin/posts/{id}/restore", request_body = RestoreBody,
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that was read"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Brought back", body = Changed), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is none of this id, or it has no such version"), (status = 409, description = "Something has to remain, or is still owed: the problem says what to do first"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "It cannot be so any more, such as that somebody left"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn restore(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let id = id(path)?;
    let path = format!("/api/v1/admin/posts/{id}/restore");
    let entry = Administered::Post(PostId::new(id));
    restored(&caller, &headers, (path.as_str(), body), entry).await
}

/// Changes one.
#[utoipa::path(
    put, path = "/api/v1/admin/posts/{id}", request_body = PostDraft,
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that was read")),
    responses((status = 200, description = "Changed", body = Changed), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is none of this id"), (status = 409, description = "Something has to remain, is still owed, or would stand under itself: the problem says what to do first"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "Fields were not taken, each named"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn change(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let id = PostId::new(id(path)?);
    changed(&caller, &headers, body, |draft| {
        Change::Post(Some(id), draft)
    })
    .await
}
