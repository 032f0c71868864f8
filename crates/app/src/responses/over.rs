//! Whoever was called and need not come any more, because enough are there 不用来了, is told so: once, by the channel that
//! carried their page, also without an account. Nobody is told who never was handed a page, who said that they cannot
//! come, or who is still asked for or there for another post. A page that its channel takes only afterwards is followed
//! by it.

use super::Running;
use super::called::Called;
use super::numbers::message_number_of;
use super::pages::{PAGE, address, channel_of, page_at, step_at};
use super::view::place_title;
use crate::error::AppError;
use crate::huiyin::Shared;
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::language::Language;
use huiyin_domain::plan::{By, Channel, Key};
use huiyin_domain::response::{Call, Event, Phase};
use huiyin_notify::Message;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{NewNotice, NoticeRow, NoticeState};
use huiyin_store::transaction::Transaction;

/// The kind of such a message in the outbox.
pub(crate) const PAGE_OVER: &str = "page-over";
/// For how long it is tried: later nobody is on the way any more.
pub(super) const TRIED_MICROS: i64 = 3_600_000_000;

/// Tells those whom a post called that it needs nobody any more.
pub(super) fn tell_released(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    event: &Event,
    position: Position,
) -> Result<(), AppError> {
    let Event::Released { post } = event else {
        return Ok(());
    };
    for called in called_for(running, post) {
        queue(transaction, shared, running, (called, position))?;
    }
    Ok(())
}

/// A channel took a page: where its post needed nobody any more by then, whoever it called is told now.
pub(super) fn tell_late(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    row: &NoticeRow,
) -> Result<(), AppError> {
    match Called::of_notice(row.to) {
        Some(called) if released(running, called).is_some() => {
            queue(transaction, shared, running, (called, row.position))
        }
        _ => Ok(()),
    }
}

/// Whom a post called, and who is asked for nowhere now.
fn called_for(running: &Running, post: &Key) -> Vec<Called> {
    let pages = running.state.called_in_vain(post).into_iter();
    let holders = pages.filter_map(|page| page.holder.as_ref());
    holders
        .filter_map(|holder| running.setting.called(holder))
        .collect()
}

/// The call that needs somebody no more, if they were called by one that does not and are asked for nowhere.
fn released(running: &Running, called: Called) -> Option<&Call> {
    let mut calls = running.state.calls.iter().rev();
    calls.find(|call| {
        call.phase == Phase::Released && called_for(running, &call.post).contains(&called)
    })
}

/// Queues the message, by the channel by which a page of this response was handed over since they were told last.
fn queue(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    (called, position): (Called, Position),
) -> Result<(), AppError> {
    let authority = running.setting.authority.row.id;
    let since = Position::new(running.id.raw());
    let mut reader = transaction.reader()?;
    let rows = reader.pages_to(authority, called.notice_to(), since)?;
    let mut handed = Vec::new();
    for row in rows {
        let of = step_at(&mut reader, authority, row.position)?;
        if of.is_none_or(|(id, _)| id != running.id) {
            continue;
        }
        if row.kind != PAGE {
            handed.clear();
        } else if row.state == NoticeState::Handed {
            let page = page_at(&mut reader, authority, row.position)?;
            let page = page.and_then(|(_, number)| running.state.page(number));
            let own = page.is_some_and(|page| page.channel == channel_of(&row));
            handed.push((own, channel_of(&row)));
        }
    }
    let own = handed.iter().find(|(own, _)| *own);
    let Some((_, channel)) = own.or(handed.first()) else {
        return Ok(());
    };
    let notice = NewNotice {
        to: called.notice_to(),
        kind: PAGE_OVER,
        document: None,
        position,
        channel: Some(*channel),
    };
    transaction.queue_notice(authority, notice)?;
    shared.ways.stage();
    Ok(())
}

/// What the message says and where it goes; nothing where they are asked for again, or have no address.
pub(super) fn compose(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    row: &NoticeRow,
) -> Result<Option<(Channel, Message)>, AppError> {
    let of = step_at(reader, authority, row.position)?;
    let (Some((id, _)), Some(called)) = (of, Called::of_notice(row.to)) else {
        return Ok(None);
    };
    let Some(running) = Running::in_snapshot(reader, shared, (authority, id))? else {
        return Ok(None);
    };
    let Some(call) = released(&running, called) else {
        return Ok(None);
    };
    let kind = channel_of(row);
    let contact = called.contact(reader, shared, authority)?;
    let language = called.language(reader, shared, (authority, &running.setting.organisation))?;
    let Some((to, language)) = address(contact, kind).zip(language) else {
        return Ok(None);
    };
    let (subject, body) = words(&running, called, call, (kind, language));
    Ok(Some((
        kind,
        Message {
            to,
            subject,
            body,
            message_id: message_number_of(shared, &format!("{authority}/{id}/over/{}", row.id)),
            sent_at: shared.clock.now(),
        },
    )))
}

/// Subject and text: the number of their page and the place, as the page had them, and never the topic.
fn words(
    running: &Running,
    called: Called,
    call: &Call,
    (kind, language): (Channel, Language),
) -> (String, String) {
    let theirs = |holder: &Key| running.setting.called(holder) == Some(called);
    let pages = (1_u32..).zip(&running.state.pages);
    let mine = pages.filter(|(_, page)| page.holder.as_ref().is_some_and(theirs));
    let number = mine.last().map_or(0, |(number, _)| number);
    let place = running.state.place.as_ref();
    let place = place.map(|id| place_title(&running.setting.plan, id));
    let place = place.map_or_else(String::new, |title| title.in_language(language).to_owned());
    let (done, stay) = match call.by {
        By::Video => (
            language.pick("已有足够的人以视频回答", "Enough people answer by video"),
            language.pick("您不用参加了", "you need not take part any more"),
        ),
        By::InPerson => (
            language.pick("已有足够的人到场", "Enough people are there"),
            language.pick("您不用来了", "you need not come any more"),
        ),
    };
    let mark = match running.exercise {
        true => language.pick("【演练】", "[EXERCISE] "),
        false => "",
    };
    let played = match running.exercise {
        true => language.pick(
            "这是演练，没有人来访。",
            "This is a drill; nobody has come. ",
        ),
        false => "",
    };
    let subject = language.pick(
        format!("{mark}呼叫{number}号：{stay}"),
        format!("{mark}Page {number}: {stay}"),
    );
    let end = if kind == Channel::Email { "\n" } else { "" };
    let text = language.pick(
        format!("{mark}{played}呼叫{number}号：{place}{done}，{stay}，谢谢。{end}"),
        format!("{mark}{played}Page {number}: {place}. {done}; {stay}. Thank you.{end}"),
    );
    (subject, text)
}
