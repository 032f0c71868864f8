//! `huiyin report timeliness`: how many duties were met in time (DESIGN 6, RULES 8).

use crate::error::CliError;
use crate::opening::{AuthorityOption, StoreOptions};
use crate::output::Output;
use huiyin_app::{TimelinessBy, TimelinessFigures, TimelinessQuery};
use jiff::civil::Date;
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
    let by = match args.by.as_deref() {
        Some("unit") => Some(TimelinessBy::Unit),
        Some("category") => Some(TimelinessBy::Category),
        Some(_) => Some(TimelinessBy::Term),
        None => None,
    };
    let huiyin = args.store.open_existing()?;
    let authority = args.authority.find(&huiyin)?;
    let figures = huiyin.timeliness(
        &authority,
        &TimelinessQuery {
            from: args.from,
            to: args.to,
            by,
        },
    )?;
    output.say(&figures, || text(&figures))?;
    Ok(ExitCode::SUCCESS)
}

fn text(figures: &[TimelinessFigures]) -> String {
    let split = figures.iter().any(|row| row.by.is_some());
    let mut head = vec!["规程", "期限", "性质"];
    if split {
        head.push("分项");
    }
    head.extend([
        "应办",
        "按期办结",
        "逾期办结",
        "未到期",
        "逾期未办",
        "免办",
        "逾期后免办",
        "其中撤回",
        "其中更正",
        "其中暂定",
        "中位天数",
        "九成天数",
    ]);
    let mut rows = vec![head.into_iter().map(str::to_owned).collect::<Vec<_>>()];
    rows.extend(figures.iter().map(|row| cells(row, split)));
    let columns = rows[0].len();
    let widths: Vec<usize> = (0..columns)
        .map(|nth| rows.iter().map(|row| width(&row[nth])).max().unwrap_or(0))
        .collect();
    let words = if split { 4 } else { 3 };
    let lines = rows.iter().map(|row| {
        let padded = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(nth, (text, wide))| {
                let blanks = " ".repeat(wide - width(text));
                if nth < words {
                    format!("{text}{blanks}")
                } else {
                    format!("{blanks}{text}")
                }
            });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn cells(row: &TimelinessFigures, split: bool) -> Vec<String> {
    let days =
        |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |days| format!("{days:.1}"));
    let duty = if row.duty == "house" {
        "内部"
    } else {
        "法定"
    };
    let mut cells = vec![row.rulebook.clone(), row.term.clone(), duty.to_owned()];
    if split {
        cells.push(
            row.by
                .clone()
                .filter(|by| !by.is_empty())
                .unwrap_or_else(|| "–".to_owned()),
        );
    }
    let counts = [
        row.opened,
        row.met_in_time,
        row.met_late,
        row.open_in_time,
        row.open_late,
        row.waived,
        row.waived_late,
        row.withdrawn,
        row.corrected,
        row.provisional,
    ];
    cells.extend(counts.map(|count| count.to_string()));
    cells.extend([days(row.days_median), days(row.days_p90)]);
    cells
}

/// Columns of a terminal that a text takes: Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if ('\u{1100}'..='\u{115F}').contains(&c) || ('\u{2E80}'..='\u{FFE6}').contains(&c) {
                2
            } else {
                1
            }
        })
        .sum()
}
