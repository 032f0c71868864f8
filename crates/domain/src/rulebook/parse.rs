//! From the text of a rulebook file to the rulebook, or to everything that is wrong with it.

use super::term::{Listed, flag, id_needed, listed_post};
use super::{Approver, ClassRule, Counting, Finding, Roll, Rulebook, check, term};
use crate::calendar::{Findings, Section, is_id, join, parse_document};
use crate::language::Bilingual;
use crate::time::Zone;
use std::collections::BTreeMap;

const FIELDS: &[&str] = &[
    "id", "version", "title", "zone", "calendar", "classes", "class", "counting", "approver",
    "posts", "term",
];
const CLASSES: &[&str] = &["suggestion", "disclosure", "claim"];

/// Reads a rulebook; `calendars`, if given, are the known calendars.
pub(super) fn read(content: &str, calendars: Option<&[&str]>) -> Result<Rulebook, Vec<Finding>> {
    let mut findings = Findings::of(content);
    let rulebook = parse_document(content, &mut findings)
        .and_then(|table| whole(Section::root(&table), calendars, &mut findings));
    match rulebook {
        Some(rulebook) if findings.is_empty() => Ok(rulebook),
        _ => Err(findings.sorted()),
    }
}

fn whole(
    root: Section<'_, '_>,
    calendars: Option<&[&str]>,
    findings: &mut Findings<'_>,
) -> Option<Rulebook> {
    root.only("", FIELDS, findings);
    let id = id_needed(root, "", findings);
    let version = root
        .text_needed("", "version", findings)
        .map(|text| text.value.to_owned());
    let title = root.bilingual("", "title", "missing-field", findings);
    let zone = zone(root, findings);
    let calendar = calendar(root, calendars, findings);
    let classes = flag(root, "", "classes", findings);
    let (posts, leaders) = posts(root, findings);
    let counting = counting(root, findings);
    let approver = approver(root, &posts, findings);
    let sections = root.sections("", "term", findings);
    if sections.is_empty() {
        findings.add(
            "missing-field",
            0,
            "term",
            "至少要有一个[[term]]",
            "give at least one [[term]]",
        );
    }
    let mut terms: Vec<Listed> = Vec::new();
    for section in sections {
        terms.extend(term::read(section, &posts, findings));
    }
    check::duplicates(&terms, findings);
    check::chains(&terms, findings);
    // A version that is in use stays readable: this is for whoever writes the next one.
    if calendars.is_some() {
        check::ladders(&terms, &leaders, findings);
    }
    let class_rules = class_rules(root, classes, &terms, findings);
    Some(Rulebook {
        id: id?.value.to_owned(),
        version: version?,
        title: title?,
        zone: zone?,
        calendar: calendar?,
        classes: classes?,
        class_rules,
        counting: counting?,
        approver: approver?,
        posts,
        leaders,
        terms: terms.into_iter().filter_map(|listed| listed.term).collect(),
    })
}

