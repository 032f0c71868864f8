//! The part of the authority's form that says who reviews what it answered 复查.

use super::fields::{Wrong, both};
use crate::body::Form;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_app::AboveDraft;
use huiyin_app::rules::Rules;

/// What was typed.
pub(super) fn draft(form: &Form) -> AboveDraft {
    AboveDraft {
        authority: form.text("above_authority").unwrap_or_default(),
        name: both(form, "above_name"),
    }
}

/// The fields: another authority of the installation, or the name of one that is not here.
pub(super) fn fields(
    wrong: &Wrong<'_>,
    rules: &Rules,
    own: &str,
    draft: &AboveDraft,
) -> Vec<FieldView> {
    let others = rules.authorities().iter().filter(|one| one.row.key != own);
    let choices: Vec<Choice> = others
        .map(|one| {
            let name = one.row.name.in_language(wrong.language);
            Choice::new(one.row.key.clone(), name).chosen(one.row.key == draft.authority)
        })
        .collect();
    let mut fields = Vec::new();
    if !choices.is_empty() {
        let none = wrong
            .say("不在这套系统里", "It is not in this system")
            .to_owned();
        let label = wrong.say(
            "复查机关（上一级）",
            "Who reviews its answers (one level above)",
        );
        let kind = FieldKind::Select(choices, none);
        fields.push(wrong.field("above.authority", label, kind).optional());
    }
    let labels = (
        wrong.say(
            "复查机关的名称和收件地址（不在这套系统里的）",
            "Reviewing authority and where it takes requests, if it is not in this system (Chinese)",
        ),
        wrong.say(
            "复查机关的名称和收件地址（英文）",
            "Reviewing authority and where it takes requests (English)",
        ),
    );
    let names = wrong.both("above.name", labels, &draft.name);
    fields.extend(names.map(FieldView::optional));
    fields
}
