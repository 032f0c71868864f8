//! The cookies: the language, how pages look, the sealed codes of the petition that this browser follows and of
//! the draft that it writes on, of the visit that it announced, and the
//! session of somebody of the staff. None of the secrets ever stands in an address (RULES 7).

use crate::pages::appearance::Appearance;
use crate::state::Web;
use axum::http::{HeaderMap, HeaderValue, header};
use data_encoding::BASE64URL_NOPAD;
use huiyin_app::code::TrackingCode;
use huiyin_app::{AppError, DangerView, ObligationView, RegisterReply, Token};
use huiyin_domain::language::Language;
use huiyin_domain::time::Instant;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const LANGUAGE: &str = "huiyin_language";
const APPEARANCE: &str = "huiyin_appearance";
const FOLLOWED: &str = "huiyin_petition";
const WRITING: &str = "huiyin_writing";
const COMING: &str = "huiyin_coming";
const HANDOVER: &str = "huiyin_handover";
const SESSION: &str = "huiyin_session";
const SCREEN: &str = "huiyin_screen";
const KEYS: &str = "huiyin_keys";
/// How long a new code can be shown again: 30 minutes (RULES 3.3).
const SHOWN_MICROS_MAX: i64 = 30 * 60 * 1_000_000;
/// How long this browser follows a petition without typing the code again: 12 hours.
const FOLLOWED_MICROS_MAX: i64 = 12 * 3_600 * 1_000_000;

/// The petition that this browser follows.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Followed {
    code: String,
    since: Instant,
    /// The holder has not yet said that the code is kept.
    shows_code: bool,
    /// The codes of the other representatives, as long as they are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<String>,
}

impl Followed {
    /// Just registered: the code is shown until its holder says that it is kept.
    pub(crate) fn just_registered(code: &str, others: Vec<String>, now: Instant) -> Self {
        Self {
            code: code.to_owned(),
            since: now,
            shows_code: true,
            others,
        }
    }

    /// Opened with its code.
    pub(crate) fn opened(code: &TrackingCode, now: Instant) -> Self {
        Self {
            code: code.grouped(),
            since: now,
            shows_code: false,
            others: Vec::new(),
        }
    }

    /// The codes of the other representatives in groups, as long as they may be shown.
    pub(crate) fn shown_others(&self, now: Instant) -> Vec<String> {
        let shown = self.shown_code(now).is_some();
        self.others.iter().filter(|_| shown).cloned().collect()
    }

    /// The code.
    pub(crate) fn code(&self) -> Option<TrackingCode> {
        TrackingCode::parse(&self.code)
    }

    /// The code in groups, as long as it may be shown.
    pub(crate) fn shown_code(&self, now: Instant) -> Option<String> {
        let fresh = now.micros() - self.since.micros() <= SHOWN_MICROS_MAX;
        (self.shows_code && fresh).then(|| self.code.clone())
    }

    /// The same without showing the code again.
    pub(crate) fn kept(self) -> Self {
        Self {
            shows_code: false,
            others: Vec::new(),
            ..self
        }
    }

    /// Reads it from a request.
    pub(crate) fn of(web: &Web, headers: &HeaderMap) -> Option<Self> {
        let sealed = BASE64URL_NOPAD
            .decode(value(headers, FOLLOWED)?.as_bytes())
            .ok()?;
        let plain = web.huiyin.open_outside(FOLLOWED, &sealed)?;
        let followed: Self = serde_json::from_slice(&plain).ok()?;
        (web.huiyin.now().micros() - followed.since.micros() <= FOLLOWED_MICROS_MAX)
            .then_some(followed)
    }

    /// The header that sets it.
    pub(crate) fn set(&self, web: &Web, headers: &HeaderMap) -> Result<HeaderValue, AppError> {
        let plain =
            serde_json::to_vec(self).map_err(|error| AppError::Unreadable(error.to_string()))?;
        let sealed = web.huiyin.seal_outside(FOLLOWED, &plain)?;
        Ok(header_value(
            web,
            headers,
            FOLLOWED,
            &BASE64URL_NOPAD.encode(&sealed),
            "HttpOnly; SameSite=Lax",
        ))
    }

    /// The header that forgets it.
    pub(crate) fn forget(web: &Web, headers: &HeaderMap) -> HeaderValue {
        header_value(
            web,
            headers,
            FOLLOWED,
            "",
            "HttpOnly; SameSite=Lax; Max-Age=0",
        )
    }
}

