//! What waits for whoever looks beside what they owe: the seal, messages of petitioners, what climbed to them.

use crate::desk::case::{day, href_of, safe, when};
use crate::desk::duties;
use crate::desk::guard::Signed;
use crate::pages::desk::inbox::MessageInInbox;
use crate::pages::desk::rows::DutyRow;
use huiyin_app::rules::Authority;
use huiyin_app::{Inbox, InboxEntry, InboxMessage, SealWaitingView};
use huiyin_domain::wording::Dates;

/// Documents that wait for the seal.
pub(super) fn seals(signed: &Signed, authority: &Authority, inbox: &Inbox) -> Vec<String> {
    let dates = signed.dates(&authority.zone);
    let seals = inbox.seals.iter();
    seals.map(|one| sealing(one, dates)).collect()
}

/// A document that waits for the seal: which, of what, since when and until when.
fn sealing(one: &SealWaitingView, dates: Dates<'_>) -> String {
    let language = dates.language;
    let (title, number) = (one.title.in_language(language), &one.number);
    let since = when(&one.since, dates);
    let due = one.due_date.as_deref().map(|due| {
        let day = day(due, dates);
        language.pick(
            format!("，最迟{day}送达"),
            format!(", to be served by {day}"),
        )
    });
    let due = due.unwrap_or_default();
    language.pick(
        format!("{title}，{number}，{since}起{due}"),
        format!("{title}, {number}, since {since}{due}"),
    )
}

/// Messages of petitions that do not stand among the rows below, which say so there.
pub(super) fn messages(
    signed: &Signed,
    authority: &Authority,
    inbox: &Inbox,
) -> Vec<MessageInInbox> {
    let language = signed.language();
    let below = |one: &&InboxMessage| inbox.entries.iter().all(|row| row.number != one.number);
    let waiting = inbox.messages.iter().filter(below);
    let rows = waiting.map(|one| {
        let unit = one.unit.in_language(language);
        let subject = one.subject.as_deref().unwrap_or_default();
        MessageInInbox {
            number: one.number.clone(),
            subject: safe(subject),
            href: format!("{}#messages", href_of(&one.number)),
            holder: match &one.handler {
                Some(name) => language.pick(format!("{unit}，{name}"), format!("{unit}, {name}")),
                None => unit.to_owned(),
            },
            since: when(&one.since, signed.dates(&authority.zone)),
        }
    });
    rows.collect()
}

/// What was reported to whoever looks and does not stand among the rows below, which say so there.
pub(super) fn reported(signed: &Signed, authority: &Authority, inbox: &Inbox) -> Vec<DutyRow> {
    let below = |entry: &&InboxEntry| {
        let mut rows = inbox.entries.iter();
        !rows.any(|row| row.obligation == entry.obligation)
    };
    let entries = inbox.reported.iter().filter(below);
    let rows = entries.map(|entry| {
        let row = duties::row(signed, authority, entry);
        match entry.may_open {
            true => row,
            false => DutyRow {
                href: String::new(),
                ..row
            },
        }
    });
    rows.collect()
}
