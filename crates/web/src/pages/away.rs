//! A form that could not be taken because the database was away, with everything that was typed.

use super::form::FormTarget;
use super::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "away.html")]
pub struct RefillPage {
    /// The frame.
    pub frame: Frame,
    /// Where it is sent again.
    pub target: FormTarget,
    /// The fields as they were sent, in order.
    pub fields: Vec<(String, String)>,
}

impl RefillPage {
    /// The page as it is shown by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| Self {
            frame: Frame::sample(language, "/desk/open-response"),
            target: FormTarget::to("/desk/open-response"),
            fields: vec![
                ("people".to_owned(), "30".to_owned()),
                (
                    "topic".to_owned(),
                    language.pick("工资拖欠", "Unpaid wages").to_owned(),
                ),
            ],
        };
        vec![
            ("away-zh", page(Language::Zh)),
            ("away-en", page(Language::En)),
        ]
    }
}
