//! `/desk/plan-drafts`: a plan is made from a shipped one by answering questions. Each step is saved
//! when it is sent; what is wrong stands at its question, in the words of the check.

mod chain;
mod change;
mod field;
mod found;
mod own;
mod plain;
mod step;

pub(crate) use self::change::reopen;
use self::field::{field, is_receiver};
use self::found::{is_begun, is_done, on_duty, problems, warned_in, wrong_in};
use self::step::{Step, TITLE};
use crate::body::Form;
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::components::Choice;
use crate::pages::desk::Place;
use crate::pages::desk::wizard::{DraftRow, DraftsPage, GroupView, StepLink, WizardPage};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::pages::plan_sheet::SheetView;
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::{PlanDraftLook, PlanDraftSummary};
use huiyin_domain::petition::{FieldError, FieldProblem};
use huiyin_domain::plan::wizard::{Answers, Group, NOBODY, Question, Takes, Template, id_for};
use huiyin_domain::shipped;

/// Where drafts are.
const DRAFTS: &str = "/desk/plan-drafts";

type InPath = Result<Path<(i64, String)>, PathRejection>;

fn named(path: InPath) -> Result<(i64, Step), Problem> {
    let Path((draft, word)) = path.map_err(|_| Problem::of(Code::NotFound))?;
    let step = Step::parse(&word).ok_or_else(|| Problem::of(Code::NotFound))?;
    Ok((draft, step))
}

fn href(draft: i64, step: Step) -> String {
    format!("{DRAFTS}/{draft}/{}", step.word())
}

/// `GET /desk/plan-drafts`.
pub(crate) async fn list(signed: Signed) -> Response {
    let shown = async { Ok(signed.html(&drafts(&signed, &Answers::new(), None).await?)) };
    signed.or_refused(shown.await)
}

async fn drafts(
    signed: &Signed,
    typed: &Answers,
    problem: Option<&Problem>,
) -> Result<DraftsPage, Problem> {
    signed.principal().permit(Action::LodgePlan)?;
    let language = signed.language();
    let huiyin = &signed.web().huiyin;
    let rows = huiyin.plan_drafts(signed.principal()).await?;
    let fields = beginning(signed, typed).into_iter();
    let refused = problem.map_or(&[][..], Problem::refused_fields);
    let fields = fields.map(|field| {
        let wrong = refused.iter().find(|one| one.field == field.name);
        let words = wrong.map(|one| one.problem.message(language));
        field.refused(words)
    });
    Ok(DraftsPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Plans)),
        rows: rows.into_iter().map(|row| draft_row(signed, row)).collect(),
        target: FormTarget::to(DRAFTS),
        fields: fields.collect(),
        error: problem
            .filter(|one| one.refused_fields().is_empty())
            .map(|one| one.words(language)),
    })
}

/// A draft in a list.
pub(super) fn draft_row(signed: &Signed, row: PlanDraftSummary) -> DraftRow {
    DraftRow {
        title: row.title,
        href: href(row.id, Step::Title),
        changed: super::when(signed, row.changed_at),
    }
}

/// What is asked before a draft begins.
fn beginning(signed: &Signed, typed: &Answers) -> Vec<FieldView> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let choices = shipped::plans().iter().filter_map(|one| {
        let template = Template::find(one.id)?;
        let title = template.title().in_language(language).to_owned();
        let (places, posts) = template.size();
        let size = language.pick(
            format!("自己的接待场所{places}处，岗位{posts}个"),
            format!("Places of its own: {places}; posts: {posts}"),
        );
        let receives = template.receives();
        let receives = receives.as_ref().map(|said| said.in_language(language));
        let stop = language.pick("。", ". ");
        let hint = format!("{size}{stop}{}", receives.unwrap_or_default());
        let choice = Choice::new(one.id, title).hinted(hint);
        Some(choice.chosen(value("template") == one.id))
    });
    let id = match value("plan.id") {
        typed if typed.is_empty() => {
            let key = signed.authority().map(|one| one.row.key.clone());
            id_for(&key.unwrap_or_default()).to_string()
        }
        typed => typed,
    };
    let template = FieldView::new(
        "template",
        say("从哪个样板做起？", "Which template?"),
        FieldKind::Radios(choices.collect()),
    )
    .hinted(say(
        "选和本地最像的。名称、场所、时间、岗位、人、几个人来谁接待、几分钟内到、何时报告都可以改；准备什么照样板。",
        "Choose the one that is most like yours. Names, places, hours, posts, people, who receives how many and how fast, and reports can be changed; what is made ready stays as it is there.",
    ));
    let asked = TITLE.map(|name| {
        let (label, hint) = Step::of_title(name).words();
        let kind = match name {
            "plan.id" => FieldKind::Short(id.clone()),
            _ => FieldKind::Text(value(name)),
        };
        let field = FieldView::new(name, label.in_language(language), kind);
        let field = field.hinted(hint.in_language(language));
        match name {
            "plan.title_en" => field.optional(),
            _ => field,
        }
    });
    std::iter::once(template).chain(asked).collect()
}

