//! What was read of figures, which lists auditors and supervisors read, and what was exported.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// See [`super::Event::ListRead`]. Who did is who the row is by; which petitions stood in it is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListRead {
    /// Which list.
    pub list: ReadList,
    /// What it was narrowed to, as its address has it: ids, codes and words of closed lists only.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub filter: BTreeMap<String, String>,
}

/// A list that tells of more than one petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadList {
    /// What is owed: an inbox, and what units owe.
    Inbox,
    /// What was refused to staff.
    Refusals,
    /// The seal's uses.
    SealUses,
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
