//! The next drill of each plan, owed by the post that approved the version in force: opened with the
//! approval and with the end of each drill, warned and escalated by the ticker like every duty, and seen
//! by who owes it. It counts in no figure of petitions.

use crate::authorise::Principal;
use crate::error::{AppError, Refusal};
use crate::huiyin::Shared;
use crate::notices::queue_for_staff;
use crate::queries::obligation::{ObligationView, Words, drill_view};
use crate::queries::plans::{PLANS_MAX, parsed};
use crate::record::{Belongs, NewEvent, record};
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::event::{
    Actor, DrillEscalated, DrillHeld, DrillMoment, DrillOwed, Event, Pinned,
};
use huiyin_domain::ids::{AuthorityId, Position, PostId, ResponseId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::obligation::{Opened, Owed};
use huiyin_domain::plan::{DrillRule, Due};
use huiyin_domain::time::Instant;
use huiyin_store::StoreError;
use huiyin_store::reader::Reader;
use huiyin_store::rows::DrillDutyRow;
use huiyin_store::transaction::Transaction;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Duties looked at in one transaction.
const DUE_AT_A_TIME: u32 = 50;

/// The next drill of a plan, as it is owed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NextDrill {
    /// The plan's id.
    pub plan: String,
    /// What the plan is called.
    #[schema(value_type = Words)]
    pub plan_title: Bilingual,
    /// The duty, with its date and why that is it.
    #[serde(flatten)]
    pub obligation: ObligationView,
    /// The post that owes it.
    #[schema(value_type = Option<Words>)]
    pub post_title: Option<Bilingual>,
}

/// The rule of a version of a plan, and a calendar to count it with: the version that a date was counted
/// with, else the newest.
fn rule(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    (plan, calendar): (&Pinned, Option<&Pinned>),
) -> Result<Option<(DrillRule, Arc<WorkCalendar>)>, AppError> {
    let Some(toml) = reader.plan_content(authority, &plan.id, &plan.version)? else {
        return Ok(None);
    };
    let plan = parsed(shared, &plan.id, &toml)?;
    let rules = shared.rules_read(reader)?;
    let found = match calendar {
        Some(one) => rules.calendar_version(&one.id, &one.version),
        None => rules.calendar(&plan.calendar),
    };
    Ok(found.map(|found| (DrillRule::of(&plan), Arc::clone(found))))
}

/// Who owes the next drill under a version that was approved for a post, by which rule and calendar;
/// nothing where the post is gone.
fn owing(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    (plan, post): (&Pinned, PostId),
) -> Result<Option<Owing>, AppError> {
    let organisation = shared.organisation_read(reader, authority)?;
    let unit = organisation.posts.get(&post).map(|post| post.unit);
    let known = rule(reader, shared, authority, (plan, None))?;
    Ok(unit
        .zip(known)
        .map(|(unit, (rule, calendar))| ((unit, post), rule, calendar)))
}

/// Who owes a drill, by which rule, counted with which calendar.
type Owing = ((UnitId, PostId), DrillRule, Arc<WorkCalendar>);

/// A version was approved for a post at an instant: the next drill is owed, or goes on to be.
pub(crate) fn plan_approved(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, by): (AuthorityId, Actor),
    (plan, post): (&Pinned, PostId),
    at: Instant,
) -> Result<(), AppError> {
    let mut reader = transaction.reader()?;
    let current = reader.drill_duty(authority, &plan.id)?;
    let found = owing(&mut reader, shared, authority, (plan, post))?;
    let Some((owner, rule, calendar)) = found else {
        return Ok(());
    };
    let opened = match &current {
        Some(current) => rule.taken_over(&calendar, &current.owed, (owner, at))?,
        None => rule.owed(&calendar, owner, at)?,
    };
    let continues = current.map(|current| current.id);
    owe(transaction, shared, (authority, by), opened, continues)
}

/// A drill of a plan that counts as held ended at an instant: what was owed is met, and the next is owed.
pub(crate) fn drill_ended(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, by): (AuthorityId, Actor),
    (plan, response): (&str, ResponseId),
    at: Instant,
) -> Result<(), AppError> {
    if let Some(current) = transaction.reader()?.drill_duty(authority, plan)? {
        let owed = current.id;
        let event = Event::DrillHeld(DrillHeld { owed, response });
        append(transaction, shared, (authority, by), event, Some(at))?;
    }
    begin(transaction, shared, (authority, by), plan, at).map(|_| ())
}

/// The next drill of the version in force, with its days from an instant on; tells whether it is owed now.
fn begin(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, by): (AuthorityId, Actor),
    plan: &str,
    from: Instant,
) -> Result<bool, AppError> {
    let mut reader = transaction.reader()?;
    let in_force = reader.plan_in_force(authority, plan)?;
    let Some((version, approval)) = in_force.and_then(|row| Some((row.version, row.approval?)))
    else {
        return Ok(false);
    };
    let pinned = Pinned {
        id: plan.to_owned(),
        version,
    };
    let found = owing(&mut reader, shared, authority, (&pinned, approval.post))?;
    let Some((owner, rule, calendar)) = found else {
        return Ok(false);
    };
    let opened = rule.owed(&calendar, owner, from)?;
    owe(transaction, shared, (authority, by), opened, None)?;
    Ok(true)
}

