//! Several members of staff at once, each with the link by which they choose a password: how an office begins.

use super::administer::{Order, principal};
use super::draft::StaffDraft;
use super::invitation::Link;
use super::staff;
use crate::authorise::{Action, permit};
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::{Once, OnceOnly};
use crate::secret::Token;
use huiyin_domain::ids::{AuthorityId, INSTALLATION};
use huiyin_domain::organisation::Organisation;
use huiyin_domain::petition::FieldProblem;
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// More than anybody types on one page.
const COLLEAGUES_MAX: usize = 50;

/// Somebody who was added, and how they come in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// What they sign in with.
    pub login: String,
    /// The link by which they choose a password, with their name.
    pub link: Link,
}

impl Huiyin {
    /// Adds several members of staff, all of them or none, and makes a one-time link for each. What is wrong is
    /// named by its place, such as `staff.2.login`; each of them needs a role, for one without can do nothing.
    ///
    /// # Errors
    /// [`crate::Refusal::Fields`] or a [`super::PeopleRefusal`]; or when the store fails.
    pub async fn add_colleagues(
        &self,
        order: Order,
        drafts: Vec<StaffDraft>,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Vec<Invited>>, AppError> {
        let authority = order.authority;
        let chance = &*self.shared().chance;
        let tokens = drafts.iter().map(|_| Token::fresh(authority, chance));
        let tokens: Vec<Token> = tokens.collect::<Result<_, _>>()?;
        let by = principal(order.by);
        let command = AddColleagues {
            order,
            drafts,
            tokens,
        };
        let key = idempotency.as_ref();
        self.command(OnceOnly::new(self.shared(), authority, by, key, command))
            .await
    }
}

struct AddColleagues {
    order: Order,
    drafts: Vec<StaffDraft>,
    /// One for each of them.
    tokens: Vec<Token>,
}

impl AddColleagues {
    /// Looks at all of them before any is kept: a refusal writes nothing.
    fn checked(
        &self,
        reader: &mut Reader<'_>,
        organisation: &Organisation,
    ) -> Result<Vec<staff::Checked>, AppError> {
        let mut fields = FieldCheck::default();
        if self.drafts.len() > COLLEAGUES_MAX {
            let entries_max = COLLEAGUES_MAX;
            fields.fail("staff", FieldProblem::TooMany { entries_max });
        }
        if self.drafts.is_empty() {
            fields.fail("staff.0.name", FieldProblem::Missing);
        }
        let mut all: Vec<staff::Checked> = Vec::new();
        for (nth, draft) in self.drafts.iter().enumerate() {
            let mut found = FieldCheck::default();
            let checked = staff::check(&mut found, organisation, draft, true);
            if draft.roles.is_empty() {
                found.fail("roles", FieldProblem::Missing);
            }
            let twice = all.iter().any(|one| one.login() == checked.login());
            if twice || reader.login(checked.login())?.is_some() {
                found.fail("login", FieldProblem::Taken);
            }
            fields.take(&format!("staff.{nth}"), found);
            all.push(checked);
        }
        fields.finish()?;
        Ok(all)
    }
}

impl Command for AddColleagues {
    type Outcome = Vec<Invited>;

    fn authorities(&self) -> Vec<AuthorityId> {
        // A login is given once in the installation.
        vec![INSTALLATION, self.order.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Vec<Invited>, AppError> {
        let Order { authority, by, .. } = self.order;
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(by, authority, &organisation, Action::AddStaff)?;
        permit(by, authority, &organisation, Action::Invite)?;
        self.order.check_version(organisation.position)?;
        let all = self.checked(&mut transaction.reader()?, &organisation)?;
        let mut invited = Vec::new();
        for (checked, token) in all.into_iter().zip(&self.tokens) {
            let (login, name) = (checked.login().to_owned(), checked.name().to_owned());
            let id = staff::add(transaction, shared, (authority, by), checked)?;
            let link = Link::inviting(transaction, shared, (id, name), token)?;
            invited.push(Invited { login, link });
        }
        Ok(invited)
    }
}
