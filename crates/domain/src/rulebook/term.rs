//! Reads one `[[term]]` of a rulebook file.

use super::{Ability, Duty, Escalation, EventName, Extension, Length, Party, Term, When};
use crate::calendar::{Findings, Placed, Section, is_id, join};
use crate::language::Bilingual;
use std::collections::BTreeMap;

const FIELDS: &[&str] = &[
    "id",
    "kind",
    "duty",
    "length",
    "title",
    "plain",
    "owed_by",
    "owed_to",
    "start",
    "when",
    "met_by",
    "extension",
    "suspended_by",
    "waived_by",
    "warn",
    "escalate",
    "citation",
    "verified",
];

/// A term as far as it could be read, with the places that later checks name.
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) id_at: usize,
    pub(super) start: Vec<EventName>,
    pub(super) met_by: Vec<EventName>,
    pub(super) met_by_at: usize,
    /// Where the last step of its ladder stands, or the term itself where there is none.
    pub(super) ladder_at: usize,
    pub(super) term: Option<Term>,
}

/// Reads a term; nothing if it has no id.
pub(super) fn read(
    section: Section<'_, '_>,
    posts: &BTreeMap<String, Bilingual>,
    findings: &mut Findings<'_>,
) -> Option<Listed> {
    let id = id_needed(section, "term", findings)?;
    let path = join("term", id.value);
    let path = path.as_str();
    section.only(path, FIELDS, findings);
    let duty = duty(section, path, findings);
    let length = length(section, path, "length", findings);
    let title = section.bilingual(path, "title", "missing-field", findings);
    let plain = plain(section, path, findings);
    let owed_by = party(section, path, "owed_by", findings);
    let owed_to = party(section, path, "owed_to", findings);
    let start = events(section, path, "start", Ability::Start, findings);
    if start.is_empty() {
        findings.add(
            "nothing-can-start",
            section.at(),
            &join(path, "start"),
            "没有任何事件能启动此期限",
            "no event starts this term",
        );
    }
    let met_by = met_by(section, path, duty, findings);
    let when = when(section, path, &start, findings);
    let extension = extension(section, path, length, posts, findings);
    let suspended_by = events(section, path, "suspended_by", Ability::Suspend, findings);
    let waived_by = events(section, path, "waived_by", Ability::Waive, findings);
    let warn = lengths(section, path, "warn", findings);
    let escalate = escalate(section, path, duty, posts, findings);
    let citation = section.bilingual(path, "citation", "missing-citation", findings);
    let verified = flag(section, path, "verified", findings);
    let met_by_at = section
        .texts(path, "met_by", &mut Findings::of(""))
        .first()
        .map_or(section.at(), |t| t.at);
    let (starts, meets) = (start.clone(), met_by.clone());
    let term = (|| {
        Some(Term {
            id: id.value.to_owned(),
            duty: duty?,
            length: length?,
            title: title?,
            plain,
            owed_by: owed_by?,
            owed_to: owed_to?,
            start,
            when,
            met_by,
            extension,
            suspended_by,
            waived_by,
            warn,
            escalate,
            citation: citation?,
            verified: verified?,
        })
    })();
    Some(Listed {
        id: id.value.to_owned(),
        id_at: id.at,
        start: starts,
        met_by: meets,
        met_by_at,
        ladder_at: ladder_at(section, path),
        term,
    })
}

/// Where the last step of its ladder stands, or the term itself where there is none.
fn ladder_at(section: Section<'_, '_>, path: &str) -> usize {
    let steps = section.sections(path, "escalate", &mut Findings::of(""));
    steps.last().map_or(section.at(), Section::at)
}

/// What petitioners are told it is; a file may leave it out, but not one of its languages.
fn plain(section: Section<'_, '_>, path: &str, findings: &mut Findings<'_>) -> Option<Bilingual> {
    let there = section.has("plain");
    there
        .then(|| section.bilingual(path, "plain", "missing-field", findings))
        .flatten()
}

/// The id of a section, noted when it is missing or no id.
pub(super) fn id_needed<'t>(
    section: Section<'t, '_>,
    path: &str,
    findings: &mut Findings<'_>,
) -> Option<Placed<&'t str>> {
    let id = section.text_needed(path, "id", findings)?;
    if !is_id(id.value) {
        let en = "an id has lower-case letters, digits and dashes, such as cn-2022";
        findings.add(
            "bad-id",
            id.at,
            &join(path, "id"),
            "标识只用小写字母、数字和连字符，如cn-2022",
            en,
        );
    }
    Some(id)
}

