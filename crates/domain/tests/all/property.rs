//! Properties that hold for every start, length and suspension.

use super::support::{Case, case};
use huiyin_domain::deadline::{Deadline, Request, Suspension, deadline};
use huiyin_domain::rulebook::{Length, Roll, Rulebook, Term};
use huiyin_domain::time::Instant;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Read once: each property tries hundreds of cases.
static CN: LazyLock<Case> = LazyLock::new(|| case("cn-2022"));

fn due(case: &Case, length: Length, from: Instant, out: &[Suspension], extended: bool) -> Deadline {
    let mut term = case.rulebook.term("answer").expect("answer").clone();
    term.length = length;
    if length.is_exact() {
        term.extension.as_mut().expect("extension").length = Length::Hours(3);
    }
    of(&case.rulebook, &term, case, from, out, extended)
}

fn of(
    rulebook: &Rulebook,
    term: &Term,
    case: &Case,
    from: Instant,
    suspensions: &[Suspension],
    extended: bool,
) -> Deadline {
    let (calendar, zone) = (&case.calendar, &case.rulebook.zone);
    deadline(&Request {
        rulebook,
        term,
        calendar,
        zone,
        from,
        suspensions,
        extended,
    })
    .unwrap()
}

/// An instant from 2005 to 2029.
fn instants() -> impl Strategy<Value = Instant> {
    (1_104_537_600i64..1_893_456_000, 0i64..1_000_000)
        .prop_map(|(seconds, micros)| Instant::from_micros(seconds * 1_000_000 + micros))
}

fn any_length() -> impl Strategy<Value = Length> {
    prop_oneof![
        (1u32..200).prop_map(Length::Minutes),
        (1u32..100).prop_map(Length::Hours),
        (1u32..120).prop_map(Length::Days),
        (1u32..60).prop_map(Length::WorkingDays),
        (1u32..14).prop_map(Length::Months),
    ]
}

fn suspensions() -> impl Strategy<Value = Vec<Suspension>> {
    let one = (0i64..9000, 0i64..20).prop_map(|(first, more)| {
        let from = date(2005, 1, 1)
            .checked_add(jiff::SignedDuration::from_hours(first * 24))
            .unwrap();
        let to = from
            .checked_add(jiff::SignedDuration::from_hours(more * 24))
            .unwrap();
        Suspension::Days { from, to }
    });
    prop::collection::vec(one, 0..6)
}

