//! Counts. One walk serves the deadline and its explanation: whoever watches hears each step.

use super::{Deadline, DeadlineError, Request, Suspension};
use crate::calendar::{DayKind, add_days, days_between};
use crate::rulebook::{Length, Roll};
use crate::time::{Instant, Zone};
use jiff::civil::Date;

/// Hears the steps of a walk. Nothing is built for one who does not listen.
pub(super) trait Watcher<'a> {
    /// A day's kind was consulted while counting.
    fn counted(&mut self, _day: Date, _kind: DayKind<'a>) {}
    /// A last day's kind was consulted to see whether it rolls.
    fn rolled(&mut self, _day: Date, _kind: DayKind<'a>) {}
    /// The day consulted can still change.
    fn unfirm(&mut self, _day: Date) {}
    /// Days that would have counted were suspended, both included.
    fn suspended(&mut self, _from: Date, _to: Date) {}
    /// Running time was suspended, `to` excluded.
    fn paused(&mut self, _from: Instant, _to: Instant) {}
    /// A length was counted to its end; the first is the term's own, the second its extension.
    fn reached(&mut self, _length: Length, _end: Reached) {}
}

/// Where a length ended.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reached {
    Day(Date),
    Instant(Instant),
}

/// Does not listen.
pub(super) struct Unwatched;

impl Watcher<'_> for Unwatched {}

/// Computes the deadline while `watcher` listens.
pub(super) fn run<'a, W: Watcher<'a>>(
    request: &Request<'a>,
    watcher: &mut W,
) -> Result<Deadline, DeadlineError> {
    let granted = request.term.extension.as_ref().filter(|_| request.extended);
    if request.extended && granted.is_none() {
        return Err(DeadlineError::NoExtension);
    }
    let added = granted.map(|extension| extension.length);
    let exact = request.term.length.is_exact();
    if added.is_some_and(|added| added.is_exact() != exact) {
        return Err(DeadlineError::MixedUnits);
    }
    for suspension in request.suspensions {
        check(suspension, exact)?;
    }
    let range = jiff::Timestamp::MIN.as_microsecond()..=jiff::Timestamp::MAX.as_microsecond();
    if !range.contains(&request.from.micros()) {
        return Err(DeadlineError::EndOfTime);
    }
    if exact {
        instants(request, added, watcher)
    } else {
        days(request, added, watcher)
    }
}

/// The first instant after a day.
pub(super) fn end_of(day: Date, zone: &Zone) -> Result<Instant, DeadlineError> {
    let end = zone.start_of(next(day)?);
    // The zone answers the end of i64 where the instant cannot be written.
    if end.micros() == i64::MAX {
        Err(DeadlineError::EndOfTime)
    } else {
        Ok(end)
    }
}

/// The first instant of a day. The zone answers the end of i64 for a day whose start cannot be
/// written; before the year 0 that is the beginning of time.
fn start_of(day: Date, zone: &Zone) -> Instant {
    let start = zone.start_of(day);
    let before_time = start.micros() == i64::MAX && day.year() < 0;
    if before_time {
        Instant::from_micros(i64::MIN)
    } else {
        start
    }
}

fn check(suspension: &Suspension, exact: bool) -> Result<(), DeadlineError> {
    match suspension {
        Suspension::Days { from, to } if from > to => Err(DeadlineError::SuspensionBackwards),
        Suspension::Span { from, to } if from > to => Err(DeadlineError::SuspensionBackwards),
        Suspension::Span { .. } if !exact => Err(DeadlineError::SpanInDays),
        _ => Ok(()),
    }
}

fn days<'a, W: Watcher<'a>>(
    request: &Request<'a>,
    added: Option<Length>,
    watcher: &mut W,
) -> Result<Deadline, DeadlineError> {
    let mut walk = Walk {
        request,
        watcher,
        provisional: false,
        consulted: None,
    };
    let mut last = request.from.date_in(request.zone);
    for length in std::iter::once(request.term.length).chain(added) {
        last = walk.count(last, length)?;
        walk.watcher.reached(length, Reached::Day(last));
    }
    let due_date = match request.rulebook.counting.roll {
        Roll::None => last,
        Roll::NextWorkingDay => walk.roll(last)?,
    };
    Ok(Deadline {
        due_date,
        due_at: end_of(due_date, request.zone)?,
        provisional: walk.provisional,
        last_counted: last,
        inclusive: false,
        consulted: walk.consulted,
    })
}

struct Walk<'w, 'a, W> {
    request: &'w Request<'a>,
    watcher: &'w mut W,
    provisional: bool,
    consulted: Option<(Date, Date)>,
}

impl<'a, W: Watcher<'a>> Walk<'_, 'a, W> {
    fn count(&mut self, start: Date, length: Length) -> Result<Date, DeadlineError> {
        match length {
            Length::Days(number) => self.count_days(start, number),
            Length::WorkingDays(number) => self.count_working_days(start, number),
            Length::Months(number) => self.count_months(start, number),
            Length::Minutes(_) | Length::Hours(_) => Err(DeadlineError::MixedUnits),
        }
    }

    fn count_days(&mut self, start: Date, number: u32) -> Result<Date, DeadlineError> {
        if self.request.suspensions.is_empty() {
            return add_days(start, i64::from(number)).ok_or(DeadlineError::EndOfTime);
        }
        let (mut day, mut left) = (start, number);
        while left > 0 {
            day = next(day)?;
            match self.skipped(day) {
                Some(through) => day = through,
                None => left -= 1,
            }
        }
        Ok(day)
    }

