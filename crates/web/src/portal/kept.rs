//! What was sent in a form of the portal and not taken, or sent only to be looked at otherwise, is kept for the page
//! that follows the redirect: neither going back nor loading that page again sends anything a second time. A short
//! form stands sealed in a cookie of its own; one that is too long for that is kept like a draft, under a code that
//! only the cookie holds. Both end after half an hour, or once a form was taken.

use crate::body::Form;
use crate::cookie;
use crate::desk::case::refusal_words;
use crate::portal::{see_there, see_with};
use crate::problem::Problem;
use crate::state::Web;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use data_encoding::BASE64URL_NOPAD;
use huiyin_app::AppError;
use huiyin_app::code::TrackingCode;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::time::Instant;
use serde::{Deserialize, Serialize};

const NAME: &str = "huiyin_form";
/// What asks a page to show what is kept.
const ASKED: &str = "kept";
/// The field of a draft that holds a long form.
const FIELD: &str = "kept";
/// How long it is kept: half an hour, as long as a fresh code is shown.
const KEPT_MICROS_MAX: i64 = 30 * 60 * 1_000_000;
/// The longest form that a cookie takes, before it is sealed: all cookies of a request have to fit into the 8 KiB
/// that servers in front of this one take as a line.
const COOKIE_BYTES_MAX: usize = 1_500;

/// A form as it was sent, with what was not taken of it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Which form.
    form: String,
    /// The code of whoever sent it, where the form is one of a matter or a visit: another one who uses this browser
    /// never sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    fields: Vec<(String, String)>,
    /// What was not taken, by field; without a field: the whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    wrong: Vec<(String, Bilingual)>,
}

/// What the cookie holds.
#[derive(Serialize, Deserialize)]
struct Held {
    since: Instant,
    #[serde(flatten)]
    what: What,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum What {
    Here(Kept),
    Draft(String),
}

/// Words in both languages: the page that shows them may be seen in the other one.
pub(crate) fn both(words: impl Fn(Language) -> String) -> Bilingual {
    Bilingual::new(words(Language::Zh), words(Language::En))
}

/// What a problem tells whoever sent a form.
pub(crate) fn told(problem: &Problem) -> Bilingual {
    both(
        |language| match (problem.refused_step(), problem.refused_fields().first()) {
            (Some(refusal), _) => refusal_words(refusal, language),
            (None, Some(field)) => field.problem.message(language),
            (None, None) => problem.words(language),
        },
    )
}

impl Kept {
    /// A form as it was sent.
    pub(crate) fn of(form: impl Into<String>, fields: &[(String, String)]) -> Self {
        Self {
            form: form.into(),
            of: None,
            fields: fields.to_vec(),
            wrong: Vec::new(),
        }
    }

    /// The same, of whoever has a code.
    pub(crate) fn by(mut self, code: &TrackingCode) -> Self {
        self.of = Some(code.grouped());
        self
    }

    /// The same, with what was not taken of a field.
    pub(crate) fn wrong(mut self, field: impl Into<String>, words: Bilingual) -> Self {
        self.wrong.push((field.into(), words));
        self
    }

    /// The same, with each field that a problem names.
    pub(crate) fn refused(mut self, problem: &Problem) -> Self {
        for error in problem.refused_fields() {
            let words = both(|language| error.problem.message(language));
            self.wrong.push((error.field.clone(), words));
        }
        self
    }

    /// Whether it is a certain form of whoever has a code.
    pub(crate) fn is(&self, form: &str, code: Option<&TrackingCode>) -> bool {
        self.form == form && self.is_of(code)
    }

    /// Whether it was sent by whoever has a code.
    pub(crate) fn is_of(&self, code: Option<&TrackingCode>) -> bool {
        self.of == code.map(TrackingCode::grouped)
    }

    /// Which form it is.
    pub(crate) fn name(&self) -> &str {
        &self.form
    }

    /// What was typed.
    pub(crate) fn form(&self) -> Form {
        Form::of(self.fields.clone())
    }

    /// What was not taken of a field.
    pub(crate) fn error(&self, field: &str, language: Language) -> Option<String> {
        let found = self.wrong.iter().find(|(name, _)| name == field);
        found.map(|(_, words)| words.in_language(language).to_owned())
    }

    /// Everything that was not taken, by field.
    pub(crate) fn errors(&self, language: Language) -> Vec<(String, String)> {
        let wrong = self.wrong.iter();
        wrong
            .map(|(field, words)| (field.clone(), words.in_language(language).to_owned()))
            .collect()
    }

