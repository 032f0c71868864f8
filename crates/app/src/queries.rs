//! What is read: one file per view.

pub mod doctor;
pub mod obligation;
pub mod people;
pub mod timeliness;
pub mod track;
