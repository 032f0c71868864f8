//! `huiyin plan new`: a plan and a roster of one's own, from a shipped plan.

use crate::error::CliError;
use crate::output::Output;
use huiyin_domain::language::Bilingual;
use huiyin_domain::plan::{NewPlan, Plan, from_template};
use huiyin_domain::roster::Roster;
use huiyin_domain::shipped::{self, ShippedPlan};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    /// The shipped plan to begin from: sample-park, town-one-clerk, city-district
    #[arg(long, value_name = "NAME")]
    template: String,
    /// The new plan's id: lower-case letters, digits, dashes; its files are named after it
    #[arg(long)]
    id: String,
    /// What it is called, in Chinese
    #[arg(long, value_name = "TITLE")]
    title: String,
    /// What it is called, in English; the Chinese title unless given
    #[arg(long, value_name = "TITLE")]
    title_en: Option<String>,
    /// The authority that will run it
    #[arg(long, value_name = "NAME")]
    authority: String,
    /// The folder to write to
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    to: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let (template, roster) = template(&args.template)?;
    let new = NewPlan {
        id: args.id.clone(),
        title: Bilingual::new(&args.title, args.title_en.as_deref().unwrap_or(&args.title)),
        authority: args.authority.clone(),
    };
    let (plan, roster) = from_template((template.plan, roster), &new);
    // What was typed can be no id, or hold what a plan cannot say.
    let refused = |findings: Vec<huiyin_domain::plan::Finding>| {
        let list: Vec<String> = findings
            .iter()
            .map(|found| format!("{}: {} / {}", found.field, found.message, found.message_en))
            .collect();
        CliError::Refused(list.join("\n"))
    };
    Plan::parse(&plan).map_err(refused)?;
    Roster::parse(&roster).map_err(refused)?;
    let plan_file = args.to.join(format!("{}.toml", args.id));
    let roster_file = args.to.join(format!("{}.roster.toml", args.id));
    if let Some(there) = [&plan_file, &roster_file]
        .into_iter()
        .find(|file| file.exists())
    {
        return Err(CliError::Refused(format!(
            "{} is there already; take another id or folder",
            there.display()
        )));
    }
    write(&plan_file, &plan)?;
    write(&roster_file, &roster)?;
    let (plan_name, roster_name) = (plan_file.display(), roster_file.display());
    let said = serde_json::json!({
        "plan": plan_name.to_string(), "roster": roster_name.to_string(), "template": template.id,
    });
    output.say(&said, || {
        format!(
            "{plan_name}\n{roster_name}\n改好后检查 / change them, then: huiyin plan check {plan_name} --roster {roster_name}"
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

fn template(name: &str) -> Result<(&'static ShippedPlan, &'static str), CliError> {
    let with_roster = |one: &'static ShippedPlan| one.roster.map(|roster| (one, roster));
    let mut known = shipped::plans().iter().filter_map(with_roster);
    known.find(|(one, _)| one.id == name).ok_or_else(|| {
        let all = shipped::plans().iter().filter(|one| one.roster.is_some());
        let names: Vec<&str> = all.map(|one| one.id).collect();
        CliError::Usage(format!(
            "--template: there is no {name:?}; there are {}",
            names.join(", ")
        ))
    })
}

/// Writes a file that must not be there yet.
fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let failed = |source| CliError::File {
        path: path.display().to_string(),
        source,
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}
