//! What warnings, breaches, stops and new calendars do to the duties of a petition.

use super::{Case, Recorded};
use crate::event::Event;
use crate::ids::PostId;
use crate::obligation::Climbed;

impl Case {
    /// The posts that were told of a step of escalation, each as often as it was.
    pub fn told(&self) -> impl Iterator<Item = &PostId> {
        let steps = self.owed.values().flat_map(|owed| &owed.climbed);
        steps.flat_map(|step| &step.told)
    }

    pub(super) fn evolve_clock(&mut self, event: &Event, at: Recorded) {
        match event {
            Event::ObligationWarned(moment) => {
                if let Some(owed) = self.owed.get_mut(&moment.obligation) {
                    owed.warned += 1;
                }
            }
            Event::ObligationBreached(moment) => {
                if let Some(owed) = self.owed.get_mut(&moment.obligation) {
                    owed.breached_at = Some(at.recorded_at);
                }
            }
            Event::ObligationEscalated(moment) => {
                if let Some(owed) = self.owed.get_mut(&moment.obligation) {
                    owed.step = moment.step;
                    owed.climbed.push(Climbed {
                        step: moment.step,
                        told: moment.told.clone(),
                        staff: moment.staff.clone(),
                        at: at.effective_at,
                    });
                }
            }
            Event::ObligationAcknowledged(moment) => {
                if let Some(owed) = self.owed.get_mut(&moment.obligation) {
                    owed.acknowledged = true;
                }
            }
            Event::ClockSuspended(stop) => {
                if let Some(owed) = self.owed.get_mut(&stop.obligation) {
                    owed.paused = Some(stop.cause);
                    owed.paused_from = Some(stop.from);
                }
            }
            Event::ClockResumed(stop) => {
                if let Some(owed) = self.owed.get_mut(&stop.obligation) {
                    owed.paused = None;
                }
            }
            Event::ObligationRecomputed(moved) => {
                if let Some(owed) = self.owed.get_mut(&moved.obligation) {
                    owed.opened.due_date = moved.due_date;
                    owed.opened.due_at = moved.due_at;
                    owed.opened.provisional = moved.provisional;
                    owed.calendar = moved.calendar.clone();
                    owed.next_at = owed.next_at.map(|_| moved.next_at.unwrap_or(moved.due_at));
                }
            }
            _ => {}
        }
    }
}
