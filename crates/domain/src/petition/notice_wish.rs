//! When somebody likes to hear that there is news 希望收到通知的时间, and whether the authority is named in
//! it. It says when a message may arrive, never where anybody is or what they do; nothing but the notices
//! of the one petition follows from it, and no list, figure or export is made of it.

use crate::calendar::WorkCalendar;
use crate::event::{Event, NoticesWished};
use crate::language::Language;
use crate::obligation::Effects;
use crate::time::{Instant, Zone};
use jiff::ToSpan;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// The hours in which notices come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeHours {
    /// As soon as there is news.
    #[default]
    Any,
    /// From 9 to 18.
    Daytime,
    /// From 18 to 21.
    Evening,
    /// From 9 to 18 on working days.
    Workdays,
}

/// How far ahead an hour is looked for: beyond the longest holidays together with the days around them.
const DAYS_AHEAD_MAX: i16 = 31;

impl NoticeHours {
    /// Every choice, in the order of forms.
    pub const ALL: &'static [Self] = &[Self::Any, Self::Daytime, Self::Evening, Self::Workdays];

    /// The word of interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Daytime => "daytime",
            Self::Evening => "evening",
            Self::Workdays => "workdays",
        }
    }

    /// Reads the word of interfaces.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// What a form calls it.
    pub const fn label(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Any => ("有消息就通知", "As soon as there is news"),
            Self::Daytime => ("白天，9点到18点", "In the daytime, 9:00 to 18:00"),
            Self::Evening => ("晚上，18点到21点", "In the evening, 18:00 to 21:00"),
            Self::Workdays => ("工作日白天，9点到18点", "On working days, 9:00 to 18:00"),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// The hours of a day: from, and up to but not including.
    const fn window(self) -> Option<(i8, i8)> {
        match self {
            Self::Any => None,
            Self::Daytime | Self::Workdays => Some((9, 18)),
            Self::Evening => Some((18, 21)),
        }
    }

    /// From when a notice of `now` may go: `now` itself within the hours, else the first instant of the next
    /// ones, in the authority's zone.
    ///
    /// A wish never makes a service late: where the next hours begin only when `last` is over, the end of the
    /// duty that the notice meets, it goes at once.
    pub fn opens(
        self,
        now: Instant,
        (calendar, zone): (&WorkCalendar, &Zone),
        last: Option<Instant>,
    ) -> Instant {
        let Some((from, to)) = self.window() else {
            return now;
        };
        let civil = now.civil_in(zone);
        let fits = |day: jiff::civil::Date| self != Self::Workdays || calendar.is_workday(day);
        if fits(civil.date()) && (from..to).contains(&civil.hour()) {
            return now;
        }
        let later = (0..=DAYS_AHEAD_MAX)
            .filter_map(|days| civil.date().checked_add(days.days()).ok())
            .filter(|day| fits(*day))
            .map(|day| DateTime::from_parts(day, jiff::civil::time(from, 0, 0, 0)))
            .map(|start| zone.instant_of(start))
            .find(|start| *start > now);
        later
            .filter(|start| last.is_none_or(|last| *start < last))
            .unwrap_or(now)
    }
}

/// What a petitioner wishes of the notices of one petition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoticeWish {
    /// When they come.
    pub hours: NoticeHours,
    /// Whether they leave the authority's name out, which alone tells whoever sees the telephone that
    /// somebody petitioned. An installation may leave it out of all of them.
    pub unnamed: bool,
}

impl NoticeWish {
    /// The event by which it is put on record.
    pub fn event(self) -> Event {
        Event::NoticesWished(NoticesWished {
            hours: self.hours,
            unnamed: self.unnamed,
            effects: Effects::default(),
        })
    }
}

impl NoticesWished {
    /// What was wished.
    pub const fn wish(&self) -> NoticeWish {
        NoticeWish {
            hours: self.hours,
            unnamed: self.unnamed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALENDAR: &str = include_str!("../../../../calendars/cn.toml");

    fn opens(hours: NoticeHours, now: &str, last: Option<&str>) -> String {
        let calendar = WorkCalendar::parse(CALENDAR).unwrap();
        let zone = Zone::parse("Asia/Shanghai").unwrap();
        let at = |text: &str| Instant::parse(text).unwrap();
        let found = hours.opens(at(now), (&calendar, &zone), last.map(at));
        found.rfc3339_in(&zone)
    }

    #[test]
    fn a_notice_waits_for_the_next_hours_that_were_wished() {
        use NoticeHours as H;
        for (hours, now, then) in [
            (
                H::Any,
                "2026-03-02T03:00:00+08:00",
                "2026-03-02T03:00:00+08:00",
            ),
            (
                H::Daytime,
                "2026-03-02T08:59:59+08:00",
                "2026-03-02T09:00:00+08:00",
            ),
            (
                H::Daytime,
                "2026-03-02T09:00:00+08:00",
                "2026-03-02T09:00:00+08:00",
            ),
            (
                H::Daytime,
                "2026-03-02T17:59:00+08:00",
                "2026-03-02T17:59:00+08:00",
            ),
            (
                H::Daytime,
                "2026-03-02T18:00:00+08:00",
                "2026-03-03T09:00:00+08:00",
            ),
            (
                H::Evening,
                "2026-03-02T10:00:00+08:00",
                "2026-03-02T18:00:00+08:00",
            ),
            (
                H::Evening,
                "2026-03-02T21:00:00+08:00",
                "2026-03-03T18:00:00+08:00",
            ),
            // A Saturday, and the holidays of October with the make-up Saturday after them.
            (
                H::Workdays,
                "2026-03-07T10:00:00+08:00",
                "2026-03-09T09:00:00+08:00",
            ),
            (
                H::Workdays,
                "2026-09-30T18:00:00+08:00",
                "2026-10-08T09:00:00+08:00",
            ),
            (
                H::Daytime,
                "2026-09-30T18:00:00+08:00",
                "2026-10-01T09:00:00+08:00",
            ),
            (
                H::Workdays,
                "2026-10-10T10:00:00+08:00",
                "2026-10-10T10:00:00+08:00",
            ),
        ] {
            assert_eq!(opens(hours, now, None), then, "{} {now}", hours.word());
        }
    }

    #[test]
    fn a_wish_never_makes_a_service_late() {
        let evening = |last| {
            opens(
                NoticeHours::Evening,
                "2026-03-02T21:30:00+08:00",
                Some(last),
            )
        };
        assert_eq!(
            evening("2026-03-04T00:00:00+08:00"),
            "2026-03-03T18:00:00+08:00"
        );
        assert_eq!(
            evening("2026-03-03T00:00:00+08:00"),
            "2026-03-02T21:30:00+08:00",
            "the duty ends at midnight"
        );
        assert_eq!(
            evening("2026-03-01T00:00:00+08:00"),
            "2026-03-02T21:30:00+08:00",
            "it is late already"
        );
    }

    #[test]
    fn every_choice_is_read_back() {
        for hours in NoticeHours::ALL {
            assert_eq!(NoticeHours::parse(hours.word()), Some(*hours));
        }
        assert_eq!(NoticeHours::parse("night"), None);
    }
}
