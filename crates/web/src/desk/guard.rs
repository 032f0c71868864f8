//! Who may come in: a session for pages, a session or a bearer token for the API. A form is listened
//! to only if a page of this session sent it.

mod site;
mod upload;

pub(crate) use site::see_saved;
pub(crate) use upload::SignedUpload;

use crate::body::{self, Form};
use crate::cookie;
use crate::observe;
use crate::pages::desk::problem::DeskProblemPage;
use crate::pages::desk::{DeskFrame, Place, SignedIn};
use crate::pages::layout::Frame;
use crate::portal;
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use askama::Template;
use axum::RequestExt;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use huiyin_app::authorise::{Action, Principal};
use huiyin_app::rules::Authority;
use huiyin_app::{Idempotency, Order, Session, Token, publishes};
use huiyin_domain::event::Actor;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::organisation::Role;
use huiyin_domain::text::shown_safely;
use huiyin_domain::time::Zone;
use huiyin_domain::wording::Dates;
use std::sync::Arc;

/// Earlier than any version: what a form rests on that does not say what it had read.
const NOTHING_READ: i64 = -1;

/// The field that each form of a session sends back.
const FORM_TOKEN: &str = "form_token";

/// Somebody who has signed in, before a page of the desk.
pub(crate) struct Signed {
    web: Web,
    session: Session,
    headers: HeaderMap,
    path: String,
    saved: bool,
}

/// The same, with the form that they sent from a page of their own session.
pub(crate) struct SignedForm {
    pub(crate) signed: Signed,
    pub(crate) form: Form,
    bytes: Bytes,
}

/// Somebody for whom a program acts, or who has signed in, before the API.
pub(crate) struct Bearer {
    pub(crate) web: Web,
    pub(crate) principal: Principal,
}

impl FromRequestParts<Web> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let path = parts.uri.path().to_owned();
        let session = match cookie::session(&parts.headers) {
            Some(token) => web.huiyin.session(&token).await,
            None => Ok(None),
        };
        let page = |code| problem::page(portal::frame(web, &parts.headers, &path), code);
        if let Ok(Some(session)) = &session {
            observe::asked_by(&parts.extensions, session.principal.staff);
        }
        match session {
            Ok(Some(session)) => Ok(Self {
                web: web.clone(),
                session,
                headers: parts.headers.clone(),
                path,
                saved: site::says_saved(parts.uri.query()),
            }),
            Ok(None) => Err(to_sign_in(&parts.method, &path)),
            Err(error) => Err(page(Problem::from(error).code())),
        }
    }
}

