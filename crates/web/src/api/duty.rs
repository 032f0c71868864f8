//! `/api/v1/rosters/{id}/duty`: who is on duty when, changes of it, and what is done about them.

use super::admin::{json, once, read};
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::{
    DutyChangeView, DutyOrder, DutyOrdered, PersonReached, RosterContactChange, StaffContactDraft,
};
use huiyin_domain::event::SwapEnd;
use huiyin_domain::ids::Position;
use huiyin_domain::petition::{FieldError, FieldProblem};
use huiyin_domain::plan::Key;
use huiyin_domain::roster::change::Wish;
use huiyin_domain::time::Instant;
use serde::{Deserialize, Serialize};

type InPath = Result<Path<String>, PathRejection>;

/// A stretch at which somebody holds a post.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ShiftBody {
    /// The post's id.
    post: String,
    /// Who, by the roster's id.
    holder: String,
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    from: Instant,
    /// To when; not part of it.
    #[schema(value_type = String, format = DateTime)]
    to: Instant,
}

/// Who is on duty over the coming 28 days.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct DutyBody {
    /// The plan's id.
    plan: String,
    /// Who holds which post when, with every change that holds.
    shifts: Vec<ShiftBody>,
    /// Changes ahead, and requests for them.
    changes: Vec<DutyChangeView>,
}

/// What is to be done about a duty.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DutyOrderBody {
    /// `ask` a colleague (`post`, `from`, `to`, `holder`), `arrange` as a head (the same), `take` a running
    /// shift over (`post`); of a request (`swap`): `agree`, `decline`, `withdraw`.
    order: String,
    /// The post's id.
    post: Option<String>,
    /// From when.
    #[schema(format = DateTime)]
    from: Option<String>,
    /// To when; not part of it.
    #[schema(format = DateTime)]
    to: Option<String>,
    /// Who should hold it, by the roster's id.
    holder: Option<String>,
    /// The request's id.
    swap: Option<i64>,
}

/// The words of `order`.
const ORDERS: &[&str] = &["ask", "arrange", "take", "agree", "decline", "withdraw"];

/// Who holds which post when, and the changes ahead.
#[utoipa::path(
    get, path = "/api/v1/rosters/{id}/duty", params(("id" = String, Path, description = "The plan's id")),
    responses((status = 200, description = "The coming 28 days", body = DutyBody), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such plan, or no roster of it"))
)]
pub(crate) async fn list(caller: Bearer, path: InPath) -> Result<Response, Problem> {
    let Path(plan) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let look = caller.web.huiyin.duty_look(&caller.principal, &plan);
    let look = look.await?;
    let duty = look.duty.ok_or_else(|| Problem::of(Code::NotFound))?;
    let shifts = duty.shifts.into_iter().map(|shift| ShiftBody {
        post: shift.post.to_string(),
        holder: shift.holder.to_string(),
        from: shift.from,
        to: shift.to,
    });
    let body = DutyBody {
        plan,
        shifts: shifts.collect(),
        changes: look.changes,
    };
    json(StatusCode::OK, &body)
}

/// Changes a duty, or asks for it. Nobody has to say why.
#[utoipa::path(
    post, path = "/api/v1/rosters/{id}/duty", request_body = DutyOrderBody,
    params(("id" = String, Path, description = "The plan's id"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "Done", body = DutyOrdered), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such plan, or no roster of it"), (status = 409, description = "The duty is not changed so: `detail` says why"), (status = 422, description = "Fields that were not taken"))
)]
pub(crate) async fn order(
    caller: Bearer,
    path: InPath,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let Path(plan) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let (asked, bytes) = read::<DutyOrderBody>(&headers, body)?;
    let address = format!("/api/v1/rosters/{plan}/duty");
    let idempotency = body::idempotency(&headers, &address, &bytes)?;
    let order = meant(asked)?;
    let huiyin = &caller.web.huiyin;
    let done = huiyin.order_duty(&caller.principal, &plan, order, idempotency);
    let done = done.await?;
    once(StatusCode::OK, &done)
}

/// How to reach somebody of a roster who has no account.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonContactBody {
    /// Their id in the roster.
    person: String,
    /// Telephone and e-mail; without both, what is on file is deleted.
    contact: StaffContactDraft,
    /// The language of the messages to them: `zh` or `en`; without it what it was, Chinese at first.
    #[serde(default)]
    language: String,
}

