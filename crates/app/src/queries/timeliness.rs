//! Timeliness: how many duties were met in time, by rulebook and term (DESIGN 6, RULES 8).
//! Windows have no row: petitioners owe nothing. Nothing here counts persons.

mod behind;
mod count;
mod readings;
mod sheet;
mod sight;

pub use behind::{TimelinessCell, TimelinessDuties, TimelinessDuty};
pub use count::TimelinessCount;
pub use readings::{FigureReading, FigureReadings};
pub use sheet::TimelinessSheet;

use crate::authorise::{Action, Principal};
use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use crate::rules::{Authority, Rules};
use count::Standing;
use huiyin_domain::event::FiguresForm;
use huiyin_domain::obligation::ObligationState;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::TimelinessRow;
use jiff::civil::Date;
use serde::Serialize;
use sight::{Known, Onlooker, Sight};
use std::collections::BTreeMap;
use std::sync::Arc;

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

impl TimelinessBy {
    /// Every way, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Unit, Self::Category, Self::Term];

    /// Its word in interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Category => "category",
            Self::Term => "term",
        }
    }

    /// Reads its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
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
    counts: [u64; TimelinessCount::ALL.len()],
    days: Vec<f64>,
}

/// What figures are made from.
struct Looked<'a> {
    authority: &'a Authority,
    rules: &'a Rules,
    sight: &'a Sight,
    now: Instant,
}

impl Huiyin {
    /// Counts all of an authority's duties as they stand at this moment: for everybody in sums, and for who
    /// runs the program on the machine.
    ///
    /// # Errors
    /// When the store fails, or holds a term of a rulebook that is not loaded.
    pub fn timeliness(
        &self,
        authority: &Authority,
        query: &TimelinessQuery,
    ) -> Result<Vec<TimelinessFigures>, AppError> {
        let (shared, now) = (Arc::clone(self.shared()), self.now());
        self.store().read_here(|reader| {
            let rules = shared.rules_read(reader)?;
            let looked = Looked {
                authority,
                rules: &rules,
                sight: &Sight::Whole,
                now,
            };
            all(reader, &shared, &looked, query)
        })
    }

    /// The same for a member of staff, of the petitions that they may open: no figure tells of another. That
    /// they read it is on record first.
    ///
    /// # Errors
    /// [`crate::PeopleRefusal::NotAllowed`], or as [`Huiyin::timeliness`].
    pub async fn timeliness_for(
        &self,
        who: &Principal,
        query: TimelinessQuery,
        form: FiguresForm,
    ) -> Result<Vec<TimelinessFigures>, AppError> {
        who.permit(Action::SeeFigures)?;
        self.note_read(who, &query, form).await?;
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        self.store()
            .read(move |reader| {
                let rules = shared.rules_read(reader)?;
                let organisation = shared.organisation_read(reader, who.authority)?;
                let looked = Looked {
                    authority: rules.authority(who.authority).ok_or(Refusal::NotAllowed)?,
                    rules: &rules,
                    sight: &Sight::Of(Box::new(Onlooker::new(&who, organisation))),
                    now,
                };
                all(reader, &shared, &looked, &query)
            })
            .await
    }
}

fn all(
    reader: &mut Reader<'_>,
    shared: &Shared,
    looked: &Looked<'_>,
    query: &TimelinessQuery,
) -> Result<Vec<TimelinessFigures>, AppError> {
    let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
    each(reader, shared, looked, query, |row| {
        let (key, standing, days) = counted(row, looked, query.by)?;
        let group = groups.entry(key).or_default();
        group.days.extend(days);
        for (sum, count) in group.counts.iter_mut().zip(TimelinessCount::ALL) {
            *sum += u64::from(standing.is_in(count));
        }
        Ok(())
    })?;
    let rows = groups.into_iter();
    Ok(rows.map(|(key, group)| figures(key, group)).collect())
}

