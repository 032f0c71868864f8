//! `/api/v1/plans` and `/api/v1/rosters`: plans are lodged, checked and approved by programs as on the
//! desk. A plan travels as its TOML, byte for byte.

use super::admin::{json, once, read};
use crate::body;
use crate::desk::guard::Bearer;
use crate::desk::roster::duty::whole_calendar;
use crate::problem::{Code, Problem};
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::authorise::Action;
use huiyin_app::{
    Lodged, Lodging, PlanIsApproved, PlanIsReturned, PlanSummary, PlanVersionView, PlanView,
    ReadinessView,
};
use huiyin_domain::event::Pinned;
use huiyin_domain::lodging::CheckReport;
use serde::{Deserialize, Serialize};

/// Entries of a list, where the query names no number; also the most.
const ENTRIES_MAX: u32 = 100;

/// Which part of the list.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PlanPaging {
    /// The id after which the list goes on.
    after: Option<String>,
    /// How many at most: 1 to 100, without it 100.
    limit: Option<u32>,
}

/// A page of the list.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Plans {
    /// The plans, by id.
    entries: Vec<PlanSummary>,
    /// Send it as `after` for what follows; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A plan to lodge; the bare TOML as `application/toml` says the same.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanToml {
    /// The text of the file.
    plan: String,
}

/// A roster to lodge; the bare TOML as `application/toml` says the same.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RosterToml {
    /// The text of the file.
    roster: String,
}

/// One version, with its text.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct PlanVersionBody {
    /// The plan's id.
    id: String,
    /// The version.
    #[serde(flatten)]
    version: PlanVersionView,
    /// The text, as it was lodged.
    plan: String,
}

/// The newest roster of a plan.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct RosterBody {
    /// The plan's id.
    plan: String,
    /// The roster's version.
    version: String,
    /// The text, as it was lodged.
    roster: String,
}

type InPath<T> = Result<Path<T>, PathRejection>;

fn named<T>(path: InPath<T>) -> Result<T, Problem> {
    let Path(named) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok(named)
}

/// Lists the plans of an authority.
#[utoipa::path(
    get, path = "/api/v1/plans", params(PlanPaging),
    responses((status = 200, description = "One page", body = Plans), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn list(
    caller: Bearer,
    paging: Result<Query<PlanPaging>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(paging) = paging.map_err(|_| Problem::of(Code::FieldsRefused))?;
    let limit = paging.limit.unwrap_or(ENTRIES_MAX).clamp(1, ENTRIES_MAX);
    let after = paging.after.unwrap_or_default();
    let huiyin = &caller.web.huiyin;
    let entries = huiyin.plans(&caller.principal, &after, limit).await?;
    // A full page may be the last one: the next is empty then.
    let full = u32::try_from(entries.len()).is_ok_and(|count| count == limit);
    let next = entries.last().filter(|_| full).map(|last| last.id.clone());
    json(StatusCode::OK, &Plans { entries, next })
}

/// Lodges a version of a plan.
#[utoipa::path(
    post, path = "/api/v1/plans", request_body = PlanToml,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 201, description = "Lodged", body = Lodged), (status = 200, description = "The same text was lodged before", body = Lodged), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 409, description = "The version is kept with other content, or a newer one is there"), (status = 422, description = "Its form is wrong: `findings`, or `detail`"))
)]
pub(crate) async fn lodge(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    caller.permit(Action::LodgePlan)?;
    let (toml, bytes) = match is_toml(&headers) {
        true => text(body)?,
        false => read::<PlanToml>(&headers, body).map(|(one, bytes)| (one.plan, bytes))?,
    };
    lodged(
        &caller,
        Lodging::Plan,
        ("/api/v1/plans", &headers),
        (toml, bytes),
    )
    .await
}

/// Lodges a version of a roster.
#[utoipa::path(
    post, path = "/api/v1/rosters", request_body = RosterToml,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 201, description = "Lodged", body = Lodged), (status = 200, description = "The same text was lodged before", body = Lodged), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "Its plan is not lodged"), (status = 409, description = "The version is kept with other content, or a newer one is there"), (status = 422, description = "Its form is wrong: `findings`, or `detail`"))
)]
pub(crate) async fn lodge_roster(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    caller.permit(Action::LodgePlan)?;
    let (toml, bytes) = match is_toml(&headers) {
        true => text(body)?,
        false => read::<RosterToml>(&headers, body).map(|(one, bytes)| (one.roster, bytes))?,
    };
    lodged(
        &caller,
        Lodging::Roster,
        ("/api/v1/rosters", &headers),
        (toml, bytes),
    )
    .await
}

