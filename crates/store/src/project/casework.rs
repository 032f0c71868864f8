//! What follows from the events of a petition after its registration. The events say as facts what
//! they do to obligations and state, so no rulebook is asked here.

use super::{Listed, Meta, obligation, official_seal};
use crate::StoreError;
use crate::rows::{told_post, told_staff};
use crate::statements::{self as common, casework as sql, desk};
use crate::transaction::Transaction;
use crate::tx::Value;
use huiyin_domain::deadline::Suspension;
use huiyin_domain::event::{EntryCorrected, Event, ObligationEscalated, PetitionClassified};
use huiyin_domain::ids::{ObligationId, PetitionId, Position, PostId, StaffId, UnitId};
use huiyin_domain::obligation::{Effects, ObligationMoved};
use huiyin_domain::petition::{Channel, Class, EntryPart, PetitionState};
use huiyin_domain::rulebook::EventName;
use huiyin_domain::time::Instant;

/// Columns of `petition` that an event sets; what is absent stays.
#[derive(Default)]
struct Change {
    state: Option<PetitionState>,
    unit: Option<UnitId>,
    restricted: Option<bool>,
    sorted: Option<bool>,
    danger: Option<bool>,
    answered_at: Option<Instant>,
}

pub(super) fn project(
    into: &mut Transaction<'_>,
    meta: &Meta,
    event: &Event,
) -> Result<(), StoreError> {
    let mut change = Change::default();
    if let Some(effects) = event.effects() {
        change.state = effects.state;
        change.unit = effects.unit;
        obligations(into, meta, event, effects)?;
    }
    facts(&mut change, meta, event);
    people(into, meta, event)?;
    official_seal::waiting(into, meta, event)?;
    moments(into, meta, event);
    unread(into, meta, event)?;
    petition(into, meta, &change)?;
    mark(into, meta, event, &change)
}

/// Whether something that the petitioner wrote waits; as `Case::evolve` has it.
fn unread(into: &mut Transaction<'_>, meta: &Meta, event: &Event) -> Result<(), StoreError> {
    let waits = match event {
        Event::MessageSent(message) if message.from_petitioner && !message.waits => return Ok(()),
        Event::MessageSent(message) => message.from_petitioner,
        Event::MessagesRead(_) => false,
        _ => return Ok(()),
    };
    let row: [Value; 2] = [meta.authority.raw().into(), meta.petition()?.into()];
    match waits {
        true => {
            let since = [meta.effective_at.micros().into()];
            into.replace(&desk::UNREAD_ADD, row.into_iter().chain(since).collect());
        }
        false => into.replace(&desk::UNREAD_END, row.to_vec()),
    }
    Ok(())
}

/// Keeps with the duties of a petition what an inbox looks at: whether it has bars, is restricted, sorted. Most
/// steps change nothing of it, so what they touch is told apart: every row written costs its indexes.
fn mark(
    into: &mut Transaction<'_>,
    meta: &Meta,
    event: &Event,
    change: &Change,
) -> Result<(), StoreError> {
    let (authority, petition) = (meta.authority.raw(), meta.petition()?);
    let of_event = |position: i64| ObligationId::opened_at(Position::new(position), 0).raw();
    let own = [of_event(petition), of_event(petition + 1)];
    if changes_who_sees(event, change) {
        let values = [authority, petition, own[0], own[1]].map(Value::from);
        into.replace(&sql::OBLIGATIONS_MARK, values.to_vec());
        return Ok(());
    }
    if let Some(sorted) = change.sorted {
        let first = [sorted.into(), authority, petition, own[0], own[1]].map(Value::from);
        into.replace(&sql::FIRST_OBLIGATIONS_SORTED, first.to_vec());
        let later = [sorted.into(), authority, petition].map(Value::from);
        into.replace(&sql::LATER_OBLIGATIONS_SORTED, later.to_vec());
    }
    if event
        .effects()
        .is_some_and(|effects| !effects.opened.is_empty())
    {
        let position = meta.position.raw();
        let new = [of_event(position), of_event(position + 1)];
        let values = [authority, petition, new[0], new[1]].map(Value::from);
        into.replace(&sql::OBLIGATIONS_OF_EVENT_MARK, values.to_vec());
    }
    Ok(())
}

/// Whether an event changes who sees the petition, beyond its being sorted.
fn changes_who_sees(event: &Event, change: &Change) -> bool {
    match event {
        Event::StaffRecused(_) | Event::RespondentsNamed(_) => true,
        Event::PetitionClassified(event) => event.class == Class::Disclosure,
        _ => change.restricted.is_some(),
    }
}

