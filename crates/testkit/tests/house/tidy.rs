use huiyin_testkit::house::assert_none;
use huiyin_testkit::house::tidy::{self, FILE_LINES_MAX, FUNCTION_LINES_MAX};
use huiyin_testkit::house::tree::{self, TextFile};

const LIST_PATH: &str = "crates/testkit/tests/tidy-allow.txt";

/// How long the list may be. It is only ever made smaller.
const ALLOWED_MAX: usize = 0;

#[test]
fn sizes_names_and_shortcuts() {
    let list = include_str!("../tidy-allow.txt");
    assert_eq!(
        tidy::allowed(list).get(ALLOWED_MAX),
        None,
        "{LIST_PATH} only shrinks"
    );
    let files = tree::texts(&tree::repository()).expect("the repository");
    let rust = |file: &&TextFile| file.crate_folder().is_some() && file.path.ends_with(".rs");
    let sources: Vec<_> = files.iter().filter(rust).collect();
    assert!(sources.len() > 20, "the sources are not found");
    let found: Vec<_> = sources.into_iter().flat_map(tidy::untidy).collect();
    let findings = tidy::unexcused(&found, LIST_PATH, list);
    assert_none(&findings);
}

fn keys(path: &str, text: &str) -> Vec<String> {
    let file = TextFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    tidy::untidy(&file).into_iter().map(|one| one.key).collect()
}

#[test]
fn a_planted_long_file_is_found() {
    let lines = |count: usize| "const A: u8 = 1;\n".repeat(count);
    let path = "crates/a/src/b.rs";
    assert_eq!(keys(path, &lines(FILE_LINES_MAX)), Vec::<String>::new());
    assert_eq!(
        keys(path, &lines(FILE_LINES_MAX + 1)),
        [format!("file-lines {path}")]
    );
    let tested = format!(
        "{}#[cfg(test)]\nmod tests {{\n{}}}\n",
        lines(400),
        lines(400)
    );
    assert_eq!(keys(path, &tested), Vec::<String>::new());
    assert_eq!(
        keys("crates/a/tests/all/b.rs", &lines(900)),
        Vec::<String>::new()
    );
    let raw = format!("const SQL: &str = r#\"\n{}\"#;\n", "text }\n".repeat(600));
    assert_eq!(keys(path, &raw), [format!("file-lines {path}")]);
}

#[test]
fn a_planted_long_function_is_found() {
    let path = "crates/a/src/b.rs";
    let function = |lines: usize| {
        let body = "    a(\"}\");\n".repeat(lines - 2);
        format!("impl X {{\npub const fn long<T>(a: [u8; 3]) -> T\n{{\n{body}}}\n}}\n")
    };
    assert_eq!(
        keys(path, &function(FUNCTION_LINES_MAX - 1)),
        Vec::<String>::new()
    );
    let found = keys(path, &function(FUNCTION_LINES_MAX));
    assert_eq!(found, [format!("function-lines {path}::long")]);
    assert_eq!(
        keys(path, "trait T {\n    fn a(&self);\n    type B;\n}\n"),
        Vec::<String>::new()
    );
}

#[test]
fn planted_names_and_shortcuts_are_found() {
    let path = "crates/a/src/b.rs";
    for (text, key) in [
        (
            "struct QueueManager;",
            "name crates/a/src/b.rs::QueueManager",
        ),
        (
            "enum DateHelpers { A }",
            "name crates/a/src/b.rs::DateHelpers",
        ),
        ("mod utils;", "name crates/a/src/b.rs::utils"),
        ("mod common;", "name crates/a/src/b.rs::common"),
        (
            "#[allow(dead_code)]\nfn a() {}",
            "refused crates/a/src/b.rs::allow",
        ),
        ("#![allow(dead_code)]", "refused crates/a/src/b.rs::allow"),
        ("#[ignore = \"slow\"]", "refused crates/a/src/b.rs::ignore"),
        (
            "#[should_panic(expected = \"x\")]",
            "refused crates/a/src/b.rs::should_panic",
        ),
        ("fn a() { todo!() }", "refused crates/a/src/b.rs::todo"),
        (
            "fn a() { unimplemented!() }",
            "refused crates/a/src/b.rs::unimplemented",
        ),
        ("fn a() { dbg!(1); }", "refused crates/a/src/b.rs::dbg"),
    ] {
        assert_eq!(keys(path, text), [key], "{text}");
    }
    assert_eq!(
        keys("crates/a/src/util.rs", ""),
        ["name crates/a/src/util.rs::util"]
    );
    for text in [
        "// #[allow(dead_code)] and todo!",
        "const A: &str = \"todo!\";",
        "struct CommonSuperior;",
        "#[expect(dead_code, reason = \"x\")]\nfn a() {}",
        "fn a() { my_todo!() }",
    ] {
        assert_eq!(keys(path, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_list_excuses_and_shrinks() {
    let path = "crates/a/src/b.rs";
    let file = TextFile {
        path: path.to_owned(),
        text: "mod utils;".to_owned(),
    };
    let found = tidy::untidy(&file);
    let list = format!("# Why.\nname {path}::utils\nfile-lines {path}\n");
    let findings = tidy::unexcused(&found, "list", &list);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!((findings[0].file.as_str(), findings[0].line), ("list", 3));
}
