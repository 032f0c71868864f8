//! What a petitioner does on the page of a matter: `/track/act/{step}` and a code that only shows.

use super::say::{self, Said};
use super::typed::{Typed, VIEW_CODE, form_of, words_of};
use super::{contact, facts, rating};
use crate::body::{self, Form};
use crate::desk::case::when;
use crate::desk::guard::is_ours;
use crate::pages::form::{FieldKind, FieldView, FormTarget, FormView};
use crate::pages::thread::Message;
use crate::pages::track_acts::{DisputedDate, Promised, TrackActs, ViewCode, Withdrawal};
use crate::portal::kept::{self, Kept};
use crate::portal::receipt::{acting, asked_for};
use crate::portal::{frame, see};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::code::TrackingCode;
use huiyin_app::{PETITIONER_ACTIONS, TrackView, Which};
use huiyin_domain::ids::Position;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::petition::{Action, Command};
use huiyin_domain::text::shown_safely;
use huiyin_domain::time::Instant;
use huiyin_domain::wording::{Dates, included};

/// Steps that have the one place for words and papers instead of a form each.
const SAID: [Action; 2] = [Action::Message, Action::AddFacts];

pub(super) fn safe(text: &str) -> String {
    shown_safely(text).into_owned()
}

/// An address of this petition: its number and authority stand there where the code opens several, so
/// that nothing is done to another one by mistake.
pub(super) fn address(view: &TrackView, path: &str, about: &str) -> String {
    let number = || format!("number={}&at={}", view.number, view.authority_key);
    let number = (!view.also.is_empty()).then(number);
    let about = (!about.is_empty()).then(|| format!("about={about}"));
    let pairs: Vec<String> = number.into_iter().chain(about).collect();
    let mark = if pairs.is_empty() { "" } else { "?" };
    format!("{path}{mark}{}", pairs.join("&"))
}

/// The page again after something that stands in a fold of it was saved: the fold is open.
pub(super) fn saved(view: &TrackView, fold: &str) -> String {
    let page = address(view, "/track/petition", "");
    let mark = if page.contains('?') { "&" } else { "?" };
    format!("{page}{mark}saved={fold}#{fold}")
}

/// What a form asked for and did not get is told on the page, which is seen after a redirect.
pub(super) async fn refused(
    web: &Web,
    headers: &HeaderMap,
    (code, view): (&TrackingCode, &TrackView),
    kept: Kept,
) -> Response {
    let page = address(view, "/track/petition", "");
    let seen = kept.by(code).see(web, headers, &page).await;
    seen.unwrap_or_else(|problem| problem::page(frame(web, headers, "/track"), problem.code()))
}

pub(super) fn target(view: &TrackView, step: Action, about: &str) -> FormTarget {
    let path = format!("/track/act/{}", step.word());
    FormTarget::to(address(view, &path, about))
}

/// What the code may do now.
pub(super) fn of(view: &TrackView, dates: Dates<'_>, typed: &Typed) -> TrackActs {
    let language = dates.language;
    let may = |step: Action| view.steps.iter().any(|word| word == step.word());
    TrackActs {
        view_only: !view.acting,
        messages: messages(view, dates),
        say_form: SAID.into_iter().any(may).then(|| {
            let target = FormTarget::to(address(view, "/track/say", "")).named(say::FORM);
            let may = (SAID.map(may), view.written_authority.is_some());
            say_form(language, target, may, &typed.said())
        }),
        promised: if may(Action::Verify) {
            promised(view, language, typed)
        } else {
            Vec::new()
        },
        facts: facts::of(view, may(Action::RespondFact), (dates, typed)),
        added: facts::added(view, dates),
        dates: disputable(view, may(Action::DisputeTime), (dates, typed)),
        ratings: rating::of(view, language, typed),
        contact: may(Action::ChangeContact).then(|| contact::of(view, language, typed)),
        hours: None,
        withdrawal: withdrawal(view, dates, &may),
        view_code: view.acting.then(|| match typed.made() {
            Some(code) => ViewCode::Made(code),
            None => ViewCode::Make(FormTarget::to(address(view, "/track/view-code", ""))),
        }),
    }
}

/// The one place for words and papers; `may` says whether messages and whether facts are taken now, and whether
/// a written authority is.
fn say_form(
    language: Language,
    target: FormTarget,
    may: ([bool; 2], bool),
    said: &Said,
) -> FormView {
    let typed = (said.words.clone(), said.kind.as_str());
    let wrong = [said.wrong_words.clone(), said.wrong_paper.clone()];
    TrackActs::say_form(language, target, may, typed, wrong)
}

