//! `/api/v1/track/{tracking_code}`: what the holder of a code may see and do.

use super::admin::{json, mark_replayed};
use super::fields::{self, Asked, Fields};
use super::files::FileBytes;
use super::petition::{Pairs, acted, asked};
use super::step::{Step, step};
use super::uploads;
use crate::body;
use crate::problem::{Code, Problem};
use crate::state::Web;
use crate::upload::sent_response;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::code::TrackingCode;
use huiyin_app::{Acted, PETITIONER_ACTIONS, RenewalEnded, ReviewDraft, ViewCodeMade, Which};
use huiyin_domain::ids::FileId;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::FieldProblem;

/// Shows the petition behind a code.
#[utoipa::path(
    get, path = "/api/v1/track/{tracking_code}",
    params(
        ("tracking_code" = String, Path, description = "Case, spaces and dashes are ignored"),
        ("number" = Option<String>, Query, description = "Which, where the code opens several petitions; see `also`"),
        ("at" = Option<String>, Query, description = "The key of the authority that gave this number"),
    ),
    responses(
        (status = 200, description = "State, what is owed by whom until when and why, answers, access records, receipt", body = huiyin_app::TrackView),
        (status = 404, description = "No petition has this code"),
    )
)]
pub(crate) async fn track(
    State(web): State<Web>,
    code: Result<Path<String>, PathRejection>,
    query: Pairs,
) -> Result<Response, Problem> {
    let (code, which) = (code_in(code)?, which(&web, asked(query)?)?);
    let found = web.huiyin.track_one(&code, which).await?;
    json(StatusCode::OK, &found.ok_or_else(unknown)?)
}

pub(super) fn unknown() -> Problem {
    Problem::of(Code::NotFound)
}

/// What cannot be a code is nobody's code.
pub(super) fn code_in(path: Result<Path<String>, PathRejection>) -> Result<TrackingCode, Problem> {
    let Path(text) = path.map_err(|_| unknown())?;
    TrackingCode::parse(&text).ok_or_else(unknown)
}

/// Which petition of those that a code opens. What cannot be a number is nobody's number.
pub(super) fn which(web: &Web, mut query: Asked) -> Result<Option<Which>, Problem> {
    let (number, at) = (query.text("number"), query.text("at"));
    query.finish()?;
    let authority = at
        .map(|key| web.huiyin.authority(Some(&key)).map_err(|_| unknown()))
        .transpose()?;
    let authority = authority.map(|one| one.row.id);
    let number = number
        .map(|text| PetitionNumber::parse(&text).map_err(|_| unknown()))
        .transpose()?;
    Ok(number.map(|number| Which { number, authority }))
}

/// The code of a petition that is there, and which of those that it opens is meant.
pub(super) async fn acting(
    web: &Web,
    path: Result<Path<String>, PathRejection>,
    query: Pairs,
) -> Result<(TrackingCode, Option<Which>), Problem> {
    let code = code_in(path)?;
    web.huiyin.known_code(&code).await?;
    let which = which(web, asked(query)?)?;
    Ok((code, which))
}

