//! Notices to petitioners and staff: queued in the transaction of what they tell, sent after it by
//! [`deliver`]. They say that there is news and nothing else; no contact is copied, it is opened
//! from its sealed part when the notice goes out.

mod contact;
pub(crate) mod deliver;
pub(crate) mod deliverer;
pub(crate) mod failed;
pub(crate) mod receipt;
mod wished;

use crate::casework::{Loaded, keyring};
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::record::Recorded;
use huiyin_domain::event::{Document, Event};
use huiyin_domain::ids::{AuthorityId, PetitionId, Position, StaffId};
use huiyin_domain::petition::{CaseRefusal, FieldProblem, Reach, RefusalCode};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_notify::Transport;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{NewNotice, NoticeState, NoticeTo};
use huiyin_store::transaction::Transaction;
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a notice is about that serves no document.
const NEWS: &str = "news";

/// The kind of whatever waits for a member of staff in a drill.
pub(crate) const DRILL: &str = "drill";

/// The receipt that a petitioner asked to be sent.
pub(crate) const RECEIPT: &str = "receipt";

/// That notices go elsewhere from now on, told where they went before.
pub(crate) const CONTACT_CHANGED: &str = "contact-changed";

/// That a lost code was replaced, with what to do if nobody asked for it.
pub(crate) const CODE_RENEWED: &str = "code-renewed";

/// Whether a notice goes at once, whatever the hours that were wished, and tells of nothing else.
fn stands_alone(kind: &str) -> bool {
    matches!(kind, RECEIPT | CONTACT_CHANGED | CODE_RENEWED)
}

/// For how long a notice that went out is remembered.
const KEPT_MICROS: i64 = 30 * DAY_MICROS;

/// How notices go out.
#[derive(Clone)]
pub struct Outgoing {
    /// Carries them.
    pub transport: Arc<dyn Transport>,
    /// Whether a notice names the authority; its name alone tells that somebody petitioned.
    pub names_authority: bool,
}

/// A notice as staff who may open its petition see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NoticeView {
    /// The document that its acceptance serves.
    pub document: Option<String>,
    /// `queued`, `handed`, `failed` (serve otherwise) or `dropped` (no contact any more).
    pub state: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was queued, in the authority's zone.
    pub queued_at: String,
    /// When the channel accepted it.
    pub handed_at: Option<String>,
    /// Until when it is held back, because the petitioner wishes to hear at certain hours.
    pub held_until: Option<String>,
    /// What the channel said last.
    pub failure: Option<String>,
}

/// The notices about a petition, oldest first, for whoever opened it.
pub(crate) fn views(
    reader: &mut Reader<'_>,
    loaded: &Loaded,
    now: Instant,
) -> Result<Vec<NoticeView>, AppError> {
    let (authority, zone) = (loaded.authority.row.id, &loaded.authority.zone);
    let rows = reader.notices_of(authority, loaded.case.id)?;
    let views = rows.into_iter().map(|row| NoticeView {
        held_until: wished::held_until(loaded, &row, now).map(|at| at.rfc3339_in(zone)),
        document: row.document.map(|document| document.word().to_owned()),
        state: row.state.word().to_owned(),
        attempts: row.attempts,
        queued_at: row.created_at.rfc3339_in(zone),
        handed_at: row.handed_at.map(|at| at.rfc3339_in(zone)),
        failure: row.failure,
    });
    Ok(views.collect())
}

/// How many notices are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoticeFigures {
    /// Waiting, in all authorities.
    pub queued: u64,
    /// Failed, in all authorities: to be served otherwise.
    pub failed: u64,
    /// Accepted by the channel since this process began.
    pub handed: u64,
    /// Without a contact, since this process began.
    pub dropped: u64,
}

/// The figures as they are kept.
#[derive(Default)]
pub(crate) struct NoticeCounts {
    queued: AtomicU64,
    failed: AtomicU64,
    handed: AtomicU64,
    dropped: AtomicU64,
}

impl NoticeCounts {
    fn are(&self, (queued, failed): (u64, u64)) {
        self.queued.store(queued, Ordering::Relaxed);
        self.failed.store(failed, Ordering::Relaxed);
    }
}

