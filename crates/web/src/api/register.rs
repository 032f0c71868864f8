//! `POST /api/v1/petitions`: anybody registers a petition (DESIGN 6).

use crate::body;
use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use huiyin_app::RegisterReply;
use huiyin_domain::petition::{Channel, FieldError, FieldProblem, Identity, SubmissionDraft};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Where a registration is posted; part of what an Idempotency-Key stands for.
const PATH: &str = "/api/v1/petitions";
/// Room for an answer with one duty, so that it need not be moved while it is written.
const ANSWER_BYTES_EXPECTED: usize = 8_192;

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
    let bytes = body::whole(body)?;
    if !body::has_type(&headers, "application/json") {
        return Err(Problem::of(Code::WrongContentType));
    }
    let idempotency = body::idempotency(&headers, PATH, &bytes)?;
    let (named, mut draft) = read(&bytes)?;
    let authority = match web.huiyin.authority(named.as_deref()) {
        Ok(authority) => authority,
        Err(_) => {
            // Told together with whatever else is wrong; nothing is registered at the first.
            draft.refused.push(no_such("authority"));
            web.huiyin.authority(None)?
        }
    };
    let RegisterReply {
        registered,
        replayed,
    } = web
        .huiyin
        .register(&authority, draft, Channel::Api, idempotency)
        .await?;
    let mut json = Vec::with_capacity(ANSWER_BYTES_EXPECTED);
    serde_json::to_writer(&mut json, &registered).map_err(|_| Problem::of(Code::Internal))?;
    let kind = [(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    )];
    let mut response = (StatusCode::CREATED, kind, json).into_response();
    if replayed {
        response.headers_mut().insert(
            HeaderName::from_static("idempotency-replayed"),
            HeaderValue::from_static("true"),
        );
    }
    Ok(response)
}

fn read(bytes: &[u8]) -> Result<(Option<String>, SubmissionDraft), Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::of(Code::NotUtf8))?;
    let Ok(Value::Object(object)) = serde_json::from_str(text) else {
        return Err(Problem::of(Code::BadJson));
    };
    let mut fields = Fields {
        object,
        prefix: "",
        errors: Vec::new(),
    };
    let authority = fields.text("authority");
    let mut draft = SubmissionDraft {
        subject: fields.text("subject"),
        body: fields.text("body"),
        class: fields.text("class"),
        category: fields.text("category"),
        place: fields.text("place"),
        place_text: fields.text("place_text"),
        language: fields.text("language"),
        anonymous: fields.flag("anonymous"),
        confidential: fields.flag("confidential"),
        misconduct: fields.flag("misconduct"),
        respondents: fields.texts("respondents"),
        petitioner: fields.petitioner(),
        requests: Vec::new(),
        refused: Vec::new(),
    };
    draft.refused = fields.finish();
    Ok((authority, draft))
}

fn no_such(field: &str) -> FieldError {
    FieldError {
        field: field.into(),
        problem: FieldProblem::NotOneOf {
            allowed: Vec::new(),
        },
    }
}

/// The fields of an object, taken one by one; what is left over is unknown.
struct Fields {
    object: Map<String, Value>,
    prefix: &'static str,
    errors: Vec<FieldError>,
}

impl Fields {
    fn wrong(&mut self, field: &str, expected: &'static str) {
        self.errors.push(FieldError {
            field: format!("{}{field}", self.prefix),
            problem: FieldProblem::WrongType { expected },
        });
    }

    fn text(&mut self, field: &str) -> Option<String> {
        match self.object.remove(field) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text),
            Some(_) => {
                self.wrong(field, "string");
                None
            }
        }
    }

    fn flag(&mut self, field: &str) -> bool {
        match self.object.remove(field) {
            None | Some(Value::Null) => false,
            Some(Value::Bool(flag)) => flag,
            Some(_) => {
                self.wrong(field, "boolean");
                false
            }
        }
    }

    fn texts(&mut self, field: &str) -> Vec<String> {
        let entries = match self.object.remove(field) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(entries)) => entries,
            Some(_) => {
                self.wrong(field, "array of strings");
                return Vec::new();
            }
        };
        let texts = entries.into_iter().map(|entry| match entry {
            Value::String(text) => Some(text),
            _ => None,
        });
        texts.collect::<Option<Vec<String>>>().unwrap_or_else(|| {
            self.wrong(field, "array of strings");
            Vec::new()
        })
    }

    fn petitioner(&mut self) -> Option<Identity> {
        let object = match self.object.remove("petitioner") {
            None | Some(Value::Null) => return None,
            Some(Value::Object(object)) => object,
            Some(_) => {
                self.wrong("petitioner", "object");
                return None;
            }
        };
        let mut inner = Self {
            object,
            prefix: "petitioner.",
            errors: Vec::new(),
        };
        let identity = Identity {
            name: inner.text("name"),
            phone: inner.text("phone"),
            email: inner.text("email"),
            address: inner.text("address"),
        };
        self.errors.extend(inner.finish());
        Some(identity)
    }

    fn finish(self) -> Vec<FieldError> {
        let unknown = self.object.keys().map(|field| FieldError {
            field: format!("{}{field}", self.prefix),
            problem: FieldProblem::UnknownField,
        });
        let unknown: Vec<FieldError> = unknown.collect();
        self.errors.into_iter().chain(unknown).collect()
    }
}
