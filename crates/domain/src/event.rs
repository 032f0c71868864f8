//! Facts, in the past tense. The journal keeps them; every table of state follows from them.
//!
//! An event is never changed once a version of Huiyin has written it; it is only succeeded by
//! another. `tests/fixtures/events-v1.jsonl` proves that old ones still load.

mod announcement;
mod file;
mod import;
mod official_seal;
mod organisation;
mod petition;
mod plan;
mod readings;
mod registered;
mod response;

pub use announcement::{AnnouncementSet, PublishedAnswerSet};
pub use file::{FileKind, FilePurpose};
pub use import::{AnswerImported, PetitionImported};
pub use official_seal::{SealChosen, SealKeeperNamed, SealLodged};
pub use organisation::{
    AuthorityAbove, AuthorityChanged, AuthorityCreated, CategorySet, ContactText, Emblem,
    PlaceCreated, PlaceSet, PostSet, RulebookLodged, RulebookVersion, StaffAdded, StaffChanged,
    StaffContact, StaffIsAway, TextsSet, UnitCreated, UnitSet,
};

pub use plan::{
    ChangedHow, ContactChange, DrillEscalated, DrillHeld, DrillMoment, DrillOwed, DutyChange,
    DutyChanged, DutySwapEnded, PlanApproved, PlanReturned, ReachabilityCounted,
    ReachabilityTested, RosterContactChanged, SwapEnd,
};
pub use readings::{DataExported, FiguresForm, FiguresRead, ListRead, ReadList};
pub use registered::PetitionRegistered;
pub use response::{NamedText, OpeningText, ResponseOpened, ResponseStepped, Way};

pub use petition::{
    AcceptedByLapse, AccessPart, AccessRecorded, AnswerDrafted, AnswerIssued, AnswerSubmitted,
    ApprovalDecided, BreachCorrected, ClockStopped, CodeRenewed, CommitmentEnded, CommitmentMade,
    ContactChanged, DangerDeclared, DangerTold, DeclineReason, Dispute, Document, EntryCorrected,
    EventText, Extension, FactResponded, FactStated, FileAdded, HandlerNamed,
    InstructionCarriedOut, InstructionGiven, LeavingAsked, LeavingUndone, Merge, MessageSent,
    Moment, NameCorrected, NoticesWished, ObjectionSettled, ObligationEscalated, Passed,
    PetitionAccepted, PetitionClassified, PetitionDeclined, PetitionHandedOver, PetitionReceived,
    PetitionRedirected, PetitionSplit, PetitionSplitOff, Plain, Proposal, ReceiverDecided, Remedy,
    RenewalObjected, RepresentativeLeft, RequestsListed, RespondentsNamed, ReviewDecided,
    ReviewReceived, ReviewRequested, ReviewSettled, Route, RouteTime, SealAwaited, SealSet,
    SealWaived, SecondPersonAsked, SecondPersonDecided, Served, ServiceWay, StaffRecused,
    ToldApart, TransferRecalled, UnitAnswered, UnitAsked, WithdrawalAsked,
};

use crate::ids::{AuthorityId, ObligationId, PetitionId, Position, ResponseId, StaffId};
use crate::obligation::Effects;
use crate::time::Instant;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The version of [`Envelope`] that this program writes.
pub const ENVELOPE_VERSION: u8 = 1;

/// The open part of a journal row: what happened, when, and by whose act; no personal data.
/// Its bytes are committed to as they stand (RULES 3.1), so times and position are inside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The envelope's version.
    pub v: u8,
    /// Whose journal.
    pub authority: AuthorityId,
    /// The place in that journal.
    pub position: Position,
    /// When the writer recorded it.
    pub recorded_at: Instant,
    /// When it happened (RULES 1.1).
    pub effective_at: Instant,
    /// By whose act.
    pub by: Actor,
    /// The petition that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub petition: Option<PetitionId>,
    /// The member of staff whose sealed part it carries.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub staff: Option<StaffId>,
    /// The response that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub response: Option<ResponseId>,
    /// What happened.
    pub event: Event,
}

