//! `/desk/demo/messages`: what the demonstration would send as text messages.

use super::DeskFrame;
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// A text message that was not sent.
#[derive(Clone, Debug)]
pub struct MessageRow {
    /// When.
    pub when: String,
    /// To whom: the name, where it is known, and the number.
    pub to: String,
    /// What it says, without its link.
    pub text: String,
    /// Its link, if it has one.
    pub href: Option<String>,
}

/// The text messages of the demonstration.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/demo_messages.html")]
pub struct MessagesPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The newest first.
    pub rows: Vec<MessageRow>,
}

impl MessagesPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, any: bool| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let row = MessageRow {
                when: say("3月2日10:00", "2 March, 10:00"),
                to: say("何卫国 0576-5550 0123", "He Weiguo 0576-5550 0123"),
                text: say(
                    "【演练】呼叫3号：请您为“值班领导”到园区接待室接待，10:20前到。能来或不能来，请在这里回答：",
                    "[EXERCISE] Page 3: please be at the park reception for “Leader on duty” by 10:20. Say here whether you come:",
                ),
                href: Some("/page/x".to_owned()),
            };
            Self {
                frame: Frame::sample(language, "/desk/demo/messages"),
                desk: DeskFrame::sample(language, None),
                rows: if any { vec![row] } else { Vec::new() },
            }
        };
        vec![
            ("desk-demo-messages-zh", page(Language::Zh, true)),
            ("desk-demo-messages-en", page(Language::En, true)),
            ("desk-demo-messages-none-zh", page(Language::Zh, false)),
            ("desk-demo-messages-none-en", page(Language::En, false)),
        ]
    }
}
