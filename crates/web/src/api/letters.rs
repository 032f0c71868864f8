//! `/api/v1/petitions/{number}/letters`: documents of a petition as PDF.

use super::admin::json;
use super::files::FileBytes;
use super::petition::{Pairs, asked, number, number_in};
use super::track::{unknown, which};
use crate::desk::guard::Bearer;
use crate::desk::letters::{bundle_response, kind};
use crate::problem::{Code, Problem};
use crate::state::Web;
use crate::upload::file_response;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_app::code::TrackingCode;
use huiyin_app::{LetterAsked, LetterOnOffer};
use huiyin_domain::language::Language;
use serde::Serialize;

/// The documents that can be had of a petition.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct LetterList {
    /// In the order of a petition's way.
    letters: Vec<LetterOnOffer>,
}

/// Lists the documents that can be had of a petition now; that it was opened is on record before the
/// answer is sent.
#[utoipa::path(
    get, path = "/api/v1/petitions/{number}/letters",
    params(("number" = String, Path, description = "Such as 2026-000123")),
    responses(
        (status = 200, description = "The documents", body = LetterList),
        (status = 401, description = "No token, or none that works"),
        (status = 404, description = "There is none, or you may not know of it"),
    )
)]
pub(crate) async fn list(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let number = number_in(path)?;
    let huiyin = &caller.web.huiyin;
    let view = huiyin.open_case(&caller.principal, number, false).await?;
    let list = LetterList {
        letters: view.letters,
    };
    json(StatusCode::OK, &list)
}

/// Gives a document as PDF, made from the record; that the petition was read is on record first.
#[utoipa::path(
    get, path = "/api/v1/petitions/{number}/letters/{letter}",
    params(
        ("number" = String, Path, description = "Such as 2026-000123"),
        ("letter" = String, Path, description = "As `letters` names it, with or without .pdf"),
        ("language" = Option<String>, Query, description = "zh, or en for a courtesy translation of the form"),
        ("named" = Option<bool>, Query, description = "The petitioner's name stands on it; this reveals the identity and is on record"),
    ),
    responses(
        (status = 200, description = "The document, tagged PDF/A-2a and PDF/UA-1", content((FileBytes = "application/pdf"))),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You may know of it, and may not see who brought it"),
        (status = 404, description = "There is none, or you may not know of it, or it has no such document yet"),
        (status = 422, description = "A field of the query was not taken"),
        (status = 503, description = "A font is missing, or something does not fit the page: `detail` says what to do"),
    )
)]
pub(crate) async fn read(
    caller: Bearer,
    path: Result<Path<(String, String)>, PathRejection>,
    query: Pairs,
) -> Result<Response, Problem> {
    let Path((text, letter)) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let number = number(&text)?;
    let mut query = asked(query)?;
    let (language, named) = (query.text("language"), query.flag("named"));
    query.finish()?;
    let asked = LetterAsked {
        kind: kind(&letter)?,
        language: tag(language),
        named,
    };
    let huiyin = &caller.web.huiyin;
    let made = huiyin.letter(&caller.principal, number, asked).await?;
    Ok(file_response(made))
}

/// Gives the answer, its proof of service and the index of the file in one archive.
#[utoipa::path(
    get, path = "/api/v1/petitions/{number}/letters/bundle.zip",
    params(
        ("number" = String, Path, description = "Such as 2026-000123"),
        ("language" = Option<String>, Query, description = "zh, or en for a courtesy translation of the forms"),
        ("named" = Option<bool>, Query, description = "The petitioner's name stands on them; this reveals the identity and is on record"),
    ),
    responses(
        (status = 200, description = "The archive", content((FileBytes = "application/zip"))),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You may know of it, and may not see who brought it"),
        (status = 404, description = "There is none, or you may not know of it, or no answer was issued"),
        (status = 422, description = "A field of the query was not taken"),
        (status = 503, description = "A font is missing, or something does not fit the page: `detail` says what to do"),
    )
)]
pub(crate) async fn bundle(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
    query: Pairs,
) -> Result<Response, Problem> {
    let number = number_in(path)?;
    let mut query = asked(query)?;
    let (language, named) = (query.text("language"), query.flag("named"));
    query.finish()?;
    let huiyin = &caller.web.huiyin;
    let made = huiyin.letter_bundle(&caller.principal, number, (tag(language), named));
    Ok(bundle_response(made.await?))
}

fn tag(language: Option<String>) -> Language {
    language
        .and_then(|tag| Language::parse(&tag))
        .unwrap_or_default()
}

/// Gives a document that is for the petitioner, as PDF.
#[utoipa::path(
    get, path = "/api/v1/track/{tracking_code}/letters/{letter}",
    params(
        ("tracking_code" = String, Path, description = "The code that acts; case, spaces and dashes are ignored"),
        ("letter" = String, Path, description = "As `letters` of the petition names it, with or without .pdf"),
        ("language" = Option<String>, Query, description = "zh, or en for a courtesy translation of the form"),
        ("number" = Option<String>, Query, description = "Which, where the code opens several petitions; see `also`"),
        ("at" = Option<String>, Query, description = "The key of the authority that gave this number"),
    ),
    responses(
        (status = 200, description = "The document, tagged PDF/A-2a and PDF/UA-1", content((FileBytes = "application/pdf"))),
        (status = 404, description = "No petition has this code, it has no such document yet, or the code only views"),
        (status = 503, description = "A font is missing, or something does not fit the page: `detail` says what to do"),
    )
)]
pub(crate) async fn track(
    State(web): State<Web>,
    path: Result<Path<(String, String)>, PathRejection>,
    query: Pairs,
) -> Result<Response, Problem> {
    let Path((text, letter)) = path.map_err(|_| unknown())?;
    let code = TrackingCode::parse(&text).ok_or_else(unknown)?;
    let mut query = asked(query)?;
    let language = query.text("language");
    let of = (&code, which(&web, query)?);
    let asked = (kind(&letter)?, tag(language));
    let made = web.huiyin.track_letter(of, asked, false).await?;
    Ok(file_response(made))
}
