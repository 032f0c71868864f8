//! What a step would bring, before it is taken: the same decision, and nothing of it is recorded.

use super::open::find;
use super::{Loaded, keyring};
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use crate::queries::obligation::{ObligationView, opened_view};
use crate::rules::Authority;
use huiyin_domain::ids::Position;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::obligation::Opened;
use huiyin_domain::petition::{By, Command, Deciding};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use std::sync::Arc;

impl Huiyin {
    /// What would be owed from now on if somebody took a step now, with "why this date". Nothing of
    /// the petition is told but that, so it is no opening of it.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`], [`Refusal::NotAllowed`], [`Refusal::Case`] where the step is not
    /// possible, or a failure of the store.
    pub async fn would_follow(
        &self,
        who: &Principal,
        number: PetitionNumber,
        command: Command,
    ) -> Result<Vec<ObligationView>, AppError> {
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        self.store()
            .read_short(move |reader| {
                let loaded = find(reader, &shared, who.authority, number)?;
                loaded.permit(&who, &shared.key, Wish::Step(command.action()))?;
                let opened = decided(reader, &shared, &loaded, &who, (&command, now))?;
                views(reader, &shared, &loaded.authority, &opened)
            })
            .await
    }
}

fn decided(
    reader: &mut Reader<'_>,
    shared: &Shared,
    loaded: &Loaded,
    who: &Principal,
    (command, now): (&Command, Instant),
) -> Result<Vec<Opened>, AppError> {
    let keys = keyring(reader, shared, who.authority, loaded.case.id)?;
    let reach = loaded.reach(reader, shared, &keys)?;
    let bar = loaded.bar(&shared.key);
    let next = Position::new(loaded.case.last.raw() + 1);
    let context = loaded.context(By::Staff(who.staff), (now, next), reach, &bar, &[]);
    let mut deciding = Deciding::new(loaded.case.as_ref().clone(), context);
    deciding.run(command).map_err(Refusal::Case)?;
    let events = deciding.into_events().into_iter();
    let opened = events.filter_map(|one| one.event.effects().map(|effects| effects.opened.clone()));
    Ok(opened.flatten().collect())
}

fn views(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: &Authority,
    opened: &[Opened],
) -> Result<Vec<ObligationView>, AppError> {
    let rules = shared.rules_read(reader)?;
    let views = opened.iter().map(|one| {
        let under = (&one.rulebook, &one.calendar);
        opened_view(&rules, authority, under, &one.obligation, &shared.words)
    });
    views.collect()
}
