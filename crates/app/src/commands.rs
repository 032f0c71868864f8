//! What changes the record: one file per command.

pub mod calendar;
pub mod register;
