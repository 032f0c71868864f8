//! What helps whoever drafts an answer: templates to begin with, the rulebook's citations to pick from, and
//! the check-list. None of it decides: a template fills only what is empty.

use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_domain::language::Language;
use huiyin_domain::petition::AnswerCheck;

/// A line of the check-list.
#[derive(Clone, Debug)]
pub struct CheckLine {
    /// What is looked at.
    pub label: String,
    /// Whether it is in order.
    pub done: bool,
}

/// What helps with a draft. Its controls belong to the form of the draft and send `do=fill`.
#[derive(Clone, Debug)]
pub struct Helps {
    /// The templates that fit, the closest first; empty: the administration keeps none. Sent as `template`.
    pub templates: Vec<Choice>,
    /// Whether there are citations to pick from.
    pub cites: bool,
    /// The check-list.
    pub checks: Vec<CheckLine>,
    /// Address of the draft as a document; `None`: nothing is saved yet.
    pub preview_href: Option<String>,
    /// What was just filled in, in words.
    pub filled: Option<String>,
}

impl Helps {
    /// The check-list, from the fields that are missing.
    pub fn checks(language: Language, missing: &[String]) -> Vec<CheckLine> {
        let line = |check: &AnswerCheck| CheckLine {
            label: check.label(language).to_owned(),
            done: missing.iter().all(|field| AnswerCheck::of(field) != *check),
        };
        AnswerCheck::ALL.iter().map(line).collect()
    }

    /// The list of citations on the card of a request; sent as `cite-N`.
    pub fn cite_field(language: Language, index: usize, citations: Vec<Choice>) -> FieldView {
        let none = language.pick("不选", "None").to_owned();
        FieldView::new(
            format!("cite-{index}"),
            language.pick("从规程里选依据", "Pick a basis from the rulebook"),
            FieldKind::Select(citations, none),
        )
        .optional()
    }

    /// The helps of the sample petition.
    pub fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            templates: vec![
                Choice::new("answer.0401", say("劳动报酬", "Wages")).chosen(true),
                Choice::new("answer", say("各类事项通用", "For every category")),
            ],
            cites: true,
            checks: Self::checks(
                language,
                &["items.1.basis".to_owned(), "summary".to_owned()],
            ),
            preview_href: Some(
                "/desk/petitions/2026-000123/letters/answer.pdf?language=zh".to_owned(),
            ),
            filled: None,
        }
    }
}
