//! What is found after the year: the simulation's own memory, the second bookkeeping, the program's
//! figures and the doctor, held against one another.

use super::counter::{Counter, Duty, Figures};
use super::{World, Year};
use crate::error::CliError;
use huiyin_app::{TimelinessBy, TimelinessCell, TimelinessCount, TimelinessQuery};
use huiyin_domain::ids::Position;
use std::collections::BTreeMap;

/// Rows of a journal read at once.
const ROWS_MAX: u32 = 5_000;
/// Lists behind numbers that are compared for each split at most, evenly drawn: each reads every duty.
const CELLS_MAX: usize = 200;

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
    let split: u64 = books
        .events
        .values()
        .filter_map(|all| all.get("PetitionSplit"))
        .sum();
    if books.begun != year.filed.len() as u64 + split {
        let (begun, filed) = (books.begun, year.filed.len());
        books.wrong.push(format!(
            "{filed} were registered and {split} split off, {begun} are in the journal"
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

/// The program's figures equal the books', to the petition: each number, and the list behind it.
fn figures(world: &World, books: &Counter) -> Result<Vec<String>, CliError> {
    let now = world.huiyin.now();
    let units = &world.park.units;
    let unit = |duty: &Duty| {
        let found = units.iter().find(|one| one.id.raw() == duty.unit);
        Some(found.map_or_else(|| duty.unit.to_string(), |one| one.key.clone()))
    };
    let category = |duty: &Duty| {
        let known = books.categories.get(&duty.petition);
        Some(known.cloned().unwrap_or_default())
    };
    let mut wrong = Vec::new();
    for by in TimelinessBy::ALL {
        let counted = match by {
            TimelinessBy::Term => books.figures(|_| None, now),
            TimelinessBy::Unit => books.figures(unit, now),
            TimelinessBy::Category => books.figures(category, now),
        };
        wrong.extend(agree(world, by, counted)?);
    }
    Ok(wrong)
}

fn agree(world: &World, by: TimelinessBy, mut counted: Figures) -> Result<Vec<String>, CliError> {
    let authority = world.huiyin.authority(None)?;
    let query = TimelinessQuery {
        by: Some(by),
        ..TimelinessQuery::default()
    };
    let (mut wrong, mut cells) = (Vec::new(), Vec::new());
    for row in world.huiyin.timeliness(&authority, &query)? {
        let key = (
            row.rulebook.clone(),
            row.term.clone(),
            row.duty.clone(),
            row.by.clone(),
        );
        let lists = counted.remove(&key).unwrap_or_default();
        for (count, list) in TimelinessCount::ALL.into_iter().zip(lists) {
            if row.of(count) != list.len() as u64 {
                let (told, books) = (row.of(count), list.len());
                wrong.push(format!(
                    "{key:?} {count:?}: the report says {told}, the books {books}"
                ));
            }
            if row.of(count) > 0 {
                cells.push((key.clone(), count, list));
            }
        }
    }
    let missing = counted.into_keys();
    wrong.extend(missing.map(|key| format!("{key:?}: in the books, and not in the report")));
    let each = cells.len().div_ceil(CELLS_MAX).max(1);
    for ((rulebook, term, duty, part), count, list) in cells.into_iter().step_by(each) {
        let cell = TimelinessCell {
            query: query.clone(),
            rulebook,
            term,
            duty,
            part: part.unwrap_or_default(),
            count,
        };
        let told = world.huiyin.timeliness_petitions(&authority, &cell)?;
        let mut told: Vec<i64> = told.into_iter().map(|petition| petition.raw()).collect();
        told.sort_unstable();
        if told != list {
            wrong.push(format!(
                "{cell:?}: the list behind the number is another one"
            ));
        }
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
