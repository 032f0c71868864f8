//! From the text of a roster to the roster, and to everything wrong with its form.

use super::{Duty, Official, Override, Roster, Rotation};
use crate::calendar::{Findings, Section, join, parse_document};
use crate::plan::{
    DUTY, Finding, OVERRIDE, Qualification, ROSTER, ROSTER_FILE, Reading, STAFF, all, channels,
    instant_needed, key_needed, keys, named, one_of, only, qualification, refused_words, span,
};

/// Reads a roster. Fields are told with `roster.` before them, because a plan's findings stand in
/// the same list.
pub(super) fn read(content: &str) -> Reading<Roster> {
    let mut findings = Findings::of(content);
    let roster = parse_document(content, &mut findings).and_then(|table| {
        let root = Section::root(&table);
        refused_words(root, &mut findings);
        whole(root, &mut findings)
    });
    let told = |found: crate::calendar::Finding| {
        let mut found = Finding::from(found);
        if !found.field.starts_with("roster") {
            found.field = join("roster", &found.field);
        }
        found
    };
    Reading {
        value: roster,
        findings: findings.sorted().into_iter().map(told).collect(),
    }
}

fn whole(root: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Roster> {
    only(root, "", ROSTER_FILE, findings);
    let head = if root.needs("", "roster", findings) {
        root.section("", "roster", findings)
    } else {
        None
    };
    let head = head.map(|section| {
        only(section, "roster", ROSTER, findings);
        let plan = key_needed(section, "roster", "plan", findings);
        let version = section.text_needed("roster", "version", findings);
        Some((plan?.value, version?.value.to_owned()))
    });
    let sections = root.sections("", "staff", findings);
    let staff = all(sections, |one| official(one, findings));
    let sections = root.sections("", "duty", findings);
    let duties = all(sections, |one| duty(one, findings));
    let sections = root.sections("", "override", findings);
    let overrides = all(sections, |one| exception(one, findings));
    let (plan, version) = head??;
    Some(Roster {
        plan,
        version,
        staff: staff?,
        duties: duties?,
        overrides: overrides?,
    })
}

fn official(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Official> {
    let (id, path) = named(section, STAFF, findings)?;
    let name = section.text_needed(&path, "name", findings);
    section.needs(&path, "channels", findings);
    let channels = channels(section, &path, findings);
    let account = section.flag(&path, "account", findings);
    let account = account.is_none_or(|flag| flag.value);
    let words = section.texts(&path, "qualifications", findings);
    let words = words
        .iter()
        .map(|word| qualification(word, &path, findings));
    // Every word is read, so that each finding is told at once.
    let qualifications: Vec<Option<Qualification>> = words.collect();
    let qualifications: Option<Vec<Qualification>> = qualifications.into_iter().collect();
    Some(Official {
        id,
        name: name?.value.to_owned(),
        channels: channels?,
        account,
        qualifications: qualifications?,
        line: findings.line(section.at()),
    })
}

fn duty(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Duty> {
    let post = key_needed(section, "duty", "post", findings);
    let path = post
        .as_ref()
        .map_or_else(|| "duty".to_owned(), |post| join("duty", &post.value));
    only(section, &path, DUTY, findings);
    section.needs(&path, "staff", findings);
    let staff = keys(section, &path, "staff", findings)?;
    let timed = ["days", "from", "to"].iter().any(|key| section.has(key));
    let span = match timed {
        true => Some(span(section, &path, findings)?),
        false => None,
    };
    let rotation = rotation(section, &path, staff.len(), findings)?;
    Some(Duty {
        post: post?.value,
        staff: staff.into_iter().map(|key| key.value).collect(),
        span,
        rotation,
        line: findings.line(section.at()),
    })
}

/// How several take turns. The outer option says whether it could be read.
fn rotation(
    section: Section<'_, '_>,
    path: &str,
    staff: usize,
    findings: &mut Findings<'_>,
) -> Option<Option<Rotation>> {
    if staff == 0 {
        let zh = "至少写一人";
        let en = "name at least one official";
        findings.add("missing-field", section.at(), &join(path, "staff"), zh, en);
        return None;
    }
    if !section.has("rotate") && staff == 1 {
        return Some(None);
    }
    if !section.has("rotate") {
        let zh = "多人轮值须写rotate = \"daily\"或\"weekly\"，并写since";
        let en = "several take turns: write rotate = \"daily\" or \"weekly\", and since";
        findings.add("missing-field", section.at(), &join(path, "rotate"), zh, en);
        return None;
    }
    let word = section.text_needed(path, "rotate", findings)?;
    let days = match word.value {
        "daily" => Some(1),
        "weekly" => Some(7),
        _ => None,
    };
    let field = join(path, "rotate");
    let turn_days = one_of(&word, &field, days, &["daily", "weekly"], findings);
    section.needs(path, "since", findings);
    let since = section.date(path, "since", findings);
    Some(Some(Rotation {
        turn_days: turn_days?,
        since: since?.value,
    }))
}

fn exception(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Override> {
    let post = key_needed(section, "override", "post", findings);
    let path = post.as_ref().map_or_else(
        || "override".to_owned(),
        |post| join("override", &post.value),
    );
    only(section, &path, OVERRIDE, findings);
    let staff = match section.has("staff") {
        true => Some(key_needed(section, &path, "staff", findings)?.value),
        false => None,
    };
    let from = instant_needed(section, &path, "from", findings);
    let to = instant_needed(section, &path, "to", findings);
    let (from, to) = (from?, to?);
    if to <= from {
        let (zh, en) = ("to须晚于from", "must end after it begins");
        findings.add("bad-time", section.at(), &join(&path, "to"), zh, en);
    }
    Some(Override {
        post: post?.value,
        staff,
        from,
        to,
        line: findings.line(section.at()),
    })
}
