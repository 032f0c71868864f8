//! `/desk/absences`: who is away when, and who stands in.

use super::DeskFrame;
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// One person.
#[derive(Clone, Debug)]
pub struct AbsenceRow {
    /// What they are called.
    pub name: String,
    /// Whether it is whoever looks.
    pub own: bool,
    /// When they are away; `None`: nothing is entered.
    pub days: Option<String>,
    /// The posts that they hold, each with who stands in.
    pub posts: Vec<String>,
    /// Address of the form.
    pub href: String,
}

/// The people whose absence whoever looks may enter.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/absences.html")]
pub struct AbsencesPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// One's own first, then whoever is away.
    pub rows: Vec<AbsenceRow>,
}

impl AbsencesPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let row = |name: &str, own, days, posts| AbsenceRow {
                name: name.to_owned(),
                own,
                days,
                posts,
                href: "/desk/absences/7".to_owned(),
            };
            Self {
                frame: Frame::sample(language, "/desk/absences"),
                desk: DeskFrame::sample(language, None),
                rows: vec![
                    row(
                        &say("赵刚", "Zhao Gang"),
                        true,
                        None,
                        vec![say(
                            "大队长：由王强代",
                            "Head of the team: Wang Qiang stands in",
                        )],
                    ),
                    row(
                        &say("李明", "Li Ming"),
                        false,
                        Some(say("2月16日到2月20日", "16 to 20 February")),
                        Vec::new(),
                    ),
                ],
            }
        };
        vec![
            ("desk-absences-zh", page(Language::Zh)),
            ("desk-absences-en", page(Language::En)),
        ]
    }
}
