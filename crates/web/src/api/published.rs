//! Answers for everybody: `/api/v1/answers` shows what is published, `/api/v1/desk/answers` is where staff
//! write, release and take down. Nothing in either leads to a petition or to whoever brought it.

use super::admin::{json, mark_replayed, read, version, versioned};
use super::petition::{Pairs, asked};
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::authorise::Action;
use huiyin_app::rules::Authority;
use huiyin_app::{
    Published, PublishedDraft, PublishedRead, PublishedSearch, Publishing, publishes,
};
use huiyin_domain::language::Bilingual;
use huiyin_domain::published::PublishedAnswer;
use serde::{Deserialize, Serialize};

/// Answers of a page.
const PAGE: usize = 50;

/// A text in both languages; English may be empty.
#[derive(Default, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextBody {
    /// Chinese.
    zh: String,
    /// English.
    #[serde(default)]
    en: String,
}

impl From<&Bilingual> for TextBody {
    fn from(text: &Bilingual) -> Self {
        Self {
            zh: text.zh.clone(),
            en: text.en.clone(),
        }
    }
}

/// An answer for everybody.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct AnswerForAll {
    /// Its number in the authority, from 1.
    id: i64,
    /// The category's code that it is about, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    /// What people asked, in general words.
    question: TextBody,
    /// What was answered.
    answer: TextBody,
    /// The unit that answers for it.
    unit: TextBody,
    /// The day on which it was released; not there while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    released_on: Option<String>,
}

/// A page of them.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct AnswersForAll {
    /// The last released first.
    answers: Vec<AnswerForAll>,
    /// How many there are on all pages.
    count: usize,
    /// What to send as `page` for the next one; not there on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

/// As staff see it.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct AnswerAtDesk {
    /// The answer.
    #[serde(flatten)]
    answer: AnswerForAll,
    /// `waiting`, `published` or `taken-down`.
    state: &'static str,
    /// Its version, in quotes the `If-Match` of what changes or releases it.
    version: i64,
}

/// What is written.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerForAllBody {
    /// The category's code, if any.
    #[serde(default)]
    category: String,
    /// What people asked, in general words; no name, number or address.
    question: TextBody,
    /// What was answered.
    answer: TextBody,
    /// The id of the unit that answers for it.
    unit: i64,
}

fn view(one: &PublishedAnswer, authority: &Authority) -> AnswerForAll {
    AnswerForAll {
        id: one.id,
        category: one.category.clone(),
        question: (&one.question).into(),
        answer: (&one.answer).into(),
        unit: (&authority.unit_name(one.unit)).into(),
        released_on: one.released.map(|(_, on)| on.to_string()),
    }
}

/// Shows what is published, the last released first, 50 a page.
#[utoipa::path(
    get, path = "/api/v1/answers",
    params(
        ("topic" = Option<String>, Query, description = "Of this topic only: the first two digits of a category's code"),
        ("words" = Option<String>, Query, description = "Words that all stand in question or answer"),
        ("page" = Option<i64>, Query, description = "Which page, from 1"),
        ("authority" = Option<String>, Query, description = "The authority's key; left out: the first"),
    ),
    responses(
        (status = 200, description = "The answers", body = AnswersForAll),
        (status = 404, description = "There is no such authority"),
        (status = 422, description = "A field of the query was not taken, each named"),
    )
)]
pub(crate) async fn list(State(web): State<Web>, query: Pairs) -> Result<Response, Problem> {
    let mut query = asked(query)?;
    let text = |text: Option<String>| text.unwrap_or_default().trim().to_owned();
    let search = PublishedSearch {
        topic: text(query.text("topic")),
        words: text(query.text("words")),
    };
    let (page, key) = (query.id("page").unwrap_or(1), query.text("authority"));
    query.finish()?;
    let authority = web.huiyin.authority(key.as_deref());
    let authority = authority.map_err(|_| Problem::of(Code::NotFound))?;
    let mut found = web.huiyin.answers_shown(authority.row.id).await?;
    found.retain(|one| search.fits(one));
    let before = usize::try_from(page.saturating_sub(1)).unwrap_or(0);
    let before = before.saturating_mul(PAGE);
    let shown = found.iter().skip(before).take(PAGE);
    let answers: Vec<AnswerForAll> = shown.map(|one| view(one, &authority)).collect();
    let more = before.saturating_add(answers.len()) < found.len();
    let body = AnswersForAll {
        count: found.len(),
        next: (more && !answers.is_empty()).then(|| page.max(1) + 1),
        answers,
    };
    json(StatusCode::OK, &body)
}

fn own(caller: &Bearer) -> Result<std::sync::Arc<Authority>, Problem> {
    let rules = caller.web.huiyin.rules();
    let found = rules.authority(caller.principal.authority).cloned();
    found.ok_or_else(|| Problem::of(Code::NotFound))
}

