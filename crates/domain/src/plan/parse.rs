//! From the text of a plan to the plan, and to everything wrong with its form.

mod field;
mod rule;

pub(crate) use field::{channels, instant_needed, key_needed, keys, one_of, span, twice};

use super::form::{CREW, FILE, PLACE, PLAN, POST, Part, RECIPIENT, ROOM, TEST, WINDOW};
use super::test_hours::{TEST_MINUTES, TestHours};
use super::{
    Crew, Finding, Key, Place, Plan, Post, Qualification, Reading, Recipient, Room, Space,
    UNIT_HEAD_CONCERNED, Window,
};
use crate::calendar::{Findings, Piece, Placed, Section, join, parse_document};
use crate::organisation::Level;
use crate::rights;
use crate::time::Zone;
use field::{minutes, optional_pair, positive};

/// The zone of a plan that names none.
const ZONE: &str = "Asia/Shanghai";
/// The calendar of a plan that names none.
const CALENDAR: &str = "cn";
/// The most of anything else that is counted: people, square metres, days.
const COUNT_MAX: i64 = 1_000_000;

/// Reads a plan. The value is there only where no part of it had to be left out.
pub(super) fn read(content: &str) -> Reading<Plan> {
    let mut findings = Findings::of(content);
    let plan = parse_document(content, &mut findings).and_then(|table| {
        let root = Section::root(&table);
        refused_words(root, &mut findings);
        whole(root, &mut findings)
    });
    Reading {
        value: plan,
        findings: findings.sorted().into_iter().map(Finding::from).collect(),
    }
}

/// Notes every text that says what a plan cannot say (RULES 10.4). Names of fields are looked at
/// where the fields are read, see [`only`].
pub(crate) fn refused_words(root: Section<'_, '_>, findings: &mut Findings<'_>) {
    root.visit(&mut |piece, path, at, text| {
        // A task's kind is refused as a kind, with the list of those that there are.
        if piece == Piece::Key || path == "rule.task.kind" {
            return;
        }
        if let Some(rule) = rights::coerces(text) {
            let zh = format!("“{text}”不能写进预案：{}", rule.zh);
            let en = format!("“{text}” cannot stand in a plan: {}", rule.en);
            findings.add("refused-word", at, path, &zh, &en);
        }
    });
}

/// Notes every field that the part does not have; one that we never build, with the reason.
pub(crate) fn only(section: Section<'_, '_>, path: &str, part: Part, findings: &mut Findings<'_>) {
    for key in section.keys() {
        if part.fields.contains(&key.value) {
            continue;
        }
        let field = join(path, key.value);
        let list = part.fields.join(", ");
        match rights::violations(key.value) {
            Some(rule) => {
                let zh = format!("预案没有也不会有这个字段：{}", rule.zh);
                let en = format!("a plan has no such field and never will: {}", rule.en);
                findings.add("refused-field", key.at, &field, &zh, &en);
            }
            None => {
                let zh = format!("没有这个字段；可用字段：{list}");
                let en = format!("there is no such field; the fields are: {list}");
                findings.add("unknown-field", key.at, &field, &zh, &en);
            }
        }
    }
}

/// Reads every section of a list; none if one of them could not be made out.
pub(crate) fn all<'t, 'i, T>(
    sections: Vec<Section<'t, 'i>>,
    mut each: impl FnMut(Section<'t, 'i>) -> Option<T>,
) -> Option<Vec<T>> {
    // Every section is read, so that each finding is told at once.
    let read: Vec<Option<T>> = sections.into_iter().map(&mut each).collect();
    read.into_iter().collect()
}

