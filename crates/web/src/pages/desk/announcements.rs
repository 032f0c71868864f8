//! `/desk/announcements`: what is posted, for the administrator.

use super::DeskFrame;
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// Something that was posted.
#[derive(Clone, Debug)]
pub struct AnnouncementLine {
    /// What it is.
    pub kind: String,
    /// Its heading.
    pub title: String,
    /// When it is shown, or the day and hours.
    pub when: String,
    /// Whether it was taken down.
    pub withdrawn: bool,
    /// Its form.
    pub href: String,
}

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/announcements.html")]
pub struct AnnouncementsPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// What was posted, the last day first.
    pub lines: Vec<AnnouncementLine>,
    /// Where one is added.
    pub add_href: String,
}

impl AnnouncementsPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-announcements-zh", Self::sample(Language::Zh)),
            ("desk-announcements-en", Self::sample(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            frame: Frame::sample(language, "/desk/announcements"),
            desk: DeskFrame::sample(language, None),
            lines: vec![AnnouncementLine {
                kind: say("接待日", "Reception day"),
                title: say("管委会主任接待", "The head of the zone receives"),
                when: say("4月20日（周一） 9:00～11:30", "Monday 20 April, 9:00–11:30"),
                withdrawn: true,
                href: "/desk/announcements/1".to_owned(),
            }],
            add_href: "/desk/announcements/new".to_owned(),
        }
    }
}
