//! What belongs to a step beyond its own petition: each petition that was merged into one that is
//! answered is served the same answer for itself (RULES 5.8).

use super::act::{Doer, run, text_at};
use super::petitioner::keep_renewed;
use super::renewal::keep_objecting;
use super::{Loaded, apply, envelope, keyring};
use crate::code::TrackingCode;
use crate::error::{AppError, Refusal};
use crate::huiyin::Shared;
use crate::notices::queue_recorded;
use crate::record::Recorded;
use huiyin_domain::event::{Actor, Event, EventText};
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::petition::{By, Case, Command, Decided, Deciding, PetitionState, Reach};
use huiyin_store::transaction::Transaction;

/// Why a merged petition is handled by itself again.
const RELEASED: &str =
    "并入的那件已经结束，没有答复 · The one it was merged into ended without an answer";
/// The same, where the other one is answered later than this one has to be.
const LEFT_BEHIND: &str = "并入的那件办理期限推后，原来的期限照算 · \
    The one it was merged into is answered later now; the date of before counts";

/// After steps on a petition were recorded.
pub(crate) fn after(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    loaded: &Loaded,
    case: &Case,
    recorded: &[Recorded],
) -> Result<Option<TrackingCode>, AppError> {
    let whose = |one: &Recorded| match &one.event {
        Event::CodeRenewed(event) => Some(event.representative),
        _ => None,
    };
    let mut renewed = recorded.iter().filter_map(|one| Some((one, whose(one)?)));
    if let Some((renewed, whose)) = renewed.next() {
        let own = loaded.authority.row.id;
        let (code, others) = keep_renewed(transaction, shared, (loaded, whose))?;
        let at = ((own, loaded.case.id), renewed.slot.position);
        keep_objecting(transaction, shared, at, whose)?;
        for other in others {
            let by = match other.0 == own {
                true => envelope(&renewed.open)?.by,
                // Nobody of one authority stands in the journal of another one.
                false => Actor::System,
            };
            stands_renewed(transaction, shared, other, (by, &renewed.event, whose))?;
        }
        return Ok(Some(code));
    }
    if recorded
        .iter()
        .any(|one| matches!(one.event, Event::AnswerIssued(_)))
    {
        answer_merged(transaction, shared, loaded, case)?;
    }
    release_merged(transaction, shared, loaded, recorded)?;
    release_left_behind(transaction, shared, (loaded, case), recorded)?;
    Ok(None)
}

/// What was merged into a petition whose date moves on is handled by itself again, with its own date: its
/// petitioner waits no longer than before the merger (RULES 5.8).
fn release_left_behind(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (loaded, lead): (&Loaded, &Case),
    recorded: &[Recorded],
) -> Result<(), AppError> {
    let moves_on = |one: &Recorded| {
        matches!(
            one.event,
            Event::ExtensionGranted(_)
                | Event::ClockSuspended(_)
                | Event::ClockResumed(_)
                | Event::PetitionClassified(_)
        )
    };
    if !recorded.iter().any(moves_on) {
        return Ok(());
    }
    let authority = loaded.authority.row.id;
    for other in merged_into(transaction, shared, (authority, lead.id))? {
        let slot = transaction.next_slot(authority)?;
        let (at, bar) = ((slot.recorded_at, slot.position), other.bar(&shared.key));
        let context = other.context(By::System, at, Reach::NoChannel, &bar, &[]);
        if Deciding::new(Case::clone(&other.case), context).is_left_behind_by(lead) {
            release(transaction, shared, &other, LEFT_BEHIND)?;
        }
    }
    Ok(())
}

/// What was merged into a petition, but for what was withdrawn since.
fn merged_into(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, petition): (AuthorityId, PetitionId),
) -> Result<Vec<Loaded>, AppError> {
    let mut merged = Vec::new();
    for petition in transaction.reader()?.merged_into(authority, petition)? {
        let other = Loaded::in_transaction(transaction, shared, authority, petition)?;
        merged.extend(other.filter(|other| other.case.state != PetitionState::Withdrawn));
    }
    Ok(merged)
}

/// A merged petition is handled by itself again.
fn release(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    merged: &Loaded,
    reason: &str,
) -> Result<(), AppError> {
    let reason = reason.to_owned();
    let unmerge = [Command::Unmerge { reason }];
    run(transaction, shared, merged, Doer::System, &unmerge).map(|_| ())
}

/// A code that opens several petitions was renewed for one of them: it stands on the timeline of each, also at
/// another authority that it was handed to or that reviews, and the contact on file of each is told (RULES 3.3).
fn stands_renewed(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    place: (AuthorityId, PetitionId),
    (by, event, whose): (Actor, &Event, Option<u8>),
) -> Result<(), AppError> {
    let Some(other) = Loaded::in_transaction(transaction, shared, place.0, place.1)? else {
        return Ok(());
    };
    let mut reader = transaction.reader()?;
    let keys = keyring(&mut reader, shared, place.0, place.1)?;
    let reach = other.reach(&mut reader, shared, &keys)?;
    let decided = Decided {
        effective_at: transaction.next_slot(place.0)?.recorded_at,
        by,
        event: event.clone(),
        text: None,
        identity: None,
    };
    let recorded = apply(transaction, shared, place, Some(&keys), vec![decided])?;
    for one in &recorded {
        keep_objecting(transaction, shared, (place, one.slot.position), whose)?;
    }
    queue_recorded(transaction, place, reach, &recorded)
}

/// What was merged into a petition that ends without an answer is handled by itself again, with its
/// old dates: nothing is lost with the other one (RULES 5.8).
pub(crate) fn release_merged(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    loaded: &Loaded,
    recorded: &[Recorded],
) -> Result<(), AppError> {
    let ends = |one: &Recorded| {
        matches!(
            one.event,
            Event::PetitionWithdrawn(_)
                | Event::DeclineServed(_)
                | Event::RedirectServed(_)
                | Event::PetitionHandedOver(_)
        )
    };
    if !recorded.iter().any(ends) {
        return Ok(());
    }
    let authority = loaded.authority.row.id;
    for other in merged_into(transaction, shared, (authority, loaded.case.id))? {
        release(transaction, shared, &other, RELEASED)?;
    }
    Ok(())
}

fn answer_merged(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    loaded: &Loaded,
    case: &Case,
) -> Result<(), AppError> {
    let authority = loaded.authority.row.id;
    let merged = merged_into(transaction, shared, (authority, case.id))?;
    let Some(answer) = case.answer.as_ref().filter(|_| !merged.is_empty()) else {
        return Ok(());
    };
    let mut reader = transaction.reader()?;
    let keys = keyring(&mut reader, shared, authority, case.id)?;
    let words =
        text_at(&mut reader, authority, answer.draft, &keys)?.unwrap_or_else(EventText::default);
    for other in merged {
        let petition = other.case.id;
        let slot = transaction.next_slot(authority)?;
        let mut reader = transaction.reader()?;
        let keys = keyring(&mut reader, shared, authority, petition)?;
        let reach = other.reach(&mut reader, shared, &keys)?;
        let bar = other.bar(&shared.key);
        let context = other.context(
            By::System,
            (slot.recorded_at, slot.position),
            reach,
            &bar,
            &[],
        );
        let mut deciding = Deciding::new(other.case.as_ref().clone(), context);
        deciding
            .answered_with(case, words.clone())
            .map_err(Refusal::Case)?;
        let place = (authority, petition);
        let recorded = apply(
            transaction,
            shared,
            place,
            Some(&keys),
            deciding.into_events(),
        )?;
        queue_recorded(transaction, place, reach, &recorded)?;
    }
    Ok(())
}
