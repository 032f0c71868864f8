//! `/new`: tell us what happened. What was typed is kept until it is registered.

use crate::body::{self, Form};
use crate::cookie::Followed;
use crate::pages::components::{Choice, FieldError};
use crate::pages::register::{RegisterForm, RegisterLimits, RegisterPage};
use crate::portal::{frame, html, see_with};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use huiyin_app::Idempotency;
use huiyin_domain::category;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{
    self as domain, BODY_CHARACTERS_MAX, Channel, FieldProblem, Identity, SUBJECT_CHARACTERS_MAX,
    SubmissionDraft,
};

const PATH: &str = "/new";
/// The answer to this form got lost on its way, and it came again with other words.
const SENT_BEFORE: (&str, &str) = (
    "您刚才提交的已经登记了，只是回执没有送到。改过的内容还没有登记；要作为另一件登记，请再按一次“提交”",
    "What you sent before is on record, only its receipt did not reach you. What you changed is not; to register it as another matter press Send again",
);
/// The fields that an error can be shown at, as the API and as the form name them.
const FIELDS: [(&str, &str); 12] = [
    ("subject", "subject"),
    ("body", "body"),
    ("place", "place"),
    ("place_text", "place_text"),
    ("class", "class"),
    ("category", "category"),
    ("respondents", "respondents"),
    ("anonymous", "who"),
    ("petitioner.name", "name"),
    ("petitioner.phone", "phone"),
    ("petitioner.email", "email"),
    ("petitioner.address", "address"),
];

/// `GET /new`: an empty form.
pub(crate) async fn show(State(web): State<Web>, headers: HeaderMap) -> Response {
    match web.huiyin.chance::<16>() {
        Ok(chance) => html(&page(
            &web,
            &headers,
            RegisterForm::default(),
            (None, None),
            Vec::new(),
            BASE64URL_NOPAD.encode(&chance),
        )),
        Err(_) => problem::page(frame(&web, &headers, PATH), Code::Internal),
    }
}

/// `POST /new`: registers, and goes to the receipt.
pub(crate) async fn submit(
    State(web): State<Web>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let read = body::whole(body).and_then(|bytes| Form::parse(&bytes).map(|form| (form, bytes)));
    let (form, bytes) = match read {
        Ok(read) => read,
        Err(problem) => return problem::page(frame(&web, &headers, PATH), problem.code()),
    };
    match register(&web, &headers, &form, &bytes).await {
        Ok(response) => response,
        Err(problem) => again(&web, &headers, &form, &problem),
    }
}

async fn register(
    web: &Web,
    headers: &HeaderMap,
    form: &Form,
    bytes: &[u8],
) -> Result<Response, Problem> {
    let authority = web.huiyin.authority(None)?;
    // A program may say its key as on every POST; the page hides one in the form.
    let said = body::idempotency(headers, PATH, bytes)?;
    let idempotency = said.or_else(|| {
        form.text("idempotency_key").map(|key| Idempotency {
            key: format!("form {key}"),
            request: [b"POST\0/new\0", bytes].concat(),
        })
    });
    let reply = web
        .huiyin
        .register(&authority, draft(form, headers), Channel::Web, idempotency)
        .await?;
    let followed = Followed::just_registered(&reply.registered.tracking_code, web.huiyin.now());
    Ok(see_with("/receipt", followed.set(web, headers)?))
}

fn draft(form: &Form, headers: &HeaderMap) -> SubmissionDraft {
    let who = form.text("who").unwrap_or_default();
    let identity = Identity {
        name: form.text("name"),
        phone: form.text("phone"),
        email: form.text("email"),
        address: form.text("address"),
    };
    let anonymous = who == "anonymous";
    let known = anonymous || ["named", "confidential"].contains(&who.as_str());
    let refused = if !known {
        vec![domain::FieldError {
            field: "anonymous".into(),
            problem: FieldProblem::Missing,
        }]
    } else if !anonymous && identity.is_empty() {
        vec![domain::FieldError {
            field: "petitioner.name".into(),
            problem: FieldProblem::Missing,
        }]
    } else {
        Vec::new()
    };
    let respondents = form.text("respondents").unwrap_or_default();
    SubmissionDraft {
        subject: form.text("subject"),
        body: form.text("body"),
        class: form.text("class"),
        category: form.text("category"),
        place: form.text("place"),
        place_text: form.text("place_text"),
        language: Some(crate::cookie::language(headers).tag().to_owned()),
        // Contacts left over under "anonymous" are refused, never silently dropped or kept.
        petitioner: (!anonymous || !identity.is_empty()).then_some(identity),
        anonymous,
        confidential: who == "confidential",
        misconduct: form.ticked("misconduct"),
        requests: Vec::new(),
        respondents: respondents
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        refused,
    }
}

