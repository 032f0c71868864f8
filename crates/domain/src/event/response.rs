//! What happens in a response 响应 to a group visit. No event says anything about those who came but
//! how many they are; whom the matter is about and the topic are sealed under the response's own key.

use super::Pinned;
use crate::ids::{PetitionId, UnitId};
use crate::plan::Key;
use crate::response;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// See [`super::Event::ResponseOpened`]. What runs keeps the version of the plan that it began under
/// (RULES 1.5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResponseOpened {
    /// The plan that it runs under.
    pub plan: Pinned,
    /// Whether it is a drill 演练: nobody came, and everything that it makes says so.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub exercise: bool,
    /// Whether somebody there is unwell or needs help; nobody is named.
    pub unwell: bool,
    /// What the run recorded; whom the matter is about is left out here, it is sealed.
    pub happened: response::Event,
    /// When the ticker looks at it next.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_at: Option<Instant>,
}

/// See [`super::Event::ResponseStepped`]. Its effective time is when it happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResponseStepped {
    /// What the run recorded.
    pub happened: response::Event,
    /// How whoever acted told it; none where time or a channel did.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub way: Option<Way>,
    /// By when the page that a channel took is answered, inclusive.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub answer_by: Option<Instant>,
    /// The pages that nobody need answer any more.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub closes: Vec<u32>,
    /// When the ticker looks at the response next; nothing while nothing is awaited.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_at: Option<Instant>,
    /// Whether a post needs a person to see to it now.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub red: bool,
}

/// How an answer or an arrival was told. Never by a location: none is asked for, of anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// By themselves, signed in.
    Own,
    /// By the link of their page.
    Link,
    /// By a text message with the number of their page, from their own telephone.
    Reply,
    /// By the desk, for somebody else.
    Desk,
    /// By the code that hangs in the reception room.
    RoomCode,
}

/// The sealed part of what names, while a response runs, who owes the answer or whom it is about (RULES 4.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedText {
    /// The units that it complains of, with those under them.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub respondents: Vec<UnitId>,
    /// The posts of the plan that it complains of.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub posts: Vec<Key>,
    /// The units and posts that are left out from then on, as the plan knows them.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub left_out: Vec<Key>,
    /// The public unit that owes the answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub concerned: Option<UnitId>,
    /// The petition that is heard at a place above the own level.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub petition: Option<PetitionId>,
}

impl OpeningText {
    /// What was named since is known too.
    pub fn add(&mut self, named: &NamedText) {
        fn more<T: Clone + PartialEq>(to: &mut Vec<T>, from: &[T]) {
            let new = from.iter().filter(|one| !to.contains(one));
            let new: Vec<T> = new.cloned().collect();
            to.extend(new);
        }
        more(&mut self.respondents, &named.respondents);
        more(&mut self.posts, &named.posts);
        self.concerned = named.concerned.or(self.concerned);
        self.petition = named.petition.or(self.petition);
    }
}

/// The sealed part of [`super::Event::ResponseOpened`]: what goes to the posts that come, and to no
/// respondent (RULES 4.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningText {
    /// What it is about, as typed; no name of anybody who came.
    pub topic: String,
    /// The units that it complains of, with those under them; none of their people is called.
    pub respondents: Vec<UnitId>,
    /// The posts of the plan that it complains of; nobody with a turn in one is called.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub posts: Vec<Key>,
    /// The same as the plan knows them: units and posts that are left out.
    pub left_out: Vec<Key>,
    /// The public unit that owes the answer, if it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub concerned: Option<UnitId>,
    /// The petition that is heard at a place above the own level, where its number is known: whoever is called to decide
    /// answers from its file while the response runs. Nothing of the petition points back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub petition: Option<PetitionId>,
    /// The script that plays it where it is a drill, as its file has it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub script: Option<String>,
}
