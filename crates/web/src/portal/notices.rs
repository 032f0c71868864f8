//! `/notices`: what the authority posts, for everybody.

use crate::pages::notices::{Board, NoticesPage};
use crate::portal::{frame, html};
use crate::problem::{self, Problem};
use crate::state::Web;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_domain::language::Language;
use huiyin_domain::wording::Dates;

/// `GET /notices`.
pub(crate) async fn show(State(web): State<Web>, headers: HeaderMap) -> Response {
    let frame = frame(&web, &headers, "/notices");
    match board(&web, frame.language).await {
        Ok(board) => html(&NoticesPage { frame, board }),
        Err(problem) => problem::page(frame, problem.code()),
    }
}

/// What is posted today.
pub(crate) async fn board(web: &Web, language: Language) -> Result<Board, Problem> {
    let authority = web.huiyin.authority(None)?;
    let all = web.huiyin.announcements(authority.row.id).await?;
    let now = web.huiyin.now();
    let dates = Dates::on_screen(now, &authority.zone, language);
    Ok(Board::of(&all, now.date_in(&authority.zone), dates))
}
