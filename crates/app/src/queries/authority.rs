//! The versions of an authority's own data: how it was created and changed, read from the installation's journal.

use crate::authorise::{Action, Principal};
use crate::casework::envelope;
use crate::commands::people::draft::{AboveDraft, AuthorityDraft, ContactDraft};
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::rules::Rules;
use huiyin_domain::event::{AuthorityAbove, AuthorityChanged, Event};
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use serde::Serialize;
use utoipa::ToSchema;

/// The most versions that are shown.
const VERSIONS_MAX: usize = 50;

/// A version of the authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuthorityVersionView {
    /// Its version: puts the authority back to it.
    pub version: i64,
    /// When it was set.
    pub set_at: String,
    /// As it was.
    pub authority: AuthorityDraft,
}

/// The versions of the authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuthorityVersions {
    /// The authority's version, also the `ETag`.
    pub version: i64,
    /// The newest first: the first is the one in use. 50 at most.
    pub versions: Vec<AuthorityVersionView>,
}

/// An authority as an event left it.
pub(crate) struct AuthorityAt {
    pub position: Position,
    pub set_at: Instant,
    pub authority: AuthorityDraft,
}

/// The versions of an authority, the newest first.
pub(crate) fn versions(
    reader: &mut Reader<'_>,
    rules: &Rules,
    id: AuthorityId,
) -> Result<Vec<AuthorityAt>, AppError> {
    let mut found: Vec<AuthorityAt> = Vec::new();
    for (set_at, open) in reader.authority_events()? {
        let row = envelope(&open)?;
        let authority = match row.event {
            Event::AuthorityCreated(created) if created.id == id => AuthorityDraft {
                name: Some(created.name),
                level: None,
                rulebook: Some(created.rulebook),
                contact: Some(ContactDraft::default()),
                above: Some(AboveDraft::default()),
            },
            Event::AuthorityChanged(changed) if changed.id == id => {
                let before = found.last().map(|one| one.authority.clone());
                after(before.unwrap_or_default(), changed, rules)
            }
            _ => continue,
        };
        found.push(AuthorityAt {
            position: row.position,
            set_at,
            authority,
        });
    }
    found.reverse();
    Ok(found)
}

/// What is absent stays as it was.
fn after(before: AuthorityDraft, changed: AuthorityChanged, rules: &Rules) -> AuthorityDraft {
    let contact = changed.contact.map(|one| ContactDraft {
        address: one.address,
        phone: one.phone,
        hours: one.hours,
    });
    let above = |one: AuthorityAbove| {
        let known = one.authority.and_then(|id| rules.authority(id));
        AboveDraft {
            authority: known.map(|known| known.row.key.clone()).unwrap_or_default(),
            name: one.name,
        }
    };
    AuthorityDraft {
        name: changed.name.or(before.name),
        level: match changed.level {
            Some(level) => Some(level.word().to_owned()),
            None => before.level,
        },
        rulebook: changed.rulebook.or(before.rulebook),
        contact: contact.or(before.contact),
        above: changed.above.map(above).or(before.above),
    }
}

impl Huiyin {
    /// The versions of the authority of whoever asks.
    ///
    /// # Errors
    /// [`crate::PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn authority_versions(&self, who: &Principal) -> Result<AuthorityVersions, AppError> {
        who.permit(Action::SeeOrganisation)?;
        self.refreshed().await?;
        let (rules, authority) = (self.rules(), who.authority);
        let version = rules.position;
        let read = move |reader: &mut Reader<'_>| versions(reader, &rules, authority);
        let found = self.store().read(read).await?.into_iter();
        let view = |one: AuthorityAt| AuthorityVersionView {
            version: one.position.raw(),
            set_at: one.set_at.to_string(),
            authority: one.authority,
        };
        Ok(AuthorityVersions {
            version,
            versions: found.take(VERSIONS_MAX).map(view).collect(),
        })
    }
}
