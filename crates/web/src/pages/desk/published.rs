//! `/desk/answers`: answers for everybody, those that wait for a second person first.

use super::DeskFrame;
use crate::pages::layout::Frame;
use crate::pages::published::PublishedView;
use askama::Template;
use huiyin_domain::language::Language;

/// One that was written.
#[derive(Clone, Debug)]
pub struct PublishedLine {
    /// As everybody reads it.
    pub view: PublishedView,
    /// Where it stands, in words.
    pub state: String,
    /// Where it is released; only for a second person who may.
    pub release_href: Option<String>,
    /// Where it is taken down; only for who may.
    pub down_href: Option<String>,
    /// Its form; only for who may.
    pub edit_href: Option<String>,
    /// What stands here, by its version: whoever releases it releases what they read.
    pub version: String,
}

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/published.html")]
pub struct PublishedDeskPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Those that wait first, then the newest first.
    pub lines: Vec<PublishedLine>,
    /// Where one is written; only for who may.
    pub add_href: Option<String>,
}

impl PublishedDeskPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-answers-zh", Self::sample(Language::Zh)),
            ("desk-answers-en", Self::sample(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            frame: Frame::sample(language, "/desk/answers"),
            desk: DeskFrame::sample(language, None),
            lines: vec![PublishedLine {
                view: PublishedView {
                    question: say(
                        "小区路灯坏了，找谁修？",
                        "The street lamps are broken. Who mends them?",
                    ),
                    answer: say(
                        "公共道路的由市政科修，三个工作日内到场。",
                        "Those of public roads are mended by the works department within three working days.",
                    ),
                    topic: say("城乡建设", "Building"),
                    by: say("市政科", "Works department"),
                },
                state: say("等第二个人看过再公开", "Waits for a second person"),
                release_href: Some("/desk/answers/1/release".to_owned()),
                down_href: Some("/desk/answers/1/down".to_owned()),
                edit_href: Some("/desk/answers/1".to_owned()),
                version: "17".to_owned(),
            }],
            add_href: Some("/desk/answers/new".to_owned()),
        }
    }
}
