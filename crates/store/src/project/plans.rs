//! What follows from events about plans and rosters. A version is written once: lodging it again
//! would break the primary key, approving it again would change no row.

use super::Meta;
use crate::statements::Statement;
use crate::statements::plans as sql;
use crate::transaction::Transaction;
use huiyin_domain::event::{DataLoaded, PlanApproved};

pub(super) fn plan_lodged(into: &mut Transaction<'_>, meta: &Meta, lodged: &DataLoaded) {
    lodge(into, &sql::PLAN_ADD, meta, lodged);
}

pub(super) fn roster_lodged(into: &mut Transaction<'_>, meta: &Meta, lodged: &DataLoaded) {
    lodge(into, &sql::ROSTER_ADD, meta, lodged);
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

pub(super) fn plan_approved(into: &mut Transaction<'_>, meta: &Meta, approved: &PlanApproved) {
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
