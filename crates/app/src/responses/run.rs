//! Gives a command to a response and records what it decides. Pages that the desk itself carries are
//! handed over in the same transaction; a channel that nobody carries here, or that is down, gives way to
//! the next.

use super::alone::tell_nobody_comes;
use super::pages::{Carrier, carrier, queue_page};
use super::reports::{nag, queue_report};
use super::{Running, Step, over, parties, tasked};
use crate::drills::drill_ended;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::record::{Belongs, NewEvent, record};
use huiyin_domain::event::{Actor, Event as Journalled, ResponseStepped, Way};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::response::{Command, Event, Phase, Recorded, Skip, decide};
use huiyin_domain::time::Instant;
use huiyin_store::transaction::Transaction;

/// More pages than any ladder of a checked plan has; bounds the loop.
const SETTLED_MAX: usize = 10_000;

/// By whom something is told, how, and what they typed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'a> {
    pub by: Actor,
    pub way: Option<Way>,
    pub text: Option<&'a str>,
}

impl Said<'_> {
    /// Huiyin itself: time passed, or a channel answered.
    pub(crate) const SYSTEM: Self = Self {
        by: Actor::System,
        way: None,
        text: None,
    };
}

/// Gives a command to a response that runs.
///
/// # Errors
/// The run's refusal, or when the store fails.
pub(crate) fn give(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &mut Running,
    command: &Command,
    said: Said<'_>,
) -> Result<u64, AppError> {
    let authority = running.setting.authority.row.id;
    let now = transaction.next_slot(authority)?.recorded_at;
    let decided = decide(&running.state, command, &running.setting.scene(), now)?;
    let mut count = decided.len() as u64;
    let ends = |one: &Recorded| matches!(one.event, Event::Ended {}).then_some(one.at);
    let drilled_at = decided.iter().find_map(ends).filter(|_| running.exercise);
    // What was not tried to its limit was not practised: the next drill stays owed.
    let plan = &running.setting.plan;
    let drilled_at = drilled_at.filter(|at| running.state.untried(plan, *at).is_empty());
    note(transaction, shared, running, decided, said)?;
    if let Some(at) = drilled_at {
        let drill = (running.pinned.id.as_str(), running.id);
        drill_ended(transaction, shared, (authority, said.by), drill, at)?;
    }
    if running.state.ended_at.is_some() {
        transaction.end_visits(authority, running.id);
    }
    count += settle(transaction, shared, running)?;
    Ok(count)
}

/// Records what was decided, one row each.
pub(super) fn note(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &mut Running,
    decided: Vec<Recorded>,
    said: Said<'_>,
) -> Result<(), AppError> {
    let mut said = said;
    for recorded in decided
        .into_iter()
        .filter(|one| !names_respondent(&one.event))
    {
        let step = Step {
            recorded,
            by: said.by,
            way: said.way,
            text: said.text.map(str::to_owned),
        };
        let closes = closes(running, &step.recorded.event);
        running.take(step.clone());
        let position = journal(transaction, shared, running, &step, closes)?;
        running.version = position;
        queue_page(transaction, shared, running, &step.recorded.event, position)?;
        queue_report(transaction, shared, running, &step.recorded.event, position)?;
        nag(transaction, shared, running, &step.recorded.event, position)?;
        over::tell_released(transaction, shared, running, &step.recorded.event, position)?;
        tell_nobody_comes(transaction, shared, running, &step.recorded.event, position)?;
        tasked::tell(transaction, shared, running, &step.recorded.event, position)?;
        // What was typed stands with the first event that it caused.
        said.text = None;
    }
    Ok(())
}

/// Whom the matter complains of is sealed with the opening; no open row tells who was passed over.
const fn names_respondent(event: &Event) -> bool {
    matches!(
        event,
        Event::StepSkipped {
            why: Skip::Respondent,
            ..
        }
    )
}

/// The pages that nobody need answer any more after an event, as the state before it tells.
fn closes(running: &Running, event: &Event) -> Vec<u32> {
    let of = match event {
        Event::Acknowledged { post, .. }
        | Event::Arrived { post }
        | Event::ReachedByHand { post }
        | Event::Released { post }
        | Event::CalledAgain { post }
        | Event::StepSkipped { post, .. }
        // Somebody else is called while a page is out where it was named since who owes the answer, or whom it is
        // about.
        | Event::Paged { post, .. }
        | Event::LadderExhausted { post } => post,
        _ => return Vec::new(),
    };
    match running.state.call(of).map(|call| call.phase) {
        Some(Phase::Calling(Some(out))) => match event {
            Event::Acknowledged { page, .. } if *page == out => Vec::new(),
            _ => vec![out],
        },
        _ => Vec::new(),
    }
}

fn journal(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    step: &Step,
    closes: Vec<u32>,
) -> Result<huiyin_domain::ids::Position, AppError> {
    let authority: AuthorityId = running.setting.authority.row.id;
    let event = parties::sealed(&step.recorded.event);
    let stepped = ResponseStepped {
        answer_by: answer_by(running, &event),
        happened: event,
        way: step.way,
        closes,
        next_at: running.state.next_moment(),
        red: running.state.is_red(),
    };
    let recorded = record(
        transaction,
        NewEvent {
            authority,
            by: step.by,
            effective_at: Some(step.recorded.at),
            belongs: Belongs::Response(running.id),
            event: Journalled::ResponseStepped(stepped),
            identity: None,
            text: step.text.as_deref().map(str::as_bytes),
            keys: Some(&running.keys),
        },
        &*shared.chance,
    )?;
    Ok(recorded.slot.position)
}

/// By when a page that was just handed over is answered.
fn answer_by(running: &Running, event: &Event) -> Option<Instant> {
    let Event::HandedOver { page } = event else {
        return None;
    };
    let post = &running.state.page(*page)?.post;
    running.state.ack_moment(running.state.call(post)?)
}

/// Hands over what the desk carries itself, and goes on where a channel is carried by nobody, until
/// nothing is left but what waits for its line.
pub(super) fn settle(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &mut Running,
) -> Result<u64, AppError> {
    let mut count = 0;
    for _ in 0..SETTLED_MAX {
        let Some(command) = unsettled(transaction, shared, running)? else {
            break;
        };
        let authority = running.setting.authority.row.id;
        let now = transaction.next_slot(authority)?.recorded_at;
        let decided = decide(&running.state, &command, &running.setting.scene(), now)?;
        count += decided.len() as u64;
        note(transaction, shared, running, decided, Said::SYSTEM)?;
    }
    Ok(count)
}

fn unsettled(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
) -> Result<Option<Command>, AppError> {
    if running.state.ended_at.is_some() {
        return Ok(None);
    }
    let mut here = None;
    for call in &running.state.calls {
        let Phase::Calling(Some(number)) = call.phase else {
            continue;
        };
        let Some(page) = running
            .state
            .page(number)
            .filter(|page| page.handed_at.is_none())
        else {
            continue;
        };
        match carrier(transaction, shared, running, page)? {
            // Whoever is called in place of somebody out of reach may be on the desk's list already: the page
            // that names all posts is handed over last.
            Carrier::Here => here = here.or(Some(Command::HandOver(number))),
            Carrier::Nobody => return Ok(Some(Command::FailChannel(number))),
            Carrier::Line => {}
        }
    }
    Ok(here)
}
