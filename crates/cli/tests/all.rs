//! The tests of the program: arguments in, output and exit code out.

mod all {
    mod channel;
    mod due;
    mod plan;
    mod plan_store;
    mod receipt;
    mod report;
    mod rules;
    mod serve;
    mod store;
    mod support;
    mod user;
    mod year;
}
