//! Changes what an authority is called, where it stands, and which rulebook it works by.

use super::administer::Order;
use super::draft::{AboveDraft, AuthorityDraft, ContactDraft};
use crate::authorise::Action;
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::files::content_digest;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::Once;
use crate::queries::authority::versions;
use crate::record::{Belongs, NewEvent, record};
use crate::rules::Rules;
use crate::versions::VersionChange;
use data_encoding::BASE64;
use huiyin_domain::emblem::check_emblem;
use huiyin_domain::event::{AuthorityAbove, AuthorityChanged, ContactText, Emblem, Event};
use huiyin_domain::ids::{AuthorityId, INSTALLATION};
use huiyin_domain::organisation::Level;
use huiyin_domain::petition::{FieldProblem, without_metadata};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// The field in which an emblem comes.
const EMBLEM: &str = "emblem";
/// The longest address or opening hours, in characters.
const CONTACT_CHARACTERS_MAX: usize = 200;

/// That the authority was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AuthorityIsChanged {
    /// The authority's version from now on.
    pub version: i64,
}

impl Huiyin {
    /// Changes an authority's name, level, rulebook or contact (what is absent stays), or brings a version of
    /// them back; a level that it had not then stays. The order's version is that of the installation's journal
    /// ([`Rules::position`]).
    ///
    /// # Errors
    /// [`crate::Refusal::Fields`] or a [`super::PeopleRefusal`]; or when the store fails.
    pub async fn change_authority(
        &self,
        order: Order,
        change: impl Into<VersionChange<AuthorityDraft>>,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<AuthorityIsChanged>, AppError> {
        let by = (order.authority, order.by);
        let change = change.into();
        let command = ChangeAuthority {
            order,
            change,
            picture: None,
        };
        self.once(by, command, idempotency).await
    }

    /// Sets a new emblem beside the authority's name: a picture by its content, without what cameras and programs
    /// write into it. The order's version is as of [`Huiyin::change_authority`].
    ///
    /// # Errors
    /// As there.
    pub async fn set_emblem(
        &self,
        order: Order,
        picture: Vec<u8>,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<AuthorityIsChanged>, AppError> {
        let kind = check_emblem(&picture).map_err(|problem| AppError::field(EMBLEM, problem))?;
        let picture = without_metadata(kind, picture);
        let by = (order.authority, order.by);
        let command = ChangeAuthority {
            order,
            change: VersionChange::Set(AuthorityDraft::default()),
            picture: Some(Emblem {
                digest: content_digest(&picture),
                content: Some(BASE64.encode(&picture)),
            }),
        };
        self.once(by, command, idempotency).await
    }

    /// The emblem that stands beside the name of any authority, with its media type; nothing where none has this
    /// digest.
    ///
    /// # Errors
    /// When the store fails, or holds what is no picture.
    pub async fn emblem(&self, digest: &str) -> Result<Option<(&'static str, Vec<u8>)>, AppError> {
        let rules = self.rules();
        let mut known = rules.authorities().iter();
        let Some(of) = known.find(|one| !digest.is_empty() && one.row.emblem == digest) else {
            return Ok(None);
        };
        let (authority, digest) = (of.row.id, digest.to_owned());
        let read = self
            .store()
            .read_short(move |reader| Ok::<_, AppError>(reader.emblem(authority, &digest)?));
        let Some(content) = read.await? else {
            return Ok(None);
        };
        let unreadable = |what: String| AppError::Unreadable(format!("an emblem: {what}"));
        let bytes = BASE64.decode(content.as_bytes());
        let bytes = bytes.map_err(|error| unreadable(error.to_string()))?;
        let kind = check_emblem(&bytes).map_err(|problem| unreadable(problem.code().into()))?;
        Ok(Some((kind.media_type(), bytes)))
    }
}

struct ChangeAuthority {
    order: Order,
    change: VersionChange<AuthorityDraft>,
    /// A new emblem.
    picture: Option<Emblem>,
}

impl Command for ChangeAuthority {
    type Outcome = AuthorityIsChanged;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION, self.order.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<AuthorityIsChanged, AppError> {
        let Order { authority, by, .. } = self.order;
        self.order
            .check_in_installation(transaction, shared, Action::ChangeAuthority)?;
        let rules = shared.rules_in(transaction)?;
        let history = || versions(&mut transaction.reader()?, &rules, authority);
        let draft = self.change.wanted(history)?;
        let mut changed = changed(&rules, authority, &draft)?;
        changed.emblem = match (&self.picture, &draft.emblem) {
            (Some(picture), _) => Some(picture.clone()),
            (None, Some(digest)) => Some(earlier(transaction, authority, digest.trim())?),
            (None, None) => None,
        };
        let event = Event::AuthorityChanged(changed);
        let new = NewEvent::open(INSTALLATION, by, Belongs::Nowhere, event);
        let recorded = record(transaction, new, &*shared.chance)?;
        Ok(AuthorityIsChanged {
            version: recorded.slot.position.raw(),
        })
    }
}

/// An emblem that was set before, or none.
fn earlier(
    transaction: &mut Transaction<'_>,
    authority: AuthorityId,
    digest: &str,
) -> Result<Emblem, AppError> {
    let known = digest.is_empty() || transaction.reader()?.emblem(authority, digest)?.is_some();
    if !known {
        let allowed = Vec::new();
        return Err(AppError::field(EMBLEM, FieldProblem::NotOneOf { allowed }));
    }
    Ok(Emblem {
        digest: digest.to_owned(),
        content: None,
    })
}

fn changed(
    rules: &Rules,
    id: AuthorityId,
    draft: &AuthorityDraft,
) -> Result<AuthorityChanged, AppError> {
    let mut fields = FieldCheck::default();
    let level = draft.level.as_deref();
    let changed = AuthorityChanged {
        id,
        name: draft.name.as_ref().map(|name| fields.name("name", name)),
        level: level.and_then(|word| fields.choice("level", word, Level::ALL, Level::word)),
        rulebook: draft.rulebook.clone(),
        contact: draft.contact.as_ref().map(|one| contact(&mut fields, one)),
        above: draft
            .above
            .as_ref()
            .map(|one| above(&mut fields, rules, id, one)),
        // Whether it was set before, the store tells.
        emblem: None,
    };
    rulebook(&mut fields, rules, changed.rulebook.as_deref());
    fields.finish()?;
    Ok(changed)
}

/// A rulebook has to be loaded.
pub(super) fn rulebook(fields: &mut FieldCheck, rules: &Rules, id: Option<&str>) {
    if id.is_some_and(|id| rules.rulebook(id).is_none()) {
        let allowed = rules.rulebook_ids().into_iter().map(str::to_owned);
        let allowed = allowed.collect();
        fields.fail("rulebook", FieldProblem::NotOneOf { allowed });
    }
}

/// Another authority of the installation, or a name.
fn above(
    fields: &mut FieldCheck,
    rules: &Rules,
    own: AuthorityId,
    draft: &AboveDraft,
) -> AuthorityAbove {
    let others = rules.authorities().iter().filter(|one| one.row.id != own);
    let key = draft.authority.trim();
    let found = others.clone().find(|one| one.row.key == key);
    if found.is_none() && !key.is_empty() {
        let allowed = others.map(|one| one.row.key.clone()).collect();
        fields.fail("above.authority", FieldProblem::NotOneOf { allowed });
    }
    AuthorityAbove {
        authority: found.map(|one| one.row.id),
        name: fields.words("above.name", &draft.name, CONTACT_CHARACTERS_MAX),
    }
}

fn contact(fields: &mut FieldCheck, draft: &ContactDraft) -> ContactText {
    let most = CONTACT_CHARACTERS_MAX;
    ContactText {
        address: fields.words("contact.address", &draft.address, most),
        phone: fields.optional("contact.phone", &draft.phone, most),
        hours: fields.words("contact.hours", &draft.hours, most),
    }
}
