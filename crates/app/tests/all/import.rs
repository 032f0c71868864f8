//! Petitions of earlier days come in from files (RULES 8).

use super::support::{FIRST, at, event, healthy, journal};
use huiyin_app::{Huiyin, ImportError, ImportOptions, ImportReport, TimelinessQuery};
use huiyin_domain::event::Event;
use huiyin_domain::petition::{PetitionState, Who};
use huiyin_store::rows::Part;
use huiyin_testkit::engine::{TestStore, each_engine, on_sqlite};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::path::{Path, PathBuf};

const TWIN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/twin.jsonl");
pub const TWIN_CSV: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/fixtures/twin.gb18030.csv"
);
const TEDDY: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/teddy2020c/fj4.jsonl"
);

/// The figures of one rulebook: met in time, met late, open in time, open late.
type Judged = (&'static str, &'static str, Option<&'static str>, [u64; 4]);

/// Computed from the invented records and the notices of the State Council by a script of its own.
const TWIN_FIGURES: [Judged; 6] = [
    ("cn-2022", "answer", Some("Asia/Shanghai"), [19, 1, 3, 1]),
    ("cn-simple", "answer", Some("Asia/Shanghai"), [14, 6, 1, 3]),
    (
        "cn-hotline-5wd",
        "answer",
        Some("Asia/Shanghai"),
        [3, 17, 1, 3],
    ),
    (
        "cn-hotline-beijing",
        "general",
        Some("Asia/Shanghai"),
        [5, 15, 1, 3],
    ),
    (
        "in-cpgrams-2024",
        "answer",
        Some("Asia/Shanghai"),
        [17, 3, 2, 2],
    ),
    ("in-cpgrams-2024", "answer", None, [16, 4, 2, 2]),
];

/// Computed from the raw file and the same notices by a script of its own.
const TEDDY_FIGURES: [Judged; 6] = [
    (
        "cn-2022",
        "answer",
        Some("Asia/Shanghai"),
        [2_662, 154, 0, 0],
    ),
    (
        "cn-simple",
        "answer",
        Some("Asia/Shanghai"),
        [1_736, 1_080, 0, 0],
    ),
    (
        "cn-hotline-5wd",
        "answer",
        Some("Asia/Shanghai"),
        [1_076, 1_740, 0, 0],
    ),
    (
        "cn-hotline-beijing",
        "general",
        Some("Asia/Shanghai"),
        [1_092, 1_724, 0, 0],
    ),
    (
        "in-cpgrams-2024",
        "answer",
        Some("Asia/Shanghai"),
        [2_070, 746, 0, 0],
    ),
    ("in-cpgrams-2024", "answer", None, [2_068, 748, 0, 0]),
];

/// The twin's columns are called as a Chinese office calls them.
pub fn twin(file: &str) -> ImportOptions {
    let fields = [
        "external_id=编号",
        "registered_at=时间",
        "answered_at=答复时间",
        "answer=答复",
        "subject=标题",
        "body=内容",
    ];
    ImportOptions {
        file: PathBuf::from(file),
        fields: fields.map(str::to_owned).into(),
        zone: Some("Asia/Shanghai".into()),
        source: Some("twin".into()),
        ..ImportOptions::default()
    }
}

/// The twin under the authority's own rulebook.
pub fn twin_options() -> ImportOptions {
    twin(TWIN)
}

pub fn try_import(huiyin: &Huiyin, options: &ImportOptions) -> Result<ImportReport, ImportError> {
    let authority = huiyin.authority(None).expect("an authority");
    huiyin.import_petitions(&authority, options, &mut |_| {})
}

pub fn import(huiyin: &Huiyin, options: &ImportOptions) -> ImportReport {
    try_import(huiyin, options).expect("imports")
}

pub fn written(place: &TestStore, name: &str, content: impl AsRef<[u8]>) -> ImportOptions {
    let file = place.folder().join(name);
    std::fs::write(&file, content).expect("the file is written");
    ImportOptions {
        file,
        ..ImportOptions::default()
    }
}

pub fn counts(report: &ImportReport) -> (u64, u64, u64, usize) {
    (
        report.read,
        report.imported,
        report.already,
        report.refused.len(),
    )
}

pub fn refusals(report: &ImportReport) -> Vec<(u64, &str, &str)> {
    report
        .refused
        .iter()
        .map(|one| {
            (
                one.line,
                one.field.as_deref().unwrap_or("-"),
                one.code.as_str(),
            )
        })
        .collect()
}

fn judged(huiyin: &Huiyin) -> Vec<(String, [u64; 4])> {
    let authority = huiyin.authority(None).expect("an authority");
    let figures = huiyin
        .timeliness(&authority, &TimelinessQuery::default())
        .expect("figures");
    figures
        .into_iter()
        .map(|row| {
            (
                row.term,
                [
                    row.met_in_time,
                    row.met_late,
                    row.open_in_time,
                    row.open_late,
                ],
            )
        })
        .collect()
}

fn check_figures(place: &TestStore, figure: &Judged, options: ImportOptions) {
    let (rulebook, term, zone, expected) = *figure;
    let huiyin = place.open();
    let options = ImportOptions {
        rulebook: Some(rulebook.into()),
        term: Some(term.into()),
        zone: zone.map(str::to_owned),
        ..options
    };
    let report = import(&huiyin, &options);
    assert_eq!(report.refused, []);
    assert_eq!(
        judged(&huiyin),
        [(term.to_owned(), expected)],
        "{rulebook} {zone:?}"
    );
}

#[test]
fn the_twin_is_judged_to_the_petition() {
    for figure in &TWIN_FIGURES {
        each_engine(|place| check_figures(place, figure, twin_options()));
    }
}

#[test]
fn real_petitions_are_judged_to_the_petition() {
    if !Path::new(TEDDY).exists() {
        // A test's own output is the one place where a library's package may say something.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"not run: no ../shared\n");
        return;
    }
    let fields = [
        "external_id=id",
        "registered_at=time",
        "answered_at=reply_time",
        "answer=reply",
    ]
    .map(str::to_owned);
    let options = ImportOptions {
        file: TEDDY.into(),
        fields: fields.into(),
        ..ImportOptions::default()
    };
    for figure in &TEDDY_FIGURES {
        on_sqlite(|place| check_figures(place, figure, options.clone()));
    }
}

#[test]
fn what_was_imported_is_on_record_and_sealed() {
    each_engine(|place| {
        let huiyin = place.open();
        let report = import(&huiyin, &twin_options());
        assert_eq!(counts(&report), (24, 24, 0, 0));
        assert_eq!(report.ignored, ["用户"]);
        let rows = huiyin.store().read_here(|reader| {
            reader.petitions_after(FIRST, huiyin_domain::ids::PetitionId::new(0), 100)
        });
        let rows = rows.expect("reads");
        assert_eq!(
            rows.iter()
                .map(|row| row.number.to_string())
                .next_back()
                .as_deref(),
            Some("2026-000024")
        );
        assert_eq!(
            rows.iter()
                .filter(|row| row.state == PetitionState::Answered)
                .count(),
            20
        );
        assert_eq!(rows.iter().filter(|row| row.who == Who::Named).count(), 5);
        assert_eq!(rows[0].registered_at, at("2019-04-25T09:32:09+08:00"));
        for row in journal(&huiyin, FIRST) {
            let open = String::from_utf8(row.open.clone()).expect("text");
            for secret in [
                "赵清和",
                "0000-555",
                "qian@",
                "某市某路",
                "凌晨",
                "已办理",
                "路灯",
            ] {
                assert!(!open.contains(secret), "{secret} in {open}");
            }
            assert!(matches!(row.text, Part::Sealed(_)), "{}", row.kind);
        }
        healthy(&huiyin);
    });
}

#[test]
fn an_answer_meets_the_duty_at_its_own_time() {
    each_engine(|place| {
        let huiyin = place.open();
        import(&huiyin, &twin_options());
        let rows = journal(&huiyin, FIRST);
        let Event::PetitionImported(first) = event(&rows[0]) else {
            panic!("{}", rows[0].kind)
        };
        assert_eq!(
            (first.source.as_str(), first.external_id.as_str()),
            ("twin", "T01")
        );
        assert_eq!(first.opened.len(), 1, "only the obligation of the term");
        assert_eq!(first.opened[0].due_at, at("2019-06-25T00:00:00+08:00"));
        assert_eq!(rows[0].effective_at, at("2019-04-25T09:32:09+08:00"));
        assert_eq!(rows[1].effective_at, at("2019-05-06T10:00:00+08:00"));
        let obligations = huiyin
            .store()
            .read_here(|reader| reader.obligations_of(FIRST, rows[0].petition.expect("one")));
        assert_eq!(
            obligations.expect("reads")[0].met_at,
            Some(rows[1].effective_at)
        );
    });
}

#[test]
fn the_same_again_is_already_there_in_any_format_and_encoding() {
    each_engine(|place| {
        let huiyin = place.open();
        let dry = import(
            &huiyin,
            &ImportOptions {
                dry_run: true,
                ..twin_options()
            },
        );
        assert_eq!((counts(&dry), dry.dry_run), ((24, 24, 0, 0), true));
        assert_eq!(
            journal(&huiyin, FIRST).len(),
            0,
            "a dry run records nothing"
        );
        assert_eq!(counts(&import(&huiyin, &twin(TWIN_CSV))), (24, 24, 0, 0));
        let rows = journal(&huiyin, FIRST).len();
        assert_eq!(counts(&import(&huiyin, &twin_options())), (24, 0, 24, 0));
        let workbook = place.folder().join("twin.xlsx");
        write_workbook(&workbook);
        let again = import(
            &huiyin,
            &ImportOptions {
                file: workbook,
                ..twin_options()
            },
        );
        assert_eq!(refusals(&again), []);
        assert_eq!(counts(&again), (24, 0, 24, 0));
        assert_eq!(journal(&huiyin, FIRST).len(), rows);
        let other = ImportOptions {
            source: Some("another register".into()),
            ..twin_options()
        };
        assert_eq!(counts(&import(&huiyin, &other)), (24, 24, 0, 0));
        healthy(&huiyin);
    });
}

/// The twin as a workbook: times as date cells in every other row, as texts in the others.
fn write_workbook(file: &Path) {
    let lines = std::fs::read_to_string(TWIN).expect("the twin");
    let records: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a record"))
        .collect();
    let columns = [
        "编号",
        "标题",
        "内容",
        "时间",
        "答复时间",
        "答复",
        "class",
        "category",
        "unit",
        "place",
        "channel",
        "name",
        "phone",
        "email",
        "address",
    ];
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    for (column, name) in (0u16..).zip(columns) {
        sheet.write_string(0, column, name).expect("a cell");
        for (row, record) in (1u32..).zip(&records) {
            let Some(text) = record.get(name).and_then(|value| value.as_str()) else {
                continue;
            };
            if name.ends_with("时间") && row % 2 == 0 {
                let cell = ExcelDateTime::parse_from_str(text).expect("a date");
                sheet
                    .write_datetime_with_format(row, column, &cell, &date)
                    .expect("a cell");
            } else {
                sheet.write_string(row, column, text).expect("a cell");
            }
        }
    }
    workbook.save(file).expect("the workbook is written");
}

#[test]
fn an_import_goes_on_where_it_stopped() {
    each_engine(|place| {
        let huiyin = place.open();
        let line = |nth: u32| format!("{nth},2025-03-{:02},主题,内容\n", nth % 28 + 1);
        let head = "external_id,registered_at,subject,body\n".to_owned();
        let part: String = (0..450).map(line).collect();
        let whole: String = (0..1_001).map(line).collect();
        assert_eq!(
            counts(&import(
                &huiyin,
                &written(place, "many.csv", head.clone() + &part)
            )),
            (450, 450, 0, 0)
        );
        assert_eq!(
            counts(&import(&huiyin, &written(place, "many.csv", head + &whole))),
            (1_001, 551, 450, 0)
        );
        healthy(&huiyin);
    });
}
