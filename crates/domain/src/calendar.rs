//! The work calendar 工作日历: which days are working days, holidays and make-up working days.
//!
//! A calendar is data (`calendars/*.toml`), made from yearly notices. What a notice that is not
//! loaded yet can still change is not *firm*, and a date that depends on it is provisional.

mod document;
mod parse;

pub use document::Finding;
pub(crate) use document::{Findings, Piece, Placed, Section, is_id, join, parse as parse_document};

use crate::language::Bilingual;
use jiff::civil::{Date, Weekday};

/// What kind of day a civil day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// 工作日: Monday to Friday, and no holiday.
    Workday,
    /// 休息日: Saturday or Sunday, and nothing else.
    RestDay,
    /// 放假: a day off, with the holiday's name. *Source:* 全国年节及纪念日放假办法.
    Holiday(&'a Bilingual),
    /// 调休上班: a weekend day on which one works, with the name of the holiday that it makes up.
    MakeUp(&'a Bilingual),
}

impl DayKind<'_> {
    /// Whether it counts as a working day.
    pub const fn is_workday(self) -> bool {
        matches!(self, Self::Workday | Self::MakeUp(_))
    }
}

/// The file is no calendar: every finding with line, field and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct DataError {
    /// What was found, at least one, in the order of the lines.
    pub findings: Vec<Finding>,
}

impl std::fmt::Display for DataError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, finding) in self.findings.iter().enumerate() {
            let gap = if index == 0 { "" } else { "; " };
            write!(f, "{gap}{finding}")?;
        }
        Ok(())
    }
}

/// The notices from which a year was loaded.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct YearSources {
    /// The year.
    pub year: i16,
    /// Addresses of the notices.
    pub sources: Vec<String>,
}

/// The calendar of one country or region, in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkCalendar {
    id: String,
    version: String,
    title: Bilingual,
    firm: Firm,
    years: Vec<YearSources>,
    labels: Vec<Label>,
    /// The first day of `days`.
    first: Date,
    /// For each day from `first` on: 0, or the place in `labels` plus 1.
    days: Vec<u16>,
}

