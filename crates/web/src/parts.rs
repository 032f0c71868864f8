//! Files in parts, by the core of the tus protocol 1.0.0 with creation, expiration and termination
//! (<https://tus.io/protocols/resumable-upload>): POST begins an upload, HEAD asks how much of it came, PATCH
//! sends more, DELETE gives it up. Whoever asks shows the code that the upload was begun with; its own code
//! stands in its address and opens nothing without that.

use crate::problem::{Code, Problem};
use crate::state::Web;
use crate::upload::{Upload, UploadedFile};
use crate::{api, portal};
use axum::body::Body;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use huiyin_app::code::TrackingCode;
use huiyin_app::{AppError, PART_BYTES_MAX, Refusal, UploadHolder, UploadStands};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::petition::{FILE_BYTES_MAX, FieldError, FieldProblem};
use huiyin_domain::time::Instant;

/// The version of the protocol.
const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const EXTENSIONS: HeaderValue = HeaderValue::from_static("creation,expiration,termination");
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
/// The field of the file, in forms and interfaces.
const FILE: &str = "file";
/// The type of a part.
const PART: &str = "application/offset+octet-stream";

/// Whose uploads they are, and where these are kept.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) authority: AuthorityId,
    pub(crate) holder: UploadHolder,
}

impl Sender {
    /// Whoever holds the code: uploads are kept with the first authority, whichever the petition is of.
    pub(crate) fn of(web: &Web, holder: UploadHolder) -> Result<Self, Problem> {
        Ok(Self {
            authority: web.huiyin.authority(None)?.row.id,
            holder,
        })
    }
}

/// Who sends, where to, and which upload is meant, as the address of a request tells it: by the code in it, or by
/// what the browser's sealed cookie opens.
pub(crate) struct Sends {
    sender: Sender,
    /// Where the addresses of uploads begin.
    base: String,
    /// The upload's own code, where one is meant.
    upload: Option<String>,
}

impl Sends {
    fn upload(&self) -> Result<TrackingCode, Problem> {
        upload_code(self.upload.as_deref().unwrap_or_default())
    }
}

impl FromRequestParts<Web> for Sends {
    type Rejection = Response;

    async fn from_request_parts(request: &mut Parts, web: &Web) -> Result<Self, Response> {
        let params = RawPathParams::from_request_parts(request, web).await;
        let found = async {
            let unknown = || Problem::of(Code::NotFound);
            let params = params.map_err(|_| unknown())?;
            let named = |wanted: &str| {
                let mut params = params.iter();
                let found = params.find(|(name, _)| *name == wanted);
                found.map(|(_, value)| value.to_owned())
            };
            let (sender, base) = match (named("whose"), named("tracking_code")) {
                (Some(whose), _) => {
                    let (sender, base) = portal::parts::sender(web, &request.headers, &whose)?;
                    (sender, base.to_owned())
                }
                (None, Some(code)) => {
                    let base = format!("/api/v1/track/{code}/uploads");
                    (api::uploads::sender(web, &code).await?, base)
                }
                (None, None) => return Err(unknown()),
            };
            Ok(Self {
                sender,
                base,
                upload: named("upload"),
            })
        };
        found.await.map_err(|problem| answered(Err(problem)))
    }
}

/// Answers, with the version of the protocol on it, whatever it is.
fn marked(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(RESUMABLE, VERSION);
    headers.insert(HeaderName::from_static("tus-version"), VERSION);
    response
}

/// What a request came to, as the protocol answers it.
pub(crate) fn answered(done: Result<Response, Problem>) -> Response {
    marked(done.unwrap_or_else(IntoResponse::into_response))
}

/// What can be done here, for whoever asks by OPTIONS.
pub(crate) async fn offered() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("tus-extension"), EXTENSIONS);
    headers.insert(
        HeaderName::from_static("tus-max-size"),
        HeaderValue::from(FILE_BYTES_MAX),
    );
    marked(response)
}

fn same_version(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get(RESUMABLE) {
        Some(version) if version == VERSION => Ok(()),
        _ => Err(Problem::of(Code::OtherTusVersion)),
    }
}

