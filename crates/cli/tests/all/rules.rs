//! `huiyin rulebook` and `huiyin calendar show|check`.

use super::support::{huiyin, json, path};

#[test]
fn every_shipped_rulebook_checks_and_shows_each_term_with_its_citation() {
    for (id, _) in huiyin_domain::shipped::rulebooks() {
        let (code, said) = json(&["rulebook", "check", id]);
        assert_eq!(
            (code, &said["findings"]),
            (0, &serde_json::json!([])),
            "{id}"
        );
        let (code, said) = json(&["rulebook", "show", id]);
        let terms = said["terms"].as_array().expect("terms");
        assert!(code == 0 && !terms.is_empty());
        assert!(terms.iter().all(|term| {
            term["citation"]["zh"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        }));
    }
}

#[test]
fn a_broken_rulebook_is_found_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let shipped = huiyin_domain::shipped::rulebooks();
    let (_, good) = shipped
        .iter()
        .find(|(id, _)| *id == "cn-simple")
        .expect("shipped");
    let broken = good.replacen("id = \"accept\"", "id = \"accept\"\ncolour = \"red\"", 1);
    assert_ne!(broken, *good);
    let line = 1 + broken
        .lines()
        .position(|line| line.starts_with("colour"))
        .expect("a line");
    let file = path(&folder, "broken.toml");
    std::fs::write(&file, &broken).expect("writes");
    let (code, said) = json(&["rulebook", "check", &file]);
    assert_eq!(code, 1);
    assert_eq!(said["findings"][0]["line"], line);
    assert!(
        said["findings"][0]["field"]
            .as_str()
            .is_some_and(|text| text.contains("colour"))
    );
    let ran = huiyin(&["rulebook", "show", &file]);
    assert!(
        ran.code == 1 && ran.err.contains("huiyin rulebook check"),
        "{}",
        ran.err
    );
    assert_eq!(huiyin(&["rulebook", "check", "no-such"]).code, 2);
}

#[test]
fn a_year_is_shown_with_its_working_days() {
    for (year, workdays) in [("2024", 251), ("2025", 248), ("2026", 248)] {
        let (code, said) = json(&["calendar", "show", year]);
        assert_eq!(
            (code, &said["workdays"]),
            (0, &serde_json::json!(workdays)),
            "{year}"
        );
    }
    let (_, said) = json(&["calendar", "show", "2027"]);
    assert_eq!(said["firm"], false);
    assert!(
        huiyin(&["calendar", "show", "2026"])
            .out
            .contains("2026-02-14 Sat make-up")
    );
    assert_eq!(huiyin(&["calendar", "show", "0"]).code, 2);
    assert_eq!(
        huiyin(&["calendar", "show", "2026", "--calendar", "atlantis"]).code,
        2
    );
}

#[test]
fn a_broken_calendar_is_found_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = path(&folder, "broken.toml");
    std::fs::write(&file, "id = \"x\"\nversion = \"1\"\ncolour = \"red\"\n").expect("writes");
    let (code, said) = json(&["calendar", "check", &file]);
    assert_eq!(code, 1);
    let lines: Vec<_> = said["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|one| one["line"].as_u64())
        .collect();
    assert!(lines.contains(&Some(3)), "{said}");
    let (code, said) = json(&["calendar", "check", &path(&folder, "none.toml")]);
    assert_eq!((code, said["error"]["code"].as_str()), (1, Some("file")));
}
