//! Time passes: reminders, breaches, lapses, escalation, the end of windows. Each moment is an event,
//! once, in order, whenever it is looked at (RULES 1.6, 5.1, 5.10).

use super::effects::{Parties, consequences};
use super::withdraw::UNDO_TERM;
use super::{Context, Decided, Deciding, Step};
use crate::event::{AcceptedByLapse, Actor, Event, Moment, ObligationEscalated};
use crate::ids::ObligationId;
use crate::obligation::{Effects, NextMoment, ObligationMoved, Owed};
use crate::petition::{Case, CaseRefusal, PetitionState};
use crate::rulebook::{Duty, EventName};
use crate::time::Instant;

/// Moments of one petition recorded at once; more than any rulebook has, so a fault cannot loop.
const MOMENTS_MAX: usize = 256;

/// Everything that is due up to an instant.
///
/// # Errors
/// [`CaseRefusal`] when a date cannot be counted.
pub fn tick(case: Case, context: Context<'_>, up_to: Instant) -> Result<Vec<Decided>, CaseRefusal> {
    let mut deciding = Deciding::new(case, context);
    for _ in 0..MOMENTS_MAX {
        let due = deciding
            .case
            .owed
            .iter()
            .filter_map(|(id, owed)| Some((owed.next_at?, *id)));
        let Some((at, id)) = due.filter(|(at, _)| *at <= up_to).min() else {
            break;
        };
        deciding.fire(id, at)?;
    }
    Ok(deciding.events)
}

impl Deciding<'_> {
    fn fire(&mut self, id: ObligationId, at: Instant) -> Step {
        let Some(owed) = self.case.owed.get(&id).cloned() else {
            return Ok(());
        };
        if owed.opened.duty == Duty::Window {
            self.window(id, &owed, at)
        } else if owed.breached_at.is_some() {
            self.escalate(id, &owed, at)
        } else if at >= owed.opened.due_at {
            self.breach(id, &owed, at)
        } else {
            self.warn(id, &owed, at)
        }
    }

    fn moment(id: ObligationId, next: NextMoment) -> Moment {
        let moved = ObligationMoved {
            obligation: Some(id),
            next: Some(next),
            ..ObligationMoved::default()
        };
        Moment {
            obligation: id,
            effects: Effects {
                moved: vec![moved],
                ..Effects::default()
            },
        }
    }

    fn system(&mut self, event: Event, at: Instant) {
        self.push(event, at, Actor::System, None);
    }

    fn warn(&mut self, id: ObligationId, owed: &Owed, at: Instant) -> Step {
        let next = self.next_moment(owed, at)?;
        self.system(Event::ObligationWarned(Self::moment(id, next)), at);
        Ok(())
    }

    fn window(&mut self, id: ObligationId, owed: &Owed, at: Instant) -> Step {
        if at < owed.opened.due_at {
            return self.warn(id, owed, at);
        }
        let effects = Effects {
            closed: vec![id],
            ..Effects::default()
        };
        self.system(
            Event::WindowClosed(Moment {
                obligation: id,
                effects,
            }),
            at,
        );
        if let Some(nth) = self.case.leaver(id) {
            self.left(nth, at);
        } else if owed.opened.term == UNDO_TERM && self.case.withdrawal.is_some() {
            self.withdrawn(at);
        }
        Ok(())
    }

    fn breach(&mut self, id: ObligationId, owed: &Owed, at: Instant) -> Step {
        let mut after = owed.clone();
        after.breached_at = Some(at);
        let next = self.next_moment(&after, at)?;
        self.system(Event::ObligationBreached(Self::moment(id, next)), at);
        self.lapse(id, owed)
    }

    /// The limit for the notice passed: it counts as accepted, and the answer's clock starts that day.
    fn lapse(&mut self, id: ObligationId, owed: &Owed) -> Step {
        let rules = self.context.rules;
        let notice = rules
            .term_of(owed)
            .is_some_and(|term| term.met_by.contains(&EventName::AcceptanceServed));
        if !notice || self.case.is_accepted() {
            return Ok(());
        }
        // The last instant of the last day, so that this day is the one that is not counted.
        let started = owed.opened.due_at.plus_micros(-1);
        let parties = Parties {
            responsible: owed.opened.unit,
            ..self.parties()
        };
        let name = EventName::AcceptedByLapse;
        // Whenever it is looked at: its reminders are those that follow from that day.
        let when = (started, started);
        let mut effects = consequences(&self.case, &rules, name, &parties, when)?;
        if effects.opened.is_empty() {
            return Ok(());
        }
        // Until an objection is decided the sender stands as responsible (RULES 5.2).
        if !self.case.is_objected() {
            effects.state = Some(PetitionState::Lapsed);
            effects.unit = Some(owed.opened.unit);
        }
        self.system(
            Event::AcceptedByLapse(AcceptedByLapse {
                lapsed: id,
                effects,
            }),
            started,
        );
        Ok(())
    }

    fn escalate(&mut self, id: ObligationId, owed: &Owed, at: Instant) -> Step {
        let steps = self
            .context
            .rules
            .term_of(owed)
            .map(|term| term.escalate.clone())
            .unwrap_or_default();
        let Some(step) = steps.get(usize::from(owed.step)) else {
            return self.warn(id, owed, at);
        };
        let mut after = owed.clone();
        after.step += 1;
        let next = self.next_moment(&after, at)?;
        let told = self.told_at(&steps, owed);
        let effects = Self::moment(id, next).effects;
        let event = ObligationEscalated {
            obligation: id,
            step: after.step,
            duty: step.to.clone(),
            told: told.posts,
            staff: told.staff,
            effects,
        };
        self.system(Event::ObligationEscalated(event), at);
        Ok(())
    }
}
