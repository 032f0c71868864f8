//! The closed list of events that a rulebook may name (RULES 6).

use crate::language::Language;
use serde::{Serialize, Serializer};

/// What an event may do to a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// Starts a duty's clock or opens a window.
    Start,
    /// Meets a duty.
    Meet,
    /// Ends a window.
    Close,
    /// Suspends the clock while it lasts.
    Suspend,
    /// Waives a duty; the only waivers are those of RULES 5.8.
    Waive,
}

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident $zh:literal $en:literal [$($ability:ident)*]),+ $(,)?) => {
        /// An event that a rulebook may name; in the file it is written as here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventName { $($(#[$doc])* $name),+ }

        impl EventName {
            /// Every event of the list.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name as rulebooks write it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }

            /// Reads the name as rulebooks write it.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $(stringify!($name) => Some(Self::$name),)+ _ => None }
            }

            /// What the event is called in a sentence.
            pub const fn label(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Zh) => $zh, (Self::$name, Language::En) => $en),+
                }
            }

            /// What the event may do to a term.
            pub const fn abilities(self) -> &'static [Ability] {
                match self { $(Self::$name => &[$(Ability::$ability),*]),+ }
            }
        }
    };
}

events! {
    /// A petition was registered; its clock starts at receipt (RULES 1.1).
    PetitionRegistered "收到信访事项" "receipt of the petition" [Start],
    /// Receipt was confirmed to the petitioner.
    AcknowledgementServed "告知收悉" "acknowledgement to the petitioner" [Start Meet],
    /// Transferred to another organ 转送 (信访工作条例 Art 22).
    PetitionTransferred "转送" "transfer to another organ" [Start Meet],
    /// Assigned with a time limit 交办 (Art 22).
    PetitionAssigned "交办" "assignment to another organ" [Start Meet],
    /// A transfer or assignment is in the receiver's inbox (RULES 5.1).
    TransferReceived "收到转送、交办事项" "receipt of the transfer" [Start],
    /// The receiver accepted a handover (RULES 5.2, 5.8).
    HandoverAccepted "承办单位接收" "acceptance of the handover" [Meet Waive],
    /// The receiver objected to a transfer 异议 (Art 23).
    TransferObjected "提出异议" "objection to the transfer" [Start Meet Close],
    /// The organ accepted the matter 受理; dates from the written notice (RULES 5.1).
    PetitionAccepted "受理" "acceptance" [Start],
    /// The limit passed without a notice; the answer's clock starts that day (RULES 5.1).
    AcceptedByLapse "逾期未告知视为受理" "acceptance by lapse of time" [Start],
    /// The written notice of acceptance was served (Art 23).
    AcceptanceServed "送达受理告知" "service of the notice of acceptance" [Meet],
    /// The written notice that the matter is not accepted was served.
    DeclineServed "送达不予受理告知" "service of the notice of decline" [Meet],
    /// The written notice of the right organ or way was served (Art 23).
    RedirectServed "送达办理途径告知" "service of the notice where to go" [Meet],
    /// The matter was classified otherwise, and another duty replaces this one (RULES 5.1).
    ClassifiedOtherwise "改变类型" "classification as another class" [Start Waive],
    /// The written answer was served (Arts 32, 34; RULES 5.4).
    AnswerServed "送达处理意见" "service of the answer" [Meet],
    /// An answer of earlier days was taken over from a file; counts as service (RULES 5.4).
    AnswerImported "导入的答复" "answer taken over from a file" [Meet],
    /// The petitioner received the answer; only then a window opens (RULES 5.4).
    AnswerReceived "收到处理意见" "receipt of the answer by the petitioner" [Start],
    /// An extension was granted and the petitioner told why (Art 34).
    ExtensionGranted "批准延期" "grant of an extension" [Start],
    /// The petitioner asked for review 复查, or for the next stage (Art 35).
    ReviewRequested "申请复查" "request for review" [Start Close],
    /// The review's decision was served.
    ReviewDecisionServed "送达复查意见" "service of the review decision" [Meet],
    /// The petitioner received the review's decision.
    ReviewDecisionReceived "收到复查意见" "receipt of the review decision" [Start],
    /// A review revoked the answer, or ordered to decide anew (Art 35).
    AnswerSetAside "处理意见被撤销或者责令重新办理" "review that sets the answer aside" [Start],
    /// The petitioner asked for final review 复核 (Art 36).
    FinalReviewRequested "申请复核" "request for final review" [Start Close],
    /// The final review's decision was served.
    FinalReviewDecisionServed "送达复核意见" "service of the final review decision" [Meet],
    /// The window's last day passed (RULES 1.3).
    WindowClosed "申请期届满" "end of the window" [Close],
    /// Danger to people from the matter 紧急 (Art 25; RULES 5.7).
    DangerDeclared "认定现实危险" "danger declared" [Start],
    /// The urgent report was made (Art 25).
    UrgentReportMade "报告紧急情况" "urgent report" [Meet],
    /// A hearing 听证; its time is left out (Art 36).
    HearingHeld "听证" "hearing" [Suspend],
    /// An expert appraisal 鉴定; left out where local rules say so.
    AppraisalOrdered "鉴定" "expert appraisal" [Suspend],
    /// A survey 勘验; left out where local rules say so.
    SurveyOrdered "勘验" "survey" [Suspend],
    /// The sender decided an objection (Art 23).
    ObjectionSettled "决定异议" "decision on the objection" [Meet],
    /// An answer was sent up for approval (RULES 5.5).
    ApprovalAsked "送审" "request for approval" [Start],
    /// An answer was approved or returned (RULES 5.5).
    ApprovalDecided "审批" "decision on the approval" [Meet],
    /// An extension was asked for (Art 34).
    ExtensionAsked "申请延期" "request for an extension" [Start],
    /// An extension was granted or refused (Art 34).
    ExtensionDecided "决定延期" "decision on the extension" [Meet],
    /// A unit was asked for a statement (RULES 4.1).
    StatementAsked "要求说明" "request for a statement" [Start],
    /// A unit gave its statement (RULES 4.1).
    StatementGiven "作出说明" "statement" [Meet],
    /// A unit was asked to support the lead unit 协办 (RULES 5.5).
    SupportAsked "要求协办" "request for support" [Start],
    /// A unit gave its support (RULES 5.5).
    SupportGiven "协办反馈" "support" [Meet],
    /// A leader instructed in writing 批示 (RULES 5.5).
    InstructionGiven "领导批示" "written instruction" [Start],
    /// An instruction was carried out (RULES 5.5).
    InstructionCarriedOut "落实批示" "carrying out the instruction" [Meet],
    /// Something was promised to the petitioner face to face (DESIGN, minutes and commitments).
    CommitmentMade "当面承诺" "promise made face to face" [Start],
    /// A promise made face to face was kept.
    CommitmentKept "兑现承诺" "keeping of a promise" [Meet],
    /// An answer promised a remedy by a day (Art 32).
    RemedyPromised "答复作出承诺" "promise of a remedy" [Start],
    /// A promised remedy was done (Art 32).
    RemedyFulfilled "兑现措施" "remedy" [Meet],
    /// The petitioner said that a remedy was not done (Art 32).
    RemedyDenied "信访人称措施未落实" "word of the petitioner that a remedy was not done" [Start],
    /// The head looked, and said with reasons whether it was done (Art 32).
    RemedyChecked "核查措施" "check of the remedy" [Meet],
    /// The petitioner asked to withdraw (RULES 5.9).
    WithdrawalAsked "提出撤回" "request to withdraw" [Start],
    /// The petitioner undid the withdrawal (RULES 5.9).
    WithdrawalUndone "取消撤回" "undoing the withdrawal" [Close],
    /// The petitioner withdrew (RULES 5.8, 5.9).
    PetitionWithdrawn "撤回" "withdrawal by the petitioner" [Waive],
    /// Merged into a petition that keeps an equal or earlier clock (RULES 5.8).
    PetitionMerged "并案" "merger into another petition" [Waive],
    /// A plan was approved: a rulebook does nothing with it, the plan's own drill begins its days.
    PlanApproved "批准预案" "approval of the plan" [],
    /// A drill of a plan was run to its end: neither does it here.
    DrillEnded "演练结束" "end of a drill" [],
}

impl EventName {
    /// Whether the event may do this.
    pub fn may(self, ability: Ability) -> bool {
        self.abilities().contains(&ability)
    }
}

impl std::fmt::Display for EventName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl<'de> serde::Deserialize<'de> for EventName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::parse(&word).ok_or_else(|| serde::de::Error::custom("no event of the closed list"))
    }
}

impl Serialize for EventName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}
