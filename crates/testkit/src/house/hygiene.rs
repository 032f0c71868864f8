//! What no committed text names: the hosts of package registries, and paths of a machine.

use super::Finding;
use super::tree::TextFile;

/// Each text that is refused, written in two halves so that this file does not hold it.
const REFUSED: &[(&str, &str)] = &[
    ("crates", ".io"),
    ("npm", "js.com"),
    ("npm", "js.org"),
    ("py", "pi.org"),
    ("python", "hosted.org"),
    ("deb.", "debian.org"),
    ("/wo", "rk/"),
    ("/ro", "ot/"),
];

/// Lock files name the registry of each package; cargo writes them.
const WRITTEN_BY_TOOLS: &[&str] = &["Cargo.lock"];

/// Every line that names a registry's host or a path of a machine.
pub fn named(file: &TextFile) -> Vec<Finding> {
    if WRITTEN_BY_TOOLS.contains(&file.path.as_str()) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        for (first, second) in REFUSED {
            let refused = format!("{first}{second}");
            if stands_in(line, &refused) {
                let message = format!("`{refused}` names a registry or a machine: leave it out");
                findings.push(Finding::new(&file.path, index + 1, message));
            }
        }
    }
    findings
}

/// Whether a line holds it; a path of a machine only where a path begins.
fn stands_in(line: &str, refused: &str) -> bool {
    line.match_indices(refused).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | '/');
        !refused.starts_with('/') || !before.is_some_and(inside)
    })
}
