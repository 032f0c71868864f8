//! The gate of the desk: sign-in, sign-out, and the pages behind one-time links. A link's page shows
//! itself on GET and acts on POST only: whoever looks at links in advance uses none up.

use crate::body::{self, Form};
use crate::cookie::{self, language};
use crate::desk::guard::{SignedForm, is_ours};
use crate::pages::desk::DeskFrame;
use crate::pages::desk::sign_in::{DemoPerson, PasswordPage, SignInPage};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::language::is_own;
use crate::portal::{frame, html};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use huiyin_app::{Acceptance, InvitationView, PASSWORD_CHARACTERS_MIN, Password, Token};
use huiyin_domain::language::Language;
use huiyin_domain::time::Zone;
use huiyin_domain::wording::Dates;
use serde::Deserialize;

/// Where somebody wanted to go.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    next: Option<String>,
}

/// `GET /desk/sign-in`.
pub(crate) async fn show(
    State(web): State<Web>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    html(&sign_in_page(
        &web,
        &headers,
        asked.next,
        String::new(),
        None,
    ))
}

fn sign_in_page(
    web: &Web,
    headers: &HeaderMap,
    next: Option<String>,
    login: String,
    error: Option<String>,
) -> SignInPage {
    SignInPage {
        frame: frame(web, headers, "/desk/sign-in"),
        desk: DeskFrame::signed_out(),
        login,
        error,
        next: own_page(next),
        demo_people: sample_people(web, language(headers)),
    }
}

/// Everybody of the sample, where it is tried.
fn sample_people(web: &Web, language: Language) -> Vec<DemoPerson> {
    let people = huiyin_app::demo::PEOPLE
        .iter()
        .filter(|_| web.huiyin.is_sample());
    let view = |person: &huiyin_app::demo::Person| DemoPerson {
        login: person.login.to_owned(),
        name: person.name_in(language),
        post: language.pick(person.what.0, person.what.1).to_owned(),
        can: String::new(),
    };
    people.map(view).collect()
}

/// `POST /desk/demo`: in as somebody of the sample.
pub(crate) async fn enter_sample(
    State(web): State<Web>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let form = match form_of_stranger(&headers, body) {
        Ok(form) => form,
        Err(problem) => return refuse(&web, &headers, &problem),
    };
    let login = form.text("login").unwrap_or_default();
    match web.huiyin.sign_in_as_sample(&login).await {
        Ok(signed_in) => welcome(
            &web,
            &headers,
            &signed_in.token,
            &own_page(form.text("next")),
        ),
        Err(error) => refuse(&web, &headers, &Problem::from(error)),
    }
}

/// A page of the desk, or its first.
fn own_page(next: Option<String>) -> String {
    let of_desk = |path: &String| is_own(path) && (path == "/desk" || path.starts_with("/desk/"));
    next.filter(of_desk).unwrap_or_else(|| "/desk".to_owned())
}

