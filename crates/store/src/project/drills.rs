//! What follows from events about the next drill of a plan.

use super::Meta;
use crate::statements::drills as sql;
use crate::transaction::Transaction;
use crate::tx::Value;
use huiyin_domain::event::{DrillOwed, Event};
use huiyin_domain::ids::{Position, PostId};
use huiyin_domain::obligation::ObligationState;
use huiyin_domain::time::Instant;

pub(super) fn project(into: &mut Transaction<'_>, meta: &Meta, event: &Event) {
    let of = |duty: Position| [meta.authority.raw().into(), duty.raw().into()];
    let moment = |at: Option<Instant>| Value::from(at.map(Instant::micros));
    let at = Value::from(meta.effective_at.micros());
    let (statement, first, duty) = match event {
        Event::DrillOwed(owed) => return owe(into, meta, owed),
        Event::DrillHeld(held) => {
            let met = ObligationState::Met.word().into();
            let first = vec![met, at, held.response.raw().into()];
            (&sql::DRILL_DUTY_MEET, first, held.owed)
        }
        Event::DrillWarned(warned) => {
            let first = vec![moment(warned.next_at)];
            (&sql::DRILL_DUTY_WARN, first, warned.owed)
        }
        Event::DrillMissed(missed) => {
            let first = vec![at, moment(missed.next_at)];
            (&sql::DRILL_DUTY_BREACH, first, missed.owed)
        }
        Event::DrillEscalated(told) => {
            let first = vec![i64::from(told.step).into(), moment(told.next_at)];
            (&sql::DRILL_DUTY_STEP, first, told.owed)
        }
        _ => return,
    };
    let mut values = first;
    values.extend(of(duty));
    into.update(statement, values);
}

fn owe(into: &mut Transaction<'_>, meta: &Meta, owed: &DrillOwed) {
    let one = &owed.obligation;
    let rule: [Value; 2] = [
        owed.calendar.id.as_str().into(),
        owed.calendar.version.as_str().into(),
    ];
    let dates: [Value; 7] = [
        one.unit.raw().into(),
        one.post.map(PostId::raw).into(),
        one.from.micros().into(),
        one.zone.as_str().into(),
        one.due_date.to_string().into(),
        one.due_at.micros().into(),
        one.provisional.into(),
    ];
    let authority: Value = meta.authority.raw().into();
    let next: Value = one.next_at.map(Instant::micros).into();
    let version: Value = owed.plan.version.as_str().into();
    if let Some(duty) = owed.continues {
        let mut values = vec![version];
        values.extend(rule);
        values.extend(dates);
        values.extend([next, authority, duty.raw().into()]);
        return into.update(&sql::DRILL_DUTY_TAKE_OVER, values);
    }
    let [calendar_id, calendar_version] = rule;
    let [unit, post, from, zone, due_date, due_at, provisional] = dates;
    into.insert(
        &sql::DRILL_DUTY_ADD,
        [
            authority,
            meta.position.raw().into(),
            owed.plan.id.as_str().into(),
            version,
            calendar_id,
            calendar_version,
            unit,
            post,
            from,
            zone,
            due_date,
            due_at,
            provisional,
            ObligationState::Open.word().into(),
            0_i64.into(),
            0_i64.into(),
            next,
        ],
    );
}
