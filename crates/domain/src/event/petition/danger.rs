//! A danger to people from a matter, and who was told of it at once (RULES 5.7).

use crate::ids::{PostId, StaffId};
use crate::obligation::Effects;
use serde::{Deserialize, Serialize};

/// A post that was told of a danger, and who of those who act for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DangerTold {
    /// The post; none of a respondent's (RULES 4.2).
    pub post: PostId,
    /// Whoever acted for it first that day.
    pub staff: StaffId,
}

facts! {
    /// See [`crate::event::Event::DangerDeclared`].
    DangerDeclared {
        /// Who was told at once: the post on duty before the head of the petition office. Nobody in events from
        /// before this was on record.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        told: Vec<DangerTold>,
    }
}