fn messages(view: &TrackView, dates: Dates<'_>) -> Vec<Message> {
    let language = dates.language;
    let unit = view.unit.in_language(language);
    let messages = view.messages.iter();
    messages
        .map(|message| Message {
            from_petitioner: message.from_petitioner,
            from: if message.from_petitioner {
                language.pick("您", "You").to_owned()
            } else {
                unit.to_owned()
            },
            when: when(&message.at, dates),
            iso: message.at.clone(),
            facts: message.facts,
            text: safe(&message.text),
        })
        .collect()
}

fn promised(view: &TrackView, language: Language, typed: &Typed) -> Vec<Promised> {
    let answer = view.documents.iter().rev();
    let items = answer
        .filter(|document| !document.items.is_empty())
        .map(|document| &document.items)
        .next();
    let request = |nth: u8| {
        let item = items.and_then(|items| items.get(usize::from(nth)));
        item.map(|item| safe(&item.request)).unwrap_or_default()
    };
    let to_verify = view.to_verify.iter().copied();
    to_verify
        .map(|nth| {
            let about = nth.to_string();
            let target = target(view, Action::Verify, &about);
            let typed = typed.step(Action::Verify, &about);
            Promised {
                index: usize::from(nth) + 1,
                request: request(nth),
                form: TrackActs::promise_form(language, target, nth, typed),
            }
        })
        .collect()
}

/// Times on record that can be disputed.
fn disputable(
    view: &TrackView,
    may: bool,
    (dates, typed): (Dates<'_>, &Typed),
) -> Vec<DisputedDate> {
    let language = dates.language;
    let disputable = view.disputable.iter();
    disputable
        .map(|one| {
            let about = one.position.to_string();
            let (text, error) = typed.step(Action::DisputeTime, &about);
            let label = language.pick("哪里不对？", "What is wrong with it?");
            let name = words_of(Action::DisputeTime, &about);
            let field = FieldView::new(name, label, FieldKind::TextArea(text, 2)).refused(error);
            let (what, at) = (one.what.in_language(language), when(&one.at, dates));
            DisputedDate {
                id: format!("date-{about}"),
                words: language.pick(
                    format!("我们记的是：{at}，{what}"),
                    format!("We recorded: {what}, {at}"),
                ),
                form: (may && !one.disputed).then(|| FormView {
                    target: target(view, Action::DisputeTime, &about),
                    fields: vec![field],
                }),
                state: if one.disputed {
                    let words = language.pick(
                        "您提了异议，正在核实。",
                        "You disputed it; it is being looked into.",
                    );
                    words.to_owned()
                } else {
                    String::new()
                },
            }
        })
        .collect()
}

/// The last day that counts of what ends with a day: its end is the midnight after it, which nobody reads as that day.
fn last_day(until: &str, dates: Dates<'_>) -> String {
    Instant::parse(until).map_or_else(
        |_| until.to_owned(),
        |until| {
            let day = dates.day(until.plus_micros(-1).date_in(dates.zone));
            dates.language.pick(included(&day), day)
        },
    )
}

fn withdrawal(
    view: &TrackView,
    dates: Dates<'_>,
    may: &impl Fn(Action) -> bool,
) -> Option<Withdrawal> {
    if let Some(until) = view.withdrawal_until.as_deref() {
        let until = last_day(until, dates);
        let undo = target(view, Action::UndoWithdrawal, "");
        let pending = match view.leaves_alone {
            true => Withdrawal::Leaving(until, undo),
            false => Withdrawal::Pending(until, undo),
        };
        return may(Action::UndoWithdrawal).then_some(pending);
    }
    may(Action::Withdraw).then(|| {
        let form = FormView {
            target: target(view, Action::Withdraw, ""),
            fields: Vec::new(),
        };
        match view.leaves_alone {
            true => Withdrawal::Leave(form),
            false => Withdrawal::Possible(form),
        }
    })
}

/// What a form of the page asks for.
struct Asked {
    step: Action,
    about: String,
    which: Option<Which>,
    form: Form,
}

impl Asked {
    fn of(
        web: &Web,
        headers: &HeaderMap,
        step: Result<Path<String>, PathRejection>,
        query: Option<String>,
        body: Result<Bytes, BytesRejection>,
    ) -> Result<Self, Problem> {
        if !is_ours(headers) {
            return Err(Problem::of(Code::FormNotOurs));
        }
        let unknown = || Problem::of(Code::NotFound);
        let Path(step) = step.map_err(|_| unknown())?;
        let step = Action::parse(&step).filter(|step| PETITIONER_ACTIONS.contains(step));
        let step = step.filter(|step| !SAID.contains(step));
        let which = asked_for(web, query.as_deref());
        let query = Form::parse(query.unwrap_or_default().as_bytes())?;
        Ok(Self {
            which,
            step: step.ok_or_else(unknown)?,
            about: query.text("about").unwrap_or_default(),
            form: body::whole(body).and_then(|bytes| Form::parse(&bytes))?,
        })
    }

    /// The words of the step's form.
    fn text(&self) -> String {
        let name = words_of(self.step, &self.about);
        self.form.text(&name).unwrap_or_default()
    }

    /// The command, or what is missing and where.
    fn command(&self) -> Result<Command, (&'static str, Bilingual)> {
        let text = self.text();
        let say = |zh: &str, en: &str| ("", Bilingual::new(zh, en));
        let unfit = || say("请从页面上再选一次", "Choose again on this page");
        match self.step {
            Action::DisputeTime if text.trim().is_empty() => {
                Err(say("先写一写，再按一次", "Write something first"))
            }
            Action::DisputeTime => Ok(Command::DisputeTime {
                position: Position::new(self.about.parse().map_err(|_| unfit())?),
                text,
            }),
            Action::Verify => {
                let agreed = self.form.text(&format!("agreed-{}", self.about));
                let agreed = agreed.ok_or_else(|| say("请选一项", "Choose one"))?;
                Ok(Command::Verify {
                    request: self.about.parse().map_err(|_| unfit())?,
                    agreed: agreed == "yes",
                    text,
                })
            }
            Action::AcceptService => {
                let document = serde_json::Value::from(self.about.as_str());
                let document = serde_json::from_value(document).map_err(|_| unfit())?;
                Ok(Command::AcceptService { document })
            }
            Action::ChangeContact => contact::command(&self.form),
            Action::RespondFact => facts::command(&self.form, &self.about),
            Action::UndoWithdrawal => Ok(Command::UndoWithdrawal),
            _ => Ok(Command::Withdraw),
        }
    }
}

/// `POST /track/act/{step}`.
pub(crate) async fn take(
    State(web): State<Web>,
    headers: HeaderMap,
    step: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let asked = match Asked::of(&web, &headers, step, query, body) {
        Ok(asked) => asked,
        Err(problem) => return problem::page(frame(&web, &headers, "/track"), problem.code()),
    };
    let Some((code, view)) = acting(&web, &headers, asked.which).await else {
        return see("/track");
    };
    let (at, words) = match asked.command() {
        Ok(command) => {
            let taken = web
                .huiyin
                .act_by_code_once((&code, asked.which), command, None);
            match taken.await {
                Ok(_) => return kept::taken(&web, &headers, &landing(&view, &asked)).await,
                Err(error) => (place_of(asked.step), kept::told(&Problem::from(error))),
            }
        }
        Err(wrong) => wrong,
    };
    let form = form_of(asked.step, &asked.about);
    let kept = Kept::of(form, asked.form.fields()).wrong(at, words);
    refused(&web, &headers, (&code, &view), kept).await
}

/// The field at which the rules' word on a step stands; none: the words of the step.
const fn place_of(step: Action) -> &'static str {
    match step {
        Action::ChangeContact => contact::VALUE,
        _ => "",
    }
}

