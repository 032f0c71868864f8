//! The moments of a duty: when its owner is reminded, when it ends, and when whom it is told that
//! it was not met (RULES 5.10). A reminder or a step in days comes with the begin of a day.

use super::{Deadline, DeadlineError, Request, count};
use crate::calendar::add_days;
use crate::rulebook::{Duty, Length};
use crate::time::Instant;
use jiff::civil::Date;

/// What happens at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MomentKind {
    /// The owner is reminded, for the nth time; the first is 0.
    Warn(u8),
    /// The time is over: a duty is breached, a window closes.
    Due,
    /// A step of escalation; the first is 0.
    Escalate(u8),
}

/// An instant at which the ticker has something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// When.
    pub at: Instant,
    /// What.
    pub kind: MomentKind,
}

/// Every moment of a term with the dates that hold, in their order.
///
/// # Errors
/// [`DeadlineError::EndOfTime`] when a step lies beyond the years that can be written.
pub fn moments(request: &Request<'_>, deadline: &Deadline) -> Result<Vec<Moment>, DeadlineError> {
    let term = request.term;
    let due = Moment {
        at: due_instant(deadline),
        kind: MomentKind::Due,
    };
    let mut all = vec![due];
    for (nth, before) in (0..).zip(&term.warn) {
        let at = shifted(request, deadline, *before, Way::Back)?;
        all.push(Moment {
            at,
            kind: MomentKind::Warn(nth),
        });
    }
    if term.duty != Duty::Window {
        for (nth, step) in (0..).zip(&term.escalate) {
            let at = shifted(request, deadline, step.after, Way::Forth)?;
            all.push(Moment {
                at,
                kind: MomentKind::Escalate(nth),
            });
        }
    }
    all.sort_unstable();
    Ok(all)
}

/// The first instant at which it is late: `due_at` itself, or just after it where that is inclusive.
fn due_instant(deadline: &Deadline) -> Instant {
    if deadline.inclusive {
        deadline.due_at.plus_micros(1)
    } else {
        deadline.due_at
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Back,
    Forth,
}

fn shifted(
    request: &Request<'_>,
    deadline: &Deadline,
    by: Length,
    way: Way,
) -> Result<Instant, DeadlineError> {
    let sign = if way == Way::Back { -1 } else { 1 };
    let minutes = match by {
        Length::Minutes(n) => Some(n),
        Length::Hours(n) => Some(n * 60),
        _ => None,
    };
    if let Some(minutes) = minutes {
        return Ok(plus_minutes(deadline.due_at, sign * i64::from(minutes)));
    }
    let day = match by {
        Length::WorkingDays(n) => workdays(request, deadline.due_date, n, sign)?,
        Length::Months(n) => calendar_days(deadline.due_date, i64::from(n) * 30 * sign)?,
        other => calendar_days(deadline.due_date, i64::from(other.number()) * sign)?,
    };
    // A step "1 day after" is due when the first day of lateness has passed.
    match way {
        Way::Back => Ok(request.zone.start_of(day)),
        Way::Forth => count::end_of(day, request.zone),
    }
}

const fn plus_minutes(at: Instant, minutes: i64) -> Instant {
    at.plus_micros(minutes * 60_000_000)
}

fn calendar_days(day: Date, by: i64) -> Result<Date, DeadlineError> {
    add_days(day, by).ok_or(DeadlineError::EndOfTime)
}

fn workdays(
    request: &Request<'_>,
    from: Date,
    count: u32,
    sign: i64,
) -> Result<Date, DeadlineError> {
    let mut day = from;
    let mut left = count;
    while left > 0 {
        day = calendar_days(day, sign)?;
        if request.calendar.is_workday(day) {
            left -= 1;
        }
    }
    Ok(day)
}

/// The first moment after an instant, or the end of the time if that is over already.
///
/// # Errors
/// As [`moments`].
pub fn first_after(
    request: &Request<'_>,
    deadline: &Deadline,
    after: Instant,
) -> Result<Option<Instant>, DeadlineError> {
    let all = moments(request, deadline)?;
    let first = all
        .iter()
        .find(|moment| moment.at > after || moment.kind == MomentKind::Due);
    Ok(first.map(|moment| moment.at))
}

/// How far an acknowledgement delays a step: to the end of the next working day after it; in a term
/// of minutes or hours, as long as the first step waits.
///
/// # Errors
/// [`DeadlineError::EndOfTime`].
pub fn one_working_day_later(request: &Request<'_>, at: Instant) -> Result<Instant, DeadlineError> {
    let first = request.term.escalate.first().map(|step| step.after);
    match first.filter(|_| request.term.length.is_exact()) {
        Some(Length::Minutes(n)) => return Ok(plus_minutes(at, i64::from(n))),
        Some(Length::Hours(n)) => return Ok(plus_minutes(at, i64::from(n) * 60)),
        _ => {}
    }
    let day = workdays(request, at.date_in(request.zone), 1, 1)?;
    count::end_of(day, request.zone)
}
