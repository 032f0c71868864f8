//! `POST /api/v1/petitions`: anybody registers a petition (DESIGN 6).

use super::admin::{json, mark_replayed};
use super::counter::submission;
use super::fields::{self, Fields, error, not_one_of};
use crate::body;
use crate::problem::Problem;
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::RegisterReply;
use huiyin_domain::petition::{Channel, SubmissionDraft};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Where a registration is posted; part of what an Idempotency-Key stands for.
const PATH: &str = "/api/v1/petitions";

/// The body of a registration. Unknown fields are refused.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "it is the published schema; the fields are read one by one, so that every error is told"
)]
pub(crate) struct RegistrationBody {
    /// The matter in one sentence: one line, at most 200 characters.
    subject: String,
    /// What happened: at most 20,000 characters.
    body: String,
    /// The authority's key; without it the first.
    authority: Option<String>,
    /// The lawful class, if known: `suggestion`, `disclosure` or `claim`.
    class: Option<String>,
    /// A code of the category tree, if known.
    category: Option<String>,
    /// The id of a place of the authority.
    place: Option<String>,
    /// Where, in words.
    place_text: Option<String>,
    /// The language of answers: `zh` or `en`.
    language: Option<String>,
    /// Who brings it. Neither this nor `anonymous` means anonymous.
    petitioner: Option<PetitionerBody>,
    /// No name is given; the code brings answers all the same.
    anonymous: Option<bool>,
    /// Named persons only may open it from the first instant.
    confidential: Option<bool>,
    /// It may be misconduct: the same holds.
    misconduct: Option<bool>,
    /// Whom it complains of, in words; they never learn who complained.
    respondents: Option<Vec<String>>,
    /// When notices may come: `any`, `daytime`, `evening` or `workdays`.
    notice_hours: Option<String>,
    /// Whether notices leave the authority's name out.
    notice_unnamed: Option<bool>,
}

/// Who brings a petition. No identity-card number: nobody needs one to be heard.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "it is the published schema; the fields are read one by one"
)]
pub(crate) struct PetitionerBody {
    /// What the petitioner is called.
    name: Option<String>,
    /// A telephone number in any format, 5 to 20 digits.
    phone: Option<String>,
    /// An e-mail address.
    email: Option<String>,
    /// A postal address.
    address: Option<String>,
}

/// Registers.
#[utoipa::path(
    post, path = "/api/v1/petitions", request_body = RegistrationBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one petition, for 24 hours")),
    responses(
        (status = 201, description = "On record, durable; the tracking code is shown here only", body = huiyin_app::Registered),
        (status = 400, description = "Not JSON, not UTF-8"), (status = 413, description = "Over 1 MiB"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "Fields were not taken, each named; or the Idempotency-Key was used for another request"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn register(
    State(web): State<Web>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (object, bytes) = fields::object(&headers, body)?;
    let idempotency = body::idempotency(&headers, PATH, &bytes)?;
    let (named, mut draft) = read(object);
    let authority = match web.huiyin.authority(named.as_deref()) {
        Ok(authority) => authority,
        Err(_) => {
            // Told together with whatever else is wrong; nothing is registered at the first.
            draft.refused.push(error("authority", not_one_of(&[])));
            web.huiyin.authority(None)?
        }
    };
    let RegisterReply {
        registered,
        replayed,
        ..
    } = web
        .huiyin
        .register(&authority, draft, Channel::Api, idempotency)
        .await?;
    let mut response = json(StatusCode::CREATED, &registered)?;
    mark_replayed(&mut response, replayed);
    Ok(response)
}

fn read(object: Map<String, Value>) -> (Option<String>, SubmissionDraft) {
    let mut fields = Fields::new(object, "");
    let authority = fields.text("authority");
    let class = fields.text("class");
    let mut draft = SubmissionDraft {
        class,
        ..submission(&mut fields)
    };
    draft.refused = fields.finish();
    (authority, draft)
}
