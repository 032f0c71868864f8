//! Sizes, names and shortcuts (STYLE section 6, rules 1, 6, 13 and 18).

use super::Finding;
use super::rust::{Source, closing, is_word};
use super::tree::TextFile;
use huiyin_domain::rights::words_of;
use std::collections::BTreeSet;

/// The most lines of a source file, its test modules left out.
pub const FILE_LINES_MAX: usize = 500;

/// The most lines of a function, from `fn` to the closing brace.
pub const FUNCTION_LINES_MAX: usize = 70;

/// Words that say nothing about what a type or module is for.
const EMPTY_WORDS: &[&str] = &[
    "manager", "managers", "helper", "helpers", "util", "utils", "misc",
];

/// Names that say nothing when they stand alone.
const EMPTY_NAMES: &[&str] = &["common", "Common"];

/// Code that is refused, and what to do instead.
const REFUSED: &[(&str, &str)] = &[
    (
        "#[allow(",
        "say #[expect(…, reason = \"…\")]: it tells when it is needed no longer",
    ),
    (
        "#![allow(",
        "say #![expect(…, reason = \"…\")]: it tells when it is needed no longer",
    ),
    ("#[ignore", "a test runs or is gone"),
    ("#[should_panic", "assert on the error that is returned"),
    ("todo!", "finish it, or leave it out"),
    ("unimplemented!", "finish it, or leave it out"),
    ("dbg!", "a trace of debugging"),
];

/// A broken rule of size or naming, with the key under which an allow list may name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untidy {
    /// Rule and place, such as `file-lines crates/app/src/x.rs`.
    pub key: String,
    /// Where and what.
    pub finding: Finding,
}

/// Everything untidy in one Rust file of a crate.
pub fn untidy(file: &TextFile) -> Vec<Untidy> {
    let whole = Source::read(&file.text);
    let mut found = refused(file, &whole);
    if file.crate_folder() == Some("src") && file.stem() != "tests" {
        let source = whole.without_tests();
        found.extend(too_long_file(file, &source));
        found.extend(too_long_functions(file, &source));
        found.extend(empty_names(file, &source));
    }
    found
}

/// The findings that an allow list does not name, and the lines of the list that nothing needs.
/// The list has one key a line; a line that begins with `#` is a comment.
pub fn unexcused(found: &[Untidy], list_path: &str, list: &str) -> Vec<Finding> {
    let keys: BTreeSet<&str> = found.iter().map(|one| one.key.as_str()).collect();
    let entries = allowed(list);
    let mut findings: Vec<Finding> = found
        .iter()
        .filter(|one| !entries.iter().any(|(_, entry)| *entry == one.key))
        .map(|one| one.finding.clone())
        .collect();
    for (line, entry) in entries {
        if !keys.contains(entry) {
            let message = format!("nothing needs `{entry}` any longer: take the line out");
            findings.push(Finding::new(list_path, line, message));
        }
    }
    findings
}

/// The entries of an allow list, each with its line.
pub fn allowed(list: &str) -> Vec<(usize, &str)> {
    let lines = list
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()));
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

fn one(rule: &str, file: &TextFile, line: usize, what: &str, message: String) -> Untidy {
    let place = if what.is_empty() {
        file.path.clone()
    } else {
        format!("{}::{what}", file.path)
    };
    Untidy {
        key: format!("{rule} {place}"),
        finding: Finding::new(&file.path, line, message),
    }
}

fn refused(file: &TextFile, source: &Source) -> Vec<Untidy> {
    let mut found = Vec::new();
    for (index, line) in source.text().lines().enumerate() {
        for (code, instead) in REFUSED {
            let begins = line.find(code).map(|at| line[..at].chars().next_back());
            if begins.is_some_and(|before| !before.is_some_and(is_word)) {
                let what = code
                    .trim_end_matches(['(', '!'])
                    .trim_start_matches(['#', '!', '[']);
                let message = format!("`{code}` is refused: {instead}");
                found.push(one("refused", file, index + 1, what, message));
            }
        }
    }
    found
}

fn too_long_file(file: &TextFile, source: &Source) -> Option<Untidy> {
    let lines = file.text.lines().count() - source.test_lines;
    (lines > FILE_LINES_MAX).then(|| {
        let message = format!("{lines} lines; at most {FILE_LINES_MAX}, tests left out");
        one("file-lines", file, 0, "", message)
    })
}

fn too_long_functions(file: &TextFile, source: &Source) -> Vec<Untidy> {
    let words = source.words();
    let mut found = Vec::new();
    for pair in words.windows(2) {
        let ((begin, keyword), (name_at, name)) = (&pair[0], &pair[1]);
        if keyword != "fn" {
            continue;
        }
        let Some(open) = body(&source.code, name_at + name.chars().count()) else {
            continue;
        };
        let lines = source.line(closing(&source.code, open)) - source.line(*begin) + 1;
        if lines > FUNCTION_LINES_MAX {
            let message = format!("fn {name} has {lines} lines; at most {FUNCTION_LINES_MAX}");
            found.push(one(
                "function-lines",
                file,
                source.line(*begin),
                name,
                message,
            ));
        }
    }
    found
}

/// The brace that opens a function's body, if it has one.
fn body(code: &[char], from: usize) -> Option<usize> {
    let mut at = from;
    while at < code.len() {
        match code[at] {
            '(' | '[' => at = closing(code, at),
            '{' => return Some(at),
            ';' | '}' => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

fn empty_names(file: &TextFile, source: &Source) -> Vec<Untidy> {
    let words = source.words();
    let mut named: Vec<(usize, String)> = vec![(1, file.stem().to_owned())];
    for pair in words.windows(2) {
        if matches!(
            pair[0].1.as_str(),
            "struct" | "enum" | "trait" | "type" | "union" | "mod"
        ) {
            named.push((source.line(pair[1].0), pair[1].1.clone()));
        }
    }
    named.dedup_by(|a, b| a.1 == b.1);
    named
        .into_iter()
        .filter(|(_, name)| {
            EMPTY_NAMES.contains(&name.as_str())
                || words_of(name)
                    .iter()
                    .any(|word| EMPTY_WORDS.contains(&word.as_str()))
        })
        .map(|(line, name)| {
            let message = format!("`{name}` says nothing about what it is for");
            one("name", file, line, &name, message)
        })
        .collect()
}
