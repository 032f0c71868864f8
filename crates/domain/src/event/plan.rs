//! What happens to the plans of an authority.

use super::Pinned;
use crate::ids::{Position, PostId};
use crate::language::Language;
use crate::organisation::words;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// See [`super::Event::PlanApproved`]. Its version is in force from then on; what runs under an
/// earlier one keeps it (RULES 1.5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanApproved {
    /// Which version of which plan.
    pub plan: Pinned,
    /// The post for which it was approved.
    pub post: PostId,
    /// The version of the roster that it was checked with.
    pub roster: String,
    /// The calendar that it was checked with.
    pub calendar: Pinned,
}

/// A post held by somebody else for a while 调班. The names are the roster's own, of officials in office;
/// no reason is kept: that somebody is ill is nobody's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyChange {
    /// The plan whose roster it is.
    pub plan: String,
    /// The post.
    pub post: String,
    /// From when.
    pub from: Instant,
    /// To when; not part of it.
    pub to: Instant,
    /// Who would hold it, by the roster's id; nobody where it is unheld.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub was: Option<String>,
    /// Who holds it instead, by the roster's id.
    pub holder: String,
}

/// See [`super::Event::DutyChanged`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyChanged {
    /// What is otherwise.
    pub change: DutyChange,
    /// How it came about.
    pub how: ChangedHow,
}

/// How a change of duty came about that nobody had to agree to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangedHow {
    /// 负责人安排
    Arranged,
    /// 接班
    Taken,
}

words!(ChangedHow {
    Arranged = "arranged" "负责人安排" "arranged by a head", Taken = "taken" "当场接班" "taken over at once",
});

/// See [`super::Event::DutySwapEnded`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutySwapEnded {
    /// The request: the position of its event.
    pub swap: Position,
    /// How it ended.
    pub how: SwapEnd,
}

/// How a request for a swap ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SwapEnd {
    /// 同意
    Agreed,
    /// 不同意
    Declined,
    /// 撤回
    Withdrawn,
}

words!(SwapEnd {
    Agreed = "agreed" "已同意" "agreed", Declined = "declined" "没有同意" "declined",
    Withdrawn = "withdrawn" "已撤回" "taken back",
});
