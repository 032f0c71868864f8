//! `GET /api/openapi.json`: the API described, OpenAPI 3.1. A snapshot stands in `docs/api`.

use crate::api::{register, track};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::OnceLock;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Huiyin 回音",
        description = "Register a petition and follow it. Errors are problem details (RFC 9457) with a stable `code`.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later")
    ),
    paths(register::register, track::track),
    components(schemas(register::RegistrationBody, register::PetitionerBody))
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
