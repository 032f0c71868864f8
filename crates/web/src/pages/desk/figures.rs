//! `/desk/figures`: how much was done in time, statutory and house duties apart.

use super::{DeskFrame, Place};
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use crate::pages::layout::Frame;
use crate::pages::ratings::RatingTable;
use askama::Template;
use huiyin_domain::language::Language;

/// A number, and the duties behind it for those who may see them.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    /// How many.
    pub count: usize,
    /// Address of the list of them.
    pub href: Option<String>,
}

impl From<usize> for Figure {
    fn from(count: usize) -> Self {
        Self { count, href: None }
    }
}

/// The figures of one unit, category or term.
#[derive(Clone, Debug, Default)]
pub struct FigureRow {
    /// Which.
    pub label: String,
    /// 开始: duties opened.
    pub opened: Figure,
    /// 按时办结.
    pub met_in_time: Figure,
    /// 超期办结.
    pub met_late: Figure,
    /// 在办未超期.
    pub open_in_time: Figure,
    /// 在办已超期.
    pub open_late: Figure,
    /// 免除: ended by a listed cause, in time.
    pub waived: Figure,
    /// 超期后免除.
    pub waived_late: Figure,
    /// 撤回: the petitioner withdrew.
    pub withdrawn: Figure,
    /// 更正: breaches corrected afterwards.
    pub corrected: Figure,
    /// 暂定: dates that a calendar can still change.
    pub provisional: Figure,
    /// Median of days from opening to meeting, as people read it; empty: none met.
    pub median_days: String,
    /// Nine in ten took at most so many days.
    pub p90_days: String,
}

impl FigureRow {
    /// The numbers, in the order of the columns.
    pub(crate) fn figures(&self) -> [&Figure; 10] {
        [
            &self.opened,
            &self.met_in_time,
            &self.met_late,
            &self.open_in_time,
            &self.open_late,
            &self.waived,
            &self.waived_late,
            &self.withdrawn,
            &self.corrected,
            &self.provisional,
        ]
    }
}

/// The page of figures.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/figures.html")]
pub struct FiguresPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Whose figures these are, and of when: one sentence.
    pub scope: String,
    /// `from`, `to` and `by`, as asked ([`FiguresPage::fields_of`]).
    pub fields: Vec<FieldView>,
    /// What the rows are, such as "Unit".
    pub by: String,
    /// Duties that the rulebook sets.
    pub statutory: Vec<FigureRow>,
    /// Duties of the house's own rules.
    pub house: Vec<FigureRow>,
    /// What petitioners said of the office and of units; nothing while there are fewer than five.
    pub ratings: Option<RatingTable>,
    /// Address of the same as XLSX.
    pub xlsx_href: String,
    /// Address of the same as CSV.
    pub csv_href: String,
}

impl FiguresPage {
    /// The headings of the numbers, in the order of the row.
    pub(crate) fn columns(&self) -> [&'static str; 12] {
        let language = self.frame.language;
        [
            ("开始", "Opened"),
            ("按时办结", "Met in time"),
            ("超期办结", "Met late"),
            ("在办", "Open"),
            ("在办超期", "Open, late"),
            ("免除", "Waived"),
            ("超期后免除", "Waived late"),
            ("撤回", "Withdrawn"),
            ("更正", "Corrected"),
            ("暂定", "Provisional"),
            ("中位天数", "Median days"),
            ("九成不超过", "9 in 10 within"),
        ]
        .map(|(zh, en)| language.pick(zh, en))
    }

    /// The fields of the period and grouping; `by` is `unit`, `category` or `term`.
    pub fn fields_of(language: Language, from: String, to: String, by: &str) -> Vec<FieldView> {
        let choices = [
            ("unit", "单位", "Unit"),
            ("category", "类别", "Category"),
            ("term", "期限", "Duty"),
        ];
        let choice = |(value, zh, en): (&str, &str, &str)| {
            Choice::new(value, language.pick(zh, en)).chosen(by == value)
        };
        let choices = choices.map(choice).to_vec();
        vec![
            FieldView::new("from", language.pick("从", "From"), FieldKind::Date(from)),
            FieldView::new(
                "to",
                language.pick("到（含当天）", "To, included"),
                FieldKind::Date(to),
            ),
            FieldView::new(
                "by",
                language.pick("按什么分", "By"),
                FieldKind::Select(choices, String::new()),
            ),
        ]
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-figures-zh", Self::sample(Language::Zh)),
            ("desk-figures-en", Self::sample(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let row = |label: String, opened: usize, late: usize| FigureRow {
            label,
            opened: opened.into(),
            met_in_time: (opened - 2 * late - 3).into(),
            met_late: late.into(),
            open_in_time: 2.into(),
            open_late: Figure {
                count: late,
                href: Some("/desk?late=yes".to_owned()),
            },
            withdrawn: 1.into(),
            median_days: "21".to_owned(),
            p90_days: "54.5".to_owned(),
            ..FigureRow::default()
        };
        Self {
            frame: Frame::sample(language, "/desk/figures"),
            desk: DeskFrame::sample(language, Some(Place::Figures)),
            scope: say(
                "2026年1月1日至3月31日开始的期限",
                "Duties opened from 1 January to 31 March 2026",
            ),
            fields: Self::fields_of(
                language,
                "2026-01-01".to_owned(),
                "2026-03-31".to_owned(),
                "unit",
            ),
            by: say("单位", "Unit"),
            statutory: vec![
                row(say("信访局", "Petition Office"), 12_480, 31),
                row(say("劳动监察大队", "Labour Inspection Team"), 214, 9),
            ],
            house: Vec::new(),
            ratings: Some(RatingTable::sample(language)),
            xlsx_href: "/desk/figures.xlsx?by=unit".to_owned(),
            csv_href: "/desk/figures.csv?by=unit".to_owned(),
        }
    }
}
