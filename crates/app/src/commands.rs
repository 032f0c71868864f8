//! What changes the record: one file per command.

pub mod announcements;
pub mod calendar;
pub mod duty;
pub mod export;
pub mod feed;
pub mod import;
pub mod people;
pub mod plan_drafts;
pub mod plans;
pub mod published;
pub mod register;
pub mod roster_persons;
pub mod rulebook;
pub mod texts;
pub mod views;
