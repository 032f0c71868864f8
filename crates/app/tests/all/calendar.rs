//! Loading next year's calendar moves what is open and counted a changed day (RULES 1.5).

use super::support::{
    FIRST, append_and_stop, at, draft, event, healthy, import, journal, obligations, register,
    track,
};
use huiyin_app::{AppError, CalendarLoaded, Huiyin, Refusal};
use huiyin_domain::event::{DataLoaded, Event, ObligationRecomputed, Pinned};
use huiyin_domain::ids::INSTALLATION;
use huiyin_domain::shipped;
use huiyin_store::rows::ObligationRow;
use huiyin_testkit::engine::{TestStore, each_engine};

/// The calendar as it is shipped; it knows 2026 to its end but for the last three days.
fn shipped_calendar() -> &'static str {
    let mut calendars = shipped::calendars().iter();
    calendars.find(|(id, _)| *id == "cn").expect("shipped").1
}

/// The same with a made-up 2027: 4 January is off, and Sunday 24 January is a working day.
pub fn calendar_of_2027(version: &str) -> String {
    let text = shipped_calendar()
        .replacen(
            "version = \"2026.1\"",
            &format!("version = \"{version}\""),
            1,
        )
        .replacen("through = 2026-12-28", "through = 2027-12-28", 1);
    format!(
        r#"{text}
[[year]]
year = 2027
sources = ["https://example.org/made-up"]
off = [
  {{ name = "new-year", from = 2027-01-01, to = 2027-01-04 }},
  {{ name = "spring-festival", from = 2027-02-05, to = 2027-02-11 }},
]
work = [
  {{ name = "spring-festival", on = 2027-01-24 }},
  {{ name = "spring-festival", on = 2027-02-14 }},
]
"#
    )
}

fn pinned_2027() -> Pinned {
    Pinned {
        id: "cn".into(),
        version: "2027.1".into(),
    }
}

/// The days of an obligation that a calendar can move: date, provisional, version, lifted.
fn counted(row: &ObligationRow) -> (String, bool, &str, bool) {
    (
        row.due_date.to_string(),
        row.provisional,
        &row.calendar_version,
        row.lifted,
    )
}

fn recomputed(huiyin: &Huiyin) -> Vec<ObligationRecomputed> {
    let events = journal(huiyin, FIRST).into_iter().map(|row| event(&row));
    events
        .filter_map(|event| match event {
            Event::ObligationRecomputed(moved) => Some(moved),
            _ => None,
        })
        .collect()
}

/// On 25 November 2026: open and provisional, met, and open without a day that can change.
fn late_november(place: &TestStore) -> Huiyin {
    place.clock.set(at("2026-11-25T10:00:00+08:00"));
    let huiyin = place.open();
    import(
        place,
        &huiyin,
        &[
            ("rolls", "2026-11-25T09:00:00+08:00", ""),
            (
                "met",
                "2026-11-25T09:00:00+08:00",
                "2026-11-25T09:30:00+08:00",
            ),
            ("firm", "2026-10-10T09:00:00+08:00", ""),
            ("workday", "2026-11-19T09:00:00+08:00", ""),
        ],
    );
    huiyin
}

#[test]
fn loading_next_years_calendar_moves_what_is_open_and_counted_a_changed_day() {
    each_engine(|place| {
        let huiyin = late_november(place);
        let before = obligations(&huiyin);
        let dates: Vec<_> = before.iter().map(counted).collect();
        assert_eq!(
            dates,
            [
                ("2027-01-25".into(), true, "2026.1", false),
                ("2027-01-25".into(), true, "2026.1", false),
                ("2026-12-09".into(), false, "2026.1", false),
                ("2027-01-18".into(), true, "2026.1", false),
            ],
            "in late November a 60-day term is provisional"
        );
        let report = huiyin
            .load_calendar(&calendar_of_2027("2027.1"))
            .expect("loads");
        assert_eq!(report.loaded, CalendarLoaded::Now);
        assert_eq!(
            (report.examined, report.recomputed),
            (3, 2),
            "the met one is not looked at"
        );
        let after = obligations(&huiyin);
        assert_eq!(
            counted(&after[0]),
            ("2027-01-24".into(), false, "2027.1", false)
        );
        assert_eq!(after[0].due_at, at("2027-01-25T00:00:00+08:00"));
        assert_eq!(counted(&after[1]), counted(&before[1]), "met: untouched");
        assert_eq!(
            counted(&after[2]),
            counted(&before[2]),
            "no changed day: untouched"
        );
        assert_eq!(
            counted(&after[3]),
            ("2027-01-18".into(), false, "2027.1", false),
            "the date stays, and is certain now"
        );
        let events = recomputed(&huiyin);
        let moved = |row: &ObligationRow, from: &str, to: &str| ObligationRecomputed {
            obligation: row.id,
            calendar: pinned_2027(),
            due_date_before: from.parse().expect("a date"),
            due_date: to.parse().expect("a date"),
            due_at: row.due_at,
            provisional: false,
            lifted: false,
            next_at: row.next_at,
        };
        assert_eq!(
            events,
            [
                moved(&after[0], "2027-01-25", "2027-01-24"),
                moved(&after[3], "2027-01-18", "2027-01-18"),
            ]
        );
        healthy(&huiyin);
    });
}

