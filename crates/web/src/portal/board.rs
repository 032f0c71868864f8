//! `/board/…`: the board of a response, for its own posts when signed in, and for a screen that the
//! person in charge let in. Live where the browser can, refreshed by itself where it cannot.

use crate::body;
use crate::cookie;
use crate::desk::case::{when, when_since};
use crate::desk::guard::{Signed, SignedForm, is_ours};
use crate::desk::responses::{alone, channels, level, people, room};
use crate::pages::board::{
    BoardEndedPage, BoardPage, BoardPost, BoardTask, ScreenLinkPage, ScreenPage,
};
use crate::pages::desk::Place;
use crate::pages::desk::responses::Look;
use crate::pages::form::FormTarget;
use crate::pages::layout::Frame;
use crate::portal::{frame, html, see_with};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, unfold};
use huiyin_app::{BoardView, CallState, CallView, Onlooker, TaskOfResponse, Token, qr_svg};
use huiyin_domain::language::Language;
use huiyin_domain::plan::By;
use huiyin_domain::text::shown_safely;
use huiyin_domain::wording::Dates;
use std::convert::Infallible;
use std::time::Duration;

/// How often a live board asks whether something happened.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Looks of one connection; then the browser connects anew, so that a server that stops need not wait
/// for the boards that hang on it.
const LOOKS_MAX: u32 = 20;

type InPath<T> = Result<Path<T>, PathRejection>;

/// `GET /board/{id}`.
pub(crate) async fn show(path: InPath<i64>, signed: Signed) -> Response {
    let shown = async {
        let id = crate::api::admin::id(path)?;
        let onlooker = Onlooker::Staff(signed.principal().clone(), id);
        let view = signed.web().huiyin.board(&onlooker).await?;
        let frame = signed.frame();
        let live = format!("/board/{id}/events");
        Ok(signed.html(&page(frame, &view, live, signed.dates(&view.zone))))
    };
    signed.or_refused(shown.await)
}

/// `GET /board/{id}/events`.
pub(crate) async fn events(path: InPath<i64>, signed: Signed) -> Response {
    let live = async {
        let id = crate::api::admin::id(path)?;
        let onlooker = Onlooker::Staff(signed.principal().clone(), id);
        let huiyin = &signed.web().huiyin;
        huiyin.board(&onlooker).await?;
        Ok(stream(signed.web().clone(), onlooker).into_response())
    };
    signed.or_refused(live.await)
}

/// `POST /desk/responses/{id}/screen`: a link for one screen, shown once.
pub(crate) async fn make_screen(path: InPath<i64>, form: SignedForm) -> Response {
    let signed = &form.signed;
    let made = async {
        let id = crate::api::admin::id(path)?;
        let huiyin = &signed.web().huiyin;
        let token = huiyin.make_screen(signed.principal(), id).await?;
        let view = huiyin.response(signed.principal(), id).await?;
        let address = signed.address(&format!("/board/open/{}", token.text()));
        Ok(signed.html(&ScreenLinkPage {
            frame: signed.frame(),
            desk: signed.desk(Some(Place::Responses)),
            exercise: view.summary.exercise,
            qr: qr_svg(&address),
            href: address,
            back_href: format!("/desk/responses/{id}"),
        }))
    };
    signed.or_refused(made.await)
}

/// `GET /board/open/{token}`: opening the link does nothing; its button takes this screen.
pub(crate) async fn ask(
    State(web): State<Web>,
    headers: HeaderMap,
    path: InPath<String>,
) -> Response {
    let asked = async {
        let token = link(path)?;
        let Some(waits) = web.huiyin.screen_waits(&token).await? else {
            let over = over(&web, &headers, &token).await?;
            return over.ok_or_else(|| Problem::of(Code::LinkEnded));
        };
        Ok(html(&ScreenPage {
            frame: frame(&web, &headers, "/board"),
            exercise: waits.exercise,
            target: FormTarget::to(format!("/board/open/{}", token.text())),
        }))
    };
    asked
        .await
        .unwrap_or_else(|problem| refuse(&web, &headers, &problem))
}

/// `POST /board/open/{token}`.
pub(crate) async fn take(
    State(web): State<Web>,
    headers: HeaderMap,
    path: InPath<String>,
) -> Response {
    let taken = async {
        let token = link(path)?;
        if !is_ours(&headers) || !body::has_type(&headers, "application/x-www-form-urlencoded") {
            let waits = web.huiyin.screen_waits(&token).await?;
            let code = if waits.is_some() {
                Code::FormNotOurs
            } else {
                Code::LinkEnded
            };
            return Err(Problem::of(code));
        }
        let key = web.huiyin.claim_screen(&token).await;
        let key = key.map_err(|error| ended(Problem::from(error)))?;
        let cookie = cookie::set_screen(&web, &headers, &key);
        Ok(see_with("/board/screen", cookie))
    };
    taken
        .await
        .unwrap_or_else(|problem| refuse(&web, &headers, &problem))
}

