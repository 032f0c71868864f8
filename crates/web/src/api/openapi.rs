//! `GET /api/openapi.json`: the API described, OpenAPI 3.1. A snapshot stands in `docs/api`.

use crate::api::{
    absence, admin, counter, duty, figures, files, inbox, letters, notices, paper_review, petition,
    plan, published, reach, register, response, same_matter, seal, step, track, uploads, views,
    visit,
};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::OnceLock;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Huiyin 回音",
        description = "Register a petition and follow it; work on petitions as staff; administer an authority. Errors are problem details (RFC 9457) with a stable `code`.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later")
    ),
    paths(
        register::register,
        track::track,
        track::act,
        track::review,
        track::view_code,
        notices::wish,
        uploads::begin,
        uploads::ask,
        uploads::more,
        uploads::give_up,
        uploads::bring,
        track::file,
        counter::register,
        paper_review::enter,
        inbox::show,
        inbox::news,
        same_matter::at_intake,
        same_matter::show,
        petition::show,
        petition::act,
        petition::hand_over,
        petition::question,
        files::list,
        files::add,
        files::read,
        letters::list,
        letters::read,
        letters::bundle,
        letters::track,
        figures::timeliness,
        figures::duties,
        figures::readings,
        plan::list,
        plan::lodge,
        plan::lodge_roster,
        plan::show,
        plan::roster,
        plan::readiness,
        plan::calendar,
        duty::contact,
        plan::version,
        plan::check,
        plan::diff,
        duty::list,
        duty::order,
        reach::send,
        reach::reached,
        plan::approve,
        plan::send_back,
        published::list,
        published::all,
        published::write,
        published::change,
        published::release,
        published::take_down,
        response::list,
        response::open,
        response::show,
        response::step,
        response::representatives,
        response::petition,
        response::cap,
        visit::announce,
        visit::show,
        visit::change,
        visit::cancel,
        visit::list,
        visit::take_down,
        visit::arrange,
        visit::end,
        absence::show,
        absence::set,
        views::list,
        views::save,
        views::change,
        views::remove,
        admin::me,
        admin::unit::list,
        admin::unit::add,
        admin::unit::change,
        admin::post::list,
        admin::post::add,
        admin::post::change,
        admin::staff::list,
        admin::staff::add,
        admin::staff::change,
        admin::staff::invite,
        admin::authority::show,
        admin::authority::change,
        admin::authority::versions,
        admin::authority::restore,
        admin::authority::create,
        admin::announcement::list,
        admin::announcement::add,
        admin::announcement::show,
        admin::announcement::change,
        admin::announcement::restore,
        admin::place::list,
        admin::place::add,
        admin::place::change,
        admin::place::show,
        admin::place::restore,
        admin::texts::list,
        admin::texts::show,
        admin::texts::write,
        admin::texts::restore,
        seal::show,
        seal::name,
        seal::lodge,
        seal::image,
        seal::choose,
        admin::refusals::list,
        admin::running::clock,
        admin::running::confirm_clock,
        admin::running::notices,
        admin::running::send_again,
    ),
    components(schemas(
        register::RegistrationBody,
        register::PetitionerBody,
        counter::AnswerBody,
        step::Step
    ))
)]
struct Document;

/// The document as JSON.
pub fn document() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| Document::openapi().to_pretty_json().unwrap_or_default())
}

/// Serves the document.
pub(crate) async fn serve() -> Response {
    (
        [(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        )],
        document(),
    )
        .into_response()
}
