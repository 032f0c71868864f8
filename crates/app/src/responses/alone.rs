//! A post that nobody comes for 没人来: whoever may see to it is told, and has it in the inbox until somebody comes.

use super::Running;
use crate::authorise::Principal;
use crate::authorise::response::ResponseAction;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::notices::queue_for_staff;
use huiyin_domain::ids::{Position, StaffId};
use huiyin_domain::response::Event;
use huiyin_store::rows::ResponseDutyRow;
use huiyin_store::transaction::Transaction;

/// The kind of a notice that nobody comes for a post.
pub(crate) const NOBODY: &str = "nobody-comes";

/// What may be done by whoever sees to a post that nobody comes for.
const SEES_TO_IT: [ResponseAction; 2] = [ResponseAction::End, ResponseAction::SpeakForOthers];

impl Running {
    /// Whether somebody sees to posts that nobody comes for: they are in charge, or speak for others.
    pub(super) fn sees_to_posts(&self, who: &Principal) -> bool {
        SEES_TO_IT.iter().any(|action| self.lets(who, *action))
    }

    /// Whether an arrival that is owed is one that a person must see to.
    pub(super) fn is_alone(&self, row: &ResponseDutyRow) -> bool {
        let call = self.state.call(&row.subject);
        let runs = self.state.ended_at.is_none();
        row.duty == "arrive" && runs && call.is_some_and(|call| call.is_alone())
    }
}

/// Tells whoever may see to it that nobody of a ladder comes, or that nobody was there in time.
pub(super) fn tell_nobody_comes(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    event: &Event,
    position: Position,
) -> Result<(), AppError> {
    let told = matches!(
        event,
        Event::WentUp { .. } | Event::LadderExhausted { .. } | Event::ArrivalMissed { .. }
    );
    if !told {
        return Ok(());
    }
    let authority = running.setting.authority.row.id;
    let organisation = &running.setting.organisation;
    let sees = |staff: &StaffId| {
        let who = Principal::of(organisation, authority, *staff);
        who.is_some_and(|who| running.sees_to_posts(&who))
    };
    let those: Vec<StaffId> = organisation.staff.keys().copied().filter(sees).collect();
    for staff in those {
        queue_for_staff(
            transaction,
            shared,
            (authority, staff),
            running.notice_of(NOBODY),
            position,
        )?;
    }
    Ok(())
}
