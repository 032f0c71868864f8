//! SQLite by rusqlite.

use crate::StoreError;
use crate::statements::Statement;
use crate::tx::{Columns, Engine, Row, Sink, Tx, Value};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// How long a connection waits for another process's write lock before it says "busy".
const BUSY_WAIT: Duration = Duration::from_secs(20);
/// Prepared statements kept per connection; above the number of statements there are, which a test asks.
const STATEMENTS_KEPT_MAX: usize = 384;

/// One SQLite connection.
pub(crate) struct Sqlite {
    connection: Connection,
}

impl Sqlite {
    /// Opens a file for writing, and makes it if it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        let opened = Self::with(Connection::open(path)?)?;
        // FULL: a commit is on the disk before anybody hears "done". The pages that a savepoint
        // could need again stay in memory: beside a large batch SQLite would write them to a
        // temporary file. The cache is small on purpose: SQLite looks through all of it after
        // every commit that balanced a tree (docs/performance.md).
        opened.connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;
             PRAGMA wal_autocheckpoint = 40000; PRAGMA journal_size_limit = 67108864;
             PRAGMA temp_store = MEMORY;",
        )?;
        Ok(opened)
    }

    /// Opens a file for reading only.
    pub(crate) fn open_reader(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Self::with(Connection::open_with_flags(path, flags)?)?;
        opened
            .connection
            .execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -4096;")?;
        Ok(opened)
    }

    /// Opens a file that is filled once, in one transaction, and then only read.
    pub(crate) fn open_copy(path: &Path) -> Result<Self, StoreError> {
        let opened = Self::with(Connection::open(path)?)?;
        opened
            .connection
            .execute_batch("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;")?;
        Ok(opened)
    }

    /// Opens a scratch database in a temporary file that vanishes with the connection.
    pub(crate) fn scratch() -> Result<Self, StoreError> {
        let opened = Self::with(Connection::open("")?)?;
        opened
            .connection
            .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
        Ok(opened)
    }

    fn with(connection: Connection) -> Result<Self, StoreError> {
        connection.busy_timeout(BUSY_WAIT)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT_MAX);
        // Without it SQLite prepares a statement again at each use when it once compared a bound
        // value with a partial index's condition: a third of what a step on a petition cost.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = FILE;")?;
        Ok(Self { connection })
    }

    /// Copies the whole database to a new file while others go on writing.
    pub(crate) fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        let path = path
            .to_str()
            .ok_or_else(|| StoreError::Engine("the path is not UTF-8".into()))?;
        self.connection.execute("VACUUM INTO ?1", [path])?;
        Ok(())
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

struct SqliteRow<'a, 'b>(&'a rusqlite::Row<'b>);

impl Row for SqliteRow<'_, '_> {
    fn value(&self, column: usize) -> Result<Value, StoreError> {
        Ok(match self.0.get_ref(column)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(value) => Value::Int(value),
            ValueRef::Text(value) => Value::Text(String::from_utf8_lossy(value).into_owned()),
            ValueRef::Blob(value) => Value::Bytes(value.to_vec()),
            ValueRef::Real(_) => {
                return Err(StoreError::Engine(format!(
                    "column {column} holds a fraction"
                )));
            }
        })
    }
}

impl Tx for Sqlite {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn execute(&mut self, statement: &Statement, arguments: &[Value]) -> Result<u64, StoreError> {
        let mut prepared = self
            .connection
            .prepare_cached(&statement.text(Engine::Sqlite))?;
        Ok(prepared.execute(rusqlite::params_from_iter(arguments))? as u64)
    }

    fn insert_all(
        &mut self,
        statement: &Statement,
        width: usize,
        rows: &[Value],
    ) -> Result<(), StoreError> {
        let mut prepared = self
            .connection
            .prepare_cached(&statement.text(Engine::Sqlite))?;
        for row in rows.chunks(width) {
            prepared.execute(rusqlite::params_from_iter(row))?;
        }
        Ok(())
    }

    fn query(
        &mut self,
        statement: &Statement,
        arguments: &[Value],
        sink: Sink<'_>,
    ) -> Result<(), StoreError> {
        let mut prepared = self
            .connection
            .prepare_cached(&statement.text(Engine::Sqlite))?;
        let mut rows = prepared.query(rusqlite::params_from_iter(arguments))?;
        while let Some(row) = rows.next()? {
            sink(&Columns(&SqliteRow(row)))?;
        }
        Ok(())
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        if sql.contains(';') {
            return Ok(self.connection.execute_batch(sql)?);
        }
        // A snapshot begins and ends with every request, so these are kept prepared, too.
        let mut prepared = self.connection.prepare_cached(sql)?;
        prepared.query([])?.next()?;
        Ok(())
    }

