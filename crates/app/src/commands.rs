//! What changes the record: one file per command.

pub mod calendar;
pub mod export;
pub mod import;
pub mod people;
pub mod plans;
pub mod register;