/// Queues a notice to whoever brought a petition. Called where [`Reach`] is a channel.
pub(crate) fn queue_for_petitioner(
    transaction: &mut Transaction<'_>,
    authority: AuthorityId,
    petition: PetitionId,
    document: Option<Document>,
    position: Position,
) -> Result<(), AppError> {
    let kind = document.map_or(NEWS, Document::word);
    queue_of_kind(
        transaction,
        (authority, petition),
        (kind, document),
        position,
    )
}

fn queue_of_kind(
    transaction: &mut Transaction<'_>,
    (authority, petition): (AuthorityId, PetitionId),
    (kind, document): (&str, Option<Document>),
    position: Position,
) -> Result<(), AppError> {
    let notice = NewNotice {
        to: NoticeTo::Petitioner(petition),
        kind,
        document,
        position,
        channel: None,
    };
    transaction.queue_notice(authority, notice)?;
    Ok(())
}

/// Queues a notice for everything in a list of recorded events that the petitioner is told.
pub(crate) fn queue_recorded(
    transaction: &mut Transaction<'_>,
    (authority, petition): (AuthorityId, PetitionId),
    reach: Reach,
    recorded: &[Recorded],
) -> Result<(), AppError> {
    if reach != Reach::Channel {
        return Ok(());
    }
    // What waits for the seal is not there yet; its notice follows the seal.
    let awaits = |document: Document| {
        let mut events = recorded.iter().map(|one| &one.event);
        events.any(|event| matches!(event, Event::SealAwaited(one) if one.document == document))
    };
    for one in recorded {
        let mut position = one.slot.position;
        let issued = issued(&one.event);
        if issued.is_some_and(awaits) {
            continue;
        }
        let document = match &one.event {
            Event::SealSet(seal) => {
                position = seal.issued;
                Some(seal.document)
            }
            Event::SealWaived(seal) => {
                position = seal.issued;
                Some(seal.document)
            }
            _ if issued.is_some() => issued,
            Event::MessageSent(message) if !message.from_petitioner => None,
            Event::PetitionClassified(classified) if classified.otherwise => None,
            Event::CodeRenewed(_) => {
                let place = (authority, petition);
                queue_of_kind(transaction, place, (CODE_RENEWED, None), position)?;
                continue;
            }
            Event::RenewalObjected(_)
            | Event::FactStated(_)
            | Event::RemedyFulfilled(_)
            | Event::RemedyChecked(_)
            | Event::CommitmentMade(_)
            | Event::CommitmentKept(_)
            | Event::CommitmentBroken(_)
            | Event::PetitionSplit(_)
            | Event::PetitionHandedOver(_) => None,
            _ => continue,
        };
        queue_for_petitioner(transaction, authority, petition, document, position)?;
    }
    Ok(())
}

/// The document that an event issues.
pub(crate) const fn issued(event: &Event) -> Option<Document> {
    Some(match event {
        Event::PetitionAccepted(_) => Document::Acceptance,
        Event::PetitionDeclined(_) => Document::Decline,
        Event::PetitionRedirected(_) => Document::Redirect,
        Event::ExtensionGranted(_) => Document::ExtensionNotice,
        Event::AnswerIssued(_) => Document::Answer,
        Event::ReviewDecided(_) => Document::ReviewDecision,
        _ => return None,
    })
}

/// Queues a notice to a member of staff. All of them say the same, so while one waits there is no
/// second; only those of a drill are another kind of them, so that none hides behind what is played.
pub(crate) fn queue_for_staff(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, staff): (AuthorityId, StaffId),
    kind: &str,
    position: Position,
) -> Result<(), AppError> {
    if !shared.sends_mail()
        || transaction
            .reader()?
            .notice_waits_for(authority, staff, kind)?
    {
        return Ok(());
    }
    let notice = NewNotice {
        to: NoticeTo::Staff(staff),
        kind,
        document: None,
        position,
        channel: None,
    };
    transaction.queue_notice(authority, notice)?;
    Ok(())
}

