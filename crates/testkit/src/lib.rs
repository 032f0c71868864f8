//! What tests share; no crate but a test depends on it.
//!
//! [`engine`] runs one test on both engines; [`house`] holds the rules of the house as functions: texts in, findings out;
//! [`server`] is a PostgreSQL of one test's own, [`smtp`] is a mail server, [`http`] a gateway; [`park`] is an invented authority with everybody whom a petition meets.

pub mod clock;
pub mod cut;
pub mod engine;
pub mod house;
pub mod http;
mod listener;
pub mod park;
pub mod picture;
pub mod server;
pub mod smtp;

/// For tests of crates that have no arrow to it themselves.
pub use huiyin_ledger as ledger;
/// For tests of crates that have no arrow to it themselves.
pub use huiyin_store as store;
