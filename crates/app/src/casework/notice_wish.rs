//! When notices may come: kept with the registration, and changed by the petitioner with the code.

use super::apply;
use super::petitioner::{Which, by_code, principal};
use crate::Idempotency;
use crate::code::TrackingCode;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command as Job, Huiyin, Shared};
use crate::once::{Once, OnceOnly};
use crate::record::Keyring;
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::petition::{By, Decided, Deciding, NoticeWish, Reach};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// When the notices of one petition come, as its petitioner sees and sets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NoticesView {
    /// `any`, `daytime` (9 to 18), `evening` (18 to 21) or `workdays` (9 to 18 on working days), in the
    /// authority's zone. A notice that would make a service late does not wait.
    pub hours: String,
    /// Whether they leave the authority's name out. An installation may leave it out of all of them.
    pub unnamed: bool,
}

impl NoticesView {
    /// As it stands.
    pub(crate) fn of(wish: NoticeWish) -> Self {
        Self {
            hours: wish.hours.word().to_owned(),
            unnamed: wish.unnamed,
        }
    }
}

/// Puts a wish on record with a petition that begins; without one nothing is to be recorded.
pub(crate) fn keep(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (place, keys): ((AuthorityId, PetitionId), &Keyring),
    wish: NoticeWish,
) -> Result<(), AppError> {
    if wish == NoticeWish::default() {
        return Ok(());
    }
    let wished = Decided {
        effective_at: transaction.next_slot(place.0)?.recorded_at,
        by: Actor::Public,
        event: wish.event(),
        text: None,
        identity: None,
    };
    apply(transaction, shared, place, Some(keys), vec![wished])?;
    Ok(())
}

impl Huiyin {
    /// Whether notices go out at all, by mail or by text message.
    pub fn sends_notices(&self) -> bool {
        self.shared().sends_notices()
    }

    /// Whether notices name the authority, unless the petitioner wishes otherwise.
    pub fn names_authority(&self) -> bool {
        self.shared().names_authority()
    }

    /// Says when notices of a petition may come, once for an Idempotency-Key (RULES 2.4). What waits is
    /// looked at anew.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] for an unknown code, [`Refusal::Case`] for one that only views,
    /// [`Refusal::IdempotencyKeyReused`], or a failure of the store.
    pub async fn wish_notices(
        &self,
        (code, which): (&TrackingCode, Option<Which>),
        wish: NoticeWish,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<NoticesView>, AppError> {
        let hash = self.code_hash(code);
        let place = self.place_of_code(hash, which).await?;
        let job = WishNotices { place, hash, wish };
        let (principal, key) = (principal(hash), idempotency.as_ref());
        let job = OnceOnly::new(self.shared(), place.0, principal, key, job);
        self.command(job).await
    }
}

struct WishNotices {
    place: (AuthorityId, PetitionId),
    hash: [u8; 32],
    wish: NoticeWish,
}

impl Job for WishNotices {
    type Outcome = NoticesView;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.place.0]
    }

    fn petition(&self) -> Option<PetitionId> {
        Some(self.place.1)
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<NoticesView, AppError> {
        let (loaded, power) = by_code(transaction, shared, self.place, &self.hash)?;
        let slot = transaction.next_slot(self.place.0)?;
        let bar = loaded.bar(&shared.key);
        let at = (slot.recorded_at, slot.position);
        let context = loaded.context(By::Petitioner(power), at, Reach::NoChannel, &bar, &[]);
        let mut deciding = Deciding::new(loaded.case.as_ref().clone(), context);
        deciding.wish_notices(self.wish).map_err(Refusal::Case)?;
        let events = deciding.into_events();
        if !events.is_empty() {
            apply(transaction, shared, self.place, None, events)?;
            transaction.notices_of_petition_again(self.place.0, self.place.1)?;
        }
        Ok(NoticesView::of(self.wish))
    }
}