fn refused(name: &HeaderName, problem: FieldProblem) -> Problem {
    Problem::fields(vec![FieldError {
        field: name.as_str().to_owned(),
        problem,
    }])
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Problem> {
    let value = headers.get(name);
    let value = value.ok_or_else(|| refused(name, FieldProblem::Missing))?;
    let read = value.to_str().ok().and_then(|text| text.parse().ok());
    let expected = "integer";
    read.ok_or_else(|| refused(name, FieldProblem::WrongType { expected }))
}

/// The name of the file, if one is told: pairs of key and base64, separated by commas.
fn file_name(headers: &HeaderMap) -> Result<String, Problem> {
    let Some(value) = headers.get(METADATA) else {
        return Ok(String::new());
    };
    let expected = "pairs such as: filename ZmlsZS5wZGY=";
    let wrong = || refused(&METADATA, FieldProblem::WrongType { expected });
    let text = value.to_str().map_err(|_| wrong())?;
    let pairs = text.split(',').map(str::trim);
    let mut names = pairs.filter_map(|pair| pair.strip_prefix("filename "));
    let Some(name) = names.next() else {
        return Ok(String::new());
    };
    let name = data_encoding::BASE64.decode(name.trim().as_bytes());
    let name = name.map_err(|_| wrong())?;
    String::from_utf8(name).map_err(|_| wrong())
}

/// The upload of an address.
pub(crate) fn upload_code(text: &str) -> Result<TrackingCode, Problem> {
    TrackingCode::parse(text).ok_or_else(|| Problem::of(Code::NoSuchUpload))
}

fn standing(status: StatusCode, stands: &UploadStands) -> Response {
    let mut response = status.into_response();
    let headers = response.headers_mut();
    headers.insert(OFFSET, HeaderValue::from(stands.offset));
    headers.insert(LENGTH, HeaderValue::from(stands.length));
    let expires = http_date(stands.expires_at);
    let expires = expires.and_then(|text| HeaderValue::from_str(&text).ok());
    headers.extend(expires.map(|value| (EXPIRES, value)));
    response
}

/// As HTTP writes a time (RFC 9110).
fn http_date(at: Instant) -> Option<String> {
    let stamp = jiff::Timestamp::from_microsecond(at.micros()).ok()?;
    let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
    printer.timestamp_to_rfc9110_string(&stamp).ok()
}

/// POST: begins an upload, which gets an address under that of whoever sends it.
///
/// # Errors
/// [`Problem`]; then nothing began.
pub(crate) async fn begin(
    web: &Web,
    sends: &Sends,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    same_version(headers)?;
    let Sends { sender, base, .. } = sends;
    let (length, name) = (number(headers, &LENGTH)?, file_name(headers)?);
    let begun = web
        .huiyin
        .begin_upload(sender.authority, &sender.holder, (&name, length));
    let stands = begun.await?;
    let mut response = standing(StatusCode::CREATED, &stands);
    let address = format!("{base}/{}", stands.code.grouped());
    if let Ok(address) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    Ok(response)
}

/// HEAD: how much came.
///
/// # Errors
/// [`Problem`].
pub(crate) async fn ask(
    web: &Web,
    sends: &Sends,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    same_version(headers)?;
    let (sender, code) = (&sends.sender, sends.upload()?);
    let stands = web
        .huiyin
        .upload_stands(sender.authority, &sender.holder, &code);
    Ok(standing(StatusCode::OK, &stands.await?))
}

/// PATCH: the next bytes. Those that came before a connection broke are kept: it goes on after them.
///
/// # Errors
/// [`Problem`].
pub(crate) async fn more(
    web: &Web,
    sends: Sends,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    same_version(headers)?;
    let code = sends.upload()?;
    let sender = sends.sender;
    if headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes) != Some(PART.as_bytes()) {
        return Err(Problem::of(Code::NotAPart));
    }
    let offset = number(headers, &OFFSET)?;
    let web = web.clone();
    // A connection that breaks ends this request, and what came has to be kept all the same.
    let taken = tokio::spawn(async move {
        let stands = web
            .huiyin
            .upload_stands(sender.authority, &sender.holder, &code);
        let taking = Taking {
            stands: stands.await?,
            held: Vec::new(),
            web,
            sender,
        };
        taking.check(offset)?;
        taking.take(body).await
    });
    let stands = taken.await.map_err(|_| Problem::of(Code::Internal))??;
    Ok(standing(StatusCode::NO_CONTENT, &stands))
}

