//! The form of the authority.

use super::above;
use super::fields::{Wrong, both};
use crate::body::Form;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_app::rules::Rules;
use huiyin_app::{AuthorityDraft, ContactDraft};
use huiyin_domain::organisation::Level;

/// What was typed.
pub(super) fn draft(form: &Form) -> AuthorityDraft {
    AuthorityDraft {
        name: Some(both(form, "name")),
        level: form.text("level"),
        rulebook: form.text("rulebook"),
        contact: Some(ContactDraft {
            address: both(form, "contact_address"),
            phone: form.text("contact_phone").unwrap_or_default(),
            hours: both(form, "contact_hours"),
        }),
        above: Some(above::draft(form)),
    }
}

/// The fields.
pub(super) fn fields(
    wrong: &Wrong<'_>,
    rules: &Rules,
    own: &str,
    draft: &AuthorityDraft,
) -> Vec<FieldView> {
    let language = wrong.language;
    let labels = (
        wrong.say("名称", "Name in Chinese"),
        wrong.say("英文名称", "Name in English"),
    );
    let name = draft.name.clone().unwrap_or_default();
    let mut fields = wrong.both("name", labels, &name).to_vec();
    let levels = Level::ALL.iter().map(|level| {
        let chosen = draft.level.as_deref() == Some(level.word());
        Choice::new(level.word(), level.label(language)).chosen(chosen)
    });
    let none = wrong.say("还没有定", "Not told yet").to_owned();
    let levels = FieldKind::Select(levels.collect(), none);
    fields.push(
        wrong
            .field("level", wrong.say("层级", "Level"), levels)
            .optional(),
    );
    let rulebooks = rules.rulebook_ids().into_iter().map(|id| {
        let title = rules
            .rulebook(id)
            .map(|one| one.title.in_language(language).to_owned());
        let chosen = draft.rulebook.as_deref() == Some(id);
        Choice::new(id, title.unwrap_or_else(|| id.to_owned())).chosen(chosen)
    });
    let rulebooks = FieldKind::Select(rulebooks.collect(), String::new());
    fields.push(wrong.field("rulebook", wrong.say("规程", "Rulebook"), rulebooks));
    let contact = draft.contact.clone().unwrap_or_default();
    let labels = (
        wrong.say("来访地址", "Address in Chinese"),
        wrong.say("来访地址（英文）", "Address in English"),
    );
    fields.extend(
        wrong
            .both("contact.address", labels, &contact.address)
            .map(FieldView::optional),
    );
    let phone = FieldKind::Short(contact.phone);
    fields.push(
        wrong
            .field("contact.phone", wrong.say("电话", "Telephone"), phone)
            .optional(),
    );
    let labels = (
        wrong.say("接待时间", "Opening hours in Chinese"),
        wrong.say("接待时间（英文）", "Opening hours in English"),
    );
    fields.extend(
        wrong
            .both("contact.hours", labels, &contact.hours)
            .map(FieldView::optional),
    );
    let chosen = draft.above.clone().unwrap_or_default();
    fields.extend(above::fields(wrong, rules, own, &chosen));
    fields
}
