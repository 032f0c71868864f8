//! What an authority posts for everybody 公告: notices, and the days on which somebody receives in person
//! 接待日. It is about the authority alone; who came to a reception day is written nowhere.

use crate::language::{Bilingual, Language};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnnouncementKind {
    /// 公告
    Notice,
    /// 接待日
    Reception,
}

impl AnnouncementKind {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Notice, Self::Reception];

    /// The word of interfaces and of the store.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Reception => "reception",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// What it is called.
    pub const fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Notice, Language::Zh) => "公告",
            (Self::Notice, Language::En) => "Notice",
            (Self::Reception, Language::Zh) => "接待日",
            (Self::Reception, Language::En) => "Reception day",
        }
    }
}

/// Something that is posted from one day to another, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announcement {
    /// Its number in the authority, from 1.
    pub id: i64,
    /// What it is.
    pub kind: AnnouncementKind,
    /// Its heading; of a reception day who receives.
    pub title: Bilingual,
    /// What it says; of a reception day where, and for what.
    pub text: Bilingual,
    /// The first day; of a reception day the day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
    /// The hours of a reception day, such as `9:00～11:30`.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub hours: String,
    /// Whether it was taken down.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub withdrawn: bool,
}

impl Announcement {
    /// Whether everybody sees it on a day: a notice from its first to its last day, a reception day until
    /// it is over.
    pub fn is_shown(&self, today: Date) -> bool {
        let begun = self.kind == AnnouncementKind::Reception || self.first_day <= today;
        !self.withdrawn && begun && today <= self.last_day
    }
}

#[cfg(test)]
mod tests {
    use super::{Announcement, AnnouncementKind};
    use crate::language::Bilingual;
    use jiff::civil::date;

    #[test]
    fn a_notice_is_shown_in_its_days_and_a_reception_day_until_it_is_over() {
        let mut one = Announcement {
            id: 1,
            kind: AnnouncementKind::Notice,
            title: Bilingual::new("搬迁", "We move"),
            text: Bilingual::default(),
            first_day: date(2026, 3, 2),
            last_day: date(2026, 3, 6),
            hours: String::new(),
            withdrawn: false,
        };
        assert!(!one.is_shown(date(2026, 3, 1)));
        assert!(one.is_shown(date(2026, 3, 2)) && one.is_shown(date(2026, 3, 6)));
        assert!(!one.is_shown(date(2026, 3, 7)));
        one.kind = AnnouncementKind::Reception;
        assert!(one.is_shown(date(2026, 3, 1)), "it is told before");
        one.withdrawn = true;
        assert!(!one.is_shown(date(2026, 3, 3)));
    }
}
