//! What Huiyin does not build (DOMAIN section 0, RULES 4 and 10), looked for in names.
//!
//! The list is `refused-names.toml` beside this file. It is the one place where coercive words
//! stand (RULES 10.4), its tests and documentation aside.

use super::Finding;
use super::names::{self, words_of};
use super::tree::TextFile;
use serde::Deserialize;
use std::sync::LazyLock;

/// The path of the list in the repository.
pub const LIST_PATH: &str = "crates/testkit/src/house/refused-names.toml";

/// One thing that is not built.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// Why, in Chinese.
    pub zh: String,
    /// Why, in English.
    pub en: String,
    /// Where that is said.
    pub source: String,
    /// Words in a row, anywhere in an identifier.
    names: Vec<String>,
    /// Parts of a Chinese name; after `=`, the whole name.
    terms: Vec<String>,
    /// Whether its Chinese terms are refused in every text.
    #[serde(default)]
    pub coercive: bool,
    /// Names that it must catch.
    pub caught: Vec<String>,
    /// Names close to it that it must let be.
    pub passes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    rule: Vec<Rule>,
}

static LIST: LazyLock<List> = LazyLock::new(|| {
    toml::from_str(include_str!("refused-names.toml")).expect("refused-names.toml is read by tests")
});

/// Every rule of the list.
pub fn rules() -> &'static [Rule] {
    &LIST.rule
}

/// The rule that a name breaks, if it breaks one.
pub fn violations(name: &str) -> Option<&'static Rule> {
    let words = words_of(name);
    rules().iter().find(|rule| rule.refuses(name, &words))
}

impl Rule {
    fn refuses(&self, name: &str, words: &[String]) -> bool {
        let in_words = self.names.iter().any(|wanted| {
            let wanted: Vec<&str> = wanted.split(' ').collect();
            words
                .windows(wanted.len())
                .any(|row| row.iter().zip(&wanted).all(same_word))
        });
        in_words
            || self.terms.iter().any(|term| match term.strip_prefix('=') {
                Some(whole) => name == whole,
                None => name.contains(term.as_str()),
            })
    }
}

/// Whether a word is the wanted one, or its plural.
fn same_word((word, wanted): (&String, &&str)) -> bool {
    word == wanted
        || word
            .strip_suffix('s')
            .is_some_and(|singular| singular == *wanted)
        || word
            .strip_suffix("es")
            .is_some_and(|singular| singular == *wanted)
}

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
        .flat_map(|rule| rule.terms.iter().map(String::as_str))
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
