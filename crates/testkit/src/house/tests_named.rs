//! One integration-test program per crate, `tests/all.rs`, and no file that it forgets.

use super::Finding;
use super::rust::Source;
use super::tree::TextFile;
use std::collections::BTreeSet;

/// Every second test program of a crate, and every test file that no `mod` names.
pub fn forgotten(files: &[TextFile]) -> Vec<Finding> {
    let tests: Vec<&TextFile> = files
        .iter()
        .filter(|file| file.is_rust_in("tests"))
        .collect();
    let mut findings = Vec::new();
    for file in &tests {
        let parts: Vec<&str> = file.path.split('/').collect();
        let (owner, inside) = (parts[1], &parts[3..]);
        if inside == ["all.rs"] {
            continue;
        }
        if inside.len() == 1 || inside[1..] == ["main.rs"] {
            let message = format!(
                "a test program of its own: make it a module of crates/{owner}/tests/all.rs, in a \
                 folder below tests/"
            );
            findings.push(Finding::new(&file.path, 0, message));
            continue;
        }
        let name = if file.stem() == "mod" {
            inside[inside.len() - 2]
        } else {
            file.stem()
        };
        let prefix = format!("crates/{owner}/tests/");
        let siblings = tests.iter().filter(|other| other.path.starts_with(&prefix));
        let named: BTreeSet<String> = siblings.flat_map(|other| modules(&other.text)).collect();
        if !named.contains(name) {
            let message = format!("no `mod {name};` below crates/{owner}/tests names it");
            findings.push(Finding::new(&file.path, 0, message));
        }
    }
    findings
}

fn modules(text: &str) -> Vec<String> {
    let words = Source::read(text).words();
    let pairs = words.windows(2).filter(|pair| pair[0].1 == "mod");
    pairs.map(|pair| pair[1].1.clone()).collect()
}
