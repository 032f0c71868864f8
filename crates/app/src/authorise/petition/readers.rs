//! Who may open a petition, and why: the table read the other way round, for whoever works on it.

use super::{Principal, Relation, Relations, Verdict, Wish, doors, verdict};
use huiyin_domain::ids::{AuthorityId, PostId, StaffId, UnitId};
use huiyin_domain::organisation::{Organisation, Role};
use huiyin_domain::petition::{Barred, Case};
use std::collections::{BTreeMap, BTreeSet};

/// Why somebody may open a petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// Their role, and what its unit has to do with the petition.
    Role(Role, Relation),
    /// A post that owes something on it, or was told that it is late.
    Post(PostId),
    /// A post that was told that people are in danger.
    Danger(PostId),
}

/// Members of staff who may open a petition on one ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readers {
    /// The unit of the role or post.
    pub unit: UnitId,
    /// Why.
    pub ground: Ground,
    /// Who. One person may stand in several lines.
    pub staff: BTreeSet<StaffId>,
}

/// Everybody who may open a petition now, by ground: those nearest to it first.
pub fn readers(
    case: &Case,
    barred: &Barred,
    organisation: &Organisation,
    authority: AuthorityId,
) -> Vec<Readers> {
    let relations = Relations::of(case, organisation);
    let may = |staff: StaffId| {
        let who = Principal::of(organisation, authority, staff);
        who.is_some_and(|who| {
            verdict(&who, case, barred, organisation, Wish::Open) == Verdict::Allowed
        })
    };
    let mut found: BTreeMap<(usize, UnitId, Ground), BTreeSet<StaffId>> = BTreeMap::new();
    for member in organisation.staff.values().filter(|one| !one.left) {
        for (unit, role) in &member.roles {
            let ground = doors(case)
                .iter()
                .enumerate()
                .find(|(_, (held, relation))| held == role && relations.is(*unit, *relation));
            if let Some((nth, (role, relation))) = ground {
                let key = (nth, *unit, Ground::Role(*role, *relation));
                found.entry(key).or_default().insert(member.id);
            }
        }
    }
    for ground in posts(case, barred) {
        let (Ground::Post(post) | Ground::Danger(post)) = ground else {
            continue;
        };
        let Some(post) = organisation.posts.get(&post) else {
            continue;
        };
        let key = (usize::MAX, post.unit, ground);
        found
            .entry(key)
            .or_default()
            .extend(organisation.acting(post));
    }
    let lines = found.into_iter().map(|((_, unit, ground), mut staff)| {
        staff.retain(|one| may(*one));
        Readers {
            unit,
            ground,
            staff,
        }
    });
    lines.filter(|line| !line.staff.is_empty()).collect()
}

/// The posts that may open it: by what they owe on it or were told of it, none before it is sorted, and those that
/// were told of a danger, for as long as it lasts.
fn posts(case: &Case, barred: &Barred) -> Vec<Ground> {
    let open = case.owed.values().filter(|owed| owed.is_open_duty());
    let owing: BTreeSet<PostId> = open
        .filter_map(|owed| owed.opened.post)
        .chain(case.told().copied())
        .filter(|_| case.sorted)
        .collect();
    let free = |post: &PostId| !barred.posts.contains(post);
    let owing = owing.into_iter().filter(free).map(Ground::Post);
    let alerted = case.alerted.iter().copied().filter(free);
    owing.chain(alerted.map(Ground::Danger)).collect()
}
