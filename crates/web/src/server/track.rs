//! The routes of whoever tells of a matter, and of whoever follows it with its code.

use crate::state::Web;
use crate::upload::upload_limit;
use crate::{api, parts, portal};
use axum::Router;
use axum::routing::{get, head, post};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/track", get(portal::track::ask).post(portal::track::enter))
        .route("/track/petition", get(portal::track::show))
        .route("/track/act/{step}", post(portal::track::acts::take))
        .route("/track/rate", post(portal::track::rating::take))
        .route("/track/notices", post(portal::track::hours::take))
        .route(
            "/api/v1/track/{tracking_code}/notices",
            post(api::notices::wish),
        )
        .route(
            "/api/v1/track/{tracking_code}/view-code",
            post(api::track::view_code),
        )
        .route(
            "/api/v1/track/{tracking_code}/object",
            post(api::track::object),
        )
        .route(
            "/track/replaced",
            get(portal::track::replaced::show).post(portal::track::replaced::object),
        )
        .route("/track/view-code", post(portal::track::acts::view_code))
        .route(
            "/track/say",
            post(portal::track::say::take).layer(upload_limit()),
        )
        .route(
            "/track/review",
            get(portal::track::review::show)
                .post(portal::track::review::take)
                .layer(upload_limit()),
        )
        .route(
            "/parts/{whose}",
            post(api::uploads::begin).options(parts::offered),
        )
        .route(
            "/parts/{whose}/{upload}",
            head(api::uploads::ask)
                .patch(api::uploads::more)
                .delete(api::uploads::give_up),
        )
        .route(
            "/api/v1/track/{tracking_code}/uploads",
            post(api::uploads::begin).options(parts::offered),
        )
        .route(
            "/api/v1/track/{tracking_code}/uploads/{upload}",
            head(api::uploads::ask)
                .patch(api::uploads::more)
                .delete(api::uploads::give_up),
        )
        .route(
            "/api/v1/track/{tracking_code}/files",
            post(api::uploads::bring),
        )
        .route("/track/calendar", get(portal::track::calendar::show))
        .route("/track/files/{file}", get(portal::track::file))
        .route("/track/letters/{letter}", get(portal::track::letter))
        .route("/track/leave", post(portal::track::leave))
}

/// Telling what happened. A draft is opened by the code in its sealed cookie.
pub(super) fn tell_routes() -> Router<Web> {
    Router::new()
        .route("/new", get(portal::tell::begin))
        .route(
            "/new/files",
            get(portal::tell::show_files)
                .post(portal::tell::take_files)
                .layer(upload_limit()),
        )
        .route("/new/files/{nth}/drop", post(portal::tell::drop_file))
        .route("/new/files/{nth}/picture", get(portal::tell::picture))
        .route(
            "/new/{step}",
            get(portal::tell::show).post(portal::tell::save),
        )
}