fn owe(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    by: (AuthorityId, Actor),
    opened: Opened,
    continues: Option<Position>,
) -> Result<(), AppError> {
    let event = Event::DrillOwed(DrillOwed {
        plan: opened.rulebook,
        calendar: opened.calendar,
        obligation: opened.obligation,
        continues,
    });
    append(transaction, shared, by, event, None).map(|_| ())
}

fn append(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, by): (AuthorityId, Actor),
    event: Event,
    effective_at: Option<Instant>,
) -> Result<Position, AppError> {
    let new = NewEvent {
        effective_at,
        ..NewEvent::open(authority, by, Belongs::Nowhere, event)
    };
    let recorded = record(transaction, new, &*shared.chance)?;
    Ok(recorded.slot.position)
}

/// When time next does something to a drill that is owed.
pub(crate) fn next_moment(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
) -> Result<Option<Instant>, StoreError> {
    let due = reader.next_drill_moment(authority)?;
    let new = reader.plans_without_drill_duty(authority)?;
    Ok(due
        .into_iter()
        .chain(new.into_iter().map(|(_, at)| at))
        .min())
}

/// Records what is due; gives how many events that were.
pub(crate) fn tick(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    authority: AuthorityId,
    up_to: Instant,
) -> Result<u64, AppError> {
    let mut moments = 0;
    let system = (authority, Actor::System);
    // What was approved before there was this duty owes it all the same.
    for (plan, approved) in transaction.reader()?.plans_without_drill_duty(authority)? {
        let last = transaction.reader()?.last_drill(authority, &plan)?;
        let from = last.map_or(approved, |last| last.max(approved));
        moments += u64::from(begin(transaction, shared, system, &plan, from)?);
    }
    let mut reader = transaction.reader()?;
    for row in reader.drill_duties_due(authority, up_to, DUE_AT_A_TIME)? {
        moments += u64::from(fire(transaction, shared, authority, &row)?);
    }
    Ok(moments)
}

/// Records the moment that a duty has reached; tells whether there was one.
fn fire(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    authority: AuthorityId,
    row: &DrillDutyRow,
) -> Result<bool, AppError> {
    let mut reader = transaction.reader()?;
    let pinned = (&row.owed.rulebook, Some(&row.owed.calendar));
    let known = rule(&mut reader, shared, authority, pinned)?;
    let (Some((rule, calendar)), Some(at)) = (known, row.owed.next_at) else {
        return Ok(false);
    };
    let organisation = shared.organisation_read(&mut reader, authority)?;
    let (due, next_at) = rule.due(&calendar, &row.owed, (&organisation, at))?;
    let owed = row.id;
    let moment = DrillMoment { owed, next_at };
    let mut posts = Vec::new();
    let event = match due {
        Due::Warned => Event::DrillWarned(moment),
        Due::Missed => Event::DrillMissed(moment),
        Due::Escalated { step, duty, told } => {
            posts.clone_from(&told);
            Event::DrillEscalated(DrillEscalated {
                owed,
                step,
                duty,
                told,
                next_at,
            })
        }
    };
    let system = (authority, Actor::System);
    let position = append(transaction, shared, system, event, Some(at))?;
    for post in posts {
        let post = organisation.posts.get(&post);
        let acting = post.map(|post| organisation.acting(post));
        if let Some(staff) = acting.and_then(|acting| acting.first().copied()) {
            let to = (authority, staff);
            queue_for_staff(transaction, shared, to, "escalation", position)?;
        }
    }
    Ok(true)
}

/// The next drill of a plan, if one is owed.
pub(crate) fn of_plan(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    (plan, now): (&str, Instant),
) -> Result<Option<NextDrill>, AppError> {
    match reader.drill_duty(authority, plan)? {
        Some(row) => view(reader, shared, authority, (&row.owed, now)),
        None => Ok(None),
    }
}

/// The drills that posts of somebody owe, soonest first.
pub(crate) fn owed_by(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    now: Instant,
) -> Result<Vec<NextDrill>, AppError> {
    let mut rows = reader.drill_duties(who.authority, PLANS_MAX)?;
    rows.retain(|row| {
        let post = row.owed.opened.post;
        post.is_some_and(|post| who.posts.contains(&post))
    });
    let views = rows
        .iter()
        .map(|row| view(reader, shared, who.authority, (&row.owed, now)));
    let views: Result<Vec<Option<NextDrill>>, AppError> = views.collect();
    Ok(views?.into_iter().flatten().collect())
}

fn view(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    (owed, now): (&Owed, Instant),
) -> Result<Option<NextDrill>, AppError> {
    let pinned = (&owed.rulebook, Some(&owed.calendar));
    let Some((rule, calendar)) = rule(reader, shared, authority, pinned)? else {
        return Ok(None);
    };
    let rules = shared.rules_read(reader)?;
    let authority = rules.authority(authority).ok_or(Refusal::NotAllowed)?;
    let organisation = authority.organisation();
    let post = owed
        .opened
        .post
        .and_then(|post| organisation.posts.get(&post));
    Ok(Some(NextDrill {
        plan: owed.rulebook.id.clone(),
        plan_title: rule.rulebook().title.clone(),
        obligation: drill_view(authority, owed, (&rule, &calendar), now)?,
        post_title: post.map(|post| post.title.clone()),
    }))
}
