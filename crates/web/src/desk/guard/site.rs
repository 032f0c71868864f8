//! Where the site is reached, for what is handed on; and the way back to a page once something was saved.

use super::Signed;
use crate::cookie;
use crate::portal::see_there;
use axum::http::header;
use axum::response::Response;

/// What an address says of the page before it: its form was saved.
const SAVED: &str = "done=saved";

/// Whether an address says that something was saved just now.
pub(super) fn says_saved(query: Option<&str>) -> bool {
    query.is_some_and(|query| query.split('&').any(|pair| pair == SAVED))
}

/// Back to a page of the desk, which says at its top that what was sent is saved.
pub(crate) fn see_saved(path: &str) -> Response {
    let joint = if path.contains('?') { '&' } else { '?' };
    see_there(&format!("{path}{joint}{SAVED}"))
}

impl Signed {
    /// A path as a whole address, to be handed on or opened on another computer: as the installation is reached
    /// from outside, else as it was reached for this page.
    pub(crate) fn address(&self, path: &str) -> String {
        if let Some(known) = self.web.huiyin.public_url() {
            return format!("{}{path}", known.trim_end_matches('/'));
        }
        let host = self.headers.get(header::HOST);
        let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
        let fits = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        let host: String = host.chars().filter(|c| fits(*c)).collect();
        match host.is_empty() {
            true => path.to_owned(),
            false => format!(
                "{}://{host}{path}",
                cookie::scheme(&self.web, &self.headers)
            ),
        }
    }
}
