//! HTTP: the portal for petitioners, the JSON API, health and metrics. No rule and no SQL here:
//! a handler extracts, calls one use case, and shows what came back.

mod api;
mod assets;
mod away;
mod body;
mod cookie;
mod desk;
mod headers;
mod health;
mod initials;
mod metrics;
mod observe;
pub mod pages;
mod parts;
mod portal;
pub mod problem;
mod server;
mod serving;
mod state;
pub mod upload;

pub use api::openapi::document as openapi_document;
pub use server::router;
pub use serving::{ServeError, Serving};
pub use state::{NOTHING_AFTER, WebConfig};
