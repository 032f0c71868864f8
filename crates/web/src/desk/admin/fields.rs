//! Parts that the forms of the administration share.

use crate::body::Form;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use crate::problem::Problem;
use huiyin_app::OrganisationAt;
use huiyin_domain::language::{Bilingual, Language};

/// What was not taken, by field; the words of the page's language.
pub(super) struct Wrong<'a> {
    pub(super) language: Language,
    problem: Option<&'a Problem>,
}

impl<'a> Wrong<'a> {
    pub(super) const fn nothing(language: Language) -> Self {
        Self {
            language,
            problem: None,
        }
    }

    pub(super) const fn of(language: Language, problem: &'a Problem) -> Self {
        Self {
            language,
            problem: Some(problem),
        }
    }

    /// What is wrong with a field of the draft.
    pub(super) fn with(&self, field: &str) -> Option<String> {
        let fields = self
            .problem
            .map(Problem::refused_fields)
            .unwrap_or_default();
        let found = fields.iter().find(|error| error.field == field);
        found.map(|error| error.problem.message(self.language))
    }

    /// A label in the page's language.
    pub(super) fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.language.pick(zh, en)
    }

    /// A field of a name of the draft, which stands in the form with `_` for `.`.
    pub(super) fn field(&self, name: &str, label: &str, kind: FieldKind) -> FieldView {
        FieldView::new(name.replace('.', "_"), label, kind).refused(self.with(name))
    }

    /// The Chinese and the English of a text.
    pub(super) fn both(
        &self,
        name: &str,
        labels: (&str, &str),
        text: &Bilingual,
    ) -> [FieldView; 2] {
        let zh = FieldKind::Short(text.zh.clone());
        let en = FieldKind::Short(text.en.clone());
        [
            self.field(&format!("{name}.zh"), labels.0, zh),
            self.field(&format!("{name}.en"), labels.1, en).optional(),
        ]
    }
}

/// A text in both languages as it was typed.
pub(super) fn both(form: &Form, name: &str) -> Bilingual {
    let text = |language: &str| form.text(&format!("{name}_{language}")).unwrap_or_default();
    Bilingual::new(text("zh"), text("en"))
}

/// A number that was chosen from a list.
pub(super) fn number(form: &Form, name: &str) -> Option<i64> {
    form.text(name)?.trim().parse().ok()
}

/// The units to choose from.
pub(super) fn units(
    organisation: &OrganisationAt,
    language: Language,
    chosen: Option<i64>,
) -> Vec<Choice> {
    let open = organisation.units.values().filter(|unit| !unit.closed);
    open.map(|unit| {
        let name = unit.name.in_language(language);
        Choice::new(unit.id.to_string(), name).chosen(chosen == Some(unit.id.raw()))
    })
    .collect()
}

/// The staff to choose from.
pub(super) fn staff(organisation: &OrganisationAt, chosen: Option<i64>) -> Vec<Choice> {
    let there = organisation.staff.values().filter(|one| !one.left);
    there
        .map(|one| {
            let label = format!("{} ({})", one.name, one.login);
            Choice::new(one.id.to_string(), label).chosen(chosen == Some(one.id.raw()))
        })
        .collect()
}
