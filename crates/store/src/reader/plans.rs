//! Reads about plans and rosters.

use super::{Read, Reader};
use crate::StoreError;
use crate::rows::{PlanApprovalRow, PlanVersionRow, RosterVersionRow};
use crate::statements::plans as sql;
use crate::tx::{Columns, query_all, query_one};
use huiyin_domain::ids::{AuthorityId, PostId};
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// The ids of an authority's plans after `after`, in order, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn plan_ids(
        &mut self,
        authority: AuthorityId,
        after: &str,
        rows_max: u32,
    ) -> Read<Vec<String>> {
        let arguments = [
            authority.raw().into(),
            after.into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::PLAN_IDS, &arguments, |row| row.text(0))
    }

    /// The versions of a plan, the newest first, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn plan_versions(
        &mut self,
        authority: AuthorityId,
        plan: &str,
        rows_max: u32,
    ) -> Read<Vec<PlanVersionRow>> {
        let arguments = [
            authority.raw().into(),
            plan.into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::PLAN_VERSIONS, &arguments, version_row)
    }

    /// The newest approved version of a plan.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn plan_in_force(
        &mut self,
        authority: AuthorityId,
        plan: &str,
    ) -> Read<Option<PlanVersionRow>> {
        let arguments = [authority.raw().into(), plan.into()];
        query_one(self.tx, &sql::PLAN_IN_FORCE, &arguments, version_row)
    }

    /// One version of a plan.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn plan_version(
        &mut self,
        authority: AuthorityId,
        plan: &str,
        version: &str,
    ) -> Read<Option<PlanVersionRow>> {
        let arguments = [authority.raw().into(), plan.into(), version.into()];
        query_one(self.tx, &sql::PLAN_VERSION, &arguments, version_row)
    }

    /// The text of one version of a plan, as it was lodged.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn plan_content(
        &mut self,
        authority: AuthorityId,
        plan: &str,
        version: &str,
    ) -> Read<Option<String>> {
        let arguments = [authority.raw().into(), plan.into(), version.into()];
        query_one(self.tx, &sql::PLAN_CONTENT, &arguments, |row| row.text(0))
    }

    /// The versions of a plan's roster, the newest first, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn roster_versions(
        &mut self,
        authority: AuthorityId,
        plan: &str,
        rows_max: u32,
    ) -> Read<Vec<RosterVersionRow>> {
        let arguments = [
            authority.raw().into(),
            plan.into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::ROSTER_VERSIONS, &arguments, |row| {
            Ok(RosterVersionRow {
                version: row.text(0)?,
                lodged_at: Instant::from_micros(row.int(1)?),
            })
        })
    }

    /// The text of one version of a plan's roster, as it was lodged.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn roster_content(
        &mut self,
        authority: AuthorityId,
        plan: &str,
        version: &str,
    ) -> Read<Option<String>> {
        let arguments = [authority.raw().into(), plan.into(), version.into()];
        query_one(self.tx, &sql::ROSTER_CONTENT, &arguments, |row| row.text(0))
    }
}

fn version_row(row: &Columns<'_>) -> Read<PlanVersionRow> {
    let version = row.text(0)?;
    let approval = match (
        row.optional_int(2)?,
        row.optional_int(3)?,
        row.optional_text(4)?,
    ) {
        (Some(at), Some(post), Some(roster)) => Some(PlanApprovalRow {
            at: Instant::from_micros(at),
            post: PostId::new(post),
            roster,
        }),
        (None, None, None) => None,
        _ => {
            return Err(StoreError::Inconsistent {
                table: "plan_version",
                row: version,
                what: "it is approved by half".into(),
            });
        }
    };
    Ok(PlanVersionRow {
        lodged_at: Instant::from_micros(row.int(1)?),
        version,
        approval,
    })
}
