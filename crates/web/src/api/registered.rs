//! `GET /api/v1/desk/registered`: what a clerk entered on a day, or what was registered in their office.

use super::admin::json;
use super::petition::{Pairs, asked};
use crate::desk::guard::Bearer;
use crate::observe::listed;
use crate::problem::Problem;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_app::{RegisteredAsked, RegisteredOnDay};

/// What is asked for.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "it is the published description; the fields are read one by one"
)]
pub(crate) struct RegisteredParams {
    /// The day, `YYYY-MM-DD`, in the authority's zone; without it today.
    day: Option<String>,
    /// `me`: what you entered yourself; `office`: also what others did, or petitioners, in the units in which you are
    /// a clerk. Without it `me`.
    of: Option<String>,
}

/// Lists what was registered on a day. What you entered is there by its number, also where it is not yours to open any
/// more; of all else only what you may open.
#[utoipa::path(
    get, path = "/api/v1/desk/registered", params(RegisteredParams),
    responses(
        (status = 200, description = "The newest first", body = RegisteredOnDay),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You are no clerk"),
        (status = 422, description = "A field of the query was not taken, each named"),
    )
)]
pub(crate) async fn show(caller: Bearer, query: Pairs) -> Result<Response, Problem> {
    let mut query = asked(query)?;
    let whose = [("me", false), ("office", true)];
    let asked = RegisteredAsked {
        day: query.day("day"),
        office: query.word("of", whose.into_iter()).unwrap_or(false),
    };
    query.finish()?;
    let huiyin = &caller.web.huiyin;
    let found = huiyin.registered_on(&caller.principal, asked).await?;
    Ok(listed(json(StatusCode::OK, &found)?))
}
