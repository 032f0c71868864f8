//! A duty always has an owner: no change of units, posts or staff, and no return to an earlier version of them,
//! leaves something that is owed with nobody who can meet it. Whether anything is owed is told, and never how
//! much or what: who administers opens no petition.

use super::PeopleRefusal;
use crate::error::AppError;
use huiyin_domain::event::StaffChanged;
use huiyin_domain::ids::{AuthorityId, StaffId, UnitId};
use huiyin_domain::organisation::{Organisation, Post, Role, Unit, UnitKind};
use huiyin_store::transaction::Transaction;

/// Where to look, and how it is before the change.
pub(super) struct Before<'a, 'b> {
    pub(super) transaction: &'a mut Transaction<'b>,
    pub(super) authority: AuthorityId,
    pub(super) organisation: &'a Organisation,
}

impl Before<'_, '_> {
    /// A unit that owes something is neither dissolved, nor made one that cannot answer (RULES 4.1).
    pub(super) fn unit(&mut self, unit: &Unit) -> Result<(), AppError> {
        let answers = |unit: &Unit| !unit.closed && unit.kind != UnitKind::Enterprise;
        let was = self.organisation.units.get(&unit.id);
        let ends =
            was.is_some_and(|was| (unit.closed && !was.closed) || (answers(was) && !answers(unit)));
        match ends && self.unit_owes(unit.id)? {
            true => Err(PeopleRefusal::UnitOwes.into()),
            false => Ok(()),
        }
    }

    /// A post that owes something is neither abolished nor left to nobody.
    pub(super) fn post(&mut self, post: &Post) -> Result<(), AppError> {
        let organisation = self.organisation;
        let acted = |post: &Post| !post.closed && !organisation.acting(post).is_empty();
        let was = organisation.posts.get(&post.id);
        let ends =
            was.is_some_and(|was| (post.closed && !was.closed) || (acted(was) && !acted(post)));
        match ends && self.post_owes(post)? {
            true => Err(PeopleRefusal::PostOwes.into()),
            false => Ok(()),
        }
    }

    /// Who is the last to work in a unit that owes something keeps a role there, and who alone acts for a post
    /// that owes something does not leave.
    pub(super) fn staff(&mut self, changed: &StaffChanged) -> Result<(), AppError> {
        let organisation = self.organisation;
        let Some(was) = organisation.staff.get(&changed.id).filter(|was| !was.left) else {
            return Ok(());
        };
        let kept: &[(UnitId, Role)] = match changed.left {
            true => &[],
            false => &changed.roles,
        };
        let works = |roles: &[(UnitId, Role)], unit: UnitId| {
            roles
                .iter()
                .any(|(at, role)| *at == unit && works_on_petitions(*role))
        };
        let others = |unit: UnitId| {
            let mut others = organisation.staff.values();
            others.any(|one| one.id != changed.id && !one.left && works(&one.roles, unit))
        };
        for unit in organisation.units.keys().copied() {
            let last = works(&was.roles, unit) && !works(kept, unit) && !others(unit);
            if last && self.unit_owes(unit)? {
                return Err(PeopleRefusal::LastWorker.into());
            }
        }
        if changed.left {
            self.leaves(changed.id)?;
        }
        Ok(())
    }

    fn leaves(&mut self, staff: StaffId) -> Result<(), AppError> {
        let organisation = self.organisation;
        for post in organisation.posts_of(staff) {
            if organisation.acting(post) == [staff] && self.post_owes(post)? {
                return Err(PeopleRefusal::PostOwes.into());
            }
        }
        Ok(())
    }

    fn unit_owes(&mut self, unit: UnitId) -> Result<bool, AppError> {
        Ok(self.transaction.reader()?.unit_owes(self.authority, unit)?)
    }

    /// Who keeps the seal owes it to each document that waits.
    fn post_owes(&mut self, post: &Post) -> Result<bool, AppError> {
        let keeps_seal = self.organisation.seal.keeper == Some(post.id);
        let mut reader = self.transaction.reader()?;
        let owes = reader.post_owes(self.authority, post.id)?;
        Ok(owes || keeps_seal && !reader.seal_waiting(self.authority, 1)?.is_empty())
    }
}

/// Whether a role sorts petitions, works on them or assigns them.
const fn works_on_petitions(role: Role) -> bool {
    matches!(
        role,
        Role::Clerk | Role::Handler | Role::UnitHead | Role::Officer
    )
}
