//! One log line and one measurement for each request. The line holds the route, never the path: a
//! path can hold a code (RULES 7).

use crate::state::Web;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::atomic::{AtomicU64, Ordering};

static REQUESTS: AtomicU64 = AtomicU64::new(0);

/// Measures and logs.
#[expect(
    clippy::disallowed_methods,
    reason = "a duration is measured, no date is taken"
)]
pub(crate) async fn observe(State(web): State<Web>, request: Request, next: Next) -> Response {
    let begun = std::time::Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    let method = request.method().clone();
    let number = REQUESTS.fetch_add(1, Ordering::Relaxed);
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let duration = begun.elapsed();
    web.metrics.request(&method, route, status, duration);
    let duration_ms = duration.as_micros() as f64 / 1_000.0;
    if status >= 500 {
        tracing::warn!(request = number, %method, route, status, duration_ms, "{method} {route} {status}");
    } else {
        tracing::debug!(request = number, %method, route, status, duration_ms, "{method} {route} {status}");
    }
    response
}
