//! The versions of an authority's own data: how it was created and changed, read from the installation's journal.

use crate::authorise::{Action, Principal};
use crate::commands::people::draft::{AboveDraft, AuthorityDraft, ContactDraft};
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::rules::Rules;
use crate::versions::{History, VersionsView};
use huiyin_domain::event::{AuthorityAbove, AuthorityChanged, Event};
use huiyin_domain::ids::AuthorityId;
use huiyin_store::reader::{Administered, Reader};

/// The versions of an authority.
pub(crate) fn versions(
    reader: &mut Reader<'_>,
    rules: &Rules,
    id: AuthorityId,
) -> Result<History<AuthorityDraft>, AppError> {
    let events = reader.administered(Administered::Authorities)?;
    History::of(events, |row, before: Option<&AuthorityDraft>| {
        match row.event {
            Event::AuthorityCreated(created) if created.id == id => Some(AuthorityDraft {
                name: Some(created.name),
                level: None,
                rulebook: Some(created.rulebook),
                contact: Some(ContactDraft::default()),
                above: Some(AboveDraft::default()),
                emblem: Some(String::new()),
            }),
            Event::AuthorityChanged(changed) if changed.id == id => {
                Some(after(before.cloned().unwrap_or_default(), changed, rules))
            }
            _ => None,
        }
    })
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
        emblem: changed.emblem.map(|one| one.digest).or(before.emblem),
    }
}

impl Huiyin {
    /// The versions of the authority of whoever asks.
    ///
    /// # Errors
    /// [`crate::PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn authority_versions(
        &self,
        who: &Principal,
    ) -> Result<VersionsView<AuthorityDraft>, AppError> {
        who.permit(Action::SeeOrganisation)?;
        self.refreshed().await?;
        let (rules, authority) = (self.rules(), who.authority);
        let version = rules.position;
        let read = move |reader: &mut Reader<'_>| versions(reader, &rules, authority);
        let found = self.store().read(read).await?;
        let organisation = self.organisation(authority).await?;
        Ok(found.told(version, &organisation, AuthorityDraft::clone))
    }
}
