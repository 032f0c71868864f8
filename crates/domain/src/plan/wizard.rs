//! A plan for another place, made by answering questions: what a shipped plan leaves to each authority
//! is asked for, and everything else (who receives at which headcount, how fast, what is made ready)
//! stays as it was proven. Answers are kept as they were typed; what is wrong with them is found by the
//! same check as in any file, and stands under the name of the question.
//!
//! It asks for places, posts, units and officials in office. It cannot ask for anything about people
//! who come, because a plan has no field for it.

use super::template::{NewPlan, from_template, quoted};
use super::{Finding, Key, Plan, Space, UNIT_HEAD_CONCERNED};
use crate::language::Bilingual;
use crate::language::Language::{En, Zh};
use crate::organisation::Level;
use crate::roster::{Duty, Roster};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The Monday from which turns are counted: any Monday gives the same order of turns.
const TURNS_SINCE: &str = "2026-01-05";

/// What was answered, by the name of the question; as it was typed.
pub type Answers = BTreeMap<String, String>;

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Words.
    Text,
    /// A whole number.
    Number,
    /// Widths in metres with commas between.
    Widths,
    /// The key of a unit of the authority.
    Unit,
    /// Words of channels with commas between.
    Channels,
    /// Logins of officials with commas between.
    Staff,
}

/// A question 提问.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name: the path of the field that it fills.
    pub name: String,
    /// What it takes.
    pub takes: Takes,
    /// What stands there unless it is answered.
    pub unless: String,
}

/// Questions about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they are about, as the template calls it.
    pub title: Bilingual,
    /// The questions.
    pub questions: Vec<Question>,
}

/// A shipped plan with its roster, as the wizard works with it.
#[derive(Clone, Debug)]
pub struct Template {
    plan: Plan,
    roster: Roster,
    texts: (&'static str, &'static str),
}

/// What an authority says of itself, without being asked.
#[derive(Clone, Debug)]
pub struct Authority<'a> {
    /// Its name.
    pub name: &'a str,
    /// How far up it stands.
    pub level: Option<Level>,
    /// Its zone.
    pub zone: &'a str,
    /// The name of each official, by login.
    pub officials: &'a BTreeMap<String, String>,
}

/// The two texts that the answers make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The plan.
    pub plan: String,
    /// Its roster.
    pub roster: String,
}

impl Template {
    /// A shipped plan that has a roster.
    pub fn find(id: &str) -> Option<Self> {
        let shipped = crate::shipped::plans().iter().find(|one| one.id == id)?;
        let roster = shipped.roster?;
        Some(Self {
            plan: Plan::parse(shipped.plan).ok()?,
            roster: Roster::parse(roster).ok()?,
            texts: (shipped.plan, roster),
        })
    }

    /// What it is called.
    pub const fn title(&self) -> &Bilingual {
        &self.plan.title
    }

    /// The questions about places and rooms: of its own, names, size and exits; of those above, names.
    pub fn places(&self) -> Vec<Group> {
        let mut groups = Vec::new();
        for place in &self.plan.places {
            let path = format!("place.{}", place.id);
            let mut questions = titles(&path, &place.title);
            if let Some(space) = place
                .space
                .as_ref()
                .filter(|_| !self.plan.is_foreign(place))
            {
                questions.extend(sizes(&path, space));
            }
            groups.push(group(&place.title, questions));
        }
        for room in &self.plan.rooms {
            let path = format!("room.{}", room.id);
            let mut questions = titles(&path, &room.title);
            questions.extend(sizes(&path, &room.space));
            groups.push(group(&room.title, questions));
        }
        for one in &self.plan.recipients {
            let path = format!("recipient.{}", one.id);
            groups.push(group(&one.title, titles(&path, &one.title)));
        }
        groups
    }

    /// The questions about posts: names, unit, ways to call, minutes to get there.
    pub fn posts(&self) -> Vec<Group> {
        let posts = self.plan.posts.iter();
        let of_post = posts.map(|post| {
            let path = format!("post.{}", post.id);
            let mut questions = titles(&path, &post.title);
            // Which unit that is, is known only when people are there.
            if *post.id != *UNIT_HEAD_CONCERNED {
                let unit = post.unit.as_ref().map_or("", |unit| unit.as_str());
                questions.push(question(&path, "unit", Takes::Unit, unit));
            }
            let ways: Vec<&str> = post.channels.iter().map(|one| one.word()).collect();
            questions.push(question(
                &path,
                "channels",
                Takes::Channels,
                &ways.join(", "),
            ));
            let minutes = post.travel_minutes.to_string();
            questions.push(question(&path, "travel_minutes", Takes::Number, &minutes));
            group(&post.title, questions)
        });
        of_post.collect()
    }

