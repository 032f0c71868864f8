//! What happens to the plans of an authority.

use super::Pinned;
use crate::ids::PostId;
use serde::{Deserialize, Serialize};

/// See [`super::Event::PlanApproved`]. Its version is in force from then on; what runs under an
/// earlier one keeps it (RULES 1.5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanApproved {
    /// Which version of which plan.
    pub plan: Pinned,
    /// The post for which it was approved.
    pub post: PostId,
    /// The version of the roster that it was checked with.
    pub roster: String,
    /// The calendar that it was checked with.
    pub calendar: Pinned,
}
