//! What the wizard changes beside answers: a headcount tier in two or out, somebody without an account, and a
//! plan that is kept opened again.

use super::{Step, card_of, href, refused};
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::desk::wizard::KeptView;
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::Response;
use huiyin_app::PlanDraftLook;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{FieldError, FieldProblem};
use huiyin_domain::plan::wizard::{Answers, Group, PERSONS_MAX, Persons, Template};

/// What is sent to divide a tier by the hour.
const DIVIDE: &str = "hours";
/// What is sent for one more group of those who receive in a tier.
const APART: &str = "apart";
/// What is sent to take somebody without an account out.
const REMOVE_PERSON: &str = "remove-person";

/// What can be done with a tier: what is sent, and what the button says.
pub(super) fn buttons(
    look: &PlanDraftLook,
    step: Step,
    group: &Group,
    language: Language,
) -> Vec<(String, String)> {
    let first = group.questions.first();
    let person = first.filter(|_| step == Step::Duties);
    let person = person.and_then(|one| one.name.strip_prefix("person.")?.split('.').next());
    if let Some(person) = person {
        let says = language.pick("去掉这个人", "Take this person out");
        return vec![(format!("{REMOVE_PERSON}:{person}"), says.to_owned())];
    }
    let first = first.filter(|_| step == Step::Tiers);
    let rule = first.and_then(|one| one.name.split('.').nth(1));
    let Some(rule) = rule else {
        return Vec::new();
    };
    let (splits, drops) = look.template.can_change_tier(&look.answers, rule);
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let split = splits.then(|| {
        let says = say("把这一档分成两档", "Split this in two");
        (format!("split:{rule}"), says)
    });
    let drop = drops.then(|| {
        let says = say("去掉这一档", "Take this out");
        (format!("drop:{rule}"), says)
    });
    let divides = look.template.dividing(&look.answers, rule).is_some();
    let divide = divides.then(|| {
        let says = say(
            "夜里和休息日由别的岗位接待",
            "Others at night and on rest days",
        );
        (format!("{DIVIDE}:{rule}"), says)
    });
    let apart = look.template.setting_apart(&look.answers, rule).is_some();
    let apart = apart.then(|| {
        let says = say(
            "有的岗位时限不同，另分一组",
            "Some posts within other minutes",
        );
        (format!("{APART}:{rule}"), says)
    });
    let all = split.into_iter().chain(divide).chain(apart);
    all.chain(drop).collect()
}

/// What can be added or undone in a step: what is sent, and what the button says.
pub(super) fn adds(look: &PlanDraftLook, step: Step, language: Language) -> Vec<(String, String)> {
    let (word, zh, en) = match step {
        Step::Posts => ("add", "加一个岗位", "Add a post"),
        Step::Duties if !look.template.keeps_roster() => (
            "add-person",
            "加一个没有账号的人",
            "Add somebody without an account",
        ),
        Step::Tiers if Template::undoing(&look.answers).is_some() => (
            "undo",
            "撤销上一次分档或去掉",
            "Undo the last split or removal",
        ),
        _ => return Vec::new(),
    };
    vec![(word.to_owned(), language.pick(zh, en).to_owned())]
}

/// What no question asks, in the first and the last step of a plan that is kept already.
pub(super) fn kept(look: &PlanDraftLook, step: Step, language: Language) -> Option<KeptView> {
    let told = look.template.is_saved() && [Step::Title, Step::Check].contains(&step);
    told.then(|| {
        let kept = look.template.kept();
        let titles = |as_written: bool| {
            let those = kept.iter().filter(|one| one.as_written == as_written);
            those
                .map(|one| one.title.in_language(language).to_owned())
                .collect()
        };
        KeptView {
            version: look.template.version().to_owned(),
            as_written: titles(true),
            never: titles(false),
        }
    })
}

/// What a button asks for, once what was typed is kept.
pub(super) async fn asked(
    signed: &Signed,
    (draft, step): (i64, Step),
    (look, wish): (&PlanDraftLook, &str),
) -> Result<Response, Problem> {
    let (template, known) = (&look.template, &look.answers);
    let new = match (step, wish.split_once(':')) {
        (Step::Tiers, Some(("split", rule))) => template.splitting(known, rule),
        (Step::Tiers, Some(("drop", rule))) => template.dropping(known, rule),
        (Step::Tiers, Some((DIVIDE, rule))) => template.dividing(known, rule),
        (Step::Tiers, Some((APART, rule))) => template.setting_apart(known, rule),
        (Step::Duties, Some((REMOVE_PERSON, person))) => Persons::removing(known, person),
        (Step::Tiers, None) if wish == "undo" => Template::undoing(known),
        (Step::Duties, None) if wish == "add-person" => match Persons::adding(template, known) {
            Some(new) => Some(new),
            None => {
                let entries_max = PERSONS_MAX;
                let problem = FieldProblem::TooMany { entries_max };
                let field = "people.added".to_owned();
                let problem = Problem::fields(vec![FieldError { field, problem }]);
                return refused(signed, (draft, step), Answers::new(), &problem).await;
            }
        },
        _ => None,
    };
    let new = new.ok_or_else(|| Problem::of(Code::FieldsRefused))?;
    let card = (wish == "add-person")
        .then(|| Persons::of(&new).pop())
        .flatten();
    let huiyin = &signed.web().huiyin;
    let kept = huiyin.keep_plan_draft(signed.principal(), draft, new);
    kept.await?;
    let page = href(draft, step);
    Ok(see_there(&match card {
        // To the card that is new, not to the top of a long page.
        Some(person) => format!("{page}#{}", card_of(&format!("person.{person}"))),
        None => page,
    }))
}

/// `POST /desk/plans/{id}/{version}/reopen`.
pub(crate) async fn reopen(
    path: Result<Path<(String, String)>, PathRejection>,
    form: SignedForm,
) -> Response {
    let signed = &form.signed;
    let opened = async {
        let Path((id, version)) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let huiyin = &signed.web().huiyin;
        let draft = huiyin.reopen_plan(signed.principal(), (&id, &version));
        Ok(see_there(&href(draft.await?, Step::Title)))
    };
    signed.or_refused(opened.await)
}
