//! Everything that can go wrong at the edge, in one table: code, status, words, what to do
//! (RFC 9457).

use crate::pages::layout::Frame;
use crate::pages::problem::ProblemPage;
use crate::portal::frame;
use crate::state::Web;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use huiyin_app::{AppError, Cause, Refusal};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::petition::FieldError;
use serde::Serialize;

/// Seconds after which a refused caller may try again.
const RETRY_AFTER_SECONDS: &str = "1";

macro_rules! codes {
    ($($name:ident $word:literal $status:ident $zh:literal $en:literal $do_zh:literal $do_en:literal;)+) => {
        /// A stable code of a problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code {
            $(#[doc = $en] $name),+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code as interfaces say it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The status that it comes with.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status),+ }
            }

            /// What it is.
            pub fn title(self) -> Bilingual {
                match self { $(Self::$name => Bilingual::new($zh, $en)),+ }
            }

            /// What to do about it.
            pub fn way_out(self) -> Bilingual {
                match self { $(Self::$name => Bilingual::new($do_zh, $do_en)),+ }
            }
        }
    };
}

codes! {
    BadJson "bad_json" BAD_REQUEST "内容不是JSON" "The body is not JSON" "请发送一个JSON对象，编码为UTF-8" "Send one JSON object in UTF-8";
    NotUtf8 "not_utf8" BAD_REQUEST "内容不是UTF-8编码" "The body is not UTF-8" "请用UTF-8编码再发一次" "Send it again in UTF-8";
    BadIdempotencyKey "bad_idempotency_key" BAD_REQUEST "Idempotency-Key不能用" "The Idempotency-Key cannot be used" "请用1到255个可见的ASCII字符" "Use 1 to 255 visible ASCII characters";
    SignInRequired "sign_in_required" UNAUTHORIZED "需要登录" "Sign-in is needed" "工作人员的入口还没有开通；查自己的事请用查询码" "The entrance for staff is not open yet; to follow your own matter use its code";
    NotFound "not_found" NOT_FOUND "没有找到" "Not found" "请对照地址或查询码再看一遍" "Compare the address or the code with what you were given";
    MethodNotAllowed "method_not_allowed" METHOD_NOT_ALLOWED "这个地址不接受这种请求" "This address does not take that method" "请看接口文档 /api/openapi.json" "See /api/openapi.json";
    BodyTooLarge "body_too_large" PAYLOAD_TOO_LARGE "内容太大" "The body is too large" "一次最多1MiB，请写短一些" "At most 1 MiB at once; make it shorter";
    WrongContentType "wrong_content_type" UNSUPPORTED_MEDIA_TYPE "内容类型不对" "The content type is another" "接口请用application/json，页面请用表单" "Use application/json for the API, a form for the pages";
    FieldsRefused "fields_refused" UNPROCESSABLE_ENTITY "有几处需要改" "Some fields were not taken" "请按每一项的说明改好，再发一次；什么都没有登记" "Correct each field as it says and send it again; nothing was registered";
    IdempotencyKeyReused "idempotency_key_reused" UNPROCESSABLE_ENTITY "这个Idempotency-Key已用于另一个请求" "This Idempotency-Key was used for another request" "新的请求请用新的键" "Use a new key for a new request";
    QueueFull "queue_full" SERVICE_UNAVAILABLE "现在人太多" "Too many at this moment" "什么都没有登记，请过一秒再发一次" "Nothing was registered; send it again in a second";
    OutcomeUnknown "outcome_unknown" SERVICE_UNAVAILABLE "不能确定是否已登记" "It is not certain whether it was registered" "请再按一次“提交”（程序请用同一个Idempotency-Key再发）：已经登记的，给您的是原来那份回执" "Press Send again (a program: the same Idempotency-Key again): if it was registered you get the same receipt";
    NotReady "not_ready" SERVICE_UNAVAILABLE "系统暂时不能工作" "The system cannot work just now" "请过一会儿再试，或打电话、来接待室" "Try again in a while, or phone, or come in";
    Internal "internal" INTERNAL_SERVER_ERROR "系统出错了" "Something went wrong on our side" "什么都没有登记；请再试一次，或打电话、来接待室" "Nothing was registered; try again, or phone, or come in";
}

/// A problem on its way to the caller, as JSON.
#[derive(Debug)]
pub struct Problem {
    code: Code,
    detail: Option<String>,
    fields: Vec<FieldError>,
}

#[derive(Serialize)]
struct Body<'a> {
    r#type: String,
    title: String,
    title_en: String,
    status: u16,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    what_to_do: String,
    what_to_do_en: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldBody<'a>>,
}

#[derive(Serialize)]
struct FieldBody<'a> {
    field: &'a str,
    code: &'static str,
    message: String,
    message_en: String,
}

