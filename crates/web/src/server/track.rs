//! The routes of whoever follows a matter with its code.

use crate::portal;
use crate::state::Web;
use crate::upload::upload_limit;
use axum::Router;
use axum::routing::{get, post};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/track", get(portal::track::ask).post(portal::track::enter))
        .route("/track/petition", get(portal::track::show))
        .route("/track/act/{step}", post(portal::track::acts::take))
        .route("/track/rate", post(portal::track::rating::take))
        .route("/track/view-code", post(portal::track::acts::view_code))
        .route(
            "/track/files",
            post(portal::track::bring::take).layer(upload_limit()),
        )
        .route(
            "/track/review",
            get(portal::track::review::show)
                .post(portal::track::review::take)
                .layer(upload_limit()),
        )
        .route("/track/calendar", get(portal::track::calendar::show))
        .route("/track/files/{file}", get(portal::track::file))
        .route("/track/letters/{letter}", get(portal::track::letter))
        .route("/track/leave", post(portal::track::leave))
}
