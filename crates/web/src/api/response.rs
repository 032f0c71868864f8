//! `/api/v1/responses`: programs open responses to group visits, see them and take steps, as on the
//! desk. No body here has a field for anybody who came.

use super::admin::{id, json, once, read};
use super::fields::{error, not_one_of};
use super::files::FileBytes;
use crate::body::{self, Form};
use crate::desk::files;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use crate::upload::{Upload, file_response};
use axum::body::Bytes;
use axum::extract::multipart::MultipartRejection;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{Multipart, Path, Query};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use huiyin_app::{
    GroupPetitionDraft, GroupRegistered, ListedResponse, Representative, ResponseDraft,
    ResponseIsOpen, ResponseStep, ResponseStepped, ResponseView, SignedAnswer,
};
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::response::cap::CapCategory;
use serde::Serialize;

/// The responses that run now and that the caller may see.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Responses {
    /// The first begun first.
    entries: Vec<ListedResponse>,
}

/// Lists the responses that run now.
#[utoipa::path(
    get, path = "/api/v1/responses",
    responses((status = 200, description = "Those that the caller may see", body = Responses), (status = 401, description = "No token, or none that works"))
)]
pub(crate) async fn list(caller: Bearer) -> Result<Response, Problem> {
    let entries = caller.web.huiyin.responses(&caller.principal).await?;
    json(StatusCode::OK, &Responses { entries })
}

/// Opens a response: it is levelled and its pages are out when this answers.
#[utoipa::path(
    post, path = "/api/v1/responses", request_body = ResponseDraft,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one response, for 24 hours")),
    responses((status = 201, description = "It runs", body = ResponseIsOpen), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 409, description = "No plan in force has the place, or none of its rules applies"), (status = 422, description = "Fields were not taken"))
)]
pub(crate) async fn open(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (draft, bytes) = read::<ResponseDraft>(&headers, body)?;
    let idempotency = body::idempotency(&headers, "/api/v1/responses", &bytes)?;
    let huiyin = &caller.web.huiyin;
    let done = huiyin
        .open_response(&caller.principal, draft, idempotency)
        .await?;
    once(StatusCode::CREATED, &done)
}

/// A response: posts and their clocks, room, tasks, reports, what happened.
#[utoipa::path(
    get, path = "/api/v1/responses/{id}", params(("id" = i64, Path, description = "The response's id")),
    responses((status = 200, description = "The response", body = ResponseView), (status = 401, description = "No token, or none that works"), (status = 404, description = "There is none, or you may not know of it"))
)]
pub(crate) async fn show(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
) -> Result<Response, Problem> {
    let view = caller.web.huiyin.response(&caller.principal, id(path)?);
    json(StatusCode::OK, &view.await?)
}

/// Takes a step in a response.
#[utoipa::path(
    post, path = "/api/v1/responses/{id}/steps", request_body = ResponseStep,
    params(("id" = i64, Path, description = "The response's id"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one step, for 24 hours")),
    responses((status = 200, description = "It is taken", body = ResponseStepped), (status = 401, description = "No token, or none that works"), (status = 403, description = "You may see it, and not do this"), (status = 404, description = "There is none, or you may not know of it"), (status = 409, description = "Not possible now: see run_refusal"), (status = 422, description = "Fields were not taken"))
)]
pub(crate) async fn step(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let id = id(path)?;
    let (step, bytes) = read::<ResponseStep>(&headers, body)?;
    let at = format!("/api/v1/responses/{id}/steps");
    let idempotency = body::idempotency(&headers, &at, &bytes)?;
    let huiyin = &caller.web.huiyin;
    let done = huiyin.step_in_response(&caller.principal, id, step, idempotency);
    let done = done.await?;
    once(StatusCode::OK, &done)
}

/// Whom the group chose to speak for it.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Representatives {
    /// One to five.
    entries: Vec<Representative>,
}

/// Who speaks for the group. A POST, because that you look is on record first.
#[utoipa::path(
    post, path = "/api/v1/responses/{id}/representatives",
    params(("id" = i64, Path, description = "The response's id")),
    responses((status = 200, description = "Names, and the contacts that they agreed to leave", body = Representatives), (status = 401, description = "No token, or none that works"), (status = 403, description = "They are for the reception desk and whoever is in charge"), (status = 404, description = "There is none, or you may not know of it"), (status = 409, description = "None are chosen yet, or the response ended: see run_refusal"))
)]
pub(crate) async fn representatives(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
) -> Result<Response, Problem> {
    let huiyin = &caller.web.huiyin;
    let entries = huiyin.representatives(&caller.principal, id(path)?).await?;
    json(StatusCode::OK, &Representatives { entries })
}

/// How the representatives answered the minutes that they signed, on paper or on the screen.
#[derive(utoipa::ToSchema)]
#[expect(
    dead_code,
    reason = "it is the published schema; the form is read part by part"
)]
pub(crate) struct SignedMinutesBody {
    /// `yes`: they agreed; `no`: they see something otherwise.
    agreed: String,
    /// What they see otherwise, without names; needed with `no`.
    #[schema(required = false)]
    otherwise: String,
    /// The scan of the paper: PDF, PNG or JPEG, told by the content; at most 20 MiB. Either this or `signature`.
    #[schema(required = false, value_type = String, format = Binary)]
    scan: Vec<u8>,
    /// What was drawn on the screen, a part for each who signed, at most as many as speak for the group: points as
    /// `x,y` (x below 1200, y below 400) parted by `-`, strokes parted by `;`; at most 200 strokes and 4000 points.
    /// The picture of it is kept and nothing else: no pressure, time or order of strokes. Never for identifying anybody.
    #[schema(required = false)]
    signature: Vec<String>,
}

