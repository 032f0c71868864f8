use huiyin_testkit::house::tree::{self, TextFile};
use huiyin_testkit::house::{assert_none, migrations};

#[test]
fn every_table_says_its_kind() {
    let files = tree::texts(&tree::repository()).expect("the repository");
    let found = migrations::migrations(&files);
    assert!(
        !found.is_empty(),
        "no migration is found: they have moved, and this test with them"
    );
    for file in &found {
        assert!(!file.text.trim().is_empty(), "{} is empty", file.path);
    }
    let tables: usize = found
        .iter()
        .map(|file| migrations::tables(&file.text).len())
        .sum();
    assert!(
        tables > 0,
        "no table is found in {} migration(s)",
        found.len()
    );
    let findings: Vec<_> = found
        .into_iter()
        .flat_map(migrations::without_kind)
        .collect();
    assert_none(&findings);
}

#[test]
fn a_planted_table_without_a_kind_is_found() {
    let text = "-- kind: derived\nCREATE TABLE a (x {int});\nCREATE TABLE b (x {int});\n\n\
                -- kind: cache\ncreate table if not exists c (x {int});\n\
                -- kind: journal\n-- The rows.\nCREATE TABLE d (\n  x {int}\n);\n\
                -- kind: derived\n\nCREATE TABLE e (x {int});\nCREATE INDEX f ON a (x);\n";
    let file = TextFile {
        path: "0009_x.sql".to_owned(),
        text: text.to_owned(),
    };
    let lines: Vec<_> = migrations::without_kind(&file)
        .iter()
        .map(|one| one.line)
        .collect();
    assert_eq!(lines, [3, 6, 14]);
}
