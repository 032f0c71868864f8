//! `/api/v1/track/{tracking_code}/uploads`: files in parts, by the tus protocol 1.0.0, and `…/files`, which
//! puts one on record. The portal's `/parts/{whose}` answers by the same handlers: who sends is all that differs.

use super::fields::{self, Fields, not_one_of};
use super::petition::{Pairs, acted};
use super::track::acting;
use crate::body;
use crate::parts::{self, Sender, Sends, answered};
use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::body::{Body, Bytes};
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::code::TrackingCode;
use huiyin_app::{Acted, UploadHolder};
use huiyin_domain::event::FilePurpose;
use huiyin_domain::petition::FieldProblem;

/// Whoever holds a code, which has to open something.
///
/// # Errors
/// [`Code::NotFound`], or when the store fails.
pub(crate) async fn sender(web: &Web, code: &str) -> Result<Sender, Problem> {
    let code = TrackingCode::parse(code).ok_or_else(|| Problem::of(Code::NotFound))?;
    web.huiyin.known_code(&code).await?;
    sender_of(web, &code)
}

fn sender_of(web: &Web, code: &TrackingCode) -> Result<Sender, Problem> {
    Sender::of(web, UploadHolder::Petition(code.clone()))
}

/// Begins an upload. Its address, for what follows, is in `Location`.
#[utoipa::path(
    post, path = "/api/v1/track/{tracking_code}/uploads",
    params(
        ("tracking_code" = String, Path, description = "The code that acts; case, spaces and dashes are ignored"),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("Upload-Length" = u64, Header, description = "How many bytes the file has, at most 20 MiB"),
        ("Upload-Metadata" = Option<String>, Header, description = "`filename ` and the name in base64"),
    ),
    responses(
        (status = 201, description = "It begins; `Upload-Expires` says when it is forgotten if nothing more comes"),
        (status = 404, description = "No petition has this code"),
        (status = 409, description = "The code only views"),
        (status = 412, description = "Another version of the protocol"),
        (status = 422, description = "A header is missing, or the file is empty, too large, or one too many under way"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn begin(State(web): State<Web>, sends: Sends, headers: HeaderMap) -> Response {
    answered(parts::begin(&web, &sends, &headers).await)
}

/// Says how much of an upload came.
#[utoipa::path(
    head, path = "/api/v1/track/{tracking_code}/uploads/{upload}",
    params(
        ("tracking_code" = String, Path, description = "The code that it was begun with"),
        ("upload" = String, Path, description = "Its own code, as `Location` told it"),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
    ),
    responses(
        (status = 200, description = "`Upload-Offset` of `Upload-Length` bytes came"),
        (status = 404, description = "There is no such upload, or it was forgotten"),
        (status = 412, description = "Another version of the protocol"),
    )
)]
pub(crate) async fn ask(State(web): State<Web>, sends: Sends, headers: HeaderMap) -> Response {
    answered(parts::ask(&web, &sends, &headers).await)
}

/// Sends more of an upload; what came before a connection broke is kept.
#[utoipa::path(
    patch, path = "/api/v1/track/{tracking_code}/uploads/{upload}",
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    params(
        ("tracking_code" = String, Path, description = "The code that it was begun with"),
        ("upload" = String, Path, description = "Its own code, as `Location` told it"),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("Upload-Offset" = u64, Header, description = "Which byte the body begins with: as many as came"),
    ),
    responses(
        (status = 204, description = "Kept; `Upload-Offset` says how much came now"),
        (status = 404, description = "There is no such upload, or it was forgotten"),
        (status = 409, description = "Another byte is next; ask by HEAD"),
        (status = 412, description = "Another version of the protocol"),
        (status = 413, description = "More bytes than were told; those up to there are kept"),
        (status = 415, description = "Not application/offset+octet-stream"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn more(
    State(web): State<Web>,
    sends: Sends,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answered(parts::more(&web, sends, &headers, body).await)
}

/// Gives an upload up; what came of it is deleted.
#[utoipa::path(
    delete, path = "/api/v1/track/{tracking_code}/uploads/{upload}",
    params(
        ("tracking_code" = String, Path, description = "The code that it was begun with"),
        ("upload" = String, Path, description = "Its own code, as `Location` told it"),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
    ),
    responses(
        (status = 204, description = "Deleted"),
        (status = 404, description = "There is no such upload, or it was forgotten"),
        (status = 412, description = "Another version of the protocol"),
    )
)]
pub(crate) async fn give_up(State(web): State<Web>, sends: Sends, headers: HeaderMap) -> Response {
    answered(parts::give_up(&web, &sends, &headers).await)
}

