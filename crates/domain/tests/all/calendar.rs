//! Calendars: the facts of the shipped ones, and what the checker finds.

use super::support::{calendar, day, text};
use huiyin_domain::calendar::{DayKind, WorkCalendar};
use huiyin_domain::shipped;
use std::collections::BTreeMap;

const SHARED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/holiday_cn"
);

#[test]
fn shipped_calendars_check_clean() {
    for (id, text) in shipped::calendars() {
        assert_eq!(WorkCalendar::check(text), [], "{id}");
        assert_eq!(calendar(id).id(), *id);
    }
}

#[test]
fn working_days_of_a_year_are_those_of_the_notices() {
    let calendar = calendar("cn");
    for (year, expected) in [(2024, 251), (2025, 248), (2026, 248)] {
        let mut date = jiff::civil::date(year, 1, 1);
        let mut count = 0;
        while date.year() == year {
            count += i32::from(calendar.is_workday(date));
            date = date.tomorrow().unwrap();
        }
        assert_eq!(count, expected, "{year}");
    }
}

#[test]
#[expect(
    clippy::disallowed_macros,
    reason = "a test says what it could not run (RULES 11)"
)]
fn every_day_agrees_with_the_notices_as_gathered() {
    if !std::path::Path::new(SHARED).exists() {
        println!("not run: no ../shared");
        return;
    }
    let mut listed = BTreeMap::new();
    for year in 2007..=2026 {
        let file = std::fs::read_to_string(format!("{SHARED}/{year}.json")).unwrap();
        read(&file, &mut listed);
    }
    agrees(&calendar("cn"), &listed, "2006-12-25", "2026-12-31");
}

/// The same on invented facts, so that the comparison always runs.
#[test]
fn every_day_agrees_with_the_invented_twin() {
    let mut listed = BTreeMap::new();
    read(
        r#"{"days": [
            {"name": "新节", "date": "2029-12-29", "isOffDay": false},
            {"name": "新节", "date": "2029-12-31", "isOffDay": true},
            {"name": "新节", "date": "2030-01-01", "isOffDay": true},
            {"name": "新节", "date": "2030-01-02", "isOffDay": true}]}"#,
        &mut listed,
    );
    let twin = WorkCalendar::parse(TWIN).unwrap();
    agrees(&twin, &listed, "2029-12-20", "2030-12-31");
    assert_eq!(twin.sources()[0].sources, ["invented"]);
}

const TWIN: &str = r#"
id = "twin"
version = "2030.1"
title = { zh = "虚构", en = "Invented" }
firm = { from = 2030-01-01, through = 2030-12-28, reason = { zh = "未公布", en = "not announced" } }
[names]
new = { zh = "新节", en = "New Feast" }
[[year]]
year = 2030
sources = ["invented"]
off = [{ name = "new", from = 2029-12-31, to = 2030-01-02 }]
work = [{ name = "new", on = 2029-12-29 }]
"#;

fn read(file: &str, listed: &mut BTreeMap<jiff::civil::Date, bool>) {
    let json: serde_json::Value = serde_json::from_str(file).unwrap();
    for entry in json["days"].as_array().unwrap() {
        let date = day(entry["date"].as_str().unwrap());
        listed.insert(date, entry["isOffDay"].as_bool().unwrap());
    }
}

fn agrees(
    calendar: &WorkCalendar,
    listed: &BTreeMap<jiff::civil::Date, bool>,
    from: &str,
    to: &str,
) {
    let mut date = day(from);
    while date <= day(to) {
        let plain = date.weekday().to_monday_zero_offset() < 5;
        let work = listed.get(&date).map_or(plain, |off| !off);
        assert_eq!(calendar.is_workday(date), work, "{date}");
        date = date.tomorrow().unwrap();
    }
}

#[test]
fn days_have_kinds_with_names() {
    let calendar = calendar("cn");
    let name = |date: &str| match calendar.kind_of(day(date)) {
        DayKind::Workday => "workday".to_owned(),
        DayKind::RestDay => "rest".to_owned(),
        DayKind::Holiday(name) => format!("off {} {}", name.zh, name.en),
        DayKind::MakeUp(name) => format!("work {} {}", name.zh, name.en),
    };
    assert_eq!(name("2026-02-13"), "workday");
    assert_eq!(name("2026-02-14"), "work 春节 Spring Festival");
    assert_eq!(name("2026-02-23"), "off 春节 Spring Festival");
    assert_eq!(name("2026-03-07"), "rest");
    assert_eq!(name("2018-12-29"), "work 元旦 New Year's Day");
    assert_eq!(name("1800-01-04"), "rest");
    assert_eq!(name("9999-12-31"), "workday");
}

#[test]
fn the_last_days_of_the_last_year_are_not_firm() {
    let calendar = calendar("cn");
    assert!(calendar.is_firm(day("2026-12-28")));
    assert!(!calendar.is_firm(day("2026-12-29")));
    assert!(!calendar.is_firm(day("2006-12-30")));
    assert!(self::calendar("plain").is_firm(day("9999-12-31")));
}

