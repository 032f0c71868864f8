//! One file per command.

pub mod backup;
pub mod bench;
pub mod calendar;
pub mod category;
pub mod channel;
pub mod doctor;
pub mod due;
pub mod export;
pub mod import;
pub mod letter;
pub mod plan;
pub mod receipt;
pub mod report;
pub mod restore;
pub mod roster;
pub mod rulebook;
pub mod serve;
pub mod user;
