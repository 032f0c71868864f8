//! `huiyin plan drill`: plays a script on a virtual clock, and says what was to happen and what did.

use super::{With, instant, load};
use crate::commands::calendar;
use crate::error::{CliError, read_file};
use crate::output::Output;
use huiyin_domain::response::drill::{DrillScript, SheetLine, sheet};
use huiyin_domain::response::{Scene, timeline};
use std::path::PathBuf;
use std::process::ExitCode;

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    /// The script (docs/plans.md)
    script: PathBuf,
    /// The plan: the name of a shipped one, or a file; without it the shipped one that the script names
    #[arg(long, value_name = "FILE")]
    plan: Option<String>,
    #[command(flatten)]
    with: With,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let refused = |error| CliError::Refused(format!("{}: {error}", args.script.display()));
    let script = DrillScript::parse(&read_file(&args.script)?).map_err(refused)?;
    let plan = load(args.plan.as_deref().unwrap_or(&script.drill.plan))?;
    let roster = args.with.roster(&plan)?;
    let calendar = calendar::shipped(&plan.calendar)?;
    let scene = Scene {
        plan: &plan,
        calendar: &calendar,
        roster: roster.as_ref(),
        concerned: None,
    };
    let at = instant(args.with.at.as_deref(), &plan.zone)?;
    let run = script.play(&scene, at).map_err(refused)?;
    let lines = sheet(&run, &plan);
    let entries = timeline(&run, &scene);
    let notes: Vec<_> = script
        .injects
        .iter()
        .filter_map(|one| Some((one.minute, one.note.as_ref()?)))
        .collect();
    let said = serde_json::json!({
        "exercise": true, "plan": plan.id, "version": plan.version, "title": script.drill.title,
        "reception_minutes": run.reception_minutes(), "sheet": lines, "timeline": entries,
        "notes": notes,
    });
    output.say(&said, || {
        let mut text = vec![format!(
            "【演练】{} / [EXERCISE] {}",
            script.drill.title.zh, script.drill.title.en
        )];
        text.extend(lines.iter().map(sheet_line));
        text.push(String::new());
        text.push(
            "P 按时 in time · S 迟了不到一半 late by half at most · M 更迟 later · U 没做到 never"
                .into(),
        );
        text.join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

fn sheet_line(line: &SheetLine) -> String {
    let done = line
        .done_minute
        .map_or_else(|| "—".to_owned(), |minute| minute.to_string());
    format!(
        "{:?}  应 due {:>4}  实 done {done:>4}  {} / {}",
        line.rating, line.due_minute, line.what.zh, line.what.en
    )
}
