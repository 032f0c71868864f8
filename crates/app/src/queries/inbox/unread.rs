//! Messages of petitioners that wait for an answer: nothing is owed by them, so without this nobody would see them.

use crate::authorise::Principal;
use crate::authorise::petition::{Verdict, Wish, verdict};
use crate::casework::Loaded;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::organisation::OrganisationAt;
use crate::queries::obligation::Words;
use crate::queries::subject::subject;
use crate::queries::timeline::{staff_name, unit_name};
use crate::rules::Rules;
use huiyin_domain::ids::PetitionId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::Action;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Petitions that are read at a time.
const ROWS: u32 = 200;
/// So many are shown.
const SHOWN_MAX: usize = 50;

/// A petition whose petitioner wrote, and waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InboxMessage {
    /// The petition's number.
    pub number: String,
    /// The matter in one sentence.
    pub subject: Option<String>,
    /// The unit that has it.
    #[schema(value_type = Words)]
    pub unit: Bilingual,
    /// Who works on it.
    pub handler: Option<String>,
    /// Since when the first of its messages waits.
    pub since: String,
}

/// What waits for whoever may answer it. What they may not answer takes no place of it.
pub(super) fn read(
    reader: &mut Reader<'_>,
    (shared, who): (&Shared, &Principal),
    organisation: &Arc<OrganisationAt>,
) -> Result<Vec<InboxMessage>, AppError> {
    let mut list = Vec::new();
    let rules = shared.rules_read(reader)?;
    let known = (&*rules, organisation);
    let mut after = (Instant::from_micros(i64::MIN), PetitionId::new(0));
    loop {
        let waiting = reader.unread(who.authority, after, ROWS)?;
        for (_, petition) in &waiting {
            list.extend(message(reader, (shared, who), known, *petition)?);
            if list.len() == SHOWN_MAX {
                return Ok(list);
            }
        }
        match waiting.last() {
            Some(last) if waiting.len() == ROWS as usize => after = *last,
            _ => return Ok(list),
        }
    }
}

/// What waits on one petition, for whoever may answer it.
fn message(
    reader: &mut Reader<'_>,
    (shared, who): (&Shared, &Principal),
    known: (&Rules, &Arc<OrganisationAt>),
    petition: PetitionId,
) -> Result<Option<InboxMessage>, AppError> {
    let place = (who.authority, petition);
    let Some(loaded) = Loaded::among(reader, shared, known, place)? else {
        return Ok(None);
    };
    let barred = loaded.barred(&shared.key);
    let wish = Wish::Step(Action::MarkRead);
    let may = verdict(who, &loaded.case, &barred, &loaded.organisation, wish);
    let Some(since) = since(&loaded).filter(|_| may == Verdict::Allowed) else {
        return Ok(None);
    };
    let holder = loaded.case.receiver.unwrap_or(loaded.case.unit);
    let handler = loaded.case.handler;
    Ok(Some(InboxMessage {
        number: loaded.case.number.to_string(),
        subject: subject(reader, shared, who, &loaded)?,
        unit: unit_name(&loaded.organisation, holder),
        handler: handler.map(|staff| staff_name(&loaded.organisation, staff)),
        since,
    }))
}

/// Since when a message of a petition waits.
pub(super) fn since(loaded: &Loaded) -> Option<String> {
    let since = loaded.case.unread_since?;
    Some(since.rfc3339_in(&loaded.authority.zone))
}
