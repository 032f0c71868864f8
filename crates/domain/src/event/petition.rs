//! What happens to a petition after it was registered. Each event says as facts what it does to
//! the obligations and to the state ([`Effects`]); its words, whoever typed them, are the sealed
//! text part ([`EventText`]).

mod document;
#[macro_use]
mod facts;
mod danger;
mod entry;
mod fact;
mod leaving;
mod message;
mod official_seal;
mod proposal;
mod route;
mod text;
mod titles;

pub use danger::{DangerDeclared, DangerTold};
pub use document::Document;
pub use entry::EntryCorrected;
pub use fact::{FactResponded, FactStated};
pub use leaving::{CodeRenewed, LeavingAsked, LeavingUndone, RenewalObjected, RepresentativeLeft};
pub use message::MessageSent;
pub use official_seal::{SealAwaited, SealSet, SealWaived};
pub use proposal::Proposal;
pub use route::RouteTime;
pub use text::EventText;

use super::{FileKind, FilePurpose};
use crate::ids::{
    AuthorityId, FileId, ObligationId, PetitionId, Position, PostId, StaffId, UnitId,
};
use crate::number::PetitionNumber;
use crate::obligation::Effects;
use crate::petition::{AskedHow, Class, ContactPart, NoticeHours, Outcome, ReviewOutcome, Who};
use crate::rulebook::EventName;
use crate::time::Instant;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

