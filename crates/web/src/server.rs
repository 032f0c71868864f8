//! The router: every route.

mod answers;
mod organisation;
mod petitions;
mod track;
mod visits;
mod workshop;

use crate::state::{Web, WebConfig};
use crate::upload::upload_limit;
use crate::{api, assets, away, desk, headers, health, observe, portal, problem};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use huiyin_app::Huiyin;
use std::sync::Arc;
use tower::ServiceBuilder;

/// The largest body of any request: 1 MiB (DESIGN 6).
pub(crate) const BODY_BYTES_MAX: usize = 1_048_576;

/// Every route. `docs/api` and the coverage test list them.
pub fn router(huiyin: Arc<Huiyin>, config: WebConfig) -> Router {
    let web = Web::new(huiyin, config);
    Router::new()
        .route("/", get(portal::home::show))
        .merge(track::tell_routes())
        .route("/receipt", get(portal::receipt::show))
        .route("/receipt/kept", post(portal::receipt::kept))
        .route("/receipt/send", post(portal::receipt::send))
        .route("/receipt/file", get(portal::receipt::file))
        .merge(track::routes())
        .route("/notices", get(portal::notices::show))
        .merge(answers::routes())
        .merge(visits::routes())
        .route("/language", get(portal::language::choose))
        .route("/figures", get(portal::figures::show))
        .route("/appearance", post(portal::appearance::choose))
        .route("/problems/{code}", get(problem::explain))
        .route("/assets/{name}", get(assets::serve))
        .route(
            "/api/v1/petitions",
            post(api::register::register).layer(upload_limit()),
        )
        .route("/api/v1/track/{tracking_code}", get(api::track::track))
        .route(
            "/api/v1/track/{tracking_code}/actions",
            post(api::track::act),
        )
        .route(
            "/api/v1/track/{tracking_code}/review",
            post(api::track::review),
        )
        .route(
            "/api/v1/track/{tracking_code}/files/{file}",
            get(api::track::file),
        )
        .route(
            "/api/v1/track/{tracking_code}/letters/{letter}",
            get(api::letters::track),
        )
        .route("/api/openapi.json", get(api::openapi::serve))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .merge(desk_routes())
        .merge(petitions::sections())
        .merge(petitions::work())
        .merge(plan_routes())
        .merge(response_routes())
        .merge(staff_api())
        .merge(admin_api())
        .merge(organisation::routes())
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        // One around the other, as one layer: each of its own would box every request once more.
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn(headers::harden))
                .layer(middleware::from_fn_with_state(
                    web.clone(),
                    observe::observe,
                ))
                .layer(middleware::from_fn_with_state(web.clone(), away::stand_in)),
        )
        .with_state(web)
}

/// The desk. Every handler takes `Signed` or `SignedForm`, but for the gate itself.
fn desk_routes() -> Router<Web> {
    Router::new()
        .route("/desk", get(desk::inbox::show))
        .route(
            "/desk/sign-in",
            get(desk::gate::show).post(desk::gate::sign_in),
        )
        .route("/desk/demo", post(desk::gate::enter_sample))
        .route("/desk/demo/messages", get(desk::demo::messages))
        .route("/desk/sign-out", post(desk::gate::sign_out))
        .route(
            "/desk/sign-out-everywhere",
            post(desk::gate::sign_out_everywhere),
        )
        .route(
            "/desk/setup/{token}",
            get(desk::gate::set_up).post(desk::gate::accept_set_up),
        )
        .route(
            "/desk/invitation/{token}",
            get(desk::gate::invitation).post(desk::gate::accept_invitation),
        )
        .route("/desk/me", get(desk::me::show))
        .route(
            "/desk/me/password",
            get(desk::me::password).post(desk::me::set_password),
        )
        .route(
            "/desk/me/language",
            get(desk::me::language).post(desk::me::set_language),
        )
        .route("/desk/me/tokens", post(desk::me::make_token))
        .route("/desk/me/tokens/{id}/end", post(desk::me::end_token))
        .route("/desk/style", get(desk::style::show))
        .route("/desk/announcements", get(desk::announcements::list))
        .route(
            "/desk/announcements/{entry}",
            get(desk::announcements::edit).post(desk::announcements::save),
        )
        .route(
            "/desk/announcements/{entry}/restore",
            post(desk::announcements::restore),
        )
        .route("/desk/admin", get(desk::admin::begin))
        .merge(workshop::text_routes())
        .merge(workshop::place_routes())
        .merge(workshop::seal_routes())
        .merge(workshop::inbox_routes())
        .route("/desk/admin/audit", get(desk::admin::audit::show))
        .route("/desk/admin/{tab}", get(desk::admin::list))
        .route(
            "/desk/admin/{tab}/{entry}",
            get(desk::admin::edit).post(desk::admin::save),
        )
        .route(
            "/desk/admin/running/clock",
            post(desk::admin::running::confirm),
        )
        .route(
            "/desk/admin/running/notices/{id}/again",
            post(desk::admin::running::send_again),
        )
}

