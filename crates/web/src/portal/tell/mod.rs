//! `/new`: telling what happened, a question a page. Each page is saved when it is sent on, in a draft
//! that only its code opens; the last one registers it.

mod answers;
mod fields;
mod files;
mod steps;

use crate::body::{self, Form};
use crate::cookie::{self, Followed, Writing};
use crate::pages::file_list::ListedFile;
use crate::pages::form::{FormError, named};
use crate::pages::tell::{CheckPage, SavedPage, TellPage};
use crate::portal::kept::{self, Kept};
use crate::portal::switch::Switch;
use crate::portal::{frame, html, see, see_there, see_with};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use fields::{Asking, words};
use huiyin_app::code::TrackingCode;
use huiyin_app::rules::Authority;
use huiyin_app::{AppError, DRAFT_DAYS, Draft, Refusal};
use huiyin_domain::language::Language;
use huiyin_domain::petition::{FieldProblem, SUBJECT_CHARACTERS_MAX};
use huiyin_domain::text;
use huiyin_domain::time::DAY_MICROS;
use huiyin_domain::wording::Dates;
use std::sync::Arc;
use steps::{Step, authority_file, place_of, submission};

pub(crate) use files::{drop_file, picture, show_files, take_files};
pub(crate) use steps::known_as;

/// The form that sends everything.
const CHECK: &str = "check";
/// The id of a step's form.
const FORM: &str = "step";

/// How the page of a step is asked for, as its address says.
#[derive(Clone, Copy, Default)]
struct View {
    /// It came from the check and leads back to it.
    to_check: bool,
    /// It says what is wrong with what is saved. Whoever sent a page that was not taken is led here, so that
    /// going back from it sends nothing again.
    wrong: bool,
}

impl View {
    fn of(query: Option<&str>) -> Self {
        let form = Form::parse(query.unwrap_or_default().as_bytes());
        let form = form.unwrap_or_default();
        Self {
            to_check: form.text("then").as_deref() == Some("check"),
            wrong: form.ticked("wrong"),
        }
    }

    /// Leads to the page of a step, looked at so.
    fn see(self, step: Step) -> Response {
        let words = [
            self.to_check.then_some("then=check"),
            self.wrong.then_some("wrong=yes"),
        ];
        let words: Vec<&str> = words.into_iter().flatten().collect();
        let mark = if words.is_empty() { "" } else { "?" };
        see_there(&format!("{}{mark}{}", step.path(), words.join("&")))
    }
}

/// What a handler of this way has in hand.
struct Desk<'a> {
    web: &'a Web,
    headers: &'a HeaderMap,
    authority: Arc<Authority>,
    language: Language,
}

/// A draft that this browser writes on.
struct Open {
    code: TrackingCode,
    draft: Draft,
}

impl<'a> Desk<'a> {
    fn of(web: &'a Web, headers: &'a HeaderMap) -> Result<Self, Problem> {
        Ok(Self {
            web,
            headers,
            authority: web.huiyin.authority(None)?,
            language: cookie::language(headers),
        })
    }

    /// The draft of this browser, unless it was sent or forgotten.
    async fn open(&self) -> Result<Option<Open>, Problem> {
        let Some(code) = Writing::of(self.web, self.headers).and_then(|one| one.code()) else {
            return Ok(None);
        };
        let id = self.authority.row.id;
        let draft = self.web.huiyin.open_draft(id, &code).await?;
        let draft = draft.filter(|draft| !draft.is_sent());
        Ok(draft.map(|draft| Open { code, draft }))
    }

    /// The draft of this browser, or a new one with the cookie that keeps it.
    async fn open_or_begin(&self) -> Result<(Open, bool), Problem> {
        if let Some(open) = self.open().await? {
            return Ok((open, false));
        }
        let code = self.web.huiyin.begin_draft(self.authority.row.id).await?;
        let draft = Draft::default();
        Ok((Open { code, draft }, true))
    }

    /// What is still wrong with what was written, by step and field.
    fn wrong(&self, form: &Form) -> Vec<(Step, String, String)> {
        let draft = submission(form, self.language);
        let found = self.web.huiyin.check(&self.authority, draft);
        let missing = |field: &str| {
            let mut found = found.iter();
            found.any(|one| one.field == field && one.problem == FieldProblem::Missing)
        };
        // Its first sentence stands for it once something was written.
        let unwritten = missing("body");
        let asked = found
            .iter()
            .filter(|one| !(unwritten && one.field == "subject"));
        let shown = asked.map(|error| {
            let (step, field) = place_of(&error.field);
            let words = words(&field, &error.problem, self.language);
            (step, field, words)
        });
        shown.collect()
    }

