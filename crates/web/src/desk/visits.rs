//! `/desk/visits`: what groups announced, for the reception alone. A clerk takes an announcement down on
//! the phone, gives it a time, a room and a post that receives, and opens the response when the group
//! is there. Nothing here names anybody who comes, and nothing of it stays.

use super::responses::OPEN;
use crate::body::Form;
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::components::Choice;
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::desk::visits::{VisitPage, VisitRow, VisitsPage};
use crate::pages::desk::{Fact, Place};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see_there;
use crate::portal::visit::fields::{self, Asking, local};
use crate::portal::visit::{facts, outside, people};
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::rules::Authority;
use huiyin_app::{ArrangeDraft, VisitLook, VisitPost};
use huiyin_domain::text::shown_safely;
use std::sync::Arc;

/// Where a clerk takes one down.
const ANNOUNCE: &str = "/desk/announce-visit";
/// The list.
pub(super) const LIST: &str = "/desk/visits";

type InPath<T> = Result<Path<T>, PathRejection>;

fn href(id: i64) -> String {
    format!("{LIST}/{id}")
}

fn authority(signed: &Signed) -> Result<Arc<Authority>, Problem> {
    signed
        .authority()
        .ok_or_else(|| Problem::of(Code::NotFound))
}

/// `GET /desk/visits`.
pub(crate) async fn list(signed: Signed) -> Response {
    let shown = async {
        let looks = signed.web().huiyin.visits(signed.principal()).await?;
        let authority = authority(&signed)?;
        let (language, dates) = (signed.language(), signed.dates(&authority.zone));
        let row = |look: &VisitLook| VisitRow {
            href: href(look.id),
            when: dates.instant(look.at.to_minute()),
            place: look.place_title.in_language(language).to_owned(),
            people: people(look.people, language),
            room: look
                .arranged
                .as_ref()
                .map(|(room, _)| shown_safely(room).into_owned()),
            here: look.response.is_some(),
        };
        Ok(signed.html(&VisitsPage {
            frame: signed.frame(),
            desk: signed.desk(Some(Place::Responses)),
            rows: looks.iter().map(row).collect(),
            announce_href: ANNOUNCE.to_owned(),
        }))
    };
    signed.or_refused(shown.await)
}

