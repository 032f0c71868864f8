//! How much is owed, by the counters above the list.

use super::danger::Dangers;
use super::days::Days;
use super::filter::{InboxDue, InboxFilter};
use super::seen::sees;
use super::{COUNT_MAX, InboxCounts, sight};
use crate::authorise::Principal;
use crate::casework::Loaded;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::organisation::OrganisationAt;
use crate::rules::Rules;
use huiyin_domain::ids::{ObligationId, UnitId};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{OwedCounts, OwedQuery};
use std::sync::Arc;

/// Duties on petitions that complain of somebody here are read so many at a time.
const BARRED_ROWS: u32 = 100;

/// How much the units owe that whoever asks may know of; of their own posts alone where the filter asks for that.
pub(super) fn of(
    reader: &mut Reader<'_>,
    (shared, who): (&Shared, &Principal),
    (organisation, units): (&Arc<OrganisationAt>, &[UnitId]),
    (filter, days): (&InboxFilter, Days),
    dangers: &Dangers,
) -> Result<InboxCounts, AppError> {
    let rules = shared.rules_read(reader)?;
    let known = (&*rules, organisation);
    let mut counts = InboxCounts::default();
    for unit in units {
        let query = OwedQuery {
            sight: sight(who, organisation, *unit),
            own: filter.own.then_some(who.posts.as_slice()),
            now: days.now,
            today_ends: days.end(InboxDue::Today),
            week_ends: days.end(InboxDue::Week),
            count_max: COUNT_MAX,
        };
        let free = reader.owed_counts(who.authority, *unit, &query)?;
        let barred = one_by_one(reader, (shared, who), known, (*unit, &query))?;
        for owed in [free, barred] {
            counts.all += owed.all;
            counts.late += owed.late;
            counts.today += owed.today;
            counts.week += owed.week;
            counts.untaken += owed.untaken;
        }
    }
    dangers.count(&mut counts, who, (organisation, units), (filter, days));
    counts.today = counts.today.saturating_sub(counts.late);
    counts.week = counts.week.saturating_sub(counts.late);
    Ok(counts)
}

/// The same of what complains of somebody here, looked at one by one: what whoever asks may not know of takes no
/// place among the 1,000 that are counted, so that how much there is of it tells nothing.
fn one_by_one(
    reader: &mut Reader<'_>,
    (shared, who): (&Shared, &Principal),
    known: (&Rules, &Arc<OrganisationAt>),
    (unit, query): (UnitId, &OwedQuery<'_>),
) -> Result<OwedCounts, AppError> {
    let mut counts = OwedCounts::default();
    let mut after = (Instant::from_micros(i64::MIN), ObligationId::new(0));
    loop {
        let rows = reader.owed_with_bars(who.authority, unit, query, after, BARRED_ROWS)?;
        for (petition, obligation, due_at) in &rows {
            let loaded = Loaded::among(reader, shared, known, (who.authority, *petition))?;
            let shown = |loaded: &&Loaded| sees(who, loaded, shared, *obligation).shown;
            let Some(loaded) = loaded.as_ref().filter(shown) else {
                continue;
            };
            counts.all += 1;
            counts.late += u64::from(*due_at < query.now);
            counts.today += u64::from(*due_at < query.today_ends);
            counts.week += u64::from(*due_at < query.week_ends);
            counts.untaken += u64::from(loaded.case.handler.is_none());
            if counts.all == u64::from(COUNT_MAX) {
                return Ok(counts);
            }
        }
        match rows.last() {
            Some((_, obligation, due_at)) if rows.len() == BARRED_ROWS as usize => {
                after = (*due_at, *obligation);
            }
            _ => return Ok(counts),
        }
    }
}