/// A flag that must be there.
pub(super) fn flag(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    findings: &mut Findings<'_>,
) -> Option<bool> {
    if !section.needs(path, key, findings) {
        return None;
    }
    section.flag(path, key, findings).map(|flag| flag.value)
}

/// A length that must be there.
pub(super) fn length(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    findings: &mut Findings<'_>,
) -> Option<Length> {
    let text = section.text_needed(path, key, findings)?;
    one_length(&text, &join(path, key), findings)
}

/// A post that must be there and be among the rulebook's posts.
pub(super) fn listed_post(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    posts: &BTreeMap<String, Bilingual>,
    findings: &mut Findings<'_>,
) -> Option<String> {
    let post = section.text_needed(path, key, findings)?;
    if !posts.contains_key(post.value) {
        let en = "no such post; name it under [posts] with zh and en";
        findings.add(
            "unknown-post",
            post.at,
            &join(path, key),
            "没有这个岗位，请在[posts]中写明",
            en,
        );
    }
    Some(post.value.to_owned())
}

fn one_length(text: &Placed<&str>, field: &str, findings: &mut Findings<'_>) -> Option<Length> {
    let length = Length::parse(text.value).ok();
    if length.is_none() {
        let zh = format!(
            "不是期限：{:?}；请写如30 min、2 h、15 d、5 wd、2 months",
            text.value
        );
        let en = format!(
            "not a length: {:?}; write 30 min, 2 h, 15 d, 5 wd, 2 months",
            text.value
        );
        findings.add("bad-length", text.at, field, &zh, &en);
    }
    length
}

fn lengths(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    findings: &mut Findings<'_>,
) -> Vec<Length> {
    let field = join(path, key);
    let texts = section.texts(path, key, findings);
    texts
        .iter()
        .filter_map(|text| one_length(text, &field, findings))
        .collect()
}

fn duty(section: Section<'_, '_>, path: &str, findings: &mut Findings<'_>) -> Option<Duty> {
    let kind = section.text_needed(path, "kind", findings)?;
    let duty = section.text(path, "duty", findings);
    let (code, field, at) = match (kind.value, duty.as_ref().map(|duty| duty.value)) {
        ("duty", None | Some("statutory")) => return Some(Duty::Statutory),
        ("duty", Some("house")) => return Some(Duty::House),
        ("window", None) => return Some(Duty::Window),
        ("duty" | "window", Some(_)) => ("unknown-value", "duty", duty.map_or(kind.at, |d| d.at)),
        _ => ("unknown-value", "kind", kind.at),
    };
    let en = "write kind = \"duty\" or \"window\"; a duty may have duty = \"house\"";
    findings.add(
        code,
        at,
        &join(path, field),
        "kind写\"duty\"或\"window\"；内部规定的加duty = \"house\"",
        en,
    );
    None
}

fn party(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    findings: &mut Findings<'_>,
) -> Option<Party> {
    let text = section.text_needed(path, key, findings)?;
    let party = Party::ALL
        .iter()
        .copied()
        .find(|party| party.word() == text.value);
    if party.is_none() {
        let words: Vec<&str> = Party::ALL.iter().map(|party| party.word()).collect();
        let zh = format!("没有这一方；可写：{}", words.join("、"));
        let en = format!("no such party; write one of: {}", words.join(", "));
        findings.add("unknown-party", text.at, &join(path, key), &zh, &en);
    }
    party
}

fn event(text: &Placed<&str>, field: &str, findings: &mut Findings<'_>) -> Option<EventName> {
    let event = EventName::parse(text.value);
    if event.is_none() {
        let zh = format!("没有这个事件：{}；见rulebooks/README.md的清单", text.value);
        let en = format!(
            "there is no event {}; see the list in rulebooks/README.md",
            text.value
        );
        findings.add("unknown-event", text.at, field, &zh, &en);
    }
    event
}

fn events(
    section: Section<'_, '_>,
    path: &str,
    key: &str,
    ability: Ability,
    findings: &mut Findings<'_>,
) -> Vec<EventName> {
    let field = join(path, key);
    let mut list = Vec::new();
    for text in section.texts(path, key, findings) {
        let Some(event) = event(&text, &field, findings) else {
            continue;
        };
        if !event.may(ability) {
            let zh = format!("{}不能写在这里", text.value);
            let en = format!("{} cannot stand here; see rulebooks/README.md", text.value);
            findings.add("event-not-allowed", text.at, &field, &zh, &en);
        }
        list.push(event);
    }
    list
}

