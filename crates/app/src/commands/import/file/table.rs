//! CSV (RFC 4180): the first record names the columns.

use super::super::ImportError;
use super::super::mapping::{Field, Mapping};
use super::{Cell, NotARecord, RawRecord, reading, unused};
use csv::{Reader, ReaderBuilder, StringRecord};
use std::collections::BTreeSet;
use std::io::Read;

/// A table of comma-separated values.
pub(super) struct Table<R> {
    reader: Reader<R>,
    record: StringRecord,
    columns: usize,
    places: [Option<usize>; Field::ALL.len()],
}

impl<R: Read> Table<R> {
    pub(super) fn open(
        file: R,
        mapping: &Mapping,
        ignored: &mut BTreeSet<String>,
    ) -> Result<Self, ImportError> {
        let mut reader = ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(file);
        let mut record = StringRecord::new();
        let mut places = [None; Field::ALL.len()];
        if reader.read_record(&mut record).map_err(reading)? {
            let columns: Vec<String> = record
                .iter()
                .map(|column| column.trim().to_owned())
                .collect();
            places = mapping.places(&columns)?;
            ignored.extend(unused(&columns, mapping));
        }
        Ok(Self {
            reader,
            columns: record.len(),
            record,
            places,
        })
    }

    pub(super) fn next(&mut self) -> Result<Option<RawRecord>, ImportError> {
        if !self.reader.read_record(&mut self.record).map_err(reading)? {
            return Ok(None);
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        let (found, columns) = (self.record.len(), self.columns);
        if found != columns {
            let message = format!(
                "the record has {found} columns, the first line has {columns}; look for a stray quote or comma"
            );
            return Ok(Some(RawRecord {
                line,
                cells: Err(NotARecord {
                    code: "columns",
                    message,
                }),
            }));
        }
        let cell = |place: Option<usize>| {
            place
                .and_then(|nth| self.record.get(nth))
                .map(|text| Cell::Text(text.to_owned()))
        };
        Ok(Some(RawRecord {
            line,
            cells: Ok(self.places.map(cell)),
        }))
    }
}
