//! Timeliness: how many duties were met in time, by rulebook and term (DESIGN 6, RULES 8).
//! Windows have no row: petitioners owe nothing. Nothing here counts persons.

use crate::authorise::{Action, Principal};
use crate::error::{AppError, Refusal};
use crate::huiyin::Huiyin;
use crate::queries::obligation::in_time;
use crate::rules::{Authority, Rules};
use huiyin_domain::obligation::ObligationState;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::TimelinessRow;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the figures are split by, beside rulebook and term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelinessBy {
    /// The unit that owed it.
    Unit,
    /// The petition's category.
    Category,
    /// Nothing more.
    Term,
}

/// Which duties are counted.
#[derive(Clone, Debug, Default)]
pub struct TimelinessQuery {
    /// Opened on this day or later, in the authority's zone.
    pub from: Option<Date>,
    /// Opened on this day or earlier.
    pub to: Option<Date>,
    /// Split by.
    pub by: Option<TimelinessBy>,
}

/// The figures of one rulebook and term. `opened` is the sum of the six counts that follow it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TimelinessFigures {
    /// The rulebook's id.
    pub rulebook: String,
    /// The term's id.
    pub term: String,
    /// `statutory` or `house`.
    pub duty: String,
    /// The unit's key or the category's code, if split; empty for "no category".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Duties opened in the period.
    pub opened: u64,
    /// Met in time.
    pub met_in_time: u64,
    /// Met late.
    pub met_late: u64,
    /// Open, not yet due.
    pub open_in_time: u64,
    /// Open and late.
    pub open_late: u64,
    /// Waived before any breach.
    pub waived: u64,
    /// Waived after a breach.
    pub waived_late: u64,
    /// Of which: petitions withdrawn.
    pub withdrawn: u64,
    /// Of which: a breach was corrected.
    pub corrected: u64,
    /// Of which: the date is provisional.
    pub provisional: u64,
    /// Calendar days from opening to meeting, the median of those met.
    pub days_median: Option<f64>,
    /// Calendar days from opening to meeting, the 90th percentile of those met.
    pub days_p90: Option<f64>,
}

type Key = (String, String, String, Option<String>);

#[derive(Default)]
struct Group {
    met_in_time: u64,
    met_late: u64,
    open_in_time: u64,
    open_late: u64,
    waived: u64,
    waived_late: u64,
    withdrawn: u64,
    corrected: u64,
    provisional: u64,
    days: Vec<f64>,
}

impl Huiyin {
    /// Counts an authority's duties as they stand at this moment.
    ///
    /// # Errors
    /// When the store fails, or holds a term of a rulebook that is not loaded.
    pub fn timeliness(
        &self,
        authority: &Authority,
        query: &TimelinessQuery,
    ) -> Result<Vec<TimelinessFigures>, AppError> {
        let (rules, now) = (self.rules(), self.now());
        self.store()
            .read_here(|reader| all(reader, authority, query, &rules, now))
    }

    /// The same for a member of staff.
    ///
    /// # Errors
    /// [`crate::PeopleRefusal::NotAllowed`], or as [`Huiyin::timeliness`].
    pub async fn timeliness_for(
        &self,
        who: &Principal,
        query: TimelinessQuery,
    ) -> Result<Vec<TimelinessFigures>, AppError> {
        who.permit(Action::SeeFigures)?;
        let (rules, now, of) = (self.rules(), self.now(), who.authority);
        let authority = rules.authority(of).cloned().ok_or(Refusal::NotAllowed)?;
        self.store()
            .read(move |reader| all(reader, &authority, &query, &rules, now))
            .await
    }
}

