//! What is read: one file per view.

pub mod announcements;
pub mod authority;
pub mod categories;
pub mod doctor;
pub mod inbox;
pub mod obligation;
pub mod organisation;
pub mod other_route;
pub mod people;
pub mod places;
pub mod plan_versions;
pub mod plans;
pub mod plans_waiting;
pub mod published;
mod question;
pub mod ratings;
pub mod readiness;
pub mod registered;
pub mod roster_contacts;
pub mod rule_data;
pub mod same_matter;
pub(crate) mod subject;
pub mod texts;
pub mod timeline;
pub mod timeliness;
pub mod track;
