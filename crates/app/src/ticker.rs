//! The ticker: looks at the clock beside everything else, and records what is due. It does not trust
//! a clock that jumps: then it waits until an administrator confirms the time (RULES 1.6).

use crate::authorise::{Action, Principal};
use crate::commands::people::PeopleRefusal;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use crate::installation::FIRST_AUTHORITY;
use crate::queries::obligation::Words;
use huiyin_domain::language::Bilingual;
use huiyin_domain::time::{DAY_MICROS, Instant};
use serde::Serialize;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often it looks: a minute term is at most this late.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// By how much wall time may run ahead of the monotonic clock.
const AHEAD_MICROS_MAX: i64 = 5 * 60 * 1_000_000;
/// In how long so much of it is forgotten again.
const FORGETS_MICROS: i64 = DAY_MICROS;
/// How long after the last row a start is still believed.
const ASLEEP_MICROS_MAX: i64 = 7 * DAY_MICROS;

/// Whether a clock is believed, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockDoubt {
    /// Wall time ran ahead, at once or within a day.
    #[error("the clock ran ahead by {seconds} s; check it, then confirm the time")]
    Jumped {
        /// By how much.
        seconds: i64,
    },
    /// The last row is older than a week.
    #[error("the last record is {days} days old; check the clock, then confirm the time")]
    Asleep {
        /// How old.
        days: i64,
    },
}

/// Watches wall time beside the monotonic clock. Pure, so that a test can turn both.
///
/// It keeps by how much wall time has gained on the monotonic clock, so that many small steps ahead count like one.
/// Of that it forgets five minutes in each day that the monotonic clock runs: a machine that is paused for a short
/// while each night is believed for good, and so is a correction by the network's time once a day has passed. What
/// it cannot tell is a clock that gains less than that in each day; and a pause of more than five minutes looks like
/// a jump, which a person confirms (RULES 1.6). Time that goes back is taken off.
#[derive(Clone, Copy, Debug)]
pub struct ClockWatch {
    wall: Instant,
    monotonic_micros: i64,
    ahead_micros: i64,
}

impl ClockWatch {
    /// Begins, when the last row of all journals was recorded at an instant.
    ///
    /// # Errors
    /// [`ClockDoubt::Asleep`].
    pub fn begin(
        wall: Instant,
        monotonic_micros: i64,
        last_row: Option<Instant>,
    ) -> Result<Self, ClockDoubt> {
        let asleep = last_row.map_or(0, |last| wall.micros().saturating_sub(last.micros()));
        if asleep > ASLEEP_MICROS_MAX {
            return Err(ClockDoubt::Asleep {
                days: asleep / DAY_MICROS,
            });
        }
        Ok(Self::trusting(wall, monotonic_micros))
    }

    /// Begins with a clock that somebody confirmed.
    pub const fn trusting(wall: Instant, monotonic_micros: i64) -> Self {
        Self {
            wall,
            monotonic_micros,
            ahead_micros: 0,
        }
    }

    /// Looks again.
    ///
    /// # Errors
    /// [`ClockDoubt::Jumped`] when wall time ran ahead, at once or little by little.
    pub fn look(&mut self, wall: Instant, monotonic_micros: i64) -> Result<(), ClockDoubt> {
        let by_wall = wall.micros().saturating_sub(self.wall.micros());
        let by_monotonic = monotonic_micros.saturating_sub(self.monotonic_micros);
        let forgotten = by_monotonic / (FORGETS_MICROS / AHEAD_MICROS_MAX);
        let kept = self.ahead_micros.saturating_sub(forgotten).max(0);
        let gained = by_wall.saturating_sub(by_monotonic);
        let ahead = kept.saturating_add(gained).max(0);
        if ahead > AHEAD_MICROS_MAX {
            return Err(ClockDoubt::Jumped {
                seconds: ahead / 1_000_000,
            });
        }
        *self = Self {
            wall,
            monotonic_micros,
            ahead_micros: ahead,
        };
        Ok(())
    }
}

impl ClockDoubt {
    /// Why the clock is not believed.
    pub fn words(self) -> Bilingual {
        match self {
            Self::Jumped { seconds } => Bilingual::new(
                format!("时钟在一天之内多走了{seconds}秒"),
                format!("The clock ran ahead by {seconds} seconds within a day"),
            ),
            Self::Asleep { days } => Bilingual::new(
                format!("启动时，上一条记录已是{days}天以前"),
                format!("At the start the last record was {days} days old"),
            ),
        }
    }
}

