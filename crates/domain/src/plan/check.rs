//! Checks a plan before it is needed: gaps and overlaps proven over place × headcount × hour, and
//! whether those whom it calls can be there in time (RULES 9 and 10).

mod grid;
mod ladders;
mod places;
mod references;
mod rules;
mod table;
mod tiers;

pub(crate) use grid::{Cell, Grid, stretches};
pub(crate) use rules::{DRILL_OVERDUE, drill};

use super::{Finding, Key, Notes, Plan, parse};
use crate::calendar::WorkCalendar;
use crate::roster::{self, OnFile, Roster};
use crate::time::Instant;

/// What a plan is checked against.
pub struct Checking<'a> {
    /// From when the coming 28 days are counted.
    pub at: Instant,
    /// The calendars that there are; the plan names one.
    pub calendars: &'a [WorkCalendar],
    /// The text of the roster's file, if there is one.
    pub roster: Option<&'a str>,
    /// Of whom an address is on file; none where that is not known, as of a file.
    pub on_file: Option<&'a OnFile>,
}

/// What the check found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The plan's id, where it could be read.
    pub plan: Option<Key>,
    /// Its version.
    pub version: Option<String>,
    /// Whether a roster was checked with it.
    pub roster: bool,
    /// Everything found: the plan's form, then what it means, each in the order of lines.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// Whether nothing found keeps the plan from being approved.
    pub fn is_good(&self) -> bool {
        self.findings
            .iter()
            .all(|found| found.severity == super::Severity::Warning)
    }
}

/// How far ahead the roster must hold: four weeks.
pub const DAYS_AHEAD: i64 = 28;

/// Checks a plan, with its roster where one is given.
pub fn check(toml: &str, checking: &Checking<'_>) -> Checked {
    let reading = parse::read(toml);
    let mut findings = reading.findings;
    let as_called = |roster: Roster| roster.as_called(checking.on_file);
    let roster = checking.roster.map(Roster::parse);
    let roster = roster.map(|read| read.map(as_called));
    let mut meant = Vec::new();
    if let Some(plan) = &reading.value {
        let roster = roster.as_ref().and_then(|read| read.as_ref().ok());
        meant = meaning(plan, roster, checking);
    }
    meant.sort_by(|a, b| (a.line, &a.field, a.code).cmp(&(b.line, &b.field, b.code)));
    findings.extend(meant);
    if let Some(Err(wrong)) = &roster {
        findings.extend(wrong.iter().cloned());
    }
    for found in &mut findings {
        let of_roster = found.field.starts_with("roster");
        found.shows_line_of(if of_roster {
            checking.roster.unwrap_or_default()
        } else {
            toml
        });
    }
    Checked {
        plan: reading.value.as_ref().map(|plan| plan.id.clone()),
        version: reading.value.as_ref().map(|plan| plan.version.clone()),
        roster: roster.is_some(),
        findings,
    }
}

/// What is wrong with what a plan says.
fn meaning(plan: &Plan, roster: Option<&Roster>, checking: &Checking<'_>) -> Vec<Finding> {
    let mut notes = Notes::default();
    let calendars = checking.calendars;
    let Some(calendar) = calendars.iter().find(|one| one.id() == plan.calendar) else {
        let names: Vec<&str> = calendars.iter().map(WorkCalendar::id).collect();
        let message = (
            format!("没有这个工作日历；已有：{}", names.join("、")),
            format!("there is no such calendar; there are: {}", names.join(", ")),
        );
        let place = (1, "plan.calendar".to_owned());
        notes.add(
            "unknown-calendar",
            place,
            message,
            super::Witness::default(),
        );
        return notes.into_list();
    };
    let grid = Grid::of(plan, calendar, checking.at);
    references::check(&grid, &mut notes);
    table::check(&grid, &mut notes);
    tiers::check(&grid, &mut notes);
    ladders::check(&grid, &mut notes);
    places::check(&grid, &mut notes);
    rules::check(&grid, &mut notes);
    if let Some(roster) = roster {
        roster::check(roster, &grid, &mut notes);
    }
    notes.into_list()
}