/// Suspensions close to a start, so that they matter.
fn near(from: Instant, case: &Case) -> impl Strategy<Value = Vec<Suspension>> + use<> {
    let start = from.date_in(&case.rulebook.zone);
    let one = (-5i64..90, 0i64..15).prop_map(move |(first, more)| {
        let add = |days: i64| {
            start
                .checked_add(jiff::SignedDuration::from_hours(days * 24))
                .unwrap()
        };
        Suspension::Days {
            from: add(first),
            to: add(first + more),
        }
    });
    prop::collection::vec(one, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_later_start_never_ends_earlier(a in instants(), b in instants(), length in any_length()) {
        let case: &Case = &CN;
        let (a, b) = (a.min(b), a.max(b));
        let (first, second) = (due(case, length, a, &[], false), due(case, length, b, &[], false));
        prop_assert!(first.due_at <= second.due_at);
        prop_assert!(first.due_date <= second.due_date);
    }

    #[test]
    fn a_later_start_never_ends_earlier_though_suspended(
        a in instants(), more in 0i64..40, days in 1u32..80, working: bool, out in suspensions(),
    ) {
        let case: &Case = &CN;
        let length = if working { Length::WorkingDays(days) } else { Length::Days(days) };
        let b = a.plus_micros(more * 86_400_000_000);
        prop_assert!(due(case, length, a, &out, false).due_at <= due(case, length, b, &out, false).due_at);
    }

    #[test]
    fn a_longer_term_never_ends_earlier(
        (from, out) in instants().prop_flat_map(|from| (Just(from), near(from, &CN))),
        n in 1u32..60, more in 0u32..60, unit in 0..4,
    ) {
        let case: &Case = &CN;
        let make = |n| match unit {
            0 => Length::Hours(n), 1 => Length::Days(n), 2 => Length::WorkingDays(n), _ => Length::Months(n),
        };
        let short = due(case, make(n), from, &out, false);
        let long = due(case, make(n + more), from, &out, false);
        prop_assert!(short.due_at <= long.due_at);
    }

    #[test]
    fn a_suspension_never_shortens_and_counts_once(
        (from, out) in instants().prop_flat_map(|from| (Just(from), near(from, &CN))),
        length in any_length(), extended: bool,
    ) {
        let case: &Case = &CN;
        let plain = due(case, length, from, &[], extended);
        let paused = due(case, length, from, &out, extended);
        prop_assert!(plain.due_at <= paused.due_at);
        let twice: Vec<Suspension> = out.iter().rev().chain(&out).copied().collect();
        prop_assert_eq!(due(case, length, from, &twice, extended), paused);
    }

    #[test]
    fn an_extension_never_shortens(
        (from, out) in instants().prop_flat_map(|from| (Just(from), near(from, &CN))),
        length in any_length(),
    ) {
        let case: &Case = &CN;
        prop_assert!(due(case, length, from, &out, false).due_at < due(case, length, from, &out, true).due_at);
    }

    #[test]
    fn suspended_counts_agree_with_the_day_walker(
        (from, out) in instants().prop_flat_map(|from| (Just(from), near(from, &CN))),
        n in 1u32..60, unit in 0..3, extended: bool,
    ) {
        let case: &Case = &CN;
        let length = match unit { 0 => Length::Days(n), 1 => Length::WorkingDays(n), _ => Length::Months(n % 12 + 1) };
        let start = from.date_in(&case.rulebook.zone);
        let mut last = walk(case, start, length, &out);
        if extended {
            last = walk(case, last, Length::Days(30), &out);
        }
        let found = due(case, length, from, &out, extended);
        prop_assert_eq!(found.last_counted, last);
        prop_assert_eq!(found.due_date, rolled(case, last));
    }
}

/// All days 2007 to 2026, the terms of the issue, with and without the roll.
#[test]
fn every_start_day_agrees_with_the_day_walker() {
    let case: &Case = &CN;
    let mut still = case.rulebook.clone();
    still.counting.roll = Roll::None;
    let lengths = [
        Length::Days(7),
        Length::Days(15),
        Length::Days(30),
        Length::Days(60),
        Length::WorkingDays(3),
        Length::WorkingDays(5),
        Length::WorkingDays(10),
        Length::WorkingDays(20),
        Length::Months(2),
    ];
    let mut term = case.rulebook.term("answer").expect("answer").clone();
    let mut start = date(2007, 1, 1);
    while start.year() < 2027 {
        let from = case.rulebook.zone.start_of(start);
        for length in lengths {
            term.length = length;
            let last = walk(case, start, length, &[]);
            let found = of(&case.rulebook, &term, case, from, &[], false);
            assert_eq!(found.due_date, rolled(case, last), "{start} {length}");
            assert_eq!(
                found.due_at,
                case.rulebook
                    .zone
                    .start_of(found.due_date.tomorrow().unwrap())
            );
            let found = of(&still, &term, case, from, &[], false);
            assert_eq!(found.due_date, last, "{start} {length} not rolled");
        }
        term.length = Length::Days(60);
        let last = walk(case, start, Length::Days(90), &[]);
        let found = of(&case.rulebook, &term, case, from, &[], true);
        assert_eq!(found.due_date, rolled(case, last), "{start} extended");
        start = start.tomorrow().unwrap();
    }
}

/// Counts on its own: makes the list of days that count and takes the last.
fn walk(case: &Case, start: Date, length: Length, out: &[Suspension]) -> Date {
    let suspended = |day: Date| {
        out.iter()
            .any(|s| matches!(s, Suspension::Days { from, to } if (*from..=*to).contains(&day)))
    };
    let after = || start.series(jiff::Span::new().days(1)).skip(1);
    match length {
        Length::Days(n) => after()
            .filter(|d| !suspended(*d))
            .nth(n as usize - 1)
            .unwrap(),
        Length::WorkingDays(n) => after()
            .filter(|d| !suspended(*d) && case.calendar.is_workday(*d))
            .nth(n as usize - 1)
            .unwrap(),
        Length::Months(n) => {
            let (year, month) = (
                i32::from(start.year()),
                i32::from(start.month()) - 1 + n as i32,
            );
            let first = date((year + month / 12) as i16, (month % 12 + 1) as i8, 1);
            let base = first
                .with()
                .day(start.day().min(first.days_in_month()))
                .build()
                .unwrap();
            let mut end = base;
            loop {
                let inside = after()
                    .take_while(|d| *d <= end)
                    .filter(|d| suspended(*d))
                    .count();
                let moved = base.series(jiff::Span::new().days(1)).nth(inside).unwrap();
                if moved == end {
                    return end;
                }
                end = moved;
            }
        }
        Length::Minutes(_) | Length::Hours(_) => unreachable!("day terms only"),
    }
}

fn rolled(case: &Case, last: Date) -> Date {
    last.series(jiff::Span::new().days(1))
        .find(|day| case.calendar.is_workday(*day))
        .unwrap()
}