/// `GET /board/screen`: the board on a screen that was let in.
pub(crate) async fn screen(State(web): State<Web>, headers: HeaderMap) -> Response {
    let shown = async {
        let key = cookie::screen(&headers).ok_or_else(|| Problem::of(Code::NotFound))?;
        if let Some(over) = over(&web, &headers, &key).await? {
            return Ok(over);
        }
        let view = web.huiyin.board(&Onlooker::Screen(key)).await?;
        let frame = frame(&web, &headers, "/board/screen");
        let dates = Dates::on_screen(web.huiyin.now(), &view.zone, frame.language);
        let live = "/board/screen/events".to_owned();
        let page = page(frame, &view, live, dates);
        Ok(html(&page))
    };
    shown
        .await
        .unwrap_or_else(|problem| refuse(&web, &headers, &problem))
}

/// The page of a screen, or of a link for one, whose response ended.
async fn over(web: &Web, headers: &HeaderMap, token: &Token) -> Result<Option<Response>, Problem> {
    let Some(over) = web.huiyin.screen_ended(token).await? else {
        return Ok(None);
    };
    let frame = frame(web, headers, "/board/screen");
    let language = frame.language;
    let dates = Dates::on_screen(web.huiyin.now(), &over.zone, language);
    let clock = |at: &str| when_since(at, &over.opened_at, dates);
    let page = BoardEndedPage {
        exercise: over.exercise,
        place: over.place.in_language(language).to_owned(),
        opened: when(&over.opened_at, dates),
        ended: clock(&over.ended_at),
        frame,
    };
    Ok(Some((StatusCode::GONE, html(&page)).into_response()))
}

/// `GET /board/screen/events`.
pub(crate) async fn screen_events(State(web): State<Web>, headers: HeaderMap) -> Response {
    let live = async {
        let onlooker = onlooker(&headers)?;
        web.huiyin.board_version(&onlooker).await?;
        Ok(stream(web.clone(), onlooker).into_response())
    };
    live.await
        .unwrap_or_else(|problem| refuse(&web, &headers, &problem))
}

fn onlooker(headers: &HeaderMap) -> Result<Onlooker, Problem> {
    let key = cookie::screen(headers).ok_or_else(|| Problem::of(Code::NotFound))?;
    Ok(Onlooker::Screen(key))
}

fn link(path: InPath<String>) -> Result<Token, Problem> {
    let text = path.map(|Path(text)| text).unwrap_or_default();
    Token::parse(&text).ok_or_else(|| Problem::of(Code::LinkEnded))
}

fn ended(problem: Problem) -> Problem {
    match problem.code() {
        Code::NotFound => Problem::of(Code::LinkEnded),
        _ => problem,
    }
}

fn refuse(web: &Web, headers: &HeaderMap, problem: &Problem) -> Response {
    problem::page(frame(web, headers, "/board"), problem.code())
}

