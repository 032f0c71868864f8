//! Saved views of the inbox: a name for an address. They are one's own, and stand in a sealed cookie of this
//! browser and nowhere else: what somebody looks at is nobody's record, and a name typed in haste is on no
//! server. The address of each can be kept as a bookmark as well.

use crate::cookie;
use crate::desk::guard::{Signed, SignedForm};
use crate::desk::inbox::{Asked, is_filtered};
use crate::pages::desk::inbox::SavedView;
use crate::portal::see_with;
use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use data_encoding::BASE64URL_NOPAD;
use huiyin_domain::ids::StaffId;
use huiyin_domain::text::check_line;
use serde::{Deserialize, Serialize};

const VIEWS: &str = "huiyin_views";
/// The most views of one person: a cookie has 4 KiB.
const VIEWS_MAX: usize = 10;
/// The longest name, in characters.
const NAME_CHARACTERS_MAX: usize = 20;

/// The views of whoever saved them in this browser.
#[derive(Default, Serialize, Deserialize)]
struct Views {
    staff: i64,
    views: Vec<(String, String)>,
}

impl Views {
    /// Those of this person; somebody else at the same computer has none of them.
    fn of(web: &Web, headers: &HeaderMap, staff: StaffId) -> Self {
        let read = || {
            let sealed = cookie::value(headers, VIEWS)?.as_bytes();
            let sealed = BASE64URL_NOPAD.decode(sealed).ok()?;
            let plain = web.huiyin.open_outside(VIEWS, &sealed)?;
            serde_json::from_slice::<Self>(&plain).ok()
        };
        let own = read().filter(|views| views.staff == staff.raw());
        own.unwrap_or_else(|| Self {
            staff: staff.raw(),
            ..Self::default()
        })
    }

    fn set(&self, web: &Web, headers: &HeaderMap) -> Result<HeaderValue, Problem> {
        let plain = serde_json::to_vec(self).map_err(|_| Problem::of(Code::Internal))?;
        let sealed = web.huiyin.seal_outside(VIEWS, &plain)?;
        let text = BASE64URL_NOPAD.encode(&sealed);
        let more = "HttpOnly; SameSite=Strict; Max-Age=31536000";
        Ok(cookie::header_value(web, headers, VIEWS, &text, more))
    }
}

/// The views as the inbox shows them; `address` is the one that is looked at now.
pub(crate) fn shown(signed: &Signed, address: &str) -> Vec<SavedView> {
    let views = Views::of(signed.web(), signed.headers(), signed.principal().staff);
    let views = views.views.into_iter();
    views
        .map(|(name, href)| SavedView {
            current: href == address,
            name,
            href,
        })
        .collect()
}

/// `POST /desk/views`: keeps the address under a name, or drops a name (`do=drop`).
pub(crate) async fn keep(form: SignedForm) -> Response {
    let signed = &form.signed;
    let kept = || -> Result<Response, Problem> {
        let (web, headers) = (signed.web(), signed.headers());
        let mut views = Views::of(web, headers, signed.principal().staff);
        let name = form.form.text("name").unwrap_or_default();
        let name = name.trim().to_owned();
        views.views.retain(|(other, _)| *other != name);
        let mut to = "/desk".to_owned();
        if form.form.text("do").as_deref() != Some("drop") {
            let asked = Asked(crate::body::Form::parse(
                form.form.text("query").unwrap_or_default().as_bytes(),
            )?);
            to = asked.href(&[]);
            let fits = check_line(&name, NAME_CHARACTERS_MAX).is_ok() && is_filtered(&asked);
            if fits {
                views.views.push((name, to.clone()));
                let more = views.views.len().saturating_sub(VIEWS_MAX);
                views.views.drain(..more);
            }
        }
        Ok(see_with(&to, views.set(web, headers)?))
    };
    signed.or_refused(kept())
}
