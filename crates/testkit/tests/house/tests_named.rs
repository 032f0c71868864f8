use huiyin_testkit::house::tree::{self, TextFile};
use huiyin_testkit::house::{assert_none, tests_named};

#[test]
fn each_crate_has_one_test_program_that_forgets_no_file() {
    let files = tree::texts(&tree::repository()).expect("the repository");
    assert!(
        files
            .iter()
            .any(|file| file.path == "crates/testkit/tests/all.rs")
    );
    assert_none(&tests_named::forgotten(&files));
}

#[test]
fn a_planted_program_and_a_forgotten_file_are_found() {
    let file = |path: &str, text: &str| TextFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let files = [
        file(
            "crates/a/tests/all.rs",
            "mod all {\n    mod named;\n    // mod lost;\n}",
        ),
        file("crates/a/tests/all/named.rs", ""),
        file("crates/a/tests/all/lost.rs", ""),
        file("crates/a/tests/extra.rs", ""),
        file("crates/b/tests/all.rs", "mod lost;"),
    ];
    let findings = tests_named::forgotten(&files);
    let found: Vec<_> = findings.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(
        found,
        ["crates/a/tests/all/lost.rs", "crates/a/tests/extra.rs"]
    );
}
