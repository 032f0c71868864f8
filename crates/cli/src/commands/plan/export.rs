//! `huiyin plan export`: a plan and its roster out of a store, as they were lodged, to be changed and lodged
//! again. It reads beside a server that runs on the store.

use crate::error::CliError;
use crate::opening::{AuthorityOption, StoreOptions};
use crate::output::Output;
use std::path::PathBuf;
use std::process::ExitCode;

/// What is written, and from where.
#[derive(clap::Args)]
pub struct Args {
    /// The plan's id in the store
    plan: String,
    /// Which version; the one in force unless given, else the newest
    #[arg(long, value_name = "V")]
    version: Option<String>,
    /// The folder to write to; existing files are never overwritten
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    to: PathBuf,
    #[command(flatten)]
    authority: AuthorityOption,
    #[command(flatten)]
    store: StoreOptions,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let huiyin = args.store.open_existing()?;
    let authority = args.authority.find(&huiyin)?;
    let kept = huiyin.kept_plan_here(&authority, &args.plan, args.version.as_deref())?;
    let id = &args.plan;
    let plan = (args.to.join(format!("{id}.toml")), &kept.plan);
    let roster = kept.roster.as_ref();
    let roster = roster.map(|(_, text)| (args.to.join(format!("{id}.roster.toml")), text));
    let files: Vec<_> = [Some(plan), roster].into_iter().flatten().collect();
    super::create::write_new(&files)?;
    let names: Vec<String> = files
        .iter()
        .map(|(file, _)| file.display().to_string())
        .collect();
    let said = serde_json::json!({
        "id": id, "version": kept.version, "newest": kept.newest, "plan": names.first(),
        "roster_version": kept.roster.as_ref().map(|(version, _)| version), "roster": names.get(1),
    });
    output.say(&said, || {
        let (version, newest) = (&kept.version, &kept.newest);
        let mut lines = vec![format!("{id} {version}"), names.join("\n")];
        if version != newest {
            lines.push(format!(
                "最新存入的是{newest}（--version {newest}）/ the newest that is lodged is {newest} (--version {newest})"
            ));
        }
        lines.push(format!(
            "改好后把version写得比{newest}大，再存入 / change it, give it a version after {newest}, then: huiyin plan lodge"
        ));
        lines.join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}