fn petition(into: &mut Transaction<'_>, meta: &Meta, change: &Change) -> Result<(), StoreError> {
    let set: [Value; 6] = [
        change.state.map(PetitionState::word).into(),
        change.unit.map(UnitId::raw).into(),
        change.restricted.into(),
        change.sorted.into(),
        change.danger.into(),
        change.answered_at.map(Instant::micros).into(),
    ];
    if set.iter().all(|value| *value == Value::Null) {
        return Ok(());
    }
    let row = [meta.authority.raw().into(), meta.petition()?.into()];
    into.update(&sql::PETITION_SET, set.into_iter().chain(row).collect());
    Ok(())
}

/// What an event says about the petition itself; as `Case::evolve` has it.
fn facts(change: &mut Change, meta: &Meta, event: &Event) {
    match event {
        Event::PetitionAccepted(_)
        | Event::PetitionDeclined(_)
        | Event::PetitionRedirected(_)
        | Event::ExtensionGranted(_)
        | Event::AnswerIssued(_)
        | Event::ReviewReceived(_)
        | Event::ReviewDecided(_)
        | Event::AcceptedByLapse(_)
        | Event::HandlerNamed(_)
        | Event::PetitionTransferred(_)
        | Event::PetitionAssigned(_) => change.sorted = Some(true),
        Event::AnswerServed(_) | Event::ReviewDecisionServed(_) => {
            change.answered_at = Some(meta.effective_at);
        }
        Event::DisputeDecided(decided) => change.answered_at = decided.answered_at,
        Event::PetitionSplitOff(split) => change.sorted = Some(split.sorted),
        Event::ConfidentialityLowered(_) => change.restricted = Some(false),
        Event::DangerDeclared(_) => change.danger = Some(true),
        Event::DangerLowered(_) => change.danger = Some(false),
        _ => {}
    }
}

/// Stands among the bars of a petition from which somebody stepped aside, so that the counts of an inbox
/// look at it one by one. A keyed hash never reads so.
const STEPPED_ASIDE: &str = "recused";

fn people(into: &mut Transaction<'_>, meta: &Meta, event: &Event) -> Result<(), StoreError> {
    let (authority, petition) = (meta.authority.raw(), meta.petition()?);
    let row = || [authority.into(), petition.into()];
    let mut handler = |staff: Option<StaffId>| {
        let values = [staff.map(StaffId::raw).into()].into_iter().chain(row());
        into.update(&sql::PETITION_HANDLER_SET, values.collect());
    };
    match event {
        Event::HandlerNamed(event) => handler(Some(event.staff)),
        Event::PetitionTransferred(_) | Event::PetitionAssigned(_) => handler(None),
        Event::ContactChanged(event) => {
            let values = [event.who.word().into()].into_iter().chain(row());
            into.update(&sql::PETITION_WHO_SET, values.collect());
        }
        Event::StaffRecused(event) => {
            let values = [event.staff.raw().into()].into_iter().chain(row());
            into.update(&sql::PETITION_HANDLER_LEFT, values.collect());
            let values = row().into_iter().chain([STEPPED_ASIDE.into()]);
            into.replace(&sql::BAR_ADD, values.collect());
        }
        Event::PetitionClassified(event) => class(into, event, row()),
        Event::EntryCorrected(event) => corrected(into, event, row()),
        Event::PetitionMerged(event) => merged(into, Some(event.into), row()),
        Event::PetitionUnmerged(_) => merged(into, None, row()),
        Event::RespondentsNamed(event) => {
            into.replace(&sql::BARS_END, row().to_vec());
            for bar in &event.bars {
                let values = row().into_iter().chain([bar.as_str().into()]);
                into.replace(&sql::BAR_ADD, values.collect());
            }
        }
        _ => {}
    }
    Ok(())
}

fn corrected(into: &mut Transaction<'_>, event: &EntryCorrected, row: [Value; 2]) {
    if event.part == EntryPart::ListedPlace {
        let values = [event.place.as_deref().into()].into_iter();
        let values = values.chain(row.clone());
        into.update(&sql::PETITION_PLACE_SET, values.collect());
    }
    if event.channel.is_some() || event.received_at.is_some() {
        let values = [
            event.channel.map(Channel::word).into(),
            event.received_at.map(Instant::micros).into(),
        ];
        let values = values.into_iter().chain(row).collect();
        into.update(&sql::PETITION_ENTRY_SET, values);
    }
}

fn merged(into: &mut Transaction<'_>, other: Option<PetitionId>, row: [Value; 2]) {
    let values = [other.map(PetitionId::raw).into()].into_iter().chain(row);
    into.update(&sql::PETITION_MERGED_SET, values.collect());
}

fn class(into: &mut Transaction<'_>, event: &PetitionClassified, row: [Value; 2]) {
    let disclosure = (event.class == Class::Disclosure).then_some(true);
    let values = [
        event.class.word().into(),
        event.branch.map(i64::from).into(),
        event.category.as_deref().into(),
        disclosure.into(),
    ];
    into.update(
        &sql::PETITION_CLASS_SET,
        values.into_iter().chain(row).collect(),
    );
}

