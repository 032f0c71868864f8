//! `/api/v1/admin/…`: units, posts, staff, texts and the authority, for programs. What changes something
//! sends the `ETag` that it read as `If-Match`; a POST may carry an Idempotency-Key.

pub(crate) mod announcement;
pub(crate) mod authority;
pub(crate) mod category;
pub(crate) mod place;
pub(crate) mod post;
pub(crate) mod refusals;
pub(crate) mod rules;
pub(crate) mod running;
pub(crate) mod staff;
pub(crate) mod texts;
pub(crate) mod unit;

use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::{Change, Idempotency, Once, Order, VersionsView};
use huiyin_domain::organisation::Organisation;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Room for an answer, so that it does not grow while it is written.
const ANSWER_BYTES_EXPECTED: usize = 8_192;
/// Entries of a list, where the query names no number.
const ENTRIES: usize = 100;
/// The most entries of a list.
const ENTRIES_MAX: usize = 1_000;

/// Which part of a list.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// The id after which the list goes on.
    after: Option<i64>,
    /// How many entries at most: 1 to 1000, without it 100.
    limit: Option<usize>,
}

/// A list, with the version that a change is checked against.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Listed<T> {
    /// The organisation's version, also the `ETag`.
    version: i64,
    /// The entries, by id.
    entries: Vec<T>,
    /// Send it as `after` for what follows; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

/// An entry: its id, and what it is.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Entry<T> {
    /// Its id.
    id: i64,
    /// What it is.
    #[serde(flatten)]
    draft: T,
}

/// Who a token or session stands for.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct MeBody {
    /// The authority's id.
    authority: i64,
    /// The id.
    id: i64,
    /// The login.
    login: String,
    /// The name.
    name: String,
    /// The language: `zh` or `en`.
    language: String,
    /// Units and roles.
    roles: Vec<huiyin_app::RoleDraft>,
}

/// Tells who this is.
#[utoipa::path(
    get, path = "/api/v1/me",
    responses((status = 200, description = "Who a token or session stands for", body = MeBody), (status = 401, description = "No token, or none that works"))
)]
pub(crate) async fn me(caller: Bearer) -> Result<Response, Problem> {
    let principal = &caller.principal;
    let roles = principal
        .roles
        .iter()
        .map(|(unit, role)| huiyin_app::RoleDraft {
            unit: unit.raw(),
            role: role.word().to_owned(),
        });
    json(
        StatusCode::OK,
        &MeBody {
            authority: principal.authority.raw(),
            id: principal.staff.raw(),
            login: principal.login.clone(),
            name: principal.name.clone(),
            language: principal.language.tag().to_owned(),
            roles: roles.collect(),
        },
    )
}

/// JSON as an answer.
pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Result<Response, Problem> {
    let mut bytes = Vec::with_capacity(ANSWER_BYTES_EXPECTED);
    serde_json::to_writer(&mut bytes, value).map_err(|_| Problem::of(Code::Internal))?;
    let kind = HeaderValue::from_static("application/json");
    Ok((status, [(header::CONTENT_TYPE, kind)], bytes).into_response())
}

/// The same with the version as `ETag`.
pub(super) fn versioned(
    status: StatusCode,
    version: i64,
    value: &impl Serialize,
) -> Result<Response, Problem> {
    let mut response = json(status, value)?;
    let tag = HeaderValue::from_str(&format!("\"{version}\""));
    let tag = tag.map_err(|_| Problem::of(Code::Internal))?;
    response.headers_mut().insert(header::ETAG, tag);
    Ok(response)
}

/// One page of a list that is in the order of its ids.
pub(super) fn page<T>(
    version: i64,
    paging: &Paging,
    entries: impl Iterator<Item = Entry<T>>,
) -> Listed<Entry<T>> {
    let limit = paging.limit.unwrap_or(ENTRIES).clamp(1, ENTRIES_MAX);
    let after = paging.after.unwrap_or(i64::MIN);
    let mut entries: Vec<_> = entries
        .filter(|one| one.id > after)
        .take(limit + 1)
        .collect();
    let more = entries.len() > limit;
    entries.truncate(limit);
    Listed {
        version,
        next: entries.last().filter(|_| more).map(|last| last.id),
        entries,
    }
}

/// The version that a caller read before it changes something: `If-Match` has to be there, and `*`, which fits
/// whatever stands there, is none that anybody read.
pub(super) fn version(headers: &HeaderMap) -> Result<i64, Problem> {
    let required = || Problem::of(Code::VersionRequired);
    let tag = headers.get(header::IF_MATCH).ok_or_else(required)?;
    let tag = tag.to_str().map_err(|_| required())?.trim();
    let version = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
    let version = version.and_then(|version| version.parse().ok());
    version.ok_or_else(required)
}

/// The body as JSON of one shape.
pub(super) fn read<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(T, Bytes), Problem> {
    let bytes = body::whole(body)?;
    if !body::has_type(headers, "application/json") {
        return Err(Problem::of(Code::WrongContentType));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| Problem::of(Code::NotUtf8))?;
    let value = serde_json::from_str(text).map_err(|error| {
        use serde_json::error::Category;
        match error.classify() {
            Category::Data => Problem::with(Code::FieldsRefused, shape(&error)),
            Category::Io | Category::Syntax | Category::Eof => Problem::of(Code::BadJson),
        }
    })?;
    Ok((value, bytes))
}

