//! Reads about work on petitions: the open parts of one, inboxes, what is due.

use super::read::{journal_row, obligation_row, word};
use super::{Read, Reader};
use crate::rows::{
    InboxQuery, InboxRow, InboxSight, JournalRow, ObligationRow, OwedCounts, OwedQuery, SealedText,
    told_post, told_staff,
};
use crate::statements::casework as sql;
use crate::tx::{Columns, Value, query_all, query_one};
use huiyin_domain::ids::{
    AuthorityId, ObligationId, PetitionId, Position, PostId, StaffId, UnitId,
};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Class, MatterAt, PetitionState};
use huiyin_domain::rulebook::{Duty, EventName};
use huiyin_domain::time::Instant;

/// Sorts after every code of a category.
const AFTER_EVERY_CODE: &str = "~";

impl Reader<'_> {
    /// The open parts of a petition's journal rows, oldest first.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn open_parts_of(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Read<Vec<Vec<u8>>> {
        let arguments = [authority.raw().into(), petition.raw().into()];
        query_all(self.tx, &sql::OPEN_PARTS_OF_PETITION, &arguments, |row| {
            row.bytes(1)
        })
    }

    /// The open parts of the rows that a petition got after a position, which is not before its first row:
    /// oldest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn open_parts_after(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
        last: Position,
    ) -> Read<Vec<Vec<u8>>> {
        let arguments = [
            authority.raw().into(),
            petition.raw().into(),
            last.raw().into(),
        ];
        query_all(self.tx, &sql::OPEN_PARTS_AFTER, &arguments, |row| {
            row.bytes(1)
        })
    }

    /// The sealed text of one row of a petition, with the wrapped key that opens it; nothing where either row
    /// is not there.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn sealed_text(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
        position: Position,
    ) -> Read<Option<SealedText>> {
        let arguments = [
            authority.raw().into(),
            petition.raw().into(),
            position.raw().into(),
        ];
        query_one(self.tx, &sql::SEALED_TEXT, &arguments, |row| {
            Ok(SealedText {
                position,
                wrapped_text_key: row.optional_bytes(0)?,
                sealed: row.optional_bytes(1)?,
            })
        })
    }

    /// One row of a journal.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn journal_row(
        &mut self,
        authority: AuthorityId,
        position: Position,
    ) -> Read<Option<JournalRow>> {
        let arguments = [authority.raw().into(), position.raw().into()];
        query_one(self.tx, &sql::JOURNAL_ROW, &arguments, journal_row)
    }

    /// One obligation.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn obligation(
        &mut self,
        authority: AuthorityId,
        id: ObligationId,
    ) -> Read<Option<ObligationRow>> {
        let arguments = [authority.raw().into(), id.raw().into()];
        query_one(self.tx, &sql::OBLIGATION, &arguments, obligation_row)
    }

    /// The petition with a number.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn petition_numbered(
        &mut self,
        authority: AuthorityId,
        number: PetitionNumber,
    ) -> Read<Option<PetitionId>> {
        let arguments = [
            authority.raw().into(),
            i64::from(number.year()).into(),
            i64::from(number.sequence()).into(),
        ];
        query_one(self.tx, &sql::PETITION_BY_NUMBER, &arguments, |row| {
            Ok(PetitionId::new(row.int(0)?))
        })
    }

    /// Petitions of one subject, or without one those at the place of a [`MatterAt`], that could be in sight: neither
    /// answered nor merged, in the span that it looks through, the newest `rows_max` before one, or of all. Of a
    /// subject not those at another place; at the place those without a subject and, where the matter has none, all;
    /// none where no place was told.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn petitions_alike(
        &mut self,
        authority: AuthorityId,
        subject: Option<&str>,
        matter: &MatterAt,
        (sight, before): (InboxSight, Option<(Instant, PetitionId)>),
        rows_max: u32,
    ) -> Read<Vec<(PetitionId, MatterAt)>> {
        let place = matter.place.as_deref();
        // A subject that no petition has leaves those that have none.
        let without = matter.category.as_ref().map(|_| "-");
        let (statement, of, other) = match (subject, place) {
            (Some(subject), _) => (&sql::PETITIONS_OF_SUBJECT, subject, place),
            (None, Some(place)) => (&sql::PETITIONS_AT_PLACE, place, without),
            (None, None) => return Ok(Vec::new()),
        };
        let (from, to) = matter.span();
        let (to, id) = before.unwrap_or((to, PetitionId::new(i64::MAX)));
        let [restricted, sorted_min, _] = seen(sight);
        let arguments = [
            authority.raw().into(),
            of.into(),
            from.micros().into(),
            to.micros().into(),
            id.raw().into(),
            other.into(),
            restricted,
            sorted_min,
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, statement, &arguments, |row| {
            let told = row.optional_text(1)?;
            let (place, category) = match subject {
                Some(subject) => (told, Some(subject.to_owned())),
                None => (matter.place.clone(), told),
            };
            let at = MatterAt {
                place,
                category,
                class: row.optional_text(3)?.as_deref().and_then(Class::parse),
                received_at: Instant::from_micros(row.int(2)?),
            };
            Ok((PetitionId::new(row.int(0)?), at))
        })
    }

    /// The petitions merged into one.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn merged_into(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Read<Vec<PetitionId>> {
        let arguments = [authority.raw().into(), petition.raw().into()];
        query_all(self.tx, &sql::MERGED_INTO, &arguments, |row| {
            Ok(PetitionId::new(row.int(0)?))
        })
    }

    /// Petitions with something due up to an instant, `rows_max` obligations at most, soonest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn due_petitions(
        &mut self,
        authority: AuthorityId,
        up_to: Instant,
        rows_max: u32,
    ) -> Read<Vec<(PetitionId, Instant)>> {
        let arguments = [
            authority.raw().into(),
            up_to.micros().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::DUE_PETITIONS, &arguments, |row| {
            Ok((
                PetitionId::new(row.int(0)?),
                Instant::from_micros(row.int(1)?),
            ))
        })
    }

    /// When the last row of any journal was recorded.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn last_recorded_at(&mut self) -> Read<Option<Instant>> {
        let found = query_one(self.tx, &sql::LAST_RECORDED_AT, &[], |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }

    /// When something is due next.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn next_moment(&mut self, authority: AuthorityId) -> Read<Option<Instant>> {
        let found = query_one(
            self.tx,
            &sql::NEXT_MOMENT,
            &[authority.raw().into()],
            |row| row.optional_int(0),
        )?;
        Ok(found.flatten().map(Instant::from_micros))
    }

    /// What a unit owes, soonest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn inbox_of(
        &mut self,
        authority: AuthorityId,
        unit: UnitId,
        query: &InboxQuery,
    ) -> Read<Vec<InboxRow>> {
        let arguments = asked(authority, unit.raw().into(), query);
        query_all(self.tx, &sql::INBOX_OF_UNIT, &arguments, inbox_row)
    }

    /// Duties of units in which whoever asks sees the same, opened after the id of `query.after` and open still,
    /// oldest first: what [`Reader::inbox_of`] would let through.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn inbox_since(
        &mut self,
        authority: AuthorityId,
        units: &[UnitId],
        query: &InboxQuery,
    ) -> Read<Vec<InboxRow>> {
        let units: Vec<String> = units.iter().map(|unit| unit.raw().to_string()).collect();
        let arguments = asked(authority, format!(",{},", units.join(",")).into(), query);
        query_all(self.tx, &sql::INBOX_SINCE, &arguments, inbox_row)
    }

    /// Open duties on petitions from which people are in danger, opened after an id, soonest first, whoever owes
    /// them: after one, its end and id.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn inbox_in_danger(
        &mut self,
        authority: AuthorityId,
        opened_after: ObligationId,
        after: (Instant, ObligationId),
        rows_max: u32,
    ) -> Read<Vec<InboxRow>> {
        let arguments = [
            authority.raw().into(),
            opened_after.raw().into(),
            after.0.micros().into(),
            after.1.raw().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::INBOX_IN_DANGER, &arguments, inbox_row)
    }

    /// Duties of whichever unit that are late and were reported to one of these posts or to this person, the oldest
    /// first, after one: its end and id.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn inbox_climbed(
        &mut self,
        (authority, now): (AuthorityId, Instant),
        (posts, staff): (&[PostId], StaffId),
        after: (Instant, ObligationId),
        rows_max: u32,
    ) -> Read<Vec<InboxRow>> {
        let posts = posts.iter().map(|post| told_post(*post));
        let told = posts.chain([told_staff(staff)]);
        let told: String = told.map(|word| format!(",{word}")).collect();
        let arguments = [
            authority.raw().into(),
            now.micros().into(),
            after.0.micros().into(),
            after.1.raw().into(),
            format!("{told},").into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::INBOX_CLIMBED, &arguments, inbox_row)
    }

    /// How many duties of a unit are open, on petitions that somebody may know of and that have no bar, among those
    /// that are soonest.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn owed_counts(
        &mut self,
        authority: AuthorityId,
        unit: UnitId,
        query: &OwedQuery<'_>,
    ) -> Read<OwedCounts> {
        let arguments = [authority.raw().into(), unit.raw().into()];
        let rest = [
            posts(query.own),
            i64::from(query.count_max).into(),
            query.now.micros().into(),
            query.today_ends.micros().into(),
            query.week_ends.micros().into(),
        ];
        let arguments = arguments.into_iter().chain(seen(query.sight)).chain(rest);
        let arguments: Vec<Value> = arguments.collect();
        let found = query_one(self.tx, &sql::OWED_COUNTS, &arguments, |row| {
            Ok(OwedCounts {
                all: row.int(0)?.unsigned_abs(),
                late: row.int(1)?.unsigned_abs(),
                today: row.int(2)?.unsigned_abs(),
                week: row.int(3)?.unsigned_abs(),
                untaken: row.int(4)?.unsigned_abs(),
            })
        })?;
        Ok(found.unwrap_or_default())
    }

    /// The open duties of a unit on petitions that complain of a unit or post, soonest first, after one: its end
    /// and id. Of the posts that `query` names.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn owed_with_bars(
        &mut self,
        authority: AuthorityId,
        unit: UnitId,
        query: &OwedQuery<'_>,
        after: (Instant, ObligationId),
        rows_max: u32,
    ) -> Read<Vec<(PetitionId, ObligationId, Instant)>> {
        let arguments = [authority.raw().into(), unit.raw().into()];
        let rest = [
            posts(query.own),
            after.0.micros().into(),
            after.1.raw().into(),
            i64::from(rows_max).into(),
        ];
        let arguments = arguments.into_iter().chain(seen(query.sight)).chain(rest);
        let arguments: Vec<Value> = arguments.collect();
        query_all(self.tx, &sql::OWED_WITH_BARS, &arguments, |row| {
            Ok((
                PetitionId::new(row.int(0)?),
                ObligationId::new(row.int(1)?),
                Instant::from_micros(row.int(2)?),
            ))
        })
    }
}

