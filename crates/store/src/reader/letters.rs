//! Which number a document has 发文字号.

use super::{Read, Reader};
use crate::statements as sql;
use crate::tx::query_one;
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// How many events of a kind that issues documents an authority's journal has from an instant on, up
    /// to and with a position: the number of that event's document in its year. 0 for another kind.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn letters_until(
        &mut self,
        authority: AuthorityId,
        kind: &str,
        since: Instant,
        position: Position,
    ) -> Read<i64> {
        let values = [
            authority.raw().into(),
            kind.into(),
            since.micros().into(),
            position.raw().into(),
        ];
        let found = query_one(self.tx, &sql::LETTERS_UNTIL, &values, |row| row.int(0))?;
        Ok(found.unwrap_or(0))
    }
}
