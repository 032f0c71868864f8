//! The one writer of a node: many commands, one transaction, one flush to the disk (RULES 2.2).

use crate::StoreError;
use crate::batching::Batching;
use crate::flusher::{Flusher, not_flushed};
use crate::store::{Connector, Store};
use crate::transaction::Transaction;
use crate::tx::{Engine, Tx};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::time::Instant;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

/// Commands that wait at most; beyond it a caller hears "try again" (DESIGN decision 2). At the
/// measured rate this is less than half a second of work.
pub const QUEUE_MAX: usize = 4_096;
/// Pages of the write-ahead log after which it is moved into the database: 32 MiB. A longer log
/// costs a lone caller time, because the file has to grow.
const CHECKPOINT_PAGES: usize = 8_000;
/// Pages that a commit writes whatever it holds: one for the end of each tree.
const PAGES_PER_COMMIT: usize = 12;
/// Pages that a registration adds.
const PAGES_PER_COMMAND: usize = 3;

/// A command on its way through the writer. It decides inside [`Job::run`], after the heads that it
/// touches are locked; a refusal is an outcome that the job keeps, not an error, and stages nothing.
pub trait Job: Send {
    /// The authorities whose journals it may append to.
    fn authorities(&self) -> Vec<AuthorityId>;

    /// Loads, decides, stages. It may run a second time when the engine failed on its neighbours.
    ///
    /// # Errors
    /// Only what the engine or the store failed on.
    fn run(&mut self, transaction: &mut Transaction<'_>) -> Result<(), StoreError>;

    /// Called once, after the commit is on the disk or has failed.
    fn finish(self: Box<Self>, outcome: Result<(), StoreError>);
}

/// What the writer has done so far.
#[derive(Debug, Default)]
pub struct WriterCounts {
    /// Commands finished.
    pub commands: AtomicU64,
    /// Transactions committed.
    pub commits: AtomicU64,
    /// Commands refused because the queue was full.
    pub queue_full: AtomicU64,
    /// Commands in the queue now.
    pub waiting: AtomicU64,
    /// Commands that an engine error hit.
    pub failed: AtomicU64,
}

/// The handle of the writer's thread. Dropping the last one stops the thread when its queue is
/// empty.
pub struct Writer {
    queue: Option<SyncSender<Box<dyn Job>>>,
    counts: Arc<WriterCounts>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread. `clock` tells the wall time.
    ///
    /// # Errors
    /// When the database cannot be opened for writing.
    pub fn start(
        store: &Store,
        clock: impl Fn() -> Instant + Send + 'static,
    ) -> Result<Self, StoreError> {
        let connector = store.connector().clone();
        let mut connection = connector.writer()?;
        let counts = Arc::new(WriterCounts::default());
        let mut checkpointer = None;
        let mut flusher = None;
        if let Some(database) = connector.sqlite_file() {
            checkpointer = Some(Checkpointer::start(&connector)?);
            flusher = Some(Flusher::start(database, Arc::clone(&counts))?);
            // A commit no longer flushes by itself: the flusher does, before anybody is answered.
            // Checkpoints and a log that begins anew go on flushing as ever.
            connection.batch("PRAGMA synchronous = NORMAL")?;
        }
        let (queue, jobs) = sync_channel(QUEUE_MAX);
        let loop_counts = Arc::clone(&counts);
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || {
                Loop {
                    flusher,
                    stopped: false,
                    checkpointer,
                    connector,
                    connection,
                    counts: loop_counts,
                    clock: Box::new(clock),
                }
                .run(&jobs)
            })
            .map_err(|error| StoreError::Engine(format!("no thread for the writer: {error}")))?;
        Ok(Self {
            queue: Some(queue),
            counts,
            thread: Some(thread),
        })
    }

    /// Puts a command in the queue.
    ///
    /// # Errors
    /// [`StoreError::QueueFull`] when too many wait, [`StoreError::Stopped`] when the writer ended;
    /// the job was not run and its `finish` is not called.
    pub fn submit(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        let queue = self.queue.as_ref().ok_or(StoreError::Stopped)?;
        self.counts.waiting.fetch_add(1, Ordering::Relaxed);
        queue.try_send(job).map_err(|error| {
            self.counts.waiting.fetch_sub(1, Ordering::Relaxed);
            match error {
                TrySendError::Full(_) => {
                    self.counts.queue_full.fetch_add(1, Ordering::Relaxed);
                    StoreError::QueueFull
                }
                TrySendError::Disconnected(_) => StoreError::Stopped,
            }
        })
    }

    /// Whether the thread still takes commands.
    pub fn is_running(&self) -> bool {
        self.thread
            .as_ref()
            .is_some_and(|thread| !thread.is_finished())
    }

    /// What the writer has done so far.
    pub fn counts(&self) -> &WriterCounts {
        &self.counts
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // A panic on the writer's thread was already reported by the panic hook.
            let _ = thread.join();
        }
    }
}

