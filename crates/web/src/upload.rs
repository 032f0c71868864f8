//! Files in and out: `multipart/form-data` with one file at most, and files as attachments that no
//! browser runs.

use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use futures_util::stream::unfold;
use huiyin_app::{AppError, FileContent, FileSent, FormFile, content_digest};
use huiyin_domain::petition::{FILE_BYTES_MAX, FieldError, FieldProblem};

/// What a form may hold beside its file: 1 MiB, as every other body.
const FIELDS_BYTES_MAX: usize = crate::server::BODY_BYTES_MAX;
/// How many fields a form may have.
const FIELDS_MAX: usize = 200;
/// What is read of a form at most. A file above its own limit is read on and thrown away, so that the
/// browser gets an answer with everything else that was typed, and not a broken connection.
const FORM_BYTES_MAX: usize = 4 * FILE_BYTES_MAX + FIELDS_BYTES_MAX;
/// Nothing in an attachment is run, loaded or framed, should a browser show it all the same.
const ATTACHMENT_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// The limit of a route that takes a file.
pub fn upload_limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(FORM_BYTES_MAX)
}

/// A form with a file.
#[derive(Debug, Default)]
pub struct Upload {
    /// Its fields, in order.
    pub fields: Vec<(String, String)>,
    /// Its file, if one was chosen and taken.
    pub file: Option<UploadedFile>,
    /// Why a file was not taken, by its field.
    pub wrong: Vec<FieldError>,
}

/// A file as it came; what it is has still to be found out.
#[derive(Debug)]
pub struct UploadedFile {
    /// The field that it came in.
    pub field: String,
    /// Its name, as the browser says it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A piece of a form, in the order in which it comes.
pub enum Part {
    /// A field and its value.
    Field(String, String),
    /// A file: its name as the browser says it, and its content, or why that is not taken.
    File(String, Result<Vec<u8>, FieldProblem>),
}

/// A form with any number of files, read piece by piece: no more than one file is held at a time, and only once
/// it came whole ([`FormFile`]).
pub(crate) struct Parts {
    web: Web,
    form: Multipart,
    left: usize,
    fields: usize,
}

impl Parts {
    /// Begins to read.
    ///
    /// # Errors
    /// [`UploadError::OtherType`].
    pub(crate) fn of(
        web: &Web,
        form: Result<Multipart, MultipartRejection>,
    ) -> Result<Self, UploadError> {
        Ok(Self {
            web: web.clone(),
            form: form.map_err(|_| UploadError::OtherType)?,
            left: FIELDS_BYTES_MAX,
            fields: 0,
        })
    }

    /// The next piece; a file that was not chosen is none.
    ///
    /// # Errors
    /// [`UploadError`].
    pub(crate) async fn next(&mut self) -> Result<Option<Part>, UploadError> {
        while let Some(field) = self.form.next_field().await? {
            self.fields += 1;
            if self.fields > FIELDS_MAX {
                return Err(UploadError::TooLarge);
            }
            let name = field.name().unwrap_or_default().to_owned();
            if let Some(file) = field.file_name().map(str::to_owned) {
                let bytes = file_of(&self.web, field).await?;
                let unchosen = file.is_empty() && bytes.as_ref().is_ok_and(Vec::is_empty);
                if unchosen {
                    continue;
                }
                return Ok(Some(Part::File(file, bytes)));
            }
            let bytes = read(field, self.left).await?.ok_or(UploadError::TooLarge)?;
            self.left -= bytes.len();
            let text = String::from_utf8(bytes).map_err(|_| UploadError::NotUtf8)?;
            return Ok(Some(Part::Field(name, text)));
        }
        Ok(None)
    }
}

/// Why a form was not taken at all.
#[derive(Debug)]
pub enum UploadError {
    /// Not `multipart/form-data`.
    OtherType,
    /// It did not arrive whole, or is none.
    Broken,
    /// Too large altogether.
    TooLarge,
    /// A field that is not UTF-8.
    NotUtf8,
    /// What came of a file could not be kept.
    NotKept(Box<AppError>),
}

impl From<UploadError> for Problem {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::OtherType => Self::of(Code::NotMultipart),
            UploadError::Broken => Self::of(Code::BrokenUpload),
            UploadError::TooLarge => Self::of(Code::UploadTooLarge),
            UploadError::NotUtf8 => Self::of(Code::NotUtf8),
            UploadError::NotKept(error) => (*error).into(),
        }
    }
}

