//! Rows about notices that go out.

use huiyin_domain::event::Document;
use huiyin_domain::ids::{PersonId, PetitionId, Position, StaffId};
use huiyin_domain::plan::Channel;
use huiyin_domain::time::Instant;

/// How far a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeState {
    /// Waits for its next attempt.
    Queued,
    /// The channel accepted it.
    Handed,
    /// The channel refused it for good, or nobody answered for too long: serve otherwise.
    Failed,
    /// There is no contact any more.
    Dropped,
}

impl NoticeState {
    /// Every state.
    pub const ALL: &'static [Self] = &[Self::Queued, Self::Handed, Self::Failed, Self::Dropped];

    /// The word of interfaces and of the store.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Handed => "handed",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }
}

/// To whom a notice goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeTo {
    /// Whoever brought a petition.
    Petitioner(PetitionId),
    /// A member of staff.
    Staff(StaffId),
    /// Somebody of a roster who has no account.
    Person(PersonId),
    /// Whoever a situation report goes to: no person of ours, and its address stands in no table.
    Recipient,
}

/// A notice to be queued.
#[derive(Clone, Copy, Debug)]
pub struct NewNotice<'a> {
    /// To whom.
    pub to: NoticeTo,
    /// The event's name, or another word for what it is about; never shown outside.
    pub kind: &'a str,
    /// The document that its acceptance serves.
    pub document: Option<Document>,
    /// The position of the event.
    pub position: Position,
    /// By what it goes; without one by mail.
    pub channel: Option<Channel>,
}

/// A notice as the store keeps it; it holds no contact.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    /// Its id.
    pub id: i64,
    /// To whom.
    pub to: NoticeTo,
    /// What it is about.
    pub kind: String,
    /// The document that its acceptance serves.
    pub document: Option<Document>,
    /// The position of the event.
    pub position: Position,
    /// How far it is.
    pub state: NoticeState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt_at: Instant,
    /// When it was queued.
    pub created_at: Instant,
    /// When the channel accepted it.
    pub handed_at: Option<Instant>,
    /// What the channel said last; nothing about a person.
    pub failure: Option<String>,
    /// By what it goes; without one by mail.
    pub channel: Option<Channel>,
}

/// Notices and files that belong to nothing, or miss what belongs to them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct NoticeOrphans {
    /// Notices to nobody.
    pub notices: i64,
    /// Contents of no file.
    pub contents: i64,
    /// Files, and images of a seal, whose content is missing.
    pub files_without_content: i64,
}
