//! The JSON API under `/api/v1`: one file per endpoint.

pub(crate) mod admin;
pub(crate) mod openapi;
pub(crate) mod register;
pub(crate) mod track;
