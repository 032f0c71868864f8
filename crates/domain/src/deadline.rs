//! The deadline 截止日: the one place besides [`crate::calendar`] where a date is computed.
//!
//! RULES 1.4: the start day is not counted → days or working days are counted, suspended days
//! skipped → a granted extension is counted on from the unrolled last day → rolled once, where the
//! rulebook rolls. [`explain`] walks the same way as [`deadline`] and says each step in words.

mod count;
mod explain;
pub mod moments;

use crate::calendar::WorkCalendar;
use crate::language::Language;
use crate::rulebook::{Rulebook, Term};
use crate::time::{Instant, Zone};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A time that is left out of a clock, for a cause that the term names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Suspension {
    /// Civil days, both included. In minute and hour terms: from the first instant of `from` to
    /// the last of `to`.
    Days {
        /// The first suspended day.
        from: Date,
        /// The last suspended day.
        to: Date,
    },
    /// An exact span, `to` excluded; for minute and hour terms only.
    Span {
        /// The first suspended instant.
        from: Instant,
        /// The first instant that runs again.
        to: Instant,
    },
}

impl Suspension {
    /// A list as one text, for a column: `2026-03-01..2026-03-05;…`.
    pub fn list_to_text(list: &[Self]) -> String {
        let one = |suspension: &Self| match suspension {
            Self::Days { from, to } => format!("{from}..{to}"),
            Self::Span { from, to } => format!("{from}..{to}"),
        };
        list.iter().map(one).collect::<Vec<_>>().join(";")
    }

    /// Reads what [`Suspension::list_to_text`] wrote; nothing if it is something else.
    pub fn list_from_text(text: &str) -> Option<Vec<Self>> {
        let one = |part: &str| {
            let (from, to) = part.split_once("..")?;
            if let (Ok(from), Ok(to)) = (from.parse::<Date>(), to.parse::<Date>())
                && !part.contains('T')
            {
                return Some(Self::Days { from, to });
            }
            let (from, to) = (Instant::parse(from).ok()?, Instant::parse(to).ok()?);
            Some(Self::Span { from, to })
        };
        text.split(';')
            .filter(|part| !part.is_empty())
            .map(one)
            .collect()
    }
}

/// What a deadline is computed from.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The rulebook, which says how to count.
    pub rulebook: &'a Rulebook,
    /// One of its terms.
    pub term: &'a Term,
    /// The calendar that the rulebook names.
    pub calendar: &'a WorkCalendar,
    /// The zone in which civil days are taken; the rulebook's unless another was given.
    pub zone: &'a Zone,
    /// When the clock started.
    pub from: Instant,
    /// What is left out, in any order; overlaps count once.
    pub suspensions: &'a [Suspension],
    /// Whether the term's extension was granted.
    pub extended: bool,
}

/// Until when something is in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The last day on which it is in time; of a minute or hour term the civil day of `due_at`.
    pub due_date: Date,
    /// 00:00 of the day after `due_date`, exclusive; of a minute or hour term the exact instant,
    /// inclusive.
    pub due_at: Instant,
    /// Whether a day was consulted that a notice not yet loaded can still change (RULES 1.5).
    pub provisional: bool,
    /// The last counted day, before it was rolled.
    pub last_counted: Date,
    /// Whether `due_at` itself is in time: minute and hour terms.
    pub inclusive: bool,
    /// The first and the last civil day whose kind was consulted; none if no calendar was needed.
    /// A changed calendar touches the deadline only if it changes a day between them.
    pub consulted: Option<(Date, Date)>,
}

/// A deadline computed again after a calendar changed (RULES 1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recomputed {
    /// The deadline that holds now.
    pub deadline: Deadline,
    /// Whether it would have been before today, and the end of the next working day was taken.
    pub lifted: bool,
}

/// Why there is no deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError {
    /// The clock would run beyond the years that can be written.
    #[error("the start or the end lies outside the years that can be written; check the start")]
    EndOfTime,
    /// A suspension ends before it begins.
    #[error("a suspension ends before it begins; exchange its two ends")]
    SuspensionBackwards,
    /// A day term was suspended by an exact span.
    #[error("a term counted in days is suspended by whole days; give dates, not instants")]
    SpanInDays,
    /// The term has no extension.
    #[error("the rulebook gives this term no extension")]
    NoExtension,
    /// The term and its extension mix hours with days.
    #[error("a term counted in hours can be extended by hours only, one in days by days only")]
    MixedUnits,
}

/// Computes a deadline.
///
/// # Errors
/// [`DeadlineError`], each of which says what to give instead.
pub fn deadline(request: &Request<'_>) -> Result<Deadline, DeadlineError> {
    count::run(request, &mut count::Unwatched)
}

/// Says in short sentences how the deadline comes about, so that a reader can recompute it from
/// the sentences alone; the last ones give the rule with its citation and the calendar.
///
/// # Errors
/// As [`deadline`].
pub fn explain(request: &Request<'_>, language: Language) -> Result<Vec<String>, DeadlineError> {
    explain::sentences(request, language)
}

/// Computes a deadline again with a newly loaded calendar. A date before the day of `now` becomes
/// the end of the next working day after that day, so that recomputing never makes anybody late in
/// the past (RULES 1.5). For obligations that are open and whose old date is not past: a duty that
/// was late already stays late.
///
/// # Errors
/// As [`deadline`].
pub fn recompute(request: &Request<'_>, now: Instant) -> Result<Recomputed, DeadlineError> {
    let deadline = deadline(request)?;
    let today = now.date_in(request.zone);
    if deadline.inclusive || deadline.due_date >= today {
        return Ok(Recomputed {
            deadline,
            lifted: false,
        });
    }
    let mut day = today.tomorrow().map_err(|_| DeadlineError::EndOfTime)?;
    while !request.calendar.is_workday(day) {
        day = day.tomorrow().map_err(|_| DeadlineError::EndOfTime)?;
    }
    let first = deadline.consulted.map_or(today, |(first, _)| first);
    let lifted = Deadline {
        due_date: day,
        due_at: count::end_of(day, request.zone)?,
        provisional: deadline.provisional || !request.calendar.is_firm(day),
        consulted: Some((first, day)),
        ..deadline
    };
    Ok(Recomputed {
        deadline: lifted,
        lifted: true,
    })
}

impl Deadline {
    /// Whether something that happened at `at` was in time: before the end of the last day, or
    /// for minute and hour terms at the exact instant still (RULES 1.4).
    pub fn in_time(&self, at: Instant) -> bool {
        if self.inclusive {
            at <= self.due_at
        } else {
            at < self.due_at
        }
    }
}
