//! The page of a step that is not possible now: why, and what can be done instead; no form that would be refused.

use super::petition::{ActionCard, ActionStart, CardPlace};
use super::{DeskFrame, PetitionRef, Place};
use crate::pages::components::Clock;
use crate::pages::form::FormTarget;
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// Why a step is not possible now.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/not_now.html")]
pub struct NotNowPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The petition that it is about.
    pub petition: PetitionRef,
    /// The step: the heading.
    pub title: String,
    /// Why not, the way out and the rule.
    pub why_not: String,
    /// What can be done now, the next step that the law expects first.
    pub possible: Vec<ActionCard>,
    /// The clocks that run.
    pub clocks: Vec<Clock>,
}

impl NotNowPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-not-now-zh", Self::sample(Language::Zh)),
            ("desk-not-now-en", Self::sample(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let card =
            |id: &str, zh: &str, en: &str, start: ActionStart, place: CardPlace| ActionCard {
                id: id.to_owned(),
                title: say(zh, en),
                consequence: say("信访人看到“办理中”。", "The petitioner sees “in progress”."),
                why_not: None,
                start,
                place,
            };
        let take = FormTarget::to("/desk/petitions/2026-000123/do/take").sealed("7", "");
        let serve = "/desk/petitions/2026-000123/do/serve".to_owned();
        Self {
            frame: Frame::sample(language, "/desk/petitions/2026-000123/do/receive"),
            desk: DeskFrame::sample(language, Some(Place::Inbox)),
            petition: PetitionRef::sample(language),
            title: say("接收", "Take it"),
            why_not: say(
                "这件信访现在的状态不能这样办。请看页面上现在可以办的步骤。（《信访工作条例》第二十二条至第三十六条的办理顺序）",
                "The petition does not stand where this step is possible. See the steps that are possible now. (the order of steps of Regulations on Petitioning Work, Arts 22 to 36)",
            ),
            possible: vec![
                card(
                    "serve",
                    "记录送达",
                    "Record the service",
                    ActionStart::Page(serve),
                    CardPlace::Next,
                ),
                card(
                    "take",
                    "我来办",
                    "Take it on",
                    ActionStart::Button(take),
                    CardPlace::Listed,
                ),
            ],
            clocks: vec![Clock::sample(language)],
        }
    }
}
