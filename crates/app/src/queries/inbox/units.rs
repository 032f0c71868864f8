//! Of which units somebody sees what is owed.

use super::filter::InboxFilter;
use crate::authorise::Principal;
use huiyin_domain::ids::UnitId;
use huiyin_domain::organisation::{Organisation, Role};
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
