//! A fact that the authority found and put before the petitioner, and what the petitioner says to it. The words
//! of both are sealed.

use crate::ids::Position;
use crate::obligation::Effects;
use crate::petition::AskedHow;
use serde::{Deserialize, Serialize};

facts! {
    /// See [`crate::event::Event::FactStated`]. The fact is sealed.
    FactStated {}
    /// See [`crate::event::Event::FactResponded`]. The words are sealed.
    FactResponded {
        /// The position of the event that stated the fact.
        fact: Position,
        /// Whether the petitioner accepts it; if not, he disputes it.
        accepted: bool,
        /// Which of those who speak for a group said so by his own code; the first is 0.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        representative: Option<u8>,
        /// How it was said to staff who wrote it down; nothing where a code did it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        how: Option<AskedHow>,
    }
}
