//! Rows about texts that an authority words itself.

use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::texts::TextSet;
use huiyin_domain::time::Instant;

/// A version of a set of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextVersionRow {
    /// Whose.
    pub authority: AuthorityId,
    /// The word of its [`huiyin_domain::texts::TextSubject`].
    pub subject: String,
    /// Its version: the position of its event in the installation's journal.
    pub position: Position,
    /// When it was written.
    pub set_at: Instant,
    /// The earlier version that it brought back.
    pub restored: Option<Position>,
    /// The texts.
    pub texts: TextSet,
}