/// The clock, as those see it who keep the installation running.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClockView {
    /// Whether it is believed. While it is not, nothing falls due and no notice goes out.
    pub believed: bool,
    /// Why not.
    #[schema(value_type = Option<Words>)]
    pub doubt: Option<Bilingual>,
    /// What the clock of this process says now, in the authority's zone.
    pub says: String,
    /// When the last row of any journal was recorded, in the same zone.
    pub last_recorded_at: Option<String>,
    /// Whether whoever looks may confirm the time.
    pub may_confirm: bool,
}

impl Shared {
    fn doubt(&self) -> MutexGuard<'_, Option<ClockDoubt>> {
        let doubt = self.clock_doubt.lock();
        doubt.unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the clock is not believed.
    pub(crate) fn clock_doubted(&self) -> bool {
        self.doubt().is_some()
    }
}

impl Huiyin {
    /// Why the clock is not believed, while it is not: nothing falls due meanwhile.
    pub fn clock_doubt(&self) -> Option<ClockDoubt> {
        *self.shared().doubt()
    }

    /// Stops the ticker until somebody confirms the time.
    pub(crate) fn doubt_clock(&self, doubt: ClockDoubt) {
        tracing::error!("the ticker stands still: {doubt}");
        *self.shared().doubt() = Some(doubt);
    }

    /// Lets the ticker go on.
    pub(crate) fn believe_clock(&self) {
        *self.shared().doubt() = None;
    }

