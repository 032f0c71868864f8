//! How the petitioner is reached: given, changed or taken back with the code, one contact at a time. What stands
//! there is not shown: whoever finds a code learns no number by it.

use super::acts::target;
use super::typed::{Typed, form_of};
use crate::body::Form;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormView};
use huiyin_app::TrackView;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::petition::{Action, Command, ContactPart};

/// The field that says which contact.
const PART: &str = "contact_part";
/// The field that says whether there is one from now on.
const GIVEN: &str = "contact_given";
/// The field of the new one.
pub(super) const VALUE: &str = "contact_value";
/// The fold of the page that it stands in.
pub(super) const FOLD: &str = "contact";

/// The fields, where these contacts stand.
pub(crate) fn fields(language: Language, stand: &[String]) -> Vec<FieldView> {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let parts = ContactPart::ALL.iter().map(|part| {
        let choice = Choice::new(part.word(), part.title().in_language(language));
        match stand.iter().any(|one| one == part.word()) {
            true => choice.hinted(say("已经留了", "You gave one")),
            false => choice,
        }
    });
    let part = FieldView::new(
        PART,
        say("哪一种？", "Which?"),
        FieldKind::Radios(parts.collect()),
    )
    .hinted(say(
        "不用留姓名。留过的号码和地址不在这里显示",
        "No name is needed. What you gave before is not shown here",
    ));
    let given = if stand.is_empty() {
        FieldView::hidden(GIVEN, "yes")
    } else {
        let choices = vec![
            Choice::new("yes", say("换成下面写的", "It is now as written below")),
            Choice::new(
                "no",
                say("去掉，不再用它找我", "Take it back: do not use it any more"),
            ),
        ];
        let label = say("怎么改？", "What becomes of it?");
        FieldView::new(GIVEN, label, FieldKind::Radios(choices))
    };
    let value = FieldView::new(
        VALUE,
        say("新的号码或地址", "The new number or address"),
        FieldKind::Text(String::new()),
    )
    .hinted(say("去掉的不填", "Leave it empty to take one back"))
    .optional();
    vec![part, given, value]
}

/// The form, with what was sent and not taken.
pub(super) fn of(view: &TrackView, language: Language, typed: &Typed) -> FormView {
    let mut fields = fields(language, &view.contacts);
    typed.fill(&form_of(Action::ChangeContact, ""), &mut fields);
    FormView {
        target: target(view, Action::ChangeContact, ""),
        fields,
    }
}

/// The step that a form asks for, or which field lacks what.
pub(super) fn command(form: &Form) -> Result<Command, (&'static str, Bilingual)> {
    let part = form.text(PART);
    let part = part.and_then(|word| ContactPart::parse(&word));
    let part = part.ok_or_else(|| (PART, Bilingual::new("请选一种", "Choose one")))?;
    let given = match form.text(GIVEN).as_deref() {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err((GIVEN, Bilingual::new("请选一项", "Choose one"))),
    };
    Ok(Command::ChangeContact {
        part,
        given,
        value: form.text(VALUE).unwrap_or_default(),
        how: None,
        reason: String::new(),
    })
}
