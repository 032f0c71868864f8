//! `/notices`: what the authority posts for everybody, and when somebody receives in person.

use super::layout::Frame;
use askama::Template;
use huiyin_domain::announcement::{Announcement, AnnouncementKind};
use huiyin_domain::language::Language;
use huiyin_domain::text::shown_safely;
use huiyin_domain::wording::{Dates, included};
use jiff::civil::Date;

/// Something that is posted.
#[derive(Clone, Debug)]
pub struct Posted {
    /// Its heading.
    pub title: String,
    /// From when to when, or on which day at which hours.
    pub when: String,
    /// What it says; may hold line breaks, may be empty.
    pub text: String,
}

impl Posted {
    /// In words of a language; what was not written in it stands in the other.
    pub fn of(one: &Announcement, dates: Dates<'_>) -> Self {
        let language = dates.language;
        let safe = |text: &str| shown_safely(text).into_owned();
        let day = |day: Date| dates.day(day);
        let when = match one.kind {
            AnnouncementKind::Reception if one.hours.is_empty() => day(one.first_day),
            AnnouncementKind::Reception => {
                let (on, hours) = (day(one.first_day), safe(&one.hours));
                language.pick(format!("{on} {hours}"), format!("{on}, {hours}"))
            }
            AnnouncementKind::Notice => {
                let (from, to) = (day(one.first_day), day(one.last_day));
                language.pick(
                    format!("{from}至{}", included(&to)),
                    format!("{from} to {to}, both days included"),
                )
            }
        };
        let text = one.text.in_language(language);
        let text = match text.is_empty() {
            true => one.text.zh.as_str(),
            false => text,
        };
        Self {
            title: safe(one.title.in_language(language)),
            when,
            text: safe(text),
        }
    }
}

/// What is posted now.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// Notices, the newest first.
    pub notices: Vec<Posted>,
    /// Reception days, the next one first.
    pub receptions: Vec<Posted>,
}

impl Board {
    /// What is shown on a day.
    pub fn of(all: &[Announcement], today: Date, dates: Dates<'_>) -> Self {
        let of = |kind: AnnouncementKind| {
            let shown = all
                .iter()
                .filter(move |one| one.kind == kind && one.is_shown(today));
            shown.map(move |one| Posted::of(one, dates))
        };
        Self {
            notices: of(AnnouncementKind::Notice).rev().collect(),
            receptions: of(AnnouncementKind::Reception).collect(),
        }
    }

    /// The first few of each, for the home page.
    pub fn first(mut self, most: usize) -> Self {
        self.notices.truncate(most);
        self.receptions.truncate(most);
        self
    }

    /// Whether nothing is posted.
    pub fn is_empty(&self) -> bool {
        self.notices.is_empty() && self.receptions.is_empty()
    }

    /// As tests show it.
    pub(crate) fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            notices: vec![Posted {
                title: say(
                    "接待厅搬到一楼",
                    "The reception hall moves to the ground floor",
                ),
                when: say(
                    "4月14日（周二）至5月14日（周四，含当天）",
                    "Tuesday 14 April to Thursday 14 May, both days included",
                ),
                text: say(
                    "从东门进，有坡道。",
                    "Enter by the east gate; there is a ramp.",
                ),
            }],
            receptions: vec![Posted {
                title: say("管委会主任接待", "The head of the zone receives"),
                when: say("4月20日（周一） 9:00～11:30", "Monday 20 April, 9:00–11:30"),
                text: say(
                    "一号接待厅，不用预约。",
                    "Hall 1; no appointment is needed.",
                ),
            }],
        }
    }
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "notices.html")]
pub struct NoticesPage {
    /// The frame.
    pub frame: Frame,
    /// What is posted.
    pub board: Board,
}

impl NoticesPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| Self {
            frame: Frame::sample(language, "/notices"),
            board: Board::sample(language),
        };
        vec![
            ("notices-zh", page(Language::Zh)),
            ("notices-en", page(Language::En)),
        ]
    }
}
