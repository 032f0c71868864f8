//! `POST /api/v1/desk/reviews`: a request for review on paper that came to this authority, about an answer of one
//! below, entered with its scan.

use super::admin::{json, mark_replayed};
use super::fields::error;
use crate::body::{self, Form};
use crate::desk::guard::Bearer;
use crate::desk::paper_review::{SCAN, TYPED, draft};
use crate::problem::{Code, Problem};
use crate::upload::Upload;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use huiyin_domain::petition::{FieldError, FieldProblem};
use serde::Serialize;

/// Where it is posted; part of what an Idempotency-Key stands for.
const PATH: &str = "/api/v1/desk/reviews";

/// The form of a request on paper.
#[derive(utoipa::ToSchema)]
#[expect(
    dead_code,
    reason = "it is the published schema; the form is read part by part"
)]
pub(crate) struct PaperReviewForm {
    /// The key of the authority whose answer it is about: one that this authority stands above.
    authority: String,
    /// The petition's number there, such as 2026-000123.
    number: String,
    /// Why the answer is not right, as the paper says.
    reasons: String,
    /// The day on which the paper came, `YYYY-MM-DD`; the clock of the review starts there.
    received: String,
    /// The day of its postmark, if it came by post: whether it is in time goes by this day.
    postmark: Option<String>,
    /// The scan of the paper: PDF, PNG or JPEG, told by the content and not by the name; at most 20 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A review that was entered.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ReviewEntered {
    /// Its number at this authority.
    number: String,
}

/// Enters a request for review on paper at the authority above. It is registered here at once, a late one too;
/// the petition below learns of it, and whoever brought it hears that there is news.
#[utoipa::path(
    post, path = "/api/v1/desk/reviews",
    request_body(content = PaperReviewForm, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one review, for 24 hours")),
    responses(
        (status = 201, description = "On record at both authorities; Location is the review here", body = ReviewEntered),
        (status = 400, description = "The form did not arrive whole, or is not UTF-8"),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You are no clerk"),
        (status = 404, description = "The authority below has no petition of this number"),
        (status = 409, description = "There is no answer to review, or it was asked for already: `refusal` has the code, the rule and the way out"),
        (status = 413, description = "Far above the 20 MiB of a file: not read to its end"),
        (status = 415, description = "Not multipart/form-data"),
        (status = 422, description = "Fields or the file were not taken, each named; or the Idempotency-Key was used for another request"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn enter(
    caller: Bearer,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let upload = Upload::read(&caller.web, form).await?;
    let idempotency = body::idempotency(&headers, PATH, &upload.canonical())?;
    let unknown = unknown(&upload.fields);
    let paper = Upload::needed(upload.file, upload.wrong, SCAN);
    let draft = match draft(&Form::of(upload.fields), paper) {
        Ok(draft) if unknown.is_empty() => draft,
        other => {
            let named = other.err();
            let named = named.iter().flat_map(|problem| problem.refused_fields());
            return Err(Problem::fields(
                unknown.into_iter().chain(named.cloned()).collect(),
            ));
        }
    };
    let huiyin = &caller.web.huiyin;
    let done = huiyin
        .enter_review(&caller.principal, draft, idempotency)
        .await?;
    let number = done.answer.became;
    let number = number.ok_or_else(|| Problem::of(Code::Internal))?;
    let place = HeaderValue::from_str(&format!("/api/v1/petitions/{number}"));
    let mut response = json(StatusCode::CREATED, &ReviewEntered { number })?;
    mark_replayed(&mut response, done.replayed);
    if let Ok(place) = place {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// Fields that it does not have.
fn unknown(fields: &[(String, String)]) -> Vec<FieldError> {
    let other = fields
        .iter()
        .filter(|(name, _)| !TYPED.contains(&name.as_str()));
    other
        .map(|(name, _)| error(name, FieldProblem::UnknownField))
        .collect()
}
