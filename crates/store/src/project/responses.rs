//! What follows from events of a response. Who owes what by when is told by the events as facts, so that
//! no plan is read here.

use super::Meta;
use crate::StoreError;
use crate::statements::{Statement, responses as sql};
use crate::transaction::Transaction;
use crate::tx::Value;
use huiyin_domain::event::{ResponseOpened, ResponseStepped};
use huiyin_domain::plan::Key;
use huiyin_domain::response::{Event, Headcount, Improving, Opening};
use huiyin_domain::time::Instant;

/// The words of the column `duty`.
const ARRIVE: &str = "arrive";
const ACK: &str = "ack";
const REPORT: &str = "report";
const REVIEW: &str = "review";
const IMPROVE: &str = "improve";

pub(super) fn opened(
    into: &mut Transaction<'_>,
    meta: &Meta,
    opened: &ResponseOpened,
) -> Result<(), StoreError> {
    let Event::Opened { place, opening, .. } = &opened.happened else {
        return Err(StoreError::Inconsistent {
            table: "journal",
            row: format!("{}/{}", meta.authority, meta.position),
            what: "a response begins with its opening".into(),
        });
    };
    let (min, max) = match opening {
        Opening::Here(Headcount { min, max }) => (Some(i64::from(*min)), Some(i64::from(*max))),
        Opening::Elsewhere(_) => (None, None),
    };
    into.insert(
        &sql::RESPONSE_ADD,
        [
            meta.authority.raw().into(),
            meta.response()?.into(),
            opened.plan.id.as_str().into(),
            opened.plan.version.as_str().into(),
            place.as_str().into(),
            min.into(),
            max.into(),
            meta.effective_at.micros().into(),
            opened.next_at.map(Instant::micros).into(),
            false.into(),
            opened.exercise.into(),
        ],
    );
    Ok(())
}

pub(super) fn stepped(
    into: &mut Transaction<'_>,
    meta: &Meta,
    stepped: &ResponseStepped,
) -> Result<(), StoreError> {
    let (authority, id) = (meta.authority.raw(), meta.response()?);
    let at = meta.effective_at.micros();
    let mut set = |statement, first: Vec<Value>, after: Vec<Value>| {
        let mut values = first;
        values.extend([authority.into(), id.into()]);
        values.extend(after);
        into.replace(statement, values);
    };
    for page in &stepped.closes {
        set(&sql::ANSWER_END, vec![at.into()], vec![number(*page)]);
    }
    let next = stepped.next_at.map(Instant::micros).into();
    set(
        &sql::RESPONSE_MOMENT,
        vec![next, stepped.red.into()],
        Vec::new(),
    );
    match &stepped.happened {
        Event::Counted { headcount } => {
            let counts = vec![number(headcount.min), number(headcount.max)];
            set(&sql::RESPONSE_COUNT, counts, Vec::new());
        }
        Event::Levelled { level, .. } => {
            set(&sql::RESPONSE_LEVEL, vec![level.word().into()], Vec::new());
        }
        Event::HandedOver { page } => {
            let due = stepped.answer_by.map(Instant::micros).into();
            set(&sql::ANSWER_DUE, vec![due], vec![number(*page)]);
        }
        Event::Acknowledged { page, post } => {
            set(&sql::ANSWER_MEET, vec![at.into()], vec![number(*page)]);
            let after = vec![number(*page), post.as_str().into()];
            set(&sql::ARRIVAL_HOLDER, Vec::new(), after);
        }
        Event::Declined { page, .. } => {
            set(&sql::ANSWER_MEET, vec![at.into()], vec![number(*page)]);
        }
        Event::Unanswered { page, .. } => {
            set(&sql::ANSWER_BREACH, vec![at.into()], vec![number(*page)]);
        }
        Event::NeededAgain {
            post, arrive_by, ..
        } => {
            let from = vec![at.into(), arrive_by.micros().into()];
            set(&sql::DUTY_AGAIN, from, key(ARRIVE, post, 0));
        }
        Event::Ended {} => {
            set(&sql::RESPONSE_END, vec![at.into()], Vec::new());
            set(&sql::DUTIES_END, vec![at.into()], Vec::new());
        }
        other => match closed_duty(other) {
            Some((statement, duty)) => set(statement, vec![at.into()], duty),
            None => open_duty(into, meta, (authority, id), other),
        },
    }
    Ok(())
}

/// The duty that an event meets, or that was not met in time.
fn closed_duty(event: &Event) -> Option<(&'static Statement, Vec<Value>)> {
    Some(match event {
        Event::Arrived { post } => (&sql::DUTY_MEET, key(ARRIVE, post, 0)),
        Event::Released { post } => (&sql::DUTY_END, key(ARRIVE, post, 0)),
        Event::ArrivalMissed { post } => (&sql::DUTY_BREACH, key(ARRIVE, post, 0)),
        Event::ReportSent { to, number } => (&sql::DUTY_MEET, key(REPORT, to, *number)),
        Event::ReportMissed { to, number } => (&sql::DUTY_BREACH, key(REPORT, to, *number)),
        Event::Reviewed {} => (&sql::DUTY_MEET, key(REVIEW, "", 0)),
        Event::ReviewMissed {} => (&sql::DUTY_BREACH, key(REVIEW, "", 0)),
        Event::Improvement(Improving::Made { number }) => {
            (&sql::DUTY_MEET, key(IMPROVE, "", *number))
        }
        Event::Improvement(Improving::Missed { number }) => {
            (&sql::DUTY_BREACH, key(IMPROVE, "", *number))
        }
        _ => return None,
    })
}

/// A duty that an event opens.
fn open_duty(into: &mut Transaction<'_>, meta: &Meta, (authority, id): (i64, i64), event: &Event) {
    let none = Key::new("");
    let (duty, subject, nth, whom, due): (_, _, _, Option<_>, Option<Instant>) = match event {
        Event::ReviewOwed { due_at } => (REVIEW, &none, 0, None, Some(*due_at)),
        Event::Improvement(Improving::Owed { number, due_at, .. }) => {
            (IMPROVE, &none, *number, None, Some(*due_at))
        }
        Event::PostCalled {
            post, arrive_by, ..
        } => (ARRIVE, post, 0, None, Some(*arrive_by)),
        Event::Paged {
            page,
            post,
            step_post,
            holder,
            ..
        } => (ACK, post, *page, Some((step_post, holder)), None),
        Event::ReportOwed {
            to, number, due_at, ..
        } => (REPORT, to, *number, None, Some(*due_at)),
        _ => return,
    };
    let step_post = whom.map(|(post, _)| post.as_str());
    let holder = whom.and_then(|(_, holder)| holder.as_ref());
    into.insert(
        &sql::DUTY_ADD,
        [
            authority.into(),
            id.into(),
            duty.into(),
            subject.as_str().into(),
            number(nth),
            step_post.into(),
            holder.map(|key| key.as_str()).into(),
            meta.effective_at.micros().into(),
            due.map(Instant::micros).into(),
        ],
    );
}

/// What tells a duty among those of its response.
fn key(duty: &str, subject: &str, nth: u32) -> Vec<Value> {
    vec![duty.into(), subject.into(), number(nth)]
}

fn number(number: u32) -> Value {
    i64::from(number).into()
}
