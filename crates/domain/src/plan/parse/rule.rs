//! Reads one `[[rule]]` of a plan.

use super::field::{minutes, ranged};
use super::{all, join, key_needed, keys, named, one_of, only};
use crate::calendar::{Findings, Placed, Section};
use crate::plan::form::{RECEIVE, REPORT, RULE, TASK};
use crate::plan::{
    ALWAYS, By, Danger, Key, People, Receive, ReportRule, Rule, RuleLines, RunLevel, Task, TaskKind,
};
use crate::rights;

/// The largest headcount that a tier may name; "and more" is said by leaving the upper end out.
const PEOPLE_MAX: i64 = 100_000;

/// Reads a rule; none if a part of it cannot be made out.
pub(super) fn read(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Rule> {
    let (id, path) = named(section, RULE, findings)?;
    section.needs(&path, "places", findings);
    let places = keys(section, &path, "places", findings);
    let people = people(section, &path, findings);
    let windows = windows(section, &path, "when", findings);
    let level = level(section, &path, findings);
    let text = section.text(&path, "text_zh", findings);
    let lines = RuleLines {
        rule: findings.line(section.at()),
        people: line_of(section, "people", findings),
        when: line_of(section, "when", findings),
        text: line_of(section, "text_zh", findings),
    };
    section.needs(&path, "receive", findings);
    let receive = all(section.sections(&path, "receive", findings), |one| {
        receive(one, &path, findings)
    });
    let tasks = all(section.sections(&path, "task", findings), |one| {
        task(one, &path, findings)
    });
    let reports = all(section.sections(&path, "report", findings), |one| {
        report(one, &path, findings)
    });
    Some(Rule {
        id,
        places: places?.into_iter().map(|key| key.value).collect(),
        people: people?,
        windows: windows?,
        level: level?,
        text_zh: text.map(|text| text.value.to_owned()),
        receive: receive?,
        tasks: tasks?,
        reports: reports?,
        lines,
    })
}

/// Where a field stands, or its section where it is not there.
fn place_of(section: Section<'_, '_>, key: &str) -> usize {
    let keys = section.keys();
    let found = keys.iter().find(|one| one.value == key);
    found.map_or(section.at(), |one| one.at)
}

/// The line of a field, or of its section where it is not there.
fn line_of(section: Section<'_, '_>, key: &str, findings: &Findings<'_>) -> usize {
    findings.line(place_of(section, key))
}

/// `[21, 50]`, `[51]`, or left out. The outer option says whether it could be read.
fn people(
    section: Section<'_, '_>,
    path: &str,
    findings: &mut Findings<'_>,
) -> Option<Option<People>> {
    if !section.has("people") {
        return Some(None);
    }
    let field = join(path, "people");
    let list = section.numbers(path, "people", findings);
    let bound = |number: &Placed<i64>, findings: &mut Findings<'_>| {
        ranged(number, &field, 1..=PEOPLE_MAX, findings)
    };
    match list.as_slice() {
        [min] => Some(Some(People {
            min: bound(min, findings)?,
            max: None,
        })),
        [min, max] => {
            let (min, max) = (bound(min, findings), bound(max, findings));
            Some(Some(People {
                min: min?,
                max: Some(max?),
            }))
        }
        _ => {
            let zh = "人数写成[21, 50]（含两端），或[51]（51人及以上）";
            let en = "write people as [21, 50], both included, or [51] for 51 and more";
            findings.add("bad-people", place_of(section, "people"), &field, zh, en);
            None
        }
    }
}

/// `when` of a rule, `open` of a place: `always`, a window, or a list of windows; empty means always.
pub(super) fn windows(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    findings: &mut Findings<'_>,
) -> Option<Vec<Key>> {
    if !section.needs(path, key, findings) {
        return None;
    }
    if section.is_list(key) {
        let list = keys(section, path, key, findings)?;
        if list.is_empty() {
            let zh = "请写\"always\"或至少一个时段";
            let en = "write \"always\" or at least one window";
            findings.add(
                "missing-field",
                place_of(section, key),
                &join(path, key),
                zh,
                en,
            );
            return None;
        }
        return Some(list.into_iter().map(|key| key.value).collect());
    }
    let word = key_needed(section, path, key, findings)?;
    Some(if *word.value == *ALWAYS {
        Vec::new()
    } else {
        vec![word.value]
    })
}

fn level(section: Section<'_, '_>, path: &str, findings: &mut Findings<'_>) -> Option<RunLevel> {
    let word = section.text_needed(path, "level", findings)?;
    let words: Vec<&str> = RunLevel::ALL.iter().map(|level| level.word()).collect();
    let field = join(path, "level");
    one_of(&word, &field, RunLevel::parse(word.value), &words, findings)
}