/// A file that came, to be put on record.
#[derive(utoipa::ToSchema)]
#[expect(
    dead_code,
    reason = "it only describes the body to the OpenAPI document"
)]
pub(crate) struct BroughtFile {
    /// The code of an upload that is whole.
    upload: String,
    /// What the petitioner says about it.
    text: String,
    /// What it is: `evidence`, also where it is left out, or `written-authority` of somebody for whom another one
    /// brings the matter.
    purpose: Option<String>,
}

/// Puts an upload on record as what the petitioner brings later, with a word about it. What the file is, is
/// found out by its content; a picture loses what its camera wrote into it.
#[utoipa::path(
    post, path = "/api/v1/track/{tracking_code}/files", request_body = BroughtFile,
    params(
        ("tracking_code" = String, Path, description = "The code that acts; case, spaces and dashes are ignored"),
        ("number" = Option<String>, Query, description = "Which, where the code opens several petitions; see `also`"),
        ("at" = Option<String>, Query, description = "The key of the authority that gave this number"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one file, for 24 hours"),
    ),
    responses(
        (status = 200, description = "On record", body = Acted),
        (status = 400, description = "Not JSON, not UTF-8"),
        (status = 404, description = "No petition has this code, or there is no such upload"),
        (status = 409, description = "The rules refuse it, or the code only views: `refusal` has the code, the rule and the way out"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "Fields were not taken, each named, such as a file that did not come whole or is of another kind; or the Idempotency-Key was used for another request"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn bring(
    State(web): State<Web>,
    path: Result<Path<String>, PathRejection>,
    query: Pairs,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (code, which) = acting(&web, path, query).await?;
    let (object, bytes) = fields::object(&headers, body)?;
    let idempotency = body::idempotency(&headers, "/api/v1/track/files", &bytes)?;
    let mut fields = Fields::new(object, "");
    let (upload, text) = (fields.text("upload"), fields.text("text"));
    for (field, given) in [("upload", &upload), ("text", &text)] {
        if given.as_ref().is_none_or(|given| given.trim().is_empty()) {
            fields.refuse(field, FieldProblem::Missing);
        }
    }
    let purpose = fields.text("purpose");
    let purpose = purpose.map_or(Some(FilePurpose::Evidence), |word| {
        FilePurpose::parse(&word)
    });
    let brings = [FilePurpose::Evidence, FilePurpose::WrittenAuthority];
    let purpose = purpose.filter(|purpose| brings.contains(purpose));
    if purpose.is_none() {
        fields.refuse("purpose", not_one_of(&brings.map(FilePurpose::word)));
    }
    let wrong = fields.finish();
    let purpose = match purpose {
        Some(purpose) if wrong.is_empty() => purpose,
        _ => return Err(Problem::fields(wrong)),
    };
    let once = idempotency.is_some();
    let file = brought(&web, &code, upload.as_deref()).await?;
    let (text, (name, content)) = (text.unwrap_or_default(), file.unwrap_or_default());
    let (of, file) = ((&code, which), (purpose, name, content));
    let done = web.huiyin.bring_file(of, text, file, idempotency).await?;
    taken(&web, &code, upload.as_deref().filter(|_| !once)).await;
    acted(&done)
}

/// What an upload that a body names holds.
pub(super) async fn brought(
    web: &Web,
    code: &TrackingCode,
    upload: Option<&str>,
) -> Result<Option<(String, Vec<u8>)>, Problem> {
    let Some(upload) = upload else {
        return Ok(None);
    };
    let (sender, upload) = (sender_of(web, code)?, parts::upload_code(upload)?);
    let whole = web
        .huiyin
        .uploaded(sender.authority, &sender.holder, &upload);
    Ok(Some(whole.await?))
}

/// An upload is on record now, so its parts can go. For a request with an Idempotency-Key they stay until they
/// are forgotten, because it may be repeated.
pub(super) async fn taken(web: &Web, code: &TrackingCode, upload: Option<&str>) {
    let Some(upload) = upload.and_then(TrackingCode::parse) else {
        return;
    };
    if let Ok(sender) = sender_of(web, code) {
        // Should it fail, they are forgotten in a day.
        let dropped = web
            .huiyin
            .drop_upload(sender.authority, &sender.holder, &upload);
        let _ = dropped.await;
    }
}
