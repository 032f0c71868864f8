//! From a form to a command: by the same table, with what is wrong by the form's names.

use super::{Spec, Takes, of};
use crate::body::Form;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{Action, Command};
use huiyin_domain::time::{Instant, Zone};
use jiff::civil::{Date, Time};
use serde_json::{Map, Value};

/// What is wrong with a form, by its names.
pub(crate) type Wrong = Vec<(String, String)>;

/// Where dates are read, and in which language errors are told.
pub(crate) struct Reading<'a> {
    pub(crate) language: Language,
    pub(crate) zone: &'a Zone,
    pub(crate) now: Instant,
}

/// Reads the command of an action.
///
/// # Errors
/// What is missing or cannot be read, by the form's names.
pub(crate) fn command(
    reading: &Reading<'_>,
    action: Action,
    form: &Form,
    petition: Option<i64>,
) -> Result<Command, Wrong> {
    let mut fields = Map::new();
    let mut wrong = Wrong::new();
    fields.insert("action".to_owned(), Value::from(action.word()));
    for spec in of(action) {
        match value(reading, &spec, form, petition) {
            Ok(values) => fields.extend(values),
            Err(error) => wrong.push(error),
        }
    }
    if action == Action::CorrectEntry {
        entry_text(&mut fields, form);
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    serde_json::from_value(Value::Object(fields)).map_err(|_| {
        let words = reading.language.pick(
            "填的内容对不上，请再看一遍每一项",
            "Something does not fit; look at each field again",
        );
        vec![(String::new(), words.to_owned())]
    })
}

/// The field that takes what a part of an entry should say.
pub(crate) fn entry_field(form: &Form) -> &'static str {
    match form.text("part").as_deref() {
        Some("listed-place") => "listed_place",
        Some("channel") => "channel",
        Some("postmark" | "received-on") => "day",
        _ => "text",
    }
}

/// What an entry should say stands in the field that takes such a part; the others are not meant.
fn entry_text(fields: &mut Map<String, Value>, form: &Form) {
    for other in ["day", "listed_place", "channel"] {
        fields.remove(other);
    }
    let said = form.text(entry_field(form)).unwrap_or_default();
    fields.insert("text".to_owned(), said.into());
}

type Read = Result<Vec<(String, Value)>, (String, String)>;

fn value(reading: &Reading<'_>, spec: &Spec, form: &Form, petition: Option<i64>) -> Read {
    let say = |zh: &str, en: &str| {
        let words = reading.language.pick(zh, en);
        Err((spec.name.to_owned(), words.to_owned()))
    };
    let given = |value: Value| Ok(vec![(spec.key.to_owned(), value)]);
    let list = match spec.takes {
        Takes::Lines => Some(lines(form, spec.name)),
        Takes::Many(_) => Some(numbers(form, spec.name)),
        _ => None,
    };
    if let Some(list) = list {
        return match list.is_empty() && !spec.optional {
            true => say("请写一行或几行", "Write one line or more"),
            false => given(Value::Array(list)),
        };
    }
    let Some(text) = form.text(spec.name) else {
        return match (spec.optional, spec.takes) {
            (true, _) => Ok(Vec::new()),
            (false, Takes::Words(_) | Takes::Line) => say("请写一写", "Write this"),
            (false, Takes::Day | Takes::Moment) => say("请写日期", "Give the day"),
            (false, Takes::Scan(_)) => say("请选一份，或者上传一份", "Choose one, or upload one"),
            (false, _) => say("请选一项", "Choose one"),
        };
    };
    match spec.takes {
        Takes::Day => match text.trim().parse::<Date>() {
            Ok(day) => given(Value::from(day.to_string())),
            Err(_) => say("日期请写成2026-04-14", "Write the day as 2026-04-14"),
        },
        Takes::Moment => {
            let time = form.text(&format!("{}_time", spec.name));
            moment(reading, &text, time.as_deref())
                .map(|at| vec![(spec.key.to_owned(), Value::from(at.to_string()))])
                .or_else(|()| {
                    say(
                        "日期请写成2026-04-14，时间写成14:30",
                        "Write the day as 2026-04-14 and the time as 14:30",
                    )
                })
        }
        Takes::Decision(_) => given(Value::from(text == "yes")),
        Takes::ClassAndBranch => Ok(class_and_branch(&text)),
        Takes::Petition => match petition {
            Some(id) => given(Value::from(id)),
            None => say("没有找到这个编号", "No petition has this number"),
        },
        Takes::Scan(_) => match text.trim().parse::<i64>() {
            Ok(number) => given(Value::from(number)),
            Err(_) => say("请选一份，或者上传一份", "Choose one, or upload one"),
        },
        Takes::One(list) if list.is_number() => match text.trim().parse::<i64>() {
            Ok(number) => given(Value::from(number)),
            Err(_) => say("请选一项", "Choose one"),
        },
        _ => given(Value::from(text)),
    }
}

fn lines(form: &Form, name: &str) -> Vec<Value> {
    let text = form.text(name).unwrap_or_default();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(Value::from).collect()
}

fn numbers(form: &Form, name: &str) -> Vec<Value> {
    let texts = form.texts(name).into_iter();
    texts
        .filter_map(|text| text.trim().parse::<i64>().ok())
        .map(Value::from)
        .collect()
}

/// `claim.6` is class and branch; branch 0 is none.
fn class_and_branch(text: &str) -> Vec<(String, Value)> {
    let (class, branch) = text.split_once('.').unwrap_or((text, "0"));
    let branch = branch.parse::<u8>().ok().filter(|branch| *branch > 0);
    vec![
        ("class".to_owned(), Value::from(class)),
        ("branch".to_owned(), Value::from(branch)),
    ]
}

/// A day and a time of day; noon where only the day is known, or now if noon is still to come.
fn moment(reading: &Reading<'_>, day: &str, time: Option<&str>) -> Result<Instant, ()> {
    let day: Date = day.trim().parse().map_err(|_| ())?;
    let Some(time) = time else {
        let noon = reading.zone.instant_of(day.at(12, 0, 0, 0));
        let today = reading.now.date_in(reading.zone) == day;
        return Ok(if today { noon.min(reading.now) } else { noon });
    };
    let time = time.trim().replace('：', ":");
    let (hour, minute) = time.split_once(':').ok_or(())?;
    let hour = hour.parse().map_err(|_| ())?;
    let minute = minute.parse().map_err(|_| ())?;
    let time = Time::new(hour, minute, 0, 0).map_err(|_| ())?;
    Ok(reading.zone.instant_of(day.to_datetime(time)))
}
