//! The situation report 情况报告 to the level above: one screen, always in the same order, of small visits
//! too, so that it is familiar on the bad day. The order is that of M/ETHANE (exact place, type, hazards,
//! access, numbers, help there and needed), with who approved it, the period, how sure one is, and when the
//! next one is due. *Source:* INCIDENT section 3 (JESIP, EDXL-SitRep 1.0).
//!
//! It has no place for anybody who came, for mood, organisers or intentions, and none is added (RULES 10.2).

use super::reception::told;
use super::{Because, Call, Event, Headcount, Phase, Receiving, Recorded, Response};
use crate::language::{Bilingual, Language};
use crate::plan::{Density, Key, Plan, RunLevel};
use crate::time::{Instant, Zone};
use crate::wording;
use serde::{Deserialize, Serialize};

/// How the headcount is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Somebody counted.
    Counted,
    /// Somebody looked.
    #[default]
    Estimated,
    /// Somebody told us.
    Told,
}

impl Basis {
    /// Every basis.
    pub const ALL: &'static [Self] = &[Self::Counted, Self::Estimated, Self::Told];

    /// The word of interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Estimated => "estimated",
            Self::Told => "told",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// In words.
    pub fn label(self, language: Language) -> &'static str {
        match self {
            Self::Counted => language.pick("点过", "counted"),
            Self::Estimated => language.pick("目测估计", "estimated by looking"),
            Self::Told => language.pick("听人说", "told by others"),
        }
    }
}

/// What a person writes into a report and approves; the rest comes from the record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportWords {
    /// What could hurt somebody there: crush, heat, traffic, fire; nothing about people's intentions.
    #[serde(default)]
    pub hazards: String,
    /// Whether anyone is unwell or needs help, in general words.
    #[serde(default)]
    pub unwell: String,
    /// What was done and decided since the last one.
    #[serde(default)]
    pub done: String,
    /// What the level above is asked for.
    #[serde(default)]
    pub needs: String,
    /// How the headcount is known.
    #[serde(default)]
    pub basis: Basis,
}

/// Who reports, to whom, and when.
#[derive(Clone, Debug)]
pub struct ReportHead<'a> {
    /// Who reports.
    pub authority: &'a Bilingual,
    /// The recipient, by its id in the plan.
    pub to: &'a Key,
    /// Who approves it.
    pub approved_by: &'a str,
    /// When.
    pub now: Instant,
    /// What it is about, as typed at the opening.
    pub topic: &'a str,
    /// Whether somebody was unwell at the opening.
    pub unwell: bool,
    /// Whether it is a drill.
    pub exercise: bool,
    /// The authority's zone.
    pub zone: &'a Zone,
}

/// A line of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    /// Its heading.
    pub name: String,
    /// Its words.
    pub words: String,
    /// Whether a person writes or approves it; else it comes from the record.
    pub by_person: bool,
}

/// A report line by line, in its order.
pub fn lines(
    response: &Response,
    plan: &Plan,
    head: &ReportHead<'_>,
    words: &ReportWords,
    language: Language,
) -> Vec<ReportLine> {
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let when = |at: Instant| wording::instant(at.to_minute(), head.zone, language);
    let owed = response.reports.iter().find(|owed| owed.to == *head.to);
    let or_none = |text: &str| or_none(text, language);
    let recipient = recipient(plan, head.to, language);
    let place = response.place.as_ref().and_then(|id| plan.place(id));
    let place_words = place.map_or_else(String::new, |one| {
        one.title.in_language(language).to_owned()
    });
    let began = response.opened_at.map_or_else(String::new, when);
    let period = period(response, head, &when, language);
    let access = place.and_then(|one| one.access.as_ref());
    let access = access.map_or_else(String::new, |words| words.in_language(language).to_owned());
    let unwell = unwell(response, head, &words.unwell, language);
    let next = owed.and_then(|owed| owed.every_minutes).map_or_else(
        || say("不再定期报", "none planned"),
        |every| when(head.now.plus_micros(i64::from(every) * 60_000_000)),
    );
    let line = |zh: &str, en: &str, words: String, by_person: bool| ReportLine {
        name: say(zh, en),
        words,
        by_person,
    };
    let (record, person) = (false, true);
    let this = owed.map_or(1, |owed| owed.number);
    let from = head.authority.in_language(language).to_owned();
    let at = format!("{place_words}{}", comma(&began, language));
    let counted = people(response.headcount, words.basis, language);
    let danger = hazards(response, plan, &words.hazards, language);
    let approved = format!("{}{}", head.approved_by, comma(&when(head.now), language));
    vec![
        line("编号", "Number", number(this, language), record),
        line("报", "To", recipient, record),
        line("报送机关", "From", from, record),
        line("时段", "Period", period, record),
        line("地点", "Exact place", at, record),
        line(
            "事由和级别",
            "Type",
            type_words(response, head, language),
            record,
        ),
        line("风险", "Hazards", danger, person),
        line("进出", "Access", or_none(&access), record),
        line("人数", "Numbers", counted, record),
        line("不适或需要帮助", "Anyone unwell", unwell, person),
        line(
            "谁到了",
            "Who is there",
            who(response, plan, language),
            record,
        ),
        line(
            "已做和已定",
            "Done and decided",
            or_none(&words.done),
            person,
        ),
        line("请上级", "Needed from you", or_none(&words.needs), person),
        line("下一次报告", "Next report", next, record),
        line("核准", "Approved by", approved, person),
    ]
}

