//! `POST /api/v1/desk/petitions`: staff register what came by letter, phone or at the counter; on the
//! spot also classified, accepted and answered, as one whole.

use super::admin::{mark_replayed, versioned};
use super::fields::{self, Fields, not_one_of};
use super::register::PetitionerBody;
use crate::body;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::{DangerView, RegisterReply, Registered, StaffRegistrationDraft};
use huiyin_domain::petition::{Channel, Class, FieldProblem, SubmissionDraft};
use serde::{Deserialize, Serialize};

/// Where it is posted; part of what an Idempotency-Key stands for.
const PATH: &str = "/api/v1/desk/petitions";
/// How a petition comes to staff.
const CHANNELS: &[Channel] = &[
    Channel::Letter,
    Channel::Phone,
    Channel::Email,
    Channel::Visit,
];

/// The body of a registration by staff. Unknown fields are refused.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "it is the published schema; the fields are read one by one, so that every error is told"
)]
pub(crate) struct StaffRegistrationBody {
    /// How it came: `letter`, `phone`, `email` or `visit`.
    channel: String,
    /// The matter in one sentence: one line, at most 200 characters.
    subject: String,
    /// What happened: at most 20,000 characters.
    body: String,
    /// What it asks for, one each; without any the whole matter is one request.
    requests: Option<Vec<String>>,
    /// The lawful class, decided at once: `suggestion`, `disclosure` or `claim`.
    class: Option<String>,
    /// The branch of Art 31 that a claim is, 1 to 6.
    branch: Option<u8>,
    /// A code of the category tree.
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
    /// When it was received, RFC 3339; without it now.
    received_at: Option<String>,
    /// The postmark of a letter, `YYYY-MM-DD`.
    postmark: Option<String>,
    /// Another rulebook than the authority's, such as `cn-simple`.
    rulebook: Option<String>,
    /// What the danger is, where people are in danger from the matter.
    danger: Option<String>,
    /// Accepts it at once 当场受理.
    accept: Option<bool>,
    /// Answers it at once 当场答复.
    answer: Option<AnswerBody>,
}

/// An answer 处理意见.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it is the published schema")]
pub(crate) struct AnswerBody {
    /// One for each request, in their order.
    items: Vec<AnswerItemBody>,
    /// The result in plain words.
    summary: String,
    /// Which remedy the petitioner has against it.
    remedy_notice: String,
    /// How each fact that the petitioner disputes was looked into: an answer without it is not sent up; and what was
    /// found of each that the petitioner added, which stops nothing.
    facts: Option<Vec<AddressedFactBody>>,
}

/// What an answer says to a fact that the petitioner disputes or added.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it is the published schema")]
pub(crate) struct AddressedFactBody {
    /// The position of the fact, as `facts` or `added_facts` of the petition names it.
    fact: i64,
    /// How it was looked into, and what came of it.
    words: String,
}

/// What an answer says to one request.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it is the published schema")]
pub(crate) struct AnswerItemBody {
    /// What was found.
    finding: String,
    /// The facts it rests on.
    facts: String,
    /// The legal basis.
    basis: String,
    /// How it ends: `remedy`, `explanation`, `lawful-referral`, `aid`; several may stand together.
    outcomes: Vec<String>,
    /// What will be done; a remedy needs it.
    measure: Option<String>,
    /// By when, `YYYY-MM-DD`; a remedy needs it.
    by: Option<String>,
}

/// A petition that staff registered.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct StaffRegisteredBody {
    #[serde(flatten)]
    registered: Registered,
    /// Where it stands.
    state: String,
    /// Its version, also the `ETag`.
    version: i64,
    /// Who was told of a danger and when, where one was declared with it.
    danger: Option<DangerView>,
    /// Whether it is yours to open afterwards; what is for named officers is not, and then only its number is found
    /// again, by `GET /api/v1/desk/registered`.
    may_open: bool,
}

/// Registers as a member of staff.
#[utoipa::path(
    post, path = "/api/v1/desk/petitions", request_body = StaffRegistrationBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one petition, for 24 hours")),
    responses(
        (status = 201, description = "On record, durable; the tracking code is shown here only", body = StaffRegisteredBody),
        (status = 400, description = "Not JSON, not UTF-8"),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You are no clerk"),
        (status = 409, description = "The rules refuse a step on the spot: `refusal` has the code, the rule and the way out; nothing is on record"),
        (status = 413, description = "Over 1 MiB"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "Fields were not taken, each named; or the Idempotency-Key was used for another request"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn register(
    caller: Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (object, bytes) = fields::object(&headers, body)?;
    let idempotency = body::idempotency(&headers, PATH, &bytes)?;
    let (channel, draft) = read(Fields::new(object, ""));
    let reply = caller
        .web
        .huiyin
        .register_as_staff(&caller.principal, draft, channel, idempotency)
        .await?;
    registered(reply)
}

fn registered(reply: RegisterReply) -> Result<Response, Problem> {
    let stands = reply.stands.ok_or_else(|| Problem::of(Code::Internal))?;
    let body = StaffRegisteredBody {
        registered: reply.registered,
        state: stands.state,
        version: stands.version,
        danger: stands.danger,
        may_open: !stands.closed,
    };
    let mut response = versioned(StatusCode::CREATED, stands.version, &body)?;
    mark_replayed(&mut response, reply.replayed);
    Ok(response)
}

/// Reads the fields; what is wrong with them is told together with what the matter itself lacks.
fn read(mut fields: Fields) -> (Channel, StaffRegistrationDraft) {
    let channel = channel(&mut fields);
    let class = fields.text("class");
    let branch = fields.small("branch");
    let decided = class.as_deref().and_then(Class::parse);
    if branch.is_some() && decided.is_none() {
        fields.refuse("class", FieldProblem::Missing);
    }
    let mut draft = StaffRegistrationDraft {
        class: decided.map(|class| (class, branch)),
        received_at: fields.instant("received_at"),
        postmark: fields.day("postmark"),
        rulebook: fields.text("rulebook"),
        danger: fields.text("danger"),
        accept: fields.flag("accept"),
        answer: fields.answer("answer"),
        scan: None,
        submission: SubmissionDraft {
            class,
            requests: fields.texts("requests"),
            ..submission(&mut fields)
        },
    };
    draft.submission.refused = fields.finish();
    (channel, draft)
}

fn channel(fields: &mut Fields) -> Channel {
    let word = fields.text("channel");
    let found = CHANNELS
        .iter()
        .find(|one| Some(one.word()) == word.as_deref());
    if found.is_none() {
        let words: Vec<&str> = CHANNELS.iter().map(|one| one.word()).collect();
        let missing = word.is_none();
        let problem = if missing {
            FieldProblem::Missing
        } else {
            not_one_of(&words)
        };
        fields.refuse("channel", problem);
    }
    found.copied().unwrap_or(Channel::Visit)
}

/// The matter, but for its class and requests.
pub(super) fn submission(fields: &mut Fields) -> SubmissionDraft {
    SubmissionDraft {
        subject: fields.text("subject"),
        body: fields.text("body"),
        class: None,
        category: fields.text("category"),
        place: fields.text("place"),
        place_text: fields.text("place_text"),
        language: fields.text("language"),
        anonymous: fields.flag("anonymous"),
        confidential: fields.flag("confidential"),
        misconduct: fields.flag("misconduct"),
        respondents: fields.texts("respondents"),
        petitioner: fields.petitioner(),
        notice_hours: fields.text("notice_hours"),
        notice_unnamed: fields.flag("notice_unnamed"),
        ..SubmissionDraft::default()
    }
}
