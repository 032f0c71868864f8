//! The table of figures as a file by API: the desk's own, by the same rights and on the same record.

use super::desk_support::signed_in;
use super::staff::get;
use super::support::App;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::Park;
use serde_json::Value;

const PATH: &str = "/api/v1/figures/timeliness";

/// What the auditor reads of who read figures, the oldest first.
fn readings(app: &App, park: &Park<'_>) -> Vec<(String, String)> {
    let read = get(app, &park.token("auditor"), "/api/v1/figures/readings").json();
    let entries = read["entries"].as_array().expect("a list").iter().rev();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    entries
        .map(|one| (text(&one["by"]), text(&one["words"]["en"])))
        .collect()
}

#[test]
fn a_program_gets_the_files_of_the_desk() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        park.at("economy", "ecohandler");
        let program = park.token("ecohead");
        let read = |query: &str| get(&app, &program, &format!("{PATH}{query}"));
        let csv = read("?by=unit&format=csv");
        assert_eq!(csv.status, 200, "{}", csv.text());
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert!(
            csv.header("content-disposition")
                .contains("huiyin-figures.csv")
        );
        let mut desk = signed_in(&app, park.staff("ecohead"));
        let by_desk = desk.get("/desk/figures.csv?by=unit");
        assert_eq!(csv.bytes, by_desk.bytes, "{}", csv.text());
        let rows = read("?by=unit").json().as_array().expect("rows").len();
        assert!(rows > 0);
        assert_eq!(csv.text().lines().count(), 1 + rows, "{}", csv.text());

        let english = read("?format=csv&language=en");
        assert!(english.text().contains("Kind,Duty,"), "{}", english.text());
        let book = read("?by=unit&format=xlsx");
        assert!(book.bytes.starts_with(b"PK"));
        assert!(book.header("content-type").contains("spreadsheetml"));
        let whole = read("?by=unit&format=json");
        assert_eq!(whole.json().as_array().map(Vec::len), Some(rows));
    });
}

#[test]
fn who_took_a_file_is_on_record_and_who_may_not_gets_none() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        park.at("economy", "ecohandler");
        for form in ["csv", "xlsx"] {
            let path = format!("{PATH}?by=category&format={form}");
            let taken = get(&app, &park.token("ecohead"), &path);
            assert_eq!(taken.status, 200, "{}", taken.text());
            get(&app, &park.token("clerk"), &path).refused(403, "not_allowed");
        }
        let head = park.who("ecohead").name;
        let taken = [
            "Figures as CSV, by category",
            "Figures as XLSX, by category",
        ];
        let taken = taken.map(|words| (head.clone(), words.to_owned()));
        assert_eq!(readings(&app, &park), taken);
        for (query, field) in [("format=pdf", "format"), ("language=fr", "language")] {
            let no = get(&app, &park.token("ecohead"), &format!("{PATH}?{query}"));
            assert_eq!(no.fields()[0].0, field);
        }
        assert_eq!(readings(&app, &park).len(), 2, "nothing was given");
    });
}
