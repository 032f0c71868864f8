//! Opens a petition for a member of staff: the access is on record before anything is shown
//! (RULES 4.3).

use super::Loaded;
use super::access::Access;
use super::opened::Opened;
use super::tell::view;
use super::views::CaseView;
use crate::authorise::Principal;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use crate::responses::file::answering;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use std::sync::Arc;

impl Huiyin {
    /// Opens a petition; with `reveal` also who brought it.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] where they may not know of it, [`Refusal::NotAllowed`] for the
    /// identity, or a failure of the store.
    pub async fn open_case(
        &self,
        who: &Principal,
        number: PetitionNumber,
        reveal: bool,
    ) -> Result<CaseView, AppError> {
        let access = if reveal {
            Access::Identity
        } else {
            Access::Matter
        };
        let opened = self.opened(who, number, (access, reveal)).await;
        self.or_on_record((who, number), access.word(), opened)
            .await
    }

    /// Who else has a petition open that somebody may open, as [`Huiyin::present`]: for a page that asks again while it
    /// is open. Nothing of the petition is shown by it.
    ///
    /// # Errors
    /// As [`Huiyin::open_case`].
    pub async fn still_present(
        &self,
        who: &Principal,
        number: PetitionNumber,
    ) -> Result<Vec<String>, AppError> {
        let (shared, person) = (Arc::clone(self.shared()), who.clone());
        let found = self.store().read_short(move |reader| {
            let loaded = find(reader, &shared, person.authority, number)?;
            let person = answering(reader, &shared, &loaded, person)?;
            Access::Matter.permit(&loaded, &person, &shared.key)?;
            Ok::<_, AppError>(loaded.case.id.raw())
        });
        let found = found.await;
        let petition = self
            .or_on_record((who, number), Access::Matter.word(), found)
            .await?;
        self.present(who, petition).await
    }

    async fn opened(
        &self,
        who: &Principal,
        number: PetitionNumber,
        (access, reveal): (Access, bool),
    ) -> Result<CaseView, AppError> {
        let (shared, person) = (Arc::clone(self.shared()), who.clone());
        let now = self.now();
        // One reading, where this person's access is on record already.
        let known = self
            .store()
            .read_short(move |reader| {
                let loaded = find(reader, &shared, person.authority, number)?;
                let person = answering(reader, &shared, &loaded, person)?;
                access.permit(&loaded, &person, &shared.key)?;
                // Its words are read only where they may be shown at once.
                if !access.new_parts(&loaded, &person, now).is_empty() {
                    return Ok(None);
                }
                let look = (&person, reveal, now);
                with_words(reader, &shared, &loaded, look).map(Some)
            })
            .await?;
        if let Some(view) = known {
            return Ok(*view);
        }
        self.record_access(who, number, access).await?;
        let (shared, person) = (Arc::clone(self.shared()), who.clone());
        let view = self.store().read_short(move |reader| {
            let loaded = find(reader, &shared, person.authority, number)?;
            let person = answering(reader, &shared, &loaded, person)?;
            with_words(reader, &shared, &loaded, (&person, reveal, now))
        });
        Ok(*view.await?)
    }
}

/// What somebody sees of a petition that is loaded already: its words are read to it.
fn with_words(
    reader: &mut Reader<'_>,
    shared: &Shared,
    loaded: &Loaded,
    (who, reveal, now): (&Principal, bool, Instant),
) -> Result<Box<CaseView>, AppError> {
    let opened = Opened::read(reader, shared, who.authority, loaded.case.id)?;
    view(reader, shared, (loaded, &opened), (who, reveal, now))
}

/// Finds a petition by its number, with its words.
pub(crate) fn find_whole(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    number: PetitionNumber,
) -> Result<(Loaded, Opened), AppError> {
    let petition = reader
        .petition_numbered(authority, number)?
        .ok_or(Refusal::NoSuchPetition)?;
    let found = Opened::with_case(reader, shared, authority, petition)?;
    Ok(found.ok_or(Refusal::NoSuchPetition)?)
}

/// Finds a petition by its number, without its words.
pub(crate) fn find(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    number: PetitionNumber,
) -> Result<Loaded, AppError> {
    let petition = reader
        .petition_numbered(authority, number)?
        .ok_or(Refusal::NoSuchPetition)?;
    Ok(Loaded::read(reader, shared, authority, petition)?.ok_or(Refusal::NoSuchPetition)?)
}
