//! Plans and rosters as staff of their authority read them.

use crate::authorise::{Action, Principal};
use crate::commands::plans::PlanRefusal;
use crate::commands::roster_persons::on_file;
use crate::drills::{self, NextDrill};
use crate::error::AppError;
use crate::huiyin::{Huiyin, Shared};
use crate::organisation::OrganisationAt;
use crate::queries::obligation::Words;
use crate::queries::plan_versions::{
    PlanVersionView, RosterVersionView, lodger, plan_version, roster_version,
};
use crate::queries::plans_waiting::PlanReturnView;
use crate::queries::timeline::staff_name;
use crate::rules::{Authority, Rules};
use huiyin_domain::event::DutyChange;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::lodging::{self, Keeping};
use huiyin_domain::organisation::Organisation;
use huiyin_domain::plan::{Change, Checked, Checking, Plan, diff};
use huiyin_domain::roster::Roster;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{DutyChangeState, PlanVersionRow};
use jiff::civil::Date;
use serde::Serialize;
use std::sync::Arc;

/// Versions that a view names, the newest first; older ones are read by their version.
const VERSIONS_SHOWN: u32 = 200;
/// Plans of one page of the list, and plans looked through for what all of them say, at most.
pub(crate) const PLANS_MAX: u32 = 100;

/// A plan in the list.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PlanSummary {
    /// Its id.
    pub id: String,
    /// What it is called, in the version in force, else in the newest.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// The version in force.
    pub in_force: Option<String>,
    /// The newest version that is lodged.
    pub newest: String,
    /// Why that one was sent back, if it was.
    pub returned: Option<PlanReturnView>,
    /// Whether the version in force was not drilled for longer than it says itself.
    pub drill_overdue: bool,
    /// The newest version of its roster.
    pub roster: Option<String>,
}

/// A plan with its versions.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PlanView {
    /// The plan as the list has it.
    #[serde(flatten)]
    pub summary: PlanSummary,
    /// Its versions, the newest first.
    pub versions: Vec<PlanVersionView>,
    /// The versions of its roster, the newest first; the first one counts.
    pub rosters: Vec<RosterVersionView>,
    /// The next drill; nothing while no version is in force.
    pub next_drill: Option<NextDrill>,
}

/// One version of a plan, looked at closely.
#[derive(Clone, Debug)]
pub struct PlanLook {
    /// The version.
    pub version: PlanVersionView,
    /// What it says.
    pub plan: Arc<Plan>,
    /// Its text, as it was lodged.
    pub toml: String,
    /// What is wrong with it now.
    pub checked: Checked,
    /// What it changes, against the version that was asked for, else the one in force; none where
    /// that is this one, or none.
    pub changes: Option<(String, Vec<Change>)>,
    /// The version in force.
    pub in_force: Option<String>,
    /// Whether the person who looks may approve it: it waits, and they act for the post that approves it
    /// and did not lodge it themselves, or nobody else acts for the post.
    pub may_approve: bool,
    /// Whether they may send it back.
    pub may_return: bool,
    /// Where they lodged it themselves: who else acts for the post, by name.
    pub left_to: Vec<String>,
}

/// What a plan is held against.
pub(crate) struct Keeper<'a> {
    pub(crate) shared: &'a Shared,
    pub(crate) authority: AuthorityId,
    pub(crate) rules: &'a Rules,
    pub(crate) organisation: &'a Organisation,
    pub(crate) at: Instant,
    /// By which day the next drill is owed, if the version that is checked is in force.
    pub(crate) drill_due: Option<Date>,
}

impl Keeper<'_> {
    /// Checks a text as this authority's plan, with its newest roster.
    pub(crate) fn check(&self, reader: &mut Reader<'_>, toml: &str) -> Result<Checked, AppError> {
        let roster = match Plan::parse(toml) {
            Ok(plan) => latest_roster(reader, self.authority, &plan.id)?,
            Err(_) => None,
        };
        let here = (self.authority, self.organisation);
        let read = roster
            .as_ref()
            .and_then(|(_, text)| Roster::parse(text).ok());
        let on_file = read.map(|roster| on_file(reader, self.shared, here, &roster));
        let on_file = on_file.transpose()?;
        let calendars = self.rules.calendars();
        let authority = self.rules.authority(self.authority);
        Ok(lodging::check_kept(
            toml,
            &Keeping {
                checking: Checking {
                    at: self.at,
                    calendars: &calendars,
                    roster: roster.as_ref().map(|(_, content)| content.as_str()),
                    on_file: on_file.as_ref(),
                },
                organisation: self.organisation,
                level: authority.and_then(|one| one.row.level),
                drill_due: self.drill_due,
            },
        ))
    }
}

