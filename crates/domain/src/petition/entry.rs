//! Parts of what staff typed when they registered a petition for somebody: a slip of theirs in it can be
//! corrected by an entry that stands beside it. What a petitioner typed is never corrected by anybody.

use crate::language::Bilingual;
use serde::{Deserialize, Serialize};

/// What stands for "none of the list" where the place is corrected.
pub const NO_PLACE: &str = "none";

/// Which part of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryPart {
    /// The matter in one sentence.
    Subject,
    /// What happened.
    Body,
    /// Where it happened, in words.
    Place,
    /// The day of a letter's postmark.
    Postmark,
    /// The place of the authority's list.
    ListedPlace,
    /// How it came.
    Channel,
    /// The day on which it was received.
    ReceivedOn,
}

impl EntryPart {
    /// Every part.
    pub const ALL: &'static [Self] = &[
        Self::Subject,
        Self::Body,
        Self::Place,
        Self::Postmark,
        Self::ListedPlace,
        Self::Channel,
        Self::ReceivedOn,
    ];

    /// The word of interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Body => "body",
            Self::Place => "place",
            Self::Postmark => "postmark",
            Self::ListedPlace => "listed-place",
            Self::Channel => "channel",
            Self::ReceivedOn => "received-on",
        }
    }

    /// What it is called.
    pub fn title(self) -> Bilingual {
        match self {
            Self::Subject => Bilingual::new("一句话事由", "The matter in one sentence"),
            Self::Body => Bilingual::new("事情经过", "What happened"),
            Self::Place => Bilingual::new("具体地点和时间", "The exact place, and when"),
            Self::Postmark => Bilingual::new("邮戳日期", "Day of the postmark"),
            Self::ListedPlace => Bilingual::new("在哪里", "Where"),
            Self::Channel => Bilingual::new("怎么来的（渠道）", "How it came"),
            Self::ReceivedOn => Bilingual::new("收到的日子", "Day of receipt"),
        }
    }
}
