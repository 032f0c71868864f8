//! `/track`: somebody gives a code.

use super::components::FieldError;
use super::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// The form that takes a code.
#[derive(Clone, Debug, Template)]
#[template(path = "track_code.html")]
pub struct TrackCodePage {
    /// The frame.
    pub frame: Frame,
    /// Why the code was not taken.
    pub error: Option<String>,
    /// What was typed.
    pub typed: String,
}

impl TrackCodePage {
    /// The errors as the summary takes them.
    fn errors(&self) -> Vec<FieldError> {
        self.error
            .iter()
            .map(|message| FieldError::new("code", message))
            .collect()
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, wrong: bool| {
            Self {
            frame: Frame::sample(language, "/track"),
            error: wrong.then(|| {
                language
                    .pick(
                        "没有这个码，请一个一个对照您记下的再看一遍",
                        "There is no such code; compare it letter by letter with what you wrote down",
                    )
                    .to_owned()
            }),
            typed: if wrong {
                "7KQM 3XV9 TD2H W8R".to_owned()
            } else {
                String::new()
            },
        }
        };
        vec![
            ("track-code-zh", page(Language::Zh, false)),
            ("track-code-en", page(Language::En, false)),
            ("track-code-wrong-zh", page(Language::Zh, true)),
            ("track-code-wrong-en", page(Language::En, true)),
        ]
    }
}
