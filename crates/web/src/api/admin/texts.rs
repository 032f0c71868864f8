//! `/api/v1/admin/texts`: texts of the portal and templates of answers by category, with their versions.

use super::{RestoreBody, Restoring, answered, json, order, read, version, versions};
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::{TextsAreSet, TextsDraft, TextsSummary, VersionChange, VersionsView};

fn named(path: Result<Path<String>, PathRejection>) -> Result<String, Problem> {
    let Path(subject) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok(subject)
}

/// Lists the sets of texts: the portal's, the template for every category, and each that was written.
#[utoipa::path(
    get, path = "/api/v1/admin/texts",
    responses((status = 200, description = "The sets, one for each category at most", body = Vec<TextsSummary>), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn list(caller: Bearer) -> Result<Response, Problem> {
    let sets = caller.web.huiyin.texts(&caller.principal).await?;
    json(StatusCode::OK, &sets)
}

/// Shows a set with its versions, the newest first; a category without words of its own has none.
#[utoipa::path(
    get, path = "/api/v1/admin/texts/{subject}",
    params(("subject" = String, Path, description = "`portal`, `answer`, or `answer.` and the code of a category")),
    responses((status = 200, description = "The set, with its version as ETag", body = VersionsView<TextsDraft>), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such set or category"))
)]
pub(crate) async fn show(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let huiyin = &caller.web.huiyin;
    let subject = named(path)?;
    versions(&huiyin.text_versions(&caller.principal, &subject).await?)
}

/// Writes a set; it becomes a new version. What is left out is empty from then on.
#[utoipa::path(
    put, path = "/api/v1/admin/texts/{subject}", request_body = TextsDraft,
    params(("subject" = String, Path, description = "`portal`, `answer`, or `answer.` and the code of a category"), ("If-Match" = String, Header, description = "The ETag that was read")),
    responses((status = 200, description = "Written", body = TextsAreSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such set or category"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "Texts were not taken, each named; one that asks people to promise silence never is"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn write(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (draft, _) = read::<TextsDraft>(&headers, body)?;
    let order = order(&caller, Some(version(&headers)?));
    let huiyin = &caller.web.huiyin;
    let done = huiyin.set_texts(order, &named(path)?, draft, None).await?;
    answered(StatusCode::OK, done.answer.version, &done)
}

/// Brings an earlier version back; it becomes a new one.
#[utoipa::path(
    post, path = "/api/v1/admin/texts/{subject}/restore", request_body = RestoreBody,
    params(("subject" = String, Path, description = "`portal`, `answer`, or `answer.` and the code of a category"), ("If-Match" = String, Header, description = "The ETag that was read"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Brought back", body = TextsAreSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such set, category or version"), (status = 412, description = "Somebody changed it meanwhile"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn restore(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let subject = named(path)?;
    let path = format!("/api/v1/admin/texts/{subject}/restore");
    let wanted = Restoring::read(&caller, &headers, (path.as_str(), body))?;
    let change: VersionChange<TextsDraft> = VersionChange::Restore(wanted.version);
    let huiyin = &caller.web.huiyin;
    let done = huiyin.set_texts(wanted.order, &subject, change, wanted.idempotency);
    let done = done.await?;
    answered(StatusCode::OK, done.answer.version, &done)
}