fn obligations(
    into: &mut Transaction<'_>,
    meta: &Meta,
    event: &Event,
    effects: &Effects,
) -> Result<(), StoreError> {
    let (authority, at) = (meta.authority.raw(), meta.effective_at.micros());
    for (nth, opened) in effects.opened.iter().enumerate() {
        let next = Some(opened.obligation.first_moment());
        let rules = (&opened.rulebook, &opened.calendar);
        let listed = Listed::default();
        obligation(into, meta, nth, rules, (&opened.obligation, next, listed))?;
    }
    for id in &effects.met {
        into.update(
            &common::OBLIGATION_MEET,
            vec![at.into(), authority.into(), id.raw().into()],
        );
    }
    for id in &effects.waived {
        let values = vec![
            at.into(),
            event.kind().into(),
            authority.into(),
            id.raw().into(),
        ];
        into.update(&sql::OBLIGATION_WAIVE, values);
    }
    for id in &effects.closed {
        into.update(
            &sql::OBLIGATION_CLOSE,
            vec![at.into(), authority.into(), id.raw().into()],
        );
    }
    for id in &effects.returned {
        into.update(
            &sql::OBLIGATION_RETURN,
            vec![authority.into(), id.raw().into()],
        );
    }
    for id in &effects.corrected {
        into.update(
            &sql::OBLIGATION_CORRECT,
            vec![authority.into(), id.raw().into()],
        );
    }
    for restated in &effects.restated {
        let met_at = restated.met_at.map(Instant::micros).into();
        let id = restated.obligation.raw().into();
        into.update(&sql::OBLIGATION_RESTATE, vec![met_at, authority.into(), id]);
    }
    for moved in &effects.moved {
        if let Some(id) = moved.obligation {
            obligation_moved(into, meta, id, moved);
        }
    }
    Ok(())
}

fn obligation_moved(
    into: &mut Transaction<'_>,
    meta: &Meta,
    id: ObligationId,
    moved: &ObligationMoved,
) {
    let row = || [meta.authority.raw().into(), id.raw().into()];
    if let Some(from) = moved.from {
        let values = [from.micros().into()];
        into.update(
            &sql::OBLIGATION_FROM_SET,
            values.into_iter().chain(row()).collect(),
        );
    }
    if let Some(due) = moved.due {
        let values = [
            due.due_date.to_string().into(),
            due.due_at.micros().into(),
            due.provisional.into(),
        ];
        into.update(
            &sql::OBLIGATION_DUE_SET,
            values.into_iter().chain(row()).collect(),
        );
    }
    let suspensions = moved.suspensions.as_deref().map(Suspension::list_to_text);
    if moved.unit.is_some() || moved.post.is_some() || suspensions.is_some() || moved.extended {
        let values = [
            moved.unit.map(UnitId::raw).into(),
            suspensions.into(),
            moved.extended.then_some(true).into(),
            moved.post.map(PostId::raw).into(),
        ];
        into.update(
            &sql::OBLIGATION_OWNER_SET,
            values.into_iter().chain(row()).collect(),
        );
    }
    if let Some(next) = moved.next {
        let values = [next.at.map(Instant::micros).into()];
        into.update(
            &sql::OBLIGATION_NEXT_SET,
            values.into_iter().chain(row()).collect(),
        );
    }
}

/// Whom a step of escalation told, so that an inbox finds what climbed to whoever looks.
fn told(into: &mut Transaction<'_>, meta: &Meta, step: &ObligationEscalated) {
    let posts = step.told.iter().map(|post| told_post(*post));
    for told in posts.chain(step.staff.iter().map(|staff| told_staff(*staff))) {
        let (authority, obligation) = (meta.authority.raw(), step.obligation.raw());
        let row = [authority.into(), obligation.into(), told.into()];
        into.replace(&sql::ESCALATION_TOLD, row.to_vec());
    }
}

/// What the ticker and a stopped clock leave on an obligation.
fn moments(into: &mut Transaction<'_>, meta: &Meta, event: &Event) {
    let mut set = |statement, value: Value, id: ObligationId| {
        into.update(
            statement,
            vec![value, meta.authority.raw().into(), id.raw().into()],
        );
    };
    match event {
        Event::ObligationBreached(moment) => {
            set(
                &sql::OBLIGATION_BREACH,
                meta.recorded_at.micros().into(),
                moment.obligation,
            );
        }
        Event::ObligationEscalated(moment) => {
            set(
                &sql::OBLIGATION_STEP,
                i64::from(moment.step).into(),
                moment.obligation,
            );
            told(into, meta, moment);
        }
        Event::ClockSuspended(stop) => {
            set(
                &sql::OBLIGATION_PAUSE,
                EventName::word(stop.cause).into(),
                stop.obligation,
            );
        }
        Event::ClockResumed(stop) => set(&sql::OBLIGATION_PAUSE, Value::Null, stop.obligation),
        _ => {}
    }
}
