//! `/parts/{whose}`: files in parts, from a form that is still being filled in (`draft`) or from the tracking
//! page (`petition`). The code is in the sealed cookie, as for every page.

use crate::cookie::{Followed, Writing};
use crate::desk::guard::is_ours;
use crate::parts::{self, Sender, answered};
use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
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

fn sender(web: &Web, headers: &HeaderMap, whose: &str) -> Result<(Sender, &'static str), Problem> {
    if !is_ours(headers) {
        return Err(Problem::of(Code::FormNotOurs));
    }
    match whose {
        "draft" => Ok((of_draft(web, headers)?, OF_DRAFT)),
        "petition" => Ok((of_petition(web, headers)?, OF_PETITION)),
        _ => Err(Problem::of(Code::NotFound)),
    }
}

fn unknown<T>(_: T) -> Problem {
    Problem::of(Code::NoSuchUpload)
}

/// `OPTIONS /parts/{whose}`.
pub(crate) async fn offered() -> Response {
    parts::offered()
}

/// `POST /parts/{whose}`.
pub(crate) async fn begin(
    State(web): State<Web>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let done = async {
        let Path(whose) = path.map_err(unknown)?;
        let (sender, base) = sender(&web, &headers, &whose)?;
        parts::begin(&web, &sender, &headers, base).await
    };
    answered(done.await)
}

/// `HEAD /parts/{whose}/{upload}`.
pub(crate) async fn ask(
    State(web): State<Web>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let done = async {
        let Path((whose, upload)) = path.map_err(unknown)?;
        let (sender, _) = sender(&web, &headers, &whose)?;
        parts::ask(&web, &sender, &headers, &parts::upload_code(&upload)?).await
    };
    answered(done.await)
}

/// `PATCH /parts/{whose}/{upload}`.
pub(crate) async fn more(
    State(web): State<Web>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let done = async {
        let Path((whose, upload)) = path.map_err(unknown)?;
        let (sender, _) = sender(&web, &headers, &whose)?;
        let part = (parts::upload_code(&upload)?, body);
        parts::more(&web, sender, &headers, part).await
    };
    answered(done.await)
}

/// `DELETE /parts/{whose}/{upload}`.
pub(crate) async fn give_up(
    State(web): State<Web>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let done = async {
        let Path((whose, upload)) = path.map_err(unknown)?;
        let (sender, _) = sender(&web, &headers, &whose)?;
        parts::give_up(&web, &sender, &headers, &parts::upload_code(&upload)?).await
    };
    answered(done.await)
}