impl From<AppError> for UploadError {
    fn from(error: AppError) -> Self {
        Self::NotKept(Box::new(error))
    }
}

impl From<MultipartError> for UploadError {
    fn from(error: MultipartError) -> Self {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            _ => Self::Broken,
        }
    }
}

impl Upload {
    /// Reads a form to its end.
    ///
    /// # Errors
    /// [`UploadError`].
    pub(crate) async fn read(
        web: &Web,
        form: Result<Multipart, MultipartRejection>,
    ) -> Result<Self, UploadError> {
        Self::read_with(Some(web), form).await
    }

    /// Reads a form to its end and keeps nothing of its files: each is named as one that did not come.
    ///
    /// # Errors
    /// [`UploadError`].
    pub(crate) async fn without_files(
        form: Result<Multipart, MultipartRejection>,
    ) -> Result<Self, UploadError> {
        Self::read_with(None, form).await
    }

    async fn read_with(
        web: Option<&Web>,
        form: Result<Multipart, MultipartRejection>,
    ) -> Result<Self, UploadError> {
        let mut form = form.map_err(|_| UploadError::OtherType)?;
        let mut upload = Self::default();
        let mut left = FIELDS_BYTES_MAX;
        while let Some(field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(file) => upload.take_file(web, (name, file), field).await?,
                None => {
                    let bytes = read(field, left).await?.ok_or(UploadError::TooLarge)?;
                    left -= bytes.len();
                    let text = String::from_utf8(bytes).map_err(|_| UploadError::NotUtf8)?;
                    upload.fields.push((name, text));
                    if upload.fields.len() > FIELDS_MAX {
                        return Err(UploadError::TooLarge);
                    }
                }
            }
        }
        Ok(upload)
    }

    async fn take_file(
        &mut self,
        web: Option<&Web>,
        (field, name): (String, String),
        content: Field<'_>,
    ) -> Result<(), UploadError> {
        let second = self.file.is_some() || !self.wrong.is_empty();
        let came = match web.filter(|_| !second) {
            Some(web) => file_of(web, content).await?,
            // Nothing of it is kept; whether anything came is told all the same.
            None => {
                let nothing = read(content, 0).await?;
                nothing.ok_or(match second {
                    true => FieldProblem::TooMany { entries_max: 1 },
                    false => FieldProblem::NotWhole,
                })
            }
        };
        let problem = match came {
            // A browser sends an empty file without a name where none was chosen.
            Ok(bytes) if name.is_empty() && bytes.is_empty() => return Ok(()),
            Ok(bytes) if !second && web.is_some() => {
                self.file = Some(UploadedFile { field, name, bytes });
                return Ok(());
            }
            Ok(_) if second => FieldProblem::TooMany { entries_max: 1 },
            Ok(_) => FieldProblem::NotWhole,
            Err(problem) => problem,
        };
        self.wrong.push(FieldError { field, problem });
        Ok(())
    }

    /// Its file, which the form cannot do without; `field` is where it is looked for.
    ///
    /// # Errors
    /// The fields that were not taken, or that the file is missing.
    pub fn needed(
        file: Option<UploadedFile>,
        wrong: Vec<FieldError>,
        field: &str,
    ) -> Result<UploadedFile, Problem> {
        match file {
            Some(file) if wrong.is_empty() && file.field == field => Ok(file),
            Some(file) if wrong.is_empty() => Err(Problem::fields(vec![FieldError {
                field: file.field,
                problem: FieldProblem::UnknownField,
            }])),
            None if wrong.is_empty() => Err(Problem::fields(vec![FieldError {
                field: field.to_owned(),
                problem: FieldProblem::Missing,
            }])),
            _ => Err(Problem::fields(wrong)),
        }
    }

    /// The same bytes for the same content, whatever boundary the browser drew: what an
    /// Idempotency-Key stands for.
    pub fn canonical(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut put = |part: &str| {
            bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
            bytes.extend_from_slice(part.as_bytes());
        };
        for (name, value) in &self.fields {
            put(name);
            put(value);
        }
        if let Some(file) = &self.file {
            put(&file.field);
            put(&file.name);
            put(&content_digest(&file.bytes));
        }
        bytes
    }
}