/// What an inbox is asked for, as the statements compare it: of one unit or of several.
fn asked(authority: AuthorityId, of: Value, query: &InboxQuery) -> Vec<Value> {
    let (first, last) = match &query.category {
        Some(code) => (code.clone(), format!("{code}{AFTER_EVERY_CODE}")),
        None => (String::new(), AFTER_EVERY_CODE.to_owned()),
    };
    let arguments = [
        authority.raw().into(),
        of,
        query.after.0.micros().into(),
        query.after.1.raw().into(),
        query.before.micros().into(),
        query.term.as_deref().into(),
        first.into(),
        last.into(),
        query.state.map(PetitionState::word).into(),
        query.class.map(Class::word).into(),
    ];
    let rest = [
        posts(query.own.as_deref()),
        i64::from(query.rows_max).into(),
    ];
    let arguments = arguments.into_iter().chain(seen(query.sight)).chain(rest);
    arguments.collect()
}

/// Posts, as the statements look for one among them.
fn posts(own: Option<&[PostId]>) -> Value {
    let own = own.map(|posts| {
        let ids = posts.iter().map(|post| format!(",{}", post.raw()));
        format!("{},", ids.collect::<String>())
    });
    own.into()
}

/// What somebody may know of, as the statements compare it.
fn seen(sight: InboxSight) -> [Value; 3] {
    // Sorted is 0 or 1: at least 2 is none.
    let sorted_min = match (sight.works, sight.unsorted) {
        (false, _) => 2,
        (true, false) => 1,
        (true, true) => 0,
    };
    [
        i64::from(sight.restricted).into(),
        i64::from(sorted_min).into(),
        sight.post.map(PostId::raw).into(),
    ]
}