/// The newest roster of a plan: its version and its text.
pub(crate) fn latest_roster(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    plan: &str,
) -> Result<Option<(String, String)>, AppError> {
    let Some(newest) = reader.roster_versions(authority, plan, 1)?.pop() else {
        return Ok(None);
    };
    let content = reader.roster_content(authority, plan, &newest.version)?;
    Ok(content.map(|content| (newest.version, content)))
}

/// Changes of duties ahead that a roster is read with.
const CHANGES_MAX: u32 = 1_000;

/// The newest roster of a plan as it holds from an instant on: with what was changed since it was
/// lodged. Whoever is called is called by this one.
pub(crate) fn effective_roster(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    plan: &str,
    at: Instant,
) -> Result<Option<(String, Roster)>, AppError> {
    let Some((version, toml)) = latest_roster(reader, authority, plan)? else {
        return Ok(None);
    };
    let unreadable = |_| AppError::Unreadable(format!("roster of {plan}"));
    let roster = shared.rosters.of(&toml, Roster::parse);
    let roster = roster.map_err(unreadable)?;
    let rows = reader.duty_changes(authority, plan, at, CHANGES_MAX)?;
    let held = rows
        .into_iter()
        .filter(|row| row.state == DutyChangeState::Holds);
    let changes: Vec<DutyChange> = held.map(|row| row.change).collect();
    Ok(Some((
        version,
        Roster::clone(&roster).with_changes(&changes),
    )))
}

/// What reads of plans share.
struct Desk {
    shared: Arc<Shared>,
    who: Principal,
    at: Instant,
}

impl Desk {
    fn of(huiyin: &Huiyin, who: &Principal) -> Result<Self, AppError> {
        who.permit(Action::SeePlans)?;
        Ok(Self {
            shared: Arc::clone(huiyin.shared()),
            who: who.clone(),
            at: huiyin.now(),
        })
    }

    fn known(
        &self,
        reader: &mut Reader<'_>,
    ) -> Result<(Arc<Rules>, Arc<OrganisationAt>), AppError> {
        let organisation = self.shared.organisation_read(reader, self.who.authority)?;
        Ok((self.shared.rules_read(reader)?, organisation))
    }

    fn check(
        &self,
        reader: &mut Reader<'_>,
        (id, toml): (&str, &str),
        row: &PlanVersionRow,
    ) -> Result<Checked, AppError> {
        let (rules, organisation) = self.known(reader)?;
        let keeper = Keeper {
            shared: &self.shared,
            authority: self.who.authority,
            rules: &rules,
            organisation: &organisation,
            at: self.at,
            drill_due: self.drill_due(reader, id, row)?,
        };
        keeper.check(reader, toml)
    }

    /// By which day the next drill is owed, where a version is in force.
    fn drill_due(
        &self,
        reader: &mut Reader<'_>,
        id: &str,
        row: &PlanVersionRow,
    ) -> Result<Option<Date>, AppError> {
        let in_force = reader.plan_in_force(self.who.authority, id)?;
        if in_force.is_none_or(|one| one.version != row.version) {
            return Ok(None);
        }
        let owed = reader.drill_duty(self.who.authority, id)?;
        Ok(owed.map(|owed| owed.owed.opened.due_date))
    }

    fn text(&self, reader: &mut Reader<'_>, id: &str, version: &str) -> Result<String, AppError> {
        let found = reader.plan_content(self.who.authority, id, version)?;
        Ok(found.ok_or(PlanRefusal::NoSuchPlan)?)
    }

