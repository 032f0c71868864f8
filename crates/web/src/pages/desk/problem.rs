//! What did not work, for somebody who is signed in: what it was, what to do now, and the way back to their own desk.

use super::{DeskFrame, Place};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/problem.html")]
pub struct DeskProblemPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// What it was, in a few words.
    pub title: String,
    /// What to do now; may be empty.
    pub what_to_do: String,
}

impl DeskProblemPage {
    /// The first place that this person goes to.
    fn back(&self) -> Place {
        self.desk.places.first().copied().unwrap_or(Place::Inbox)
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/desk/petitions/2026-000123"),
                desk: DeskFrame::sample(language, None),
                title: say(
                    "没有这一件，或者您无权打开",
                    "There is no such matter, or it is not yours to open",
                ),
                what_to_do: say("请对照编号再看一遍", "Compare the number"),
            }
        };
        vec![
            ("desk-problem-zh", page(Language::Zh)),
            ("desk-problem-en", page(Language::En)),
        ]
    }
}