/// From when to when nothing can change any more.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Firm {
    /// Nothing is ever announced.
    Always,
    /// Between two days, both included; the reason why not beyond.
    Between {
        from: Date,
        through: Date,
        reason: Bilingual,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Label {
    off: bool,
    name: Bilingual,
}

/// The most civil days that [`WorkCalendar::workdays_after`] looks at: ten years, more than any
/// term that a page counts down.
pub const WORKDAYS_COUNTED_DAYS_MAX: usize = 3_653;

impl WorkCalendar {
    /// Reads a calendar file.
    ///
    /// # Errors
    /// [`DataError`] with each line, field and rule; correct the file and load it again.
    pub fn parse(toml: &str) -> Result<Self, DataError> {
        parse::read(toml).map_err(|findings| DataError { findings })
    }

    /// What is wrong with a calendar file; empty if nothing.
    pub fn check(toml: &str) -> Vec<Finding> {
        parse::read(toml).err().unwrap_or_default()
    }

    /// The id that rulebooks name, such as `cn`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The version, sortable as text, such as `2026.1`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What the calendar is called.
    pub fn title(&self) -> &Bilingual {
        &self.title
    }

    /// The notices, by year.
    pub fn sources(&self) -> &[YearSources] {
        &self.years
    }

    /// What kind of day it is. Beyond the loaded years: Monday to Friday, and not firm.
    pub fn kind_of(&self, day: Date) -> DayKind<'_> {
        let code = usize::try_from(days_between(self.first, day));
        let label = code
            .ok()
            .and_then(|index| self.days.get(index))
            .and_then(|&code| {
                let index = usize::from(code).checked_sub(1)?;
                self.labels.get(index)
            });
        match label {
            Some(Label { off: true, name }) => DayKind::Holiday(name),
            Some(Label { off: false, name }) => DayKind::MakeUp(name),
            None if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) => {
                DayKind::RestDay
            }
            None => DayKind::Workday,
        }
    }

    /// Whether it is a working day.
    pub fn is_workday(&self, day: Date) -> bool {
        self.kind_of(day).is_workday()
    }

    /// How many working days lie after `day`, through `last`; 0 when `last` is not later.
    /// Bounded by [`WORKDAYS_COUNTED_DAYS_MAX`] civil days.
    pub fn workdays_after(&self, day: Date, last: Date) -> usize {
        let days = std::iter::successors(day.tomorrow().ok(), |day| day.tomorrow().ok());
        let days = days
            .take_while(|day| *day <= last)
            .take(WORKDAYS_COUNTED_DAYS_MAX);
        days.filter(|day| self.is_workday(*day)).count()
    }

    /// The working day that is so many working days after a day, which is not counted; nothing where it
    /// would lie beyond [`WORKDAYS_COUNTED_DAYS_MAX`] civil days.
    pub fn workday_after(&self, day: Date, count: usize) -> Option<Date> {
        let days = std::iter::successors(day.tomorrow().ok(), |day| day.tomorrow().ok());
        let days = days.take(WORKDAYS_COUNTED_DAYS_MAX);
        let mut workdays = days.filter(|day| self.is_workday(*day));
        workdays.nth(count.checked_sub(1)?)
    }

    /// Whether no notice can change this day any more (RULES 1.5); a date that depends on a day
    /// that is not firm is provisional.
    pub fn is_firm(&self, day: Date) -> bool {
        match &self.firm {
            Firm::Always => true,
            Firm::Between { from, through, .. } => *from <= day && day <= *through,
        }
    }

    /// The last firm day; none when nothing is ever announced.
    pub fn firm_through(&self) -> Option<Date> {
        match &self.firm {
            Firm::Always => None,
            Firm::Between { through, .. } => Some(*through),
        }
    }

    /// Why days beyond the firm ones can change; none when nothing is ever announced.
    pub fn unfirm_reason(&self) -> Option<&Bilingual> {
        match &self.firm {
            Firm::Always => None,
            Firm::Between { reason, .. } => Some(reason),
        }
    }

    /// Whether a newer calendar changes any day from `from` to `to`, both included: working day
    /// or not, or firm or not.
    pub fn changed_days(&self, newer: &Self, from: Date, to: Date) -> bool {
        // Outside the days that either calendar knows, all days are alike, so one beyond suffices.
        let (low, high) = self.known();
        let (low_newer, high_newer) = newer.known();
        let low = low.min(low_newer).yesterday().unwrap_or(Date::MIN);
        let high = high.max(high_newer).tomorrow().unwrap_or(Date::MAX);
        let (mut day, last) = (from.max(low.min(to)), to.min(high.max(from)));
        while day <= last {
            let same = self.is_workday(day) == newer.is_workday(day)
                && self.is_firm(day) == newer.is_firm(day);
            if !same {
                return true;
            }
            let Ok(next) = day.tomorrow() else {
                return false;
            };
            day = next;
        }
        false
    }

    /// The first and the last day of which this calendar says anything.
    fn known(&self) -> (Date, Date) {
        let last = add_days(self.first, self.days.len() as i64).unwrap_or(Date::MAX);
        match &self.firm {
            Firm::Always => (self.first, last),
            Firm::Between { from, through, .. } => (self.first.min(*from), last.max(*through)),
        }
    }
}

/// Days from `earlier` to `later`.
pub(crate) fn days_between(earlier: Date, later: Date) -> i64 {
    later.duration_since(earlier).as_hours() / 24
}

/// The day `days` days later; none beyond the ends of time.
pub(crate) fn add_days(day: Date, days: i64) -> Option<Date> {
    let hours = days.checked_mul(24)?;
    day.checked_add(jiff::SignedDuration::from_secs(hours.checked_mul(3600)?))
        .ok()
}
