//! The desk's pages of petitions, and what leads to them.

use crate::desk;
use crate::state::Web;
use crate::upload::upload_limit;
use axum::Router;
use axum::routing::{get, post};

/// What leads to petitions: sections of the desk, figures, intake. Every handler takes `Signed` or `SignedForm`.
pub(super) fn sections() -> Router<Web> {
    Router::new()
        .route("/desk/units", get(desk::sections::units))
        .route("/desk/units/ended", get(desk::sections::ended))
        .route("/desk/approvals", get(desk::sections::approvals))
        .route("/desk/figures", get(desk::figures::show))
        .route("/desk/figures.csv", get(desk::figures::csv))
        .route("/desk/figures.xlsx", get(desk::figures::xlsx))
        .route("/desk/figures/duties", get(desk::figures::duties::show))
        .route("/desk/figures/readings", get(desk::figures::readings::show))
        .route("/desk/registered", get(desk::registered::show))
        .route(
            "/desk/new",
            get(desk::intake::show)
                .post(desk::intake::register)
                .layer(upload_limit()),
        )
        .route("/desk/new/receipt", get(desk::intake::receipt::show))
        .route(
            "/desk/new/receipt/handed-over",
            post(desk::intake::receipt::handed_over),
        )
}

/// The desk's work on petitions. Every handler takes `Signed` or `SignedForm`.
pub(super) fn work() -> Router<Web> {
    Router::new()
        .route("/desk/petitions/{number}", get(desk::petition::show))
        .route(
            "/desk/petitions/{number}/present",
            get(desk::presence::part),
        )
        .route(
            "/desk/petitions/{number}/identity",
            post(desk::petition::identity),
        )
        .route(
            "/desk/petitions/{number}/files",
            post(desk::files::add).layer(upload_limit()),
        )
        .route(
            "/desk/petitions/{number}/files/{file}",
            get(desk::files::read),
        )
        .route(
            "/desk/petitions/{number}/letters/bundle.zip",
            get(desk::letters::bundle),
        )
        .route(
            "/desk/petitions/{number}/letters/{letter}",
            get(desk::letters::read),
        )
        .route(
            "/desk/petitions/{number}/do/{action}",
            get(desk::act::show)
                .post(desk::act::take)
                .layer(upload_limit()),
        )
        .route(
            "/desk/petitions/{number}/hand-over",
            get(desk::handover::show).post(desk::handover::take),
        )
        .route(
            "/desk/petitions/{number}/answer",
            get(desk::answer::work).post(desk::answer::save),
        )
        .route(
            "/desk/petitions/{number}/approve",
            get(desk::answer::look).post(desk::answer::approve),
        )
        .route(
            "/desk/petitions/{number}/approve/return",
            post(desk::answer::give_back),
        )
        .route(
            "/desk/statements/{number}/{asked}",
            get(desk::statement::show).post(desk::statement::give),
        )
}
