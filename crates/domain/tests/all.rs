//! Every integration test of the domain, as one program.

mod all {
    mod calendar;
    mod cases;
    mod category;
    mod deadline;
    mod drawing;
    mod drill;
    mod duty_change;
    mod duty_feed;
    mod enough;
    mod event;
    mod explanation;
    mod held;
    mod improvement;
    mod ladder;
    mod lodging;
    mod next_drill;
    mod office;
    mod official_seal;
    mod on_call;
    mod organisation;
    mod plan_check;
    mod plan_diff;
    pub mod plan_draft;
    mod plan_faults;
    mod plan_table;
    mod plan_tiers;
    mod plan_wizard;
    mod property;
    mod readiness;
    mod reception;
    mod response;
    mod rulebook;
    mod rulebook_check;
    mod sent_files;
    mod story;
    mod story_property;
    pub mod support;
    mod view;
}
