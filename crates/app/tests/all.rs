//! The tests of the use cases, the same on SQLite and PostgreSQL.

mod all {
    mod calendar;
    mod doctor;
    mod export;
    mod first_run;
    mod import;
    mod import_refused;
    mod property;
    mod register;
    mod report;
    mod support;
    mod two_nodes;
}
