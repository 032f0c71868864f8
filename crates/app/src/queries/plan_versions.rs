//! Versions of plans and rosters as staff read them, with who lodged and who approved each, from the
//! authority's journal; and that nobody alone does both while somebody else acts for the approving post.

use crate::casework::envelope;
use crate::commands::plans::PlanRefusal;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::organisation::OrganisationAt;
use crate::queries::obligation::Words;
use crate::queries::plans::latest_roster;
use crate::queries::plans_waiting::PlanReturnView;
use crate::queries::timeline::staff_name;
use crate::rules::Authority;
use huiyin_domain::event::{Actor, Event, Pinned};
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{PlanVersionRow, RosterVersionRow};
use serde::Serialize;

/// A version of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlanVersionView {
    /// The version.
    pub version: String,
    /// When it was lodged.
    #[schema(value_type = String, format = DateTime)]
    pub lodged_at: Instant,
    /// Who lodged it, by name; nothing where it was lodged on the machine.
    pub lodged_by: Option<String>,
    /// When it was approved.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub approved_at: Option<Instant>,
    /// The post for which it was approved.
    #[schema(value_type = Option<Words>)]
    pub approved_by: Option<Bilingual>,
    /// Who approved it for that post, by name.
    pub approver: Option<String>,
    /// Whether who lodged it approved it as well: nobody else acted for the post then.
    pub by_one_alone: bool,
    /// The version of the roster that its approval was checked with.
    pub roster: Option<String>,
    /// Whether it is in force.
    pub in_force: bool,
    /// Why it was sent back, if it was.
    pub returned: Option<PlanReturnView>,
}

/// A version of a roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RosterVersionView {
    /// The version.
    pub version: String,
    /// When it was lodged.
    #[schema(value_type = String, format = DateTime)]
    pub lodged_at: Instant,
    /// Who lodged it, by name; nothing where it was lodged on the machine.
    pub lodged_by: Option<String>,
}

/// An event of a version that somebody did.
#[derive(Clone, Copy, Debug)]
enum Authored {
    PlanLodged,
    RosterLodged,
    PlanApproved,
}

impl Authored {
    const fn kind(self) -> &'static str {
        match self {
            Self::PlanLodged => "PlanLodged",
            Self::RosterLodged => "RosterLodged",
            Self::PlanApproved => "PlanApproved",
        }
    }
}

/// The member of staff by whose act a version was lodged or approved at an instant; nobody where it was
/// done on the machine.
fn author(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    what: Authored,
    (id, version, at): (&str, &str, Instant),
) -> Result<Option<StaffId>, AppError> {
    let of = |pinned: &Pinned| pinned.id == id && pinned.version == version;
    for open in reader.plan_events_at(authority, what.kind(), at)? {
        let row = envelope(&open)?;
        let is_it = match &row.event {
            Event::PlanLodged(lodged) | Event::RosterLodged(lodged) => of(&lodged.pinned),
            Event::PlanApproved(approved) => of(&approved.plan),
            _ => false,
        };
        if is_it {
            return Ok(match row.by {
                Actor::Staff(staff) => Some(staff),
                Actor::Public | Actor::Operator | Actor::System => None,
            });
        }
    }
    Ok(None)
}

/// Who lodged a version of a plan; nobody where it was lodged on the machine.
pub(crate) fn lodger(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    id: &str,
    row: &PlanVersionRow,
) -> Result<Option<StaffId>, AppError> {
    let of = (id, row.version.as_str(), row.lodged_at);
    author(reader, authority, Authored::PlanLodged, of)
}

/// A version of a plan, as interfaces say it.
pub(super) fn plan_version(
    reader: &mut Reader<'_>,
    (authority, organisation): (AuthorityId, &OrganisationAt),
    (id, in_force): (&str, Option<&str>),
    row: PlanVersionRow,
) -> Result<PlanVersionView, AppError> {
    let lodged_by = lodger(reader, authority, id, &row)?;
    let approver = match &row.approval {
        Some(approval) => {
            let of = (id, row.version.as_str(), approval.at);
            author(reader, authority, Authored::PlanApproved, of)?
        }
        None => None,
    };
    let post = row.approval.as_ref().map(|approval| approval.post);
    let post = post.and_then(|post| organisation.posts.get(&post));
    let name = |staff: StaffId| staff_name(organisation, staff);
    Ok(PlanVersionView {
        in_force: in_force == Some(row.version.as_str()),
        returned: row
            .returned
            .map(|returned| PlanReturnView::of(returned, organisation)),
        version: row.version,
        lodged_at: row.lodged_at,
        by_one_alone: approver.is_some() && approver == lodged_by,
        lodged_by: lodged_by.map(name),
        approver: approver.map(name),
        approved_at: row.approval.as_ref().map(|approval| approval.at),
        approved_by: post.map(|post| post.title.clone()),
        roster: row.approval.map(|approval| approval.roster),
    })
}

/// A version of a roster, as interfaces say it.
pub(super) fn roster_version(
    reader: &mut Reader<'_>,
    (authority, organisation): (AuthorityId, &OrganisationAt),
    plan: &str,
    row: RosterVersionRow,
) -> Result<RosterVersionView, AppError> {
    let of = (plan, row.version.as_str(), row.lodged_at);
    let lodged_by = author(reader, authority, Authored::RosterLodged, of)?;
    Ok(RosterVersionView {
        version: row.version,
        lodged_at: row.lodged_at,
        lodged_by: lodged_by.map(|staff| staff_name(organisation, staff)),
    })
}

/// A plan as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPlan {
    /// The version.
    pub version: String,
    /// The newest version that is lodged.
    pub newest: String,
    /// Its text.
    pub plan: String,
    /// Its newest roster, by version and text; nothing while none is lodged.
    pub roster: Option<(String, String)>,
}

impl Huiyin {
    /// A plan and its newest roster as they were lodged, on a thread that may block: a version, or the one
    /// in force, else the newest.
    ///
    /// # Errors
    /// [`PlanRefusal::NoSuchPlan`], or when the store fails.
    pub fn kept_plan_here(
        &self,
        authority: &Authority,
        id: &str,
        version: Option<&str>,
    ) -> Result<KeptPlan, AppError> {
        let of = authority.row.id;
        self.store().read_here(|reader| {
            let newest = reader.plan_versions(of, id, 1)?.pop();
            let newest = newest.ok_or(PlanRefusal::NoSuchPlan)?.version;
            let in_force = reader.plan_in_force(of, id)?.map(|row| row.version);
            let version = version.map(str::to_owned).or(in_force);
            let version = version.unwrap_or_else(|| newest.clone());
            let plan = reader.plan_content(of, id, &version)?;
            Ok(KeptPlan {
                plan: plan.ok_or(PlanRefusal::NoSuchPlan)?,
                roster: latest_roster(reader, of, id)?,
                version,
                newest,
            })
        })
    }
}
