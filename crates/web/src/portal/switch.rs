//! Another text size or language on a page with a form of its own: the buttons send that form, so that
//! whoever has no script loses nothing that was typed. Nothing of the form is done but keeping it.

use crate::cookie;
use crate::pages::appearance::Appearance;
use crate::state::Web;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use huiyin_domain::language::Language;

/// The field of the buttons for size and contrast.
const LOOK: &str = "look";
/// The field of the button for the language.
const TO: &str = "to";

/// What was chosen.
pub(crate) struct Switch {
    headers: HeaderMap,
    cookie: HeaderValue,
}

impl Switch {
    /// What a form was sent for, if it was sent for this.
    pub(crate) fn of(web: &Web, headers: &HeaderMap, fields: &[(String, String)]) -> Option<Self> {
        let field = |wanted: &str| {
            let mut fields = fields.iter();
            fields
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value)
        };
        let cookie = match (field(LOOK), field(TO)) {
            (Some(look), _) => cookie::set_appearance(web, headers, Appearance::parse(look)),
            (None, Some(to)) => {
                let language = Language::parse(to).unwrap_or_default();
                cookie::set_language(web, headers, language)
            }
            (None, None) => return None,
        };
        Some(Self {
            headers: cookie::kept(headers, &cookie),
            cookie,
        })
    }

    /// The request's headers as this browser sends them from now on: pages are made with these.
    pub(crate) const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// An answer that keeps the choice.
    pub(crate) fn on(self, mut answer: Response) -> Response {
        answer.headers_mut().append(header::SET_COOKIE, self.cookie);
        answer
    }
}
