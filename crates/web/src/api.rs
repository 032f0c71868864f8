//! The JSON API under `/api/v1`: one file per endpoint.

pub(crate) mod absence;
pub(crate) mod admin;
pub(crate) mod counter;
pub(crate) mod duty;
mod fields;
pub(crate) mod figures;
pub(crate) mod files;
pub(crate) mod inbox;
pub(crate) mod letters;
pub(crate) mod notices;
pub(crate) mod openapi;
pub(crate) mod paper_review;
pub(crate) mod petition;
pub(crate) mod plan;
pub(crate) mod published;
pub(crate) mod reach;
pub(crate) mod register;
pub(crate) mod registered;
pub(crate) mod response;
pub(crate) mod same_matter;
pub(crate) mod seal;
pub(crate) mod step;
pub(crate) mod track;
pub(crate) mod uploads;
pub(crate) mod views;
pub(crate) mod visit;
