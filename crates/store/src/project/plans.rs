//! What follows from events about plans and rosters. A version is written once: lodging it again
//! would break the primary key, approving it again would change no row.

use super::{Meta, drills, reach};
use crate::rows::DutyChangeState;
use crate::statements::Statement;
use crate::statements::plans as sql;
use crate::transaction::Transaction;
use crate::tx::Value;
use huiyin_domain::event::{
    DataLoaded, DutyChange, DutyChanged, DutySwapEnded, Event, PlanApproved, PlanReturned, SwapEnd,
};

/// Plans, rosters, who is on duty, who could be reached, and the next drill.
pub(super) fn project(into: &mut Transaction<'_>, meta: &Meta, event: &Event) {
    match event {
        Event::PlanLodged(lodged) => lodge(into, &sql::PLAN_ADD, meta, lodged),
        Event::RosterLodged(lodged) => lodge(into, &sql::ROSTER_ADD, meta, lodged),
        Event::PlanApproved(approved) => plan_approved(into, meta, approved),
        Event::PlanReturned(returned) => plan_returned(into, meta, returned),
        Event::DutySwapAsked(asked) => swap_asked(into, meta, asked),
        Event::DutySwapEnded(ended) => swap_ended(into, meta, ended),
        Event::DutyChanged(changed) => duty_changed(into, meta, changed),
        Event::ReachabilityTested(_) | Event::ReachabilityCounted(_) => {
            reach::project(into, meta, event);
        }
        of_a_drill => drills::project(into, meta, of_a_drill),
    }
}

fn lodge(
    into: &mut Transaction<'_>,
    statement: &'static Statement,
    meta: &Meta,
    lodged: &DataLoaded,
) {
    into.insert(
        statement,
        [
            meta.authority.raw().into(),
            lodged.pinned.id.as_str().into(),
            lodged.pinned.version.as_str().into(),
            meta.recorded_at.micros().into(),
            lodged.content.as_str().into(),
        ],
    );
}

fn plan_approved(into: &mut Transaction<'_>, meta: &Meta, approved: &PlanApproved) {
    into.update(
        &sql::PLAN_APPROVE,
        vec![
            meta.recorded_at.micros().into(),
            approved.post.raw().into(),
            approved.roster.as_str().into(),
            meta.authority.raw().into(),
            approved.plan.id.as_str().into(),
            approved.plan.version.as_str().into(),
        ],
    );
}

fn plan_returned(into: &mut Transaction<'_>, meta: &Meta, returned: &PlanReturned) {
    into.update(
        &sql::PLAN_RETURN,
        vec![
            meta.recorded_at.micros().into(),
            returned.post.raw().into(),
            returned.reason.as_str().into(),
            meta.authority.raw().into(),
            returned.plan.id.as_str().into(),
            returned.plan.version.as_str().into(),
        ],
    );
}

/// How a change came about that was asked for.
const SWAP: &str = "swap";

fn swap_asked(into: &mut Transaction<'_>, meta: &Meta, asked: &DutyChange) {
    add_change(
        into,
        meta,
        asked,
        (SWAP, DutyChangeState::Asked),
        Value::Null,
    );
}

fn duty_changed(into: &mut Transaction<'_>, meta: &Meta, changed: &DutyChanged) {
    let how = (changed.how.word(), DutyChangeState::Holds);
    let decided_at = meta.recorded_at.micros().into();
    add_change(into, meta, &changed.change, how, decided_at);
}

fn add_change(
    into: &mut Transaction<'_>,
    meta: &Meta,
    change: &DutyChange,
    (how, state): (&str, DutyChangeState),
    decided_at: Value,
) {
    into.insert(
        &sql::DUTY_CHANGE_ADD,
        [
            meta.authority.raw().into(),
            meta.position.raw().into(),
            change.plan.as_str().into(),
            change.post.as_str().into(),
            change.from.micros().into(),
            change.to.micros().into(),
            change.was.as_deref().into(),
            change.holder.as_str().into(),
            how.into(),
            state.word().into(),
            decided_at,
        ],
    );
}

/// A request ends once: ending it again would change no row.
fn swap_ended(into: &mut Transaction<'_>, meta: &Meta, ended: &DutySwapEnded) {
    let state = match ended.how {
        SwapEnd::Agreed => DutyChangeState::Holds,
        SwapEnd::Declined => DutyChangeState::Declined,
        SwapEnd::Withdrawn => DutyChangeState::Withdrawn,
    };
    into.update(
        &sql::DUTY_CHANGE_END,
        vec![
            state.word().into(),
            meta.recorded_at.micros().into(),
            meta.authority.raw().into(),
            ended.swap.raw().into(),
        ],
    );
}
