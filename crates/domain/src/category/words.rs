//! The everyday words of a subject 常用说法: what people say, where the tree says it otherwise. A search looks in
//! them too; they are shown beside a subject, and never in its place.

use super::Category;
use crate::calendar::{Findings, Placed, Section};
use crate::language::Language;
use serde::Serialize;
use std::collections::BTreeSet;

/// Everyday words for one subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// In Chinese.
    pub zh: Vec<String>,
    /// In English.
    pub en: Vec<String>,
}

impl Words {
    fn in_language(&self, language: Language) -> &[String] {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        self.zh.iter().chain(&self.en)
    }
}

impl Category {
    /// The other words for it in one language, which a page shows beside its name.
    pub fn other_words(&self, language: Language) -> Vec<&str> {
        let aliases = self.aliases.iter().filter(|_| language == Language::Zh);
        let words = self.words.in_language(language);
        aliases.chain(words).map(String::as_str).collect()
    }

    /// Whether it has exactly this name.
    pub(super) fn is_named(&self, words: &str) -> bool {
        self.name.zh == words || self.name.en.eq_ignore_ascii_case(words)
    }

    /// Whether it goes by this word too: an older or other one, or an everyday one.
    pub(super) fn goes_by(&self, words: &str) -> bool {
        let mut others = self.aliases.iter().chain(self.words.all());
        others.any(|one| one.eq_ignore_ascii_case(words))
    }

    /// Whether this stands in its name or in another word for it; `words` in small letters.
    pub(super) fn holds(&self, words: &str) -> bool {
        let names = [&self.name.zh, &self.name.en].into_iter();
        let mut all = names.chain(&self.aliases).chain(self.words.all());
        all.any(|one| one.to_lowercase().contains(words))
    }
}

/// Reads them; `path` is the subject's field, `known` what it is called already.
pub(super) fn read(
    section: Section<'_, '_>,
    path: &str,
    known: &[&str],
    findings: &mut Findings<'_>,
) -> Words {
    let Some(table) = section.section(path, "words", findings) else {
        return Words::default();
    };
    let path = format!("{path}.words");
    table.only(&path, &["zh", "en"], findings);
    let mut seen: BTreeSet<String> = known.iter().map(|one| one.to_lowercase()).collect();
    let mut list = |tag: &str| -> Vec<String> {
        let field = format!("{path}.{tag}");
        let texts = table.texts(&path, tag, findings).into_iter();
        let texts: Vec<Placed<&str>> = texts.collect();
        let fits = |one: &Placed<&str>| fits(one, (&field, tag), &mut seen, findings);
        let good = texts.into_iter().filter(fits);
        good.map(|one| one.value.to_owned()).collect()
    };
    Words {
        zh: list("zh"),
        en: list("en"),
    }
}

/// Whether it is a word, in its language, and not there already.
fn fits(
    word: &Placed<&str>,
    (field, tag): (&str, &str),
    seen: &mut BTreeSet<String>,
    findings: &mut Findings<'_>,
) -> bool {
    let text = word.value;
    if text.is_empty() || text != text.trim() {
        let zh = "常用说法不能空着，前后没有空格";
        let en = "an everyday word is not empty and has no blanks around it";
        findings.add("bad-word", word.at, field, zh, en);
        return false;
    }
    let is_chinese = |sign: char| ('\u{3000}'..='\u{9FFF}').contains(&sign);
    if text.chars().any(is_chinese) != (tag == "zh") {
        let zh = format!("“{text}”不是这种语言的词：中文写在zh里，英文写在en里");
        let en = format!("“{text}” is of the other language: Chinese stands in zh, English in en");
        findings.add("wrong-language", word.at, field, &zh, &en);
        return false;
    }
    if !seen.insert(text.to_lowercase()) {
        let zh = format!("“{text}”已经有了：是它的名称、别名或者写了两次");
        let en = format!("“{text}” is there already: its name, another name, or written twice");
        findings.add("duplicate-word", word.at, field, &zh, &en);
        return false;
    }
    true
}