/// What becomes of a version of a plan, and drafts of plans. Every handler takes `Signed` or `SignedForm`.
fn plan_draft_routes() -> Router<Web> {
    Router::new()
        .route(
            "/desk/lodge-plan",
            get(desk::plans::lodge::ask).post(desk::plans::lodge::take),
        )
        .route(
            "/desk/plans/{id}/{version}/approve",
            post(desk::plans::version::approve),
        )
        .route(
            "/desk/plans/{id}/{version}/return",
            post(desk::plans::version::send_back),
        )
        .route(
            "/desk/plans/{id}/{version}/reopen",
            post(desk::plans::wizard::reopen),
        )
        .route(
            "/desk/plan-drafts",
            get(desk::plans::wizard::list).post(desk::plans::wizard::begin),
        )
        .route(
            "/desk/plan-drafts/{draft}/{step}",
            get(desk::plans::wizard::show).post(desk::plans::wizard::save),
        )
        .route(
            "/desk/plan-drafts/{draft}/discard",
            post(desk::plans::wizard::discard),
        )
}

/// Plans and rosters, for people and for programs. Every handler takes `Signed`, `SignedForm` or
/// `Bearer`.
fn plan_routes() -> Router<Web> {
    Router::new()
        .merge(plan_draft_routes())
        .route("/desk/plans", get(desk::plans::list))
        .route("/desk/plans/{id}", get(desk::plans::show))
        .route(
            "/desk/plans/{id}/{version}",
            get(desk::plans::version::show),
        )
        .route("/desk/rosters/{id}", get(desk::roster::show))
        .route(
            "/desk/rosters/{id}/calendar.ics",
            get(desk::roster::duty::whole),
        )
        .route("/desk/rosters/{id}/duty", post(desk::roster::duty::take))
        .route(
            "/desk/rosters/{id}/contact",
            post(desk::roster::outside::keep),
        )
        .route("/desk/rosters/{id}/test", post(desk::roster::test::send))
        .route(
            "/desk/rosters/{id}/reached",
            post(desk::roster::test::reached),
        )
        .route(
            "/desk/rosters/{id}/feed",
            post(desk::roster::duty::make_feed),
        )
        .route(
            "/desk/rosters/{id}/feed/end",
            post(desk::roster::duty::end_feed),
        )
        .route("/calendar/{file}", get(desk::roster::duty::calendar))
        .route("/api/v1/plans", get(api::plan::list).post(api::plan::lodge))
        .route("/api/v1/rosters", post(api::plan::lodge_roster))
        .route("/api/v1/plans/{id}", get(api::plan::show))
        .route("/api/v1/rosters/{id}", get(api::plan::roster))
        .route("/api/v1/rosters/{id}/readiness", get(api::plan::readiness))
        .route("/api/v1/rosters/{id}/calendar", get(api::plan::calendar))
        .route(
            "/api/v1/rosters/{id}/contact",
            get(api::duty::contact_changes).post(api::duty::contact),
        )
        .route(
            "/api/v1/rosters/{id}/duty",
            get(api::duty::list).post(api::duty::order),
        )
        .route(
            "/api/v1/rosters/{id}/reachability-test",
            post(api::reach::send),
        )
        .route(
            "/api/v1/rosters/{id}/reachability-test/reached",
            post(api::reach::reached),
        )
        .route("/api/v1/plans/{id}/{version}", get(api::plan::version))
        .route("/api/v1/plans/{id}/{version}/diff", get(api::plan::diff))
        .route("/api/v1/plans/{id}/{version}/check", get(api::plan::check))
        .route(
            "/api/v1/plans/{id}/{version}/approval",
            post(api::plan::approve),
        )
        .route(
            "/api/v1/plans/{id}/{version}/return",
            post(api::plan::send_back),
        )
}

