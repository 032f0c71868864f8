//! What channels tell afterwards: that a page arrived or did not, and answers by text message. It is
//! believed by the secret at the end of the address; an answer counts only with the number that the page
//! told and from the telephone that it called, so that neither a forged sender nor a number overheard is
//! enough.

use super::act::Act;
use super::called::Called;
use super::link::{PageToken, ReachToken};
use super::numbers::reply_number;
use super::pages::{channel_of, page_at};
use super::reach::note::Note;
use super::reach::pages::{Found, TEST_PAGE};
use super::run::{Said, give};
use super::{Running, pages, reach};
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::response::{Command as Wish, Reply, reply, same_number};
use huiyin_domain::time::DAY_MICROS;
use huiyin_notify::Heard;
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// For how long after a page was sent its answer is looked for.
const ANSWERED_MICROS: i64 = DAY_MICROS;
/// Pages that are looked through for one answer.
const LOOKED_THROUGH: u32 = 5_000;

/// What was made of a request of a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeardCount {
    /// Reports and answers that were recorded.
    pub recorded: usize,
    /// Those that belong to no page here, came too late, or were recorded before.
    pub passed_over: usize,
}

impl Huiyin {
    /// Takes what a channel tells.
    ///
    /// # Errors
    /// [`Refusal::NoSuchChannel`] for another name or secret, [`Refusal::Unheard`] for a body that cannot
    /// be read, or a failure of the store: then it may be told again.
    pub async fn hear(
        &self,
        channel: &str,
        secret: &str,
        is_form: bool,
        body: &[u8],
    ) -> Result<HeardCount, AppError> {
        let inbound = self.shared().ways.inbound(channel);
        let inbound = inbound.filter(|inbound| inbound.is_secret(secret));
        let inbound = inbound.ok_or(Refusal::NoSuchChannel)?;
        let heard = inbound.read(is_form, body).map_err(Refusal::Unheard)?;
        let mut count = HeardCount::default();
        for one in heard {
            let recorded = match one {
                Heard::Delivered { reference } => self.report(reference, true).await,
                Heard::Failed { reference } => self.report(reference, false).await,
                Heard::Reply { from, text } => self.reply(from, &text).await,
            };
            match recorded {
                Ok(true) => count.recorded += 1,
                // A refusal is the run's: answered by another, ended, and so on.
                Ok(false) | Err(AppError::Refused(_)) => count.passed_over += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(count)
    }

    async fn report(&self, reference: String, delivered: bool) -> Result<bool, AppError> {
        for authority in self.authority_ids() {
            let command = Report {
                authority,
                reference: reference.clone(),
                delivered,
            };
            let named = reference.clone();
            let known = self
                .store()
                .read(move |reader| reader.page_by_reference(authority, &named))
                .await?;
            if known.is_some() {
                return self.command(command).await;
            }
        }
        Ok(false)
    }

    async fn reply(&self, from: String, text: &str) -> Result<bool, AppError> {
        let Some(meant) = reply(text) else {
            return Ok(false);
        };
        let since = self.now().plus_micros(-ANSWERED_MICROS);
        for authority in self.authority_ids() {
            let (shared, from) = (Arc::clone(self.shared()), from.clone());
            let found = self
                .store()
                .read(move |reader| {
                    let rows = reader.pages_since(authority, since, LOOKED_THROUGH)?;
                    answered(reader, &shared, authority, (&rows, &from, meant))
                })
                .await?;
            match found {
                Some(Meant::Page(token)) => {
                    self.command(Act::by_reply(token, meant.comes)).await?;
                }
                // Whoever writes back was reached, whatever they write.
                Some(Meant::Test(token)) => {
                    self.command(Note::by_link(token)).await?;
                }
                None => continue,
            }
            return Ok(true);
        }
        Ok(false)
    }
}

/// What an answer means.
enum Meant {
    Page(PageToken),
    Test(ReachToken),
}

/// The page that an answer means, if it went to the telephone that the answer comes from.
fn answered(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    (rows, from, meant): (&[huiyin_store::rows::NoticeRow], &str, Reply),
) -> Result<Option<Meant>, AppError> {
    for row in rows {
        if row.kind == TEST_PAGE {
            let found = Found::read(reader, authority, row)?;
            let named = |found: &Found| found.reply_number(shared, authority) == meant.number;
            if let Some(found) = found.filter(named) {
                let contact = found.called.contact(reader, shared, authority)?;
                if contact.phone.is_some_and(|phone| same_number(&phone, from)) {
                    return Ok(Some(Meant::Test(found.token(authority))));
                }
            }
            continue;
        }
        let called = Called::of_notice(row.to);
        let (Some(called), Some((response, page))) =
            (called, page_at(reader, authority, row.position)?)
        else {
            continue;
        };
        if reply_number(shared, authority, response, page) != meant.number {
            continue;
        }
        let contact = called.contact(reader, shared, authority)?;
        if contact.phone.is_some_and(|phone| same_number(&phone, from)) {
            let token = PageToken::new(authority, response, page, called);
            return Ok(Some(Meant::Page(token)));
        }
    }
    Ok(None)
}

/// A channel says what became of a page that it took.
struct Report {
    authority: AuthorityId,
    reference: String,
    delivered: bool,
}

impl Command for Report {
    type Outcome = bool;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<bool, AppError> {
        let authority = self.authority;
        let row = transaction
            .reader()?
            .page_by_reference(authority, &self.reference)?;
        let Some(row) = row else {
            return Ok(false);
        };
        if row.kind == TEST_PAGE {
            return match self.delivered {
                true => Ok(false),
                false => reach::pages::undelivered(transaction, shared, authority, &row),
            };
        }
        let of = page_at(&mut transaction.reader()?, authority, row.position)?;
        let Some((id, number)) = of else {
            return Ok(false);
        };
        let running = Running::in_transaction(transaction, shared, (authority, id))?;
        let Some(mut running) = running else {
            return Ok(false);
        };
        // Nothing depends on a copy that did not arrive, or on a channel that the page left.
        let page = running.state.page(number);
        let own = page.is_some_and(|page| page.channel == channel_of(&row));
        let wish = match self.delivered {
            true => Wish::Deliver(number),
            false if own && pages::is_awaited(&running, number) => Wish::FailChannel(number),
            false => return Ok(false),
        };
        let told = give(transaction, shared, &mut running, &wish, Said::SYSTEM)?;
        Ok(told > 0)
    }
}
