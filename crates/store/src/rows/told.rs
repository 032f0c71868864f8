//! The words by which the store keeps whom a step of escalation told.

use huiyin_domain::ids::{PostId, StaffId};

/// A post that was told.
pub(crate) fn told_post(post: PostId) -> String {
    format!("p{}", post.raw())
}

/// Somebody who was told without a post.
pub(crate) fn told_staff(staff: StaffId) -> String {
    format!("s{}", staff.raw())
}