/// Responses to group visits. Every handler takes `Signed`, `SignedForm` or `Bearer`, but for the two
/// pages that need no sign-in: behind the link of a page, and behind the code in the room.
fn response_routes() -> Router<Web> {
    Router::new()
        .route("/desk/responses", get(desk::responses::list))
        .route(
            "/desk/open-response",
            get(desk::responses::open::ask).post(desk::responses::open::take),
        )
        .route(
            "/desk/open-drill",
            get(desk::responses::drill::ask).post(desk::responses::drill::take),
        )
        .route("/desk/responses/{id}", get(desk::responses::show))
        .route(
            "/desk/responses/{id}/do/{step}",
            get(desk::responses::step::ask).post(desk::responses::step::take),
        )
        .route(
            "/desk/responses/{id}/screen",
            post(portal::board::make_screen),
        )
        .route("/board/{id}", get(portal::board::show))
        .route("/board/{id}/events", get(portal::board::events))
        .route(
            "/board/open/{token}",
            get(portal::board::ask).post(portal::board::take),
        )
        .route("/board/screen", get(portal::board::screen))
        .route("/board/screen/events", get(portal::board::screen_events))
        .route(
            "/page/{token}",
            get(portal::page::show).post(portal::page::answer),
        )
        .route(
            "/report/{token}",
            get(portal::report::show).post(portal::report::acknowledge),
        )
        .route(
            "/desk/responses/{id}/report/{to}/{nth}",
            get(portal::report::print),
        )
        .route("/hooks/{channel}/{secret}", post(portal::hooks::hear))
        .route(
            "/room/{code}",
            get(portal::page::room).post(portal::page::arrive),
        )
        .route(
            "/api/v1/responses",
            get(api::response::list).post(api::response::open),
        )
        .route("/api/v1/responses/{id}", get(api::response::show))
        .route("/api/v1/responses/{id}/steps", post(api::response::step))
        .route("/api/v1/responses/{id}/cap", get(api::response::cap))
        .merge(reception_routes())
}

/// How a group is received. Every handler takes `Signed`, `SignedUpload` or `Bearer`.
fn reception_routes() -> Router<Web> {
    Router::new()
        .route(
            "/desk/responses/{id}/receive/{step}",
            get(desk::responses::reception::ask)
                .post(desk::responses::reception::take)
                .layer(upload_limit()),
        )
        .route(
            "/desk/responses/{id}/signed-minutes",
            get(desk::responses::reception::signed_minutes),
        )
        .route(
            "/desk/responses/{id}/minutes",
            get(desk::responses::reception::minutes),
        )
        .route(
            "/api/v1/responses/{id}/representatives",
            post(api::response::representatives),
        )
        .route(
            "/api/v1/responses/{id}/petition",
            post(api::response::petition),
        )
        .route(
            "/api/v1/responses/{id}/signed-minutes",
            get(api::response::signed_minutes)
                .post(api::response::answer_signed)
                .layer(upload_limit()),
        )
}

/// The work on petitions for programs. Every handler takes `Bearer`.
fn staff_api() -> Router<Web> {
    Router::new()
        .route("/api/v1/inbox", get(api::inbox::show))
        .route("/api/v1/desk/registered", get(api::registered::show))
        .route("/api/v1/inbox/news", get(api::inbox::news))
        .route("/api/v1/inbox/ended", get(api::inbox::ended))
        .route("/api/v1/desk/petitions", post(api::counter::register))
        .route("/api/v1/petitions/{number}", get(api::petition::show))
        .route(
            "/api/v1/petitions/{number}/actions",
            post(api::petition::act),
        )
        .route(
            "/api/v1/petitions/{number}/hand-over",
            post(api::petition::hand_over),
        )
        .route(
            "/api/v1/petitions/{number}/questions/{asked}",
            get(api::petition::question),
        )
        .route(
            "/api/v1/petitions/{number}/files",
            get(api::files::list)
                .post(api::files::add)
                .layer(upload_limit()),
        )
        .route(
            "/api/v1/petitions/{number}/files/{file}",
            get(api::files::read),
        )
        .route(
            "/api/v1/petitions/{number}/letters",
            get(api::letters::list),
        )
        .route(
            "/api/v1/petitions/{number}/letters/bundle.zip",
            get(api::letters::bundle),
        )
        .route(
            "/api/v1/petitions/{number}/letters/{letter}",
            get(api::letters::read),
        )
        .route("/api/v1/figures/readings", get(api::figures::readings))
        .route("/api/v1/figures/timeliness", get(api::figures::timeliness))
        .route(
            "/api/v1/figures/timeliness/duties",
            get(api::figures::duties),
        )
}

/// The administration for programs. Every handler takes `Bearer`.
fn admin_api() -> Router<Web> {
    Router::new()
        .route("/api/v1/me", get(api::admin::me))
        .route(
            "/api/v1/admin/authority",
            get(api::admin::authority::show).put(api::admin::authority::change),
        )
        .route(
            "/api/v1/admin/authorities",
            post(api::admin::authority::create),
        )
        .route("/api/v1/admin/refusals", get(api::admin::refusals::list))
        .route("/api/v1/admin/clock", get(api::admin::running::clock))
        .route(
            "/api/v1/admin/clock/confirmation",
            post(api::admin::running::confirm_clock),
        )
        .route("/api/v1/admin/notices", get(api::admin::running::notices))
        .route(
            "/api/v1/admin/notices/{id}/again",
            post(api::admin::running::send_again),
        )
}