    fn page(
        &self,
        step: Step,
        open: Option<&Open>,
        wrong: &[(String, String)],
        to_check: bool,
    ) -> TellPage {
        let nothing = Form::of(Vec::new());
        let form = open.map(|open| Form::of(open.draft.fields.clone()));
        let typed = form.as_ref().unwrap_or(&nothing);
        let files = open
            .map(|open| open.draft.files.as_slice())
            .unwrap_or_default();
        let asking = Asking {
            language: self.language,
            authority: &self.authority,
            typed,
            files,
            notices: {
                let huiyin = &self.web.huiyin;
                huiyin.sends_notices().then(|| huiyin.names_authority())
            },
            wrong,
        };
        let added = files.iter().map(|file| ListedFile {
            name: text::shown_safely(&file.name).into_owned(),
            about: {
                let size = crate::desk::petition::parts::size_words(file.kind, file.bytes);
                let came = self.language.pick("已传好，", "Added, ");
                format!("{came}{size}")
            },
            picture: files::picture_href(file),
            drop_href: Some(format!("/new/files/{}/drop", file.number)),
            ..ListedFile::default()
        });
        let groups = asking.groups(step);
        let label = |name: &str| {
            let mut fields = groups.iter().flat_map(|group| &group.fields);
            let field = fields.find(|field| field.name == name);
            field.map(|field| field.label.as_str()).unwrap_or_default()
        };
        let names: Vec<&str> = groups
            .iter()
            .flat_map(|group| &group.fields)
            .map(|field| field.name.as_str())
            .collect();
        // In the order in which the page asks.
        let mut wrong: Vec<_> = wrong.iter().collect();
        wrong.sort_by_key(|(field, _)| names.iter().position(|name| name == field));
        let error = |(field, message): &(String, String)| FormError {
            field: field.clone(),
            message: named(label(field), message),
        };
        TellPage {
            frame: frame(self.web, self.headers, step.path()).carried_by(FORM),
            number: step.number(),
            count: Step::ALL.len(),
            question: step.question(self.language).to_owned(),
            errors: wrong.into_iter().map(error).collect(),
            groups,
            action: step.path().to_owned(),
            back_href: if to_check { "/new/check" } else { step.back() }.to_owned(),
            to_check,
            danger: typed.ticked("danger"),
            files: (step == Step::Files).then(|| added.collect()),
            saved: open.is_some(),
        }
    }

    /// What is wrong on the page of a step: field and what to do.
    fn wrong_at(&self, step: Step, open: &Open) -> Vec<(String, String)> {
        let form = Form::of(open.draft.fields.clone());
        if step == Step::Files {
            return files::refused(&form, self.language);
        }
        let wrong = self.wrong(&form).into_iter();
        wrong
            .filter(|(at, _, _)| *at == step)
            .map(|(_, field, message)| (field, message))
            .collect()
    }

    fn keep(&self, mut response: Response, code: &TrackingCode) -> Result<Response, Problem> {
        let cookie = Writing::on(code, self.web.huiyin.now()).set(self.web, self.headers)?;
        response.headers_mut().append(header::SET_COOKIE, cookie);
        Ok(response)
    }

    fn refuse(&self, problem: &Problem) -> Response {
        problem::page(frame(self.web, self.headers, "/new"), problem.code())
    }
}

/// `GET /new`: the first question.
pub(crate) async fn begin(State(web): State<Web>, headers: HeaderMap) -> Response {
    shown(&web, &headers, Step::What, View::default()).await
}

async fn shown(web: &Web, headers: &HeaderMap, step: Step, view: View) -> Response {
    let desk = match Desk::of(web, headers) {
        Ok(desk) => desk,
        Err(problem) => return problem::page(frame(web, headers, "/new"), problem.code()),
    };
    match desk.open().await {
        Ok(None) if step != Step::What => see("/new"),
        Ok(open) => {
            let wrong = open.as_ref().filter(|_| view.wrong);
            let wrong = wrong.map(|open| desk.wrong_at(step, open));
            let wrong = wrong.unwrap_or_default();
            html(&desk.page(step, open.as_ref(), &wrong, view.to_check))
        }
        Err(problem) => desk.refuse(&problem),
    }
}