    fn prepare_only(&mut self, statement: &Statement) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(&statement.text(Engine::Sqlite))?;
        Ok(())
    }

    fn checkpoint(&mut self) -> Result<(), StoreError> {
        let checkpoint = "PRAGMA wal_checkpoint(PASSIVE)";
        Ok(self.connection.query_row(checkpoint, [], |_| Ok(()))?)
    }

    fn is_lost(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{schema, statements};
    use std::collections::BTreeSet;

    #[test]
    fn every_statement_stays_prepared() {
        // Beside them those that begin and end a transaction.
        assert!(statements::all().count() + 8 <= STATEMENTS_KEPT_MAX);
    }

    /// For a list behind `IN`, in an index's condition too, SQLite builds a table and drops it again, at each
    /// use: that was a good part of what a row of the journal cost.
    #[test]
    fn a_row_is_added_without_a_table_made_for_it() {
        let mut store = Sqlite::scratch().expect("a scratch database");
        schema::migrate(&mut store).expect("the schema");
        let mut looked_at = 0;
        for statement in statements::all() {
            let text = statement.text(Engine::Sqlite);
            if !text.starts_with("INSERT") || text.contains(" SELECT ") {
                continue;
            }
            let explained = store.connection.prepare(&format!("EXPLAIN {text}"));
            let mut explained = explained.expect("a program");
            let mut steps = explained.raw_query();
            while let Some(step) = steps.next().expect("a step") {
                let what: String = step.get(1).expect("its name");
                assert_ne!(what, "OpenEphemeral", "{}", statement.name());
            }
            looked_at += 1;
        }
        assert!(looked_at > 20, "{looked_at} statements add rows");
    }

    /// Tables that grow with the petitions.
    const LARGE: [&str; 13] = [
        "petition",
        "obligation",
        "journal",
        "outbox",
        "petition_key",
        "petition_code",
        "petition_bar",
        "imported_record",
        "idempotency",
        "escalation_told",
        "unread_message",
        "file_content",
        "refused_attempt",
    ];
    /// Indexes that hold only a few of their rows.
    const SMALL: [&str; 3] = [
        "INDEX petition_in_danger ",
        "INDEX journal_announcements ",
        "INDEX journal_roster_contacts ",
    ];
    /// What may walk through one of them, and why.
    const WALKS: [(&str, &[&str]); 5] = [
        (
            "the doctor and the start look at everything",
            &[
                "ANY_JOURNAL_ROW",
                "FILES_WITHOUT_CONTENT",
                "JOURNAL_ENDS",
                "JOURNAL_ROWS",
                "NUMBERS_OF_YEARS",
                "ORPHAN_CODES",
                "ORPHAN_FILES",
                "ORPHAN_IDEMPOTENCY",
                "ORPHAN_KEYS",
                "ORPHAN_NOTICES",
                "ORPHAN_REFUSED",
                "PETITIONS_WITHOUT_KEY",
                "SEALS_WITHOUT_CONTENT",
            ],
        ),
        (
            "the journal of the installation is short",
            &[
                "AUTHORITY_EVENTS",
                "CATEGORY_EVENTS",
                "CREATION_EVENTS",
                "DATA_EVENTS",
                "PLACE_EVENTS",
            ],
        ),
        (
            "asked by an administrator, some times a year",
            &["PETITION_COUNT", "POST_OWES", "VERSIONS_COUNTED_WITH"],
        ),
        (
            "the first or last of an index: one step",
            &["REFUSED_FIRST", "REFUSED_LAST"],
        ),
        ("figures count all of an authority", &["TIMELINESS"]),
    ];

    /// Without statistics SQLite takes the rows of an authority for about ten, so it may walk through all of them
    /// where a better index is at hand: an inbox did so for what is in danger, which took half a second beside a
    /// million petitions. Such a statement names its index.
    #[test]
    fn no_statement_walks_through_what_grows() {
        let mut store = Sqlite::scratch().expect("a scratch database");
        schema::migrate(&mut store).expect("the schema");
        let mut walking = BTreeSet::new();
        for statement in statements::all() {
            let text = statement.text(Engine::Sqlite);
            let plan = store
                .connection
                .prepare(&format!("EXPLAIN QUERY PLAN {text}"));
            let mut plan = plan.expect("a plan");
            let mut rows = plan.raw_query();
            let mut steps: Vec<String> = Vec::new();
            while let Some(step) = rows.next().expect("a step") {
                steps.push(step.get(3).expect("what it does"));
            }
            let sorts = steps.iter().any(|step| step.contains("TEMP B-TREE"));
            if steps.iter().any(|step| walks(step, &text, sorts)) {
                walking.insert(statement.name());
            }
        }
        let allowed = WALKS.iter().flat_map(|(_, names)| names.iter().copied());
        assert_eq!(walking, allowed.collect());
    }

    /// Whether a step of a plan goes through all rows of a large table, all of an authority, or all behind one of them
    /// to sort what was found: those are no page of a list.
    fn walks(step: &str, text: &str, sorts: bool) -> bool {
        let mut words = step.split(' ');
        let how = words.next();
        let called = words.next().unwrap_or_default();
        let before = text.split(' ').zip(text.split(' ').skip(1));
        let aliased = before.filter(|(_, alias)| alias.trim_end_matches([',', ')']) == called);
        let mut tables = aliased.map(|(table, _)| table).chain([called]);
        let large = tables.any(|table| LARGE.contains(&table));
        let by = step.split_once('(').map_or("", |(_, by)| by);
        let behind = by.starts_with("authority_id=? AND ") && by.matches("=?").count() == 1;
        let behind = behind && !(by.contains(">?") && by.contains("<?"));
        let all = how == Some("SCAN") || by == "authority_id=?)" || (behind && sorts);
        large && all && !SMALL.iter().any(|index| step.contains(index))
    }
}
