//! Rows about plans and rosters.

use huiyin_domain::event::DutyChange;
use huiyin_domain::ids::{PersonId, Position, PostId, StaffId};
use huiyin_domain::plan::Key;
use huiyin_domain::time::Instant;

/// A version of a plan, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanVersionRow {
    /// The version.
    pub version: String,
    /// When it was lodged.
    pub lodged_at: Instant,
    /// Its approval, if it was approved.
    pub approval: Option<PlanApprovalRow>,
    /// Why it was sent back, if it was.
    pub returned: Option<PlanReturnRow>,
}

/// A version that was sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanReturnRow {
    /// When.
    pub at: Instant,
    /// For which post.
    pub post: PostId,
    /// What is to be changed.
    pub reason: String,
}

/// The approval of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanApprovalRow {
    /// When.
    pub at: Instant,
    /// For which post.
    pub post: PostId,
    /// The version of the roster that it was checked with.
    pub roster: String,
}

/// A version of a roster, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterVersionRow {
    /// The version.
    pub version: String,
    /// When it was lodged.
    pub lodged_at: Instant,
}

/// A plan that somebody is making by answering questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanDraftRow {
    /// Its id, unique in its authority.
    pub id: i64,
    /// Who began it.
    pub staff: StaffId,
    /// The shipped plan that it is made from.
    pub template: String,
    /// What was typed, as JSON.
    pub answers: String,
    /// When it was written down last.
    pub changed_at: Instant,
    /// What was typed of how to reach people without an account, sealed.
    pub sealed_contacts: Option<Vec<u8>>,
}

/// What is kept to reach somebody of a roster by who has no account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterPersonRow {
    /// Its number.
    pub id: PersonId,
    /// Who, by the roster's id.
    pub person: Key,
    /// Telephone and e-mail, sealed.
    pub sealed: Vec<u8>,
    /// When it was set.
    pub set_at: Instant,
}

/// A change of duty, or a request for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyChangeRow {
    /// Its id: the position of its event.
    pub id: Position,
    /// What is otherwise.
    pub change: DutyChange,
    /// `swap`, `arranged` or `taken`.
    pub how: String,
    /// How it stands.
    pub state: DutyChangeState,
    /// When it was agreed to, declined or taken back; of what nobody had to agree to, when it was made.
    pub decided_at: Option<Instant>,
}

/// How a change of duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyChangeState {
    /// Asked, and nobody agreed yet.
    Asked,
    /// It holds.
    Holds,
    /// Declined.
    Declined,
    /// Taken back.
    Withdrawn,
}

impl DutyChangeState {
    const ALL: [Self; 4] = [Self::Asked, Self::Holds, Self::Declined, Self::Withdrawn];

    /// The word of store and interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Holds => "holds",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}