/// A file of a form, read to its end as it comes, never more than a part of it held; or why it is not taken.
async fn file_of(
    web: &Web,
    mut field: Field<'_>,
) -> Result<Result<Vec<u8>, FieldProblem>, UploadError> {
    let mut file = FormFile::begin(&web.huiyin)?;
    while let Some(chunk) = field.chunk().await? {
        file.take(&chunk).await;
    }
    Ok(file.whole().await)
}

/// The bytes of a field, read to its end; nothing if there are more than so many.
async fn read(mut field: Field<'_>, bytes_max: usize) -> Result<Option<Vec<u8>>, UploadError> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = field.chunk().await? {
        bytes = bytes.filter(|bytes| bytes.len() + chunk.len() <= bytes_max);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(bytes)
}

/// A file as an attachment: it is saved, never shown in our origin, and its type is not guessed.
pub fn file_response(file: FileContent) -> Response {
    let ending = file.kind.endings().first().copied().unwrap_or_default();
    attachment((file.kind.media_type(), ending), &file.name, file.bytes)
}

/// A file as an attachment that is read piece by piece as its reader takes it. A piece that cannot be read
/// breaks the connection off before the promised length, so that nobody takes a part for the whole.
pub fn sent_response(file: FileSent) -> Response {
    let ending = file.kind.endings().first().copied().unwrap_or_default();
    let (media_type, name, bytes) = (file.kind.media_type(), file.name.clone(), file.bytes);
    let pieces = unfold(Some(file), |left| async move {
        let mut file = left?;
        match file.piece().await {
            Ok(piece) => piece.map(|piece| (Ok(piece), Some(file))),
            Err(error) => {
                tracing::error!("a file broke off on its way out: {error}");
                Some((Err(std::io::Error::other("it cannot be read on")), None))
            }
        }
    });
    let mut response = attachment((media_type, ending), &name, Body::from_stream(pieces));
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    response
}

