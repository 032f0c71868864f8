//! The pure heart of Huiyin 回音: what an authority owes, until when, and why.
//!
//! Nothing in this crate reads a clock, a file, the network or a source of chance. Time comes in
//! as an argument; the same inputs always give the same answer. Everything that decides a date
//! stands in [`calendar`], [`rulebook`] and [`deadline`]; everything that decides what happens to
//! a petition stands in [`petition`] and [`obligation`]; what is to happen when a group comes stands
//! in [`plan`] and [`roster`], and what does happen then in [`response`].

pub mod announcement;
pub mod calendar;
pub mod category;
pub mod deadline;
pub mod emblem;
pub mod event;
pub mod ids;
pub mod language;
pub mod letter;
pub mod lodging;
pub mod number;
pub mod obligation;
pub mod official_seal;
pub mod organisation;
pub mod petition;
pub mod plan;
pub mod published;
pub mod response;
pub mod rights;
pub mod roster;
pub mod rulebook;
pub mod shipped;
pub mod text;
pub mod texts;
pub mod time;
pub mod view;
pub mod visit;
pub mod wording;
