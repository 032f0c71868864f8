//! What is found after the year: the simulation's own memory, the second bookkeeping, the program's
//! figures and the doctor, held against one another.

use super::counter::{Counter, Duty, Figures};
use super::{World, Year};
use crate::error::CliError;
use huiyin_app::{TimelinessBy, TimelinessQuery};
use huiyin_domain::ids::Position;
use std::collections::BTreeMap;

/// Rows of a journal read at once.
const ROWS_MAX: u32 = 5_000;

/// What was found.
pub struct Found {
    /// How duties ended: how many in each way.
    pub ended: BTreeMap<String, u64>,
    /// What does not agree.
    pub wrong: Vec<String>,
}

impl Found {
    /// For a person.
    pub fn words(&self, year: &Year, seconds: f64) -> String {
        let mut lines = vec![format!(
            "{} petitions, {} looks of officials, {} looks at the clock, {} moments, {seconds:.1} s",
            year.filed.len(),
            year.steps,
            year.looks.len(),
            year.moments
        )];
        lines.extend(
            self.ended
                .iter()
                .map(|(way, count)| format!("{count:>8} {way}")),
        );
        lines.extend(self.wrong.iter().map(|one| format!("DIFFERENCE {one}")));
        lines.push(if self.wrong.is_empty() {
            "every duty is accounted for; no figure differs".to_owned()
        } else {
            format!("{} differences", self.wrong.len())
        });
        lines.join("\n")
    }
}

/// Holds everything against everything.
///
/// # Errors
/// When the store cannot be read.
pub fn inquest(world: &World, year: &Year) -> Result<Found, CliError> {
    let mut books = read(world)?;
    let now = world.huiyin.now();
    books.ends(&year.looks, now);
    remembered(&mut books, year);
    owners(world, &mut books, year);
    let mut wrong = books.told();
    wrong.extend(figures(world, &books)?);
    let report = world.huiyin.doctor(true)?;
    let found = report.findings.iter();
    wrong.extend(found.map(|one| format!("doctor: {}: {}", one.code, one.message)));
    let mut ended = BTreeMap::new();
    for duty in books.duties.values() {
        *ended.entry(duty.way()).or_default() += 1;
    }
    Ok(Found { ended, wrong })
}

fn read(world: &World) -> Result<Counter, CliError> {
    let mut books = Counter::default();
    let mut after = Position::new(0);
    loop {
        let authority = world.park.authority;
        let rows = world
            .huiyin
            .store()
            .read_here(|reader| reader.journal_after(authority, after, ROWS_MAX))?;
        let Some(last) = rows.last() else {
            return Ok(books);
        };
        after = last.position;
        for row in &rows {
            books.read(&row.open)?;
        }
    }
}

/// Everything that was acknowledged is there, once.
fn remembered(books: &mut Counter, year: &Year) {
    if books.begun != year.filed.len() as u64 {
        let (begun, filed) = (books.begun, year.filed.len());
        books.wrong.push(format!(
            "{filed} were registered, {begun} are in the journal"
        ));
    }
    for filed in &year.filed {
        let number = filed.number.to_string();
        let Some(petition) = books.numbers.get(&number) else {
            books
                .wrong
                .push(format!("{number} was acknowledged and is nowhere"));
            continue;
        };
        let there = books.events.get(petition);
        for (kind, heard) in &filed.heard {
            let count = there
                .and_then(|there| there.get(kind))
                .copied()
                .unwrap_or(0);
            if count < *heard {
                books.wrong.push(format!(
                    "{number}: {heard} {kind} acknowledged, {count} there"
                ));
            }
        }
    }
}

/// Whatever is owed still is owed by a public unit that the petition does not complain of.
fn owners(world: &World, books: &mut Counter, year: &Year) {
    let units = &world.park.units;
    let place = |unit: i64| units.iter().position(|one| one.id.raw() == unit);
    let mut named: BTreeMap<i64, &[usize]> = BTreeMap::new();
    for filed in &year.filed {
        if let Some(petition) = books.numbers.get(&filed.number.to_string()) {
            named.insert(*petition, &filed.named);
        }
    }
    let open = books
        .duties
        .iter()
        .filter(|(_, duty)| duty.is_open() && duty.term != "statement");
    let mut wrong = Vec::new();
    for (id, duty) in open {
        let own = named.get(&duty.petition).copied().unwrap_or_default();
        let what = match place(duty.unit) {
            None => "is owed by nobody",
            Some(unit) if !units[unit].public => "is owed by an enterprise",
            // Every unit but the petition office stands under the authority's own.
            Some(unit) if own.contains(&unit) || (unit > 0 && own.contains(&1)) => {
                "is owed by whom it complains of"
            }
            Some(_) => continue,
        };
        wrong.push(format!(
            "duty {id} ({}, petition {}) {what}",
            duty.term, duty.petition
        ));
    }
    books.wrong.extend(wrong);
}

/// The program's figures equal the books', to the petition.
fn figures(world: &World, books: &Counter) -> Result<Vec<String>, CliError> {
    let authority = world.huiyin.authority(None)?;
    let units = &world.park.units;
    let key = |unit: i64| {
        let found = units.iter().find(|one| one.id.raw() == unit);
        Some(found.map_or_else(|| unit.to_string(), |one| one.key.clone()))
    };
    let mut wrong = Vec::new();
    for by in [None, Some(TimelinessBy::Unit)] {
        let query = TimelinessQuery {
            by,
            ..TimelinessQuery::default()
        };
        let told = world.huiyin.timeliness(&authority, &query)?;
        let told: Vec<Figures> = told.iter().map(Figures::from).collect();
        let counted = match by {
            None => books.figures(|_| None, world.huiyin.now()),
            Some(_) => books.figures(key, world.huiyin.now()),
        };
        let only = |from: &[Figures], other: &[Figures], whose: &str| {
            let only = from.iter().filter(|row| !other.contains(row));
            only.map(|row| format!("{whose}: {row:?}"))
                .collect::<Vec<_>>()
        };
        wrong.extend(only(&told, &counted, "the report"));
        wrong.extend(only(&counted, &told, "the books"));
    }
    Ok(wrong)
}

impl Duty {
    /// How it ended, in words.
    fn way(&self) -> String {
        let late = if self.was_breached() {
            ", breached"
        } else {
            ""
        };
        match (self.kind.as_str(), self.is_open()) {
            ("window", _) => format!("window {}", self.state_word()),
            (_, true) => format!("open with an owner{late}"),
            (_, false) => format!("{}{late}", self.state_word()),
        }
    }
}