#[test]
fn the_history_that_a_petitioner_sees_shows_both_dates() {
    each_engine(|place| {
        place.clock.set(at("2026-12-20T10:00:00+08:00"));
        let huiyin = place.open();
        let registered = register(&huiyin, draft("夜间施工"));
        let sort = &registered.obligations[0];
        assert_eq!(
            (sort.due_date.as_str(), sort.provisional),
            ("2027-01-04", true)
        );
        huiyin
            .load_calendar(&calendar_of_2027("2027.1"))
            .expect("loads");
        let view = track(&huiyin, &registered.tracking_code);
        let sort = &view.obligations[0];
        assert_eq!(
            (sort.due_date.as_str(), sort.provisional),
            ("2027-01-05", false)
        );
        assert_eq!(sort.rule.calendar, "cn 2027.1");
        let last = view.timeline.last().expect("an entry");
        assert_eq!(last.event, "ObligationRecomputed");
        assert_eq!(last.obligation, sort.id);
        for words in [&last.words.zh, &last.words.en] {
            assert!(
                words.contains("2027-01-04") && words.contains("2027-01-05"),
                "{words}"
            );
        }
        assert!(
            view.receipt.expect("a receipt") == registered.receipt,
            "a moved date leaves the receipt as it was"
        );
        healthy(&huiyin);
    });
}

#[test]
fn a_recount_makes_nobody_late_and_what_was_late_stays_late() {
    each_engine(|place| {
        let huiyin = late_november(place);
        place.clock.set(at("2027-01-25T10:00:00+08:00"));
        huiyin
            .load_calendar(&calendar_of_2027("2027.1"))
            .expect("loads");
        let after = obligations(&huiyin);
        assert_eq!(
            counted(&after[0]),
            ("2027-01-26".into(), false, "2027.1", true),
            "counted anew it would be yesterday: the end of the next working day instead"
        );
        assert_eq!(after[0].due_at, at("2027-01-27T00:00:00+08:00"));
        assert_eq!(
            counted(&after[3]),
            ("2027-01-18".into(), false, "2027.1", false),
            "late before, late after"
        );
        assert!(recomputed(&huiyin)[0].lifted);
        healthy(&huiyin);
    });
}

#[test]
fn loading_the_same_calendar_again_changes_nothing() {
    each_engine(|place| {
        let huiyin = late_november(place);
        huiyin
            .load_calendar(&calendar_of_2027("2027.1"))
            .expect("loads");
        let rows = journal(&huiyin, FIRST).len() + journal(&huiyin, INSTALLATION).len();
        let again = huiyin
            .load_calendar(&calendar_of_2027("2027.1"))
            .expect("loads");
        assert_eq!(
            (again.loaded, again.recomputed),
            (CalendarLoaded::Before, 0)
        );
        assert_eq!(
            journal(&huiyin, FIRST).len() + journal(&huiyin, INSTALLATION).len(),
            rows
        );
        healthy(&huiyin);
    });
}

#[test]
fn a_version_has_one_content_and_never_goes_back() {
    each_engine(|place| {
        let huiyin = late_november(place);
        huiyin
            .load_calendar(&calendar_of_2027("2027.1"))
            .expect("loads");
        let dates: Vec<_> = obligations(&huiyin)
            .iter()
            .map(|row| row.due_date)
            .collect();
        let other = calendar_of_2027("2027.1").replace("on = 2027-02-14", "on = 2027-02-13");
        assert!(matches!(
            huiyin.load_calendar(&other),
            Err(AppError::Refused(Refusal::VersionTaken { .. }))
        ));
        for older in [calendar_of_2027("2026.9"), shipped_calendar().to_owned()] {
            assert!(matches!(
                huiyin.load_calendar(&older),
                Err(AppError::Refused(Refusal::OlderThanLoaded { .. }))
            ));
        }
        assert!(matches!(
            huiyin.load_calendar("id = 1"),
            Err(AppError::Refused(Refusal::BadFile(_)))
        ));
        let still: Vec<_> = obligations(&huiyin)
            .iter()
            .map(|row| row.due_date)
            .collect();
        assert_eq!(still, dates, "a refusal moves no date");
        healthy(&huiyin);
    });
}

#[test]
fn an_interrupted_load_goes_on_when_it_is_run_again() {
    each_engine(|place| {
        let huiyin = late_november(place);
        let loaded = DataLoaded {
            pinned: pinned_2027(),
            content: calendar_of_2027("2027.1"),
        };
        append_and_stop(&huiyin, INSTALLATION, Event::CalendarLoaded(loaded));
        drop(huiyin);
        let huiyin = place.open();
        assert_eq!(counted(&obligations(&huiyin)[0]).2, "2026.1");
        let report = huiyin
            .load_calendar(&calendar_of_2027("2027.1"))
            .expect("loads");
        assert_eq!(
            (report.loaded, report.recomputed),
            (CalendarLoaded::Before, 2)
        );
        assert_eq!(counted(&obligations(&huiyin)[0]).2, "2027.1");
        healthy(&huiyin);
    });
}

#[test]
fn another_process_sees_the_new_calendar_at_its_next_command() {
    each_engine(|place| {
        place.clock.set(at("2026-12-20T10:00:00+08:00"));
        let server = place.open();
        let before = register(&server, draft("夜间施工"));
        assert_eq!(before.obligations[0].due_date, "2027-01-04");
        let other = place.open();
        other
            .load_calendar(&calendar_of_2027("2027.1"))
            .expect("loads");
        assert_eq!(
            track(&server, &before.tracking_code).obligations[0].due_date,
            "2027-01-05"
        );
        let after = register(&server, draft("夜间施工"));
        assert_eq!(after.obligations[0].due_date, "2027-01-05");
        assert_eq!(after.obligations[0].rule.calendar, "cn 2027.1");
        assert_eq!(
            server.rules().position,
            other.rules().position,
            "what was read again is kept, not read for every command"
        );
        healthy(&server);
    });
}
