//! How much is owed, by the counters above the list.

use super::danger::Dangers;
use super::seen::sees;
use super::{COUNT_MAX, InboxCounts, sight};
use crate::authorise::Principal;
use crate::casework::Loaded;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::organisation::OrganisationAt;
use crate::rules::Rules;
use huiyin_domain::ids::{ObligationId, UnitId};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::reader::Reader;
use huiyin_store::rows::{InboxSight, OwedCounts};
use std::sync::Arc;

/// Duties on petitions that complain of somebody here are read so many at a time.
const BARRED_ROWS: u32 = 100;

/// How much the units owe that whoever asks may know of.
pub(super) fn of(
    reader: &mut Reader<'_>,
    (shared, who): (&Shared, &Principal),
    (organisation, units): (&Arc<OrganisationAt>, &[UnitId]),
    now: Instant,
    dangers: &Dangers,
) -> Result<InboxCounts, AppError> {
    let rules = shared.rules_read(reader)?;
    let zone = rules
        .authority(who.authority)
        .map(|authority| authority.zone.clone());
    let end = zone.map_or(now, |zone| {
        zone.start_of(now.date_in(&zone))
            .plus_micros(DAY_MICROS + 1)
    });
    let mut counts = InboxCounts::default();
    for unit in units {
        let sight = sight(who, organisation, *unit);
        let free = reader.owed_counts(who.authority, *unit, sight, (now, end), COUNT_MAX)?;
        let known = (&*rules, organisation);
        let asked = ((*unit, sight), (now, end));
        let barred = one_by_one(reader, (shared, who), known, asked)?;
        for owed in [free, barred] {
            counts.all += owed.all;
            counts.late += owed.late;
            counts.today += owed.before_end;
            counts.untaken += owed.untaken;
        }
    }
    dangers.count(&mut counts, who, (organisation, units), (now, end));
    counts.today = counts.today.saturating_sub(counts.late);
    Ok(counts)
}

/// The same of what complains of somebody here, looked at one by one: what whoever asks may not know of takes no
/// place among the 1,000 that are counted, so that how much there is of it tells nothing.
fn one_by_one(
    reader: &mut Reader<'_>,
    (shared, who): (&Shared, &Principal),
    known: (&Rules, &Arc<OrganisationAt>),
    ((unit, sight), (now, end)): ((UnitId, InboxSight), (Instant, Instant)),
) -> Result<OwedCounts, AppError> {
    let mut counts = OwedCounts::default();
    let mut after = (Instant::from_micros(i64::MIN), ObligationId::new(0));
    loop {
        let rows = reader.owed_with_bars(who.authority, unit, sight, after, BARRED_ROWS)?;
        for (petition, obligation, due_at) in &rows {
            let loaded = Loaded::among(reader, shared, known, (who.authority, *petition))?;
            let shown = |loaded: &&Loaded| sees(who, loaded, shared, *obligation).shown;
            let Some(loaded) = loaded.as_ref().filter(shown) else {
                continue;
            };
            counts.all += 1;
            counts.late += u64::from(*due_at < now);
            counts.before_end += u64::from(*due_at < end);
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