/// `GET /new/{step}`: a question, everything once more, or the code to go on with.
pub(crate) async fn show(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    let word = path.map(|Path(word)| word).unwrap_or_default();
    match (Step::parse(&word), word.as_str()) {
        (Some(step), _) => shown(&web, &headers, step, View::of(query.as_deref())).await,
        (None, "check") => {
            let shown = check(&web, &headers, query.as_deref()).await;
            or_refused(&web, &headers, shown)
        }
        (None, "saved") => or_refused(&web, &headers, saved(&web, &headers).await),
        _ => problem::page(frame(&web, &headers, "/new"), Code::NotFound),
    }
}

fn or_refused(web: &Web, headers: &HeaderMap, shown: Result<Response, Problem>) -> Response {
    shown.unwrap_or_else(|problem| problem::page(frame(web, headers, "/new"), problem.code()))
}

/// Everything once more; or the first page on which something is missing.
async fn check(web: &Web, headers: &HeaderMap, query: Option<&str>) -> Result<Response, Problem> {
    let desk = Desk::of(web, headers)?;
    let Some(open) = desk.open().await? else {
        return Ok(see("/new"));
    };
    let form = Form::of(open.draft.fields.clone());
    let wrong = desk.wrong(&form);
    let first = wrong
        .iter()
        .map(|(step, ..)| *step)
        .min_by_key(|step| step.number());
    if let Some(step) = first {
        let view = View {
            to_check: true,
            wrong: true,
        };
        return Ok(view.see(step));
    }
    let kept = Kept::shown(web, headers, query).await;
    let kept = kept.filter(|kept| kept.is(CHECK, Some(&open.code)));
    let wrong = kept.and_then(|kept| kept.error("", desk.language));
    let wrong = wrong.map(|message| FormError {
        field: String::new(),
        message,
    });
    Ok(html(&desk.check_page(&open, wrong.into_iter().collect())))
}

async fn saved(web: &Web, headers: &HeaderMap) -> Result<Response, Problem> {
    let desk = Desk::of(web, headers)?;
    let Some(open) = desk.open().await? else {
        return Ok(see("/new"));
    };
    let now = web.huiyin.now();
    let dates = Dates::on_screen(now, &desk.authority.zone, desk.language);
    let last = now.plus_micros(DRAFT_DAYS * DAY_MICROS);
    Ok(html(&SavedPage {
        frame: frame(web, headers, "/new/saved"),
        code: open.code.grouped(),
        until: dates.day(last.date_in(&desk.authority.zone)),
    }))
}

/// `POST /new/{step}`: saves the answers of a page, or sends everything.
pub(crate) async fn save(
    State(web): State<Web>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let word = path.map(|Path(word)| word).unwrap_or_default();
    let done = async {
        let form = body::whole(body).and_then(|bytes| Form::parse(&bytes))?;
        match (Step::parse(&word), word.as_str()) {
            (Some(step), _) => save_step(&web, &headers, step, &form).await,
            (None, "check") => send(&web, &headers).await,
            (None, "discard") => discard(&web, &headers).await,
            (None, "leave") => Ok(see_with("/", Writing::forget(&web, &headers))),
            _ => Err(Problem::of(Code::NotFound)),
        }
    };
    or_refused(&web, &headers, done.await)
}

