//! Sends what is due. A notice is taken first, so that two nodes do not send it at once; sent outside
//! of any transaction; and then, in one command, marked as handed over and its document as served.
//! A process that ends in between sends it again later, under the same message id: at least once to
//! the mailbox, exactly once on record.

use crate::casework::renewal::objecting_code;
use crate::casework::{Loaded, apply};
use crate::error::AppError;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::notices::contact::contact;
use crate::notices::wished::{Told, Wished};
use crate::notices::{CODE_RENEWED, CONTACT_CHANGED, DRILL, RECEIPT};
use huiyin_domain::event::Document;
use huiyin_domain::ids::{AuthorityId, PetitionId, Position};
use huiyin_domain::language::Language;
use huiyin_domain::petition::{By, Deciding, Reach};
use huiyin_domain::plan::Channel;
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_domain::wording;
use huiyin_notify::{
    Message, Recipient, SendError, compose, compose_code_renewed, compose_contact_changed,
    compose_receipt, compose_text,
};
use huiyin_store::StoreError;
use huiyin_store::rows::{NoticeRow, NoticeState, NoticeTo};
use huiyin_store::transaction::Transaction;
use std::sync::atomic::Ordering;

const MINUTE_MICROS: i64 = 60_000_000;
/// Notices taken at a time.
const TAKEN_AT_A_TIME: u32 = 16;
/// For how long a taken notice is nobody else's. Should its process end, it is tried again then.
const TAKEN_MICROS: i64 = 10 * MINUTE_MICROS;
/// After the first, second, … attempt in vain; the last goes on.
const RETRY_MINUTES: [i64; 4] = [1, 5, 15, 60];
/// How long it is tried; then staff serve otherwise.
const TRIED_MICROS_MAX: i64 = 2 * DAY_MICROS;

/// How often one is tried at least that waited for its hours, however long ago it was queued.
const WAITING_ATTEMPTS_MIN: u32 = 8;

/// What a look at the outbox did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Notices that the channel accepted.
    pub handed: u64,
    /// Documents that were served by it.
    pub served: u64,
    /// Notices to be tried again.
    pub retried: u64,
    /// Notices that failed for good.
    pub failed: u64,
    /// Notices without a contact.
    pub dropped: u64,
    /// Whether the mail server cannot be used now.
    pub mail_unreachable: bool,
    /// Whether the gateway of text messages cannot be used now.
    pub texts_unreachable: bool,
}

impl Delivered {
    /// Whether a kind cannot be used now.
    const fn is_down(&self, kind: Channel) -> bool {
        match kind {
            Channel::Email => self.mail_unreachable,
            _ => self.texts_unreachable,
        }
    }

    const fn goes_down(&mut self, kind: Channel) {
        match kind {
            Channel::Email => self.mail_unreachable = true,
            _ => self.texts_unreachable = true,
        }
    }

    /// Whether nothing can be sent now: wait before the next look.
    pub(crate) fn nothing_goes(&self, shared: &Shared) -> bool {
        let mut kinds = [Channel::Email, Channel::Sms].into_iter();
        kinds.all(|kind| shared.carrier(kind).is_none() || self.is_down(kind))
    }
}

/// What became of one attempt.
#[derive(Clone, Debug)]
enum Attempt {
    Accepted,
    Later {
        failure: String,
    },
    Refused {
        failure: String,
    },
    NobodyThere,
    /// It was taken, and not tried.
    GivenBack {
        at: Instant,
    },
}

impl Huiyin {
    /// Sends the notices that are due. It blocks, and is never called from async code.
    ///
    /// # Errors
    /// When the store fails; what was taken is tried again later.
    pub fn deliver_due(&self) -> Result<Delivered, AppError> {
        self.deliver_while(&|| true)
    }

