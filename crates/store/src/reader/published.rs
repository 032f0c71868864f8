//! Reads answers that an authority publishes.

use super::read::word;
use super::{Read, Reader};
use crate::statements::published as sql;
use crate::tx::query_all;
use huiyin_domain::ids::{AuthorityId, StaffId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::published::PublishedAnswer;

impl Reader<'_> {
    /// Every answer that an authority wrote for everybody, by its number; those that wait and those taken
    /// down as well.
    ///
    /// # Errors
    /// When the engine fails, or a row cannot be read.
    pub fn published_answers(&mut self, authority: AuthorityId) -> Read<Vec<PublishedAnswer>> {
        let arguments = [authority.raw().into()];
        query_all(self.tx, &sql::PUBLISHED, &arguments, |row| {
            let released = match row.optional_int(8)? {
                Some(by) => Some((StaffId::new(by), word(row, 9, |text| text.parse().ok())?)),
                None => None,
            };
            Ok(PublishedAnswer {
                id: row.int(0)?,
                category: row.optional_text(1)?,
                question: Bilingual::new(row.text(2)?, row.text(3)?),
                answer: Bilingual::new(row.text(4)?, row.text(5)?),
                unit: UnitId::new(row.int(6)?),
                written_by: StaffId::new(row.int(7)?),
                released,
                withdrawn: row.int(10)? != 0,
            })
        })
    }
}
