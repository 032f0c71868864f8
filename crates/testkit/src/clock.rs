//! A clock whose wall time and running time are turned each by itself, and that tells when it was looked at.

use huiyin_app::clock::Clock;
use huiyin_domain::time::Instant;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a look is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a ticker of a test looks: a clock that is turned is soon looked at.
pub const LOOK_EVERY: Duration = Duration::from_millis(10);

/// Wall time that can be set, beside time that only runs.
pub struct TurnedClock {
    state: Mutex<State>,
    looked: Condvar,
}

struct State {
    wall: Instant,
    monotonic_micros: i64,
    looks: u64,
}

impl TurnedClock {
    /// Stands at an instant.
    pub const fn at(wall: Instant) -> Self {
        Self {
            state: Mutex::new(State {
                wall,
                monotonic_micros: 0,
                looks: 0,
            }),
            looked: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Time passes: both move by so many microseconds.
    pub fn runs(&self, micros: i64) {
        let mut state = self.state();
        state.wall = state.wall.plus_micros(micros);
        state.monotonic_micros += micros;
    }

    /// Somebody sets the wall clock on or back by so many microseconds, or the machine slept meanwhile.
    pub fn jumps(&self, micros: i64) {
        let mut state = self.state();
        state.wall = state.wall.plus_micros(micros);
    }

    /// Waits until the ticker has looked at what stands now, and is done with what came of it: its next look but
    /// one has begun.
    ///
    /// # Panics
    /// When it does not look.
    pub fn was_looked_at(&self) {
        let state = self.state();
        let wanted = state.looks + 2;
        let (state, timeout) = self
            .looked
            .wait_timeout_while(state, PATIENCE, |state| state.looks < wanted)
            .unwrap_or_else(PoisonError::into_inner);
        assert!(!timeout.timed_out(), "looked at {} times", state.looks);
    }
}

impl Clock for TurnedClock {
    fn now(&self) -> Instant {
        self.state().wall
    }

    /// Only the ticker asks for it, once a look.
    fn monotonic_micros(&self) -> i64 {
        let mut state = self.state();
        state.looks += 1;
        self.looked.notify_all();
        state.monotonic_micros
    }
}
