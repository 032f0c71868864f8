//! Loads a work calendar and moves the open dates that counted a changed day (RULES 1.5).

use crate::commands::register::Idempotency;
use crate::commands::rulebook::keeps_rules;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::installation::FIRST_AUTHORITY;
use crate::once::Once;
use crate::record::{Belongs, NewEvent, record};
use crate::rules::Rules;
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::deadline::{self, Deadline};
use huiyin_domain::event::{Actor, DataLoaded, Event, ObligationRecomputed, Pinned};
use huiyin_domain::ids::{AuthorityId, INSTALLATION, ObligationId};
use huiyin_store::rows::ObligationRow;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// Obligations looked at in one transaction, so that petitions are registered in between.
const SLICE_ROWS_MAX: u32 = 500;

/// What loading a calendar did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CalendarLoaded {
    /// It is loaded now.
    Now,
    /// The same id, version and content was loaded before.
    Before,
}

/// What loading a calendar did, and to how many dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarLoadReport {
    /// Its id and version.
    pub pinned: Pinned,
    /// Whether it was new.
    pub loaded: CalendarLoaded,
    /// Open obligations that were looked at.
    pub examined: u64,
    /// Obligations whose date was counted anew by an event.
    pub recomputed: u64,
}

/// Reads id and version of a calendar file.
pub(crate) fn pinned(text: &str) -> Result<Pinned, AppError> {
    let calendar = WorkCalendar::parse(text).map_err(|error| Refusal::BadFile(error.findings))?;
    Ok(Pinned {
        id: calendar.id().into(),
        version: calendar.version().into(),
    })
}

impl Huiyin {
    /// Loads a calendar file and recomputes what is open, as who runs the program. Run again after an
    /// interruption, it goes on where it stopped.
    ///
    /// # Errors
    /// [`Refusal::BadFile`], [`Refusal::VersionTaken`], [`Refusal::OlderThanLoaded`], or a failure
    /// of the store.
    pub fn load_calendar(&self, text: &str) -> Result<CalendarLoadReport, AppError> {
        let by = (FIRST_AUTHORITY, Actor::Operator);
        Ok(self.load_calendar_by(by, text, None)?.answer)
    }

    /// The same by whose act, once for an Idempotency-Key, on a thread that may block. Sent again with the key it
    /// goes on where it stopped, and answers what was answered first.
    ///
    /// # Errors
    /// As there, [`crate::PeopleRefusal::NotAllowed`] and [`Refusal::IdempotencyKeyReused`].
    pub fn load_calendar_by(
        &self,
        by: (AuthorityId, Actor),
        text: &str,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<CalendarLoadReport>, AppError> {
        let pinned = pinned(text)?;
        let load = LoadCalendar {
            by,
            pinned: pinned.clone(),
            content: text.to_owned(),
        };
        let loaded = self.once_here(by, load, idempotency.as_ref())?.answer;
        self.refresh()?;
        let mut report = CalendarLoadReport {
            pinned,
            loaded,
            examined: 0,
            recomputed: 0,
        };
        let ids: Vec<AuthorityId> = self
            .rules()
            .authorities()
            .iter()
            .map(|one| one.row.id)
            .collect();
        for authority in ids {
            self.recompute(authority, &mut report)?;
        }
        // What the counting did is known only after it, so it is kept beside what the loading answered.
        let counted = idempotency.map(|one| Idempotency {
            key: format!("{} counted", one.key),
            ..one
        });
        self.once_here(by, Counted(report), counted.as_ref())
    }

    fn recompute(
        &self,
        authority: AuthorityId,
        report: &mut CalendarLoadReport,
    ) -> Result<(), AppError> {
        let id = report.pinned.id.clone();
        let versions = self.command_here(VersionsCountedWith {
            authority,
            calendar: id.clone(),
        })?;
        for version in versions
            .into_iter()
            .filter(|version| *version != report.pinned.version)
        {
            let mut after = ObligationId::new(0);
            loop {
                let slice = self.command_here(RecomputeSlice {
                    authority,
                    counted_with: Pinned {
                        id: id.clone(),
                        version: version.clone(),
                    },
                    now_with: report.pinned.clone(),
                    after,
                })?;
                report.examined += slice.examined;
                report.recomputed += slice.recomputed;
                match slice.last {
                    Some(last) => after = last,
                    None => break,
                }
            }
        }
        Ok(())
    }
}

/// What loading did, kept as the answer to its Idempotency-Key.
struct Counted(CalendarLoadReport);

impl Command for Counted {
    type Outcome = CalendarLoadReport;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION]
    }

    fn decide(
        &mut self,
        _: &mut Transaction<'_>,
        _: &Shared,
    ) -> Result<CalendarLoadReport, AppError> {
        Ok(self.0.clone())
    }
}

struct LoadCalendar {
    by: (AuthorityId, Actor),
    pinned: Pinned,
    content: String,
}

