//! Reads of what figures are made from.

use super::read::word;
use super::{Read, Reader};
use crate::rows::TimelinessRow;
use crate::statements as sql;
use crate::tx::query_all;
use huiyin_domain::ids::{AuthorityId, ObligationId, PetitionId, Position, UnitId};
use huiyin_domain::obligation::ObligationState;
use huiyin_domain::rulebook::Duty;
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// The open parts of the rows before a position that say who read figures or lists, or what was exported, the
    /// newest first.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn readings_before(
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
        query_all(self.tx, &sql::READINGS_BEFORE, &arguments, |row| {
            row.bytes(0)
        })
    }

    /// Hands every duty opened in `from..before` to `sink`, in no order; windows are no duties.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn timeliness(
        &mut self,
        authority: AuthorityId,
        from: Instant,
        before: Instant,
        mut sink: impl FnMut(TimelinessRow),
    ) -> Read<()> {
        let arguments = [
            authority.raw().into(),
            from.micros().into(),
            before.micros().into(),
        ];
        self.tx.query(&sql::TIMELINESS, &arguments, &mut |row| {
            sink(TimelinessRow {
                rulebook: row.text(0)?,
                rulebook_version: row.text(1)?,
                term: row.text(2)?,
                duty: word(row, 3, Duty::parse)?,
                unit: UnitId::new(row.int(4)?),
                category: row.optional_text(5)?,
                state: word(row, 6, ObligationState::parse)?,
                opened_at: Instant::from_micros(row.int(7)?),
                due_at: Instant::from_micros(row.int(8)?),
                met_at: row.optional_int(9)?.map(Instant::from_micros),
                provisional: row.flag(10)?,
                breached_at: row.optional_int(11)?.map(Instant::from_micros),
                corrected: row.flag(12)?,
                waived_by: row.optional_text(13)?,
                petition: PetitionId::new(row.int(14)?),
                id: ObligationId::new(row.int(15)?),
                barred: row.flag(16)?,
                responsible: UnitId::new(row.int(17)?),
                restricted: row.flag(18)?,
                sorted: row.flag(19)?,
            });
            Ok(())
        })
    }
}
