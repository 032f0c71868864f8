//! `/desk`: the entrance for staff. It is closed until staff can sign in.

use crate::portal::frame;
use crate::problem::{self, Code};
use crate::state::Web;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

/// Answers 401.
pub(crate) async fn closed(State(web): State<Web>, headers: HeaderMap) -> Response {
    problem::page(frame(&web, &headers, "/desk"), Code::SignInRequired)
}