    /// As [`Huiyin::deliver_due`], as long as `go_on` says so.
    pub(crate) fn deliver_while(&self, go_on: &dyn Fn() -> bool) -> Result<Delivered, AppError> {
        let mut done = Delivered::default();
        if !self.shared().sends_notices() {
            return Ok(done);
        }
        let rules = self.rules();
        for authority in rules.authorities() {
            let id = authority.row.id;
            let mut told = Told::default();
            // Asked without a lock: an idle outbox costs one look at an index.
            while go_on() && !done.nothing_goes(self.shared()) && self.is_notice_due(id)? {
                let taken = self.command_here(Take { authority: id })?;
                if taken.is_empty() {
                    break;
                }
                for row in taken {
                    self.handle((id, &mut told), &row, go_on, &mut done)?;
                }
            }
        }
        if done != Delivered::default() {
            self.count_notices()?;
        }
        Ok(done)
    }

    fn is_notice_due(&self, authority: AuthorityId) -> Result<bool, AppError> {
        let next = self
            .store()
            .read_here(|reader| reader.next_notice_at(authority))?;
        Ok(next.is_some_and(|at| at <= self.now()))
    }

    fn handle(
        &self,
        (authority, told): (AuthorityId, &mut Told),
        row: &NoticeRow,
        go_on: &dyn Fn() -> bool,
        done: &mut Delivered,
    ) -> Result<(), AppError> {
        let wished = self.wished(authority, row)?;
        let attempt = if !go_on() {
            Attempt::GivenBack { at: self.now() }
        } else if told.covers(row) {
            Attempt::Accepted
        } else {
            self.attempt(authority, (row, wished), done)?
        };
        if matches!(attempt, Attempt::Accepted) {
            told.note(row, self.now());
        }
        let conclude = Conclude {
            authority,
            id: row.id,
            attempts: row.attempts,
            attempt,
            waits: wished.waits,
        };
        let concluded = self.command_here(conclude)?;
        let counts = &self.shared().notices;
        match concluded.state {
            Some(NoticeState::Handed) => {
                done.handed += 1;
                done.served += u64::from(concluded.served);
                counts.handed.fetch_add(1, Ordering::Relaxed);
            }
            Some(NoticeState::Failed) => done.failed += 1,
            Some(NoticeState::Dropped) => {
                done.dropped += 1;
                counts.dropped.fetch_add(1, Ordering::Relaxed);
            }
            Some(NoticeState::Queued) => done.retried += 1,
            None => {}
        }
        Ok(())
    }

    /// Opens the contact, sends, and drops it again.
    fn attempt(
        &self,
        authority: AuthorityId,
        (row, wished): (&NoticeRow, Wished),
        done: &mut Delivered,
    ) -> Result<Attempt, AppError> {
        let shared = self.shared();
        if wished.opens > self.now() {
            return Ok(Attempt::GivenBack { at: wished.opens });
        }
        let found = self
            .store()
            .read_here(|reader| contact(reader, shared, authority, row));
        let (kind, to, language) = match found {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(Attempt::NobodyThere),
            Err(AppError::Store(StoreError::Seal) | AppError::Unreadable(_)) => {
                let failure = "the contact cannot be opened".into();
                return Ok(Attempt::Later { failure });
            }
            Err(error) => return Err(error),
        };
        let Some(transport) = shared.carrier(kind) else {
            return Ok(Attempt::NobodyThere);
        };
        if done.is_down(kind) {
            let at = self.now().plus_micros(MINUTE_MICROS);
            return Ok(Attempt::GivenBack { at });
        }
        let (subject, body) = self.words((authority, wished.unnamed), row, (kind, language))?;
        let message = Message {
            to,
            subject,
            body,
            message_id: message_id(shared, authority, row.id),
            sent_at: self.now(),
        };
        Ok(match transport.send(&message) {
            Ok(_accepted) => Attempt::Accepted,
            Err(error) => {
                tracing::warn!(%authority, notice = row.id, "a notice was not sent: {error}");
                let failure = error.trouble().to_string();
                if matches!(error, SendError::Unreachable(_)) {
                    done.goes_down(kind);
                }
                match error {
                    SendError::Permanent(_) => Attempt::Refused { failure },
                    _ => Attempt::Later { failure },
                }
            }
        })
    }

