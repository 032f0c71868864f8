//! The rules of the house, as functions that read texts and return [`Finding`]s. The tests in
//! `tests/house/` apply them to this repository, and to planted examples.

pub mod arrows;
pub mod hygiene;
pub mod migrations;
pub mod names;
pub mod rights;
pub mod rust;
pub mod tests_named;
pub mod tidy;
pub mod tree;

use std::fmt;

/// One place where a rule of the house is broken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, relative to the repository; or the crate.
    pub file: String,
    /// The line, counted from 1; 0 where the finding is about the whole file.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Finding {
    /// A finding in a line of a file.
    pub fn new(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.file, self.message),
            line => write!(out, "{}:{line}: {}", self.file, self.message),
        }
    }
}

/// Fails a test with every finding, one a line.
///
/// # Panics
/// When there is a finding.
#[track_caller]
pub fn assert_none(findings: &[Finding]) {
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    assert!(
        lines.is_empty(),
        "{} finding(s):\n{}",
        lines.len(),
        lines.join("\n")
    );
}
