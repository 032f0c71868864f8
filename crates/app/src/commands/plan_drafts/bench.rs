//! What the answers of a draft make, held against the authority: with its units, posts, staff and calendar.

use super::{Approver, PlanDraftLook, PostRemoval, reopen, sealed};
use crate::commands::roster_persons::on_file;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::organisation::OrganisationAt;
use crate::rules::Rules;
use huiyin_domain::ids::{AuthorityId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::lodging::{self, Keeping};
use huiyin_domain::organisation::{Role, UnitKind};
use huiyin_domain::plan::wizard::{Answers, Authority, Template};
use huiyin_domain::plan::{Checking, Finding, Plan, Severity, diff};
use huiyin_domain::roster::{OnFile, Roster};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use std::collections::BTreeMap;

/// What changes between two looks, and what is wrong in the second alone.
pub(super) fn removal(
    before: &PlanDraftLook,
    after: &PlanDraftLook,
    bench: &Bench<'_>,
) -> PostRemoval {
    let plans = before.plan.as_ref().zip(after.plan.as_ref());
    let changes = plans.and_then(|(old, new)| {
        let calendar = bench.rules.calendar(&new.calendar)?;
        Some(diff(old, new, calendar, bench.at))
    });
    let known = |found: &&Finding| {
        let same = |one: &Finding| one.code == found.code && one.field == found.field;
        found.severity == Severity::Error && !before.checked.findings.iter().any(same)
    };
    PostRemoval {
        changes: changes.unwrap_or_default(),
        findings: after
            .checked
            .findings
            .iter()
            .filter(known)
            .cloned()
            .collect(),
    }
}

/// What a draft is made and held against.
pub(super) struct Bench<'a> {
    pub(super) shared: &'a Shared,
    pub(super) rules: &'a Rules,
    pub(super) organisation: &'a OrganisationAt,
    pub(super) authority: AuthorityId,
    pub(super) at: Instant,
}

impl Bench<'_> {
    /// What a template and answers make, with what is wrong with it.
    pub(super) fn look(
        &self,
        reader: &mut Reader<'_>,
        template: Template,
        answers: Answers,
    ) -> Result<PlanDraftLook, AppError> {
        let known = self.rules.authority(self.authority);
        let known = known.ok_or_else(|| AppError::Unreadable("a plan draft".to_owned()))?;
        let organisation = self.organisation;
        let staff = organisation.staff.values().filter(|one| !one.left);
        let officials: BTreeMap<String, String> = staff
            .map(|one| (one.login.clone(), one.name.clone()))
            .collect();
        let administrators = organisation.staff.values();
        let administers = |role: &(_, Role)| role.1 == Role::Administrator;
        let administrators =
            administrators.filter(|one| !one.left && one.roles.iter().any(administers));
        let approvers = self.approvers();
        let posts = approvers
            .iter()
            .map(|one| (one.duty.clone(), (one.title.clone(), one.unit.clone())));
        let draft = template.draft(
            &answers,
            &Authority {
                name: &known.row.name.zh,
                level: known.row.level,
                zone: known.zone.name(),
                officials: &officials,
                posts: &posts.collect(),
            },
        );
        let people = template.people(&answers, &officials);
        let on_file = self.on_file(reader, &draft.roster, &answers)?;
        let calendars = self.rules.calendars();
        let checked = lodging::check_kept(
            &draft.plan,
            &Keeping {
                checking: Checking {
                    at: self.at,
                    calendars: &calendars,
                    roster: Some(&draft.roster),
                    on_file: Some(&on_file),
                },
                organisation,
                level: known.row.level,
                drill_due: None,
            },
        );
        let units = organisation.units.values().filter(|unit| !unit.closed);
        Ok(PlanDraftLook {
            plan: Plan::parse(&draft.plan).ok(),
            units: units.cloned().collect(),
            roster_is_other: reopen::is_other(template.kept_roster(), &draft.roster),
            template,
            answers,
            draft,
            checked,
            officials: people,
            known_as: known_as(organisation),
            approvers,
            administrators: administrators.map(|one| one.name.clone()).collect(),
        })
    }

    /// Of whom of a roster an address is on file, or was typed.
    fn on_file(
        &self,
        reader: &mut Reader<'_>,
        roster: &str,
        answers: &Answers,
    ) -> Result<OnFile, AppError> {
        let here = (self.authority, &**self.organisation);
        let mut found = match Roster::parse(roster) {
            Ok(roster) => on_file(reader, self.shared, here, &roster)?,
            Err(_) => OnFile::default(),
        };
        sealed::add_typed(&mut found, answers);
        Ok(found)
    }

    /// The posts of the authority for which somebody acts, each duty once.
    fn approvers(&self) -> Vec<Approver> {
        let mut found: Vec<Approver> = Vec::new();
        for post in self.organisation.posts.values().filter(|post| !post.closed) {
            let acting = self.organisation.acting(post).into_iter();
            let acting = acting.filter_map(|id| self.organisation.staff.get(&id));
            let names: Vec<String> = acting.map(|one| one.name.clone()).collect();
            if names.is_empty() || found.iter().any(|one| one.duty == post.duty) {
                continue;
            }
            let unit = self.organisation.units.get(&post.unit);
            found.push(Approver {
                duty: post.duty.clone(),
                title: post.title.clone(),
                unit: unit.map_or_else(String::new, |unit| unit.key.clone()),
                names,
            });
        }
        found
    }
}

/// By which post or unit each member of staff is known.
fn known_as(organisation: &OrganisationAt) -> BTreeMap<String, (u8, Bilingual)> {
    let staff = organisation.staff.values().filter(|one| !one.left);
    let known = staff.map(|one| {
        let posts = organisation.posts.values().filter(|post| !post.closed);
        let mut held = posts.filter(|post| post.holder == Some(one.id));
        if let Some(post) = held.next() {
            return (one.login.clone(), (0, post.title.clone()));
        }
        let unit = one
            .roles
            .first()
            .and_then(|(unit, _)| organisation.units.get(unit));
        let name = unit.map_or_else(|| Bilingual::new("", ""), |unit| unit.name.clone());
        let apart = |(unit, role): &(UnitId, Role)| {
            let unit = organisation.units.get(unit);
            *role == Role::Auditor || unit.is_some_and(|one| one.kind == UnitKind::Enterprise)
        };
        let rank = if one.roles.iter().all(apart) { 2 } else { 1 };
        (one.login.clone(), (rank, name))
    });
    known.collect()
}
