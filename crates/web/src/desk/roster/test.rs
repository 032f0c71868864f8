//! The reachability test on `/desk/rosters/{id}`: sending one, saying that somebody was reached, and what
//! came of the last one.

use super::page;
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::desk::reach::{RingRow, TestPanel, TestPost, TestResult};
use crate::pages::form::FormTarget;
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::{
    AppError, DutyLook, PlanRefusal, ReachDesk, ReachPostView, ReachTestView, Refusal,
};
use huiyin_domain::language::Language;
use huiyin_domain::time::Instant;

type InPath = Result<Path<String>, PathRejection>;

/// `POST /desk/rosters/{id}/test`.
pub(crate) async fn send(path: InPath, form: SignedForm) -> Response {
    let signed = &form.signed;
    let sent = async {
        let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let huiyin = &signed.web().huiyin;
        let done = huiyin.send_reach_test(signed.principal(), &id, form.idempotency());
        told(signed, &id, done.await.map(|_| ())).await
    };
    signed.or_refused(sent.await)
}

/// `POST /desk/rosters/{id}/reached`: whoever signed in, or, with `post`, its holder as the desk says. From
/// the inbox one comes back to it.
pub(crate) async fn reached(path: InPath, form: SignedForm) -> Response {
    let signed = &form.signed;
    let noted = async {
        let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let huiyin = &signed.web().huiyin;
        let post = form.form.text("post").filter(|post| !post.is_empty());
        let who = signed.principal();
        let done = huiyin.note_reached(who, &id, post.as_deref(), form.idempotency());
        let done = done.await.map(|_| ());
        if done.is_ok() && form.form.text("from").as_deref() == Some("inbox") {
            return Ok(see_there("/desk"));
        }
        told(signed, &id, done).await
    };
    signed.or_refused(noted.await)
}

/// Back to the page, or the page with why nothing was done.
async fn told(signed: &Signed, id: &str, done: Result<(), AppError>) -> Result<Response, Problem> {
    match done {
        Ok(()) => Ok(see_there(&format!("/desk/rosters/{id}#test"))),
        Err(AppError::Refused(Refusal::Plan(PlanRefusal::Test(refusal)))) => {
            let words = refusal.words();
            let words = words.in_language(signed.language()).to_owned();
            let page = page(signed, id, (Some(words), None)).await?;
            Ok((Code::NotTested.status(), signed.html(&page)).into_response())
        }
        Err(error) => Err(Problem::from(error)),
    }
}

/// What the page says of the test.
pub(super) fn panel(
    signed: &Signed,
    look: &DutyLook,
    reach: &ReachDesk,
) -> Result<TestPanel, Problem> {
    let language = signed.language();
    let to = |what: &str| FormTarget::to(format!("/desk/rosters/{}/{what}", look.plan.id));
    let sealed = |what: &str| Ok::<_, Problem>(to(what).sealed("", signed.form_key()?));
    let ring = |call: &huiyin_app::ReachCall| {
        let titles = call.titles.iter().map(|title| title.in_language(language));
        let titles: Vec<&str> = titles.collect();
        RingRow {
            post: call.post.clone(),
            name: call.name.clone(),
            titles: titles.join(language.pick("、", ", ")),
            target: to("reached"),
        }
    };
    Ok(TestPanel {
        last: reach.test.as_ref().map(|test| result(signed, test)),
        hours: hours(reach, language),
        send: match reach.may_send {
            true => Some(sealed("test")?),
            false => None,
        },
        mine: match reach.awaits_me {
            true => Some(sealed("reached")?),
            false => None,
        },
        to_ring: reach.to_ring.iter().map(ring).collect(),
    })
}

/// When a test can be sent.
fn hours(reach: &ReachDesk, language: Language) -> String {
    let Some(agreed) = &reach.hours else {
        let zh = "这份预案没有约定测试时间：在下一版里写[test] when。";
        let en = "This plan names no hours for a test: add [test] when to its next version.";
        return language.pick(zh, en).to_owned();
    };
    let (agreed, minutes) = (agreed.in_language(language), reach.minutes);
    let mut said = language.pick(
        format!("约定的测试时间：{agreed}；等{minutes}分钟回答。"),
        format!("Agreed hours: {agreed}; an answer is waited for {minutes} minutes."),
    );
    if let Some(next) = &reach.next {
        let next = next.in_language(language);
        said.push_str(&language.pick(
            format!("下一次可以测试：{next}。"),
            format!(" The next begins {next}."),
        ));
    }
    said
}

fn result(signed: &Signed, test: &ReachTestView) -> TestResult {
    let language = signed.language();
    let when = |text: &str| {
        Instant::parse(text)
            .ok()
            .map_or_else(String::new, |at| super::when(signed, at))
    };
    let (sent, until) = (when(&test.sent_at), when(&test.until));
    let ReachTestView {
        posts,
        reached,
        silent,
        no_channel,
        unheld,
        ..
    } = test;
    let said = match test.running {
        true => language.pick(
            format!("{sent}发出，等回答到{until}：{posts}个岗位，{reached}个已联系上，{silent}个在等。"),
            format!("Sent {sent}, answers count until {until}. Posts: {posts}, reached: {reached}, awaited: {silent}."),
        ),
        false => language.pick(
            format!("{sent}：{posts}个岗位，{reached}个联系上，{silent}个在时限内没有回答，{no_channel}个没有可用的呼叫方式，{unheld}个无人在岗。"),
            format!("{sent}. Posts: {posts}, reached: {reached}, not within the limit: {silent}, no channel: {no_channel}, nobody on duty: {unheld}."),
        ),
    };
    let post = |post: &ReachPostView| TestPost {
        title: post.title.in_language(language).to_owned(),
        words: post.words.in_language(language).to_owned(),
        is_open: post.state == "waiting",
        is_reached: post.state == "reached",
    };
    TestResult {
        said,
        posts: test.by_post.iter().map(post).collect(),
    }
}
