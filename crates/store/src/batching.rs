//! How the writer shares what waits out among transactions (RULES 2.2).

use crate::tx::Engine;

/// How many commands share a transaction, and how many of them a savepoint.
#[derive(Clone, Copy)]
pub(crate) struct Batching {
    /// Commands in one transaction at most.
    pub(crate) most: usize,
    /// Commands guarded by one savepoint; the transaction itself guards its only slice.
    pub(crate) slice: usize,
    /// Commands taken at least where they wait; of more than twice as many, half. While the writer works on one half,
    /// the answers of the other go out and its next commands come in; taking all makes everybody wait for the writer,
    /// then the writer for everybody (docs/performance.md). `None`: all, up to the most.
    halved_from: Option<usize>,
}

impl Batching {
    /// What suits an engine.
    pub(crate) const fn of(engine: Engine) -> Self {
        match engine {
            // A savepoint would copy each page that the slice touches, so there is none.
            Engine::Sqlite => Self {
                most: 64,
                slice: 64,
                halved_from: Some(16),
            },
            // A commit is a way to the server and back, so as many as there are share it: 16 slices, within the 32
            // savepoints of RULES 2.2.
            Engine::Postgres => Self {
                most: 512,
                slice: 32,
                halved_from: None,
            },
        }
    }

    /// How many of those that wait are taken.
    pub(crate) fn share(self, waiting: usize) -> usize {
        let wanted = self
            .halved_from
            .map_or(self.most, |least| least.max(waiting / 2));
        wanted.min(self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_that_wait_sqlite_takes_half_and_a_few_go_together() {
        let sqlite = Batching::of(Engine::Sqlite);
        let shares = [1, 16, 31, 32, 60, 128, 4_096].map(|waiting| sqlite.share(waiting));
        assert_eq!(shares, [16, 16, 16, 16, 30, 64, 64]);
    }

    #[test]
    fn no_transaction_has_more_savepoints_than_an_engine_bears() {
        let sqlite = Batching::of(Engine::Sqlite);
        assert_eq!(sqlite.most, sqlite.slice, "no savepoint at all");
        let postgres = Batching::of(Engine::Postgres);
        assert!(postgres.most.div_ceil(postgres.slice) <= 32);
        assert_eq!(postgres.share(4_096), postgres.most);
    }
}