    fn count_working_days(&mut self, start: Date, number: u32) -> Result<Date, DeadlineError> {
        let (mut day, mut left) = (start, number);
        while left > 0 {
            day = next(day)?;
            if let Some(through) = self.skipped(day) {
                day = through;
                continue;
            }
            let kind = self.consult(day);
            self.watcher.counted(day, kind);
            left -= u32::from(kind.is_workday());
        }
        Ok(day)
    }

    /// The same day number some months later, or that month's last; then one day further for
    /// each suspended day that was passed, those on the way further too.
    fn count_months(&mut self, start: Date, number: u32) -> Result<Date, DeadlineError> {
        let months = i32::try_from(number).map_err(|_| DeadlineError::EndOfTime)?;
        let span = jiff::Span::new()
            .try_months(months)
            .map_err(|_| DeadlineError::EndOfTime)?;
        let mut end = start
            .checked_add(span)
            .map_err(|_| DeadlineError::EndOfTime)?;
        if self.request.suspensions.is_empty() {
            return Ok(end);
        }
        let mut day = start;
        while day < end {
            day = next(day)?;
            if let Some(through) = self.skipped(day) {
                let passed = days_between(day, through) + 1;
                end = add_days(end, passed).ok_or(DeadlineError::EndOfTime)?;
                day = through;
            }
        }
        Ok(end)
    }

    /// The next working day, the day itself included.
    fn roll(&mut self, last: Date) -> Result<Date, DeadlineError> {
        let mut day = last;
        loop {
            let kind = self.consult(day);
            self.watcher.rolled(day, kind);
            if kind.is_workday() {
                return Ok(day);
            }
            day = next(day)?;
        }
    }

    fn consult(&mut self, day: Date) -> DayKind<'a> {
        let first = self.consulted.map_or(day, |(first, _)| first);
        self.consulted = Some((first, day));
        if !self.request.calendar.is_firm(day) {
            self.provisional = true;
            self.watcher.unfirm(day);
        }
        self.request.calendar.kind_of(day)
    }

    /// If the day is suspended: through which day it is, without a gap in that suspension.
    fn skipped(&mut self, day: Date) -> Option<Date> {
        let through = self
            .request
            .suspensions
            .iter()
            .filter_map(|suspension| match suspension {
                Suspension::Days { from, to } if *from <= day && day <= *to => Some(*to),
                _ => None,
            });
        let through = through.max()?;
        self.watcher.suspended(day, through);
        Some(through)
    }
}

fn instants<'a, W: Watcher<'a>>(
    request: &Request<'a>,
    added: Option<Length>,
    watcher: &mut W,
) -> Result<Deadline, DeadlineError> {
    let pauses = pauses(request)?;
    let mut due = request.from.micros();
    for length in std::iter::once(request.term.length).chain(added) {
        due = elapse(due, micros(length)?, &pauses, watcher)?;
        watcher.reached(length, Reached::Instant(Instant::from_micros(due)));
    }
    if due > jiff::Timestamp::MAX.as_microsecond() {
        return Err(DeadlineError::EndOfTime);
    }
    let due_at = Instant::from_micros(due);
    let due_date = due_at.date_in(request.zone);
    Ok(Deadline {
        due_date,
        due_at,
        provisional: false,
        last_counted: due_date,
        inclusive: true,
        consulted: None,
    })
}

/// The suspended spans in microseconds, sorted, without overlap.
fn pauses(request: &Request<'_>) -> Result<Vec<(i64, i64)>, DeadlineError> {
    let mut spans = Vec::with_capacity(request.suspensions.len());
    for suspension in request.suspensions {
        let (from, to) = match *suspension {
            Suspension::Span { from, to } => (from, to),
            Suspension::Days { from, to } => {
                (start_of(from, request.zone), end_of(to, request.zone)?)
            }
        };
        spans.push((from.micros(), to.micros()));
    }
    spans.sort_unstable();
    let mut merged: Vec<(i64, i64)> = Vec::with_capacity(spans.len());
    for (from, to) in spans {
        match merged.last_mut() {
            Some(before) if from <= before.1 => before.1 = before.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    Ok(merged)
}

/// The instant at which `left` microseconds have run since `start`, pauses left out.
fn elapse<'a, W: Watcher<'a>>(
    start: i64,
    mut left: i64,
    pauses: &[(i64, i64)],
    watcher: &mut W,
) -> Result<i64, DeadlineError> {
    let mut now = start;
    for &(from, to) in pauses {
        let from = from.max(now);
        if to <= from {
            continue;
        }
        let runs = from.checked_sub(now).ok_or(DeadlineError::EndOfTime)?;
        if runs >= left {
            break;
        }
        watcher.paused(Instant::from_micros(from), Instant::from_micros(to));
        left -= runs;
        now = to;
    }
    now.checked_add(left).ok_or(DeadlineError::EndOfTime)
}

fn micros(length: Length) -> Result<i64, DeadlineError> {
    let minutes = match length {
        Length::Minutes(number) => i64::from(number),
        Length::Hours(number) => i64::from(number) * 60,
        _ => return Err(DeadlineError::MixedUnits),
    };
    minutes
        .checked_mul(60_000_000)
        .ok_or(DeadlineError::EndOfTime)
}

fn next(day: Date) -> Result<Date, DeadlineError> {
    day.tomorrow().map_err(|_| DeadlineError::EndOfTime)
}