/// The form of somebody who has no session yet.
fn form_of_stranger(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Form, Problem> {
    if !is_ours(headers) {
        return Err(Problem::of(Code::FormNotOurs));
    }
    if !body::has_type(headers, "application/x-www-form-urlencoded") {
        return Err(Problem::of(Code::WrongContentType));
    }
    Form::parse(&body::whole(body)?)
}

/// `POST /desk/sign-in`.
pub(crate) async fn sign_in(
    State(web): State<Web>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let form = match form_of_stranger(&headers, body) {
        Ok(form) => form,
        Err(problem) => return refuse(&web, &headers, &problem),
    };
    let login = form.text("login").unwrap_or_default();
    let password = Password::new(form.text("password").unwrap_or_default());
    let next = form.text("next");
    match web.huiyin.sign_in(&login, &password).await {
        Ok(signed_in) => welcome(&web, &headers, &signed_in.token, &own_page(next)),
        Err(error) => {
            let problem = Problem::from(error);
            let words = problem.words(cookie::language(&headers));
            let page = sign_in_page(&web, &headers, next, login, Some(words));
            let mut response = (problem.code().status(), html(&page)).into_response();
            problem::add_headers(problem.code(), response.headers_mut());
            response
        }
    }
}

fn refuse(web: &Web, headers: &HeaderMap, problem: &Problem) -> Response {
    problem::page(frame(web, headers, "/desk/sign-in"), problem.code())
}

/// Into the desk, with the session's cookie.
pub(crate) fn welcome(web: &Web, headers: &HeaderMap, token: &Token, next: &str) -> Response {
    let next = HeaderValue::from_str(next).unwrap_or(HeaderValue::from_static("/desk"));
    let set = cookie::set_session(web, headers, token);
    let answer = [(header::LOCATION, next), (header::SET_COOKIE, set)];
    (StatusCode::SEE_OTHER, answer).into_response()
}

/// `POST /desk/sign-out`.
pub(crate) async fn sign_out(SignedForm { signed, .. }: SignedForm) -> Response {
    let done = signed.web().huiyin.sign_out(signed.session()).await;
    match done {
        Ok(()) => goodbye(signed.web(), signed.headers()),
        Err(error) => signed.refuse(&error.into()),
    }
}

/// `POST /desk/sign-out-everywhere`.
pub(crate) async fn sign_out_everywhere(SignedForm { signed, .. }: SignedForm) -> Response {
    let huiyin = &signed.web().huiyin;
    match huiyin.sign_out_everywhere(signed.principal()).await {
        Ok(()) => goodbye(signed.web(), signed.headers()),
        Err(error) => signed.refuse(&error.into()),
    }
}

fn goodbye(web: &Web, headers: &HeaderMap) -> Response {
    let to = HeaderValue::from_static("/desk/sign-in");
    let forget = cookie::forget_session(web, headers);
    let answer = [(header::LOCATION, to), (header::SET_COOKIE, forget)];
    (StatusCode::SEE_OTHER, answer).into_response()
}

/// The token of a link's path; what is none leads nowhere.
fn token_of(token: Result<Path<String>, PathRejection>) -> Result<Token, Problem> {
    let token = token.ok().and_then(|Path(token)| Token::parse(&token));
    token.ok_or_else(|| Problem::of(Code::LinkEnded))
}

/// What a link leads to, if it is of this kind still.
async fn followed(web: &Web, token: &Token, set_up: bool) -> Result<InvitationView, Problem> {
    let view = web.huiyin.invitation(token).await?;
    let view = view.filter(|view| view.invited.is_none() == set_up);
    view.ok_or_else(|| Problem::of(Code::LinkEnded))
}

/// `GET /desk/setup/{token}`.
pub(crate) async fn set_up(
    State(web): State<Web>,
    headers: HeaderMap,
    token: Result<Path<String>, PathRejection>,
) -> Response {
    show_link(&web, &headers, token, true).await
}

/// `GET /desk/invitation/{token}`.
pub(crate) async fn invitation(
    State(web): State<Web>,
    headers: HeaderMap,
    token: Result<Path<String>, PathRejection>,
) -> Response {
    show_link(&web, &headers, token, false).await
}

async fn show_link(
    web: &Web,
    headers: &HeaderMap,
    token: Result<Path<String>, PathRejection>,
    set_up: bool,
) -> Response {
    let shown = async {
        let token = token_of(token)?;
        let view = followed(web, &token, set_up).await?;
        let nothing = Typed::default();
        Ok::<_, Problem>(html(&link_page(
            web, headers, &token, &view, &nothing, None,
        )))
    };
    shown
        .await
        .unwrap_or_else(|problem| refuse(web, headers, &problem))
}

/// `POST /desk/setup/{token}`.
pub(crate) async fn accept_set_up(
    State(web): State<Web>,
    headers: HeaderMap,
    token: Result<Path<String>, PathRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    accept(&web, &headers, token, body, true).await
}

/// `POST /desk/invitation/{token}`.
pub(crate) async fn accept_invitation(
    State(web): State<Web>,
    headers: HeaderMap,
    token: Result<Path<String>, PathRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    accept(&web, &headers, token, body, false).await
}

/// What stands in the form again when it was not taken; never a password.
#[derive(Default)]
struct Typed {
    login: String,
    name: String,
}

async fn accept(
    web: &Web,
    headers: &HeaderMap,
    token: Result<Path<String>, PathRejection>,
    body: Result<Bytes, BytesRejection>,
    set_up: bool,
) -> Response {
    let accepted = async {
        let form = form_of_stranger(headers, body)?;
        let token = token_of(token)?;
        let view = followed(web, &token, set_up).await?;
        let text = |name: &str| form.text(name).unwrap_or_default();
        let chosen = Acceptance {
            login: text("login"),
            name: text("name"),
            password: Password::new(text("password")),
            again: Password::new(text("again")),
        };
        let typed = Typed {
            login: chosen.login.clone(),
            name: chosen.name.clone(),
        };
        match web.huiyin.accept_invitation(&token, chosen).await {
            Ok(signed_in) => Ok(welcome(web, headers, &signed_in.token, "/desk")),
            Err(error) => {
                let problem = Problem::from(error);
                if problem.refused_fields().is_empty() {
                    return Err(problem);
                }
                let page = link_page(web, headers, &token, &view, &typed, Some(&problem));
                Ok((problem.code().status(), html(&page)).into_response())
            }
        }
    };
    accepted
        .await
        .unwrap_or_else(|problem| refuse(web, headers, &problem))
}

fn link_page(
    web: &Web,
    headers: &HeaderMap,
    token: &Token,
    view: &InvitationView,
    typed: &Typed,
    problem: Option<&Problem>,
) -> PasswordPage {
    let set_up = view.invited.is_none();
    let kind = if set_up { "setup" } else { "invitation" };
    let frame = frame(web, headers, "/desk/sign-in");
    let language = frame.language;
    let wrong = |field: &str| {
        let fields = problem.map(Problem::refused_fields).unwrap_or_default();
        let found = fields.iter().find(|error| error.field == field);
        found.map(|error| error.problem.message(language))
    };
    let passwords = PasswordPage::fields_of(
        language,
        PASSWORD_CHARACTERS_MIN,
        wrong("password"),
        wrong("again"),
    );
    let person = set_up.then(|| person_fields(language, typed, wrong));
    PasswordPage {
        desk: DeskFrame::signed_out(),
        set_up,
        name: view
            .invited
            .as_ref()
            .map_or_else(String::new, |one| one.name.clone()),
        login: view
            .invited
            .as_ref()
            .map_or_else(String::new, |one| one.login.clone()),
        post: String::new(),
        link_until: until(web, view, language),
        target: FormTarget::to(format!("/desk/{kind}/{}", token.text())),
        fields: person.into_iter().flatten().chain(passwords).collect(),
        frame,
    }
}

fn person_fields(
    language: Language,
    typed: &Typed,
    wrong: impl Fn(&str) -> Option<String>,
) -> [FieldView; 2] {
    let name = language.pick("您的姓名", "Your name");
    let login = language.pick("登录用的账号", "The name to sign in with");
    let hint = language.pick(
        "小写字母和数字，例如 admin",
        "Lower-case letters and digits, such as admin",
    );
    [
        FieldView::new("name", name, FieldKind::Short(typed.name.clone())).refused(wrong("name")),
        FieldView::new("login", login, FieldKind::Short(typed.login.clone()))
            .hinted(hint)
            .refused(wrong("login")),
    ]
}

fn until(web: &Web, view: &InvitationView, language: Language) -> String {
    let rules = web.huiyin.rules();
    let zone = rules.authority(view.authority).map(|one| &one.zone);
    let in_zone = |zone: &Zone| {
        let dates = Dates::on_screen(web.huiyin.now(), zone, language);
        dates.instant(view.expires_at.to_minute())
    };
    zone.map_or_else(|| view.expires_at.to_string(), in_zone)
}
