//! `huiyin plan check|simulate|drill|diff|show|new|lodge|export`: plans for group visits, from files; with a store
//! where one is named.

mod ask;
mod create;
mod drill;
mod export;
mod kept;
mod show;
mod simulate;

use crate::commands::{calendar, due};
use crate::error::{CliError, read_file};
use crate::output::{Output, REFUSED};
use huiyin_app::clock::{Clock, SystemClock};
use huiyin_app::{NextDrill, ReachTestView};
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::lodging::CheckReport;
use huiyin_domain::plan::{self, Change, Checked, Checking, Finding, Plan};
use huiyin_domain::roster::Roster;
use huiyin_domain::shipped;
use huiyin_domain::time::{Instant, Zone};
use std::path::Path;
use std::process::ExitCode;

/// What to do with a plan. A plan is the name of a shipped one, or a file.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Say what is wrong with a plan, each with a case in which it shows
    Check {
        /// The name of a shipped plan, or a file
        plan: String,
        #[command(flatten)]
        with: With,
    },
    /// Say who is called when and by what for one case, or try all cases out
    Simulate(simulate::Args),
    /// Play a drill by its script on a virtual clock: what was to happen, and what did
    Drill(drill::Args),
    /// Say what a new version changes for those who come and those who are called
    Diff {
        /// The plan as it is
        old: String,
        /// The plan as it would be
        new: String,
        /// From when: an instant, or a day or local time in the plan's zone; now unless given
        #[arg(long, value_name = "T")]
        at: Option<String>,
    },
    /// Say the decision table and a task card for each post
    Show {
        /// The name of a shipped plan, or a file
        plan: String,
        /// As a page to print and put on the wall
        #[arg(long)]
        html: bool,
    },
    /// Make a plan and its roster for another place from a shipped one
    New(create::Args),
    /// Keep a plan and its roster in a store; it waits there for the approval of the post it names
    Lodge(kept::Args),
    /// Write a plan and its roster out of a store, as they were lodged, to be changed and lodged again
    Export(export::Args),
}

/// What a plan is looked at with.
#[derive(clap::Args)]
pub struct With {
    /// Who holds which post when: the name of a shipped plan, or a file
    #[arg(long, value_name = "FILE")]
    roster: Option<String>,
    /// From when: an instant, or a day or local time in the plan's zone; now unless given
    #[arg(long, value_name = "T")]
    pub(super) at: Option<String>,
    #[command(flatten)]
    store: kept::StoreOption,
}

/// What a plan is looked at with, read.
pub(super) struct Looked {
    pub(super) roster: Option<Roster>,
    pub(super) reach_test: Option<ReachTestView>,
    pub(super) next_drill: Option<NextDrill>,
}

impl With {
    /// The roster of a plan: from the file that was named, or from the store.
    pub(super) fn roster(&self, plan: &Plan) -> Result<Option<Roster>, CliError> {
        self.look(plan).map(|looked| looked.roster)
    }

    /// The roster of a plan, and what a store keeps beside it.
    pub(super) fn look(&self, plan: &Plan) -> Result<Looked, CliError> {
        let Some((huiyin, authority)) = self.store.open()? else {
            // A file says nothing of addresses: whoever has no account is rung by hand.
            let roster = self.roster.as_deref().map(load_roster).transpose()?;
            let roster = roster.map(|roster| roster.as_called(None));
            return Ok(Looked {
                roster,
                reach_test: None,
                next_drill: None,
            });
        };
        let (reach_test, next_drill) = huiyin.kept_of_plan_here(&authority, plan)?;
        Ok(Looked {
            roster: huiyin.roster_here(&authority, &plan.id)?,
            reach_test,
            next_drill,
        })
    }
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    match action {
        Action::Check { plan, with } => check(plan, with, output),
        Action::Simulate(args) => simulate::run(args, output),
        Action::Drill(args) => drill::run(args, output),
        Action::Diff { old, new, at } => diff((old, new), at.as_deref(), output),
        Action::Show { plan, html } => show::run(&load(plan)?, *html, output),
        Action::New(args) => create::run(args, output),
        Action::Lodge(args) => kept::lodge(args, output),
        Action::Export(args) => export::run(args, output),
    }
}

/// The text of a shipped plan, or of a file.
fn text(name: &str) -> Result<String, CliError> {
    match shipped::plans().iter().find(|one| one.id == name) {
        Some(one) => Ok(one.plan.to_owned()),
        None if Path::new(name).exists() => read_file(Path::new(name)),
        None => {
            let names: Vec<&str> = shipped::plans().iter().map(|one| one.id).collect();
            Err(CliError::Usage(format!(
                "{name:?} is neither a file nor a plan; there are {}",
                names.join(", ")
            )))
        }
    }
}

/// The text of a shipped plan's roster, or of a file.
fn roster_text(name: &str) -> Result<String, CliError> {
    let mut plans = shipped::plans().iter();
    match plans.find(|one| one.id == name).and_then(|one| one.roster) {
        Some(roster) => Ok(roster.to_owned()),
        None => read_file(Path::new(name)),
    }
}

/// A shipped plan, or one from a file.
pub(super) fn load(name: &str) -> Result<Plan, CliError> {
    Plan::parse(&text(name)?).map_err(|findings| wrong("plan", name, &findings))
}

