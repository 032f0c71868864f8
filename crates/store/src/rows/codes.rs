//! Tracking codes, of which the store has keyed hashes only.

use huiyin_domain::ids::PetitionId;
use huiyin_domain::time::Instant;

/// A code as the store keeps it.
#[derive(Clone, Copy, Debug)]
pub struct CodeRow {
    /// The petition that it opens.
    pub petition: PetitionId,
    /// Whether it acts, or only views.
    pub acting: bool,
    /// When it replaced a lost one.
    pub renewed_at: Option<Instant>,
    /// Whose it is of those who speak for a group; the first is 0.
    pub representative: Option<u8>,
}

/// A code that was replaced, or that can only object to one that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplacedCode {
    /// A petition that it opened.
    pub petition: PetitionId,
    /// When it was.
    pub replaced_at: Instant,
    /// Whether it opened nothing, and was sent to the contact on file to object with.
    pub by_contact: bool,
}

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFor {
    /// It acts, for whoever brought it.
    Petitioner,
    /// It acts, for the nth of those who speak for a group; the first is 0.
    Representative(u8),
    /// It only views.
    Viewing,
}
