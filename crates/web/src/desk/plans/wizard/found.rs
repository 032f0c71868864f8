//! What the check found, step by step: how much is to be corrected where, what stands at no question, and who
//! would be on duty.

use super::step::Step;
use super::{href, plain};
use crate::desk::guard::Signed;
use crate::desk::plans::version::example;
use crate::pages::desk::wizard::ProblemRow;
use huiyin_app::PlanDraftLook;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::wizard::{Group, Question};
use huiyin_domain::plan::{Finding, Severity, Witness};
use std::collections::BTreeSet;

/// Whether something was answered of these questions: what nobody has come to yet is not wrong.
pub(super) fn is_begun(look: &PlanDraftLook, group: &Group) -> bool {
    let answered = |one: &Question| look.answers.contains_key(&one.name);
    group.questions.iter().any(answered)
}

/// Whether a step was sent once, or has nothing to ask. A plan that is kept was, whenever it was made.
pub(super) fn is_done(look: &PlanDraftLook, step: Step) -> bool {
    let groups = step.groups(&look.template, &look.answers);
    let begun = |group: &Group| is_begun(look, group);
    look.template.is_saved() || groups.is_empty() || groups.iter().any(begun)
}

/// How much there is to correct in a step, each thing once.
pub(super) fn wrong_in(look: &PlanDraftLook, step: Step, language: Language) -> usize {
    if !is_done(look, step) {
        return 0;
    }
    let findings = look.checked.findings.iter();
    let errors = findings.filter(|found| found.severity == Severity::Error);
    let here = errors.filter(|found| step_of(look, found).is_some_and(|(at, _)| at == step));
    let said: BTreeSet<String> = here
        .map(|found| plain::sentence(look, found, language))
        .collect();
    said.len()
}

/// What of a step can stay as it is and should be known.
pub(super) fn warned_in(look: &PlanDraftLook, step: Step, language: Language) -> BTreeSet<String> {
    let findings = look.checked.findings.iter();
    let warnings = findings.filter(|found| found.severity == Severity::Warning);
    let here = warnings.filter(|found| step_of(look, found).is_some_and(|(at, _)| at == step));
    here.map(|found| plain::sentence(look, found, language))
        .collect()
}

/// The step where something is put right, and whether a question of it is what is wrong.
fn step_of(look: &PlanDraftLook, found: &Finding) -> Option<(Step, bool)> {
    let asks = |step: &Step| {
        let groups = step.groups(&look.template, &look.answers);
        let mut questions = groups.iter().flat_map(|group| &group.questions);
        questions.any(|one| look.template.is_about(found, &one.name))
    };
    match Step::ALL.into_iter().find(asks) {
        Some(step) => Some((step, true)),
        None => plain::step_of(found).map(|step| (step, false)),
    }
}

/// Each post with who is on duty in it.
pub(super) fn on_duty(look: &PlanDraftLook, language: Language) -> Vec<(String, String)> {
    let posts = look.template.posts_now(&look.answers).into_iter();
    let row = |(id, title): (String, Bilingual)| {
        let names = look.template.on_duty(&id, &look.answers, &look.officials);
        let names = names.join(language.pick("、", ", "));
        (title.in_language(language).to_owned(), names)
    };
    let rows = posts.map(row).filter(|(_, names)| !names.is_empty());
    rows.collect()
}

/// In the last step everything that is wrong, each with the step where it can be put right; in another
/// what is put right there and stands at no question.
pub(super) fn problems(
    signed: &Signed,
    (draft, at): (i64, Step),
    look: &PlanDraftLook,
) -> Vec<ProblemRow> {
    let language = signed.language();
    let mut said: BTreeSet<String> = BTreeSet::new();
    let mut row = |found: &Finding| {
        let step = step_of(look, found);
        if at != Step::Check && (step != Some((at, false)) || !is_done(look, at)) {
            return None;
        }
        if !said.insert(plain::sentence(look, found, language)) {
            return None;
        }
        let step = step.map(|(step, _)| step);
        Some(ProblemRow {
            is_error: found.severity == Severity::Error,
            message: plain::sentence(look, found, language),
            example: look
                .plan
                .as_ref()
                .map(|plan| {
                    // Rules have ids and no names.
                    let witness = Witness {
                        rules: Vec::new(),
                        ..found.witness.clone()
                    };
                    example(signed, plan, &witness)
                })
                .unwrap_or_default(),
            field: match step {
                Some(_) => String::new(),
                None => found.field.clone(),
            },
            href: step.map(|step| href(draft, step)),
            step: step.map_or_else(String::new, |step| step.label(language).to_owned()),
        })
    };
    look.checked.findings.iter().filter_map(&mut row).collect()
}