    /// The questions about who is on duty: one for each duty of the template's roster, which keeps its
    /// hours, and one for the ways by which officials can be called.
    pub fn duties(&self) -> Vec<Group> {
        let ways = vec![question("staff", "channels", Takes::Channels, "phone, sms")];
        let title = Bilingual::new("怎样叫到值班的人", "How those on duty can be called");
        let mut groups = vec![group(&title, ways)];
        for (nth, duty) in self.roster.duties.iter().enumerate() {
            let title = self.duty_title(duty);
            let staff = question(&format!("duty.{nth}"), "staff", Takes::Staff, "");
            groups.push(group(&title, vec![staff]));
        }
        groups
    }

    fn duty_title(&self, duty: &Duty) -> Bilingual {
        let post = self.plan.post(&duty.post);
        let title = post.map_or_else(
            || Bilingual::new(duty.post.as_str(), duty.post.as_str()),
            |post| post.title.clone(),
        );
        let Some(span) = &duty.span else {
            return title;
        };
        Bilingual::new(
            format!("{}（{}）", title.zh, span.say(Zh)),
            format!("{} ({})", title.en, span.say(En)),
        )
    }

    /// The texts that the answers make. They may be wrong: the check says where.
    pub fn draft(&self, answers: &Answers, authority: &Authority<'_>) -> Draft {
        let said = |name: &str| answers.get(name).map_or("", |text| text.trim());
        let zh = said("plan.title_zh");
        let en = Some(said("plan.title_en")).filter(|en| !en.is_empty());
        let new = NewPlan {
            id: said("plan.id").to_owned(),
            title: Bilingual::new(zh, en.unwrap_or(zh)),
            authority: authority.name.to_owned(),
        };
        let (plan, _) = from_template(self.texts, &new);
        let mut answers = answers.clone();
        if let Some(level) = authority.level {
            answers.insert("plan.level".into(), level.word().into());
            let own = |place: &&super::Place| place.level == self.plan.level;
            for place in self.plan.places.iter().filter(own) {
                answers.insert(format!("place.{}.level", place.id), level.word().into());
            }
        }
        answers.insert("plan.zone".into(), authority.zone.into());
        Draft {
            plan: answered(&plan, &answers),
            roster: self.roster(&new.id, &answers, authority),
        }
    }

    fn roster(&self, id: &str, answers: &Answers, authority: &Authority<'_>) -> String {
        let mut text = format!("[roster]\nplan = {}\nversion = \"1\"\n", quoted(id));
        let on_duty = |nth: usize| {
            let named = answers.get(&format!("duty.{nth}.staff"));
            named.map_or_else(Vec::new, |text| listed(text))
        };
        let mut logins: Vec<String> = (0..self.roster.duties.len()).flat_map(on_duty).collect();
        logins.sort_unstable();
        logins.dedup();
        let ways = answers.get("staff.channels");
        let ways = ways.map_or("phone, sms", String::as_str);
        // Writing to a String does not fail.
        for login in &logins {
            let name = authority.officials.get(login).unwrap_or(login);
            let _ = write!(
                text,
                "\n[[staff]]\nid = {}\nname = {}\nchannels = {}\n",
                quoted(login),
                quoted(name),
                strings(ways)
            );
        }
        for (nth, duty) in self.roster.duties.iter().enumerate() {
            let staff = on_duty(nth);
            if staff.is_empty() {
                continue;
            }
            let _ = write!(
                text,
                "\n[[duty]]\npost = {}\nstaff = {}\n",
                quoted(&duty.post),
                strings(&staff.join(","))
            );
            text.push_str(&hours(duty, staff.len()));
        }
        text
    }

