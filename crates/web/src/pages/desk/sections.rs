//! `/desk/units` and `/desk/approvals`: duties in sections. Nothing is ranked by petitions.

use super::inbox::PlanRowInInbox;
use super::rows::DutyRow;
use super::{DeskFrame, Place};
use crate::pages::components::Look;
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// Duties that belong together.
#[derive(Clone, Debug)]
pub struct DutySection {
    /// Its name, also the section's id on the page, such as `late`.
    pub id: String,
    /// What they have in common, such as "Late".
    pub title: String,
    /// The duties, soonest first; a section without any is shown only where one can look further.
    pub rows: Vec<DutyRow>,
    /// Address of all of them, if more than these, or of those further on, if there may be any.
    pub more_href: Option<String>,
    /// How many there are in all.
    pub count: usize,
    /// Whether there may be more than were counted.
    pub more: bool,
}

/// What my units owe, or what waits for my approval.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/sections.html")]
pub struct SectionsPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// [`Place::Units`] or [`Place::Approvals`].
    pub place: Place,
    /// Whose duties these are, one sentence: the units, or the post.
    pub scope: String,
    /// Plans that wait for my approval.
    pub plans: Vec<PlanRowInInbox>,
    /// The sections, the most urgent first.
    pub sections: Vec<DutySection>,
}

impl SectionsPage {
    fn heading(&self) -> &str {
        match self.place {
            Place::Units => self.frame.say("我单位欠着的", "What my units owe"),
            place => place.word(self.frame.language),
        }
    }

    fn empty_words(&self) -> &str {
        let (zh, en) = match self.place {
            Place::Approvals => (
                "答复、延期送审后，会按到期先后出现在这里，等您批准的预案也在这里。",
                "Answers and extensions that are sent to you for approval appear here, soonest first, and plans that wait for you.",
            ),
            _ => (
                "您单位超期的、没人接的、七天内到期的和一再推迟的（近90天结束的也在内），会出现在这里。",
                "What your units owe appears here: late, taken by nobody, due within seven days, put off again and again, also what of that ended in the last 90 days.",
            ),
        };
        self.frame.say(zh, en)
    }

    fn shown(&self) -> Vec<&DutySection> {
        let sections = self.sections.iter();
        sections
            .filter(|section| !section.rows.is_empty() || section.more_href.is_some())
            .collect()
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-units-zh", Self::sample(Language::Zh)),
            ("desk-units-en", Self::sample(Language::En)),
            ("desk-approvals-none-zh", Self::sample_none(Language::Zh)),
            ("desk-approvals-none-en", Self::sample_none(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let rows = DutyRow::samples(language);
        let ended = DutyRow {
            look: Look::Ended,
            phrase: Look::Ended.word(language).to_owned(),
            due: say("4月10日（周五）结束", "Ended Friday 10 April"),
            duty: say("没有再欠着的", "Nothing is owed any more"),
            ..rows[4].clone()
        };
        let section = |id: &str, title: String, rows: &[DutyRow]| DutySection {
            id: id.to_owned(),
            title,
            rows: rows.to_vec(),
            more_href: (id == "week").then(|| "/desk?of=units&due=week".to_owned()),
            count: if id == "week" { 1_000 } else { rows.len() },
            more: id == "week",
        };
        Self {
            frame: Frame::sample(language, "/desk/units"),
            desk: DeskFrame::sample(language, Some(Place::Units)),
            place: Place::Units,
            scope: say(
                "劳动监察大队、生态环境科",
                "Labour Inspection Team, Environment Section",
            ),
            plans: Vec::new(),
            sections: vec![
                section("late", say("超期", "Late"), &rows[1..2]),
                section("nobody", say("没人接", "Nobody has it"), &rows[0..1]),
                section(
                    "week",
                    say("七天内到期", "Due within seven days"),
                    &rows[2..4],
                ),
                section(
                    "put-off",
                    say(
                        "几次被异议，或最后一天才延期",
                        "Objected to again and again, or extended at the last day",
                    ),
                    &rows[4..5],
                ),
                section(
                    "ended",
                    say(
                        "近90天结束的：几次被异议，或最后一天才延期",
                        "Ended in the last 90 days: objected to again and again, or extended at the last day",
                    ),
                    &[ended],
                ),
            ],
        }
    }

    fn sample_none(language: Language) -> Self {
        Self {
            frame: Frame::sample(language, "/desk/approvals"),
            desk: DeskFrame::sample(language, Some(Place::Approvals)),
            place: Place::Approvals,
            sections: Vec::new(),
            ..Self::sample(language)
        }
    }
}
