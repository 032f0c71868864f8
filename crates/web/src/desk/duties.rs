//! Duties as rows of lists: what is owed, by whom, what is left.

use crate::desk::case::{day, href_of, safe};
use crate::desk::guard::Signed;
use crate::pages::components::Look;
use crate::pages::desk::rows::DutyRow;
use crate::portal::by_time::ByTime;
use crate::portal::clock::Left;
use huiyin_app::rules::Authority;
use huiyin_app::{InboxEntry, PutOffEntry};
use huiyin_domain::language::Language;
use huiyin_domain::time::Instant;
use huiyin_domain::wording::Dates;
use jiff::civil::Date;

/// A duty as a row.
pub(crate) fn row(signed: &Signed, authority: &Authority, entry: &InboxEntry) -> DutyRow {
    let (language, now) = (signed.language(), signed.web().huiyin.now());
    let dates = signed.dates(&authority.zone);
    let left = left(signed, authority, entry);
    let by_time = left
        .as_ref()
        .and_then(|left| ByTime::of(&entry.due_at, left.due, now, dates));
    let category = entry.category.as_deref();
    let category = category.and_then(|code| authority.categories.name(code));
    let text = |words: &Option<huiyin_domain::language::Bilingual>| {
        let words = words.as_ref().map(|words| words.in_language(language));
        words.unwrap_or_default().to_owned()
    };
    DutyRow {
        look: look(entry, left.as_ref()),
        provisional: entry.provisional,
        phrase: match &by_time {
            Some(by_time) if !entry.paused => by_time.with_end(language),
            _ => phrase(entry, left.as_ref(), language),
        },
        due: day(&entry.due_date, dates),
        number: entry.number.clone(),
        subject: subject(entry, language),
        category: category.map_or_else(String::new, |name| name.in_language(language).to_owned()),
        place: text(&entry.place),
        unit: entry.unit.in_language(language).to_owned(),
        holder: match &entry.post {
            Some(_) => text(&entry.post),
            None => entry.handler.clone().unwrap_or_default(),
        },
        away: away(entry, dates),
        remarks: remarks(entry, dates),
        duty: entry.title.in_language(language).to_owned(),
        href: href(entry),
        danger: entry.danger,
        restricted: entry.restricted,
        put_off: match entry.put_off {
            true => put_off(entry.asked_late, entry.objections, language),
            false => String::new(),
        },
        disputed: disputed(entry, language),
        tick: None,
    }
}

/// That whoever has it is away, until when, and who stands in; empty where they are there.
fn away(entry: &InboxEntry, dates: Dates<'_>) -> String {
    let Some(away) = &entry.away else {
        return String::new();
    };
    let language = dates.language;
    let (name, until) = (&away.name, day(&away.until, dates));
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

/// How many facts the petitioner disputes that wait to be looked into; empty where there are none.
fn disputed(entry: &InboxEntry, language: Language) -> String {
    match entry.disputed_facts {
        0 => String::new(),
        1 => language
            .pick("信访人不同意1条事实", "1 fact is disputed")
            .to_owned(),
        count => language.pick(
            format!("信访人不同意{count}条事实"),
            format!("{count} facts are disputed"),
        ),
    }
}

/// What to know of it beside its clock: that it was reported to whoever looks, that the petitioner wrote.
fn remarks(entry: &InboxEntry, dates: Dates<'_>) -> Vec<String> {
    let language = dates.language;
    let wrote = entry.unread_since.as_ref();
    let wrote = wrote.map(|_| language.pick("有新留言", "The petitioner wrote").to_owned());
    reported(entry, dates).into_iter().chain(wrote).collect()
}

/// By which step it was reported to whoever looks, and when.
fn reported(entry: &InboxEntry, dates: Dates<'_>) -> Option<String> {
    let reported = entry.reported.as_ref()?;
    let at = Instant::parse(&reported.at).ok()?.date_in(dates.zone);
    let (step, day) = (reported.step, dates.day(at));
    Some(dates.language.pick(
        format!("{day}第{step}次上报到您"),
        format!("Step {step}, reported to you on {day}"),
    ))
}

/// A petition that was put off and on which nothing is owed any more, as a row.
pub(crate) fn ended_row(authority: &Authority, one: &PutOffEntry, dates: Dates<'_>) -> DutyRow {
    let language = dates.language;
    let category = one.category.as_deref();
    let category = category.and_then(|code| authority.categories.name(code));
    let ended = day(&one.ended_on, dates);
    DutyRow {
        look: Look::Ended,
        provisional: false,
        phrase: Look::Ended.word(language).to_owned(),
        due: language.pick(format!("{ended}结束"), format!("Ended {ended}")),
        number: one.number.clone(),
        subject: one.subject.as_deref().map(safe).unwrap_or_default(),
        category: category.map_or_else(String::new, |name| name.in_language(language).to_owned()),
        place: String::new(),
        unit: one.unit.in_language(language).to_owned(),
        holder: one.state_words.in_language(language).to_owned(),
        away: String::new(),
        remarks: Vec::new(),
        duty: language
            .pick("没有再欠着的", "Nothing is owed any more")
            .to_owned(),
        href: href_of(&one.number),
        danger: false,
        restricted: one.restricted,
        put_off: put_off(one.asked_late, one.objections, language),
        disputed: String::new(),
        tick: None,
    }
}

/// How units put it off; said where the petition may be opened.
fn put_off(asked_late: bool, objections: u8, language: Language) -> String {
    let (zh, en) = match asked_late {
        true => (
            "最后一天才申请延期".to_owned(),
            "Extension asked for on the last day".to_owned(),
        ),
        false => (
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
