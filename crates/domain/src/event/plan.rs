//! What happens to the plans of an authority.

use super::Pinned;
use crate::ids::{Position, PostId, ResponseId};
use crate::language::Language;
use crate::obligation::ObligationOpened;
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

/// See [`super::Event::PlanReturned`]. That version is not put in force any more; the next one can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanReturned {
    /// Which version of which plan.
    pub plan: Pinned,
    /// The post for which it was sent back.
    pub post: PostId,
    /// What is to be changed. It is about the plan, which holds nothing about anybody who comes.
    pub reason: String,
}

/// See [`super::Event::RosterContactChanged`]. The number and the address are sealed beside the journal; here is
/// only what became of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterContactChanged {
    /// The plan's id.
    pub plan: String,
    /// Whose, by the roster's id.
    pub person: String,
    /// What became of the telephone.
    pub phone: ContactChange,
    /// What became of the e-mail address.
    pub email: ContactChange,
}

/// What became of a telephone or an address that somebody is reached by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactChange {
    /// Nothing: it is there, or is not, as before.
    Same,
    /// There was none, and now there is.
    Set,
    /// Another took its place.
    Changed,
    /// It was deleted.
    Deleted,
}

impl ContactChange {
    /// What became of one, told by what it was and what it is.
    pub fn between(was: Option<&str>, is: Option<&str>) -> Self {
        match (was, is) {
            (None, Some(_)) => Self::Set,
            (Some(_), None) => Self::Deleted,
            (Some(was), Some(is)) if was != is => Self::Changed,
            _ => Self::Same,
        }
    }
}

/// See [`super::Event::DrillOwed`]. Its id is the position of the event that opened it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrillOwed {
    /// The version of the plan whose rule gives the date.
    pub plan: Pinned,
    /// The calendar that it was counted with.
    pub calendar: Pinned,
    /// What is owed, by which post, until when.
    pub obligation: ObligationOpened,
    /// The duty that goes on, under a newer version of the plan: it is not opened anew.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub continues: Option<Position>,
}

/// See [`super::Event::ReachabilityTested`]. It names posts' number and no person: who answered is on no
/// record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReachabilityTested {
    /// The version of the plan whose posts were asked.
    pub plan: Pinned,
    /// The version of the roster that says who holds them.
    pub roster: String,
    /// How many posts.
    pub posts: u32,
    /// Until when an answer counts.
    pub until: Instant,
}

/// See [`super::Event::ReachabilityCounted`]. Sums only, so that no list over time can be made of who
/// answered: which post it was is kept beside the journal, until the next test or four weeks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReachabilityCounted {
    /// The plan's id.
    pub plan: String,
    /// The test: the position of the event that began it.
    pub test: Position,
    /// Posts that answered in time.
    pub reached: u32,
    /// Posts that did not.
    pub silent: u32,
    /// Posts whose holder no channel reaches.
    pub no_channel: u32,
    /// Posts that nobody held.
    pub unheld: u32,
}

/// See [`super::Event::DrillHeld`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrillHeld {
    /// The duty.
    pub owed: Position,
    /// The drill.
    pub response: ResponseId,
}

/// See [`super::Event::DrillWarned`] and [`super::Event::DrillMissed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrillMoment {
    /// The duty.
    pub owed: Position,
    /// When the ticker looks at it next; nothing if it does not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_at: Option<Instant>,
}

/// See [`super::Event::DrillEscalated`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrillEscalated {
    /// The duty.
    pub owed: Position,
    /// The step; the first is 1.
    pub step: u8,
    /// The post, in the words of rulebooks.
    pub duty: String,
    /// The posts that were told.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub told: Vec<PostId>,
    /// When the ticker looks at it next; nothing if it does not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_at: Option<Instant>,
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