/// To the sign-in page; a page that was asked for is gone back to afterwards.
fn to_sign_in(method: &Method, path: &str) -> Response {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._".contains(&byte);
    let back = method == Method::GET && path.bytes().all(plain);
    let location = if back {
        format!("/desk/sign-in?next={path}")
    } else {
        "/desk/sign-in".to_owned()
    };
    let location = HeaderValue::from_str(&location);
    let location = location.unwrap_or(HeaderValue::from_static("/desk/sign-in"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

impl FromRequest<Web> for SignedForm {
    type Rejection = Response;

    async fn from_request(mut request: Request, web: &Web) -> Result<Self, Response> {
        let signed: Signed = request.extract_parts_with_state(web).await?;
        let ours = is_ours(request.headers());
        let right_kind = body::has_type(request.headers(), "application/x-www-form-urlencoded");
        if !ours {
            return Err(signed.refuse(&Problem::of(Code::FormNotOurs)));
        }
        if !right_kind {
            return Err(signed.refuse(&Problem::of(Code::WrongContentType)));
        }
        let read = body::whole(Bytes::from_request(request, web).await)
            .and_then(|bytes| Form::parse(&bytes).map(|form| (bytes, form)));
        let (bytes, form) = read.map_err(|problem| signed.refuse(&problem))?;
        let token = form.text(FORM_TOKEN).unwrap_or_default();
        if !signed.has_form_token(&token) {
            return Err(signed.refuse(&Problem::of(Code::FormNotOurs)));
        }
        Ok(Self {
            signed,
            form,
            bytes,
        })
    }
}

impl SignedForm {
    /// The key that the page gave the form, so that sending it twice is one command.
    pub(crate) fn idempotency(&self) -> Option<Idempotency> {
        let key = self.form.text("idempotency_key")?;
        let path = self.signed.path.as_bytes();
        let request = [b"POST\0", path, b"\0", &self.bytes[..]].concat();
        Some(Idempotency { key, request })
    }

    /// The version that the page showed, for what adds to the record.
    pub(crate) fn version(&self) -> Option<i64> {
        self.form.text("version")?.parse().ok()
    }

    /// The same for what puts something in the place of what stood. Without one nobody knows what its sender had
    /// read, so it is refused as one that somebody overtook: its page comes again with what stands now and with
    /// what was typed. To a program the API says 428 for the same.
    pub(crate) fn read(&self) -> i64 {
        version_read(self.form.text("version").as_deref())
    }

    /// Whose organisation is to change, by whose act, and what they had read; a new one stands in nobody's place.
    pub(crate) fn order(&self, new: bool) -> Order {
        Order {
            authority: self.signed.principal().authority,
            by: self.signed.actor(),
            version: match new {
                true => self.version(),
                false => Some(self.read()),
            },
        }
    }
}

/// A version as a page sent it back, see [`SignedForm::read`].
pub(crate) fn version_read(sent: Option<&str>) -> i64 {
    let version = sent.and_then(|text| text.parse().ok());
    version.unwrap_or(NOTHING_READ)
}

/// Whether a POST comes from a page of this site, as far as the browser tells. Pages are sent with
/// `no-referrer`, so an older browser says `Origin: null`; then the form token alone decides.
pub(crate) fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        None | Some("null") => true,
        Some(origin) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text("host")
        }
    }
}

impl FromRequestParts<Web> for Bearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let principal = match bearer_token(&parts.headers)? {
            Some(token) => web.huiyin.bearer(&token).await?,
            None => session_principal(parts, web).await?,
        };
        let principal = principal.ok_or_else(|| Problem::of(Code::SignInRequired))?;
        observe::asked_by(&parts.extensions, principal.staff);
        Ok(Self {
            web: web.clone(),
            principal,
        })
    }
}

fn bearer_token(headers: &HeaderMap) -> Result<Option<Token>, Problem> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let text = value.to_str().ok();
    let token = text.and_then(|text| text.strip_prefix("Bearer "));
    let token = token.and_then(|token| Token::parse(token.trim()));
    token
        .map(Some)
        .ok_or_else(|| Problem::of(Code::SignInRequired))
}

async fn session_principal(parts: &Parts, web: &Web) -> Result<Option<Principal>, Problem> {
    let Some(token) = cookie::session(&parts.headers) else {
        return Ok(None);
    };
    // The cookie comes by itself, so what changes something has to come from a page of ours.
    if parts.method != Method::GET && !is_ours(&parts.headers) {
        return Err(Problem::of(Code::FormNotOurs));
    }
    let session = web.huiyin.session(&token).await?;
    Ok(session.map(|session| session.principal))
}

impl Bearer {
    /// Lets them do something, or refuses.
    pub(crate) fn permit(&self, action: Action) -> Result<(), Problem> {
        Ok(self.principal.permit(action)?)
    }

    /// By whose act.
    pub(crate) const fn actor(&self) -> Actor {
        Actor::Staff(self.principal.staff)
    }
}

impl Signed {
    pub(crate) const fn web(&self) -> &Web {
        &self.web
    }

    pub(crate) const fn session(&self) -> &Session {
        &self.session
    }

