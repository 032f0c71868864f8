//! Opening a store, and its pool of readers.

use crate::StoreError;
use crate::postgres::Postgres;
use crate::reader::Reader;
use crate::schema;
use crate::sqlite::Sqlite;
use crate::statements;
use crate::tx::{Engine, Tx};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// The database file in the data folder.
const DATABASE_FILE: &str = "huiyin.db";
/// Readers at work at the same time, and so connections kept open; further readers wait. On SQLite
/// each holds a cache of 4 MiB at most; PostgreSQL takes 100 connections as it comes, and several
/// nodes share them.
const READERS_MAX: usize = 16;
/// Connections kept beside these, for [`Store::read_short`] on the threads that speak HTTP.
const SHORT_READERS_MAX: usize = 8;

/// Where a store is.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// The data folder: installation key, and the database if it is SQLite.
    pub folder: PathBuf,
    /// `postgres://…`, or nothing for SQLite in the folder.
    pub database: Option<String>,
}

impl StoreConfig {
    /// The SQLite file, whether it is used or not.
    pub fn sqlite_file(&self) -> PathBuf {
        self.folder.join(DATABASE_FILE)
    }
}

/// A store that is open and has this program's schema. Cloning shares it.
#[derive(Clone)]
pub struct Store {
    connector: Connector,
    readers: Arc<Pool>,
}

/// Reader connections that wait to be used again, and leave for so many readers at a time.
struct Pool {
    kept: Mutex<Vec<Box<dyn Tx + Send>>>,
    leave: Semaphore,
}

impl Default for Pool {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
            leave: Semaphore::new(READERS_MAX),
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let kept = std::mem::take(self.kept.get_mut().unwrap_or_else(PoisonError::into_inner));
        if !kept.is_empty() {
            // A PostgreSQL connection panics when async code drops it.
            let closing = std::thread::Builder::new().spawn(move || drop(kept));
            let _ = closing.map(std::thread::JoinHandle::join);
        }
    }
}

impl Store {
    /// Opens a store, and makes it if it is not there.
    ///
    /// # Errors
    /// When the database cannot be reached, or is a newer program's.
    pub fn open(config: &StoreConfig) -> Result<Self, StoreError> {
        make_private_folder(&config.folder)?;
        let connector = match &config.database {
            Some(url) => Connector::Postgres(url.clone()),
            None => Connector::Sqlite(config.sqlite_file()),
        };
        schema::migrate(&mut *connector.writer()?)?;
        Ok(Self {
            connector,
            readers: Arc::default(),
        })
    }

    /// Which engine it runs on.
    pub const fn engine(&self) -> Engine {
        match self.connector {
            Connector::Sqlite(_) => Engine::Sqlite,
            Connector::Postgres(_) => Engine::Postgres,
        }
    }

    /// Reads in one snapshot, on this thread; not called from async code, but by [`Store::read_short`].
    ///
    /// # Errors
    /// When the engine fails, or what `read` returns.
    pub fn read_here<T, E: From<StoreError>>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.begin_snapshot()?;
        let outcome = in_snapshot(&mut *connection, read);
        if outcome.is_ok() {
            let kept = &self.readers.kept;
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() < READERS_MAX + SHORT_READERS_MAX {
                kept.push(connection);
            }
        }
        outcome
    }

    /// Reads in one snapshot, on a thread for blocking work.
    ///
    /// # Errors
    /// As [`Store::read_here`]; [`StoreError::Stopped`] while the program ends.
    pub async fn read<T, E>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let store = self.clone();
        let _leave = self
            .readers
            .leave
            .acquire()
            .await
            .map_err(|_| StoreError::Stopped)?;
        let done = tokio::task::spawn_blocking(move || store.read_here(read)).await;
        done.map_err(|_| StoreError::Stopped)?
    }

    /// As [`Store::read`], for what takes a few milliseconds at most: who asks, one petition, a page of a list. On
    /// SQLite it reads on this very thread: waking another one and being woken by it takes longer than most of
    /// these reads. What walks through a whole register goes by [`Store::read`], so that nobody waits for it.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn read_short<T, E>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match self.connector {
            Connector::Sqlite(_) => self.read_here(read),
            // Its driver waits for the server, and panics in async code.
            Connector::Postgres(_) => self.read(read).await,
        }
    }

    /// Prepares every statement of the house, so that a schema that does not fit is found before a
    /// petitioner meets it. Tells how many there are.
    ///
    /// # Errors
    /// [`StoreError::Engine`] with the name of the statement that does not fit.
    pub fn check_statements(&self) -> Result<usize, StoreError> {
        let mut connection = self.take_reader()?;
        let mut count = 0;
        for statement in statements::all() {
            let named =
                |error| StoreError::Engine(format!("statement {}: {error}", statement.name()));
            connection.prepare_only(statement).map_err(named)?;
            count += 1;
        }
        Ok(count)
    }

    pub(crate) const fn connector(&self) -> &Connector {
        &self.connector
    }

    fn take_reader(&self) -> Result<Box<dyn Tx + Send>, StoreError> {
        let kept = &self.readers.kept;
        let kept = kept.lock().unwrap_or_else(PoisonError::into_inner).pop();
        kept.map_or_else(|| self.connector.reader(), Ok)
    }

    /// A connection in a snapshot. One that was kept may have been lost meanwhile, when the server
    /// was started again; then a fresh one is made.
    fn begin_snapshot(&self) -> Result<Box<dyn Tx + Send>, StoreError> {
        let mut connection = self.take_reader()?;
        let begin = match connection.engine() {
            Engine::Sqlite => "BEGIN",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        if let Err(error) = connection.batch(begin) {
            if !connection.is_lost() {
                return Err(error);
            }
            connection = self.connector.reader()?;
            connection.batch(begin)?;
        }
        Ok(connection)
    }
}

/// Makes the data folder, for its owner only, if it is not there.
fn make_private_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| StoreError::File {
        path: folder.to_owned(),
        source,
    })
}

fn in_snapshot<T, E: From<StoreError>>(
    connection: &mut (dyn Tx + Send),
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let outcome = read(&mut Reader::new(connection));
    let ended = connection.batch("COMMIT");
    let value = outcome?;
    ended?;
    Ok(value)
}

/// How connections to a store are made.
#[derive(Clone)]
pub(crate) enum Connector {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Connector {
    pub(crate) fn writer(&self) -> Result<Box<dyn Tx + Send>, StoreError> {
        Ok(match self {
            Self::Sqlite(file) => Box::new(Sqlite::open(file)?),
            Self::Postgres(url) => Box::new(Postgres::connect(url)?),
        })
    }

    pub(crate) fn reader(&self) -> Result<Box<dyn Tx + Send>, StoreError> {
        Ok(match self {
            Self::Sqlite(file) => Box::new(Sqlite::open_reader(file)?),
            Self::Postgres(url) => Box::new(Postgres::connect(url)?),
        })
    }

    /// A fresh writer's connection, if the old one was lost.
    pub(crate) fn writer_if_lost(
        &self,
        old: &dyn Tx,
    ) -> Result<Option<Box<dyn Tx + Send>>, StoreError> {
        if old.is_lost() {
            self.writer().map(Some)
        } else {
            Ok(None)
        }
    }

    pub(crate) fn sqlite_file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(file) => Some(file),
            Self::Postgres(_) => None,
        }
    }
}