fn is_toml(headers: &HeaderMap) -> bool {
    body::has_type(headers, "application/toml")
}

fn text(body: Result<Bytes, BytesRejection>) -> Result<(String, Bytes), Problem> {
    let bytes = body::whole(body)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Problem::of(Code::NotUtf8))?;
    Ok((text.to_owned(), bytes))
}

async fn lodged(
    caller: &Bearer,
    what: Lodging,
    (path, headers): (&str, &HeaderMap),
    (toml, bytes): (String, Bytes),
) -> Result<Response, Problem> {
    let idempotency = body::idempotency(headers, path, &bytes)?;
    let by = (caller.principal.authority, caller.actor());
    let huiyin = &caller.web.huiyin;
    let done = huiyin.lodge(by, what, toml, idempotency).await?;
    let status = match done.answer.new {
        true => StatusCode::CREATED,
        false => StatusCode::OK,
    };
    once(status, &done)
}

/// A plan with its versions, of which one may be in force.
#[utoipa::path(
    get, path = "/api/v1/plans/{id}", params(("id" = String, Path, description = "The plan's id")),
    responses((status = 200, description = "The plan, its versions and those of its roster", body = PlanView), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such plan"))
)]
pub(crate) async fn show(caller: Bearer, path: InPath<String>) -> Result<Response, Problem> {
    let id = named(path)?;
    let view = caller.web.huiyin.plan(&caller.principal, &id).await?;
    json(StatusCode::OK, &view)
}

/// The newest roster of a plan.
#[utoipa::path(
    get, path = "/api/v1/rosters/{id}", params(("id" = String, Path, description = "The plan's id")),
    responses((status = 200, description = "The roster that counts", body = RosterBody), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is none"))
)]
pub(crate) async fn roster(caller: Bearer, path: InPath<String>) -> Result<Response, Problem> {
    let plan = named(path)?;
    let found = caller.web.huiyin.roster(&caller.principal, &plan).await?;
    let (version, roster) = found.ok_or_else(|| Problem::of(Code::NotFound))?;
    json(
        StatusCode::OK,
        &RosterBody {
            plan,
            version,
            roster,
        },
    )
}

/// Which post is unheld or out of reach at which hour of the coming 28 days, by the newest roster.
#[utoipa::path(
    get, path = "/api/v1/rosters/{id}/readiness", params(("id" = String, Path, description = "The plan's id")),
    responses((status = 200, description = "How the posts stand that the plan may call", body = ReadinessView), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such plan, or no roster of it"))
)]
pub(crate) async fn readiness(caller: Bearer, path: InPath<String>) -> Result<Response, Problem> {
    let plan = named(path)?;
    let look = caller.web.huiyin.duty_look(&caller.principal, &plan);
    let view = ReadinessView::kept(&look.await?);
    json(
        StatusCode::OK,
        &view.ok_or_else(|| Problem::of(Code::NotFound))?,
    )
}

/// Who holds which post when, for the coming 28 days, as an iCalendar file. It takes a token like every other
/// call: no address without one shows when each official is on duty.
#[utoipa::path(
    get, path = "/api/v1/rosters/{id}/calendar", params(("id" = String, Path, description = "The plan's id")),
    responses((status = 200, description = "Each shift with its post and who holds it", body = String, content_type = "text/calendar"), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such plan, or no roster of it"))
)]
pub(crate) async fn calendar(caller: Bearer, path: InPath<String>) -> Result<Response, Problem> {
    let plan = named(path)?;
    whole_calendar(&caller.web.huiyin, &caller.principal, &plan).await
}

/// One version of a plan, as it was lodged.
#[utoipa::path(
    get, path = "/api/v1/plans/{id}/{version}",
    params(("id" = String, Path, description = "The plan's id"), ("version" = String, Path, description = "The version")),
    responses((status = 200, description = "The version with its text", body = PlanVersionBody), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such version"))
)]
pub(crate) async fn version(
    caller: Bearer,
    path: InPath<(String, String)>,
) -> Result<Response, Problem> {
    let (id, version) = named(path)?;
    let huiyin = &caller.web.huiyin;
    let look = huiyin.plan_look(&caller.principal, (&id, &version), None);
    let look = look.await?;
    let body = PlanVersionBody {
        id,
        version: look.version,
        plan: look.toml,
    };
    json(StatusCode::OK, &body)
}

