//! What one member of staff proposes and another decides.

use super::{Document, ServiceWay};
use crate::ids::{FileId, ObligationId};
use crate::petition::Class;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// What needs a second person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Proposal {
    /// Classified otherwise after acceptance by lapse (RULES 5.1).
    Reclassify {
        /// The class.
        class: Class,
        /// The branch.
        branch: Option<u8>,
    },
    /// The access rules of a Disclosure no longer hold (RULES 4.2).
    LowerConfidentiality,
    /// An earlier time, from a source (RULES 1.1).
    EarlierTime {
        /// What was served, as its event is called.
        document: Document,
        /// How.
        way: ServiceWay,
        /// When.
        at: Instant,
        /// The scan of the source.
        evidence: FileId,
    },
    /// A new code for a lost one (RULES 3.3).
    RenewCode,
    /// The same for one of those who speak for a group, whose codes are each their own.
    RenewCodeOf {
        /// Which of them; the first is 0.
        representative: u8,
    },
    /// Units or posts are no longer those that it complains of (RULES 4.1).
    DropRespondents {
        /// Those that remain.
        bars: Vec<String>,
    },
    /// A duty had been met in time, though its breach was recorded (RULES 1.2).
    CorrectBreach {
        /// Which duty.
        obligation: ObligationId,
        /// When it had been met.
        at: Instant,
        /// What proves it.
        evidence: FileId,
    },
}