/// Hands on every duty of the period that is counted for whoever looks. What a row alone does not decide
/// waits until all are read, and is asked of its petition then, once for each petition.
fn each(
    reader: &mut Reader<'_>,
    shared: &Shared,
    looked: &Looked<'_>,
    query: &TimelinessQuery,
    mut sink: impl FnMut(TimelinessRow) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let Looked {
        authority, sight, ..
    } = looked;
    let first = query.from.map_or(Instant::from_micros(i64::MIN), |day| {
        authority.zone.start_of(day)
    });
    let day_after = |day: Date| day.tomorrow().unwrap_or(day);
    let before = query.to.map_or(Instant::from_micros(i64::MAX), |day| {
        authority.zone.start_of(day_after(day))
    });
    let (mut unsure, mut failed) = (Vec::new(), None);
    reader.timeliness(authority.row.id, first, before, |row| {
        match sight.known(&row) {
            Known::Opens => {
                if let Err(error) = sink(row) {
                    failed.get_or_insert(error);
                }
            }
            Known::Hidden => {}
            Known::Unsure => unsure.push(row),
        }
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    unsure.sort_by_key(|row| row.petition);
    let mut last = None;
    for row in unsure {
        let opens = match last {
            Some((petition, opens)) if petition == row.petition => opens,
            _ => sight.opens(reader, (shared, looked.rules), row.petition)?,
        };
        last = Some((row.petition, opens));
        if opens {
            sink(row)?;
        }
    }
    Ok(())
}

/// In which row of the table a duty is counted, as what, and how many days it took if it was met.
fn counted(
    row: TimelinessRow,
    looked: &Looked<'_>,
    by: Option<TimelinessBy>,
) -> Result<(Key, Standing, Option<f64>), AppError> {
    let term = looked
        .rules
        .rulebook_version(&row.rulebook, &row.rulebook_version)
        .and_then(|rulebook| rulebook.term(&row.term));
    let term = term.ok_or_else(|| {
        AppError::Unreadable(format!(
            "{} {} {} is not loaded",
            row.rulebook, row.rulebook_version, row.term
        ))
    })?;
    let standing = Standing::of(&row, term, looked.now);
    let met_at = row.met_at.filter(|_| row.state == ObligationState::Met);
    let days = met_at.map(|met_at| met_at.days_since(row.opened_at));
    let by = match by {
        Some(TimelinessBy::Unit) => Some(
            looked
                .authority
                .unit(row.unit)
                .map_or_else(|| row.unit.to_string(), |unit| unit.key),
        ),
        Some(TimelinessBy::Category) => Some(row.category.unwrap_or_default()),
        Some(TimelinessBy::Term) | None => None,
    };
    let key = (row.rulebook, row.term, row.duty.word().to_owned(), by);
    Ok((key, standing, days))
}

fn figures(key: Key, mut group: Group) -> TimelinessFigures {
    let (rulebook, term, duty, by) = key;
    group.days.sort_by(f64::total_cmp);
    let [
        opened,
        met_in_time,
        met_late,
        open_in_time,
        open_late,
        waived,
        waived_late,
        withdrawn,
        corrected,
        provisional,
    ] = group.counts;
    TimelinessFigures {
        rulebook,
        term,
        duty,
        by,
        opened,
        met_in_time,
        met_late,
        open_in_time,
        open_late,
        waived,
        waived_late,
        withdrawn,
        corrected,
        provisional,
        days_median: quantile(&group.days, 0.5),
        days_p90: quantile(&group.days, 0.9),
    }
}

impl TimelinessFigures {
    /// One of its numbers.
    pub const fn of(&self, count: TimelinessCount) -> u64 {
        match count {
            TimelinessCount::Opened => self.opened,
            TimelinessCount::MetInTime => self.met_in_time,
            TimelinessCount::MetLate => self.met_late,
            TimelinessCount::OpenInTime => self.open_in_time,
            TimelinessCount::OpenLate => self.open_late,
            TimelinessCount::Waived => self.waived,
            TimelinessCount::WaivedLate => self.waived_late,
            TimelinessCount::Withdrawn => self.withdrawn,
            TimelinessCount::Corrected => self.corrected,
            TimelinessCount::Provisional => self.provisional,
        }
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
