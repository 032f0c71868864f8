//! The tests of the use cases, the same on SQLite and PostgreSQL.

mod all {
    mod absence;
    mod access;
    mod authorise;
    mod becoming;
    mod calendar;
    mod commitments;
    mod doctor;
    mod duty;
    mod export;
    mod file_access;
    pub mod files;
    mod first_run;
    mod import;
    mod import_refused;
    mod insider;
    mod ladder;
    mod letters;
    mod next_drill;
    mod notice_hours;
    mod notices;
    mod pages;
    mod people;
    mod plans;
    mod presence;
    mod property;
    mod rating;
    mod reach;
    mod reception;
    mod register;
    mod report;
    mod reports;
    mod responses;
    mod review;
    mod review_above;
    mod same_matter;
    mod sample;
    mod scripts;
    mod sign_in;
    mod slips;
    mod support;
    mod text_notices;
    mod texts;
    mod two_nodes;
    mod uploads;
    mod visits;
}
