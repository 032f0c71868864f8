//! Rows about the seal of an authority.

use huiyin_domain::event::Document;
use huiyin_domain::ids::PetitionId;
use huiyin_domain::time::Instant;

/// A document that waits for the seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealWaitingRow {
    /// Of which petition.
    pub petition: PetitionId,
    /// Which.
    pub document: Document,
    /// Since when.
    pub since: Instant,
}
