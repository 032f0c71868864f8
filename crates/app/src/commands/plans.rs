//! Plans and rosters are lodged and approved. Each version is written once and stays readable;
//! nothing is overwritten and nothing deleted.

mod returned;

pub use self::returned::PlanIsReturned;

use crate::authorise::{Action, permit};
use crate::commands::register::Idempotency;
use crate::commands::roster_persons::forget_others;
use crate::drills::plan_approved;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::Once;
use crate::organisation::OrganisationAt;
use crate::queries::plan_versions::lodger;
use crate::queries::plans::{Keeper, latest_roster, parsed};
use crate::queries::timeline::staff_name;
use crate::record::{Belongs, NewEvent, record};
use crate::responses::reach::refusal::TestRefusal;
use huiyin_domain::event::{Actor, DataLoaded, Event, Pinned, PlanApproved};
use huiyin_domain::ids::{AuthorityId, PostId};
use huiyin_domain::lodging::{self, Unfit};
use huiyin_domain::organisation::Organisation;
use huiyin_domain::plan::{Finding, Plan, Severity};
use huiyin_domain::roster::change::ChangeRefusal;
use huiyin_store::rows::PlanVersionRow;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// Why something about a plan or roster was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanRefusal {
    /// There is no such plan, or no such version of it.
    #[error("no such plan")]
    NoSuchPlan,
    /// The text cannot be lodged as it is.
    #[error("{}", unfit_words(.0))]
    Unfit(Unfit),
    /// It is approved for the post that it names, by nobody else.
    #[error("the plan is approved by the post {post}, and you neither hold it nor stand in")]
    NotTheApprover {
        /// The post that the plan names.
        post: String,
    },
    /// Whoever lodged it does not approve it too, while somebody else acts for the post.
    #[error("you lodged this version yourself; it is for {} to approve it", .others.join(", "))]
    OwnPlan {
        /// Who else acts for the post, by name.
        others: Vec<String>,
    },
    /// This version was approved before.
    #[error("this version is approved already")]
    ApprovedAlready,
    /// This version was sent back before.
    #[error("this version was sent back; lodge the next one")]
    SentBack,
    /// A newer version is in force.
    #[error("version {in_force} is newer and in force")]
    OlderThanInForce {
        /// The version in force.
        in_force: String,
    },
    /// A duty is not changed so.
    #[error("{0}")]
    Duty(ChangeRefusal),
    /// No test of the lines is sent, or an answer to one not taken.
    #[error("{0}")]
    Test(TestRefusal),
    /// The check found errors; a plan with errors can't be approved.
    #[error("the plan has errors: {}", codes(.0))]
    Faulty(Vec<Finding>),
}

impl From<PlanRefusal> for AppError {
    fn from(refusal: PlanRefusal) -> Self {
        Self::Refused(Refusal::Plan(refusal))
    }
}

fn unfit_words(unfit: &Unfit) -> String {
    match unfit {
        Unfit::Form(findings) => {
            let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
            format!("it has errors\n{}", lines.join("\n"))
        }
        Unfit::Version => {
            "the version may have letters, digits, '.', '-' and '_' only, up to 40".into()
        }
        Unfit::Contact { line } => {
            format!(
                "line {line} holds what looks like a telephone number or an e-mail address; leave it out"
            )
        }
    }
}

/// The codes of findings, each once.
fn codes(findings: &[Finding]) -> String {
    let mut codes: Vec<&str> = findings.iter().map(|found| found.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.join(", ")
}

/// What was lodged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Lodged {
    /// The plan's id.
    pub id: String,
    /// The version.
    pub version: String,
    /// Whether it was new; the same text lodged again changes nothing.
    pub new: bool,
}

/// What was approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PlanIsApproved {
    /// The plan's id.
    pub id: String,
    /// The version that is in force from now on.
    pub version: String,
    /// The version of the roster that it was checked with.
    pub roster: String,
}

/// What is lodged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lodging {
    /// A plan 预案.
    Plan,
    /// The roster 值班表 of a plan that is lodged.
    Roster,
}

