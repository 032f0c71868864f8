//! Parts that several pages show: clocks, choices, errors at a field.

use crate::initials::initials;
use huiyin_domain::category::Category;
use huiyin_domain::language::Language;
use huiyin_domain::organisation::Unit;

/// How a clock looks: a shape and a word each, never colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// 期限内: time is left.
    InTime,
    /// 快到期: little time is left.
    DueSoon,
    /// 已超期: the last day has passed.
    Late,
    /// 已完成: nothing is owed any more.
    Met,
    /// 已结束: it ended without being done, and nothing is owed: a window, or what was waived.
    Ended,
    /// 暂停计时: these days do not count.
    Paused,
    /// 您可以: a window of the reader's own, never late.
    Window,
    /// 申请期: the same as somebody else sees it, such as staff a petitioner's time to ask for a review.
    WindowOfAnother,
}

impl Look {
    /// Every look, in the order of the style page.
    pub const ALL: [Self; 8] = [
        Self::InTime,
        Self::DueSoon,
        Self::Late,
        Self::Met,
        Self::Ended,
        Self::Paused,
        Self::Window,
        Self::WindowOfAnother,
    ];

    /// The word beside the shape.
    pub fn word(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::InTime => ("期限内", "In time"),
            Self::DueSoon => ("快到期", "Due soon"),
            Self::Late => ("已超期", "Late"),
            Self::Met => ("已完成", "Done"),
            Self::Ended => ("已结束", "Ended"),
            Self::Paused => ("暂停计时", "Paused"),
            Self::Window => ("您可以", "You may"),
            Self::WindowOfAnother => ("申请期", "Window"),
        };
        language.pick(zh, en)
    }

    /// Whether nothing is owed any more.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Met | Self::Ended)
    }

    /// The class of the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Self::InTime => "in-time",
            Self::DueSoon => "due-soon",
            Self::Late => "late",
            // The same shape: nothing is left to do.
            Self::Met | Self::Ended => "met",
            Self::Paused => "paused",
            Self::Window | Self::WindowOfAnother => "window",
        }
    }
}

/// A duty or window with its date, and why it is that date.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Shape and word.
    pub look: Look,
    /// Who must do what by when, and what is left: one sentence.
    pub phrase: String,
    /// The steps of the count, one sentence each.
    pub why: Vec<String>,
    /// Whether a calendar that is not announced yet can still change the date.
    pub provisional: bool,
    /// Whether the rule's source has not been checked yet.
    pub unverified: bool,
    /// Earlier dates of this clock and why they changed, oldest first.
    pub history: Vec<String>,
}

impl Clock {
    /// A clock in each language, for samples.
    pub fn sample(language: Language) -> Self {
        let why: [(&str, &str); 6] = [
            (
                "起算：登记信访事项，2026年2月13日（周五）；当日不计入，从次日起算。",
                "Start: petition registered, Friday 13 February 2026; that day is not counted.",
            ),
            ("期限：15日。", "Term: 15 days."),
            (
                "计满15日：2026年2月28日（周六）。",
                "15 days end with: Saturday 28 February 2026.",
            ),
            (
                "2月28日（周六）春节调休上班，是工作日，不顺延。",
                "28 February is a working day made up for Spring Festival, so it stands.",
            ),
            (
                "最后一天：2026年2月28日（周六），含当天。",
                "Last day: Saturday 28 February 2026, included.",
            ),
            (
                "日历：中国2026年放假安排，国办发明电〔2025〕7号。",
                "Calendar: China 2026, as announced by the State Council's office.",
            ),
        ];
        Self {
            look: Look::InTime,
            phrase: language
                .pick(
                    "信访局最迟2月28日（周六，含当天）告诉您是否受理、由谁办，还有15天",
                    "The Petition Office must tell you by Saturday 28 February whether it is taken up and who handles it, in 15 days",
                )
                .to_owned(),
            why: why.iter().map(|(zh, en)| language.pick(*zh, *en).to_owned()).collect(),
            provisional: false,
            unverified: false,
            history: Vec::new(),
        }
    }
}

/// One choice of a list.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen.
    pub selected: bool,
    /// What it means or brings, where the label does not say it; may be empty.
    pub hint: String,
    /// The first letters in pinyin by which it is found in a list that is searched; empty: it is in none.
    pub initials: String,
    /// Everyday words by which it is found there too, in the page's language, with a bar between them.
    pub words: String,
}

impl Choice {
    /// A choice that is not chosen.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            selected: false,
            hint: String::new(),
            initials: String::new(),
            words: String::new(),
        }
    }

    /// A unit, found by its name in either language or by the first letters of the Chinese one in pinyin.
    pub fn unit(unit: &Unit, language: Language) -> Self {
        let choice = Self::new(unit.id.to_string(), unit.name.in_language(language));
        choice.found_by([unit.name.zh.as_str()])
    }

    /// A category, found by its name, another one or an everyday word for it, or by the first letters of any of them
    /// in pinyin.
    pub fn category(node: &Category, label: impl Into<String>, language: Language) -> Self {
        let others = node.aliases.iter().chain(&node.words.zh);
        let names = std::iter::once(&node.name.zh).chain(others);
        let choice = Self::new(node.code.clone(), label).found_by(names.map(String::as_str));
        Self {
            words: node.other_words(language).join("|"),
            ..choice
        }
    }

    fn found_by<'a>(self, words: impl IntoIterator<Item = &'a str>) -> Self {
        let letters: Vec<String> = words.into_iter().map(initials).collect();
        Self {
            initials: letters.join(" "),
            ..self
        }
    }

    /// Whether what is found by its letters is among some choices, so that the list can be searched.
    pub fn any_found(choices: &[Self]) -> bool {
        choices.iter().any(|choice| !choice.initials.is_empty())
    }

    /// The same choice, chosen or not.
    pub fn chosen(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// The same choice, with what it means.
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// A field that was not taken, and what to do.
#[derive(Clone, Debug)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: &'static str,
    /// What to do; the same words in the summary and at the field.
    pub message: String,
}

impl FieldError {
    /// Says what to do about a field.
    pub fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self {
            field,
            message: message.into(),
        }
    }
}
