//! What a duty counts as. The table of figures and the list behind one of its numbers ask here alike,
//! so that they cannot differ.

use crate::queries::obligation::in_time;
use huiyin_domain::language::Language;
use huiyin_domain::obligation::ObligationState;
use huiyin_domain::rulebook::Term;
use huiyin_domain::time::Instant;
use huiyin_store::rows::TimelinessRow;

macro_rules! counts {
    ($($(#[$doc:meta])+ $name:ident $word:literal $zh:literal $en:literal;)+) => {
        /// A number of the table of figures.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum TimelinessCount {
            $($(#[$doc])+ $name),+
        }

        impl TimelinessCount {
            /// Every number, in the order of the table.
            pub const ALL: [Self; 10] = [$(Self::$name),+];

            /// Its name in interfaces.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The heading of its column.
            pub const fn heading(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Zh) => $zh, (Self::$name, Language::En) => $en),+
                }
            }
        }
    };
}

counts! {
    /// Opened in the period.
    Opened "opened" "开始" "Opened";
    /// Met in time, or its breach was corrected.
    MetInTime "met_in_time" "按时办结" "Met in time";
    /// Met late.
    MetLate "met_late" "超期办结" "Met late";
    /// Open, not yet due.
    OpenInTime "open_in_time" "在办" "Open";
    /// Open and late.
    OpenLate "open_late" "在办超期" "Open, late";
    /// Waived before any breach.
    Waived "waived" "免除" "Waived";
    /// Waived after a breach.
    WaivedLate "waived_late" "超期后免除" "Waived late";
    /// Of the waived: the petition was withdrawn.
    Withdrawn "withdrawn" "撤回" "Withdrawn";
    /// Of all: a breach was corrected.
    Corrected "corrected" "更正" "Corrected";
    /// Of all: the date is provisional.
    Provisional "provisional" "暂定" "Provisional";
}

impl TimelinessCount {
    /// Reads its name in interfaces.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// Where a duty stands in the table: one of the six numbers that make up `opened`, and what is counted beside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Met, open or waived; in time or late.
    pub(super) stands: TimelinessCount,
    withdrawn: bool,
    pub(super) corrected: bool,
    pub(super) provisional: bool,
}

impl Standing {
    pub(super) fn of(row: &TimelinessRow, term: &Term, now: Instant) -> Self {
        use TimelinessCount::{MetInTime, MetLate, OpenInTime, OpenLate, Waived, WaivedLate};
        let pick = |in_time, kept, late| if in_time { kept } else { late };
        let stands = match (row.state, row.met_at) {
            // A waiver never undoes a breach (RULES 5.8); only its correction does, in the figures.
            (ObligationState::Waived, ended) => {
                let kept = row.corrected || in_time(term, row.due_at, ended.unwrap_or(now));
                pick(kept, Waived, WaivedLate)
            }
            (ObligationState::Met, Some(met_at)) => {
                let kept = row.corrected || in_time(term, row.due_at, met_at);
                pick(kept, MetInTime, MetLate)
            }
            (ObligationState::Met | ObligationState::Open | ObligationState::Closed, _) => {
                pick(in_time(term, row.due_at, now), OpenInTime, OpenLate)
            }
        };
        Self {
            stands,
            withdrawn: row.state == ObligationState::Waived
                && row.waived_by.as_deref() == Some("PetitionWithdrawn"),
            corrected: row.corrected,
            provisional: row.provisional,
        }
    }

    /// Whether a number counts it.
    pub(super) fn is_in(self, count: TimelinessCount) -> bool {
        match count {
            TimelinessCount::Opened => true,
            TimelinessCount::Withdrawn => self.withdrawn,
            TimelinessCount::Corrected => self.corrected,
            TimelinessCount::Provisional => self.provisional,
            one => one == self.stands,
        }
    }
}
