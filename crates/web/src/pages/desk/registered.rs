//! `/desk/registered`: what a clerk entered on a day, or what was registered in their office.

use super::{DeskFrame, Place};
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// A petition that was registered.
#[derive(Clone, Debug)]
pub struct RegisteredRow {
    /// Its number.
    pub number: String,
    /// When it was entered.
    pub when: String,
    /// Its address; `None`: it went to the named officers, and its number alone is told.
    pub href: Option<String>,
    /// The matter in one sentence.
    pub subject: String,
    /// How it came.
    pub channel: Option<String>,
    /// Who entered it, in the list of an office; `None`: the petitioner.
    pub by: Option<String>,
}

/// What was registered on a day.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/registered.html")]
pub struct RegisteredPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The fields above the list: the day, and whose.
    pub fields: Vec<FieldView>,
    /// The day, in words.
    pub day: String,
    /// Whether it is what the office registered; else what one entered oneself.
    pub office: bool,
    /// The newest first.
    pub rows: Vec<RegisteredRow>,
}

impl RegisteredPage {
    /// The fields above the list.
    pub fn fields_of(language: Language, day: String, office: bool) -> Vec<FieldView> {
        let choice = |value: &str, zh: &str, en: &str, chosen: bool| {
            Choice::new(value, language.pick(zh, en)).chosen(chosen)
        };
        let whose = vec![
            choice("me", "我登记的", "Mine", !office),
            choice("office", "本单位登记的", "Of the office", office),
        ];
        vec![
            FieldView::new("day", language.pick("哪一天", "Day"), FieldKind::Date(day)),
            FieldView::new(
                "of",
                language.pick("谁登记的", "Whose"),
                FieldKind::Select(whose, String::new()),
            ),
        ]
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, office: bool, some: bool| {
            let row = |number: &str, when: &str, by: Option<(&str, &str)>| RegisteredRow {
                number: number.to_owned(),
                when: when.to_owned(),
                href: by.map(|_| format!("/desk/petitions/{number}")),
                subject: language
                    .pick("三月份的工资没发", "March wages are not paid")
                    .to_owned(),
                channel: Some(language.pick("来信", "Letter").to_owned()),
                by: by.map(|(zh, en)| language.pick(zh, en).to_owned()),
            };
            let rows = vec![
                row("2026-000124", "10:20", None),
                row("2026-000123", "10:02", Some(("方晓", "Fang Xiao"))),
            ];
            Self {
                frame: Frame::sample(language, "/desk/registered"),
                desk: DeskFrame::sample(language, Some(Place::Register)),
                fields: Self::fields_of(language, "2026-03-12".to_owned(), office),
                day: language.pick("2026年3月12日", "12 March 2026").to_owned(),
                office,
                rows: if some { rows } else { Vec::new() },
            }
        };
        vec![
            ("desk-registered-zh", page(Language::Zh, false, true)),
            ("desk-registered-en", page(Language::En, false, true)),
            ("desk-registered-office-zh", page(Language::Zh, true, true)),
            ("desk-registered-office-en", page(Language::En, true, true)),
            ("desk-registered-none-zh", page(Language::Zh, false, false)),
            ("desk-registered-none-en", page(Language::En, false, false)),
        ]
    }
}
