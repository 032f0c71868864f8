//! The hours of a plan: the stretches of the day are asked for; nights and rest days that begin and end
//! where those do follow them, in the plan and in the roster alike.

use super::fill::{key_of, listed, strings};
use super::{Answers, Group, Takes, Template, group, question};
use crate::language::{Bilingual, Language};
use crate::plan::template::quoted;
use crate::plan::window::minute_of;
use crate::plan::{DayWord, Key, Plan, Span, Window, minute_text};
use std::collections::BTreeMap;

/// The hours that a duty is split by where a plan has none of its own.
const OFFICE: (u16, u16) = (8 * 60 + 30, 17 * 60 + 30);

/// The windows that are asked for.
pub(super) fn asked(plan: &Plan) -> Vec<&Window> {
    let by_day = |window: &&Window| window.span.to > window.span.from;
    let ends = |window: &Window| [window.span.from, window.span.to];
    let known: Vec<u16> = plan.windows.iter().filter(by_day).flat_map(ends).collect();
    let follows = |window: &Window| ends(window).iter().all(|end| known.contains(end));
    let windows = plan.windows.iter();
    windows
        .filter(|window| by_day(window) || !follows(window))
        .collect()
}

/// Where each end of a stretch moved to.
pub(super) fn moved(plan: &Plan, answers: &Answers) -> BTreeMap<u16, u16> {
    let mut moved = BTreeMap::new();
    for window in asked(plan) {
        let typed = |key: &str| {
            let text = answers.get(&format!("window.{}.{key}", window.id))?;
            minute_of(&clock(text))
        };
        for (key, old) in [("from", window.span.from), ("to", window.span.to)] {
            moved
                .entry(old)
                .or_insert_with(|| typed(key).unwrap_or(old));
        }
    }
    moved
}

/// A stretch with its ends where they are now.
pub(super) fn now(span: &Span, moved: &BTreeMap<u16, u16>) -> Span {
    let at = |minute: u16| moved.get(&minute).copied().unwrap_or(minute);
    Span {
        days: span.days.clone(),
        from: at(span.from),
        to: at(span.to),
    }
}

/// A time of day as it is written in a file, where it can be made out.
fn clock(text: &str) -> String {
    let text = text.trim().replace(['：', '.'], ":");
    match text.split_once(':') {
        Some((hour, minute)) if hour.len() == 1 => format!("0{hour}:{minute}"),
        _ => text,
    }
}

/// The lines of a window by the answers.
pub(super) fn filled(block: &[&str], id: &str, (plan, answers): (&Plan, &Answers)) -> Vec<String> {
    let said = |key: &str| answers.get(&format!("window.{id}.{key}"));
    let is_asked = asked(plan).iter().any(|window| *window.id == *id);
    let moved = moved(plan, answers);
    let lines = block.iter().map(|line| {
        let key = key_of(line);
        let value = match (key, is_asked) {
            // Hours without a day are none: what stands there stays.
            ("days", true) => {
                let typed = said(key).filter(|text| !text.trim().is_empty());
                typed.map(|text| strings(text))
            }
            ("from" | "to", true) => said(key).map(|text| quoted(&clock(text))),
            ("from" | "to", false) => plan.window(id).map(|window| {
                let span = now(&window.span, &moved);
                quoted(&minute_text(if key == "from" {
                    span.from
                } else {
                    span.to
                }))
            }),
            _ => None,
        };
        value.map_or_else(|| (*line).to_owned(), |value| format!("{key} = {value}"))
    });
    lines.collect()
}

impl Template {
    /// The questions about hours: from when to when, on which days.
    pub fn hours(&self) -> Vec<Group> {
        let groups = asked(&self.plan).into_iter().map(|window| {
            let path = format!("window.{}", window.id);
            let days: Vec<&str> = window.span.days.iter().map(|day| day.word()).collect();
            let (from, to) = (minute_text(window.span.from), minute_text(window.span.to));
            let title = |language: Language| {
                let said = window.span.say(language);
                language.pick(format!("时段：{said}"), format!("Hours: {said}"))
            };
            group(
                &Bilingual::new(title(Language::Zh), title(Language::En)),
                vec![
                    question(&path, "days", Takes::Days, &days.join(", ")),
                    question(&path, "from", Takes::Time, &from),
                    question(&path, "to", Takes::Time, &to),
                ],
            )
        });
        self.asked(groups.collect())
    }

    /// The windows that hours can be chosen from, as the answers leave them: id and what they are.
    pub fn windows(&self, answers: &Answers) -> Vec<(String, Bilingual)> {
        let windows = self.plan.windows.iter();
        let said = |window: &Window| {
            let span = self.span_of(window, answers);
            let title = Bilingual::new(span.say(Language::Zh), span.say(Language::En));
            (window.id.to_string(), title)
        };
        windows.map(said).collect()
    }

    /// The hours of some windows, as the answers leave them.
    pub(super) fn hours_text(&self, ids: &[Key], answers: &Answers, language: Language) -> String {
        let windows = ids.iter().filter_map(|id| self.plan.window(id));
        let said = windows.map(|window| self.span_of(window, answers).say(language));
        let said: Vec<String> = said.collect();
        said.join(language.pick("；", "; "))
    }

    fn span_of(&self, window: &Window, answers: &Answers) -> Span {
        let mut span = now(&window.span, &moved(&self.plan, answers));
        if let Some(days) = answers.get(&format!("window.{}.days", window.id)) {
            let days: Vec<DayWord> = listed(days)
                .iter()
                .filter_map(|word| DayWord::parse(word))
                .collect();
            if !days.is_empty() {
                span.days = days;
            }
        }
        span
    }

    /// When the office is open: the first stretch of a working day, as the answers leave it.
    pub(super) fn office(&self, answers: &Answers) -> (u16, u16) {
        let on_workdays = |window: &&&Window| window.span.days.contains(&DayWord::Workday);
        let asked = asked(&self.plan);
        let office = asked.iter().find(on_workdays);
        let office = office.map(|window| self.span_of(window, answers));
        office.map_or(OFFICE, |span| (span.from, span.to))
    }
}
