//! The ticker's own thread, by a clock that somebody sets on and back, and by a machine that sleeps: each moment
//! is recorded exactly once, in order (RULES 1.6).

use super::support::{FIRST, at, healthy, journal, wait};
use huiyin_app::Huiyin;
use huiyin_app::ticker::{ClockDoubt, Ticker};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::rows::JournalRow;
use huiyin_testkit::clock::{LOOK_EVERY, TurnedClock};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::Park;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const SECOND_MICROS: i64 = 1_000_000;
const HOUR_MICROS: i64 = 3_600 * SECOND_MICROS;

fn count(rows: &[JournalRow], kind: &str) -> usize {
    rows.iter().filter(|row| row.kind == kind).count()
}

/// Nothing twice, and of each petition the earlier before the later.
fn once_and_in_order(rows: &[JournalRow]) {
    let mut seen = BTreeSet::new();
    let mut last: BTreeMap<i64, Instant> = BTreeMap::new();
    for row in rows {
        let petition = row.petition.expect("of a petition").raw();
        let told = String::from_utf8(row.open.clone()).expect("text");
        let event = told.split("\"event\"").nth(1).unwrap_or(&told).to_owned();
        let one = (petition, row.kind.clone(), row.effective_at, event);
        assert!(seen.insert(one), "twice: {} {told}", row.kind);
        let before = last.insert(petition, row.effective_at);
        // What lapsed counts from the last instant of the day that the breach before it ended.
        let at = row.effective_at.plus_micros(1);
        assert!(
            before.is_none_or(|before| before <= at),
            "{} before what was earlier",
            row.kind
        );
    }
}

/// What time did by itself since the journal had so many rows.
fn since(huiyin: &Huiyin, begun: i64) -> Vec<JournalRow> {
    let rows = journal(huiyin, FIRST).into_iter();
    rows.filter(|row| row.position.raw() > begun).collect()
}

fn doubt(huiyin: &Huiyin) -> Option<ClockDoubt> {
    huiyin.clock_doubt()
}

#[test]
fn jumps_and_sleep_skip_no_moment_and_repeat_none() {
    each_engine(|place| {
        let clock = Arc::new(TurnedClock::at(at("2026-02-13T10:00:00+08:00")));
        let huiyin = Arc::new(place.open_by(clock.clone()));
        let park = Park::build(&huiyin);
        for _ in 0..3 {
            park.file(false);
        }
        let begun = park.rows();
        let ticker = Ticker::start_looking(Arc::clone(&huiyin), LOOK_EVERY).expect("starts");

        // Time runs past the warnings of the first duty, in steps that the thread looks at.
        for _ in 0..2 {
            clock.runs(12 * DAY_MICROS);
            clock.was_looked_at();
        }
        let ran = since(&huiyin, begun);
        assert!(count(&ran, "ObligationWarned") >= 3, "{}", ran.len());
        once_and_in_order(&ran);

        // Somebody sets it back by a day, and it runs through the same hours again.
        clock.jumps(-DAY_MICROS);
        for _ in 0..2 {
            clock.was_looked_at();
            clock.runs(12 * HOUR_MICROS);
        }
        clock.was_looked_at();
        assert_eq!(since(&huiyin, begun).len(), ran.len(), "nothing twice");
        assert_eq!(doubt(&huiyin), None, "back is no reason to stand still");

        // Set on by twenty days at once: it stands still, and nothing falls due.
        clock.jumps(20 * DAY_MICROS);
        clock.was_looked_at();
        let seconds = 20 * 86_400;
        assert_eq!(doubt(&huiyin), Some(ClockDoubt::Jumped { seconds }));
        assert!(wait(huiyin.ready()).is_err(), "it says so");
        assert_eq!(since(&huiyin, begun).len(), ran.len());

        // It was right after all: everything since, each moment once and in order.
        huiyin.confirm_clock(&park.who("admin")).expect("confirms");
        clock.was_looked_at();
        let caught_up = since(&huiyin, begun);
        assert_eq!(count(&caught_up, "AcceptedByLapse"), 3, "of each petition");
        assert!(count(&caught_up, "ObligationBreached") >= 3);
        once_and_in_order(&caught_up);
        assert_eq!(
            huiyin.tick(huiyin.now()).expect("ticks").moments,
            0,
            "nothing was left behind"
        );

        // The program is stopped, and started five days later.
        drop(ticker);
        clock.runs(5 * DAY_MICROS);
        let ticker = Ticker::start_looking(Arc::clone(&huiyin), LOOK_EVERY).expect("starts");
        clock.was_looked_at();
        assert_eq!(doubt(&huiyin), None);
        once_and_in_order(&since(&huiyin, begun));
        drop(ticker);
        // And once more after a month, which a person confirms.
        clock.runs(40 * DAY_MICROS);
        let ticker = Ticker::start_looking(Arc::clone(&huiyin), LOOK_EVERY).expect("starts");
        clock.was_looked_at();
        assert!(matches!(doubt(&huiyin), Some(ClockDoubt::Asleep { .. })));
        let asleep = since(&huiyin, begun).len();
        huiyin.confirm_clock(&park.who("admin")).expect("confirms");
        clock.was_looked_at();
        let all = since(&huiyin, begun);
        assert!(all.len() > asleep, "the answer's days have passed");
        once_and_in_order(&all);
        assert_eq!(huiyin.tick(huiyin.now()).expect("ticks").moments, 0);
        drop(ticker);
        healthy(&huiyin);
    });
}

/// A time source that is a little ahead each time it is asked is found out, and a short pause of the machine is not.
#[test]
fn a_clock_that_gains_little_by_little_stands_still_too() {
    each_engine(|place| {
        let clock = Arc::new(TurnedClock::at(at("2026-02-13T10:00:00+08:00")));
        let huiyin = Arc::new(place.open_by(clock.clone()));
        let park = Park::build(&huiyin);
        park.file(false);
        let begun = park.rows();
        let ticker = Ticker::start_looking(Arc::clone(&huiyin), LOOK_EVERY).expect("starts");
        clock.was_looked_at();
        // The machine was held for four minutes, and a day later once more.
        for _ in 0..2 {
            clock.jumps(240 * 1_000_000);
            clock.was_looked_at();
            assert_eq!(doubt(&huiyin), None);
            clock.runs(DAY_MICROS);
            clock.was_looked_at();
        }
        // Four minutes, and before they are forgotten two more.
        clock.jumps(240 * 1_000_000);
        clock.was_looked_at();
        assert_eq!(doubt(&huiyin), None);
        clock.jumps(120 * 1_000_000);
        clock.was_looked_at();
        assert_eq!(doubt(&huiyin), Some(ClockDoubt::Jumped { seconds: 360 }));
        assert!(wait(huiyin.ready()).is_err(), "it says so");
        let stood = since(&huiyin, begun).len();
        clock.runs(30 * DAY_MICROS);
        clock.was_looked_at();
        assert_eq!(since(&huiyin, begun).len(), stood, "nothing falls due");
        // Whoever confirms begins anew.
        huiyin.confirm_clock(&park.who("admin")).expect("confirms");
        clock.was_looked_at();
        clock.jumps(240 * 1_000_000);
        clock.was_looked_at();
        assert_eq!(doubt(&huiyin), None);
        assert!(since(&huiyin, begun).len() > stood);
        drop(ticker);
        healthy(&huiyin);
    });
}
