//! `/hooks/{channel}/{secret}`: gateways tell here what became of pages, and bring answers by text
//! message. The secret is the end of the address, since many gateways can be given nothing but an
//! address; addresses with codes are never logged.

use crate::api::admin::json;
use crate::body;
use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use huiyin_app::HeardCount;

/// `POST /hooks/{channel}/{secret}`.
pub(crate) async fn hear(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<(String, String)>, PathRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let heard = heard(&web, &headers, path, body).await;
    let told = heard.and_then(|count| json(StatusCode::OK, &count));
    told.unwrap_or_else(IntoResponse::into_response)
}

async fn heard(
    web: &Web,
    headers: &HeaderMap,
    path: Result<Path<(String, String)>, PathRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<HeardCount, Problem> {
    let Path((channel, secret)) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let is_form = body::has_type(headers, "application/x-www-form-urlencoded");
    let body = body::whole(body)?;
    let heard = web.huiyin.hear(&channel, &secret, is_form, &body).await;
    Ok(heard?)
}
