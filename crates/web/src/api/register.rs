//! `POST /api/v1/petitions`: anybody registers a petition (DESIGN 6), with files or without.

mod filed;

use super::admin::{json, mark_replayed};
use super::counter::submission;
use super::fields::{self, Fields, error, not_one_of};
use crate::body;
use crate::problem::Problem;
use crate::server::BODY_BYTES_MAX;
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::{FileDraft, RegisterReply};
use huiyin_domain::petition::{Channel, FieldError, SubmissionDraft};
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
    /// Named officers only may open it from the first instant, and it goes only to a unit that has one.
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

/// A registration with files: the matter as the JSON of [`RegistrationBody`], and files beside it.
#[derive(utoipa::ToSchema)]
#[expect(
    dead_code,
    reason = "it is the published schema; the form is read part by part"
)]
pub(crate) struct RegistrationForm {
    /// The matter, as JSON; a part without a file name.
    petition: RegistrationBody,
    /// Each a part of its own with a file name: PDF, pictures, sound or office files, told by the content and not
    /// by the name; 10 at most, 20 MiB each, 40 MiB together. A picture loses what its camera wrote into it.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<Vec<u8>>,
}

/// Registers, with files or without.
#[utoipa::path(
    post, path = "/api/v1/petitions",
    request_body(content((RegistrationBody = "application/json"), (RegistrationForm = "multipart/form-data"))),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one petition, for 24 hours")),
    responses(
        (status = 201, description = "On record with its files, durable; the tracking code is shown here only", body = huiyin_app::Registered),
        (status = 400, description = "Not JSON, not UTF-8, or a form that did not arrive whole"), (status = 413, description = "Over 1 MiB beside the files, or far above their limits"),
        (status = 415, description = "Neither application/json nor multipart/form-data"),
        (status = 422, description = "Fields or files were not taken, each named (`file.2` is the second file); or the Idempotency-Key was used for another request"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn register(
    State(web): State<Web>,
    mut request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    if body::has_type(&headers, "multipart/form-data") {
        let form = Multipart::from_request(request, &web).await;
        let sent = filed::read(&web, form).await?;
        return registered(&web, &headers, sent).await;
    }
    // Only a form with files may be larger than every other body.
    DefaultBodyLimit::max(BODY_BYTES_MAX).apply(&mut request);
    let (object, bytes) = fields::object(&headers, Bytes::from_request(request, &web).await)?;
    let sent = Sent {
        object,
        request: bytes,
        files: Vec::new(),
        wrong: Vec::new(),
    };
    registered(&web, &headers, sent).await
}

/// What was sent.
pub(super) struct Sent {
    /// The matter.
    object: Map<String, Value>,
    /// What an Idempotency-Key stands for.
    request: Bytes,
    files: Vec<FileDraft>,
    /// What was not taken of the form itself.
    wrong: Vec<FieldError>,
}

async fn registered(web: &Web, headers: &HeaderMap, sent: Sent) -> Result<Response, Problem> {
    let idempotency = body::idempotency(headers, PATH, &sent.request)?;
    let (named, mut draft) = read(sent.object);
    draft.refused.extend(sent.wrong);
    let authority = match web.huiyin.authority(named.as_deref()) {
        Ok(authority) => authority,
        Err(_) => {
            // Told together with whatever else is wrong; nothing is registered at the first.
            draft.refused.push(error("authority", not_one_of(&[])));
            web.huiyin.authority(None)?
        }
    };
    let with = (Channel::Api, sent.files);
    let RegisterReply {
        registered,
        replayed,
        ..
    } = web
        .huiyin
        .register_with_files(&authority, draft, with, idempotency)
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
