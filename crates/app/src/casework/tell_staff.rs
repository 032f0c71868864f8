//! Who of the staff is told at once: the posts of a step of escalation, and the post on duty where
//! people are in danger, the head of a unit from which a transfer is recalled (RULES 5.7, 5.10), and who keeps
//! the seal that a document waits for.

use super::Loaded;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::notices::queue_for_staff;
use crate::record::Recorded;
use huiyin_domain::event::Event;
use huiyin_domain::ids::{PostId, StaffId, UnitId};
use huiyin_store::transaction::Transaction;
use jiff::civil::Date;

/// The rulebooks' post that is told of a danger.
const DUTY_POST: &str = "duty-post";

/// The post that is told what became of what was sent to its unit.
const HEAD_POST: &str = "unit-head";

/// Queues a notice for whoever has to know of what was recorded. None goes to a respondent.
pub(crate) fn tell_staff(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    loaded: &Loaded,
    recorded: &[Recorded],
) -> Result<(), AppError> {
    let authority = loaded.authority.row.id;
    for one in recorded {
        let mut people: Vec<StaffId> = Vec::new();
        let (kind, posts) = match &one.event {
            Event::ObligationEscalated(escalated) => {
                people.extend(&escalated.staff);
                ("escalation", escalated.told.clone())
            }
            Event::DangerDeclared(_) => ("danger", on_duty(loaded)),
            Event::SealAwaited(_) => ("seal", keeper_of(loaded)),
            Event::TransferRecalled(recalled) => ("recalled", heads_of(loaded, recalled.from)),
            _ => continue,
        };
        let day = one.slot.recorded_at.date_in(&loaded.authority.zone);
        people.extend(first_of(loaded, shared, &posts, day));
        for staff in people {
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

fn on_duty(loaded: &Loaded) -> Vec<PostId> {
    let posts = loaded.organisation.posts_for(DUTY_POST, loaded.case.unit);
    posts.into_iter().map(|post| post.id).collect()
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
