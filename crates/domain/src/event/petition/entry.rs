//! A slip of whoever registered a petition, put right beside what stood.

use crate::obligation::Effects;
use crate::petition::{Channel, EntryPart};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

facts! {
    /// See [`crate::event::Event::EntryCorrected`]. What it should say and why are sealed; what stood is where it
    /// stood. What the open part says holds here too from then on.
    EntryCorrected {
        /// Which part.
        part: EntryPart,
        /// The place of the authority's list, where that part is corrected; nothing: none of the list.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        place: Option<String>,
        /// How it came, where that part is corrected.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        channel: Option<Channel>,
        /// When it was received, where that part is corrected; never later than what stood.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        received_at: Option<Instant>,
    }
}
