//! A situation report, for whoever it went to and to be printed. It says nothing about anybody who came
//! but how many they are.

use super::form::FormTarget;
use super::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "report.html")]
pub struct ReportPage {
    /// The frame.
    pub frame: Frame,
    /// Whether it is one of a drill.
    pub exercise: bool,
    /// Its heading, then its lines.
    pub lines: Vec<String>,
    /// Where "I have it" is sent; `None`: nothing to say here.
    pub target: Option<FormTarget>,
    /// When its recipient said that they have it, in words.
    pub received: Option<String>,
    /// Back to the response, for who prints it.
    pub back_href: Option<String>,
}

impl ReportPage {
    /// The page as it is shown by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, desk: bool| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/report"),
                exercise: desk,
                lines: vec![
                    say("情况报告", "Situation report"),
                    say("编号：第1号", "Number: No. 1"),
                    say(
                        "人数：12至30人（目测估计）",
                        "Numbers: 12 to 30 (estimated by looking)",
                    ),
                ],
                target: (!desk).then(|| FormTarget::to("/report/AAAA")),
                received: None,
                back_href: desk.then(|| "/desk/responses/7".to_owned()),
            }
        };
        vec![
            ("report-zh", page(Language::Zh, false)),
            ("report-en", page(Language::En, true)),
        ]
    }
}