/// The draft that this browser writes on.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Writing {
    code: String,
    since: Instant,
}

impl Writing {
    /// Writes on the draft of a code.
    pub(crate) fn on(code: &TrackingCode, now: Instant) -> Self {
        Self {
            code: code.grouped(),
            since: now,
        }
    }

    /// The code.
    pub(crate) fn code(&self) -> Option<TrackingCode> {
        TrackingCode::parse(&self.code)
    }

    /// Reads it from a request.
    pub(crate) fn of(web: &Web, headers: &HeaderMap) -> Option<Self> {
        let sealed = BASE64URL_NOPAD
            .decode(value(headers, WRITING)?.as_bytes())
            .ok()?;
        let plain = web.huiyin.open_outside(WRITING, &sealed)?;
        let writing: Self = serde_json::from_slice(&plain).ok()?;
        (web.huiyin.now().micros() - writing.since.micros() <= FOLLOWED_MICROS_MAX)
            .then_some(writing)
    }

    /// The header that sets it.
    pub(crate) fn set(&self, web: &Web, headers: &HeaderMap) -> Result<HeaderValue, AppError> {
        let plain =
            serde_json::to_vec(self).map_err(|error| AppError::Unreadable(error.to_string()))?;
        let sealed = web.huiyin.seal_outside(WRITING, &plain)?;
        let text = BASE64URL_NOPAD.encode(&sealed);
        let more = "HttpOnly; SameSite=Lax";
        Ok(header_value(web, headers, WRITING, &text, more))
    }

    /// The header that forgets it.
    pub(crate) fn forget(web: &Web, headers: &HeaderMap) -> HeaderValue {
        let more = "HttpOnly; SameSite=Lax; Max-Age=0";
        header_value(web, headers, WRITING, "", more)
    }
}

/// The announced visit that this browser looks at.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Coming {
    code: String,
    since: Instant,
    /// The holder has not yet said that the code is kept.
    shows_code: bool,
}

impl Coming {
    /// Looks at the visit of a code; one that was just announced is shown its code.
    pub(crate) fn of_code(code: &TrackingCode, now: Instant, shows_code: bool) -> Self {
        Self {
            code: code.grouped(),
            since: now,
            shows_code,
        }
    }

    /// The code.
    pub(crate) fn code(&self) -> Option<TrackingCode> {
        TrackingCode::parse(&self.code)
    }

    /// The code in groups, as long as it may be shown.
    pub(crate) fn shown_code(&self, now: Instant) -> Option<String> {
        let fresh = now.micros() - self.since.micros() <= SHOWN_MICROS_MAX;
        (self.shows_code && fresh).then(|| self.code.clone())
    }

    /// Reads it from a request.
    pub(crate) fn of(web: &Web, headers: &HeaderMap) -> Option<Self> {
        let sealed = BASE64URL_NOPAD
            .decode(value(headers, COMING)?.as_bytes())
            .ok()?;
        let plain = web.huiyin.open_outside(COMING, &sealed)?;
        let coming: Self = serde_json::from_slice(&plain).ok()?;
        (web.huiyin.now().micros() - coming.since.micros() <= FOLLOWED_MICROS_MAX).then_some(coming)
    }

    /// The header that sets it.
    pub(crate) fn set(&self, web: &Web, headers: &HeaderMap) -> Result<HeaderValue, AppError> {
        let plain =
            serde_json::to_vec(self).map_err(|error| AppError::Unreadable(error.to_string()))?;
        let sealed = web.huiyin.seal_outside(COMING, &plain)?;
        let text = BASE64URL_NOPAD.encode(&sealed);
        let more = "HttpOnly; SameSite=Lax";
        Ok(header_value(web, headers, COMING, &text, more))
    }

    /// The header that forgets it.
    pub(crate) fn forget(web: &Web, headers: &HeaderMap) -> HeaderValue {
        let more = "HttpOnly; SameSite=Lax; Max-Age=0";
        header_value(web, headers, COMING, "", more)
    }
}

