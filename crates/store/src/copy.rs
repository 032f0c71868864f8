//! Backup and restore. A backup is one SQLite file, whatever engine it was taken from, so it can
//! be restored into either.

use crate::StoreError;
use crate::reader::whole_row;
use crate::schema::{self, TABLES, Table};
use crate::sqlite::Sqlite;
use crate::statements::{ANY_JOURNAL_ROW, JOURNAL_ROWS, Statement};
use crate::store::{Store, StoreConfig};
use crate::tx::{Columns, Tx, Value, query_one};
use std::path::Path;

/// Rows copied at a time between two engines.
const ROWS_AT_A_TIME: usize = 1_000;

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
    match store.connector().sqlite_file() {
        Some(file) => Sqlite::open(file)?.copy_to(to)?,
        None => {
            let mut target = Sqlite::open(to)?;
            schema::migrate(&mut target)?;
            store.read_here(|reader| copy_tables(reader.tx(), &mut target))?;
            target.batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")?;
        }
    }
    sync(to)?;
    report(to)
}

/// Fills an empty store from a backup.
///
/// # Errors
/// [`StoreError::NotEmpty`] when the target holds anything; else when a database or the disk fails.
pub fn restore(from: &Path, config: &StoreConfig) -> Result<CopyReport, StoreError> {
    let report = report(from)?;
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
    let mut source = Sqlite::open_reader(from)?;
    target.batch("BEGIN")?;
    copy_tables(&mut source, &mut *target)?;
    target.batch("COMMIT")?;
    Ok(report)
}

fn report(file: &Path) -> Result<CopyReport, StoreError> {
    let metadata = std::fs::metadata(file).map_err(|source| StoreError::File {
        path: file.into(),
        source,
    })?;
    let mut copy = Sqlite::open_reader(file)?;
    let rows = query_one(&mut copy, &JOURNAL_ROWS, &[], |row| row.int(0))?.unwrap_or(0);
    Ok(CopyReport {
        journal_rows: rows.unsigned_abs(),
        bytes: metadata.len(),
    })
}

fn sync(file: &Path) -> Result<(), StoreError> {
    let synced = std::fs::File::open(file).and_then(|open| open.sync_all());
    synced.map_err(|source| StoreError::File {
        path: file.into(),
        source,
    })
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
    source.query(&all_rows(table), &[], &mut |row: &Columns<'_>| {
        waiting.extend(whole_row(row, width)?);
        if waiting.len() >= ROWS_AT_A_TIME * width {
            target.insert_all(&insert, width, &waiting)?;
            waiting.clear();
        }
        Ok(())
    })?;
    target.insert_all(&insert, width, &waiting)
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