/// What was done and decided after an instant, a phrase each, oldest first, as the record has it. It names nobody and no
/// petition; what some need stands in a line of its own.
pub fn done_since(record: &[Recorded], since: Instant) -> Vec<Bilingual> {
    let since = record.iter().filter(|one| one.at > since);
    since.filter_map(|one| phrase(&one.event)).collect()
}

fn phrase(event: &Event) -> Option<Bilingual> {
    match event {
        Event::TaskDone { kind } => {
            let (zh, en) = (kind.label(Language::Zh), kind.label(Language::En));
            Some(Bilingual::new(
                format!("做好了：{zh}"),
                format!("done: {en}"),
            ))
        }
        Event::Levelled {
            level,
            because: Because::Decision,
            ..
        } => {
            let (zh, en) = (level.label(Language::Zh), level.label(Language::En));
            Some(Bilingual::new(
                format!("决定提高到{zh}"),
                format!("decided to go to {en}"),
            ))
        }
        Event::Reception(Receiving::PetitionRegistered { .. } | Receiving::NeedCounted { .. }) => {
            None
        }
        Event::Reception(event) => told(event).map(|(_, words)| words),
        _ => None,
    }
}

/// When the last report to somebody went up; where none did, when the response began.
pub fn since(response: &Response, to: &Key) -> Option<Instant> {
    last_sent(response, to).or(response.opened_at)
}

/// The report as one text, headed as an exercise where it is one.
pub fn text(lines: &[ReportLine], exercise: bool, language: Language) -> String {
    let head = match exercise {
        true => language.pick(
            "【演练】情况报告：这是演练，没有人来访\n",
            "[EXERCISE] Situation report: a drill, nobody has come\n",
        ),
        false => language.pick("情况报告\n", "Situation report\n"),
    };
    let lines = lines
        .iter()
        .map(|line| format!("{}{}{}\n", line.name, language.pick("：", ": "), line.words));
    std::iter::once(head.to_owned()).chain(lines).collect()
}

fn number(number: u32, language: Language) -> String {
    language.pick(format!("第{number}号"), format!("No. {number}"))
}

fn comma(text: &str, language: Language) -> String {
    match text {
        "" => String::new(),
        text => format!("{}{text}", language.pick("，", ", ")),
    }
}

fn recipient(plan: &Plan, id: &Key, language: Language) -> String {
    let found = plan.recipients.iter().find(|one| one.id == *id);
    found.map_or_else(
        || id.to_string(),
        |one| one.title.in_language(language).to_owned(),
    )
}

fn or_none(text: &str, language: Language) -> String {
    match text.trim() {
        "" => language.pick("无", "none").to_owned(),
        text => text.to_owned(),
    }
}

