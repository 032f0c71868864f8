//! Who of the staff is told at once: the posts of a step of escalation, and the post on duty where
//! people are in danger, the head of a unit from which a transfer is recalled (RULES 5.7, 5.10), who keeps
//! the seal that a document waits for, and who works on a petition of which a fact is disputed.

use super::Loaded;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::notices::queue_for_staff;
use crate::record::Recorded;
use huiyin_domain::event::{DangerDeclared, Event};
use huiyin_domain::ids::{PostId, StaffId, UnitId};
use huiyin_store::transaction::Transaction;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The post that is told what became of what was sent to its unit.
const HEAD_POST: &str = "unit-head";

/// The kind of the notice that the petitioner disputes a fact.
pub(crate) const DISPUTED_FACT: &str = "fact";

/// Queues a notice for whoever has to know of what was recorded. None goes to a respondent.
pub(crate) fn tell_staff(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    loaded: &Loaded,
    recorded: &[Recorded],
) -> Result<(), AppError> {
    let authority = loaded.authority.row.id;
    for one in recorded {
        let day = one.slot.recorded_at.date_in(&loaded.authority.zone);
        let first = |posts: &[PostId]| first_of(loaded, shared, posts, day);
        let (kind, staff) = match &one.event {
            Event::ObligationEscalated(escalated) => {
                let mut staff = escalated.staff.clone();
                staff.extend(first(&escalated.told));
                ("escalation", staff)
            }
            Event::DangerDeclared(danger) => ("danger", told_of(danger)),
            Event::SealAwaited(_) => ("seal", first(&keeper_of(loaded))),
            Event::TransferRecalled(one) => ("recalled", first(&heads_of(loaded, one.from))),
            // Whoever steps aside or is complained of works on it no more.
            Event::FactResponded(said) if !said.accepted => {
                (DISPUTED_FACT, loaded.case.handler.into_iter().collect())
            }
            _ => continue,
        };
        for staff in staff {
            queue_for_staff(
                transaction,
                shared,
                (authority, staff),
                kind,
                one.slot.position,
            )?;
        }
    }
    Ok(())
}

/// Whom the record of a danger names; who acts for two posts is told once.
fn told_of(danger: &DangerDeclared) -> Vec<StaffId> {
    let told: BTreeSet<StaffId> = danger.told.iter().map(|told| told.staff).collect();
    told.into_iter().collect()
}

/// The post that keeps the seal.
fn keeper_of(loaded: &Loaded) -> Vec<PostId> {
    let post = loaded.organisation.seal_post();
    post.map(|post| post.id).into_iter().collect()
}

fn heads_of(loaded: &Loaded, unit: UnitId) -> Vec<PostId> {
    let posts = loaded.organisation.posts_for(HEAD_POST, unit);
    posts.into_iter().map(|post| post.id).collect()
}

/// Of each post whoever acts for it first that day and is nobody that the petition complains of.
fn first_of(loaded: &Loaded, shared: &Shared, posts: &[PostId], day: Date) -> Vec<StaffId> {
    let barred = loaded.barred(&shared.key);
    let organisation = &loaded.organisation;
    let acting = posts.iter().filter_map(|post| organisation.posts.get(post));
    let free =
        |staff: &StaffId| !barred.staff.contains(staff) && !loaded.case.recused.contains(staff);
    acting
        .filter_map(|post| organisation.acting_on(post, day).into_iter().find(free))
        .collect()
}
