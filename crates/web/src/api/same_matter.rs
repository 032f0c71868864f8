//! Hints at petitions that could be about the same matter: by subject or place, time and kind, and nothing of who
//! brought them.

use super::admin::json;
use super::petition::{Pairs, asked, number_in};
use crate::desk::guard::Bearer;
use crate::observe::passed_over;
use crate::problem::Problem;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_app::SameMatter;
use huiyin_domain::petition::{Class, MatterAt};

/// What is asked for.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "it is the published description; the fields are read one by one"
)]
pub(crate) struct SameMatterParams {
    /// The id of a place of the authority.
    place: Option<String>,
    /// A code of the category tree; without it, petitions at the place are looked for.
    category: Option<String>,
    /// Its class; without it, it counts as a claim.
    class: Option<String>,
    /// When it was received, RFC 3339; without it now.
    received_at: Option<String>,
}

/// Shows open petitions of the same subject, or at the same place where one has no subject yet, of the same class,
/// received within 60 days, and at no other place; five at most. A subject or a place is needed.
#[utoipa::path(
    get, path = "/api/v1/desk/same-matter", params(SameMatterParams),
    responses(
        (status = 200, description = "Those that you may open anyway, the newest first", body = Vec<SameMatter>),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You are no clerk"),
        (status = 422, description = "A field of the query was not taken, each named"),
    )
)]
pub(crate) async fn at_intake(caller: Bearer, query: Pairs) -> Result<Response, Problem> {
    let mut query = asked(query)?;
    let huiyin = &caller.web.huiyin;
    let rules = huiyin.rules();
    let authority = rules.authority(caller.principal.authority);
    let places = authority.map(|one| one.places.as_slice());
    let tree = authority.map(|one| &*one.categories);
    let is_a_category = |code: &str| tree.is_some_and(|tree| tree.exists(code));
    let is_a_place = |id: &str| places.unwrap_or_default().iter().any(|one| one.id == id);
    let matter = MatterAt {
        place: query.known("place", is_a_place),
        category: query.known("category", is_a_category),
        class: query
            .known("class", |word| Class::parse(word).is_some())
            .and_then(|word| Class::parse(&word)),
        received_at: query.instant("received_at").unwrap_or_else(|| huiyin.now()),
    };
    query.needs(
        "category",
        matter.category.is_none() && matter.place.is_none(),
    );
    query.finish()?;
    let found = huiyin.same_matters_as(&caller.principal, matter).await?;
    Ok(passed_over(json(StatusCode::OK, &found)?))
}

/// Shows petitions that could be the same matter as one, but for those that it was told apart from.
#[utoipa::path(
    get, path = "/api/v1/petitions/{number}/same-matter",
    params(("number" = String, Path, description = "Such as 2026-000123")),
    responses(
        (status = 200, description = "Those that you may open anyway, the newest first; `merge` or `tell-apart` settles each", body = Vec<SameMatter>),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You may know of it, and may not merge it"),
        (status = 404, description = "There is none, or you may not know of it"),
    )
)]
pub(crate) async fn show(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let number = number_in(path)?;
    let huiyin = &caller.web.huiyin;
    let found = huiyin.same_matters_of(&caller.principal, number).await?;
    Ok(passed_over(json(StatusCode::OK, &found)?))
}
