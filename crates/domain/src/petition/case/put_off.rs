//! How units put a petition off: a supervisor looks at what they do with it, never at who brought it.

use super::{Case, Recorded};
use crate::event::Event;
use crate::ids::Position;
use crate::rulebook::Duty;
use crate::time::{DAY_MICROS, Instant};

/// Objections from which on a petition counts as put off.
const OBJECTIONS_MANY: u8 = 3;

/// How units put a petition off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PutOff {
    /// How often a unit objected to having it 异议.
    pub objections: u8,
    /// Whether an extension was asked for only in the last 24 hours of its duty.
    pub asked_late: bool,
    /// Where a unit last objected to having it, or asked for more time.
    pub last: Option<Position>,
}

impl PutOff {
    /// Whether it counts as put off: objected to three times, or an extension asked for at the last day.
    pub const fn is_told(self) -> bool {
        self.objections >= OBJECTIONS_MANY || self.asked_late
    }
}

impl Case {
    /// When the last of its duties ended; nothing while one is owed. A window is no duty.
    pub fn ended_at(&self) -> Option<Instant> {
        let duties = || {
            let all = self.owed.values();
            all.filter(|owed| owed.opened.duty != Duty::Window)
        };
        if duties().any(|owed| owed.is_open()) {
            return None;
        }
        duties().filter_map(|owed| owed.ended_at).max()
    }

    pub(super) fn evolve_put_off(&mut self, event: &Event, at: Recorded) {
        match event {
            Event::ExtensionAsked(event) => {
                let duty = self.owed.get(&event.obligation);
                let left = duty.map(|owed| owed.opened.due_at.micros() - at.effective_at.micros());
                self.put_off.asked_late |= left.is_some_and(|left| left <= DAY_MICROS);
            }
            Event::TransferObjected(_) => {
                self.put_off.objections = self.put_off.objections.saturating_add(1);
            }
            _ => return,
        }
        self.put_off.last = Some(at.position);
    }
}
