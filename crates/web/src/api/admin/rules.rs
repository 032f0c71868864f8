//! `/api/v1/admin/rules`: versions of rulebooks and calendars: what is in force, what waits, and loading one with the
//! checks of the command line.

use super::{json, mark_replayed, once, read};
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::{CalendarLoaded, RuleDataView, RulebookDraft, RulebookIsSet};
use huiyin_domain::event::Pinned;
use std::sync::Arc;

/// A calendar file.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CalendarBody {
    /// The file's text (TOML).
    content: String,
}

/// That a calendar was loaded.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct CalendarIsLoaded {
    /// Its id.
    id: String,
    /// Its version.
    version: String,
    /// Whether it was loaded before.
    loaded_before: bool,
    /// Open dates that were looked at, of all authorities.
    examined: u64,
    /// Those that were counted anew.
    recomputed: u64,
}

/// Tells which versions are in force and which wait, where each comes from, and what would be provisional.
#[utoipa::path(
    get, path = "/api/v1/admin/rules",
    responses((status = 200, description = "Rulebooks and calendars", body = RuleDataView), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn show(caller: Bearer) -> Result<Response, Problem> {
    let view = caller.web.huiyin.rule_data(&caller.principal).await?;
    json(StatusCode::OK, &view)
}

/// Lodges a version of a rulebook, for new petitions from a day on; only from the first authority.
#[utoipa::path(
    post, path = "/api/v1/admin/rules/rulebooks", request_body = RulebookDraft,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 201, description = "Lodged", body = RulebookIsSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you, or another authority runs the installation"), (status = 409, description = "A newer version is loaded, or one waits already"), (status = 422, description = "The file has errors, each in `findings` with its line, or the day is none"))
)]
pub(crate) async fn lodge(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (draft, bytes) = read::<RulebookDraft>(&headers, body)?;
    let key = body::idempotency(&headers, "/api/v1/admin/rules/rulebooks", &bytes)?;
    let by = (caller.principal.authority, caller.actor());
    let done = caller.web.huiyin.lodge_rulebook(by, draft, key).await?;
    once(StatusCode::CREATED, &done)
}

/// Takes a version of a rulebook back before its day.
#[utoipa::path(
    post, path = "/api/v1/admin/rules/rulebooks/{id}/{version}/take-back",
    params(("id" = String, Path, description = "The rulebook's id"), ("version" = String, Path, description = "The version that waits"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Taken back", body = RulebookIsSet), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you, or another authority runs the installation"), (status = 404, description = "No such version waits"))
)]
pub(crate) async fn take_back(
    caller: Bearer,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Path((id, version)) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let request = format!("/api/v1/admin/rules/rulebooks/{id}/{version}/take-back");
    let key = body::idempotency(&headers, &request, b"")?;
    let by = (caller.principal.authority, caller.actor());
    let huiyin = &caller.web.huiyin;
    let done = huiyin.take_back_rulebook(by, Pinned { id, version }, key);
    once(StatusCode::OK, &done.await?)
}

/// Loads a calendar and counts every open date anew that counted a changed day; only from the first authority.
/// Loading the same file again changes nothing. Sent again with its Idempotency-Key it goes on where it stopped.
#[utoipa::path(
    post, path = "/api/v1/admin/rules/calendars", request_body = CalendarBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Loaded", body = CalendarIsLoaded), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you, or another authority runs the installation"), (status = 409, description = "A newer version is loaded, or this one with other content"), (status = 422, description = "The file has errors, each in `findings` with its line"))
)]
pub(crate) async fn load_calendar(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (sent, bytes) = read::<CalendarBody>(&headers, body)?;
    let key = body::idempotency(&headers, "/api/v1/admin/rules/calendars", &bytes)?;
    let by = (caller.principal.authority, caller.actor());
    let huiyin = Arc::clone(&caller.web.huiyin);
    // It may walk through every open date of the installation.
    let done = tokio::task::spawn_blocking(move || huiyin.load_calendar_by(by, &sent.content, key));
    let done = done.await.map_err(|_| Problem::of(Code::Internal))??;
    let report = done.answer;
    let loaded = CalendarIsLoaded {
        id: report.pinned.id,
        version: report.pinned.version,
        loaded_before: report.loaded == CalendarLoaded::Before,
        examined: report.examined,
        recomputed: report.recomputed,
    };
    let mut response = json(StatusCode::OK, &loaded)?;
    mark_replayed(&mut response, done.replayed);
    Ok(response)
}
