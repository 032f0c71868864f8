//! `/appearance`: keeps how pages look to this browser, and goes back.

use crate::body::{self, Form};
use crate::cookie;
use crate::pages::appearance::Appearance;
use crate::portal::language::is_own;
use crate::portal::{frame, see_with};
use crate::problem;
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;

/// `POST /appearance`: keeps the choice.
pub(crate) async fn choose(
    State(web): State<Web>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let form = match body::whole(body).and_then(|bytes| Form::parse(&bytes)) {
        Ok(form) => form,
        Err(problem) => return problem::page(frame(&web, &headers, "/"), problem.code()),
    };
    let appearance = Appearance::parse(&form.text("look").unwrap_or_default());
    let back = form.text("back").filter(|back| is_own(back));
    see_with(
        &back.unwrap_or_else(|| "/".to_owned()),
        cookie::set_appearance(&web, &headers, appearance),
    )
}