/// What a clerk just registered and hands over.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Handover {
    /// The petition's number.
    pub(crate) number: String,
    /// The code in groups, until it was handed over.
    pub(crate) code: Option<String>,
    /// When.
    pub(crate) since: Instant,
    /// When it was registered, as the registration answered.
    pub(crate) registered_at: String,
    /// What is owed first, as the registration answered; without the steps of the count, for which a
    /// cookie has no room.
    pub(crate) owed: Vec<ObligationView>,
    /// Who was told of a danger, where one was declared with it.
    pub(crate) danger: Option<DangerView>,
    /// Whether it is for named officers, and not for whoever registered it to open.
    #[serde(default)]
    pub(crate) closed: bool,
    /// Whether it was accepted at once.
    pub(crate) accepted: bool,
    /// Whether it was answered at once.
    pub(crate) answered: bool,
    /// The codes of the other representatives, until they were handed over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) others: Vec<String>,
    /// Whose the codes are, the first one before the others, where several brought it and names may stand on paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) names: Vec<String>,
    /// The day on which it was received, where that is to stand beside the time of its registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) received_on: Option<Date>,
    /// Whom a letter is answered to: lines of the envelope, the address first; empty: nobody by post.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) to: Vec<String>,
    /// What the letter was about, where that may stand on the reply; empty: not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) about: String,
    /// Whether it is brought for somebody else whose written authority did not come with it.
    #[serde(default)]
    pub(crate) asks_authority: bool,
}

/// The most duties that a receipt names: a cookie has 4 KiB.
const OWED_MAX: usize = 2;
/// The most of it that every browser keeps, with its name and what goes with it.
const HANDOVER_BYTES_MAX: usize = 3_960;

impl Handover {
    /// What a registration answered. The receipt is made of this alone: who registers a matter for named
    /// officers may not open it afterwards (RULES 4.2).
    pub(crate) fn of_reply(reply: &RegisterReply, now: Instant) -> Self {
        let registered = &reply.registered;
        let owed = reply.stands.iter().flat_map(|stands| &stands.owed);
        let owed = owed.take(OWED_MAX).map(|one| ObligationView {
            explanation: Vec::new(),
            explanation_en: Vec::new(),
            ..one.clone()
        });
        Self {
            number: registered.number.clone(),
            code: Some(registered.tracking_code.clone()),
            since: now,
            registered_at: registered.registered_at.clone(),
            owed: owed.collect(),
            danger: reply.stands.as_ref().and_then(|one| one.danger.clone()),
            closed: reply.stands.as_ref().is_some_and(|one| one.closed),
            accepted: false,
            answered: false,
            others: registered.representative_codes.clone(),
            names: Vec::new(),
            received_on: None,
            to: Vec::new(),
            about: String::new(),
            asks_authority: false,
        }
    }

    /// The same without the codes, whose they are, and whom the letter goes to: they were handed over.
    pub(crate) fn given(self) -> Self {
        Self {
            code: None,
            others: Vec::new(),
            names: Vec::new(),
            to: Vec::new(),
            about: String::new(),
            ..self
        }
    }

    /// The code in groups, as long as it may be shown.
    pub(crate) fn shown_code(&self, now: Instant) -> Option<&str> {
        let fresh = now.micros() - self.since.micros() <= SHOWN_MICROS_MAX;
        self.code.as_deref().filter(|_| fresh)
    }

    /// Reads it from a request.
    pub(crate) fn of(web: &Web, headers: &HeaderMap) -> Option<Self> {
        let sealed = value(headers, HANDOVER)?.as_bytes();
        let sealed = BASE64URL_NOPAD.decode(sealed).ok()?;
        let plain = web.huiyin.open_outside(HANDOVER, &sealed)?;
        serde_json::from_slice(&plain).ok()
    }

    fn sealed(&self, web: &Web) -> Result<String, AppError> {
        let plain =
            serde_json::to_vec(self).map_err(|error| AppError::Unreadable(error.to_string()))?;
        let sealed = web.huiyin.seal_outside(HANDOVER, &plain)?;
        Ok(BASE64URL_NOPAD.encode(&sealed))
    }

    /// The header that sets it.
    pub(crate) fn set(&self, web: &Web, headers: &HeaderMap) -> Result<HeaderValue, AppError> {
        let mut text = self.sealed(web)?;
        if text.len() > HANDOVER_BYTES_MAX {
            // A slip without its name serves; a receipt that the browser does not keep serves nobody.
            let nameless = Self {
                names: Vec::new(),
                ..self.clone()
            };
            text = nameless.sealed(web)?;
        }
        let more = "HttpOnly; SameSite=Strict; Max-Age=1800";
        Ok(header_value(web, headers, HANDOVER, &text, more))
    }
}

/// The language that was chosen, or Chinese.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    chosen_language(headers).unwrap_or_default()
}

