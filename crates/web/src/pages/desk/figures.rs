//! `/desk/figures`: how much was done in time, statutory and house duties apart.

use super::rows::DutyRow;
use super::{DeskFrame, Place};
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use crate::pages::layout::Frame;
use crate::pages::ratings::RatingTable;
use askama::Template;
use huiyin_app::{TimelinessBy, TimelinessCount, TimelinessSheet};
use huiyin_domain::language::Language;

/// A number, and the duties behind it for those who may see them.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    /// How many.
    pub count: usize,
    /// Address of the list of them.
    pub href: Option<String>,
}

/// The figures of one unit, category or term.
#[derive(Clone, Debug, Default)]
pub struct FigureRow {
    /// Which.
    pub label: String,
    /// The numbers, in the order of [`TimelinessCount::ALL`].
    pub figures: [Figure; TimelinessCount::ALL.len()],
    /// Median of days from opening to meeting, as people read it; empty: none met.
    pub median_days: String,
    /// Nine in ten took at most so many days.
    pub p90_days: String,
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
    /// Whether whoever looks sees who read figures.
    pub readings: bool,
}

impl FiguresPage {
    /// The headings of the numbers, in the order of the row.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &'static str> {
        TimelinessSheet::headings(self.frame.language)
    }

    /// The heading of one of them, which a phone shows beside the number.
    pub(crate) fn column(&self, nth: usize) -> &'static str {
        self.columns().nth(nth).unwrap_or_default()
    }

    /// The fields of the period and grouping.
    pub fn fields_of(
        language: Language,
        from: String,
        to: String,
        by: TimelinessBy,
    ) -> Vec<FieldView> {
        let choice =
            |one: TimelinessBy| Choice::new(one.word(), one.heading(language)).chosen(by == one);
        let choices = TimelinessBy::ALL.map(choice).to_vec();
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
        let row = |label: String, opened: usize, late: usize| {
            let counts = [opened, opened - 2 * late - 3, late, 2, late, 1, 0, 1, 0, 0];
            let figure = |(count, one): (usize, TimelinessCount)| Figure {
                count,
                href: (count > 0).then(|| format!("/desk/figures/duties?count={}", one.word())),
            };
            let mut figures = counts.into_iter().zip(TimelinessCount::ALL).map(figure);
            FigureRow {
                label,
                figures: std::array::from_fn(|_| figures.next().unwrap_or_default()),
                median_days: "21".to_owned(),
                p90_days: "54.5".to_owned(),
            }
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
                TimelinessBy::Unit,
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
            readings: true,
        }
    }
}

/// The duties behind one number.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/figure_duties.html")]
pub struct FigureDutiesPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Which row and which column.
    pub heading: String,
    /// Of when: one sentence.
    pub scope: String,
    /// How many there are in all.
    pub count: usize,
    /// A page of them.
    pub rows: Vec<DutyRow>,
    /// Address of the figures that it belongs to.
    pub back_href: String,
    /// Address of the next page.
    pub next_href: Option<String>,
    /// Address of the first page, from a later one.
    pub first_href: Option<String>,
}

impl FigureDutiesPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| Self {
            frame: Frame::sample(language, "/desk/figures/duties"),
            desk: DeskFrame::sample(language, Some(Place::Figures)),
            heading: language
                .pick(
                    "信访局：书面答复：超期办结",
                    "Petition Office: Written answer: Met late",
                )
                .to_owned(),
            scope: language
                .pick("到现在为止的全部期限", "Every duty so far")
                .to_owned(),
            count: 55,
            rows: DutyRow::samples(language),
            back_href: "/desk/figures?by=unit".to_owned(),
            next_href: Some("/desk/figures/duties?after=640".to_owned()),
            first_href: None,
        };
        vec![
            ("desk-figure-duties-zh", page(Language::Zh)),
            ("desk-figure-duties-en", page(Language::En)),
        ]
    }
}

/// Figures or a list that were read, or data that was exported.
#[derive(Clone, Debug)]
pub struct Reading {
    /// When.
    pub when: String,
    /// Who.
    pub by: String,
    /// What, and in which form.
    pub what: String,
}

/// Who read figures and lists, and what was exported.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/figure_readings.html")]
pub struct ReadingsPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// A page of it, the newest first.
    pub rows: Vec<Reading>,
    /// Address of the next page.
    pub next_href: Option<String>,
}

impl ReadingsPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/desk/figures/readings"),
                desk: DeskFrame::sample(language, Some(Place::Figures)),
                rows: vec![
                    Reading {
                        when: say("4月13日（周一）9:20", "9:20 on Monday 13 April"),
                        by: say("李主任", "Director Li"),
                        what: say("按时情况：XLSX文件，按单位", "Figures as XLSX, by unit"),
                    },
                    Reading {
                        when: say("4月12日（周日）17:05", "17:05 on Sunday 12 April"),
                        by: say("机器上的管理员", "Who runs the program"),
                        what: say("导出信访件（csv）", "Export of petitions (csv)"),
                    },
                    Reading {
                        when: say("4月12日（周日）16:40", "16:40 on Sunday 12 April"),
                        by: say("督查员欧阳建国", "Supervisor Ouyang Jianguo"),
                        what: say(
                            "清单：该办的，超期，含下属单位",
                            "List of what is owed, late, with units under the own ones",
                        ),
                    },
                ],
                next_href: Some("/desk/figures/readings?after=90".to_owned()),
            }
        };
        vec![
            ("desk-figure-readings-zh", page(Language::Zh)),
            ("desk-figure-readings-en", page(Language::En)),
        ]
    }
}
