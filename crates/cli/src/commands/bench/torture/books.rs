//! What the journal must hold after a kill: each step of staff and petitioners that was acknowledged, where
//! its answer says it stands, and once; each moment of the ticker once; each document served once, and
//! its mail sent at least once.

use super::super::failed;
use super::super::year::counter::Counter;
use super::sink::Sink;
use super::staff::{Step, Taken};
use crate::error::CliError;
use huiyin_app::Huiyin;
use huiyin_domain::ids::Position;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Rows of a journal read at once.
const ROWS_MAX: u32 = 5_000;
/// Violations of one kind that are named.
const NAMED_MAX: usize = 5;

/// What was heard of a petition.
#[derive(Default)]
struct Course {
    /// How often each event was acknowledged.
    events: BTreeMap<String, u64>,
    mailbox: Option<String>,
}

/// The books.
#[derive(Default)]
pub struct Books {
    counter: Counter,
    /// The last row that was read.
    after: i64,
    /// Petition and kind by position, of petitions that staff work on.
    rows: HashMap<i64, (i64, String)>,
    /// Each moment that fired.
    moments: HashSet<String>,
    fresh: Vec<Taken>,
    courses: BTreeMap<String, Course>,
    steps: u64,
    wrong: Vec<String>,
}

impl Books {
    /// Remembers what was acknowledged.
    pub fn hear(&mut self, taken: Vec<Taken>) {
        self.steps += taken.len() as u64;
        self.fresh.extend(taken);
    }

    /// Steps that were acknowledged.
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    /// Moments that fired.
    pub fn moments(&self) -> usize {
        self.moments.len()
    }

    /// Reads what the journal got since, and holds it against what was heard. Of petitions on which a step
    /// was cut off it is not known yet whether it was taken.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn check(&mut self, huiyin: &Huiyin, cut_off: &[Step]) -> Result<Vec<String>, CliError> {
        self.read(huiyin)?;
        let mut wrong = std::mem::take(&mut self.wrong);
        wrong.append(&mut self.counter.wrong);
        let open: BTreeSet<&str> = cut_off
            .iter()
            .filter_map(|one| one.number.as_deref())
            .collect();
        for taken in std::mem::take(&mut self.fresh) {
            wrong.extend(self.is_lost(&taken));
            let course = self.courses.entry(taken.number).or_default();
            course.mailbox = course.mailbox.take().or(taken.mailbox);
            for event in taken.events {
                *course.events.entry(event).or_default() += 1;
            }
        }
        for (number, course) in &self.courses {
            wrong.extend(self.differs(number, course, open.contains(number.as_str())));
        }
        let more = wrong.len().saturating_sub(NAMED_MAX);
        if more > 0 {
            wrong.truncate(NAMED_MAX);
            wrong.push(format!("and {more} more about steps and moments"));
        }
        Ok(wrong)
    }

    fn read(&mut self, huiyin: &Huiyin) -> Result<(), CliError> {
        let authority = huiyin.authority(None)?.row.id;
        loop {
            let after = Position::new(self.after);
            let rows = huiyin
                .store()
                .read_here(|reader| reader.journal_after(authority, after, ROWS_MAX))?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            self.after = last.position.raw();
            for row in &rows {
                self.counter.read(&row.open)?;
                let petition = row
                    .petition
                    .map_or(row.position.raw(), |petition| petition.raw());
                self.rows
                    .insert(row.position.raw(), (petition, row.kind.clone()));
                self.fired(&row.open)?;
            }
        }
    }

    /// What the ticker recorded: the same of the same duty at the same moment is there once.
    pub(super) fn fired(&mut self, open: &[u8]) -> Result<(), CliError> {
        let row: Value = serde_json::from_slice(open).map_err(failed)?;
        let (kind, data) = (&row["event"]["kind"], &row["event"]["data"]);
        let duty = &data["obligation"];
        if duty.is_null() && kind != "AcceptedByLapse" {
            return Ok(());
        }
        let of = if duty.is_null() {
            &row["petition"]
        } else {
            duty
        };
        let moment = format!("{kind} {of} {} {}", data["step"], row["effective_at"]);
        if !self.moments.insert(moment.clone()) {
            self.wrong.push(format!("{moment} fired twice"));
        }
        Ok(())
    }

    /// The events of a step stand one after another, the last at the version that was answered.
    fn is_lost(&self, taken: &Taken) -> Option<String> {
        let petition = self.counter.numbers.get(&taken.number);
        let first = taken.version + 1 - taken.events.len() as i64;
        let there = taken.events.iter().zip(first..).all(|(event, position)| {
            let row = self.rows.get(&position);
            row.is_some_and(|(of, kind)| Some(of) == petition && kind == event)
        });
        let (number, events) = (&taken.number, taken.events.join(", "));
        (!there).then(|| format!("{number}: {events} acknowledged, not at {}", taken.version))
    }

    fn differs(&self, number: &str, course: &Course, open: bool) -> Vec<String> {
        let petition = self.counter.numbers.get(number);
        let there = petition.and_then(|petition| self.counter.events.get(petition));
        let of = |kind: &str| {
            there
                .and_then(|there| there.get(kind))
                .copied()
                .unwrap_or(0)
        };
        let kinds = course.events.iter().filter_map(|(kind, heard)| {
            let count = of(kind);
            let wrong = count < *heard || (count > *heard && !open);
            wrong.then(|| format!("{number}: {heard} {kind} acknowledged, {count} there"))
        });
        let served = ["AcceptanceServed", "AnswerServed"]
            .into_iter()
            .filter(|kind| of(kind) > 1);
        let served = served.map(|kind| format!("{number}: {kind} is on record {} times", of(kind)));
        kinds.chain(served).collect()
    }

    /// Whether each document was served once and mail came of it, once nothing waits any more.
    pub fn mails(&self, sink: &Sink) -> Vec<String> {
        let mut wrong = Vec::new();
        for (number, course) in &self.courses {
            let Some(mailbox) = &course.mailbox else {
                continue;
            };
            let heard = |kind: &str| course.events.get(kind).copied().unwrap_or(0);
            let petition = self.counter.numbers.get(number);
            let there = petition.and_then(|petition| self.counter.events.get(petition));
            let served = |kind: &str| {
                there
                    .and_then(|there| there.get(kind))
                    .copied()
                    .unwrap_or(0)
            };
            let documents = [
                ("PetitionAccepted", "AcceptanceServed"),
                ("AnswerIssued", "AnswerServed"),
            ];
            for (given, service) in documents {
                let (given, service_count) = (heard(given), served(service));
                if given != service_count {
                    wrong.push(format!(
                        "{number}: {given} given, {service} {service_count} times"
                    ));
                }
            }
            let owed = heard("PetitionAccepted") + heard("AnswerIssued");
            // What waited together goes as one mail, so two that were owed may be one that came.
            if owed > 0 && sink.count(mailbox) == 0 {
                wrong.push(format!("{number}: {owed} notices are owed, no mail came"));
            }
        }
        wrong.truncate(NAMED_MAX);
        wrong
    }
}