    /// What a notice says.
    fn words(
        &self,
        (authority, unnamed): (AuthorityId, bool),
        row: &NoticeRow,
        (kind, language): (Channel, Language),
    ) -> Result<(String, String), AppError> {
        let rules = self.rules();
        let known = rules.authority(authority);
        let named = known.filter(|_| !unnamed && self.shared().names_authority());
        let name = named.map(|authority| &authority.row.name);
        Ok(match row.to {
            NoticeTo::Petitioner(petition) if row.kind == RECEIPT => {
                let shared = self.shared();
                let found = self
                    .store()
                    .read_here(|reader| Loaded::read(reader, shared, authority, petition))?;
                let (Some(loaded), Some(known)) = (found, known) else {
                    return Ok(compose(Recipient::Petitioner, language, name));
                };
                let case = loaded.case;
                let duties = case.open_duties();
                let next = duties.iter().map(|(_, owed)| owed.opened.due_date).min();
                let next = next.map(|day| wording::day(day, language));
                let at = case.registered_at.to_minute();
                let registered_on = wording::instant(at, &known.zone, language);
                let number = case.number.to_string();
                compose_receipt(language, (&number, &registered_on, next.as_deref()), name)
            }
            NoticeTo::Petitioner(_) if row.kind == CONTACT_CHANGED => {
                compose_contact_changed(kind == Channel::Email, language, name)
            }
            NoticeTo::Petitioner(petition) if row.kind == CODE_RENEWED => {
                let place = (authority, petition);
                let code = objecting_code(self.shared(), place, row.position).grouped();
                compose_code_renewed(kind == Channel::Email, language, &code, name)
            }
            NoticeTo::Petitioner(_) if kind == Channel::Sms => {
                (String::new(), compose_text(language, name))
            }
            NoticeTo::Petitioner(_) => compose(Recipient::Petitioner, language, name),
            NoticeTo::Staff(_) if row.kind == DRILL => compose(Recipient::Drill, language, name),
            NoticeTo::Staff(_) | NoticeTo::Person(_) | NoticeTo::Recipient => {
                compose(Recipient::Staff, language, name)
            }
        })
    }
}

/// The same for each attempt, and nothing can be told from it.
fn message_id(shared: &Shared, authority: AuthorityId, id: i64) -> String {
    let text = format!("{authority}/{id}");
    let hash = shared.key.keyed_hash("message id", text.as_bytes());
    hash.iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Takes notices, so that no other node tries them meanwhile.
struct Take {
    authority: AuthorityId,
}

impl Command for Take {
    type Outcome = Vec<NoticeRow>;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        _shared: &Shared,
    ) -> Result<Vec<NoticeRow>, AppError> {
        let now = transaction.now();
        let mut due = transaction
            .reader()?
            .notices_due(self.authority, now, TAKEN_AT_A_TIME)?;
        for row in &mut due {
            row.attempts = row.attempts.saturating_add(1);
            let until = now.plus_micros(TAKEN_MICROS);
            let failure = row.failure.as_deref();
            transaction.note_attempt(self.authority, row.id, row.attempts, until, failure);
        }
        Ok(due)
    }
}

/// Writes down what became of an attempt.
struct Conclude {
    authority: AuthorityId,
    id: i64,
    attempts: u32,
    attempt: Attempt,
    /// Whether it comes in certain hours only, so that days may pass before it is tried at all.
    waits: bool,
}

/// How a notice stands after that; nothing if somebody else was first.
#[derive(Clone, Copy, Debug, Default)]
struct Concluded {
    state: Option<NoticeState>,
    served: bool,
}

