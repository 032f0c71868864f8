//! Withdrawal: by the acting code or the petitioner's signed paper only; seven days to undo it; it
//! bars nothing later (RULES 5.9).

use super::effects::ends;
use super::{Deciding, Step, refuse};
use crate::event::{Actor, Event, Plain, WithdrawalAsked};
use crate::ids::FileId;
use crate::obligation::Effects;
use crate::petition::{PetitionState, RefusalCode};
use crate::rulebook::{EventName, Party};
use crate::time::Instant;

/// The term of the house that holds the seven days.
pub(super) const UNDO_TERM: &str = "withdrawal-undo";

impl Deciding<'_> {
    pub(super) fn withdraw(&mut self, paper: Option<FileId>) -> Step {
        let opened = self.open_one(UNDO_TERM, self.case.unit, None, None)?;
        let until = opened.obligation.due_at;
        let effects = Effects {
            state: Some(PetitionState::Withdrawing),
            opened: vec![opened],
            ..Effects::default()
        };
        let event = WithdrawalAsked { until, effects };
        let text = paper.map(|file| crate::event::EventText::of(format!("{}", file.raw())));
        self.now(Event::WithdrawalAsked(event), text);
        Ok(())
    }

    pub(super) fn undo_withdrawal(&mut self) -> Step {
        if let Some(leaving) = self.own_leaving() {
            self.stay(leaving);
            return Ok(());
        }
        let (_, back) = self
            .case
            .withdrawal
            .ok_or(refuse(RefusalCode::NotWithdrawing))?;
        let mut effects = Effects {
            state: Some(back),
            ..Effects::default()
        };
        ends(
            &self.case,
            &self.context.rules,
            EventName::WithdrawalUndone,
            &self.parties(),
            &mut effects,
        );
        self.now(Event::WithdrawalUndone(Plain { effects }), None);
        Ok(())
    }

    /// The seven days are over.
    pub(super) fn withdrawn(&mut self, at: Instant) {
        let mut effects = Effects {
            state: Some(PetitionState::Withdrawn),
            ..Effects::default()
        };
        ends(
            &self.case,
            &self.context.rules,
            EventName::PetitionWithdrawn,
            &self.parties(),
            &mut effects,
        );
        // It bars nothing later: the petitioner's own windows stay open.
        let rules = self.context.rules;
        for (id, owed) in self.case.owed.iter().filter(|(_, owed)| owed.is_open()) {
            let mine = rules
                .term_of(owed)
                .is_some_and(|term| term.owed_by == Party::Petitioner);
            if !owed.is_open_duty() && !mine {
                effects.closed.push(*id);
            }
        }
        self.push(
            Event::PetitionWithdrawn(Plain { effects }),
            at,
            Actor::System,
            None,
        );
    }
}
