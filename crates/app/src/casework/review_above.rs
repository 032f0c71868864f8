//! A request for review on paper that comes to the authority above itself 书面复查申请, which is where many
//! bring it: its clerk enters it there, with the scan. The case above is the same as of a request by code; the
//! petition below learns of it in the same transaction, and whoever brought it hears that there is news, so
//! that nothing is asked for in somebody's name without them knowing.

use super::Loaded;
use super::act::Acted;
use super::review::{Asking, asked, filing_as};
use crate::Idempotency;
use crate::authorise::Principal;
use crate::error::{AppError, Refusal};
use crate::files::Filing;
use crate::huiyin::{Command as Job, Huiyin, Shared};
use crate::notices::queue_for_petitioner;
use crate::once::{Once, OnceOnly};
use crate::rules::Authority;
use huiyin_domain::event::{Actor, FilePurpose};
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::organisation::Role;
use huiyin_domain::petition::{By, Channel, FieldProblem, Reach};
use huiyin_store::transaction::Transaction;
use jiff::civil::Date;
use std::sync::Arc;

/// A request on paper as it was entered.
#[derive(Clone, Debug)]
pub struct PaperReviewDraft {
    /// The key of the authority whose answer it is about.
    pub authority: String,
    /// The petition's number there.
    pub number: PetitionNumber,
    /// Why the answer is not right, as the paper says.
    pub reasons: String,
    /// The day on which the paper came; the clock of the review starts there.
    pub received: Date,
    /// The day of its postmark, if it came by post: it counts for the time to ask, and for nothing else.
    pub postmark: Option<Date>,
    /// The scan of the paper: its name and content.
    pub paper: (String, Vec<u8>),
}

impl Huiyin {
    /// The authorities whose answers the authority of somebody reviews; none where they are no clerk.
    pub fn reviews_answers_of(&self, who: &Principal) -> Vec<Arc<Authority>> {
        if !is_clerk(who) {
            return Vec::new();
        }
        let rules = self.rules();
        let all = rules.authorities();
        let below = |one: &&Arc<Authority>| one.row.above.authority == Some(who.authority);
        all.iter().filter(below).cloned().collect()
    }

    /// Enters a request for review on paper at the authority above, once for an Idempotency-Key (RULES 2.4).
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] for whoever is no clerk; [`Refusal::Fields`] for what was not taken;
    /// [`Refusal::NoSuchPetition`] for a number that is none of an authority below; [`Refusal::Case`] where
    /// there is no answer to review, or it was asked for; or a failure of the store. Then nothing is recorded.
    pub async fn enter_review(
        &self,
        who: &Principal,
        draft: PaperReviewDraft,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Acted>, AppError> {
        if !is_clerk(who) {
            return Err(Refusal::NotAllowed.into());
        }
        // Who is above may have been told on another node just now.
        self.refreshed().await?;
        let below = self.reviews_answers_of(who);
        let from = below.iter().find(|one| one.row.key == draft.authority);
        let Some(from) = from.map(|one| one.row.id) else {
            let allowed = below.iter().map(|one| one.row.key.clone()).collect();
            let problem = FieldProblem::NotOneOf { allowed };
            return Err(AppError::field("authority", problem));
        };
        let job = EnterReview {
            who: who.clone(),
            from,
            filing: filing_as(FilePurpose::Letter, draft.paper)?,
            number: draft.number,
            reasons: draft.reasons,
            received: draft.received,
            postmark: draft.postmark,
        };
        let principal = format!("staff {} of {}", who.staff, who.authority);
        let job = OnceOnly::new(self.shared(), from, principal, idempotency.as_ref(), job);
        self.command(job).await
    }
}

fn is_clerk(who: &Principal) -> bool {
    who.roles.iter().any(|(_, role)| *role == Role::Clerk)
}

struct EnterReview {
    who: Principal,
    from: AuthorityId,
    number: PetitionNumber,
    reasons: String,
    received: Date,
    postmark: Option<Date>,
    filing: Filing,
}

impl Job for EnterReview {
    type Outcome = Acted;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.from, self.who.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Acted, AppError> {
        let to = self.who.authority;
        let organisation = shared.organisation_in(transaction, to)?;
        let now = Principal::of(&organisation, to, self.who.staff);
        if !now.is_some_and(|who| is_clerk(&who)) {
            return Err(Refusal::NotAllowed.into());
        }
        let loaded = Loaded::numbered(transaction, shared, self.from, self.number)?;
        if loaded.authority.row.above.authority != Some(to) {
            return Err(Refusal::NoSuchPetition.into());
        }
        let times = asked(transaction, shared, (&loaded, By::System), |deciding| {
            deciding.paper_review(self.received, self.postmark)
        })?;
        let asking = Asking {
            by: By::System,
            to,
            channel: match self.postmark {
                Some(_) => Channel::Letter,
                None => Channel::Visit,
            },
            received: Some(times.received),
            late: Some(times.at),
            reasons: &self.reasons,
            requests: &[],
            filing: Some((&self.filing, Actor::Staff(self.who.staff))),
        };
        let done = asking.file(transaction, shared, &loaded, |deciding| {
            deciding.ask_review(&self.reasons, Some((times, None)))
        })?;
        let place = (self.from, loaded.case.id);
        let keys = super::keyring(&mut transaction.reader()?, shared, place.0, place.1)?;
        if loaded.reach(&mut transaction.reader()?, shared, &keys)? == Reach::Channel {
            let position = Position::new(done.version);
            queue_for_petitioner(transaction, place.0, place.1, None, position)?;
        }
        Ok(done)
    }
}
