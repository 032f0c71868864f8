//! Plans that wait for somebody's approval, and what became of those that were lodged: for the inbox.

use crate::authorise::{Action, Principal};
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::organisation::OrganisationAt;
use crate::queries::obligation::Words;
use crate::queries::plan_versions::lodger;
use crate::queries::plans::{PLANS_MAX, parsed};
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::lodging;
use huiyin_domain::organisation::Organisation;
use huiyin_domain::plan::Plan;
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::reader::Reader;
use huiyin_store::rows::{PlanReturnRow, PlanVersionRow};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// For how many days those who lodge plans are told that one was approved.
const TOLD_DAYS: i64 = 14;

/// Why a version was sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanReturnView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// The post for which it was.
    #[schema(value_type = Option<Words>)]
    pub by: Option<Bilingual>,
    /// What is to be changed.
    pub reason: String,
}

impl PlanReturnView {
    pub(crate) fn of(row: PlanReturnRow, organisation: &Organisation) -> Self {
        let post = organisation.posts.get(&row.post);
        Self {
            at: row.at,
            by: post.map(|post| post.title.clone()),
            reason: row.reason,
        }
    }
}

/// How far a version is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PlanStage {
    /// It waits for whoever looks to approve it.
    Waits,
    /// It was approved lately.
    Approved,
    /// It was sent back, and no newer version was lodged.
    Returned,
}

/// A version of a plan in somebody's inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanInInbox {
    /// The plan's id.
    pub plan: String,
    /// The version.
    pub version: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// How far it is.
    pub stage: PlanStage,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Instant,
    /// What is to be changed, where it was sent back.
    pub reason: Option<String>,
}

/// The newest version of each plan that waits for somebody, or of which whoever may lodge plans is told what
/// became of it.
pub(crate) fn plans_of(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    now: Instant,
) -> Result<Vec<PlanInInbox>, AppError> {
    let mut list = Vec::new();
    if !who.may(Action::SeePlans) {
        return Ok(list);
    }
    let organisation = shared.organisation_read(reader, who.authority)?;
    for id in reader.plan_ids(who.authority, "", PLANS_MAX)? {
        let Some(newest) = reader.plan_versions(who.authority, &id, 1)?.pop() else {
            continue;
        };
        // Most are in force for long: their text is not read for every inbox.
        if !may_be_told(&newest, who, now) {
            continue;
        }
        let content = reader.plan_content(who.authority, &id, &newest.version)?;
        let plan = content.and_then(|content| parsed(shared, &id, &content).ok());
        let Some(plan) = plan else {
            continue;
        };
        let author = match newest.approval.is_none() && newest.returned.is_none() {
            true => lodger(reader, who.authority, &id, &newest)?,
            false => None,
        };
        if let Some((stage, since)) = stage(&newest, (&plan, &organisation), (who, author)) {
            list.push(PlanInInbox {
                plan: id,
                version: newest.version,
                title: plan.title.clone(),
                stage,
                since,
                reason: newest.returned.map(|returned| returned.reason),
            });
        }
    }
    Ok(list)
}

/// Whether a version is one of which this person may be told; of one that waits, the plan names the post.
fn may_be_told(newest: &PlanVersionRow, who: &Principal, now: Instant) -> bool {
    let lodges = who.may(Action::LodgePlan);
    let told_since = now.plus_micros(-TOLD_DAYS * DAY_MICROS);
    match (&newest.approval, &newest.returned) {
        (Some(approval), _) => lodges && approval.at >= told_since,
        (None, Some(_)) => lodges,
        (None, None) => true,
    }
}

fn stage(
    newest: &PlanVersionRow,
    (plan, organisation): (&Plan, &Arc<OrganisationAt>),
    (who, author): (&Principal, Option<StaffId>),
) -> Option<(PlanStage, Instant)> {
    match (&newest.approval, &newest.returned) {
        (Some(approval), _) => Some((PlanStage::Approved, approval.at)),
        (None, Some(returned)) => Some((PlanStage::Returned, returned.at)),
        (None, None) => {
            lodging::approving_post(organisation, plan, who.staff)?;
            // Whoever lodged it leaves it to the others.
            let waits = author != Some(who.staff)
                || lodging::others_approving(organisation, plan, author).is_empty();
            waits.then_some((PlanStage::Waits, newest.lodged_at))
        }
    }
}
