//! Review 复查: the authority one level above looks again at an answer (信访工作条例 Art 35). It is a
//! case of its own there, with its own number, keys and clock.
//!
//! Asking is never held against anybody: nothing here counts how often somebody asked, and a request
//! that came late is registered like any other (RULES 1.3).

use super::Case;
use crate::event::Document;
use crate::ids::{AuthorityId, ObligationId, PetitionId};
use crate::language::{Bilingual, Language};
use crate::number::PetitionNumber;
use crate::obligation::{ObligationState, Owed};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// What a review decides about the answer before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewOutcome {
    /// 维持
    Maintained,
    /// 撤销
    Revoked,
    /// 变更
    Changed,
    /// 责令重新办理
    Redo,
    /// 不予审查: the request came after its window, and the reasons for that did not carry. Only a late
    /// request can end so, in writing, with reasons, approved and served like every decision.
    NotAdmitted,
}

impl ReviewOutcome {
    /// Every outcome.
    pub const ALL: &'static [Self] = &[
        Self::Maintained,
        Self::Revoked,
        Self::Changed,
        Self::Redo,
        Self::NotAdmitted,
    ];

    /// The word of interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Maintained => "maintained",
            Self::Revoked => "revoked",
            Self::Changed => "changed",
            Self::Redo => "redo",
            Self::NotAdmitted => "not-admitted",
        }
    }

    /// Reads the word of interfaces.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// Whether the answer before falls, and is owed anew.
    pub const fn sets_aside(self) -> bool {
        matches!(self, Self::Revoked | Self::Redo)
    }

    /// What it is called.
    pub const fn label(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Maintained => ("维持原处理意见", "The decision is maintained"),
            Self::Revoked => ("撤销原处理意见", "The decision is revoked"),
            Self::Changed => ("变更原处理意见", "The decision is changed"),
            Self::Redo => ("责令重新办理", "The authority before has to decide anew"),
            Self::NotAdmitted => (
                "逾期提出，不予审查",
                "Asked for after the time to ask, and not admitted",
            ),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// The same in both languages.
    pub fn title(self) -> Bilingual {
        Bilingual::new(self.label(Language::Zh), self.label(Language::En))
    }
}

/// The answer that a case reviews, from the side of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewOf {
    /// The authority that answered.
    pub from: AuthorityId,
    /// The petition there.
    pub petition: PetitionId,
    /// Its number there.
    pub number: PetitionNumber,
    /// Whether the request came after its window.
    pub late: bool,
}

/// The review that was asked for, from the side of the petition that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewAsked {
    /// The authority above.
    pub to: AuthorityId,
    /// The case there.
    pub petition: PetitionId,
    /// Its number there.
    pub number: PetitionNumber,
    /// What was decided, once it was.
    pub outcome: Option<ReviewOutcome>,
    /// The window that it used. An answer given anew opens another one.
    pub window: Option<ObligationId>,
}

impl Case {
    /// The document that its answer is: of a review, the decision.
    pub const fn answer_document(&self) -> Document {
        match self.review_of {
            Some(_) => Document::ReviewDecision,
            None => Document::Answer,
        }
    }

    /// The last window in which a review could be asked for, open or over; nothing where the answer gives
    /// none.
    pub fn review_window(&self) -> Option<&Owed> {
        self.owed.get(&self.review_window_id()?)
    }

    /// The id of that window.
    pub(super) fn review_window_id(&self) -> Option<ObligationId> {
        let mut windows = self.owed.iter().rev();
        let window = windows.find(|(_, owed)| owed.opened.term == REVIEW_WINDOW);
        window.map(|(id, _)| *id)
    }

    /// Whether review was asked for of the answer that stands now.
    pub fn is_review_asked(&self) -> bool {
        let asked = self.review.as_ref();
        asked.is_some_and(|review| review.window == self.review_window_id())
    }

    /// Whether the answer was set aside, and is owed anew.
    pub fn answers_again(&self) -> bool {
        self.open_term(ANSWER_AGAIN).is_some()
    }

    /// Whether a review asked for at an instant is late: its window is over, and was over then.
    pub fn is_review_late(&self, at: Instant) -> bool {
        self.review_window()
            .is_some_and(|owed| owed.state != ObligationState::Open && at >= owed.opened.due_at)
    }
}

/// The window's name in rulebooks.
pub const REVIEW_WINDOW: &str = "review-request";
/// The duty to answer anew, in the house's rulebook.
const ANSWER_AGAIN: &str = "answer-again";
