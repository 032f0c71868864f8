//! Everything that can go wrong at the edge, in one table: code, status, words, what to do
//! (RFC 9457).

mod faults;
mod refusals;

use crate::away::Away;
use crate::pages::layout::Frame;
use crate::pages::problem::ProblemPage;
use crate::portal::frame;
use crate::state::Web;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use faults::{Faults, Found};
use huiyin_app::{AppError, Cause, Refusal};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::petition::{CaseRefusal, FieldError};
use huiyin_domain::response::RunRefusal;
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
    SignInRequired "sign_in_required" UNAUTHORIZED "需要登录" "Sign-in is needed" "工作人员请在/desk/sign-in登录，程序请带令牌；查自己的事请用查询码" "Staff sign in at /desk/sign-in, programs send a bearer token; to follow your own matter use its code";
    NotAllowed "not_allowed" FORBIDDEN "您的角色不能做这件事" "Your roles do not let you do this" "需要的话，请本单位管理员调整角色" "If it is your task, ask the administrator of your authority for the role";
    FormNotOurs "form_not_ours" FORBIDDEN "这张表不是从本系统的页面发来的" "The form was not sent from a page of this system" "什么都没有改；请打开页面重新填写再提交" "Nothing was changed; open the page again and send it from there";
    WrongLoginOrPassword "wrong_login_or_password" UNPROCESSABLE_ENTITY "账号或密码不对" "Name or password is wrong" "请对照再输一遍；忘了密码请管理员发新的邀请链接" "Type both again; if you forgot, ask the administrator for a new invitation link";
    TooManyAttempts "too_many_attempts" TOO_MANY_REQUESTS "试得太多了" "Too many attempts" "请等一会儿再试，不会一直锁住" "Wait a while and try again; nobody is locked out for good";
    LinkEnded "link_ended" GONE "这条链接已经用过或过期" "The link was used already or is too old" "请管理员发一条新的；首次启用请重新启动服务拿新链接" "Ask the administrator for a new one; for a first set-up start the server again";
    CallOver "call_over" GONE "这条链接已失效" "This link does not work any more" "如果您还能来，或者有事要问，请打电话给接待台" "If you can come, or want to ask, ring the reception desk";
    LastAdministrator "last_administrator" CONFLICT "至少要留一位管理员" "At least one administrator has to remain" "请先把管理员角色交给另一个人" "Give the role to somebody else first";
    LastPetitionOffice "last_petition_office" CONFLICT "至少要留一个信访部门" "At least one petition office has to remain" "请先指定另一个信访部门" "Name another petition office first";
    UnitUnderItself "unit_under_itself" CONFLICT "单位不能放在自己下面，也不能超过16层" "A unit cannot stand under itself, nor 16 levels deep" "请另选上级单位" "Choose another unit above it";
    UnitOwes "unit_owes" CONFLICT "这个单位还有没办结的时限责任" "The unit still owes something" "先把它的件转给别的单位，或者等办结，再撤销或者改成企业" "Transfer its petitions to another unit or wait until they are answered; then dissolve it or make it an enterprise";
    PostOwes "post_owes" CONFLICT "这个岗位还有该做的事，不能没有人" "The post still owes something and cannot be left to nobody" "先在“岗位”里定下谁在岗或者谁代班；要取消岗位，等它该做的做完" "Name a holder or a stand-in under Posts first; abolish it once what it owes is done";
    LastWorker "last_worker" CONFLICT "这个单位还有没办结的时限责任，至少要留一个能办的人" "The unit still owes something and needs somebody who can work on it" "先让别人担任该单位的登记员、承办人、负责人或者专办员，或者把件转出去" "Give somebody else a role there first (clerk, handler, head or named officer), or transfer its petitions";
    ChangedMeanwhile "changed_meanwhile" PRECONDITION_FAILED "别人刚刚改过" "Somebody changed it meanwhile" "请看现在的样子，再决定要不要改" "Look at what stands there now, then decide again";
    VersionRequired "version_required" PRECONDITION_REQUIRED "缺少If-Match" "If-Match is missing" "先用GET读同一样东西，把答复里的ETag（没有的用version，加双引号）写进If-Match再发；不能写*，免得盖掉别人的修改" "GET the same thing, and send the ETag of that answer (or its version, in quotes) as If-Match; * does not do, so that nobody is overwritten";
    NotFound "not_found" NOT_FOUND "没有找到" "Not found" "请对照地址或查询码再看一遍" "Compare the address or the code with what you were given";
    MethodNotAllowed "method_not_allowed" METHOD_NOT_ALLOWED "这个地址不接受这种请求" "This address does not take that method" "在网页上：请回到上一页；写程序：请看接口文档 /api/openapi.json" "On a page, go back; in a program, see /api/openapi.json";
    BodyTooLarge "body_too_large" PAYLOAD_TOO_LARGE "内容太大" "The body is too large" "一次最多1MiB，请写短一些" "At most 1 MiB at once; make it shorter";
    UploadTooLarge "upload_too_large" PAYLOAD_TOO_LARGE "上传的内容太大" "The upload is too large" "一个文件最多20 MiB，其余内容最多1 MiB；请缩小或分开上传" "A file has at most 20 MiB, the rest at most 1 MiB; make it smaller or split it";
    BrokenUpload "broken_upload" BAD_REQUEST "上传没有完整到达" "The upload did not arrive whole" "什么都没有保存；请再上传一次" "Nothing was kept; upload it again";
    NoSuchUpload "no_such_upload" NOT_FOUND "没有这次上传" "There is no such upload" "上传在最后一段之后留一天；请重新开始" "An upload is kept for a day after its last part; begin it anew";
    UploadMoved "upload_moved" CONFLICT "该接着传的不是这一段" "Another part is next" "请用HEAD问到了哪里，从那里接着传" "Ask by HEAD how far it is, and go on from there";
    OtherTusVersion "other_tus_version" PRECONDITION_FAILED "分段上传的协议版本不对" "This is another version of the upload protocol" "请带上Tus-Resumable: 1.0.0" "Send Tus-Resumable: 1.0.0";
    NotAPart "not_a_part" UNSUPPORTED_MEDIA_TYPE "内容类型不是application/offset+octet-stream" "The content type is not application/offset+octet-stream" "请以application/offset+octet-stream发送每一段" "Send each part as application/offset+octet-stream";
    NotMultipart "not_multipart" UNSUPPORTED_MEDIA_TYPE "内容类型不是multipart/form-data" "The content type is not multipart/form-data" "请以multipart/form-data发送：purpose和file两项" "Send multipart/form-data with the fields purpose and file";
    WrongContentType "wrong_content_type" UNSUPPORTED_MEDIA_TYPE "内容类型不对" "The content type is another" "接口请用application/json，页面请用表单" "Use application/json for the API, a form for the pages";
    VersionTaken "version_taken" CONFLICT "这个版本已经存有别的内容" "This version is kept with other content" "已存的版本不会被改；请换一个新的版本号" "What is kept is never changed; give it a new version";
    VersionOlder "version_older" CONFLICT "已有更新的版本" "A newer version is there" "请把版本号写得比现有的大（按文字排序）" "Give it a version that sorts after the one that is there";
    FileFaulty "file_faulty" UNPROCESSABLE_ENTITY "这份文件有错误" "The file has errors" "请按指出的行改好再存；什么都没有存入" "Correct the lines that are named and load it again; nothing was kept";
    RulebookWaits "rulebook_waits" CONFLICT "已有一版在等生效" "A version of it waits for its day already" "先撤回等着的那一版，再存新的" "Take the one that waits back first, then load this one";
    PlanUnfit "plan_unfit" UNPROCESSABLE_ENTITY "这份预案或值班表不能存入" "The plan or roster cannot be lodged" "请按指出的行改好再存；什么都没有存入" "Correct the lines that are named and lodge it again; nothing was kept";
    PlanFaulty "plan_faulty" UNPROCESSABLE_ENTITY "预案有错误，不能批准" "The plan has errors and cannot be approved" "请改好后存为新版本，再请批准" "Correct them, lodge it as a new version, and ask for approval again";
    NotTheApprover "not_the_approver" FORBIDDEN "这份预案不由您批准" "You do not hold the post that approves this plan" "请预案写明的岗位上的人来批准" "Ask whoever holds the post that the plan names";
    OwnPlan "own_plan" FORBIDDEN "这一版是您自己存入的" "You lodged this version yourself" "请这个岗位上的另一位批准" "Ask somebody else who acts for that post to approve it";
    PlanApprovedAlready "plan_approved_already" CONFLICT "这个版本已经批准过" "This version is approved already" "不用再批；要改请存入新版本" "Nothing is left to do; to change it lodge a new version";
    PlanSentBack "plan_sent_back" CONFLICT "这个版本已经退回" "This version was sent back" "请改好后存入新版本，再请批准" "Change it, lodge it as a new version, and ask for approval again";
    ResponseStepRefused "response_step_refused" CONFLICT "这一步在这次响应里现在不能办" "This step is not possible in the response now" "请看原因；什么都没有改变" "See why; nothing was changed";
    TooManyScreens "too_many_screens" CONFLICT "这次响应的屏幕已经够多" "This response has as many screens as it may" "请用已有的屏幕，或登录看板" "Use one of those that there are, or sign in to the board";
    TooManyVisits "too_many_visits" CONFLICT "现在不能再预告" "No more visits can be announced now" "请打电话预告，或直接来：不预告也接待" "Announce it by phone, or just come: you are received all the same";
    VisitsTooFast "visits_too_fast" TOO_MANY_REQUESTS "刚才预告的太多" "Too many visits were announced just now" "请过几分钟再预告，或打电话，或直接来：不预告也接待" "Announce it in a few minutes, ring, or just come: you are received all the same";
    NoPlanInForce "no_plan_in_force" CONFLICT "没有执行中的预案写有这个场所" "No plan in force has this place" "请先批准写有这个场所的预案" "Approve a plan that has the place first";
    DutyNotChanged "duty_not_changed" CONFLICT "值班没有改" "The duty was not changed" "请看原因；什么都没有改变" "See why; nothing was changed";
    NotTested "not_tested" CONFLICT "没有测试" "Nothing was tested" "请看原因；什么都没有改变" "See why; nothing was changed";
    StepRefused "step_refused" CONFLICT "这一步现在不能办" "This step is not possible now" "请看原因和可以改用的步骤；什么都没有改变" "See why, and what to do instead; nothing was changed";
    FieldsRefused "fields_refused" UNPROCESSABLE_ENTITY "有几处需要改" "Some fields were not taken" "请按每一项的说明改好，再发一次；什么都没有登记" "Correct each field as it says and send it again; nothing was registered";
    IdempotencyKeyReused "idempotency_key_reused" UNPROCESSABLE_ENTITY "这个Idempotency-Key已用于另一个请求" "This Idempotency-Key was used for another request" "新的请求请用新的键" "Use a new key for a new request";
    QueueFull "queue_full" SERVICE_UNAVAILABLE "现在人太多" "Too many at this moment" "什么都没有登记，请过一秒再发一次" "Nothing was registered; send it again in a second";
    StoreAway "store_away" SERVICE_UNAVAILABLE "数据库暂时连不上" "The database cannot be reached just now" "什么都没有登记，请过几秒再送一次" "Nothing was registered; send it again in a few seconds";
    OutcomeUnknown "outcome_unknown" SERVICE_UNAVAILABLE "不能确定是否已登记" "It is not certain whether it was registered" "请再按一次“提交”（程序请用同一个Idempotency-Key再发）：已经登记的，给您的是原来那份回执" "Press Send again (a program: the same Idempotency-Key again): if it was registered you get the same receipt";
    NotReady "not_ready" SERVICE_UNAVAILABLE "系统暂时不能工作" "The system cannot work just now" "请过一会儿再试，或打电话、来接待室" "Try again in a while, or phone, or come in";
    LetterNotMade "letter_not_made" SERVICE_UNAVAILABLE "文书没有生成" "The document was not made" "多半是服务器缺中文字体：请告诉管理员，运行huiyin letter fonts会说出要装什么" "Most likely the server lacks a Chinese font: tell the administrator; huiyin letter fonts says what to install";
    Internal "internal" INTERNAL_SERVER_ERROR "系统出错了" "Something went wrong on our side" "什么都没有登记；请再试一次，或打电话、来接待室" "Nothing was registered; try again, or phone, or come in";
}

