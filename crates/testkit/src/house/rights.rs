//! What Huiyin does not build (DOMAIN section 0, RULES 4 and 10), looked for in names.
//!
//! The list is that of `domain::rights`, where a plan is checked against it too.

use super::Finding;
use super::names;
use super::tree::TextFile;
pub use huiyin_domain::rights::{Rule, rules, violations};

/// The path of the list in the repository.
pub const LIST_PATH: &str = "crates/domain/src/rights/refused-names.toml";

/// Every name in a file that declares something that is not built.
pub fn refused_names(file: &TextFile) -> Vec<Finding> {
    let declared = match names::declared(file) {
        None => return Vec::new(),
        Some(Ok(declared)) => declared,
        Some(Err(error)) => return vec![Finding::new(&file.path, 0, error)],
    };
    let judged = declared.into_iter().filter_map(|(line, name)| {
        let rule = violations(&name)?;
        let message = format!(
            "`{name}` ({}): {}；{} [{}]",
            rule.id, rule.zh, rule.en, rule.source
        );
        Some(Finding::new(&file.path, line, message))
    });
    judged.collect()
}

/// Every coercive Chinese word in a text that is neither the list, nor documentation, nor a test.
pub fn coercive_words(file: &TextFile) -> Vec<Finding> {
    let documentation = file.path.starts_with("docs/") || file.path.ends_with(".md");
    if documentation || file.path == LIST_PATH || file.crate_folder() == Some("tests") {
        return Vec::new();
    }
    let terms: Vec<&str> = rules()
        .iter()
        .filter(|rule| rule.coercive)
        .flat_map(|rule| rule.terms().iter().map(String::as_str))
        .collect();
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        for term in terms.iter().filter(|term| line.contains(**term)) {
            let message = format!("`{term}` stands only in the one refusal list (RULES 10.4)");
            findings.push(Finding::new(&file.path, index + 1, message));
        }
    }
    findings
}
