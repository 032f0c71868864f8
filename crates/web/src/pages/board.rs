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
    /// How it is, in a word or two.
    pub state: String,
    /// Until when, or since when; or what to do.
    pub words: String,
}

/// Something that is made ready, on the board.
#[derive(Clone, Debug)]
pub struct BoardTask {
    /// What.
    pub title: String,
    /// Who sees to it.
    pub post: String,
    /// By when; may be empty.
    pub due: String,
    /// Whether it is for whoever asks, and nobody did yet.
    pub on_request: bool,
    /// When it was done.
    pub done: Option<String>,
    /// Whether its time passed and it is not done.
    pub late: bool,
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
    /// That a post needs a person to see to it, and how; `None`: none does.
    pub red: Option<String>,
    /// Whether somebody is unwell or needs help.
    pub unwell: bool,
    /// What it is about; never on a screen without sign-in.
    pub topic: Option<String>,
    /// Whether nobody is called by itself, because the server's clock is in doubt.
    pub clock_doubted: bool,
    /// Channels that are not well, a sentence each.
    pub channels: Vec<String>,
    /// How many people the room takes, and the one beside it; nothing at a place above the own level.
    pub room: Option<String>,
    /// What the script of a drill did last.
    pub inject: Option<String>,
    /// Whether the room is full, in words; empty: no matter.
    pub density: String,
    /// The posts.
    pub posts: Vec<BoardPost>,
    /// What is made ready.
    pub tasks: Vec<BoardTask>,
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
    /// Whether it is a drill.
    pub exercise: bool,
    /// The whole address.
    pub href: String,
    /// The same as a code, a picture; nothing where it does not fit into one.
    pub qr: Option<String>,
    /// Back to the response.
    pub back_href: String,
}

/// What a screen shows once its response ended.
#[derive(Clone, Debug, Template)]
#[template(path = "board_ended.html")]
pub struct BoardEndedPage {
    /// The frame.
    pub frame: Frame,
    /// Whether it was a drill.
    pub exercise: bool,
    /// The place.
    pub place: String,
    /// When it began.
    pub opened: String,
    /// When it ended.
    pub ended: String,
}

/// Asks whether this screen is to show the board.
#[derive(Clone, Debug, Template)]
#[template(path = "screen.html")]
pub struct ScreenPage {
    /// The frame.
    pub frame: Frame,
    /// Whether it is a drill.
    pub exercise: bool,
    /// Where the answer is sent.
    pub target: FormTarget,
}

impl BoardPage {
    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, topic: bool| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let post = |look: Look, state: (&str, &str), words: (&str, &str)| BoardPost {
                title: say("分管信访工作领导", "Leader in charge of petition work"),
                look,
                state: say(state.0, state.1),
                words: say(words.0, words.1),
            };
            let task = |done: bool, late: bool| BoardTask {
                title: say("饮水", "water"),
                post: say("值班员", "clerk"),
                due: "10:05".to_owned(),
                on_request: false,
                done: done.then(|| "10:04".to_owned()),
                late,
            };
            Self {
                frame: Frame::sample(language, "/board/7"),
                exercise: topic,
                place: say("园区接待室", "Park reception"),
                people: say("30至60人", "30 to 60 people"),
                level: say("二级", "level II"),
                opened: "10:00".to_owned(),
                ended: (!topic).then(|| "12:00".to_owned()),
                red: topic.then(|| say("有岗位没有人应答", "A post has no answer")),
                unwell: topic,
                topic: topic.then(|| say("工资拖欠", "Unpaid wages")),
                clock_doubted: topic,
                room: Some(say(
                    "容40人；满了用大厅，容120人",
                    "takes 40 people; then the hall, which takes 120",
                )),
                channels: vec![say(
                    "渠道sms（短信）用不了：连不上对方服务器。呼叫已改走下一方式",
                    "Channel sms (text message): Cannot be used: No connection to the server. Calls go by the next way",
                )],
                inject: Some(say(
                    "【演练脚本】现在40至60人：又来了一批人",
                    "[DRILL SCRIPT] 40 to 60 people now: More people have come",
                )),
                density: say(
                    "快满了：请开备用场所",
                    "nearly full: open the overflow room",
                ),
                posts: vec![
                    post(Look::Met, ("到了", "There"), ("10:08到", "since 10:08")),
                    post(Look::Coming, ("会来", "Comes"), ("10:20前到", "by 10:20")),
                    post(
                        Look::Late,
                        ("没有人应答", "No answer"),
                        ("请打电话或当面叫人", "ring somebody, or fetch them"),
                    ),
                ],
                tasks: vec![task(false, false), task(true, false), task(false, true)],
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
            exercise: language == Language::Zh,
            href: "https://huiyin.example.org/board/open/1.AAAA".to_owned(),
            qr: Some(include_str!("sample-qr.svg").to_owned()),
            back_href: "/desk/responses/7".to_owned(),
        };
        vec![
            ("screen-link-zh", page(Language::Zh)),
            ("screen-link-en", page(Language::En)),
        ]
    }
}

impl BoardEndedPage {
    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| Self {
            frame: Frame::sample(language, "/board/screen"),
            exercise: language == Language::Zh,
            place: language.pick("园区接待室", "Park reception").to_owned(),
            opened: "10:00".to_owned(),
            ended: "12:00".to_owned(),
        };
        vec![
            ("board-ended-zh", page(Language::Zh)),
            ("board-ended-en", page(Language::En)),
        ]
    }
}

impl ScreenPage {
    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| Self {
            frame: Frame::sample(language, "/board"),
            exercise: language == Language::Zh,
            target: FormTarget::to("/board/open/1.AAAA"),
        };
        vec![
            ("screen-zh", page(Language::Zh)),
            ("screen-en", page(Language::En)),
        ]
    }
}
