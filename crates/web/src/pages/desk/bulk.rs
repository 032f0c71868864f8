//! Several petitions sent on or given to a handler at once: the form under the inbox, and what became of each.

use super::{DeskFrame, Place};
use crate::pages::components::Choice;
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// The form under the inbox. The ticks of the rows belong to it and send `number` each, with the
/// version that was shown.
#[derive(Clone, Debug)]
pub struct BulkForm {
    /// The units that can get them; sent as `to`. None: not offered.
    pub units: Vec<Choice>,
    /// Who can be named to work on them; sent as `staff`. None: not offered.
    pub handlers: Vec<Choice>,
}

/// What became of one petition.
#[derive(Clone, Debug)]
pub struct BulkRow {
    /// Its number.
    pub number: String,
    /// The matter in one sentence; may be empty.
    pub subject: String,
    /// Its address.
    pub href: String,
    /// Whether it was done.
    pub done: bool,
    /// What was done, or why not and what to do.
    pub words: String,
}

/// What became of each.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/bulk.html")]
pub struct BulkPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// One for each petition that was ticked.
    pub rows: Vec<BulkRow>,
    /// Why nothing was done at all.
    pub error: Option<String>,
}

impl BulkPage {
    /// How many were done.
    fn done(&self) -> usize {
        self.rows.iter().filter(|row| row.done).count()
    }

    /// Why one that somebody else changed meanwhile was left as it is.
    pub fn overtaken(language: Language) -> &'static str {
        language.pick(
            "您打开列表以后，别人改过这一件，没有照办；点编号看过现在的样子再办",
            "Somebody changed it after you opened the list, so it was left as it is; open it by its number, then act",
        )
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let row = |number: &str, done, words: String| BulkRow {
                number: number.to_owned(),
                subject: say("三月份的工资到现在没发", "March wages are still not paid"),
                href: format!("/desk/petitions/{number}"),
                done,
                words,
            };
            Self {
                frame: Frame::sample(language, "/desk/assign"),
                desk: DeskFrame::sample(language, Some(Place::Inbox)),
                rows: vec![
                    row(
                        "2026-000117",
                        true,
                        say(
                            "已转送给劳动监察大队",
                            "Transferred to the Labour Inspection Team",
                        ),
                    ),
                    row(
                        "2026-000131",
                        false,
                        say(
                            "现在不能转送。先分类。（《信访工作条例》第22条）",
                            "It cannot be transferred now. Classify it first. (Regulations on Petitioning Work, Art 22)",
                        ),
                    ),
                    row("2026-000140", false, Self::overtaken(language).to_owned()),
                ],
                error: None,
            }
        };
        vec![
            ("desk-bulk-zh", page(Language::Zh)),
            ("desk-bulk-en", page(Language::En)),
        ]
    }
}
