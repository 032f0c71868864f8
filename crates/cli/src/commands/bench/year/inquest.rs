//! What is found after the year: the simulation's own memory, the second bookkeeping, the program's
//! figures and the doctor, held against one another.

use super::counter::{Counter, Duty, Figures};
use super::{World, Year};
use crate::error::CliError;
use huiyin_app::rules::Authority;
use huiyin_app::{TimelinessBy, TimelinessCell, TimelinessCount, TimelinessQuery};
use huiyin_domain::ids::{Position, UnitId};
use std::collections::BTreeMap;

/// Rows of a journal read at once.
const ROWS_MAX: u32 = 5_000;
/// Lists behind numbers that are compared for each split at most, evenly drawn: each reads every duty.
const CELLS_MAX: usize = 200;

/// What was found.
pub struct Found {
    /// How duties ended: how many in each way.
    pub ended: BTreeMap<String, u64>,
    /// How often a clock was stopped.
    pub stopped: u64,
    /// Petitions that became another authority's.
    pub handed: u64,
    /// What does not agree.
    pub wrong: Vec<String>,
}

impl Found {
    /// For a person.
    pub fn words(&self, year: &Year, seconds: f64) -> String {
        let mut lines = vec![format!(
            "{} petitions, {} of them handed over, {} looks of officials, {} clocks stopped, {} looks at the clock, {} moments, {seconds:.1} s",
            year.filed.len(),
            self.handed,
            year.steps,
            self.stopped,
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

/// Holds everything against everything, in the journals of both authorities.
///
/// # Errors
/// When the store cannot be read.
pub fn inquest(world: &World, year: &Year) -> Result<Found, CliError> {
    let now = world.huiyin.now();
    let here = world.huiyin.authority(None)?;
    let other = world.huiyin.authority(Some(world.park.other))?;
    let mut books = read(world, &here)?;
    remembered(&mut books, year);
    owners(world, &mut books, year);
    let mut beyond = read(world, &other)?;
    let (stopped, handed) = (
        books.count("ClockSuspended"),
        books.count("PetitionHandedOver"),
    );
    if beyond.begun != handed {
        let begun = beyond.begun;
        beyond.wrong.push(format!(
            "{handed} were handed over, {begun} came to be there"
        ));
    }
    let untold = beyond.untold.iter();
    let untold = untold.map(|id| format!("duty {id} climbed to nobody"));
    beyond.wrong.extend(untold.collect::<Vec<_>>());
    let (mut wrong, mut ended) = (Vec::new(), BTreeMap::new());
    for (authority, mut books) in [(here, books), (other, beyond)] {
        books.ends(&year.looks, now);
        let mut found = books.told();
        found.extend(figures(world, &authority, &books)?);
        let key = &authority.row.key;
        wrong.extend(found.into_iter().map(|one| format!("{key}: {one}")));
        for duty in books.duties.values() {
            *ended.entry(duty.way()).or_default() += 1;
        }
    }
    let report = world.huiyin.doctor(true)?;
    let found = report.findings.iter();
    wrong.extend(found.map(|one| format!("doctor: {}: {}", one.code, one.message)));
    Ok(Found {
        ended,
        stopped,
        handed,
        wrong,
    })
}

fn read(world: &World, authority: &Authority) -> Result<Counter, CliError> {
    let mut books = Counter::default();
    let mut after = Position::new(0);
    loop {
        let of = authority.row.id;
        let rows = world
            .huiyin
            .store()
            .read_here(|reader| reader.journal_after(of, after, ROWS_MAX))?;
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

/// Whatever is owed still is owed by a public unit that the petition does not complain of, and what is late is told to
/// somebody.
fn owners(world: &World, books: &mut Counter, year: &Year) {
    let units = &world.park.units;
    let place = |unit: i64| units.iter().position(|one| one.id.raw() == unit);
    let mut namings: BTreeMap<i64, &[Vec<usize>]> = BTreeMap::new();
    for filed in &year.filed {
        if let Some(petition) = books.numbers.get(&filed.number.to_string()) {
            namings.insert(*petition, &filed.namings);
        }
    }
    // What is split off complains of whom the whole did then.
    for (part, (first, times)) in &books.parts {
        if let Some(then) = namings.get(first).and_then(|all| all.get(..*times)) {
            namings.insert(*part, then);
        }
    }
    let named = |petition| -> &[usize] {
        let last = namings.get(petition).and_then(|all| all.last());
        last.map_or(&[], Vec::as_slice)
    };
    let open = books
        .duties
        .iter()
        .filter(|(_, duty)| duty.is_open() && duty.term != "statement");
    let mut wrong = Vec::new();
    for (id, duty) in open {
        let own = named(&duty.petition);
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
    // Where the authority's own office is complained of, everybody who could be told belongs to it (RULES 4.2).
    let untold = books.untold.iter().filter(|id| {
        let duty = books.duties.get(id);
        !duty.is_some_and(|duty| named(&duty.petition).contains(&1))
    });
    wrong.extend(untold.map(|id| {
        let duty = books.duties.get(id);
        let of = duty.map(|duty| (duty.term.as_str(), duty.petition));
        format!("duty {id} ({of:?}) climbed to nobody")
    }));
    books.wrong.extend(wrong);
}

/// The program's figures equal the books', to the petition: each number, and the list behind it.
fn figures(world: &World, authority: &Authority, books: &Counter) -> Result<Vec<String>, CliError> {
    let now = world.huiyin.now();
    let organisation = authority.organisation();
    let unit = |duty: &Duty| {
        let found = organisation.units.get(&UnitId::new(duty.unit));
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
        wrong.extend(agree(world, authority, by, counted)?);
    }
    Ok(wrong)
}

fn agree(
    world: &World,
    authority: &Authority,
    by: TimelinessBy,
    mut counted: Figures,
) -> Result<Vec<String>, CliError> {
    let query = TimelinessQuery {
        by: Some(by),
        ..TimelinessQuery::default()
    };
    let (mut wrong, mut cells) = (Vec::new(), Vec::new());
    for row in world.huiyin.timeliness(authority, &query)? {
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
        let told = world.huiyin.timeliness_petitions(authority, &cell)?;
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
