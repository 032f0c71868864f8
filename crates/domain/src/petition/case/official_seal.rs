//! Documents and the seal of the authority: which wait for it, and which bear it.

use super::{Case, Recorded};
use crate::event::{AccessPart, Document, Event};
use crate::ids::StaffId;
use crate::time::Instant;

/// An access record stands for everything that somebody looked at within its hour.
const HOUR_MICROS: i64 = 3_600_000_000;

impl Case {
    pub(super) fn evolve_seal(&mut self, event: &Event, at: Recorded) {
        match event {
            Event::SealAwaited(event) => {
                if let Some(pending) = self.pending.get_mut(&event.document) {
                    pending.awaits_seal = true;
                }
            }
            Event::SealSet(event) => {
                self.sealed.insert(event.document, event.image.clone());
                self.shown_since(event.document, at.effective_at);
            }
            Event::SealWaived(event) => self.shown_since(event.document, at.effective_at),
            _ => {}
        }
    }

    fn shown_since(&mut self, document: Document, since: Instant) {
        if let Some(pending) = self.pending.get_mut(&document) {
            pending.awaits_seal = false;
            pending.since = since;
        }
    }

    /// Whether a document waits for the seal: it is issued, and the petitioner does not get it yet.
    pub fn awaits_seal(&self, document: Document) -> bool {
        let pending = self.pending.get(&document);
        pending.is_some_and(|pending| pending.awaits_seal)
    }

    /// Whether somebody read the petition, or a document of it, since a document waits: within the hour that an
    /// access record stands for (RULES 4.2).
    pub fn read_since_issue(&self, staff: StaffId, document: Document) -> bool {
        let hour = |at: Instant| at.micros().div_euclid(HOUR_MICROS);
        let read = self.accessed.get(&(staff, AccessPart::Text));
        let issued = self.pending.get(&document);
        issued.is_some_and(|issued| read.is_some_and(|read| hour(*read) >= hour(issued.since)))
    }

    /// Whether any document waits for the seal.
    pub fn any_awaits_seal(&self) -> bool {
        self.pending.values().any(|pending| pending.awaits_seal)
    }

    /// The documents that are on the tracking page and not served yet.
    pub fn to_serve(&self) -> impl Iterator<Item = Document> {
        let shown = self.pending.iter().filter(|(_, one)| !one.awaits_seal);
        shown.map(|(document, _)| *document)
    }
}
