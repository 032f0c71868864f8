//! A time that staff entered, disputed by the petitioner: no window closes until it is decided, and what
//! rested on a time that was wrong counts from when it was entered (RULES 1.1, 1.2).

use super::withdraw::UNDO_TERM;
use super::{By, Deciding, Step, needed, refuse};
use crate::event::{Dispute, Document, Event};
use crate::ids::{ObligationId, Position};
use crate::obligation::{
    Effects, NewDue, NextMoment, ObligationMoved, ObligationState, Owed, Restated,
};
use crate::petition::{CaseRefusal, EarlierTime, RefusalCode};
use crate::rulebook::Duty;

impl Deciding<'_> {
    /// The petitioner says that a time is wrong: none of his windows closes until it is decided, and
    /// one that the disputed time had opened and closed is open again meanwhile.
    pub(super) fn dispute(&mut self, position: Position, text: &str) -> Step {
        let text = needed(text, "text")?;
        if !matches!(self.context.by, By::Petitioner(_)) {
            return Err(refuse(RefusalCode::CodeOnly));
        }
        if self.case.disputes.contains(&position) {
            return Err(refuse(RefusalCode::WrongState));
        }
        let mut effects = Effects::default();
        for (id, owed) in self.windows(position) {
            if !owed.is_open() {
                effects.returned.push(id);
            }
            effects.moved.push(ObligationMoved {
                obligation: Some(id),
                next: Some(NextMoment { at: None }),
                ..ObligationMoved::default()
            });
        }
        let event = Dispute {
            position,
            right: false,
            answered_at: None,
            effects,
        };
        self.now(Event::TimeDisputed(event), Some(text));
        Ok(())
    }

    /// The petitioner's open windows, and those that the entry at a position opened and time closed.
    fn windows(&self, position: Position) -> Vec<(ObligationId, Owed)> {
        let opened_by_it = self.opened_with(position);
        let fits = |id: &ObligationId, owed: &Owed| {
            let closed = owed.state == ObligationState::Closed && opened_by_it.contains(id);
            owed.opened.duty == Duty::Window
                && owed.opened.term != UNDO_TERM
                && (owed.is_open() || closed)
        };
        let windows = self.case.owed.iter().filter(|(id, owed)| fits(id, owed));
        windows.map(|(id, owed)| (*id, owed.clone())).collect()
    }

    /// What was entered together with the entry at a position: one service may be several events.
    fn entered_with(&self, position: Position) -> Vec<&EarlierTime> {
        let Some(one) = self.case.earlier.get(&position) else {
            return Vec::new();
        };
        let together = |other: &&EarlierTime| {
            (other.recorded_at, other.effective_at) == (one.recorded_at, one.effective_at)
        };
        self.case.earlier.values().filter(together).collect()
    }

    fn opened_with(&self, position: Position) -> Vec<ObligationId> {
        let entered = self.entered_with(position).into_iter();
        entered.flat_map(|one| one.opened.iter().copied()).collect()
    }

    /// A window whose time was disputed rightly stays open for as long again as it was, and a duty that
    /// rested on that time no longer does; else everything goes on as it was.
    pub(super) fn decide_dispute(&mut self, position: Position, right: bool, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        if !self.case.disputes.contains(&position) {
            return Err(CaseRefusal::on(RefusalCode::NoDispute, "position"));
        }
        let mut effects = Effects::default();
        self.windows_go_on(position, right, &mut effects)?;
        if right {
            self.restate(position, &mut effects)?;
        }
        let answer = self.case.earlier.get(&position).filter(|one| {
            let answer = [Document::Answer, Document::ReviewDecision];
            right && one.document.is_some_and(|one| answer.contains(&one))
        });
        let event = Dispute {
            position,
            right,
            answered_at: answer.map(|one| one.recorded_at),
            effects,
        };
        self.now(Event::DisputeDecided(event), Some(text));
        Ok(())
    }

    fn windows_go_on(&self, position: Position, right: bool, effects: &mut Effects) -> Step {
        // Another dispute keeps them open.
        let last = self.case.disputes.len() == 1;
        let opened_by_it = self.opened_with(position);
        for (id, mut owed) in self.windows(position) {
            let anew = right && (last || opened_by_it.contains(&id));
            if !owed.is_open() {
                if !right {
                    continue;
                }
                effects.returned.push(id);
            }
            let due = if anew {
                owed.opened.from = self.context.now;
                self.context.rules.count_again(&owed, &[], false)?
            } else if last {
                NewDue {
                    due_date: owed.opened.due_date,
                    due_at: owed.opened.due_at.max(self.context.now),
                    provisional: owed.opened.provisional,
                }
            } else {
                continue;
            };
            let mut moved = self.moved_to(id, &owed, due)?;
            if !last {
                moved.next = Some(NextMoment { at: None });
            }
            effects.moved.push(moved);
        }
        Ok(())
    }

    /// What an earlier time had met counts as met when it was entered, the first moment that nobody
    /// disputes; what it had only corrected stands as it stood before. The breach, which never left the
    /// history, counts in the figures again (RULES 1.2).
    fn restate(&self, position: Position, effects: &mut Effects) -> Step {
        for one in self.entered_with(position) {
            for id in &one.met {
                let owed = self.case.owed.get(id);
                let by_it = |owed: &&Owed| {
                    owed.state == ObligationState::Met && owed.ended_at == Some(one.effective_at)
                };
                let Some(owed) = owed.filter(by_it) else {
                    continue;
                };
                let served = one.document.is_some();
                effects.restated.push(Restated {
                    obligation: *id,
                    met_at: served.then_some(one.recorded_at),
                });
                if !served {
                    // Nothing else met it: it is owed still.
                    effects.returned.push(*id);
                    effects.moved.push(self.owed_again(*id, owed)?);
                }
            }
            for id in &one.corrected {
                if effects.restated.iter().all(|done| done.obligation != *id) {
                    effects.restated.push(Restated {
                        obligation: *id,
                        met_at: None,
                    });
                }
            }
        }
        Ok(())
    }
}
