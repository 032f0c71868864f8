//! What an import does not take, and how it says so.

use super::import::{TWIN_CSV, counts, import, refusals, try_import, twin_options, written};
use super::support::{FIRST, healthy, journal};
use huiyin_app::ImportOptions;
use huiyin_testkit::engine::{each_engine, on_sqlite};

#[test]
fn what_cannot_be_is_refused_with_line_and_field_and_the_rest_comes_in() {
    on_sqlite(|place| {
        let huiyin = place.open();
        let text = "external_id,registered_at,answered_at,answer,class,unit,place,category,channel,body\n\
            1,2025-02-29 10:00,,,,,,,,\n\
            2,2026-02-14 10:00,,,,,,,,\n\
            3,2025-03-02 10:00,2025-03-01 10:00,,,,,,,\n\
            ,2025-03-02 10:00,,,,,,,,\n\
            5,,,,,,,,,\n\
            6,2025-03-02 10:00,,,gossip,,,,,\n\
            7,2025-03-02 10:00,,,,nowhere,,,,\n\
            8,2025-03-02 10:00,,,,,moon,,,\n\
            9,2025-03-02 10:00,,,,,,00,,\n\
            10,2025-03-02 10:00,,,,,,,,\"many\n\nlines\"\n\
            11,昨天,,,,,,,,\n\
            12,2025-03-02 10:00,,text,,,,,,\n\
            13,2025-03-02 10:00,2026-03-02,,,,,,,\n\
            14,2025-03-02 10:00,,,,,,,pigeon,\n\
            15,2025-03-02 10:00\n\
            16,2025-03-02,2025-03-02,,,,,,,\n\
            17,2025-03-02 10:00,2025-03-02,,,,,,,\n";
        let report = import(&huiyin, &written(place, "odd.csv", text));
        assert_eq!(
            refusals(&report),
            [
                (2, "registered_at", "impossible-date"),
                (3, "registered_at", "future"),
                (4, "answered_at", "answered-before-registered"),
                (5, "external_id", "missing"),
                (6, "registered_at", "missing"),
                (7, "class", "unknown"),
                (8, "unit", "unknown"),
                (9, "place", "unknown"),
                (10, "category", "unknown"),
                (14, "registered_at", "not-a-time"),
                (15, "answered_at", "missing"),
                (16, "answered_at", "future"),
                (17, "channel", "unknown"),
                (18, "-", "columns"),
            ]
        );
        assert_eq!(counts(&report), (17, 3, 0, 14));
        healthy(&huiyin);
    });
}

#[test]
fn lines_that_are_no_records_are_refused_one_by_one() {
    on_sqlite(|place| {
        let huiyin = place.open();
        let lines = "\u{FEFF}{\"external_id\":7,\"registered_at\":\"2025-03-02T10:00:00Z\",\"more\":[1]}\n\n[1]\n{\"external_id\n\
            {\"external_id\":12345678901234567890123,\"registered_at\":\"2025-03-02\"}\n\
            {\"external_id\":\"a\\u0000b\",\"registered_at\":\"2025-03-02\"}\n\
            {\"external_id\":[1],\"registered_at\":\"2025-03-02\"}\n";
        let report = import(&huiyin, &written(place, "odd.jsonl", lines));
        assert_eq!(
            refusals(&report),
            [
                (3, "-", "not-an-object"),
                (4, "-", "not-json"),
                (5, "external_id", "not-a-value"),
                (6, "external_id", "control-character"),
                (7, "external_id", "not-a-value"),
            ]
        );
        assert_eq!(counts(&report), (6, 1, 0, 5));
        assert_eq!(report.ignored, ["more"]);
    });
}

#[test]
fn what_the_call_asks_for_has_to_exist() {
    on_sqlite(|place| {
        let huiyin = place.open();
        let said = |options: ImportOptions| match try_import(&huiyin, &options) {
            Ok(report) => panic!("it was taken: {report:?}"),
            Err(error) => error.to_string(),
        };
        let with_field = |field: &str| ImportOptions {
            fields: vec![field.into()],
            ..twin_options()
        };
        assert!(
            said(with_field("nothing=编号"))
                .contains("we have no field \"nothing\"; there are external_id, ")
        );
        assert!(said(with_field("subject=题目")).contains("no column"));
        assert!(
            said(ImportOptions {
                file: TWIN_CSV.into(),
                ..with_field("external_id=没有")
            })
            .contains("no column \"没有\" for external_id")
        );
        let told = said(ImportOptions {
            rulebook: Some("cn-1999".into()),
            ..twin_options()
        });
        assert!(told.contains("cn-hotline-5wd, "), "{told}");
        let told = said(ImportOptions {
            term: Some("reply".into()),
            ..twin_options()
        });
        assert!(
            told.contains("transfer-notice, ") && !told.contains("objection"),
            "{told}"
        );
        assert!(
            said(ImportOptions {
                term: Some("objection".into()),
                ..twin_options()
            })
            .contains("is a window")
        );
        assert!(
            said(ImportOptions {
                zone: Some("Mars".into()),
                ..twin_options()
            })
            .contains("--zone")
        );
        assert!(said(written(place, "a.xls", "")).contains("not a .jsonl, .csv or .xlsx file"));
        assert!(
            said(written(place, "a.csv", [0xFF_u8, 0xFE, 0x31, 0]))
                .contains("neither UTF-8 nor GB18030")
        );
        assert!(said(written(place, "a.xlsx", "no workbook")).contains("not a workbook"));
        assert_eq!(
            counts(&import(&huiyin, &written(place, "empty.csv", ""))),
            (0, 0, 0, 0)
        );
        assert_eq!(journal(&huiyin, FIRST).len(), 0);
    });
}

#[test]
fn a_term_that_answers_do_not_meet_takes_open_petitions_only() {
    on_sqlite(|place| {
        let huiyin = place.open();
        let report = import(
            &huiyin,
            &ImportOptions {
                term: Some("sort".into()),
                ..twin_options()
            },
        );
        assert_eq!(counts(&report), (24, 4, 0, 20));
        assert!(
            report
                .refused
                .iter()
                .all(|one| one.code == "not-met-by-answer")
        );
    });
}

#[test]
fn other_content_under_a_known_id_is_a_conflict() {
    each_engine(|place| {
        let huiyin = place.open();
        let line = |id: &str, body: &str| {
            format!(
                "{{\"external_id\":\"{id}\",\"registered_at\":\"2025-03-01 10:00\",\"body\":\"{body}\"}}\n"
            )
        };
        let first = written(
            place,
            "old.jsonl",
            [
                line("1", "a"),
                line("1", "a"),
                line("1", "b"),
                line("2", "c"),
            ]
            .concat(),
        );
        for dry_run in [true, false] {
            let report = import(
                &huiyin,
                &ImportOptions {
                    dry_run,
                    ..first.clone()
                },
            );
            assert_eq!(counts(&report), (4, 2, 1, 1));
            assert_eq!(refusals(&report), [(3, "external_id", "conflict")]);
        }
        let second = written(
            place,
            "old.jsonl",
            [line("1", "b"), line("2", "c"), line("3", "d")].concat(),
        );
        let report = import(&huiyin, &second);
        assert_eq!(counts(&report), (3, 1, 1, 1));
        assert_eq!(refusals(&report), [(1, "external_id", "conflict")]);
        healthy(&huiyin);
    });
}