    /// Tells whether the clock is believed.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn clock_for(&self, who: &Principal) -> Result<ClockView, AppError> {
        who.permit(Action::KeepRunning)?;
        let rules = self.rules();
        let authority = rules.authority(who.authority).ok_or(Refusal::NotAllowed)?;
        let last = self
            .store()
            .read(|reader| reader.last_recorded_at())
            .await?;
        let doubt = self.clock_doubt();
        Ok(ClockView {
            believed: doubt.is_none(),
            doubt: doubt.map(ClockDoubt::words),
            says: self.now().rfc3339_in(&authority.zone),
            last_recorded_at: last.map(|at| at.rfc3339_in(&authority.zone)),
            may_confirm: confirms(who),
        })
    }

    /// An administrator confirms that the clock is right; the ticker of this process goes on. The clock
    /// is the installation's: only the first authority, which runs it, confirms (RULES 1.6, 2.1).
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`].
    pub fn confirm_clock(&self, who: &Principal) -> Result<(), AppError> {
        who.permit(Action::KeepRunning)?;
        if !confirms(who) {
            return Err(PeopleRefusal::NotAllowed.into());
        }
        tracing::warn!(staff = who.staff.raw(), "the time was confirmed");
        self.believe_clock();
        Ok(())
    }
}

fn confirms(who: &Principal) -> bool {
    who.authority == FIRST_AUTHORITY && who.may(Action::KeepRunning)
}

/// The ticker's thread; it ends when this is dropped.
pub struct Ticker {
    stop: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    /// Starts it.
    ///
    /// # Errors
    /// When the store cannot be read, or no thread can be had.
    pub fn start(huiyin: Arc<Huiyin>) -> Result<Self, AppError> {
        Self::start_looking(huiyin, LOOK_EVERY)
    }

    /// As [`Ticker::start`], looking at another pace: a test that turns the clock need not wait for a second to pass.
    ///
    /// # Errors
    /// As [`Ticker::start`].
    pub fn start_looking(huiyin: Arc<Huiyin>, every: Duration) -> Result<Self, AppError> {
        let last = huiyin.last_recorded_at()?;
        let begun = ClockWatch::begin(huiyin.now(), huiyin.monotonic_micros(), last);
        let watch = begun.map_err(|doubt| huiyin.doubt_clock(doubt)).ok();
        let (stop, stopped) = sync_channel::<()>(0);
        let thread = std::thread::Builder::new()
            .name("ticker".into())
            .spawn(move || {
                let mut watch = watch;
                while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                    look(&huiyin, &mut watch);
                }
            });
        let thread = thread
            .map_err(|error| AppError::Unreadable(format!("no thread for the ticker: {error}")))?;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

fn look(huiyin: &Huiyin, watch: &mut Option<ClockWatch>) {
    let (wall, monotonic) = (huiyin.now(), huiyin.monotonic_micros());
    if huiyin.clock_doubt().is_some() {
        return;
    }
    // Without a watch somebody has confirmed the time since.
    let current = watch.get_or_insert(ClockWatch::trusting(wall, monotonic));
    if let Err(doubt) = current.look(wall, monotonic) {
        huiyin.doubt_clock(doubt);
        *watch = None;
        return;
    }
    if let Err(error) = huiyin.tick(wall) {
        tracing::warn!("the ticker will look again: {error}");
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // A panic on its thread was already reported by the panic hook.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    fn at(seconds: i64) -> Instant {
        Instant::from_micros(seconds * SECOND)
    }

    #[test]
    fn a_clock_that_runs_with_the_machine_is_believed() {
        let mut watch = ClockWatch::begin(at(1_000), 0, Some(at(900))).expect("believed");
        for second in 1..100 {
            assert_eq!(watch.look(at(1_000 + second), second * SECOND), Ok(()));
        }
        assert_eq!(
            watch.look(at(1_000), 100 * SECOND),
            Ok(()),
            "back is no jump ahead"
        );
    }

    #[test]
    fn a_jump_ahead_is_not() {
        let mut watch = ClockWatch::trusting(at(0), 0);
        let doubt = watch.look(at(400), SECOND);
        assert_eq!(doubt, Err(ClockDoubt::Jumped { seconds: 399 }));
        assert_eq!(watch.look(at(301), SECOND), Ok(()));
        let doubt = watch.look(at(303), 2 * SECOND);
        assert_eq!(doubt, Err(ClockDoubt::Jumped { seconds: 300 }), "together");
    }

    /// Each step is far below the limit; the steps are added up.
    #[test]
    fn a_clock_that_gains_a_little_at_each_look_is_not_believed_for_long() {
        for (gains, at_most) in [(1, 310), (60, 7), (299, 3)] {
            let mut watch = ClockWatch::trusting(at(0), 0);
            let caught = (1..1_000).find(|second| {
                let wall = at(second * (1 + gains));
                watch.look(wall, second * SECOND).is_err()
            });
            let caught = caught.expect("caught");
            assert!(caught <= at_most, "{gains} s each second: {caught}");
        }
        // A minute in each hour is thirteen times what is forgotten.
        let mut watch = ClockWatch::trusting(at(0), 0);
        let mut hours = (1..48).map(|hour| watch.look(at(hour * 3_660), hour * 3_600 * SECOND));
        assert!(hours.any(|look| look.is_err()));
    }

    /// A pause each night, a correction now and then, for years: none of it stands still for good.
    #[test]
    fn pauses_and_corrections_are_forgotten_within_a_day() {
        let mut watch = ClockWatch::trusting(at(0), 0);
        let (mut wall, mut monotonic) = (0, 0);
        for night in 0..1_000 {
            for _ in 0..24 {
                (wall, monotonic) = (wall + 3_600, monotonic + 3_600);
                assert_eq!(watch.look(at(wall), monotonic * SECOND), Ok(()), "{night}");
            }
            // A snapshot holds the machine for four minutes; every tenth night the network sets it back by one.
            wall += 240 - i64::from(night % 10 == 0) * 60;
            assert_eq!(watch.look(at(wall), monotonic * SECOND), Ok(()), "{night}");
        }
        // Set back and on again: what goes back lends nothing to what goes on.
        assert_eq!(watch.look(at(wall - 3_600), monotonic * SECOND), Ok(()));
        let on = watch.look(at(wall), monotonic * SECOND);
        assert_eq!(on, Err(ClockDoubt::Jumped { seconds: 3_600 }));
    }

    #[test]
    fn a_start_long_after_the_last_row_waits_for_a_person() {
        let day = 86_400;
        assert!(ClockWatch::begin(at(7 * day), 0, Some(at(0))).is_ok());
        let doubt = ClockWatch::begin(at(8 * day), 0, Some(at(0))).err();
        assert_eq!(doubt, Some(ClockDoubt::Asleep { days: 8 }));
        assert!(
            ClockWatch::begin(at(8 * day), 0, None).is_ok(),
            "an empty store"
        );
    }
}
