//! `/track/replaced`: whoever holds a code that was replaced, or the code that was sent to the contact on file, says
//! that nobody asked for the new one (RULES 3.3).

use crate::cookie::{self, Followed};
use crate::desk::guard::is_ours;
use crate::pages::track_code::ReplacedPage;
use crate::portal::{frame, html, see};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::{AppError, Refusal};
use huiyin_domain::wording::Dates;

/// Its address.
pub(super) const PAGE: &str = "/track/replaced";

/// `GET /track/replaced`: what happened to the code that was given, and what can be done.
pub(crate) async fn show(State(web): State<Web>, headers: HeaderMap) -> Response {
    let refused = |problem: Problem| problem::page(frame(&web, &headers, PAGE), problem.code());
    let Some(code) = Followed::of(&web, &headers).and_then(|followed| followed.code()) else {
        return see("/track");
    };
    let language = cookie::language(&headers);
    match web.huiyin.code_replaced(&code).await {
        Ok(Some(replaced)) => {
            let dates = Dates::on_screen(web.huiyin.now(), &replaced.zone, language);
            let when = |at| dates.instant(at);
            html(&ReplacedPage {
                frame: frame(&web, &headers, PAGE),
                at: when(replaced.at.to_minute()),
                until: when(replaced.until.to_minute()),
                by_contact: replaced.by_contact,
                ended: false,
            })
        }
        Ok(None) => see("/track/petition"),
        Err(error) => refused(error.into()),
    }
}

/// `POST /track/replaced`: the new code ends at once.
pub(crate) async fn object(State(web): State<Web>, headers: HeaderMap) -> Response {
    let refused = |problem: Problem| problem::page(frame(&web, &headers, PAGE), problem.code());
    if !is_ours(&headers) {
        return refused(Problem::of(Code::FormNotOurs));
    }
    let Some(code) = Followed::of(&web, &headers).and_then(|followed| followed.code()) else {
        return see("/track");
    };
    match web.huiyin.object_to_renewal(&code).await {
        Ok(ended) if ended.opens => see("/track/petition"),
        Ok(_) => html(&ReplacedPage {
            frame: frame(&web, &headers, PAGE),
            at: String::new(),
            until: String::new(),
            by_contact: true,
            ended: true,
        }),
        // Sent twice: the code works again already.
        Err(AppError::Refused(Refusal::NoSuchPetition)) => see("/track/petition"),
        Err(error) => refused(error.into()),
    }
}
