//! The words of an event, sealed.

use serde::{Deserialize, Serialize};

/// The sealed text part of an event of a petition: whatever was typed, by whom ever.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EventText {
    /// A message, note, notice, question, statement or reason.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Requests, one each; respondents, one each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// An answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<crate::petition::AnswerDraft>,
}

impl EventText {
    /// Words alone.
    pub fn of(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
