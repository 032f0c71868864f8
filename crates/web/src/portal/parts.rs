//! `/parts/{whose}`: files in parts, from a form that is still being filled in (`draft`) or from the tracking
//! page (`petition`). The code is in the sealed cookie, as for every page.

use crate::cookie::{Followed, Writing};
use crate::desk::guard::is_ours;
use crate::parts::Sender;
use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::http::HeaderMap;
use huiyin_app::UploadHolder;

/// Where the parts of a draft's files go.
pub(crate) const OF_DRAFT: &str = "/parts/draft";
/// Where those of a petition's go.
pub(crate) const OF_PETITION: &str = "/parts/petition";

/// Whoever writes on the draft of this browser.
pub(crate) fn of_draft(web: &Web, headers: &HeaderMap) -> Result<Sender, Problem> {
    let code = Writing::of(web, headers).and_then(|one| one.code());
    let code = code.ok_or_else(|| Problem::of(Code::NoSuchUpload))?;
    Sender::of(web, UploadHolder::Draft(code))
}

/// Whoever follows a petition in this browser.
pub(crate) fn of_petition(web: &Web, headers: &HeaderMap) -> Result<Sender, Problem> {
    let code = Followed::of(web, headers).and_then(|one| one.code());
    let code = code.ok_or_else(|| Problem::of(Code::NoSuchUpload))?;
    Sender::of(web, UploadHolder::Petition(code))
}

/// Whoever sends parts of a draft's or a petition's file from this browser, and where they go.
///
/// # Errors
/// Where the browser has neither, or the request comes from another site's page.
pub(crate) fn sender(
    web: &Web,
    headers: &HeaderMap,
    whose: &str,
) -> Result<(Sender, &'static str), Problem> {
    if !is_ours(headers) {
        return Err(Problem::of(Code::FormNotOurs));
    }
    match whose {
        "draft" => Ok((of_draft(web, headers)?, OF_DRAFT)),
        "petition" => Ok((of_petition(web, headers)?, OF_PETITION)),
        _ => Err(Problem::of(Code::NotFound)),
    }
}
