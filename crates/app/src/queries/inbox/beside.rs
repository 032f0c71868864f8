//! What waits beside the duties of a list: on its first page, where no filter narrows it. A word for each tells an open
//! page what came since it was made.

use super::climbed::{self, Climbed};
use super::filter::InboxFilter;
use super::unread::{self, InboxMessage};
use crate::authorise::Principal;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::official_seal::{SealWaitingView, seals_awaited};
use crate::organisation::OrganisationAt;
use crate::responses::visits::{Awaited, awaited};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use std::sync::Arc;

/// What waits.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) awaits: Awaited,
    pub(super) seals: Vec<SealWaitingView>,
    pub(super) messages: Vec<InboxMessage>,
    pub(super) climbed: Climbed,
}

impl Beside {
    /// What waits for whoever looks; of what was reported to them so much is counted at most.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        (shared, who): (&Shared, &Principal),
        organisation: &Arc<OrganisationAt>,
        (filter, now): (&InboxFilter, Instant),
        reported_max: u64,
    ) -> Result<Self, AppError> {
        if filter.after.is_some() || filter.narrows() {
            return Ok(Self::default());
        }
        Ok(Self {
            awaits: awaited(reader, shared, who, now)?,
            seals: seals_awaited(reader, shared, who)?,
            messages: unread::read(reader, (shared, who), organisation)?,
            climbed: climbed::read(reader, (shared, who), organisation, now, reported_max)?,
        })
    }

    /// A word for each.
    pub(super) fn words(&self) -> Vec<String> {
        let awaits = &self.awaits;
        let responses = awaits.responses.iter();
        let responses =
            responses.map(|one| format!("{}:{}:{}", one.duty, one.response, one.due_at));
        let visits = awaits.visits.iter();
        let visits = visits.map(|one| format!("visit:{}:{}", one.at, one.to_arrange.unwrap_or(0)));
        let drills = awaits.drills.iter();
        let drills = drills.map(|one| format!("drill:{}:{}", one.plan, one.obligation.due_date));
        let tests = awaits.tests.iter();
        let tests = tests.map(|one| format!("test:{}:{}", one.plan, one.until));
        let plans = awaits.plans.iter();
        let plans = plans.map(|one| format!("plan:{}:{}", one.plan, one.since.micros()));
        let seals = self.seals.iter();
        let seals = seals.map(|one| format!("seal:{}:{}", one.number, one.document));
        let messages = self.messages.iter();
        let messages = messages.map(|one| format!("message:{}:{}", one.number, one.since));
        let reported = self.climbed.entries.iter();
        let reported = reported.filter_map(|one| {
            let step = one.reported.as_ref()?.step;
            Some(format!("reported:{}:{step}", one.obligation))
        });
        let all = responses.chain(visits).chain(drills).chain(tests);
        let all = all.chain(plans).chain(seals).chain(messages);
        all.chain(reported).collect()
    }
}
