//! `/api/v1/admin/categories`: the tree of subjects as the authority has it.

use super::{RestoreBody, Restoring, answered, order, read, version, versioned, versions};
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::{CategoriesView, CategoryDraft, CategoryIsSet, VersionChange, VersionsView};

fn named(path: Result<Path<String>, PathRejection>) -> Result<String, Problem> {
    let Path(code) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok(code)
}

/// Lists them in their order, each followed by those below it, retired ones too.
#[utoipa::path(
    get, path = "/api/v1/admin/categories",
    responses((status = 200, description = "The tree, with its version as ETag", body = CategoriesView), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn list(caller: Bearer) -> Result<Response, Problem> {
    let tree = caller.web.huiyin.categories(&caller.principal).await?;
    versioned(StatusCode::OK, tree.version, &tree)
}

/// Adds one under another, with a code of the authority's own.
#[utoipa::path(
    post, path = "/api/v1/admin/categories", request_body = CategoryDraft,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one category, for 24 hours")),
    responses((status = 201, description = "Added, with its code", body = CategoryIsSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 422, description = "Fields were not taken, each named"))
)]
pub(crate) async fn add(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (draft, bytes) = read::<CategoryDraft>(&headers, body)?;
    let key = body::idempotency(&headers, "/api/v1/admin/categories", &bytes)?;
    let huiyin = &caller.web.huiyin;
    let done = huiyin.set_category(order(&caller, None), None, draft, key);
    let done = done.await?;
    answered(StatusCode::CREATED, done.answer.version, &done)
}

/// Shows the versions of one, the newest first; version 0 is how it comes with the program.
#[utoipa::path(
    get, path = "/api/v1/admin/categories/{code}",
    params(("code" = String, Path, description = "Its code")),
    responses((status = 200, description = "Its versions, with the version of the tree as ETag", body = VersionsView<CategoryDraft>), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such category"))
)]
pub(crate) async fn show(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let huiyin = &caller.web.huiyin;
    let code = named(path)?;
    versions(&huiyin.category_versions(&caller.principal, &code).await?)
}

/// Renames one, retires it, offers it again, or puts it elsewhere in the order.
#[utoipa::path(
    put, path = "/api/v1/admin/categories/{code}", request_body = CategoryDraft,
    params(("code" = String, Path, description = "Its code, which stays"), ("If-Match" = String, Header, description = "The ETag that was read")),
    responses((status = 200, description = "Changed", body = CategoryIsSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such category"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "Fields were not taken, each named"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn change(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let code = named(path)?;
    let (draft, _) = read::<CategoryDraft>(&headers, body)?;
    let order = order(&caller, Some(version(&headers)?));
    let huiyin = &caller.web.huiyin;
    let done = huiyin.set_category(order, Some(code), draft, None).await?;
    answered(StatusCode::OK, done.answer.version, &done)
}

/// Brings a version of one back; that becomes the newest.
#[utoipa::path(
    post, path = "/api/v1/admin/categories/{code}/restore", request_body = RestoreBody,
    params(("code" = String, Path, description = "Its code"), ("If-Match" = String, Header, description = "The ETag that was read"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Brought back", body = CategoryIsSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such category, or it has no such version"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "It cannot be so any more, such as that another one has the name now"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn restore(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let code = named(path)?;
    let path = format!("/api/v1/admin/categories/{code}/restore");
    let wanted = Restoring::read(&caller, &headers, (path.as_str(), body))?;
    let change: VersionChange<CategoryDraft> = VersionChange::Restore(wanted.version);
    let huiyin = &caller.web.huiyin;
    let done = huiyin.set_category(wanted.order, Some(code), change, wanted.idempotency);
    let done = done.await?;
    answered(StatusCode::OK, done.answer.version, &done)
}
