//! The store: journal, derived state, sealed parts and operational rows, on SQLite or PostgreSQL
//! behind one small interface. SQL stands nowhere else in the house.
//!
//! What other crates use: [`Store`] to read, [`writer::Writer`] to write, [`seal`] for keys.

mod batching;
mod copy;
mod error;
mod flusher;
mod postgres;
mod project;
pub mod reader;
pub mod rebuild;
pub mod rows;
mod schema;
pub mod seal;
mod sqlite;
mod statements;
mod store;
pub mod transaction;
mod tx;
pub mod writer;

pub use copy::{CopyReport, back_up, read_backup, restore};
pub use error::StoreError;
pub use store::{Store, StoreConfig};
pub use tx::Engine;