facts! {
    /// See [`super::Event::PetitionClassified`].
    PetitionClassified {
        /// The lawful class.
        class: Class,
        /// The branch of Art 31, for claims.
        branch: Option<u8>,
        /// The category's code.
        category: Option<String>,
        /// Whether it was classified otherwise before.
        otherwise: bool,
    }
    /// See [`super::Event::RespondentsNamed`]. The words are sealed; `bars` are keyed hashes that
    /// tell a unit, post or member of staff apart only to whoever has the installation key.
    RespondentsNamed {
        /// One for each unit and post named.
        bars: Vec<String>,
    }
    /// See [`super::Event::RequestsListed`]. The requests are sealed.
    RequestsListed {
        /// How many; the answer addresses each.
        count: u8,
    }
    /// See [`super::Event::PetitionAccepted`]. The notice is sealed.
    PetitionAccepted {}
    /// See [`super::Event::PetitionDeclined`]. The notice is sealed.
    PetitionDeclined {
        /// Why, of the closed list of 信访工作条例 Arts 19 and 36.
        reason: DeclineReason,
    }
    /// See [`super::Event::PetitionRedirected`]. The notice is sealed.
    PetitionRedirected {
        /// Where to.
        route: Route,
        /// The last day of that route, where known, so that nobody loses it.
        limit: Option<Date>,
    }
    /// See [`super::Event::AcceptanceServed`] and the other services.
    Served {
        /// How.
        way: ServiceWay,
        /// The file that proves it.
        proof: Option<FileId>,
    }
    /// See [`super::Event::PetitionTransferred`] and [`super::Event::PetitionAssigned`].
    Passed {
        /// From which unit.
        from: UnitId,
        /// To which.
        to: UnitId,
        /// The limit that the assigner set.
        limit: Option<Date>,
    }
    /// See [`super::Event::HandoverAccepted`] and [`super::Event::TransferObjected`].
    ReceiverDecided {
        /// The receiver.
        unit: UnitId,
    }
    /// See [`super::Event::TransferRecalled`]. The reason is sealed.
    TransferRecalled {
        /// The unit that had to take it.
        from: UnitId,
        /// The unit that is responsible.
        unit: UnitId,
    }
    /// See [`super::Event::ObjectionSettled`].
    ObjectionSettled {
        /// Whether the receiver has to handle it.
        upheld: bool,
        /// The unit that is responsible from now on.
        unit: UnitId,
    }
    /// See [`super::Event::AcceptedByLapse`].
    AcceptedByLapse {
        /// The duty whose limit passed.
        lapsed: ObligationId,
    }
    /// See [`super::Event::HandlerNamed`].
    HandlerNamed {
        /// Who works on it.
        staff: StaffId,
    }
    /// See [`super::Event::ExtensionAsked`], [`super::Event::ExtensionGranted`] and
    /// [`super::Event::ExtensionRefused`]. The reason is sealed.
    Extension {
        /// Of which duty.
        obligation: ObligationId,
    }
    /// See [`super::Event::ClockSuspended`] and [`super::Event::ClockResumed`].
    ClockStopped {
        /// Of which duty.
        obligation: ObligationId,
        /// A cause of the rulebook's closed list.
        cause: EventName,
        /// The first day that does not count.
        from: Date,
        /// The last day that does not count, once known.
        to: Option<Date>,
    }
    /// See [`super::Event::StatementAsked`] and [`super::Event::SupportAsked`]. The question is sealed.
    UnitAsked {
        /// Which unit.
        unit: UnitId,
    }
    /// See [`super::Event::StatementGiven`] and [`super::Event::SupportGiven`]. The words are sealed.
    UnitAnswered {
        /// The position of the event that asked.
        asked: Position,
        /// Which unit.
        unit: UnitId,
    }
    /// See [`super::Event::InstructionGiven`].
    InstructionGiven {
        /// In which post.
        post: PostId,
    }
    /// See [`super::Event::InstructionCarriedOut`].
    InstructionCarriedOut {
        /// The position of the instruction.
        given: Position,
    }
    /// See [`super::Event::CommitmentMade`]. What was promised is sealed.
    CommitmentMade {
        /// The post that owes it.
        post: PostId,
    }
    /// See [`super::Event::CommitmentKept`] and [`super::Event::CommitmentBroken`]. The words are sealed.
    CommitmentEnded {
        /// The position of the commitment.
        made: Position,
        /// The file that proves it.
        proof: Option<FileId>,
    }
    /// See [`super::Event::AnswerDrafted`]. The draft is sealed.
    AnswerDrafted {
        /// The outcomes of each request.
        outcomes: Vec<Vec<Outcome>>,
        /// The day promised for each remedy, by request.
        remedies: Vec<Option<Date>>,
        /// What is decided about the answer before; of a review only.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        review: Option<ReviewOutcome>,
        /// The positions of the facts to which it says how they were looked into.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        facts: Vec<Position>,
    }
    /// See [`super::Event::AnswerSubmitted`].
    AnswerSubmitted {
        /// The post that has to approve it.
        post: Option<PostId>,
    }
    /// See [`super::Event::AnswerReturned`] and [`super::Event::AnswerApproved`].
    ApprovalDecided {
        /// The post in which it was decided.
        post: Option<PostId>,
    }
    /// See [`super::Event::AnswerIssued`].
    AnswerIssued {}
    /// See [`super::Event::RemedyFulfilled`], [`super::Event::RemedyVerified`] and
    /// [`super::Event::RemedyChecked`].
    Remedy {
        /// Of which request; the first is 0.
        request: u8,
        /// Whether it was done, as the petitioner says or the head found; for a verification and a
        /// check.
        agreed: bool,
    }
    /// See [`super::Event::PetitionClosed`], [`super::Event::EntryReopened`],
    /// [`super::Event::WithdrawalUndone`], [`super::Event::PetitionWithdrawn`],
    /// [`super::Event::DangerLowered`], [`super::Event::UrgentReportMade`],
    /// [`super::Event::FactsAdded`], [`super::Event::NoteAdded`], [`super::Event::MessagesRead`],
    /// [`super::Event::ConfidentialityLowered`] and [`super::Event::ViewCodeMade`].
    Plain {}
    /// See [`super::Event::NoticesWished`].
    NoticesWished {
        /// In which hours.
        hours: NoticeHours,
        /// Whether without the authority's name.
        unnamed: bool,
    }
    /// See [`super::Event::ContactChanged`]. What it is stands in the sealed identity part, with who brought it as
    /// that holds from now on; why staff entered it is sealed too.
    ContactChanged {
        /// Which contact.
        part: ContactPart,
        /// Whether there is one from now on.
        given: bool,
        /// Whether the authority knows who brings it from now on.
        who: Who,
        /// How the petitioner asked staff; nothing where the code did it.
        how: Option<AskedHow>,
    }
    /// See [`super::Event::NameCorrected`]. What it should be stands in the sealed identity part, with the rest as
    /// that holds from now on; why is sealed too.
    NameCorrected {
        /// Whose it is, where several speak for a group, in the order of the registration; the first is 0.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        representative: Option<u8>,
    }
    /// See [`super::Event::WithdrawalAsked`].
    WithdrawalAsked {
        /// When it takes effect.
        until: Instant,
    }
    /// See [`super::Event::PetitionMerged`] and [`super::Event::PetitionUnmerged`]. No petitioner
    /// learns of the other.
    Merge {
        /// The petition that keeps the clock.
        into: PetitionId,
    }
    /// See [`super::Event::MattersToldApart`]. No petitioner learns of it.
    ToldApart {
        /// The petition that is another matter.
        other: PetitionId,
    }
    /// See [`super::Event::PetitionSplit`].
    PetitionSplit {
        /// The petition that takes one of its requests.
        into: PetitionId,
        /// Its number, which the petitioner learns.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        number: Option<PetitionNumber>,
    }
    /// See [`super::Event::PetitionSplitOff`]. Its effects open what is owed on the one that it was
    /// part of, with the same dates.
    PetitionSplitOff {
        /// The petition that it was part of.
        from: PetitionId,
        /// The number of that one.
        number: PetitionNumber,
        /// When that one was accepted.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        accepted_at: Option<Instant>,
        /// Whether that was by lapse.
        lapsed: bool,
        /// Whether it left the intake.
        sorted: bool,
        /// How often it moved sideways.
        moves: u8,
        /// When it came to the unit that has it, if it was sent there.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        received_at: Option<Instant>,
    }
    /// See [`super::Event::FileAdded`]. Its name is sealed with the event, its content beside it.
    FileAdded {
        /// What it is, found out by its content.
        kind: FileKind,
        /// Its size.
        bytes: u64,
        /// What it is for.
        purpose: FilePurpose,
    }
    /// See [`super::Event::AccessRecorded`].
    AccessRecorded {
        /// Who opened it.
        staff: StaffId,
        /// Which part.
        part: AccessPart,
    }
    /// See [`super::Event::StaffRecused`].
    StaffRecused {
        /// Who has nothing to do with it any more.
        staff: StaffId,
    }
    /// See [`super::Event::SecondPersonAsked`].
    SecondPersonAsked {
        /// For what.
        proposal: Proposal,
    }
    /// See [`super::Event::SecondPersonDecided`].
    SecondPersonDecided {
        /// The position of the proposal.
        proposal: Position,
        /// Whether the second person agreed.
        agreed: bool,
    }
    /// See [`super::Event::TimeDisputed`] and [`super::Event::DisputeDecided`].
    Dispute {
        /// The position of the event whose time is disputed.
        position: Position,
        /// Whether the petitioner was right; for a decision.
        right: bool,
        /// When the answer counts as served from now on, where its service was disputed rightly.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        answered_at: Option<Instant>,
    }
    /// See [`super::Event::BreachCorrected`]. The reason is sealed.
    BreachCorrected {
        /// The file that proves it.
        evidence: Option<FileId>,
    }
    /// See [`super::Event::ObligationWarned`], [`super::Event::ObligationBreached`],
    /// [`super::Event::WindowClosed`] and [`super::Event::ObligationAcknowledged`].
    Moment {
        /// Which obligation.
        obligation: ObligationId,
    }
    /// See [`super::Event::ObligationEscalated`].
    ObligationEscalated {
        /// Which obligation.
        obligation: ObligationId,
        /// The step; the first is 1.
        step: u8,
        /// The rulebook's post of this step.
        duty: String,
        /// The posts that were told; none of a respondent's (RULES 4.2).
        told: Vec<PostId>,
        /// Leaders without a post, else administrators: told where no leader's post is held.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        staff: Vec<StaffId>,
    }
    /// See [`super::Event::PetitionHandedOver`].
    PetitionHandedOver {
        /// To which authority.
        to: AuthorityId,
        /// The petition that it became there.
        petition: PetitionId,
        /// Its number there.
        number: PetitionNumber,
    }
    /// See [`super::Event::PetitionReceived`].
    PetitionReceived {
        /// From which authority.
        from: AuthorityId,
        /// The petition that it was there.
        petition: PetitionId,
        /// Its number there.
        number: PetitionNumber,
    }
    /// See [`super::Event::ReviewRequested`]. The reasons are sealed.
    ReviewRequested {
        /// The authority above.
        to: AuthorityId,
        /// The case there.
        petition: PetitionId,
        /// Its number there.
        number: PetitionNumber,
        /// Whether the window was over.
        late: bool,
    }
    /// See [`super::Event::ReviewReceived`]. The reasons and the answer are sealed anew.
    ReviewReceived {
        /// The authority that answered.
        from: AuthorityId,
        /// The petition there.
        petition: PetitionId,
        /// Its number there.
        number: PetitionNumber,
        /// Whether the window was over.
        late: bool,
    }
    /// See [`super::Event::ReviewDecided`].
    ReviewDecided {
        /// What is decided.
        outcome: ReviewOutcome,
    }
    /// See [`super::Event::ReviewSettled`].
    ReviewSettled {
        /// The number of the case at the authority above.
        number: PetitionNumber,
        /// What was decided there.
        outcome: ReviewOutcome,
    }
}