/// Moves the write-ahead log into the database beside the writer, so that no petitioner waits for
/// it. Under steady load the log always has a tail that is newer than the last checkpoint, and only
/// a log without one starts again from its beginning; so the writer finishes the short tail itself.
struct Checkpointer {
    wake: Option<SyncSender<()>>,
    /// The bulk is moved; the tail is the writer's.
    moved: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    /// Pages in the log since the last checkpoint, roughly.
    pages: usize,
}

impl Checkpointer {
    fn start(connector: &Connector) -> Result<Self, StoreError> {
        let mut connection = connector.writer()?;
        let (wake, woken) = sync_channel::<()>(1);
        let moved = Arc::new(AtomicBool::new(false));
        let done = Arc::clone(&moved);
        let run = move || {
            while woken.recv().is_ok() {
                match connection.checkpoint() {
                    Ok(()) => done.store(true, Ordering::Release),
                    Err(error) => tracing::warn!("a checkpoint failed: {error}"),
                }
            }
        };
        let thread = std::thread::Builder::new()
            .name("checkpointer".into())
            .spawn(run);
        let thread = thread.map_err(|error| StoreError::Engine(format!("no thread: {error}")))?;
        Ok(Self {
            wake: Some(wake),
            moved,
            thread: Some(thread),
            pages: 0,
        })
    }

