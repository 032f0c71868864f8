//! How a page 呼叫 goes out. `phone` and `desk` are carried here: the page stands on the desk's list of
//! calls at once, and its clock runs. Every other channel, and `phone` where a line for voice is set up,
//! waits in the outbox for the pager, and is handed over when its line took it. Whoever is called and has
//! an e-mail address gets the page by mail as well, whatever its channel, with the link that answers it;
//! and whom the desk is to call by phone gets it by the text message and work chat that the roster names
//! for them, so that nobody waits for a free hand at the desk. No page holds the topic or anybody who came.

use super::act::is_called;
use super::called::Called;
use super::numbers::message_number;
use super::over::PAGE_OVER;
use super::page_words::PageCall;
use super::reach::pages::TEST_PAGE;
use super::reports::{self, REPORT};
use super::run::{Said, give};
use super::{Running, over, reach};
use crate::casework::parse;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::responses::pager::next_attempt;
use huiyin_domain::event::{Envelope, Event as Journalled, StaffContact};
use huiyin_domain::ids::{AuthorityId, Position, ResponseId};
use huiyin_domain::plan::Channel;
use huiyin_domain::response::{Command, Event, Page};
use huiyin_notify::Message;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{NewNotice, NoticeRow, NoticeState};
use huiyin_store::transaction::Transaction;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::Duration;

/// The kind of a page in the outbox.
pub(crate) const PAGE: &str = "page";

/// Who carries a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    /// The desk: it stands on the list of calls.
    Here,
    /// The pager, by a line.
    Line,
    /// Nobody in this installation, or nobody now.
    Nobody,
}

/// What is known of a page that was offered to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// It was taken, and this is what the line calls it.
    Accepted(Option<String>),
    /// It was not.
    NotTaken {
        /// Why, without anything about the recipient.
        failure: String,
        /// When the line wants to be asked again.
        after: Option<Duration>,
        /// Whether it never will be.
        for_good: bool,
    },
    /// The line has it in hand for longer than it is waited for. What becomes of it is told later.
    Hangs,
    /// It calls nobody any more, or has no address to go to.
    NobodyThere,
}

pub(super) fn carrier(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    page: &Page,
) -> Result<Carrier, AppError> {
    let kind = page.channel;
    if kind == Channel::Desk {
        return Ok(Carrier::Here);
    }
    if shared.ways.is_usable(kind) && called_by(transaction, shared, running, page, kind)?.is_some()
    {
        return Ok(Carrier::Line);
    }
    Ok(match kind {
        Channel::Phone => Carrier::Here,
        _ => Carrier::Nobody,
    })
}

/// Who gets a page by a channel: whoever it calls, if an address of theirs of that kind is on file.
fn called_by(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    page: &Page,
    kind: Channel,
) -> Result<Option<Called>, AppError> {
    let holder = page.holder.as_ref().filter(|_| shared.ways.has(kind));
    let Some(called) = holder.and_then(|holder| running.setting.called(holder)) else {
        return Ok(None);
    };
    let authority = running.setting.authority.row.id;
    let contact = called.contact(&mut transaction.reader()?, shared, authority)?;
    Ok(address(contact, kind).map(|_| called))
}

/// What a channel reaches somebody by. Work chats mention people by their telephone.
pub(super) fn address(contact: StaffContact, kind: Channel) -> Option<String> {
    match kind {
        Channel::Phone | Channel::Sms | Channel::Chat => contact.phone,
        Channel::Email => contact.email,
        Channel::Desk => None,
    }
}

/// Queues a page to whoever it calls, in the transaction that records it: by its own channel, and by
/// mail. It is queued also where the channel is down: whether it is used is decided by [`carrier`].
pub(super) fn queue_page(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    event: &Event,
    position: Position,
) -> Result<(), AppError> {
    let (number, copied) = match event {
        Event::Paged { page, .. } => (*page, true),
        // Copies went with the page itself.
        Event::ChannelChanged { page, .. } => (*page, false),
        _ => return Ok(()),
    };
    let Some(page) = running.state.page(number).cloned() else {
        return Ok(());
    };
    // One person, one page: it goes out under the first of those that are one call.
    if awaited_together(running, number).first() != Some(&number) {
        return Ok(());
    }
    let mut kinds = vec![page.channel];
    if copied {
        kinds.extend(copies(running, &page));
    }
    for kind in kinds {
        if let Some(called) = called_by(transaction, shared, running, &page, kind)? {
            let notice = NewNotice {
                to: called.notice_to(),
                kind: PAGE,
                document: None,
                position,
                channel: Some(kind),
            };
            transaction.queue_notice(running.setting.authority.row.id, notice)?;
            shared.ways.stage();
        }
    }
    Ok(())
}