async fn save_step(
    web: &Web,
    headers: &HeaderMap,
    step: Step,
    form: &Form,
) -> Result<Response, Problem> {
    let desk = Desk::of(web, headers)?;
    let to_check = form.text("then").as_deref() == Some("check");
    let view = |wrong| View { to_check, wrong };
    let typed = step.names().iter();
    let mut typed: Vec<(String, String)> = typed
        .filter_map(|name| Some(((*name).to_owned(), form.text(name)?)))
        .collect();
    let switch = Switch::of(web, headers, form.fields());
    if step == Step::What && switch.is_none() {
        typed.extend(subject_of(form));
    }
    if typed.is_empty()
        && desk.open().await?.is_none()
        && let Some(switch) = switch
    {
        // Nothing was written yet: nothing is begun.
        return Ok(switch.on(view(false).see(step)));
    }
    let (mut open, begun) = desk.open_or_begin().await?;
    let id = desk.authority.row.id;
    let save = web
        .huiyin
        .save_draft(id, &open.code, step.names(), typed.clone());
    save.await?;
    open.draft
        .fields
        .retain(|(name, _)| !step.names().contains(&name.as_str()));
    open.draft.fields.extend(typed);
    let response = match switch {
        Some(switch) => switch.on(view(false).see(step)),
        None if form.ticked("later") => see("/new/saved"),
        None if !desk.wrong_at(step, &open).is_empty() => view(true).see(step),
        None if to_check => see("/new/check"),
        None => see(step.next()),
    };
    if begun {
        return desk.keep(response, &open.code);
    }
    Ok(response)
}

/// The first sentence of what happened, where the matter was not said in one: nobody is asked twice, and the
/// check shows the story, which holds it, once.
fn subject_of(form: &Form) -> Option<(String, String)> {
    let given = form.text("subject");
    if given.is_some_and(|subject| !subject.trim().is_empty()) {
        return None;
    }
    let body = form.text("body").unwrap_or_default();
    let first = text::first_sentence(&body, SUBJECT_CHARACTERS_MAX);
    (!first.is_empty()).then(|| ("subject".to_owned(), first))
}

/// Registers what was written. Sent twice it is one petition, and the same receipt.
async fn send(web: &Web, headers: &HeaderMap) -> Result<Response, Problem> {
    let desk = Desk::of(web, headers)?;
    let id = desk.authority.row.id;
    let writing = Writing::of(web, headers).and_then(|one| one.code());
    let Some(code) = writing else {
        return Ok(see("/new"));
    };
    let Some(draft) = web.huiyin.open_draft(id, &code).await? else {
        return Ok(see("/new"));
    };
    let form = Form::of(draft.fields.clone());
    let matter = submission(&form, desk.language);
    let sent = if draft.is_sent() {
        web.huiyin.sent_draft(id, &code).await
    } else {
        let written = (&code, authority_file(&form));
        web.huiyin
            .send_draft(&desk.authority, written, matter)
            .await
    };
    match sent {
        Ok(reply) => {
            let registered = &reply.registered;
            let others = registered.representative_codes.clone();
            let followed =
                Followed::just_registered(&registered.tracking_code, others, web.huiyin.now());
            let mut response = see_with("/receipt", followed.set(web, headers)?);
            let forget = Writing::forget(web, headers);
            response.headers_mut().append(header::SET_COOKIE, forget);
            Ok(response)
        }
        Err(AppError::Refused(Refusal::Fields(_))) => Ok(see("/new/check")),
        Err(error) => {
            let kept = Kept::of(CHECK, &[]).wrong("", kept::told(&Problem::from(error)));
            kept.by(&code).see(web, headers, "/new/check").await
        }
    }
}

async fn discard(web: &Web, headers: &HeaderMap) -> Result<Response, Problem> {
    let desk = Desk::of(web, headers)?;
    if let Some(open) = desk.open().await? {
        let id = desk.authority.row.id;
        web.huiyin.discard_draft(id, &open.code).await?;
    }
    Ok(see_with("/", Writing::forget(web, headers)))
}

impl Desk<'_> {
    fn check_page(&self, open: &Open, errors: Vec<FormError>) -> CheckPage {
        let form = Form::of(open.draft.fields.clone());
        CheckPage {
            frame: frame(self.web, self.headers, "/new/check"),
            errors,
            answers: answers::of(&form, &open.draft.files, &self.authority, self.language),
            danger: form.ticked("danger"),
        }
    }
}

/// Opens a draft by the code that was given when it was saved; nothing where there is none.
pub(crate) async fn go_on(
    web: &Web,
    headers: &HeaderMap,
    code: &TrackingCode,
) -> Result<Option<Response>, Problem> {
    let desk = Desk::of(web, headers)?;
    let draft = web.huiyin.open_draft(desk.authority.row.id, code).await?;
    match draft {
        Some(draft) if !draft.is_sent() => {
            let files = !draft.files.is_empty();
            let form = Form::of(draft.fields.clone());
            desk.keep(see(steps::reached(&form, files)), code).map(Some)
        }
        _ => Ok(None),
    }
}
