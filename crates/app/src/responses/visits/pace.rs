//! How fast visits can be announced by pages and programs. Whoever floods the form is held up without
//! anybody's address being kept: what counts is how many came in a while, from wherever (RULES 10.2).

use huiyin_domain::time::Instant;
use std::sync::{Mutex, PoisonError};

/// For how long announcements are counted together, in seconds.
const SLOT_SECONDS: i64 = 600;
/// How many are taken in that time. More than a busy reception hears of in a week.
const IN_A_SLOT_MAX: u32 = 12;

/// The announcements of the time slot that runs. Each node counts its own, and forgets them when it
/// stops: a group that is held up can still ring, and come.
#[derive(Default)]
pub(crate) struct Pace {
    slot: Mutex<(i64, u32)>,
}

impl Pace {
    /// Counts one.
    ///
    /// # Errors
    /// The seconds after which the next slot begins, where this one is full; nothing was counted.
    pub(super) fn count(&self, now: Instant) -> Result<(), u32> {
        let seconds = now.micros().div_euclid(1_000_000);
        let (this, into) = (
            seconds.div_euclid(SLOT_SECONDS),
            seconds.rem_euclid(SLOT_SECONDS),
        );
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        if slot.0 != this {
            *slot = (this, 0);
        }
        if slot.1 >= IN_A_SLOT_MAX {
            return Err(u32::try_from(SLOT_SECONDS - into).unwrap_or(1));
        }
        slot.1 += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_takes_so_many_and_the_next_one_begins_anew() {
        let pace = Pace::default();
        let at = |seconds: i64| Instant::from_micros(seconds * 1_000_000);
        for nth in 0..IN_A_SLOT_MAX {
            assert_eq!(pace.count(at(1_200 + i64::from(nth))), Ok(()));
        }
        assert_eq!(pace.count(at(1_500)), Err(300));
        assert_eq!(pace.count(at(1_799)), Err(1));
        assert_eq!(pace.count(at(1_800)), Ok(()));
    }
}