fn all(
    reader: &mut Reader<'_>,
    authority: &Authority,
    query: &TimelinessQuery,
    rules: &Rules,
    now: Instant,
) -> Result<Vec<TimelinessFigures>, AppError> {
    let first = query.from.map_or(Instant::from_micros(i64::MIN), |day| {
        authority.zone.start_of(day)
    });
    let day_after = |day: Date| day.tomorrow().unwrap_or(day);
    let before = query.to.map_or(Instant::from_micros(i64::MAX), |day| {
        authority.zone.start_of(day_after(day))
    });
    let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
    let mut unknown = None;
    reader.timeliness(authority.row.id, first, before, |row| {
        if let Err(error) = count(&mut groups, row, authority, query.by, rules, now) {
            unknown.get_or_insert(error);
        }
    })?;
    match unknown {
        Some(error) => Err(error),
        None => Ok(groups
            .into_iter()
            .map(|(key, group)| figures(key, group))
            .collect()),
    }
}

fn count(
    groups: &mut BTreeMap<Key, Group>,
    row: TimelinessRow,
    authority: &Authority,
    by: Option<TimelinessBy>,
    rules: &Rules,
    now: Instant,
) -> Result<(), AppError> {
    let term = rules
        .rulebook_version(&row.rulebook, &row.rulebook_version)
        .and_then(|rulebook| rulebook.term(&row.term));
    let term = term.ok_or_else(|| {
        AppError::Unreadable(format!(
            "{} {} {} is not loaded",
            row.rulebook, row.rulebook_version, row.term
        ))
    })?;
    let by = match by {
        Some(TimelinessBy::Unit) => Some(
            authority
                .unit(row.unit)
                .map_or_else(|| row.unit.to_string(), |unit| unit.key.clone()),
        ),
        Some(TimelinessBy::Category) => Some(row.category.unwrap_or_default()),
        Some(TimelinessBy::Term) | None => None,
    };
    let group = groups
        .entry((row.rulebook, row.term, row.duty.word().to_owned(), by))
        .or_default();
    group.provisional += u64::from(row.provisional);
    group.corrected += u64::from(row.corrected);
    match (row.state, row.met_at) {
        // A waiver never undoes a breach (RULES 5.8); only its correction does, in the figures.
        (ObligationState::Waived, ended) => {
            group.withdrawn += u64::from(row.waived_by.as_deref() == Some("PetitionWithdrawn"));
            let late = !in_time(term, row.due_at, ended.unwrap_or(now)) && !row.corrected;
            *if late {
                &mut group.waived_late
            } else {
                &mut group.waived
            } += 1;
        }
        (ObligationState::Met, Some(met_at)) => {
            group.days.push(met_at.days_since(row.opened_at));
            *if row.corrected || in_time(term, row.due_at, met_at) {
                &mut group.met_in_time
            } else {
                &mut group.met_late
            } += 1;
        }
        (ObligationState::Met | ObligationState::Open | ObligationState::Closed, _) => {
            *if in_time(term, row.due_at, now) {
                &mut group.open_in_time
            } else {
                &mut group.open_late
            } += 1;
        }
    }
    Ok(())
}

fn figures(key: Key, mut group: Group) -> TimelinessFigures {
    let (rulebook, term, duty, by) = key;
    group.days.sort_by(f64::total_cmp);
    TimelinessFigures {
        rulebook,
        term,
        duty,
        by,
        opened: group.met_in_time
            + group.met_late
            + group.open_in_time
            + group.open_late
            + group.waived
            + group.waived_late,
        met_in_time: group.met_in_time,
        met_late: group.met_late,
        open_in_time: group.open_in_time,
        open_late: group.open_late,
        waived: group.waived,
        waived_late: group.waived_late,
        withdrawn: group.withdrawn,
        corrected: group.corrected,
        provisional: group.provisional,
        days_median: quantile(&group.days, 0.5),
        days_p90: quantile(&group.days, 0.9),
    }
}

/// The quantile of sorted values, linear between the two nearest ranks (definition 7 of Hyndman and
/// Fan 1996, the default of most statistics software).
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = share * last as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (sorted[above] - sorted[below]) * (at - below as f64))
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn quantiles_lie_between_the_nearest_values() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[4.0], 0.9), Some(4.0));
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.5), Some(2.5));
        assert_eq!(quantile(&[0.0, 10.0], 0.9), Some(9.0));
    }
}