fn load_roster(name: &str) -> Result<Roster, CliError> {
    Roster::parse(&roster_text(name)?).map_err(|findings| wrong("roster", name, &findings))
}

fn wrong(kind: &str, name: &str, findings: &[Finding]) -> CliError {
    let lines: Vec<String> = findings
        .iter()
        .map(|found| {
            format!(
                "{name}:{}: {} [{}]",
                found.line, found.message_en, found.code
            )
        })
        .collect();
    CliError::Refused(format!(
        "the {kind} has errors; run `huiyin plan check`\n{}",
        lines.join("\n")
    ))
}

/// The instant of `--at`, or now.
pub(super) fn instant(at: Option<&str>, zone: &Zone) -> Result<Instant, CliError> {
    let Some(text) = at else {
        return Ok(SystemClock.now());
    };
    due::instant(text, zone).ok_or_else(|| {
        let what = "not an instant such as 2026-11-30T10:00:00+08:00, nor a day or local time";
        CliError::Usage(format!("--at: {what}: {text:?}"))
    })
}

/// The calendars that a plan can name.
fn calendars() -> Result<Vec<WorkCalendar>, CliError> {
    let ids = shipped::calendars().iter().map(|(id, _)| *id);
    ids.map(calendar::shipped).collect()
}

fn check(name: &str, with: &With, output: &Output) -> Result<ExitCode, CliError> {
    let content = text(name)?;
    let roster = with.roster.as_deref().map(roster_text).transpose()?;
    // A plan that cannot be read has no zone of its own.
    let zone =
        Plan::parse(&content).map_or_else(|_| Zone::parse("Asia/Shanghai"), |plan| Ok(plan.zone));
    let zone = zone.map_err(|error| CliError::Refused(error.to_string()))?;
    let at = instant(with.at.as_deref(), &zone)?;
    let checked = match with.store.open()? {
        Some((huiyin, authority)) => huiyin.check_plan_here(&authority, &content, at)?,
        None => plan::check(
            &content,
            &Checking {
                at,
                calendars: &calendars()?,
                roster: roster.as_deref(),
                on_file: None,
            },
        ),
    };
    let roster_name = with.roster.as_deref().unwrap_or("the store");
    let report = CheckReport::from(&checked);
    output.say(&report, || findings((name, roster_name), &checked))?;
    Ok(if checked.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}

/// What was found, each with the file in which it stands.
fn findings((name, roster_name): (&str, &str), checked: &Checked) -> String {
    let mut lines = Vec::new();
    for found in &checked.findings {
        let Finding {
            code,
            line,
            field,
            message,
            message_en,
            witness,
            ..
        } = found;
        let severity = found.severity.word();
        let of_roster = field.starts_with("roster");
        let file = if of_roster { roster_name } else { name };
        lines.push(format!(
            "{file}:{line}: {severity} {code} [{field}] {message}"
        ));
        lines.push(format!("    {message_en}"));
        let place = witness.place.as_ref().map(ToString::to_string);
        let people = witness.people.map(|people| format!("{people} 人 / people"));
        let rules: Vec<&str> = witness.rules.iter().map(|id| id.as_str()).collect();
        let rules = (!rules.is_empty()).then(|| rules.join(", "));
        let written = witness.written.clone();
        let case: Vec<String> = [place, people, witness.at.clone(), rules, written]
            .into_iter()
            .flatten()
            .collect();
        if !case.is_empty() {
            lines.push(format!("    例如 / e.g.: {}", case.join(", ")));
        }
    }
    if checked.findings.is_empty() {
        lines.push(format!("{name}: 未发现问题 / nothing found"));
    }
    if !checked.roster {
        lines.push(
            "未提供值班表，未检查各岗位是否有人（--roster FILE）/ no roster was given, so whether the posts are held was not checked".to_owned(),
        );
    }
    lines.join("\n")
}

fn diff((old, new): (&str, &str), at: Option<&str>, output: &Output) -> Result<ExitCode, CliError> {
    let (old, new) = (load(old)?, load(new)?);
    let calendar = calendar::shipped(&new.calendar)?;
    let changes = plan::diff(&old, &new, &calendar, instant(at, &new.zone)?);
    let said = serde_json::json!({
        "old": { "plan": old.id, "version": old.version },
        "new": { "plan": new.id, "version": new.version },
        "changes": changes,
    });
    output.say(&said, || {
        if changes.is_empty() {
            return "没有变化 / nothing changes".to_owned();
        }
        changes
            .iter()
            .map(change_line)
            .collect::<Vec<_>>()
            .join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

fn change_line(change: &Change) -> String {
    let (people, people_en) = match (change.people_min, change.people_max) {
        (None, _) => (String::new(), String::new()),
        (Some(min), None) => (
            format!("{min}人及以上，"),
            format!("{min} people and more, "),
        ),
        (Some(min), Some(max)) if min == max => (format!("{min}人，"), format!("{min} people, ")),
        (Some(min), Some(max)) => (
            format!("{min}至{max}人，"),
            format!("{min} to {max} people, "),
        ),
    };
    let place = change
        .place
        .as_ref()
        .map(|place| format!("{place}，"))
        .unwrap_or_default();
    let place_en = change
        .place
        .as_ref()
        .map(|place| format!("{place}, "))
        .unwrap_or_default();
    format!(
        "{place}{people}{}：{}\n    {place_en}{people_en}{}: {}",
        change.when, change.message, change.when_en, change.message_en
    )
}
