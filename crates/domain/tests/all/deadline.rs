//! Deadlines: the vectors of the sources and the edges of the rules.

use super::support::{at, case, day, days, span, text};
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::deadline::{DeadlineError, deadline, recompute};
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;

#[test]
fn working_days_of_the_fact_sheet() {
    let cn = case("cn-2022");
    assert_eq!(cn.date("objection", "2026-02-13"), "2026-02-27");
    assert_eq!(cn.date("objection", "2026-04-28"), "2026-05-08");
    assert_eq!(cn.date("objection", "2026-09-28"), "2026-10-10");
}

#[test]
fn calendar_days_of_the_fact_sheet() {
    let cn = case("cn-2022");
    assert_eq!(
        cn.date("sort", "2026-02-13"),
        "2026-02-28",
        "a make-up Saturday is no rest day"
    );
    assert_eq!(cn.date("answer", "2026-02-13"), "2026-04-14");
    let extended = cn.due("answer", "2026-02-13", &[], true).unwrap();
    assert_eq!(extended.due_date, day("2026-05-14"));
    assert_eq!(extended.due_at, at("2026-05-15T00:00:00+08:00"));
}

#[test]
fn a_last_day_that_rests_rolls_once_and_after_the_extension() {
    let cn = case("cn-2022");
    // 2026-02-01 + 15 = 02-16, in the Spring Festival.
    let due = cn.due("sort", "2026-02-01", &[], false).unwrap();
    assert_eq!(
        (due.due_date, due.last_counted),
        (day("2026-02-24"), day("2026-02-16"))
    );
    assert_eq!(due.consulted, Some((day("2026-02-16"), day("2026-02-24"))));
    // 60 d end on Saturday 2026-06-20; the 30 more run from there, not from 06-22.
    let due = cn.due("answer", "2026-04-21", &[], true).unwrap();
    assert_eq!(due.last_counted, day("2026-07-20"));
}

#[test]
fn the_civil_day_is_taken_in_the_zone() {
    let cn = case("cn-2022");
    assert_eq!(cn.date("sort", "2026-03-01T15:59:59Z"), "2026-03-16");
    assert_eq!(cn.date("sort", "2026-03-01T16:00:00Z"), "2026-03-17");
}

#[test]
fn suspended_days_are_not_counted() {
    let cn = case("cn-2022");
    let hearing = [
        days("2026-03-10", "2026-03-12"),
        days("2026-03-12", "2026-03-13"),
    ];
    let due = cn
        .due("final-review", "2026-03-01", &hearing, false)
        .unwrap();
    // 03-31 and four days more, then rolled over Qingming (04-04 to 04-06).
    assert_eq!(
        (due.last_counted, due.due_date),
        (day("2026-04-04"), day("2026-04-07"))
    );
    let due = cn.due(
        "objection",
        "2026-03-02",
        &[days("2026-03-04", "2026-03-05")],
        false,
    );
    assert_eq!(due.unwrap().due_date, day("2026-03-11"));
    let before = [days("2026-02-01", "2026-03-01")];
    let due = cn
        .due("final-review", "2026-03-01", &before, false)
        .unwrap();
    assert_eq!(
        due.last_counted,
        day("2026-03-31"),
        "the start day is not counted anyhow"
    );
}

#[test]
fn months_end_on_the_same_number_or_the_months_last() {
    let eu = case("eu-code");
    assert_eq!(eu.date("decide", "2026-01-15"), "2026-03-15");
    assert_eq!(eu.date("decide", "2025-12-31"), "2026-02-28");
    assert_eq!(eu.date("decide", "2023-12-30"), "2024-02-29");
    assert_eq!(eu.date("acknowledge", "2026-01-15"), "2026-01-29");
    // Two days inside, the third only once the end has moved past it.
    let pauses = [
        days("2026-02-01", "2026-02-02"),
        days("2026-03-16", "2026-03-16"),
    ];
    let due = eu.due("decide", "2026-01-15", &pauses, false).unwrap();
    assert_eq!(due.due_date, day("2026-03-18"));
    assert!(!due.provisional);
    assert_eq!(due.consulted, None);
}

#[test]
fn minute_and_hour_terms_run_by_the_clock() {
    let beijing = case("cn-hotline-beijing");
    let from = "2026-02-13T23:30:00+08:00";
    let due = beijing.due("emergency", from, &[], false).unwrap();
    assert_eq!(due.due_at, at("2026-02-14T01:30:00+08:00"));
    assert_eq!(due.due_date, day("2026-02-14"));
    let pauses = [
        span("2026-02-14T00:30:00+08:00", "2026-02-14T01:00:00+08:00"),
        span("2026-02-14T00:00:00+08:00", "2026-02-14T00:40:00+08:00"),
        span("2026-02-13T20:00:00+08:00", "2026-02-13T23:40:00+08:00"),
        span("2026-02-14T06:00:00+08:00", "2026-02-14T07:00:00+08:00"),
    ];
    let due = beijing.due("emergency", from, &pauses, false).unwrap();
    assert_eq!(
        due.due_at,
        at("2026-02-14T02:40:00+08:00"),
        "10 + 60 minutes, overlaps once"
    );
    let due = beijing
        .due("utility", from, &[days("2026-02-14", "2026-02-15")], false)
        .unwrap();
    assert_eq!(due.due_at, at("2026-02-16T23:30:00+08:00"));
    let ever = [days("-009999-01-01", "2026-02-13")];
    let due = beijing.due("emergency", from, &ever, false).unwrap();
    assert_eq!(
        due.due_at,
        at("2026-02-14T02:00:00+08:00"),
        "suspended since ever"
    );
    // Clocks go forward in London: 24 hours are 24 hours.
    let london = huiyin_domain::time::Zone::parse("Europe/London").unwrap();
    let mut request = beijing.request("utility", "2026-03-28T12:00:00Z", &[], false);
    request.zone = &london;
    let due = deadline(&request).unwrap();
    assert_eq!(due.due_at, at("2026-03-29T13:00:00+01:00"));
}