/// Why a petition is not accepted 不予受理. *Source:* 信访工作条例 Arts 19(3), 36(3), 31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeclineReason {
    /// It is in hand already, within its limit (Art 19).
    InHand,
    /// The final review ended it, and nothing is new (Art 36).
    FinallyReviewed,
    /// It says nothing that could be looked into, also after asking.
    NotUnderstandable,
}

/// The way that a redirected matter goes. *Source:* 信访工作条例 Arts 30, 31; DOMAIN 1.8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// 行政复议: 60 days from knowing.
    Reconsideration,
    /// 诉讼: six months, or fifteen days after reconsideration.
    Court,
    /// 劳动仲裁: one year.
    LabourArbitration,
    /// 党员申诉
    PartyAppeal,
    /// 纪检监察
    Discipline,
    /// 有权处理的其他机关
    OtherOrgan,
}

/// How something was served (RULES 5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceWay {
    /// Handed over in person.
    HandedOver,
    /// Signed for.
    SignedFor,
    /// On the tracking page, and the contact's channel accepted the notice.
    ChannelAccepted,
    /// On the tracking page of somebody anonymous.
    TrackingPage,
    /// Opened on the tracking page for the first time.
    FirstOpening,
}

/// Which sealed part of a petition was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccessPart {
    /// The matter.
    Text,
    /// Who brought it.
    Identity,
}