/// The channels by which a page goes beside its own; no clock depends on them.
fn copies(running: &Running, page: &Page) -> Vec<Channel> {
    let official = page.holder.as_ref().and_then(|holder| {
        let roster = running.setting.roster.official(holder);
        roster.or(running.setting.concerned.as_ref())
    });
    let named = official.map_or(&[][..], |one| one.channels.as_slice());
    copies_beside(page.channel, named)
}

/// The channels by which a page goes beside its own, to somebody who has the named ones.
pub(super) fn copies_beside(own: Channel, named: &[Channel]) -> Vec<Channel> {
    let mut copies = vec![Channel::Email];
    if is_by_desk(own) {
        let written = [Channel::Sms, Channel::Chat].into_iter();
        copies.extend(written.filter(|kind| named.contains(kind)));
    }
    copies.retain(|kind| *kind != own);
    copies
}

/// Whether the desk itself carries a channel where nothing else does.
pub(super) const fn is_by_desk(channel: Channel) -> bool {
    matches!(channel, Channel::Phone | Channel::Desk)
}

/// The response and the number of the page that an event at a position called.
pub(super) fn page_at(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    position: Position,
) -> Result<Option<(ResponseId, u32)>, AppError> {
    let step = step_at(reader, authority, position)?;
    Ok(step.and_then(|(response, event)| match event {
        Event::Paged { page, .. } | Event::ChannelChanged { page, .. } => Some((response, page)),
        _ => None,
    }))
}

/// The response of an event at a position, if it is a step of one, and the event.
pub(super) fn step_at(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    position: Position,
) -> Result<Option<(ResponseId, Event)>, AppError> {
    let Some(row) = reader.journal_row(authority, position)? else {
        return Ok(None);
    };
    let envelope: Envelope = parse(&row.open)?;
    Ok(match (envelope.response, envelope.event) {
        (Some(response), Journalled::ResponseStepped(stepped)) => {
            Some((response, stepped.happened))
        }
        _ => None,
    })
}

/// By what a page in the outbox goes.
pub(super) fn channel_of(row: &NoticeRow) -> Channel {
    row.channel.unwrap_or(Channel::Email)
}

/// What each of these pages says and where it goes, each response loaded once; nothing where a page
/// needs no answer any more, went another way meanwhile, or has no address.
pub(super) fn compose(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    rows: &[NoticeRow],
) -> Result<Vec<Option<(Channel, Message)>>, AppError> {
    let mut loaded: BTreeMap<ResponseId, Option<Running>> = BTreeMap::new();
    let mut composed = Vec::with_capacity(rows.len());
    for row in rows {
        if row.kind == REPORT {
            composed.push(reports::compose(reader, shared, authority, row)?);
            continue;
        }
        if row.kind == TEST_PAGE {
            composed.push(reach::pages::compose(reader, shared, authority, row)?);
            continue;
        }
        if row.kind == PAGE_OVER {
            composed.push(over::compose(reader, shared, authority, row)?);
            continue;
        }
        let of = page_at(reader, authority, row.position)?;
        let (Some((id, number)), Some(called)) = (of, Called::of_notice(row.to)) else {
            composed.push(None);
            continue;
        };
        let running = match loaded.entry(id) {
            Entry::Occupied(found) => found.into_mut(),
            Entry::Vacant(place) => {
                place.insert(Running::in_snapshot(reader, shared, (authority, id))?)
            }
        };
        let kind = channel_of(row);
        let page = running.as_ref().filter(|one| {
            let theirs = is_called(one, number, called);
            theirs && is_awaited(one, number) && goes_by(one, number, kind)
        });
        let Some(running) = page else {
            composed.push(None);
            continue;
        };
        let contact = called.contact(reader, shared, authority)?;
        let language =
            called.language(reader, shared, (authority, &running.setting.organisation))?;
        let Some((to, language)) = address(contact, kind).zip(language) else {
            composed.push(None);
            continue;
        };
        let call = PageCall {
            running,
            number,
            called,
            language,
        };
        let (subject, body) = call.words(shared, kind)?;
        let message = Message {
            to,
            subject,
            body,
            message_id: message_number(shared, authority, id, number),
            sent_at: shared.clock.now(),
        };
        composed.push(Some((kind, message)));
    }
    Ok(composed)
}

/// Whether a page goes by a channel: its own, or as a copy. One that was left for another is neither.
fn goes_by(running: &Running, number: u32, kind: Channel) -> bool {
    let page = running.state.page(number);
    page.is_some_and(|page| page.channel == kind || copies(running, page).contains(&kind))
}

/// Whether a page still calls somebody: nobody answered for one of its posts.
pub(super) fn is_awaited(running: &Running, number: u32) -> bool {
    !awaited_together(running, number).is_empty()
}

/// The pages that are one call with this one and still call somebody, lowest first.
pub(super) fn awaited_together(running: &Running, number: u32) -> Vec<u32> {
    let mut pages = running.state.together(number);
    let runs = running.state.ended_at.is_none();
    pages.retain(|page| runs && running.state.is_out(*page));
    pages
}