/// By whose act something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    /// Somebody outside, through the portal or the public API.
    Public,
    /// Whoever runs the program on the machine.
    Operator,
    /// Huiyin itself.
    System,
    /// A member of staff of the journal's authority.
    Staff(StaffId),
}

/// A rulebook or calendar as a running petition keeps it: id and version.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pinned {
    /// The id, such as `cn-2022`.
    pub id: String,
    /// The version.
    pub version: String,
}

macro_rules! events {
    (
        own { $($(#[$doc:meta])* $name:ident($data:ident),)+ }
        of_a_petition { $($(#[$petition_doc:meta])* $petition_name:ident($petition_data:ident),)+ }
    ) => {
        /// What happened.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind", content = "data")]
        pub enum Event {
            $($(#[$doc])* $name($data),)+
            $($(#[$petition_doc])* $petition_name($petition_data),)+
        }

        impl Event {
            /// Every name.
            pub const KINDS: &'static [&'static str] =
                &[$(stringify!($name),)+ $(stringify!($petition_name),)+];

            /// The event's name, as the journal's `kind` column keeps it.
            pub const fn kind(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => stringify!($name),)+
                    $(Self::$petition_name(_) => stringify!($petition_name),)+
                }
            }

            /// What it does to the obligations and the state of its petition; nothing for events
            /// that say it in fields of their own, and for those of no petition.
            pub const fn effects(&self) -> Option<&Effects> {
                match self {
                    $(Self::$name(_) => None,)+
                    $(Self::$petition_name(data) => Some(&data.effects),)+
                }
            }

            /// The same, to be filled.
            pub const fn effects_mut(&mut self) -> Option<&mut Effects> {
                match self {
                    $(Self::$name(_) => None,)+
                    $(Self::$petition_name(data) => Some(&mut data.effects),)+
                }
            }
        }
    };
}

events! {
    own {
        /// The installation came to be, with its key.
        InstallationCreated(InstallationCreated),
        /// An authority came to be.
        AuthorityCreated(AuthorityCreated),
        /// An authority's name, level, rulebook or contact was changed.
        AuthorityChanged(AuthorityChanged),
        /// A place of an authority 地点 was added, renamed, closed or opened again.
        PlaceSet(PlaceSet),
        /// A subject of an authority's tree 内容分类 was renamed, added, retired, offered again, or put elsewhere in the
        /// order.
        CategorySet(CategorySet),
        /// A set of texts that an authority words itself was written, or an earlier one brought back.
        TextsSet(TextsSet),
        /// A unit came to be or was changed.
        UnitSet(UnitSet),
        /// A post came to be or was changed.
        PostSet(PostSet),
        /// A member of staff was added.
        StaffAdded(StaffAdded),
        /// A member of staff was changed.
        StaffChanged(StaffChanged),
        /// Somebody is away for some days, or is not any more 离岗; who stands in acts and is told meanwhile.
        StaffIsAway(StaffIsAway),
        /// Which post keeps the seal of the authority 印章 was said, and which documents wait for it.
        SealKeeperNamed(SealKeeperNamed),
        /// An image of the seal was lodged, and is the one that is set from now on.
        SealLodged(SealLodged),
        /// An image that was lodged before is set again, or none is any more.
        SealChosen(SealChosen),
        /// A notice or a reception day was posted for everybody, changed, or taken down.
        AnnouncementSet(AnnouncementSet),
        /// An answer for everybody was written, changed, released by a second person, or taken down.
        PublishedAnswerSet(PublishedAnswerSet),
        /// A work calendar was loaded.
        CalendarLoaded(DataLoaded),
        /// A rulebook was loaded.
        RulebookLoaded(DataLoaded),
        /// A version of a rulebook was lodged, for new petitions from a day on.
        RulebookLodged(RulebookLodged),
        /// Its day came: new petitions run under it.
        RulebookBegan(RulebookVersion),
        /// It was taken back before that day.
        RulebookTakenBack(RulebookVersion),
        /// A version of a plan 预案 was lodged; it holds nothing about those who come.
        PlanLodged(DataLoaded),
        /// A version of a plan was approved by who acts for the post that it names.
        PlanApproved(PlanApproved),
        /// It was sent back by who acts for that post, with what is to be changed.
        PlanReturned(PlanReturned),
        /// The next drill of a plan is owed 下次演练, or goes on to be under a newer version of it.
        DrillOwed(DrillOwed),
        /// A drill that was run to its end met it.
        DrillHeld(DrillHeld),
        /// Who owes the next drill was reminded.
        DrillWarned(DrillMoment),
        /// The next drill was not held in time.
        DrillMissed(DrillMoment),
        /// The next post was told that it was not.
        DrillEscalated(DrillEscalated),
        /// A marked test page went to who holds the posts of a plan 通信联络测试: nobody has to come.
        ReachabilityTested(ReachabilityTested),
        /// Its time is over: how many posts answered.
        ReachabilityCounted(ReachabilityCounted),
        /// A version of a plan's roster 值班表 was lodged; its id is the plan's.
        RosterLodged(DataLoaded),
        /// By what somebody of a roster is reached who has no account was changed; what it is stands nowhere here.
        RosterContactChanged(RosterContactChanged),
        /// A response 响应 to a group visit began.
        ResponseOpened(ResponseOpened),
        /// Something happened in a response.
        ResponseStepped(ResponseStepped),
        /// Somebody on duty asked a colleague to stand in 调班申请; nothing changes until they agree.
        DutySwapAsked(DutyChange),
        /// A request for a swap was agreed to, declined or taken back.
        DutySwapEnded(DutySwapEnded),
        /// A post is held by somebody else for a while: a head arranged it, or a shift was taken over.
        DutyChanged(DutyChanged),
        /// A petition was registered.
        PetitionRegistered(PetitionRegistered),
        /// A petition of earlier days was taken over from a file.
        PetitionImported(PetitionImported),
        /// The answer to a petition of earlier days was taken over from a file.
        AnswerImported(AnswerImported),
        /// A newly loaded calendar moved an open obligation (RULES 1.5).
        ObligationRecomputed(ObligationRecomputed),
        /// Data was exported.
        DataExported(DataExported),
        /// Somebody read figures, or took them out as a file.
        FiguresRead(FiguresRead),
        /// An auditor or a supervisor read a list.
        ListRead(ListRead),
    }
    of_a_petition {
        /// Its class, branch and category were decided.
        PetitionClassified(PetitionClassified),
        /// Whom it complains of was named, in units and posts (RULES 4.1).
        RespondentsNamed(RespondentsNamed),
        /// Its requests were listed, one by one.
        RequestsListed(RequestsListed),
        /// It was accepted 受理; the notice is on the tracking page.
        PetitionAccepted(PetitionAccepted),
        /// The notice of acceptance was served.
        AcceptanceServed(Served),
        /// It was not accepted 不予受理; the notice is on the tracking page.
        PetitionDeclined(PetitionDeclined),
        /// The notice of decline was served.
        DeclineServed(Served),
        /// The petitioner was told the lawful way 告知途径.
        PetitionRedirected(PetitionRedirected),
        /// The notice where to go was served.
        RedirectServed(Served),
        /// It was transferred to a unit 转送, and is in its inbox.
        PetitionTransferred(Passed),
        /// It was assigned to a unit with a limit 交办, and is in its inbox.
        PetitionAssigned(Passed),
        /// The receiver took it.
        HandoverAccepted(ReceiverDecided),
        /// The sender took back what it had sent by mistake.
        TransferRecalled(TransferRecalled),
        /// The receiver objected 异议.
        TransferObjected(ReceiverDecided),
        /// The sender decided the objection.
        ObjectionSettled(ObjectionSettled),
        /// The limit passed without a notice (RULES 5.1).
        AcceptedByLapse(AcceptedByLapse),
        /// Somebody works on it from now on.
        HandlerNamed(HandlerNamed),
        /// An extension was asked for.
        ExtensionAsked(Extension),
        /// An extension was granted; the notice is on the tracking page.
        ExtensionGranted(Extension),
        /// An extension was refused.
        ExtensionRefused(Extension),
        /// The notice of the extension was served.
        ExtensionNoticeServed(Served),
        /// A clock was stopped for a cause of the rulebook.
        ClockSuspended(ClockStopped),
        /// A stopped clock runs again.
        ClockResumed(ClockStopped),
        /// A unit was asked for a statement.
        StatementAsked(UnitAsked),
        /// A unit gave its statement.
        StatementGiven(UnitAnswered),
        /// A unit was asked for support 协办.
        SupportAsked(UnitAsked),
        /// A unit gave its support.
        SupportGiven(UnitAnswered),
        /// A leader instructed in writing 批示.
        InstructionGiven(InstructionGiven),
        /// An instruction was carried out.
        InstructionCarriedOut(InstructionCarriedOut),
        /// Something was promised to the petitioner face to face 承诺.
        CommitmentMade(CommitmentMade),
        /// It was kept.
        CommitmentKept(CommitmentEnded),
        /// It was not kept so far; it stays owed.
        CommitmentBroken(CommitmentEnded),
        /// An answer was drafted.
        AnswerDrafted(AnswerDrafted),
        /// The draft was sent up for approval.
        AnswerSubmitted(AnswerSubmitted),
        /// The draft was returned with a reason.
        AnswerReturned(ApprovalDecided),
        /// The draft was approved.
        AnswerApproved(ApprovalDecided),
        /// The answer was issued; it is on the tracking page.
        AnswerIssued(AnswerIssued),
        /// The answer was served.
        AnswerServed(Served),
        /// The petitioner received the answer.
        AnswerReceived(Served),
        /// A document waits for the seal of the authority before the petitioner gets it.
        SealAwaited(SealAwaited),
        /// The seal was set on a document 用印; it is on the tracking page.
        SealSet(SealSet),
        /// A document goes out without the seal; it is on the tracking page.
        SealWaived(SealWaived),
        /// A promised remedy was done.
        RemedyFulfilled(Remedy),
        /// The petitioner said whether it was done.
        RemedyVerified(Remedy),
        /// The head looked whether a remedy was done that the petitioner said was not.
        RemedyChecked(Remedy),
        /// Nothing is left to do.
        PetitionClosed(Plain),
        /// A contact was given, changed or taken back.
        ContactChanged(ContactChanged),
        /// A name that was misread at the registration was corrected; what stood stays.
        NameCorrected(NameCorrected),
        /// A slip of whoever registered it was corrected; what stood stays.
        EntryCorrected(EntryCorrected),
        /// A wrong entry was taken back.
        EntryReopened(Plain),
        /// The petitioner asked to withdraw.
        WithdrawalAsked(WithdrawalAsked),
        /// The petitioner changed his mind.
        WithdrawalUndone(Plain),
        /// The withdrawal took effect.
        PetitionWithdrawn(Plain),
        /// One of those who speak for a group asked to leave; it goes on for the others.
        LeavingAsked(LeavingAsked),
        /// That one stays.
        LeavingUndone(LeavingUndone),
        /// That one left.
        RepresentativeLeft(RepresentativeLeft),
        /// It is handled with another one, never later.
        PetitionMerged(Merge),
        /// It is handled by itself again.
        PetitionUnmerged(Merge),
        /// It is not the same matter as another one that looked like it.
        MattersToldApart(ToldApart),
        /// One of its requests became a petition of its own.
        PetitionSplit(PetitionSplit),
        /// It was one request of another petition until now.
        PetitionSplitOff(PetitionSplitOff),
        /// People are in danger from the matter (RULES 5.7).
        DangerDeclared(DangerDeclared),
        /// The danger is over.
        DangerLowered(Plain),
        /// The urgent report was made.
        UrgentReportMade(Plain),
        /// The petitioner or the authority wrote to the other.
        MessageSent(MessageSent),
        /// Staff read what the petitioner wrote; it needs no answer.
        MessagesRead(Plain),
        /// The petitioner told more.
        FactsAdded(Plain),
        /// The authority wrote down a fact that it found, for the petitioner to accept or dispute.
        FactStated(FactStated),
        /// The petitioner accepted or disputed such a fact.
        FactResponded(FactResponded),
        /// Staff wrote a note for themselves.
        NoteAdded(Plain),
        /// A sealed file was added.
        FileAdded(FileAdded),
        /// Somebody opened it (RULES 4.2).
        AccessRecorded(AccessRecorded),
        /// Somebody stepped aside 回避 (信访工作条例 Art 28).
        StaffRecused(StaffRecused),
        /// Two people decided that the access rules of a Disclosure no longer hold.
        ConfidentialityLowered(Plain),
        /// Something waits for a second person.
        SecondPersonAsked(SecondPersonAsked),
        /// The second person decided.
        SecondPersonDecided(SecondPersonDecided),
        /// The petitioner disputes a time that staff entered (RULES 1.1).
        TimeDisputed(Dispute),
        /// The dispute was decided.
        DisputeDecided(Dispute),
        /// A duty had been met in time (RULES 1.2).
        BreachCorrected(BreachCorrected),
        /// The petitioner made a code that only views.
        ViewCodeMade(Plain),
        /// The petitioner said when notices may come.
        NoticesWished(NoticesWished),
        /// A lost code was replaced (RULES 3.3).
        CodeRenewed(CodeRenewed),
        /// Whoever holds the code that was replaced, or the contact on file, says that nobody asked for it; the new one
        /// ended at once (RULES 3.3).
        RenewalObjected(RenewalObjected),
        /// Another authority has it now (RULES 5.3).
        PetitionHandedOver(PetitionHandedOver),
        /// It came from another authority (RULES 5.3).
        PetitionReceived(PetitionReceived),
        /// The petitioner asked the level above to look again 复查 (信访工作条例 Art 35).
        ReviewRequested(ReviewRequested),
        /// It is the review of an answer of another authority.
        ReviewReceived(ReviewReceived),
        /// The decision of the review was issued; it is on the tracking page.
        ReviewDecided(ReviewDecided),
        /// The decision of the review was served.
        ReviewDecisionServed(Served),
        /// The petitioner received the decision of the review.
        ReviewDecisionReceived(Served),
        /// The level above decided about the answer.
        ReviewSettled(ReviewSettled),
        /// Its owner was reminded.
        ObligationWarned(Moment),
        /// It was not met in time.
        ObligationBreached(Moment),
        /// The next post was told (RULES 5.10).
        ObligationEscalated(ObligationEscalated),
        /// Its owner acknowledged.
        ObligationAcknowledged(Moment),
        /// The window's last day passed.
        WindowClosed(Moment),
    }
}

/// See [`Event::InstallationCreated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstallationCreated {
    /// The first bytes of a keyed hash of a fixed text: tells whether a key is this
    /// installation's, and nothing else about it.
    pub key_check: String,
}

/// A calendar, rulebook, plan or roster, whole and byte for byte, so that the journal alone can tell
/// every date, and who was to come. A roster names officials in office and the ways to call them;
/// numbers and addresses are refused at the door ([`crate::lodging`]), so no part of it is sealed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataLoaded {
    /// Id and version.
    pub pinned: Pinned,
    /// The file's text.
    pub content: String,
}

/// See [`Event::ObligationRecomputed`]. The history shows both dates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationRecomputed {
    /// Which.
    pub obligation: ObligationId,
    /// The calendar that moved it.
    pub calendar: Pinned,
    /// The last day before.
    pub due_date_before: Date,
    /// The last day now.
    pub due_date: Date,
    /// The instant that ends it now.
    pub due_at: Instant,
    /// Whether the new date is provisional still.
    pub provisional: bool,
    /// Whether the new date would have been in the past, and the end of the next working day was
    /// taken instead (RULES 1.5).
    pub lifted: bool,
    /// When the ticker looks at it next; without it, at the end.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_at: Option<Instant>,
}