/// Keeps how to reach somebody of a plan's roster who has no account, sealed; it is never given out again by
/// the API, and deleted when they leave the roster.
#[utoipa::path(
    post, path = "/api/v1/rosters/{id}/contact", request_body = PersonContactBody,
    params(("id" = String, Path, description = "The plan's id"), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one change, for 24 hours")),
    responses((status = 200, description = "What is on file now", body = PersonReached), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "The roster names nobody without an account by this id"), (status = 422, description = "Fields that were not taken"))
)]
pub(crate) async fn contact(
    caller: Bearer,
    path: InPath,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let Path(plan) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let (asked, bytes) = read::<PersonContactBody>(&headers, body)?;
    let address = format!("/api/v1/rosters/{plan}/contact");
    let idempotency = body::idempotency(&headers, &address, &bytes)?;
    let of = (plan.as_str(), asked.person.as_str());
    let huiyin = &caller.web.huiyin;
    let done = huiyin.keep_roster_person(
        &caller.principal,
        of,
        (&asked.contact, &asked.language),
        idempotency,
    );
    once(StatusCode::OK, &done.await?)
}

/// Who changed by what people of a roster without an account are reached.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ContactChangesBody {
    /// The changes, the newest first, of 200 at most of all plans together.
    entries: Vec<RosterContactChange>,
}

/// Who changed by what people of a roster without an account are reached, when, and which channel; never what it
/// was or is. For those who keep rosters, and for auditors.
#[utoipa::path(
    get, path = "/api/v1/rosters/{id}/contact", params(("id" = String, Path, description = "The plan's id")),
    responses((status = 200, description = "The changes", body = ContactChangesBody), (status = 401, description = "No token, or none that works"), (status = 403, description = "Your roles do not let you"), (status = 404, description = "There is no such plan"))
)]
pub(crate) async fn contact_changes(caller: Bearer, path: InPath) -> Result<Response, Problem> {
    let Path(plan) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let huiyin = &caller.web.huiyin;
    let entries = huiyin.roster_contact_changes(&caller.principal, &plan);
    let entries = entries.await?;
    json(StatusCode::OK, &ContactChangesBody { entries })
}

fn meant(asked: DutyOrderBody) -> Result<DutyOrder, Problem> {
    let mut wrong = Vec::new();
    let mut fail = |field: &str, problem: FieldProblem| {
        wrong.push(FieldError {
            field: field.to_owned(),
            problem,
        });
    };
    let word = asked.order.as_str();
    let mut needed = |field: &str, value: Option<String>, is_needed: bool| {
        if is_needed && value.is_none() {
            fail(field, FieldProblem::Missing);
        }
        value.unwrap_or_default()
    };
    let wishes = matches!(word, "ask" | "arrange");
    let ends = matches!(word, "agree" | "decline" | "withdraw");
    let post = needed("post", asked.post, wishes || word == "take");
    let holder = needed("holder", asked.holder, wishes);
    let (from, to) = (
        needed("from", asked.from, wishes),
        needed("to", asked.to, wishes),
    );
    let mut instant = |field: &str, text: &str| {
        let read = Instant::parse(text).ok();
        if wishes && !text.is_empty() && read.is_none() {
            fail(field, FieldProblem::ImpossibleTime);
        }
        read.unwrap_or(Instant::from_micros(0))
    };
    let wish = Wish {
        post: Key::new(&post),
        from: instant("from", &from),
        to: instant("to", &to),
        holder: Key::new(&holder),
    };
    if ends && asked.swap.is_none() {
        fail("swap", FieldProblem::Missing);
    }
    let swap = Position::new(asked.swap.unwrap_or_default());
    let end = |how| DutyOrder::End { swap, how };
    let order = match word {
        "ask" => DutyOrder::Ask(wish),
        "arrange" => DutyOrder::Arrange(wish),
        "take" => DutyOrder::Take { post: wish.post },
        "agree" => end(SwapEnd::Agreed),
        "decline" => end(SwapEnd::Declined),
        _ => end(SwapEnd::Withdrawn),
    };
    if !ORDERS.contains(&word) {
        fail(
            "order",
            FieldProblem::NotOneOf {
                allowed: ORDERS.iter().map(|word| (*word).to_owned()).collect(),
            },
        );
    }
    match wrong.is_empty() {
        true => Ok(order),
        false => Err(Problem::fields(wrong)),
    }
}
