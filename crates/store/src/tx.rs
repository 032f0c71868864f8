//! The seam between the two engines: four kinds of value, three verbs. Everything above it is
//! written once (docs/decisions/002-store.md).

use crate::StoreError;
use crate::statements::Statement;

/// Which engine a store runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded SQLite.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(value.into())
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A row that an engine lends out while a query runs.
pub(crate) trait Row {
    /// The value in a column, counted from 0.
    fn value(&self, column: usize) -> Result<Value, StoreError>;
}

/// Typed columns of a [`Row`].
pub(crate) struct Columns<'a>(pub(crate) &'a dyn Row);

impl Columns<'_> {
    pub(crate) fn int(&self, column: usize) -> Result<i64, StoreError> {
        match self.0.value(column)? {
            Value::Int(value) => Ok(value),
            other => Err(mismatch(column, "a whole number", &other)),
        }
    }

    pub(crate) fn flag(&self, column: usize) -> Result<bool, StoreError> {
        Ok(self.int(column)? != 0)
    }

    pub(crate) fn text(&self, column: usize) -> Result<String, StoreError> {
        match self.0.value(column)? {
            Value::Text(value) => Ok(value),
            other => Err(mismatch(column, "text", &other)),
        }
    }

    pub(crate) fn bytes(&self, column: usize) -> Result<Vec<u8>, StoreError> {
        match self.0.value(column)? {
            Value::Bytes(value) => Ok(value),
            other => Err(mismatch(column, "bytes", &other)),
        }
    }

    pub(crate) fn optional_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self.0.value(column)? {
            Value::Null => Ok(None),
            Value::Int(value) => Ok(Some(value)),
            other => Err(mismatch(column, "a whole number", &other)),
        }
    }

    pub(crate) fn optional_text(&self, column: usize) -> Result<Option<String>, StoreError> {
        match self.0.value(column)? {
            Value::Null => Ok(None),
            Value::Text(value) => Ok(Some(value)),
            other => Err(mismatch(column, "text", &other)),
        }
    }

    pub(crate) fn optional_bytes(&self, column: usize) -> Result<Option<Vec<u8>>, StoreError> {
        match self.0.value(column)? {
            Value::Null => Ok(None),
            Value::Bytes(value) => Ok(Some(value)),
            other => Err(mismatch(column, "bytes", &other)),
        }
    }
}

/// Names the kind only: a value may be personal.
fn mismatch(column: usize, wanted: &str, found: &Value) -> StoreError {
    let kind = match found {
        Value::Null => "nothing",
        Value::Int(_) => "a whole number",
        Value::Text(_) => "text",
        Value::Bytes(_) => "bytes",
    };
    StoreError::Engine(format!("column {column} holds {kind}, not {wanted}"))
}

/// Takes rows one by one.
pub(crate) type Sink<'a> = &'a mut dyn FnMut(&Columns<'_>) -> Result<(), StoreError>;

/// A connection, inside a transaction or outside of one.
pub(crate) trait Tx {
    fn engine(&self) -> Engine;

    /// Runs one statement; tells how many rows it changed.
    fn execute(&mut self, statement: &Statement, arguments: &[Value]) -> Result<u64, StoreError>;

    /// Runs an insert once for each row of `rows`, which holds `width` values a row.
    fn insert_all(
        &mut self,
        statement: &Statement,
        width: usize,
        rows: &[Value],
    ) -> Result<(), StoreError>;

    /// Runs a query and hands each row to `sink`.
    fn query(
        &mut self,
        statement: &Statement,
        arguments: &[Value],
        sink: Sink<'_>,
    ) -> Result<(), StoreError>;

    /// Runs SQL without arguments, such as `BEGIN` or a migration.
    fn batch(&mut self, sql: &str) -> Result<(), StoreError>;

    /// Prepares a statement without running it.
    fn prepare_only(&mut self, statement: &Statement) -> Result<(), StoreError>;

    /// Moves what was committed from the write-ahead log to the database, without keeping anybody
    /// from writing; nothing to do where the engine does it by itself.
    fn checkpoint(&mut self) -> Result<(), StoreError>;

    /// Whether the connection is gone and a new one has to be made.
    fn is_lost(&self) -> bool;
}

/// Reads at most one row.
pub(crate) fn query_one<T>(
    tx: &mut dyn Tx,
    statement: &Statement,
    arguments: &[Value],
    mut read: impl FnMut(&Columns<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut found = None;
    tx.query(statement, arguments, &mut |row| {
        found = Some(read(row)?);
        Ok(())
    })?;
    Ok(found)
}

/// Reads every row into memory; for lists that are bounded by the statement.
pub(crate) fn query_all<T>(
    tx: &mut dyn Tx,
    statement: &Statement,
    arguments: &[Value],
    mut read: impl FnMut(&Columns<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::new();
    tx.query(statement, arguments, &mut |row| {
        found.push(read(row)?);
        Ok(())
    })?;
    Ok(found)
}
