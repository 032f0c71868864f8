//! What the petitioner and the authority write to one another.

use crate::obligation::Effects;
use serde::{Deserialize, Serialize};
use std::ops::Not;

facts! {
    /// See [`crate::event::Event::MessageSent`]. The words are sealed.
    MessageSent {
        /// Whether the petitioner wrote it.
        from_petitioner: bool,
        /// Whether it waits until staff answer it or mark it read; of what was written before that was kept, none
        /// does.
        #[serde(skip_serializing_if = "Not::not", default)]
        waits: bool,
    }
}
