//! The documents that are served on the petitioner.

use serde::{Deserialize, Serialize};

/// A document that is served on the petitioner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    /// 受理告知书
    Acceptance,
    /// 不予受理告知书
    Decline,
    /// 办理途径告知书
    Redirect,
    /// 延期告知书
    ExtensionNotice,
    /// 处理意见书
    Answer,
    /// 复查意见书
    ReviewDecision,
}

impl Document {
    /// Every document.
    pub const ALL: &'static [Self] = &[
        Self::Acceptance,
        Self::Decline,
        Self::Redirect,
        Self::ExtensionNotice,
        Self::Answer,
        Self::ReviewDecision,
    ];

    /// The word of the store.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acceptance => "acceptance",
            Self::Decline => "decline",
            Self::Redirect => "redirect",
            Self::ExtensionNotice => "extension-notice",
            Self::Answer => "answer",
            Self::ReviewDecision => "review-decision",
        }
    }

    /// Reads the word of the store.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }
}
