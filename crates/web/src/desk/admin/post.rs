//! The form of a post.

use super::fields::{Wrong, both, number, staff, units};
use crate::body::Form;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_app::{OrganisationAt, PostDraft};
use huiyin_domain::language::Language;
use huiyin_domain::rulebook::Rulebook;

/// Stand-ins asked for beyond those that there are.
const FURTHER_STAND_INS: usize = 2;
/// The most stand-ins that the form takes.
const STAND_INS_MAX: usize = 20;

/// An empty form.
pub(super) fn new(organisation: &OrganisationAt) -> PostDraft {
    PostDraft {
        unit: organisation.registering_unit().raw(),
        ..PostDraft::default()
    }
}

/// What was typed.
pub(super) fn draft(form: &Form) -> PostDraft {
    let nth = 0..STAND_INS_MAX;
    PostDraft {
        duty: form.text("duty").unwrap_or_default(),
        title: both(form, "title"),
        unit: number(form, "unit").unwrap_or_default(),
        holder: number(form, "holder"),
        stand_ins: nth.filter_map(|nth| number(form, &stand_in(nth))).collect(),
        closed: form.ticked("closed"),
    }
}

fn stand_in(nth: usize) -> String {
    format!("stand_in_{nth}")
}

/// The fields; `rulebook` has the posts that it looks for.
pub(super) fn fields(
    wrong: &Wrong<'_>,
    organisation: &OrganisationAt,
    rulebook: Option<&Rulebook>,
    draft: &PostDraft,
) -> Vec<FieldView> {
    let language = wrong.language;
    let labels = (
        wrong.say("名称", "Title in Chinese"),
        wrong.say("英文名称", "Title in English"),
    );
    let mut fields = wrong.both("title", labels, &draft.title).to_vec();
    let duty = wrong.say("规程里的岗位", "The rulebook's post");
    let duty = wrong.field("duty", duty, FieldKind::Short(draft.duty.clone()));
    fields.push(duty.hinted(duty_hint(rulebook, language)));
    let unit = wrong.say("单位", "Unit");
    let choices = units(organisation, language, Some(draft.unit));
    fields.push(wrong.field("unit", unit, FieldKind::Select(choices, String::new())));
    let nobody = wrong.say("空着", "Nobody");
    let holder = wrong.say("谁在岗", "Holder");
    let choices = FieldKind::Select(staff(organisation, draft.holder), nobody.to_owned());
    fields.push(wrong.field("holder", holder, choices).optional());
    let count = (draft.stand_ins.len() + FURTHER_STAND_INS).min(STAND_INS_MAX);
    for nth in 0..count {
        let chosen = draft.stand_ins.get(nth).copied();
        let label = language.pick(
            format!("第{}代班", nth + 1),
            format!("Stand-in {}", nth + 1),
        );
        let choices = FieldKind::Select(staff(organisation, chosen), nobody.to_owned());
        let field = FieldView::new(stand_in(nth), label, choices).optional();
        let refused = wrong.with("stand_ins").filter(|_| nth == 0);
        fields.push(field.refused(refused));
    }
    let closed = wrong.say("已取消", "It is abolished");
    fields.push(wrong.field("closed", closed, FieldKind::Checkbox(draft.closed)));
    fields
}

/// The words by which the rulebook finds people, each with what it calls the post.
fn duty_hint(rulebook: Option<&Rulebook>, language: Language) -> String {
    let posts = rulebook.map(|rulebook| &rulebook.posts);
    let known = posts.into_iter().flatten().map(|(word, title)| {
        let title = title.in_language(language);
        language.pick(format!("{word}（{title}）"), format!("{word} ({title})"))
    });
    let known: Vec<String> = known.collect();
    language.pick(
        format!(
            "规程按它找人：{}；预案里的岗位用预案的代号",
            known.join("、")
        ),
        format!(
            "The rulebook finds people by it: {}; for a post of a plan, the plan's word",
            known.join(", ")
        ),
    )
}