    pub(crate) const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) const fn principal(&self) -> &Principal {
        &self.session.principal
    }

    /// By whose act.
    pub(crate) const fn actor(&self) -> Actor {
        Actor::Staff(self.session.principal.staff)
    }

    /// Whether a form was sent from a page of this session.
    pub(crate) fn has_form_token(&self, token: &str) -> bool {
        token == self.session.form_token
    }

    /// The language of this page: that of the browser, else that of the account.
    pub(crate) fn language(&self) -> Language {
        cookie::chosen_language(&self.headers).unwrap_or(self.session.principal.language)
    }

    /// How this page says dates: it is read now.
    pub(crate) fn dates<'a>(&self, zone: &'a Zone) -> Dates<'a> {
        Dates::on_screen(self.web.huiyin.now(), zone, self.language())
    }

    /// Their authority.
    pub(crate) fn authority(&self) -> Option<Arc<Authority>> {
        let rules = self.web.huiyin.rules();
        rules.authority(self.session.principal.authority).cloned()
    }

    /// What stands around the page.
    pub(crate) fn frame(&self) -> Frame {
        let authority = self.authority();
        let authority = authority.as_ref();
        Frame {
            language: self.language(),
            authority: authority.map_or_else(
                || Bilingual::new("回音", "Huiyin"),
                |one| one.row.name.clone(),
            ),
            emblem: authority.and_then(|one| portal::emblem::href(&one.row.emblem)),
            contact: authority
                .map_or_else(Default::default, |one| portal::contact(&one.row.contact)),
            notice: self
                .saved
                .then(|| self.language().pick("已保存", "Saved").to_owned()),
            keeping: authority
                .and_then(|one| one.portal_text(portal::KEEPING, self.language()))
                .map(|text| shown_safely(text).into_owned()),
            ..portal::frame(&self.web, &self.headers, &self.path)
        }
    }

    /// What stands around a page of the desk.
    pub(crate) fn desk(&self, here: Option<Place>) -> DeskFrame {
        let principal = self.principal();
        DeskFrame {
            person: Some(SignedIn {
                name: principal.name.clone(),
                post: self.roles_line(),
            }),
            places: places(principal),
            here,
            answers: self.publishes(Action::WriteAnswers) || self.publishes(Action::ReleaseAnswers),
            seal: principal.may(Action::SeeSealUses) || self.keeps_seal(),
            demo: self.web.huiyin.is_sample(),
            messages: self.web.huiyin.keeps_sample_messages(),
            letters: cookie::letters_are_keys(&self.headers),
            ..DeskFrame::signed_out()
        }
    }

    /// Whether this person may do something with answers for everybody.
    pub(crate) fn publishes(&self, action: Action) -> bool {
        let authority = self.authority();
        authority.is_some_and(|one| publishes(self.principal(), &one.organisation(), action))
    }

    /// Whether this person keeps the seal of the authority.
    fn keeps_seal(&self) -> bool {
        let authority = self.authority();
        authority.is_some_and(|one| one.organisation().keeps_seal(self.principal().staff))
    }

    fn roles_line(&self) -> String {
        let language = self.language();
        let authority = self.authority();
        let unit = |id| {
            let unit = authority.as_ref().and_then(|one| one.unit(id));
            unit.map_or_else(String::new, |unit| {
                unit.name.in_language(language).to_owned()
            })
        };
        let roles = &self.principal().roles;
        let line = |(id, role): &(_, Role)| {
            let (role, unit) = (role.label(language), unit(*id));
            language.pick(format!("{unit}{role}"), format!("{role}, {unit}"))
        };
        roles.first().map(line).unwrap_or_default()
    }

    /// A page as an answer; each of its forms carries the token of this session.
    pub(crate) fn html(&self, page: &impl Template) -> Response {
        match page.render() {
            Ok(text) => Html(with_form_token(&text, &self.session.form_token)).into_response(),
            Err(error) => {
                tracing::error!("a page could not be rendered: {error}");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    /// What was made, or the problem as a page.
    pub(crate) fn or_refused(&self, answer: Result<Response, Problem>) -> Response {
        answer.unwrap_or_else(|problem| self.refuse(&problem))
    }

    /// Goes on only where the navigation leads this person to.
    pub(crate) fn goes_to(&self, place: Place) -> Result<(), Problem> {
        if places(self.principal()).contains(&place) {
            return Ok(());
        }
        Err(Problem::of(Code::NotAllowed))
    }

    /// A key for a form of its own.
    pub(crate) fn form_key(&self) -> Result<String, Problem> {
        let chance = self.web.huiyin.chance::<16>()?;
        Ok(data_encoding::HEXLOWER.encode(&chance))
    }

    /// A problem as a page of their own desk.
    pub(crate) fn refuse(&self, problem: &Problem) -> Response {
        let (code, language) = (problem.code(), self.language());
        let words = match code {
            Code::NotFound => (
                Bilingual::new(
                    "没有这一页，或者您无权打开",
                    "There is no such page, or it is not yours to open",
                ),
                Bilingual::new(
                    "请对照编号再看一遍；该您办而打不开的，请问登记人员或本单位负责人",
                    "Compare the number; if it is yours to do, ask the clerks or the head of your unit",
                ),
            ),
            code => (code.title(), code.way_out()),
        };
        let page = DeskProblemPage {
            frame: self.frame(),
            desk: self.desk(None),
            title: words.0.in_language(language).to_owned(),
            what_to_do: words.1.in_language(language).to_owned(),
        };
        problem::answered(code, self.html(&page))
    }
}

/// Where somebody may go, by their roles. The handlers ask again.
pub(crate) fn places(principal: &Principal) -> Vec<Place> {
    use Role::{Auditor, Clerk, Handler, Leader, Officer, Supervisor, UnitHead};
    let has = |roles: &[Role]| roles.iter().any(|role| principal.has(*role));
    let decides = has(&[UnitHead, Leader]) || !principal.posts.is_empty();
    let goes = |place: &Place| match place {
        Place::Inbox => decides || has(&[Clerk, Handler, Officer, Supervisor]),
        Place::Register => has(&[Clerk]),
        Place::Approvals => decides,
        Place::Units => has(&[UnitHead, Leader, Supervisor]),
        Place::Figures => has(&[UnitHead, Leader, Supervisor, Auditor]),
        Place::Responses => decides || has(&[Clerk]),
        Place::Plans => principal.may(Action::SeePlans),
        Place::Administration => principal.may(Action::SeeOrganisation),
    };
    Place::ALL.into_iter().filter(goes).collect()
}

/// Puts the session's token into each form that is posted: no template can forget it. What people
/// typed is escaped, so only the templates' own forms begin with this tag.
fn with_form_token(html: &str, token: &str) -> String {
    let mut whole = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some(at) = rest.find("<form ") {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let (tag, after) = rest.split_at(end);
        whole.push_str(tag);
        if tag[at..].contains("method=\"post\"") {
            whole.push_str(&format!(
                "<input type=\"hidden\" name=\"{FORM_TOKEN}\" value=\"{token}\">"
            ));
        }
        rest = after;
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_that_is_posted_gets_the_token() {
        let html = "<form method=\"post\" action=\"/a\"><b></b></form><form action=\"/b\"></form>";
        let with = with_form_token(html, "t");
        let token = "<input type=\"hidden\" name=\"form_token\" value=\"t\">";
        assert_eq!(with.matches(token).count(), 1);
        assert!(with.starts_with(&format!("<form method=\"post\" action=\"/a\">{token}<b>")));
        assert_eq!(with_form_token("no form", "t"), "no form");
    }

    #[test]
    fn a_form_of_another_site_is_not_ours() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            headers
        };
        let host = ("host", "a.example");
        for ours in [
            headers(&[host]),
            headers(&[host, ("origin", "https://a.example")]),
            headers(&[host, ("origin", "null")]),
            headers(&[host, ("origin", "null"), ("sec-fetch-site", "same-origin")]),
        ] {
            assert!(is_ours(&ours), "{ours:?}");
        }
        for other in [
            headers(&[host, ("origin", "https://b.example")]),
            headers(&[host, ("origin", "https://a.example.b.example")]),
            headers(&[host, ("sec-fetch-site", "cross-site")]),
            headers(&[host, ("sec-fetch-site", "same-site")]),
        ] {
            assert!(!is_ours(&other), "{other:?}");
        }
    }
}