/// What is wrong with a shape, without quoting what was sent: it may be personal.
fn shape(error: &serde_json::Error) -> String {
    format!(
        "line {}, column {}: an unknown or missing field, or another type",
        error.line(),
        error.column()
    )
}

/// The number in a path.
pub(crate) fn id(path: Result<Path<i64>, PathRejection>) -> Result<i64, Problem> {
    let path = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok(path.0)
}

/// Lists what an organisation has of one kind.
async fn listed<T: Serialize>(
    caller: &Bearer,
    paging: Result<Query<Paging>, QueryRejection>,
    entries: impl FnOnce(&Organisation) -> Vec<Entry<T>>,
) -> Result<Response, Problem> {
    caller.permit(Action::SeeOrganisation)?;
    let Query(paging) = paging.map_err(|_| Problem::of(Code::FieldsRefused))?;
    let of = caller.principal.authority;
    let organisation = caller.web.huiyin.organisation(of).await?;
    let entries = entries(&organisation).into_iter();
    let listed = page(organisation.position, &paging, entries);
    versioned(StatusCode::OK, listed.version, &listed)
}

/// The versions of an entry.
fn versions<T: Serialize>(view: &VersionsView<T>) -> Result<Response, Problem> {
    versioned(StatusCode::OK, view.version, view)
}

/// Which version is brought back.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RestoreBody {
    /// The version.
    version: i64,
}

/// A version that is to be brought back: by whom, which, and once for which key.
struct Restoring {
    order: Order,
    version: i64,
    idempotency: Option<Idempotency>,
}

impl Restoring {
    fn read(
        caller: &Bearer,
        headers: &HeaderMap,
        (path, body): (&str, Result<Bytes, BytesRejection>),
    ) -> Result<Self, Problem> {
        let (wanted, bytes) = read::<RestoreBody>(headers, body)?;
        let idempotency = body::idempotency(headers, path, &bytes)?;
        Ok(Self {
            order: order(caller, Some(version(headers)?)),
            version: wanted.version,
            idempotency,
        })
    }
}

/// Brings a version of an entry back.
async fn restore(
    caller: &Bearer,
    headers: &HeaderMap,
    request: (&str, Result<Bytes, BytesRejection>),
    entry: huiyin_app::Entry,
) -> Result<Response, Problem> {
    let wanted = Restoring::read(caller, headers, request)?;
    let change = Change::Restore(entry, wanted.version);
    let huiyin = &caller.web.huiyin;
    let done = huiyin.administer(wanted.order, change, wanted.idempotency);
    let done = done.await?;
    answered(StatusCode::OK, done.answer.version, &done)
}

/// Adds an entry.
async fn add<T: DeserializeOwned>(
    caller: &Bearer,
    headers: &HeaderMap,
    (path, body): (&str, Result<Bytes, BytesRejection>),
    change: impl FnOnce(T) -> Change,
) -> Result<Response, Problem> {
    let (draft, bytes) = read(headers, body)?;
    let change = change(draft);
    let idempotency = body::idempotency(headers, path, &bytes)?;
    let order = order(caller, None);
    let done = caller
        .web
        .huiyin
        .administer(order, change, idempotency)
        .await?;
    answered(StatusCode::CREATED, done.answer.version, &done)
}

/// Changes an entry of the version that was read.
async fn change<T: DeserializeOwned>(
    caller: &Bearer,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
    change: impl FnOnce(T) -> Change,
) -> Result<Response, Problem> {
    let (draft, _) = read(headers, body)?;
    let change = change(draft);
    let order = order(caller, Some(version(headers)?));
    let done = caller.web.huiyin.administer(order, change, None).await?;
    answered(StatusCode::OK, done.answer.version, &done)
}

/// What was changed, with the version that it has from now on.
fn answered<T: Serialize>(
    status: StatusCode,
    version: i64,
    done: &Once<T>,
) -> Result<Response, Problem> {
    let mut response = versioned(status, version, &done.answer)?;
    mark_replayed(&mut response, done.replayed);
    Ok(response)
}

/// Says that an earlier answer was given again.
pub(super) fn mark_replayed(response: &mut Response, replayed: bool) {
    if replayed {
        response.headers_mut().insert(
            HeaderName::from_static("idempotency-replayed"),
            HeaderValue::from_static("true"),
        );
    }
}

/// JSON of what was done once, which says whether it was given again.
pub(super) fn once<T: Serialize>(status: StatusCode, done: &Once<T>) -> Result<Response, Problem> {
    let mut response = json(status, &done.answer)?;
    mark_replayed(&mut response, done.replayed);
    Ok(response)
}

/// Whose organisation it is, and by whose act.
pub(super) fn order(caller: &Bearer, version: Option<i64>) -> Order {
    Order {
        authority: caller.principal.authority,
        by: caller.actor(),
        version,
    }
}
