//! The answer as far as the open parts tell.

use crate::event::Actor;
use crate::ids::Position;
use crate::petition::{Outcome, ReviewOutcome};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How far an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerStage {
    /// Being written, or returned.
    Draft,
    /// Waits for the approving post.
    Submitted,
    /// Approved, not issued.
    Approved,
    /// Issued: on the tracking page, to be served.
    Issued,
    /// Served.
    Served,
    /// The petitioner received it.
    Received,
}

/// The answer as far as the open parts tell.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerFacts {
    /// How far it is.
    pub stage: AnswerStage,
    /// The position of its last draft, whose sealed part has the words.
    pub draft: Position,
    /// The outcomes of each request.
    pub outcomes: Vec<Vec<Outcome>>,
    /// The day promised for each remedy.
    pub remedies: Vec<Option<Date>>,
    /// What is decided about the answer before; of a review only.
    pub review: Option<ReviewOutcome>,
    /// The facts to which it says how they were looked into.
    pub facts: BTreeSet<Position>,
    /// Who drafted it.
    pub drafted_by: Actor,
    /// The remedies that were reported as done, by request, and who reported it.
    pub fulfilled: BTreeMap<u8, Actor>,
    /// The remedies that the petitioner confirmed, by request.
    pub verified: BTreeSet<u8>,
    /// The remedies that the petitioner says were not done, by request, and the position of that:
    /// the head has to answer.
    pub denied: BTreeMap<u8, Position>,
    /// The remedies that the head found done after such a word, by request.
    pub checked: BTreeSet<u8>,
}