/// What was written, what was ticked at the opening, and what some need, as it was noted.
fn unwell(response: &Response, head: &ReportHead<'_>, typed: &str, language: Language) -> String {
    let ticked = language.pick("有人不舒服或要帮忙", "somebody is unwell or needs help");
    let told = match (typed.trim(), head.unwell) {
        ("", true) => Some(ticked.to_owned()),
        ("", false) => None,
        (text, _) => Some(text.to_owned()),
    };
    let needs = response.reception.needs.iter().map(|(kind, people)| {
        let what = kind.label(language);
        match language {
            Language::Zh => format!("{what}{people}人"),
            Language::En => format!("{what}: {people}"),
        }
    });
    let all: Vec<String> = told.into_iter().chain(needs).collect();
    or_none(&all.join(language.pick("；", "; ")), language)
}

/// Since the last report, or since it began.
fn period(
    response: &Response,
    head: &ReportHead<'_>,
    when: &dyn Fn(Instant) -> String,
    language: Language,
) -> String {
    let since = since(response, head.to);
    since.map_or_else(String::new, |at| {
        let (from, to) = (when(at), when(head.now));
        language.pick(format!("{from}至{to}"), format!("{from} to {to}"))
    })
}

fn last_sent(response: &Response, to: &Key) -> Option<Instant> {
    let sent = response.sent.iter().filter(|one| one.to == *to);
    sent.map(|one| one.at).max()
}

fn type_words(response: &Response, head: &ReportHead<'_>, language: Language) -> String {
    let level = response
        .level
        .map_or("", |level: RunLevel| level.label(language));
    let topic = match head.topic.trim() {
        "" => language.pick("群众来访", "people have come"),
        topic => topic,
    };
    format!("{topic}{}", comma(level, language))
}

fn hazards(response: &Response, plan: &Plan, typed: &str, language: Language) -> String {
    let place = response.place.as_ref().and_then(|id| plan.place(id));
    let space = place.and_then(|one| one.space.as_ref());
    let full = space
        .zip(response.headcount)
        .and_then(|(space, count)| space.density(count.max));
    let full = full.map(|one: Density| one.words().in_language(language).to_owned());
    let typed = Some(typed.trim().to_owned()).filter(|text| !text.is_empty());
    let both: Vec<String> = typed.into_iter().chain(full).collect();
    match both.is_empty() {
        true => language.pick("无", "none").to_owned(),
        false => both.join(language.pick("；", "; ")),
    }
}

fn people(count: Option<Headcount>, basis: Basis, language: Language) -> String {
    let basis = basis.label(language);
    match count {
        None => language.pick("不记人数", "nobody counts them").to_owned(),
        Some(Headcount { min, max }) if min == max => {
            language.pick(format!("{max}人（{basis}）"), format!("{max} ({basis})"))
        }
        Some(Headcount { min, max }) => language.pick(
            format!("{min}至{max}人（{basis}）"),
            format!("{min} to {max} ({basis})"),
        ),
    }
}

/// The posts that are there, come, and that nobody comes for; no name of anybody.
fn who(response: &Response, plan: &Plan, language: Language) -> String {
    let titles = |wanted: &dyn Fn(&Call) -> bool| -> Vec<String> {
        let calls = response.calls.iter().filter(|call| wanted(call));
        let title = |call: &Call| {
            plan.post(&call.post).map_or_else(
                || call.post.to_string(),
                |post| post.title.in_language(language).to_owned(),
            )
        };
        calls.map(title).collect()
    };
    let parts = [
        (
            titles(&|call| matches!(call.phase, Phase::There(_))),
            "已到",
            "there",
        ),
        (
            titles(&|call| matches!(call.phase, Phase::Acknowledged(_) | Phase::ByHand)),
            "在路上",
            "on the way",
        ),
        (
            titles(&|call| matches!(call.phase, Phase::Calling(_))),
            "呼叫中",
            "being called",
        ),
        (
            titles(&|call| call.phase == Phase::Exhausted),
            "没人来",
            "nobody comes",
        ),
    ];
    let parts = parts.into_iter().filter(|(titles, ..)| !titles.is_empty());
    let parts = parts.map(|(titles, zh, en)| {
        let titles = titles.join(language.pick("、", ", "));
        language.pick(format!("{zh}：{titles}"), format!("{en}: {titles}"))
    });
    let parts: Vec<String> = parts.collect();
    match parts.is_empty() {
        true => language.pick("无", "none").to_owned(),
        false => parts.join(language.pick("；", "; ")),
    }
}