/// Leaves a message in the outbox that was not taken, to be tried again.
pub(super) fn try_again(
    transaction: &mut Transaction<'_>,
    authority: AuthorityId,
    row: &NoticeRow,
    (failure, after): (Option<&str>, Option<Duration>),
) {
    let next = next_attempt(transaction.now(), row.attempts, after);
    transaction.note_attempt(authority, row.id, row.attempts, next, failure);
}

/// Notes what became of a message that has no other way: one that was not taken is tried again, for so long.
fn has_one_way(
    transaction: &mut Transaction<'_>,
    authority: AuthorityId,
    (row, tried_micros): (&NoticeRow, i64),
    told: &Told,
) {
    let now = transaction.now();
    let (state, failure) = match told {
        Told::Accepted(_) => (NoticeState::Handed, None),
        Told::NobodyThere => (NoticeState::Dropped, None),
        // What becomes of it is told later.
        Told::Hangs => return,
        Told::NotTaken {
            failure,
            after,
            for_good,
        } => {
            let failure = Some(failure.as_str());
            if !for_good && now < row.created_at.plus_micros(tried_micros) {
                try_again(transaction, authority, row, (failure, *after));
                return;
            }
            (NoticeState::Failed, failure)
        }
    };
    transaction.end_notice(authority, row.id, state, failure);
}

/// Records what became of pages of an authority, each response loaded once. A page whose own channel took
/// it is handed over; one whose own channel did not, or hangs, goes on by the next at once. A copy by mail is tried
/// again while its page is awaited.
pub(super) fn concluded(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    authority: AuthorityId,
    news: &[(NoticeRow, &Told)],
) -> Result<(), AppError> {
    let mut loaded: BTreeMap<ResponseId, Running> = BTreeMap::new();
    for (row, told) in news {
        if row.kind == REPORT {
            has_one_way(transaction, authority, (row, reports::TRIED_MICROS), told);
            continue;
        }
        if row.kind == TEST_PAGE {
            reach::pages::concluded(transaction, shared, authority, (row, told))?;
            continue;
        }
        if row.kind == PAGE_OVER {
            has_one_way(transaction, authority, (row, over::TRIED_MICROS), told);
            continue;
        }
        let of = page_at(&mut transaction.reader()?, authority, row.position)?;
        if let Some((id, _)) = of
            && !loaded.contains_key(&id)
            && let Some(running) = Running::in_transaction(transaction, shared, (authority, id))?
        {
            loaded.insert(id, running);
        }
        let page = of.and_then(|(id, number)| Some((loaded.get_mut(&id)?, number)));
        let awaited = page.filter(|(running, number)| is_awaited(running, *number));
        conclude(transaction, shared, authority, (row, told), awaited)?;
        let taken = of.filter(|_| matches!(told, Told::Accepted(_)));
        if let Some(running) = taken.and_then(|(id, _)| loaded.get(&id)) {
            over::tell_late(transaction, shared, running, row)?;
        }
    }
    Ok(())
}

fn conclude(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    authority: AuthorityId,
    (row, told): (&NoticeRow, &Told),
    awaited: Option<(&mut Running, u32)>,
) -> Result<(), AppError> {
    let kind = channel_of(row);
    let end = |transaction: &mut Transaction<'_>, state, failure| {
        transaction.end_notice(authority, row.id, state, failure);
    };
    let waits = awaited.is_some();
    let carried = awaited.filter(|(running, number)| {
        let page = running.state.page(*number);
        page.is_some_and(|page| page.channel == kind && page.handed_at.is_none())
    });
    match told {
        Told::Accepted(reference) => {
            end(transaction, NoticeState::Handed, None);
            let of = page_at(&mut transaction.reader()?, authority, row.position)?;
            if let Some((id, number)) = of {
                let ours = message_number(shared, authority, id, number);
                let known_as = reference.as_deref().unwrap_or(&ours);
                transaction.page_known_as(authority, row.id, known_as);
            }
        }
        // It stays in the outbox: the attempt goes on, and may still be taken.
        Told::Hangs => {}
        Told::NobodyThere => end(transaction, NoticeState::Dropped, None),
        Told::NotTaken {
            failure,
            after,
            for_good,
        } => {
            let failure = Some(failure.as_str());
            if carried.is_none() && waits && !for_good {
                try_again(transaction, authority, row, (failure, *after));
                return Ok(());
            }
            end(transaction, NoticeState::Failed, failure);
        }
    }
    let Some((running, number)) = carried else {
        return Ok(());
    };
    let command = match told {
        Told::Accepted(_) => Command::HandOver(number),
        // What no line for voice takes, the desk calls: it stands on its list.
        _ if kind == Channel::Phone => Command::HandOver(number),
        _ => Command::FailChannel(number),
    };
    give(transaction, shared, running, &command, Said::SYSTEM)?;
    Ok(())
}
