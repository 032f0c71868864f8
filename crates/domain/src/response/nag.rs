//! A report that is late nags 催报: once when its time passed, then again while it still did not go up. Nagging is
//! what makes a process kept, and its end is what keeps it from being noise. *Source:* INCIDENT 2.12.

use super::{OwedReport, Response};
use crate::plan::MINUTE_MICROS;
use crate::time::Instant;

/// After how many minutes a late report nags again.
pub const NAG_MINUTES: u32 = 5;

/// How often it nags again at most.
pub const NAGS_MAX: u32 = 5;

impl OwedReport {
    /// When it nags next; nothing where it went up, is not late, or nagged enough.
    pub(super) fn nags_at(&self) -> Option<Instant> {
        let nags = self.missed && !self.sent && self.nagged < NAGS_MAX;
        let minutes = i64::from(NAG_MINUTES) * i64::from(self.nagged + 1);
        nags.then(|| self.due_at.plus_micros(minutes * MINUTE_MICROS))
    }
}

impl Response {
    /// When a late report nags next.
    pub(super) fn next_nag(&self) -> Option<Instant> {
        self.reports.iter().filter_map(OwedReport::nags_at).min()
    }
}
