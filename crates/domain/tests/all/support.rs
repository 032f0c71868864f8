//! Builders for the tests.

use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::deadline::{Deadline, DeadlineError, Request, Suspension, deadline, explain};
use huiyin_domain::language::Language;
use huiyin_domain::rulebook::Rulebook;
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;
use jiff::civil::Date;

/// A shipped rulebook with its calendar.
pub struct Case {
    /// The rulebook.
    pub rulebook: Rulebook,
    /// Its calendar.
    pub calendar: WorkCalendar,
}

/// Reads a shipped rulebook with its calendar.
pub fn case(id: &str) -> Case {
    let rulebook = Rulebook::parse(text(shipped::rulebooks(), id)).expect("shipped rulebook");
    let calendar = calendar(&rulebook.calendar);
    Case { rulebook, calendar }
}

/// Reads a shipped calendar.
pub fn calendar(id: &str) -> WorkCalendar {
    WorkCalendar::parse(text(shipped::calendars(), id)).expect("shipped calendar")
}

/// The text of a shipped file.
pub fn text(files: &'static [(&str, &str)], id: &str) -> &'static str {
    files
        .iter()
        .find(|(known, _)| *known == id)
        .expect("shipped")
        .1
}

/// A date such as `2026-02-13`.
pub fn day(text: &str) -> Date {
    text.parse().expect("date")
}

/// Days that are suspended, both included.
pub fn days(from: &str, to: &str) -> Suspension {
    Suspension::Days {
        from: day(from),
        to: day(to),
    }
}

/// A span that is suspended.
pub fn span(from: &str, to: &str) -> Suspension {
    Suspension::Span {
        from: at(from),
        to: at(to),
    }
}

/// An instant in RFC 3339.
pub fn at(text: &str) -> Instant {
    Instant::parse(text).expect("instant")
}

impl Case {
    /// The request for a term, from noon of a day in the rulebook's zone or from an instant.
    pub fn request<'a>(
        &'a self,
        term: &str,
        from: &str,
        suspensions: &'a [Suspension],
        extended: bool,
    ) -> Request<'a> {
        let from = match from.parse::<Date>() {
            Ok(day) if !from.contains('T') => self
                .rulebook
                .zone
                .start_of(day)
                .plus_micros(10 * 3_600_000_000),
            _ => at(from),
        };
        Request {
            rulebook: &self.rulebook,
            term: self.rulebook.term(term).expect("term"),
            calendar: &self.calendar,
            zone: &self.rulebook.zone,
            from,
            suspensions,
            extended,
        }
    }

    /// The deadline of a term.
    pub fn due(
        &self,
        term: &str,
        from: &str,
        suspensions: &[Suspension],
        extended: bool,
    ) -> Result<Deadline, DeadlineError> {
        deadline(&self.request(term, from, suspensions, extended))
    }

    /// The last day of a term, as text.
    pub fn date(&self, term: &str, from: &str) -> String {
        self.due(term, from, &[], false)
            .expect("deadline")
            .due_date
            .to_string()
    }

    /// The explanation.
    pub fn explained(
        &self,
        term: &str,
        from: &str,
        suspensions: &[Suspension],
        extended: bool,
        language: Language,
    ) -> Vec<String> {
        explain(&self.request(term, from, suspensions, extended), language).expect("explanation")
    }
}
