//! `huiyin doctor`: checks the store and says what it checked.

use crate::error::CliError;
use crate::opening::StoreOptions;
use crate::output::{Output, REFUSED};
use huiyin_app::DoctorReport;
use std::process::ExitCode;

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreOptions,
    /// Also derive every state table again from the journal and compare
    #[arg(long)]
    rebuild: bool,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let report = args.store.open_existing()?.doctor(args.rebuild)?;
    output.say(&report, || text(&report, args.rebuild))?;
    Ok(if report.healthy {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}

fn text(report: &DoctorReport, rebuild: bool) -> String {
    let mut lines = vec![
        format!("schema: {} statements fit", report.statements),
        format!(
            "journal rows: {} (positions without gap, times in order, commitments and columns checked)",
            report.journal_rows
        ),
        format!(
            "sealed parts: {} opened and held against their commitment, {} forgotten",
            report.sealed_parts, report.forgotten_parts
        ),
        format!("petition numbers: {} (without gaps)", report.numbers),
        "orphans: keys, codes and idempotency records checked".to_owned(),
    ];
    lines.push(if rebuild {
        format!(
            "rebuild: {} rows of state derived again and compared",
            report.rebuilt_rows
        )
    } else {
        "rebuild: not asked for (--rebuild)".to_owned()
    });
    lines.extend(
        report
            .findings
            .iter()
            .map(|found| format!("FOUND {}: {}", found.code, found.message)),
    );
    lines.push(if report.healthy {
        "healthy".to_owned()
    } else {
        "NOT healthy".to_owned()
    });
    lines.join("\n")
}