/// A problem on its way to the caller, as JSON.
#[derive(Debug)]
pub struct Problem {
    code: Code,
    detail: Option<String>,
    fields: Vec<FieldError>,
    retry_after_seconds: Option<u32>,
    step: Option<CaseRefusal>,
    run: Option<RunRefusal>,
    faults: Option<Box<Faults>>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<StepBody<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run_refusal: Option<&'a str>,
    #[serde(skip_serializing_if = "Found::is_empty")]
    findings: Found<'a>,
}

/// Why a step was refused, the rule, and the way out.
#[derive(Serialize)]
struct StepBody<'a> {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    message: String,
    message_en: String,
    citation: String,
    citation_en: String,
    way_out: String,
    way_out_en: String,
}

impl<'a> StepBody<'a> {
    fn of(refusal: &'a CaseRefusal) -> Self {
        let (message, citation, way_out) = (
            refusal.code.message(),
            refusal.code.citation(),
            refusal.code.way_out(),
        );
        Self {
            code: refusal.code.word(),
            field: refusal.field.as_deref(),
            message: message.zh,
            message_en: message.en,
            citation: citation.zh,
            citation_en: citation.en,
            way_out: way_out.zh,
            way_out_en: way_out.en,
        }
    }
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
            retry_after_seconds: None,
            step: None,
            run: None,
            faults: None,
        }
    }

    /// With words on this one case; never personal data.
    pub fn with(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: Some(detail.into()),
            fields: Vec::new(),
            retry_after_seconds: None,
            step: None,
            run: None,
            faults: None,
        }
    }

    /// Fields that were not taken.
    pub const fn fields(fields: Vec<FieldError>) -> Self {
        Self {
            code: Code::FieldsRefused,
            detail: None,
            fields,
            retry_after_seconds: None,
            step: None,
            run: None,
            faults: None,
        }
    }

    /// A step on a petition that the rules refuse.
    pub fn step(refusal: CaseRefusal) -> Self {
        Self {
            step: Some(refusal),
            ..Self::of(Code::StepRefused)
        }
    }

    /// A step in a response that its run refuses.
    pub const fn run(refusal: RunRefusal) -> Self {
        let mut problem = Self::of(Code::ResponseStepRefused);
        problem.run = Some(refusal);
        problem
    }

    /// What it is: the run's own words where it refused.
    fn title(&self) -> Bilingual {
        let run = self.run.map(RunRefusal::message);
        run.unwrap_or_else(|| self.code.title())
    }

    /// Why a step on a petition was refused.
    pub const fn refused_step(&self) -> Option<&CaseRefusal> {
        self.step.as_ref()
    }

    /// The code.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// What it is and what to do about it, as one text of a page.
    pub fn words(&self, language: Language) -> String {
        let (title, way_out) = (self.title(), self.code.way_out());
        let (title, way_out) = (title.in_language(language), way_out.in_language(language));
        match (language, self.retry_after_seconds) {
            (Language::Zh, Some(seconds)) => format!("{title}，请{seconds}秒后再试"),
            (Language::En, Some(seconds)) => format!("{title}; try again in {seconds} seconds"),
            (Language::Zh, None) => format!("{title}。{way_out}"),
            (Language::En, None) => format!("{title}. {way_out}."),
        }
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
            (_, AppError::Refused(Refusal::People(refusal))) => Self::from(refusal),
            (_, AppError::Refused(refusal)) if refusal.is_not_there() => Self::of(Code::NotFound),
            (_, AppError::Refused(Refusal::Run(refusal))) => Self::run(refusal),
            (_, AppError::Refused(Refusal::TooManyScreens)) => Self::of(Code::TooManyScreens),
            (_, AppError::Refused(refused @ Refusal::Unheard(_))) => {
                Self::with(Code::BadJson, refused.to_string())
            }
            (_, AppError::Refused(Refusal::TooManyVisits)) => Self::of(Code::TooManyVisits),
            (_, AppError::Refused(Refusal::VisitsTooFast { seconds })) => Self {
                retry_after_seconds: Some(seconds),
                ..Self::of(Code::VisitsTooFast)
            },
            (_, AppError::Refused(Refusal::NoSuchUpload)) => Self::of(Code::NoSuchUpload),
            (_, AppError::Refused(Refusal::UploadMoved { .. })) => Self::of(Code::UploadMoved),
            (_, AppError::Refused(Refusal::NoPlanInForce)) => Self::of(Code::NoPlanInForce),
            (_, AppError::Refused(Refusal::NotAllowed)) => Self::of(Code::NotAllowed),
            (_, AppError::Refused(Refusal::ChangedMeanwhile { .. })) => {
                Self::of(Code::ChangedMeanwhile)
            }
            (_, AppError::Refused(Refusal::Case(refusal))) => Self::step(refusal),
            (_, AppError::Refused(Refusal::Plan(refusal))) => Self::from(refusal),
            (_, AppError::Refused(Refusal::BadFile(found))) => {
                Self::of(Code::FileFaulty).about_data(found)
            }
            (_, AppError::Refused(refused @ Refusal::RulebookWaits { .. })) => {
                Self::with(Code::RulebookWaits, refused.to_string())
            }
            (_, AppError::Refused(refused @ Refusal::VersionTaken { .. })) => {
                Self::with(Code::VersionTaken, refused.to_string())
            }
            (_, AppError::Refused(refused @ Refusal::OlderThanLoaded { .. })) => {
                Self::with(Code::VersionOlder, refused.to_string())
            }
            (_, AppError::Refused(other)) => Self::with(Code::FieldsRefused, other.to_string()),
            (_, AppError::Letter(error)) => {
                tracing::error!("a document was not made: {}", error.code());
                Self::with(Code::LetterNotMade, error.message().zh)
            }
            (Cause::Busy, _) => Self::of(Code::QueueFull),
            (Cause::Away, error) => {
                tracing::warn!("{error}");
                Self::of(Code::StoreAway)
            }
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
        let (title, way_out) = (self.title(), self.code.way_out());
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
            run_refusal: self.run.map(RunRefusal::word),
            refusal: self.step.as_ref().map(StepBody::of),
            findings: self.found(),
        };
        let json = serde_json::to_vec(&body).unwrap_or_default();
        let kind = [(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        )];
        let mut response = (self.code.status(), kind, json).into_response();
        mark(self.code, &mut response);
        if let Some(seconds) = self.retry_after_seconds {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
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
    answered(code, crate::portal::html(&page).into_response())
}

/// A page as the answer to a request that did not work.
pub(crate) fn answered(code: Code, page: Response) -> Response {
    let mut response = (code.status(), page).into_response();
    mark(code, &mut response);
    response
}

/// What an answer carries because of its code.
fn mark(code: Code, response: &mut Response) {
    add_headers(code, response.headers_mut());
    if code == Code::StoreAway {
        response.extensions_mut().insert(Away);
    }
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

pub(crate) fn refuse(web: &Web, headers: &HeaderMap, path: &str, code: Code) -> Response {
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
