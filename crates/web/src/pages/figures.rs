//! `/figures`: how much was done in time, for everybody.

use super::layout::Frame;
use super::ratings::RatingTable;
use askama::Template;
use huiyin_domain::language::Language;

/// The figures of one duty.
#[derive(Clone, Debug)]
pub struct PublicFigure {
    /// What is owed.
    pub title: String,
    /// Within how long.
    pub length: String,
    /// How many were owed.
    pub opened: usize,
    /// Done in time.
    pub met_in_time: usize,
    /// Done late.
    pub met_late: usize,
    /// Not done yet, and not due.
    pub open_in_time: usize,
    /// Not done yet, and late.
    pub open_late: usize,
    /// No longer owed, such as withdrawn or merged.
    pub waived: usize,
    /// Days from beginning to end, the middle one of those done.
    pub median_days: Option<String>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "figures.html")]
pub struct PublicFiguresPage {
    /// The frame.
    pub frame: Frame,
    /// Which duties were counted.
    pub scope: String,
    /// What petitioners said; nothing while there are fewer than five.
    pub ratings: Option<RatingTable>,
    /// A row a duty.
    pub rows: Vec<PublicFigure>,
}

impl PublicFiguresPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| Self {
            frame: Frame::sample(language, "/figures"),
            scope: language
                .pick(
                    "2025年4月14日（周一）以来开始的法定期限",
                    "Statutory duties opened since Monday 14 April 2025",
                )
                .to_owned(),
            ratings: Some(RatingTable::sample(language)),
            rows: vec![PublicFigure {
                title: language
                    .pick("办结并送达处理意见", "Answer in writing")
                    .to_owned(),
                length: language.pick("60日", "60 days").to_owned(),
                opened: 12_480,
                met_in_time: 11_020,
                met_late: 312,
                open_in_time: 1_093,
                open_late: 40,
                waived: 15,
                median_days: Some("31.0".to_owned()),
            }],
        };
        vec![
            ("figures-zh", page(Language::Zh)),
            ("figures-en", page(Language::En)),
        ]
    }
}
