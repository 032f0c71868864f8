//! Timeliness: counted by the day on which a duty opened, split as asked.

use super::import::{import, twin_options};
use huiyin_app::{Huiyin, TimelinessBy, TimelinessFigures, TimelinessQuery};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use jiff::civil::date;

fn report(huiyin: &Huiyin, query: &TimelinessQuery) -> Vec<TimelinessFigures> {
    let authority = huiyin.authority(None).expect("an authority");
    huiyin.timeliness(&authority, query).expect("figures")
}

#[test]
fn the_figures_add_up_however_they_are_split() {
    each_engine(|place| {
        let huiyin = place.open();
        assert_eq!(report(&huiyin, &TimelinessQuery::default()), []);
        import(&huiyin, &twin_options());
        let whole = report(&huiyin, &TimelinessQuery::default());
        assert_eq!(whole.len(), 1);
        assert_eq!(
            (
                whole[0].rulebook.as_str(),
                whole[0].term.as_str(),
                whole[0].duty.as_str()
            ),
            ("cn-2022", "answer", "statutory")
        );
        assert_eq!((whole[0].opened, whole[0].by.as_deref()), (24, None));
        for by in [
            TimelinessBy::Unit,
            TimelinessBy::Category,
            TimelinessBy::Term,
        ] {
            let rows = report(
                &huiyin,
                &TimelinessQuery {
                    by: Some(by),
                    ..TimelinessQuery::default()
                },
            );
            let sum = |count: fn(&TimelinessFigures) -> u64| rows.iter().map(count).sum::<u64>();
            assert_eq!(sum(|row| row.met_in_time), whole[0].met_in_time, "{by:?}");
            assert_eq!(sum(|row| row.met_late), whole[0].met_late, "{by:?}");
            assert_eq!(sum(|row| row.opened), 24, "{by:?}");
        }
        let by_unit = report(
            &huiyin,
            &TimelinessQuery {
                by: Some(TimelinessBy::Unit),
                ..TimelinessQuery::default()
            },
        );
        assert_eq!(by_unit[0].by.as_deref(), Some("petition-office"));
        let by_category = report(
            &huiyin,
            &TimelinessQuery {
                by: Some(TimelinessBy::Category),
                ..TimelinessQuery::default()
            },
        );
        let codes: Vec<_> = by_category
            .iter()
            .filter_map(|row| row.by.as_deref())
            .collect();
        assert_eq!(codes, ["", "01", "0102", "010206", "010208"]);
    });
}

#[test]
fn a_period_takes_the_days_on_which_duties_opened_both_included() {
    on_sqlite(|place| {
        let huiyin = place.open();
        import(&huiyin, &twin_options());
        let opened = |from, to| {
            let rows = report(&huiyin, &TimelinessQuery { from, to, by: None });
            rows.iter().map(|row| row.opened).sum::<u64>()
        };
        assert_eq!(opened(Some(date(2024, 2, 5)), Some(date(2024, 2, 5))), 2);
        assert_eq!(opened(Some(date(2024, 2, 6)), Some(date(2024, 3, 31))), 0);
        assert_eq!(opened(None, Some(date(2019, 4, 25))), 2);
        assert_eq!(opened(Some(date(2026, 1, 1)), None), 3);
        assert_eq!(
            opened(Some(date(2023, 12, 29)), Some(date(2023, 12, 29))),
            1,
            "one second before midnight"
        );
    });
}

#[test]
fn days_are_fractional_and_of_what_was_met() {
    on_sqlite(|place| {
        let huiyin = place.open();
        import(&huiyin, &twin_options());
        let row = &report(&huiyin, &TimelinessQuery::default())[0];
        let near = |value: Option<f64>, expected: f64| {
            value.is_some_and(|value| (value - expected).abs() < 1e-6)
        };
        assert!(near(row.days_median, 14.665393519), "{:?}", row.days_median);
        assert!(near(row.days_p90, 60.147927083), "{:?}", row.days_p90);
    });
}
