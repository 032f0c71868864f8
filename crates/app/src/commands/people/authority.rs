//! Changes what an authority is called, where it stands, and which rulebook it works by.

use super::administer::Order;
use super::draft::{AboveDraft, AuthorityDraft, ContactDraft};
use crate::authorise::Action;
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::Once;
use crate::queries::authority::versions;
use crate::record::{Belongs, NewEvent, record};
use crate::rules::Rules;
use crate::versions::VersionChange;
use huiyin_domain::event::{AuthorityAbove, AuthorityChanged, ContactText, Event};
use huiyin_domain::ids::{AuthorityId, INSTALLATION};
use huiyin_domain::organisation::Level;
use huiyin_domain::petition::FieldProblem;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

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
        let command = ChangeAuthority { order, change };
        self.once(by, command, idempotency).await
    }
}

struct ChangeAuthority {
    order: Order,
    change: VersionChange<AuthorityDraft>,
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
        let event = Event::AuthorityChanged(changed(&rules, authority, &draft)?);
        let new = NewEvent::open(INSTALLATION, by, Belongs::Nowhere, event);
        let recorded = record(transaction, new, &*shared.chance)?;
        Ok(AuthorityIsChanged {
            version: recorded.slot.position.raw(),
        })
    }
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