    fn summary(&self, reader: &mut Reader<'_>, id: &str) -> Result<PlanSummary, AppError> {
        let of = self.who.authority;
        let newest = reader.plan_versions(of, id, 1)?.pop();
        let newest = newest.ok_or(PlanRefusal::NoSuchPlan)?;
        let (_, organisation) = self.known(reader)?;
        let in_force = reader.plan_in_force(of, id)?;
        let shown = in_force.as_ref().unwrap_or(&newest);
        let shown = &shown.version;
        let toml = self.text(reader, id, shown)?;
        let plan = parsed(&self.shared, id, &toml)?;
        let owed = reader.drill_duty(of, id)?;
        let drill_overdue = owed.is_some_and(|owed| owed.owed.opened.due_at <= self.at);
        Ok(PlanSummary {
            id: id.to_owned(),
            title: plan.title.clone(),
            in_force: in_force.map(|row| row.version),
            returned: newest
                .returned
                .map(|returned| PlanReturnView::of(returned, &organisation)),
            newest: newest.version,
            drill_overdue,
            roster: reader
                .roster_versions(of, id, 1)?
                .pop()
                .map(|row| row.version),
        })
    }

    fn view(&self, reader: &mut Reader<'_>, id: &str) -> Result<PlanView, AppError> {
        let of = self.who.authority;
        let summary = self.summary(reader, id)?;
        let (_, organisation) = self.known(reader)?;
        let rows = reader.plan_versions(of, id, VERSIONS_SHOWN)?;
        let in_force = summary.in_force.as_deref();
        let rosters = reader.roster_versions(of, id, VERSIONS_SHOWN)?;
        let here = (of, &*organisation);
        Ok(PlanView {
            versions: rows
                .into_iter()
                .map(|row| plan_version(reader, here, (id, in_force), row))
                .collect::<Result<_, AppError>>()?,
            rosters: rosters
                .into_iter()
                .map(|row| roster_version(reader, here, id, row))
                .collect::<Result<_, AppError>>()?,
            next_drill: drills::of_plan(reader, &self.shared, of, (id, self.at))?,
            summary,
        })
    }

    fn look(
        &self,
        reader: &mut Reader<'_>,
        (id, version): (&str, &str),
        against: Option<&str>,
    ) -> Result<PlanLook, AppError> {
        let of = self.who.authority;
        let row = reader.plan_version(of, id, version)?;
        let row = row.ok_or(PlanRefusal::NoSuchPlan)?;
        let in_force = reader.plan_in_force(of, id)?.map(|row| row.version);
        let toml = self.text(reader, id, version)?;
        let plan = parsed(&self.shared, id, &toml)?;
        let checked = self.check(reader, (id, &toml), &row)?;
        let (rules, organisation) = self.known(reader)?;
        let mut changes = None;
        let against = against.or(in_force.as_deref());
        if let Some(other) = against.filter(|other| *other != version) {
            let before = parsed(&self.shared, id, &self.text(reader, id, other)?)?;
            if let Some(calendar) = rules.calendar(&plan.calendar) {
                let found = diff(&before, &plan, calendar, self.at);
                changes = Some((other.to_owned(), found));
            }
        }
        let newer = in_force.as_deref().is_some_and(|other| other > version);
        let acts = lodging::approving_post(&organisation, &plan, self.who.staff).is_some();
        let waits = row.approval.is_none() && row.returned.is_none() && !newer;
        let author = lodger(reader, of, id, &row)?;
        let others = lodging::others_approving(&organisation, &plan, author);
        let is_own = author == Some(self.who.staff);
        let here = (of, &*organisation);
        Ok(PlanLook {
            may_approve: acts && waits && (!is_own || others.is_empty()),
            may_return: acts && waits,
            left_to: others
                .iter()
                .filter(|_| is_own && waits)
                .map(|staff| staff_name(&organisation, *staff))
                .collect(),
            version: plan_version(reader, here, (id, in_force.as_deref()), row)?,
            plan,
            toml,
            checked,
            changes,
            in_force,
        })
    }
}

