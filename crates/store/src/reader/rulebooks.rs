//! Reads which versions of rulebooks wait for their day.

use super::read::word;
use super::{Read, Reader};
use crate::statements::rulebooks as sql;
use crate::tx::query_all;
use huiyin_domain::ids::INSTALLATION;
use jiff::civil::Date;

/// A version of a rulebook that waits for its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulebookWaitingRow {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The first day on which new petitions run under it.
    pub from: Date,
    /// The file.
    pub content: String,
}

impl Reader<'_> {
    /// The versions of rulebooks that wait, by their days.
    ///
    /// # Errors
    /// When the engine fails, or a row holds what no row may hold.
    pub fn rulebooks_waiting(&mut self) -> Read<Vec<RulebookWaitingRow>> {
        let arguments = [INSTALLATION.raw().into()];
        query_all(self.tx, &sql::RULEBOOKS_WAITING, &arguments, |row| {
            Ok(RulebookWaitingRow {
                id: row.text(0)?,
                version: row.text(1)?,
                from: word(row, 2, |text| text.parse().ok())?,
                content: row.text(3)?,
            })
        })
    }
}
