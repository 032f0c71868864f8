//! `huiyin letter`: the fonts that documents are set in, and samples of each document.
//!
//! There is no command that prints a petition's document: who reads one is on record, and a terminal
//! is nobody (RULES 4.3). Staff print from the desk or by API.

use crate::error::CliError;
use crate::output::{Output, REFUSED};
use huiyin_domain::language::Language;
use huiyin_letters::{Fonts, LetterError, Making, StyleReport, samples};
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// What to do.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Say which font draws which style here, and what to install
    Fonts(FontsArgs),
    /// Write one of each document with invented data, to look at and to try the printer
    Sample(SampleArgs),
}

/// Where fonts lie beside the system's.
#[derive(clap::Args)]
pub struct FontsArgs {
    /// The data folder: fonts in its folder `fonts` come before the system's
    #[arg(
        long,
        value_name = "DIR",
        env = "HUIYIN_DATA",
        default_value = "./huiyin-data"
    )]
    data: PathBuf,
}

/// Where samples go.
#[derive(clap::Args)]
pub struct SampleArgs {
    #[command(flatten)]
    fonts: FontsArgs,
    /// The folder to write them into
    #[arg(value_name = "FOLDER")]
    to: PathBuf,
}

#[derive(Serialize)]
struct Style {
    style: String,
    families: Vec<String>,
    complete: bool,
    install: String,
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    match action {
        Action::Fonts(args) => fonts(args, output),
        Action::Sample(args) => sample(args, output),
    }
}

impl FontsArgs {
    fn find(&self) -> Result<Fonts, CliError> {
        Fonts::find(&[self.data.join("fonts")]).map_err(|error| refused(&error))
    }
}

/// Why a document or a font is not there, in both languages.
pub(super) fn refused(error: &LetterError) -> CliError {
    let message = error.message();
    CliError::Refused(format!("{}\n{}", message.zh, message.en))
}

fn fonts(args: &FontsArgs, output: &Output) -> Result<ExitCode, CliError> {
    let report = args.find()?.report();
    let is_complete = report.iter().all(|style| style.complete);
    let styles: Vec<Style> = report.into_iter().map(Style::from).collect();
    output.say(&styles, || {
        let lines = styles.iter().map(Style::line);
        lines.collect::<Vec<_>>().join("\n")
    })?;
    Ok(match is_complete {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(REFUSED),
    })
}

impl From<StyleReport> for Style {
    fn from(report: StyleReport) -> Self {
        Self {
            style: report.style,
            families: report.families,
            complete: report.complete,
            install: report.packages,
        }
    }
}

impl Style {
    fn line(&self) -> String {
        let families = match self.families.is_empty() {
            true => "–".to_owned(),
            false => self.families.join(", "),
        };
        match self.complete {
            true => format!("{}  {families}", self.style),
            false => format!(
                "{}  {families}  不全，请安装 / not complete, install: {}",
                self.style, self.install
            ),
        }
    }
}

fn sample(args: &SampleArgs, output: &Output) -> Result<ExitCode, CliError> {
    let fonts = args.fonts.find()?;
    let unwritable = |error: std::io::Error| {
        CliError::Refused(format!("cannot write into {}: {error}", args.to.display()))
    };
    std::fs::create_dir_all(&args.to).map_err(unwritable)?;
    let mut written = Vec::new();
    for (name, document) in samples::all() {
        for language in [Language::Zh, Language::En] {
            let making = Making {
                language,
                ..Making::default()
            };
            let letter = document
                .make(&fonts, &making)
                .map_err(|error| refused(&error))?;
            let file = args.to.join(format!("{name}-{}.pdf", language.tag()));
            std::fs::write(&file, &letter.pdf).map_err(unwritable)?;
            written.push(file.display().to_string());
        }
    }
    output.say(&written, || written.join("\n"))?;
    Ok(ExitCode::SUCCESS)
}
