//! Facts, in the past tense. The journal keeps them; every table of state follows from them.
//!
//! An event is never changed once a version of Huiyin has written it; it is only succeeded by
//! another. `tests/fixtures/events-v1.jsonl` proves that old ones still load.

mod organisation;

pub use organisation::{
    AuthorityChanged, ContactText, PostSet, StaffAdded, StaffChanged, StaffContact, UnitSet,
};

use crate::ids::{AuthorityId, ObligationId, PetitionId, Position, StaffId, UnitId};
use crate::language::{Bilingual, Language};
use crate::number::PetitionNumber;
use crate::obligation::ObligationOpened;
use crate::petition::{Channel, Class, Who};
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

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Event {
    /// The installation came to be, with its key.
    InstallationCreated(InstallationCreated),
    /// An authority came to be.
    AuthorityCreated(AuthorityCreated),
    /// An authority's name, level, rulebook or contact was changed.
    AuthorityChanged(AuthorityChanged),
    /// A unit came to be or was changed.
    UnitSet(UnitSet),
    /// A post came to be or was changed.
    PostSet(PostSet),
    /// A member of staff was added.
    StaffAdded(StaffAdded),
    /// A member of staff was changed.
    StaffChanged(StaffChanged),
    /// A work calendar was loaded.
    CalendarLoaded(DataLoaded),
    /// A rulebook was loaded.
    RulebookLoaded(DataLoaded),
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
}

impl Event {
    /// The event's name, as the journal's `kind` column keeps it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::InstallationCreated(_) => "InstallationCreated",
            Self::AuthorityCreated(_) => "AuthorityCreated",
            Self::AuthorityChanged(_) => "AuthorityChanged",
            Self::UnitSet(_) => "UnitSet",
            Self::PostSet(_) => "PostSet",
            Self::StaffAdded(_) => "StaffAdded",
            Self::StaffChanged(_) => "StaffChanged",
            Self::CalendarLoaded(_) => "CalendarLoaded",
            Self::RulebookLoaded(_) => "RulebookLoaded",
            Self::PetitionRegistered(_) => "PetitionRegistered",
            Self::PetitionImported(_) => "PetitionImported",
            Self::AnswerImported(_) => "AnswerImported",
            Self::ObligationRecomputed(_) => "ObligationRecomputed",
            Self::DataExported(_) => "DataExported",
        }
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

/// See [`Event::AuthorityCreated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityCreated {
    /// Its id.
    pub id: AuthorityId,
    /// Its key in addresses and options, such as `default`.
    pub key: String,
    /// Its name.
    pub name: Bilingual,
    /// Its zone, an IANA name.
    pub zone: String,
    /// The rulebook that its petitions start under.
    pub rulebook: String,
    /// The permanent origin of its log (RULES 3.2).
    pub origin: String,
    /// The Ed25519 key that verifies its receipts, base64.
    pub verifying_key: String,
    /// Its units; the first registers.
    pub units: Vec<UnitCreated>,
    /// Its places.
    pub places: Vec<PlaceCreated>,
}

/// A unit of a new authority.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitCreated {
    /// Its id in the authority.
    pub id: UnitId,
    /// Its key, such as `petition-office`.
    pub key: String,
    /// Its name.
    pub name: Bilingual,
}

/// A place of a new authority: where a matter can be. Never where a person is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceCreated {
    /// Its id in the authority, such as `reception`.
    pub id: String,
    /// Its name.
    pub name: Bilingual,
}

/// A calendar or rulebook that was loaded, whole, so that the journal alone can tell every date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataLoaded {
    /// Id and version.
    pub pinned: Pinned,
    /// The file's text.
    pub content: String,
}

/// See [`Event::PetitionRegistered`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PetitionRegistered {
    /// Its number.
    pub number: PetitionNumber,
    /// How it came.
    pub channel: Channel,
    /// The class that the petitioner named, if any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub class: Option<Class>,
    /// The category's code, if named.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<String>,
    /// The id of a place of the authority, if named.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
    /// The language in which answers are wished.
    pub language: Language,
    /// Named, confidential or anonymous.
    pub who: Who,
    /// Whether the petitioner said that it may be misconduct (RULES 4.2).
    pub misconduct: bool,
    /// The unit that registered it and owes the first step.
    pub unit: UnitId,
    /// The rulebook that it runs under.
    pub rulebook: Pinned,
    /// The calendar that its dates were counted with.
    pub calendar: Pinned,
    /// What the authority owes from now on.
    pub opened: Vec<ObligationOpened>,
}

/// See [`Event::PetitionImported`]. It keeps its effective time and skips form rules (RULES 8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PetitionImported {
    /// Its number here.
    pub number: PetitionNumber,
    /// Where it was taken over from.
    pub source: String,
    /// Its id there.
    pub external_id: String,
    /// A keyed hash of the whole record, to tell "the same again" from "other content".
    pub content_check: String,
    /// How it came there.
    pub channel: Channel,
    /// Its class, if the file told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub class: Option<Class>,
    /// Its category's code, if the file told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<String>,
    /// Its place's id, if the file told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
    /// Named or anonymous.
    pub who: Who,
    /// The unit that owed the answer.
    pub unit: UnitId,
    /// The rulebook that it is judged under.
    pub rulebook: Pinned,
    /// The calendar that its date was counted with.
    pub calendar: Pinned,
    /// The one obligation that the import opens.
    pub opened: Vec<ObligationOpened>,
}

/// See [`Event::AnswerImported`]. Its effective time counts as service (RULES 5.4).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerImported {
    /// The obligations that it met.
    pub met: Vec<ObligationId>,
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
}

/// See [`Event::DataExported`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataExported {
    /// What was exported, such as `petitions`.
    pub what: String,
    /// In which format.
    pub format: String,
    /// How many petitions the file was to hold: all on record when the export began.
    pub rows: u64,
}
