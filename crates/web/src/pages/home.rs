//! `/`: what this place is for, what it owes, and which other ways there are.

use super::layout::Frame;
use super::notices::Board;
use askama::Template;
use huiyin_domain::language::Language;

/// The home page.
#[derive(Clone, Debug, Template)]
#[template(path = "home.html")]
pub struct HomePage {
    /// The frame.
    pub frame: Frame,
    /// The authority's own heading, if it has one.
    pub title: Option<String>,
    /// Its own words under it, if it has any.
    pub lead: Option<String>,
    /// What the rulebook makes the authority owe, in plain words, in the order in which it comes.
    pub terms: Vec<String>,
    /// What the office is that takes the matter first, one sentence; `None`: there is none.
    pub office: Option<String>,
    /// What is posted for everybody.
    pub board: Board,
}

impl HomePage {
    /// The terms as tests show them.
    pub(crate) fn sample_terms(language: Language) -> Vec<String> {
        let terms: [(&str, &str); 3] = [
            (
                "15日内书面告诉您：是否受理、由谁办",
                "Within 15 days, in writing: whether it is taken up, and who handles it",
            ),
            (
                "受理后60日内书面答复您",
                "Within 60 days of that: an answer in writing",
            ),
            (
                "不同意答复，30日内可以请上一级重新看",
                "If you disagree with the answer: 30 days to ask the level above to look again",
            ),
        ];
        let terms = terms.iter();
        terms
            .map(|(zh, en)| language.pick(*zh, *en).to_owned())
            .collect()
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            Self {
                frame: Frame::sample(language, "/"),
                title: None,
                lead: None,
                terms: Self::sample_terms(language),
                office: Some(
                    language
                        .pick(
                            "信访局：专门收群众来信来访、交给该办的单位、盯着按时答复。",
                            "Petition Office: it takes letters and visits, passes each matter to the unit that handles it, and sees to it that the answer comes in time.",
                        )
                        .to_owned(),
                ),
                board: Board::sample(language),
            }
        };
        vec![
            ("home-zh", page(Language::Zh)),
            ("home-en", page(Language::En)),
        ]
    }
}
