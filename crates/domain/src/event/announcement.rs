//! What an authority posts for everybody.

use crate::announcement::Announcement;
use crate::published::PublishedAnswer;
use serde::{Deserialize, Serialize};

/// See [`super::Event::AnnouncementSet`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnouncementSet {
    /// As it stands from now on.
    pub announcement: Announcement,
}

/// See [`super::Event::PublishedAnswerSet`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedAnswerSet {
    /// As it stands from now on.
    pub answer: PublishedAnswer,
}
