//! Workbooks: the first sheet, whose first row names the columns.

use super::super::mapping::{Field, Mapping};
use super::super::{ImportError, ImportProgress};
use super::{Cell, RawRecord, number, unused};
use calamine::{Data, ExcelDateTime, Range, Reader, Xlsx, open_workbook};
use jiff::civil::{Date, Time};
use std::collections::BTreeSet;
use std::path::Path;

/// Microseconds of a millisecond, the finest that a workbook keeps.
const NANOS_OF_A_MILLI: i32 = 1_000_000;

/// A sheet, whole in memory: its format can be read in no other way.
pub(super) struct Workbook {
    sheet: Range<Data>,
    places: [Option<usize>; Field::ALL.len()],
    /// The next row, counted from the sheet's first used one.
    next: usize,
}

impl Workbook {
    pub(super) fn open(
        path: &Path,
        mapping: &Mapping,
        ignored: &mut BTreeSet<String>,
    ) -> Result<Self, ImportError> {
        let bad = |why: String| {
            ImportError::Refused(format!(
                "{}: not a workbook that can be read: {why}",
                path.display()
            ))
        };
        let mut workbook: Xlsx<_> =
            open_workbook(path).map_err(|error: calamine::XlsxError| bad(error.to_string()))?;
        let sheet = workbook
            .worksheet_range_at(0)
            .ok_or_else(|| bad("it has no sheet".into()))?;
        let sheet = sheet.map_err(|error| bad(error.to_string()))?;
        let mut places = [None; Field::ALL.len()];
        if let Some(first) = sheet.rows().next() {
            let columns: Vec<String> = first
                .iter()
                .map(|cell| cell.to_string().trim().to_owned())
                .collect();
            places = mapping.places(&columns)?;
            ignored.extend(unused(&columns, mapping));
        }
        Ok(Self {
            sheet,
            places,
            next: 1,
        })
    }

    pub(super) fn next(&mut self) -> Option<RawRecord> {
        let first = u64::from(self.sheet.start().map_or(0, |(row, _)| row));
        while self.next < self.sheet.height() {
            let nth = self.next;
            self.next += 1;
            let row = &self.sheet[nth];
            if row.iter().all(|cell| matches!(cell, Data::Empty)) {
                continue;
            }
            let cells = self
                .places
                .map(|place| place.and_then(|column| row.get(column)).and_then(cell));
            return Some(RawRecord {
                line: first + nth as u64 + 1,
                cells: Ok(cells),
            });
        }
        None
    }

    pub(super) fn progress(&self) -> ImportProgress {
        ImportProgress {
            done: self.next as u64,
            of: self.sheet.height() as u64,
        }
    }
}

fn cell(data: &Data) -> Option<Cell> {
    Some(match data {
        Data::Empty => return None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Cell::Text(text.clone())
        }
        Data::Int(value) => Cell::Text(value.to_string()),
        Data::Float(value) => number(*value),
        Data::Bool(flag) => Cell::Text(flag.to_string()),
        Data::DateTime(date) => date_cell(date),
        Data::Error(_) => Cell::Unusable("the cell shows an error; correct its formula"),
    })
}

fn date_cell(date: &ExcelDateTime) -> Cell {
    const IMPOSSIBLE: Cell = Cell::Unusable("the cell holds no day of the calendar");
    if !date.is_datetime() {
        return IMPOSSIBLE;
    }
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    let small = |value: u8| i8::try_from(value).unwrap_or(i8::MAX);
    let year = i16::try_from(year).unwrap_or(i16::MAX);
    let time = Time::new(
        small(hour),
        small(minute),
        small(second),
        i32::from(milli) * NANOS_OF_A_MILLI,
    );
    match (Date::new(year, small(month), small(day)), time) {
        (Ok(day), Ok(time)) => Cell::Civil(day.to_datetime(time)),
        _ => IMPOSSIBLE,
    }
}
