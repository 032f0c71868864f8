//! Rows about the next drill of each plan.

use huiyin_domain::ids::Position;
use huiyin_domain::obligation::Owed;

/// The next drill of a plan, as it is owed. Its rulebook is the version of the plan whose rule gives the
/// date.
#[derive(Clone, Debug, PartialEq)]
pub struct DrillDutyRow {
    /// Its id: the position of the event that opened it.
    pub id: Position,
    /// How it stands.
    pub owed: Owed,
}