/// What meets a duty or ends a window; noted when nothing in the list can.
fn met_by(
    section: Section<'_, '_>,
    path: &str,
    duty: Option<Duty>,
    findings: &mut Findings<'_>,
) -> Vec<EventName> {
    let ability = if duty == Some(Duty::Window) {
        Ability::Close
    } else {
        Ability::Meet
    };
    let field = join(path, "met_by");
    let texts = section.texts(path, "met_by", findings);
    let at = texts.first().map_or(section.at(), |text| text.at);
    let known: Vec<(Placed<&str>, EventName)> = texts
        .into_iter()
        .filter_map(|text| event(&text, &field, findings).map(|event| (text, event)))
        .collect();
    if !known.iter().any(|(_, event)| event.may(ability)) {
        let en = "nothing in the list can meet this term; name an event that can";
        findings.add(
            "nothing-can-meet",
            at,
            &field,
            "所列事件都不能完成此期限，请写能完成它的事件",
            en,
        );
    } else {
        for (text, event) in known.iter().filter(|(_, event)| !event.may(ability)) {
            let zh = format!("{event}不能完成此期限");
            let en = format!("{event} cannot meet this term");
            findings.add("event-not-allowed", text.at, &field, &zh, &en);
        }
    }
    known.into_iter().map(|(_, event)| event).collect()
}

fn when(
    section: Section<'_, '_>,
    path: &str,
    start: &[EventName],
    findings: &mut Findings<'_>,
) -> Option<When> {
    let text = section.text(path, "when", findings)?;
    let when = When::ALL
        .iter()
        .copied()
        .find(|when| when.word() == text.value);
    if when.is_none() || !start.contains(&EventName::PetitionRegistered) {
        let en = "write petition-office-registers, other-organ-registers or tier-set, \
                  on a term that starts at PetitionRegistered";
        let zh = "请写petition-office-registers、other-organ-registers或tier-set，且start含PetitionRegistered";
        findings.add("unknown-value", text.at, &join(path, "when"), zh, en);
    }
    when
}

fn extension(
    section: Section<'_, '_>,
    path: &str,
    of: Option<Length>,
    posts: &BTreeMap<String, Bilingual>,
    findings: &mut Findings<'_>,
) -> Option<Extension> {
    let inner = section.section(path, "extension", findings)?;
    let path = join(path, "extension");
    let path = path.as_str();
    inner.only(
        path,
        &[
            "length",
            "once",
            "approved_by",
            "notice_to",
            "citation",
            "verified",
        ],
        findings,
    );
    let added = length(inner, path, "length", findings);
    if let (Some(added), Some(of)) = (added, of)
        && added.is_exact() != of.is_exact()
    {
        let en = "minutes and hours extend minutes and hours, days extend days";
        findings.add(
            "bad-length",
            inner.at(),
            &join(path, "length"),
            "小时的期限只能按小时延长，日的按日延长",
            en,
        );
    }
    let once = flag(inner, path, "once", findings);
    let approved_by = listed_post(inner, path, "approved_by", posts, findings);
    let notice_to = party(inner, path, "notice_to", findings);
    let citation = inner.bilingual(path, "citation", "missing-citation", findings);
    let verified = flag(inner, path, "verified", findings);
    Some(Extension {
        length: added?,
        once: once?,
        approved_by: approved_by?,
        notice_to: notice_to?,
        citation: citation?,
        verified: verified?,
    })
}

fn escalate(
    section: Section<'_, '_>,
    path: &str,
    duty: Option<Duty>,
    posts: &BTreeMap<String, Bilingual>,
    findings: &mut Findings<'_>,
) -> Vec<Escalation> {
    let steps = section.sections(path, "escalate", findings);
    let path = join(path, "escalate");
    if let (Some(first), Some(Duty::Window)) = (steps.first(), duty) {
        let en = "a window is never a breach and never escalated; leave it out";
        findings.add(
            "escalation-on-window",
            first.at(),
            &path,
            "申请期不算逾期，不得升级，请删去",
            en,
        );
    }
    let mut list = Vec::new();
    for step in steps {
        step.only(&path, &["after", "to"], findings);
        let after = length(step, &path, "after", findings);
        let to = listed_post(step, &path, "to", posts, findings);
        if let (Some(after), Some(to)) = (after, to) {
            list.push(Escalation { after, to });
        }
    }
    list
}
