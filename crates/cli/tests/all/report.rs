//! `huiyin report timeliness`: the same figures as a table, as files and as JSON, in both languages.

use super::support::{huiyin, json};

#[test]
fn the_figures_come_as_table_csv_workbook_and_json_in_both_languages() {
    let scratch = tempfile::tempdir().expect("a folder");
    let path = |name: &str| {
        let path = scratch.path().join(name);
        path.to_str().expect("UTF-8").to_owned()
    };
    let records = path("old.csv");
    let text = "external_id,registered_at,subject,body\n\
                1,2026-01-05 09:00,路灯不亮,夜里看不清\n\
                2,2026-01-06 09:00,下水道堵了,气味很大\n";
    std::fs::write(&records, text).expect("writes");
    let data = path("data");
    let zone = ["--zone", "Asia/Shanghai", "--data", &data];
    let taken = huiyin(&[&["import", "petitions", &records], &zone[..]].concat());
    assert_eq!(taken.code, 0, "{} {}", taken.out, taken.err);
    let report = |more: &[&str]| {
        let words = ["report", "timeliness", "--by", "unit", "--data", &data];
        huiyin(&[&words, more].concat())
    };

    let table = report(&[]);
    assert!(table.out.starts_with("种类"), "{}", table.out);
    let english = report(&["--lang", "en"]).out;
    assert!(
        english.starts_with("Kind") && english.contains("Met late"),
        "{english}"
    );
    let csv = report(&["--format", "csv", "--lang", "en"]).out;
    assert!(
        csv.starts_with("\u{feff}Kind,Unit,Opened,Met in time"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(csv.contains(",2,0,0,"), "{csv}");

    let (csv_file, book) = (path("figures.csv"), path("figures.xlsx"));
    let written = report(&["--out", &csv_file, "--lang", "en"]);
    assert_eq!((written.code, written.out.as_str()), (0, ""));
    assert_eq!(std::fs::read_to_string(&csv_file).expect("reads"), csv);
    assert_eq!(report(&["--out", &book]).code, 0);
    assert!(std::fs::read(&book).expect("reads").starts_with(b"PK"));
    let refused = report(&["--format", "xlsx"]);
    assert_eq!(refused.code, 2, "a workbook is no text: {}", refused.err);
    assert!(refused.err.contains("--out"), "{}", refused.err);

    let (code, rows) = json(&["report", "timeliness", "--data", &data]);
    assert_eq!((code, &rows[0]["opened"]), (0, &2.into()), "{rows}");
    let rows = report(&["--format", "json"]).out;
    assert!(rows.contains("\"opened\": 2"), "{rows}");
}