fn inbox_row(row: &Columns<'_>) -> Read<InboxRow> {
    let year = i16::try_from(row.int(15)?).unwrap_or(i16::MAX);
    let sequence = u32::try_from(row.int(16)?).unwrap_or(u32::MAX);
    Ok(InboxRow {
        obligation: ObligationId::new(row.int(0)?),
        petition: PetitionId::new(row.int(1)?),
        term: row.text(2)?,
        duty: word(row, 3, Duty::parse)?,
        unit: UnitId::new(row.int(4)?),
        due_date: word(row, 5, |text| text.parse().ok())?,
        due_at: Instant::from_micros(row.int(6)?),
        provisional: row.flag(7)?,
        post: row.optional_int(8)?.map(PostId::new),
        breached_at: row.optional_int(9)?.map(Instant::from_micros),
        step: u8::try_from(row.int(10)?).unwrap_or(u8::MAX),
        paused: row.optional_text(11)?.as_deref().and_then(EventName::parse),
        rulebook: (row.text(12)?, row.text(13)?),
        opened_at: Instant::from_micros(row.int(14)?),
        number: PetitionNumber::new(year, sequence),
        state: word(row, 17, PetitionState::parse)?,
        class: row.optional_text(18)?.as_deref().and_then(Class::parse),
        category: row.optional_text(19)?,
        place: row.optional_text(20)?,
        restricted: row.flag(21)?,
        sorted: row.flag(22)?,
        danger: row.flag(23)?,
        handler: row.optional_int(24)?.map(StaffId::new),
        responsible: UnitId::new(row.int(25)?),
    })
}