impl Command for Conclude {
    type Outcome = Concluded;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Concluded, AppError> {
        let row = transaction.reader()?.notice(self.authority, self.id)?;
        let Some(row) = row.filter(|row| row.state == NoticeState::Queued) else {
            return Ok(Concluded::default());
        };
        let accepted = matches!(self.attempt, Attempt::Accepted);
        // Somebody else took it since: what they say counts, unless it arrived already.
        if row.attempts != self.attempts && !accepted {
            return Ok(Concluded::default());
        }
        let state = self.mark(transaction, &row);
        let served = match (row.to, row.document) {
            (NoticeTo::Petitioner(petition), Some(document)) if accepted => serve(
                transaction,
                shared,
                (self.authority, petition),
                document,
                row.position,
            )?,
            _ => false,
        };
        Ok(Concluded {
            state: Some(state),
            served,
        })
    }
}

impl Conclude {
    fn mark(&self, transaction: &mut Transaction<'_>, row: &NoticeRow) -> NoticeState {
        let now = transaction.now();
        let (state, failure) = match &self.attempt {
            Attempt::Accepted => (NoticeState::Handed, None),
            Attempt::NobodyThere => (NoticeState::Dropped, None),
            Attempt::Refused { failure } => (NoticeState::Failed, Some(failure.as_str())),
            Attempt::Later { failure } => {
                let tried = now.micros().saturating_sub(row.created_at.micros());
                let few = row.attempts <= WAITING_ATTEMPTS_MIN;
                if tried < TRIED_MICROS_MAX || (self.waits && few) {
                    let next = now.plus_micros(retry_micros(row.attempts));
                    let failure = Some(failure.as_str());
                    transaction.note_attempt(self.authority, row.id, row.attempts, next, failure);
                    return NoticeState::Queued;
                }
                (NoticeState::Failed, Some(failure.as_str()))
            }
            Attempt::GivenBack { at } => {
                let before = row.attempts.saturating_sub(1);
                let failure = row.failure.as_deref();
                transaction.note_attempt(self.authority, row.id, before, *at, failure);
                return NoticeState::Queued;
            }
        };
        transaction.end_notice(self.authority, row.id, state, failure);
        state
    }
}

fn retry_micros(attempts: u32) -> i64 {
    let nth = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let last = RETRY_MINUTES.len() - 1;
    RETRY_MINUTES[nth.min(last)] * MINUTE_MICROS
}

/// The channel accepted the notice of a document that stands on the tracking page: it is served
/// (RULES 5.4). A document that was served otherwise, or put there anew since, is not.
fn serve(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, petition): (AuthorityId, PetitionId),
    document: Document,
    position: Position,
) -> Result<bool, AppError> {
    let loaded = Loaded::in_transaction(transaction, shared, authority, petition)?;
    let waits = |loaded: &Loaded| {
        let pending = loaded.case.pending.get(&document);
        pending.is_some_and(|pending| pending.position == position)
    };
    let Some(loaded) = loaded.filter(waits) else {
        return Ok(false);
    };
    let slot = transaction.next_slot(authority)?;
    let bar = loaded.bar(&shared.key);
    let moment = (slot.recorded_at, slot.position);
    let context = loaded.context(By::System, moment, Reach::Channel, &bar, &[]);
    let mut deciding = Deciding::new(loaded.case.as_ref().clone(), context);
    if let Err(refusal) = deciding.channel_accepted(document) {
        // The notice arrived all the same; staff see the document waiting and serve it otherwise.
        tracing::warn!(%authority, %petition, "no service was recorded: {refusal}");
        return Ok(false);
    }
    let events = deciding.into_events();
    apply(transaction, shared, (authority, petition), None, events)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_grow_apart_and_then_go_on_by_the_hour() {
        let minutes: Vec<i64> = (1..=6)
            .map(|attempts| retry_micros(attempts) / MINUTE_MICROS)
            .collect();
        assert_eq!(minutes, [1, 5, 15, 60, 60, 60]);
    }
}
