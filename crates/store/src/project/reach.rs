//! What follows from events about the test of whether those on duty can be reached.

use super::Meta;
use crate::statements::reach as sql;
use crate::transaction::Transaction;
use huiyin_domain::event::Event;

pub(super) fn project(into: &mut Transaction<'_>, meta: &Meta, event: &Event) {
    match event {
        Event::ReachabilityTested(tested) => into.replace(
            &sql::REACH_TEST_SET,
            vec![
                meta.authority.raw().into(),
                tested.plan.id.as_str().into(),
                meta.position.raw().into(),
                tested.plan.version.as_str().into(),
                meta.effective_at.micros().into(),
                tested.until.micros().into(),
                i64::from(tested.posts).into(),
            ],
        ),
        Event::ReachabilityCounted(counted) => into.update(
            &sql::REACH_TEST_COUNT,
            vec![
                meta.effective_at.micros().into(),
                i64::from(counted.reached).into(),
                i64::from(counted.silent).into(),
                i64::from(counted.no_channel).into(),
                i64::from(counted.unheld).into(),
                meta.authority.raw().into(),
                counted.plan.as_str().into(),
                counted.test.raw().into(),
            ],
        ),
        _ => {}
    }
}