/// Takes a step of the petitioner's.
#[utoipa::path(
    post, path = "/api/v1/track/{tracking_code}/actions", request_body = Step,
    params(
        ("tracking_code" = String, Path, description = "Case, spaces and dashes are ignored"),
        ("number" = Option<String>, Query, description = "Which, where the code opens several petitions; see `also`"),
        ("at" = Option<String>, Query, description = "The key of the authority that gave this number"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours"),
    ),
    responses(
        (status = 200, description = "On record: message, add-facts, respond-fact, accept-service, verify, withdraw, undo-withdrawal, dispute-time or change-contact", body = Acted),
        (status = 400, description = "Not JSON, not UTF-8"),
        (status = 404, description = "No petition has this code"),
        (status = 409, description = "The rules refuse the step, or the code only views: `refusal` has the code, the rule and the way out"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "The action or fields were not taken, each named; or the Idempotency-Key was used for another request"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn act(
    State(web): State<Web>,
    path: Result<Path<String>, PathRejection>,
    query: Pairs,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (code, which) = acting(&web, path, query).await?;
    let (object, bytes) = fields::object(&headers, body)?;
    let idempotency = body::idempotency(&headers, "/api/v1/track/actions", &bytes)?;
    let step = step(object, PETITIONER_ACTIONS)?;
    let done = web
        .huiyin
        .act_by_code_once((&code, which), step, idempotency)
        .await?;
    acted(&done)
}

/// What a request for review says.
#[derive(utoipa::ToSchema)]
#[expect(
    dead_code,
    reason = "it only describes the body to the OpenAPI document"
)]
pub(crate) struct ReviewRequest {
    /// Why the answer is not right, in the petitioner's own words.
    reasons: String,
    /// The requests that are to be looked at again; the first is 0. Left out or empty: all of them.
    requests: Option<Vec<u8>>,
    /// The code of an upload that is whole, for a file that goes along.
    upload: Option<String>,
}

/// Asks the authority above to look again at the answer 复查. A late request is registered like any other.
#[utoipa::path(
    post, path = "/api/v1/track/{tracking_code}/review", request_body = ReviewRequest,
    params(
        ("tracking_code" = String, Path, description = "The code that acts; case, spaces and dashes are ignored"),
        ("number" = Option<String>, Query, description = "Which, where the code opens several petitions; see `also`"),
        ("at" = Option<String>, Query, description = "The key of the authority that gave this number"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one request, for 24 hours"),
    ),
    responses(
        (status = 200, description = "Registered at the authority above: `became` is its number there; the code opens both", body = Acted),
        (status = 400, description = "Not JSON, not UTF-8"),
        (status = 404, description = "No petition has this code"),
        (status = 409, description = "There is no answer to review, it was asked for already, the code only views, or the authority above is not in this installation: `refusal` says which and the way out"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "Fields were not taken, each named; such as a file that did not come whole; or the Idempotency-Key was used for another request"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn review(
    State(web): State<Web>,
    path: Result<Path<String>, PathRejection>,
    query: Pairs,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (code, which) = acting(&web, path, query).await?;
    let (object, bytes) = fields::object(&headers, body)?;
    let idempotency = body::idempotency(&headers, "/api/v1/track/review", &bytes)?;
    let mut fields = Fields::new(object, "");
    let reasons = fields.text("reasons").unwrap_or_default();
    if reasons.trim().is_empty() {
        fields.refuse("reasons", FieldProblem::Missing);
    }
    let (requests, upload) = (fields.smalls("requests"), fields.text("upload"));
    let errors = fields.finish();
    if !errors.is_empty() {
        return Err(Problem::fields(errors));
    }
    let once = idempotency.is_some();
    let draft = ReviewDraft {
        reasons,
        requests,
        file: uploads::brought(&web, &code, upload.as_deref()).await?,
    };
    let of = (&code, which);
    let done = web.huiyin.ask_review(of, draft, idempotency).await?;
    uploads::taken(&web, &code, upload.as_deref().filter(|_| !once)).await;
    acted(&done)
}

/// Makes a code that only views, for passing on.
#[utoipa::path(
    post, path = "/api/v1/track/{tracking_code}/view-code",
    params(
        ("tracking_code" = String, Path, description = "Case, spaces and dashes are ignored"),
        ("number" = Option<String>, Query, description = "Which, where the code opens several petitions; see `also`"),
        ("at" = Option<String>, Query, description = "The key of the authority that gave this number"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one code, for 24 hours"),
    ),
    responses(
        (status = 201, description = "The code; it is shown here only", body = ViewCodeMade),
        (status = 404, description = "No petition has this code"),
        (status = 409, description = "The code only views itself"),
        (status = 422, description = "The Idempotency-Key was used for another request"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn view_code(
    State(web): State<Web>,
    path: Result<Path<String>, PathRejection>,
    query: Pairs,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (code, which) = (code_in(path)?, which(&web, asked(query)?)?);
    let idempotency = body::idempotency(&headers, "/api/v1/track/view-code", b"")?;
    let made = web
        .huiyin
        .make_view_code_once((&code, which), idempotency)
        .await?;
    let mut response = json(StatusCode::CREATED, &made.answer)?;
    mark_replayed(&mut response, made.replayed);
    Ok(response)
}

/// Says with a code that was replaced in the last 14 days, or with the one that was sent to the contact on file, that
/// nobody asked for the new one: that ends at once, and the one of before works again.
#[utoipa::path(
    post, path = "/api/v1/track/{tracking_code}/object",
    params(("tracking_code" = String, Path, description = "The code that was replaced, or that was sent to object with")),
    responses(
        (status = 200, description = "The new code ended", body = RenewalEnded),
        (status = 404, description = "This code was not replaced in the last 14 days"),
        (status = 409, description = "Somebody objected before"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn object(
    State(web): State<Web>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let ended = web.huiyin.object_to_renewal(&code_in(path)?).await?;
    json(StatusCode::OK, &ended)
}

/// Gives a document that is for the petitioner, as an attachment.
#[utoipa::path(
    get, path = "/api/v1/track/{tracking_code}/files/{file}",
    params(
        ("tracking_code" = String, Path, description = "The code that acts; case, spaces and dashes are ignored"),
        ("file" = i64, Path, description = "Its id, as `files` of the petition names it"),
        ("number" = Option<String>, Query, description = "Which, where the code opens several petitions; see `also`"),
        ("at" = Option<String>, Query, description = "The key of the authority that gave this number"),
    ),
    responses(
        (status = 200, description = "The content, as it was added", content((FileBytes = "application/pdf"), (FileBytes = "image/png"), (FileBytes = "image/jpeg"))),
        (status = 404, description = "No petition has this code, it has no such document, or the code only views"),
    )
)]
pub(crate) async fn file(
    State(web): State<Web>,
    path: Result<Path<(String, i64)>, PathRejection>,
    query: Pairs,
) -> Result<Response, Problem> {
    let Path((text, file)) = path.map_err(|_| unknown())?;
    let code = TrackingCode::parse(&text).ok_or_else(unknown)?;
    let of = (&code, which(&web, asked(query)?)?);
    let found = web.huiyin.track_file(of, FileId::new(file)).await?;
    Ok(sent_response(found))
}