fn zone(root: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Zone> {
    let name = root.text_needed("", "zone", findings)?;
    let zone = Zone::parse(name.value).ok();
    if zone.is_none() {
        let en = "not a zone of the IANA database; write one such as Asia/Shanghai";
        findings.add(
            "bad-zone",
            name.at,
            "zone",
            "不是IANA时区名，请写如Asia/Shanghai",
            en,
        );
    }
    zone
}

fn calendar(
    root: Section<'_, '_>,
    known: Option<&[&str]>,
    findings: &mut Findings<'_>,
) -> Option<String> {
    let id = root.text_needed("", "calendar", findings)?;
    if let Some(known) = known.filter(|known| !known.contains(&id.value)) {
        let zh = format!("没有这个工作日历；已有：{}", known.join("、"));
        let en = format!("there is no such calendar; there are: {}", known.join(", "));
        findings.add("unknown-calendar", id.at, "calendar", &zh, &en);
    }
    Some(id.value.to_owned())
}

/// The posts with their titles, and the ids of those that are leaders.
fn posts(
    root: Section<'_, '_>,
    findings: &mut Findings<'_>,
) -> (BTreeMap<String, Bilingual>, Vec<String>) {
    let (mut posts, mut leaders) = (BTreeMap::new(), Vec::new());
    let Some(section) = root.section("", "posts", findings) else {
        return (posts, leaders);
    };
    for key in section.keys() {
        if !is_id(key.value) {
            let en = "a post's id has lower-case letters, digits and dashes";
            findings.add(
                "bad-id",
                key.at,
                &join("posts", key.value),
                "岗位标识只用小写字母、数字和连字符",
                en,
            );
        }
        let path = join("posts", key.value);
        let Some(post) = section.section("posts", key.value, findings) else {
            continue;
        };
        post.only(&path, &["zh", "en", "leader"], findings);
        if let Some(title) = post.both_among(&path, "missing-field", findings) {
            posts.insert(key.value.to_owned(), title);
        }
        let leader = post.flag(&path, "leader", findings);
        if leader.is_some_and(|leader| leader.value) {
            leaders.push(key.value.to_owned());
        }
    }
    (posts, leaders)
}

fn counting(root: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Counting> {
    let section = needed(root, "counting", findings)?;
    section.only(
        "counting",
        &["start_day", "roll", "citation", "verified"],
        findings,
    );
    let start = section.text_needed("counting", "start_day", findings);
    if let Some(start) = start.filter(|start| start.value != "not-counted") {
        let en = "the only way that is built is \"not-counted\"";
        findings.add(
            "unknown-value",
            start.at,
            "counting.start_day",
            "目前只支持\"not-counted\"",
            en,
        );
    }
    let roll = section.text_needed("counting", "roll", findings);
    let roll = roll.and_then(|roll| match roll.value {
        "none" => Some(Roll::None),
        "next-working-day" => Some(Roll::NextWorkingDay),
        _ => {
            let en = "write \"none\" or \"next-working-day\"";
            findings.add(
                "unknown-value",
                roll.at,
                "counting.roll",
                "请写\"none\"或\"next-working-day\"",
                en,
            );
            None
        }
    });
    let citation = section.bilingual("counting", "citation", "missing-citation", findings);
    let verified = flag(section, "counting", "verified", findings);
    Some(Counting {
        roll: roll?,
        citation: citation?,
        verified: verified?,
    })
}

fn approver(
    root: Section<'_, '_>,
    posts: &BTreeMap<String, Bilingual>,
    findings: &mut Findings<'_>,
) -> Option<Approver> {
    let section = needed(root, "approver", findings)?;
    section.only("approver", &["post", "citation", "verified"], findings);
    let post = listed_post(section, "approver", "post", posts, findings);
    let citation = section.bilingual("approver", "citation", "missing-citation", findings);
    let verified = flag(section, "approver", "verified", findings);
    Some(Approver {
        post: post?,
        citation: citation?,
        verified: verified?,
    })
}

fn class_rules(
    root: Section<'_, '_>,
    classes: Option<bool>,
    terms: &[Listed],
    findings: &mut Findings<'_>,
) -> Vec<ClassRule> {
    let sections = root.sections("", "class", findings);
    if classes == Some(sections.is_empty()) {
        let at = sections.first().map_or(root.at(), Section::at);
        let en = "give [[class]] rules where classes = true, and none where it is false";
        findings.add(
            "class-rules",
            at,
            "class",
            "classes为true时须写[[class]]，为false时不写",
            en,
        );
    }
    let mut rules: Vec<ClassRule> = Vec::new();
    for section in sections {
        let Some(rule) = class_rule(section, terms, findings) else {
            continue;
        };
        if rules
            .iter()
            .any(|known| known.class == rule.class && known.branch == rule.branch)
        {
            let en = "this class and branch stand twice";
            findings.add(
                "duplicate-id",
                section.at(),
                "class",
                "同一类型和分支出现两次",
                en,
            );
        }
        rules.push(rule);
    }
    rules
}

fn class_rule(
    section: Section<'_, '_>,
    terms: &[Listed],
    findings: &mut Findings<'_>,
) -> Option<ClassRule> {
    section.only(
        "class",
        &["class", "branch", "runs", "route", "citation"],
        findings,
    );
    let class = section.text_needed("class", "class", findings);
    if let Some(class) = class
        .as_ref()
        .filter(|class| !CLASSES.contains(&class.value))
    {
        let en = "the classes are suggestion, disclosure, claim";
        findings.add(
            "unknown-value",
            class.at,
            "class.class",
            "类型为suggestion、disclosure或claim",
            en,
        );
    }
    let branch = section.number("class", "branch", findings);
    if let Some(branch) = branch
        .as_ref()
        .filter(|branch| !(1..=6).contains(&branch.value))
    {
        let en = "the branches of Article 31 are 1 to 6";
        findings.add(
            "unknown-value",
            branch.at,
            "class.branch",
            "第三十一条只有1至6项",
            en,
        );
    }
    let mut runs = Vec::new();
    for id in section.texts("class", "runs", findings) {
        if !terms.iter().any(|listed| listed.id == id.value) {
            let en = "there is no term with this id";
            findings.add(
                "unknown-term",
                id.at,
                "class.runs",
                "没有这个标识的期限",
                en,
            );
        }
        runs.push(id.value.to_owned());
    }
    let route = section.bilingual("class", "route", "missing-field", findings);
    let citation = section.bilingual("class", "citation", "missing-citation", findings);
    Some(ClassRule {
        class: class?.value.to_owned(),
        branch: branch.and_then(|branch| u8::try_from(branch.value).ok()),
        runs,
        route: route?,
        citation: citation?,
    })
}

fn needed<'t, 'i>(
    root: Section<'t, 'i>,
    key: &str,
    findings: &mut Findings<'_>,
) -> Option<Section<'t, 'i>> {
    if root.needs("", key, findings) {
        root.section("", key, findings)
    } else {
        None
    }
}
