//! Visits that groups announced: the list, and one of them with what is arranged for it.

use super::{DeskFrame, Fact, Place};
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// A visit in the list.
#[derive(Clone, Debug)]
pub struct VisitRow {
    /// Its page.
    pub href: String,
    /// When the group comes.
    pub when: String,
    /// Where to.
    pub place: String,
    /// About how many.
    pub people: String,
    /// The room, once it was arranged.
    pub room: Option<String>,
    /// Whether the group is there.
    pub here: bool,
}

/// What groups announced.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/visits.html")]
pub struct VisitsPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The visits, the first to come first.
    pub rows: Vec<VisitRow>,
    /// Where one is taken down.
    pub announce_href: String,
}

/// One visit.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/visit.html")]
pub struct VisitPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The group's code, when it was just taken down: shown once.
    pub code: Option<String>,
    /// When the group comes.
    pub when: String,
    /// Whether a room was arranged.
    pub arranged: bool,
    /// What was announced.
    pub facts: Vec<Fact>,
    /// What is wrong with the whole.
    pub error: Option<String>,
    /// The fields of the arrangement.
    pub fields: Vec<FieldView>,
    /// Where they are sent.
    pub target: FormTarget,
    /// What deletes it.
    pub end: FormTarget,
    /// When it is deleted at the latest.
    pub until: String,
    /// Where the response is opened, while none runs.
    pub open_href: Option<String>,
    /// The response that runs for it.
    pub response_href: Option<String>,
}

impl VisitsPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let row = |room: Option<String>, here: bool| VisitRow {
                href: "/desk/visits/7".to_owned(),
                when: say("2026年3月2日10:00", "10:00 on 2 March 2026"),
                place: say("园区接待室", "Park reception"),
                people: say("30至60人", "30 to 60 people"),
                room,
                here,
            };
            let room = say("二楼会议室", "Meeting room, second floor");
            Self {
                frame: Frame::sample(language, "/desk/visits"),
                desk: DeskFrame::sample(language, Some(Place::Responses)),
                rows: vec![
                    row(None, false),
                    row(Some(room.clone()), false),
                    row(Some(room), true),
                ],
                announce_href: "/desk/announce-visit".to_owned(),
            }
        };
        let none = |language: Language| Self {
            rows: Vec::new(),
            ..page(language)
        };
        vec![
            ("desk-visits-zh", page(Language::Zh)),
            ("desk-visits-en", page(Language::En)),
            ("desk-visits-none-zh", none(Language::Zh)),
            ("desk-visits-none-en", none(Language::En)),
        ]
    }
}

impl VisitPage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(self.error.as_deref(), &self.fields)
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let post = Choice::new("3", say("信访局局长", "Head of the petition office"));
            Self {
                frame: Frame::sample(language, "/desk/visits/7"),
                desk: DeskFrame::sample(language, Some(Place::Responses)),
                code: Some("7KQM-3XV9-TD2H-W8RA".to_owned()),
                when: say("2026年3月2日10:00", "10:00 on 2 March 2026"),
                arranged: false,
                facts: vec![
                    Fact::new(say("地点", "Place"), say("园区接待室", "Park reception")),
                    Fact::new(
                        say("大约人数", "About how many"),
                        say("30至60人", "30 to 60 people"),
                    ),
                ],
                error: None,
                fields: vec![
                    FieldView::new(
                        "at",
                        say("几点接待？", "Received when?"),
                        FieldKind::Moment("2026-03-02T10:00".to_owned()),
                    ),
                    FieldView::new(
                        "post",
                        say("谁接待？", "Who receives?"),
                        FieldKind::Select(vec![post], say("请选择", "Choose")),
                    ),
                ],
                target: FormTarget::to("/desk/visits/7/arrange").sealed("1", ""),
                end: FormTarget::to("/desk/visits/7/end"),
                until: say("2026年3月3日10:00", "10:00 on 3 March 2026"),
                open_href: Some("/desk/open-response?visit=7".to_owned()),
                response_href: None,
            }
        };
        let here = |language: Language| Self {
            code: None,
            arranged: true,
            error: Some(
                language
                    .pick("别人刚刚改过", "Somebody changed it meanwhile")
                    .to_owned(),
            ),
            open_href: None,
            response_href: Some("/desk/responses/9".to_owned()),
            ..page(language)
        };
        vec![
            ("desk-visit-zh", page(Language::Zh)),
            ("desk-visit-en", page(Language::En)),
            ("desk-visit-here-zh", here(Language::Zh)),
            ("desk-visit-here-en", here(Language::En)),
        ]
    }
}
