//! Reads what an authority posts for everybody.

use super::read::word;
use super::{Read, Reader};
use crate::statements::announcements as sql;
use crate::tx::query_all;
use huiyin_domain::announcement::{Announcement, AnnouncementKind};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::language::Bilingual;

impl Reader<'_> {
    /// Everything that an authority ever posted, by its first day.
    ///
    /// # Errors
    /// When the engine fails, or a row cannot be read.
    pub fn announcements(&mut self, authority: AuthorityId) -> Read<Vec<Announcement>> {
        let arguments = [authority.raw().into()];
        query_all(self.tx, &sql::ANNOUNCEMENTS, &arguments, |row| {
            Ok(Announcement {
                id: row.int(0)?,
                kind: word(row, 1, AnnouncementKind::parse)?,
                title: Bilingual::new(row.text(2)?, row.text(3)?),
                text: Bilingual::new(row.text(4)?, row.text(5)?),
                first_day: word(row, 6, |text| text.parse().ok())?,
                last_day: word(row, 7, |text| text.parse().ok())?,
                hours: row.text(8)?,
                withdrawn: row.int(9)? != 0,
            })
        })
    }
}
