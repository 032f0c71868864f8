//! `/desk/petitions/{number}/files`: sealed files of a petition, in and out.

use crate::body::Form;
use crate::desk::case::{Opened, href_of, number_of};
use crate::desk::guard::{Signed, SignedForm, SignedUpload};
use crate::desk::petition;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormTarget, FormView};
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use crate::upload::{Upload, UploadedFile, sent_response};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use huiyin_app::{FileDraft, FileStored, SignedMinutes};
use huiyin_domain::event::FilePurpose;
use huiyin_domain::ids::{FileId, Position};
use huiyin_domain::language::Language;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{FieldError, FieldProblem};
use huiyin_domain::response::DrawingFault;

/// What a form says of the files that it takes.
pub(crate) fn kinds_hint(language: Language) -> &'static str {
    language.pick(
        "PDF、JPEG或PNG，不超过20 MiB",
        "PDF, JPEG or PNG, at most 20 MiB",
    )
}

/// What a form says once it comes back: no browser keeps a chosen file.
pub(crate) fn choose_again(language: Language) -> &'static str {
    language.pick(
        "浏览器记不住选过的文件，请再选一次",
        "A browser does not keep a chosen file: choose it again",
    )
}

/// The form for an upload, where this person may add files.
pub(crate) fn form(
    opened: &Opened<'_>,
    typed: Option<(&Form, &str)>,
) -> Result<Option<FormView>, Problem> {
    if !opened.view.may_add_files {
        return Ok(None);
    }
    let (language, chosen) = (
        opened.language,
        typed.and_then(|(form, _)| form.text("purpose")),
    );
    let purposes = FilePurpose::ALL.iter().map(|purpose| {
        let title = purpose.title();
        let choice = Choice::new(purpose.word(), title.in_language(language));
        let choice = choice.chosen(chosen.as_deref() == Some(purpose.word()));
        match purpose.is_for_the_petitioner() {
            true => choice.hinted(language.pick(
                "本人在查询页看得到，可以下载",
                "The petitioner sees and downloads it on the tracking page",
            )),
            false => choice,
        }
    });
    let purposes = FieldKind::Radios(purposes.collect());
    let file = FieldView::new("file", opened.say("文件", "File"), FieldKind::File);
    let key = opened.signed.form_key()?;
    Ok(Some(FormView {
        target: FormTarget::to(format!("{}/files", opened.href())).sealed("", key),
        fields: vec![
            FieldView::new("purpose", opened.say("是什么", "What it is"), purposes).refused(
                typed
                    .filter(|(_, field)| *field == "purpose")
                    .map(|_| opened.say("请选一项", "Choose one")),
            ),
            file.hinted(kinds_hint(language)),
        ],
    }))
}

/// `POST /desk/petitions/{number}/files`.
pub(crate) async fn add(
    path: Result<Path<String>, PathRejection>,
    SignedUpload { form, file, wrong }: SignedUpload,
) -> Response {
    let added = async {
        let Path(number) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let number = number_of(&number)?;
        match keep(&form, number, file, wrong).await {
            Ok(stored) => Ok(see_there(&format!(
                "{}?stored=yes",
                href_of(&stored.number)
            ))),
            Err(problem) => again(&form, number, problem).await,
        }
    };
    form.signed.or_refused(added.await)
}

async fn keep(
    form: &SignedForm,
    number: PetitionNumber,
    file: Option<UploadedFile>,
    wrong: Vec<FieldError>,
) -> Result<FileStored, Problem> {
    let purpose = form.form.text("purpose").unwrap_or_default();
    let purpose = FilePurpose::parse(&purpose).ok_or_else(|| {
        Problem::fields(vec![FieldError {
            field: "purpose".to_owned(),
            problem: FieldProblem::Missing,
        }])
    });
    let file = Upload::needed(file, wrong, "file")?;
    let draft = drafted(file, purpose?);
    let signed = &form.signed;
    let huiyin = &signed.web().huiyin;
    let order = (draft, form.version().map(Position::new));
    let stored = huiyin.add_file(signed.principal(), number, order, form.idempotency());
    Ok(stored.await?.answer)
}

/// A file that came with a form, for a purpose.
pub(crate) fn drafted(file: UploadedFile, purpose: FilePurpose) -> FileDraft {
    FileDraft {
        field: file.field,
        name: file.name,
        purpose,
        bytes: file.bytes,
    }
}

/// The field with the scan of minutes that were signed on paper.
const SCAN: &str = "scan";

/// What the representatives of a group signed, as it came: what they drew on the screen, or the scan of the paper.
///
/// # Errors
/// When it is neither, or both.
pub(crate) fn signed_minutes(
    (file, wrong): (Option<UploadedFile>, Vec<FieldError>),
    drawn: Vec<String>,
) -> Result<SignedMinutes, Problem> {
    if drawn.is_empty() {
        let scan = Upload::needed(file, wrong, SCAN)?;
        return Ok(SignedMinutes::Paper(drafted(
            scan,
            FilePurpose::SignedPaper,
        )));
    }
    if file.is_some() || !wrong.is_empty() {
        return Err(Problem::fields(vec![FieldError {
            field: SCAN.to_owned(),
            problem: FieldProblem::NotASignature(DrawingFault::BesideAScan),
        }]));
    }
    Ok(SignedMinutes::Screen(drawn))
}

/// The petition again, with what was wrong with the upload.
async fn again(
    form: &SignedForm,
    number: PetitionNumber,
    problem: Problem,
) -> Result<Response, Problem> {
    let Some(refused) = problem.refused_fields().first() else {
        return Err(problem);
    };
    let opened = Opened::open(&form.signed, number, false).await?;
    let mut page = petition::page(&opened)?;
    page.file_form = self::form(&opened, Some((&form.form, &refused.field)))?;
    let words = refused.problem.message(opened.language);
    let fields = page.file_form.iter_mut().flat_map(|form| &mut form.fields);
    for field in fields.filter(|field| field.is_file()) {
        if refused.field == field.name {
            field.error = Some(words.clone());
        }
        let again = choose_again(opened.language);
        field.hint = opened.language.pick(
            format!("{}。{again}。", field.hint),
            format!("{}. {again}.", field.hint),
        );
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok((status, form.signed.html(&page)).into_response())
}

/// `GET /desk/petitions/{number}/files/{file}`: that it is read is on record first.
pub(crate) async fn read(
    path: Result<Path<(String, i64)>, PathRejection>,
    signed: Signed,
) -> Response {
    let read = async {
        let Path((number, file)) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let (number, file) = (number_of(&number)?, FileId::new(file));
        let huiyin = &signed.web().huiyin;
        let found = huiyin.open_file(signed.principal(), number, file).await?;
        Ok(sent_response(found))
    };
    signed.or_refused(read.await)
}
