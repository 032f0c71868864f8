//! `/track/review`: asking the authority above to look again, and what the page of the matter says of it.

use super::form::{FieldKind, FieldView, FormError, FormTarget, FormView, errors_of};
use super::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// What the page of a matter says of review.
#[derive(Clone, Debug)]
pub struct ReviewSection {
    /// Of whom, until when, or what was asked: one or two sentences.
    pub words: String,
    /// What was decided; empty: nothing yet.
    pub outcome: String,
    /// The petitioner's reasons, where this is the review; empty: it is not.
    pub reasons: String,
    /// Where it is asked for; `None`: not here, or not now.
    pub ask_href: Option<String>,
    /// The request to print, where the authority above is not on this site.
    pub print_href: Option<String>,
}

impl ReviewSection {
    /// As tests show it.
    pub(super) fn sample(language: Language) -> Self {
        let words = language.pick(
            "对答复不服的，可以请区人民政府重新看。5月14日（周四，含当天）前可以提；过了也登记，由人决定。",
            "If you do not agree with the answer you may ask District Government to look again. You may until Thursday 14 May, that day included; a late request is registered too, and a person decides.",
        );
        Self {
            words: words.to_owned(),
            outcome: String::new(),
            reasons: String::new(),
            ask_href: Some("/track/review".to_owned()),
            print_href: None,
        }
    }
}

/// The matter whose answer is to be looked at again.
#[derive(Clone, Debug)]
pub struct AskedOf {
    /// Its number.
    pub number: String,
    /// The matter in one sentence.
    pub subject: String,
    /// Its page.
    pub back_href: String,
}

/// The form that asks for review.
#[derive(Clone, Debug, Template)]
#[template(path = "review.html")]
pub struct ReviewAskPage {
    /// The frame.
    pub frame: Frame,
    /// The matter.
    pub of: AskedOf,
    /// Who looks again.
    pub authority: String,
    /// Until when.
    pub until: String,
    /// The form.
    pub form: FormView,
}

impl ReviewAskPage {
    pub(crate) fn errors(&self) -> Vec<FormError> {
        errors_of(None, &self.form.fields)
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("review-ask-zh", Self::sample(Language::Zh)),
            ("review-ask-en", Self::sample(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let reasons = FieldKind::TextArea(String::new(), 8);
        let reasons = FieldView::new(
            "reasons",
            say("您觉得哪里不对？", "What is not right about it?"),
            reasons,
        );
        let wrong = say("写一写哪里不对", "Write what is not right");
        Self {
            frame: Frame::sample(language, "/track/review"),
            of: AskedOf {
                number: "2026-000123".to_owned(),
                subject: say("夜间施工噪声", "Noise of building at night"),
                back_href: "/track/petition".to_owned(),
            },
            authority: say("区人民政府", "District Government"),
            until: say(
                "5月14日（周四，含当天）前可以提；过了也登记，由人决定。",
                "You may until Thursday 14 May, that day included; a late request is registered too, and a person decides.",
            ),
            form: FormView {
                target: FormTarget::to("/track/review").named("ask-review"),
                fields: vec![reasons.refused(Some(wrong))],
            },
        }
    }
}
