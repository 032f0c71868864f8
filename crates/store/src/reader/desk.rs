//! Reads of what the desk keeps for staff alone.

use super::{Read, Reader};
use crate::rows::{RefusedKey, RefusedRow};
use crate::statements::{casework, desk as sql};
use crate::tx::{query_all, query_one};
use huiyin_domain::ids::{AuthorityId, PetitionId, Position, StaffId};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::time::Instant;

/// A registration: which petition, and what its first event says.
pub struct RegisteredRow {
    /// The petition.
    pub petition: PetitionId,
    /// Its number.
    pub number: PetitionNumber,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The open part of its first event.
    pub open: Vec<u8>,
}

/// That a unit objected to having a petition, or asked for more time.
pub struct PutOffRow {
    /// Where it stands in the journal.
    pub position: Position,
    /// The petition.
    pub petition: PetitionId,
    /// When it was recorded.
    pub recorded_at: Instant,
}

impl Reader<'_> {
    /// The petitions that came after a position of the journal, up to another one, the newest first, `rows_max` at
    /// most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn registered_between(
        &mut self,
        authority: AuthorityId,
        (after, last): (Position, Position),
        rows_max: u32,
    ) -> Read<Vec<RegisteredRow>> {
        let arguments = [
            authority.raw().into(),
            after.raw().into(),
            last.raw().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &casework::REGISTERED_BETWEEN, &arguments, |row| {
            let year = i16::try_from(row.int(1)?).unwrap_or(i16::MAX);
            let sequence = u32::try_from(row.int(2)?).unwrap_or(u32::MAX);
            Ok(RegisteredRow {
                petition: PetitionId::new(row.int(0)?),
                number: PetitionNumber::new(year, sequence),
                recorded_at: Instant::from_micros(row.int(3)?),
                open: row.bytes(4)?,
            })
        })
    }

    /// The views that somebody saved, sealed.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn saved_views(&mut self, authority: AuthorityId, staff: StaffId) -> Read<Option<Vec<u8>>> {
        let arguments = [authority.raw().into(), staff.raw().into()];
        query_one(self.tx, &sql::SAVED_VIEWS, &arguments, |row| row.bytes(0))
    }

    /// Petitions with a message that waits to be answered or marked read, and since when: the longest first, after one,
    /// `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn unread(
        &mut self,
        authority: AuthorityId,
        after: (Instant, PetitionId),
        rows_max: u32,
    ) -> Read<Vec<(Instant, PetitionId)>> {
        let arguments = [
            authority.raw().into(),
            after.0.micros().into(),
            after.1.raw().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::UNREAD, &arguments, |row| {
            let since = Instant::from_micros(row.int(0)?);
            Ok((since, PetitionId::new(row.int(1)?)))
        })
    }

    /// Where units objected to having a petition or asked for more time, before a position of the journal: the newest
    /// first, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn put_off_before(
        &mut self,
        authority: AuthorityId,
        before: Position,
        rows_max: u32,
    ) -> Read<Vec<PutOffRow>> {
        let arguments = [
            authority.raw().into(),
            before.raw().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::PUT_OFF_BEFORE, &arguments, |row| {
            Ok(PutOffRow {
                position: Position::new(row.int(0)?),
                petition: PetitionId::new(row.int(1)?),
                recorded_at: Instant::from_micros(row.int(2)?),
            })
        })
    }

    /// Who has a petition open since an instant, the last first, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn present(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
        since: Instant,
        rows_max: u32,
    ) -> Read<Vec<(StaffId, Instant)>> {
        let arguments = [
            authority.raw().into(),
            petition.raw().into(),
            since.micros().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::PRESENT, &arguments, |row| {
            Ok((StaffId::new(row.int(0)?), Instant::from_micros(row.int(1)?)))
        })
    }

    /// The oldest note of who has a petition open.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn first_presence(&mut self, authority: AuthorityId) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into()];
        let found = query_one(self.tx, &sql::PRESENCE_FIRST, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }

    /// The row with which a refusal is counted, if there is one.
    ///
    /// # Errors
    /// When the engine fails.
    pub(crate) fn refused_known(
        &mut self,
        authority: AuthorityId,
        key: &RefusedKey,
    ) -> Read<Option<i64>> {
        let (year, sequence) = RefusedKey::parts(key.number);
        let arguments = [
            authority.raw().into(),
            key.staff.raw().into(),
            key.hour_at.micros().into(),
            key.wish.as_str().into(),
            year.into(),
            sequence.into(),
            key.code.into(),
        ];
        query_one(self.tx, &sql::REFUSED_KNOWN, &arguments, |row| row.int(0))
    }

    /// How many rows of refusals somebody has in an hour, and whether one of them counts this.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn refused_in_hour(
        &mut self,
        authority: AuthorityId,
        key: &RefusedKey,
    ) -> Read<(i64, bool)> {
        let arguments = [
            authority.raw().into(),
            key.staff.raw().into(),
            key.hour_at.micros().into(),
        ];
        let rows = query_one(self.tx, &sql::REFUSED_IN_HOUR, &arguments, |row| row.int(0))?;
        let known = self.refused_known(authority, key)?;
        Ok((rows.unwrap_or(0), known.is_some()))
    }

    /// The refusals before one, the newest first, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn refused_attempts(
        &mut self,
        authority: AuthorityId,
        before: Option<i64>,
        rows_max: u32,
    ) -> Read<Vec<RefusedRow>> {
        let arguments = [
            authority.raw().into(),
            before.unwrap_or(i64::MAX).into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::REFUSED, &arguments, |row| {
            Ok(RefusedRow {
                id: row.int(0)?,
                staff: StaffId::new(row.int(1)?),
                wish: row.text(2)?,
                number: RefusedKey::number(row.int(3)?, row.int(4)?),
                times: row.int(5)?,
                first_at: Instant::from_micros(row.int(6)?),
                last_at: Instant::from_micros(row.int(7)?),
                code: row.text(8)?,
            })
        })
    }

    /// The oldest hour in which something was refused.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn first_refused(&mut self, authority: AuthorityId) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into()];
        let found = query_one(self.tx, &sql::REFUSED_FIRST, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }
}