/// `POST /desk/plan-drafts`: begins one.
pub(crate) async fn begin(form: SignedForm) -> Response {
    let signed = &form.signed;
    let begun = async {
        let mut answers = Answers::new();
        for name in TITLE {
            answers.insert(name.into(), form.form.text(name).unwrap_or_default());
        }
        let template = form.form.text("template").unwrap_or_default();
        let begun = match missing(&template, &answers) {
            Some(problem) => Err(problem),
            None => {
                let huiyin = &signed.web().huiyin;
                let begun = huiyin.begin_plan_draft(signed.principal(), &template, answers.clone());
                begun.await.map_err(Problem::from)
            }
        };
        match begun {
            Ok(draft) => Ok(see_there(&href(draft, Step::Places))),
            Err(problem) => {
                answers.insert("template".into(), template);
                let page = drafts(signed, &answers, Some(&problem)).await?;
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
        }
    };
    signed.or_refused(begun.await)
}

/// What no draft can begin without.
fn missing(template: &str, answers: &Answers) -> Option<Problem> {
    let title = answers
        .get("plan.title_zh")
        .is_some_and(|title| !title.trim().is_empty());
    let fields = [
        ("template", Template::find(template).is_some()),
        ("plan.title_zh", title),
    ];
    let missing = fields.into_iter().filter(|(_, there)| !there);
    let errors: Vec<FieldError> = missing
        .map(|(field, _)| FieldError {
            field: field.to_owned(),
            problem: FieldProblem::Missing,
        })
        .collect();
    (!errors.is_empty()).then(|| Problem::fields(errors))
}

/// `GET /desk/plan-drafts/{draft}/{step}`.
pub(crate) async fn show(path: InPath, RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let (draft, step) = named(path)?;
        let query = Form::parse(query.unwrap_or_default().as_bytes())?;
        let mut page = page(&signed, (draft, step), Answers::new(), None).await?;
        if let Some(post) = query.text("remove").filter(|_| step == Step::Posts) {
            page.removal = own::removal(&signed, draft, &post).await?;
        }
        if query.text("look").is_some() {
            let look = signed.web().huiyin.plan_draft(signed.principal(), draft);
            let warned = warned_in(&look.await?, step, signed.language());
            page.warned = warned.into_iter().collect();
            page.next_href = Some(href(draft, step.next()));
        }
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/plan-drafts/{draft}/{step}`: saves the step, or lodges what was made.
pub(crate) async fn save(path: InPath, form: SignedForm) -> Response {
    let signed = &form.signed;
    let saved = async {
        let (draft, step) = named(path)?;
        let huiyin = &signed.web().huiyin;
        if step == Step::Check {
            return match huiyin.lodge_plan_draft(signed.principal(), draft).await {
                Ok(lodged) => Ok(see_there(&format!(
                    "/desk/plans/{}/{}",
                    lodged.id, lodged.version
                ))),
                Err(error) => {
                    let problem = Problem::from(error);
                    refused(signed, (draft, step), Answers::new(), &problem).await
                }
            };
        }
        let look = huiyin.plan_draft(signed.principal(), draft).await?;
        let wish = form.form.text("do");
        let back = step.before().filter(|_| wish.as_deref() == Some("back"));
        let changes = [Step::Posts, Step::Tiers, Step::Duties].contains(&step);
        let wish = wish.filter(|_| changes && back.is_none());
        if let Some(post) = wish
            .as_deref()
            .and_then(|wish| wish.strip_prefix("take-out:"))
        {
            return own::take_out(&form, draft, (&look, post)).await;
        }
        let groups = step.groups(&look.template, &look.answers);
        let questions = groups.iter().flat_map(|group| &group.questions);
        let answers: Answers = questions.filter_map(|one| answer(&form, one)).collect();
        let kept = huiyin.keep_plan_draft(signed.principal(), draft, answers.clone());
        if let Err(error) = kept.await {
            return refused(signed, (draft, step), answers, &Problem::from(error)).await;
        }
        if let Some(before) = back {
            return Ok(see_there(&href(draft, before)));
        }
        let before = warned_in(&look, step, signed.language());
        let look = huiyin.plan_draft(signed.principal(), draft).await?;
        if let Some(wish) = wish {
            return match step {
                Step::Posts => own::asked(signed, draft, (&look, &wish)).await,
                _ => change::asked(signed, (draft, step), (&look, &wish)).await,
            };
        }
        // What is wrong here is shown here, and once what can stay but should be known; the steps lead on all the
        // same.
        let warned = warned_in(&look, step, signed.language());
        Ok(see_there(&match wrong_in(&look, step, signed.language()) {
            0 if warned.is_subset(&before) => href(draft, step.next()),
            0 => format!("{}?look=1", href(draft, step)),
            _ => href(draft, step),
        }))
    };
    signed.or_refused(saved.await)
}

/// `POST /desk/plan-drafts/{draft}/discard`.
pub(crate) async fn discard(path: Result<Path<i64>, PathRejection>, form: SignedForm) -> Response {
    let signed = &form.signed;
    let done = async {
        let Path(draft) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let huiyin = &signed.web().huiyin;
        huiyin.end_plan_draft(signed.principal(), draft).await?;
        Ok(see_there(DRAFTS))
    };
    signed.or_refused(done.await)
}

/// What was typed at a question; nothing where the form did not have it.
fn answer(form: &SignedForm, question: &Question) -> Option<(String, String)> {
    let name = question.name.clone();
    match question.takes {
        Takes::Posts if is_receiver(question) => {
            let typed = form.form.texts(&question.name).join(", ");
            // What the plan says by itself goes on changing with the posts.
            let kept = match typed.as_str() {
                "" => NOBODY.to_owned(),
                same if same == question.unless => String::new(),
                _ => typed,
            };
            Some((name, kept))
        }
        Takes::Channels | Takes::Staff | Takes::Posts | Takes::Hours | Takes::Days => {
            Some((name, form.form.texts(&question.name).join(", ")))
        }
        Takes::Text
        | Takes::Contact
        | Takes::Number
        | Takes::Widths
        | Takes::Unit
        | Takes::Post
        | Takes::Time
        | Takes::Recipient
        | Takes::Level
        | Takes::Approver => form.form.text(&question.name).map(|text| (name, text)),
    }
}

/// The step again, with what was typed and what is wrong with it.
async fn refused(
    signed: &Signed,
    at: (i64, Step),
    typed: Answers,
    problem: &Problem,
) -> Result<Response, Problem> {
    let page = page(signed, at, typed, Some(problem)).await?;
    Ok((problem.code().status(), signed.html(&page)).into_response())
}

/// The ends of questions about exceptions, which are folded while nothing stands there.
const EXCEPTIONS: [&str; 4] = [".staff_night", ".staff_rest", ".also_night", ".also_rest"];

/// The questions of a step, each with what was typed and what is wrong with it.
fn groups(
    signed: &Signed,
    step: Step,
    (look, problem): (&PlanDraftLook, Option<&Problem>),
) -> Vec<GroupView> {
    let language = signed.language();
    let fields = problem.map_or(&[][..], Problem::refused_fields);
    let refusal = |question: &Question| {
        let wrong = fields.iter().find(|one| one.field == question.name);
        wrong.map(|one| one.problem.message(language))
    };
    let groups = step.groups(&look.template, &look.answers).into_iter();
    let elsewise = |one: &&Question| EXCEPTIONS.iter().any(|end| one.name.ends_with(end));
    let view = |group: Group| {
        let begun = is_begun(look, &group) || look.template.is_saved();
        let asked = |one: &Question| field(signed, look, (one, begun), refusal(one));
        let questions = || group.questions.iter();
        let fields: Vec<FieldView> = questions()
            .filter(|one| !elsewise(one))
            .map(asked)
            .collect();
        let more: Vec<FieldView> = questions().filter(elsewise).map(asked).collect();
        let note = chain::of(look, step, &group, language);
        GroupView {
            id: questions().next().map_or_else(String::new, card),
            note,
            // Where somebody by day is not enough, what is missing is asked there.
            more_open: fields.iter().any(|one| one.error.is_some())
                && more.iter().any(|one| one.name.ends_with(".also_night"))
                || questions().filter(elsewise).any(|one| {
                    let typed = look.answers.get(&one.name);
                    typed.is_some_and(|text| !text.is_empty())
                }),
            title: group.title.in_language(language).to_owned(),
            buttons: own::remove_of(step, &group, language)
                .into_iter()
                .chain(change::buttons(look, step, &group, language))
                .collect(),
            fields,
            more,
        }
    };
    groups.map(view).collect()
}

/// Where the card of a question stands on its page.
fn card(question: &Question) -> String {
    let path = question.name.rsplit_once('.').map_or("", |(path, _)| path);
    card_of(path)
}

fn card_of(path: &str) -> String {
    format!("card-{}", path.replace('.', "-"))
}

async fn page(
    signed: &Signed,
    (draft, step): (i64, Step),
    typed: Answers,
    problem: Option<&Problem>,
) -> Result<WizardPage, Problem> {
    let language = signed.language();
    let huiyin = &signed.web().huiyin;
    let mut look = huiyin.plan_draft(signed.principal(), draft).await?;
    look.answers.extend(typed);
    let steps = Step::ALL.map(|one| StepLink {
        href: href(draft, one),
        label: one.label(language).to_owned(),
        current: one == step,
        done: one != Step::Check && is_done(&look, one),
        wrong: wrong_in(&look, one, language),
    });
    let check = step == Step::Check;
    let wrong = wrong_in(&look, step, language);
    let title = look.answers.get("plan.title_zh").cloned();
    Ok(WizardPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Plans)),
        title: title.unwrap_or_default(),
        heading: step.label(language).to_owned(),
        progress: step.progress(language),
        intro: step.intro(language).to_owned(),
        steps: steps.into(),
        groups: groups(signed, step, (&look, problem)),
        error: problem.map(|one| one.words(language)),
        wrong,
        back_href: step.before().map(|before| href(draft, before)),
        next_href: (wrong > 0).then(|| href(draft, step.next())),
        warned: Vec::new(),
        target: FormTarget::to(href(draft, step)).sealed("", signed.form_key()?),
        discard: FormTarget::to(format!("{DRAFTS}/{draft}/discard")),
        check,
        removal: None,
        adds: change::adds(&look, step, language),
        kept: change::kept(&look, step, language),
        administrators: look.administrators.join(language.pick("、", ", ")),
        admin_href: signed
            .principal()
            .may(Action::SetUnit)
            .then(|| "/desk/admin/units".to_owned()),
        removed: match step {
            Step::Posts => own::removed(&look, language),
            _ => Vec::new(),
        },
        problems: problems(signed, (draft, step), &look),
        may_lodge: look.plan.is_some(),
        is_good: look.checked.is_good(),
        on_duty: match check {
            true => on_duty(&look, language),
            false => Vec::new(),
        },
        sheet: look
            .plan
            .as_ref()
            .filter(|_| check)
            .map(|plan| SheetView::of(plan, language)),
    })
}
