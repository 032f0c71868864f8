//! Deriving the state tables again from the journal, and holding them against the store's.

use crate::StoreError;
use crate::copy::all_rows;
use crate::project::{self, Meta};
use crate::reader::{Reader, whole_row};
use crate::rows::JournalRow;
use crate::schema::{self, Kind, TABLES, Table};
use crate::sqlite::Sqlite;
use crate::statements::Statement;
use crate::transaction::Transaction;
use crate::tx::{Tx, Value, query_all};
use huiyin_domain::event::Event;
use huiyin_domain::time::Instant;

/// Differences named in a report; the rest is counted.
const DIFFERENCES_NAMED_MAX: usize = 20;
/// Rows compared at a time.
const ROWS_AT_A_TIME: usize = 2_000;

/// State tables derived again, in a scratch database.
pub struct Rebuilt {
    scratch: Sqlite,
}

/// What the comparison found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Rows compared, in all derived tables.
    pub rows: u64,
    /// Rows that differ, are missing or too many.
    pub differences: u64,
    /// The first of them: table and primary key.
    pub named: Vec<String>,
}

impl Rebuilt {
    /// Starts with empty tables.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn begin() -> Result<Self, StoreError> {
        let mut scratch = Sqlite::scratch()?;
        schema::migrate(&mut scratch)?;
        Ok(Self { scratch })
    }

    /// Derives what follows from some journal rows with their events, in order.
    ///
    /// # Errors
    /// When the scratch database fails, for example when a row repeats.
    pub fn derive(&mut self, rows: &[(JournalRow, Event)]) -> Result<(), StoreError> {
        self.scratch.batch("BEGIN")?;
        let mut transaction = Transaction::new(&mut self.scratch, Instant::from_micros(0));
        for (row, event) in rows {
            project::project(&mut transaction, &Meta::of(row), event)?;
        }
        transaction.close(false)?;
        self.scratch.batch("COMMIT")
    }

    /// Holds the store's derived tables, as a snapshot has them, against the ones derived here. Both
    /// sides are read in
    /// the order of their keys.
    ///
    /// # Errors
    /// When a database fails.
    pub fn compare(&mut self, reader: &mut Reader<'_>) -> Result<Comparison, StoreError> {
        let mut found = Comparison::default();
        for table in TABLES.iter().filter(|table| table.kind == Kind::Derived) {
            compare_table(reader, &mut self.scratch, table, &mut found)?;
        }
        Ok(found)
    }
}

/// Merges the two sides: the store streams in the order of the key, the scratch side is read in
/// pages of the same order. The key's columns come first in every table.
fn compare_table(
    reader: &mut Reader<'_>,
    scratch: &mut dyn Tx,
    table: &Table,
    found: &mut Comparison,
) -> Result<(), StoreError> {
    let width = table.columns.split(", ").count();
    let key_width = table.key.split(", ").count();
    let mut expected = Pages::new(table, width);
    let mut ahead = expected.next(scratch)?;
    let report = |row: &[Value], what: &str, found: &mut Comparison| {
        found.differences += 1;
        if found.named.len() < DIFFERENCES_NAMED_MAX {
            found
                .named
                .push(format!("{} {:?} {what}", table.name, &row[..key_width]));
        }
    };
    reader.tx().query(&all_rows(table), &[], &mut |row| {
        let row = whole_row(row, width)?;
        found.rows += 1;
        while let Some(wanted) = ahead.take_if(|wanted| wanted[..key_width] < row[..key_width]) {
            report(&wanted, "is missing", found);
            ahead = expected.next(scratch)?;
        }
        match ahead.take_if(|wanted| wanted[..key_width] == row[..key_width]) {
            Some(wanted) => {
                if wanted != row {
                    report(&row, "differs", found);
                }
                ahead = expected.next(scratch)?;
            }
            None => report(&row, "follows from no event", found),
        }
        Ok(())
    })?;
    while let Some(wanted) = ahead {
        report(&wanted, "is missing", found);
        ahead = expected.next(scratch)?;
    }
    Ok(())
}

/// A table read page by page in the order of its key.
struct Pages<'a> {
    table: &'a Table,
    width: usize,
    page: std::vec::IntoIter<Vec<Value>>,
    last_key: Option<Vec<Value>>,
}

impl<'a> Pages<'a> {
    fn new(table: &'a Table, width: usize) -> Self {
        Self {
            table,
            width,
            page: Vec::new().into_iter(),
            last_key: None,
        }
    }

    fn next(&mut self, tx: &mut dyn Tx) -> Result<Option<Vec<Value>>, StoreError> {
        if self.page.len() == 0 {
            self.page = self.read(tx)?.into_iter();
        }
        let row = self.page.next();
        if let Some(row) = &row {
            let key_width = self.table.key.split(", ").count();
            self.last_key = Some(row[..key_width].to_vec());
        }
        Ok(row)
    }

    fn read(&self, tx: &mut dyn Tx) -> Result<Vec<Vec<Value>>, StoreError> {
        let Table {
            name, key, columns, ..
        } = self.table;
        let arguments = self.last_key.clone().unwrap_or_default();
        let marks: Vec<String> = (1..=arguments.len()).map(|nth| format!("${nth}")).collect();
        let after = if arguments.is_empty() {
            String::new()
        } else {
            format!("WHERE ({key}) > ({})", marks.join(", "))
        };
        let text =
            format!("SELECT {columns} FROM {name} {after} ORDER BY {key} LIMIT {ROWS_AT_A_TIME}");
        query_all(tx, &Statement::made(name, text), &arguments, |row| {
            whole_row(row, self.width)
        })
    }
}
