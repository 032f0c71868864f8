//! `/api/v1/petitions/{number}`: a petition as staff see it, the steps on it, and what a unit was
//! asked.

use super::admin::{json, mark_replayed, read, version, versioned};
use super::fields::{self, Asked};
use super::step::{Steps, steps};
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use huiyin_app::{Acted, CaseView, HandOverDraft, Once};
use huiyin_domain::ids::Position;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::Command;

/// The pairs of a query.
pub(super) type Pairs = Result<Query<Vec<(String, String)>>, QueryRejection>;

/// The pairs of a query, to be taken one by one.
pub(super) fn asked(pairs: Pairs) -> Result<Asked, Problem> {
    let Query(pairs) = pairs.map_err(|_| Problem::of(Code::NotUtf8))?;
    Ok(Asked::new(pairs))
}

/// What cannot be a number is nobody's number.
pub(super) fn number(text: &str) -> Result<PetitionNumber, Problem> {
    PetitionNumber::parse(text).map_err(|_| Problem::of(Code::NotFound))
}

pub(super) fn number_in(
    path: Result<Path<String>, PathRejection>,
) -> Result<PetitionNumber, Problem> {
    let Path(text) = path.map_err(|_| Problem::of(Code::NotFound))?;
    number(&text)
}

/// The version that was read, if it was sent.
pub(super) fn seen(headers: &HeaderMap) -> Result<Option<Position>, Problem> {
    if !headers.contains_key(header::IF_MATCH) {
        return Ok(None);
    }
    read_before(headers).map(Some)
}

/// The version that was read; it has to be there.
fn read_before(headers: &HeaderMap) -> Result<Position, Problem> {
    version(headers).map(Position::new)
}

/// The version that steps rest on: a step that puts something in the place of what stood needs one.
fn seen_for(steps: &[Command], headers: &HeaderMap) -> Result<Option<Position>, Problem> {
    match steps.iter().any(|step| step.action().replaces()) {
        true => read_before(headers).map(Some),
        false => seen(headers),
    }
}

/// What became of a petition.
pub(super) fn acted(done: &Once<Acted>) -> Result<Response, Problem> {
    let mut response = versioned(StatusCode::OK, done.answer.version, &done.answer)?;
    mark_replayed(&mut response, done.replayed);
    Ok(response)
}

/// Opens one; who did is on record before the answer is sent.
#[utoipa::path(
    get, path = "/api/v1/petitions/{number}",
    params(
        ("number" = String, Path, description = "Such as 2026-000123"),
        ("identity" = Option<bool>, Query, description = "Also reveals who brought it; this too is on record, and the petitioner sees it"),
    ),
    responses(
        (status = 200, description = "The petition, with its version as ETag, and every step with whether it is possible now", body = CaseView),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You may know of it, and may not do this"),
        (status = 404, description = "There is none, or you may not know of it"),
        (status = 422, description = "A field of the query was not taken"),
    )
)]
pub(crate) async fn show(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
    query: Pairs,
) -> Result<Response, Problem> {
    let number = number_in(path)?;
    let mut query = asked(query)?;
    let reveal = query.flag("identity");
    query.finish()?;
    let huiyin = &caller.web.huiyin;
    let view = huiyin.open_case(&caller.principal, number, reveal).await?;
    versioned(StatusCode::OK, view.version, &view)
}

/// Takes steps on one: all of them, or none.
#[utoipa::path(
    post, path = "/api/v1/petitions/{number}/actions", request_body = Steps,
    params(
        ("number" = String, Path, description = "Such as 2026-000123"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read; if somebody changed the petition since, nothing is done. Needed for what puts something in the place of what stood, or signs it: classify, name-respondents, list-requests, name-handler, take, draft, approve, correct-entry, change-contact, correct-name"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours"),
    ),
    responses(
        (status = 200, description = "On record; the new version is the ETag", body = Acted),
        (status = 400, description = "Not JSON, not UTF-8"),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You may know of it, and may not do this"),
        (status = 404, description = "There is none, or you may not know of it"),
        (status = 409, description = "The rules refuse the step: `refusal` has the code, the rule and the way out"),
        (status = 412, description = "Somebody changed it meanwhile"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "The action or fields were not taken, each named; or the Idempotency-Key was used for another request"),
        (status = 428, description = "One of the steps needs If-Match, and none with a version came"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn act(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let number = number_in(path)?;
    let (object, bytes) = fields::object(&headers, body)?;
    let path = format!("/api/v1/petitions/{number}/actions");
    let idempotency = body::idempotency(&headers, &path, &bytes)?;
    let steps = steps(object)?;
    let seen = seen_for(&steps, &headers)?;
    let order = (steps, seen);
    let huiyin = &caller.web.huiyin;
    let done = huiyin
        .act_once(&caller.principal, number, order, idempotency)
        .await?;
    acted(&done)
}

/// Hands it to another authority of the installation: it becomes a petition of its own there, and the
/// petitioner's code opens both.
#[utoipa::path(
    post, path = "/api/v1/petitions/{number}/hand-over", request_body = HandOverDraft,
    params(
        ("number" = String, Path, description = "Such as 2026-000123"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read; if somebody changed the petition since, nothing is done"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours"),
    ),
    responses(
        (status = 200, description = "Handed over; `became` is its number there", body = Acted),
        (status = 400, description = "Not JSON, not UTF-8"),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You may know of it, and may not do this"),
        (status = 404, description = "There is none, or you may not know of it"),
        (status = 409, description = "The rules refuse the step: `refusal` has the code, the rule and the way out"),
        (status = 412, description = "Somebody changed it meanwhile"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "There is no such other authority, or a field was not taken; or the Idempotency-Key was used for another request"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn hand_over(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let number = number_in(path)?;
    let (draft, bytes) = read::<HandOverDraft>(&headers, body)?;
    let path = format!("/api/v1/petitions/{number}/hand-over");
    let idempotency = body::idempotency(&headers, &path, &bytes)?;
    let huiyin = &caller.web.huiyin;
    let done = huiyin.hand_over(
        &caller.principal,
        number,
        draft,
        seen(&headers)?,
        idempotency,
    );
    acted(&done.await?)
}

/// Shows a unit what it was asked; of the petition it sees nothing else.
#[utoipa::path(
    get, path = "/api/v1/petitions/{number}/questions/{asked}",
    params(
        ("number" = String, Path, description = "Such as 2026-000123"),
        ("asked" = i64, Path, description = "The question, as the inbox names it in `asked`"),
    ),
    responses(
        (status = 200, description = "The question, and what was answered", body = huiyin_app::Question),
        (status = 401, description = "No token, or none that works"),
        (status = 404, description = "No unit of yours was asked this"),
    )
)]
pub(crate) async fn question(
    caller: Bearer,
    path: Result<Path<(String, i64)>, PathRejection>,
) -> Result<Response, Problem> {
    let Path((text, asked)) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let (number, asked) = (number(&text)?, Position::new(asked));
    let huiyin = &caller.web.huiyin;
    let question = huiyin.question(&caller.principal, number, asked).await?;
    json(StatusCode::OK, &question)
}
