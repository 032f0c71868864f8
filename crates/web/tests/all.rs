//! Every integration test of the web, as one program.

mod all {
    mod becoming;
    mod canary;
    mod closed;
    pub mod desk;
    mod desk_journey;
    mod desk_refused;
    pub mod desk_support;
    mod documents;
    mod fields;
    mod headers;
    mod idempotency;
    mod journey;
    mod pages;
    mod portal_form;
    mod portal_receipt;
    mod portal_track;
    mod queue;
    mod register;
    mod routes;
    pub mod staff;
    mod staff_api;
    mod staff_api_refused;
    pub mod support;
    mod track;
    pub mod webdriver;
}
