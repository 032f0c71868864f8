//! `GET /api/v1/figures/timeliness`: how many duties were met in time.

use super::admin::json;
use super::petition::{Pairs, asked};
use crate::desk::guard::Bearer;
use crate::problem::Problem;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_app::{TimelinessBy, TimelinessFigures, TimelinessQuery};

/// Counts an authority's duties, of which none is a person.
#[utoipa::path(
    get, path = "/api/v1/figures/timeliness",
    params(
        ("from" = Option<String>, Query, description = "Opened on this day or later, YYYY-MM-DD"),
        ("to" = Option<String>, Query, description = "Opened on this day or earlier, YYYY-MM-DD"),
        ("by" = Option<String>, Query, description = "`unit`, `category` or `term`; without it by term"),
    ),
    responses(
        (status = 200, description = "One row for each rulebook and term, and unit or category if asked", body = Vec<TimelinessFigures>),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "Your roles do not let you"),
        (status = 422, description = "A field of the query was not taken, each named"),
    )
)]
pub(crate) async fn timeliness(caller: Bearer, query: Pairs) -> Result<Response, Problem> {
    let mut query = asked(query)?;
    let splits = [
        ("unit", TimelinessBy::Unit),
        ("category", TimelinessBy::Category),
        ("term", TimelinessBy::Term),
    ];
    let wanted = TimelinessQuery {
        from: query.day("from"),
        to: query.day("to"),
        by: query.word("by", splits.into_iter()),
    };
    query.finish()?;
    let huiyin = &caller.web.huiyin;
    let figures = huiyin.timeliness_for(&caller.principal, wanted).await?;
    json(StatusCode::OK, &figures)
}
