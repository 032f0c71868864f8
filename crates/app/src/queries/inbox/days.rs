//! Until when the duties of today and of the coming week are due.

use super::filter::InboxDue;
use crate::rules::Rules;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::time::{DAY_MICROS, Instant};

/// Days after today that end what is due within a week.
const WEEK_DAYS: i64 = 7;

/// When an inbox is looked at, and when its days end in the zone of the authority. Each end is the first instant that is
/// too late: what is due by a day is due when the next one begins.
#[derive(Clone, Copy)]
pub(super) struct Days {
    pub(super) now: Instant,
    today_ends: Instant,
    week_ends: Instant,
}

impl Days {
    /// Those of an authority; without one nothing is due today.
    pub(super) fn of(rules: &Rules, authority: AuthorityId, now: Instant) -> Self {
        let end = rules.authority(authority).map_or(now, |authority| {
            let begin = authority.zone.start_of(now.date_in(&authority.zone));
            begin.plus_micros(DAY_MICROS + 1)
        });
        Self {
            now,
            today_ends: end,
            week_ends: end.plus_micros(WEEK_DAYS * DAY_MICROS),
        }
    }

    /// The first instant that is too late for it.
    pub(super) const fn end(self, due: InboxDue) -> Instant {
        match due {
            InboxDue::Today => self.today_ends,
            InboxDue::Week => self.week_ends,
        }
    }
}
