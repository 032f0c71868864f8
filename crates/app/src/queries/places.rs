//! The versions of a place: how it came to be and was changed, read from the installation's journal.

use crate::authorise::Principal;
use crate::casework::envelope;
use crate::commands::people::PeopleRefusal;
use crate::commands::people::place::PlaceDraft;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::queries::obligation::Words;
use huiyin_domain::event::Event;
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::language::Bilingual;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use serde::Serialize;
use utoipa::ToSchema;

/// The most versions of a place that are shown.
const VERSIONS_MAX: usize = 50;

/// A version of a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlaceVersionView {
    /// Its version: puts the place back to it.
    pub version: i64,
    /// When it was set.
    pub set_at: String,
    /// What it was called.
    #[schema(value_type = Words)]
    pub name: Bilingual,
    /// Whether it was offered no more.
    pub closed: bool,
}

/// A place with its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlaceView {
    /// The version of the places, also the `ETag`.
    pub version: i64,
    /// The place as it is.
    pub place: PlaceDraft,
    /// Its versions, the newest first: the first is the one in use. 50 at most.
    pub versions: Vec<PlaceVersionView>,
}

/// A place as an event left it.
pub(crate) struct PlaceAt {
    pub position: Position,
    pub set_at: Instant,
    pub place: PlaceDraft,
}

/// The versions of a place, the newest first.
pub(crate) fn versions(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    id: &str,
) -> Result<Vec<PlaceAt>, AppError> {
    let mut found = Vec::new();
    for (set_at, open) in reader.place_events()? {
        let row = envelope(&open)?;
        let place = match row.event {
            Event::PlaceSet(set) if set.authority == authority && set.id == id => PlaceDraft {
                id: set.id,
                name: set.name,
                closed: set.closed,
            },
            Event::AuthorityCreated(created) if created.id == authority => {
                let mut places = created.places.into_iter();
                let Some(place) = places.find(|place| place.id == id) else {
                    continue;
                };
                PlaceDraft {
                    id: place.id,
                    name: place.name,
                    closed: false,
                }
            }
            _ => continue,
        };
        found.push(PlaceAt {
            position: row.position,
            set_at,
            place,
        });
    }
    Ok(found)
}

impl Huiyin {
    /// A place of whoever asks, with its versions.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`], [`PeopleRefusal::NotAllowed`]; or when the store fails.
    pub async fn place_with_versions(
        &self,
        who: &Principal,
        id: &str,
    ) -> Result<PlaceView, AppError> {
        let places = self.places(who).await?;
        let place = places.entries.into_iter().find(|place| place.id == id);
        let place = place.ok_or(PeopleRefusal::NoSuchEntry)?;
        let (authority, id) = (who.authority, place.id.clone());
        let read = move |reader: &mut Reader<'_>| versions(reader, authority, &id);
        let versions = self.store().read(read).await?.into_iter();
        let view = |one: PlaceAt| PlaceVersionView {
            version: one.position.raw(),
            set_at: one.set_at.to_string(),
            name: one.place.name,
            closed: one.place.closed,
        };
        Ok(PlaceView {
            version: places.version,
            place,
            versions: versions.take(VERSIONS_MAX).map(view).collect(),
        })
    }
}
