//! Explanations: what letters and pages print, and that the date follows from the words alone.

use super::support::{Case, case, day, days, span};
use huiyin_domain::deadline::Suspension;
use huiyin_domain::language::Language;
use jiff::civil::Date;

fn explained(rulebook: &str, term: &str, from: &str, out: &[Suspension], extended: bool) -> String {
    let case = case(rulebook);
    let told = |language| {
        case.explained(term, from, out, extended, language)
            .join("\n")
    };
    format!("{}\n\n{}\n", told(Language::Zh), told(Language::En))
}

#[test]
fn spring_festival_in_working_days_in_words() {
    let text = explained("cn-2022", "objection", "2026-02-13", &[], false);
    assert_eq!(
        text,
        include_str!("explanations/spring_festival_in_working_days.txt")
    );
}

#[test]
fn a_roll_over_the_spring_festival_in_words() {
    let text = explained("cn-2022", "sort", "2026-02-01", &[], false);
    assert_eq!(
        text,
        include_str!("explanations/a_roll_over_the_spring_festival.txt")
    );
}

#[test]
fn a_provisional_date_in_words() {
    let text = explained("cn-2022", "answer", "2026-11-20", &[], false);
    assert_eq!(text, include_str!("explanations/a_provisional_date.txt"));
}

#[test]
fn an_extension_in_words() {
    let text = explained("cn-2022", "answer", "2026-02-13", &[], true);
    assert_eq!(text, include_str!("explanations/an_extension.txt"));
}

#[test]
fn a_suspension_in_words() {
    let text = explained(
        "cn-2022",
        "final-review",
        "2026-03-01",
        &[days("2026-03-10", "2026-03-12")],
        false,
    );
    assert_eq!(text, include_str!("explanations/a_suspension.txt"));
}

#[test]
fn months_in_words() {
    let text = explained(
        "eu-code",
        "decide",
        "2025-12-31",
        &[days("2026-01-05", "2026-01-06")],
        false,
    );
    assert_eq!(text, include_str!("explanations/months.txt"));
}

#[test]
fn hours_in_words() {
    let text = explained(
        "cn-hotline-beijing",
        "emergency",
        "2026-02-13T23:30:00+08:00",
        &[span(
            "2026-02-14T00:00:00+08:00",
            "2026-02-14T01:00:00+08:00",
        )],
        false,
    );
    assert_eq!(text, include_str!("explanations/hours.txt"));
}

/// Each date is computed again by a reader who knows nothing but the English sentences.
#[test]
fn a_reader_recomputes_the_date_from_the_words() {
    let cases = [
        ("cn-2022", "sort", false),
        ("cn-2022", "objection", false),
        ("cn-2022", "answer", true),
        ("cn-2022", "final-review", false),
        ("cn-simple", "answer", false),
        ("uk-lgsco", "stage1", true),
        ("uk-lgsco", "stage2", false),
        ("in-cpgrams-2024", "answer", false),
        ("eu-code", "decide", false),
    ];
    for (rulebook, term, extended) in cases {
        let case = case(rulebook);
        let mut start = jiff::civil::date(2019, 12, 1);
        while start < jiff::civil::date(2027, 3, 1) {
            let pause = |first: i64, last: i64| {
                let add =
                    |days: i64| start.checked_add(jiff::SignedDuration::from_hours(24 * days));
                Suspension::Days {
                    from: add(first).unwrap(),
                    to: add(last).unwrap(),
                }
            };
            let pauses = [pause(3, 6), pause(20, 25), pause(24, 28)];
            for pauses in [&[][..], &pauses] {
                for extended in [false, extended] {
                    recomputes(&case, term, start, pauses, extended);
                }
            }
            start = start.checked_add(jiff::Span::new().days(3)).unwrap();
        }
    }
}

