//! The desk: what staff see and do once they have signed in.

pub(crate) mod admin;
pub(crate) mod gate;
pub(crate) mod guard;
pub(crate) mod home;
pub(crate) mod me;
