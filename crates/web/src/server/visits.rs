//! The routes of visits that groups announce: for the group, and for the reception.

use crate::api::visit as api;
use crate::desk::visits as desk;
use crate::portal::visit;
use crate::state::Web;
use axum::Router;
use axum::routing::{delete, get, post, put};

/// Every one of them.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/visit", get(visit::ask).post(visit::announce))
        .route("/visit/mine", get(visit::show))
        .route("/visit/change", get(visit::ask_change).post(visit::change))
        .route("/visit/cancel", post(visit::cancel))
        .route("/visit/kept", post(visit::kept))
        .route("/visit/leave", post(visit::leave))
        .route("/api/v1/visits", post(api::announce))
        .route(
            "/api/v1/visits/{tracking_code}",
            get(api::show).put(api::change).delete(api::cancel),
        )
        .route("/api/v1/desk/visits", get(api::list).post(api::take_down))
        .route("/api/v1/desk/visits/{id}", delete(api::end))
        .route("/api/v1/desk/visits/{id}/arrangement", put(api::arrange))
        .route("/desk/visits", get(desk::list))
        .route("/desk/announce-visit", get(desk::ask).post(desk::announce))
        .route("/desk/visits/{id}", get(desk::show))
        .route("/desk/visits/{id}/arrange", post(desk::arrange))
        .route("/desk/visits/{id}/end", post(desk::end))
}
