//! `huiyin bench letters`: how long a document takes, first and once warm.

use super::figures::{moment, rounded};
use crate::commands::letter::refused;
use crate::error::CliError;
use crate::output::Output;
use huiyin_domain::language::Language;
use huiyin_letters::{Fonts, Making, samples};
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// The measurement's options.
#[derive(clap::Args)]
pub struct Args {
    /// How many of each document
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(2..))]
    count: u32,
    /// A folder with fonts beside the system's
    #[arg(long, value_name = "DIR")]
    fonts: Option<PathBuf>,
}

#[derive(Serialize)]
struct Figure {
    document: String,
    pages: usize,
    bytes: usize,
    first_ms: f64,
    median_ms: f64,
    p99_ms: f64,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let begun = moment();
    let folders: Vec<PathBuf> = args.fonts.iter().cloned().collect();
    let fonts = Fonts::find(&folders).map_err(|error| refused(&error))?;
    let scan_ms = ms(begun);
    let making = Making {
        language: Language::Zh,
        ..Making::default()
    };
    let mut figures = Vec::new();
    for (name, document) in samples::all() {
        let mut times = Vec::new();
        let mut last = None;
        for _ in 0..args.count {
            let begun = moment();
            let letter = document
                .make(&fonts, &making)
                .map_err(|error| refused(&error))?;
            times.push(ms(begun));
            last = Some(letter);
        }
        let first_ms = times.remove(0);
        times.sort_by(f64::total_cmp);
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
        figures.push(Figure {
            document: name.to_owned(),
            pages: last.as_ref().map_or(0, |letter| letter.pages),
            bytes: last.as_ref().map_or(0, |letter| letter.pdf.len()),
            first_ms: rounded(first_ms),
            median_ms: rounded(at(0.5)),
            p99_ms: rounded(at(0.99)),
        });
    }
    let said = serde_json::json!({ "font_scan_ms": scan_ms, "documents": figures });
    output.say(&said, || table(scan_ms, &figures))?;
    Ok(ExitCode::SUCCESS)
}

fn table(scan_ms: f64, figures: &[Figure]) -> String {
    let mut lines = vec![format!("fonts found in {scan_ms:.0} ms")];
    lines.push("document            pages   bytes  first  median     p99 (ms)".to_owned());
    lines.extend(figures.iter().map(|one| {
        format!(
            "{:<20}{:>5}{:>8}{:>7.1}{:>8.1}{:>8.1}",
            one.document, one.pages, one.bytes, one.first_ms, one.median_ms, one.p99_ms
        )
    }));
    lines.join("\n")
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
