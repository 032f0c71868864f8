//! Reads about the test of whether those on duty can be reached.

use super::read::word;
use super::{Read, Reader};
use crate::StoreError;
use crate::rows::{ReachPageRow, ReachSums, ReachTestRow};
use crate::statements::reach as sql;
use crate::tx::{Columns, query_all, query_one};
use huiyin_domain::ids::{AuthorityId, PersonId, Position, StaffId};
use huiyin_domain::plan::{Channel, Key};
use huiyin_domain::roster::TestState;
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// The last test of a plan.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn reach_test(&mut self, authority: AuthorityId, plan: &str) -> Read<Option<ReachTestRow>> {
        let arguments = [authority.raw().into(), plan.into()];
        query_one(self.tx, &sql::REACH_TEST, &arguments, test_row)
    }

    /// How each post stands in it, by the post's id; none once that is forgotten.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn reach_pages(&mut self, authority: AuthorityId, plan: &str) -> Read<Vec<ReachPageRow>> {
        let arguments = [authority.raw().into(), plan.into()];
        query_all(self.tx, &sql::REACH_PAGES, &arguments, page_row)
    }

    /// The plans whose test awaits an answer of somebody, and until when: the soonest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn reach_awaited(
        &mut self,
        authority: AuthorityId,
        staff: StaffId,
        now: Instant,
    ) -> Read<Vec<(String, Instant)>> {
        let arguments = [
            authority.raw().into(),
            staff.raw().into(),
            now.micros().into(),
        ];
        query_all(self.tx, &sql::REACH_AWAITED, &arguments, |row| {
            Ok((row.text(0)?, Instant::from_micros(row.int(1)?)))
        })
    }

    /// The plans in whose test time has something to do up to an instant.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn reach_plans_due(&mut self, authority: AuthorityId, up_to: Instant) -> Read<Vec<String>> {
        let arguments = [authority.raw().into(), up_to.micros().into()];
        query_all(self.tx, &sql::REACH_PLANS_DUE, &arguments, |row| {
            row.text(0)
        })
    }

    /// When time next has something to do in a test.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn next_reach_moment(&mut self, authority: AuthorityId) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into()];
        let found = query_one(self.tx, &sql::REACH_NEXT_MOMENT, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }
}

fn count(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(0)
}

fn test_row(row: &Columns<'_>) -> Read<ReachTestRow> {
    let counted = row.optional_int(5)?.map(Instant::from_micros);
    let mut sums = [0; 4];
    for (sum, column) in sums.iter_mut().zip(6..) {
        *sum = count(row.optional_int(column)?.unwrap_or(0));
    }
    let [reached, silent, no_channel, unheld] = sums;
    let sums = ReachSums {
        reached,
        silent,
        no_channel,
        unheld,
    };
    Ok(ReachTestRow {
        position: Position::new(row.int(0)?),
        version: row.text(1)?,
        sent_at: Instant::from_micros(row.int(2)?),
        until_at: Instant::from_micros(row.int(3)?),
        posts: count(row.int(4)?),
        counted: counted.map(|at| (at, sums)),
    })
}

fn page_row(row: &Columns<'_>) -> Read<ReachPageRow> {
    let ways = row.text(4)?;
    let ways = ways.split(',').filter(|word| !word.is_empty());
    let way = |word: &str| {
        Channel::parse(word).ok_or_else(|| StoreError::Inconsistent {
            table: "reach_page",
            row: row.text(0).unwrap_or_default(),
            what: format!("no channel is called {word}"),
        })
    };
    Ok(ReachPageRow {
        post: Key::new(&row.text(0)?),
        number: count(row.int(1)?),
        holder: row.optional_text(2)?.map(|id| Key::new(&id)),
        staff: row.optional_int(3)?.map(StaffId::new),
        person: row.optional_int(6)?.map(PersonId::new),
        ways: ways.map(way).collect::<Read<_>>()?,
        state: word(row, 5, TestState::parse)?,
    })
}
