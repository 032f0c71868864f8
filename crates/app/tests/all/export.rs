//! Petitions are given out without anything that tells who brought them or what they wrote.

use super::import::{import, twin_options};
use super::support::{FIRST, draft, event, healthy, journal, register};
use calamine::{Reader, Xlsx};
use huiyin_app::{ExportFormat, Huiyin};
use huiyin_domain::event::Event;
use huiyin_domain::petition::Identity;
use huiyin_testkit::engine::{TestStore, each_engine, on_sqlite};
use serde_json::Value;
use std::io::Cursor;

const SECRETS: [&str; 8] = [
    "赵清和",
    "0000-555",
    "qian@",
    "某市某路",
    "凌晨",
    "已办理",
    "路灯",
    "渗水",
];

fn filled(place: &TestStore) -> Huiyin {
    let huiyin = place.open();
    import(&huiyin, &twin_options());
    let petitioner = Identity {
        name: Some("吴桐".into()),
        ..Identity::default()
    };
    let mut live = draft("屋顶渗水");
    live.petitioner = Some(petitioner);
    live.respondents = vec!["某某物业".into()];
    register(&huiyin, live);
    huiyin
}

fn export(huiyin: &Huiyin, format: ExportFormat) -> Vec<u8> {
    let authority = huiyin.authority(None).expect("an authority");
    let mut out = Vec::new();
    let report = huiyin
        .export_petitions(&authority, format, &mut out)
        .expect("exports");
    assert_eq!((report.petitions, report.duties), (25, 25));
    out
}

#[test]
fn every_petition_is_a_line_with_its_duties() {
    each_engine(|place| {
        let huiyin = filled(place);
        let text = String::from_utf8(export(&huiyin, ExportFormat::Jsonl)).expect("text");
        assert!(
            SECRETS
                .iter()
                .chain(&["吴桐", "某某物业", "twin"])
                .all(|secret| !text.contains(secret))
        );
        let lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("an object"))
            .collect();
        assert_eq!(lines.len(), 25);
        let first = &lines[0];
        assert_eq!(first["number"], "2026-000001");
        assert_eq!(first["category"], "010206");
        assert_eq!(first["unit"], "petition-office");
        assert_eq!(first["state"], "answered");
        assert_eq!(first["registered_at"], "2019-04-25T09:32:09+08:00");
        assert_eq!(first["recorded_at"], "2026-02-13T10:00:00+08:00");
        let duty = &first["duties"][0];
        assert_eq!(
            (duty["term"].as_str(), duty["state"].as_str()),
            (Some("answer"), Some("met"))
        );
        assert_eq!(
            (duty["due_date"].as_str(), duty["due_at"].as_str()),
            (Some("2019-06-24"), Some("2019-06-25T00:00:00+08:00"))
        );
        assert_eq!(
            (duty["late"].as_bool(), duty["met_at"].as_str()),
            (Some(false), Some("2019-05-06T10:00:00+08:00"))
        );
        assert_eq!(lines[4]["duties"][0]["late"], true, "open since 2020");
        assert_eq!(lines[24]["duties"][0]["term"], "sort");
    });
}

#[test]
fn every_export_is_in_the_journal_before_it_is_written() {
    on_sqlite(|place| {
        let huiyin = filled(place);
        export(&huiyin, ExportFormat::Csv);
        let rows = journal(&huiyin, FIRST);
        let Event::DataExported(exported) = event(rows.last().expect("rows")) else {
            panic!("no export on record")
        };
        assert_eq!(
            (
                exported.what.as_str(),
                exported.format.as_str(),
                exported.rows
            ),
            ("petitions", "csv", 25)
        );
        healthy(&huiyin);
    });
}

#[test]
fn tables_open_in_spreadsheets() {
    on_sqlite(|place| {
        let huiyin = filled(place);
        let csv = export(&huiyin, ExportFormat::Csv);
        let text = std::str::from_utf8(&csv)
            .expect("text")
            .strip_prefix('\u{FEFF}')
            .expect("a mark");
        assert!(text.starts_with("number,class,category,place,unit,channel,state,registered_at,"));
        assert_eq!(text.lines().count(), 26);
        let mut workbook: Xlsx<_> =
            Xlsx::new(Cursor::new(export(&huiyin, ExportFormat::Xlsx))).expect("a workbook");
        let sheet = workbook
            .worksheet_range_at(0)
            .expect("a sheet")
            .expect("cells");
        let rows: Vec<String> = sheet
            .rows()
            .map(|row| {
                row.iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(",")
            })
            .collect();
        assert_eq!(
            rows,
            text.lines().collect::<Vec<_>>(),
            "the workbook says what the table says"
        );
        assert!(SECRETS.iter().all(|secret| !text.contains(secret)));
    });
}

#[test]
fn more_than_a_page_is_given_out_once_each() {
    on_sqlite(|place| {
        let huiyin = place.open();
        let file = place.folder().join("many.csv");
        let rows: String = (0..1_203)
            .map(|nth| format!("{nth},2025-03-03\n"))
            .collect();
        std::fs::write(&file, format!("external_id,registered_at\n{rows}")).expect("written");
        import(
            &huiyin,
            &huiyin_app::ImportOptions {
                file,
                ..Default::default()
            },
        );
        let authority = huiyin.authority(None).expect("an authority");
        let mut out = Vec::new();
        huiyin
            .export_petitions(&authority, ExportFormat::Jsonl, &mut out)
            .expect("exports");
        let text = String::from_utf8(out).expect("text");
        let numbers: Vec<String> = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("one")["number"].to_string())
            .collect();
        let expected: Vec<String> = (1..=1_203)
            .map(|nth| format!("\"2026-{nth:06}\""))
            .collect();
        assert_eq!(numbers, expected);
    });
}