/// Bytes to keep, under a name; no browser may show them as a page of ours.
pub(crate) fn attachment(
    (media_type, ending): (&'static str, &str),
    name: &str,
    content: impl Into<Body>,
) -> Response {
    let mut response = Response::new(content.into());
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_SECURITY_POLICY, ATTACHMENT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (header, value) in fixed {
        headers.insert(header, HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(&disposition(ending, name)) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// `attachment` with the name in UTF-8 (RFC 6266), and a plain one for whoever does not read that.
fn disposition(ending: &str, name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"file{ending}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::WebConfig;
    use axum::Router;
    use axum::extract::State;
    use axum::http::Request;
    use axum::routing::post;
    use huiyin_domain::event::{FileKind, FilePurpose};
    use huiyin_testkit::engine::on_sqlite;
    use std::sync::Arc;
    use tower::ServiceExt;

    const BOUNDARY: &str = "----form";

    fn part(head: &str, content: &[u8]) -> Vec<u8> {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        [head.as_bytes(), content, b"\r\n"].concat()
    }

    /// What a handler makes of a body: fields and file, or the error.
    async fn posted(web: &Web, parts: &[Vec<u8>], kind: &str) -> String {
        async fn handler(
            State(web): State<Web>,
            form: Result<Multipart, MultipartRejection>,
        ) -> String {
            match Upload::read(&web, form).await {
                Ok(upload) => {
                    let file = upload
                        .file
                        .map(|file| (file.field, file.name, file.bytes.len()));
                    let wrong = upload.wrong.iter();
                    let wrong: Vec<String> = wrong
                        .map(|one| format!("{} {}", one.field, one.problem.code()))
                        .collect();
                    format!("{:?} {file:?} {wrong:?}", upload.fields)
                }
                Err(error) => format!("{error:?}"),
            }
        }
        let app = Router::new()
            .route("/", post(handler))
            .layer(upload_limit())
            .with_state(web.clone());
        let mut body = parts.concat();
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let request = Request::post("/")
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .expect("a request");
        let response = app.oneshot(request).await.expect("an answer");
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await;
        String::from_utf8(bytes.expect("a body").to_vec()).expect("a text")
    }

    fn multipart() -> String {
        format!("multipart/form-data; boundary={BOUNDARY}")
    }

    /// Runs what is asked of the web upon a store.
    fn on_web(test: impl AsyncFnOnce(&Web)) {
        on_sqlite(|place| {
            let web = Web::new(Arc::new(place.open()), WebConfig::default());
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(test(&web));
        });
    }

    #[test]
    fn a_form_with_a_file_is_read_and_an_unchosen_file_is_none() {
        on_web(async |web| {
            let fields = [
                part("name=\"purpose\"", "signed-paper".as_bytes()),
                part("name=\"file\"; filename=\"信.pdf\"", b"%PDF-1.7"),
            ];
            let read = posted(web, &fields, &multipart()).await;
            assert_eq!(
                read,
                "[(\"purpose\", \"signed-paper\")] Some((\"file\", \"信.pdf\", 8)) []"
            );
            let none = [part("name=\"file\"; filename=\"\"", b"")];
            assert_eq!(posted(web, &none, &multipart()).await, "[] None []");
        });
    }

    #[test]
    fn what_is_too_large_or_too_many_or_no_form_is_told_apart() {
        on_web(async |web| {
            let head = "name=\"file\"; filename=\"a.pdf\"";
            let full = part(head, &vec![b'a'; FILE_BYTES_MAX]);
            let taken = format!("[] Some((\"file\", \"a.pdf\", {FILE_BYTES_MAX})) []");
            assert_eq!(posted(web, &[full], &multipart()).await, taken);
            // What was typed after a file that is too large, or can be none, is kept all the same.
            let large = part(head, &vec![b'a'; FILE_BYTES_MAX + 1]);
            let other = part(head, &vec![0xff; 300_000]);
            for (file, problem) in [(large, "file_too_large"), (other, "other_file")] {
                let after = part("name=\"reason\"", b"typed");
                assert_eq!(
                    posted(web, &[file, after], &multipart()).await,
                    format!("[(\"reason\", \"typed\")] None [\"file {problem}\"]")
                );
            }
            let two = [part(head, b"a"), part(head, b"b")];
            assert_eq!(
                posted(web, &two, &multipart()).await,
                "[] Some((\"file\", \"a.pdf\", 1)) [\"file too_many\"]"
            );
            let text = [part("name=\"text\"", &vec![b'a'; FIELDS_BYTES_MAX + 1])];
            assert_eq!(posted(web, &text, &multipart()).await, "TooLarge");
            let whole = [part(head, &vec![b'a'; FORM_BYTES_MAX])];
            assert_eq!(posted(web, &whole, &multipart()).await, "TooLarge");
            let other = [part("name=\"text\"", &[0xff])];
            assert_eq!(posted(web, &other, &multipart()).await, "NotUtf8");
            assert_eq!(posted(web, &[], "application/json").await, "OtherType");
            assert_eq!(
                posted(web, &[], "multipart/form-data; boundary=other").await,
                "Broken"
            );
        });
    }

    #[test]
    fn the_same_content_is_the_same_request() {
        let upload = |value: &str, bytes: &[u8]| Upload {
            fields: vec![("a".to_owned(), value.to_owned())],
            file: Some(UploadedFile {
                field: "file".to_owned(),
                name: "a.pdf".to_owned(),
                bytes: bytes.to_vec(),
            }),
            wrong: Vec::new(),
        };
        let first = upload("b", b"1").canonical();
        assert_eq!(first, upload("b", b"1").canonical());
        assert_ne!(first, upload("b", b"2").canonical());
        assert_ne!(first, upload("c", b"1").canonical());
    }

    #[test]
    fn a_file_goes_out_as_an_attachment_that_no_browser_runs() {
        let response = file_response(FileContent {
            name: "照片\"\r\n.png".to_owned(),
            kind: FileKind::Png,
            purpose: FilePurpose::Document,
            bytes: vec![1, 2],
        });
        let header = |name| {
            response
                .headers()
                .get(name)
                .and_then(|one| one.to_str().ok())
        };
        assert_eq!(header(header::CONTENT_TYPE), Some("image/png"));
        assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"));
        assert_eq!(
            header(header::CONTENT_SECURITY_POLICY),
            Some(ATTACHMENT_POLICY)
        );
        assert_eq!(
            header(header::CONTENT_DISPOSITION),
            Some(
                "attachment; filename=\"file.png\"; \
                 filename*=UTF-8''%E7%85%A7%E7%89%87%22%0D%0A.png"
            )
        );
    }
}
