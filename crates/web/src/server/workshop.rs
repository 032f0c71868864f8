//! Routes of what helps staff to word and to keep order: texts of the authority, views, many
//! petitions at once.

use crate::state::Web;
use crate::{api, desk};
use axum::Router;
use axum::routing::{get, post};

/// Texts that an authority words itself. Every handler takes `Signed`, `SignedForm` or `Bearer`.
pub(super) fn text_routes() -> Router<Web> {
    Router::new()
        .route("/desk/admin/texts/about", get(desk::admin::texts::about))
        .route(
            "/desk/admin/texts/{subject}",
            get(desk::admin::texts::show).post(desk::admin::texts::save),
        )
        .route(
            "/desk/admin/texts/{subject}/restore",
            post(desk::admin::texts::restore),
        )
        .route("/api/v1/admin/texts", get(api::admin::texts::list))
        .route(
            "/api/v1/admin/texts/{subject}",
            get(api::admin::texts::show).put(api::admin::texts::write),
        )
        .route(
            "/api/v1/admin/texts/{subject}/restore",
            post(api::admin::texts::restore),
        )
}

/// Views of the inbox, several petitions at once, and keys. Every handler takes `SignedForm`.
pub(super) fn inbox_routes() -> Router<Web> {
    Router::new()
        .route("/desk/views", post(desk::views::keep))
        .route("/desk/assign", post(desk::bulk::assign))
        .route("/desk/me/keys", post(desk::me::set_keys))
}
