//! Routes of what helps staff to word and to keep order: texts of the authority, views, many
//! petitions at once.

use crate::state::Web;
use crate::upload::upload_limit;
use crate::{api, desk, portal};
use axum::Router;
use axum::routing::{get, post, put};

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

/// The seal of the authority. Every handler takes `Signed`, `SignedForm`, `SignedUpload` or `Bearer`.
pub(super) fn seal_routes() -> Router<Web> {
    Router::new()
        .route("/desk/seal", get(desk::seal::show))
        .route("/desk/seal/keeper", post(desk::seal::name))
        .route(
            "/desk/seal/images",
            post(desk::seal::lodge).layer(upload_limit()),
        )
        .route("/desk/seal/images/{id}", get(desk::seal::image))
        .route("/desk/seal/choose", post(desk::seal::choose))
        .route("/desk/seal/set", post(desk::seal::set))
        .route("/api/v1/seal", get(api::seal::show))
        .route(
            "/api/v1/seal/images",
            post(api::seal::lodge).layer(upload_limit()),
        )
        .route("/api/v1/seal/images/{id}", get(api::seal::image))
        .route("/api/v1/seal/choice", post(api::seal::choose))
        .route("/api/v1/admin/seal", put(api::seal::name))
}

/// What the administration changes in versions: places, the authority, what it posts for everybody. Every handler takes `Signed`, `SignedForm` or `Bearer`.
pub(super) fn place_routes() -> Router<Web> {
    Router::new()
        .route(
            "/desk/admin/places/{place}",
            get(desk::admin::place::edit).post(desk::admin::place::save),
        )
        .route("/emblem/{digest}", get(portal::emblem::show))
        .route(
            "/desk/admin/authority/emblem",
            get(desk::admin::emblem::ask)
                .post(desk::admin::emblem::set)
                .layer(upload_limit()),
        )
        .route(
            "/api/v1/admin/authority/emblem",
            post(api::admin::authority::emblem).layer(upload_limit()),
        )
        .route(
            "/desk/admin/authority/restore",
            post(desk::admin::authority::restore),
        )
        .route(
            "/api/v1/admin/authority/versions",
            get(api::admin::authority::versions),
        )
        .route(
            "/api/v1/admin/authority/restore",
            post(api::admin::authority::restore),
        )
        .route(
            "/api/v1/admin/announcements",
            get(api::admin::announcement::list).post(api::admin::announcement::add),
        )
        .route(
            "/api/v1/admin/announcements/{id}",
            get(api::admin::announcement::show).put(api::admin::announcement::change),
        )
        .route(
            "/api/v1/admin/announcements/{id}/restore",
            post(api::admin::announcement::restore),
        )
        .route(
            "/api/v1/admin/places",
            get(api::admin::place::list).post(api::admin::place::add),
        )
        .route(
            "/api/v1/admin/places/{place}",
            get(api::admin::place::show).put(api::admin::place::change),
        )
        .route(
            "/api/v1/admin/places/{place}/restore",
            post(api::admin::place::restore),
        )
        .route(
            "/desk/admin/places/{place}/restore",
            post(desk::admin::place::restore),
        )
        .merge(category_routes())
        .merge(rule_routes())
}

/// Rulebooks and calendars. Every handler takes `Signed`, `SignedForm`, `SignedUpload` or `Bearer`.
fn rule_routes() -> Router<Web> {
    Router::new()
        .route(
            "/desk/admin/rules/rulebook",
            get(desk::admin::rules::ask_rulebook)
                .post(desk::admin::rules::load_rulebook)
                .layer(upload_limit()),
        )
        .route(
            "/desk/admin/rules/calendar",
            get(desk::admin::rules::ask_calendar)
                .post(desk::admin::rules::load_calendar)
                .layer(upload_limit()),
        )
        .route(
            "/desk/admin/rules/take-back",
            post(desk::admin::rules::take_back),
        )
        .route("/api/v1/admin/rules", get(api::admin::rules::show))
        .route(
            "/api/v1/admin/rules/rulebooks",
            post(api::admin::rules::lodge),
        )
        .route(
            "/api/v1/admin/rules/rulebooks/{id}/{version}/take-back",
            post(api::admin::rules::take_back),
        )
        .route(
            "/api/v1/admin/rules/calendars",
            post(api::admin::rules::load_calendar),
        )
}

/// The tree of subjects. Every handler takes `Signed`, `SignedForm` or `Bearer`.
fn category_routes() -> Router<Web> {
    Router::new()
        .route("/desk/admin/categories", get(desk::admin::category::show))
        .route(
            "/desk/admin/categories/{code}",
            get(desk::admin::category::edit).post(desk::admin::category::save),
        )
        .route(
            "/desk/admin/categories/{code}/restore",
            post(desk::admin::category::restore),
        )
        .route(
            "/api/v1/admin/categories",
            get(api::admin::category::list).post(api::admin::category::add),
        )
        .route(
            "/api/v1/admin/categories/{code}",
            get(api::admin::category::show).put(api::admin::category::change),
        )
        .route(
            "/api/v1/admin/categories/{code}/restore",
            post(api::admin::category::restore),
        )
}

/// Views of the inbox, several petitions at once, hints at the same matter, absences, and keys. Every handler takes
/// `Signed`, `SignedForm` or `Bearer`.
pub(super) fn inbox_routes() -> Router<Web> {
    Router::new()
        .route("/desk/views", post(desk::views::keep))
        .route("/desk/views/{view}", post(desk::views::change))
        .route(
            "/api/v1/views",
            get(api::views::list).post(api::views::save),
        )
        .route(
            "/api/v1/views/{id}",
            put(api::views::change).delete(api::views::remove),
        )
        .route("/desk/assign", post(desk::bulk::assign))
        .route("/desk/absences", get(desk::absence::list))
        .route(
            "/desk/absences/{staff}",
            get(desk::absence::show).post(desk::absence::save),
        )
        .route(
            "/api/v1/staff/{id}/absence",
            get(api::absence::show).put(api::absence::set),
        )
        .route("/desk/new/same-matter", get(desk::same_matter::part))
        .route("/api/v1/desk/same-matter", get(api::same_matter::at_intake))
        .route(
            "/api/v1/petitions/{number}/same-matter",
            get(api::same_matter::show),
        )
        .route(
            "/desk/reviews/new",
            get(desk::paper_review::show)
                .post(desk::paper_review::save)
                .layer(upload_limit()),
        )
        .route(
            "/api/v1/desk/reviews",
            post(api::paper_review::enter).layer(upload_limit()),
        )
        .route("/desk/me/keys", post(desk::me::set_keys))
}
