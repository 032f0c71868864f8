//! JSON Lines: one object a line.

use super::super::ImportError;
use super::super::mapping::{Field, Mapping};
use super::{Cell, Cells, NotARecord, RawRecord, number, reading};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::io::{BufRead, Read};

/// The longest line that is taken.
const LINE_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// A file of lines.
pub(super) struct Lines<R> {
    lines: Raw<R>,
    mapping: Mapping,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R, mapping: Mapping) -> Self {
        Self {
            lines: Raw {
                reader,
                line: 0,
                bytes: Vec::new(),
            },
            mapping,
        }
    }

    pub(super) fn next(
        &mut self,
        ignored: &mut BTreeSet<String>,
    ) -> Result<Option<RawRecord>, ImportError> {
        let Some(found) = self.lines.next()? else {
            return Ok(None);
        };
        let cells = found.map(|object| self.cells(&object, ignored));
        Ok(Some(RawRecord {
            line: self.lines.line,
            cells,
        }))
    }

    fn cells(&self, object: &Map<String, Value>, ignored: &mut BTreeSet<String>) -> Cells {
        for column in object.keys().filter(|column| !self.mapping.uses(column)) {
            if !ignored.contains(column) {
                ignored.insert(column.clone());
            }
        }
        Field::ALL.map(|field| object.get(self.mapping.column(field)).and_then(cell))
    }
}

fn cell(value: &Value) -> Option<Cell> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(Cell::Text(text.clone())),
        Value::Bool(flag) => Some(Cell::Text(flag.to_string())),
        Value::Number(value) => Some(match value.as_f64().filter(|_| value.is_f64()) {
            Some(inexact) => number(inexact),
            None => Cell::Text(value.to_string()),
        }),
        Value::Array(_) | Value::Object(_) => {
            Some(Cell::Unusable("a list or an object; write a text"))
        }
    }
}

/// Looks for the columns that have to be there, no further than it has to.
pub(super) fn check_columns(reader: impl BufRead, mapping: &Mapping) -> Result<(), ImportError> {
    let mut lines = Raw {
        reader,
        line: 0,
        bytes: Vec::new(),
    };
    let mut missing: Vec<Field> = mapping.needed().collect();
    let mut columns = BTreeSet::new();
    while let Some(found) = lines.next()? {
        let Ok(object) = found else { continue };
        missing.retain(|field| !object.contains_key(mapping.column(*field)));
        if missing.is_empty() {
            return Ok(());
        }
        columns.extend(object.into_iter().map(|(column, _)| column));
    }
    // A file without any record misses nothing.
    match missing.first().filter(|_| !columns.is_empty()) {
        Some(field) => Err(mapping.missing(*field, &columns.into_iter().collect::<Vec<_>>())),
        None => Ok(()),
    }
}

/// The object on a line, or why there is none.
type Object = Result<Map<String, Value>, NotARecord>;

struct Raw<R> {
    reader: R,
    line: u64,
    bytes: Vec<u8>,
}

impl<R: BufRead> Raw<R> {
    /// The object on the next line that is not blank.
    fn next(&mut self) -> Result<Option<Object>, ImportError> {
        loop {
            self.bytes.clear();
            let count = self
                .reader
                .by_ref()
                .take(LINE_BYTES_MAX)
                .read_until(b'\n', &mut self.bytes)
                .map_err(reading)?;
            if count == 0 {
                return Ok(None);
            }
            self.line += 1;
            if count as u64 == LINE_BYTES_MAX && !self.bytes.ends_with(b"\n") {
                self.reader.skip_until(b'\n').map_err(reading)?;
                let message = format!("the line is longer than {LINE_BYTES_MAX} bytes");
                return Ok(Some(Err(NotARecord {
                    code: "too-long",
                    message,
                })));
            }
            if !self.bytes.trim_ascii().is_empty() {
                return Ok(Some(object(&self.bytes)));
            }
        }
    }
}

fn object(line: &[u8]) -> Object {
    match serde_json::from_slice(line) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(NotARecord {
            code: "not-an-object",
            message: "the line is not a JSON object".into(),
        }),
        Err(error) => {
            let message = format!(
                "the line is not JSON: a mistake at its column {}",
                error.column()
            );
            Err(NotARecord {
                code: "not-json",
                message,
            })
        }
    }
}