/// A plan in the version that is shown where none is asked for: the one in force, else the newest.
///
/// # Errors
/// [`PlanRefusal::NoSuchPlan`], or when the store fails.
pub(crate) fn shown_plan(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    id: &str,
) -> Result<Arc<Plan>, AppError> {
    let newest = reader.plan_versions(authority, id, 1)?.pop();
    let newest = newest.ok_or(PlanRefusal::NoSuchPlan)?;
    let shown = reader.plan_in_force(authority, id)?.unwrap_or(newest);
    let toml = reader.plan_content(authority, id, &shown.version)?;
    parsed(shared, id, &toml.ok_or(PlanRefusal::NoSuchPlan)?)
}

/// The version in force of a plan, where there is one that can be read.
pub(crate) fn plan_in_force(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    id: &str,
) -> Result<Option<Arc<Plan>>, AppError> {
    let Some(row) = reader.plan_in_force(authority, id)? else {
        return Ok(None);
    };
    let toml = reader.plan_content(authority, id, &row.version)?;
    Ok(toml.and_then(|toml| parsed(shared, id, &toml).ok()))
}

pub(crate) fn parsed(shared: &Shared, id: &str, toml: &str) -> Result<Arc<Plan>, AppError> {
    let plan = shared.plans.of(toml, Plan::parse);
    plan.map_err(|_| AppError::Unreadable(format!("plan {id}")))
}

impl Huiyin {
    /// An authority's plans after an id, in order, `limit` at most (100 in any case).
    ///
    /// # Errors
    /// A refusal by the table, or a failure of the store.
    pub async fn plans(
        &self,
        who: &Principal,
        after: &str,
        limit: u32,
    ) -> Result<Vec<PlanSummary>, AppError> {
        let desk = Desk::of(self, who)?;
        let after = after.to_owned();
        self.store()
            .read(move |reader| {
                let ids = reader.plan_ids(desk.who.authority, &after, limit.min(PLANS_MAX))?;
                let summaries = ids.iter().map(|id| desk.summary(reader, id));
                summaries.collect::<Result<_, AppError>>()
            })
            .await
    }

    /// A plan with its versions.
    ///
    /// # Errors
    /// [`PlanRefusal::NoSuchPlan`], a refusal by the table, or a failure of the store.
    pub async fn plan(&self, who: &Principal, id: &str) -> Result<PlanView, AppError> {
        let desk = Desk::of(self, who)?;
        let id = id.to_owned();
        let read = move |reader: &mut Reader<'_>| desk.view(reader, &id);
        self.store().read(read).await
    }

    /// One version of a plan: what it says, what is wrong with it now, what it changes `against`
    /// another version, without that against the one in force.
    ///
    /// # Errors
    /// As [`Huiyin::plan`]; [`PlanRefusal::NoSuchPlan`] for `against` too.
    pub async fn plan_look(
        &self,
        who: &Principal,
        (id, version): (&str, &str),
        against: Option<&str>,
    ) -> Result<PlanLook, AppError> {
        let desk = Desk::of(self, who)?;
        let (id, version) = (id.to_owned(), version.to_owned());
        let against = against.map(str::to_owned);
        let read =
            move |reader: &mut Reader<'_>| desk.look(reader, (&id, &version), against.as_deref());
        self.store().read(read).await
    }

    /// The newest roster of a plan: its version, and its text as it was lodged.
    ///
    /// # Errors
    /// As [`Huiyin::plan`].
    pub async fn roster(
        &self,
        who: &Principal,
        plan: &str,
    ) -> Result<Option<(String, String)>, AppError> {
        let desk = Desk::of(self, who)?;
        let plan = plan.to_owned();
        self.store()
            .read(move |reader| latest_roster(reader, desk.who.authority, &plan))
            .await
    }

    /// Checks a text as a plan of an authority would be approved: with its newest roster, its units,
    /// posts and level.
    ///
    /// # Errors
    /// When the store fails.
    pub fn check_plan_here(
        &self,
        authority: &Authority,
        toml: &str,
        at: Instant,
    ) -> Result<Checked, AppError> {
        let shared = Arc::clone(self.shared());
        let id = authority.row.id;
        self.store().read_here(|reader| {
            let organisation = shared.organisation_read(reader, id)?;
            let rules = shared.rules_read(reader)?;
            let keeper = Keeper {
                shared: &shared,
                authority: id,
                rules: &rules,
                organisation: &organisation,
                at,
                drill_due: None,
            };
            keeper.check(reader, toml)
        })
    }
}
