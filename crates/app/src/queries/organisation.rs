//! The versions of units, posts and staff: who changed what, and when, read from the authority's journal. The
//! contacts of staff are sealed and in no version.

use crate::authorise::{Action, Principal};
use crate::commands::people::PeopleRefusal;
use crate::commands::people::draft::{PostDraft, RoleDraft, StaffDraft, UnitDraft};
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::versions::{History, VersionsView};
use huiyin_domain::event::Event;
use huiyin_domain::ids::{AuthorityId, PostId, StaffId, UnitId};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::{Role, UnitKind};
use huiyin_store::reader::{Administered, Reader};

/// The versions of a unit. The first units of an authority come with it.
pub(crate) fn unit_history(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    id: UnitId,
) -> Result<History<UnitDraft>, AppError> {
    let created = reader.administered(Administered::Creations)?;
    let created = History::of(created, |row, _| match row.event {
        Event::AuthorityCreated(created) if created.id == authority => {
            let mut units = created.units.into_iter().enumerate();
            let (nth, unit) = units.find(|(_, unit)| unit.id == id)?;
            Some(UnitDraft {
                key: unit.key,
                name: unit.name,
                kind: UnitKind::Public.word().to_owned(),
                parent: None,
                petition_office: nth == 0,
                closed: false,
            })
        }
        _ => None,
    })?;
    let changed = reader.administered(Administered::Units(authority))?;
    let changed = History::of(changed, |row, _| match row.event {
        Event::UnitSet(set) if set.unit.id == id => Some(UnitDraft::from(&set.unit)),
        _ => None,
    })?;
    Ok(changed.created_by(created))
}

/// The versions of a post.
pub(crate) fn post_history(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    id: PostId,
) -> Result<History<PostDraft>, AppError> {
    let events = reader.administered(Administered::Posts(authority))?;
    History::of(events, |row, _| match row.event {
        Event::PostSet(set) if set.post.id == id => Some(PostDraft::from(&set.post)),
        _ => None,
    })
}

/// The versions of a member of staff: name, roles, and whether they left. The language of the desk is their
/// own, and contacts are sealed: a change of these alone is no version.
pub(crate) fn staff_history(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    id: StaffId,
) -> Result<History<StaffDraft>, AppError> {
    let events = reader.administered(Administered::Staff(authority))?;
    History::of(events, |row, before: Option<&StaffDraft>| {
        let is = match row.event {
            Event::StaffAdded(added) if row.staff == Some(id) => StaffDraft {
                login: added.login,
                name: added.name,
                roles: roles(&added.roles),
                ..in_language(added.language)
            },
            Event::StaffChanged(changed) if changed.id == id => StaffDraft {
                login: before.map(|one| one.login.clone()).unwrap_or_default(),
                name: changed.name,
                roles: roles(&changed.roles),
                left: changed.left,
                ..in_language(changed.language)
            },
            _ => return None,
        };
        let same = before.is_some_and(|before| {
            (&before.name, &before.roles, before.left) == (&is.name, &is.roles, is.left)
        });
        (!same).then_some(is)
    })
}

fn in_language(language: Language) -> StaffDraft {
    StaffDraft {
        language: language.tag().to_owned(),
        ..StaffDraft::default()
    }
}

fn roles(held: &[(UnitId, Role)]) -> Vec<RoleDraft> {
    let role = |(unit, role): &(UnitId, Role)| RoleDraft {
        unit: unit.raw(),
        role: role.word().to_owned(),
    };
    held.iter().map(role).collect()
}

impl Huiyin {
    /// The versions of a unit of whoever asks.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`], [`PeopleRefusal::NotAllowed`]; or when the store fails.
    pub async fn unit_versions(
        &self,
        who: &Principal,
        id: UnitId,
    ) -> Result<VersionsView<UnitDraft>, AppError> {
        self.versions_in_organisation(who, move |reader, of| unit_history(reader, of, id))
            .await
    }

    /// The versions of a post of whoever asks.
    ///
    /// # Errors
    /// As [`Huiyin::unit_versions`].
    pub async fn post_versions(
        &self,
        who: &Principal,
        id: PostId,
    ) -> Result<VersionsView<PostDraft>, AppError> {
        self.versions_in_organisation(who, move |reader, of| post_history(reader, of, id))
            .await
    }

    /// The versions of a member of staff of whoever asks.
    ///
    /// # Errors
    /// As [`Huiyin::unit_versions`].
    pub async fn staff_versions(
        &self,
        who: &Principal,
        id: StaffId,
    ) -> Result<VersionsView<StaffDraft>, AppError> {
        self.versions_in_organisation(who, move |reader, of| staff_history(reader, of, id))
            .await
    }

    async fn versions_in_organisation<T: Clone + PartialEq + Send + 'static>(
        &self,
        who: &Principal,
        history: impl FnOnce(&mut Reader<'_>, AuthorityId) -> Result<History<T>, AppError>
        + Send
        + 'static,
    ) -> Result<VersionsView<T>, AppError> {
        who.permit(Action::SeeOrganisation)?;
        let authority = who.authority;
        let read = move |reader: &mut Reader<'_>| history(reader, authority);
        let found = self.store().read(read).await?;
        if found.all().next().is_none() {
            return Err(PeopleRefusal::NoSuchEntry.into());
        }
        let organisation = self.organisation(authority).await?;
        Ok(found.told(organisation.position, &organisation, T::clone))
    }
}