impl Huiyin {
    /// Queues the notice of a document that waits for its service once more, such as after a failure
    /// that was put right. Access decisions are the caller's.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`]; [`Refusal::Case`] when no such document waits;
    /// [`Refusal::Fields`] when there is no contact to send to; or a failure of the store.
    pub async fn notify_again(
        &self,
        authority: AuthorityId,
        petition: PetitionId,
        document: Document,
    ) -> Result<(), AppError> {
        let command = NotifyAgain {
            authority,
            petition,
            document,
        };
        self.command(command).await
    }

    /// The notices about a petition, oldest first. Access decisions are the caller's.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`], or when the store fails.
    pub async fn notices_of(
        &self,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Result<Vec<NoticeView>, AppError> {
        let (shared, now) = (Arc::clone(self.shared()), self.now());
        let read = move |reader: &mut Reader<'_>| {
            let loaded = Loaded::read(reader, &shared, authority, petition)?;
            views(reader, &loaded.ok_or(Refusal::NoSuchPetition)?, now)
        };
        self.store().read(read).await
    }

    /// How many notices are where; as fresh as the last look of this process.
    pub fn notice_figures(&self) -> NoticeFigures {
        let counts = &self.shared().notices;
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        NoticeFigures {
            queued: read(&counts.queued),
            failed: read(&counts.failed),
            handed: read(&counts.handed),
            dropped: read(&counts.dropped),
        }
    }

    /// Counts again what waits and what failed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn count_notices(&self) -> Result<(), AppError> {
        let ids = self.authority_ids();
        let counted = self.store().read_here(|reader| count(reader, &ids))?;
        self.shared().notices.are(counted);
        Ok(())
    }

    /// As [`Huiyin::count_notices`], where no thread may be blocked.
    pub(crate) async fn counted_again(&self) -> Result<(), AppError> {
        let ids = self.authority_ids();
        let counted = self.store().read(move |reader| count(reader, &ids)).await?;
        self.shared().notices.are(counted);
        Ok(())
    }

    /// Forgets what was handed over, or had nobody to go to, thirty days ago: the outbox holds what is
    /// to be done, and the journal what was.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_notices(&self) -> Result<(), AppError> {
        for authority in self.authority_ids() {
            self.command_here(Forget { authority })?;
        }
        Ok(())
    }
}

/// What waits and what failed.
fn count(reader: &mut Reader<'_>, authorities: &[AuthorityId]) -> Result<(u64, u64), AppError> {
    let (mut queued, mut failed) = (0, 0);
    for id in authorities {
        queued += reader.notice_count(*id, NoticeState::Queued)?;
        failed += reader.notice_count(*id, NoticeState::Failed)?;
    }
    Ok((queued, failed))
}

struct Forget {
    authority: AuthorityId,
}

impl Command for Forget {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        _shared: &Shared,
    ) -> Result<(), AppError> {
        let before = transaction.now().plus_micros(-KEPT_MICROS);
        transaction.forget_notices(self.authority, before)?;
        Ok(())
    }
}

struct NotifyAgain {
    authority: AuthorityId,
    petition: PetitionId,
    document: Document,
}

impl Command for NotifyAgain {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        let (authority, petition) = (self.authority, self.petition);
        let loaded = Loaded::in_transaction(transaction, shared, authority, petition)?;
        let loaded = loaded.ok_or(Refusal::NoSuchPetition)?;
        let nothing = CaseRefusal::on(RefusalCode::NothingToServe, "document");
        let pending = loaded.case.pending.get(&self.document);
        let pending = pending.filter(|pending| !pending.awaits_seal);
        let pending = pending.ok_or(Refusal::Case(nothing))?;
        let mut reader = transaction.reader()?;
        let keys = keyring(&mut reader, shared, authority, petition)?;
        if loaded.reach(&mut reader, shared, &keys)? != Reach::Channel {
            return Err(AppError::field("petitioner.email", FieldProblem::Missing));
        }
        let document = Some(self.document);
        queue_for_petitioner(transaction, authority, petition, document, pending.position)
    }
}
