//! `/desk/petitions/{number}/answer` and `/approve`: the workshop of an answer, and the page of the
//! one who approves it.

mod draft;
mod help;

use crate::body::Form;
use crate::desk::act::{conflict, not_now, take_steps};
use crate::desk::cards;
use crate::desk::case::{Opened, href_of, number_of, refusal_words};
use crate::desk::guard::{Signed, SignedForm};
use crate::desk::petition;
use crate::desk::stated;
use crate::pages::components::Clock;
use crate::pages::desk::Place;
use crate::pages::desk::answer::ApprovePage;
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use huiyin_app::{Acted, AnswerOnRecord};
use huiyin_domain::ids::Position;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Action, Command};

type Named = Result<Path<String>, PathRejection>;

fn named(path: Named) -> Result<PetitionNumber, Problem> {
    let Path(number) = path.map_err(|_| Problem::of(Code::NotFound))?;
    number_of(&number)
}

/// `GET /desk/petitions/{number}/answer`.
pub(crate) async fn work(path: Named, RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let opened = Opened::open(&signed, named(path)?, false).await?;
        if !opened.offers(Action::Draft) {
            return Err(Problem::of(Code::NotAllowed));
        }
        if let Some(why_not) = cards::why_not(&opened, Action::Draft) {
            return Ok(signed.html(&not_now(&opened, Action::Draft, why_not)));
        }
        let stored = draft::stored(&opened);
        let mut page = draft::page(&opened, &stored, &[], None);
        let query = Form::parse(query.unwrap_or_default().as_bytes())?;
        page.frame.notice = query.ticked("saved").then(|| {
            opened.say(
                "已保存草稿；“还差什么”按存好的算",
                "The draft is saved; what is missing is told of what was saved",
            )
        });
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// The clock of the answer.
fn answer_clock(opened: &Opened<'_>) -> Option<Clock> {
    let duty = opened.duty(&["answer", "perform", "suggestion-reply", "review"])?;
    Some(opened.clock(duty))
}

/// `POST /desk/petitions/{number}/answer`: fills in from a template, saves, shows as a document, sends up,
/// or issues at once.
pub(crate) async fn save(path: Named, form: SignedForm) -> Response {
    let signed = &form.signed;
    let saved = async {
        let number = named(path)?;
        let (mut typed, wrong) = draft::typed(&form.form, signed.language());
        let step = form.form.text("do").unwrap_or_default();
        if step == "fill" {
            let opened = Opened::open(signed, number, false).await?;
            if !opened.offers(Action::Draft) {
                return Err(Problem::of(Code::NotAllowed));
            }
            let filled = help::fill(&opened, &mut typed, &form.form);
            let page = draft::page_after(&opened, &typed, &wrong, None, Some(filled));
            return Ok(signed.html(&page));
        }
        if help::picks(&form.form) {
            // What was picked counts, however the form is sent.
            let opened = Opened::open(signed, number, false).await?;
            help::cite(&opened, &mut typed, &form.form);
        }
        let commands = draft::commands(typed.answer(), &step);
        let problem = if wrong.is_empty() {
            match keep_draft(&form, number, commands).await {
                Ok(acted) => return Ok(saved_answer(signed, &acted.number, &step)),
                Err(problem) => Some(problem),
            }
        } else {
            None
        };
        let opened = Opened::open(signed, number, false).await?;
        let (wrong, whole) = told(&opened, wrong, problem.as_ref())?;
        let page = draft::page(&opened, &typed, &wrong, whole);
        let status = problem.map_or(axum::http::StatusCode::UNPROCESSABLE_ENTITY, |problem| {
            problem.code().status()
        });
        Ok((status, signed.html(&page)).into_response())
    };
    signed.or_refused(saved.await)
}

/// Steps on the draft; one's own earlier save is no change by somebody else.
async fn keep_draft(
    form: &SignedForm,
    number: PetitionNumber,
    commands: Vec<Command>,
) -> Result<Acted, Problem> {
    let signed = &form.signed;
    let seen = Some(Position::new(form.read()));
    let huiyin = &signed.web().huiyin;
    let acted = huiyin.act_after_own(signed.principal(), number, commands, seen);
    Ok(acted.await?)
}

fn saved_answer(signed: &Signed, number: &str, step: &str) -> Response {
    let petition = href_of(number);
    match step {
        "preview" => see_there(&help::preview_href(&petition, signed.language())),
        "submit" => see_there(&format!("{petition}?done=submit")),
        "issue" => see_there(&format!("{petition}?done=issue")),
        _ => see_there(&format!("{petition}/answer?saved=yes")),
    }
}

type Told = (Vec<(String, String)>, Option<String>);

/// What was wrong, at its field or with the whole.
fn told(
    opened: &Opened<'_>,
    mut wrong: Vec<(String, String)>,
    problem: Option<&Problem>,
) -> Result<Told, Problem> {
    let Some(problem) = problem else {
        return Ok((wrong, None));
    };
    if let Some(refusal) = problem.refused_step() {
        let words = refusal_words(refusal, opened.language);
        let field = refusal.field.as_deref().and_then(draft::field_name);
        return Ok(match field {
            Some(field) => {
                wrong.push((field, words));
                (wrong, None)
            }
            None => (wrong, Some(words)),
        });
    }
    match problem.code() {
        Code::ChangedMeanwhile => Ok((wrong, Some(conflict(opened).notice))),
        code => Err(Problem::of(code)),
    }
}

/// `GET /desk/petitions/{number}/approve`.
pub(crate) async fn look(path: Named, signed: Signed) -> Response {
    let shown = async {
        let opened = Opened::open(&signed, named(path)?, false).await?;
        Ok(signed.html(&approve_page(&opened, (String::new(), None), None)?))
    };
    signed.or_refused(shown.await)
}

fn approve_page(
    opened: &Opened<'_>,
    (reason, reason_error): (String, Option<String>),
    error: Option<String>,
) -> Result<ApprovePage, Problem> {
    let answer = opened.view.answer.as_ref();
    let answer = answer.ok_or_else(|| Problem::of(Code::NotFound))?;
    let approves = opened.may_approve();
    let target =
        |action: Action, path: &str| (approves && opened.can(action)).then(|| opened.target(path));
    let refusal = opened.refusal(Action::Approve);
    let why_not = refusal
        .filter(|_| approves)
        .map(|refusal| refusal_words(refusal, opened.language));
    Ok(ApprovePage {
        frame: opened.signed.frame(),
        desk: opened.signed.desk(Some(Place::Approvals)),
        petition: opened.reference(),
        state: petition::parts::state(answer),
        origin: petition::parts::origin(opened, answer),
        clock: answer_clock(opened),
        changes: changes(opened, answer),
        preview_href: help::preview_href(&opened.href(), opened.language),
        summary: petition::review::summary(opened, &answer.draft),
        parts: petition::parts::answer_parts(opened, &answer.draft),
        unspoken: unspoken(opened, answer),
        facts: stated::of_answer(opened),
        remedy_notice: crate::desk::case::safe(&answer.draft.remedy_notice),
        consequence: cards::consequence(opened, Action::Issue),
        approve: target(Action::Approve, "approve"),
        give_back: target(Action::ReturnAnswer, "approve/return"),
        reason: ApprovePage::reason_field(opened.language, reason, reason_error),
        error: error.or(why_not),
    })
}

/// Facts that the petitioner added and of which an answer that is not out yet says nothing.
fn unspoken(opened: &Opened<'_>, answer: &AnswerOnRecord) -> Vec<String> {
    let waits = ["draft", "submitted", "approved"].contains(&answer.stage.as_str());
    let facts = stated::of_answer(opened).into_iter();
    let silent = facts.filter(|fact| waits && fact.is_unspoken());
    let said = silent.map(|fact| stated::unspoken(fact.index, opened.language));
    said.collect()
}

/// What changed since it went back last: why it did, and each part that reads otherwise now, with what it was.
fn changes(opened: &Opened<'_>, answer: &AnswerOnRecord) -> Vec<String> {
    let Some(before) = &answer.returned_draft else {
        return Vec::new();
    };
    let (old, new) = (
        petition::parts::answer_parts(opened, before),
        petition::parts::answer_parts(opened, &answer.draft),
    );
    let mut lines: Vec<String> = answer
        .returned
        .iter()
        .map(|reason| {
            let reason = crate::desk::case::safe(reason);
            opened.language.pick(
                format!("退回的理由：{reason}"),
                format!("It went back because: {reason}"),
            )
        })
        .collect();
    let whole = [
        (
            opened.say("概述", "Summary"),
            petition::review::summary(opened, before),
            petition::review::summary(opened, &answer.draft),
        ),
        (
            opened.say("救济告知", "Remedy notice"),
            crate::desk::case::safe(&before.remedy_notice),
            crate::desk::case::safe(&answer.draft.remedy_notice),
        ),
    ];
    for (label, was, is) in whole {
        lines.extend(changed(opened, &label, (&was, &is)));
    }
    for part in &new {
        let label = |field: &str| {
            let index = part.index;
            opened.language.pick(
                format!("诉求{index}，{field}"),
                format!("Request {index}, {field}"),
            )
        };
        let was = old.iter().find(|one| one.index == part.index);
        let was = was.map(|one| one.facts.as_slice()).unwrap_or_default();
        let in_old = |name: &str| was.iter().find(|one| one.label == name);
        for fact in &part.facts {
            let before = in_old(&fact.label).map(|one| one.value.as_str());
            let pair = (before.unwrap_or_default(), fact.value.as_str());
            lines.extend(changed(opened, &label(&fact.label), pair));
        }
        let gone = was
            .iter()
            .filter(|one| part.facts.iter().all(|now| now.label != one.label));
        lines.extend(gone.filter_map(|one| changed(opened, &label(&one.label), (&one.value, ""))));
    }
    lines
}

/// Characters of what stood before that are told.
const BEFORE_CHARACTERS_MAX: usize = 120;

fn changed(opened: &Opened<'_>, label: &str, (was, is): (&str, &str)) -> Option<String> {
    if was.trim() == is.trim() {
        return None;
    }
    if was.trim().is_empty() {
        return Some(
            opened
                .language
                .pick(format!("{label}：新写的"), format!("{label}: written anew")),
        );
    }
    let mut told: String = was.chars().take(BEFORE_CHARACTERS_MAX).collect();
    if told.len() < was.len() {
        told.push('…');
    }
    Some(opened.language.pick(
        format!("{label}：改了，原来是“{told}”"),
        format!("{label}: changed from “{told}”"),
    ))
}

/// `POST /desk/petitions/{number}/approve`: approves and issues.
pub(crate) async fn approve(path: Named, form: SignedForm) -> Response {
    decide(
        path,
        form,
        |_| vec![Command::Approve, Command::Issue],
        "issue",
    )
    .await
}

/// `POST /desk/petitions/{number}/approve/return`.
pub(crate) async fn give_back(path: Named, form: SignedForm) -> Response {
    let commands = |reason: String| vec![Command::ReturnAnswer { reason }];
    decide(path, form, commands, "return-answer").await
}

async fn decide(
    path: Named,
    form: SignedForm,
    commands: impl Fn(String) -> Vec<Command>,
    done: &str,
) -> Response {
    let signed = &form.signed;
    let decided = async {
        let number = named(path)?;
        let reason = form.form.text("reason").unwrap_or_default();
        let problem = match take_steps(&form, number, commands(reason.clone())).await {
            Ok(acted) => {
                let petition = href_of(&acted.number);
                return Ok(see_there(&format!("{petition}?done={done}")));
            }
            Err(problem) => problem,
        };
        let opened = Opened::open(signed, number, false).await?;
        let refusal = problem.refused_step();
        let at_reason = refusal.is_some_and(|one| one.field.as_deref() == Some("reason"));
        let (wrong, whole) = told(&opened, Vec::new(), Some(&problem))?;
        // The fields of the draft are not on this page.
        let whole = whole.or_else(|| wrong.into_iter().next().map(|(_, words)| words));
        let (at, whole) = if at_reason {
            (whole, None)
        } else {
            (None, whole)
        };
        let page = approve_page(&opened, (reason, at), whole)?;
        Ok((problem.code().status(), signed.html(&page)).into_response())
    };
    signed.or_refused(decided.await)
}
