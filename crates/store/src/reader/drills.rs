//! Reads about the next drill of each plan.

use super::read::word;
use super::{Read, Reader};
use crate::rows::DrillDutyRow;
use crate::statements::drills as sql;
use crate::tx::{Columns, Value, query_all, query_one};
use huiyin_domain::event::Pinned;
use huiyin_domain::ids::{AuthorityId, Position, PostId, UnitId};
use huiyin_domain::obligation::{ObligationOpened, ObligationState, Owed};
use huiyin_domain::plan::NEXT_DRILL;
use huiyin_domain::rulebook::Duty;
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// The next drill of a plan, if one is owed.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn drill_duty(&mut self, authority: AuthorityId, plan: &str) -> Read<Option<DrillDutyRow>> {
        let arguments = [authority.raw().into(), plan.into()];
        query_one(self.tx, &sql::DRILL_DUTY_OF_PLAN, &arguments, duty_row)
    }

    /// The drills that an authority owes, soonest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn drill_duties(
        &mut self,
        authority: AuthorityId,
        rows_max: u32,
    ) -> Read<Vec<DrillDutyRow>> {
        let arguments = [authority.raw().into(), i64::from(rows_max).into()];
        query_all(self.tx, &sql::DRILL_DUTIES_OPEN, &arguments, duty_row)
    }

    /// Those in which time has something to do up to an instant, the earliest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn drill_duties_due(
        &mut self,
        authority: AuthorityId,
        up_to: Instant,
        rows_max: u32,
    ) -> Read<Vec<DrillDutyRow>> {
        let arguments = [
            authority.raw().into(),
            up_to.micros().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::DRILL_DUTIES_DUE, &arguments, duty_row)
    }

    /// When time has something to do in one of them next.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn next_drill_moment(&mut self, authority: AuthorityId) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into()];
        let found = query_one(self.tx, &sql::DRILL_DUTY_NEXT_MOMENT, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }

    /// Plans that were approved before drills were owed: their ids, and when they were approved last.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn plans_without_drill_duty(
        &mut self,
        authority: AuthorityId,
    ) -> Read<Vec<(String, Instant)>> {
        // A text is long: it is passed over for all plans but those that owe nothing yet.
        let id: Value = authority.raw().into();
        let arguments = [id.clone(), id.clone(), id];
        let found = query_all(self.tx, &sql::PLANS_WITHOUT_DRILL_DUTY, &arguments, |row| {
            Ok((row.text(0)?, row.optional_int(1)?.map(Instant::from_micros)))
        })?;
        let approved = found.into_iter().filter_map(|(plan, at)| Some((plan, at?)));
        Ok(approved.collect())
    }
}

fn duty_row(row: &Columns<'_>) -> Read<DrillDutyRow> {
    let at = |instant: Option<i64>| instant.map(Instant::from_micros);
    let few = |number: i64| u8::try_from(number).unwrap_or(u8::MAX);
    let opened = ObligationOpened {
        term: NEXT_DRILL.to_owned(),
        duty: Duty::House,
        unit: UnitId::new(row.int(5)?),
        from: Instant::from_micros(row.int(7)?),
        zone: row.text(8)?,
        due_date: word(row, 9, |text| text.parse().ok())?,
        due_at: Instant::from_micros(row.int(10)?),
        provisional: row.int(11)? != 0,
        post: row.optional_int(6)?.map(PostId::new),
        set: false,
        next_at: at(row.optional_int(17)?),
    };
    Ok(DrillDutyRow {
        id: Position::new(row.int(0)?),
        owed: Owed {
            opened,
            rulebook: Pinned {
                id: row.text(1)?,
                version: row.text(2)?,
            },
            calendar: Pinned {
                id: row.text(3)?,
                version: row.text(4)?,
            },
            state: word(row, 12, ObligationState::parse)?,
            ended_at: at(row.optional_int(13)?),
            breached_at: at(row.optional_int(14)?),
            corrected: false,
            suspensions: Vec::new(),
            paused: None,
            paused_from: None,
            extended: false,
            warned: few(row.int(15)?),
            step: few(row.int(16)?),
            told: Vec::new(),
            acknowledged: false,
            next_at: at(row.optional_int(17)?),
        },
    })
}
