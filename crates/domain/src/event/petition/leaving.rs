//! What happens when one of those who speak for a group leaves (RULES 5.9). Who it is by name stands in the
//! sealed identity part alone; here is only which of them, in the order of the registration.

use crate::obligation::Effects;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

facts! {
    /// See [`crate::event::Event::LeavingAsked`].
    LeavingAsked {
        /// Which of them; the first is 0.
        representative: u8,
        /// When it takes effect.
        until: Instant,
    }
    /// See [`crate::event::Event::LeavingUndone`].
    LeavingUndone {
        /// Which of them; the first is 0.
        representative: u8,
    }
    /// See [`crate::event::Event::RepresentativeLeft`].
    RepresentativeLeft {
        /// Which of them; the first is 0.
        representative: u8,
        /// Whether the sealed identity part says anew who speaks for the group.
        named: bool,
    }
}
