//! `/visit`: a group announces its coming, and looks at what was arranged.

use super::components::Choice;
use super::form::{FieldKind, FieldView, FormError, errors_of};
use super::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// The form, for the first time or to change what was announced.
#[derive(Clone, Debug, Template)]
#[template(path = "visit_ask.html")]
pub struct VisitAskPage {
    /// The frame.
    pub frame: Frame,
    /// Whether it changes what was announced.
    pub change: bool,
    /// Whether a room was arranged, which a change may undo.
    pub arranged: bool,
    /// Its fields; none where nothing can be announced here.
    pub fields: Vec<FieldView>,
    /// Where it is sent.
    pub action: String,
}

/// What was announced, for whoever has its code.
#[derive(Clone, Debug, Template)]
#[template(path = "visit.html")]
pub struct VisitPage {
    /// The frame.
    pub frame: Frame,
    /// The code in groups, as long as it is shown.
    pub code: Option<String>,
    /// When the group comes.
    pub when: String,
    /// When it asked to come, where that is another time.
    pub asked: Option<String>,
    /// That the reception agreed to an hour at which it is not open otherwise.
    pub outside: Option<String>,
    /// The room, once it was arranged.
    pub room: Option<String>,
    /// Who receives, once it was arranged.
    pub post: Option<String>,
    /// What was announced: label and value.
    pub facts: Vec<(String, String)>,
    /// Whether the group is there.
    pub here: bool,
    /// When it is deleted at the latest.
    pub until: String,
}

impl VisitAskPage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(None, &self.fields)
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, change: bool| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let at = FieldView::new(
                "at",
                say("想什么时候来？", "When would you come?"),
                FieldKind::Moment("2026-03-02T10:00".to_owned()),
            );
            let wrong = change.then(|| {
                say(
                    "这个时间已经过了，请另选一个",
                    "That time is over; choose another",
                )
            });
            let places = vec![
                Choice::new("park/reception", say("园区接待室", "Park reception")).chosen(true),
            ];
            Self {
                frame: Frame::sample(language, "/visit"),
                change,
                arranged: change,
                fields: vec![
                    at.refused(wrong),
                    FieldView::new(
                        "place",
                        say("到哪里？", "Where to?"),
                        FieldKind::Radios(places),
                    ),
                    FieldView::new(
                        "people",
                        say("大约多少人？", "About how many people?"),
                        FieldKind::Short("30-60".to_owned()),
                    ),
                ],
                action: "/visit".to_owned(),
            }
        };
        let none = |language: Language| Self {
            fields: Vec::new(),
            ..page(language, false)
        };
        vec![
            ("visit-ask-zh", page(Language::Zh, false)),
            ("visit-ask-en", page(Language::En, false)),
            ("visit-change-zh", page(Language::Zh, true)),
            ("visit-change-en", page(Language::En, true)),
            ("visit-none-zh", none(Language::Zh)),
            ("visit-none-en", none(Language::En)),
        ]
    }
}

impl VisitPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, arranged: bool| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/visit/mine"),
                code: (!arranged).then(|| "7KQM-3XV9-TD2H-W8RA".to_owned()),
                when: say("2026年3月2日14:00", "14:00 on 2 March 2026"),
                asked: arranged.then(|| say("2026年3月2日10:00", "10:00 on 2 March 2026")),
                outside: Some(say(
                    "这个时间平时不接待预告来访（平时是工作日08:30至18:00），接待室同意了，会等您们。",
                    "Announced visits are received at other hours there (working days 08:30 to 18:00); the reception agreed to this one and awaits you.",
                )),
                room: arranged.then(|| say("二楼会议室", "Meeting room, second floor")),
                post: arranged.then(|| say("信访局局长", "Head of the petition office")),
                facts: vec![
                    (say("地点", "Place"), say("园区接待室", "Park reception")),
                    (
                        say("大约人数", "About how many"),
                        say("30至60人", "30 to 60 people"),
                    ),
                ],
                here: false,
                until: say("2026年3月3日14:00", "14:00 on 3 March 2026"),
            }
        };
        let here = |language: Language| Self {
            here: true,
            ..page(language, true)
        };
        vec![
            ("visit-new-zh", page(Language::Zh, false)),
            ("visit-new-en", page(Language::En, false)),
            ("visit-arranged-zh", page(Language::Zh, true)),
            ("visit-arranged-en", page(Language::En, true)),
            ("visit-here-zh", here(Language::Zh)),
            ("visit-here-en", here(Language::En)),
        ]
    }
}