    /// Leads to a page that shows it.
    ///
    /// # Errors
    /// When it cannot be sealed, or the store fails.
    pub(crate) async fn see(
        self,
        web: &Web,
        headers: &HeaderMap,
        path: &str,
    ) -> Result<Response, Problem> {
        let before = Held::read(web, headers);
        let plain = serde_json::to_vec(&self).map_err(unreadable)?;
        let what = if plain.len() <= COOKIE_BYTES_MAX {
            drop_draft(web, before).await;
            What::Here(self)
        } else {
            What::Draft(keep_long(web, before, plain).await?.grouped())
        };
        let since = web.huiyin.now();
        let cookie = Held { since, what }.cookie(web, headers)?;
        let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
        let mark = if path.contains('?') { "&" } else { "?" };
        let hash = if fragment.is_empty() { "" } else { "#" };
        Ok(see_with(
            &format!("{path}{mark}{ASKED}=yes{hash}{fragment}"),
            cookie,
        ))
    }

    /// What a page that is asked for is to show; nothing where its address does not say so, or it is over.
    pub(crate) async fn shown(web: &Web, headers: &HeaderMap, query: Option<&str>) -> Option<Self> {
        let query = Form::parse(query.unwrap_or_default().as_bytes()).ok()?;
        if !query.ticked(ASKED) {
            return None;
        }
        match Held::read(web, headers)?.what {
            What::Here(kept) => Some(kept),
            What::Draft(code) => {
                let authority = web.huiyin.authority(None).ok()?;
                let code = TrackingCode::parse(&code)?;
                let draft = web
                    .huiyin
                    .open_draft(authority.row.id, &code)
                    .await
                    .ok()??;
                let (_, text) = draft.fields.first()?;
                serde_json::from_str(text).ok()
            }
        }
    }
}

/// After a form that was taken: go and see the page; what was kept of one before is over.
pub(crate) async fn taken(web: &Web, headers: &HeaderMap, path: &str) -> Response {
    over(web, headers, see_there(path)).await
}

/// An answer after which nothing is kept any more.
pub(crate) async fn over(web: &Web, headers: &HeaderMap, mut answer: Response) -> Response {
    let Some(held) = Held::read(web, headers) else {
        return answer;
    };
    drop_draft(web, Some(held)).await;
    let more = "HttpOnly; SameSite=Lax; Max-Age=0";
    let forget = cookie::header_value(web, headers, NAME, "", more);
    answer.headers_mut().append(header::SET_COOKIE, forget);
    answer
}

/// Keeps a long form like a draft: the one of before, where there is one.
async fn keep_long(
    web: &Web,
    before: Option<Held>,
    plain: Vec<u8>,
) -> Result<TrackingCode, Problem> {
    let id = web.huiyin.authority(None)?.row.id;
    let text = String::from_utf8(plain).map_err(|error| AppError::Unreadable(error.to_string()))?;
    let before = match before.map(|held| held.what) {
        Some(What::Draft(code)) => TrackingCode::parse(&code),
        _ => None,
    };
    let stands = match &before {
        Some(code) => web.huiyin.open_draft(id, code).await?.is_some(),
        None => false,
    };
    let code = match before.filter(|_| stands) {
        Some(code) => code,
        None => web.huiyin.begin_draft(id).await?,
    };
    let fields = vec![(FIELD.to_owned(), text)];
    web.huiyin.save_draft(id, &code, &[FIELD], fields).await?;
    Ok(code)
}

async fn drop_draft(web: &Web, held: Option<Held>) {
    let Some(What::Draft(code)) = held.map(|held| held.what) else {
        return;
    };
    if let (Some(code), Ok(authority)) = (TrackingCode::parse(&code), web.huiyin.authority(None)) {
        // Should it fail, it is forgotten like every draft that nobody saves.
        let _ = web.huiyin.discard_draft(authority.row.id, &code).await;
    }
}

fn unreadable(error: serde_json::Error) -> AppError {
    AppError::Unreadable(error.to_string())
}

impl Held {
    fn read(web: &Web, headers: &HeaderMap) -> Option<Self> {
        let sealed = cookie::value(headers, NAME)?.as_bytes();
        let sealed = BASE64URL_NOPAD.decode(sealed).ok()?;
        let plain = web.huiyin.open_outside(NAME, &sealed)?;
        let held: Self = serde_json::from_slice(&plain).ok()?;
        (web.huiyin.now().micros() - held.since.micros() <= KEPT_MICROS_MAX).then_some(held)
    }

    fn cookie(&self, web: &Web, headers: &HeaderMap) -> Result<HeaderValue, AppError> {
        let plain = serde_json::to_vec(self).map_err(unreadable)?;
        let sealed = web.huiyin.seal_outside(NAME, &plain)?;
        let text = BASE64URL_NOPAD.encode(&sealed);
        let more = "HttpOnly; SameSite=Lax; Max-Age=1800";
        Ok(cookie::header_value(web, headers, NAME, &text, more))
    }
}
