//! The sets of texts that the authority words itself, and the fields of one.

use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::texts::{TextForm, TextSubject};

/// A set of texts in the list of the administration.
#[derive(Clone, Debug)]
pub struct TextsRow {
    /// What it is called.
    pub title: String,
    /// When it was written last, in words; empty: never.
    pub written: String,
    /// Address of its page.
    pub href: String,
}

/// The sets of texts, and the categories that can get a template of their own.
#[derive(Clone, Debug)]
pub struct TextsList {
    /// The sets.
    pub rows: Vec<TextsRow>,
    /// The categories to choose from, sent as `category`; empty: not offered to this person.
    pub categories: Vec<Choice>,
}

impl TextsList {
    /// The sets of the sample authority.
    pub fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let row = |word: &str, title: String, written: String| TextsRow {
            title,
            written,
            href: format!("/desk/admin/texts/{word}"),
        };
        Self {
            rows: vec![
                row(
                    "portal",
                    say("门户的文字和颜色", "Texts and colour of the portal"),
                    String::new(),
                ),
                row(
                    "answer",
                    say("各类事项通用", "For every category"),
                    String::new(),
                ),
                row(
                    "answer.01",
                    say("劳动报酬", "Wages"),
                    say("4月13日16:20", "13 April, 16:20"),
                ),
            ],
            categories: vec![Choice::new("02", say("城乡建设", "Construction"))],
        }
    }
}

/// The fields of a set; `text` tells what stands there or was typed, `error` what was wrong.
pub fn fields_of(
    language: Language,
    subject: &TextSubject,
    text: impl Fn(&str) -> Bilingual,
    error: impl Fn(&str) -> Option<String>,
) -> Vec<FieldView> {
    let mut fields = Vec::new();
    for field in subject.fields() {
        let (label, stands) = (field.label(language), text(field.key));
        let one = |tag: &str, label: String, kind: FieldKind| {
            FieldView::new(format!("{}_{tag}", field.key), label, kind)
                .optional()
                .refused(error(&format!("texts.{}.{tag}", field.key)))
        };
        match field.form {
            TextForm::Lines(rows) => {
                let lines = |value: String| FieldKind::TextArea(value, rows);
                let zh = language.pick(label.to_owned(), format!("{label}, in Chinese"));
                let en = language.pick(format!("{label}（英文）"), format!("{label}, in English"));
                fields.push(one("zh", zh, lines(stands.zh)));
                fields.push(one("en", en, lines(stands.en)));
            }
            TextForm::OneOf(words) => {
                let choice = |(word, zh, en): &(&str, &str, &str)| {
                    Choice::new(*word, language.pick(*zh, *en)).chosen(stands.zh == *word)
                };
                let choices = words.iter().map(choice).collect();
                fields.push(one("zh", label.to_owned(), FieldKind::Radios(choices)));
            }
        }
    }
    fields
}
