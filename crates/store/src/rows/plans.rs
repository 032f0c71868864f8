//! Rows about plans and rosters.

use huiyin_domain::ids::PostId;
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
