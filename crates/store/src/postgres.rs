//! PostgreSQL by the synchronous `postgres` crate. It panics when called from async code, so it
//! lives on the writer's thread and behind `spawn_blocking` only.

use crate::StoreError;
use crate::statements::Statement;
use crate::tx::{Columns, Engine, Row, Sink, Tx, Value};
use ::postgres::fallible_iterator::FallibleIterator;
use ::postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use ::postgres::{Client, NoTls};
use std::collections::HashMap;
use std::time::Duration;

/// Rows of one multi-row insert; more would only make the statement text longer.
const ROWS_PER_INSERT_MAX: usize = 64;

/// How long a server may take to let us in, unless the address says otherwise: whoever sent a form waits.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// One PostgreSQL connection.
pub(crate) struct Postgres {
    client: Client,
    prepared: HashMap<String, ::postgres::Statement>,
}

impl Postgres {
    /// Connects.
    pub(crate) fn connect(url: &str) -> Result<Self, StoreError> {
        let unreachable = |error: ::postgres::Error| {
            StoreError::Unreachable(format!("{error}; check the address given with --database"))
        };
        let mut config: ::postgres::Config = url.parse().map_err(unreachable)?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        let mut client = config.connect(NoTls).map_err(unreachable)?;
        client.batch_execute("SET client_min_messages = warning; SET synchronous_commit = on;")?;
        Ok(Self {
            client,
            prepared: HashMap::new(),
        })
    }

    fn prepare(&mut self, sql: &str) -> Result<::postgres::Statement, StoreError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => value.to_sql(kind, out),
            Self::Text(value) => value.to_sql(kind, out),
            Self::Bytes(value) => value.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

struct PostgresRow<'a>(&'a ::postgres::Row);

impl Row for PostgresRow<'_> {
    fn value(&self, column: usize) -> Result<Value, StoreError> {
        let kind = self.0.columns().get(column).map(|c| c.type_().clone());
        Ok(match kind {
            Some(Type::INT8) => self.0.try_get::<_, Option<i64>>(column)?.into(),
            Some(Type::TEXT) => self.0.try_get::<_, Option<String>>(column)?.into(),
            Some(Type::BYTEA) => self.0.try_get::<_, Option<Vec<u8>>>(column)?.into(),
            other => {
                return Err(StoreError::Engine(format!(
                    "column {column} has the type {other:?}"
                )));
            }
        })
    }
}

impl Tx for Postgres {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn execute(&mut self, statement: &Statement, arguments: &[Value]) -> Result<u64, StoreError> {
        let prepared = self.prepare(&statement.text(Engine::Postgres))?;
        Ok(self.client.execute(&prepared, &borrowed(arguments))?)
    }

    fn insert_all(
        &mut self,
        statement: &Statement,
        width: usize,
        rows: &[Value],
    ) -> Result<(), StoreError> {
        for chunk in rows.chunks(width * ROWS_PER_INSERT_MAX) {
            // Powers of two, so that only a handful of texts are ever prepared.
            let mut rest = chunk;
            while !rest.is_empty() {
                let count = 1 << (rest.len() / width).ilog2();
                let (now, later) = rest.split_at(count * width);
                let prepared =
                    self.prepare(&many_rows(&statement.text(Engine::Postgres), width, count))?;
                self.client.execute(&prepared, &borrowed(now))?;
                rest = later;
            }
        }
        Ok(())
    }

    fn query(
        &mut self,
        statement: &Statement,
        arguments: &[Value],
        sink: Sink<'_>,
    ) -> Result<(), StoreError> {
        let prepared = self.prepare(&statement.text(Engine::Postgres))?;
        let mut rows = self.client.query_raw(&prepared, arguments)?;
        while let Some(row) = rows.next()? {
            sink(&Columns(&PostgresRow(&row)))?;
        }
        Ok(())
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        Ok(self.client.batch_execute(sql)?)
    }

    fn prepare_only(&mut self, statement: &Statement) -> Result<(), StoreError> {
        self.prepare(&statement.text(Engine::Postgres))?;
        Ok(())
    }

    fn checkpoint(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    fn is_lost(&self) -> bool {
        self.client.is_closed()
    }
}

fn borrowed(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

/// Turns `INSERT … VALUES ($1, $2)` into the same insert of `count` rows.
fn many_rows(sql: &str, width: usize, count: usize) -> String {
    let (head, _) = sql.split_once(" VALUES ").unwrap_or((sql, ""));
    let mut text = format!("{head} VALUES ");
    for row in 0..count {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=width {
            let comma = if column == 1 { "" } else { ", " };
            text.push_str(&format!("{comma}${}", row * width + column));
        }
        text.push(')');
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn one_insert_becomes_many_rows() {
        assert_eq!(
            super::many_rows("INSERT INTO t (a, b) VALUES ($1, $2)", 2, 2),
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)"
        );
    }
}
