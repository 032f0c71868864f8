//! Petitions that could be about the same matter, beside intake and on a petition's page: by subject or place, time
//! and kind (`domain::petition::MatterAt`), open ones only, and only those that whoever looks may open anyway.
//! It is a hint. Nobody is turned away by it, no petitioner learns of it, and nothing of who brought a
//! petition is compared or read for it (RULES 4.3).

use super::subject::subject;
use super::timeline::unit_name;
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::casework::Loaded;
use crate::casework::open::find;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use crate::queries::obligation::Words;
use huiyin_domain::category;
use huiyin_domain::language::Bilingual;
use huiyin_domain::language::Language::{En, Zh};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::organisation::Role;
use huiyin_domain::petition::{Action, MatterAt};
use huiyin_store::reader::Reader;
use huiyin_store::rows::InboxSight;
use serde::Serialize;
use std::cmp::Reverse;
use std::sync::Arc;
use utoipa::ToSchema;

/// How many are shown at most: more are no hint any more.
const SHOWN_MAX: usize = 5;
/// How many are looked at for these, the newest first, of those that whoever looks may open; so many are read at a
/// time.
const LOOKED_AT_MAX: u32 = 40;

/// A petition that could be about the same matter.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SameMatter {
    /// Its id, as the steps `merge` and `tell-apart` take it.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// The matter in one sentence.
    pub subject: String,
    /// Its category, with what stands above it; empty where it has none yet.
    #[schema(value_type = Words)]
    pub category: Bilingual,
    /// Its place, where one was told.
    #[schema(value_type = Option<Words>)]
    pub place: Option<Bilingual>,
    /// The unit that stands as responsible.
    #[schema(value_type = Words)]
    pub unit: Bilingual,
    /// Where it stands, as staff call it.
    #[schema(value_type = Words)]
    pub state_words: Bilingual,
    /// When it was received.
    pub received_at: String,
    /// Whether it was received before the one that was asked about: that one is merged into it, and the
    /// other way round else, so that a clock is kept that is no later (RULES 5.8).
    pub earlier: bool,
}

impl Huiyin {
    /// Petitions that could be the matter that a clerk is about to register.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] for whoever is no clerk, or a failure of the store.
    pub async fn same_matters_as(
        &self,
        who: &Principal,
        matter: MatterAt,
    ) -> Result<Vec<SameMatter>, AppError> {
        if !who.has(Role::Clerk) {
            return Err(Refusal::NotAllowed.into());
        }
        let (shared, who) = (Arc::clone(self.shared()), who.clone());
        self.store()
            .read_short(move |reader| hints(reader, &shared, &who, (&matter, None)))
            .await
    }

    /// Petitions that could be the same matter as one, but for those that it was told apart from; none
    /// where it has neither category nor place, or is answered, merged or ended.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`], [`Refusal::NotAllowed`] for whoever may not tell petitions apart here,
    /// or a failure of the store.
    pub async fn same_matters_of(
        &self,
        who: &Principal,
        number: PetitionNumber,
    ) -> Result<Vec<SameMatter>, AppError> {
        let (shared, who) = (Arc::clone(self.shared()), who.clone());
        self.store()
            .read_short(move |reader| {
                let loaded = find(reader, &shared, who.authority, number)?;
                loaded.permit(&who, &shared.key, Wish::Step(Action::TellApart))?;
                match matter_of(&loaded) {
                    Some(matter) => hints(reader, &shared, &who, (&matter, Some(&loaded))),
                    None => Ok(Vec::new()),
                }
            })
            .await
    }
}

/// Where, about what and when an open petition is.
fn matter_of(loaded: &Loaded) -> Option<MatterAt> {
    let case = &loaded.case;
    let open = !case.state.is_ended() && !case.is_answered() && case.review_of.is_none();
    open.then(|| MatterAt {
        place: case.place.clone(),
        category: case.category.clone(),
        class: case.class,
        received_at: case.registered_at,
    })
}