/// Where on the page what was done shows.
fn landing(view: &TrackView, asked: &Asked) -> String {
    let page = address(view, "/track/petition", "");
    match asked.step {
        Action::Verify | Action::AcceptService => format!("{page}#answers"),
        Action::ChangeContact => saved(view, contact::FOLD),
        Action::RespondFact => format!("{page}#{}", facts::PLACE),
        Action::DisputeTime => saved(view, &format!("date-{}", asked.about)),
        _ => page,
    }
}

/// `POST /track/view-code`: a code that only shows; the page that follows tells it, for half an hour.
pub(crate) async fn view_code(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    if !is_ours(&headers) {
        return problem::page(frame(&web, &headers, "/track"), Code::FormNotOurs);
    }
    let which = asked_for(&web, query.as_deref());
    let Some((code, view)) = acting(&web, &headers, which).await else {
        return see("/track");
    };
    let made = web.huiyin.make_view_code_once((&code, which), None).await;
    let shown = async {
        let made = made?.answer.tracking_code;
        let page = address(&view, "/track/petition", "");
        let kept = Kept::of(VIEW_CODE, &[(VIEW_CODE.to_owned(), made)]).by(&code);
        let page = format!("{page}#view-code-made");
        kept.see(&web, &headers, &page).await
    };
    let shown: Result<Response, Problem> = shown.await;
    shown.unwrap_or_else(|problem| problem::page(frame(&web, &headers, "/track"), problem.code()))
}
