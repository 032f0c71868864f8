//! Time passes: what is due is recorded, each moment once, in order, however many nodes look
//! (RULES 1.6). The cost is that of what is due, not of what exists.

use super::tell_staff::tell_staff;
use super::wholes::release_merged;
use super::{Loaded, apply, leaving};
use crate::drills;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::responses;
use crate::{presence, refused};
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::petition::{By, Reach, tick};
use huiyin_domain::time::Instant;
use huiyin_store::StoreError;
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;
use std::collections::BTreeSet;

/// Obligations looked at in one transaction, so that petitions are registered in between.
const DUE_AT_A_TIME: u32 = 200;

/// What a look at the clock recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticked {
    /// Moments recorded.
    pub moments: u64,
    /// When something is due next, in any authority.
    pub next_at: Option<Instant>,
}

impl Huiyin {
    /// Records what is due up to an instant in every authority.
    ///
    /// # Errors
    /// When the store fails.
    pub fn tick(&self, up_to: Instant) -> Result<Ticked, AppError> {
        let mut done = Ticked::default();
        self.begin_rulebooks(up_to)?;
        for authority in self.authority_ids() {
            // Asked without a lock: an idle clock costs one look at an index.
            while self
                .store()
                .read_here(|reader| next_moment(reader, authority))?
                .is_some_and(|at| at <= up_to)
            {
                let moments = self.command_here(Tick { authority, up_to })?;
                done.moments += moments;
                if moments == 0 {
                    break;
                }
            }
            self.forget_drafts(authority, up_to)?;
            self.forget_uploads(authority, up_to)?;
            let next = self
                .store()
                .read_here(|reader| next_moment(reader, authority))?;
            done.next_at = [done.next_at, next].into_iter().flatten().min();
        }
        Ok(done)
    }
}

impl Huiyin {
    /// As [`Huiyin::tick`], where no thread may be blocked.
    pub(crate) async fn tick_async(
        &self,
        authority: AuthorityId,
        up_to: Instant,
    ) -> Result<(), AppError> {
        let due = move |reader: &mut Reader<'_>| next_moment(reader, authority);
        while self.store().read(due).await?.is_some_and(|at| at <= up_to) {
            if self.command(Tick { authority, up_to }).await? == 0 {
                break;
            }
        }
        Ok(())
    }
}

/// When time next does something: to a petition, to a response, to a visit
/// that was announced, to a drill that is owed, to a test of the lines, or to what is kept for a time only.
fn next_moment(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
) -> Result<Option<Instant>, StoreError> {
    let moments = [
        reader.next_moment(authority)?,
        reader.next_response_moment(authority)?,
        reader.next_visit_end(authority)?,
        reader.first_presence(authority)?.map(presence::ends),
        reader.first_refused(authority)?.map(refused::ends),
        drills::next_moment(reader, authority)?,
        reader.next_reach_moment(authority)?,
    ];
    Ok(moments.into_iter().flatten().min())
}

struct Tick {
    authority: AuthorityId,
    up_to: Instant,
}

impl Command for Tick {
    type Outcome = u64;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<u64, AppError> {
        let due = transaction
            .reader()?
            .due_petitions(self.authority, self.up_to, DUE_AT_A_TIME)?;
        let petitions: BTreeSet<PetitionId> = due.iter().map(|(petition, _)| *petition).collect();
        let mut moments = responses::tick::tick(transaction, shared, self.authority, self.up_to)?;
        moments += transaction.forget_visits(self.authority, self.up_to)?;
        transaction.forget_presence(self.authority, presence::ended(self.up_to))?;
        transaction.forget_refused(self.authority, refused::ended(self.up_to))?;
        moments += drills::tick(transaction, shared, self.authority, self.up_to)?;
        moments += responses::reach::tick(transaction, shared, self.authority, self.up_to)?;
        for petition in petitions {
            let loaded = Loaded::in_transaction(transaction, shared, self.authority, petition)?;
            let Some(loaded) = loaded else { continue };
            let slot = transaction.next_slot(self.authority)?;
            let bar = loaded.bar(&shared.key);
            let group = leaving::before(transaction, shared, &loaded)?;
            let mut context = loaded.context(
                By::System,
                (slot.recorded_at, slot.position),
                Reach::NoChannel,
                &bar,
                &[],
            );
            context.identity = group.as_ref().and_then(|(_, identity)| identity.as_ref());
            let decided =
                tick(loaded.case.as_ref().clone(), context, self.up_to).map_err(Refusal::Case)?;
            moments += decided.len() as u64;
            let place = (self.authority, petition);
            let keys = group.as_ref().map(|(keys, _)| keys);
            let named = leaving::named(&decided);
            let recorded = apply(transaction, shared, place, keys, decided)?;
            leaving::after(transaction, shared, place, named.as_ref(), &recorded)?;
            tell_staff(transaction, shared, &loaded, &recorded)?;
            release_merged(transaction, shared, &loaded, &recorded)?;
        }
        Ok(moments)
    }
}
