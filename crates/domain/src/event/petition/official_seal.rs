//! What happens to a document about the seal of its authority.

use crate::event::Document;
use crate::ids::Position;
use crate::obligation::Effects;
use crate::official_seal::SealImage;
use serde::{Deserialize, Serialize};

facts! {
    /// See [`crate::event::Event::SealAwaited`].
    SealAwaited {
        /// Which document.
        document: Document,
    }
    /// See [`crate::event::Event::SealSet`].
    SealSet {
        /// On which document.
        document: Document,
        /// The event that issued it.
        issued: Position,
        /// Which image.
        image: SealImage,
    }
    /// See [`crate::event::Event::SealWaived`]. The reason is sealed.
    SealWaived {
        /// Which document.
        document: Document,
        /// The event that issued it.
        issued: Position,
    }
}
