//! The organisation of an authority: units 单位, posts 岗位, staff 工作人员, and who stands in for
//! whom. Pure data, as the journal tells it; nothing here is about petitioners.

use crate::ids::{PostId, StaffId, UnitId};
use crate::language::{Bilingual, Language};
use crate::official_seal::OfficialSeal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far up an authority stands 层级.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 社区、村
    Community,
    /// 园区，乡镇、街道也在这一级
    Park,
    /// 县、区
    County,
    /// 市
    City,
    /// 省
    Province,
    /// 国家
    Nation,
}

/// What a unit is. Only public units answer (RULES 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitKind {
    /// 机关部门: can owe an answer.
    Public,
    /// 企业: can be asked for a statement, never owes `sort`, `notice` or `answer`.
    Enterprise,
    /// 社区: a public unit near to people; can owe an answer.
    Community,
}

/// What a member of staff may do in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 接待登记员: registers and sorts.
    Clerk,
    /// 承办人: works on a petition and drafts the answer.
    Handler,
    /// 单位负责人: assigns in the unit, approves where the rulebook says so.
    UnitHead,
    /// 领导: sees what the units under the unit owe, decides extensions and instructions.
    Leader,
    /// 督查员: sees breaches and asks why.
    Supervisor,
    /// 审计员: reads, changes nothing.
    Auditor,
    /// 系统管理员: units, posts, staff; opens no petition.
    Administrator,
    /// 检举控告专办员: the named officer who may open a restricted petition (RULES 4.2).
    Officer,
}

macro_rules! words {
    ($type:ty { $($variant:ident = $word:literal $zh:literal $en:literal),+ $(,)? }) => {
        impl $type {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word of interfaces and of the store.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word of interfaces and of the store.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }

            /// What it is called.
            pub const fn label(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$variant, Language::Zh) => $zh, (Self::$variant, Language::En) => $en),+
                }
            }
        }
    };
}

pub(crate) use words;

words!(Level {
    Community = "community" "社区" "Community", Park = "park" "园区、乡镇（街道）" "Park, town or subdistrict",
    County = "county" "县（区）" "County", City = "city" "市" "City",
    Province = "province" "省" "Province", Nation = "nation" "国家" "Nation",
});
words!(UnitKind {
    Public = "public" "机关部门" "Public unit", Enterprise = "enterprise" "企业" "Enterprise",
    Community = "community" "社区" "Community",
});
words!(Role {
    Clerk = "clerk" "接待登记员" "Reception clerk", Handler = "handler" "承办人" "Case handler",
    UnitHead = "unit-head" "单位负责人" "Unit head", Leader = "leader" "领导" "Leader",
    Supervisor = "supervisor" "督查员" "Supervisor", Auditor = "auditor" "审计员" "Auditor",
    Administrator = "administrator" "系统管理员" "Administrator",
    Officer = "officer" "检举控告专办员" "Named officer",
});

/// A unit 单位 of an authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its key, such as `petition-office`.
    pub key: String,
    /// Its name.
    pub name: Bilingual,
    /// What it is.
    pub kind: UnitKind,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// Whether it registers petitions as a petition office 信访部门 (信访工作条例 Art 22).
    pub petition_office: bool,
    /// Whether it is dissolved: keeps its history, takes nothing new.
    pub closed: bool,
}

/// A post 岗位: a duty that a rulebook or plan names, with who holds it and who stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// The rulebook's post that it fills, such as `unit-head` or `authority-head`.
    pub duty: String,
    /// What it is called here.
    pub title: Bilingual,
    /// Its unit.
    pub unit: UnitId,
    /// Who holds it.
    pub holder: Option<StaffId>,
    /// Who stands in, in this order.
    pub stand_ins: Vec<StaffId>,
    /// Whether it was abolished.
    pub closed: bool,
}

/// A member of staff 工作人员. The name is that of an official in office and is shown to the
/// petitioner whose file was opened; contacts are sealed and are not here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// Their id.
    pub id: StaffId,
    /// What they sign in with.
    pub login: String,
    /// What they are called.
    pub name: String,
    /// The language of their desk.
    pub language: Language,
    /// Their roles, each in a unit.
    pub roles: Vec<(UnitId, Role)>,
    /// Whether they left: keeps the history, signs in no more.
    pub left: bool,
    /// When they are away, now or next.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub away: Option<Away>,
}

/// Days on which somebody is away 离岗, both included. Why is asked and kept nowhere: it is often about
/// health, and who stands in needs the days alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Away {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// An authority's units, posts and staff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisation {
    /// Every unit.
    pub units: BTreeMap<UnitId, Unit>,
    /// Every post.
    pub posts: BTreeMap<PostId, Post>,
    /// Everybody.
    pub staff: BTreeMap<StaffId, Staff>,
    /// Its seal, and which post keeps it.
    pub seal: OfficialSeal,
}

/// More levels than any authority has; bounds every walk up the tree.
const UNIT_DEPTH_MAX: usize = 16;