/// Says `moved` whenever something happened in the response, and ends by itself.
fn stream(
    web: Web,
    onlooker: Onlooker,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let first = (web, onlooker, None::<(i64, bool)>, 0);
    let events = unfold(first, |(web, onlooker, mut seen, mut looks)| async move {
        while looks < LOOKS_MAX {
            looks += 1;
            // Whoever may see it no more, or cannot now, looks at the page, which says why.
            let version = web.huiyin.board_version(&onlooker).await.ok();
            let version = version.map(|version| (version, web.huiyin.clock_doubt().is_some()));
            let moved = seen.is_some() && version != seen;
            let is_first = seen.is_none();
            if version.is_none() {
                looks = LOOKS_MAX;
            }
            seen = version.or(seen);
            if moved {
                let event = Event::default().event("moved").data("1");
                return Some((Ok(event), (web, onlooker, seen, looks)));
            }
            if is_first {
                let event = Event::default().retry(LOOK_EVERY).comment("live");
                return Some((Ok(event), (web, onlooker, seen, looks)));
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        None
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

fn page(frame: Frame, view: &BoardView, live: String, dates: Dates<'_>) -> BoardPage {
    let language = frame.language;
    let began = &view.summary.opened_at;
    let clock = |at: &str| when_since(at, began, dates);
    let ended = view.summary.ended_at.is_some();
    let post = |call: &CallView| board_post(call, &clock, (language, ended));
    let task = |task: &TaskOfResponse| BoardTask {
        title: task.title.in_language(language).to_owned(),
        post: task.post.in_language(language).to_owned(),
        due: task.due_at.as_deref().map(&clock).unwrap_or_default(),
        on_request: task.waits_for_request,
        done: task.done_at.as_deref().map(&clock),
        late: task.late,
    };
    // What ended owes no report, and no script goes on.
    let next = view.reports.iter().filter(|owed| !owed.sent && !ended);
    let next = next.map(|owed| {
        let title = owed.title.in_language(language).to_owned();
        (title, clock(&owed.due_at), owed.late)
    });
    BoardPage {
        exercise: view.summary.exercise,
        place: view.at.title.in_language(language).to_owned(),
        people: people(&view.summary, language),
        level: level(&view.summary, language),
        opened: clock(&view.summary.opened_at),
        ended: view.summary.ended_at.as_deref().map(&clock),
        red: alone(&view.summary, language),
        unwell: view.unwell,
        topic: view
            .topic
            .as_deref()
            .map(|text| shown_safely(text).into_owned()),
        clock_doubted: view.clock_doubted && !ended,
        channels: channels(&view.channels, language),
        inject: view
            .inject
            .as_ref()
            .filter(|_| !ended)
            .map(|words| shown_safely(words.in_language(language)).into_owned()),
        room: room(&view.at, language),
        density: view.at.density.map_or_else(String::new, |one| {
            one.words().in_language(language).to_owned()
        }),
        posts: view.calls.iter().map(post).collect(),
        tasks: view.tasks.iter().map(task).collect(),
        reports: next.collect(),
        as_of: clock(&view.as_of),
        live,
        frame,
    }
}

/// A post: how it is in a word or two, and until when; late is said in words, whatever it waits for.
fn board_post(
    call: &CallView,
    clock: &dyn Fn(&str) -> String,
    (language, ended): (Language, bool),
) -> BoardPost {
    let settled = matches!(call.state, CallState::There | CallState::NotNeeded);
    let (look, state, words) = match (ended && !settled, call.way) {
        // Nobody is waited for and nobody is sent any more.
        (true, way) => {
            let state = match way {
                By::Video => language.pick("没有接通", "Was not connected"),
                By::InPerson => language.pick("没有到", "Was not there"),
            };
            let look = if call.late { Look::Late } else { Look::Open };
            (look, state.to_owned(), String::new())
        }
        (false, way) => awaited(call, way, clock, language),
    };
    let late = !ended && call.late && matches!(call.state, CallState::Coming | CallState::Calling);
    let (look, state) = match late {
        true => (
            Look::Late,
            language.pick(format!("{state}，已超时"), format!("{state}, late")),
        ),
        false => (look, state),
    };
    BoardPost {
        title: call.title.in_language(language).to_owned(),
        look,
        state,
        words,
    }
}

/// How it is with a post that is to come, or to answer by video, for which nobody travels (RULES 10.1).
fn awaited(
    call: &CallView,
    way: By,
    clock: &dyn Fn(&str) -> String,
    language: Language,
) -> (Look, String, String) {
    let at = |at: &Option<String>| at.as_deref().map(clock).unwrap_or_default();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let due = clock(&call.arrive_by);
    let ring = match way {
        By::Video => say("请打电话找人视频回答", "ring somebody to answer by video"),
        By::InPerson => say("请打电话或当面叫人", "ring somebody, or fetch them"),
    };
    match call.state {
        CallState::There => {
            let at = at(&call.arrived_at);
            let (state, zh) = match way {
                By::Video => (say("视频接通了", "By video"), "接通"),
                By::InPerson => (say("到了", "There"), "到"),
            };
            let words = language.pick(format!("{at}{zh}"), format!("since {at}"));
            (Look::Met, state, words)
        }
        CallState::Coming => {
            let (state, words) = match way {
                By::Video => (
                    say("会视频回答", "Answers by video"),
                    language.pick(format!("{due}前接通"), format!("connected by {due}")),
                ),
                By::InPerson => (
                    say("会来", "Comes"),
                    language.pick(format!("{due}前到"), format!("by {due}")),
                ),
            };
            (Look::Coming, state, words)
        }
        CallState::Calling if call.alone => {
            let words = format!("{}{ring}", say("正在向上呼叫；", "called on upwards; "));
            (Look::Late, say("没有人应答", "No answer"), words)
        }
        CallState::Calling => {
            let by = at(&call.answer_by);
            let words = match way {
                By::Video => language.pick(
                    format!("{by}前应答，{due}前接通视频"),
                    format!("answers the page by {by}, connected by {due}"),
                ),
                By::InPerson => language.pick(
                    format!("{by}前应答，{due}前到"),
                    format!("answers by {by}, there by {due}"),
                ),
            };
            (Look::DueSoon, say("呼叫中", "Called"), words)
        }
        CallState::Exhausted => (Look::Late, say("没有人应答", "No answer"), ring),
        CallState::NotNeeded => (
            Look::Open,
            say("不用再来", "Not needed"),
            say("该到的人数已经够了", "as many as are needed are there"),
        ),
    }
}
