//! Routes of units, posts and staff: their administration, their versions. Every handler takes `Signed`,
//! `SignedForm` or `Bearer`.

use crate::state::Web;
use crate::{api, desk};
use axum::Router;
use axum::routing::{get, post};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(
            "/desk/admin/{tab}/{entry}/restore",
            post(desk::admin::history::restore),
        )
        .route(
            "/desk/admin/staff/{staff}/invite",
            post(desk::admin::colleagues::invite),
        )
        .route(
            "/desk/admin/staff/several",
            get(desk::admin::colleagues::ask).post(desk::admin::colleagues::add),
        )
        .route(
            "/desk/admin/posts/holders",
            get(desk::admin::holders::ask).post(desk::admin::holders::save),
        )
        .route(
            "/api/v1/admin/units",
            get(api::admin::unit::list).post(api::admin::unit::add),
        )
        .route(
            "/api/v1/admin/units/{id}",
            get(api::admin::unit::show).put(api::admin::unit::change),
        )
        .route(
            "/api/v1/admin/posts",
            get(api::admin::post::list).post(api::admin::post::add),
        )
        .route(
            "/api/v1/admin/posts/{id}",
            get(api::admin::post::show).put(api::admin::post::change),
        )
        .route(
            "/api/v1/admin/staff",
            get(api::admin::staff::list).post(api::admin::staff::add),
        )
        .route(
            "/api/v1/admin/staff/{id}",
            get(api::admin::staff::show).put(api::admin::staff::change),
        )
        .route(
            "/api/v1/admin/staff/{id}/invitation",
            post(api::admin::staff::invite),
        )
        .route(
            "/api/v1/admin/units/{id}/restore",
            post(api::admin::unit::restore),
        )
        .route(
            "/api/v1/admin/posts/{id}/restore",
            post(api::admin::post::restore),
        )
        .route(
            "/api/v1/admin/staff/{id}/restore",
            post(api::admin::staff::restore),
        )
}
