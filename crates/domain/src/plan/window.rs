//! Days and hours of a plan or roster (RULES 10.3).

use super::DAY_MINUTES;
use crate::calendar::WorkCalendar;
use crate::language::Language;
use crate::organisation::words;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// Which days a window means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayWord {
    /// 工作日: a working day of the calendar, make-up days too.
    Workday,
    /// 休息日: any other day.
    Restday,
    /// 星期一
    Mon,
    /// 星期二
    Tue,
    /// 星期三
    Wed,
    /// 星期四
    Thu,
    /// 星期五
    Fri,
    /// 星期六
    Sat,
    /// 星期日
    Sun,
}

words!(DayWord {
    Workday = "workday" "工作日" "working days", Restday = "restday" "休息日" "rest days",
    Mon = "mon" "周一" "Mondays", Tue = "tue" "周二" "Tuesdays", Wed = "wed" "周三" "Wednesdays",
    Thu = "thu" "周四" "Thursdays", Fri = "fri" "周五" "Fridays", Sat = "sat" "周六" "Saturdays",
    Sun = "sun" "周日" "Sundays",
});

/// A civil day with what its calendar says of it and of the day before, whose hours can run into
/// it past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: Date,
    is_workday: bool,
    was_workday: bool,
}

impl Day {
    /// Looks a day up.
    pub fn of(date: Date, calendar: &WorkCalendar) -> Self {
        let before = date.yesterday().unwrap_or(date);
        Self {
            date,
            is_workday: calendar.is_workday(date),
            was_workday: calendar.is_workday(before),
        }
    }

    /// What windows can tell apart: two days of one kind are alike to every plan.
    pub(crate) fn kind(&self) -> (i8, bool, bool) {
        let weekday = self.date.weekday().to_monday_zero_offset();
        (weekday, self.is_workday, self.was_workday)
    }
}

/// Hours on some days: from a minute to another, which is not part of it. When `to` is not later
/// than `from` it runs past midnight and belongs to the day on which it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The days on which it begins.
    pub days: Vec<DayWord>,
    /// The minute of the day at which it begins, from 0.
    pub from: u16,
    /// The minute at which it has ended, up to 1440.
    pub to: u16,
}

impl Span {
    /// The day on which the stretch began that holds this minute of this day.
    pub fn begun(&self, day: &Day, minute: u16) -> Option<Date> {
        let overnight = self.to <= self.from;
        let before = day.date.yesterday().unwrap_or(day.date);
        let today = minute >= self.from && (overnight || minute < self.to);
        if today && self.is_on(day.date.weekday(), day.is_workday) {
            Some(day.date)
        } else if overnight && minute < self.to && self.is_on(before.weekday(), day.was_workday) {
            Some(before)
        } else {
            None
        }
    }

    /// Whether it holds this minute of this day.
    pub fn covers(&self, day: &Day, minute: u16) -> bool {
        self.begun(day, minute).is_some()
    }

    /// The minutes of a day at which it can begin or end.
    pub(crate) fn cuts(&self) -> [u16; 2] {
        [self.from, self.to % DAY_MINUTES]
    }

    fn is_on(&self, weekday: Weekday, workday: bool) -> bool {
        self.days.iter().any(|word| match word {
            DayWord::Workday => workday,
            DayWord::Restday => !workday,
            DayWord::Mon => weekday == Weekday::Monday,
            DayWord::Tue => weekday == Weekday::Tuesday,
            DayWord::Wed => weekday == Weekday::Wednesday,
            DayWord::Thu => weekday == Weekday::Thursday,
            DayWord::Fri => weekday == Weekday::Friday,
            DayWord::Sat => weekday == Weekday::Saturday,
            DayWord::Sun => weekday == Weekday::Sunday,
        })
    }

    /// Says it for a reader.
    pub fn say(&self, language: Language) -> String {
        let days: Vec<&str> = self.days.iter().map(|day| day.label(language)).collect();
        let days = days.join(language.pick("、", ", "));
        let (from, to) = (minute_text(self.from), minute_text(self.to));
        let next = if self.to <= self.from {
            language.pick("次日", "next day ")
        } else {
            ""
        };
        language.pick(
            format!("{days}{from}至{next}{to}"),
            format!("{days} {from} to {next}{to}"),
        )
    }
}

/// A minute of the day as `08:30`.
pub fn minute_text(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Reads `08:30`; `24:00` is the end of the day.
pub(crate) fn minute_of(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let whole = hour * 60 + minute;
    (minute < 60 && whole <= DAY_MINUTES).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn calendar() -> WorkCalendar {
        let (_, text) = crate::shipped::calendars()
            .iter()
            .find(|(id, _)| *id == "cn")
            .expect("shipped");
        WorkCalendar::parse(text).expect("a calendar")
    }

    #[test]
    fn minutes_are_read_strictly() {
        assert_eq!(minute_of("08:30"), Some(510));
        assert_eq!(minute_of("24:00"), Some(1440));
        for bad in ["8:30", "24:01", "08:60", "0830", "", "08:3a"] {
            assert_eq!(minute_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_began() {
        let calendar = calendar();
        let night = Span {
            days: vec![DayWord::Workday],
            from: 1080,
            to: 510,
        };
        // Friday evening runs into Saturday; Saturday evening is none of a working day.
        let saturday = Day::of(date(2026, 11, 28), &calendar);
        assert_eq!(night.begun(&saturday, 60), Some(date(2026, 11, 27)));
        assert!(!night.covers(&saturday, 510));
        assert!(!night.covers(&saturday, 1200));
    }

    #[test]
    fn a_make_up_day_is_a_working_day() {
        let calendar = calendar();
        let made_up = Day::of(date(2026, 2, 14), &calendar);
        let office = |days| Span {
            days,
            from: 510,
            to: 1080,
        };
        assert!(office(vec![DayWord::Workday]).covers(&made_up, 600));
        assert!(!office(vec![DayWord::Restday]).covers(&made_up, 600));
        assert!(office(vec![DayWord::Sat]).covers(&made_up, 600));
    }
}
