//! When the lines of communication may be tested 通信联络测试: the hours that were agreed with those who
//! are called, and how long an answer is waited for. A test asks whether a post can be reached now; it
//! grades nobody, and no plan can say that it does.

use super::{Grid, Key, Plan, civil};
use crate::calendar::WorkCalendar;
use crate::time::Instant;

/// How long an answer is waited for where a plan does not say, in minutes.
pub(super) const TEST_MINUTES: u32 = 15;

/// The agreed hours of a test, and its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestHours {
    /// In which windows; empty means at every hour.
    pub windows: Vec<Key>,
    /// How long an answer is waited for, in minutes.
    pub minutes: u32,
    /// Its line in the file.
    pub line: usize,
}

impl Plan {
    /// From when a test may be sent: `at` itself, or the next agreed hour of the coming four weeks. Nothing
    /// where no hours were agreed, or none of them comes.
    pub fn next_test(&self, at: Instant, calendar: &WorkCalendar) -> Option<Instant> {
        let windows = &self.test.as_ref()?.windows;
        let agreed = |at: Instant| {
            let (day, minute) = civil(at, &self.zone, calendar);
            self.is_within(windows, &day, minute)
        };
        if agreed(at) {
            return Some(at);
        }
        let ahead = Grid::of(self, calendar, at).moments([].into_iter(), [].into_iter());
        let mut instants = ahead.into_iter().map(|(at, _, _)| at);
        instants.find(|at| agreed(*at))
    }
}
