//! `/api/v1/visits`: programs announce a visit for a group and read what was arranged, with its code;
//! `/api/v1/desk/visits`: the reception's own. No body here has a field for anybody who comes.

use super::admin::{id, json, read};
use super::track::code_in;
use crate::body::idempotency;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use huiyin_app::code::TrackingCode;
use huiyin_app::rules::Authority;
use huiyin_app::{ArrangeDraft, VisitDraft, VisitLook};
use huiyin_domain::ids::AuthorityId;
use serde::Serialize;
use std::sync::Arc;

/// An announced visit.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct VisitBody {
    /// Its id, for the reception's paths.
    id: i64,
    /// When the group asked to come, RFC 3339 in the authority's zone.
    asked_at: String,
    /// When it is received, as arranged; else as it asked.
    at: String,
    /// Plan and place.
    place: String,
    /// At least so many people.
    people_min: u32,
    /// At most so many.
    people_max: u32,
    /// What it is about.
    topic: String,
    /// What is to be ready.
    needs: Vec<&'static str>,
    /// The units that it complains of, by id.
    about: Vec<i64>,
    /// The unit whose head it asks to meet, by id.
    meets: Option<i64>,
    /// The room, once it is arranged.
    room: Option<String>,
    /// The post that receives, by id, once it is arranged.
    post: Option<i64>,
    /// The response that runs for it.
    response: Option<i64>,
    /// When all of this is deleted at the latest.
    deleted_at: String,
    /// What an arrangement has to name.
    version: i64,
}

/// A visit that was announced, with its code.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct VisitAnnouncedBody {
    /// The group's code in groups of four: told here only, it shows, changes and cancels the visit.
    code: String,
    /// Its id, for the reception's paths.
    id: i64,
}

/// The visits that are announced.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Visits {
    /// The first to come first.
    entries: Vec<VisitBody>,
}

fn view(look: VisitLook, authority: &Authority) -> VisitBody {
    let zone = &authority.zone;
    VisitBody {
        id: look.id,
        asked_at: look.asked_at.rfc3339_in(zone),
        at: look.at.rfc3339_in(zone),
        place: look.place,
        people_min: look.people.min,
        people_max: look.people.max,
        topic: look.topic,
        needs: look.needs.iter().map(|kind| kind.word()).collect(),
        about: look.about.into_iter().map(|(unit, _)| unit).collect(),
        meets: look.meets.map(|(unit, _)| unit),
        room: look.arranged.map(|(room, _)| room),
        post: look.post,
        response: look.response,
        deleted_at: look.until.rfc3339_in(zone),
        version: look.version,
    }
}

fn own(web: &Web, id: AuthorityId) -> Result<Arc<Authority>, Problem> {
    let rules = web.huiyin.rules();
    let found = rules.authority(id).cloned();
    found.ok_or_else(|| Problem::of(Code::NotFound))
}

/// The first authority, and the code of a visit of it.
async fn known(
    web: &Web,
    path: Result<Path<String>, PathRejection>,
) -> Result<(Arc<Authority>, TrackingCode, VisitLook), Problem> {
    let code = code_in(path)?;
    let authority = web.huiyin.authority(None)?;
    let look = web.huiyin.visit_by_code(authority.row.id, &code).await?;
    Ok((authority, code, look))
}

/// Announces a visit. Nobody has to; no name is asked; it is no registration.
#[utoipa::path(
    post, path = "/api/v1/visits", request_body = VisitDraft,
    responses((status = 201, description = "It is announced; the code is told here only", body = VisitAnnouncedBody), (status = 409, description = "No more can be announced now"), (status = 422, description = "Fields were not taken; or the Idempotency-Key was used for another request"), (status = 429, description = "Too many were announced in the last minutes; see Retry-After"))
)]
pub(crate) async fn announce(
    State(web): State<Web>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (draft, bytes) = read::<VisitDraft>(&headers, body)?;
    let once = idempotency(&headers, "/api/v1/visits", &bytes)?;
    let authority = web.huiyin.authority(None)?;
    let done = web
        .huiyin
        .announce_visit(authority.row.id, None, draft, once);
    let done = done.await?;
    let code = done.code.grouped();
    json(
        StatusCode::CREATED,
        &VisitAnnouncedBody { code, id: done.id },
    )
}

