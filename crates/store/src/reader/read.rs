//! From columns to typed rows. What no row may hold is an error, never a guess.

use super::Read;
use crate::StoreError;
use crate::rows::{JournalRow, ObligationRow, Part, PetitionRow};
use crate::tx::{Columns, Value};
use huiyin_domain::deadline::Suspension;
use huiyin_domain::ids::{
    AuthorityId, OPENED_BY_ONE_EVENT_MAX, ObligationId, PetitionId, Position, PostId, ResponseId,
    StaffId, UnitId,
};
use huiyin_domain::language::Language;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::obligation::ObligationState;
use huiyin_domain::petition::{Channel, Class, PetitionState, Who};
use huiyin_domain::rulebook::{Duty, EventName};
use huiyin_domain::time::Instant;

pub(super) fn petition_row(row: &Columns<'_>) -> Read<PetitionRow> {
    let year = i16::try_from(row.int(1)?).unwrap_or(i16::MAX);
    let sequence = u32::try_from(row.int(2)?).unwrap_or(u32::MAX);
    Ok(PetitionRow {
        id: PetitionId::new(row.int(0)?),
        number: PetitionNumber::new(year, sequence),
        state: word(row, 3, PetitionState::parse)?,
        channel: word(row, 4, Channel::parse)?,
        class: row.optional_text(5)?.as_deref().and_then(Class::parse),
        category: row.optional_text(6)?,
        place: row.optional_text(7)?,
        language: word(row, 8, Language::parse)?,
        who: word(row, 9, Who::parse)?,
        misconduct: row.flag(10)?,
        unit: UnitId::new(row.int(11)?),
        registered_at: Instant::from_micros(row.int(12)?),
        recorded_at: Instant::from_micros(row.int(13)?),
        answered_at: row.optional_int(14)?.map(Instant::from_micros),
        branch: row
            .optional_int(15)?
            .and_then(|branch| u8::try_from(branch).ok()),
        restricted: row.flag(16)?,
        sorted: row.flag(17)?,
        danger: row.flag(18)?,
        handler: row.optional_int(19)?.map(StaffId::new),
        merged_into: row.optional_int(20)?.map(PetitionId::new),
    })
}

/// The first id of what a petition's first event can have opened.
pub(super) const fn obligations_begin(petition: PetitionId) -> i64 {
    petition
        .raw()
        .saturating_mul(OPENED_BY_ONE_EVENT_MAX as i64)
}

/// The first id after them.
pub(super) const fn obligations_end(petition: PetitionId) -> i64 {
    obligations_begin(petition).saturating_add(OPENED_BY_ONE_EVENT_MAX as i64)
}

pub(super) fn obligation_row(row: &Columns<'_>) -> Read<ObligationRow> {
    Ok(ObligationRow {
        id: ObligationId::new(row.int(0)?),
        petition: PetitionId::new(row.int(1)?),
        rulebook: row.text(2)?,
        rulebook_version: row.text(3)?,
        term: row.text(4)?,
        duty: word(row, 5, Duty::parse)?,
        unit: UnitId::new(row.int(6)?),
        state: word(row, 7, ObligationState::parse)?,
        opened_at: Instant::from_micros(row.int(8)?),
        zone: row.text(9)?,
        due_date: word(row, 10, |text| text.parse().ok())?,
        due_at: Instant::from_micros(row.int(11)?),
        provisional: row.flag(12)?,
        calendar: row.text(13)?,
        calendar_version: row.text(14)?,
        lifted: row.flag(15)?,
        met_at: row.optional_int(16)?.map(Instant::from_micros),
        post: row.optional_int(17)?.map(PostId::new),
        day_set: row.flag(18)?,
        next_at: row.optional_int(19)?.map(Instant::from_micros),
        breached_at: row.optional_int(20)?.map(Instant::from_micros),
        corrected: row.flag(21)?,
        extended: row.flag(22)?,
        step: u8::try_from(row.int(23)?).unwrap_or(u8::MAX),
        suspensions: word(row, 24, Suspension::list_from_text)?,
        paused: row.optional_text(25)?.as_deref().and_then(EventName::parse),
        waived_by: row.optional_text(26)?,
    })
}

pub(super) fn journal_row(row: &Columns<'_>) -> Read<JournalRow> {
    let part = |sealed: usize| -> Read<Part> {
        Ok(match row.optional_bytes(sealed)? {
            Some(bytes) => Part::Sealed(bytes),
            None => Part::Absent {
                salt: row.optional_bytes(sealed + 1)?.unwrap_or_default(),
            },
        })
    };
    Ok(JournalRow {
        authority: AuthorityId::new(row.int(0)?),
        position: Position::new(row.int(1)?),
        kind: row.text(2)?,
        petition: row.optional_int(3)?.map(PetitionId::new),
        recorded_at: Instant::from_micros(row.int(4)?),
        effective_at: Instant::from_micros(row.int(5)?),
        open: row.bytes(6)?,
        open_salt: row.bytes(7)?,
        identity: part(8)?,
        text: part(10)?,
        entry: row.bytes(12)?,
        staff: row.optional_int(13)?.map(StaffId::new),
        response: row.optional_int(14)?.map(ResponseId::new),
    })
}

/// Reads a word of a closed list; anything else is an inconsistent row, never a guess.
pub(super) fn word<T>(
    row: &Columns<'_>,
    column: usize,
    parse: impl Fn(&str) -> Option<T>,
) -> Read<T> {
    let text = row.text(column)?;
    parse(&text).ok_or(StoreError::Inconsistent {
        table: "state",
        row: format!("column {column}"),
        what: format!("{text:?} is not a word of the list"),
    })
}

/// A whole row of a table, in the order of its columns.
pub(crate) fn whole_row(row: &Columns<'_>, width: usize) -> Read<Vec<Value>> {
    (0..width).map(|column| row.0.value(column)).collect()
}
