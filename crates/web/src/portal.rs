//! The portal for petitioners: one file per page, working without script.

pub(crate) mod appearance;
pub(crate) mod board;
pub(crate) mod by_time;
pub(crate) mod clock;
pub(crate) mod emblem;
pub(crate) mod figures;
pub(crate) mod home;
pub(crate) mod hooks;
pub(crate) mod kept;
pub(crate) mod language;
pub(crate) mod notices;
pub(crate) mod page;
pub(crate) mod parts;
pub(crate) mod published;
pub(crate) mod receipt;
pub(crate) mod report;
pub(crate) mod switch;
pub(crate) mod tell;
pub(crate) mod track;
pub(crate) mod visit;

use crate::assets;
use crate::cookie;
use crate::pages::layout::{Contact, Frame};
use crate::state::Web;
use askama::Template;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use huiyin_domain::event::ContactText;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::text::shown_safely;

/// The text in which an authority says how long it keeps what it was told.
pub(crate) const KEEPING: &str = "keeping";

/// What stands around every page.
pub(crate) fn frame(web: &Web, headers: &HeaderMap, path: &str) -> Frame {
    let rules = web.huiyin.rules();
    let authority = rules.authority_named(None);
    let language = cookie::language(headers);
    let own = |key: &str, language| {
        let text = authority.and_then(|one| one.portal_text(key, language));
        text.map(|text| shown_safely(text).into_owned())
    };
    Frame {
        language,
        foot_note: own("foot-note", language),
        tell_help: own("tell-help", language),
        receipt_note: own("receipt-note", language),
        keeping: own(KEEPING, language),
        // A word of a closed list stands where the Chinese does.
        colour: own("colour", Language::Zh).unwrap_or_default(),
        appearance: cookie::appearance(headers),
        authority: authority.map_or_else(
            || Bilingual::new("回音", "Huiyin"),
            |one| one.row.name.clone(),
        ),
        emblem: authority.and_then(|one| emblem::href(&one.row.emblem)),
        path: path.to_owned(),
        form: "",
        notice: None,
        contact: authority.map_or_else(Contact::default, |one| contact(&one.row.contact)),
        source_href: web.config.source_url.clone(),
        style_href: assets::style_href().to_owned(),
        script_href: assets::script_href().to_owned(),
    }
}

/// How to reach an authority, as far as it was told.
pub(crate) fn contact(text: &ContactText) -> Contact {
    let told = |words: &Bilingual| {
        let or = |one: &str, other: &str| if one.is_empty() { other } else { one }.to_owned();
        let words = Bilingual::new(or(&words.zh, &words.en), or(&words.en, &words.zh));
        Some(words).filter(|words| !words.zh.is_empty())
    };
    Contact {
        address: told(&text.address),
        phone: Some(text.phone.clone()).filter(|phone| !phone.is_empty()),
        hours: told(&text.hours),
    }
}

/// A page as an answer.
pub(crate) fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => Html(text).into_response(),
        Err(error) => {
            tracing::error!("a page could not be rendered: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// After a form: go and see the page, so that reloading it sends nothing again.
pub(crate) fn see(path: &'static str) -> Response {
    (
        StatusCode::SEE_OTHER,
        [(header::LOCATION, HeaderValue::from_static(path))],
    )
        .into_response()
}

/// As [`see`], where the path is only known now; it holds numbers and words of ours only.
pub(crate) fn see_there(path: &str) -> Response {
    let to = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/desk"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// As [`see_there`], with a cookie.
pub(crate) fn see_with(path: &str, cookie: HeaderValue) -> Response {
    let to = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    let headers: [(HeaderName, HeaderValue); 2] =
        [(header::LOCATION, to), (header::SET_COOKIE, cookie)];
    (StatusCode::SEE_OTHER, headers).into_response()
}
