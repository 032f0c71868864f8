//! Files of records, one after another: `.jsonl`, `.csv`, `.xlsx`.

mod encoding;
mod jsonl;
mod table;
mod workbook;

use super::mapping::{Field, Mapping};
use super::{ImportError, ImportProgress};
use jiff::civil::DateTime;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The whole numbers that a file's floating-point number can tell apart: below 2^53.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

/// What a file says about one field of one record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// A text, or anything that can be written as one.
    Text(String),
    /// A date cell of a workbook.
    Civil(DateTime),
    /// Something that is no single value, or was not kept exactly.
    Unusable(&'static str),
}

/// One record, field by field.
pub(crate) type Cells = [Option<Cell>; Field::ALL.len()];

/// A record of the file.
pub(crate) struct RawRecord {
    /// The line on which it starts, or its row in a workbook; the first is 1.
    pub(crate) line: u64,
    /// Its cells, or why it is none.
    pub(crate) cells: Result<Cells, NotARecord>,
}

/// Why a line is no record.
pub(crate) struct NotARecord {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

/// A file that is being read.
pub(crate) struct RecordFile {
    reader: Format,
    bytes_read: Arc<AtomicU64>,
    bytes: u64,
    ignored: BTreeSet<String>,
}

type Stream = BufReader<encoding::Decoded<File>>;

enum Format {
    Lines(Box<jsonl::Lines<Stream>>),
    Table(Box<table::Table<Stream>>),
    Workbook(Box<workbook::Workbook>),
}

impl RecordFile {
    /// Opens a file, and finds its columns.
    pub(crate) fn open(path: &Path, mapping: Mapping) -> Result<Self, ImportError> {
        let failed = |source| ImportError::File {
            path: path.display().to_string(),
            source,
        };
        let extension = path
            .extension()
            .and_then(|one| one.to_str())
            .unwrap_or_default()
            .to_ascii_lowercase();
        let bytes = std::fs::metadata(path).map_err(failed)?.len();
        let bytes_read = Arc::new(AtomicU64::new(0));
        let mut ignored = BTreeSet::new();
        let reader = match extension.as_str() {
            "jsonl" | "ndjson" => {
                jsonl::check_columns(stream(path, &Arc::default())?, &mapping)?;
                Format::Lines(Box::new(jsonl::Lines::new(
                    stream(path, &bytes_read)?,
                    mapping,
                )))
            }
            "csv" => Format::Table(Box::new(table::Table::open(
                stream(path, &bytes_read)?,
                &mapping,
                &mut ignored,
            )?)),
            "xlsx" => Format::Workbook(Box::new(workbook::Workbook::open(
                path,
                &mapping,
                &mut ignored,
            )?)),
            _ => {
                return Err(ImportError::Usage(format!(
                    "{}: not a .jsonl, .csv or .xlsx file",
                    path.display()
                )));
            }
        };
        Ok(Self {
            reader,
            bytes_read,
            bytes,
            ignored,
        })
    }

    /// The next record.
    pub(crate) fn next(&mut self) -> Result<Option<RawRecord>, ImportError> {
        match &mut self.reader {
            Format::Lines(lines) => lines.next(&mut self.ignored),
            Format::Table(table) => table.next(),
            Format::Workbook(workbook) => Ok(workbook.next()),
        }
    }

    /// How far the file is read: bytes, or rows of a workbook.
    pub(crate) fn progress(&self) -> ImportProgress {
        match &self.reader {
            Format::Workbook(workbook) => workbook.progress(),
            _ => ImportProgress {
                done: self.bytes_read.load(Ordering::Relaxed).min(self.bytes),
                of: self.bytes,
            },
        }
    }

    /// The columns seen so far that are nobody's field.
    pub(crate) fn ignored(self) -> Vec<String> {
        self.ignored.into_iter().collect()
    }
}

fn stream(path: &Path, bytes_read: &Arc<AtomicU64>) -> Result<Stream, ImportError> {
    let failed = |source| ImportError::File {
        path: path.display().to_string(),
        source,
    };
    let encoding = encoding::detect(|| File::open(path)).map_err(failed)?;
    let encoding = encoding.ok_or_else(|| {
        ImportError::Refused(format!(
            "{}: neither UTF-8 nor GB18030; save it as UTF-8",
            path.display()
        ))
    })?;
    let file = File::open(path).map_err(failed)?;
    Ok(BufReader::new(encoding::Decoded::new(
        file,
        encoding,
        Arc::clone(bytes_read),
    )))
}

/// The columns that no field uses.
fn unused(columns: &[String], mapping: &Mapping) -> impl Iterator<Item = String> {
    let unused = columns
        .iter()
        .filter(|column| !column.is_empty() && !mapping.uses(column));
    unused.cloned().collect::<Vec<_>>().into_iter()
}

/// A floating-point number as a person would write it, if it was kept exactly.
fn number(value: f64) -> Cell {
    if value.abs() >= EXACT_MAX {
        Cell::Unusable("a number that the file does not keep exactly; write it as text")
    } else {
        Cell::Text(value.to_string())
    }
}

fn reading(error: impl std::fmt::Display) -> ImportError {
    ImportError::Refused(format!("the file cannot be read on: {error}"))
}