fn receive(section: Section<'_, '_>, path: &str, findings: &mut Findings<'_>) -> Option<Receive> {
    let path = join(path, "receive");
    let path = path.as_str();
    only(section, path, RECEIVE, findings);
    section.needs(path, "posts", findings);
    let posts = keys(section, path, "posts", findings);
    section.needs(path, "arrive_minutes", findings);
    section.needs(path, "ack_minutes", findings);
    let arrive = minutes(section, path, "arrive_minutes", 1, findings);
    let ack = minutes(section, path, "ack_minutes", 1, findings);
    let posts: Vec<Key> = posts?.into_iter().map(|key| key.value).collect();
    let need = need(section, path, posts.len(), findings);
    let by = match section.has("by") {
        true => {
            let word = section.text("", "by", findings)?;
            let words: Vec<&str> = By::ALL.iter().map(|by| by.word()).collect();
            let field = join(path, "by");
            Some(one_of(
                &word,
                &field,
                By::parse(word.value),
                &words,
                findings,
            )?)
        }
        false => None,
    };
    Some(Receive {
        posts,
        need: need?,
        arrive_minutes: arrive?,
        ack_minutes: ack?,
        by,
        line: findings.line(section.at()),
    })
}

/// How many of the posts must come: `all`, `any` or a number; all where the plan does not say.
fn need(
    section: Section<'_, '_>,
    path: &str,
    posts: usize,
    findings: &mut Findings<'_>,
) -> Option<u32> {
    let all = u32::try_from(posts).ok()?;
    if !section.has("need") {
        return Some(all);
    }
    let field = join(path, "need");
    if section.is_text("need") {
        let word = section.text(path, "need", findings)?;
        let parsed = match word.value {
            "all" => Some(all),
            "any" => Some(1),
            _ => None,
        };
        return one_of(&word, &field, parsed, &["all", "any"], findings);
    }
    let number = section.number(path, "need", findings)?;
    if number.value < 1 || number.value > i64::from(all) {
        let zh = format!("须在1到{all}之间，即所列岗位数以内");
        let en = format!("must be from 1 to {all}, the number of posts listed");
        findings.add("bad-need", number.at, &field, &zh, &en);
        return None;
    }
    u32::try_from(number.value).ok()
}

fn task(section: Section<'_, '_>, path: &str, findings: &mut Findings<'_>) -> Option<Task> {
    let path = join(path, "task");
    let path = path.as_str();
    only(section, path, TASK, findings);
    let kind = section.text_needed(path, "kind", findings);
    let kind = kind.and_then(|word| task_kind(&word, path, findings));
    let post = key_needed(section, path, "post", findings);
    let within = minutes(section, path, "within_minutes", 1, findings);
    let danger = match section.text(path, "danger", findings) {
        None => None,
        Some(word) => {
            let words: Vec<&str> = Danger::ALL.iter().map(|danger| danger.word()).collect();
            let field = join(path, "danger");
            Some(one_of(
                &word,
                &field,
                Danger::parse(word.value),
                &words,
                findings,
            )?)
        }
    };
    Some(Task {
        kind: kind?,
        post: post?.value,
        within_minutes: within,
        danger,
        line: findings.line(section.at()),
    })
}

/// A kind of the closed list; any other is refused, with the reason where it is one that we never
/// build.
fn task_kind(word: &Placed<&str>, path: &str, findings: &mut Findings<'_>) -> Option<TaskKind> {
    let kind = TaskKind::parse(word.value);
    if kind.is_none() {
        let reason = rights::violations(word.value);
        let (zh, en) = reason.map_or(("", ""), |rule| (rule.zh.as_str(), rule.en.as_str()));
        let words: Vec<&str> = TaskKind::ALL.iter().map(|kind| kind.word()).collect();
        let list = words.join(", ");
        let word_is = word.value;
        let zh = format!("没有“{word_is}”这种任务，任务只有接待和安全：{list}。{zh}");
        let en = format!(
            "there is no task “{word_is}”; tasks are of reception and safety: {list}. {en}"
        );
        findings.add(
            "refused-kind",
            word.at,
            &join(path, "kind"),
            &zh,
            en.trim_end(),
        );
    }
    kind
}

fn report(section: Section<'_, '_>, path: &str, findings: &mut Findings<'_>) -> Option<ReportRule> {
    let path = join(path, "report");
    let path = path.as_str();
    only(section, path, REPORT, findings);
    let to = match section.has("to") {
        true if section
            .text(path, "to", findings)
            .is_some_and(|to| to.value.is_empty()) =>
        {
            None
        }
        true => Some(key_needed(section, path, "to", findings)?.value),
        false => None,
    };
    section.needs(path, "first_minutes", findings);
    let first = minutes(section, path, "first_minutes", 1, findings);
    let every = match section.has("every_minutes") {
        true => Some(minutes(section, path, "every_minutes", 1, findings)?),
        false => None,
    };
    Some(ReportRule {
        to,
        first_minutes: first?,
        every_minutes: every,
        line: findings.line(section.at()),
    })
}
