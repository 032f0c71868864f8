//! Whoever holds a code that was replaced, or the contact on file, says that nobody asked for the new one: it ends at
//! once, and the one of before works again (RULES 3.3). The contact is sent a code that can do nothing else; it is told
//! from the journal's position under the installation's key, so that no secret lies in the outbox.

use super::petitioner::{opened_alike, opened_here};
use super::{Loaded, apply, keyring};
use crate::code::TrackingCode;
use crate::commands::register::CODE_PURPOSE;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command as Job, Huiyin, Shared};
use crate::notices::queue_recorded;
use huiyin_domain::ids::{AuthorityId, PetitionId, Position};
use huiyin_domain::petition::{
    By, CaseRefusal, CodePower, Deciding, RENEWED_DAYS, Reach, RefusalCode, renewed_until,
};
use huiyin_domain::time::{DAY_MICROS, Instant, Zone};
use huiyin_store::rows::ReplacedCode;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const PURPOSE: &str = "object to a renewed code";

/// That a code was replaced by a new one, for whoever holds it.
#[derive(Clone, Debug)]
pub struct CodeReplaced {
    /// When.
    pub at: Instant,
    /// Until when they can say that nobody asked for it.
    pub until: Instant,
    /// The zone of the authority that has the petition.
    pub zone: Zone,
    /// Whether it is a code that was sent to the contact on file, which opens nothing.
    pub by_contact: bool,
}

/// That a renewed code ended because somebody objected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RenewalEnded {
    /// Whether the code that was sent opens the petition again; one that was sent to a contact opens nothing.
    pub opens: bool,
}

/// The code with which the contact on file objects to a renewal, by the place of that in the journal.
pub(crate) fn objecting_code(
    shared: &Shared,
    (authority, petition): (AuthorityId, PetitionId),
    position: Position,
) -> TrackingCode {
    let place = format!("{authority}/{petition}/{position}");
    let hash = shared.key.keyed_hash(PURPOSE, place.as_bytes());
    let mut chance = [0; 10];
    for (to, from) in chance.iter_mut().zip(hash) {
        *to = from;
    }
    TrackingCode::from_chance(chance)
}

/// Lets the contact on file object to a renewal that was recorded in this transaction.
pub(crate) fn keep_objecting(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (place, position): ((AuthorityId, PetitionId), Position),
    representative: Option<u8>,
) -> Result<(), AppError> {
    let code = objecting_code(shared, place, position);
    let hash = shared.key.keyed_hash(CODE_PURPOSE, code.as_bytes());
    transaction.keep_objecting_code(place, hash, representative)?;
    Ok(())
}

/// What was replaced later than this can be objected to still.
const fn earliest(now: Instant) -> Instant {
    now.plus_micros(-RENEWED_DAYS * DAY_MICROS)
}

impl Huiyin {
    /// That a code was replaced lately, so that whoever holds it can still object; nothing for any other code.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn code_replaced(
        &self,
        code: &TrackingCode,
    ) -> Result<Option<CodeReplaced>, AppError> {
        let Some((place, found)) = self.replaced(self.code_hash(code)).await? else {
            return Ok(None);
        };
        let rules = self.rules();
        let zone = rules.authority(place.0).map(|one| one.zone.clone());
        let zone = zone.ok_or(Refusal::NoSuchPetition)?;
        Ok(Some(CodeReplaced {
            at: found.replaced_at,
            until: renewed_until(found.replaced_at),
            zone,
            by_contact: found.by_contact,
        }))
    }

    /// Objects with a code that was replaced, or that was sent to the contact on file: the new code ends at once, and
    /// those of before work again, for each petition that they open.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] for a code that was not replaced in the last 14 days; [`Refusal::Case`] where
    /// somebody objected before; or a failure of the store.
    pub async fn object_to_renewal(&self, code: &TrackingCode) -> Result<RenewalEnded, AppError> {
        let hash = self.code_hash(code);
        let found = self.replaced(hash).await?;
        let (place, _) = found.ok_or(Refusal::NoSuchPetition)?;
        let ids = self.authority_ids();
        let opened = self
            .store()
            .read(move |reader| opened_alike(reader, &ids, place));
        let authorities = opened.await?.into_iter().map(|(at, _)| at).collect();
        let objects = Objects {
            place,
            hash,
            authorities,
        };
        self.command(objects).await
    }

    async fn replaced(
        &self,
        hash: [u8; 32],
    ) -> Result<Option<((AuthorityId, PetitionId), ReplacedCode)>, AppError> {
        let (ids, after) = (self.authority_ids(), earliest(self.now()));
        let found = self.store().read(move |reader| {
            for id in ids {
                if let Some(found) = reader.replaced_code(id, &hash, after)? {
                    return Ok::<_, AppError>(Some(((id, found.petition), found)));
                }
            }
            Ok(None)
        });
        found.await
    }
}

struct Objects {
    place: (AuthorityId, PetitionId),
    hash: [u8; 32],
    authorities: Vec<AuthorityId>,
}

impl Job for Objects {
    type Outcome = RenewalEnded;

    fn authorities(&self) -> Vec<AuthorityId> {
        self.authorities.clone()
    }

    fn petition(&self) -> Option<PetitionId> {
        Some(self.place.1)
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<RenewalEnded, AppError> {
        let (place, after) = (self.place, earliest(transaction.now()));
        let mut reader = transaction.reader()?;
        let found = reader.replaced_code(place.0, &self.hash, after)?;
        let found = found.ok_or(Refusal::NoSuchPetition)?;
        let whose = reader.renewed_for(place, found.replaced_at)?;
        let none = Refusal::Case(CaseRefusal::of(RefusalCode::NoRenewal));
        let whose = whose.ok_or(none)?;
        let loaded = Loaded::known(transaction, shared, place)?;
        let opened = opened_here(transaction, shared, &loaded)?;
        for (nth, place) in opened.into_iter().enumerate() {
            let said = objected(transaction, shared, place, (whose, found.by_contact));
            match said {
                // What came to be elsewhere after the renewal knows nothing of it.
                Err(AppError::Refused(Refusal::Case(_))) if nth > 0 => {}
                said => said?,
            }
            transaction.undo_renewal(place, found.replaced_at, whose)?;
        }
        Ok(RenewalEnded {
            opens: !found.by_contact,
        })
    }
}

/// That somebody objected stands on the timeline of a petition, and its contact is told.
fn objected(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    place: (AuthorityId, PetitionId),
    (whose, by_contact): (Option<u8>, bool),
) -> Result<(), AppError> {
    let loaded = Loaded::known(transaction, shared, place)?;
    let slot = transaction.next_slot(place.0)?;
    let mut reader = transaction.reader()?;
    let keys = keyring(&mut reader, shared, place.0, place.1)?;
    let reach = loaded.reach(&mut reader, shared, &keys)?;
    let bar = loaded.bar(&shared.key);
    let by = By::Petitioner(CodePower::View);
    let at = (slot.recorded_at, slot.position);
    let context = loaded.context(by, at, Reach::NoChannel, &bar, &[]);
    let mut deciding = Deciding::new(loaded.case.as_ref().clone(), context);
    deciding
        .object_to_renewal(whose, by_contact)
        .map_err(Refusal::Case)?;
    let events = deciding.into_events();
    let recorded = apply(transaction, shared, place, Some(&keys), events)?;
    queue_recorded(transaction, place, reach, &recorded)
}
