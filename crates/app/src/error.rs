//! What a use case can answer when it does not do what was asked.

use crate::chance::NoChance;
use crate::commands::people::PeopleRefusal;
use crate::commands::plans::PlanRefusal;
use crate::ticker::ClockDoubt;
use huiyin_domain::calendar::Finding;
use huiyin_domain::deadline::DeadlineError;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::petition::{CaseRefusal, FieldError, FieldProblem};
use huiyin_domain::response::RunRefusal;
use huiyin_letters::LetterError;
use huiyin_notify::InboundError;
use huiyin_store::StoreError;

/// Why a use case did not end well.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// It was refused: an answer, not a failure. Nothing was written.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// The store failed.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The clock is not believed (RULES 1.6).
    #[error("{0}")]
    Clock(#[from] ClockDoubt),
    /// No random bytes.
    #[error("{0}")]
    Chance(#[from] NoChance),
    /// A document could not be set.
    #[error("{0}")]
    Letter(#[from] LetterError),
    /// It writes to another authority's journal too, whose head was not locked; nothing was written. Whoever
    /// sent it sends it again with that one.
    #[error("the journal of authority {0} has to be locked too")]
    NeedsJournal(AuthorityId),
    /// A row of the journal or a loaded file cannot be read by this program.
    #[error("{0}; run `huiyin doctor`")]
    Unreadable(String),
}

/// What a caller can do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It was refused; say it otherwise.
    Refused,
    /// Nothing was written; try again in a moment.
    Busy,
    /// The database cannot be reached; nothing was written. Try again in a few seconds.
    Away,
    /// It may or may not have been written; ask again with the same Idempotency-Key.
    Unknown,
    /// The program is stopping.
    Stopping,
    /// Something is broken.
    Broken,
}

impl AppError {
    /// One field was not taken.
    pub(crate) fn field(field: &str, problem: FieldProblem) -> Self {
        let field = field.to_owned();
        Self::Refused(Refusal::Fields(vec![FieldError { field, problem }]))
    }

    /// What a caller can do about it.
    pub const fn cause(&self) -> Cause {
        match self {
            Self::Refused(_) => Cause::Refused,
            Self::Store(StoreError::QueueFull | StoreError::Busy) | Self::NeedsJournal(_) => {
                Cause::Busy
            }
            Self::Store(StoreError::Unreachable(_)) => Cause::Away,
            Self::Store(StoreError::CommitUnknown(_)) => Cause::Unknown,
            Self::Store(StoreError::Stopped) => Cause::Stopping,
            Self::Store(_)
            | Self::Chance(_)
            | Self::Clock(_)
            | Self::Letter(_)
            | Self::Unreadable(_) => Cause::Broken,
        }
    }
}

/// Why something was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Fields were not taken; each is named.
    #[error("{} field(s) were not taken", .0.len())]
    Fields(Vec<FieldError>),
    /// The same Idempotency-Key came with another request (RULES 2.4).
    #[error("the Idempotency-Key was used for another request")]
    IdempotencyKeyReused,
    /// No authority has this key.
    #[error("no authority is called {0:?}")]
    UnknownAuthority(String),
    /// No rulebook has this id.
    #[error("no rulebook is called {0:?}")]
    UnknownRulebook(String),
    /// The rulebook has no such term.
    #[error("the rulebook {rulebook} has no term {term:?}")]
    UnknownTerm {
        /// The rulebook.
        rulebook: String,
        /// The term asked for.
        term: String,
    },
    /// The date lies outside of what can be counted.
    #[error("{0}")]
    Deadline(String),
    /// The data file has errors, each with its line.
    #[error("{}", lines(.0))]
    BadFile(Vec<Finding>),
    /// Another version of the rulebook waits for its day.
    #[error("{id} {version} waits for its day; take it back first")]
    RulebookWaits {
        /// The rulebook.
        id: String,
        /// The version that waits.
        version: String,
    },
    /// This id and version was loaded or lodged with other content.
    #[error("{id} {version} is loaded with other content; give the file a new version")]
    VersionTaken {
        /// The id of the calendar, plan or roster.
        id: String,
        /// The version.
        version: String,
    },
    /// There is no such petition, or nobody here may know of it (RULES 4.2).
    #[error("no such petition")]
    NoSuchPetition,
    /// The petition has no such file, or it is not for whoever asks.
    #[error("no such file")]
    NoSuchFile,
    /// There is no such draft, or it was forgotten or sent.
    #[error("no such draft")]
    NoSuchDraft,
    /// There is no such upload, it is somebody else's, or it was forgotten.
    #[error("no such upload")]
    NoSuchUpload,
    /// Another byte of an upload is next than the one that came.
    #[error("the byte at {offset} is next")]
    UploadMoved {
        /// Which is next.
        offset: u64,
    },
    /// The petition has no such document, or not yet, or it is not for whoever asks.
    #[error("no such document")]
    NoSuchLetter,
    /// They may know of it, and may not do this.
    #[error("this role may not do that")]
    NotAllowed,
    /// Somebody changed it since it was looked at.
    #[error("it was changed meanwhile; its version is {version} now")]
    ChangedMeanwhile {
        /// The version now.
        version: i64,
    },
    /// A step on a petition was refused by the rules.
    #[error("{0}")]
    Case(CaseRefusal),
    /// What concerns staff, sign-in and administration.
    #[error("{0}")]
    People(PeopleRefusal),
    /// What concerns plans and rosters.
    #[error("{0}")]
    Plan(PlanRefusal),
    /// There is no such response, or nobody here may know of it (RULES 4.1).
    #[error("no such response")]
    NoSuchResponse,
    /// No channel of this name and secret tells anything here.
    #[error("no such channel")]
    NoSuchChannel,
    /// What a channel told cannot be read.
    #[error("{0}")]
    Unheard(InboundError),
    /// No visit was announced under this code or id, or it is deleted, or not theirs to see.
    #[error("no such visit")]
    NoSuchVisit,
    /// As many visits are announced as are taken at once.
    #[error("no more visits can be announced now")]
    TooManyVisits,
    /// So many visits were announced in a short while that programs, not groups, announce them.
    #[error("too many visits were announced just now; try again in {seconds} seconds")]
    VisitsTooFast {
        /// When it can be tried again.
        seconds: u32,
    },
    /// A response has as many screens as it may.
    #[error("this response has as many screens as it may")]
    TooManyScreens,
    /// No plan that is in force has such a place.
    #[error("no plan in force has this place")]
    NoPlanInForce,
    /// A response does not take this step now.
    #[error("{}", .0.message().en)]
    Run(RunRefusal),
    /// A newer version is loaded or lodged already.
    #[error("{id} {loaded} is loaded and newer than {version}")]
    OlderThanLoaded {
        /// The id of the calendar, plan or roster.
        id: String,
        /// The version of the file.
        version: String,
        /// The version in the store.
        loaded: String,
    },
}

/// What was found wrong in a data file, in one text.
fn lines(findings: &[Finding]) -> String {
    let lines = findings.iter().map(Finding::to_string);
    lines.collect::<Vec<_>>().join("; ")
}

impl Refusal {
    /// Whether there is nothing, or nobody here may know of it: the two look alike.
    pub const fn is_not_there(&self) -> bool {
        matches!(
            self,
            Self::NoSuchPetition
                | Self::NoSuchFile
                | Self::NoSuchDraft
                | Self::NoSuchLetter
                | Self::NoSuchResponse
                | Self::NoSuchChannel
                | Self::NoSuchVisit
        )
    }
}

impl From<DeadlineError> for AppError {
    fn from(error: DeadlineError) -> Self {
        Self::Refused(Refusal::Deadline(error.to_string()))
    }
}
