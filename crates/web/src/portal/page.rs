//! `/page/{token}` and `/room/{code}`: an official answers a page by its link, or notes an arrival by
//! the code in the room, without sign-in and without script. Opening a link does nothing; only the
//! button does, because mail scanners open links.

use crate::body::{self, Form};
use crate::cookie;
use crate::desk::guard::is_ours;
use crate::pages::form::FormTarget;
use crate::pages::page::{AnswerPage, RoomPage, RoomRow, TestAnswerPage};
use crate::portal::kept::{self, Kept};
use crate::portal::{frame, html, see_there};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use huiyin_app::{CallState, PageAnswer, PageLook, ReachLook};
use huiyin_domain::plan::By;
use huiyin_domain::wording::Dates;

pub(super) type InPath = Result<Path<String>, PathRejection>;

pub(super) fn named(path: InPath) -> Result<String, Problem> {
    let Path(text) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok(text)
}

/// An ended or forged link and an unknown code look alike.
pub(super) fn ended(error: Problem) -> Problem {
    match error.code() {
        Code::NotFound => Problem::of(Code::CallOver),
        _ => error,
    }
}

/// The form of somebody without a session: from a page of ours, as far as the browser tells.
pub(super) fn form(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Form, Problem> {
    if !is_ours(headers) {
        return Err(Problem::of(Code::FormNotOurs));
    }
    if !body::has_type(headers, "application/x-www-form-urlencoded") {
        return Err(Problem::of(Code::WrongContentType));
    }
    Form::parse(&body::whole(body)?)
}

/// A refusal on the page of a link, which says it in the other language at the same address.
pub(super) fn refuse(web: &Web, headers: &HeaderMap, (uri, problem): (&Uri, &Problem)) -> Response {
    problem::page(frame(web, headers, uri.path()), problem.code())
}

/// Where the page of a link is; the change of the language comes back there.
fn address(token: &str) -> String {
    format!("/page/{token}")
}

/// The form of a link, for what is kept of it.
fn form_of(token: &str) -> String {
    format!("page-{token}")
}

/// An answer that was not taken is told on the page of its link, which is seen after a redirect.
async fn not_taken(
    web: &Web,
    headers: &HeaderMap,
    token: &str,
    problem: &Problem,
) -> Result<Response, Problem> {
    let kept = Kept::of(form_of(token), &[]).wrong("", kept::told(problem));
    kept.see(web, headers, &address(token)).await
}

/// `GET /page/{token}`.
pub(crate) async fn show(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
    path: InPath,
) -> Response {
    let shown = async {
        let token = named(path)?;
        let kept = Kept::shown(&web, &headers, query.as_deref()).await;
        let kept = kept.filter(|kept| kept.is(&form_of(&token), None));
        let error = kept.and_then(|kept| kept.error("", cookie::language(&headers)));
        match test_look(&web, &token).await? {
            Some(look) => Ok(html(&test_page(&web, &headers, (&token, &look), error))),
            None => Ok(html(&answer_page(&web, &headers, &token, error).await?)),
        }
    };
    shown
        .await
        .unwrap_or_else(|problem| refuse(&web, &headers, (&uri, &problem)))
}

/// What the link of a test page shows; nothing where it is the link of a call.
async fn test_look(web: &Web, token: &str) -> Result<Option<ReachLook>, Problem> {
    let look = web.huiyin.reach_look(token).await;
    look.map_err(|error| ended(Problem::from(error)))
}

fn test_page(
    web: &Web,
    headers: &HeaderMap,
    (token, look): (&str, &ReachLook),
    error: Option<String>,
) -> TestAnswerPage {
    let frame = frame(web, headers, &address(token));
    let language = frame.language;
    let (zh, en) = match (look.answered, look.waits) {
        (true, _) => (
            "已经记下：联系上了。谢谢，不用再做什么。",
            "Noted: you were reached. Thank you; there is nothing left to do.",
        ),
        (_, true) => (
            "收到请按下面的按钮。",
            "Press the button to say that you got it.",
        ),
        _ => (
            "这次测试已经结束，不用再做什么。",
            "This test is over; there is nothing left to do.",
        ),
    };
    TestAnswerPage {
        plan: look.plan.in_language(language).to_owned(),
        until: look.until.in_language(language).to_owned(),
        error,
        said: language.pick(zh, en).to_owned(),
        may_answer: look.waits,
        target: FormTarget::to(address(token)),
        frame,
    }
}

/// Answers a test page; opening it did nothing.
async fn answer_test(
    web: &Web,
    headers: &HeaderMap,
    token: &str,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let form = form(headers, body)?;
    if form.text("answer").as_deref() != Some("reached") {
        return Err(Problem::of(Code::FieldsRefused));
    }
    match web.huiyin.answer_reach_test(token).await {
        Ok(()) => Ok(kept::taken(web, headers, &address(token)).await),
        Err(error) => {
            let problem = ended(Problem::from(error));
            not_taken(web, headers, token, &problem).await
        }
    }
}

async fn answer_page(
    web: &Web,
    headers: &HeaderMap,
    token: &str,
    error: Option<String>,
) -> Result<AnswerPage, Problem> {
    let look = web.huiyin.page_look(token).await;
    let look = look.map_err(|error| ended(Problem::from(error)))?;
    let frame = frame(web, headers, &address(token));
    let language = frame.language;
    let due = huiyin_domain::time::Instant::parse(&look.arrive_by).ok();
    let zone = look.zone.clone();
    let due = due.map_or_else(String::new, |at| {
        Dates::on_screen(web.huiyin.now(), &zone, language).instant(at.to_minute())
    });
    Ok(AnswerPage {
        exercise: look.exercise,
        number: look.number,
        post: look.posts.in_language(language).to_owned(),
        place: look.place.in_language(language).to_owned(),
        video: look.by == By::Video,
        due,
        error,
        said: said(&look, language),
        may_answer: !look.ended && look.state == CallState::Calling && !look.passed,
        may_arrive: !look.ended && look.coming,
        target: FormTarget::to(address(token)),
        frame,
    })
}

/// How things stand, in a sentence. Whoever answers by video travels nowhere (RULES 10.1).
fn said(look: &PageLook, language: huiyin_domain::language::Language) -> String {
    let video = look.by == By::Video;
    let (zh, en) = match (look.ended, look.state, look.coming, look.passed) {
        (false, CallState::NotNeeded, false, _) => (
            "该到的人数已经够了，不用您了。谢谢。",
            "As many as are needed are there; you need not. Thank you.",
        ),
        (true, ..) if video => (
            "响应已经结束，不用再回答。",
            "It has ended; no answer is needed any more.",
        ),
        (_, CallState::There, ..) if video => (
            "这个岗位已经有人接通视频。谢谢。",
            "Somebody answers by video for this post. Thank you.",
        ),
        (_, _, true, _) if video => (
            "您已说能视频回答。接通后请按下面的按钮。",
            "You said that you answer by video. Press the button when you are connected.",
        ),
        (_, CallState::Coming, ..) if video => (
            "已有别人视频回答，不用您了。",
            "Somebody else answers by video; you need not.",
        ),
        (_, _, _, true) if video => (
            "这次呼叫已转给下一位；您如果能视频回答，请打电话给值班台。",
            "This page has gone on to the next; if you can answer by video, call the duty desk.",
        ),
        _ if video => (
            "那里正在接待群众，请您以视频回答，不派人前往。能回答吗？",
            "People are being heard there, and you are asked to answer by video; nobody travels. Can you?",
        ),
        (true, ..) => (
            "响应已经结束，不用再来。",
            "It has ended; you need not come.",
        ),
        (_, CallState::There, ..) => (
            "这个岗位已经有人到了。谢谢。",
            "Somebody is there for this post. Thank you.",
        ),
        (_, _, true, _) => (
            "您已回答会来。到了请按下面的按钮。",
            "You said that you come. Press the button when you are there.",
        ),
        (_, CallState::Coming, ..) => (
            "已有别人来，您不用来了。",
            "Somebody else comes; you need not.",
        ),
        (_, _, _, true) => (
            "这次呼叫已转给下一位；您如果能来，请打电话告诉值班台。",
            "This page has gone on to the next; if you can come, call the duty desk.",
        ),
        _ => (
            "有群众来访，请您去接待。能来吗？",
            "People have come and you are asked to receive them. Can you?",
        ),
    };
    language.pick(zh, en).to_owned()
}

/// `POST /page/{token}`.
pub(crate) async fn answer(
    State(web): State<Web>,
    uri: Uri,
    headers: HeaderMap,
    path: InPath,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let answered = async {
        let token = named(path)?;
        if test_look(&web, &token).await?.is_some() {
            return answer_test(&web, &headers, &token, body).await;
        }
        // A link that ended is told before anything of the form.
        answer_page(&web, &headers, &token, None).await?;
        let form = form(&headers, body)?;
        let answer = match form.text("answer").as_deref() {
            Some("come") => PageAnswer::Come,
            Some("decline") => PageAnswer::Decline,
            Some("there") => PageAnswer::There,
            _ => return Err(Problem::of(Code::FieldsRefused)),
        };
        match web.huiyin.answer_page(&token, answer).await {
            Ok(()) => Ok(kept::taken(&web, &headers, &address(&token)).await),
            Err(error) => {
                let problem = ended(Problem::from(error));
                not_taken(&web, &headers, &token, &problem).await
            }
        }
    };
    answered
        .await
        .unwrap_or_else(|problem| refuse(&web, &headers, (&uri, &problem)))
}

/// `GET /room/{code}`.
pub(crate) async fn room(
    State(web): State<Web>,
    uri: Uri,
    headers: HeaderMap,
    path: InPath,
) -> Response {
    let shown = async {
        let code = named(path)?;
        room_page(&web, &headers, &code).await
    };
    shown.await.map_or_else(
        |problem| refuse(&web, &headers, (&uri, &problem)),
        |page| html(&page),
    )
}

async fn room_page(web: &Web, headers: &HeaderMap, code: &str) -> Result<RoomPage, Problem> {
    let look = web.huiyin.room_look(code).await;
    let look = look.map_err(|error| ended(Problem::from(error)))?;
    let frame = frame(web, headers, &format!("/room/{code}"));
    let language = frame.language;
    Ok(RoomPage {
        exercise: look.exercise,
        place: look.place.in_language(language).to_owned(),
        posts: look
            .posts
            .into_iter()
            .map(|post| RoomRow {
                title: post.title.in_language(language).to_owned(),
                id: post.id,
                there: post.there,
            })
            .collect(),
        target: FormTarget::to(format!("/room/{code}")),
        frame,
    })
}

/// `POST /room/{code}`.
pub(crate) async fn arrive(
    State(web): State<Web>,
    uri: Uri,
    headers: HeaderMap,
    path: InPath,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let noted = async {
        let code = named(path)?;
        room_page(&web, &headers, &code).await?;
        let form = form(&headers, body)?;
        let post = form.text("post").unwrap_or_default();
        let done = web.huiyin.arrive_by_room_code(&code, post).await;
        done.map_err(|error| ended(Problem::from(error)))?;
        Ok(see_there(&format!("/room/{code}")))
    };
    noted
        .await
        .unwrap_or_else(|problem| refuse(&web, &headers, (&uri, &problem)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_domain::language::{Bilingual, Language};
    use huiyin_domain::time::Zone;

    #[test]
    fn whoever_answers_by_video_is_never_told_to_come() {
        let states = [
            CallState::Calling,
            CallState::Coming,
            CallState::There,
            CallState::Exhausted,
        ];
        for state in states {
            for (coming, passed, ended) in [
                (false, false, false),
                (true, false, false),
                (false, true, false),
                (false, false, true),
            ] {
                let look = |by| PageLook {
                    number: 1,
                    posts: Bilingual::new("值班领导", "Leader on duty"),
                    place: Bilingual::new("市接待中心", "City reception"),
                    by,
                    arrive_by: "2026-03-02T10:50:00+08:00".to_owned(),
                    zone: Zone::parse("Asia/Shanghai").expect("a zone"),
                    state,
                    coming,
                    passed,
                    ended,
                    exercise: false,
                };
                let video = look(By::Video);
                let (zh, en) = (said(&video, Language::Zh), said(&video, Language::En));
                assert!(!zh.contains('来') && !zh.contains('到'), "{zh}");
                assert!(!en.contains("come") && !en.contains("Come"), "{en}");
                assert_ne!(zh, said(&look(By::InPerson), Language::Zh));
            }
        }
    }
}