/// Bytes on their way in.
struct Taking {
    web: Web,
    sender: Sender,
    stands: UploadStands,
    held: Vec<u8>,
}

impl Taking {
    fn check(&self, offset: u64) -> Result<(), Problem> {
        let here = self.stands.offset;
        match offset == here {
            true => Ok(()),
            false => Err(Problem::of(Code::UploadMoved)),
        }
    }

    async fn take(mut self, body: Body) -> Result<UploadStands, Problem> {
        let mut stream = body.into_data_stream();
        let end = loop {
            match stream.next().await {
                Some(Ok(bytes)) => {
                    let more = (self.held.len() + bytes.len()) as u64;
                    if self.stands.offset + more > self.stands.length {
                        break Err(Problem::of(Code::UploadTooLarge));
                    }
                    self.held.extend_from_slice(&bytes);
                    while self.held.len() >= PART_BYTES_MAX {
                        let rest = self.held.split_off(PART_BYTES_MAX);
                        self.keep(rest).await?;
                    }
                }
                Some(Err(_)) => break Err(Problem::of(Code::BrokenUpload)),
                None => break Ok(()),
            }
        };
        if !self.held.is_empty() {
            self.keep(Vec::new()).await?;
        }
        end.map(|()| self.stands)
    }

    /// Keeps what is held; `rest` is held from then on.
    async fn keep(&mut self, rest: Vec<u8>) -> Result<(), Problem> {
        let part = std::mem::replace(&mut self.held, rest);
        let at = self.stands.offset;
        let code = self.stands.code.clone();
        let kept = self.web.huiyin.keep_upload_part(
            self.sender.authority,
            &self.sender.holder,
            &code,
            (at, part),
        );
        self.stands = kept.await?;
        Ok(())
    }
}

/// The field of a form that names an upload in the place of a file.
pub(crate) const UPLOADED: &str = "uploaded";

/// What an upload that a form names holds: its name and content. It is gone then, as a file of a form is.
///
/// # Errors
/// [`AppError`].
pub(crate) async fn taken(
    web: &Web,
    sender: &Sender,
    code: &str,
) -> Result<(String, Vec<u8>), AppError> {
    let code = TrackingCode::parse(code).ok_or(Refusal::NoSuchUpload)?;
    let (of, holder) = (sender.authority, &sender.holder);
    let whole = web.huiyin.uploaded(of, holder, &code).await?;
    web.huiyin.drop_upload(of, holder, &code).await?;
    Ok(whole)
}

/// Puts the upload that a form names in the place of the form's file.
///
/// # Errors
/// [`Problem`]; what is wrong with the file stands with the form.
pub(crate) async fn put_into(
    web: &Web,
    sender: &Sender,
    upload: &mut Upload,
) -> Result<(), Problem> {
    let Some(code) = named(&upload.fields) else {
        return Ok(());
    };
    let field = FILE.to_owned();
    match taken(web, sender, &code).await {
        Ok((name, bytes)) => upload.file = Some(UploadedFile { field, name, bytes }),
        Err(AppError::Refused(Refusal::NoSuchUpload)) => upload.wrong.push(FieldError {
            field,
            problem: FieldProblem::NotWhole,
        }),
        Err(AppError::Refused(Refusal::Fields(wrong))) => upload.wrong.extend(wrong),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn named(fields: &[(String, String)]) -> Option<String> {
    let mut named = fields.iter().filter(|(name, _)| name == UPLOADED);
    named.next().map(|(_, code)| code.clone())
}

/// DELETE: it is not wanted any more.
///
/// # Errors
/// [`Problem`].
pub(crate) async fn give_up(
    web: &Web,
    sends: &Sends,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    same_version(headers)?;
    let (sender, code) = (&sends.sender, sends.upload()?);
    let dropped = web
        .huiyin
        .drop_upload(sender.authority, &sender.holder, &code);
    dropped.await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