fn recomputes(case: &Case, term: &str, start: Date, pauses: &[Suspension], extended: bool) {
    let from = start.to_string();
    let due = case.due(term, &from, pauses, extended).unwrap();
    let lines = case.explained(term, &from, pauses, extended, Language::En);
    assert!(lines.len() <= 14, "{lines:#?}");
    let read = reader(&lines);
    assert_eq!(read, due.due_date, "{lines:#?}");
    let end = lines
        .iter()
        .find_map(|line| line.strip_prefix("In time through the end of "));
    assert_eq!(one(end.unwrap().split(" (").next().unwrap()), due.due_date);
    let told = lines
        .iter()
        .any(|line| line.starts_with("This date is provisional"));
    assert_eq!(told, due.provisional, "{lines:#?}");
    let zh = case.explained(term, &from, pauses, extended, Language::Zh);
    assert_eq!(zh.len(), lines.len(), "{zh:#?} {lines:#?}");
}

/// Counts as the sentences say: every day counts that is not listed as left out.
fn reader(lines: &[String]) -> Date {
    let next = |day: Date| day.tomorrow().unwrap();
    let mut last = day("0001-01-01");
    let mut stages: Vec<Stage> = Vec::new();
    let mut rolled = Vec::new();
    for line in lines {
        let line = line.trim_end_matches('.');
        if let Some(rest) = line.strip_prefix("Start: ") {
            let rest = rest.split(';').next().unwrap();
            last = one(rest.rsplit(", ").next().unwrap());
        } else if let Some(rest) = line.strip_prefix("Term: ") {
            stages.push(length(rest));
        } else if let Some(rest) = line.strip_prefix("Extension granted: ") {
            stages.push(length(rest.split(',').next().unwrap()));
        } else if let Some(rest) = line.strip_prefix("Not counted: ") {
            stages.last_mut().unwrap().out = ranges(rest);
        } else if let Some(rest) = line.strip_prefix("Rolled over rest days: ") {
            let end = rest
                .find(" to the next working day")
                .or(rest.rfind(") to ").map(|at| at + 1));
            rolled = ranges(&rest[..end.unwrap()]);
        }
    }
    for Stage { number, unit, out } in stages {
        if unit.contains("month") {
            let moved: i64 = out
                .iter()
                .map(|(a, b)| b.duration_since(*a).as_hours() / 24 + 1)
                .sum();
            let later = last.checked_add(jiff::Span::new().months(number)).unwrap();
            last = later
                .checked_add(jiff::SignedDuration::from_hours(24 * moved))
                .unwrap();
            continue;
        }
        let mut left = number;
        while left > 0 {
            last = next(last);
            left -= u32::from(!out.iter().any(|(from, to)| *from <= last && last <= *to));
        }
    }
    while rolled.iter().any(|(from, to)| *from <= last && last <= *to) {
        last = next(last);
    }
    last
}

/// A length as the sentences tell it, and what is left out of it.
struct Stage {
    number: u32,
    unit: String,
    out: Vec<(Date, Date)>,
}

fn length(text: &str) -> Stage {
    let (number, unit) = text.split_once(' ').unwrap();
    Stage {
        number: number.parse().unwrap(),
        unit: unit.to_owned(),
        out: Vec::new(),
    }
}

fn ranges(text: &str) -> Vec<(Date, Date)> {
    let parts = text
        .split("; ")
        .map(|part| part.split(" (").next().unwrap());
    parts.map(range).collect()
}

/// `15 to 23 February 2026`, `28 February to 1 March 2026`, `Saturday 14 February 2026`.
fn range(text: &str) -> (Date, Date) {
    let Some((from, to)) = text.split_once(" to ") else {
        return (one(text), one(text));
    };
    let last = one(&format!("x {to}"));
    let words: Vec<&str> = to.split(' ').collect();
    let from = match from.split(' ').count() {
        1 => format!("x {from} {} {}", words[1], words[2]),
        2 => format!("x {from} {}", words[2]),
        _ => format!("x {from}"),
    };
    (one(&from), last)
}

/// `Friday 27 February 2026`.
fn one(text: &str) -> Date {
    let words: Vec<&str> = text.split(' ').collect();
    let [_, number, month, year] = words[..] else {
        panic!("no date: {text}")
    };
    let months =
        "January February March April May June July August September October November December";
    let month = months.split(' ').position(|known| known == month).unwrap() + 1;
    jiff::civil::date(year.parse().unwrap(), month as i8, number.parse().unwrap())
}