    /// After a commit of so many commands.
    fn committed(&mut self, commands: usize, connection: &mut dyn Tx) {
        if self.moved.swap(false, Ordering::Acquire) {
            if let Err(error) = connection.checkpoint() {
                tracing::warn!("a checkpoint failed: {error}");
            }
            self.pages = 0;
        }
        self.pages += PAGES_PER_COMMIT + commands * PAGES_PER_COMMAND;
        if self.pages >= CHECKPOINT_PAGES {
            // A full channel means that it is awake already.
            let _ = self.wake.as_ref().map(|wake| wake.try_send(()));
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.wake = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Loop {
    /// Dropped before the connection: with the last connection the log goes.
    flusher: Option<Flusher>,
    /// The disk failed; what it holds is read again at the next start.
    stopped: bool,
    checkpointer: Option<Checkpointer>,
    connector: Connector,
    connection: Box<dyn Tx + Send>,
    counts: Arc<WriterCounts>,
    clock: Box<dyn Fn() -> Instant + Send>,
}

impl Loop {
    fn run(mut self, jobs: &Receiver<Box<dyn Job>>) {
        while !self.stopped
            && let Ok(first) = jobs.recv()
        {
            let waiting = self.counts.waiting.load(Ordering::Relaxed) as usize;
            let share = self.batching().share(waiting);
            let mut batch = vec![first];
            while batch.len() < share {
                match jobs.try_recv() {
                    Ok(job) => batch.push(job),
                    Err(_) => break,
                }
            }
            self.counts
                .waiting
                .fetch_sub(batch.len() as u64, Ordering::Relaxed);
            let commands = batch.len();
            self.commit(batch);
            if let Some(checkpointer) = &mut self.checkpointer {
                checkpointer.committed(commands, &mut *self.connection);
            }
        }
    }

    fn batching(&self) -> Batching {
        Batching::of(self.connection.engine())
    }

    /// Commits a batch. Jobs of a slice that the engine failed on are run again, each alone.
    fn commit(&mut self, mut batch: Vec<Box<dyn Job>>) {
        let slice = self.batching().slice;
        match self.transaction(&mut batch) {
            Ok(failed) => {
                let mut committed = Vec::with_capacity(batch.len());
                let mut alone = Vec::new();
                for (nth, job) in batch.into_iter().enumerate() {
                    if failed.contains_key(&(nth / slice)) {
                        alone.push(job);
                    } else {
                        committed.push(job);
                    }
                }
                self.committed(committed);
                for job in alone {
                    self.commit_alone(job);
                }
            }
            Err(error) => self.fail_all(batch, error),
        }
    }

    fn commit_alone(&mut self, job: Box<dyn Job>) {
        let mut one = vec![job];
        let outcome = match self.transaction(&mut one) {
            Ok(failed) => failed.into_values().next().map_or(Ok(()), Err),
            Err(error) => Err(error),
        };
        match outcome {
            Ok(()) => self.committed(one),
            Err(error) => self.refuse(one, &error),
        }
    }

    /// Answers commands that are committed, once their commit is on the disk.
    fn committed(&mut self, jobs: Vec<Box<dyn Job>>) {
        let Some(flusher) = &self.flusher else {
            for job in jobs {
                finish(&self.counts, job, Ok(()));
            }
            return;
        };
        if let Err(returned) = flusher.take(jobs) {
            self.stopped = true;
            self.refuse(returned, &not_flushed("an earlier flush failed"));
        }
    }

    fn refuse(&self, jobs: Vec<Box<dyn Job>>, error: &StoreError) {
        for job in jobs {
            finish(&self.counts, job, Err(again(error)));
        }
    }

    fn fail_all(&mut self, batch: Vec<Box<dyn Job>>, error: StoreError) {
        tracing::error!(jobs = batch.len(), "a commit failed: {error}");
        match self.connector.writer_if_lost(&*self.connection) {
            Ok(Some(fresh)) => self.connection = fresh,
            Ok(None) => {}
            Err(error) => tracing::error!("no new connection yet: {error}"),
        }
        self.refuse(batch, &error);
    }

    /// Runs a batch in one transaction; tells which slices the engine failed on, and how.
    fn transaction(&mut self, batch: &mut [Box<dyn Job>]) -> Result<Failed, StoreError> {
        let begin = match self.connection.engine() {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        if let Err(error) = self.connection.batch(begin) {
            // The server may have been started again; nothing was sent yet, so it is safe to go on.
            let Some(fresh) = self.connector.writer_if_lost(&*self.connection)? else {
                return Err(error);
            };
            self.connection = fresh;
            self.connection.batch(begin)?;
        }
        let staged = stage(&mut *self.connection, (self.clock)(), batch);
        let failed = match staged {
            Ok(Staged::Slices(failed)) => failed,
            Ok(Staged::Nothing(error)) => {
                self.connection.batch("ROLLBACK")?;
                return Ok(Failed::from([(0, error)]));
            }
            Err(error) => {
                // The connection may be gone; then there is nothing to roll back.
                let _ = self.connection.batch("ROLLBACK");
                return Err(error);
            }
        };
        if let Err(error) = self.connection.batch("COMMIT") {
            let _ = self.connection.batch("ROLLBACK");
            return Err(match self.connection.engine() {
                Engine::Sqlite => error,
                Engine::Postgres => StoreError::CommitUnknown(error.to_string()),
            });
        }
        self.counts.commits.fetch_add(1, Ordering::Relaxed);
        Ok(failed)
    }
}

/// The slices that the engine failed on.
type Failed = BTreeMap<usize, StoreError>;

/// What became of a batch before its commit.
enum Staged {
    /// All slices went in but these.
    Slices(Failed),
    /// The engine failed on the only slice: the transaction holds nothing to keep.
    Nothing(StoreError),
}

fn stage(
    connection: &mut dyn Tx,
    now: Instant,
    batch: &mut [Box<dyn Job>],
) -> Result<Staged, StoreError> {
    let size = Batching::of(connection.engine()).slice;
    let mut transaction = Transaction::new(connection, now);
    let touched: BTreeSet<AuthorityId> = batch.iter().flat_map(|job| job.authorities()).collect();
    for authority in touched {
        transaction.lock(authority)?;
    }
    // A savepoint for the only slice would be two ways to the server and back for nothing.
    if batch.len() <= size {
        return match run_slice(batch, &mut transaction) {
            Ok(()) => {
                transaction.close(true)?;
                Ok(Staged::Slices(Failed::new()))
            }
            Err(error) => Ok(Staged::Nothing(error)),
        };
    }
    let mut failed = Failed::new();
    for (nth, slice) in batch.chunks_mut(size).enumerate() {
        let before = transaction.counted();
        transaction.batch("SAVEPOINT slice")?;
        match run_slice(slice, &mut transaction) {
            Ok(()) => transaction.batch("RELEASE SAVEPOINT slice")?,
            Err(error) => {
                transaction.batch("ROLLBACK TO SAVEPOINT slice")?;
                transaction.batch("RELEASE SAVEPOINT slice")?;
                transaction.take_back(before);
                failed.insert(nth, error);
            }
        }
    }
    transaction.close(true)?;
    Ok(Staged::Slices(failed))
}

/// Runs the commands of one slice; an error means that the slice has to be taken back whole.
fn run_slice(
    slice: &mut [Box<dyn Job>],
    transaction: &mut Transaction<'_>,
) -> Result<(), StoreError> {
    let ran = slice
        .iter_mut()
        .try_for_each(|job| run(&mut **job, transaction))
        .and_then(|()| transaction.flush());
    if let Err(error) = &ran {
        tracing::warn!(
            jobs = slice.len(),
            "a slice of commands is run one by one: {error}"
        );
    }
    ran
}

/// Answers a command, and counts it.
pub(crate) fn finish(counts: &WriterCounts, job: Box<dyn Job>, outcome: Result<(), StoreError>) {
    counts.commands.fetch_add(1, Ordering::Relaxed);
    if outcome.is_err() {
        counts.failed.fetch_add(1, Ordering::Relaxed);
    }
    job.finish(outcome);
}

/// Runs a job. A panic in it is its own failure: the writer and everybody else's commands go on.
fn run(job: &mut dyn Job, transaction: &mut Transaction<'_>) -> Result<(), StoreError> {
    catch_unwind(AssertUnwindSafe(|| job.run(transaction)))
        .unwrap_or_else(|_| Err(StoreError::Engine("a command panicked; see the log".into())))
}

/// The same error once more, for each caller of a batch.
fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::Busy => StoreError::Busy,
        StoreError::Unreachable(why) => StoreError::Unreachable(why.clone()),
        StoreError::CommitUnknown(why) => StoreError::CommitUnknown(why.clone()),
        other => StoreError::Engine(other.to_string()),
    }
}