impl Huiyin {
    /// Lodges a plan or a roster as its TOML, kept byte for byte.
    ///
    /// # Errors
    /// [`PlanRefusal::Unfit`], [`PlanRefusal::NoSuchPlan`] for a roster without a plan,
    /// [`Refusal::VersionTaken`], [`Refusal::OlderThanLoaded`], a refusal by the table, or a failure
    /// of the store.
    pub async fn lodge(
        &self,
        by: (AuthorityId, Actor),
        what: Lodging,
        toml: String,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Lodged>, AppError> {
        let command = Lodge { by, what, toml };
        self.once(by, command, idempotency).await
    }

    /// As [`Huiyin::lodge`], on a thread that may block.
    ///
    /// # Errors
    /// As there.
    pub fn lodge_here(
        &self,
        by: (AuthorityId, Actor),
        what: Lodging,
        toml: String,
    ) -> Result<Lodged, AppError> {
        self.command_here(Lodge { by, what, toml })
    }

    /// Approves a version of a plan: from then on it is in force.
    ///
    /// # Errors
    /// A [`PlanRefusal`], or a failure of the store.
    pub async fn approve_plan(
        &self,
        by: (AuthorityId, Actor),
        plan: Pinned,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<PlanIsApproved>, AppError> {
        let command = Approve { by, plan };
        self.once(by, command, idempotency).await
    }
}

impl Huiyin {
    /// Sends a version of a plan back, with what is to be changed: it is not put in force any more.
    ///
    /// # Errors
    /// [`Refusal::Fields`], a [`PlanRefusal`], or a failure of the store.
    pub async fn return_plan(
        &self,
        by: (AuthorityId, Actor),
        plan: Pinned,
        reason: &str,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<PlanIsReturned>, AppError> {
        let reason = returned::checked(reason)?;
        let command = returned::SendBack { by, plan, reason };
        self.once(by, command, idempotency).await
    }
}

struct Lodge {
    by: (AuthorityId, Actor),
    what: Lodging,
    toml: String,
}

impl Lodge {
    /// Id and version of what is lodged.
    fn pinned(&self) -> Result<Pinned, PlanRefusal> {
        let (id, version) = match self.what {
            Lodging::Plan => {
                let plan = lodging::plan_to_lodge(&self.toml).map_err(PlanRefusal::Unfit)?;
                (plan.id, plan.version)
            }
            Lodging::Roster => {
                let roster = lodging::roster_to_lodge(&self.toml).map_err(PlanRefusal::Unfit)?;
                (roster.plan, roster.version)
            }
        };
        Ok(Pinned {
            id: id.to_string(),
            version,
        })
    }

    /// Whoever a roster names signs in here, or the file says that they do not.
    fn names_staff(&self, organisation: &Organisation) -> Result<(), PlanRefusal> {
        if self.what == Lodging::Plan {
            return Ok(());
        }
        let roster = lodging::roster_to_lodge(&self.toml).map_err(PlanRefusal::Unfit)?;
        match lodging::unreachable_staff(&roster, organisation) {
            found if found.is_empty() => Ok(()),
            found => Err(PlanRefusal::Unfit(Unfit::Form(found))),
        }
    }

    /// The newest version that is lodged, and the text of this one if it is.
    fn lodged(
        &self,
        transaction: &mut Transaction<'_>,
        pinned: &Pinned,
    ) -> Result<(Option<String>, Option<String>), AppError> {
        let (authority, id, version) = (self.by.0, &pinned.id, &pinned.version);
        let mut reader = transaction.reader()?;
        let plan = reader.plan_versions(authority, id, 1)?.pop();
        match self.what {
            Lodging::Plan => Ok((
                plan.map(|row| row.version),
                reader.plan_content(authority, id, version)?,
            )),
            Lodging::Roster if plan.is_none() => Err(PlanRefusal::NoSuchPlan.into()),
            Lodging::Roster => {
                let newest = reader.roster_versions(authority, id, 1)?.pop();
                Ok((
                    newest.map(|row| row.version),
                    reader.roster_content(authority, id, version)?,
                ))
            }
        }
    }
}

impl Command for Lodge {
    type Outcome = Lodged;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.by.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Lodged, AppError> {
        let (authority, by) = self.by;
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(by, authority, &organisation, Action::LodgePlan)?;
        let pinned = self.pinned()?;
        let (newest, same) = self.lodged(transaction, &pinned)?;
        let Pinned { id, version } = pinned.clone();
        match (newest, same) {
            (_, Some(same)) if same == self.toml => {
                return Ok(Lodged {
                    id,
                    version,
                    new: false,
                });
            }
            (_, Some(_)) => return Err(Refusal::VersionTaken { id, version }.into()),
            (Some(loaded), None) if loaded > version => {
                return Err(Refusal::OlderThanLoaded {
                    id,
                    version,
                    loaded,
                }
                .into());
            }
            (_, None) => self.names_staff(&organisation)?,
        }
        let lodged = DataLoaded {
            pinned,
            content: self.toml.clone(),
        };
        let event = match self.what {
            Lodging::Plan => Event::PlanLodged(lodged),
            Lodging::Roster => Event::RosterLodged(lodged),
        };
        let new = NewEvent::open(authority, by, Belongs::Nowhere, event);
        record(transaction, new, &*shared.chance)?;
        if self.what == Lodging::Roster {
            let roster = lodging::roster_to_lodge(&self.toml).map_err(PlanRefusal::Unfit)?;
            forget_others(transaction, shared, ((authority, by), &id), &roster)?;
        }
        Ok(Lodged {
            id,
            version,
            new: true,
        })
    }
}

struct Approve {
    by: (AuthorityId, Actor),
    plan: Pinned,
}

/// A version and its text, if it waits for approval and nothing newer is in force.
fn waiting(
    transaction: &mut Transaction<'_>,
    authority: AuthorityId,
    plan: &Pinned,
) -> Result<(PlanVersionRow, String), AppError> {
    let Pinned { id, version } = plan;
    let mut reader = transaction.reader()?;
    let row = reader.plan_version(authority, id, version)?;
    let row = row.ok_or(PlanRefusal::NoSuchPlan)?;
    if row.approval.is_some() {
        return Err(PlanRefusal::ApprovedAlready.into());
    }
    if row.returned.is_some() {
        return Err(PlanRefusal::SentBack.into());
    }
    let in_force = reader.plan_in_force(authority, id)?;
    if let Some(newer) = in_force.filter(|row| row.version > *version) {
        let in_force = newer.version;
        return Err(PlanRefusal::OlderThanInForce { in_force }.into());
    }
    let content = reader.plan_content(authority, id, version)?;
    Ok((row, content.ok_or(PlanRefusal::NoSuchPlan)?))
}

/// Refuses whoever lodged a version themselves, while somebody else acts for the post.
fn refuse_own(
    transaction: &mut Transaction<'_>,
    organisation: &OrganisationAt,
    (authority, by): (AuthorityId, Actor),
    (plan, row): (&Plan, &PlanVersionRow),
) -> Result<(), AppError> {
    let author = lodger(&mut transaction.reader()?, authority, &plan.id, row)?;
    if author.is_none_or(|author| by != Actor::Staff(author)) {
        return Ok(());
    }
    let others = lodging::others_approving(organisation, plan, author);
    let others: Vec<String> = others
        .into_iter()
        .map(|staff| staff_name(organisation, staff))
        .collect();
    match others.is_empty() {
        true => Ok(()),
        false => Err(PlanRefusal::OwnPlan { others }.into()),
    }
}

/// The post for which somebody may approve a plan.
fn approving(organisation: &Organisation, plan: &Plan, by: Actor) -> Result<PostId, PlanRefusal> {
    let post = match by {
        Actor::Staff(staff) => lodging::approving_post(organisation, plan, staff),
        Actor::Operator | Actor::Public | Actor::System => None,
    };
    post.ok_or_else(|| PlanRefusal::NotTheApprover {
        post: plan.approved_by.to_string(),
    })
}

impl Command for Approve {
    type Outcome = PlanIsApproved;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.by.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<PlanIsApproved, AppError> {
        let (authority, by) = self.by;
        let organisation = shared.organisation_in(transaction, authority)?;
        let (row, content) = waiting(transaction, authority, &self.plan)?;
        let plan = parsed(shared, &self.plan.id, &content)?;
        let post = approving(&organisation, &plan, by)?;
        refuse_own(transaction, &organisation, self.by, (&plan, &row))?;
        let rules = shared.rules_in(transaction)?;
        let keeper = Keeper {
            shared,
            authority,
            rules: &rules,
            organisation: &organisation,
            at: transaction.now(),
            drill_due: None,
        };
        let checked = keeper.check(&mut transaction.reader()?, &content)?;
        let mut errors = checked.findings;
        errors.retain(|found| found.severity == Severity::Error);
        let roster = latest_roster(&mut transaction.reader()?, authority, &self.plan.id)?;
        let (Some((roster, _)), Some(calendar), true) =
            (roster, rules.calendar(&plan.calendar), errors.is_empty())
        else {
            return Err(PlanRefusal::Faulty(errors).into());
        };
        let event = Event::PlanApproved(PlanApproved {
            plan: self.plan.clone(),
            post,
            roster: roster.clone(),
            calendar: Pinned {
                id: plan.calendar.clone(),
                version: calendar.version().to_owned(),
            },
        });
        let new = NewEvent::open(authority, by, Belongs::Nowhere, event);
        let at = record(transaction, new, &*shared.chance)?.slot.recorded_at;
        plan_approved(transaction, shared, self.by, (&self.plan, post), at)?;
        Ok(PlanIsApproved {
            id: self.plan.id.clone(),
            version: self.plan.version.clone(),
            roster,
        })
    }
}
