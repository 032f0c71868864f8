//! What was read of figures, and what was exported.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// See [`super::Event::FiguresRead`]. Who did is who the row is by; what the numbers were is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiguresRead {
    /// In which form.
    pub form: FiguresForm,
    /// What they were split by, such as `unit`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub split: Option<String>,
    /// Of duties opened on this day or later.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<Date>,
    /// Of duties opened on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<Date>,
}

/// In which form figures were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FiguresForm {
    /// A page of the desk.
    Page,
    /// The list behind a number, at the desk or by API.
    List,
    /// A file of comma-separated values.
    Csv,
    /// A workbook.
    Xlsx,
    /// For a program.
    Json,
    /// A table on a terminal.
    Table,
}

/// See [`super::Event::DataExported`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataExported {
    /// What was exported, such as `petitions`.
    pub what: String,
    /// In which format.
    pub format: String,
    /// How many petitions the file was to hold: all on record when the export began.
    pub rows: u64,
}
