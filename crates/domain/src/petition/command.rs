//! What somebody wants to do with a petition.

mod field;

pub use field::CommandField;
use field::commands;

use super::{Action, AnswerDraft, AskedHow, Class, ContactPart, EntryPart};
use crate::event::{DeclineReason, Document, Route, ServiceWay};
use crate::ids::{FileId, ObligationId, PetitionId, Position, PostId, StaffId, UnitId};
use crate::rulebook::EventName;
use crate::time::Instant;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

commands! {
    /// Decides class, branch and category.
    Classify {
        /// The class.
        class: Class,
        /// The branch of Art 31, for claims.
        #[serde(default)]
        branch: Option<u8>,
        /// The category's code.
        #[serde(default)]
        category: Option<String>,
        /// Why, where it was classified otherwise.
        #[serde(default)]
        reason: String,
    };
    /// Names whom it complains of.
    NameRespondents {
        /// Units.
        #[serde(default)]
        units: Vec<UnitId>,
        /// Posts.
        #[serde(default)]
        posts: Vec<PostId>,
        /// In words, one each.
        #[serde(default)]
        words: Vec<String>,
    };
    /// Lists the requests.
    ListRequests {
        /// One each.
        requests: Vec<String>,
    };
    /// Accepts it 受理, by written notice.
    Accept {
        /// The notice's own words; the form adds way and procedure.
        #[serde(default)]
        notice: String,
    };
    /// Does not accept it 不予受理.
    Decline {
        /// Why.
        reason: DeclineReason,
        /// The notice.
        notice: String,
    };
    /// Tells the lawful way 告知途径.
    Redirect {
        /// Where to.
        route: Route,
        /// The last day of that route, where known.
        #[serde(default)]
        limit: Option<Date>,
        /// The notice.
        notice: String,
    };
    /// Transfers it 转送.
    Transfer {
        /// To which unit.
        to: UnitId,
        /// Why.
        #[serde(default)]
        reason: String,
    };
    /// Assigns it with a limit 交办.
    Assign {
        /// To which unit.
        to: UnitId,
        /// The last day for the result.
        #[serde(default)]
        limit: Option<Date>,
        /// Why.
        #[serde(default)]
        reason: String,
    };
    /// Takes what was sent.
    Receive;
    /// Takes back what was sent by mistake, while nobody took it or objected.
    Recall {
        /// Why.
        reason: String,
    };
    /// Objects to a transfer 异议.
    Object {
        /// Why.
        reason: String,
    };
    /// Decides an objection.
    SettleObjection {
        /// Whether the receiver has to handle it.
        uphold: bool,
        /// Why.
        reason: String,
    };
    /// Begins to work on it.
    Take;
    /// Names who works on it.
    NameHandler {
        /// Who.
        staff: StaffId,
    };
    /// Asks for an extension.
    AskExtension {
        /// Why; the petitioner reads it.
        reason: String,
    };
    /// Decides on an extension.
    DecideExtension {
        /// Whether it is granted.
        grant: bool,
        /// Why; the petitioner reads it.
        reason: String,
    };
    /// Stops a clock.
    Suspend {
        /// Which duty.
        obligation: ObligationId,
        /// A cause of the rulebook.
        cause: EventName,
        /// The first day that does not count.
        from: Date,
        /// Why; the petitioner reads it.
        #[serde(default)]
        reason: String,
    };
    /// Lets a stopped clock run.
    Resume {
        /// Which duty.
        obligation: ObligationId,
        /// The last day that does not count.
        to: Date,
    };
    /// Asks a unit for a statement.
    AskStatement {
        /// Which.
        unit: UnitId,
        /// What it is asked; it sees nothing else.
        question: String,
    };
    /// Gives a statement.
    GiveStatement {
        /// The question's position.
        asked: Position,
        /// The statement.
        text: String,
    };
    /// Asks a unit for support 协办.
    AskSupport {
        /// Which.
        unit: UnitId,
        /// What for.
        question: String,
        /// The inner limit.
        #[serde(default)]
        limit: Option<Date>,
    };
    /// Gives support.
    GiveSupport {
        /// The question's position.
        asked: Position,
        /// The result.
        text: String,
    };
    /// Instructs in writing 批示.
    Instruct {
        /// The instruction.
        text: String,
        /// By when.
        #[serde(default)]
        limit: Option<Date>,
    };
    /// Reports that an instruction was carried out.
    CarryOut {
        /// The instruction's position.
        given: Position,
        /// What was done.
        text: String,
    };
    /// Notes what was promised to the petitioner face to face.
    Commit {
        /// What was promised; the petitioner reads it.
        text: String,
        /// The post that owes it.
        post: PostId,
        /// By when.
        limit: Date,
    };
    /// Says whether a commitment was kept.
    KeepCommitment {
        /// The commitment's position.
        made: Position,
        /// Whether it was; if not, it stays owed.
        kept: bool,
        /// What was done, or why not; the petitioner reads it.
        text: String,
        /// What proves it.
        #[serde(default)]
        proof: Option<FileId>,
    };
    /// Writes the answer.
    Draft {
        /// The answer.
        answer: AnswerDraft,
    };
    /// Sends the answer up for approval.
    Submit;
    /// Returns the answer.
    ReturnAnswer {
        /// Why.
        reason: String,
    };
    /// Approves the answer.
    Approve;
    /// Issues the answer.
    Issue;
    /// Records how a document was served.
    Serve {
        /// Which.
        document: Document,
        /// How.
        way: ServiceWay,
        /// When, if not now.
        #[serde(default)]
        at: Option<Instant>,
        /// What proves it.
        #[serde(default)]
        proof: Option<FileId>,
    };
    /// Sets the seal of the authority on a document that waits for it 用印.
    SetSeal {
        /// Which.
        document: Document,
    };
    /// Lets a document that waits for the seal go out without it.
    WaiveSeal {
        /// Which.
        document: Document,
        /// Why.
        reason: String,
    };
    /// Reports that a promised remedy was done.
    Fulfil {
        /// Of which request; the first is 0.
        request: u8,
        /// What was done.
        text: String,
    };
    /// The petitioner says whether a remedy was done.
    Verify {
        /// Of which request; the first is 0.
        request: u8,
        /// Whether it was.
        agreed: bool,
        /// In words.
        #[serde(default)]
        text: String,
    };
    /// The head says whether a remedy was done that the petitioner said was not.
    CheckRemedy {
        /// Of which request; the first is 0.
        request: u8,
        /// Whether it was done; if not, it is owed again with its old day.
        done: bool,
        /// What was found; the petitioner reads it.
        text: String,
    };
    /// Ends it when nothing is left to do.
    Close;
    /// Corrects what staff mistyped when they registered it; what stood stays.
    CorrectEntry {
        /// Which part.
        part: EntryPart,
        /// What it should say: of a day `YYYY-MM-DD`, of a listed place its id or `none`, of the channel its word.
        text: String,
        /// Why.
        reason: String,
    };
    /// Gives, changes or takes back a contact, as the petitioner asks.
    ChangeContact {
        /// Which.
        part: ContactPart,
        /// Whether there is one from now on; if not, it is taken back.
        given: bool,
        /// What it is from now on.
        #[serde(default)]
        value: String,
        /// How the petitioner asked for it; needed where staff enter it.
        #[serde(default)] how: Option<AskedHow>,
        /// How the petitioner was recognised; needed where staff enter it.
        #[serde(default)]
        reason: String,
    };
    /// Corrects a name that was misread at the registration; what stood stays. No name is given to whoever left none.
    CorrectName {
        /// Whose, of those who speak for a group; the first is 0.
        #[serde(default)] representative: Option<u8>,
        /// What it should be.
        name: String,
        /// Why, and what shows the right one.
        reason: String,
    };
    /// Takes a wrong entry back.
    Reopen {
        /// Why.
        reason: String,
    };
    /// The petitioner withdraws.
    Withdraw;
    /// Records a withdrawal that the petitioner signed on paper.
    WithdrawOnPaper {
        /// The scan of the signed paper.
        paper: FileId,
        /// Whose it is, where several speak for a group; the first is 0. The others stay.
        #[serde(default)]
        representative: Option<u8>,
    };
    /// Records a request for review on paper, as the petitioner's own: it is registered above like one by code.
    ReviewOnPaper {
        /// Why the answer is not right, as the paper says.
        reasons: String,
        /// The day on which the paper came; the clock of the review starts there.
        received: Date,
        /// The day of its postmark, if it came by post: it counts for the time to ask, and for nothing else.
        #[serde(default)]
        postmark: Option<Date>,
        /// The scan of the paper.
        paper: FileId,
    };
    /// The petitioner changes his mind.
    UndoWithdrawal;
    /// Handles it together with another one.
    Merge {
        /// Which keeps the clock.
        into: PetitionId,
        /// Why.
        reason: String,
    };
    /// Handles it by itself again.
    Unmerge {
        /// Why.
        reason: String,
    };
    /// Says that another petition, which looked like the same matter, is another matter.
    TellApart {
        /// Which.
        other: PetitionId,
        /// Why.
        #[serde(default)]
        reason: String,
    };
    /// Makes one of its requests a petition of its own.
    Split {
        /// The request's number; the first is 0.
        request: u8,
        /// Why.
        reason: String,
    };
    /// Declares danger to people from the matter.
    DeclareDanger {
        /// What the danger is.
        text: String,
    };
    /// Says that the danger is over.
    LowerDanger {
        /// Why.
        reason: String,
    };
    /// Makes the urgent report.
    ReportUrgent {
        /// What was reported, and to whom.
        text: String,
    };
    /// Writes to the other side.
    Message {
        /// The message.
        text: String,
    };
    /// Marks what the petitioner wrote as read.
    MarkRead;
    /// The petitioner tells more.
    AddFacts {
        /// What.
        text: String,
    };
    /// Puts a fact that was found before the petitioner, to accept or dispute.
    StateFact {
        /// The fact; the petitioner reads it.
        text: String,
    };
    /// The petitioner accepts or disputes a fact.
    RespondFact {
        /// The position of the event that stated it.
        fact: Position,
        /// Whether it is accepted; if not, it is disputed.
        accepted: bool,
        /// How it was; needed where it is disputed.
        #[serde(default)]
        text: String,
        /// How the petitioner told staff, where they write it down.
        #[serde(default)]
        how: Option<AskedHow>,
    };
    /// Writes a note for staff.
    Note {
        /// The note.
        text: String,
    };
    /// Steps aside 回避.
    Recuse {
        /// Why.
        reason: String,
    };
    /// Proposes that the access rules of a Disclosure no longer hold.
    LowerConfidentiality {
        /// Why; the petitioner sees it.
        reason: String,
    };
    /// Proposes an earlier time of a service, from its source.
    EarlierTime {
        /// Of which document.
        document: Document,
        /// How it was served.
        way: ServiceWay,
        /// When.
        at: Instant,
        /// The scan of the source.
        evidence: FileId,
        /// Why; the petitioner sees it.
        reason: String,
    };
    /// Proposes to correct a breach that was none.
    CorrectBreach {
        /// Which duty.
        obligation: ObligationId,
        /// When it had been met.
        at: Instant,
        /// What proves it.
        evidence: FileId,
        /// Why; the petitioner sees it.
        reason: String,
    };
    /// Proposes a new code for a lost one.
    RenewCode {
        /// Whose it is, where several speak for a group; the first is 0. The codes of the others stay.
        #[serde(default)]
        representative: Option<u8>,
        /// How the petitioner was recognised.
        reason: String,
    };
    /// Decides on what somebody else proposed.
    DecideProposal {
        /// Its position.
        proposal: Position,
        /// Whether to agree.
        agree: bool,
        /// Why.
        #[serde(default)]
        reason: String,
    };
    /// Acknowledges an escalation.
    Acknowledge {
        /// Of which duty.
        obligation: ObligationId,
    };
    /// The petitioner disputes a time that staff entered.
    DisputeTime {
        /// The position of the event.
        position: Position,
        /// How it was.
        text: String,
    };
    /// Decides a dispute.
    DecideDispute {
        /// The position of the event.
        position: Position,
        /// Whether the petitioner is right.
        right: bool,
        /// Why.
        reason: String,
    };
    /// The petitioner has the document.
    AcceptService {
        /// Which.
        document: Document,
    };
}
