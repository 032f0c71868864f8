//! `huiyin import petitions FILE`: petitions of earlier days, from a file (RULES 8).

use crate::error::CliError;
use crate::opening::{AuthorityOption, StoreOptions};
use crate::output::{Output, REFUSED};
use huiyin_app::{ImportOptions, ImportProgress, ImportReport};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

/// Refused records that the text names; JSON names all.
const SHOWN_MAX: usize = 50;

/// What to take over.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Take petitions over from a .jsonl, .csv or .xlsx file, in UTF-8 or GB18030; run again after a
    /// stop, it goes on without doubles
    Petitions(Args),
}

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    /// The file
    file: PathBuf,
    /// A column that is not called as our field is: external_id, registered_at, subject, body,
    /// answered_at, answer, class, category, place, unit, channel, name, phone, email, address
    #[arg(long = "field", value_name = "OURS=THEIRS")]
    fields: Vec<String>,
    /// The zone of times without an offset, and of civil days; else the authority's and the rulebook's
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// The rulebook that they are judged under; else the authority's
    #[arg(long, value_name = "NAME")]
    rulebook: Option<String>,
    /// The one term that each opens; else `answer`
    #[arg(long)]
    term: Option<String>,
    /// What external ids are unique in; else the file's stem
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Say what would happen, and record nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    authority: AuthorityOption,
    #[command(flatten)]
    store: StoreOptions,
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    let Action::Petitions(args) = action;
    let huiyin = args.store.open()?;
    let authority = args.authority.find(&huiyin)?;
    let options = ImportOptions {
        file: args.file.clone(),
        fields: args.fields.clone(),
        zone: args.zone.clone(),
        rulebook: args.rulebook.clone(),
        term: args.term.clone(),
        source: args.source.clone(),
        dry_run: args.dry_run,
    };
    let bar = bar(output);
    let imported =
        huiyin.import_petitions(&authority, &options, &mut |ImportProgress { done, of }| {
            bar.set_length(of);
            bar.set_position(done);
        });
    bar.finish_and_clear();
    let report = imported?;
    output.say(&report, || text(&report))?;
    Ok(if report.refused.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}

/// A bar for whoever watches; nothing where stderr goes to a file.
fn bar(output: &Output) -> ProgressBar {
    if output.is_json() || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    // The template is a constant; were it wrong, the plain bar does.
    match ProgressStyle::with_template("{bar:40} {percent:>3} %  {elapsed} / {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn text(report: &ImportReport) -> String {
    let mut lines = vec![format!(
        "读取 read {}  导入 {} {}  已有 already {}  未收 refused {}",
        report.read,
        if report.dry_run {
            "would import"
        } else {
            "imported"
        },
        report.imported,
        report.already,
        report.refused.len()
    )];
    if !report.ignored.is_empty() {
        lines.push(format!("未用的列 ignored: {}", report.ignored.join(", ")));
    }
    for refused in report.refused.iter().take(SHOWN_MAX) {
        let field = refused.field.as_deref().unwrap_or("-");
        lines.push(format!(
            "  line {} {field} {}: {}",
            refused.line, refused.code, refused.message
        ));
    }
    if report.refused.len() > SHOWN_MAX {
        lines.push(format!(
            "  … {} more; --json names all",
            report.refused.len() - SHOWN_MAX
        ));
    }
    lines.join("\n")
}
