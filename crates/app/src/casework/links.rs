//! The petitions that one became or came from, and the authorities that it can be handed to.

use super::Loaded;
use super::views::{LinkedPetition, OtherAuthority};
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::error::AppError;
use crate::huiyin::Shared;
use huiyin_domain::ids::PetitionId;
use huiyin_domain::petition::PetitionState;
use huiyin_store::reader::Reader;

/// What it became, and came from, as far as whoever looks may open that too.
pub(super) fn of(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    loaded: &Loaded,
) -> Result<Vec<LinkedPetition>, AppError> {
    let case = &loaded.case;
    let mut linked = Vec::new();
    let from = case.split_from.map(|(id, _)| (id, "split-from"));
    let into = case.split_into.keys().map(|id| (*id, "split-into"));
    let merged = case.merged_into.map(|(id, _)| (id, "merged-into"));
    let merged_here = reader.merged_into(who.authority, case.id)?.into_iter();
    let merged_here = merged_here.map(|id| (id, "merged-here"));
    let parts = from.into_iter().chain(into);
    for (id, relation) in parts.chain(merged).chain(merged_here) {
        linked.extend(within(reader, shared, who, id, relation)?);
    }
    if let Some((authority, _, number)) = case.elsewhere {
        let relation = if case.state == PetitionState::HandedOver {
            "handed-to"
        } else {
            "came-from"
        };
        let rules = shared.rules();
        linked.push(LinkedPetition {
            relation: relation.to_owned(),
            number: number.to_string(),
            authority: rules.authority(authority).map(|one| one.row.name.clone()),
        });
    }
    let rules = shared.rules();
    let above = case.review.map(|one| (one.to, one.number, "reviewed-by"));
    let before = case.review_of.map(|one| (one.from, one.number, "reviews"));
    for (authority, number, relation) in above.into_iter().chain(before) {
        linked.push(LinkedPetition {
            relation: relation.to_owned(),
            number: number.to_string(),
            authority: rules.authority(authority).map(|one| one.row.name.clone()),
        });
    }
    Ok(linked)
}

fn within(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    id: PetitionId,
    relation: &str,
) -> Result<Option<LinkedPetition>, AppError> {
    let other = Loaded::read(reader, shared, who.authority, id)?;
    let seen = other.filter(|other| other.permit(who, &shared.key, Wish::Open).is_ok());
    Ok(seen.map(|other| LinkedPetition {
        relation: relation.to_owned(),
        number: other.case.number.to_string(),
        authority: None,
    }))
}

/// Every other authority, for whoever may hand it over while that is possible.
pub(super) fn others(shared: &Shared, who: &Principal, loaded: &Loaded) -> Vec<OtherAuthority> {
    let case = &loaded.case;
    let over = case.state.is_ended() || case.is_answered();
    let waits = case.is_objected() || case.withdrawal.is_some();
    if over || waits || loaded.permit(who, &shared.key, Wish::HandOver).is_err() {
        return Vec::new();
    }
    let rules = shared.rules();
    let others = rules.authorities().iter();
    others
        .filter(|one| one.row.id != who.authority)
        .map(|one| OtherAuthority {
            key: one.row.key.clone(),
            name: one.row.name.clone(),
        })
        .collect()
}
