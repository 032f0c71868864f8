//! What happens to an authority itself: its units, posts and staff. Kept in its own journal; what
//! changes the authority's name or rulebook is kept in the installation's.

use super::Pinned;
use crate::category::OwnCategory;
use crate::ids::{AuthorityId, Position, StaffId, UnitId};
use crate::language::{Bilingual, Language};
use crate::organisation::{Away, Level, Post, Role, Unit};
use crate::texts::TextSet;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// See [`super::Event::AuthorityCreated`].
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

/// See [`super::Event::PlaceSet`]. It says where matters are, never where anybody is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceSet {
    /// Whose.
    pub authority: AuthorityId,
    /// Its id in the authority, which stays.
    pub id: String,
    /// Its name.
    pub name: Bilingual,
    /// Whether it is offered no more.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub closed: bool,
}

/// See [`super::Event::CategorySet`]. Codes are never given up and never mean something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategorySet {
    /// Whose.
    pub authority: AuthorityId,
    /// The subject as it is from now on.
    pub category: OwnCategory,
}

/// See [`super::Event::RulebookLodged`]. A petition that runs keeps the version that it began under (RULES 1.5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulebookLodged {
    /// Its id and version.
    pub pinned: Pinned,
    /// The first day, in its zone, on which new petitions run under it.
    pub from: Date,
    /// The file, as it was given.
    pub content: String,
}

/// See [`super::Event::RulebookBegan`] and [`super::Event::RulebookTakenBack`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulebookVersion {
    /// Its id and version.
    pub pinned: Pinned,
}

/// See [`super::Event::AuthorityChanged`]. What is absent stays as it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityChanged {
    /// Which.
    pub id: AuthorityId,
    /// Its new name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<Bilingual>,
    /// Its level.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub level: Option<Level>,
    /// The rulebook that petitions start under from now on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rulebook: Option<String>,
    /// How to reach it without this website.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub contact: Option<ContactText>,
    /// Who reviews what it answered.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub above: Option<AuthorityAbove>,
    /// The emblem beside its name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub emblem: Option<Emblem>,
}

/// The emblem of an authority 标志, or that it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emblem {
    /// What tells it from every other: SHA-256, as `sha256:` and its digits; empty: none.
    pub digest: String,
    /// The picture in base64, where it is set for the first time; an earlier one is known by its digest.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub content: Option<String>,
}

/// The authority one level above 上一级机关, which a petitioner asks for review (信访工作条例 Art 35).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityAbove {
    /// The authority of this installation that it is; nothing where it is none of them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub authority: Option<AuthorityId>,
    /// Its name and where it takes requests, where it is none of this installation; may be empty.
    pub name: Bilingual,
}

/// How to reach an authority: stands at the foot of every page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactText {
    /// Where to come in.
    pub address: Bilingual,
    /// Whom to call.
    pub phone: String,
    /// When somebody is there.
    pub hours: Bilingual,
}

/// See [`super::Event::TextsSet`]. The set is written whole; it holds texts of the authority for everybody
/// and nothing about anybody, so no part of it is sealed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextsSet {
    /// Whose.
    pub id: AuthorityId,
    /// The word of its [`crate::texts::TextSubject`].
    pub subject: String,
    /// The texts as they are from now on.
    pub texts: TextSet,
    /// The earlier version that was brought back, by the position of its event.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub restored: Option<Position>,
}

/// See [`super::Event::UnitSet`]: a unit came to be, or is otherwise from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitSet {
    /// The unit as it is now.
    pub unit: Unit,
}

/// See [`super::Event::PostSet`]: a post came to be, or is held or named otherwise from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostSet {
    /// The post as it is now.
    pub post: Post,
}

/// See [`super::Event::StaffAdded`]. Contacts are the event's identity part, sealed under the
/// member's own key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffAdded {
    /// What they sign in with.
    pub login: String,
    /// What they are called.
    pub name: String,
    /// The language of their desk.
    pub language: Language,
    /// Their roles.
    pub roles: Vec<(UnitId, Role)>,
}

/// See [`super::Event::StaffChanged`]: the member as they are from now on; new contacts are the
/// identity part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffChanged {
    /// Who.
    pub id: StaffId,
    /// What they are called.
    pub name: String,
    /// The language of their desk.
    pub language: Language,
    /// Their roles.
    pub roles: Vec<(UnitId, Role)>,
    /// Whether they left.
    pub left: bool,
}

/// See [`super::Event::StaffIsAway`]. No reason is asked or kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffIsAway {
    /// Who.
    pub id: StaffId,
    /// When; nothing where they are back, or will not go.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub away: Option<Away>,
}

/// The contacts of a member of staff: the identity part of [`StaffAdded`]. Sealed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffContact {
    /// An e-mail address for notices on duty.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email: Option<String>,
    /// A telephone number for notices on duty.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phone: Option<String>,
}