    /// Whether a finding is about a question.
    pub fn is_about(&self, found: &Finding, question: &str) -> bool {
        let of_duty = question
            .strip_prefix("duty.")
            .and_then(|rest| rest.strip_suffix(".staff"))
            .and_then(|nth| nth.parse::<usize>().ok())
            .and_then(|nth| self.roster.duties.get(nth));
        if let Some(duty) = of_duty {
            let unheld =
                found.code == "unheld-post" && found.field == format!("post.{}", duty.post);
            return unheld
                || found
                    .field
                    .starts_with(&format!("roster.duty.{}", duty.post));
        }
        if question == "staff.channels" {
            return found.field.starts_with("roster.staff.");
        }
        let plain = question
            .strip_suffix("_zh")
            .or_else(|| question.strip_suffix("_en"));
        let field = plain.unwrap_or(question);
        found.field == field || found.field.starts_with(&format!("{field}."))
    }
}

fn group(title: &Bilingual, questions: Vec<Question>) -> Group {
    Group {
        title: title.clone(),
        questions,
    }
}

fn question(path: &str, key: &str, takes: Takes, unless: &str) -> Question {
    Question {
        name: format!("{path}.{key}"),
        takes,
        unless: unless.to_owned(),
    }
}

fn titles(path: &str, title: &Bilingual) -> Vec<Question> {
    vec![
        question(path, "title_zh", Takes::Text, &title.zh),
        question(path, "title_en", Takes::Text, &title.en),
    ]
}

fn sizes(path: &str, space: &Space) -> Vec<Question> {
    let metres = |cm: &u32| (f64::from(*cm) / 100.0).to_string();
    let exits: Vec<String> = space.exits_cm.iter().map(metres).collect();
    vec![
        question(path, "area_m2", Takes::Number, &space.area_m2.to_string()),
        question(path, "exits_m", Takes::Widths, &exits.join(", ")),
    ]
}

/// The hours of a duty and its turns, as the template has them.
fn hours(duty: &Duty, staff: usize) -> String {
    let mut text = String::new();
    if let Some(span) = &duty.span {
        let days: Vec<&str> = span.days.iter().map(|day| day.word()).collect();
        let _ = write!(
            text,
            "days = {}\nfrom = {}\nto = {}\n",
            strings(&days.join(",")),
            quoted(&super::minute_text(span.from)),
            quoted(&super::minute_text(span.to))
        );
    }
    if staff > 1 {
        let daily = duty
            .rotation
            .is_some_and(|rotation| rotation.turn_days == 1);
        let word = if daily { "daily" } else { "weekly" };
        let _ = write!(text, "rotate = \"{word}\"\nsince = {TURNS_SINCE}\n");
    }
    text
}

/// The entries of a list as people write them: commas of any kind, blanks, semicolons between.
fn listed(text: &str) -> Vec<String> {
    text.split([',', '，', '、', ';', '；', ' '])
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A TOML list of strings.
fn strings(text: &str) -> String {
    let entries: Vec<String> = listed(text).iter().map(|one| quoted(one)).collect();
    format!("[{}]", entries.join(", "))
}

/// A plan's text with the answers in place of the template's values, its comments kept.
fn answered(text: &str, answers: &Answers) -> String {
    let mut blocks: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        if line.starts_with('[') {
            blocks.push(Vec::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push(line);
        }
    }
    let mut out = String::new();
    for block in blocks {
        for line in block_answered(&block, answers) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

fn block_answered(block: &[&str], answers: &Answers) -> Vec<String> {
    let head = block.first().copied().unwrap_or_default();
    let kind = head.trim_matches(['[', ']', ' ']);
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
                if let Some(value) = filled(&path, key, answers) {
                    lines.push(format!("{key} = {value}"));
                }
            }
        }
    }
    lines
}

fn key_of<'a>(line: &&'a str) -> &'a str {
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
        "area_m2" | "travel_minutes" => said(key).map(number),
        "exits_m" => said(key).map(|text| {
            let widths: Vec<String> = listed(text).iter().map(|one| number(one)).collect();
            format!("[{}]", widths.join(", "))
        }),
        "channels" => said(key).map(strings),
        _ => said(key).map(quoted),
    }
}

/// A number as it is, anything else as a text.
fn number(text: &str) -> String {
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
        quoted(text)
    }
}

/// An id for a plan of an authority: its own key where that can be one.
pub fn id_for(authority_key: &str) -> Key {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let key: String = authority_key.chars().filter(|c| plain(*c)).collect();
    match key.is_empty() {
        true => Key::new("reception"),
        false => Key::new(&format!("{key}-reception")),
    }
}
