//! `/desk/plans/{id}/{version}`: what is wrong with a version, what it would change, its sheet, and its
//! approval.

use super::{lodged, state, when};
use crate::body::Form;
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::desk::plans::{
    ApprovalView, ChangeRow, Changes, FindingRow, PlanVersionPage, SendBackView,
};
use crate::pages::desk::{Fact, Place};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::pages::plan_sheet::SheetView;
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use huiyin_app::PlanLook;
use huiyin_app::authorise::Action;
use huiyin_domain::event::Pinned;
use huiyin_domain::language::Language;
use huiyin_domain::plan::{Change, Finding, Plan, Post, Severity, Witness};
use huiyin_domain::roster::Roster;
use huiyin_domain::text::shown_safely;
use huiyin_domain::time::Instant;

type InPath = Result<Path<(String, String)>, PathRejection>;

fn pinned(path: InPath) -> Result<Pinned, Problem> {
    let Path((id, version)) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok(Pinned { id, version })
}

/// `GET /desk/plans/{id}/{version}`.
pub(crate) async fn show(path: InPath, RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let query = Form::parse(query.unwrap_or_default().as_bytes())?;
        let against = query.text("against").filter(|text| !text.is_empty());
        let pinned = pinned(path)?;
        let page = page(&signed, &pinned, against.as_deref(), None);
        Ok(signed.html(&page.await?))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/plans/{id}/{version}/approve`.
pub(crate) async fn approve(path: InPath, form: SignedForm) -> Response {
    let signed = &form.signed;
    let approved = async {
        let plan = pinned(path)?;
        let by = (signed.principal().authority, signed.actor());
        let huiyin = &signed.web().huiyin;
        let done = huiyin.approve_plan(by, plan.clone(), form.idempotency());
        match done.await {
            Ok(_) => Ok(see_there(&href(&plan))),
            Err(error) => {
                let problem = Problem::from(error);
                let page = page(signed, &plan, None, Some(&problem)).await?;
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
        }
    };
    signed.or_refused(approved.await)
}

/// `POST /desk/plans/{id}/{version}/return`.
pub(crate) async fn send_back(path: InPath, form: SignedForm) -> Response {
    let signed = &form.signed;
    let returned = async {
        let plan = pinned(path)?;
        let by = (signed.principal().authority, signed.actor());
        let reason = form.form.text("reason").unwrap_or_default();
        let huiyin = &signed.web().huiyin;
        let done = huiyin.return_plan(by, plan.clone(), &reason, form.idempotency());
        match done.await {
            Ok(_) => Ok(see_there(&href(&plan))),
            Err(error) => {
                let problem = Problem::from(error);
                let mut page = page(signed, &plan, None, Some(&problem)).await?;
                if let Some(view) = &mut page.send_back {
                    view.reason.kind = FieldKind::TextArea(reason, REASON_ROWS);
                }
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
        }
    };
    signed.or_refused(returned.await)
}

/// Lines of the field for what is to be changed.
const REASON_ROWS: usize = 3;

/// How it is sent back, by whoever may approve it.
fn sending_back(
    signed: &Signed,
    pinned: &Pinned,
    (look, problem): (&PlanLook, Option<&Problem>),
) -> Result<Option<SendBackView>, Problem> {
    if !look.may_return {
        return Ok(None);
    }
    let language = signed.language();
    let refused = problem.map_or(&[][..], Problem::refused_fields);
    let wrong = refused.iter().find(|one| one.field == "reason");
    let label = language.pick("要改什么？", "What is to be changed?");
    let hint = language.pick(
        "写给做预案的人。只说预案，不写任何人的电话和证件号。",
        "For who made the plan. About the plan alone; no telephone or other number of anybody.",
    );
    let reason = FieldView::new(
        "reason",
        label,
        FieldKind::TextArea(String::new(), REASON_ROWS),
    );
    Ok(Some(SendBackView {
        target: FormTarget::to(format!("{}/return", href(pinned))).sealed("", signed.form_key()?),
        reason: reason
            .hinted(hint)
            .refused(wrong.map(|one| one.problem.message(language))),
    }))
}

fn href(plan: &Pinned) -> String {
    format!("/desk/plans/{}/{}", plan.id, plan.version)
}

async fn page(
    signed: &Signed,
    pinned: &Pinned,
    against: Option<&str>,
    problem: Option<&Problem>,
) -> Result<PlanVersionPage, Problem> {
    let language = signed.language();
    let huiyin = &signed.web().huiyin;
    let look = huiyin.plan_look(signed.principal(), (&pinned.id, &pinned.version), against);
    let look = look.await?;
    let kept = huiyin.plan(signed.principal(), &pinned.id).await?;
    let roster = huiyin.roster(signed.principal(), &pinned.id).await?;
    let roster = roster.and_then(|(_, text)| Roster::parse(&text).ok());
    let others = kept.versions.into_iter().map(|one| one.version);
    let others: Vec<String> = others.filter(|one| *one != pinned.version).collect();
    let findings = &look.checked.findings;
    let finding = |found: &Finding| finding_row(signed, &look.plan, found);
    let changes = look.changes.as_ref().map(|(against, changes)| Changes {
        against: against.clone(),
        in_force: look.in_force.as_ref() == Some(against),
        rows: changes
            .iter()
            .map(|change| change_row(&look.plan, change, language))
            .collect(),
    });
    Ok(PlanVersionPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Plans)),
        title: look.plan.title.in_language(language).to_owned(),
        plan_href: format!("/desk/plans/{}", pinned.id),
        facts: facts(signed, &look),
        error: problem
            .filter(|one| one.refused_fields().is_empty())
            .map(|one| one.words(language)),
        findings: findings.iter().map(finding).collect(),
        changes,
        others,
        approval: approval(signed, pinned, &look)?,
        send_back: sending_back(signed, pinned, (&look, problem))?,
        reopen: signed
            .principal()
            .may(Action::LodgePlan)
            .then(|| FormTarget::to(format!("{}/reopen", href(pinned)))),
        on_duty: on_duty(&look.plan, roster.as_ref(), language),
        sheet: SheetView::of(&look.plan, language),
    })
}

/// Each post with who has a turn in it.
fn on_duty(plan: &Plan, roster: Option<&Roster>, language: Language) -> Vec<(String, String)> {
    let Some(roster) = roster else {
        return Vec::new();
    };
    let row = |post: &Post| {
        let turns = roster.duties.iter().filter(|duty| duty.post == post.id);
        let mut names: Vec<&str> = Vec::new();
        for official in turns.flat_map(|duty| &duty.staff) {
            let name = roster.official(official).map(|one| one.name.as_str());
            names.extend(name.filter(|name| !names.contains(name)));
        }
        let title = post.title.in_language(language).to_owned();
        (title, names.join(language.pick("、", ", ")))
    };
    let rows = plan.posts.iter().map(row);
    rows.filter(|(_, names)| !names.is_empty()).collect()
}

fn facts(signed: &Signed, look: &PlanLook) -> Vec<Fact> {
    let language = signed.language();
    let version = &look.version;
    let mut said = state(signed, version);
    if version.in_force {
        said.push_str(language.pick("；执行中", "; in force"));
    }
    let approver = look.plan.post(&look.plan.approved_by);
    let approver = approver.map(|post| post.title.in_language(language).to_owned());
    let approver = approver.unwrap_or_else(|| look.plan.approved_by.to_string());
    let mut facts = vec![
        Fact::new(language.pick("版本", "Version"), version.version.clone()),
        Fact::new(language.pick("状态", "State"), said),
        Fact::new(
            language.pick("存入", "Lodged"),
            lodged(signed, version.lodged_at, version.lodged_by.as_deref()),
        ),
        Fact::new(language.pick("由谁批准", "Approved by"), approver.clone()),
    ];
    if let Some(returned) = &version.returned {
        let label = language.pick("要改什么", "What is to be changed");
        facts.push(Fact::new(label, returned.reason.clone()));
    }
    if version.approved_at.is_none() {
        let label = language.pick("接下来", "What comes next");
        let next = match version.returned {
            Some(_) => language
                .pick(
                    "没有按它呼叫任何人。改好以后存入新版本",
                    "Nobody is called by it. Change it and lodge the new version",
                )
                .to_owned(),
            None if !look.left_to.is_empty() => {
                let others = look.left_to.join(language.pick("、", ", "));
                language.pick(
                    format!("还没有按它呼叫任何人。这一版是您自己存入的，要由{others}批准：每一版至少两个人看过"),
                    format!("Nobody is called by it yet. You lodged it yourself, so it is for {others} to approve it: two people read every version"),
                )
            }
            None => language.pick(
                format!("还没有按它呼叫任何人。{approver}的收件箱和“等我审批”里有这一版，批准后才执行"),
                format!("Nobody is called by it yet. It stands in the inbox and under Approvals of {approver}, and is in force once approved there"),
            ),
        };
        facts.push(Fact::new(label, next));
    }
    if let Some(roster) = &version.roster {
        let label = language.pick("批准时的值班表", "Roster at its approval");
        facts.push(Fact::new(label, roster.clone()));
    }
    facts
}

/// The approval, where it can be given: by this person, and nothing found hinders it.
fn approval(
    signed: &Signed,
    pinned: &Pinned,
    look: &PlanLook,
) -> Result<Option<ApprovalView>, Problem> {
    if !look.may_approve || !look.checked.is_good() {
        return Ok(None);
    }
    let language = signed.language();
    let mut consequences = vec![language.pick(
        "从批准起，来的人按这一版接待；已经开始的接待按原来的版本办完。",
        "From then on people are received by this version; what has begun keeps the one that it began under.",
    ).to_owned()];
    let replaced = |(against, _): &&(String, _)| look.in_force.as_ref() == Some(against);
    if let Some((against, changes)) = look.changes.as_ref().filter(replaced) {
        let count = changes.len();
        consequences.push(language.pick(
            format!("它代替{against}；上面列出{count}处变化。"),
            format!("It takes the place of {against}; the changes are listed above: {count}."),
        ));
    }
    consequences.push(
        language
            .pick(
                "批准不能收回；要改就批准一个新版本。",
                "An approval is not taken back; to change something a new version is approved.",
            )
            .to_owned(),
    );
    Ok(Some(ApprovalView {
        target: FormTarget::to(format!("{}/approve", href(pinned))).sealed("", signed.form_key()?),
        consequences,
    }))
}

fn finding_row(signed: &Signed, plan: &Plan, found: &Finding) -> FindingRow {
    let language = signed.language();
    let (line, field) = (found.line, &found.field);
    FindingRow {
        is_error: found.severity == Severity::Error,
        code: found.code.to_owned(),
        at: language.pick(
            format!("第{line}行 {field}"),
            format!("Line {line}, {field}"),
        ),
        message: language.pick(&found.message, &found.message_en).clone(),
        example: example(signed, plan, &found.witness),
    }
}

/// A witness as people read it: where, how many, when, which rules.
pub(super) fn example(signed: &Signed, plan: &Plan, witness: &Witness) -> String {
    let language = signed.language();
    let place = witness
        .place
        .as_ref()
        .map(|id| place_title(plan, id, language));
    let people = witness
        .people
        .map(|count| people_words(count, Some(count), language));
    let at = witness.at.as_deref().and_then(|at| Instant::parse(at).ok());
    let rules: Vec<&str> = witness.rules.iter().map(|rule| rule.as_str()).collect();
    let rules = (!rules.is_empty()).then(|| {
        let rules = rules.join(language.pick("、", ", "));
        language.pick(format!("规则{rules}"), format!("rules {rules}"))
    });
    let written = witness.written.as_deref();
    let written = written.map(|line| shown_safely(line).into_owned());
    let at = at.map(|at| when(signed, at));
    let parts = [place, people, at, rules, written];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(language.pick("，", ", "))
}

fn place_title(plan: &Plan, id: &str, language: Language) -> String {
    let place = plan.place(id);
    place.map_or_else(
        || id.to_owned(),
        |place| place.title.in_language(language).to_owned(),
    )
}

fn people_words(min: u32, max: Option<u32>, language: Language) -> String {
    match max {
        Some(max) if max == min => {
            let en = if min == 1 { "person" } else { "people" };
            language.pick(format!("{min}人"), format!("{min} {en}"))
        }
        Some(max) => language.pick(format!("{min}至{max}人"), format!("{min} to {max} people")),
        None => language.pick(format!("{min}人及以上"), format!("{min} or more people")),
    }
}

fn change_row(plan: &Plan, change: &Change, language: Language) -> ChangeRow {
    let place = change
        .place
        .as_ref()
        .map(|id| place_title(plan, id, language));
    let people = change.people_min;
    let people = people.map(|min| people_words(min, change.people_max, language));
    let hours = language.pick(&change.when, &change.when_en).clone();
    let parts: Vec<String> = [place, people, Some(hours)].into_iter().flatten().collect();
    ChangeRow {
        case: parts.join(language.pick("，", ", ")),
        message: language.pick(&change.message, &change.message_en).clone(),
    }
}
