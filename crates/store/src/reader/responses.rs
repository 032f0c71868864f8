//! Reads about responses to group visits.

use super::read::journal_row;
use super::{Read, Reader};
use crate::rows::{JournalRow, ResponseDutyRow, ResponseOrphans, ResponseRow, TokenHash};
use crate::statements::{reach, responses as sql, visits};
use crate::tx::{Columns, query_all, query_one};
use huiyin_domain::ids::{AuthorityId, ResponseId};
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// One response.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn response(
        &mut self,
        authority: AuthorityId,
        id: ResponseId,
    ) -> Read<Option<ResponseRow>> {
        let arguments = [authority.raw().into(), id.raw().into()];
        query_one(self.tx, &sql::RESPONSE, &arguments, response_row)
    }

    /// The responses that run now, the first begun first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn responses_running(
        &mut self,
        authority: AuthorityId,
        rows_max: u32,
    ) -> Read<Vec<ResponseRow>> {
        let arguments = [authority.raw().into(), i64::from(rows_max).into()];
        query_all(self.tx, &sql::RESPONSES_RUNNING, &arguments, response_row)
    }

    /// Responses before an id, the newest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn responses_before(
        &mut self,
        authority: AuthorityId,
        before: ResponseId,
        rows_max: u32,
    ) -> Read<Vec<ResponseRow>> {
        let arguments = [
            authority.raw().into(),
            before.raw().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::RESPONSES_BEFORE, &arguments, response_row)
    }

    /// The responses in which time has something to do up to an instant, the earliest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn responses_due(
        &mut self,
        authority: AuthorityId,
        up_to: Instant,
        rows_max: u32,
    ) -> Read<Vec<ResponseId>> {
        let arguments = [
            authority.raw().into(),
            up_to.micros().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::RESPONSES_DUE, &arguments, |row| {
            Ok(ResponseId::new(row.int(0)?))
        })
    }

    /// When time has something to do in a response next.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn next_response_moment(&mut self, authority: AuthorityId) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into()];
        let found = query_one(self.tx, &sql::RESPONSE_NEXT_MOMENT, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }

    /// What the journal says of one response, in order.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn journal_of_response(
        &mut self,
        authority: AuthorityId,
        id: ResponseId,
    ) -> Read<Vec<JournalRow>> {
        let arguments = [authority.raw().into(), id.raw().into()];
        query_all(self.tx, &sql::JOURNAL_OF_RESPONSE, &arguments, journal_row)
    }

    /// What is owed in the responses of an authority and not done, soonest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn response_duties(
        &mut self,
        authority: AuthorityId,
        rows_max: u32,
    ) -> Read<Vec<ResponseDutyRow>> {
        let arguments = [authority.raw().into(), i64::from(rows_max).into()];
        query_all(self.tx, &sql::DUTIES_OPEN, &arguments, |row| {
            Ok(ResponseDutyRow {
                response: ResponseId::new(row.int(0)?),
                duty: row.text(1)?,
                subject: row.text(2)?,
                number: row.int(3)?,
                step_post: row.optional_text(4)?,
                holder: row.optional_text(5)?,
                due_at: Instant::from_micros(row.int(6)?),
                breached_at: row.optional_int(7)?.map(Instant::from_micros),
                red: row.int(8)? != 0,
            })
        })
    }

    /// When the last drill of a plan that was run to its end ended.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn last_drill(&mut self, authority: AuthorityId, plan: &str) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into(), plan.into()];
        let found = query_one(self.tx, &sql::LAST_DRILL, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }

    /// The position of the last event of a response; nothing where there is none.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn response_version(
        &mut self,
        authority: AuthorityId,
        id: ResponseId,
    ) -> Read<Option<i64>> {
        let arguments = [authority.raw().into(), id.raw().into()];
        let found = query_one(self.tx, &sql::RESPONSE_VERSION, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten())
    }

    /// The response of a screen's link or key, and whether it is the key.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn board_screen(
        &mut self,
        authority: AuthorityId,
        token_hash: &TokenHash,
    ) -> Read<Option<(ResponseId, bool)>> {
        let arguments = [authority.raw().into(), token_hash.as_slice().into()];
        query_one(self.tx, &sql::SCREEN, &arguments, |row| {
            Ok((ResponseId::new(row.int(0)?), row.int(1)? != 0))
        })
    }

    /// How many links and screens a response has.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn board_screens(&mut self, authority: AuthorityId, id: ResponseId) -> Read<i64> {
        let arguments = [authority.raw().into(), id.raw().into()];
        let found = query_one(self.tx, &sql::SCREENS, &arguments, |row| row.int(0))?;
        Ok(found.unwrap_or(0))
    }

    /// The wrapped key of a response: no row, or a key that was destroyed, or the key.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn response_key(
        &mut self,
        authority: AuthorityId,
        id: ResponseId,
    ) -> Read<Option<Option<Vec<u8>>>> {
        let arguments = [authority.raw().into(), id.raw().into()];
        query_one(self.tx, &sql::RESPONSE_KEY, &arguments, |row| {
            row.optional_bytes(0)
        })
    }

    pub(super) fn response_orphans(&mut self) -> Read<ResponseOrphans> {
        let mut count = |statement| -> Read<i64> {
            Ok(query_one(self.tx, statement, &[], |row| row.int(0))?.unwrap_or(0))
        };
        Ok(ResponseOrphans {
            keys: count(&sql::ORPHAN_RESPONSE_KEYS)?,
            screens: count(&sql::ORPHAN_SCREENS)?,
            test_pages: count(&reach::ORPHAN_REACH_PAGES)?,
            visits: count(&visits::ORPHAN_VISITS)? + count(&visits::ORPHAN_VISIT_PACE)?,
            without_key: count(&sql::RESPONSES_WITHOUT_KEY)?,
        })
    }
}

fn response_row(row: &Columns<'_>) -> Read<ResponseRow> {
    Ok(ResponseRow {
        id: ResponseId::new(row.int(0)?),
        plan: row.text(1)?,
        version: row.text(2)?,
        place: row.text(3)?,
        people_min: row.optional_int(4)?,
        people_max: row.optional_int(5)?,
        level: row.optional_text(6)?,
        opened_at: Instant::from_micros(row.int(7)?),
        ended_at: row.optional_int(8)?.map(Instant::from_micros),
        red: row.int(9)? != 0,
        exercise: row.int(10)? != 0,
    })
}
