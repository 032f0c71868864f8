//! What tests share; no crate but a test depends on it.
//!
//! [`engine`] runs one test on both engines; [`house`] holds the rules of the house as functions: texts in, findings out;
//! [`smtp`] is a mail server.

pub mod engine;
pub mod house;
pub mod smtp;

/// For tests of crates that have no arrow to it themselves.
pub use huiyin_ledger as ledger;
/// For tests of crates that have no arrow to it themselves.
pub use huiyin_store as store;