fn hints(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    (matter, own): (&MatterAt, Option<&Loaded>),
) -> Result<Vec<SameMatter>, AppError> {
    let mut found = Vec::new();
    let rules = shared.rules_read(reader)?;
    let tree = rules.authority(who.authority);
    let tree = tree.map_or(category::shipped(), |one| &*one.categories);
    let subjects = matter.subjects(tree).into_iter().map(Some);
    for subject in std::iter::once(None).chain(subjects) {
        found.extend(seen_of(reader, (shared, who), (matter, own), subject)?);
    }
    // The same place goes first, then the newest.
    found.sort_by_key(|(at, other)| {
        let newest = Reverse((at.received_at, other.case.id));
        (at.place != matter.place, newest)
    });
    let mut hints = Vec::new();
    for (at, other) in found.iter().take(SHOWN_MAX) {
        // Of two received at one instant the one with the lower number came first.
        let earlier = at.received_at < matter.received_at
            || at.received_at == matter.received_at
                && own.is_none_or(|own| other.case.id < own.case.id);
        hints.push(hint(reader, shared, who, (other, earlier))?);
    }
    Ok(hints)
}

/// Those of one subject, or without one those at the place, that whoever looks may open, the newest first: as many as are looked at, or fewer where
/// enough are of the same place, which no other one comes before. What they may not open takes no place.
fn seen_of(
    reader: &mut Reader<'_>,
    (shared, who): (&Shared, &Principal),
    (matter, own): (&MatterAt, Option<&Loaded>),
    subject: Option<&str>,
) -> Result<Vec<(MatterAt, Loaded)>, AppError> {
    let rules = shared.rules_read(reader)?;
    let organisation = shared.organisation_read(reader, who.authority)?;
    let sight = InboxSight {
        works: true,
        restricted: who.has(Role::Officer) || !who.posts.is_empty(),
        unsorted: who.has(Role::Clerk),
        post: None,
    };
    let (mut seen, mut here, mut before) = (Vec::new(), 0, None);
    loop {
        let asked = (sight, before);
        let rows = reader.petitions_alike(who.authority, subject, matter, asked, LOOKED_AT_MAX)?;
        before = rows.last().map(|(id, at)| (at.received_at, *id));
        let last = rows.len() < LOOKED_AT_MAX as usize;
        for (id, at) in rows {
            if own.is_some_and(|own| own.case.id == id) || !matter.could_be(&at) {
                continue;
            }
            let place = (who.authority, id);
            let known = (&*rules, &organisation);
            let Some(other) = Loaded::among(reader, shared, known, place)? else {
                continue;
            };
            let apart = own.is_some_and(|own| are_apart(own, &other));
            let theirs = other.permit(who, &shared.key, Wish::Open).is_ok();
            if apart || !theirs || matter_of(&other).is_none() {
                continue;
            }
            here += usize::from(at.place == matter.place);
            seen.push((at, other));
            if here == SHOWN_MAX || seen.len() == LOOKED_AT_MAX as usize {
                return Ok(seen);
            }
        }
        if last {
            return Ok(seen);
        }
    }
}

/// Whether somebody said of either that the other one is another matter, or one was a part of the other.
fn are_apart(one: &Loaded, other: &Loaded) -> bool {
    let told = |from: &Loaded, to: &Loaded| {
        let part = from.case.split_from.is_some_and(|(id, _)| id == to.case.id);
        part || from.case.told_apart.contains(&to.case.id)
    };
    told(one, other) || told(other, one)
}

fn hint(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    (other, earlier): (&Loaded, bool),
) -> Result<SameMatter, AppError> {
    let case = &other.case;
    let places = &other.authority.places;
    let place = places
        .iter()
        .find(|place| case.place.as_ref() == Some(&place.id));
    let tree = &other.authority.categories;
    let category = case.category.as_deref().and_then(|code| tree.path(code));
    let state = |language| case.state.staff_words(language).to_owned();
    Ok(SameMatter {
        id: case.id.raw(),
        number: case.number.to_string(),
        subject: subject(reader, shared, who, other)?.unwrap_or_default(),
        category: category.unwrap_or_default(),
        place: place.map(|place| place.name.clone()),
        unit: unit_name(&other.organisation, case.unit),
        state_words: Bilingual::new(state(Zh), state(En)),
        received_at: case.registered_at.rfc3339_in(&other.authority.zone),
        earlier,
    })
}
