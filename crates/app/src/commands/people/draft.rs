//! What an administrator types, unchecked. Texts are checked where the command is made.

use crate::queries::obligation::Words;
use crate::rules::Rules;
use huiyin_domain::language::Bilingual;
use huiyin_domain::organisation::{Post, Staff, Unit};
use huiyin_store::rows::AuthorityRow;
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
    /// How to reach them; absent leaves it as it was. Never shown in a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
    /// Who reviews what it answered.
    #[serde(default)]
    pub above: Option<AboveDraft>,
    /// The digest of the emblem beside its name, `sha256:` and its digits, of a picture that was set before; empty:
    /// none. A new picture is sent to `/api/v1/admin/authority/emblem`.
    #[serde(default)]
    pub emblem: Option<String>,
}

/// The authority one level above.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AboveDraft {
    /// The key of another authority of this installation; empty where it is none of them.
    #[serde(default)]
    pub authority: String,
    /// Its name and where it takes requests, where it is none of this installation.
    #[serde(default)]
    #[schema(value_type = Words)]
    pub name: Bilingual,
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

impl From<&Unit> for UnitDraft {
    fn from(unit: &Unit) -> Self {
        Self {
            key: unit.key.clone(),
            name: unit.name.clone(),
            kind: unit.kind.word().to_owned(),
            parent: unit.parent.map(|parent| parent.raw()),
            petition_office: unit.petition_office,
            closed: unit.closed,
        }
    }
}

impl From<&Post> for PostDraft {
    fn from(post: &Post) -> Self {
        Self {
            duty: post.duty.clone(),
            title: post.title.clone(),
            unit: post.unit.raw(),
            holder: post.holder.map(|holder| holder.raw()),
            stand_ins: post.stand_ins.iter().map(|one| one.raw()).collect(),
            closed: post.closed,
        }
    }
}

impl From<&Staff> for StaffDraft {
    /// Without contacts, which are sealed.
    fn from(staff: &Staff) -> Self {
        let roles = staff.roles.iter().map(|(unit, role)| RoleDraft {
            unit: unit.raw(),
            role: role.word().to_owned(),
        });
        Self {
            login: staff.login.clone(),
            name: staff.name.clone(),
            language: staff.language.tag().to_owned(),
            roles: roles.collect(),
            contact: None,
            left: staff.left,
        }
    }
}

impl AuthorityDraft {
    /// An authority of the installation as it is.
    pub fn of(row: &AuthorityRow, rules: &Rules) -> Self {
        let above = row.above.authority.and_then(|id| rules.authority(id));
        Self {
            name: Some(row.name.clone()),
            level: row.level.map(|level| level.word().to_owned()),
            rulebook: Some(row.rulebook.clone()),
            contact: Some(ContactDraft {
                address: row.contact.address.clone(),
                phone: row.contact.phone.clone(),
                hours: row.contact.hours.clone(),
            }),
            above: Some(AboveDraft {
                authority: above.map(|one| one.row.key.clone()).unwrap_or_default(),
                name: row.above.name.clone(),
            }),
            emblem: Some(row.emblem.clone()),
        }
    }
}
