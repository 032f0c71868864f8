//! What units put off, of petitions on which nothing is owed any more: the inbox knows of open duties alone, and what
//! was put off until it ended would be seen by nobody.

use super::filter::InboxFilter;
use super::units::units_of;
use super::{LOOKED_MAX, PAGE_ROWS_MAX};
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::casework::Loaded;
use crate::error::AppError;
use crate::huiyin::{Huiyin, Shared};
use crate::organisation::OrganisationAt;
use crate::queries::obligation::Words;
use crate::queries::subject::subject;
use crate::queries::timeline::unit_name;
use crate::rules::Rules;
use huiyin_domain::ids::{Position, UnitId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::reader::{PutOffRow, Reader};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// Days for which it is told after the last duty ended.
const ENDED_DAYS: i64 = 90;
/// Days from where a petition was put off to its end, at most: what lies further back is not looked at.
const BEFORE_DAYS: i64 = 365;

/// A page of what was put off and ended since.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct PutOffEnded {
    /// The petitions, those that were put off last first, 50 at most. A page looks through 300 petitions that whoever
    /// asks may open, so it may be short, or empty, and still have a next.
    pub entries: Vec<PutOffEntry>,
    /// Where the next page begins, if there may be one.
    pub next: Option<String>,
}

/// A petition that units put off, and on which nothing is owed any more.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PutOffEntry {
    /// The petition's number.
    pub number: String,
    /// The matter in one sentence.
    pub subject: Option<String>,
    /// The unit that has it.
    #[schema(value_type = Words)]
    pub unit: Bilingual,
    /// Its category's code.
    pub category: Option<String>,
    /// Where it stands, as staff call it.
    #[schema(value_type = Words)]
    pub state_words: Bilingual,
    /// How often a unit objected to having it.
    pub objections: u8,
    /// Whether an extension was asked for only in the last 24 hours of its duty.
    pub asked_late: bool,
    /// The day on which its last duty ended, `YYYY-MM-DD`.
    pub ended_on: String,
    /// Whether the access rules of a Disclosure hold.
    pub restricted: bool,
}

impl Huiyin {
    /// What units put off, of petitions whose last duty ended within 90 days: of the units whose duties are somebody's
    /// to see, and that they may open. `after` is [`PutOffEnded::next`] of the page before.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put_off_ended(
        &self,
        who: &Principal,
        after: Option<String>,
    ) -> Result<PutOffEnded, AppError> {
        self.note_inbox_ended(who).await?;
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        let before = after.and_then(|after| after.parse().ok());
        let before = Position::new(before.unwrap_or(i64::MAX));
        self.store()
            .read_short(move |reader| read(reader, (&shared, &who), before, now))
            .await
    }
}

/// What is known while a page is filled.
struct Looking<'a> {
    shared: &'a Shared,
    who: &'a Principal,
    rules: &'a Rules,
    organisation: &'a Arc<OrganisationAt>,
    units: BTreeSet<UnitId>,
}

/// Fills a page. What may not be opened leaves no gap, and no row of it is named as where the next page begins
/// (RULES 4).
fn read(
    reader: &mut Reader<'_>,
    (shared, who): (&Shared, &Principal),
    mut before: Position,
    now: Instant,
) -> Result<PutOffEnded, AppError> {
    let organisation = shared.organisation_read(reader, who.authority)?;
    let rules = shared.rules_read(reader)?;
    let whole = InboxFilter {
        whole: true,
        ..InboxFilter::default()
    };
    let looking = Looking {
        shared,
        who,
        rules: &rules,
        organisation: &organisation,
        units: units_of(who, &organisation, &whole).into_iter().collect(),
    };
    let days_ago = |days: i64| now.plus_micros(-days * DAY_MICROS);
    let (since, oldest) = (days_ago(ENDED_DAYS), days_ago(ENDED_DAYS + BEFORE_DAYS));
    let mut page = PutOffEnded::default();
    let (mut looked, mut last) = (0, None);
    loop {
        let rows = reader.put_off_before(who.authority, before, LOOKED_MAX)?;
        for row in &rows {
            if row.recorded_at < oldest {
                return Ok(page);
            }
            let Some(loaded) = looking.at(reader, row)? else {
                continue;
            };
            if page.entries.len() == PAGE_ROWS_MAX as usize || looked == LOOKED_MAX {
                page.next = last;
                return Ok(page);
            }
            (looked, last) = (looked + 1, Some(row.position.raw().to_string()));
            let ended = loaded.case.ended_at().filter(|at| *at >= since);
            if let Some(at) = ended.filter(|_| loaded.case.put_off.is_told()) {
                page.entries.push(looking.entry(reader, &loaded, at)?);
            }
        }
        match rows.last() {
            Some(row) if rows.len() == LOOKED_MAX as usize => before = row.position,
            _ => return Ok(page),
        }
    }
}

impl Looking<'_> {
    /// The petition of a row, where whoever looks may open it and its unit is one of theirs; once, at the last of its
    /// rows.
    fn at(&self, reader: &mut Reader<'_>, row: &PutOffRow) -> Result<Option<Loaded>, AppError> {
        let place = (self.who.authority, row.petition);
        let known = (self.rules, self.organisation);
        let loaded = Loaded::among(reader, self.shared, known, place)?;
        Ok(loaded.filter(|loaded| {
            let case = &loaded.case;
            case.put_off.last == Some(row.position)
                && self.units.contains(&case.unit)
                && loaded
                    .permit(self.who, &self.shared.key, Wish::Open)
                    .is_ok()
        }))
    }

    fn entry(
        &self,
        reader: &mut Reader<'_>,
        loaded: &Loaded,
        at: Instant,
    ) -> Result<PutOffEntry, AppError> {
        let case = &loaded.case;
        let words = |language| case.state.staff_words(language).to_owned();
        Ok(PutOffEntry {
            number: case.number.to_string(),
            subject: subject(reader, self.shared, self.who, loaded)?,
            unit: unit_name(&loaded.organisation, case.unit),
            category: case.category.clone(),
            state_words: Bilingual::new(words(Language::Zh), words(Language::En)),
            objections: case.put_off.objections,
            asked_late: case.put_off.asked_late,
            ended_on: at.date_in(&loaded.authority.zone).to_string(),
            restricted: case.restricted,
        })
    }
}
