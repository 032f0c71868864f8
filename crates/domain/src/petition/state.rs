//! Where a petition stands, in words for staff and for the petitioner (UX 4).

use crate::language::Language;
use serde::{Deserialize, Serialize};

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident $word:literal $staff_zh:literal $staff_en:literal $zh:literal $en:literal;)+) => {
        /// Where a petition stands. Lateness is never a state of it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum PetitionState { $($(#[$doc])* $name),+ }

        impl PetitionState {
            /// Every state, in the order of a petition's way.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word of interfaces and of the store.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// Reads the word of interfaces and of the store.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }

            /// What staff call it.
            pub const fn staff_words(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Zh) => $staff_zh, (Self::$name, Language::En) => $staff_en),+
                }
            }

            /// The state in plain words for the petitioner; `{U}` stands for the unit.
            pub const fn petitioner_words(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Zh) => $zh, (Self::$name, Language::En) => $en),+
                }
            }
        }
    };
}

states! {
    /// On record, not yet sorted.
    Registered "registered" "已登记" "Registered" "已登记，正在看该由谁办" "On record; we are finding who handles it";
    /// Sent to a unit that has not taken it yet.
    Transferred "transferred" "已转送" "Transferred" "已转给{U}，由它告诉您下一步" "Passed to {U}, which tells you the next step";
    /// Sent to a unit with a limit, result to be reported.
    Assigned "assigned" "已交办" "Assigned" "已交{U}办理，结果要报回我们" "Given to {U}; it reports back to us";
    /// The receiver says that it is not theirs.
    Objected "objected" "异议中" "Objected" "接收单位认为不归它办，正在核实；现由{U}负责" "The receiver says it is not theirs; until decided {U} is responsible";
    /// The sender decided the objection.
    Settled "settled" "已定承办单位" "Settled" "已定：由{U}办理" "Decided: {U} handles it";
    /// The petitioner was told the lawful way.
    Redirected "redirected" "已告知途径" "Redirected" "这件事走别的法定途径，请看告知书和那边的期限" "This goes another lawful way; see the notice and its time limit";
    /// Accepted.
    Accepted "accepted" "已受理" "Accepted" "已受理，由{U}办理" "Accepted; {U} handles it";
    /// The limit passed without a notice.
    Lapsed "lapsed" "逾期视为受理" "Accepted by lapse" "我们没按时告诉您，按规定算已受理，由{U}办理" "We did not tell you in time, so it counts as accepted; {U} handles it";
    /// Not accepted.
    Declined "declined" "不予受理" "Not accepted" "没有受理：请看原因和别的办法" "Not taken up: see why, and your other ways";
    /// Somebody works on it.
    Handling "handling" "办理中" "In progress" "{U}正在查、正在办" "{U} is looking into it";
    /// Answered in writing.
    Answered "answered" "已答复" "Answered" "已书面答复您" "Answered in writing";
    /// The level above looks again at an answer.
    UnderReview "under-review" "复查中" "Under review" "上一级正在重新看" "The level above is looking again";
    /// The decision of the review was served.
    Reviewed "reviewed" "已复查" "Reviewed" "已复查：维持、撤销、变更或重办，请看意见书" "Reviewed: kept, revoked, changed or to be redone; see the decision";
    /// A promised remedy is owed.
    Fulfilling "fulfilling" "履行中" "Being done" "答应的事正在做" "The promise is being kept";
    /// The petitioner said that it was done.
    Verified "verified" "已核实" "Verified" "您确认做到了" "You confirmed it was done";
    /// With the competent body; named officers only.
    Referred "referred" "已移送（限阅）" "Referred (restricted)" "已交有权机关，只有指定的人能看" "With the competent body; named officers only";
    /// Another authority has it.
    HandedOver "handed-over" "已移交其他机关" "Handed over" "已移交另一机关办理，凭原查询码可以查" "Another authority handles it; your code shows it there";
    /// Withdrawn, still to be undone.
    Withdrawing "withdrawing" "待撤回" "Withdrawal pending" "已提出撤回，七天内可以改主意" "Withdrawal asked for; you may change your mind for seven days";
    /// Withdrawn.
    Withdrawn "withdrawn" "已撤回" "Withdrawn" "已撤回；以后还能再反映" "Withdrawn; you may bring it again";
    /// Handled with another one.
    Merged "merged" "已并案" "Merged" "和同一件事一起办，不会更晚" "Handled together with the same matter, never later";
    /// Nothing is left to do.
    Closed "closed" "已办结" "Closed" "已办结" "Closed";
}

impl PetitionState {
    /// The state in plain words for the petitioner, with the responsible unit's name. What was passed on went to the
    /// receiver; until that one takes it the sender is responsible (RULES 5.2).
    pub fn to_petitioner(self, language: Language, unit: &str, receiver: Option<&str>) -> String {
        let words = self.petitioner_words(language);
        let passed = matches!(self, Self::Transferred | Self::Assigned);
        match receiver.filter(|_| passed) {
            Some(receiver) => {
                let words = words.replace("{U}", receiver);
                language.pick(
                    format!("{words}；它接收以前，由{unit}负责"),
                    format!("{words}; until it is taken, {unit} is responsible"),
                )
            }
            None => words.replace("{U}", unit),
        }
    }

    /// Whether nothing more happens unless somebody takes it up again.
    pub const fn is_ended(self) -> bool {
        matches!(
            self,
            Self::Redirected
                | Self::Declined
                | Self::Verified
                | Self::Referred
                | Self::HandedOver
                | Self::Withdrawn
                | Self::Merged
                | Self::Closed
        )
    }
}
