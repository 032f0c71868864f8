//! Typed reads: from a snapshot, or from inside the writer's transaction.

mod administered;
mod announcements;
mod casework;
mod codes;
mod desk;
mod drafts;
mod drills;
mod figures;
mod letters;
mod notices;
mod official_seal;
mod people;
mod plans;
mod published;
mod ratings;
mod reach;
mod read;
mod responses;
mod rulebooks;
mod texts;
mod uploads;
mod visits;

pub use administered::Administered;
pub use desk::{PutOffRow, RegisteredRow};
pub use ratings::RatingSum;
pub(crate) use read::whole_row;
pub use rulebooks::RulebookWaitingRow;

use crate::StoreError;
use crate::rows::{
    AuthorityRow, IdempotencyRow, ImportedRecord, JournalRow, LoadedDataRow, NumbersOfYear,
    ObligationRow, Orphans, PetitionKeys, PetitionRow, PlaceRow,
};
use crate::statements as sql;
use crate::tx::{Tx, query_all, query_one};
use huiyin_domain::event::{AuthorityAbove, ContactText};
use huiyin_domain::ids::{AuthorityId, ObligationId, PetitionId, Position};
use huiyin_domain::language::Bilingual;
use huiyin_domain::organisation::Level;
use huiyin_domain::time::Instant;
use read::{journal_row, obligation_row, obligations_begin, obligations_end, petition_row};

/// Reads rows.
pub struct Reader<'a> {
    tx: &'a mut dyn Tx,
}

type Read<T> = Result<T, StoreError>;

impl<'a> Reader<'a> {
    pub(crate) fn new(tx: &'a mut dyn Tx) -> Self {
        Self { tx }
    }

