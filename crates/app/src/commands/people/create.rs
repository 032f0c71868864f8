//! Creates a further authority with its first administrator.

use super::draft::{NewAuthorityDraft, RoleDraft};
use super::invitation::Link;
use super::{PeopleRefusal, authority, staff};
use crate::authorise::{Action, permit};
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::installation::{DEFAULT_ZONE, FIRST_AUTHORITY, NewAuthority, create_authority};
use crate::once::Once;
use crate::rules::Rules;
use crate::secret::Token;
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, INSTALLATION};
use huiyin_domain::organisation::{Organisation, Role};
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::time::Zone;
use huiyin_store::StoreError;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// A further authority that was created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AuthorityMade {
    /// Its id.
    pub id: i64,
    /// Its key.
    pub key: String,
    /// The one-time link of its first administrator.
    pub invitation: Link,
}

impl Huiyin {
    /// Creates a further authority. Only an administrator of the first authority, or who runs the
    /// program on the machine, may.
    ///
    /// # Errors
    /// [`crate::Refusal::Fields`] or a [`PeopleRefusal`]; or when the store fails.
    pub async fn create_authority(
        &self,
        by: (AuthorityId, Actor),
        draft: NewAuthorityDraft,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<AuthorityMade>, AppError> {
        // This process may not have read yet what it, or another one, created last.
        self.refreshed().await?;
        let last = self
            .rules()
            .authorities()
            .iter()
            .map(|one| one.row.id)
            .max();
        let id = AuthorityId::new(last.map_or(1, |last| last.raw() + 1));
        let command = CreateAuthority {
            id,
            by,
            token: Token::fresh(id, &*self.shared().chance)?,
            draft,
        };
        self.once(by, command, idempotency).await
    }
}

struct CreateAuthority {
    /// The next free id as this process knows it; checked again under the lock.
    id: AuthorityId,
    by: (AuthorityId, Actor),
    token: Token,
    draft: NewAuthorityDraft,
}

impl Command for CreateAuthority {
    type Outcome = AuthorityMade;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION, self.by.0, self.id]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<AuthorityMade, AppError> {
        let (of, by) = self.by;
        let organisation = shared.organisation_in(transaction, of)?;
        permit(by, of, &organisation, Action::CreateAuthority)?;
        if of != FIRST_AUTHORITY && by != Actor::Operator {
            return Err(PeopleRefusal::NotAllowed.into());
        }
        let rules = shared.rules_in(transaction)?;
        if rules.authority(self.id).is_some() {
            // Another process was faster; nothing was written, so the caller may try again.
            return Err(StoreError::Busy.into());
        }
        let new = self.checked(&rules)?;
        let key = new.key.clone();
        create_authority(transaction, shared, by, new)?;
        let organisation = shared.organisation_in(transaction, self.id)?;
        let administrator = self.administrator(&organisation)?;
        let name = self.draft.administrator.name.trim().to_owned();
        // The installation's journal says by whose act; they are nobody in this one.
        let owner = (self.id, Actor::System);
        let staff = staff::add(transaction, shared, owner, administrator)?;
        let invitation = Link::inviting(transaction, shared, (staff, name), &self.token)?;
        Ok(AuthorityMade {
            id: self.id.raw(),
            key,
            invitation,
        })
    }
}

impl CreateAuthority {
    fn checked(&self, rules: &Rules) -> Result<NewAuthority, AppError> {
        let mut fields = FieldCheck::default();
        let key = fields.key("key", &self.draft.key);
        if rules.authority_named(Some(&key)).is_some() {
            fields.fail("key", FieldProblem::Taken);
        }
        let or = |given: &str, other: &str| match given.trim() {
            "" => other.to_owned(),
            given => given.to_owned(),
        };
        let zone = or(&self.draft.zone, DEFAULT_ZONE);
        if Zone::parse(&zone).is_err() {
            let allowed = vec![DEFAULT_ZONE.to_owned()];
            fields.fail("zone", FieldProblem::NotOneOf { allowed });
        }
        let first = rules.authority(FIRST_AUTHORITY);
        let rulebook = first.map(|first| first.row.rulebook.as_str());
        let rulebook = or(&self.draft.rulebook, rulebook.unwrap_or_default());
        authority::rulebook(&mut fields, rules, Some(&rulebook));
        let name = fields.name("name", &self.draft.name);
        // The administrator's fields are checked before anything is written, too.
        staff::check(&mut fields, &Organisation::default(), &self.bare(), true);
        fields.finish()?;
        Ok(NewAuthority {
            id: self.id,
            key,
            name,
            zone,
            rulebook,
        })
    }

    /// The administrator without roles, which need units.
    fn bare(&self) -> super::draft::StaffDraft {
        super::draft::StaffDraft {
            roles: Vec::new(),
            ..self.draft.administrator.clone()
        }
    }

    fn administrator(&self, organisation: &Organisation) -> Result<staff::Checked, AppError> {
        let mut draft = self.bare();
        let unit = organisation.units.keys().next();
        draft.roles = vec![RoleDraft {
            unit: unit.map_or(1, |unit| unit.raw()),
            role: Role::Administrator.word().to_owned(),
        }];
        let mut fields = FieldCheck::default();
        let checked = staff::check(&mut fields, organisation, &draft, true);
        fields.finish()?;
        Ok(checked)
    }
}
