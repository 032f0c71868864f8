//! The one place that reads the wall clock.

use huiyin_domain::time::Instant;
use std::sync::Mutex;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Instant;

    /// Microseconds of a clock that nobody sets: only differences mean something.
    fn monotonic_micros(&self) -> i64;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the wall clock"
    )]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let micros = since.map(|span| span.as_micros()).unwrap_or(0);
        Instant::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the monotonic clock"
    )]
    fn monotonic_micros(&self) -> i64 {
        static BEGUN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        let begun = BEGUN.get_or_init(std::time::Instant::now);
        i64::try_from(begun.elapsed().as_micros()).unwrap_or(i64::MAX)
    }
}

/// A clock that stands until it is set; for tests, drills and simulations.
#[derive(Debug)]
pub struct FixedClock(Mutex<Instant>);

impl FixedClock {
    /// Stands at an instant.
    pub const fn at(instant: Instant) -> Self {
        Self(Mutex::new(instant))
    }

    /// Moves to an instant.
    pub fn set(&self, instant: Instant) {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = instant;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// It moves only with the wall clock, so a test never sees a jump.
    fn monotonic_micros(&self) -> i64 {
        self.now().micros()
    }
}
