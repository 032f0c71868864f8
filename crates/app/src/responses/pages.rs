//! How a page 呼叫 goes out. `phone` and `desk` are carried here: the page stands on the desk's list of
//! calls at once, and its clock runs. `email` goes through the outbox. Whoever is called and has an
//! e-mail address gets the page by mail as well, whatever its channel, with the link that answers it.

use super::run::{Said, give};
use super::{Running, link};
use crate::casework::parse;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::queries::people::staff_contact_of;
use huiyin_domain::event::{Envelope, Event as Journalled};
use huiyin_domain::ids::{AuthorityId, Position, ResponseId, StaffId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::Channel;
use huiyin_domain::response::{Command, Event, Page, Phase};
use huiyin_store::reader::Reader;
use huiyin_store::rows::{NewNotice, NoticeTo};
use huiyin_store::transaction::Transaction;

/// The kind of a page in the outbox.
pub(crate) const PAGE: &str = "page";

/// Who carries a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    /// The desk: it stands on the list of calls.
    Here,
    /// The outbox.
    Outbox,
    /// Nobody in this installation.
    Nobody,
}

pub(super) fn carrier(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    page: &Page,
) -> Result<Carrier, AppError> {
    Ok(match page.channel {
        Channel::Phone | Channel::Desk => Carrier::Here,
        Channel::Sms | Channel::Chat => Carrier::Nobody,
        Channel::Email => match mailed_to(transaction, shared, running, page)? {
            Some(_) => Carrier::Outbox,
            None => Carrier::Nobody,
        },
    })
}

/// Who gets a page by mail, if notices go out at all and they left an address.
fn mailed_to(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    page: &Page,
) -> Result<Option<StaffId>, AppError> {
    let holder = page.holder.as_ref().filter(|_| shared.sends_mail());
    let Some(staff) = holder.and_then(|holder| running.setting.staff_called(holder)) else {
        return Ok(None);
    };
    let authority = running.setting.authority.row.id;
    let contact = staff_contact_of(&mut transaction.reader()?, shared, authority, staff)?;
    Ok(contact.email.map(|_| staff))
}

/// Queues a page to whoever it calls, in the transaction that records it.
pub(super) fn queue_page(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    number: u32,
    position: Position,
) -> Result<(), AppError> {
    let Some(page) = running.state.page(number).cloned() else {
        return Ok(());
    };
    if let Some(staff) = mailed_to(transaction, shared, running, &page)? {
        let notice = NewNotice {
            to: NoticeTo::Staff(staff),
            kind: PAGE,
            document: None,
            position,
        };
        transaction.queue_notice(running.setting.authority.row.id, notice)?;
    }
    Ok(())
}

/// The response and the number of the page that an event at a position called.
fn page_at(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    position: Position,
) -> Result<Option<(ResponseId, u32)>, AppError> {
    let Some(row) = reader.journal_row(authority, position)? else {
        return Ok(None);
    };
    let envelope: Envelope = parse(&row.open)?;
    let (Some(response), Journalled::ResponseStepped(stepped)) =
        (envelope.response, envelope.event)
    else {
        return Ok(None);
    };
    Ok(match stepped.happened {
        Event::Paged { page, .. } => Some((response, page)),
        _ => None,
    })
}

/// Subject and text of a page; nothing where it needs no answer any more. It names place and limit,
/// never the topic and nobody who came.
pub(crate) fn compose(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (authority, position): (AuthorityId, Position),
    (staff, language): (StaffId, Language),
    public_url: Option<&str>,
) -> Result<Option<(String, String)>, AppError> {
    let Some((id, number)) = page_at(reader, authority, position)? else {
        return Ok(None);
    };
    let running = Running::in_snapshot(reader, shared, (authority, id))?;
    let Some(running) = running.filter(|one| is_awaited(one, number)) else {
        return Ok(None);
    };
    let Some(page) = running.state.page(number) else {
        return Ok(None);
    };
    let due = running.state.call(&page.post).map(|call| call.arrive_by);
    let plan = &running.setting.plan;
    let title = |words: Option<&Bilingual>, id: &str| {
        words.map_or_else(
            || id.to_owned(),
            |words| words.in_language(language).to_owned(),
        )
    };
    let post = title(plan.post(&page.post).map(|one| &one.title), &page.post);
    let place = running.state.place.clone();
    let place = place.map_or_else(String::new, |id| {
        title(plan.place(&id).map(|one| &one.title), &id)
    });
    let due = due.map_or_else(String::new, |at| {
        huiyin_domain::wording::instant(at.to_minute(), &running.setting.authority.zone, language)
    });
    let token = link::PageToken::new(authority, id, number, staff).seal(shared)?;
    let answer = match public_url {
        Some(url) => format!("{}/page/{token}", url.trim_end_matches('/')),
        None => language
            .pick("请登录工作台应答。", "Sign in to the desk to answer.")
            .to_owned(),
    };
    let subject = language.pick(
        format!("呼叫{number}号：请到{place}"),
        format!("Page {number}: please come to {place}"),
    );
    let text = language.pick(
        format!("有群众来访，请您为“{post}”到{place}接待，{due}前到。\n\n能来或不能来，请在这里回答：\n{answer}\n\n同一呼叫可能送来不止一次，编号相同。\n"),
        format!("People have come. Please be at {place} for “{post}” by {due}.\n\nSay here whether you come:\n{answer}\n\nThe same page may arrive more than once, with the same number.\n"),
    );
    if running.exercise {
        let mark = language.pick("【演练】", "[EXERCISE] ");
        let told = language.pick(
            "这是演练，没有人来访；请像真的一样应答。",
            "This is a drill; nobody has come. Answer as if it were real.",
        );
        return Ok(Some((
            format!("{mark}{subject}"),
            format!("{mark}{told}\n\n{text}"),
        )));
    }
    Ok(Some((subject, text)))
}

/// Whether a page still calls somebody: nobody is there for its post.
fn is_awaited(running: &Running, number: u32) -> bool {
    let page = running.state.page(number);
    let call = page.and_then(|page| running.state.call(&page.post));
    let open = call.is_some_and(|call| match call.phase {
        Phase::Calling(out) => out == Some(number),
        Phase::Acknowledged(_) | Phase::There(_) | Phase::Exhausted => false,
    });
    open && running.state.ended_at.is_none()
}

/// The mail server took a page, or did not. Only a page whose own channel is mail depends on it.
pub(crate) fn concluded(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, position): (AuthorityId, Position),
    accepted: Option<bool>,
) -> Result<(), AppError> {
    let Some(accepted) = accepted else {
        return Ok(());
    };
    let found = page_at(&mut transaction.reader()?, authority, position)?;
    let Some((id, number)) = found else {
        return Ok(());
    };
    let running = Running::in_transaction(transaction, shared, (authority, id))?;
    let Some(mut running) = running.filter(|one| is_awaited(one, number)) else {
        return Ok(());
    };
    let waits = running
        .state
        .page(number)
        .is_some_and(|page| page.channel == Channel::Email && page.handed_at.is_none());
    if waits {
        let command = match accepted {
            true => Command::HandOver(number),
            false => Command::FailChannel(number),
        };
        give(transaction, shared, &mut running, &command, Said::SYSTEM)?;
    }
    Ok(())
}
