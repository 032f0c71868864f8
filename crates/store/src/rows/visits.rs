//! Rows about visits that a group announced.

use huiyin_domain::ids::ResponseId;
use huiyin_domain::time::Instant;

/// An announced visit, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitRow {
    /// Its id.
    pub id: i64,
    /// What it is.
    pub sealed: Vec<u8>,
    /// When it is deleted at the latest.
    pub until_at: Instant,
    /// The response that runs for it.
    pub response: Option<ResponseId>,
}
