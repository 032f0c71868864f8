//! Who may open a petition, and why: the table read the other way round, for whoever works on it.

use super::{OPEN, Principal, Relation, Relations, Row, Verdict, Wish, verdict};
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
            let ground = row(case)
                .iter()
                .enumerate()
                .find(|(_, (held, relation))| held == role && relations.is(*unit, *relation));
            if let Some((nth, (role, relation))) = ground {
                let key = (nth, *unit, Ground::Role(*role, *relation));
                found.entry(key).or_default().insert(member.id);
            }
        }
    }
    for post in owing(case, barred).filter_map(|post| organisation.posts.get(&post)) {
        let key = (usize::MAX, post.unit, Ground::Post(post.id));
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

/// The roles that give access to it as it stands: named officers where it is restricted, the intake before it
/// is sorted, else those of the table.
const fn row(case: &Case) -> Row {
    match (case.restricted, case.sorted) {
        (true, _) => super::OFFICERS,
        (false, false) => super::INTAKE,
        (false, true) => OPEN,
    }
}

/// The posts that may open it by what they owe on it, or were told; none before it is sorted.
fn owing(case: &Case, barred: &Barred) -> impl Iterator<Item = PostId> {
    let open = case.owed.values().filter(|owed| owed.is_open_duty());
    let posts: BTreeSet<PostId> = open
        .filter_map(|owed| owed.opened.post)
        .chain(case.told().copied())
        .filter(|post| case.sorted && !barred.posts.contains(post))
        .collect();
    posts.into_iter()
}
