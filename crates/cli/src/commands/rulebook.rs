//! `huiyin rulebook check|show|load`: findings with lines, every term with its citation, and a version for new
//! petitions.

use crate::error::{CliError, read_file};
use crate::opening::StoreOptions;
use crate::output::Output;
use huiyin_app::RulebookDraft;
use huiyin_domain::rulebook::{self, Rulebook, Term};
use huiyin_domain::shipped;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to do with a rulebook.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Say what is wrong with a rulebook
    Check {
        /// The name of a shipped rulebook, or a file
        rulebook: String,
    },
    /// Say every term with its citation
    Show {
        /// The name of a shipped rulebook, or a file
        rulebook: String,
    },
    /// Load a version into the store, for new petitions; those that run keep theirs
    Load {
        /// The file
        file: PathBuf,
        /// The first day on which new petitions run under it; without it they do at once
        #[arg(long, value_name = "DATE", default_value = "")]
        from: String,
        #[command(flatten)]
        store: StoreOptions,
    },
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    match action {
        Action::Check { rulebook } => check(rulebook, output),
        Action::Show { rulebook } => show(&load(rulebook)?, output),
        Action::Load { file, from, store } => load_into(file, from, store, output),
    }
}

/// The text of a shipped rulebook, or of a file.
fn text(name: &str) -> Result<String, CliError> {
    match shipped::rulebooks().iter().find(|(id, _)| *id == name) {
        Some((_, text)) => Ok((*text).to_owned()),
        None if Path::new(name).exists() => read_file(Path::new(name)),
        None => {
            let names: Vec<&str> = shipped::rulebooks().iter().map(|(id, _)| *id).collect();
            Err(CliError::Usage(format!(
                "{name:?} is neither a file nor a rulebook; there are {}",
                names.join(", ")
            )))
        }
    }
}

/// A shipped rulebook, or one from a file.
///
/// # Errors
/// When there is none, or it has findings.
pub fn load(name: &str) -> Result<Rulebook, CliError> {
    Rulebook::parse(&text(name)?).map_err(|findings| {
        let lines: Vec<String> = findings
            .iter()
            .map(|found| format!("{name}:{}: {}", found.line, found.message_en))
            .collect();
        CliError::Refused(format!(
            "the rulebook has errors; run `huiyin rulebook check {name}`\n{}",
            lines.join("\n")
        ))
    })
}

fn check(name: &str, output: &Output) -> Result<ExitCode, CliError> {
    output.findings("rulebook", name, &rulebook::check(&text(name)?))
}

fn load_into(
    file: &Path,
    from: &str,
    store: &StoreOptions,
    output: &Output,
) -> Result<ExitCode, CliError> {
    let draft = RulebookDraft {
        content: read_file(file)?,
        from: from.to_owned(),
    };
    let done = store.open()?.lodge_rulebook_here(&draft)?;
    let from = done.from.unwrap_or_default();
    let said = serde_json::json!({
        "rulebook": done.id, "version": done.version, "from": from, "in_force": done.in_force,
    });
    output.say(&said, || match done.in_force {
        true => format!("{} {} is in force for new petitions", done.id, done.version),
        false => format!(
            "{} {} waits: new petitions run under it from {from}",
            done.id, done.version
        ),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn show(rulebook: &Rulebook, output: &Output) -> Result<ExitCode, CliError> {
    let json: Vec<_> = rulebook
        .terms
        .iter()
        .map(|term| {
            serde_json::json!({
                "term": term.id, "duty": term.duty.word(), "length": term.length.to_string(),
                "title": term.title, "citation": term.citation, "verified": term.verified,
            })
        })
        .collect();
    let said = serde_json::json!({
        "rulebook": rulebook.id, "version": rulebook.version, "title": rulebook.title,
        "calendar": rulebook.calendar, "zone": rulebook.zone.name(), "terms": json,
    });
    output.say(&said, || {
        let head = format!(
            "{} {} {} / {}",
            rulebook.id, rulebook.version, rulebook.title.zh, rulebook.title.en
        );
        std::iter::once(head)
            .chain(rulebook.terms.iter().map(line))
            .collect::<Vec<_>>()
            .join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

fn line(term: &Term) -> String {
    let unverified = if term.verified {
        ""
    } else {
        "  [未核实 / unverified]"
    };
    format!(
        "  {:<22} {:<10} {:<9} {} / {}\n  {:<22} {} / {}{unverified}",
        term.id,
        term.length.to_string(),
        term.duty.word(),
        term.title.zh,
        term.title.en,
        "",
        term.citation.zh,
        term.citation.en
    )
}
