//! Flushes the write-ahead log to the disk beside the writer (SQLite): while one commit is on its
//! way to the disk, the writer decides the next. Nobody hears "done" before the flush that covers
//! his commit has returned (docs/decisions/005-flush.md).

use crate::StoreError;
use crate::writer::{Job, WriterCounts, finish};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Commits that wait for the disk at most; then the writer waits too.
const COMMITS_WAITING_MAX: usize = 16;

/// The commands of one commit.
type Committed = Vec<Box<dyn Job>>;

/// The handle of the flusher's thread. Dropping it answers whoever still waits.
pub(crate) struct Flusher {
    commits: Option<SyncSender<Committed>>,
    thread: Option<JoinHandle<()>>,
}

impl Flusher {
    /// Starts the thread for the log of a database file.
    ///
    /// # Errors
    /// When no thread can be had.
    pub(crate) fn start(database: &Path, counts: Arc<WriterCounts>) -> Result<Self, StoreError> {
        let mut log = Log::of(database);
        Self::start_with(counts, move || log.flush())
    }

    fn start_with(
        counts: Arc<WriterCounts>,
        mut flush: impl FnMut() -> std::io::Result<()> + Send + 'static,
    ) -> Result<Self, StoreError> {
        let (commits, waiting) = sync_channel(COMMITS_WAITING_MAX);
        let thread = std::thread::Builder::new()
            .name("flusher".into())
            .spawn(move || run(&waiting, &mut flush, &counts));
        let thread = thread.map_err(|error| StoreError::Engine(format!("no thread: {error}")))?;
        Ok(Self {
            commits: Some(commits),
            thread: Some(thread),
        })
    }

    /// Takes the commands of a commit; each is answered once the commit is on the disk. Gives them
    /// back when the disk has failed: what it holds is not known from then on.
    pub(crate) fn take(&self, jobs: Committed) -> Result<(), Committed> {
        match &self.commits {
            Some(commits) => commits.send(jobs).map_err(|returned| returned.0),
            None => Err(jobs),
        }
    }
}

impl Drop for Flusher {
    fn drop(&mut self) {
        self.commits = None;
        if let Some(thread) = self.thread.take() {
            // A panic on the thread was already reported by the panic hook.
            let _ = thread.join();
        }
    }
}

/// One flush for all commits that wait. After a flush that failed the next one can succeed without
/// the lost pages, so the first failure is the end: the writer stops, and a restart reads what the
/// disk really holds.
fn run(
    waiting: &Receiver<Committed>,
    flush: &mut impl FnMut() -> std::io::Result<()>,
    counts: &WriterCounts,
) {
    while let Ok(first) = waiting.recv() {
        let commits = std::iter::once(first).chain(waiting.try_iter());
        let jobs: Committed = commits.flatten().collect();
        match flush() {
            Ok(()) => {
                for job in jobs {
                    finish(counts, job, Ok(()));
                }
            }
            Err(error) => {
                tracing::error!(
                    jobs = jobs.len(),
                    "the log was not flushed, the writer stops: {error}"
                );
                for job in jobs {
                    finish(counts, job, Err(not_flushed(&error.to_string())));
                }
                return;
            }
        }
    }
}

/// What callers hear whose commit may be on the disk or not.
pub(crate) fn not_flushed(why: &str) -> StoreError {
    StoreError::CommitUnknown(format!("the log was not flushed to the disk: {why}"))
}

/// The write-ahead log's file. It is opened after the first commit, when it is there for certain,
/// and stays the same while the writer's connection is open.
struct Log {
    path: PathBuf,
    file: Option<File>,
}

impl Log {
    fn of(database: &Path) -> Self {
        let mut path = database.as_os_str().to_owned();
        path.push("-wal");
        Self {
            path: path.into(),
            file: None,
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let file = match self.file.take() {
            Some(file) => file,
            // Windows flushes only what was opened for writing.
            None => File::options().write(true).open(&self.path)?,
        };
        self.file.insert(file).sync_data()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::Transaction;
    use huiyin_domain::ids::AuthorityId;
    use std::sync::mpsc::{Sender, channel};

    struct Waits(Sender<Result<(), StoreError>>);

    impl Job for Waits {
        fn authorities(&self) -> Vec<AuthorityId> {
            Vec::new()
        }

        fn run(&mut self, _: &mut Transaction<'_>) -> Result<(), StoreError> {
            Ok(())
        }

        fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
            let _ = self.0.send(outcome);
        }
    }

    #[test]
    fn nobody_is_answered_before_the_flush_returned() {
        let (let_go, gate) = channel::<()>();
        let (begun, has_begun) = channel();
        let flush = move || {
            begun.send(()).expect("the test listens");
            gate.recv().map_err(std::io::Error::other)
        };
        let flusher = Flusher::start_with(Arc::default(), flush).expect("starts");
        let (reply, replies) = channel();
        assert!(flusher.take(vec![Box::new(Waits(reply))]).is_ok());
        has_begun.recv().expect("a flush begins");
        assert!(replies.try_recv().is_err(), "not on the disk yet");
        let_go.send(()).expect("the flusher listens");
        assert!(replies.recv().expect("an answer").is_ok());
    }

    #[test]
    fn after_a_flush_that_failed_nobody_hears_done() {
        let flush = || Err(std::io::Error::other("the disk is gone"));
        let flusher = Flusher::start_with(Arc::default(), flush).expect("starts");
        let (reply, replies) = channel();
        assert!(flusher.take(vec![Box::new(Waits(reply))]).is_ok());
        let answer = replies.recv().expect("an answer");
        assert!(matches!(answer, Err(StoreError::CommitUnknown(_))));
        // The thread may still be on its way out, so the channel is tried until it is closed.
        let (reply, replies) = channel();
        while flusher.take(vec![Box::new(Waits(reply.clone()))]).is_ok() {}
        drop(reply);
        assert!(replies.iter().all(|answer| answer.is_err()));
    }
}
