//! The desk: what staff see and do once they have signed in.

pub(crate) mod act;
pub(crate) mod admin;
pub(crate) mod answer;
pub(crate) mod cards;
pub(crate) mod case;
pub(crate) mod duties;
pub(crate) mod fields;
pub(crate) mod figures;
pub(crate) mod files;
pub(crate) mod gate;
pub(crate) mod guard;
pub(crate) mod handover;
pub(crate) mod inbox;
pub(crate) mod intake;
pub(crate) mod letters;
pub(crate) mod me;
pub(crate) mod petition;
pub(crate) mod plans;
pub(crate) mod responses;
pub(crate) mod roster;
pub(crate) mod sections;
pub(crate) mod statement;
pub(crate) mod style;
pub(crate) mod visits;
