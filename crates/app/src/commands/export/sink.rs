//! The three forms of an export, each written row by row.

use super::{ExportError, ExportFormat, ExportedDuty, ExportedPetition};
use rust_xlsxwriter::{Workbook, XlsxError};
use std::io::Write;

/// Opens a CSV file as UTF-8 in spreadsheets.
pub(crate) const UTF8_MARK: &[u8] = "\u{FEFF}".as_bytes();
/// Rows of a sheet, its head among them.
const SHEET_ROWS_MAX: u32 = 1_048_576;
/// The columns of tables; those of a duty come last, empty for a petition without one.
const COLUMNS: [&str; 20] = [
    "number",
    "class",
    "category",
    "place",
    "unit",
    "channel",
    "state",
    "registered_at",
    "recorded_at",
    "answered_at",
    "duty_rulebook",
    "duty_term",
    "duty",
    "duty_opened_at",
    "duty_due_date",
    "duty_due_at",
    "duty_state",
    "duty_met_at",
    "duty_late",
    "duty_provisional",
];

type Out<'a> = &'a mut (dyn Write + Send);

/// Where rows go.
pub(super) enum Sink<'a> {
    Jsonl(Out<'a>),
    Csv(Box<csv::Writer<Out<'a>>>),
    Xlsx(Box<Sheets<'a>>),
}

impl<'a> Sink<'a> {
    pub(super) fn new(format: ExportFormat, out: Out<'a>) -> Result<Self, ExportError> {
        Ok(match format {
            ExportFormat::Jsonl => Self::Jsonl(out),
            ExportFormat::Csv => {
                out.write_all(UTF8_MARK).map_err(closed)?;
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(COLUMNS).map_err(closed)?;
                Self::Csv(Box::new(writer))
            }
            ExportFormat::Xlsx => {
                let mut sheets = Sheets {
                    out,
                    workbook: Workbook::new(),
                    sheets: 0,
                    row: 0,
                };
                sheets.begin().map_err(closed)?;
                Self::Xlsx(Box::new(sheets))
            }
        })
    }

    pub(super) fn write(&mut self, petition: &ExportedPetition) -> Result<(), ExportError> {
        match self {
            Self::Jsonl(out) => {
                serde_json::to_writer(&mut **out, petition).map_err(closed)?;
                out.write_all(b"\n").map_err(closed)
            }
            Self::Csv(writer) => rows(petition).try_for_each(|row| {
                writer
                    .write_record(row.each_ref().map(|text| guarded(text)))
                    .map_err(closed)
            }),
            Self::Xlsx(sheets) => {
                rows(petition).try_for_each(|row| sheets.add(&row).map_err(closed))
            }
        }
    }

    pub(super) fn finish(self) -> Result<(), ExportError> {
        match self {
            Self::Jsonl(out) => out.flush().map_err(closed),
            Self::Csv(mut writer) => writer.flush().map_err(closed),
            Self::Xlsx(mut sheets) => {
                let Sheets { out, workbook, .. } = &mut *sheets;
                workbook.save_to_writer(&mut **out).map_err(closed)?;
                out.flush().map_err(closed)
            }
        }
    }
}

/// A workbook that keeps one row in memory.
pub(super) struct Sheets<'a> {
    out: Out<'a>,
    workbook: Workbook,
    sheets: usize,
    row: u32,
}

impl Sheets<'_> {
    /// Begins a sheet.
    fn begin(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        self.row = 0;
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(format!("petitions {}", self.sheets))?;
        self.add(&COLUMNS.map(str::to_owned))
    }

    fn add(&mut self, row: &[String; COLUMNS.len()]) -> Result<(), XlsxError> {
        if self.row >= SHEET_ROWS_MAX {
            self.begin()?;
        }
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
        for (column, text) in (0u16..).zip(row).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(self.row, column, text)?;
        }
        self.row += 1;
        Ok(())
    }
}

/// One row for each duty of a petition; one row if it has none.
fn rows(petition: &ExportedPetition) -> impl Iterator<Item = [String; COLUMNS.len()]> {
    let duties = petition.duties.iter().map(Some);
    let none = petition.duties.is_empty().then_some(None);
    duties.chain(none).map(|duty| row(petition, duty))
}

fn row(petition: &ExportedPetition, duty: Option<&ExportedDuty>) -> [String; COLUMNS.len()] {
    let of = |value: fn(&ExportedDuty) -> String| duty.map(value).unwrap_or_default();
    [
        petition.number.clone(),
        petition.class.unwrap_or_default().to_owned(),
        petition.category.clone().unwrap_or_default(),
        petition.place.clone().unwrap_or_default(),
        petition.unit.clone(),
        petition.channel.to_owned(),
        petition.state.to_owned(),
        petition.registered_at.clone(),
        petition.recorded_at.clone(),
        petition.answered_at.clone().unwrap_or_default(),
        of(|duty| duty.rulebook.clone()),
        of(|duty| duty.term.clone()),
        of(|duty| duty.duty.to_owned()),
        of(|duty| duty.opened_at.clone()),
        of(|duty| duty.due_date.clone()),
        of(|duty| duty.due_at.clone()),
        of(|duty| duty.state.to_owned()),
        of(|duty| duty.met_at.clone().unwrap_or_default()),
        of(|duty| duty.late.to_string()),
        of(|duty| duty.provisional.to_string()),
    ]
}

/// A text that no spreadsheet takes for a formula.
pub(crate) fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Nobody takes the output.
pub(crate) fn closed(error: impl std::fmt::Display) -> ExportError {
    ExportError::Output(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn formulas_are_told_apart_from_texts() {
        for text in ["=1+1", "+86", "-1", "@SUM(A1)", "\tx"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        assert_eq!(guarded("2026-000001"), "2026-000001");
        assert_eq!(guarded(""), "");
    }
}
