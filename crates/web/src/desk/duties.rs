//! Duties as rows of lists: what is owed, by whom, what is left.

use crate::desk::case::{href_of, safe};
use crate::desk::guard::Signed;
use crate::pages::components::Look;
use crate::pages::desk::rows::DutyRow;
use crate::portal::clock::Left;
use huiyin_app::InboxEntry;
use huiyin_app::rules::Authority;
use huiyin_domain::category;
use huiyin_domain::language::Language;
use huiyin_domain::time::Instant;
use huiyin_domain::wording;
use jiff::civil::Date;

/// A duty as a row.
pub(crate) fn row(signed: &Signed, authority: &Authority, entry: &InboxEntry) -> DutyRow {
    let language = signed.language();
    let left = left(signed, authority, entry);
    let by_hours = entry.term == "urgent-report";
    let due = match (&left, by_hours) {
        (Some(_), true) => Instant::parse(&entry.due_at)
            .map(|at| wording::instant(at.to_minute(), &authority.zone, language))
            .unwrap_or_default(),
        (Some(left), false) => wording::day(left.due, language),
        (None, _) => entry.due_date.clone(),
    };
    let category = entry.category.as_deref().and_then(category::name);
    let text = |words: &Option<huiyin_domain::language::Bilingual>| {
        let words = words.as_ref().map(|words| words.in_language(language));
        words.unwrap_or_default().to_owned()
    };
    DutyRow {
        look: look(entry, left.as_ref()),
        provisional: entry.provisional,
        phrase: phrase(entry, left.as_ref(), language),
        due,
        number: entry.number.clone(),
        subject: subject(entry, language),
        category: category.map_or_else(String::new, |name| name.in_language(language).to_owned()),
        place: text(&entry.place),
        unit: entry.unit.in_language(language).to_owned(),
        holder: match &entry.post {
            Some(_) => text(&entry.post),
            None => entry.handler.clone().unwrap_or_default(),
        },
        away: away(entry, language),
        duty: entry.title.in_language(language).to_owned(),
        href: href(entry),
        danger: entry.danger,
        restricted: entry.restricted,
        put_off: put_off(entry, language),
        tick: None,
    }
}

/// That whoever has it is away, until when, and who stands in; empty where they are there.
fn away(entry: &InboxEntry, language: Language) -> String {
    let Some(away) = &entry.away else {
        return String::new();
    };
    let until = away.until.parse::<Date>();
    let until = until.map_or_else(|_| away.until.clone(), |day| wording::day(day, language));
    let name = &away.name;
    match &away.stand_in {
        Some(other) => language.pick(
            format!("{name}离岗到{until}，由{other}代"),
            format!("{name} is away until {until}; {other} stands in"),
        ),
        None if entry.post.is_some() => language.pick(
            format!("{name}离岗到{until}，没有人代"),
            format!("{name} is away until {until}; nobody stands in"),
        ),
        None => language.pick(
            format!("{name}离岗到{until}"),
            format!("{name} is away until {until}"),
        ),
    }
}

/// How units put it off; said where the petition may be opened.
fn put_off(entry: &InboxEntry, language: Language) -> String {
    let objections = entry.objections;
    let (zh, en) = match (entry.is_put_off(), entry.asked_late) {
        (false, _) => return String::new(),
        (true, true) => (
            "最后一天才申请延期".to_owned(),
            "Extension asked for on the last day".to_owned(),
        ),
        (true, false) => (
            format!("被单位异议{objections}次"),
            format!("Objected to {objections} times"),
        ),
    };
    language.pick(zh, en)
}

fn subject(entry: &InboxEntry, language: Language) -> String {
    match (&entry.subject, entry.asked) {
        (Some(subject), _) => safe(subject),
        (None, Some(_)) => language
            .pick(
                "有单位请你们说明情况",
                "Another unit asks for your statement",
            )
            .to_owned(),
        (None, None) => language
            .pick(
                "您不能打开这一件，只知道有这项责任",
                "Not yours to open; you know only that this is owed",
            )
            .to_owned(),
    }
}

/// The page that does what is owed.
fn href(entry: &InboxEntry) -> String {
    let petition = href_of(&entry.number);
    match (entry.term.as_str(), entry.asked) {
        (_, Some(asked)) => format!("/desk/statements/{}/{asked}", entry.number),
        ("approve-answer", None) => format!("{petition}/approve"),
        ("decide-extension", None) => format!("{petition}/do/decide-extension"),
        _ => petition,
    }
}

fn left(signed: &Signed, authority: &Authority, entry: &InboxEntry) -> Option<Left> {
    let huiyin = &signed.web().huiyin;
    let due: Date = entry.due_date.parse().ok()?;
    let rules = huiyin.rules();
    let rulebook = rules.rulebook(&authority.row.rulebook)?;
    let calendar = rules.calendar(&rulebook.calendar)?;
    let today = huiyin.now().date_in(&authority.zone);
    Some(Left::until(due, today, entry.late, calendar))
}

fn look(entry: &InboxEntry, left: Option<&Left>) -> Look {
    if entry.paused {
        return Look::Paused;
    }
    left.map_or(Look::InTime, Left::look)
}

fn phrase(entry: &InboxEntry, left: Option<&Left>, language: Language) -> String {
    if entry.paused {
        return Look::Paused.word(language).to_owned();
    }
    left.map(|left| left.words(entry.provisional, language))
        .unwrap_or_default()
}
