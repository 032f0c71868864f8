//! What is taken over from a register of earlier days (RULES 8).

use super::Pinned;
use crate::ids::{ObligationId, UnitId};
use crate::number::PetitionNumber;
use crate::obligation::ObligationOpened;
use crate::petition::{Channel, Class, Who};
use serde::{Deserialize, Serialize};

/// See [`super::Event::PetitionImported`]. It keeps its effective time and skips form rules (RULES 8).
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

/// See [`super::Event::AnswerImported`]. Its effective time counts as service (RULES 5.4).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerImported {
    /// The obligations that it met.
    pub met: Vec<ObligationId>,
}
