//! Answers in place of a template's values, line by line, so that its comments stay.

use super::Answers;
use crate::plan::template::quoted;

/// The entries of a list as people write them: commas of any kind, blanks, semicolons between.
pub(super) fn listed(text: &str) -> Vec<String> {
    text.split([',', '，', '、', ';', '；', ' '])
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A TOML list of strings.
pub(super) fn strings(text: &str) -> String {
    let entries: Vec<String> = listed(text).iter().map(|one| quoted(one)).collect();
    format!("[{}]", entries.join(", "))
}

/// A plan's text with the answers in place of the template's values, its comments kept.
pub(super) fn answered(text: &str, answers: &Answers) -> String {
    let mut out = String::new();
    for block in blocks(text) {
        for line in block_answered(&block, answers) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

/// A text in its sections, each from its heading on; the first has none.
pub(super) fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        if is_heading(line) {
            blocks.push(Vec::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push(line);
        }
    }
    blocks
}

/// Whether a line begins a section: a name in brackets, and nothing after it but a comment. A line of a list
/// that goes over several lines is none.
fn is_heading(line: &str) -> bool {
    let line = line.trim();
    let name = line.trim_start_matches('[');
    let depth = line.len() - name.len();
    let Some((name, rest)) = name.split_once(']').filter(|_| (1..=2).contains(&depth)) else {
        return false;
    };
    let rest = rest.trim_start_matches(']').trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    !name.is_empty() && name.chars().all(plain) && (rest.is_empty() || rest.starts_with('#'))
}

/// The kind of a section: what stands between the brackets. The first, without a heading, has none.
pub(super) fn kind_of<'a>(block: &[&'a str]) -> &'a str {
    let head = block.first().copied().filter(|line| is_heading(line));
    let name = head.unwrap_or_default().trim().trim_start_matches('[');
    name.split(']').next().unwrap_or_default()
}

fn block_answered(block: &[&str], answers: &Answers) -> Vec<String> {
    let kind = kind_of(block);
    let value = |key: &str| {
        let line = block.iter().find(|line| key_of(line) == key)?;
        line.split_once('=')
            .map(|(_, value)| value.trim().trim_matches('"'))
    };
    let path = match (kind, value("id")) {
        ("plan", _) => "plan".to_owned(),
        (kind, Some(id)) => format!("{kind}.{id}"),
        (_, None) => return block.iter().map(|line| (*line).to_owned()).collect(),
    };
    let mut lines = Vec::new();
    let mut missing: Vec<&str> = FILLED
        .iter()
        .copied()
        .filter(|key| value(key).is_none())
        .collect();
    for line in block {
        let key = key_of(line);
        // Nothing can be decided on the spot where that was emptied.
        let emptied = answers.get(&format!("{path}.decides_zh"));
        if key == "decides" && emptied.is_some_and(|text| text.trim().is_empty()) {
            continue;
        }
        match FILLED
            .contains(&key)
            .then(|| filled(&path, key, answers))
            .flatten()
        {
            Some(value) => lines.push(format!("{key} = {value}")),
            None => lines.push((*line).to_owned()),
        }
        if key == "id" {
            for key in missing.drain(..) {
                // An empty list is what a field that is left out says.
                if let Some(value) = filled(&path, key, answers).filter(|value| value != "[]") {
                    lines.push(format!("{key} = {value}"));
                }
            }
        }
    }
    lines
}

pub(super) fn key_of<'a>(line: &&'a str) -> &'a str {
    line.split_once('=').map_or("", |(key, _)| key.trim())
}

/// The fields that answers fill.
const FILLED: &[&str] = &[
    "title",
    "level",
    "zone",
    "area_m2",
    "exits_m",
    "unit",
    "channels",
    "travel_minutes",
    "stand_ins",
    "approved_by",
    "within_minutes",
    "decides",
];

/// What was answered, as TOML. What is no number stays the text that it is, so that the check can say so
/// at its field.
fn filled(path: &str, key: &str, answers: &Answers) -> Option<String> {
    let said = |key: &str| {
        let text = answers.get(&format!("{path}.{key}"))?.trim();
        (!text.is_empty()).then_some(text)
    };
    match key {
        // The plan's own is set with its id.
        "title" if path == "plan" => None,
        "title" => {
            let zh = said("title_zh")?;
            let en = said("title_en").unwrap_or(zh);
            Some(format!("{{ zh = {}, en = {} }}", quoted(zh), quoted(en)))
        }
        "decides" => {
            let zh = said("decides_zh")?;
            let en = said("decides_en").unwrap_or(zh);
            Some(format!("{{ zh = {}, en = {} }}", quoted(zh), quoted(en)))
        }
        "area_m2" | "travel_minutes" | "within_minutes" => said(key).map(number),
        "exits_m" => said(key).map(|text| {
            // A unit behind a blank is no width of its own.
            let entries = listed(text).into_iter();
            let entries = entries.filter(|one| !UNITS.contains(&one.as_str()));
            let widths: Vec<String> = entries.map(|one| number(&one)).collect();
            format!("[{}]", widths.join(", "))
        }),
        "channels" => said(key).map(strings),
        // Nobody stands in where no box is ticked, which is an answer too.
        "stand_ins" => answers
            .get(&format!("{path}.{key}"))
            .map(|text| strings(text)),
        _ => said(key).map(quoted),
    }
}

/// Units that people write behind a number; the question says which one it is.
const UNITS: [&str; 12] = [
    "平方米",
    "平米",
    "㎡",
    "m²",
    "m2",
    "厘米",
    "米",
    "m",
    "人",
    "分钟",
    "分",
    "min",
];

/// What was typed without the unit behind it, where that is the one that was asked for, and with the digits of
/// an input method as plain ones.
pub(super) fn bare(text: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        '．' => '.',
        _ => c,
    };
    let text: String = text.trim().chars().map(plain).collect();
    let ends = |unit: &&&str| text.ends_with(**unit);
    match UNITS.iter().find(ends) {
        // Centimetres are not metres.
        Some(&"厘米") | None => text,
        Some(unit) => text.strip_suffix(unit).unwrap_or(&text).trim().to_owned(),
    }
}

/// A number as it is, with or without its unit; anything else as a text.
pub(super) fn number(text: &str) -> String {
    let typed = text;
    let text = bare(text);
    let text = text.as_str();
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let short = (1..=9).contains(&text.len());
    let is_one = plain && short && text.parse::<f64>().is_ok();
    let whole = is_one && !text.starts_with('.') && !text.ends_with('.');
    // A leading zero is no number in TOML.
    let leading = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    if whole && !leading {
        text.to_owned()
    } else {
        quoted(typed)
    }
}