/// `GET /desk/announce-visit`.
pub(crate) async fn ask(signed: Signed) -> Response {
    let shown = async {
        let page = announce_page(&signed, &Form::of(Vec::new()), None).await?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/announce-visit`: the code is shown once, to be told to whoever calls.
pub(crate) async fn announce(form: SignedForm) -> Response {
    let signed = &form.signed;
    let taken = async {
        let huiyin = &signed.web().huiyin;
        let who = signed.principal();
        let draft = fields::draft(&form.form);
        let once = form.idempotency();
        let done = huiyin.announce_visit(who.authority, Some(who), draft, once);
        match done.await {
            Ok(done) => {
                let code = Some(done.code.grouped());
                let seen = (&Form::of(Vec::new()), None);
                Ok(signed.html(&visit_page(signed, done.id, code, seen).await?))
            }
            Err(error) => {
                let problem = Problem::from(error);
                if problem.refused_fields().is_empty() {
                    return Err(problem);
                }
                let page = announce_page(signed, &form.form, Some(&problem)).await?;
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
        }
    };
    signed.or_refused(taken.await)
}

async fn announce_page(
    signed: &Signed,
    typed: &Form,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    let huiyin = &signed.web().huiyin;
    if !huiyin.receives_visits(signed.principal()).await? {
        return Err(Problem::of(Code::NotAllowed));
    }
    let authority = authority(signed)?;
    let places = huiyin.visit_places(authority.row.id).await?;
    if places.is_empty() {
        return Err(Problem::of(Code::NoPlanInForce));
    }
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let organisation = authority.organisation();
    let wrong = problem.map(Problem::refused_fields).unwrap_or_default();
    let wrong = wrong
        .iter()
        .map(|one| (one.field.clone(), one.problem.message(language)));
    let wrong: Vec<(String, String)> = wrong.collect();
    let asking = Asking {
        language,
        organisation: &organisation,
        places: &places,
        typed,
        wrong: &wrong,
    };
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Responses)),
        exercise: false,
        petition: None,
        title: say("电话、来信预告来访", "A visit announced by phone or letter"),
        consequences: vec![
            say(
                "不问、不写来的人是谁；来访结束，或过了时间24小时，就删除。",
                "Who comes is neither asked nor written; it is deleted when the visit ends, or 24 hours after its time.",
            ),
            say(
                "给一个查询码，请告诉对方：凭它看安排、改时间、取消。",
                "You get a code to tell them: it shows the arrangement, changes the time, cancels.",
            ),
        ],
        clocks: Vec::new(),
        target: FormTarget::to(ANNOUNCE).sealed("", signed.form_key()?),
        fields: asking.fields(),
        error: None,
        conflict: None,
        follows: Vec::new(),
        submit: say("记下预告", "Take it down"),
        cancel_href: LIST.to_owned(),
    })
}

/// `GET /desk/visits/{id}`.
pub(crate) async fn show(path: InPath<i64>, signed: Signed) -> Response {
    let shown = async {
        let id = crate::api::admin::id(path)?;
        let page = visit_page(&signed, id, None, (&Form::of(Vec::new()), None)).await?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/visits/{id}/arrange`: time, room, and who receives.
pub(crate) async fn arrange(path: InPath<i64>, form: SignedForm) -> Response {
    let signed = &form.signed;
    let arranged = async {
        let id = crate::api::admin::id(path)?;
        let text = |name: &str| form.form.text(name).unwrap_or_default();
        let draft = ArrangeDraft {
            at: text("at"),
            room: text("room"),
            post: form.form.text("post").and_then(|id| id.parse().ok()),
            version: form.read(),
        };
        let done = signed
            .web()
            .huiyin
            .arrange_visit(signed.principal(), id, draft);
        let Err(error) = done.await else {
            return Ok(see_there(&href(id)));
        };
        let problem = Problem::from(error);
        let status = problem.code().status();
        if problem.refused_fields().is_empty() && problem.code() != Code::ChangedMeanwhile {
            return Err(problem);
        }
        let page = visit_page(signed, id, None, (&form.form, Some(&problem))).await?;
        Ok((status, signed.html(&page)).into_response())
    };
    signed.or_refused(arranged.await)
}

/// `POST /desk/visits/{id}/end`: it is over, or nobody came; it is deleted.
pub(crate) async fn end(path: InPath<i64>, form: SignedForm) -> Response {
    let signed = &form.signed;
    let ended = async {
        let id = crate::api::admin::id(path)?;
        signed
            .web()
            .huiyin
            .end_visit(signed.principal(), id)
            .await?;
        Ok(see_there(LIST))
    };
    signed.or_refused(ended.await)
}

async fn visit_page(
    signed: &Signed,
    id: i64,
    code: Option<String>,
    (typed, problem): (&Form, Option<&Problem>),
) -> Result<VisitPage, Problem> {
    let (look, posts) = signed.web().huiyin.visit(signed.principal(), id).await?;
    let authority = authority(signed)?;
    let (language, dates) = (signed.language(), signed.dates(&authority.zone));
    let whole = problem.filter(|one| one.refused_fields().is_empty());
    let here = look.response;
    let asked = language.pick("想来的时间", "Asked for");
    let when = dates.instant(look.asked_at.to_minute());
    let mut told = vec![Fact::new(asked, when)];
    if let Some(words) = outside(&look, language) {
        told.push(Fact::new(language.pick("说明", "Note"), words));
    }
    let more = facts(&look, language).into_iter();
    told.extend(more.map(|(label, value)| Fact::new(label, value)));
    let target = FormTarget::to(format!("{}/arrange", href(id)));
    Ok(VisitPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Responses)),
        code,
        when: dates.instant(look.at.to_minute()),
        arranged: look.arranged.is_some(),
        facts: told,
        error: whole.map(|one| one.words(language)),
        fields: arrange_fields(signed, &authority, (&look, &posts), (typed, problem)),
        target: target.sealed(look.version.to_string(), ""),
        end: FormTarget::to(format!("{}/end", href(id))),
        until: dates.instant(look.until.to_minute()),
        open_href: here.is_none().then(|| format!("{OPEN}?visit={id}")),
        response_href: here.map(super::responses::href),
    })
}

fn arrange_fields(
    signed: &Signed,
    authority: &Authority,
    (look, posts): (&VisitLook, &[VisitPost]),
    (typed, problem): (&Form, Option<&Problem>),
) -> Vec<FieldView> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    // Where somebody was quicker, what stands there now is what the fields begin with.
    let refused = problem.is_some_and(|one| !one.refused_fields().is_empty());
    let text = |name: &str, stands: String| match refused {
        true => typed.text(name).unwrap_or_default(),
        false => stands,
    };
    let room = look.arranged.as_ref().map(|(room, _)| room.clone());
    let chosen = text(
        "post",
        look.post.map(|id| id.to_string()).unwrap_or_default(),
    );
    let choice = |post: &VisitPost| {
        let id = post.id.to_string();
        let picked = id == chosen;
        Choice::new(id, post.title.in_language(language)).chosen(picked)
    };
    let fields = [
        FieldView::new(
            "at",
            say("几点接待？", "Received when?"),
            FieldKind::Moment(text("at", local(look.at, &authority.zone))),
        ),
        FieldView::new(
            "room",
            say("哪个房间？", "Which room?"),
            FieldKind::Short(text("room", room.unwrap_or_default())),
        ),
        FieldView::new(
            "post",
            say("谁接待？", "Who receives?"),
            FieldKind::Select(posts.iter().map(choice).collect(), say("请选择", "Choose")),
        )
        .hinted(say(
            "只告诉这个岗位时间和房间，不告诉什么事、多少人。",
            "This post is told time and room; not what it is about, nor how many come.",
        )),
    ];
    let wrong = |name: &str| {
        let mut fields = problem?.refused_fields().iter();
        let found = fields.find(|one| one.field == name)?;
        Some(found.problem.message(language))
    };
    let shown = fields.into_iter().map(|field| {
        let words = wrong(&field.name);
        field.refused(words)
    });
    shown.collect()
}
