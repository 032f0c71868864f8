//! Whether the process lives, whether it can work, and its figures.

use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// `GET /healthz`: the process lives.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the store answers.
pub(crate) async fn ready(State(web): State<Web>) -> Response {
    match web.huiyin.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!("not ready: {error}");
            Problem::of(Code::NotReady).into_response()
        }
    }
}

/// `GET /metrics`: for Prometheus.
pub(crate) async fn metrics(State(web): State<Web>) -> Response {
    match web.metrics.text(&web.huiyin) {
        Ok(text) => (
            [(
                header::CONTENT_TYPE,
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
            )],
            text,
        )
            .into_response(),
        Err(_) => Problem::of(Code::Internal).into_response(),
    }
}
