//! Several channels at once, each on threads of its own with a bounded queue: whoever offers a message
//! never waits, and a channel that hangs holds up itself alone. What became of a message is told
//! afterwards. Nothing here is remembered: whoever offers keeps what is owed, and offers it again, under
//! the same number, until it is told that it was taken.

use crate::{Accepted, Inbound, Message, SendError, Transport, Trouble};
use huiyin_domain::plan::Channel;
use huiyin_domain::time::Instant;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Monotonic};

/// Messages that a channel works at side by side. Two hundred responses that begin at once call four
/// hundred posts; a gateway that needs 20 ms a message has them within half a second, and one slow answer
/// delays no other.
pub const WORKERS_PER_LINE: usize = 16;
/// Messages that may wait for a channel; what comes then goes another way.
pub const QUEUED_MAX: usize = 1_024;
/// For how long a channel is waited for unless its file says otherwise.
pub const PATIENCE: Duration = Duration::from_secs(2);
/// After so long a channel that is down counts as usable again for one message, to see.
pub const PROBE_SECONDS: i64 = 60;

/// A channel: what it is called, what it is for, and how it is spoken to.
#[derive(Clone)]
pub struct Line {
    /// Its name, such as `sms` or `wecom`: shown beside its state.
    pub name: String,
    /// What kind of call a plan means by it.
    pub kind: Channel,
    /// What carries.
    pub transport: Arc<dyn Transport>,
    /// For how long it is waited for before whoever offered a message is told that it hangs, so that
    /// another way can be taken; the attempt itself goes on to its own timeout.
    pub patience: Duration,
    /// How what the other side tells afterwards is read, if it tells anything.
    pub inbound: Option<Arc<Inbound>>,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line({})", self.name)
    }
}

/// A message and whose it is.
#[derive(Clone, Debug)]
pub struct Parcel<K> {
    /// What the offerer knows it by; handed back with the outcome.
    pub key: K,
    /// The message.
    pub message: Message,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<K> {
    /// What the offerer knows it by.
    pub key: K,
    /// The line that tried.
    pub line: String,
    /// Its kind.
    pub kind: Channel,
    /// When it was known.
    pub at: Instant,
    /// Taken, or why not.
    pub result: Result<Accepted, SendError>,
}

/// Whether an offered message was taken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It waits for its turn; its outcome will be told.
    Queued,
    /// Every line of the kind has its hands full.
    Full,
    /// No line of the kind was set up.
    NoLine,
}

/// How a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// The last message was taken, or none was tried yet.
    Ok,
    /// It answers and does not take everything.
    Failing,
    /// It cannot be used.
    Down,
}

/// How a line stands, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineHealth {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Channel,
    /// How it stands.
    pub health: Health,
    /// Since when; `None`: nothing was tried yet.
    pub since: Option<Instant>,
    /// What went wrong last, while it is not well.
    pub trouble: Option<Trouble>,
    /// Messages waiting.
    pub waiting: usize,
}

#[expect(
    clippy::disallowed_methods,
    reason = "a duration is measured, no date is taken"
)]
fn moment() -> Monotonic {
    Monotonic::now()
}

/// Tells the time.
type Now = Arc<dyn Fn() -> Instant + Send + Sync>;
/// Hears what became of messages.
type Told<K> = Arc<dyn Fn(Outcome<K>) + Send + Sync>;

/// A message that a worker has in hand.
struct Flight<K> {
    /// The count of messages that were taken in hand before it.
    nth: u64,
    since: Monotonic,
    key: K,
    /// Whether it was told that it hangs: once is enough.
    told: bool,
}

struct State<K> {
    queue: VecDeque<Parcel<K>>,
    flying: Vec<Flight<K>>,
    /// How many messages were taken in hand.
    taken: u64,
    health: Health,
    since: Option<Instant>,
    /// When it was tried last.
    tried: Option<Instant>,
    trouble: Option<Trouble>,
    stopping: bool,
}

struct Shared<K> {
    line: Line,
    state: Mutex<State<K>>,
    woken: Condvar,
    now: Now,
    told: Told<K>,
}

/// The channels of a process; they end when this is dropped, without what still waits.
pub struct Lines<K> {
    lines: Vec<Arc<Shared<K>>>,
    workers: Vec<JoinHandle<()>>,
    now: Now,
}

impl<K: Clone + Send + 'static> Lines<K> {
    /// Starts them. `told` is called on the threads of the lines, and may block.
    ///
    /// # Errors
    /// When no thread can be had.
    pub fn start(lines: Vec<Line>, now: Now, told: Told<K>) -> std::io::Result<Self> {
        let lines: Vec<_> = lines
            .into_iter()
            .map(|line| {
                Arc::new(Shared {
                    line,
                    state: Mutex::new(State {
                        queue: VecDeque::new(),
                        flying: Vec::new(),
                        taken: 0,
                        health: Health::Ok,
                        since: None,
                        tried: None,
                        trouble: None,
                        stopping: false,
                    }),
                    woken: Condvar::new(),
                    now: Arc::clone(&now),
                    told: Arc::clone(&told),
                })
            })
            .collect();
        let mut started = Self {
            lines,
            workers: Vec::new(),
            now,
        };
        for line in &started.lines {
            for _ in 0..WORKERS_PER_LINE {
                let line = Arc::clone(line);
                let worker = std::thread::Builder::new()
                    .name(format!("line {}", line.line.name))
                    .spawn(move || line.work())?;
                started.workers.push(worker);
            }
        }
        Ok(started)
    }

    /// Offers a message to the lines of a kind, the healthiest first. It never waits.
    pub fn offer(&self, kind: Channel, parcel: Parcel<K>) -> Taken {
        let mut lines: Vec<_> = self.of(kind).collect();
        if lines.is_empty() {
            return Taken::NoLine;
        }
        lines.sort_by_key(|line| line.rank());
        let mut parcel = parcel;
        for line in lines {
            match line.take(parcel) {
                Ok(()) => return Taken::Queued,
                Err(back) => parcel = back,
            }
        }
        Taken::Full
    }

    /// Whether a kind has a line that can be used now: a dead channel costs a page no time. One that is
    /// down is tried again after [`PROBE_SECONDS`].
    pub fn is_usable(&self, kind: Channel) -> bool {
        let now = (self.now)();
        self.of(kind).any(|line| line.is_usable(now))
    }

    /// The messages that hang longer than their line is waited for, each told once. Such a line counts as
    /// down until it takes something, and what waits behind is told at once; the attempts go on, and what
    /// becomes of them is told like of any other.
    pub fn hanging(&self) -> Vec<K> {
        let at = (self.now)();
        self.lines
            .iter()
            .flat_map(|line| line.hanging(at))
            .collect()
    }

    /// How each line stands.
    pub fn health(&self) -> Vec<LineHealth> {
        self.lines.iter().map(|line| line.health()).collect()
    }

    fn of(&self, kind: Channel) -> impl Iterator<Item = &Arc<Shared<K>>> {
        self.lines.iter().filter(move |line| line.line.kind == kind)
    }
}