fn whole(root: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Plan> {
    only(root, "", FILE, findings);
    let head = if root.needs("", "plan", findings) {
        root.section("", "plan", findings)
    } else {
        None
    };
    let head = head.map(|section| head_of(section, findings));
    let test = match root.has("test") {
        true => Some(
            root.section("", "test", findings)
                .and_then(|one| test(one, findings)),
        ),
        false => None,
    };
    let listed = |key: &str, findings: &mut Findings<'_>| root.sections("", key, findings);
    let places = all(listed("place", findings), |one| place(one, findings));
    let rooms = all(listed("room", findings), |one| room(one, findings));
    let posts = all(listed("post", findings), |one| post(one, findings));
    let recipients = all(listed("recipient", findings), |one| {
        recipient(one, findings)
    });
    let windows = all(listed("window", findings), |one| window(one, findings));
    let crews = all(listed("crew", findings), |one| crew(one, findings));
    let rules = all(listed("rule", findings), |one| rule::read(one, findings));
    for key in ["place", "post", "rule"] {
        if listed(key, findings).is_empty() && root.needs("", key, findings) {
            findings.add(
                "missing-field",
                root.at(),
                key,
                "至少要有一个",
                "give at least one",
            );
        }
    }
    let mut plan = head??;
    plan.test = match test {
        Some(read) => Some(read?),
        None => None,
    };
    plan.places = places?;
    plan.rooms = rooms?;
    plan.posts = posts?;
    plan.recipients = recipients?;
    plan.windows = windows?;
    plan.crews = crews?;
    plan.rules = rules?;
    Some(plan)
}

/// The plan's own fields, with nothing in its lists yet.
fn head_of(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Plan> {
    only(section, "plan", PLAN, findings);
    let id = key_needed(section, "plan", "id", findings);
    let version = section.text_needed("plan", "version", findings);
    let title = section.bilingual("plan", "title", "missing-field", findings);
    let authority = section.text_needed("plan", "authority", findings);
    let level = level_of(section, "plan", findings);
    let zone = section.text("plan", "zone", findings);
    let zone_at = zone.as_ref().map_or(section.at(), |zone| zone.at);
    let zone = Zone::parse(zone.map_or(ZONE, |zone| zone.value)).ok();
    if zone.is_none() {
        let en = "not a zone of the IANA database; write one such as Asia/Shanghai";
        let zh = "不是IANA时区名，请写如Asia/Shanghai";
        findings.add("bad-zone", zone_at, "plan.zone", zh, en);
    }
    let calendar = section.text("plan", "calendar", findings);
    let approved_by = key_needed(section, "plan", "approved_by", findings);
    let approved_at = section.date("plan", "approved_at", findings);
    let every = positive(section, "plan", "drill_every_days", COUNT_MAX, findings);
    let drilled_at = section.date("plan", "drilled_at", findings);
    Some(Plan {
        id: id?.value,
        version: version?.value.to_owned(),
        title: title?,
        authority: authority?.value.to_owned(),
        level: level?,
        zone: zone?,
        calendar: calendar
            .map_or(CALENDAR, |calendar| calendar.value)
            .to_owned(),
        approved_by: approved_by?.value,
        approved_at: approved_at.map(|day| day.value),
        drill_every_days: every,
        drilled_at: drilled_at.map(|day| day.value),
        test: None,
        places: Vec::new(),
        rooms: Vec::new(),
        posts: Vec::new(),
        recipients: Vec::new(),
        windows: Vec::new(),
        crews: Vec::new(),
        rules: Vec::new(),
    })
}

/// When the lines of communication may be tested, and how long an answer is waited for.
fn test(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<TestHours> {
    only(section, "test", TEST, findings);
    let windows = rule::windows(section, "test", "when", findings);
    let limit = match section.has("minutes") {
        true => minutes(section, "test", "minutes", 1, findings),
        false => Some(TEST_MINUTES),
    };
    Some(TestHours {
        windows: windows?,
        minutes: limit?,
        line: findings.line(section.at()),
    })
}

fn place(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Place> {
    let (id, path) = named(section, PLACE, findings)?;
    let title = section.bilingual(&path, "title", "missing-field", findings);
    let level = level_of(section, &path, findings);
    let sized = section.has("area_m2") || section.has("exits_m");
    let space = if sized {
        Some(space(section, &path, findings)?)
    } else {
        None
    };
    let overflow = match section.has("overflow") {
        true => Some(key_needed(section, &path, "overflow", findings)?.value),
        false => None,
    };
    let open = match section.has("open") {
        true => rule::windows(section, &path, "open", findings)?,
        false => Vec::new(),
    };
    Some(Place {
        id,
        title: title?,
        level: level?,
        space,
        overflow,
        access: optional_pair(section, &path, "access", findings),
        open,
        line: findings.line(section.at()),
    })
}

fn room(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Room> {
    let (id, path) = named(section, ROOM, findings)?;
    let title = section.bilingual(&path, "title", "missing-field", findings);
    let space = space(section, &path, findings);
    Some(Room {
        id,
        title: title?,
        space: space?,
        line: findings.line(section.at()),
    })
}

fn space(section: Section<'_, '_>, path: &str, findings: &mut Findings<'_>) -> Option<Space> {
    let area = section.needs(path, "area_m2", findings) && section.needs(path, "exits_m", findings);
    let area_m2 = positive(section, path, "area_m2", COUNT_MAX, findings).filter(|_| area)?;
    let mut exits_cm = Vec::new();
    for width in section.decimals(path, "exits_m", findings) {
        if !(EXIT_M_MIN..=EXIT_M_MAX).contains(&width.value) {
            let zh = "出口宽度以米计，在0.5到20之间";
            let en = "the clear width of an exit is in metres, from 0.5 to 20";
            findings.add("bad-exit", width.at, &join(path, "exits_m"), zh, en);
            return None;
        }
        // In range, so neither sign nor size is lost.
        exits_cm.push((width.value * 100.0).round() as u32);
    }
    if exits_cm.is_empty() {
        let zh = "至少写一个出口的净宽（米）";
        let en = "give the clear width of at least one exit, in metres";
        findings.add(
            "missing-field",
            section.at(),
            &join(path, "exits_m"),
            zh,
            en,
        );
        return None;
    }
    Some(Space { area_m2, exits_cm })
}

/// The narrowest exit that anybody gets through, in metres.
const EXIT_M_MIN: f64 = 0.5;
/// Wider than any door; a larger figure is a slip.
const EXIT_M_MAX: f64 = 20.0;

fn post(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Post> {
    let (id, path) = named(section, POST, findings)?;
    let title = section.bilingual(&path, "title", "missing-field", findings);
    let unit = section.text(&path, "unit", findings);
    if *id != *UNIT_HEAD_CONCERNED {
        section.needs(&path, "unit", findings);
    }
    let stand_ins = keys(section, &path, "stand_ins", findings);
    let above = match section.has("above") {
        true => Some(key_needed(section, &path, "above", findings)?.value),
        false => None,
    };
    let channels = channels(section, &path, findings);
    let travel = match section.has("travel_minutes") {
        true => minutes(section, &path, "travel_minutes", 0, findings)?,
        false => 0,
    };
    Some(Post {
        id,
        title: title?,
        unit: unit.map(|unit| unit.value.to_owned()),
        stand_ins: stand_ins?.into_iter().map(|key| key.value).collect(),
        above,
        channels: channels?,
        decides: optional_pair(section, &path, "decides", findings),
        travel_minutes: travel,
        line: findings.line(section.at()),
    })
}

fn recipient(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Recipient> {
    let (id, path) = named(section, RECIPIENT, findings)?;
    let title = section.bilingual(&path, "title", "missing-field", findings);
    section.needs(&path, "within_minutes", findings);
    let within = minutes(section, &path, "within_minutes", 1, findings);
    Some(Recipient {
        id,
        title: title?,
        within_minutes: within?,
        line: findings.line(section.at()),
    })
}

fn window(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Window> {
    let (id, path) = named(section, WINDOW, findings)?;
    let span = span(section, &path, findings)?;
    let line = findings.line(section.at());
    Some(Window { id, span, line })
}

/// More officials on duty at once than any authority has.
const CREW_MAX: i64 = 1_000;

fn crew(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Crew> {
    let (id, path) = named(section, CREW, findings)?;
    section.needs(&path, "posts", findings);
    let posts = keys(section, &path, "posts", findings);
    let windows = rule::windows(section, &path, "when", findings);
    section.needs(&path, "min", findings);
    let min = positive(section, &path, "min", CREW_MAX, findings);
    let qualification = match section.has("qualification") {
        true => {
            let word = section.text_needed(&path, "qualification", findings)?;
            Some(qualification(&word, &path, findings)?)
        }
        false => None,
    };
    Some(Crew {
        id,
        posts: posts?.into_iter().map(|key| key.value).collect(),
        windows: windows?,
        min: min?,
        qualification,
        line: findings.line(section.at()),
    })
}

/// A word of the closed list of what officials on duty are trained for.
pub(crate) fn qualification(
    word: &Placed<&str>,
    path: &str,
    findings: &mut Findings<'_>,
) -> Option<Qualification> {
    let words: Vec<&str> = Qualification::ALL.iter().map(|one| one.word()).collect();
    let parsed = Qualification::parse(word.value);
    one_of(word, &join(path, "qualification"), parsed, &words, findings)
}

fn level_of(section: Section<'_, '_>, path: &str, findings: &mut Findings<'_>) -> Option<Level> {
    let word = section.text_needed(path, "level", findings)?;
    let words: Vec<&str> = Level::ALL.iter().map(|level| level.word()).collect();
    let field = join(path, "level");
    one_of(&word, &field, Level::parse(word.value), &words, findings)
}

/// The id of an entry and the path of its fields, which are then checked.
pub(crate) fn named(
    section: Section<'_, '_>,
    part: Part,
    findings: &mut Findings<'_>,
) -> Option<(Key, String)> {
    let id = key_needed(section, part.name, "id", findings);
    let path = match &id {
        Some(id) => join(part.name, &id.value),
        None => part.name.to_owned(),
    };
    only(section, &path, part, findings);
    Some((id?.value, path))
}
