//! The 97 bytes of a journal row that the log is about, and their leaf hash.

use std::fmt;

use aws_lc_rs::digest;
use data_encoding::HEXLOWER;
use thiserror::Error;

/// Number of bytes of an entry: one of version, three commitments of 32.
const LENGTH: usize = 97;
/// First byte of every entry of this version.
const VERSION: u8 = 0x01;

/// Joins the commitments to the three parts of a journal row.
///
/// 97 bytes: `0x01 ‖ C(open) ‖ C(identity) ‖ C(text)`. *Source:* RULES 3.1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Entry([u8; LENGTH]);

impl Entry {
    /// Joins three commitments made by [`commit`](crate::commit).
    pub fn new(open: &[u8; 32], identity: &[u8; 32], text: &[u8; 32]) -> Self {
        let mut bytes = [VERSION; LENGTH];
        bytes[1..33].copy_from_slice(open);
        bytes[33..65].copy_from_slice(identity);
        bytes[65..].copy_from_slice(text);
        Self(bytes)
    }

    /// Reads the stored bytes of an entry.
    ///
    /// # Errors
    /// [`EntryError::Length`]: these are not the bytes of an entry; look where they were cut.
    /// [`EntryError::Version`]: a newer program wrote them; use that one.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        let entry: [u8; LENGTH] = bytes
            .try_into()
            .map_err(|_| EntryError::Length(bytes.len()))?;
        if entry[0] != VERSION {
            return Err(EntryError::Version(entry[0]));
        }
        Ok(Self(entry))
    }

    /// Gives the 97 bytes to store and to hash.
    pub fn as_bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }

    /// Computes the leaf of this entry in the authority's log, see [`leaf_hash`].
    pub fn leaf_hash(&self) -> [u8; 32] {
        leaf_hash(&self.0)
    }

    /// Gives the commitment to the open part.
    pub fn open(&self) -> &[u8; 32] {
        self.commitment(0)
    }

    /// Gives the commitment to the identity part.
    pub fn identity(&self) -> &[u8; 32] {
        self.commitment(1)
    }

    /// Gives the commitment to the text part.
    pub fn text(&self) -> &[u8; 32] {
        self.commitment(2)
    }

    fn commitment(&self, index: usize) -> &[u8; 32] {
        // The 96 bytes after the version are three pieces of 32; callers pass 0, 1 or 2.
        &self.0[1..].as_chunks().0[index]
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({})", HEXLOWER.encode(&self.0))
    }
}

/// Computes the hash of a leaf: SHA-256 over one 0x00 and the entry.
///
/// The leaf of the row at `position` has the index `position − 1` in the log.
/// *Source:* RULES 3.1; RFC 6962 section 2.1.
pub fn leaf_hash(entry: &[u8]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(&[0x00]);
    context.update(entry);
    let mut bytes = [0; 32];
    // A SHA-256 digest has 32 bytes, so the lengths agree.
    bytes.copy_from_slice(context.finish().as_ref());
    bytes
}

/// Says why bytes are not an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EntryError {
    /// The number of bytes is not 97.
    #[error("an entry has 97 bytes, not {0}; look where the bytes were cut or joined")]
    Length(usize),
    /// The first byte is not 0x01.
    #[error(
        "the entry begins with {0:#04x}, this program knows 0x01; use the newer program that wrote it"
    )]
    Version(u8),
}
