//! How a petition comes to be on record.

use super::Pinned;
use crate::ids::UnitId;
use crate::language::Language;
use crate::number::PetitionNumber;
use crate::obligation::ObligationOpened;
use crate::petition::{Channel, Class, Who};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// See [`super::Event::PetitionRegistered`].
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
    /// How many requests it makes; the answer addresses each.
    #[serde(skip_serializing_if = "is_one", default = "one")]
    pub requests: u8,
    /// How many other representatives speak for the group, each with a code of his own (RULES 3.3).
    #[serde(skip_serializing_if = "is_none_at_all", default)]
    pub other_representatives: u8,
    /// The postmark of a letter; it counts only in the petitioner's favour (RULES 1.1).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub postmark: Option<Date>,
    /// The unit that registered it and owes the first step.
    pub unit: UnitId,
    /// The rulebook that it runs under.
    pub rulebook: Pinned,
    /// The calendar that its dates were counted with.
    pub calendar: Pinned,
    /// What the authority owes from now on.
    pub opened: Vec<ObligationOpened>,
}

const fn one() -> u8 {
    1
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands out references"
)]
const fn is_none_at_all(count: &u8) -> bool {
    *count == 0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands out references"
)]
const fn is_one(count: &u8) -> bool {
    *count == 1
}