#[test]
fn bank_holidays_of_england_and_wales() {
    let calendar = calendar("ew");
    let off = [
        "2020-05-08",
        "2022-06-02",
        "2022-06-03",
        "2022-09-19",
        "2023-05-08",
        "2026-12-28",
    ];
    let more = [
        "2027-12-27",
        "2027-12-28",
        "2021-12-27",
        "2021-12-28",
        "2022-12-27",
        "2024-03-29",
    ];
    let easter = [
        "2020-04-13",
        "2021-04-05",
        "2022-04-18",
        "2023-04-10",
        "2025-04-21",
        "2026-04-06",
    ];
    for date in off.iter().chain(&more).chain(&easter) {
        assert!(!calendar.is_workday(day(date)), "{date}");
    }
    for date in [
        "2020-05-04",
        "2022-05-30",
        "2023-05-02",
        "2026-12-29",
        "2027-12-29",
    ] {
        assert!(calendar.is_workday(day(date)), "{date}");
    }
    // 8 a year, one more for the Jubilee, the State Funeral and the coronation.
    let mut date = day("2020-01-01");
    let mut count = 0;
    while date.year() < 2028 {
        count += i32::from(matches!(calendar.kind_of(date), DayKind::Holiday(_)));
        date = date.tomorrow().unwrap();
    }
    assert_eq!(count, 8 * 8 + 3);
}

#[test]
fn a_newer_calendar_changes_days_or_does_not() {
    let old = calendar("cn");
    let newer = text(shipped::calendars(), "cn")
        .replace("version = \"2026.1\"", "version = \"2027.1\"")
        .replace("through = 2026-12-28", "through = 2027-12-28")
        + "\n[[year]]\nyear = 2027\nsources = [\"invented\"]\n\
           off = [{ name = \"new-year\", from = 2026-12-31, to = 2027-01-03 }]\n";
    let newer = WorkCalendar::parse(&newer).unwrap();
    assert!(!old.changed_days(&newer, day("2007-01-01"), day("2026-12-28")));
    assert!(
        old.changed_days(&newer, day("2026-12-29"), day("2026-12-29")),
        "firm now"
    );
    assert!(old.changed_days(&newer, day("2026-12-31"), day("2026-12-31")));
    assert!(old.changed_days(&newer, day("0001-01-01"), day("9999-12-31")));
    assert!(!old.changed_days(&newer, day("2029-01-01"), day("9999-12-31")));
    assert!(!old.changed_days(&newer, day("0001-01-01"), day("1999-12-31")));
    assert!(
        !old.changed_days(&newer, day("2027-01-02"), day("2026-01-01")),
        "no days"
    );
    let plain = calendar("plain");
    assert!(
        plain.changed_days(&old, day("1950-06-05"), day("1950-06-05")),
        "not firm there"
    );
}

#[test]
fn the_checker_names_line_and_field() {
    let cases = [
        (
            "version = \"2030.1\"",
            "versoin = \"2030.1\"",
            "unknown-field",
            3,
            "versoin",
        ),
        (
            "title = { zh = \"虚构\", en",
            "title = { en",
            "missing-language",
            4,
            "title.zh",
        ),
        (
            "off = [{ name = \"new\", from",
            "off = [{ name = \"old\", from",
            "unknown-name",
            11,
            "year.2030.off.name",
        ),
        (
            "to = 2030-01-02",
            "to = 2029-12-30",
            "bad-date",
            11,
            "year.2030.off",
        ),
        (
            "to = 2030-01-02",
            "to = \"2030-01-02\"",
            "wrong-type",
            11,
            "year.2030.off.to",
        ),
        (
            "to = 2030-01-02",
            "to = 2031-02-01",
            "day-outside-year",
            11,
            "year.2030.off",
        ),
        (
            "on = 2029-12-29",
            "on = 2029-12-31",
            "overlapping-days",
            12,
            "year.2030.work",
        ),
        (
            "on = 2029-12-29",
            "on = 2029-12-28",
            "work-on-weekday",
            12,
            "year.2030.work",
        ),
        (
            "sources = [\"invented\"]",
            "sources = []",
            "missing-citation",
            8,
            "year.2030.sources",
        ),
        (
            "through = 2030-12-28",
            "through = 2031-12-28",
            "firm-outside-years",
            5,
            "firm",
        ),
        ("year = 2030", "year = 99999", "bad-date", 9, "year.year"),
        ("id = \"twin\"", "id = twin", "syntax", 2, "file"),
        ("on = 2029-12-29", "on = 2029-02-30", "syntax", 12, "file"),
    ];
    for (from, to, code, line, field) in cases {
        let file = TWIN.replacen(from, to, 1);
        assert_ne!(file, TWIN, "{from}");
        let findings = WorkCalendar::check(&file);
        let found = findings
            .iter()
            .any(|f| f.code == code && f.line == line && f.field == field);
        assert!(found, "{code} {line} {field}: {findings:#?}");
        let error = WorkCalendar::parse(&file).unwrap_err().to_string();
        assert!(error.contains(&format!("line {line}")), "{error}");
    }
}
