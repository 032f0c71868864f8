//! What happens to the seal of an authority 印章: who keeps it, and which image is set. Kept in its own
//! journal. The image itself is a sealed content beside the journal; the journal has its digest.

use super::Document;
use crate::ids::PostId;
use crate::official_seal::SealImage;
use serde::{Deserialize, Serialize};

/// See [`super::Event::SealKeeperNamed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealKeeperNamed {
    /// The post; none: nobody keeps it, and no document waits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub keeper: Option<PostId>,
    /// The documents that wait for it.
    pub documents: Vec<Document>,
}

/// See [`super::Event::SealLodged`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealLodged {
    /// What tells the image from every other.
    pub digest: String,
    /// Its size.
    pub bytes: u64,
}

/// See [`super::Event::SealChosen`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealChosen {
    /// An image that was lodged before; none: there is no seal to set any more.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub image: Option<SealImage>,
}
