//! `/track`: somebody gives a code, maybe one that was replaced.

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

/// What happened to a code that was replaced, and what can be done about it.
#[derive(Clone, Debug, Template)]
#[template(path = "track_replaced.html")]
pub struct ReplacedPage {
    /// The frame.
    pub frame: Frame,
    /// When it was replaced, in words.
    pub at: String,
    /// Until when somebody can object, in words.
    pub until: String,
    /// Whether the code was sent to the contact on file, and opens nothing.
    pub by_contact: bool,
    /// Whether the new code ended just now.
    pub ended: bool,
}

impl ReplacedPage {
    fn title(&self) -> &str {
        match self.ended {
            true => self.frame.say("新码作废了", "The new code has ended"),
            false => self.frame.say("查询码补发过", "The code was replaced"),
        }
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, by_contact: bool, ended: bool| Self {
            frame: Frame::sample(language, "/track/replaced"),
            at: language
                .pick("2026年3月2日（星期一）9:10", "Monday 2 March 2026, 9:10")
                .to_owned(),
            until: language
                .pick("2026年3月16日（星期一）9:10", "Monday 16 March 2026, 9:10")
                .to_owned(),
            by_contact,
            ended,
        };
        vec![
            ("track-replaced-zh", page(Language::Zh, false, false)),
            ("track-replaced-en", page(Language::En, true, false)),
            ("track-replaced-ended-zh", page(Language::Zh, true, true)),
            ("track-replaced-ended-en", page(Language::En, true, true)),
        ]
    }
}
