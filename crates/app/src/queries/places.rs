//! The versions of a place: how it came to be and was changed, read from the installation's journal.

use crate::authorise::Principal;
use crate::commands::people::PeopleRefusal;
use crate::commands::people::place::PlaceDraft;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::versions::{History, VersionsView};
use huiyin_domain::event::Event;
use huiyin_domain::ids::AuthorityId;
use huiyin_store::reader::{Administered, Reader};

/// The versions of a place.
pub(crate) fn versions(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    id: &str,
) -> Result<History<PlaceDraft>, AppError> {
    let events = reader.administered(Administered::Places)?;
    History::of(events, |row, _| match row.event {
        Event::PlaceSet(set) if set.authority == authority && set.id == id => Some(PlaceDraft {
            id: set.id,
            name: set.name,
            closed: set.closed,
        }),
        Event::AuthorityCreated(created) if created.id == authority => {
            let mut places = created.places.into_iter();
            let place = places.find(|place| place.id == id)?;
            Some(PlaceDraft {
                id: place.id,
                name: place.name,
                closed: false,
            })
        }
        _ => None,
    })
}

impl Huiyin {
    /// The versions of a place of whoever asks.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`], [`PeopleRefusal::NotAllowed`]; or when the store fails.
    pub async fn place_versions(
        &self,
        who: &Principal,
        id: &str,
    ) -> Result<VersionsView<PlaceDraft>, AppError> {
        let places = self.places(who).await?;
        if places.entries.iter().all(|place| place.id != id) {
            return Err(PeopleRefusal::NoSuchEntry.into());
        }
        let (authority, id) = (who.authority, id.to_owned());
        let read = move |reader: &mut Reader<'_>| versions(reader, authority, &id);
        let found = self.store().read(read).await?;
        let organisation = self.organisation(authority).await?;
        Ok(found.told(places.version, &organisation, PlaceDraft::clone))
    }
}
