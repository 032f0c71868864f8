//! A version of a plan is sent back by who would approve it, with what is to be changed.

use super::{PlanRefusal, approving, waiting};
use crate::error::AppError;
use crate::huiyin::{Command, Shared};
use crate::queries::plans::parsed;
use crate::record::{Belongs, NewEvent, record};
use huiyin_domain::event::{Actor, Event, Pinned, PlanReturned};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::lodging::{Unfit, holds_contact};
use huiyin_domain::petition::FieldProblem;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// The longest reason, in characters.
const REASON_CHARACTERS_MAX: usize = 400;

/// What was sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PlanIsReturned {
    /// The plan's id.
    pub id: String,
    /// The version that is not put in force any more.
    pub version: String,
}

/// A reason that can be kept: there is one, it is short, and it holds no number or address of a person, as
/// the plan itself holds none.
pub(super) fn checked(reason: &str) -> Result<String, AppError> {
    let reason = reason.trim();
    let wrong = |problem| Err(AppError::field("reason", problem));
    if reason.is_empty() {
        return wrong(FieldProblem::Missing);
    }
    if reason.chars().count() > REASON_CHARACTERS_MAX {
        let characters_max = REASON_CHARACTERS_MAX;
        return wrong(FieldProblem::TooLong { characters_max });
    }
    if let Some(index) = reason.lines().position(holds_contact) {
        return Err(PlanRefusal::Unfit(Unfit::Contact { line: index + 1 }).into());
    }
    Ok(reason.to_owned())
}

pub(super) struct SendBack {
    pub(super) by: (AuthorityId, Actor),
    pub(super) plan: Pinned,
    pub(super) reason: String,
}

impl Command for SendBack {
    type Outcome = PlanIsReturned;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.by.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<PlanIsReturned, AppError> {
        let (authority, by) = self.by;
        let organisation = shared.organisation_in(transaction, authority)?;
        let (_, content) = waiting(transaction, authority, &self.plan)?;
        let plan = parsed(shared, &self.plan.id, &content)?;
        let post = approving(&organisation, &plan, by)?;
        let event = Event::PlanReturned(PlanReturned {
            plan: self.plan.clone(),
            post,
            reason: self.reason.clone(),
        });
        let new = NewEvent::open(authority, by, Belongs::Nowhere, event);
        record(transaction, new, &*shared.chance)?;
        Ok(PlanIsReturned {
            id: self.plan.id.clone(),
            version: self.plan.version.clone(),
        })
    }
}