impl Organisation {
    /// Whether somebody who has not left signs in so.
    pub fn has_login(&self, login: &str) -> bool {
        let mut staff = self.staff.values();
        staff.any(|one| one.login == login && !one.left)
    }

    /// A unit and the units above it, itself first.
    pub fn chain(&self, unit: UnitId) -> Vec<UnitId> {
        let mut chain = Vec::new();
        let mut at = Some(unit);
        while let Some(one) = at.filter(|one| !chain.contains(one)) {
            if chain.len() == UNIT_DEPTH_MAX {
                break;
            }
            chain.push(one);
            at = self.units.get(&one).and_then(|unit| unit.parent);
        }
        chain
    }

    /// Whether a unit is another one or stands under it.
    pub fn is_within(&self, unit: UnitId, whole: UnitId) -> bool {
        self.chain(unit).contains(&whole)
    }

    /// The posts with a duty that answer for a unit: its own, else that of the nearest unit above,
    /// else those of the whole authority; no enterprise's stand in for another unit's.
    pub fn posts_for(&self, duty: &str, unit: UnitId) -> Vec<&Post> {
        let mine = |post: &&Post| post.duty == duty && !post.closed;
        for one in self.chain(unit) {
            let here: Vec<&Post> = self
                .posts
                .values()
                .filter(mine)
                .filter(|post| post.unit == one)
                .collect();
            if !here.is_empty() {
                return here;
            }
        }
        let anywhere = self.posts.values().filter(mine);
        anywhere.filter(|post| self.answers(post.unit)).collect()
    }

    /// Who acts for a post: its holder, then the stand-ins, without those who left.
    pub fn acting(&self, post: &Post) -> Vec<StaffId> {
        let there = |staff: &StaffId| self.staff.get(staff).is_some_and(|staff| !staff.left);
        post.holder
            .iter()
            .chain(&post.stand_ins)
            .copied()
            .filter(there)
            .collect()
    }

    /// Who acts for a post on a day, in the order in which they are told: whoever is away comes after
    /// everybody who is there, and is not passed over where nobody else acts for it.
    pub fn acting_on(&self, post: &Post, day: Date) -> Vec<StaffId> {
        let mut acting = self.acting(post);
        acting.sort_by_key(|staff| self.is_away(*staff, day));
        acting
    }

    /// Whether somebody is away on a day.
    pub fn is_away(&self, staff: StaffId, day: Date) -> bool {
        let away = self.staff.get(&staff).and_then(|staff| staff.away);
        away.is_some_and(|away| away.from <= day && day <= away.to)
    }

    /// Who stands in for the holder of a post on a day on which the holder is away.
    pub fn stands_in(&self, post: &Post, day: Date) -> Option<StaffId> {
        let holder = post.holder.filter(|holder| self.is_away(*holder, day))?;
        let first = self.acting_on(post, day).into_iter().next();
        first.filter(|first| *first != holder && !self.is_away(*first, day))
    }

    /// Whether somebody stands at or above the units in which another one works.
    pub fn heads(&self, who: StaffId, of: StaffId) -> bool {
        let (Some(head), Some(other)) = (self.staff.get(&who), self.staff.get(&of)) else {
            return false;
        };
        let mut heads = head.roles.iter();
        heads.any(|(unit, role)| {
            let leads = matches!(role, Role::UnitHead | Role::Leader);
            let mut roles = other.roles.iter();
            leads && roles.any(|(under, _)| self.is_within(*under, *unit))
        })
    }

    /// Whether somebody acts for a post with this duty that answers for a unit.
    pub fn acts_as(&self, staff: StaffId, duty: &str, unit: UnitId) -> bool {
        self.posts_for(duty, unit)
            .iter()
            .any(|post| self.acting(post).contains(&staff))
    }

    /// The posts that somebody acts for.
    pub fn posts_of(&self, staff: StaffId) -> Vec<&Post> {
        self.posts
            .values()
            .filter(|post| !post.closed && self.acting(post).contains(&staff))
            .collect()
    }

    /// Whether a unit may owe an answer: a public unit or a community that is not dissolved.
    pub fn answers(&self, unit: UnitId) -> bool {
        self.units
            .get(&unit)
            .is_some_and(|unit| unit.kind != UnitKind::Enterprise && !unit.closed)
    }

    /// Whether a unit is a petition office.
    pub fn is_petition_office(&self, unit: UnitId) -> bool {
        self.units
            .get(&unit)
            .is_some_and(|unit| unit.petition_office)
    }
}

impl Staff {
    /// Whether they hold a role in a unit.
    pub fn has(&self, role: Role, unit: UnitId) -> bool {
        self.roles.contains(&(unit, role))
    }

    /// The units in which they hold a role.
    pub fn units_as(&self, role: Role) -> impl Iterator<Item = UnitId> {
        self.roles
            .iter()
            .filter(move |(_, held)| *held == role)
            .map(|(unit, _)| *unit)
    }
}
