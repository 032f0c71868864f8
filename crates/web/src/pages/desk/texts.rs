//! A set of texts that the authority words itself: the form, and its versions, each of which can be brought
//! back.

use super::{DeskFrame, Fact, Place};
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
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

/// A version of a set.
#[derive(Clone, Debug)]
pub struct TextsVersionRow {
    /// When it was written, in words.
    pub when: String,
    /// The version; sent as `of` to bring it back.
    pub of: i64,
    /// Whether it brought back an earlier one.
    pub restored: bool,
    /// The texts that it has.
    pub texts: Vec<Fact>,
    /// Where it is brought back; `None`: it is the one in use, or this person may not.
    pub restore: Option<FormTarget>,
}

/// One set of texts, or a place: something that has versions.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/texts.html")]
pub struct TextsPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// What it is called.
    pub title: String,
    /// Address of the list that it stands in, and what leads back there.
    pub back: (&'static str, String),
    /// What saving brings.
    pub consequence: String,
    /// Where the form is sent; `None`: this person only reads.
    pub target: Option<FormTarget>,
    /// The fields, Chinese and English of each text.
    pub fields: Vec<FieldView>,
    /// The versions, the newest first.
    pub versions: Vec<TextsVersionRow>,
    /// What is wrong with the whole, such as that somebody else changed it.
    pub error: Option<String>,
}

impl TextsPage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(self.error.as_deref(), &self.fields)
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
                    let en =
                        language.pick(format!("{label}（英文）"), format!("{label}, in English"));
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

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-texts-zh", Self::sample(Language::Zh)),
            ("desk-texts-en", Self::sample(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let basis = say(
            "《保障农民工工资支付条例》第30条",
            "Regulations on Wages of Migrant Workers, Article 30",
        );
        let at = "/desk/admin/texts/answer.01";
        let version = |when: String, restored, restore| TextsVersionRow {
            when,
            of: 5,
            restored,
            texts: vec![Fact::new(say("依据", "Basis"), basis.clone())],
            restore,
        };
        let stands = |key: &str| match key {
            "basis" => Bilingual::new(basis.clone(), ""),
            _ => Bilingual::default(),
        };
        Self {
            frame: Frame::sample(language, at),
            desk: DeskFrame::sample(language, Some(Place::Administration)),
            title: say("劳动报酬", "Wages"),
            back: ("/desk/admin/texts", say("返回文字", "Back to the texts")),
            consequence: say(
                "保存为新版本；以前的版本都在下面，可以恢复",
                "It is saved as a new version; earlier ones stay below and can be brought back",
            ),
            target: Some(FormTarget::to(at).sealed("7", "sample")),
            fields: Self::fields_of(
                language,
                &TextSubject::Answer(Some("01".to_owned())),
                stands,
                |_| None,
            ),
            versions: vec![
                version(say("4月13日16:20", "13 April, 16:20"), true, None),
                version(
                    say("4月2日9:05", "2 April, 9:05"),
                    false,
                    Some(FormTarget::to(format!("{at}/restore")).sealed("7", "sample")),
                ),
            ],
            error: None,
        }
    }
}
