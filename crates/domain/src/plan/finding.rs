//! What is wrong with a plan, each with a concrete case in which it shows (RULES 9).

use super::Key;
use serde::{Serialize, Serializer};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A plan with one of these can't be approved.
    Error,
    /// Worth knowing; the plan can be approved.
    Warning,
}

impl Severity {
    /// The word of interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }

    /// The closed list of warnings (RULES 9); all else is an error.
    fn of(code: &str) -> Self {
        match code {
            "drill-overdue" | "single-exit" | "inclusive-word" => Self::Warning,
            _ => Self::Error,
        }
    }
}

impl Serialize for Severity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// Every code under which something can be found wrong with a plan or its roster.
pub const CODES: &[&str] = &[
    "above-cycle",
    "bad-date",
    "bad-exit",
    "bad-id",
    "bad-need",
    "bad-number",
    "bad-people",
    "bad-time",
    "bad-zone",
    "crew-too-small",
    "drill-overdue",
    "duplicate-id",
    "foreign-place",
    "gap",
    "inclusive-word",
    "ladder-too-long",
    "misplaced-danger",
    "missing-field",
    "missing-language",
    "missing-overflow",
    "no-decider",
    "overlap",
    "overlap-duty",
    "overlap-override",
    "overlap-window",
    "police-without-danger",
    "refused-field",
    "refused-kind",
    "refused-post",
    "refused-word",
    "report-too-late",
    "report-without-recipient",
    "room-too-small",
    "single-exit",
    "stand-in-cycle",
    "syntax",
    "tier-fewer",
    "tier-later",
    "travel-too-long",
    "unheld-post",
    "unknown-calendar",
    "unknown-field",
    "unknown-place",
    "unknown-post",
    "unknown-recipient",
    "unknown-room",
    "unknown-staff",
    "unknown-value",
    "unknown-window",
    "unreachable-holder",
    "unreachable-post",
    "unreachable-rule",
    "wrong-roster",
    "wrong-type",
];

/// A case in which a finding shows. What a finding has nothing to do with is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// The place.
    pub place: Option<Key>,
    /// So many people.
    pub people: Option<u32>,
    /// The instant, RFC 3339 with the offset of the plan's zone.
    pub at: Option<String>,
    /// The rules that are concerned.
    pub rules: Vec<Key>,
    /// What is written in the file there, of a finding that shows at no place and no hour: the line without its
    /// indentation, at most 120 characters of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
}

impl Witness {
    /// Whether it tells no case.
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One thing wrong with a plan: where, what, what to do, and a case in which it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// A stable code in kebab-case that begins with its kind, such as `gap`.
    pub code: &'static str,
    /// Whether the plan can be approved with it.
    pub severity: Severity,
    /// The line in the file, from 1; of a field of the roster, in the roster's file.
    pub line: usize,
    /// The field, as a path such as `rule.park-small.people`.
    pub field: String,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
    /// The same in English.
    pub message_en: String,
    /// A case in which it shows.
    pub witness: Witness,
}

impl From<crate::calendar::Finding> for Finding {
    fn from(found: crate::calendar::Finding) -> Self {
        Self {
            code: found.code,
            severity: Severity::of(found.code),
            line: found.line,
            field: found.field,
            message: found.message,
            message_en: found.message_en,
            witness: Witness::default(),
        }
    }
}

/// Characters of a line that a witness shows at most.
const WRITTEN_MAX: usize = 120;

impl Finding {
    /// Shows what is written where it was found, if it tells no other case.
    pub(crate) fn shows_line_of(&mut self, file: &str) {
        let line = self
            .line
            .checked_sub(1)
            .and_then(|nth| file.lines().nth(nth));
        let line = line.map(str::trim).filter(|line| !line.is_empty());
        if self.witness.is_empty() {
            self.witness.written = line.map(|line| line.chars().take(WRITTEN_MAX).collect());
        }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            code,
            line,
            field,
            message_en,
            ..
        } = self;
        write!(f, "line {line}, {field}: {message_en} [{code}]")
    }
}

/// What was read of a file: the value where every part of it could be made out, and everything
/// wrong with its form.
pub(crate) struct Reading<T> {
    pub(crate) value: Option<T>,
    pub(crate) findings: Vec<Finding>,
}

/// Collects findings of a plan that could be read.
#[derive(Default)]
pub(crate) struct Notes {
    list: Vec<Finding>,
}

impl Notes {
    /// Notes one finding.
    pub(crate) fn add(
        &mut self,
        code: &'static str,
        (line, field): (usize, String),
        (message, message_en): (String, String),
        witness: Witness,
    ) {
        self.list.push(Finding {
            code,
            severity: Severity::of(code),
            line,
            field,
            message,
            message_en,
            witness,
        });
    }

    /// All findings.
    pub(crate) fn into_list(self) -> Vec<Finding> {
        self.list
    }
}
