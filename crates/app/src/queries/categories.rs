//! The versions of a subject: how it comes with the program, and how the authority changed it, read from the
//! installation's journal.

use crate::authorise::Principal;
use crate::commands::people::PeopleRefusal;
use crate::commands::people::category::CategoryDraft;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::versions::{History, VersionsView};
use huiyin_domain::category::shipped;
use huiyin_domain::event::Event;
use huiyin_domain::ids::AuthorityId;
use huiyin_store::reader::{Administered, Reader};

/// The versions of a subject. How it comes with the program is version 0.
pub(crate) fn versions(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    code: &str,
) -> Result<History<CategoryDraft>, AppError> {
    let created = reader.administered(Administered::Creations)?;
    let created = History::of(created, |row, _| match row.event {
        Event::AuthorityCreated(created) if created.id == authority => {
            shipped().get(code).map(CategoryDraft::from)
        }
        _ => None,
    })?;
    let events = reader.administered(Administered::Categories)?;
    let changed = History::of(events, |row, _| match row.event {
        Event::CategorySet(set) if set.authority == authority && set.category.code == code => {
            Some(CategoryDraft {
                under: None,
                name: set.category.name,
                retired: set.category.retired,
                place: set.category.rank,
            })
        }
        _ => None,
    })?;
    Ok(changed.created_by(created))
}

impl Huiyin {
    /// The versions of a subject of whoever asks.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`], [`PeopleRefusal::NotAllowed`]; or when the store fails.
    pub async fn category_versions(
        &self,
        who: &Principal,
        code: &str,
    ) -> Result<VersionsView<CategoryDraft>, AppError> {
        let tree = self.categories(who).await?;
        if tree.entries.iter().all(|entry| entry.code != code) {
            return Err(PeopleRefusal::NoSuchEntry.into());
        }
        let (authority, code) = (who.authority, code.to_owned());
        let read = move |reader: &mut Reader<'_>| versions(reader, authority, &code);
        let found = self.store().read(read).await?;
        let organisation = self.organisation(authority).await?;
        Ok(found.told(tree.version, &organisation, CategoryDraft::clone))
    }
}
