//! `POST /api/v1/track/{code}/notices`: when notices may come.

use super::admin::once;
use super::fields::{self, Fields, error, not_one_of};
use super::petition::Pairs;
use super::track::acting;
use crate::body;
use crate::problem::Problem;
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::NoticesView;
use huiyin_domain::petition::{FieldProblem, NoticeHours, NoticeWish};

/// What a petitioner wishes of notices.
#[derive(utoipa::ToSchema)]
#[expect(
    dead_code,
    reason = "it only describes the body to the OpenAPI document"
)]
pub(crate) struct NoticesBody {
    /// `any`, `daytime`, `evening` or `workdays`.
    hours: String,
    /// Whether they leave the authority's name out; left out: no.
    unnamed: Option<bool>,
}

/// Says when notices may come. What waits is looked at anew.
#[utoipa::path(
    post, path = "/api/v1/track/{tracking_code}/notices", request_body = NoticesBody,
    params(
        ("tracking_code" = String, Path, description = "The code that acts; case, spaces and dashes are ignored"),
        ("number" = Option<String>, Query, description = "Which, where the code opens several petitions; see `also`"),
        ("at" = Option<String>, Query, description = "The key of the authority that gave this number"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours"),
    ),
    responses(
        (status = 200, description = "As it stands now", body = NoticesView),
        (status = 400, description = "Not JSON, not UTF-8"),
        (status = 404, description = "No petition has this code"),
        (status = 409, description = "The code only views"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "Fields were not taken, each named; or the Idempotency-Key was used for another request"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn wish(
    State(web): State<Web>,
    path: Result<Path<String>, PathRejection>,
    query: Pairs,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (code, which) = acting(&web, path, query).await?;
    let (object, bytes) = fields::object(&headers, body)?;
    let idempotency = body::idempotency(&headers, "/api/v1/track/notices", &bytes)?;
    let mut fields = Fields::new(object, "");
    let word = fields.text("hours");
    let hours = word.as_deref().and_then(NoticeHours::parse);
    if word.is_some() && hours.is_none() {
        let all: Vec<&str> = NoticeHours::ALL.iter().map(|one| one.word()).collect();
        fields.refuse("hours", not_one_of(&all));
    }
    let unnamed = fields.flag("unnamed");
    let mut wrong = fields.finish();
    if word.is_none() && wrong.iter().all(|one| one.field != "hours") {
        wrong.push(error("hours", FieldProblem::Missing));
    }
    let (Some(hours), true) = (hours, wrong.is_empty()) else {
        return Err(Problem::fields(wrong));
    };
    let wish = NoticeWish { hours, unnamed };
    let of = (&code, which);
    let done = web.huiyin.wish_notices(of, wish, idempotency).await?;
    once(StatusCode::OK, &done)
}
