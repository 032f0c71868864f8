//! Commitments, log entries and receipts of Huiyin 回音: bytes in, bytes out.
//!
//! This crate knows no petition, no store and no clock. Chance (salts, seeds, the bytes of an
//! origin) comes in as an argument. It is kept small so that a stranger can audit it in one
//! sitting, in this order:
//!
//! 1. [`commit`] hides a part of a journal row behind a salt; [`text_check`] does the same for the
//!    text that a petitioner typed.
//! 2. [`Entry`] joins the three commitments of a row; [`leaf_hash`] makes the leaf of the
//!    authority's log from it.
//! 3. [`origin`] names an authority's log for good, [`LogKey`] signs for it, [`VerifyingKey`]
//!    checks.
//! 4. [`Receipt`] is the text file that a petitioner takes home; [`SignedReceipt`] reads it back
//!    and checks it.
//!
//! An inclusion proof is not part of a receipt. It comes later, in a file of its own, and joins
//! the receipt by origin, leaf index and leaf hash ([`Verdict`]).
//!
//! *Source:* RULES section 3; RFC 2104 (HMAC), RFC 4648 (base32, base64), RFC 6962 section 2.1
//! (leaf hash), RFC 8032 (Ed25519).

mod commitment;
mod entry;
mod key;
mod origin;
mod receipt;
mod verify;

pub use commitment::{Salt, commit, text_check};
pub use entry::{Entry, EntryError, leaf_hash};
pub use key::{KeyError, LogKey, VerifyingKey};
pub use origin::{is_origin, origin};
pub use receipt::{Receipt, ReceiptError, SignedReceipt};
pub use verify::{Check, KeySource, Verdict};
