//! `/new/files`: photographs, papers and sound. One file that is not taken keeps the rest.

use super::steps::Step;
use super::{Desk, Open, View, or_refused, shown};
use crate::body::Form;
use crate::parts::{self, Sender, UPLOADED};
use crate::portal::see;
use crate::portal::switch::Switch;
use crate::problem::{Code, Problem};
use crate::state::Web;
use crate::upload::{Part, Parts, file_response};
use axum::extract::multipart::MultipartRejection;
use axum::extract::rejection::PathRejection;
use axum::extract::{Multipart, Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::{AppError, DraftFile, Refusal, UploadHolder};
use huiyin_domain::language::Language;
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::text::shown_safely;

/// What the draft holds of files that were not taken last time, a line each, in both languages: they are
/// gone, and the page that says so is seen after a redirect.
const REFUSED: [&str; 2] = ["files_refused", "files_refused_en"];

fn noted(wrong: &[(String, FieldProblem)]) -> Vec<(String, String)> {
    if wrong.is_empty() {
        return Vec::new();
    }
    let lines = |language: Language, separator: &str| {
        let lines = wrong.iter().map(|(name, problem)| {
            let name = shown_safely(name).replace(['\r', '\n'], " ");
            format!("{name}{separator}{}", problem.message(language))
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    vec![
        (REFUSED[0].to_owned(), lines(Language::Zh, "：")),
        (REFUSED[1].to_owned(), lines(Language::En, ": ")),
    ]
}

/// The files that were not taken last time, each with what to do.
pub(super) fn refused(form: &Form, language: Language) -> Vec<(String, String)> {
    let noted = form.text(language.pick(REFUSED[0], REFUSED[1]));
    let noted = noted.unwrap_or_default();
    let lines = noted
        .lines()
        .map(|line| ("file".to_owned(), line.to_owned()));
    lines.collect()
}

/// `GET /new/files`.
pub(crate) async fn show_files(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    shown(&web, &headers, Step::Files, View::of(query.as_deref())).await
}

/// `POST /new/files`: adds what was chosen, and goes on unless something was not taken.
pub(crate) async fn take_files(
    State(web): State<Web>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    or_refused(&web, &headers, take(&web, &headers, form).await)
}

/// What a file was not taken for.
type Wrong = Vec<(String, FieldProblem)>;

/// An upload that is not there any more, or not whole: it is chosen again.
fn not_come(error: AppError) -> Result<Wrong, Problem> {
    match error {
        AppError::Refused(Refusal::NoSuchUpload | Refusal::Fields(_)) => {
            Ok(vec![("…".to_owned(), FieldProblem::NotWhole)])
        }
        error => Err(error.into()),
    }
}

impl Desk<'_> {
    /// Adds a file to the draft; what is wrong with it, if it is not taken.
    async fn add(&self, open: &Open, (name, bytes): (String, Vec<u8>)) -> Result<Wrong, Problem> {
        let id = self.authority.row.id;
        let added = self
            .web
            .huiyin
            .add_draft_file(id, &open.code, (&name, bytes));
        match added.await {
            Ok(()) => Ok(Vec::new()),
            Err(AppError::Refused(Refusal::Fields(fields))) => {
                let problems = fields.into_iter().map(|field| field.problem);
                Ok(problems.map(|problem| (name.clone(), problem)).collect())
            }
            Err(error) => Err(error.into()),
        }
    }
}

async fn take(
    web: &Web,
    headers: &HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let desk = Desk::of(web, headers)?;
    let (open, begun) = desk.open_or_begin().await?;
    let id = desk.authority.row.id;
    let mut form = Parts::of(web, form)?;
    let mut wrong = Vec::new();
    let mut fields = Vec::new();
    while let Some(part) = form.next().await? {
        match part {
            // What the script sent in parts beforehand.
            Part::Field(name, code) if name == UPLOADED => {
                let sender = Sender {
                    authority: id,
                    holder: UploadHolder::Draft(open.code.clone()),
                };
                match parts::taken(web, &sender, &code).await {
                    Ok((name, bytes)) => wrong.extend(desk.add(&open, (name, bytes)).await?),
                    Err(error) => wrong.extend(not_come(error)?),
                }
            }
            Part::Field(name, value) => fields.push((name, value)),
            Part::File(name, Ok(bytes)) => wrong.extend(desk.add(&open, (name, bytes)).await?),
            Part::File(name, Err(problem)) => wrong.push((name, problem)),
        }
    }
    let form = Form::of(fields);
    let view = View {
        to_check: form.text("then").as_deref() == Some("check"),
        wrong: !wrong.is_empty(),
    };
    let save = web
        .huiyin
        .save_draft(id, &open.code, &REFUSED, noted(&wrong));
    save.await?;
    let response = match Switch::of(web, headers, form.fields()) {
        Some(switch) => switch.on(view.see(Step::Files)),
        None if form.ticked("later") => see("/new/saved"),
        None if view.wrong || form.ticked("more") => view.see(Step::Files),
        None if view.to_check => see("/new/check"),
        None => see(Step::Files.next()),
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

/// Where the small picture of a file is; nothing for what is no picture.
pub(super) fn picture_href(file: &DraftFile) -> Option<String> {
    file.is_picture()
        .then(|| format!("/new/files/{}/picture", file.number))
}

/// `GET /new/files/{nth}/picture`: a photograph of the draft that this browser writes on, for its page alone.
pub(crate) async fn picture(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<i64>, PathRejection>,
) -> Response {
    let found = async {
        let Path(number) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let desk = Desk::of(&web, &headers)?;
        let open = desk.open().await?;
        let open = open.ok_or_else(|| Problem::of(Code::NotFound))?;
        let id = desk.authority.row.id;
        let picture = web.huiyin.draft_picture(id, &open.code, number).await?;
        let picture = picture.ok_or_else(|| Problem::of(Code::NotFound))?;
        Ok(file_response(picture))
    };
    or_refused(&web, &headers, found.await)
}
