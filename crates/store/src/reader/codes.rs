//! Reads of tracking codes, of which the store has keyed hashes only.

use super::{Read, Reader};
use crate::rows::{CodeRow, ReplacedCode};
use crate::statements::{self as common, casework as sql};
use crate::tx::{query_all, query_one};
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// The petitions of an authority that a code opens which acts for this petition, of whichever authority.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn petitions_of_same_code(
        &mut self,
        at: AuthorityId,
        (authority, petition): (AuthorityId, PetitionId),
    ) -> Read<Vec<PetitionId>> {
        let arguments = [
            at.raw().into(),
            authority.raw().into(),
            petition.raw().into(),
        ];
        query_all(self.tx, &sql::PETITIONS_OF_SAME_CODE, &arguments, |row| {
            Ok(PetitionId::new(row.int(0)?))
        })
    }

    /// That a code was replaced after an instant; the last time.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn replaced_code(
        &mut self,
        authority: AuthorityId,
        code_hash: &[u8; 32],
        after: Instant,
    ) -> Read<Option<ReplacedCode>> {
        let arguments = [
            authority.raw().into(),
            code_hash.as_slice().into(),
            after.micros().into(),
        ];
        query_one(self.tx, &sql::REPLACED_CODE, &arguments, |row| {
            Ok(ReplacedCode {
                petition: PetitionId::new(row.int(0)?),
                replaced_at: Instant::from_micros(row.int(1)?),
                by_contact: row.flag(2)?,
            })
        })
    }

    /// For whom of those who speak for a group a code of a petition was made that replaced one at an instant; nothing
    /// where none was.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn renewed_for(
        &mut self,
        (authority, petition): (AuthorityId, PetitionId),
        at: Instant,
    ) -> Read<Option<Option<u8>>> {
        let arguments = [
            authority.raw().into(),
            petition.raw().into(),
            at.micros().into(),
        ];
        query_one(self.tx, &sql::RENEWED_FOR, &arguments, |row| {
            Ok(row.optional_int(0)?.and_then(|nth| nth.try_into().ok()))
        })
    }

    /// The petitions behind a tracking code's keyed hash, oldest first, and what the code may do with
    /// each. A code that ended opens nothing.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn petitions_of_code(
        &mut self,
        authority: AuthorityId,
        code_hash: &[u8; 32],
    ) -> Read<Vec<CodeRow>> {
        let arguments = [authority.raw().into(), code_hash.as_slice().into()];
        query_all(self.tx, &common::TRACKING_CODE, &arguments, |row| {
            Ok(CodeRow {
                petition: PetitionId::new(row.int(0)?),
                acting: row.flag(1)?,
                renewed_at: row.optional_int(2)?.map(Instant::from_micros),
                representative: row.optional_int(3)?.and_then(|nth| nth.try_into().ok()),
            })
        })
    }
}
