//! What an authority posts for everybody.

use crate::announcement::Announcement;
use serde::{Deserialize, Serialize};

/// See [`super::Event::AnnouncementSet`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnouncementSet {
    /// As it stands from now on.
    pub announcement: Announcement,
}
