//! What people are in danger from stands before everything else in an inbox, whatever is late there (RULES 5.7):
//! for whoever works where it is owed, and for the posts that were told of the danger, before it is sorted too.

use super::days::Days;
use super::filter::{InboxDue, InboxFilter};
use super::seen::alerted_by;
use super::units::sight;
use super::{InboxCounts, InboxEntry, Loaded, entry};
use crate::authorise::Principal;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::organisation::OrganisationAt;
use huiyin_domain::ids::{ObligationId, PetitionId, UnitId};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{InboxRow, InboxSight};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Duties on petitions from which people are in danger, read at a time.
pub(super) const ROWS: u32 = 200;
/// Such petitions in an inbox, at most, of those that whoever looks may open.
const SHOWN_MAX: usize = 200;
/// Before every duty.
pub(super) const FIRST: (Instant, ObligationId) =
    (Instant::from_micros(i64::MIN), ObligationId::new(0));

/// Of each such petition the duty that is due first.
#[derive(Default)]
pub(super) struct Dangers {
    /// Soonest first, with the row that it was made of.
    pub(super) rows: Vec<(InboxRow, InboxEntry)>,
    /// What else is owed on these petitions.
    further: Vec<InboxRow>,
}

impl Dangers {
    /// Those of somebody's inbox.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        shared: &Shared,
        who: &Principal,
        (organisation, units): (&Arc<OrganisationAt>, &[UnitId]),
        now: Instant,
    ) -> Result<Self, AppError> {
        let rules = shared.rules_read(reader)?;
        let known = (&*rules, organisation);
        let mut dangers = Self::default();
        let mut petitions: BTreeSet<PetitionId> = BTreeSet::new();
        let mut after = FIRST;
        loop {
            let rows = reader.inbox_in_danger(who.authority, FIRST.1, after, ROWS)?;
            for row in &rows {
                if petitions.contains(&row.petition) {
                    dangers.further.push(row.clone());
                    continue;
                }
                let place = (who.authority, row.petition);
                let Some(loaded) = Loaded::among(reader, shared, known, place)? else {
                    continue;
                };
                if !units.contains(&row.unit) && !alerted_by(who, &loaded, shared) {
                    continue;
                }
                let found = entry(reader, shared, known, who, (row, now))?;
                if let Some(one) = found.filter(|one| one.may_open) {
                    petitions.insert(row.petition);
                    dangers.rows.push((row.clone(), one));
                }
                if petitions.len() == SHOWN_MAX {
                    return Ok(dangers);
                }
            }
            match rows.last() {
                Some(row) if rows.len() == ROWS as usize => after = (row.due_at, row.obligation),
                _ => return Ok(dangers),
            }
        }
    }

    /// The duties that stand first, which the rest of the list does not repeat.
    pub(super) fn duties(&self) -> BTreeSet<ObligationId> {
        self.rows.iter().map(|(row, _)| row.obligation).collect()
    }

    /// Those that a filter lets through.
    pub(super) fn let_through(
        &self,
        filter: &InboxFilter,
        who: &Principal,
        days: Days,
    ) -> Vec<InboxEntry> {
        let rows = self.rows.iter();
        let rows = rows.filter(|(row, _)| filter.lets(row, who, days));
        rows.map(|(_, one)| one.clone()).collect()
    }

    /// Counts them, and with the rest those that no count of a unit has.
    pub(super) fn count(
        &self,
        counts: &mut InboxCounts,
        who: &Principal,
        (organisation, units): (&OrganisationAt, &[UnitId]),
        (filter, days): (&InboxFilter, Days),
    ) {
        counts.danger = self.rows.len() as u64;
        let of_unit = |row: &InboxRow| {
            units.contains(&row.unit) && is_counted(sight(who, organisation, row.unit), row)
        };
        let first = self.rows.iter().map(|(row, _)| row);
        let first = first.filter(|row| !(of_unit(row) && filter.owed_by(who, row)));
        // Another post's stand in a list of one's own as well, because people are in danger.
        let further = self.further.iter();
        let further = further.filter(|row| of_unit(row) && !filter.owed_by(who, row));
        for row in first.chain(further) {
            counts.all += 1;
            counts.late += u64::from(row.due_at < days.now);
            counts.today += u64::from(row.due_at < days.end(InboxDue::Today));
            counts.week += u64::from(row.due_at < days.end(InboxDue::Week));
            counts.untaken += u64::from(row.handler.is_none());
        }
    }
}

/// Whether the counts of a unit have a row, as their statements compare it.
pub(super) fn is_counted(sight: InboxSight, row: &InboxRow) -> bool {
    let by_post = row.sorted && row.post.is_some() && row.post == sight.post;
    let by_unit = match row.restricted {
        true => sight.restricted,
        false => sight.works && (row.sorted || sight.unsorted),
    };
    by_post || by_unit || row.term == "statement"
}