/// The language that was chosen in this browser.
pub(crate) fn chosen_language(headers: &HeaderMap) -> Option<Language> {
    value(headers, LANGUAGE).and_then(Language::parse)
}

/// The session's token of a request.
pub(crate) fn session(headers: &HeaderMap) -> Option<Token> {
    value(headers, SESSION).and_then(Token::parse)
}

/// The header that keeps a session's token: sent to this site only, never from another's page.
pub(crate) fn set_session(web: &Web, headers: &HeaderMap, token: &Token) -> HeaderValue {
    let more = "HttpOnly; SameSite=Strict";
    header_value(web, headers, SESSION, &token.text(), more)
}

/// The key of the screen that this browser is, if it shows a board.
pub(crate) fn screen(headers: &HeaderMap) -> Option<Token> {
    Token::parse(value(headers, SCREEN)?)
}

/// The header that keeps it; it opens the board of one response, until that ends.
pub(crate) fn set_screen(web: &Web, headers: &HeaderMap, key: &Token) -> HeaderValue {
    let more = "HttpOnly; SameSite=Strict";
    header_value(web, headers, SCREEN, &key.text(), more)
}

/// The header that forgets it.
pub(crate) fn forget_session(web: &Web, headers: &HeaderMap) -> HeaderValue {
    let more = "HttpOnly; SameSite=Strict; Max-Age=0";
    header_value(web, headers, SESSION, "", more)
}

/// How pages look to this browser.
pub(crate) fn appearance(headers: &HeaderMap) -> Appearance {
    value(headers, APPEARANCE).map_or_else(Appearance::default, Appearance::parse)
}

/// The header that keeps how pages look for a year.
pub(crate) fn set_appearance(
    web: &Web,
    headers: &HeaderMap,
    appearance: Appearance,
) -> HeaderValue {
    let (text, more) = (
        appearance.text(),
        "HttpOnly; SameSite=Lax; Max-Age=31536000",
    );
    header_value(web, headers, APPEARANCE, &text, more)
}

/// The header that keeps a language for a year.
pub(crate) fn set_language(web: &Web, headers: &HeaderMap, language: Language) -> HeaderValue {
    header_value(
        web,
        headers,
        LANGUAGE,
        language.tag(),
        "SameSite=Lax; Max-Age=31536000",
    )
}

/// Whether single letters are keys of the desk in this browser.
pub(crate) fn letters_are_keys(headers: &HeaderMap) -> bool {
    value(headers, KEYS) != Some("off")
}

/// The header that keeps whether they are, for a year.
pub(crate) fn set_letters_are_keys(web: &Web, headers: &HeaderMap, are: bool) -> HeaderValue {
    let (text, more) = (
        if are { "on" } else { "off" },
        "HttpOnly; SameSite=Strict; Max-Age=31536000",
    );
    header_value(web, headers, KEYS, text, more)
}

/// A cookie of a request.
pub(crate) fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The headers of a request as its browser sends them once it keeps a cookie.
pub(crate) fn kept(headers: &HeaderMap, set: &HeaderValue) -> HeaderMap {
    let mut kept = headers.clone();
    let pair = set.to_str().unwrap_or_default().split(';').next();
    let pair = pair.and_then(|pair| HeaderValue::from_str(pair).ok());
    if let Some(pair) = pair {
        // The first of a name counts.
        kept.remove(header::COOKIE);
        kept.append(header::COOKIE, pair);
        for line in headers.get_all(header::COOKIE) {
            kept.append(header::COOKIE, line.clone());
        }
    }
    kept
}

/// `https` where this server is reached so from outside, else `http`.
pub(crate) fn scheme(web: &Web, headers: &HeaderMap) -> &'static str {
    let proto = headers.get("x-forwarded-proto");
    let outside_is_https = proto.is_some_and(|proto| proto == "https");
    match web.config.secure_cookies || outside_is_https {
        true => "https",
        false => "http",
    }
}

/// A cookie for the whole site; `more` says who may read it and how long it lives.
pub(crate) fn header_value(
    web: &Web,
    headers: &HeaderMap,
    name: &str,
    value: &str,
    more: &str,
) -> HeaderValue {
    let secure = match scheme(web, headers) {
        "https" => "; Secure",
        _ => "",
    };
    let text = format!("{name}={value}; Path=/; {more}{secure}");
    // Base64url, a number before it, and a language tag are always visible ASCII.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}