/// What was announced, and what was arranged.
#[utoipa::path(
    get, path = "/api/v1/visits/{tracking_code}",
    params(("tracking_code" = String, Path, description = "Case, spaces and dashes are ignored")),
    responses((status = 200, description = "The visit", body = VisitBody), (status = 404, description = "No visit has this code, or it is deleted"))
)]
pub(crate) async fn show(
    State(web): State<Web>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let (authority, _, look) = known(&web, path).await?;
    json(StatusCode::OK, &view(look, &authority))
}

/// Changes it. What was arranged falls away where it cannot hold any more.
#[utoipa::path(
    put, path = "/api/v1/visits/{tracking_code}", request_body = VisitDraft,
    params(("tracking_code" = String, Path, description = "Case, spaces and dashes are ignored")),
    responses((status = 200, description = "The visit now", body = VisitBody), (status = 404, description = "No visit has this code, or it is deleted"), (status = 422, description = "Fields were not taken"))
)]
pub(crate) async fn change(
    State(web): State<Web>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (authority, code, _) = known(&web, path).await?;
    let (draft, _) = read::<VisitDraft>(&headers, body)?;
    let of = authority.row.id;
    web.huiyin.change_visit(of, &code, draft).await?;
    let look = web.huiyin.visit_by_code(of, &code).await?;
    json(StatusCode::OK, &view(look, &authority))
}

/// Takes it back: all of it is deleted, now. No reason is asked.
#[utoipa::path(
    delete, path = "/api/v1/visits/{tracking_code}",
    params(("tracking_code" = String, Path, description = "Case, spaces and dashes are ignored")),
    responses((status = 204, description = "It is deleted"), (status = 404, description = "No visit has this code, or it is deleted"))
)]
pub(crate) async fn cancel(
    State(web): State<Web>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let (authority, code, _) = known(&web, path).await?;
    web.huiyin.cancel_visit(authority.row.id, &code).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Lists what is announced, for the clerks of a petition office.
#[utoipa::path(
    get, path = "/api/v1/desk/visits",
    responses((status = 200, description = "Those that the caller may see", body = Visits), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn list(caller: Bearer) -> Result<Response, Problem> {
    let looks = caller.web.huiyin.visits(&caller.principal).await?;
    let authority = own(&caller.web, caller.principal.authority)?;
    let entries = looks.into_iter().map(|look| view(look, &authority));
    let entries = entries.collect();
    json(StatusCode::OK, &Visits { entries })
}

/// Takes one down for a group that phoned or wrote.
#[utoipa::path(
    post, path = "/api/v1/desk/visits", request_body = VisitDraft,
    responses((status = 201, description = "It is announced; tell the group its code", body = VisitAnnouncedBody), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 422, description = "Fields were not taken"))
)]
pub(crate) async fn take_down(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (draft, bytes) = read::<VisitDraft>(&headers, body)?;
    let once = idempotency(&headers, "/api/v1/desk/visits", &bytes)?;
    let (huiyin, who) = (&caller.web.huiyin, &caller.principal);
    let done = huiyin.announce_visit(who.authority, Some(who), draft, once);
    let done = done.await?;
    let code = done.code.grouped();
    json(
        StatusCode::CREATED,
        &VisitAnnouncedBody { code, id: done.id },
    )
}

/// Gives a visit its time, room and the post that receives.
#[utoipa::path(
    put, path = "/api/v1/desk/visits/{id}/arrangement", request_body = ArrangeDraft,
    params(("id" = i64, Path, description = "The visit's id")),
    responses((status = 200, description = "The visit now", body = VisitBody), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is none, or it is not yours to see"), (status = 412, description = "The group changed it meanwhile"), (status = 422, description = "Fields were not taken"))
)]
pub(crate) async fn arrange(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let id = id(path)?;
    let (draft, _) = read::<ArrangeDraft>(&headers, body)?;
    let (huiyin, who) = (&caller.web.huiyin, &caller.principal);
    huiyin.arrange_visit(who, id, draft).await?;
    let (look, _) = huiyin.visit(who, id).await?;
    let authority = own(&caller.web, who.authority)?;
    json(StatusCode::OK, &view(look, &authority))
}

/// The visit is over, or nobody came: all of it is deleted, now.
#[utoipa::path(
    delete, path = "/api/v1/desk/visits/{id}",
    params(("id" = i64, Path, description = "The visit's id")),
    responses((status = 204, description = "It is deleted"), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is none, or it is not yours to see"))
)]
pub(crate) async fn end(
    caller: Bearer,
    path: Result<Path<i64>, PathRejection>,
) -> Result<Response, Problem> {
    let id = id(path)?;
    caller.web.huiyin.end_visit(&caller.principal, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
