//! The board of a response, on a phone or on a wall, and the pages that let a screen in. No name of
//! anybody who came, and none of those who are called.

use super::desk::DeskFrame;
use super::desk::Place;
use super::desk::responses::Look;
use super::form::FormTarget;
use super::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// A post on the board.
#[derive(Clone, Debug)]
pub struct BoardPost {
    /// What it is called.
    pub title: String,
    /// How it looks.
    pub look: Look,
    /// Where it stands.
    pub words: String,
}

/// The board.
#[derive(Clone, Debug, Template)]
#[template(path = "board.html")]
pub struct BoardPage {
    /// The frame.
    pub frame: Frame,
    /// Whether it is a drill.
    pub exercise: bool,
    /// The place.
    pub place: String,
    /// How many people.
    pub people: String,
    /// The level.
    pub level: String,
    /// When it began.
    pub opened: String,
    /// When it ended.
    pub ended: Option<String>,
    /// Whether a post needs a person to see to it.
    pub red: bool,
    /// Whether somebody is unwell or needs help.
    pub unwell: bool,
    /// What it is about; never on a screen without sign-in.
    pub topic: Option<String>,
    /// Channels that are not well, a sentence each.
    pub channels: Vec<String>,
    /// Whether the room is full, in words; empty: no matter.
    pub density: String,
    /// The posts.
    pub posts: Vec<BoardPost>,
    /// What is made ready: what, who sees to it, by when (may be empty).
    pub tasks: Vec<(String, String, String)>,
    /// Reports that are owed: to whom, by when, whether late.
    pub reports: Vec<(String, String, bool)>,
    /// When this was true.
    pub as_of: String,
    /// Where a script hears that something happened.
    pub live: String,
}

/// A link for one screen, shown once.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/screen_link.html")]
pub struct ScreenLinkPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The link.
    pub href: String,
    /// Back to the response.
    pub back_href: String,
}

/// Asks whether this screen is to show the board.
#[derive(Clone, Debug, Template)]
#[template(path = "screen.html")]
pub struct ScreenPage {
    /// The frame.
    pub frame: Frame,
    /// Where the answer is sent.
    pub target: FormTarget,
}

impl BoardPage {
    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, topic: bool| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let post = |look: Look, zh: &str, en: &str| BoardPost {
                title: say("分管信访工作领导", "Leader in charge of petition work"),
                look,
                words: say(zh, en),
            };
            Self {
                frame: Frame::sample(language, "/board/7"),
                exercise: topic,
                place: say("园区接待室", "Park reception"),
                people: say("30至60人", "30 to 60 people"),
                level: say("二级", "level II"),
                opened: "10:00".to_owned(),
                ended: (!topic).then(|| "12:00".to_owned()),
                red: topic,
                unwell: topic,
                topic: topic.then(|| say("工资拖欠", "Unpaid wages")),
                channels: vec![say(
                    "渠道sms（短信）用不了：连不上对方服务器。呼叫已改走下一方式",
                    "Channel sms (text message): Cannot be used: No connection to the server. Calls go by the next way",
                )],
                density: say(
                    "快满了：请开备用场所",
                    "nearly full: open the overflow room",
                ),
                posts: vec![
                    post(Look::Met, "10:08到", "there 10:08"),
                    post(Look::DueSoon, "会来，10:20前", "comes, by 10:20"),
                    post(Look::Late, "没人来，要人管", "nobody comes: see to it"),
                ],
                tasks: vec![(
                    say("饮水", "water"),
                    say("值班员", "clerk"),
                    "10:05".to_owned(),
                )],
                reports: vec![(say("县信访局", "County bureau"), "10:30".to_owned(), topic)],
                as_of: "10:12".to_owned(),
                live: "/board/7/events".to_owned(),
            }
        };
        vec![
            ("board-zh", page(Language::Zh, true)),
            ("board-en", page(Language::En, false)),
        ]
    }
}

impl ScreenLinkPage {
    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| Self {
            frame: Frame::sample(language, "/desk/responses/7/screen"),
            desk: DeskFrame::sample(language, Some(Place::Responses)),
            href: "/board/open/1.AAAA".to_owned(),
            back_href: "/desk/responses/7".to_owned(),
        };
        vec![
            ("screen-link-zh", page(Language::Zh)),
            ("screen-link-en", page(Language::En)),
        ]
    }
}

impl ScreenPage {
    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| Self {
            frame: Frame::sample(language, "/board"),
            target: FormTarget::to("/board/open/1.AAAA"),
        };
        vec![
            ("screen-zh", page(Language::Zh)),
            ("screen-en", page(Language::En)),
        ]
    }
}