/// What is wrong with a version now, with the authority's roster, units, posts and level.
#[utoipa::path(
    get, path = "/api/v1/plans/{id}/{version}/check",
    params(("id" = String, Path, description = "The plan's id"), ("version" = String, Path, description = "The version")),
    responses((status = 200, description = "As `huiyin plan check --json` says it", body = serde_json::Value), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such version"))
)]
pub(crate) async fn check(
    caller: Bearer,
    path: InPath<(String, String)>,
) -> Result<Response, Problem> {
    let (id, version) = named(path)?;
    let huiyin = &caller.web.huiyin;
    let look = huiyin.plan_look(&caller.principal, (&id, &version), None);
    let look = look.await?;
    json(StatusCode::OK, &CheckReport::from(&look.checked))
}

/// Against which version.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Against {
    /// The version that this one is held against; without it the one in force.
    against: Option<String>,
}

/// What a version changes for those who come and those who are called.
#[utoipa::path(
    get, path = "/api/v1/plans/{id}/{version}/diff",
    params(("id" = String, Path, description = "The plan's id"), ("version" = String, Path, description = "The version"), Against),
    responses((status = 200, description = "As `huiyin plan diff --json` says it; `old` is null where no version is in force", body = serde_json::Value), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such version"))
)]
pub(crate) async fn diff(
    caller: Bearer,
    path: InPath<(String, String)>,
    against: Result<Query<Against>, QueryRejection>,
) -> Result<Response, Problem> {
    let (id, version) = named(path)?;
    let Query(Against { against }) = against.map_err(|_| Problem::of(Code::FieldsRefused))?;
    let huiyin = &caller.web.huiyin;
    let look = huiyin.plan_look(&caller.principal, (&id, &version), against.as_deref());
    let (old, changes) = look.await?.changes.unzip();
    let body = serde_json::json!({
        "old": old.map(|old| serde_json::json!({ "plan": id, "version": old })),
        "new": { "plan": id, "version": version },
        "changes": changes.unwrap_or_default(),
    });
    json(StatusCode::OK, &body)
}

/// Approves a version, for the post that the plan names.
#[utoipa::path(
    post, path = "/api/v1/plans/{id}/{version}/approval",
    params(("id" = String, Path, description = "The plan's id"), ("version" = String, Path, description = "The version"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Approved, and in force from now on", body = PlanIsApproved), (status = 401, description = "No token, or none that works"), (status = 403, description = "You do not hold the post that the plan names, or lodged the version yourself while somebody else acts for it"), (status = 404, description = "There is no such version"), (status = 409, description = "It is approved already, or a newer one is in force"), (status = 422, description = "It has errors: `findings`"))
)]
pub(crate) async fn approve(
    caller: Bearer,
    path: InPath<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (id, version) = named(path)?;
    let bytes = body::whole(body)?;
    let address = format!("/api/v1/plans/{id}/{version}/approval");
    let idempotency = body::idempotency(&headers, &address, &bytes)?;
    let by = (caller.principal.authority, caller.actor());
    let plan = Pinned { id, version };
    let huiyin = &caller.web.huiyin;
    let done = huiyin.approve_plan(by, plan, idempotency).await?;
    once(StatusCode::OK, &done)
}

/// Why a version is sent back.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnBody {
    /// What is to be changed; no number or address of a person.
    reason: String,
}

/// Sends a version back, for the post that the plan names: it is not put in force any more.
#[utoipa::path(
    post, path = "/api/v1/plans/{id}/{version}/return",
    params(("id" = String, Path, description = "The plan's id"), ("version" = String, Path, description = "The version"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    request_body = ReturnBody,
    responses((status = 200, description = "Sent back", body = PlanIsReturned), (status = 401, description = "No token, or none that works"), (status = 403, description = "You do not hold the post that the plan names"), (status = 404, description = "There is no such version"), (status = 409, description = "It is approved or was sent back already, or a newer one is in force"), (status = 422, description = "No reason, or one that holds a number or address"))
)]
pub(crate) async fn send_back(
    caller: Bearer,
    path: InPath<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (id, version) = named(path)?;
    let (ReturnBody { reason }, bytes) = read(&headers, body)?;
    let address = format!("/api/v1/plans/{id}/{version}/return");
    let idempotency = body::idempotency(&headers, &address, &bytes)?;
    let by = (caller.principal.authority, caller.actor());
    let plan = Pinned { id, version };
    let huiyin = &caller.web.huiyin;
    let done = huiyin.return_plan(by, plan, &reason, idempotency).await?;
    once(StatusCode::OK, &done)
}
