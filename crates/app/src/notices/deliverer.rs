//! The thread that looks at the outbox beside everything else.

use crate::error::AppError;
use crate::huiyin::Huiyin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often it looks.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Looks left out while the channel cannot be used.
const LOOKS_LEFT_OUT: u32 = 60;
/// Looks after which the figures are counted again, for what other nodes did.
const LOOKS_PER_COUNT: u32 = 60;
/// Looks after which what went out long ago is forgotten.
const LOOKS_PER_FORGETTING: u32 = 3_600;

/// Sends notices until it is dropped; without a channel it does nothing.
pub struct Deliverer {
    stopping: Arc<AtomicBool>,
    stop: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Deliverer {
    /// Starts it.
    ///
    /// # Errors
    /// When no thread can be had.
    pub fn start(huiyin: Arc<Huiyin>) -> Result<Self, AppError> {
        let stopping = Arc::new(AtomicBool::new(false));
        if !huiyin.shared().sends_notices() {
            return Ok(Self {
                stopping,
                stop: None,
                thread: None,
            });
        }
        let (stop, stopped) = sync_channel::<()>(0);
        let told = Arc::clone(&stopping);
        let run = move || {
            let (mut look, mut left_out) = (0_u32, 0_u32);
            while stopped.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
                if look.is_multiple_of(LOOKS_PER_COUNT)
                    && let Err(error) = huiyin.count_notices()
                {
                    tracing::warn!("the notices are not counted: {error}");
                }
                // A service would be recorded at a time that nobody believes, and too much forgotten.
                if huiyin.clock_doubt().is_some() {
                    continue;
                }
                if look.is_multiple_of(LOOKS_PER_FORGETTING)
                    && let Err(error) = huiyin.forget_notices()
                {
                    tracing::warn!("the outbox keeps what is old: {error}");
                }
                look = look.wrapping_add(1);
                if left_out > 0 {
                    left_out -= 1;
                    continue;
                }
                match huiyin.deliver_while(&|| !told.load(Ordering::Relaxed)) {
                    Ok(done) if done.nothing_goes(huiyin.shared()) => left_out = LOOKS_LEFT_OUT,
                    Ok(_) => {}
                    Err(error) => tracing::warn!("the outbox is looked at again: {error}"),
                }
            }
        };
        let thread = std::thread::Builder::new()
            .name("deliverer".into())
            .spawn(run)
            .map_err(|error| AppError::Unreadable(format!("no thread for notices: {error}")))?;
        Ok(Self {
            stopping,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Deliverer {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // A panic on its thread was already reported by the panic hook.
            let _ = thread.join();
        }
    }
}
