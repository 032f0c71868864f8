//! `/visit`: a group announces its coming, looks at what was arranged, changes it, or takes it back.
//! Nobody has to; no name is asked; the code is kept in a sealed cookie and never stands in an address.

pub(crate) mod fields;

use crate::body::{self, Form};
use crate::cookie::Coming;
use crate::desk::guard::is_ours;
use crate::pages::visit::{VisitAskPage, VisitPage};
use crate::portal::kept::{self, Kept};
use crate::portal::switch::Switch;
use crate::portal::{frame, html, see, see_with};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use fields::Asking;
use huiyin_app::VisitLook;
use huiyin_app::code::TrackingCode;
use huiyin_app::rules::Authority;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::response::Headcount;
use huiyin_domain::text::shown_safely;
use huiyin_domain::wording::Dates;
use std::sync::Arc;

/// Where the group looks at what it announced.
const MINE: &str = "/visit/mine";
const CHANGE: &str = "/visit/change";
/// The form, whoever fills it in and whether it is changed.
const FORM: &str = "visit";

/// The form of somebody without a session: from a page of ours, as far as the browser tells.
fn form(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Form, Problem> {
    if !is_ours(headers) {
        return Err(Problem::of(Code::FormNotOurs));
    }
    if !body::has_type(headers, "application/x-www-form-urlencoded") {
        return Err(Problem::of(Code::WrongContentType));
    }
    Form::parse(&body::whole(body)?)
}

fn or_refused(web: &Web, headers: &HeaderMap, answer: Result<Response, Problem>) -> Response {
    answer.unwrap_or_else(|problem| problem::page(frame(web, headers, "/visit"), problem.code()))
}

/// `GET /visit`: the form.
pub(crate) async fn ask(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let shown = async {
        let kept = Kept::shown(&web, &headers, query.as_deref()).await;
        let kept = kept.filter(|kept| kept.is(FORM, None));
        let mut page = ask_page(&web, &headers, (None, &Form::of(Vec::new())), kept).await?;
        if query.as_deref() == Some("done=cancelled") {
            let words = (
                "已取消，记下的都删了。",
                "Cancelled; what was kept is deleted.",
            );
            let language = page.frame.language;
            page.frame.notice = Some(language.pick(words.0, words.1).to_owned());
        }
        Ok(html(&page))
    };
    or_refused(&web, &headers, shown.await)
}

/// `POST /visit`: announces it, and shows the code.
pub(crate) async fn announce(
    State(web): State<Web>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let announced = async {
        let sent = body.as_deref().unwrap_or_default();
        let once = body::idempotency(&headers, "/visit", sent)?;
        let form = form(&headers, body)?;
        if let Some(switch) = Switch::of(&web, &headers, form.fields()) {
            let kept = Kept::of(FORM, form.fields());
            let seen = kept.see(&web, switch.headers(), "/visit").await?;
            return Ok(switch.on(seen));
        }
        let authority = web.huiyin.authority(None)?;
        let draft = fields::draft(&form);
        let id = authority.row.id;
        match web.huiyin.announce_visit(id, None, draft, once).await {
            Ok(done) => {
                let coming = Coming::of_code(&done.code, web.huiyin.now(), true);
                let mine = see_with(MINE, coming.set(&web, &headers)?);
                Ok(kept::over(&web, &headers, mine).await)
            }
            Err(error) => {
                let kept = Kept::of(FORM, form.fields());
                again(&web, &headers, (kept, "/visit"), error.into()).await
            }
        }
    };
    or_refused(&web, &headers, announced.await)
}

/// The form once more, with what was not taken: it is seen after a redirect.
async fn again(
    web: &Web,
    headers: &HeaderMap,
    (kept, path): (Kept, &str),
    problem: Problem,
) -> Result<Response, Problem> {
    if problem.refused_fields().is_empty() {
        return Err(problem);
    }
    kept.refused(&problem).see(web, headers, path).await
}

async fn ask_page(
    web: &Web,
    headers: &HeaderMap,
    (changed, stands): (Option<&VisitLook>, &Form),
    kept: Option<Kept>,
) -> Result<VisitAskPage, Problem> {
    let authority = web.huiyin.authority(None)?;
    let places = web.huiyin.visit_places(authority.row.id).await?;
    let (path, change) = if changed.is_some() {
        (CHANGE, true)
    } else {
        ("/visit", false)
    };
    let frame = frame(web, headers, path);
    let frame = if places.is_empty() {
        frame
    } else {
        frame.carried_by("announce")
    };
    let organisation = authority.organisation();
    let sent = kept.as_ref().map(Kept::form);
    let wrong = kept.map(|kept| kept.errors(frame.language));
    let asking = Asking {
        language: frame.language,
        organisation: &organisation,
        places: &places,
        typed: sent.as_ref().unwrap_or(stands),
        wrong: &wrong.unwrap_or_default(),
    };
    let arranged = changed.is_some_and(|look| look.arranged.is_some());
    Ok(VisitAskPage {
        fields: if places.is_empty() {
            Vec::new()
        } else {
            asking.fields()
        },
        change,
        arranged,
        action: path.to_owned(),
        frame,
    })
}

/// The visit that this browser looks at.
async fn mine(
    web: &Web,
    headers: &HeaderMap,
) -> Result<Option<(Coming, TrackingCode, VisitLook, Arc<Authority>)>, Problem> {
    let authority = web.huiyin.authority(None)?;
    let Some(coming) = Coming::of(web, headers) else {
        return Ok(None);
    };
    let Some(code) = coming.code() else {
        return Ok(None);
    };
    match web.huiyin.visit_by_code(authority.row.id, &code).await {
        Ok(look) => Ok(Some((coming, code, look, authority))),
        Err(error) => {
            let problem = Problem::from(error);
            match problem.code() {
                Code::NotFound => Ok(None),
                _ => Err(problem),
            }
        }
    }
}

/// A code that was given when a visit was announced opens it; nothing for any other code.
pub(crate) async fn go_on(
    web: &Web,
    headers: &HeaderMap,
    code: &TrackingCode,
) -> Result<Option<Response>, Problem> {
    let authority = web.huiyin.authority(None)?;
    if let Err(error) = web.huiyin.visit_by_code(authority.row.id, code).await {
        let problem = Problem::from(error);
        return match problem.code() {
            Code::NotFound => Ok(None),
            _ => Err(problem),
        };
    }
    let coming = Coming::of_code(code, web.huiyin.now(), false);
    Ok(Some(see_with(MINE, coming.set(web, headers)?)))
}

/// `GET /visit/mine`: what was announced, and what was arranged.
pub(crate) async fn show(State(web): State<Web>, headers: HeaderMap) -> Response {
    let shown = async {
        let Some((coming, _, look, authority)) = mine(&web, &headers).await? else {
            return Ok(see("/track"));
        };
        let code = coming.shown_code(web.huiyin.now());
        let frame = frame(&web, &headers, MINE);
        let language = frame.language;
        let dates = Dates::on_screen(web.huiyin.now(), &authority.zone, language);
        Ok(html(&VisitPage {
            code,
            when: dates.instant(look.at.to_minute()),
            asked: (look.at != look.asked_at).then(|| dates.instant(look.asked_at.to_minute())),
            room: look.arranged.as_ref().map(|(room, _)| safe(room)),
            post: look
                .arranged
                .as_ref()
                .map(|(_, post)| post.in_language(language).to_owned()),
            outside: outside(&look, language),
            facts: facts(&look, language),
            here: look.response.is_some(),
            until: dates.instant(look.until.to_minute()),
            frame,
        }))
    };
    or_refused(&web, &headers, shown.await)
}

fn safe(text: &str) -> String {
    shown_safely(text).into_owned()
}

/// How many, in words.
pub(crate) fn people(count: Headcount, language: Language) -> String {
    let (min, max) = (count.min, count.max);
    match min == max {
        true => {
            let en = if max == 1 { "person" } else { "people" };
            language.pick(format!("{max}人"), format!("{max} {en}"))
        }
        false => language.pick(format!("{min}至{max}人"), format!("{min} to {max} people")),
    }
}

/// That the reception agreed to an hour at which it is not open to announced visits, in words.
pub(crate) fn outside(look: &VisitLook, language: Language) -> Option<String> {
    let hours = look.outside.as_ref()?.in_language(language);
    Some(language.pick(
        format!("这个时间平时不接待预告来访（平时是{hours}），接待室同意了，会等您们。"),
        format!("Announced visits are received at other hours there ({hours}); the reception agreed to this one and awaits you."),
    ))
}

/// What was announced beside the time: label and value, what was left open left out.
pub(crate) fn facts(look: &VisitLook, language: Language) -> Vec<(String, String)> {
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let comma = language.pick("、", ", ");
    let name = |words: &Bilingual| words.in_language(language).to_owned();
    let about: Vec<String> = look.about.iter().map(|(_, unit)| name(unit)).collect();
    let needs: Vec<&str> = look.needs.iter().map(|kind| kind.label(language)).collect();
    let meets = look.meets.as_ref().map(|(_, unit)| name(unit));
    let facts = [
        (say("地点", "Place"), name(&look.place_title)),
        (
            say("大约人数", "About how many"),
            people(look.people, language),
        ),
        (say("什么事", "What it is about"), safe(&look.topic)),
        (say("要准备的", "To be ready"), needs.join(comma)),
        (say("反映的是", "It is about"), about.join(comma)),
        (
            say("要见的负责人", "Asked to meet the head of"),
            meets.unwrap_or_default(),
        ),
    ];
    let told = facts.into_iter().filter(|(_, value)| !value.is_empty());
    told.collect()
}

/// `GET /visit/change`: the form with what was announced.
pub(crate) async fn ask_change(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let shown = async {
        let Some((_, code, look, authority)) = mine(&web, &headers).await? else {
            return Ok(see("/track"));
        };
        let kept = Kept::shown(&web, &headers, query.as_deref()).await;
        let kept = kept.filter(|kept| kept.is(FORM, Some(&code)));
        let typed = fields::typed(&look, &authority.zone);
        let page = ask_page(&web, &headers, (Some(&look), &typed), kept).await?;
        Ok(html(&page))
    };
    or_refused(&web, &headers, shown.await)
}

/// `POST /visit/change`.
pub(crate) async fn change(
    State(web): State<Web>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let changed = async {
        let form = form(&headers, body)?;
        let Some((_, code, _, authority)) = mine(&web, &headers).await? else {
            return Ok(see("/track"));
        };
        let kept = Kept::of(FORM, form.fields()).by(&code);
        if let Some(switch) = Switch::of(&web, &headers, form.fields()) {
            let seen = kept.see(&web, switch.headers(), CHANGE).await?;
            return Ok(switch.on(seen));
        }
        let draft = fields::draft(&form);
        match web
            .huiyin
            .change_visit(authority.row.id, &code, draft)
            .await
        {
            Ok(()) => Ok(kept::taken(&web, &headers, MINE).await),
            Err(error) => again(&web, &headers, (kept, CHANGE), error.into()).await,
        }
    };
    or_refused(&web, &headers, changed.await)
}

/// `POST /visit/cancel`: takes it back; no reason is asked, and nothing of it stays.
pub(crate) async fn cancel(State(web): State<Web>, headers: HeaderMap) -> Response {
    let cancelled = async {
        if !is_ours(&headers) {
            return Err(Problem::of(Code::FormNotOurs));
        }
        let Some((_, code, _, authority)) = mine(&web, &headers).await? else {
            return Ok(see("/track"));
        };
        web.huiyin.cancel_visit(authority.row.id, &code).await?;
        let forget = Coming::forget(&web, &headers);
        let left = see_with("/visit?done=cancelled", forget);
        Ok(kept::over(&web, &headers, left).await)
    };
    or_refused(&web, &headers, cancelled.await)
}

/// `POST /visit/kept`: the holder has the code; it is not shown again.
pub(crate) async fn kept(State(web): State<Web>, headers: HeaderMap) -> Response {
    let kept = async {
        let Some(code) = Coming::of(&web, &headers).and_then(|one| one.code()) else {
            return Ok(see("/track"));
        };
        let coming = Coming::of_code(&code, web.huiyin.now(), false);
        Ok(see_with(MINE, coming.set(&web, &headers)?))
    };
    or_refused(&web, &headers, kept.await)
}

/// `POST /visit/leave`: this browser forgets the code.
pub(crate) async fn leave(State(web): State<Web>, headers: HeaderMap) -> Response {
    let left = see_with("/", Coming::forget(&web, &headers));
    kept::over(&web, &headers, left).await
}
