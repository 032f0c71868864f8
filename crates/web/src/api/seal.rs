//! `/api/v1/seal`: the seal of the authority: who keeps it, its image, what waits for it, and each use of it.
//! It is set by the step `set-seal` on a petition.

use super::admin::{id, once, order, read, version, versioned};
use super::fields::error;
use super::files::FileBytes;
use super::petition::{Pairs, asked};
use crate::body;
use crate::desk::guard::Bearer;
use crate::desk::seal::image_response;
use crate::problem::Problem;
use crate::upload::Upload;
use axum::body::Bytes;
use axum::extract::multipart::MultipartRejection;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Multipart, Path};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::{Change, Changed, SealIsSet, SealKeeperDraft, SealView};
use huiyin_domain::petition::FieldProblem;

const IMAGES: &str = "/api/v1/seal/images";
const CHOICE: &str = "/api/v1/seal/choice";

/// The form of a new image.
#[derive(utoipa::ToSchema)]
#[expect(
    dead_code,
    reason = "it is the published schema; the form is read part by part"
)]
pub(crate) struct SealImageBody {
    /// A square PNG of 300 to 2000 pixels a side with a transparent ground, told by its content; at most
    /// 256 KiB.
    #[schema(value_type = String, format = Binary)]
    image: Vec<u8>,
}

/// Which image is set from now on.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SealChoiceBody {
    /// An image by the number that it got when it was lodged; null takes the seal out of use.
    image: Option<i64>,
}

/// Shows the seal as it stands, what waits for it, and a page of its uses, the newest first.
#[utoipa::path(
    get, path = "/api/v1/seal",
    params(("before" = Option<i64>, Query, description = "`uses.next` of the page before")),
    responses((status = 200, description = "The seal, with its version as ETag; uses on petitions that you may not open are counted and not shown", body = SealView), (status = 401, description = "No token, or none that works"), (status = 403, description = "You neither keep it nor may see its uses"), (status = 422, description = "A field of the query was not taken"))
)]
pub(crate) async fn show(caller: Bearer, query: Pairs) -> Result<Response, Problem> {
    let mut query = asked(query)?;
    let before = query.id("before");
    query.finish()?;
    let huiyin = &caller.web.huiyin;
    let view = huiyin.official_seal(&caller.principal, before).await?;
    versioned(StatusCode::OK, view.version, &view)
}

/// Says which post keeps the seal, and which documents wait for it.
#[utoipa::path(
    put, path = "/api/v1/admin/seal", request_body = SealKeeperDraft,
    params(("If-Match" = String, Header, description = "The ETag that was read")),
    responses((status = 200, description = "Changed", body = Changed), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "Fields were not taken, each named"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn name(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (draft, _) = read::<SealKeeperDraft>(&headers, body)?;
    let order = order(&caller, Some(version(&headers)?));
    let huiyin = &caller.web.huiyin;
    let change = Change::SealKeeper(draft);
    let done = huiyin.administer(order, change, None).await?;
    versioned(StatusCode::OK, done.answer.version, &done.answer)
}

/// Lodges an image of the seal, which is set from now on; documents that bear an earlier one keep it.
#[utoipa::path(
    post, path = "/api/v1/seal/images",
    request_body(content = SealImageBody, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 201, description = "Lodged", body = SealIsSet), (status = 400, description = "It did not arrive whole"), (status = 401, description = "No token, or none that works"), (status = 403, description = "You do not keep the seal"), (status = 413, description = "Far too large: not read to its end"), (status = 415, description = "Not multipart/form-data"), (status = 422, description = "`image` was not taken: no PNG, not square, too large, opaque; or the Idempotency-Key was used for another request"), (status = 503, description = "A font is missing, so nothing can be sealed here: `detail` says what to do"))
)]
pub(crate) async fn lodge(
    caller: Bearer,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let upload = Upload::read(&caller.web, form).await?;
    let idempotency = body::idempotency(&headers, IMAGES, &upload.canonical())?;
    let unknown = |name: &String| error(name.clone(), FieldProblem::UnknownField);
    let unknown: Vec<_> = upload
        .fields
        .iter()
        .map(|(name, _)| unknown(name))
        .collect();
    if !unknown.is_empty() {
        return Err(Problem::fields(unknown));
    }
    let image = Upload::needed(upload.file, upload.wrong, "image")?;
    let huiyin = &caller.web.huiyin;
    let done = huiyin.lodge_seal(&caller.principal, image.bytes, idempotency);
    let done = done.await?;
    once(StatusCode::CREATED, &done)
}

/// Gives an image of the seal to whoever keeps it.
#[utoipa::path(
    get, path = "/api/v1/seal/images/{id}",
    params(("id" = i64, Path, description = "The number that it got when it was lodged")),
    responses((status = 200, description = "The image, as it was lodged", content((FileBytes = "image/png"))), (status = 401, description = "No token, or none that works"), (status = 403, description = "You do not keep the seal"), (status = 404, description = "There is none"))
)]
pub(crate) async fn image(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
) -> Result<Response, Problem> {
    let huiyin = &caller.web.huiyin;
    let bytes = huiyin.seal_image(&caller.principal, id(path)?).await?;
    Ok(image_response(bytes))
}

/// Sets an earlier image again, or takes the seal out of use; then nothing waits for it.
#[utoipa::path(
    post, path = "/api/v1/seal/choice", request_body = SealChoiceBody,
    params(("If-Match" = String, Header, description = "The ETag that was read"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Changed", body = SealIsSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "You do not keep the seal"), (status = 404, description = "No such image was lodged"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "A field was not taken, or the Idempotency-Key was used for another request"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn choose(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (choice, bytes) = read::<SealChoiceBody>(&headers, body)?;
    let idempotency = body::idempotency(&headers, CHOICE, &bytes)?;
    let huiyin = &caller.web.huiyin;
    let chosen = (choice.image, Some(version(&headers)?));
    let done = huiyin.choose_seal(&caller.principal, chosen, idempotency);
    let done = done.await?;
    once(StatusCode::OK, &done)
}
