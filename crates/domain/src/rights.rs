//! What Huiyin does not build (DOMAIN section 0, RULES 4 and 10), as a list of names.
//!
//! The list is `rights/refused-names.toml`. It is the one place where coercive words stand
//! (RULES 10.4), its tests and documentation aside. A plan that holds one of them is refused by
//! [`crate::plan::check()`], and a test of the house looks for them in everything we declare.

use serde::Deserialize;
use std::sync::LazyLock;

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
    names: Vec<WordsInARow>,
    /// Parts of a Chinese name; after `=`, the whole name.
    terms: Vec<String>,
    /// Whether its words are refused in every text, not only in names.
    #[serde(default)]
    pub coercive: bool,
    /// Whether its words are refused in what is written about a matter, too.
    #[serde(default)]
    pub in_papers: bool,
    /// Names that it must catch.
    pub caught: Vec<String>,
    /// Names close to it that it must let be.
    pub passes: Vec<String>,
}

/// Words that stand one after the other; written with a blank between them.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
struct WordsInARow(Vec<String>);

impl From<String> for WordsInARow {
    fn from(text: String) -> Self {
        Self(text.split(' ').map(str::to_owned).collect())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    rule: Vec<Rule>,
}

static LIST: LazyLock<List> = LazyLock::new(|| {
    toml::from_str(include_str!("rights/refused-names.toml")).expect("a test reads the list")
});

/// Every rule of the list.
///
/// # Panics
/// If the list is no TOML; a test reads it.
pub fn rules() -> &'static [Rule] {
    &LIST.rule
}

/// The rule that a name breaks, if it breaks one.
pub fn violations(name: &str) -> Option<&'static Rule> {
    let words = words_of(name);
    rules().iter().find(|rule| rule.refuses(name, &words))
}

/// The coercive rule that a text breaks anywhere in it, if it breaks one: for titles and other
/// texts that people write freely, where a name such as `id number` may stand honestly.
pub fn coerces(text: &str) -> Option<&'static Rule> {
    let words = words_of(text);
    let mut coercive = rules().iter().filter(|rule| rule.coercive);
    coercive.find(|rule| rule.refuses(text, &words))
}

/// Whether a text has somebody give up petitioning (RULES 5.9). Other words of the list may stand honestly in what
/// is written about a matter.
pub fn gives_up_petitioning(text: &str) -> bool {
    let words = words_of(text);
    let mut rules = rules().iter().filter(|rule| rule.in_papers);
    rules.any(|rule| rule.refuses(text, &words))
}

impl Rule {
    /// The Chinese words that it refuses.
    pub fn terms(&self) -> &[String] {
        &self.terms
    }

    fn refuses(&self, name: &str, words: &[String]) -> bool {
        let in_words = self.names.iter().any(|WordsInARow(wanted)| {
            words
                .windows(wanted.len())
                .any(|row| row.iter().zip(wanted).all(same_word))
        });
        in_words
            || self.terms.iter().any(|term| match term.strip_prefix('=') {
                Some(whole) => name == whole,
                None => name.contains(term.as_str()),
            })
    }
}

/// Whether a word is the wanted one, or its plural.
fn same_word((word, wanted): (&String, &String)) -> bool {
    let ending = word.strip_prefix(wanted.as_str());
    ending.is_some_and(|ending| matches!(ending, "" | "s" | "es"))
}

/// The words of an identifier in whatever case: `IDCard_no` is `id`, `card`, `no`.
pub fn words_of(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| chars.get(before));
        let after = chars.get(at + 1);
        let hump = c.is_uppercase() && before.is_some_and(|b| b.is_lowercase() || b.is_numeric())
            || c.is_uppercase()
                && before.is_some_and(|b| b.is_uppercase())
                && after.is_some_and(|a| a.is_lowercase());
        if hump || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_fall_into_words() {
        for (name, words) in [
            ("tracking_code", vec!["tracking", "code"]),
            ("IDCardNo", vec!["id", "card", "no"]),
            ("due-at", vec!["due", "at"]),
            ("lastSeenAt", vec!["last", "seen", "at"]),
            ("信访次数", vec!["信访次数"]),
        ] {
            assert_eq!(words_of(name), words, "{name}");
        }
    }

    #[test]
    fn only_coercive_words_are_refused_in_free_text() {
        assert!(coerces("an escort team for the way home").is_some());
        for rule in rules().iter().filter(|rule| rule.coercive) {
            let term = rule.terms().first().expect("a coercive rule has terms");
            assert!(coerces(&format!("负责{term}的小组")).is_some(), "{term}");
        }
        assert!(coerces("holds the keys of the hall; id number 3").is_none());
        for rule in rules().iter().filter(|rule| rule.coercive) {
            let term = rule.terms().first().expect("a coercive rule has terms");
            assert_eq!(gives_up_petitioning(term), rule.in_papers, "{term}");
        }
        assert!(!gives_up_petitioning("不服的，三十日内可以申请复查"));
    }
}
