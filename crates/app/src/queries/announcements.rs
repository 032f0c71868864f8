//! What an authority posted, with its versions, read from the authority's journal.

use crate::authorise::{Action, Principal};
use crate::commands::announcements::AnnouncementDraft;
use crate::commands::people::PeopleRefusal;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::versions::{History, VersionsView};
use huiyin_domain::event::Event;
use huiyin_domain::ids::AuthorityId;
use huiyin_store::reader::{Administered, Reader};
use serde::Serialize;
use utoipa::ToSchema;

/// Something that is posted, or was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PostedEntry {
    /// Its number.
    pub id: i64,
    /// As it is.
    pub announcement: AnnouncementDraft,
}

/// Everything that an authority posted, with the version that a change is checked against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PostedView {
    /// The version, also the `ETag`; 0 before anything was posted.
    pub version: i64,
    /// By number, also what was taken down.
    pub entries: Vec<PostedEntry>,
}

/// Each change of what an authority posted.
pub(crate) fn versions(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
) -> Result<History<PostedEntry>, AppError> {
    let events = reader.administered(Administered::Announcements(authority))?;
    History::of(events, |row, _| match row.event {
        Event::AnnouncementSet(set) => Some(PostedEntry {
            id: set.announcement.id,
            announcement: AnnouncementDraft::from(&set.announcement),
        }),
        _ => None,
    })
}

impl Huiyin {
    /// Everything that the authority of whoever asks posted.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn posted(&self, who: &Principal) -> Result<PostedView, AppError> {
        let all = self.posted_changes(who).await?;
        let mut entries: Vec<PostedEntry> = Vec::new();
        for one in all.all().rev() {
            if !entries.iter().any(|known| known.id == one.id) {
                entries.push(one.clone());
            }
        }
        entries.sort_by_key(|one| one.id);
        Ok(PostedView {
            version: all.version(),
            entries,
        })
    }

    /// The versions of what is posted under a number.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`], [`PeopleRefusal::NotAllowed`]; or when the store fails.
    pub async fn posted_versions(
        &self,
        who: &Principal,
        id: i64,
    ) -> Result<VersionsView<AnnouncementDraft>, AppError> {
        let all = self.posted_changes(who).await?;
        let version = all.version();
        let own = all.only(|one| one.id == id);
        if own.version() == 0 {
            return Err(PeopleRefusal::NoSuchEntry.into());
        }
        let organisation = self.organisation(who.authority).await?;
        Ok(own.told(version, &organisation, |one| one.announcement.clone()))
    }

    async fn posted_changes(&self, who: &Principal) -> Result<History<PostedEntry>, AppError> {
        who.permit(Action::ChangeAuthority)?;
        let authority = who.authority;
        let read = move |reader: &mut Reader<'_>| versions(reader, authority);
        self.store().read(read).await
    }
}
