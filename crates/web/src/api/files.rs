//! `/api/v1/petitions/{number}/files`: sealed files of a petition, in and out.

use super::admin::{mark_replayed, versioned};
use super::fields::{error, not_one_of};
use super::petition::{Pairs, asked, number, number_in, seen};
use crate::body;
use crate::desk::files::drafted;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use crate::upload::{Upload, sent_response};
use axum::extract::multipart::MultipartRejection;
use axum::extract::rejection::PathRejection;
use axum::extract::{Multipart, Path};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use huiyin_app::{FileDraft, FileOnRecord, FileStored};
use huiyin_domain::event::FilePurpose;
use huiyin_domain::ids::FileId;
use huiyin_domain::petition::FieldProblem;
use serde::Serialize;

/// The form of an upload.
#[derive(utoipa::ToSchema)]
#[expect(
    dead_code,
    reason = "it is the published schema; the form is read part by part"
)]
pub(crate) struct UploadBody {
    /// What it is for: `letter`, `evidence`, `signed-paper`, `proof-of-service`, or `document`, which
    /// the petitioner gets on the tracking page.
    purpose: String,
    /// PDF, PNG or JPEG, told by the content and not by the name; at most 20 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The content of a file, as it was added.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "it is the published schema")]
pub(crate) struct FileBytes(Vec<u8>);

/// The files of a petition.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct FileList {
    /// Oldest first; 200 at most.
    files: Vec<FileOnRecord>,
    /// Whether you may add one.
    may_add_files: bool,
}

/// Lists the files of a petition; that it was opened is on record before the answer is sent.
#[utoipa::path(
    get, path = "/api/v1/petitions/{number}/files",
    params(
        ("number" = String, Path, description = "Such as 2026-000123"),
        ("identity" = Option<bool>, Query, description = "Also tells the names of scans, which are often names of people; this reveals the identity and is on record"),
    ),
    responses(
        (status = 200, description = "The files, with the petition's version as ETag", body = FileList),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You may know of it, and may not see who brought it"),
        (status = 404, description = "There is none, or you may not know of it"),
        (status = 422, description = "A field of the query was not taken"),
    )
)]
pub(crate) async fn list(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
    query: Pairs,
) -> Result<Response, Problem> {
    let number = number_in(path)?;
    let mut query = asked(query)?;
    let reveal = query.flag("identity");
    query.finish()?;
    let huiyin = &caller.web.huiyin;
    let view = huiyin.open_case(&caller.principal, number, reveal).await?;
    let list = FileList {
        files: view.files,
        may_add_files: view.may_add_files,
    };
    versioned(StatusCode::OK, view.version, &list)
}

/// Adds a file to a petition.
#[utoipa::path(
    post, path = "/api/v1/petitions/{number}/files",
    request_body(content = UploadBody, content_type = "multipart/form-data"),
    params(
        ("number" = String, Path, description = "Such as 2026-000123"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read; if somebody changed the petition since, nothing is added"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated POST one file, for 24 hours"),
    ),
    responses(
        (status = 201, description = "On record and sealed; Location reads it, the ETag is the petition's new version", body = FileStored),
        (status = 400, description = "The form did not arrive whole, or is not UTF-8"),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You may know of it, and may not add files"),
        (status = 404, description = "There is none, or you may not know of it"),
        (status = 412, description = "Somebody changed it meanwhile"),
        (status = 413, description = "Far above the 20 MiB of a file: not read to its end"),
        (status = 415, description = "Not multipart/form-data"),
        (status = 422, description = "purpose or file was not taken, each named: another kind of file, more than 20 MiB, one too many; or the Idempotency-Key was used for another request"),
        (status = 503, description = "Too many at this moment; see Retry-After"),
    )
)]
pub(crate) async fn add(
    caller: Bearer,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let number = number_in(path)?;
    let upload = Upload::read(&caller.web, form).await?;
    let path = format!("/api/v1/petitions/{number}/files");
    let idempotency = body::idempotency(&headers, &path, &upload.canonical())?;
    let order = (draft(upload)?, seen(&headers)?);
    let huiyin = &caller.web.huiyin;
    let done = huiyin
        .add_file(&caller.principal, number, order, idempotency)
        .await?;
    let FileStored { id, version, .. } = done.answer;
    let mut response = versioned(StatusCode::CREATED, version, &done.answer)?;
    mark_replayed(&mut response, done.replayed);
    if let Ok(place) = HeaderValue::from_str(&format!("{path}/{id}")) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// What is to be added, or everything that is wrong with it.
fn draft(upload: Upload) -> Result<FileDraft, Problem> {
    let mut errors = Vec::new();
    let mut purpose = None;
    for (name, value) in &upload.fields {
        match (name.as_str(), FilePurpose::parse(value)) {
            ("purpose", Some(found)) if purpose.is_none() => purpose = Some(found),
            ("purpose", Some(_)) => {
                errors.push(error(name, FieldProblem::TooMany { entries_max: 1 }));
            }
            ("purpose", None) => {
                let words: Vec<&str> = FilePurpose::ALL.iter().map(|one| one.word()).collect();
                errors.push(error(name, not_one_of(&words)));
            }
            _ => errors.push(error(name, FieldProblem::UnknownField)),
        }
    }
    let asked = upload.fields.iter().any(|(name, _)| name == "purpose");
    if !asked {
        errors.push(error("purpose", FieldProblem::Missing));
    }
    let file = Upload::needed(upload.file, upload.wrong, "file");
    match (file, purpose) {
        (Ok(file), Some(purpose)) if errors.is_empty() => Ok(drafted(file, purpose)),
        (file, _) => {
            let of_file = file.err();
            let of_file = of_file.iter().flat_map(|problem| problem.refused_fields());
            errors.extend(of_file.cloned());
            Err(Problem::fields(errors))
        }
    }
}

/// Gives the content of a file, as an attachment; that it was read is on record first, as text and as
/// identity, and the petitioner sees it.
#[utoipa::path(
    get, path = "/api/v1/petitions/{number}/files/{file}",
    params(
        ("number" = String, Path, description = "Such as 2026-000123"),
        ("file" = i64, Path, description = "Its id"),
    ),
    responses(
        (status = 200, description = "The content, as it was added", content((FileBytes = "application/pdf"), (FileBytes = "image/png"), (FileBytes = "image/jpeg"))),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You may know of the petition, and its files are not for you"),
        (status = 404, description = "There is none, or you may not know of it"),
    )
)]
pub(crate) async fn read(
    caller: Bearer,
    path: Result<Path<(String, i64)>, PathRejection>,
) -> Result<Response, Problem> {
    let Path((text, file)) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let (number, file) = (number(&text)?, FileId::new(file));
    let huiyin = &caller.web.huiyin;
    let found = huiyin.open_file(&caller.principal, number, file).await?;
    Ok(sent_response(found))
}
