//! What an authority posted, with its versions, read from the authority's journal.

use crate::authorise::{Action, Principal};
use crate::casework::envelope;
use crate::commands::announcements::AnnouncementDraft;
use crate::commands::people::PeopleRefusal;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use huiyin_domain::announcement::Announcement;
use huiyin_domain::event::Event;
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use serde::Serialize;
use utoipa::ToSchema;

/// The most versions that are shown.
const VERSIONS_MAX: usize = 50;

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

/// A version of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnnouncementVersionView {
    /// Its version: puts it back to it.
    pub version: i64,
    /// When it was set.
    pub set_at: String,
    /// As it was.
    pub announcement: AnnouncementDraft,
}

/// Something that is posted, with its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnnouncementView {
    /// The version of what the authority posted, also the `ETag`.
    pub version: i64,
    /// Its number.
    pub id: i64,
    /// As it is.
    pub announcement: AnnouncementDraft,
    /// Its versions, the newest first: the first is the one in use. 50 at most.
    pub versions: Vec<AnnouncementVersionView>,
}

/// Something posted, as an event left it.
pub(crate) struct AnnouncementAt {
    pub position: Position,
    pub set_at: Instant,
    pub announcement: Announcement,
}

/// Each change of what an authority posted, the newest first.
pub(crate) fn versions(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
) -> Result<Vec<AnnouncementAt>, AppError> {
    let mut found = Vec::new();
    for (set_at, open) in reader.announcement_events(authority)? {
        let row = envelope(&open)?;
        if let Event::AnnouncementSet(set) = row.event {
            found.push(AnnouncementAt {
                position: row.position,
                set_at,
                announcement: set.announcement,
            });
        }
    }
    Ok(found)
}

impl Huiyin {
    /// Everything that the authority of whoever asks posted.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn posted(&self, who: &Principal) -> Result<PostedView, AppError> {
        let all = self.posted_changes(who).await?;
        let version = all.first().map_or(0, |newest| newest.position.raw());
        let mut entries: Vec<PostedEntry> = Vec::new();
        for one in &all {
            let id = one.announcement.id;
            if !entries.iter().any(|known| known.id == id) {
                entries.push(PostedEntry {
                    id,
                    announcement: AnnouncementDraft::from(&one.announcement),
                });
            }
        }
        entries.sort_by_key(|one| one.id);
        Ok(PostedView { version, entries })
    }

    /// What is posted under a number, with its versions.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`], [`PeopleRefusal::NotAllowed`]; or when the store fails.
    pub async fn posted_with_versions(
        &self,
        who: &Principal,
        id: i64,
    ) -> Result<AnnouncementView, AppError> {
        let all = self.posted_changes(who).await?;
        let version = all.first().map_or(0, |newest| newest.position.raw());
        let own = all.iter().filter(|one| one.announcement.id == id);
        let view = |one: &AnnouncementAt| AnnouncementVersionView {
            version: one.position.raw(),
            set_at: one.set_at.to_string(),
            announcement: AnnouncementDraft::from(&one.announcement),
        };
        let versions: Vec<_> = own.take(VERSIONS_MAX).map(view).collect();
        let newest = versions.first().ok_or(PeopleRefusal::NoSuchEntry)?;
        Ok(AnnouncementView {
            version,
            id,
            announcement: newest.announcement.clone(),
            versions,
        })
    }

    async fn posted_changes(&self, who: &Principal) -> Result<Vec<AnnouncementAt>, AppError> {
        who.permit(Action::ChangeAuthority)?;
        let authority = who.authority;
        let read = move |reader: &mut Reader<'_>| versions(reader, authority);
        self.store().read(read).await
    }
}