#[test]
fn in_time_is_exclusive_for_days_and_inclusive_for_hours() {
    let day_term = case("cn-2022")
        .due("sort", "2026-02-13", &[], false)
        .unwrap();
    assert!(day_term.in_time(at("2026-02-28T23:59:59.999999+08:00")));
    assert!(!day_term.in_time(at("2026-03-01T00:00:00+08:00")));
    let beijing = case("cn-hotline-beijing");
    let hour_term = beijing
        .due("emergency", "2026-02-13T10:00:00+08:00", &[], false)
        .unwrap();
    assert!(hour_term.in_time(at("2026-02-13T12:00:00+08:00")));
    assert!(!hour_term.in_time(at("2026-02-13T12:00:00.000001+08:00")));
}

#[test]
fn a_day_ends_where_its_zone_ends_it() {
    let uk = case("uk-lgsco");
    let due = uk
        .due("acknowledge", "2026-03-23T09:00:00Z", &[], false)
        .unwrap();
    assert_eq!(due.due_date, day("2026-03-30"));
    assert_eq!(
        due.due_at,
        at("2026-03-30T23:00:00Z"),
        "summer time has begun"
    );
    assert_eq!(uk.date("acknowledge", "2026-12-23"), "2027-01-04");
    let india = case("in-cpgrams-2024");
    assert_eq!(
        india.date("answer", "2026-02-01"),
        "2026-02-22",
        "a Sunday stands"
    );
}

#[test]
fn what_a_coming_notice_can_change_is_provisional() {
    let cn = case("cn-2022");
    let provisional = |term: &str, from: &str| cn.due(term, from, &[], false).unwrap().provisional;
    assert!(!provisional("objection", "2026-12-21"), "ends on the 28th");
    assert!(provisional("objection", "2026-12-22"));
    assert!(!provisional("sort", "2026-12-13"));
    assert!(provisional("sort", "2026-12-14"));
    assert!(provisional("answer", "2026-11-15"));
    assert!(
        !case("in-cpgrams-2024")
            .due("answer", "2026-12-14", &[], false)
            .unwrap()
            .provisional
    );
}

#[test]
fn nothing_is_recomputed_into_the_past() {
    let mut cn = case("cn-2022");
    let newer = text(shipped::calendars(), "cn")
        .replace("through = 2026-12-28", "through = 2027-12-28")
        + "\n[[year]]\nyear = 2027\nsources = [\"invented\"]\n\
           off = [{ name = \"new-year\", from = 2027-01-01, to = 2027-01-03 }]\n\
           work = [{ name = \"new-year\", on = 2026-12-26 }]\n";
    let before = cn.due("objection", "2026-12-22", &[], false).unwrap();
    assert_eq!(
        (before.due_date, before.provisional),
        (day("2026-12-29"), true)
    );
    cn.calendar = WorkCalendar::parse(&newer).unwrap();
    let request = cn.request("objection", "2026-12-22", &[], false);
    let plain = recompute(&request, at("2026-12-28T12:00:00+08:00")).unwrap();
    assert_eq!(
        (plain.deadline.due_date, plain.lifted),
        (day("2026-12-28"), false)
    );
    let late = recompute(&request, at("2026-12-31T12:00:00+08:00")).unwrap();
    assert_eq!(
        (late.deadline.due_date, late.lifted),
        (day("2027-01-04"), true)
    );
    assert_eq!(late.deadline.due_at, at("2027-01-05T00:00:00+08:00"));
}

#[test]
fn what_cannot_be_computed_is_refused() {
    let cn = case("cn-2022");
    let beijing = case("cn-hotline-beijing");
    let back = [days("2026-03-10", "2026-03-09")];
    assert_eq!(
        cn.due("sort", "2026-03-01", &back, false),
        Err(DeadlineError::SuspensionBackwards)
    );
    let exact = [span("2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z")];
    assert_eq!(
        cn.due("sort", "2026-03-01", &exact, false),
        Err(DeadlineError::SpanInDays)
    );
    assert_eq!(
        cn.due("sort", "2026-03-01", &[], true),
        Err(DeadlineError::NoExtension)
    );
    let end = DeadlineError::EndOfTime;
    assert_eq!(cn.due("sort", "9999-12-29", &[], false), Err(end));
    assert_eq!(cn.due("objection", "9999-12-29", &[], false), Err(end));
    let forever = [days("2026-01-01", "9999-12-31")];
    for term in ["sort", "objection", "final-review"] {
        assert_eq!(cn.due(term, "2026-03-01", &forever, false), Err(end));
    }
    assert_eq!(
        beijing.due("emergency", "2026-03-01", &forever, false),
        Err(end)
    );
    for micros in [i64::MIN, i64::MAX] {
        for case in [&cn, &beijing, &case("eu-code")] {
            for term in &case.rulebook.terms {
                let mut request = case.request(&term.id, "2026-01-01", &[], false);
                request.from = Instant::from_micros(micros);
                assert_eq!(deadline(&request), Err(end));
            }
        }
    }
}