impl Command for LoadCalendar {
    type Outcome = CalendarLoaded;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION, self.by.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<CalendarLoaded, AppError> {
        keeps_rules(transaction, shared, self.by)?;
        let loaded = transaction.reader()?.loaded_data()?;
        let mine = |kind: &str, id: &str| kind == "calendar" && id == self.pinned.id;
        let versions: Vec<_> = loaded
            .into_iter()
            .filter(|row| mine(&row.kind, &row.id))
            .collect();
        // Also if this one was loaded once: its dates must not come back.
        if let Some(newer) = versions
            .iter()
            .map(|row| &row.version)
            .filter(|version| **version > self.pinned.version)
            .max()
        {
            return Err(Refusal::OlderThanLoaded {
                id: self.pinned.id.clone(),
                version: self.pinned.version.clone(),
                loaded: newer.clone(),
            }
            .into());
        }
        if let Some(same) = versions
            .iter()
            .find(|row| row.version == self.pinned.version)
        {
            return if same.content == self.content {
                Ok(CalendarLoaded::Before)
            } else {
                Err(Refusal::VersionTaken {
                    id: self.pinned.id.clone(),
                    version: self.pinned.version.clone(),
                }
                .into())
            };
        }
        let loaded = DataLoaded {
            pinned: self.pinned.clone(),
            content: self.content.clone(),
        };
        let new = NewEvent::open(
            INSTALLATION,
            self.by.1,
            Belongs::Nowhere,
            Event::CalendarLoaded(loaded),
        );
        record(transaction, new, &*shared.chance)?;
        Ok(CalendarLoaded::Now)
    }
}

/// With which versions open dates were counted. It waits for the head: a registration that another
/// process has under way with the calendar before must be seen.
struct VersionsCountedWith {
    authority: AuthorityId,
    calendar: String,
}

impl Command for VersionsCountedWith {
    type Outcome = Vec<String>;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        _shared: &Shared,
    ) -> Result<Vec<String>, AppError> {
        Ok(transaction
            .reader()?
            .versions_counted_with(self.authority, &self.calendar)?)
    }
}

struct RecomputeSlice {
    authority: AuthorityId,
    counted_with: Pinned,
    now_with: Pinned,
    after: ObligationId,
}

struct SliceDone {
    examined: u64,
    recomputed: u64,
    /// Where to go on, if there may be more.
    last: Option<ObligationId>,
}

impl Command for RecomputeSlice {
    type Outcome = SliceDone;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<SliceDone, AppError> {
        let rules = shared.rules_in(transaction)?;
        let counted_with = (
            self.counted_with.id.as_str(),
            self.counted_with.version.as_str(),
        );
        let rows = transaction.reader()?.obligations_counted_with(
            self.authority,
            counted_with,
            self.after,
            SLICE_ROWS_MAX,
        )?;
        let mut recomputed = 0;
        for row in &rows {
            let Some(moved) = self.recompute(row, &rules, transaction)? else {
                continue;
            };
            let new = NewEvent::open(
                self.authority,
                Actor::System,
                Belongs::To(row.petition),
                Event::ObligationRecomputed(moved),
            );
            record(transaction, new, &*shared.chance)?;
            recomputed += 1;
        }
        Ok(SliceDone {
            examined: rows.len() as u64,
            recomputed,
            last: rows.last().map(|row| row.id),
        })
    }
}

impl RecomputeSlice {
    /// The event that moves an obligation, if it counted a day that changed.
    fn recompute(
        &self,
        row: &ObligationRow,
        rules: &Rules,
        transaction: &Transaction<'_>,
    ) -> Result<Option<ObligationRecomputed>, AppError> {
        let missing = |what: &str| {
            AppError::Unreadable(format!("{what} of obligation {} is not loaded", row.id))
        };
        let authority = rules
            .authority(self.authority)
            .ok_or_else(|| missing("the authority"))?;
        let rulebook = rules
            .rulebook_version(&row.rulebook, &row.rulebook_version)
            .ok_or_else(|| missing("the rulebook"))?;
        let term = rulebook
            .term(&row.term)
            .ok_or_else(|| missing("the term"))?;
        let before = rules
            .calendar_version(&self.counted_with.id, &self.counted_with.version)
            .ok_or_else(|| missing("the calendar"))?;
        let calendar = rules
            .calendar_version(&self.now_with.id, &self.now_with.version)
            .ok_or_else(|| missing("the calendar"))?;
        // A day that a person set was not counted.
        if row.day_set {
            return Ok(None);
        }
        let zone = authority.zone_named(&row.zone)?;
        let request = |calendar| deadline::Request {
            rulebook,
            term,
            calendar,
            zone: &zone,
            from: row.opened_at,
            suspensions: &row.suspensions,
            extended: row.extended,
        };
        let old = deadline::deadline(&request(before))?;
        let plain = deadline::deadline(&request(calendar))?;
        if !touched(&old, &plain, before, calendar) {
            return Ok(None);
        }
        let now = transaction.now();
        // Nobody becomes late by a recount (RULES 1.5); what was late before it stays late.
        let late_already = row.due_at <= now;
        let (new, lifted) = if late_already {
            (plain, false)
        } else {
            let found = deadline::recompute(&request(calendar), now)?;
            (found.deadline, found.lifted)
        };
        let moments = deadline::moments::moments(&request(calendar), &new)?;
        let next = moments.iter().find(|moment| moment.at > now);
        Ok(Some(ObligationRecomputed {
            obligation: row.id,
            next_at: next.map(|moment| moment.at),
            calendar: self.now_with.clone(),
            due_date_before: row.due_date,
            due_date: new.due_date,
            due_at: new.due_at,
            provisional: new.provisional,
            lifted,
        }))
    }
}

/// Whether one of the days that were consulted, by the old count or the new, changed.
fn touched(old: &Deadline, new: &Deadline, before: &WorkCalendar, calendar: &WorkCalendar) -> bool {
    [old, new].into_iter().any(|one| {
        one.consulted
            .is_some_and(|(first, last)| before.changed_days(calendar, first, last))
    })
}
