//! What the store hands out: rows with types.

mod codes;
mod desk;
mod drills;
mod notices;
mod official_seal;
mod people;
mod plans;
mod reach;
mod responses;
mod texts;
mod told;
mod uploads;
mod visits;

pub use codes::{CodeFor, CodeRow, ReplacedCode};
pub use desk::{RefusedKey, RefusedRow};
pub use drills::DrillDutyRow;
pub use notices::{NewNotice, NoticeOrphans, NoticeRow, NoticeState, NoticeTo};
pub use official_seal::SealWaitingRow;
pub use people::{ApiTokenRow, FailuresRow, InvitationRow, PeopleOrphans, SessionRow, TokenHash};
pub use plans::{
    DutyChangeRow, DutyChangeState, PlanApprovalRow, PlanDraftRow, PlanReturnRow, PlanVersionRow,
    RosterPersonRow, RosterVersionRow,
};
pub use reach::{ReachPageRow, ReachSums, ReachTestRow};
pub use responses::{ResponseDutyRow, ResponseOrphans, ResponseRow};
pub use texts::TextVersionRow;
pub(crate) use told::{told_post, told_staff};
pub use uploads::UploadRow;
pub use visits::VisitRow;

use huiyin_domain::deadline::Suspension;
use huiyin_domain::event::{AuthorityAbove, ContactText};
use huiyin_domain::ids::{
    AuthorityId, ObligationId, PetitionId, Position, PostId, ResponseId, StaffId, UnitId,
};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::obligation::ObligationState;
use huiyin_domain::organisation::Level;
use huiyin_domain::petition::{Channel, Class, PetitionState, Who};
use huiyin_domain::rulebook::{Duty, EventName};
use huiyin_domain::time::Instant;
use jiff::civil::Date;

/// A row of the journal, with its parts as they lie there.
#[derive(Clone, Debug)]
pub struct JournalRow {
    /// Whose journal.
    pub authority: AuthorityId,
    /// Where in it.
    pub position: Position,
    /// The event's name.
    pub kind: String,
    /// The petition that it belongs to.
    pub petition: Option<PetitionId>,
    /// The member of staff whose sealed part it carries.
    pub staff: Option<StaffId>,
    /// The response that it belongs to.
    pub response: Option<ResponseId>,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// When it happened.
    pub effective_at: Instant,
    /// The open part: an [`huiyin_domain::event::Envelope`] as JSON.
    pub open: Vec<u8>,
    /// The open part's salt.
    pub open_salt: Vec<u8>,
    /// The identity part.
    pub identity: Part,
    /// The text part.
    pub text: Part,
    /// The 97 bytes that the ledger logs.
    pub entry: Vec<u8>,
}

/// A part of a journal row that may be sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Salt and plaintext, sealed under the petition's key for this part.
    Sealed(Vec<u8>),
    /// The row has no such part; the salt that commits to nothing stands open.
    Absent {
        /// 32 bytes.
        salt: Vec<u8>,
    },
}

/// An authority as the store keeps it.
#[derive(Clone, Debug)]
pub struct AuthorityRow {
    /// Its id.
    pub id: AuthorityId,
    /// Its key in addresses and options.
    pub key: String,
    /// Its name.
    pub name: Bilingual,
    /// Its zone.
    pub zone: String,
    /// The rulebook that petitions start under.
    pub rulebook: String,
    /// The origin of its log.
    pub origin: String,
    /// The key that verifies its receipts, base64.
    pub verifying_key: String,
    /// How far up it stands, once somebody told.
    pub level: Option<Level>,
    /// How to reach it without this website.
    pub contact: ContactText,
    /// Who reviews what it answered.
    pub above: AuthorityAbove,
    /// The digest of its emblem; empty: none.
    pub emblem: String,
}

/// A place of an authority.
#[derive(Clone, Debug)]
pub struct PlaceRow {
    /// Whose.
    pub authority: AuthorityId,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Bilingual,
    /// Whether it is offered no more.
    pub closed: bool,
}

/// A version of a calendar or rulebook.
#[derive(Clone, Debug)]
pub struct LoadedDataRow {
    /// `calendar` or `rulebook`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The file's text.
    pub content: String,
}

/// A petition, without anything that tells who brought it.
#[derive(Clone, Debug)]
pub struct PetitionRow {
    /// Its id.
    pub id: PetitionId,
    /// Its number.
    pub number: PetitionNumber,
    /// Where it stands.
    pub state: PetitionState,
    /// How it came.
    pub channel: Channel,
    /// Its class, if known.
    pub class: Option<Class>,
    /// Its category's code, if known.
    pub category: Option<String>,
    /// Its place's id, if known.
    pub place: Option<String>,
    /// The language of answers.
    pub language: Language,
    /// Named, confidential or anonymous.
    pub who: Who,
    /// Said to be about misconduct.
    pub misconduct: bool,
    /// The unit that has it.
    pub unit: UnitId,
    /// When it was received.
    pub registered_at: Instant,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// When it was answered.
    pub answered_at: Option<Instant>,
    /// The branch of Art 31, for claims.
    pub branch: Option<u8>,
    /// Whether the access rules of a Disclosure hold.
    pub restricted: bool,
    /// Whether it left the intake.
    pub sorted: bool,
    /// Whether people are in danger from the matter.
    pub danger: bool,
    /// Who works on it.
    pub handler: Option<StaffId>,
    /// The petition that it is merged into.
    pub merged_into: Option<PetitionId>,
}

