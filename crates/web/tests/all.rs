//! Every integration test of the web, as one program.

mod all {
    mod announcements;
    mod appearance;
    mod away;
    mod becoming;
    pub mod canary;
    mod closed;
    pub mod desk;
    mod desk_files;
    mod desk_inbox;
    mod desk_journey;
    mod desk_keys;
    mod desk_refused;
    pub mod desk_support;
    mod desk_walk;
    mod documents;
    mod fields;
    mod files_api;
    mod first_run;
    mod headers;
    mod idempotency;
    mod insider;
    pub mod insider_support;
    pub mod journey;
    mod letters;
    mod pages;
    pub mod plans;
    mod portal_receipt;
    mod portal_track;
    mod public_figures;
    mod queue;
    mod register;
    mod reports;
    mod responses;
    mod review;
    pub mod routes;
    mod screenshots;
    pub mod staff;
    mod staff_api;
    mod staff_api_refused;
    pub mod support;
    mod tell;
    mod track;
    mod visits;
    pub mod webdriver;
    mod workshop;
}
