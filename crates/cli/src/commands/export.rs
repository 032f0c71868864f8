//! `huiyin export petitions --out FILE`: numbers, dates, states and duties; never identity, free
//! text or respondents. Each export is a journal event. In `.csv` and `.xlsx` a petition has one row
//! for each of its duties, in `.jsonl` one line with a list of them.

use crate::error::CliError;
use crate::opening::{AuthorityOption, StoreOptions};
use crate::output::{Output, whole_file};
use huiyin_app::{ExportFormat, ExportReport, Huiyin};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to give out.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Write every petition with its duties: number, class, category, place, unit, channel, state and
    /// dates. Never identity, free text or respondents; of those `backup` is the only whole copy. In
    /// .csv and .xlsx one row for each duty
    Petitions(Args),
}

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    /// The file to write, in place of one that is there; - for stdout
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// jsonl, csv or xlsx; else as the file's name ends
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    #[command(flatten)]
    authority: AuthorityOption,
    #[command(flatten)]
    store: StoreOptions,
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    let Action::Petitions(args) = action;
    let format = format(args)?;
    let to_stdout = args.out == Path::new("-");
    if to_stdout && format == ExportFormat::Xlsx {
        return Err(CliError::Usage(
            "--out -: a workbook goes to a file; name one, or say --format jsonl or csv".into(),
        ));
    }
    let huiyin = args.store.open_existing()?;
    if to_stdout {
        let mut out = BufWriter::new(std::io::stdout());
        let report = export(&huiyin, args, format, &mut out)?;
        output.note(&text(&report, &args.out));
        return Ok(ExitCode::SUCCESS);
    }
    let report = whole_file(&args.out, |out| export(&huiyin, args, format, out))?;
    let said = serde_json::json!({
        "out": args.out, "format": format.word(), "petitions": report.petitions, "duties": report.duties,
    });
    output.say(&said, || text(&report, &args.out))?;
    Ok(ExitCode::SUCCESS)
}

fn format(args: &Args) -> Result<ExportFormat, CliError> {
    let extension = args
        .out
        .extension()
        .and_then(|one| one.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let word = args.format.as_deref().unwrap_or(&extension);
    ExportFormat::parse(word).ok_or_else(|| {
        let words = ExportFormat::ALL.map(ExportFormat::word).join(", ");
        CliError::Usage(format!(
            "--format: say one of {words}, or let the file's name end so; not {word:?}"
        ))
    })
}

fn export(
    huiyin: &Huiyin,
    args: &Args,
    format: ExportFormat,
    out: &mut (dyn Write + Send),
) -> Result<ExportReport, CliError> {
    let authority = args.authority.find(huiyin)?;
    Ok(huiyin.export_petitions(&authority, format, out)?)
}

fn text(report: &ExportReport, out: &Path) -> String {
    format!(
        "{}: 信访事项 {} petitions, 期限 {} duties",
        out.display(),
        report.petitions,
        report.duties
    )
}
