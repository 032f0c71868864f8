//! Reads about the seal of an authority.

use super::read::word;
use super::{Read, Reader};
use crate::rows::SealWaitingRow;
use crate::statements::official_seal as sql;
use crate::tx::{Columns, query_all, query_one};
use huiyin_domain::event::Document;
use huiyin_domain::ids::{AuthorityId, PetitionId, Position, PostId};
use huiyin_domain::official_seal::{OfficialSeal, SealImage};
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// The seal of an authority as it stands.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub(super) fn official_seal(&mut self, authority: AuthorityId) -> Read<OfficialSeal> {
        let found = query_one(self.tx, &sql::SEAL_NOW, &[authority.raw().into()], seal_row)?;
        Ok(found.unwrap_or_default())
    }

    /// The documents that wait for the seal, the longest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn seal_waiting(
        &mut self,
        authority: AuthorityId,
        rows_max: u32,
    ) -> Read<Vec<SealWaitingRow>> {
        let arguments = [authority.raw().into(), i64::from(rows_max).into()];
        query_all(self.tx, &sql::SEAL_WAITING, &arguments, |row| {
            Ok(SealWaitingRow {
                petition: PetitionId::new(row.int(0)?),
                document: word(row, 1, Document::parse)?,
                since: Instant::from_micros(row.int(2)?),
            })
        })
    }

    /// The open parts of the events that said who keeps the seal or which image is set, the newest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn seal_changes(&mut self, authority: AuthorityId, rows_max: u32) -> Read<Vec<Vec<u8>>> {
        let arguments = [authority.raw().into(), i64::from(rows_max).into()];
        query_all(self.tx, &sql::SEAL_CHANGES, &arguments, |row| row.bytes(0))
    }

    /// The open parts of the uses of the seal before a position, the newest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn seals_set(
        &mut self,
        authority: AuthorityId,
        before: Position,
        rows_max: u32,
    ) -> Read<Vec<Vec<u8>>> {
        let arguments = [
            authority.raw().into(),
            before.raw().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::SEALS_SET, &arguments, |row| row.bytes(0))
    }
}

fn seal_row(row: &Columns<'_>) -> Read<OfficialSeal> {
    let documents = row.text(1)?;
    let image = match (row.optional_int(2)?, row.optional_text(3)?) {
        (Some(lodged), Some(digest)) => Some(SealImage {
            lodged: Position::new(lodged),
            digest,
        }),
        _ => None,
    };
    Ok(OfficialSeal {
        keeper: row.optional_int(0)?.map(PostId::new),
        documents: documents.split(',').filter_map(Document::parse).collect(),
        image,
    })
}
