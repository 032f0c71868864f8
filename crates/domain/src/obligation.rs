//! The obligation 时限责任: what an authority owes somebody by a time, and the window 申请期:
//! until when somebody may do something (RULES 1.3).

use crate::deadline::Deadline;
use crate::ids::UnitId;
use crate::rulebook::{Duty, Term};
use crate::time::{Instant, Zone};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An obligation or window as the event that opened it recorded it. Its id follows from that
/// event's position ([`crate::ids::ObligationId::opened_at`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationOpened {
    /// The term's id in its rulebook, such as `sort`.
    pub term: String,
    /// Statutory duty, house duty, or window.
    pub duty: Duty,
    /// The unit that owes it.
    pub unit: UnitId,
    /// When its clock started.
    pub from: Instant,
    /// The zone in which its civil days are taken, an IANA name (RULES 1.4).
    pub zone: String,
    /// The last day on which it is in time.
    pub due_date: Date,
    /// The instant that day ends (exclusive), or the exact instant of a minute or hour term.
    pub due_at: Instant,
    /// Whether a calendar not yet announced can still change the date.
    pub provisional: bool,
}

impl ObligationOpened {
    /// Opens an obligation for a term, whose clock started at an instant and is read in a zone, with
    /// the date that [`crate::deadline`] found.
    pub fn new(term: &Term, unit: UnitId, clock: (Instant, &Zone), deadline: &Deadline) -> Self {
        Self {
            term: term.id.clone(),
            duty: term.duty,
            unit,
            from: clock.0,
            zone: clock.1.name().to_owned(),
            due_date: deadline.due_date,
            due_at: deadline.due_at,
            provisional: deadline.provisional,
        }
    }
}

/// Where an obligation stands. Lateness is no state: it is `due_at` held against the instant at
/// which it was met, or against now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ObligationState {
    /// Owed.
    Open,
    /// Done, at the instant that stands beside it.
    Met,
}

impl ObligationState {
    /// The word that the store keeps.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Met => "met",
        }
    }

    /// Reads the word that the store keeps.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "open" => Some(Self::Open),
            "met" => Some(Self::Met),
            _ => None,
        }
    }
}
