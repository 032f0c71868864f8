//! The routes of answers for everybody: read by everybody, written and released by staff.

use crate::api::published as api;
use crate::desk::published as desk;
use crate::portal::published;
use crate::state::Web;
use axum::Router;
use axum::routing::{get, post, put};

/// Every one of them.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/answers", get(published::show))
        .route("/api/v1/answers", get(api::list))
        .route("/api/v1/desk/answers", get(api::all).post(api::write))
        .route("/api/v1/desk/answers/{id}", put(api::change))
        .route("/api/v1/desk/answers/{id}/release", post(api::release))
        .route("/api/v1/desk/answers/{id}/down", post(api::take_down))
        .route("/desk/answers", get(desk::list))
        .route("/desk/answers/{entry}", get(desk::edit).post(desk::save))
        .route("/desk/answers/{entry}/{step}", post(desk::step))
}
