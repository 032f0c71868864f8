//! `/answers`: what was answered to questions that many have, for everybody.

use super::components::Choice;
use super::layout::Frame;
use askama::Template;
use huiyin_app::rules::Authority;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::published::PublishedAnswer;
use huiyin_domain::text::shown_safely;
use huiyin_domain::wording;

/// An answer as everybody reads it.
#[derive(Clone, Debug)]
pub struct PublishedView {
    /// What people asked.
    pub question: String,
    /// What was answered; may hold line breaks.
    pub answer: String,
    /// The topic; may be empty.
    pub topic: String,
    /// Which unit answers for it, and since when it stands here.
    pub by: String,
}

impl PublishedView {
    /// In words of a language; what was not written in it stands in the other.
    pub fn of(one: &PublishedAnswer, authority: &Authority, language: Language) -> Self {
        let safe = |text: &Bilingual| {
            let words = text.in_language(language);
            let words = if words.is_empty() { &text.zh } else { words };
            shown_safely(words).into_owned()
        };
        let topic = one.category.as_deref();
        let topic = topic.and_then(|code| authority.categories.name(code));
        let day = one.released.map(|(_, on)| wording::day(on, language));
        let unit = authority.unit_name(one.unit);
        let unit = unit.in_language(language).to_owned();
        let by: Vec<String> = std::iter::once(unit).chain(day).collect();
        Self {
            question: safe(&one.question),
            answer: safe(&one.answer),
            topic: topic.map_or_else(String::new, |name| name.in_language(language).to_owned()),
            by: by.join(language.pick("，", ", ")),
        }
    }
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "published.html")]
pub struct PublishedPage {
    /// The frame.
    pub frame: Frame,
    /// Topics that something stands under.
    pub topics: Vec<Choice>,
    /// What was searched for.
    pub words: String,
    /// What was found, the newest first.
    pub answers: Vec<PublishedView>,
    /// Whether anything is published at all.
    pub any: bool,
}

impl PublishedPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/answers"),
                topics: vec![Choice::new("01", say("城乡建设", "Building")).chosen(true)],
                words: String::new(),
                answers: vec![PublishedView {
                    question: say(
                        "小区路灯坏了，找谁修？",
                        "The street lamps of our estate are broken. Who mends them?",
                    ),
                    answer: say(
                        "公共道路的路灯由市政科修，报修后三个工作日内到场。\n小区内部的由物业修；物业不修的，可以在这里反映。",
                        "Those of public roads are mended by the works department, which comes within three working days.\nThose inside an estate are the manager's; if nobody comes, tell us here.",
                    ),
                    topic: say("城乡建设", "Building"),
                    by: say("市政科，3月2日（周一）", "Works department, Monday 2 March"),
                }],
                any: true,
            }
        };
        let empty = |language: Language| Self {
            answers: Vec::new(),
            topics: Vec::new(),
            any: false,
            ..page(language)
        };
        vec![
            ("answers-zh", page(Language::Zh)),
            ("answers-en", page(Language::En)),
            ("answers-none-zh", empty(Language::Zh)),
            ("answers-none-en", empty(Language::En)),
        ]
    }
}
