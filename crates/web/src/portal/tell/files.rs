//! `/new/files`: photographs, papers and sound. One file that is not taken keeps the rest.

use super::steps::Step;
use super::{Desk, or_refused, shown};
use crate::portal::see;
use crate::problem::{Code, Problem};
use crate::state::Web;
use crate::upload::{Part, Parts};
use axum::extract::multipart::MultipartRejection;
use axum::extract::rejection::PathRejection;
use axum::extract::{Multipart, Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use huiyin_app::{AppError, Refusal};
use huiyin_domain::petition::FieldProblem;

/// `GET /new/files`.
pub(crate) async fn show_files(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let to_check = query.as_deref() == Some("then=check");
    shown(&web, &headers, Step::Files, to_check).await
}

/// `POST /new/files`: adds what was chosen, and goes on unless something was not taken.
pub(crate) async fn take_files(
    State(web): State<Web>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    or_refused(&web, &headers, take(&web, &headers, form).await)
}

async fn take(
    web: &Web,
    headers: &HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let desk = Desk::of(web, headers)?;
    let (mut open, begun) = desk.open_or_begin().await?;
    let id = desk.authority.row.id;
    let mut parts = Parts::of(form)?;
    let mut wrong = Vec::new();
    let (mut later, mut more, mut to_check) = (false, false, false);
    while let Some(part) = parts.next().await? {
        match part {
            Part::Field(name, value) => match (name.as_str(), value.as_str()) {
                ("later", _) => later = true,
                ("more", _) => more = true,
                ("then", "check") => to_check = true,
                _ => {}
            },
            Part::File(name, Some(bytes)) => {
                let added = web.huiyin.add_draft_file(id, &open.code, (&name, bytes));
                match added.await {
                    Ok(()) => {}
                    Err(AppError::Refused(Refusal::Fields(fields))) => {
                        let problems = fields.into_iter().map(|field| field.problem);
                        wrong.extend(problems.map(|problem| (name.clone(), problem)));
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            Part::File(name, None) => wrong.push((name, FieldProblem::FileTooLarge)),
        }
    }
    if let Some(now) = web.huiyin.open_draft(id, &open.code).await? {
        open.draft = now;
    }
    let response = if wrong.is_empty() || later {
        see(match (later, more, to_check) {
            (true, ..) => "/new/saved",
            (_, true, _) => Step::Files.path(),
            (.., true) => "/new/check",
            _ => Step::Files.next(),
        })
    } else {
        let separator = desk.language.pick("：", ": ");
        let words = wrong.iter().map(|(name, problem)| {
            let name = huiyin_domain::text::shown_safely(name);
            let told = problem.message(desk.language);
            ("file".to_owned(), format!("{name}{separator}{told}"))
        });
        let words: Vec<(String, String)> = words.collect();
        let page = desk.page(Step::Files, Some(&open), &words, to_check);
        (StatusCode::UNPROCESSABLE_ENTITY, crate::portal::html(&page)).into_response()
    };
    if begun {
        return desk.keep(response, &open.code);
    }
    Ok(response)
}

/// `POST /new/files/{nth}/drop`: takes a file out again.
pub(crate) async fn drop_file(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<i64>, PathRejection>,
) -> Response {
    let done = async {
        let Path(number) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let desk = Desk::of(&web, &headers)?;
        if let Some(open) = desk.open().await? {
            let id = desk.authority.row.id;
            web.huiyin.drop_draft_file(id, &open.code, number).await?;
        }
        Ok(see(Step::Files.path()))
    };
    or_refused(&web, &headers, done.await)
}
