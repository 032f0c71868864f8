//! What the program says: data on stdout, messages on stderr; exit 0 good, 1 refused or found
//! wrong, 2 usage (DESIGN 6).

use crate::error::CliError;
use huiyin_domain::calendar::Finding;
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Refused, or found wrong.
pub const REFUSED: u8 = 1;
/// The call's words are off.
pub const USAGE: u8 = 2;

/// Where and how to say things.
pub struct Output {
    json: bool,
}

impl Output {
    /// `json` asks for machine-readable output.
    pub const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether machine-readable output was asked for.
    pub const fn is_json(&self) -> bool {
        self.json
    }

    /// Says a result: JSON if asked for, else the text.
    ///
    /// # Errors
    /// When stdout is closed.
    pub fn say<T: Serialize>(
        &self,
        value: &T,
        text: impl FnOnce() -> String,
    ) -> Result<(), CliError> {
        let said = if self.json {
            serde_json::to_string_pretty(value)
                .map_err(|error| CliError::Output(error.to_string()))?
        } else {
            text()
        };
        let mut out = std::io::stdout().lock();
        writeln!(out, "{}", said.trim_end_matches('\n'))
            .map_err(|error| CliError::Output(error.to_string()))
    }

    /// Says what a checker found in a data file, each with its line; exit 1 if anything.
    ///
    /// # Errors
    /// When stdout is closed.
    pub fn findings(
        &self,
        kind: &str,
        name: &str,
        findings: &[Finding],
    ) -> Result<ExitCode, CliError> {
        self.say(
            &serde_json::json!({ kind: name, "findings": findings }),
            || {
                let line = |found: &Finding| {
                    let Finding {
                        line,
                        code,
                        field,
                        message,
                        message_en,
                    } = found;
                    format!("{name}:{line}: {code} [{field}] {message}\n    {message_en}")
                };
                let lines: Vec<String> = findings.iter().map(line).collect();
                if lines.is_empty() {
                    format!("{name}: nothing found")
                } else {
                    lines.join("\n")
                }
            },
        )?;
        Ok(if findings.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(REFUSED)
        })
    }

    /// Says something beside the result.
    pub fn note(&self, message: &str) {
        // Nobody listens on a closed stderr, and nothing depends on it.
        let _ = writeln!(std::io::stderr(), "{message}");
    }

    /// Says why it did not work.
    pub fn fail(&self, error: &CliError) -> ExitCode {
        self.note(&format!("huiyin: {error}"));
        if self.json {
            let body = serde_json::json!({ "error": { "code": error.code(), "message": error.to_string() } });
            let _ = writeln!(std::io::stdout(), "{body}");
        }
        ExitCode::from(if matches!(error, CliError::Usage(_)) {
            USAGE
        } else {
            REFUSED
        })
    }
}

/// Writes beside the file and puts it in its place when it is whole.
///
/// # Errors
/// When the file cannot be written, or as `write`.
pub fn whole_file<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    let partial = PathBuf::from(name);
    let failed = |source| CliError::File {
        path: partial.display().to_string(),
        source,
    };
    let mut out = BufWriter::new(File::create(&partial).map_err(failed)?);
    let written = write(&mut out).and_then(|written| {
        out.flush()
            .and_then(|()| out.get_ref().sync_all())
            .map_err(failed)?;
        std::fs::rename(&partial, path).map_err(failed)?;
        Ok(written)
    });
    if written.is_err() {
        // It was made by this call and is of no use; the error is said in any case.
        let _ = std::fs::remove_file(&partial);
    }
    written
}

/// Says help, version or what is wrong with the arguments.
pub fn usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { USAGE } else { 0 })
}
