//! Backup and restore. A backup is one SQLite file, whatever engine it was taken from, so it can
//! be restored into either.

use crate::StoreError;
use crate::reader::{Reader, whole_row};
use crate::schema::{self, TABLES, Table};
use crate::sqlite::Sqlite;
use crate::statements::{ANY_JOURNAL_ROW, JOURNAL_ROWS, Statement};
use crate::store::{Store, StoreConfig};
use crate::tx::{Columns, Tx, Value, query_one};
use std::path::{Path, PathBuf};

/// Rows copied at a time between two engines.
const ROWS_AT_A_TIME: usize = 1_000;
/// Bytes of blobs copied at a time, roughly: a piece of a file is large.
const BYTES_AT_A_TIME: usize = 8 * 1_048_576;

/// What was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyReport {
    /// Rows of all journals.
    pub journal_rows: u64,
    /// Bytes of the backup file.
    pub bytes: u64,
}

/// Writes a consistent copy of the whole store to a new file, while the store is in use.
///
/// # Errors
/// [`StoreError::NotEmpty`] when the file exists; else when a database or the disk fails.
pub fn back_up(store: &Store, to: &Path) -> Result<CopyReport, StoreError> {
    if to.exists() {
        return Err(StoreError::NotEmpty(to.display().to_string()));
    }
    let unfinished = unfinished(to);
    let copied = copy_to(store, &unfinished).and_then(|()| report(&unfinished));
    let moved = copied.and_then(|report| {
        std::fs::rename(&unfinished, to).map_err(at(to))?;
        sync(
            to.parent()
                .filter(|folder| !folder.as_os_str().is_empty())
                .unwrap_or(Path::new(".")),
        )?;
        Ok(report)
    });
    if moved.is_err() {
        // What is half a backup must not be taken for one; there may be nothing to remove.
        let _ = std::fs::remove_file(&unfinished);
    }
    moved
}

/// Where a backup is written until it is whole.
fn unfinished(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".unfinished");
    PathBuf::from(name)
}

fn copy_to(store: &Store, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        // A backup that was interrupted.
        std::fs::remove_file(to).map_err(at(to))?;
    }
    match store.connector().sqlite_file() {
        Some(file) => Sqlite::open(file)?.copy_to(to)?,
        None => {
            let mut target = Sqlite::open_copy(to)?;
            schema::migrate(&mut target)?;
            target.batch("BEGIN")?;
            store.read_here(|reader| copy_tables(reader.tx(), &mut target))?;
            target.batch("COMMIT")?;
        }
    }
    sync(to)
}

/// Reads in a backup file; nothing is changed in it.
///
/// # Errors
/// When it is no backup, a newer program's, or what `read` returns.
pub fn read_backup<T, E: From<StoreError>>(
    from: &Path,
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut source = open_backup(from)?;
    read(&mut Reader::new(&mut source))
}

fn open_backup(from: &Path) -> Result<Sqlite, StoreError> {
    std::fs::metadata(from).map_err(at(from))?;
    let mut source = Sqlite::open_reader(from)?;
    schema::check(&mut source)?;
    Ok(source)
}

/// Fills an empty store from a backup.
///
/// # Errors
/// [`StoreError::NotEmpty`] when the target holds anything; else when a database or the disk fails.
pub fn restore(from: &Path, config: &StoreConfig) -> Result<CopyReport, StoreError> {
    let report = report(from)?;
    let mut source = open_backup(from)?;
    if config.database.is_none() && config.sqlite_file().exists() {
        return Err(StoreError::NotEmpty(
            config.sqlite_file().display().to_string(),
        ));
    }
    let store = Store::open(config)?;
    let mut target = store.connector().writer()?;
    if query_one(&mut *target, &ANY_JOURNAL_ROW, &[], |row| row.int(0))?.is_some() {
        return Err(StoreError::NotEmpty("the database".into()));
    }
    target.batch("BEGIN")?;
    let copied = copy_tables(&mut source, &mut *target).and_then(|()| target.batch("COMMIT"));
    if copied.is_err() && config.database.is_none() {
        drop((target, store));
        remove_sqlite(&config.sqlite_file());
    }
    copied.map(|()| report)
}

/// Takes away what a failed restore made, so that it can be tried again.
fn remove_sqlite(file: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        // It may not be there.
        let _ = std::fs::remove_file(name);
    }
}

fn report(file: &Path) -> Result<CopyReport, StoreError> {
    let metadata = std::fs::metadata(file).map_err(at(file))?;
    let mut copy = Sqlite::open_reader(file)?;
    let rows = query_one(&mut copy, &JOURNAL_ROWS, &[], |row| row.int(0))?.unwrap_or(0);
    Ok(CopyReport {
        journal_rows: rows.unsigned_abs(),
        bytes: metadata.len(),
    })
}

fn sync(file: &Path) -> Result<(), StoreError> {
    let synced = std::fs::File::open(file).and_then(|open| open.sync_all());
    synced.map_err(at(file))
}

fn at(file: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    let path = file.to_owned();
    move |source| StoreError::File { path, source }
}

fn copy_tables(source: &mut dyn Tx, target: &mut dyn Tx) -> Result<(), StoreError> {
    TABLES
        .iter()
        .try_for_each(|table| copy_table(source, target, table))
}

fn copy_table(source: &mut dyn Tx, target: &mut dyn Tx, table: &Table) -> Result<(), StoreError> {
    let width = table.columns.split(", ").count();
    let marks: Vec<String> = (1..=width).map(|nth| format!("${nth}")).collect();
    let insert = format!(
        "INSERT INTO {} ({}) VALUES ({})",
        table.name,
        table.columns,
        marks.join(", ")
    );
    let insert = Statement::made(table.name, insert);
    let mut waiting: Vec<Value> = Vec::new();
    let mut bytes = 0;
    source.query(&all_rows(table), &[], &mut |row: &Columns<'_>| {
        let row = whole_row(row, width)?;
        bytes += row.iter().map(blob_bytes).sum::<usize>();
        waiting.extend(row);
        if waiting.len() >= ROWS_AT_A_TIME * width || bytes >= BYTES_AT_A_TIME {
            target.insert_all(&insert, width, &waiting)?;
            waiting.clear();
            bytes = 0;
        }
        Ok(())
    })?;
    target.insert_all(&insert, width, &waiting)
}

fn blob_bytes(value: &Value) -> usize {
    match value {
        Value::Bytes(bytes) => bytes.len(),
        _ => 0,
    }
}

/// Reads a whole table in the order of its primary key.
pub(crate) fn all_rows(table: &Table) -> Statement {
    Statement::made(
        table.name,
        format!(
            "SELECT {} FROM {} ORDER BY {}",
            table.columns, table.name, table.key
        ),
    )
}
