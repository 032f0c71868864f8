//! Of which units somebody sees what is owed, and how much of it.

use super::filter::InboxFilter;
use crate::authorise::Principal;
use huiyin_domain::ids::UnitId;
use huiyin_domain::organisation::{Organisation, Role};
use huiyin_store::rows::InboxSight;
use std::collections::BTreeSet;

/// Units that a leader's inbox looks at, at most.
const UNITS_MAX: usize = 200;

/// The units whose duties are somebody's to see.
pub(super) fn units_of(
    who: &Principal,
    organisation: &Organisation,
    filter: &InboxFilter,
) -> Vec<UnitId> {
    let works = |role: &Role| {
        matches!(
            role,
            Role::Clerk | Role::Handler | Role::UnitHead | Role::Officer
        )
    };
    let mut units: BTreeSet<UnitId> = who
        .roles
        .iter()
        .filter(|(_, role)| works(role))
        .map(|(unit, _)| *unit)
        .collect();
    let posts = who
        .posts
        .iter()
        .filter_map(|post| organisation.posts.get(post));
    units.extend(posts.map(|post| post.unit));
    let heads: Vec<UnitId> = who
        .roles
        .iter()
        .filter(|(_, role)| {
            matches!(role, Role::Leader) || (filter.whole && *role == Role::UnitHead)
        })
        .map(|(unit, _)| *unit)
        .collect();
    let everywhere = who.has(Role::Supervisor) && filter.whole;
    let under = organisation.units.keys().filter(|unit| {
        everywhere
            || heads
                .iter()
                .any(|head| organisation.is_within(**unit, *head))
    });
    if filter.whole {
        units.extend(under);
    }
    units
        .into_iter()
        .filter(|unit| filter.unit.is_none_or(|one| one == *unit))
        .take(UNITS_MAX)
        .collect()
}

/// What somebody may know of in a unit, before a petition is looked at.
pub(super) fn sight(who: &Principal, organisation: &Organisation, unit: UnitId) -> InboxSight {
    let mut posts = who.posts.iter().copied();
    let works = who.roles.iter().any(|(of, role)| match role {
        Role::Clerk | Role::Handler | Role::Officer => *of == unit,
        Role::UnitHead | Role::Leader => organisation.is_within(unit, *of),
        Role::Supervisor => true,
        Role::Auditor | Role::Administrator => false,
    });
    InboxSight {
        works,
        restricted: who.roles.contains(&(unit, Role::Officer)),
        unsorted: who.roles.contains(&(unit, Role::Clerk)),
        post: posts.find(|post| {
            let post = organisation.posts.get(post);
            post.is_some_and(|post| post.unit == unit)
        }),
    }
}