    /// Every journal's last position, by authority.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn heads(&mut self) -> Read<Vec<(AuthorityId, i64)>> {
        query_all(self.tx, &sql::HEADS, &[], |row| {
            Ok((AuthorityId::new(row.int(0)?), row.int(1)?))
        })
    }

    /// Every journal's last row, by authority, whatever its head says.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn journal_ends(&mut self) -> Read<Vec<(AuthorityId, i64)>> {
        query_all(self.tx, &sql::JOURNAL_ENDS, &[], |row| {
            Ok((AuthorityId::new(row.int(0)?), row.int(1)?))
        })
    }

    /// One journal's last position; 0 when it is empty.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn head_position(&mut self, authority: AuthorityId) -> Read<i64> {
        let found = query_one(
            self.tx,
            &sql::HEAD_POSITION,
            &[authority.raw().into()],
            |row| row.int(0),
        )?;
        Ok(found.unwrap_or(0))
    }

    /// The last position of a journal that was recorded up to an instant; 0 where none was. No row is recorded
    /// earlier than the one before it (RULES 1.1), so it is found by halving.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn position_until(
        &mut self,
        authority: AuthorityId,
        until: Instant,
    ) -> Result<Position, StoreError> {
        let (mut known, mut beyond) = (0, self.head_position(authority)? + 1);
        while beyond - known > 1 {
            let middle = known + (beyond - known) / 2;
            let arguments = [authority.raw().into(), middle.into()];
            let at = query_one(self.tx, &sql::RECORDED_AT, &arguments, |row| row.int(0))?;
            match at.is_some_and(|at| at <= until.micros()) {
                true => known = middle,
                false => beyond = middle,
            }
        }
        Ok(Position::new(known))
    }

    /// All authorities.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn authorities(&mut self) -> Read<Vec<AuthorityRow>> {
        query_all(self.tx, &sql::AUTHORITIES, &[], |row| {
            Ok(AuthorityRow {
                id: AuthorityId::new(row.int(0)?),
                key: row.text(1)?,
                name: Bilingual::new(row.text(2)?, row.text(3)?),
                zone: row.text(4)?,
                rulebook: row.text(5)?,
                origin: row.text(6)?,
                verifying_key: row.text(7)?,
                level: row.optional_text(8)?.as_deref().and_then(Level::parse),
                contact: ContactText {
                    address: Bilingual::new(row.text(9)?, row.text(10)?),
                    phone: row.text(11)?,
                    hours: Bilingual::new(row.text(12)?, row.text(13)?),
                },
                above: AuthorityAbove {
                    authority: Some(row.int(14)?)
                        .filter(|id| *id != 0)
                        .map(AuthorityId::new),
                    name: Bilingual::new(row.text(15)?, row.text(16)?),
                },
                emblem: row.text(17)?,
            })
        })
    }

    /// All places of all authorities.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn places(&mut self) -> Read<Vec<PlaceRow>> {
        query_all(self.tx, &sql::PLACES, &[], |row| {
            Ok(PlaceRow {
                authority: AuthorityId::new(row.int(0)?),
                id: row.text(1)?,
                name: Bilingual::new(row.text(2)?, row.text(3)?),
                closed: row.flag(4)?,
            })
        })
    }

    /// Every version of every calendar and rulebook, in order of loading.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn loaded_data(&mut self) -> Read<Vec<LoadedDataRow>> {
        query_all(self.tx, &sql::LOADED_DATA, &[], |row| {
            Ok(LoadedDataRow {
                kind: row.text(0)?,
                id: row.text(1)?,
                version: row.text(2)?,
                content: row.text(3)?,
            })
        })
    }

    /// One petition.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn petition(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Read<Option<PetitionRow>> {
        query_one(
            self.tx,
            &sql::PETITION,
            &[authority.raw().into(), petition.raw().into()],
            petition_row,
        )
    }

    /// Petitions after one, in order of registration, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn petitions_after(
        &mut self,
        authority: AuthorityId,
        after: PetitionId,
        rows_max: u32,
    ) -> Read<Vec<PetitionRow>> {
        let arguments = [
            authority.raw().into(),
            after.raw().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::PETITIONS_AFTER, &arguments, petition_row)
    }

    /// How many petitions an authority has.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn petition_count(&mut self, authority: AuthorityId) -> Read<u64> {
        let found = query_one(
            self.tx,
            &sql::PETITION_COUNT,
            &[authority.raw().into()],
            |row| row.int(0),
        )?;
        Ok(found.unwrap_or(0).unsigned_abs())
    }

    /// The numbers given, by year.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn numbers_of_years(&mut self, authority: AuthorityId) -> Read<Vec<NumbersOfYear>> {
        query_all(
            self.tx,
            &sql::NUMBERS_OF_YEARS,
            &[authority.raw().into()],
            |row| {
                Ok(NumbersOfYear {
                    year: row.int(0)?,
                    count: row.int(1)?,
                    first: row.int(2)?,
                    last: row.int(3)?,
                })
            },
        )
    }

    /// What is owed on one petition, oldest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn obligations_of(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Read<Vec<ObligationRow>> {
        let arguments = [
            authority.raw().into(),
            petition.raw().into(),
            obligations_begin(petition).into(),
            obligations_end(petition).into(),
        ];
        query_all(
            self.tx,
            &sql::OBLIGATIONS_OF_PETITION,
            &arguments,
            obligation_row,
        )
    }

    /// What is owed on the petitions after `after`, through `through`.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn obligations_between(
        &mut self,
        authority: AuthorityId,
        after: PetitionId,
        through: PetitionId,
    ) -> Read<Vec<ObligationRow>> {
        let arguments = [
            authority.raw().into(),
            after.raw().into(),
            through.raw().into(),
            obligations_end(after).into(),
            obligations_end(through).into(),
        ];
        query_all(
            self.tx,
            &sql::OBLIGATIONS_OF_PETITIONS,
            &arguments,
            obligation_row,
        )
    }

    /// Open obligations that were counted with one version of a calendar, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn obligations_counted_with(
        &mut self,
        authority: AuthorityId,
        calendar: (&str, &str),
        after: ObligationId,
        rows_max: u32,
    ) -> Read<Vec<ObligationRow>> {
        let arguments = [
            authority.raw().into(),
            calendar.0.into(),
            calendar.1.into(),
            after.raw().into(),
            i64::from(rows_max).into(),
        ];
        query_all(
            self.tx,
            &sql::OBLIGATIONS_COUNTED_WITH,
            &arguments,
            obligation_row,
        )
    }

    /// The versions of a calendar that open obligations were counted with.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn versions_counted_with(
        &mut self,
        authority: AuthorityId,
        calendar: &str,
    ) -> Read<Vec<String>> {
        query_all(
            self.tx,
            &sql::VERSIONS_COUNTED_WITH,
            &[authority.raw().into(), calendar.into()],
            |row| row.text(0),
        )
    }

    /// The journal after a position, in order, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn journal_after(
        &mut self,
        authority: AuthorityId,
        after: Position,
        rows_max: u32,
    ) -> Read<Vec<JournalRow>> {
        let arguments = [
            authority.raw().into(),
            after.raw().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::JOURNAL_AFTER, &arguments, journal_row)
    }

    /// What the journal says of one petition, in order.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn journal_of(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Read<Vec<JournalRow>> {
        query_all(
            self.tx,
            &sql::JOURNAL_OF_PETITION,
            &[authority.raw().into(), petition.raw().into()],
            journal_row,
        )
    }

    /// What an import left about an external id.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn imported_record(
        &mut self,
        authority: AuthorityId,
        source: &str,
        external_id: &str,
    ) -> Read<Option<ImportedRecord>> {
        let arguments = [authority.raw().into(), source.into(), external_id.into()];
        query_one(self.tx, &sql::IMPORTED_RECORD, &arguments, |row| {
            Ok(ImportedRecord {
                petition: PetitionId::new(row.int(0)?),
                content_check: row.text(1)?,
            })
        })
    }

    /// An authority's wrapped log key.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn log_key(&mut self, authority: AuthorityId) -> Read<Option<Vec<u8>>> {
        query_one(self.tx, &sql::LOG_KEY, &[authority.raw().into()], |row| {
            row.bytes(0)
        })
    }

    /// A petition's wrapped data keys.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn petition_keys(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Read<Option<PetitionKeys>> {
        query_one(
            self.tx,
            &sql::PETITION_KEY,
            &[authority.raw().into(), petition.raw().into()],
            |row| {
                Ok(PetitionKeys {
                    wrapped_identity_key: row.optional_bytes(0)?,
                    wrapped_text_key: row.optional_bytes(1)?,
                })
            },
        )
    }

    /// What an earlier POST with this key was answered.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn idempotency(
        &mut self,
        authority: AuthorityId,
        principal: &str,
        key_hash: &[u8; 32],
    ) -> Read<Option<IdempotencyRow>> {
        let arguments = [
            authority.raw().into(),
            principal.into(),
            key_hash.as_slice().into(),
        ];
        query_one(self.tx, &sql::IDEMPOTENCY, &arguments, |row| {
            Ok(IdempotencyRow {
                request_hash: row.bytes(0)?,
                petition: PetitionId::new(row.int(1)?),
                sealed_response: row.bytes(2)?,
                created_at: Instant::from_micros(row.int(3)?),
            })
        })
    }

    /// Counts rows that belong to nothing.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn orphans(&mut self) -> Read<Orphans> {
        let people = self.people_orphans()?;
        let notices = self.notice_orphans()?;
        let responses = self.response_orphans()?;
        let draft_files = self.draft_orphans()?;
        let upload_parts = self.upload_orphans()?;
        let mut count = |statement| {
            Ok::<i64, StoreError>(
                query_one(self.tx, statement, &[], |row| row.int(0))?.unwrap_or(0),
            )
        };
        Ok(Orphans {
            keys: count(&sql::ORPHAN_KEYS)?,
            codes: count(&sql::ORPHAN_CODES)?,
            idempotency: count(&sql::ORPHAN_IDEMPOTENCY)?,
            petitions_without_key: count(&sql::PETITIONS_WITHOUT_KEY)?,
            authorities_without_log_key: count(&sql::AUTHORITIES_WITHOUT_LOG_KEY)?,
            plan_drafts: count(&sql::plans::ORPHAN_PLAN_DRAFTS)?,
            roster_persons: count(&sql::plans::ORPHAN_ROSTER_PERSONS)?,
            people,
            notices,
            responses,
            draft_files,
            upload_parts,
            ratings: count(&sql::ratings::ORPHAN_RATINGS)?,
        })
    }

    pub(crate) fn tx(&mut self) -> &mut dyn Tx {
        self.tx
    }
}
