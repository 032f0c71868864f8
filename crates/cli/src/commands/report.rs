//! `huiyin report timeliness`: how many duties were met in time (DESIGN 6, RULES 8), on the terminal or as a
//! file: the same table as the desk gives out.

use crate::error::CliError;
use crate::opening::{AuthorityOption, StoreOptions};
use crate::output::{Output, whole_file};
use huiyin_app::{TimelinessBy, TimelinessQuery, TimelinessSheet};
use huiyin_domain::event::FiguresForm;
use huiyin_domain::language::Language;
use jiff::civil::Date;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to say.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Count duties met in time and late, by rulebook and term; windows are no duties
    Timeliness(Args),
}

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    /// Duties opened on this day or later, YYYY-MM-DD
    #[arg(long, value_name = "D")]
    from: Option<Date>,
    /// Duties opened on this day or earlier, YYYY-MM-DD
    #[arg(long, value_name = "D")]
    to: Option<Date>,
    /// Split by: unit, category or term
    #[arg(long, value_name = "WHAT", value_parser = ["unit", "category", "term"])]
    by: Option<String>,
    /// table, csv, xlsx or json; else as the name of --out ends, else a table
    #[arg(long, value_name = "FORMAT", value_parser = ["table", "csv", "xlsx", "json"])]
    format: Option<String>,
    /// The language of headings and names: zh or en
    #[arg(long, value_name = "L", default_value = "zh", value_parser = ["zh", "en"])]
    lang: String,
    /// The file to write, in place of one that is there; without it stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    authority: AuthorityOption,
    #[command(flatten)]
    store: StoreOptions,
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    let Action::Timeliness(args) = action;
    if let (Some(from), Some(to)) = (args.from, args.to)
        && from > to
    {
        return Err(CliError::Usage(format!(
            "--from {from} lies after --to {to}; exchange them"
        )));
    }
    let format = format(args, output);
    if format == "xlsx" && args.out.is_none() {
        return Err(CliError::Usage(
            "--format xlsx: a workbook goes to a file; name one with --out".into(),
        ));
    }
    let by = args.by.as_deref().and_then(TimelinessBy::parse);
    let query = TimelinessQuery {
        from: args.from,
        to: args.to,
        by,
    };
    let huiyin = args.store.open_existing()?;
    let authority = args.authority.find(&huiyin)?;
    let form = match format {
        "csv" => FiguresForm::Csv,
        "xlsx" => FiguresForm::Xlsx,
        "json" => FiguresForm::Json,
        _ => FiguresForm::Table,
    };
    huiyin.note_figures_given(&authority, &query, form)?;
    let figures = huiyin.timeliness(&authority, &query)?;
    let (rules, split) = (huiyin.rules(), by.unwrap_or(TimelinessBy::Term));
    let language = if args.lang == "en" {
        Language::En
    } else {
        Language::Zh
    };
    let sheet = TimelinessSheet::of(&figures, split, (&authority, &rules), language);
    let bytes = match format {
        "csv" => sheet.csv()?,
        "xlsx" => sheet.xlsx()?,
        "json" => {
            let json = serde_json::to_vec_pretty(&figures);
            let mut json = json.map_err(|error| CliError::Output(error.to_string()))?;
            json.push(b'\n');
            json
        }
        _ => format!("{}\n", sheet.text()).into_bytes(),
    };
    give(args.out.as_deref(), &bytes)?;
    Ok(ExitCode::SUCCESS)
}

/// What was asked for, else what the file's name ends with, else a table.
fn format<'a>(args: &'a Args, output: &Output) -> &'a str {
    if let Some(format) = args.format.as_deref() {
        return format;
    }
    let ending = args.out.as_deref().and_then(Path::extension);
    match ending.and_then(|ending| ending.to_str()) {
        Some(ending @ ("csv" | "xlsx" | "json")) => ending,
        _ if output.is_json() => "json",
        _ => "table",
    }
}

fn give(out: Option<&Path>, bytes: &[u8]) -> Result<(), CliError> {
    if let Some(path) = out {
        let failed = |source| CliError::File {
            path: path.display().to_string(),
            source,
        };
        return whole_file(path, |out| out.write_all(bytes).map_err(failed));
    }
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
    written.map_err(|error| CliError::Output(error.to_string()))
}
