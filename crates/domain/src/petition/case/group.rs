//! Those who speak for a group 代表. Each of them leaves for himself, and the petition goes on for the others
//! (RULES 5.9).

use super::{Case, Recorded};
use crate::event::Event;
use crate::ids::ObligationId;
use crate::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// Who of those who speak for a group leaves and left, by their number in the order of the registration; the
/// first is 0. Who they are stands nowhere but in the sealed part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Who asked to leave, and the window in which that is undone.
    pub leaving: BTreeMap<u8, ObligationId>,
    /// Who left.
    pub left: BTreeSet<u8>,
    /// When whose code was renewed last, unless somebody objected to that since; without a number where one alone
    /// brought it.
    pub renewed: BTreeMap<Option<u8>, Instant>,
}

impl Case {
    /// Whether several people speak for it now.
    pub const fn is_of_a_group(&self) -> bool {
        self.other_representatives > 0
    }

    /// Those who still speak for the group, the first of the registration being 0; none where it never was one.
    pub fn representatives(&self) -> Vec<u8> {
        if !self.is_of_a_group() && self.group.left.is_empty() {
            return Vec::new();
        }
        let there = (0..=u8::MAX).filter(|nth| !self.group.left.contains(nth));
        there
            .take(usize::from(self.other_representatives) + 1)
            .collect()
    }

    /// Who leaves at the end of a window.
    pub(crate) fn leaver(&self, window: ObligationId) -> Option<u8> {
        let mut leaving = self.group.leaving.iter();
        let found = leaving.find(|(_, one)| **one == window);
        found.map(|(nth, _)| *nth)
    }

    pub(super) fn evolve_group(&mut self, event: &Event, at: Recorded) {
        match event {
            Event::LeavingAsked(event) => {
                let window = ObligationId::opened_at(at.position, 0);
                self.group.leaving.insert(event.representative, window);
            }
            Event::CodeRenewed(event) => {
                self.group
                    .renewed
                    .insert(event.representative, at.effective_at);
            }
            Event::RenewalObjected(event) => {
                self.group.renewed.remove(&event.representative);
            }
            Event::LeavingUndone(event) => {
                self.group.leaving.remove(&event.representative);
            }
            Event::RepresentativeLeft(event) => {
                self.group.leaving.remove(&event.representative);
                self.group.left.insert(event.representative);
                self.other_representatives = self.other_representatives.saturating_sub(1);
                if event.named {
                    self.identity_at = at.position;
                }
            }
            _ => {}
        }
    }
}
