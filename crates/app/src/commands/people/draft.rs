//! What an administrator types, unchecked. Texts are checked where the command is made.

use crate::queries::obligation::Words;
use huiyin_domain::language::Bilingual;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A unit as it is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitDraft {
    /// Its key: lower-case letters, digits and dashes.
    pub key: String,
    /// Its name; an empty English one becomes the Chinese.
    #[schema(value_type = Words)]
    pub name: Bilingual,
    /// `public`, `enterprise` or `community`.
    pub kind: String,
    /// The id of the unit above it.
    #[serde(default)]
    pub parent: Option<i64>,
    /// Whether it registers what comes in.
    #[serde(default)]
    pub petition_office: bool,
    /// Whether it is dissolved.
    #[serde(default)]
    pub closed: bool,
}

/// A post as it is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostDraft {
    /// The rulebook's post that it fills, such as `unit-head`.
    pub duty: String,
    /// What it is called here; an empty English title becomes the Chinese.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// The id of its unit.
    pub unit: i64,
    /// The id of who holds it.
    #[serde(default)]
    pub holder: Option<i64>,
    /// The ids of who stands in, in this order.
    #[serde(default)]
    pub stand_ins: Vec<i64>,
    /// Whether it was abolished.
    #[serde(default)]
    pub closed: bool,
}

/// A role in a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleDraft {
    /// The unit's id.
    pub unit: i64,
    /// The role's word, such as `clerk`.
    pub role: String,
}

/// How to reach a member of staff. Sealed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffContactDraft {
    /// An e-mail address.
    #[serde(default)]
    pub email: String,
    /// A telephone number.
    #[serde(default)]
    pub phone: String,
}

impl std::fmt::Debug for StaffContactDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StaffContactDraft(…)")
    }
}

/// A member of staff as they are to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffDraft {
    /// What they sign in with; taken when they are added and never changed.
    #[serde(default)]
    pub login: String,
    /// What they are called.
    pub name: String,
    /// The language of their desk: `zh` or `en`; without it Chinese.
    #[serde(default)]
    pub language: String,
    /// Their roles.
    #[serde(default)]
    pub roles: Vec<RoleDraft>,
    /// How to reach them; absent leaves it as it was.
    #[serde(default)]
    pub contact: Option<StaffContactDraft>,
    /// Whether they left.
    #[serde(default)]
    pub left: bool,
}

/// How to reach an authority without this website.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactDraft {
    /// Where to come in.
    #[schema(value_type = Words)]
    pub address: Bilingual,
    /// Whom to call.
    pub phone: String,
    /// When somebody is there.
    #[schema(value_type = Words)]
    pub hours: Bilingual,
}

/// What changes about an authority; what is absent stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorityDraft {
    /// Its name.
    #[serde(default)]
    #[schema(value_type = Option<Words>)]
    pub name: Option<Bilingual>,
    /// Its level: `community`, `park`, `county`, `city`, `province` or `nation`.
    #[serde(default)]
    pub level: Option<String>,
    /// The id of a loaded rulebook.
    #[serde(default)]
    pub rulebook: Option<String>,
    /// How to reach it.
    #[serde(default)]
    pub contact: Option<ContactDraft>,
}

/// A further authority.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAuthorityDraft {
    /// Its key in addresses and options: lower-case letters, digits and dashes.
    pub key: String,
    /// Its name.
    #[schema(value_type = Words)]
    pub name: Bilingual,
    /// Its zone, an IANA name; without it `Asia/Shanghai`.
    #[serde(default)]
    pub zone: String,
    /// The id of a loaded rulebook; without it the first authority's.
    #[serde(default)]
    pub rulebook: String,
    /// Its level, if told.
    #[serde(default)]
    pub level: Option<String>,
    /// Its first administrator.
    pub administrator: StaffDraft,
}
