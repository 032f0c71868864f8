//! Whether something new is owed: how many duties came since a page was made, so that a page can say so
//! without moving what somebody reads.

use super::beside::Beside;
use super::climbed;
use super::danger::{self, is_counted};
use super::days::Days;
use super::filter::InboxFilter;
use super::seen::{alerted_by, sees};
use super::{Loaded, sight, units_of};
use crate::authorise::Principal;
use crate::commands::people::session::SESSION_MICROS_MAX;
use crate::error::AppError;
use crate::huiyin::{Huiyin, Shared};
use crate::organisation::OrganisationAt;
use crate::rules::Rules;
use huiyin_domain::ids::{ObligationId, Position, UnitId};
use huiyin_domain::organisation::Organisation;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{InboxQuery, InboxRow, InboxSight};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Duties that are looked at one by one, at most, of those that whoever asks may know of: the oldest of what is new.
const LOOKED_MAX: u32 = 500;
/// Rows that are read at a time.
const ROWS: u32 = 200;
/// The count stops here: more is "100 and more".
const NEWS_MAX: u32 = 100;

/// What came since a page of an inbox was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InboxNews {
    /// Duties that were opened since and that the filter lets through; the count stops at 100.
    pub new: u32,
    /// A word for each of what waits beside the duties now, where no filter narrows the list: calls to a response,
    /// visits, drills, tests, plans, seals, messages of petitioners, what was reported. What `beside` of the inbox did
    /// not have came since.
    pub beside: Vec<String>,
}

impl Huiyin {
    /// How many duties somebody owes that were put on record after an instant, at most the time of a session (seven
    /// days) ago: no page is older; and what waits beside them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn inbox_news(
        &self,
        who: &Principal,
        filter: InboxFilter,
        since: Instant,
    ) -> Result<InboxNews, AppError> {
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        let read = move |reader: &mut Reader<'_>| {
            let organisation = shared.organisation_read(reader, who.authority)?;
            let seen = (&filter, now);
            let most = climbed::SHOWN_MAX as u64;
            let beside = Beside::read(reader, (&shared, &who), &organisation, seen, most)?;
            Ok(InboxNews {
                new: count(reader, &shared, &who, seen, since)?,
                beside: beside.words(),
            })
        };
        self.store().read_short(read).await
    }
}

fn count(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    (filter, now): (&InboxFilter, Instant),
    since: Instant,
) -> Result<u32, AppError> {
    let since = since.max(now.plus_micros(-SESSION_MICROS_MAX));
    let next = Position::new(reader.position_until(who.authority, since)?.raw() + 1);
    // The last id that an event before it can have given to a duty.
    let after = ObligationId::new(ObligationId::opened_at(next, 0).raw() - 1);
    let organisation = shared.organisation_read(reader, who.authority)?;
    let rules = shared.rules_read(reader)?;
    let units = units_of(who, &organisation, filter);
    let days = Days::of(&rules, who.authority, now);
    let mut news = News {
        shared,
        who,
        filter,
        days,
        known: (&rules, &organisation),
        looked: 0,
        new: 0,
    };
    for (sight, units) in by_sight(who, &organisation, &units) {
        let query = filter.query(who, days);
        let query = InboxQuery {
            after: (query.after.0, after),
            rows_max: ROWS,
            sight,
            ..query
        };
        news.count(reader, &units, query)?;
    }
    if filter.danger || filter.begins_with_danger() {
        news.count_dangers(reader, &units, after)?;
    }
    Ok(news.new)
}

/// The units by what whoever asks may know of there: those that are alike are asked for in one walk.
fn by_sight(
    who: &Principal,
    organisation: &Organisation,
    units: &[UnitId],
) -> Vec<(InboxSight, Vec<UnitId>)> {
    let mut alike: Vec<(InboxSight, Vec<UnitId>)> = Vec::new();
    for unit in units.iter().copied() {
        let sight = sight(who, organisation, unit);
        match alike.iter_mut().find(|(one, _)| *one == sight) {
            Some((_, units)) => units.push(unit),
            None => alike.push((sight, vec![unit])),
        }
    }
    alike
}

/// What is counted, for whom and by which filter.
struct News<'a> {
    shared: &'a Shared,
    who: &'a Principal,
    filter: &'a InboxFilter,
    days: Days,
    known: (&'a Rules, &'a Arc<OrganisationAt>),
    /// Duties that were looked at and that they may know of.
    looked: u32,
    new: u32,
}

impl News<'_> {
    /// Counts what is new in units that are alike to whoever asks.
    fn count(
        &mut self,
        reader: &mut Reader<'_>,
        units: &[UnitId],
        mut query: InboxQuery,
    ) -> Result<(), AppError> {
        loop {
            let rows = reader.inbox_since(self.who.authority, units, &query)?;
            for row in &rows {
                if self.is_done() {
                    return Ok(());
                }
                self.look(reader, row, true)?;
            }
            match rows.last() {
                Some(row) if rows.len() == ROWS as usize => query.after.1 = row.obligation,
                _ => return Ok(()),
            }
        }
    }

    /// Counts what is new where people are in danger and what no walk of a unit finds: what a post of theirs was
    /// told of, and what of their units is not sorted yet.
    fn count_dangers(
        &mut self,
        reader: &mut Reader<'_>,
        units: &[UnitId],
        opened_after: ObligationId,
    ) -> Result<(), AppError> {
        let mut after = danger::FIRST;
        loop {
            let authority = self.who.authority;
            let rows = reader.inbox_in_danger(authority, opened_after, after, danger::ROWS)?;
            for row in &rows {
                if self.is_done() {
                    return Ok(());
                }
                let of_unit = units.contains(&row.unit);
                let sight = sight(self.who, self.known.1, row.unit);
                if !of_unit || !is_counted(sight, row) {
                    self.look(reader, row, of_unit)?;
                }
            }
            match rows.last() {
                Some(row) if rows.len() == danger::ROWS as usize => {
                    after = (row.due_at, row.obligation);
                }
                _ => return Ok(()),
            }
        }
    }

    const fn is_done(&self) -> bool {
        self.new == NEWS_MAX || self.looked == LOOKED_MAX
    }

    /// Looks at one duty, of their units or of whichever unit.
    fn look(
        &mut self,
        reader: &mut Reader<'_>,
        row: &InboxRow,
        of_unit: bool,
    ) -> Result<(), AppError> {
        let (who, filter) = (self.who, self.filter);
        if !filter.lets(row, who, self.days) {
            return Ok(());
        }
        let place = (who.authority, row.petition);
        let Some(loaded) = Loaded::among(reader, self.shared, self.known, place)? else {
            return Ok(());
        };
        if !of_unit && !alerted_by(who, &loaded, self.shared) {
            return Ok(());
        }
        let seen = sees(who, &loaded, self.shared, row.obligation);
        let put_off = loaded.case.put_off.is_told();
        // As in the list: whoever may not open it is told nothing by a filter.
        let told = seen.shown && (seen.may_open || !filter.tells());
        self.looked += u32::from(seen.shown);
        self.new += u32::from(told && (put_off || !filter.put_off));
        Ok(())
    }
}
