//! Reads about plans and rosters.

use super::read::word;
use super::{Read, Reader};
use crate::StoreError;
use crate::rows::{
    DutyChangeRow, DutyChangeState, PlanApprovalRow, PlanDraftRow, PlanReturnRow, PlanVersionRow,
    RosterPersonRow, RosterVersionRow,
};
use crate::statements::plans as sql;
use crate::tx::{Columns, query_all, query_one};
use huiyin_domain::event::DutyChange;
use huiyin_domain::ids::{AuthorityId, PersonId, Position, PostId, StaffId};
use huiyin_domain::plan::Key;
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

    /// The open parts of the events of a kind (`PlanLodged`, `RosterLodged` or `PlanApproved`) that were
    /// recorded at an instant, in order.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn plan_events_at(
        &mut self,
        authority: AuthorityId,
        kind: &str,
        at: Instant,
    ) -> Read<Vec<Vec<u8>>> {
        let arguments = [authority.raw().into(), kind.into(), at.micros().into()];
        query_all(self.tx, &sql::PLAN_EVENTS_AT, &arguments, |row| {
            row.bytes(0)
        })
    }

    /// The changes of a plan's duties, and the requests for them, that end after an instant: those that
    /// were decided last come first, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn duty_changes(
        &mut self,
        authority: AuthorityId,
        plan: &str,
        after: Instant,
        rows_max: u32,
    ) -> Read<Vec<DutyChangeRow>> {
        let arguments = [
            authority.raw().into(),
            plan.into(),
            after.micros().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::DUTY_CHANGES_AHEAD, &arguments, change_row)
    }

    /// One change of a duty.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn duty_change(
        &mut self,
        authority: AuthorityId,
        change: Position,
    ) -> Read<Option<DutyChangeRow>> {
        let arguments = [authority.raw().into(), change.raw().into()];
        query_one(self.tx, &sql::DUTY_CHANGE, &arguments, change_row)
    }

    /// The drafts of an authority, the oldest first, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn plan_drafts(
        &mut self,
        authority: AuthorityId,
        rows_max: u32,
    ) -> Read<Vec<PlanDraftRow>> {
        let arguments = [authority.raw().into(), i64::from(rows_max).into()];
        query_all(self.tx, &sql::PLAN_DRAFTS, &arguments, draft_row)
    }

    /// One draft.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn plan_draft(&mut self, authority: AuthorityId, draft: i64) -> Read<Option<PlanDraftRow>> {
        let arguments = [authority.raw().into(), draft.into()];
        query_one(self.tx, &sql::PLAN_DRAFT, &arguments, draft_row)
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

    /// What is kept to reach those of a plan's roster by who have no account, in order of their ids there.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn roster_persons(
        &mut self,
        authority: AuthorityId,
        plan: &str,
    ) -> Read<Vec<RosterPersonRow>> {
        let arguments = [authority.raw().into(), plan.into()];
        query_all(self.tx, &sql::ROSTER_PERSONS, &arguments, person_row)
    }

    /// What is kept to reach one of them by.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn roster_person(
        &mut self,
        authority: AuthorityId,
        person: PersonId,
    ) -> Read<Option<RosterPersonRow>> {
        let arguments = [authority.raw().into(), person.raw().into()];
        query_one(self.tx, &sql::ROSTER_PERSON, &arguments, person_row)
    }

    /// The newest changes of what people of rosters are reached by, `rows_max` at most: the open parts of their
    /// rows, which say which channel and never what it is.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn roster_contacts_changed(
        &mut self,
        authority: AuthorityId,
        rows_max: u32,
    ) -> Read<Vec<Vec<u8>>> {
        let arguments = [authority.raw().into(), i64::from(rows_max).into()];
        query_all(self.tx, &sql::ROSTER_CONTACTS_CHANGED, &arguments, |row| {
            row.bytes(0)
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

fn change_row(row: &Columns<'_>) -> Read<DutyChangeRow> {
    Ok(DutyChangeRow {
        id: Position::new(row.int(0)?),
        change: DutyChange {
            plan: row.text(1)?,
            post: row.text(2)?,
            from: Instant::from_micros(row.int(3)?),
            to: Instant::from_micros(row.int(4)?),
            was: row.optional_text(5)?,
            holder: row.text(6)?,
        },
        how: row.text(7)?,
        state: word(row, 8, DutyChangeState::parse)?,
        decided_at: row.optional_int(9)?.map(Instant::from_micros),
    })
}

fn draft_row(row: &Columns<'_>) -> Read<PlanDraftRow> {
    Ok(PlanDraftRow {
        id: row.int(0)?,
        staff: StaffId::new(row.int(1)?),
        template: row.text(2)?,
        answers: row.text(3)?,
        changed_at: Instant::from_micros(row.int(4)?),
        sealed_contacts: row.optional_bytes(5)?,
    })
}

fn person_row(row: &Columns<'_>) -> Read<RosterPersonRow> {
    Ok(RosterPersonRow {
        id: PersonId::new(row.int(0)?),
        person: Key::new(&row.text(1)?),
        sealed: row.bytes(2)?,
        set_at: Instant::from_micros(row.int(3)?),
    })
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
    let returned = match (
        row.optional_int(5)?,
        row.optional_int(6)?,
        row.optional_text(7)?,
    ) {
        (Some(at), Some(post), Some(reason)) => Some(PlanReturnRow {
            at: Instant::from_micros(at),
            post: PostId::new(post),
            reason,
        }),
        _ => None,
    };
    Ok(PlanVersionRow {
        lodged_at: Instant::from_micros(row.int(1)?),
        version,
        approval,
        returned,
    })
}
