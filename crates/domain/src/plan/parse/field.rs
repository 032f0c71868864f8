//! Reads the single fields of a plan or roster.

use crate::calendar::{Findings, Placed, Section, is_id, join};
use crate::language::Bilingual;
use crate::plan::window::{DayWord, minute_of};
use crate::plan::{Channel, DAY_MINUTES, Key, Span};
use crate::rights;
use crate::time::Instant;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The longest minutes that a field takes: two days. A response is a matter of hours.
const MINUTES_MAX: i64 = 2_880;

/// The ways to call somebody, first way first.
pub(crate) fn channels(
    section: Section<'_, '_>,
    path: &str,
    findings: &mut Findings<'_>,
) -> Option<Vec<Channel>> {
    let mut list = Vec::new();
    for word in section.texts(path, "channels", findings) {
        let words: Vec<&str> = Channel::ALL.iter().map(|channel| channel.word()).collect();
        let field = join(path, "channels");
        list.push(one_of(
            &word,
            &field,
            Channel::parse(word.value),
            &words,
            findings,
        )?);
    }
    Some(list)
}

/// The days and hours of a window or duty.
pub(crate) fn span(
    section: Section<'_, '_>,
    path: &str,
    findings: &mut Findings<'_>,
) -> Option<Span> {
    let mut days = Vec::new();
    let needed = section.needs(path, "days", findings);
    for word in section.texts(path, "days", findings) {
        let words: Vec<&str> = DayWord::ALL.iter().map(|day| day.word()).collect();
        let field = join(path, "days");
        days.push(one_of(
            &word,
            &field,
            DayWord::parse(word.value),
            &words,
            findings,
        )?);
    }
    let from = minute_needed(section, path, "from", findings);
    let to = minute_needed(section, path, "to", findings);
    let (from, to) = (from.filter(|_| needed)?, to?);
    if from == DAY_MINUTES {
        let en = "a window begins before the day ends; write 00:00 and the next day";
        let field = join(path, "from");
        findings.add("bad-time", section.at(), &field, "开始时间须早于24:00", en);
        return None;
    }
    Some(Span { days, from, to })
}

fn minute_needed(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    findings: &mut Findings<'_>,
) -> Option<u16> {
    let text = section.text_needed(path, key, findings)?;
    let minute = minute_of(text.value);
    if minute.is_none() {
        let (zh, en) = (
            "时间请写成08:30，最晚24:00",
            "write a time as 08:30, up to 24:00",
        );
        findings.add("bad-time", text.at, &join(path, key), zh, en);
    }
    minute
}

/// A word of a closed list, or a finding that says the list.
pub(crate) fn one_of<T>(
    word: &Placed<&str>,
    field: &str,
    parsed: Option<T>,
    words: &[&str],
    findings: &mut Findings<'_>,
) -> Option<T> {
    if parsed.is_none() {
        let zh = format!("没有“{}”；可用：{}", word.value, words.join("、"));
        let en = format!(
            "there is no “{}”; there are: {}",
            word.value,
            words.join(", ")
        );
        findings.add("unknown-value", word.at, field, &zh, &en);
    }
    parsed
}

/// An id that must be there.
pub(crate) fn key_needed(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    findings: &mut Findings<'_>,
) -> Option<Placed<Key>> {
    let text = section.text_needed(path, key, findings)?;
    key_of(&text, &join(path, key), findings)
}

fn key_of(text: &Placed<&str>, field: &str, findings: &mut Findings<'_>) -> Option<Placed<Key>> {
    if !is_id(text.value) {
        let zh = "标识只用小写字母、数字和连字符，如park-reception";
        let en = "an id has lower-case letters, digits and dashes, such as park-reception";
        findings.add("bad-id", text.at, field, zh, en);
        return None;
    }
    // A coercive word is noted where every text is looked at.
    let rule = rights::violations(text.value).filter(|rule| !rule.coercive);
    if let Some(rule) = rule {
        let zh = format!("“{}”不能写进预案：{}", text.value, rule.zh);
        let en = format!("“{}” cannot stand in a plan: {}", text.value, rule.en);
        findings.add("refused-word", text.at, field, &zh, &en);
    }
    Some(Placed {
        value: Key::new(text.value),
        at: text.at,
    })
}

/// A list of ids; empty when the field is not there, none when one of them is no id.
pub(crate) fn keys(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    findings: &mut Findings<'_>,
) -> Option<Vec<Placed<Key>>> {
    let field = join(path, key);
    let texts = section.texts(path, key, findings);
    let read: Vec<_> = texts
        .iter()
        .map(|text| key_of(text, &field, findings))
        .collect();
    read.into_iter().collect()
}

/// A number from 1, if there.
pub(crate) fn positive(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    max: i64,
    findings: &mut Findings<'_>,
) -> Option<u32> {
    let number = section.number(path, key, findings)?;
    ranged(&number, &join(path, key), 1..=max, findings)
}

/// Minutes from `least`, if there.
pub(in crate::plan) fn minutes(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    least: i64,
    findings: &mut Findings<'_>,
) -> Option<u32> {
    let number = section.number(path, key, findings)?;
    ranged(&number, &join(path, key), least..=MINUTES_MAX, findings)
}

pub(in crate::plan) fn ranged(
    number: &Placed<i64>,
    field: &str,
    range: RangeInclusive<i64>,
    findings: &mut Findings<'_>,
) -> Option<u32> {
    let value = range.contains(&number.value).then_some(number.value);
    if value.is_none() {
        let (least, most) = range.into_inner();
        let zh = format!("须在{least}到{most}之间");
        let en = format!("must be from {least} to {most}");
        findings.add("bad-number", number.at, field, &zh, &en);
    }
    value.and_then(|value| u32::try_from(value).ok())
}

/// A text in both languages, if there.
pub(in crate::plan) fn optional_pair(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    findings: &mut Findings<'_>,
) -> Option<Bilingual> {
    if section.has(key) {
        section.bilingual(path, key, "missing-field", findings)
    } else {
        None
    }
}

/// An instant, written as a text.
pub(crate) fn instant_needed(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    findings: &mut Findings<'_>,
) -> Option<Instant> {
    let text = section.text_needed(path, key, findings)?;
    let instant = Instant::parse(text.value).ok();
    if instant.is_none() {
        let zh = "时刻请写成\"2026-12-01T08:00:00+08:00\"";
        let en = "write an instant as \"2026-12-01T08:00:00+08:00\"";
        findings.add("bad-time", text.at, &join(path, key), zh, en);
    }
    instant
}

/// Notes ids that stand twice in a list.
pub(crate) fn twice<'k>(keys: impl Iterator<Item = &'k Key>) -> Vec<&'k Key> {
    let mut seen = BTreeSet::new();
    keys.filter(|key| !seen.insert(*key)).collect()
}
