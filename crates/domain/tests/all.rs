//! Every integration test of the domain, as one program.

mod all {
    mod calendar;
    mod cases;
    mod category;
    mod deadline;
    mod event;
    mod explanation;
    mod office;
    mod organisation;
    mod property;
    mod rulebook;
    mod rulebook_check;
    mod story;
    mod story_property;
    pub mod support;
}