/// An obligation or window.
#[derive(Clone, Debug)]
pub struct ObligationRow {
    /// Its id.
    pub id: ObligationId,
    /// Its petition.
    pub petition: PetitionId,
    /// The rulebook's id.
    pub rulebook: String,
    /// The rulebook's version.
    pub rulebook_version: String,
    /// The term's id.
    pub term: String,
    /// Statutory, house or window.
    pub duty: Duty,
    /// Who owes it.
    pub unit: UnitId,
    /// Open or met.
    pub state: ObligationState,
    /// When its clock started.
    pub opened_at: Instant,
    /// The zone in which its civil days are taken.
    pub zone: String,
    /// The last day in time.
    pub due_date: Date,
    /// The instant that ends it.
    pub due_at: Instant,
    /// Whether the date can still change.
    pub provisional: bool,
    /// The calendar's id.
    pub calendar: String,
    /// The calendar's version.
    pub calendar_version: String,
    /// Whether the date is the "never late in the past" date of RULES 1.5.
    pub lifted: bool,
    /// When it was met, waived or closed.
    pub met_at: Option<Instant>,
    /// The post whose holder owes it.
    pub post: Option<PostId>,
    /// Whether a person set the last day.
    pub day_set: bool,
    /// When the ticker looks at it next.
    pub next_at: Option<Instant>,
    /// When its breach was recorded.
    pub breached_at: Option<Instant>,
    /// Whether its breach was corrected.
    pub corrected: bool,
    /// Whether its extension was granted.
    pub extended: bool,
    /// Steps of escalation taken.
    pub step: u8,
    /// What is left out of its clock.
    pub suspensions: Vec<Suspension>,
    /// The cause for which its clock stands still.
    pub paused: Option<EventName>,
    /// The event that waived it.
    pub waived_by: Option<String>,
}

/// What the timeliness report needs of one duty.
#[derive(Clone, Debug)]
pub struct TimelinessRow {
    /// The rulebook's id.
    pub rulebook: String,
    /// The rulebook's version.
    pub rulebook_version: String,
    /// The term's id.
    pub term: String,
    /// Statutory or house.
    pub duty: Duty,
    /// Who owes it.
    pub unit: UnitId,
    /// The petition's category.
    pub category: Option<String>,
    /// Open or met.
    pub state: ObligationState,
    /// When its clock started.
    pub opened_at: Instant,
    /// The instant that ends it.
    pub due_at: Instant,
    /// When it was met.
    pub met_at: Option<Instant>,
    /// Whether the date can still change.
    pub provisional: bool,
    /// When its breach was recorded.
    pub breached_at: Option<Instant>,
    /// Whether its breach was corrected.
    pub corrected: bool,
    /// The event that waived it.
    pub waived_by: Option<String>,
    /// Its petition.
    pub petition: PetitionId,
    /// Its id.
    pub id: ObligationId,
    /// Whether anybody is barred from the petition: it complains of them, or they stepped aside.
    pub barred: bool,
    /// The unit that stands as responsible for the petition.
    pub responsible: UnitId,
    /// Whether the access rules of a Disclosure hold for the petition.
    pub restricted: bool,
    /// Whether the petition is sorted.
    pub sorted: bool,
}

/// A row of an inbox: what is owed, and on which petition; nothing that tells who brought it.
#[derive(Clone, Debug)]
pub struct InboxRow {
    /// The obligation.
    pub obligation: ObligationId,
    /// Its petition.
    pub petition: PetitionId,
    /// The term's id.
    pub term: String,
    /// Statutory or house.
    pub duty: Duty,
    /// Who owes it.
    pub unit: UnitId,
    /// The last day in time.
    pub due_date: Date,
    /// The instant that ends it.
    pub due_at: Instant,
    /// Whether the date can still change.
    pub provisional: bool,
    /// The post whose holder owes it.
    pub post: Option<PostId>,
    /// When its breach was recorded.
    pub breached_at: Option<Instant>,
    /// Steps of escalation taken.
    pub step: u8,
    /// The cause for which its clock stands still.
    pub paused: Option<EventName>,
    /// The rulebook's id and version.
    pub rulebook: (String, String),
    /// When its clock started.
    pub opened_at: Instant,
    /// The petition's number.
    pub number: PetitionNumber,
    /// Where the petition stands.
    pub state: PetitionState,
    /// Its class.
    pub class: Option<Class>,
    /// Its category's code.
    pub category: Option<String>,
    /// Its place's id.
    pub place: Option<String>,
    /// Whether the access rules of a Disclosure hold.
    pub restricted: bool,
    /// Whether it left the intake.
    pub sorted: bool,
    /// Whether people are in danger from the matter.
    pub danger: bool,
    /// Who works on it.
    pub handler: Option<StaffId>,
    /// The unit that stands as responsible.
    pub responsible: UnitId,
}