impl Problem {
    /// A problem of the table.
    pub const fn of(code: Code) -> Self {
        Self {
            code,
            detail: None,
            fields: Vec::new(),
        }
    }

    /// With words on this one case; never personal data.
    pub fn with(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: Some(detail.into()),
            fields: Vec::new(),
        }
    }

    /// Fields that were not taken.
    pub const fn fields(fields: Vec<FieldError>) -> Self {
        Self {
            code: Code::FieldsRefused,
            detail: None,
            fields,
        }
    }

    /// The code.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The fields that were not taken.
    pub fn refused_fields(&self) -> &[FieldError] {
        &self.fields
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match (error.cause(), error) {
            (_, AppError::Refused(Refusal::Fields(fields))) => Self::fields(fields),
            (_, AppError::Refused(Refusal::IdempotencyKeyReused)) => {
                Self::of(Code::IdempotencyKeyReused)
            }
            (_, AppError::Refused(other)) => Self::with(Code::FieldsRefused, other.to_string()),
            (Cause::Busy, _) => Self::of(Code::QueueFull),
            (Cause::Unknown, _) => Self::of(Code::OutcomeUnknown),
            (Cause::Stopping, _) => Self::of(Code::NotReady),
            (Cause::Refused | Cause::Broken, error) => {
                tracing::error!("a request failed: {error}");
                Self::of(Code::Internal)
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (title, way_out) = (self.code.title(), self.code.way_out());
        let errors = self.fields.iter().map(|error| FieldBody {
            field: &error.field,
            code: error.problem.code(),
            message: error.problem.message(Language::Zh),
            message_en: error.problem.message(Language::En),
        });
        let body = Body {
            r#type: format!("/problems/{}", self.code.word()),
            title: title.zh,
            title_en: title.en,
            status: self.code.status().as_u16(),
            code: self.code.word(),
            detail: self.detail.as_deref(),
            what_to_do: way_out.zh,
            what_to_do_en: way_out.en,
            errors: errors.collect(),
        };
        let json = serde_json::to_vec(&body).unwrap_or_default();
        let kind = [(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        )];
        let mut response = (self.code.status(), kind, json).into_response();
        add_headers(self.code, response.headers_mut());
        response
    }
}

/// Headers that belong to a status.
pub(crate) fn add_headers(code: Code, headers: &mut HeaderMap) {
    match code.status() {
        StatusCode::SERVICE_UNAVAILABLE => {
            headers.insert(
                header::RETRY_AFTER,
                HeaderValue::from_static(RETRY_AFTER_SECONDS),
            );
        }
        StatusCode::UNAUTHORIZED => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        _ => {}
    }
}

/// A problem as a page.
pub(crate) fn page(frame: Frame, code: Code) -> Response {
    let language = frame.language;
    let page = ProblemPage {
        status: code.status().as_u16(),
        title: code.title().in_language(language).to_owned(),
        detail: String::new(),
        what_to_do: code.way_out().in_language(language).to_owned(),
        back_href: "/".to_owned(),
        back_label: language.pick("回首页", "Home page").to_owned(),
        frame,
    };
    let mut response = (code.status(), crate::portal::html(&page)).into_response();
    add_headers(code, response.headers_mut());
    response
}

/// Whether the caller is the JSON API's.
fn wants_json(path: &str) -> bool {
    path.starts_with("/api/")
}

/// No such address.
pub(crate) async fn not_found(
    State(web): State<Web>,
    headers: HeaderMap,
    uri: axum::http::Uri,
) -> Response {
    refuse(&web, &headers, uri.path(), Code::NotFound)
}

/// The address exists, the method does not.
pub(crate) async fn method_not_allowed(
    State(web): State<Web>,
    headers: HeaderMap,
    uri: axum::http::Uri,
) -> Response {
    refuse(&web, &headers, uri.path(), Code::MethodNotAllowed)
}

fn refuse(web: &Web, headers: &HeaderMap, path: &str, code: Code) -> Response {
    if wants_json(path) {
        Problem::of(code).into_response()
    } else {
        page(frame(web, headers, path), code)
    }
}

/// `GET /problems/{code}`: what a problem's `type` leads to.
pub(crate) async fn explain(
    State(web): State<Web>,
    headers: HeaderMap,
    word: Result<Path<String>, PathRejection>,
) -> Response {
    let frame = frame(&web, &headers, "/problems");
    let word = word.map(|Path(word)| word).unwrap_or_default();
    let Some(code) = Code::ALL.iter().copied().find(|code| code.word() == word) else {
        return page(frame, Code::NotFound);
    };
    let mut response = page(frame, code);
    *response.status_mut() = StatusCode::OK;
    response
}
