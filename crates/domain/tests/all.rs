//! Every integration test of the domain, as one program.

mod all {
    mod calendar;
    mod category;
    mod deadline;
    mod event;
    mod explanation;
    mod organisation;
    mod property;
    mod rulebook;
    mod rulebook_check;
    pub mod support;
}
