//! `/api/v1/admin/authority`, and further authorities.

use super::{
    RestoreBody, Restoring, answered, once, order, read, version, versioned, versions as told,
};
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use crate::upload::Upload;
use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::authorise::Action;
use huiyin_app::{
    AuthorityDraft, AuthorityIsChanged, AuthorityMade, NewAuthorityDraft, VersionChange,
    VersionsView,
};

/// Tells what the authority is called, where it stands, which rulebook it works by.
#[utoipa::path(
    get, path = "/api/v1/admin/authority",
    responses((status = 200, description = "The authority, with its version as ETag", body = AuthorityDraft), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn show(caller: Bearer) -> Result<Response, Problem> {
    caller.permit(Action::SeeOrganisation)?;
    caller.web.huiyin.refreshed().await?;
    let rules = caller.web.huiyin.rules();
    let authority = rules.authority(caller.principal.authority);
    let row = &authority.ok_or_else(|| Problem::of(Code::NotFound))?.row;
    let draft = AuthorityDraft::of(row, &rules);
    versioned(StatusCode::OK, rules.position, &draft)
}

/// Changes it; what is absent stays as it was.
#[utoipa::path(
    put, path = "/api/v1/admin/authority", request_body = AuthorityDraft,
    params(("If-Match" = String, Header, description = "The ETag that was read")),
    responses((status = 200, description = "Changed", body = AuthorityIsChanged), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "Fields were not taken, each named"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn change(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (draft, _) = read::<AuthorityDraft>(&headers, body)?;
    let order = order(&caller, Some(version(&headers)?));
    let huiyin = &caller.web.huiyin;
    let done = huiyin.change_authority(order, draft, None).await?;
    huiyin.refreshed().await?;
    versioned(StatusCode::OK, done.answer.version, &done.answer)
}

/// Lists its versions, the newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/authority/versions",
    responses((status = 200, description = "Its versions, with the one in use as ETag", body = VersionsView<AuthorityDraft>), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn versions(caller: Bearer) -> Result<Response, Problem> {
    let huiyin = &caller.web.huiyin;
    told(&huiyin.authority_versions(&caller.principal).await?)
}

/// Puts it back to a version that it had; that becomes the newest.
#[utoipa::path(
    post, path = "/api/v1/admin/authority/restore", request_body = RestoreBody,
    params(("If-Match" = String, Header, description = "The ETag that was read"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Put back", body = AuthorityIsChanged), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "It has no such version"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "It cannot be so any more, such as that the rulebook is not loaded"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn restore(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let request = ("/api/v1/admin/authority/restore", body);
    let wanted = Restoring::read(&caller, &headers, request)?;
    let change: VersionChange<AuthorityDraft> = VersionChange::Restore(wanted.version);
    let huiyin = &caller.web.huiyin;
    let done = huiyin.change_authority(wanted.order, change, wanted.idempotency);
    let done = done.await?;
    huiyin.refreshed().await?;
    answered(StatusCode::OK, done.answer.version, &done)
}

/// The form of a new emblem.
#[derive(utoipa::ToSchema)]
#[expect(
    dead_code,
    reason = "it is the published schema; the form is read part by part"
)]
pub(crate) struct EmblemBody {
    /// A PNG or JPEG of 64 to 1024 pixels a side, told by its content; at most 8 KiB.
    #[schema(value_type = String, format = Binary)]
    emblem: Vec<u8>,
}

/// Sets the emblem beside its name; an earlier one is brought back with the version that had it.
#[utoipa::path(
    post, path = "/api/v1/admin/authority/emblem",
    request_body(content = EmblemBody, content_type = "multipart/form-data"),
    params(("If-Match" = String, Header, description = "The ETag that was read"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Set", body = AuthorityIsChanged), (status = 400, description = "It did not arrive whole"), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 412, description = "Somebody changed it meanwhile"), (status = 413, description = "Far too large: not read to its end"), (status = 415, description = "Not multipart/form-data"), (status = 422, description = "`emblem` was not taken: another kind, too large, too few or too many pixels"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn emblem(
    caller: Bearer,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let upload = Upload::read(&caller.web, form).await?;
    let key = body::idempotency(
        &headers,
        "/api/v1/admin/authority/emblem",
        &upload.canonical(),
    )?;
    let order = order(&caller, Some(version(&headers)?));
    let picture = Upload::needed(upload.file, upload.wrong, "emblem")?;
    let huiyin = &caller.web.huiyin;
    let done = huiyin.set_emblem(order, picture.bytes, key).await?;
    huiyin.refreshed().await?;
    answered(StatusCode::OK, done.answer.version, &done)
}

/// Creates a further authority with its first administrator; only from the first authority.
#[utoipa::path(
    post, path = "/api/v1/admin/authorities", request_body = NewAuthorityDraft,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one authority, for 24 hours")),
    responses((status = 201, description = "Created; the administrator's link is shown here only", body = AuthorityMade), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 422, description = "Fields were not taken, each named"))
)]
pub(crate) async fn create(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (draft, bytes) = read::<NewAuthorityDraft>(&headers, body)?;
    let idempotency = body::idempotency(&headers, "/api/v1/admin/authorities", &bytes)?;
    let by = (caller.principal.authority, caller.actor());
    let huiyin = &caller.web.huiyin;
    let done = huiyin.create_authority(by, draft, idempotency).await?;
    huiyin.refreshed().await?;
    once(StatusCode::CREATED, &done)
}