/// The representatives answered the minutes by signing them on paper or on the screen, for a group that registers no
/// petition: the scan, or the picture of what they drew, is kept with the response, sealed.
#[utoipa::path(
    post, path = "/api/v1/responses/{id}/signed-minutes",
    request_body(content = SignedMinutesBody, content_type = "multipart/form-data"),
    params(("id" = i64, Path, description = "The response's id"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one answer, for 24 hours")),
    responses((status = 200, description = "On record and sealed", body = ResponseStepped), (status = 401, description = "No token, or none that works"), (status = 403, description = "What is signed bears names: it is for clerks of the reception and leaders"), (status = 404, description = "There is none, or you may not know of it"), (status = 409, description = "No minutes wait for an answer: see run_refusal"), (status = 413, description = "Far above the 20 MiB of a file"), (status = 415, description = "Not multipart/form-data"), (status = 422, description = "Fields were not taken"))
)]
pub(crate) async fn answer_signed(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let id = id(path)?;
    // Whoever may not know of the response hears that there is none, whatever they send.
    let huiyin = &caller.web.huiyin;
    huiyin.response(&caller.principal, id).await?;
    let upload = Upload::read(&caller.web, form).await?;
    let at = format!("/api/v1/responses/{id}/signed-minutes");
    let idempotency = body::idempotency(&headers, &at, &upload.canonical())?;
    let fields = Form::of(upload.fields);
    let known = ["agreed", "otherwise", "signature"];
    let mut names = fields.fields().iter().map(|(name, _)| name.as_str());
    if let Some(name) = names.find(|name| !known.contains(name)) {
        return Err(Problem::fields(vec![error(
            name,
            FieldProblem::UnknownField,
        )]));
    }
    let agreed = match fields.text("agreed").as_deref() {
        Some("yes") => true,
        Some("no") => false,
        _ => {
            let problem = not_one_of(&["yes", "no"]);
            return Err(Problem::fields(vec![error("agreed", problem)]));
        }
    };
    let minutes = files::signed_minutes((upload.file, upload.wrong), fields.texts("signature"))?;
    let answer = SignedAnswer {
        agreed,
        otherwise: fields.text("otherwise").unwrap_or_default(),
    };
    let done = huiyin.answer_minutes_signed(&caller.principal, id, (answer, minutes), idempotency);
    json(StatusCode::OK, &done.await?.answer)
}

/// The newest minutes as they were signed, scanned or drawn; that you look is on record first.
#[utoipa::path(
    get, path = "/api/v1/responses/{id}/signed-minutes",
    params(("id" = i64, Path, description = "The response's id")),
    responses((status = 200, description = "The scan as it was added, or the picture of what was drawn (PNG)", content((FileBytes = "application/pdf"), (FileBytes = "image/png"), (FileBytes = "image/jpeg"))), (status = 401, description = "No token, or none that works"), (status = 403, description = "It bears names: it is for clerks of the reception and leaders"), (status = 404, description = "There is none, or you may not know of it"), (status = 409, description = "No scan is kept with this response"))
)]
pub(crate) async fn signed_minutes(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
) -> Result<Response, Problem> {
    let huiyin = &caller.web.huiyin;
    let scan = huiyin.signed_minutes(&caller.principal, id(path)?).await?;
    Ok(file_response(scan))
}

/// Registers the group's petition; its representatives are those of the response.
#[utoipa::path(
    post, path = "/api/v1/responses/{id}/petition", request_body = GroupPetitionDraft,
    params(("id" = i64, Path, description = "The response's id"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one petition, for 24 hours")),
    responses((status = 201, description = "On record, durable; the codes are shown here only", body = GroupRegistered), (status = 401, description = "No token, or none that works"), (status = 403, description = "You are no clerk"), (status = 404, description = "There is none, or you may not know of it"), (status = 409, description = "No representatives yet, a petition already, or a drill: see run_refusal"), (status = 422, description = "Fields were not taken"))
)]
pub(crate) async fn petition(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let id = id(path)?;
    let (draft, bytes) = read::<GroupPetitionDraft>(&headers, body)?;
    let at = format!("/api/v1/responses/{id}/petition");
    let idempotency = body::idempotency(&headers, &at, &bytes)?;
    let huiyin = &caller.web.huiyin;
    let done = huiyin.register_group(&caller.principal, id, draft, idempotency);
    json(StatusCode::CREATED, &done.await?)
}

/// What kind of danger a CAP message tells.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct CapQuery {
    /// `Safety`, `Health` or `Fire`; there is no other.
    category: String,
}

/// A danger that was written down, or a drill, as a message of CAP 1.2 for neighbours who help.
#[utoipa::path(
    get, path = "/api/v1/responses/{id}/cap", params(("id" = i64, Path, description = "The response's id"), CapQuery),
    responses((status = 200, description = "The message, XML", body = String, content_type = "application/xml"), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is none, or you may not know of it"), (status = 409, description = "No danger was written down and it is no drill"), (status = 422, description = "Not a category that there is"))
)]
pub(crate) async fn cap(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    query: Result<Query<CapQuery>, QueryRejection>,
) -> Result<Response, Problem> {
    let id = id(path)?;
    let category = query
        .ok()
        .and_then(|Query(query)| CapCategory::parse(&query.category));
    let category = category.ok_or_else(|| {
        let words = "category is Safety, Health or Fire";
        Problem::with(Code::FieldsRefused, words)
    })?;
    let message = caller.web.huiyin.cap(&caller.principal, id, category);
    let kind = HeaderValue::from_static("application/xml");
    Ok(([(header::CONTENT_TYPE, kind)], message.await?).into_response())
}
