//! What stands in the forms of a matter's page: as it was sent, with what was not taken of it.

use super::say::{self, Said};
use crate::pages::form::{FieldKind, FieldView};
use crate::portal::kept::Kept;
use huiyin_domain::language::Language;
use huiyin_domain::petition::Action;

/// The form that makes a code that only shows; what is kept of it is the code.
pub(super) const VIEW_CODE: &str = "view-code";
/// The form that says when notices come.
pub(super) const NOTICES: &str = "notices";

/// The form of a step about something.
pub(super) fn form_of(step: Action, about: &str) -> String {
    format!("{}-{about}", step.word())
}

/// The form that rates a side.
pub(super) fn rating_of(side: &str) -> String {
    format!("rate-{side}")
}

/// The field of a step's words.
pub(super) fn words_of(step: Action, about: &str) -> String {
    match step {
        Action::DisputeTime => format!("dispute-{about}"),
        Action::RespondFact => format!("said-{about}"),
        _ => format!("text-{about}"),
    }
}

/// What was sent in one of the forms, if anything was.
pub(super) struct Typed {
    kept: Option<Kept>,
    language: Language,
}

impl Typed {
    /// As it was kept, to be told in a language.
    pub(super) const fn of(kept: Option<Kept>, language: Language) -> Self {
        Self { kept, language }
    }

    fn sent(&self, form: &str) -> Option<&Kept> {
        self.kept.as_ref().filter(|kept| kept.name() == form)
    }

    /// What is wrong, for a page on which no field can say it.
    pub(super) fn whole(&self) -> Option<String> {
        let wrong = self.kept.as_ref()?.errors(self.language);
        wrong.into_iter().next().map(|(_, words)| words)
    }

    /// What was wrong with the rating of a side.
    pub(super) fn rating(&self, side: &str) -> Option<String> {
        self.sent(&rating_of(side))?.error("", self.language)
    }

    /// The words of a step, and what was wrong.
    pub(super) fn step(&self, step: Action, about: &str) -> (String, Option<String>) {
        let Some(kept) = self.sent(&form_of(step, about)) else {
            return (String::new(), None);
        };
        let words = kept.form().text(&words_of(step, about));
        (words.unwrap_or_default(), kept.error("", self.language))
    }

    /// What was chosen in a field of a step's form.
    pub(super) fn picked(&self, step: Action, about: &str, field: &str) -> Option<String> {
        self.sent(&form_of(step, about))?.form().text(field)
    }

    /// What the petitioner said or brought.
    pub(super) fn said(&self) -> Said {
        let Some(kept) = self.sent(say::FORM) else {
            return Said::default();
        };
        Said {
            wrong_words: kept.error(say::WORDS, self.language),
            wrong_paper: kept.error(say::PAPER, self.language),
            ..Said::of(&kept.form())
        }
    }

    /// A code that only shows, just made.
    pub(super) fn made(&self) -> Option<String> {
        self.sent(VIEW_CODE)?.form().text(VIEW_CODE)
    }

    /// Puts what was sent in a form back into its fields, with what was wrong at each.
    pub(super) fn fill(&self, form: &str, fields: &mut [FieldView]) {
        let Some(kept) = self.sent(form) else {
            return;
        };
        let sent = kept.form();
        for field in fields {
            let text = sent.text(&field.name).unwrap_or_default();
            field.error = kept.error(&field.name, self.language);
            match &mut field.kind {
                FieldKind::Radios(choices) => {
                    for choice in choices {
                        choice.selected = choice.value == text;
                    }
                }
                FieldKind::Text(value) => *value = text,
                _ => {}
            }
        }
    }
}
