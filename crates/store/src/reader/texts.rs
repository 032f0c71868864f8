//! Reads about texts that an authority words itself.

use super::{Read, Reader};
use crate::rows::TextVersionRow;
use crate::statements::texts as sql;
use crate::tx::{Columns, query_all};
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::language::Bilingual;
use huiyin_domain::texts::TextSet;
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// The newest version of each set of texts of all authorities.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn texts_now(&mut self) -> Read<Vec<TextVersionRow>> {
        let versions = query_all(self.tx, &sql::TEXTS_NOW, &[], version_row)?;
        self.with_texts(versions)
    }

    fn with_texts(&mut self, mut versions: Vec<TextVersionRow>) -> Read<Vec<TextVersionRow>> {
        for version in &mut versions {
            let arguments = [
                version.authority.raw().into(),
                version.subject.as_str().into(),
                version.position.raw().into(),
            ];
            let entry =
                |row: &Columns<'_>| Ok((row.text(0)?, Bilingual::new(row.text(1)?, row.text(2)?)));
            let entries = query_all(self.tx, &sql::TEXT_ENTRIES, &arguments, entry)?;
            version.texts = entries.into_iter().collect();
        }
        Ok(versions)
    }
}

fn version_row(row: &Columns<'_>) -> Read<TextVersionRow> {
    Ok(TextVersionRow {
        authority: AuthorityId::new(row.int(0)?),
        subject: row.text(1)?,
        position: Position::new(row.int(2)?),
        set_at: Instant::from_micros(row.int(3)?),
        restored: row.optional_int(4)?.map(Position::new),
        texts: TextSet::new(),
    })
}