impl<K> Drop for Lines<K> {
    fn drop(&mut self) {
        for line in &self.lines {
            let state = line.state.lock();
            state.unwrap_or_else(PoisonError::into_inner).stopping = true;
            line.woken.notify_all();
        }
        for worker in self.workers.drain(..) {
            // A panic on its thread was already reported by the panic hook.
            let _ = worker.join();
        }
    }
}

impl<K: Clone> Shared<K> {
    fn lock(&self) -> MutexGuard<'_, State<K>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn health(&self) -> LineHealth {
        let state = self.lock();
        LineHealth {
            name: self.line.name.clone(),
            kind: self.line.kind,
            health: state.health,
            since: state.since,
            trouble: state.trouble,
            waiting: state.queue.len(),
        }
    }

    /// The smaller the healthier.
    fn rank(&self) -> u8 {
        match self.lock().health {
            Health::Ok => 0,
            Health::Failing => 1,
            Health::Down => 2,
        }
    }

    fn is_usable(&self, now: Instant) -> bool {
        let state = self.lock();
        let rested = |tried: Instant| {
            now.micros().saturating_sub(tried.micros()) >= PROBE_SECONDS * 1_000_000
        };
        state.health != Health::Down || state.tried.is_none_or(rested)
    }

    fn take(&self, parcel: Parcel<K>) -> Result<(), Parcel<K>> {
        let mut state = self.lock();
        if state.queue.len() >= QUEUED_MAX {
            return Err(parcel);
        }
        state.queue.push_back(parcel);
        self.woken.notify_one();
        Ok(())
    }

    fn work(&self) {
        while let Some((flight, parcel)) = self.next() {
            let result = self.line.transport.send(&parcel.message);
            self.lock().flying.retain(|one| one.nth != flight);
            let at = (self.now)();
            // What waits behind a dead channel goes another way now, not after its own timeout.
            let stranded = self.note(&result, at);
            let unreachable = result.clone();
            self.tell(parcel, at, result);
            for parcel in stranded {
                self.tell(parcel, at, unreachable.clone());
            }
        }
    }

    fn hanging(&self, at: Instant) -> Vec<K> {
        let mut state = self.lock();
        let mut keys = Vec::new();
        for one in state.flying.iter_mut().filter(|one| !one.told) {
            if one.since.elapsed() >= self.line.patience {
                one.told = true;
                keys.push(one.key.clone());
            }
        }
        if keys.is_empty() {
            return keys;
        }
        if state.health != Health::Down {
            state.health = Health::Down;
            state.since = Some(at);
        }
        state.tried = Some(at);
        state.trouble = Some(Trouble::TimedOut);
        let stranded = std::mem::take(&mut state.queue);
        drop(state);
        for parcel in stranded {
            self.tell(parcel, at, Err(SendError::Unreachable(Trouble::TimedOut)));
        }
        keys
    }

    fn next(&self) -> Option<(u64, Parcel<K>)> {
        let mut state = self.lock();
        loop {
            if state.stopping {
                return None;
            }
            if let Some(parcel) = state.queue.pop_front() {
                let nth = state.taken;
                state.taken += 1;
                state.flying.push(Flight {
                    nth,
                    since: moment(),
                    key: parcel.key.clone(),
                    told: false,
                });
                return Some((nth, parcel));
            }
            state = self
                .woken
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn note(&self, result: &Result<Accepted, SendError>, at: Instant) -> VecDeque<Parcel<K>> {
        let mut state = self.lock();
        state.tried = Some(at);
        let health = match result {
            Ok(_) => Health::Ok,
            // It answered about this one; that says nothing about the next.
            Err(SendError::Permanent(_)) => return VecDeque::new(),
            Err(SendError::Temporary(_) | SendError::Throttled { .. }) => Health::Failing,
            Err(SendError::Unreachable(_)) => Health::Down,
        };
        if state.health != health || state.since.is_none() {
            state.health = health;
            state.since = Some(at);
        }
        state.trouble = result.as_ref().err().map(|error| error.trouble());
        if health == Health::Down {
            std::mem::take(&mut state.queue)
        } else {
            VecDeque::new()
        }
    }

    fn tell(&self, parcel: Parcel<K>, at: Instant, result: Result<Accepted, SendError>) {
        (self.told)(Outcome {
            key: parcel.key,
            line: self.line.name.clone(),
            kind: self.line.kind,
            at,
            result,
        });
    }
}
