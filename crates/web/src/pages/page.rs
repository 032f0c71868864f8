//! The page behind the link of a call, and the one behind the code in the room: large buttons, no
//! script, no topic, nobody who came.

use super::form::{FormError, FormTarget, errors_of};
use super::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// An official answers a page.
#[derive(Clone, Debug, Template)]
#[template(path = "page.html")]
pub struct AnswerPage {
    /// The frame.
    pub frame: Frame,
    /// Whether it is a drill.
    pub exercise: bool,
    /// The number of the page, the same in each copy.
    pub number: u32,
    /// The post for which.
    pub post: String,
    /// Where people are heard.
    pub place: String,
    /// Whether by video, so that nobody travels.
    pub video: bool,
    /// By when.
    pub due: String,
    /// Why an answer was not taken.
    pub error: Option<String>,
    /// How things stand.
    pub said: String,
    /// Whether it waits for an answer.
    pub may_answer: bool,
    /// Whether an arrival can be told.
    pub may_arrive: bool,
    /// Where the answer is sent.
    pub target: FormTarget,
}

/// An official answers a test page.
#[derive(Clone, Debug, Template)]
#[template(path = "test_page.html")]
pub struct TestAnswerPage {
    /// The frame.
    pub frame: Frame,
    /// What the plan is called.
    pub plan: String,
    /// Until when an answer counts.
    pub until: String,
    /// Why an answer was not taken.
    pub error: Option<String>,
    /// How things stand.
    pub said: String,
    /// Whether it waits for an answer.
    pub may_answer: bool,
    /// Where the answer is sent.
    pub target: FormTarget,
}

impl TestAnswerPage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(self.error.as_deref(), [])
    }

    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, waits: bool| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/page"),
                plan: say(
                    "示例工业园区集体访接待预案",
                    "Reception of groups, sample park",
                ),
                until: say("3月2日10:15", "2 March, 10:15"),
                error: (!waits).then(|| say("这次测试已经结束。", "This test is over.")),
                said: say(
                    "收到请按下面的按钮。",
                    "Press the button to say that you got it.",
                ),
                may_answer: waits,
                target: FormTarget::to("/page/x"),
            }
        };
        vec![
            ("test-page-zh", page(Language::Zh, true)),
            ("test-page-en", page(Language::En, false)),
        ]
    }
}

/// A post that is awaited in the room.
#[derive(Clone, Debug)]
pub struct RoomRow {
    /// What it is called.
    pub title: String,
    /// Its id.
    pub id: String,
    /// Whether somebody is there.
    pub there: bool,
}

/// An arrival is noted by the code in the room.
#[derive(Clone, Debug, Template)]
#[template(path = "room.html")]
pub struct RoomPage {
    /// The frame.
    pub frame: Frame,
    /// Whether it is a drill.
    pub exercise: bool,
    /// The place.
    pub place: String,
    /// The posts.
    pub posts: Vec<RoomRow>,
    /// Where the arrival is sent.
    pub target: FormTarget,
}

impl AnswerPage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(self.error.as_deref(), [])
    }

    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, coming: bool, video: bool| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/page"),
                exercise: coming,
                video,
                number: 3,
                post: say("分管信访工作领导", "Leader in charge of petition work"),
                place: say("园区接待室", "Park reception"),
                due: say("3月2日10:20", "2 March, 10:20"),
                error: coming.then(|| say("这一岗位已经到场。", "This post is there already.")),
                said: say("能来吗？", "Can you come?"),
                may_answer: !coming,
                may_arrive: coming,
                target: FormTarget::to("/page/x"),
            }
        };
        vec![
            ("page-zh", page(Language::Zh, false, false)),
            ("page-en", page(Language::En, true, false)),
            ("page-video-zh", page(Language::Zh, true, true)),
            ("page-video-en", page(Language::En, false, true)),
        ]
    }
}

impl RoomPage {
    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| Self {
            frame: Frame::sample(language, "/room"),
            exercise: language == Language::Zh,
            place: language.pick("园区接待室", "Park reception").to_owned(),
            posts: [true, false]
                .map(|there| RoomRow {
                    title: language
                        .pick("信访办主任", "Head of the petition office")
                        .to_owned(),
                    id: "petition-office-head".to_owned(),
                    there,
                })
                .to_vec(),
            target: FormTarget::to("/room/x"),
        };
        vec![
            ("room-zh", page(Language::Zh)),
            ("room-en", page(Language::En)),
        ]
    }
}
