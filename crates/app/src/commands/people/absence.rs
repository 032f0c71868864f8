//! Absence and stand-in 离岗与代班: somebody is away from one day to another; meanwhile the stand-ins of their
//! posts are told first, and pages name them where they say who owes. One enters it for oneself; for somebody
//! who cannot, a head or leader of a unit of theirs or the administration does.

use super::PeopleRefusal;
use crate::authorise::{Action, Principal};
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::{Once, OnceOnly};
use crate::record::{Belongs, NewEvent, record};
use huiyin_domain::event::{Actor, Event, StaffIsAway};
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_domain::organisation::{Away, Organisation};
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::time::DAY_MICROS;
use huiyin_store::transaction::Transaction;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far ahead an absence can end, in days.
const DAYS_AHEAD_MAX: i64 = 400;

/// From when to when somebody is away; without both days: not any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AbsenceDraft {
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day, `YYYY-MM-DD`.
    pub to: String,
}

/// Who is away when, and who acts meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AbsenceView {
    /// Whose.
    pub staff: i64,
    /// Its version, for `If-Match`: the days themselves as a number, 0 where nobody entered any.
    pub version: i64,
    /// The first day; nothing where nobody entered one.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
    /// The posts that they hold and for which nobody else acts: name a stand-in there.
    pub posts_without_stand_in: Vec<i64>,
}

impl AbsenceView {
    fn of(organisation: &Organisation, staff: StaffId) -> Self {
        let away = organisation.staff.get(&staff).and_then(|one| one.away);
        let held = organisation.posts.values();
        let held = held.filter(|post| !post.closed && post.holder == Some(staff));
        let alone = held.filter(|post| organisation.acting(post).len() < 2);
        Self {
            staff: staff.raw(),
            version: version(away),
            from: away.map(|away| away.from.to_string()),
            to: away.map(|away| away.to.to_string()),
            posts_without_stand_in: alone.map(|post| post.id.raw()).collect(),
        }
    }
}

/// The days as one number: the first as `20260413`, then how many more in four digits.
fn version(away: Option<Away>) -> i64 {
    let Some(Away { from, to }) = away else {
        return 0;
    };
    let first = i64::from(from.year()) * 10_000 + i64::from(from.month()) * 100;
    let more = from.until(to).map_or(0, |span| i64::from(span.get_days()));
    (first + i64::from(from.day())) * 10_000 + more
}

/// Whether somebody may enter the absence of another one, or their own.
pub fn enters_absence(who: &Principal, organisation: &Organisation, staff: StaffId) -> bool {
    let own = who.staff == staff && who.may(Action::KeepOwnAccount);
    let heads = who.may(Action::ArrangeDuty) && organisation.heads(who.staff, staff);
    own || heads || who.may(Action::ChangeStaff)
}

impl Huiyin {
    /// When somebody is away, for whoever may enter it.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`], [`PeopleRefusal::NotAllowed`], or a failure of the store.
    pub async fn absence(&self, who: &Principal, staff: StaffId) -> Result<AbsenceView, AppError> {
        let organisation = self.organisation(who.authority).await?;
        guard(who, &organisation, staff)?;
        Ok(AbsenceView::of(&organisation, staff))
    }

    /// Enters when somebody is away, or that they are not any more. `version` is the one that was seen: if
    /// somebody entered other days since, nothing is done.
    ///
    /// # Errors
    /// As [`Huiyin::absence`]; [`PeopleRefusal::ChangedMeanwhile`]; [`crate::Refusal::Fields`] for days that are over, too far ahead or in the
    /// wrong order.
    pub async fn set_absence(
        &self,
        who: &Principal,
        staff: StaffId,
        (draft, version): (AbsenceDraft, Option<i64>),
        idempotency: Option<Idempotency>,
    ) -> Result<Once<AbsenceView>, AppError> {
        let command = SetAbsence {
            who: who.clone(),
            staff,
            draft,
            version,
        };
        let principal = super::administer::principal(Actor::Staff(who.staff));
        let key = idempotency.as_ref();
        self.command(OnceOnly::new(
            self.shared(),
            who.authority,
            principal,
            key,
            command,
        ))
        .await
    }
}

fn guard(who: &Principal, organisation: &Organisation, staff: StaffId) -> Result<(), AppError> {
    let there = organisation.staff.get(&staff).is_some_and(|one| !one.left);
    if !there {
        return Err(PeopleRefusal::NoSuchEntry.into());
    }
    match enters_absence(who, organisation, staff) {
        true => Ok(()),
        false => Err(PeopleRefusal::NotAllowed.into()),
    }
}

struct SetAbsence {
    who: Principal,
    staff: StaffId,
    draft: AbsenceDraft,
    version: Option<i64>,
}

impl Command for SetAbsence {
    type Outcome = AbsenceView;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<AbsenceView, AppError> {
        let authority = self.who.authority;
        let organisation = shared.organisation_in(transaction, authority)?;
        let who = Principal::of(&organisation, authority, self.who.staff);
        let who = who.ok_or(PeopleRefusal::NotAllowed)?;
        guard(&who, &organisation, self.staff)?;
        let rules = shared.rules_in(transaction)?;
        let zone = rules.authority(authority).map(|one| one.zone.clone());
        let zone = zone.ok_or(PeopleRefusal::NoSuchEntry)?;
        let now = transaction.next_slot(authority)?.recorded_at;
        let today = now.date_in(&zone);
        let last = now.plus_micros(DAYS_AHEAD_MAX * DAY_MICROS).date_in(&zone);
        let away = checked(&self.draft, today, last)?;
        let mut changed = Organisation::clone(&organisation);
        let member = changed.staff.get_mut(&self.staff);
        let member = member.ok_or(PeopleRefusal::NoSuchEntry)?;
        if self
            .version
            .is_some_and(|seen| seen != version(member.away))
        {
            return Err(PeopleRefusal::ChangedMeanwhile.into());
        }
        if member.away != away {
            member.away = away;
            let id = self.staff;
            let by = Actor::Staff(who.staff);
            let event = Event::StaffIsAway(StaffIsAway { id, away });
            let new = NewEvent::open(authority, by, Belongs::Nowhere, event);
            record(transaction, new, &*shared.chance)?;
        }
        Ok(AbsenceView::of(&changed, self.staff))
    }
}

fn checked(draft: &AbsenceDraft, today: Date, last: Date) -> Result<Option<Away>, AppError> {
    if draft.from.trim().is_empty() && draft.to.trim().is_empty() {
        return Ok(None);
    }
    let mut fields = FieldCheck::default();
    let mut day = |name: &str, text: &str| {
        let read = text.trim().parse::<Date>().ok();
        if read.is_none() {
            let problem = match text.trim() {
                "" => FieldProblem::Missing,
                _ => FieldProblem::ImpossibleTime,
            };
            fields.fail(name, problem);
        }
        read
    };
    let (from, to) = (day("from", &draft.from), day("to", &draft.to));
    if let (Some(from), Some(to)) = (from, to) {
        if to < today {
            fields.fail("to", FieldProblem::InThePast);
        } else if to < from {
            fields.fail("to", FieldProblem::ImpossibleTime);
        } else if to > last {
            let days_max = DAYS_AHEAD_MAX;
            fields.fail("to", FieldProblem::TooFarAhead { days_max });
        }
    }
    fields.finish()?;
    Ok(from.zip(to).map(|(from, to)| Away { from, to }))
}
