//! Facts that the authority put before the petitioner, what he says to each, and what the answer owes to those
//! that he disputes. Silence is neither: it never counts as acceptance. Facts that the petitioner added stand beside
//! them: the answer may speak of each, and where it does not, whoever approves it is told.

use super::{Case, Recorded};
use crate::event::Event;
use crate::ids::Position;
use crate::petition::AnswerDraft;
use std::collections::BTreeMap;

/// What somebody said to a fact last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactSaid {
    /// The position of the event that says so, whose sealed part has the words.
    pub position: Position,
    /// Whether it was accepted; if not, it is disputed.
    pub accepted: bool,
}

/// A fact that was put before the petitioner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedFact {
    /// What was said to it last: by each of those who speak for a group, by his number; without a number by
    /// whoever brought it alone, and in a group by whoever said it to staff. Everything said before stays on
    /// record in the journal.
    pub said: BTreeMap<Option<u8>, FactSaid>,
}

impl StatedFact {
    /// Whether somebody disputes it.
    pub fn is_disputed(&self) -> bool {
        self.said.values().any(|said| !said.accepted)
    }
}

impl Case {
    /// The facts that are disputed, in the order in which they were stated.
    pub fn disputed_facts(&self) -> Vec<Position> {
        let disputed = self.facts.iter().filter(|(_, fact)| fact.is_disputed());
        disputed.map(|(position, _)| *position).collect()
    }

    /// The disputed facts to which the draft on record says nothing; none once the answer was issued.
    pub fn unaddressed_facts(&self) -> Vec<Position> {
        if self.is_answered() {
            return Vec::new();
        }
        let drafted = self.answer.as_ref().map(|answer| &answer.facts);
        let is_addressed = |fact: &Position| drafted.is_some_and(|facts| facts.contains(fact));
        let mut disputed = self.disputed_facts();
        disputed.retain(|fact| !is_addressed(fact));
        disputed
    }

    /// What a draft of the answer lacks, as field names: those of [`AnswerDraft::missing`], and `facts.N` for
    /// each disputed fact of which it does not say how it was looked into; N is the fact's position.
    pub fn answer_missing(&self, draft: &AnswerDraft) -> Vec<String> {
        let mut missing = draft.missing(self.requests, self.review_of.is_some());
        let addressed = draft.addressed_facts();
        let disputed = self.disputed_facts().into_iter();
        let silent = disputed.filter(|fact| !addressed.contains(fact));
        missing.extend(silent.map(|fact| format!("facts.{}", fact.raw())));
        missing
    }

    /// Whether a fact is of this petition: put before the petitioner, or added by him.
    pub(crate) fn has_fact(&self, fact: Position) -> bool {
        self.facts.contains_key(&fact) || self.added_facts.contains(&fact)
    }

    pub(super) fn evolve_facts(&mut self, event: &Event, at: Recorded) {
        match event {
            Event::FactStated(_) => {
                self.facts.insert(at.position, StatedFact::default());
            }
            Event::FactsAdded(_) => {
                self.added_facts.insert(at.position);
            }
            Event::FactResponded(event) => {
                let said = FactSaid {
                    position: at.position,
                    accepted: event.accepted,
                };
                if let Some(fact) = self.facts.get_mut(&event.fact) {
                    fact.said.insert(event.representative, said);
                }
            }
            _ => {}
        }
    }
}