/// Lists all of them for whoever writes or releases: what waits, what is published, what was taken down.
#[utoipa::path(
    get, path = "/api/v1/desk/answers",
    responses((status = 200, description = "All of them, the newest first", body = Vec<AnswerAtDesk>), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"))
)]
pub(crate) async fn all(caller: Bearer) -> Result<Response, Problem> {
    let authority = own(&caller)?;
    let organisation = authority.organisation();
    let may = |action| publishes(&caller.principal, &organisation, action);
    if !may(Action::WriteAnswers) && !may(Action::ReleaseAnswers) {
        return Err(Problem::of(Code::NotAllowed));
    }
    let mut all = caller
        .web
        .huiyin
        .published_answers(authority.row.id)
        .await?;
    all.sort_by_key(|one| std::cmp::Reverse(one.id));
    let lines = all.iter().map(|one| AnswerAtDesk {
        answer: view(one, &authority),
        state: match (one.waits(), one.withdrawn) {
            (true, _) => "waiting",
            (_, true) => "taken-down",
            _ => "published",
        },
        version: one.version(),
    });
    json(StatusCode::OK, &lines.collect::<Vec<_>>())
}

async fn kept(
    caller: &Bearer,
    read_before: Option<PublishedRead>,
    sent: (HeaderMap, Result<Bytes, BytesRejection>),
) -> Result<Response, Problem> {
    let (headers, body) = sent;
    let (draft, bytes) = read::<AnswerForAllBody>(&headers, body)?;
    let idempotency = body::idempotency(&headers, "/api/v1/desk/answers", &bytes)?;
    let text = |text: TextBody| Bilingual::new(text.zh, text.en);
    let draft = PublishedDraft {
        category: draft.category,
        question: text(draft.question),
        answer: text(draft.answer),
        unit: draft.unit.to_string(),
    };
    let huiyin = &caller.web.huiyin;
    let done = huiyin.write_published(&caller.principal, read_before, draft, idempotency);
    let done = done.await?;
    let status = match read_before {
        None => StatusCode::CREATED,
        Some(_) => StatusCode::OK,
    };
    let mut response = versioned(status, done.answer.version, &done.answer)?;
    mark_replayed(&mut response, done.replayed);
    Ok(response)
}

/// Writes one; it waits for a second person.
#[utoipa::path(
    post, path = "/api/v1/desk/answers", request_body = AnswerForAllBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one answer, for 24 hours")),
    responses((status = 201, description = "Written; it waits for a second person", body = Published), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 422, description = "Fields were not taken, each named: a text with a number or an address never is"))
)]
pub(crate) async fn write(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    kept(&caller, None, (headers, body)).await
}

type Id = Result<Path<i64>, PathRejection>;

fn id_in(path: Id) -> Result<i64, Problem> {
    let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok(id)
}

/// Changes one; it is released anew.
#[utoipa::path(
    put, path = "/api/v1/desk/answers/{id}", request_body = AnswerForAllBody,
    params(("id" = i64, Path, description = "Its number in the authority"), ("If-Match" = String, Header, description = "The `version` that was read, in quotes")),
    responses((status = 200, description = "Changed; it waits for a second person", body = Published), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such answer"), (status = 412, description = "Somebody changed it meanwhile"), (status = 422, description = "Fields were not taken, each named"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn change(
    caller: Bearer,
    path: Id,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let read_before = PublishedRead {
        id: id_in(path)?,
        version: Some(version(&headers)?),
    };
    kept(&caller, Some(read_before), (headers, body)).await
}

async fn step(
    caller: &Bearer,
    path: Id,
    (headers, what): (&HeaderMap, Publishing),
) -> Result<Response, Problem> {
    let id = id_in(path)?;
    // Whoever releases signs the words that they read; taking down needs none.
    let (word, version) = match what {
        Publishing::Release => ("release", Some(version(headers)?)),
        Publishing::TakeDown => ("down", None),
    };
    let read_before = PublishedRead { id, version };
    let path = format!("/api/v1/desk/answers/{id}/{word}");
    let idempotency = body::idempotency(headers, &path, b"")?;
    let huiyin = &caller.web.huiyin;
    let done = huiyin.publish(&caller.principal, read_before, what, idempotency);
    let done = done.await?;
    let mut response = versioned(StatusCode::OK, done.answer.version, &done.answer)?;
    mark_replayed(&mut response, done.replayed);
    Ok(response)
}

/// Releases one that somebody else wrote; from then on everybody sees it.
#[utoipa::path(
    post, path = "/api/v1/desk/answers/{id}/release",
    params(("id" = i64, Path, description = "Its number in the authority"), ("If-Match" = String, Header, description = "The `version` that was read, in quotes"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one step, for 24 hours")),
    responses((status = 200, description = "Everybody sees it", body = Published), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such answer"), (status = 409, description = "You wrote it yourself, or nothing waits"), (status = 412, description = "Somebody changed it meanwhile: read it again"), (status = 428, description = "If-Match is missing"))
)]
pub(crate) async fn release(
    caller: Bearer,
    path: Id,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    step(&caller, path, (&headers, Publishing::Release)).await
}

/// Takes one down.
#[utoipa::path(
    post, path = "/api/v1/desk/answers/{id}/down",
    params(("id" = i64, Path, description = "Its number in the authority"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one step, for 24 hours")),
    responses((status = 200, description = "Nobody sees it any more", body = Published), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such answer"))
)]
pub(crate) async fn take_down(
    caller: Bearer,
    path: Id,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    step(&caller, path, (&headers, Publishing::TakeDown)).await
}