/// The form again with everything that was typed, and what to do.
fn again(web: &Web, headers: &HeaderMap, form: &Form, problem: &Problem) -> Response {
    let language = crate::cookie::language(headers);
    let mut errors: Vec<FieldError> = problem
        .refused_fields()
        .iter()
        .map(|error| field_error(error, language))
        .collect();
    // The form was registered before, and its answer got lost: other words are another petition.
    let used = problem.code() == Code::IdempotencyKeyReused;
    let fresh_key = web.huiyin.chance::<16>().ok().filter(|_| used);
    if used {
        let (zh, en) = SENT_BEFORE;
        errors.push(FieldError::new("body", language.pick(zh, en)));
    } else if errors.is_empty() {
        errors.push(FieldError::new(
            "subject",
            problem.code().title().in_language(language).to_owned()
                + language.pick("。", ". ")
                + problem.code().way_out().in_language(language),
        ));
    }
    let text = |name: &str| form.text(name).unwrap_or_default();
    let typed = RegisterForm {
        subject: text("subject"),
        body: text("body"),
        place_text: text("place_text"),
        class: text("class"),
        respondents: text("respondents"),
        misconduct: form.ticked("misconduct"),
        who: text("who"),
        name: text("name"),
        phone: text("phone"),
        email: text("email"),
        address: text("address"),
    };
    let chosen = (form.text("place"), form.text("category"));
    let page = page(
        web,
        headers,
        typed,
        (chosen.0.as_deref(), chosen.1.as_deref()),
        errors,
        fresh_key.map_or_else(
            || text("idempotency_key"),
            |key| BASE64URL_NOPAD.encode(&key),
        ),
    );
    let status = if problem.refused_fields().is_empty() {
        problem.code().status()
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let mut response = (status, html(&page)).into_response();
    if problem.refused_fields().is_empty() {
        problem::add_headers(problem.code(), response.headers_mut());
    }
    response
}

fn field_error(error: &domain::FieldError, language: Language) -> FieldError {
    let field = FIELDS
        .iter()
        .find(|(api, _)| error.field == *api || error.field.starts_with(&format!("{api}.")));
    let field = field.map_or("subject", |(_, form)| *form);
    let message = match (field, &error.problem) {
        ("subject", FieldProblem::Missing) => language
            .pick("用一句话写是什么事", "Say in one sentence what it is about")
            .to_owned(),
        ("body", FieldProblem::Missing) => language
            .pick("写一写发生了什么事", "Write what happened")
            .to_owned(),
        ("who", FieldProblem::Missing) => language
            .pick(
                "请选一种：留姓名、保密或不留姓名",
                "Choose one: named, confidential or anonymous",
            )
            .to_owned(),
        (_, problem) => problem.message(language),
    };
    FieldError::new(field, message)
}

fn page(
    web: &Web,
    headers: &HeaderMap,
    form: RegisterForm,
    chosen: (Option<&str>, Option<&str>),
    errors: Vec<FieldError>,
    idempotency_key: String,
) -> RegisterPage {
    let frame = frame(web, headers, PATH);
    let language = frame.language;
    let choice = |value: &str, label: &str, chosen: Option<&str>| {
        Choice::new(value, label).chosen(chosen == Some(value))
    };
    let rules = web.huiyin.rules();
    let places = rules
        .authority_named(None)
        .map(|authority| authority.places.iter())
        .into_iter()
        .flatten();
    let places = places
        .map(|place| choice(&place.id, place.name.in_language(language), chosen.0))
        .collect();
    let categories = category::roots()
        .into_iter()
        .map(|root| choice(&root.code, root.name.in_language(language), chosen.1))
        .collect();
    let limits = RegisterLimits {
        subject_characters_max: SUBJECT_CHARACTERS_MAX,
        body_characters_max: BODY_CHARACTERS_MAX,
    };
    RegisterPage {
        frame,
        form,
        errors,
        places,
        categories,
        limits,
        idempotency_key,
    }
}
