//! The one error type of the store.

use std::path::PathBuf;

/// What can go wrong in the store; one variant for each thing that a caller does differently.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine refused or failed; nothing of the transaction is kept.
    #[error("the database failed: {0}")]
    Engine(String),
    /// The database cannot be reached now, such as while it is started again; nothing was written.
    #[error("cannot reach PostgreSQL: {0}")]
    Unreachable(String),
    /// Another process holds the write lock longer than we wait.
    #[error("the database is busy; try again")]
    Busy,
    /// The commit was sent but its outcome is not known.
    #[error("the database did not say whether the commit went through: {0}")]
    CommitUnknown(String),
    /// The queue of commands is full.
    #[error("too many commands are waiting; try again in a second")]
    QueueFull,
    /// The writer has stopped.
    #[error("the writer has stopped")]
    Stopped,
    /// A row holds what no row may hold.
    #[error("{table} {row}: {what}; run `huiyin doctor`")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row.
        row: String,
        /// What is wrong with it.
        what: String,
    },
    /// The store was written by a newer program.
    #[error("the store has migration {found}, this program knows {known}; use the newer program")]
    TooNew {
        /// The newest migration in the store.
        found: i64,
        /// The newest migration of this program.
        known: i64,
    },
    /// A migration in the store differs from the one in the program.
    #[error(
        "migration {0} in the store differs from this program's; do not go on, restore a backup"
    )]
    MigrationChanged(i64),
    /// A sealed part cannot be opened with this key.
    #[error("a sealed part cannot be opened: wrong key, or the bytes were changed")]
    Seal,
    /// The installation key is missing, malformed or another installation's.
    #[error("{0}")]
    Key(String),
    /// A file could not be read or written.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The target of a restore or backup is not empty.
    #[error("{0} is not empty; name another target")]
    NotEmpty(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                Self::Busy
            }
            _ => Self::Engine(error.to_string()),
        }
    }
}

impl From<::postgres::Error> for StoreError {
    fn from(error: ::postgres::Error) -> Self {
        use ::postgres::error::SqlState;
        match error.code() {
            Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => {
                Self::Busy
            }
            Some(
                &SqlState::ADMIN_SHUTDOWN
                | &SqlState::CRASH_SHUTDOWN
                | &SqlState::CANNOT_CONNECT_NOW,
            ) => Self::Unreachable(error.to_string()),
            // The detail of an engine's message can quote a row, so only code and message are kept.
            Some(code) => Self::Engine(match error.as_db_error() {
                Some(db) => format!("{} ({})", db.message(), code.code()),
                None => code.code().to_owned(),
            }),
            None if error.is_closed() || is_of_the_line(&error) => {
                Self::Unreachable(error.to_string())
            }
            None => Self::Engine(error.to_string()),
        }
    }
}

/// Whether the conversation with the server broke, whatever was asked.
fn is_of_the_line(error: &::postgres::Error) -> bool {
    let source = std::error::Error::source(error);
    source.is_some_and(|source| source.is::<std::io::Error>())
}