/// Which rows of an inbox are asked for.
#[derive(Clone, Debug)]
pub struct InboxQuery {
    /// After this row: its end and id.
    pub after: (Instant, ObligationId),
    /// Due before this instant.
    pub before: Instant,
    /// Of this term only.
    pub term: Option<String>,
    /// Of this category and those under it only.
    pub category: Option<String>,
    /// In this state only.
    pub state: Option<PetitionState>,
    /// Of this class only.
    pub class: Option<Class>,
    /// Only what no post owes, what one of these does, and what people are in danger from; `None`: whichever post.
    pub own: Option<Vec<PostId>>,
    /// Rows at most.
    pub rows_max: u32,
    /// What whoever asks may know of.
    pub sight: InboxSight,
}

/// What is counted of what a unit owes.
#[derive(Clone, Copy, Debug)]
pub struct OwedQuery<'a> {
    /// What whoever asks may know of.
    pub sight: InboxSight,
    /// Only what no post owes, and what one of these does; `None`: whichever post.
    pub own: Option<&'a [PostId]>,
    /// What was due before it is late.
    pub now: Instant,
    /// When today ends.
    pub today_ends: Instant,
    /// When the week ends.
    pub week_ends: Instant,
    /// So many are counted at most, those that are due first.
    pub count_max: u32,
}

/// How much a unit owes, each up to the most that was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwedCounts {
    /// Everything.
    pub all: u64,
    /// Due before now.
    pub late: u64,
    /// Due before the end of today, the late ones with it.
    pub today: u64,
    /// Due before the end of the week, those with it.
    pub week: u64,
    /// On petitions that nobody works on.
    pub untaken: u64,
}

/// Which petitions of a unit somebody may know of: what others owe on the rest is not even counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxSight {
    /// Those that the unit works on, and not only those of the own post.
    pub works: bool,
    /// Those under the access rules of a Disclosure.
    pub restricted: bool,
    /// Those that did not leave the intake.
    pub unsorted: bool,
    /// Those on which this post owes something.
    pub post: Option<PostId>,
}

/// What an earlier POST with the same Idempotency-Key was answered.
#[derive(Clone, Debug)]
pub struct IdempotencyRow {
    /// The keyed hash of that request.
    pub request_hash: Vec<u8>,
    /// The petition under whose text key the response is sealed.
    pub petition: PetitionId,
    /// The response.
    pub sealed_response: Vec<u8>,
    /// When.
    pub created_at: Instant,
}

/// What an import left about one external id.
pub struct ImportedRecord {
    /// The petition that it became.
    pub petition: PetitionId,
    /// The keyed hash of the record.
    pub content_check: String,
}

/// The wrapped data keys of a petition; a part that was forgotten has none.
pub struct PetitionKeys {
    /// Opens the identity parts.
    pub wrapped_identity_key: Option<Vec<u8>>,
    /// Opens the text parts.
    pub wrapped_text_key: Option<Vec<u8>>,
}

/// The sealed text of one row of a petition.
pub struct SealedText {
    /// Where it stands in the journal.
    pub position: Position,
    /// The key that opens it, wrapped; none where it was destroyed.
    pub wrapped_text_key: Option<Vec<u8>>,
    /// The text; none where the row has none.
    pub sealed: Option<Vec<u8>>,
}

/// The numbers that an authority gave in one year.
pub struct NumbersOfYear {
    /// The year.
    pub year: i64,
    /// How many petitions have a number of it.
    pub count: i64,
    /// The first sequence.
    pub first: i64,
    /// The last sequence.
    pub last: i64,
}

/// Rows that belong to nothing, or miss what belongs to them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Orphans {
    /// Keys of no petition.
    pub keys: i64,
    /// Tracking codes of no petition.
    pub codes: i64,
    /// Idempotency records of no petition.
    pub idempotency: i64,
    /// Petitions whose row of keys is missing altogether.
    pub petitions_without_key: i64,
    /// Authorities without a log key.
    pub authorities_without_log_key: i64,
    /// What is about staff.
    pub people: PeopleOrphans,
    /// What is about notices and files.
    pub notices: NoticeOrphans,
    /// What is about responses.
    pub responses: ResponseOrphans,
    /// Drafts of plans of nobody.
    pub plan_drafts: i64,
    /// People of no roster.
    pub roster_persons: i64,
    /// Pieces of files whose draft is gone.
    pub draft_files: i64,
    /// Parts of files whose upload is gone.
    pub upload_parts: i64,
    /// Ratings of no unit.
    pub ratings: i64,
}
