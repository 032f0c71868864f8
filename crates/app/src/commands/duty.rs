//! Duties change by request and consent, by a head's arrangement, or by taking a running shift over.
//! Each is an event; the roster as it was lodged stays as it is.

use crate::authorise::{Action, Principal, permit};
use crate::commands::plans::PlanRefusal;
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::notices::queue_for_staff;
use crate::once::Once;
use crate::organisation::OrganisationAt;
use crate::queries::plans::{effective_roster, shown_plan};
use crate::record::{Belongs, NewEvent, record};
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::event::{Actor, DutySwapEnded, Event, SwapEnd};
use huiyin_domain::ids::{AuthorityId, Position, StaffId};
use huiyin_domain::organisation::Role;
use huiyin_domain::plan::{Key, Plan};
use huiyin_domain::roster::Roster;
use huiyin_domain::roster::change::{self, ChangeRefusal, Scene, Wish};
use huiyin_store::rows::DutyChangeState;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a notice about a change of duty is called in the outbox.
const NOTICE: &str = "duty";

impl From<ChangeRefusal> for AppError {
    fn from(refusal: ChangeRefusal) -> Self {
        PlanRefusal::Duty(refusal).into()
    }
}

/// What is to be done about a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DutyOrder {
    /// Asks a colleague to stand in.
    Ask(Wish),
    /// A head arranges it.
    Arrange(Wish),
    /// Takes a running shift over.
    Take {
        /// The post.
        post: Key,
    },
    /// Ends a request: who was asked agrees or declines, who asked takes it back.
    End {
        /// The request.
        swap: Position,
        /// How.
        how: SwapEnd,
    },
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DutyOrdered {
    /// The change or request, by its id.
    pub id: i64,
    /// `asked`, `holds`, `declined` or `withdrawn`.
    pub state: String,
}

impl Huiyin {
    /// Changes a duty of a plan, or asks for it.
    ///
    /// # Errors
    /// [`PlanRefusal::NoSuchPlan`] where plan or roster is missing, [`PlanRefusal::Duty`], a refusal by
    /// the table, or a failure of the store.
    pub async fn order_duty(
        &self,
        who: &Principal,
        plan: &str,
        order: DutyOrder,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<DutyOrdered>, AppError> {
        let by = (who.authority, Actor::Staff(who.staff));
        let command = OrderDuty {
            by: (who.authority, who.staff),
            plan: plan.to_owned(),
            order,
        };
        self.once(by, command, idempotency).await
    }
}

/// Whether somebody may arrange the duties of a post: the leaders of the authority, and the head of its
/// unit or of one above.
pub(crate) fn arranges(who: &Principal, organisation: &OrganisationAt, unit: Option<&str>) -> bool {
    if !who.may(Action::ArrangeDuty) {
        return false;
    }
    let of_post = organisation
        .units
        .values()
        .find(|one| unit == Some(&*one.key));
    let heads = |(unit, role): &(_, Role)| match role {
        Role::Leader => true,
        Role::UnitHead => of_post.is_some_and(|one| organisation.is_within(one.id, *unit)),
        _ => false,
    };
    who.roles.iter().any(heads)
}

struct OrderDuty {
    by: (AuthorityId, StaffId),
    plan: String,
    order: DutyOrder,
}

/// What an order is decided with.
struct Setting {
    plan: Arc<Plan>,
    roster: Roster,
    calendar: Arc<WorkCalendar>,
    organisation: Arc<OrganisationAt>,
    who: Principal,
}

impl OrderDuty {
    fn setting(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Setting, AppError> {
        let (authority, staff) = self.by;
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(
            Actor::Staff(staff),
            authority,
            &organisation,
            Action::SeePlans,
        )?;
        let rules = shared.rules_in(transaction)?;
        let now = transaction.now();
        let mut reader = transaction.reader()?;
        let plan = shown_plan(&mut reader, shared, authority, &self.plan)?;
        let roster = effective_roster(&mut reader, shared, authority, &self.plan, now)?;
        let (_, roster) = roster.ok_or(PlanRefusal::NoSuchPlan)?;
        let calendar = rules.calendar(&plan.calendar);
        let unreadable = || AppError::Unreadable(format!("calendar of plan {}", plan.id));
        let who = Principal::of(&organisation, authority, staff);
        Ok(Setting {
            calendar: Arc::clone(calendar.ok_or_else(unreadable)?),
            who: who.ok_or(ChangeRefusal::NotForYou)?,
            organisation,
            plan,
            roster,
        })
    }

    /// The event that follows, who is told of it, and the change that it is about if that exists.
    fn decide_event(
        &self,
        transaction: &mut Transaction<'_>,
        setting: &Setting,
    ) -> Result<(Event, Option<String>, Option<Position>), AppError> {
        let scene = Scene {
            plan: &setting.plan,
            roster: &setting.roster,
            calendar: &setting.calendar,
            now: transaction.now(),
        };
        let own = Key::new(&setting.who.login);
        match &self.order {
            DutyOrder::Ask(wish) => {
                let asked = change::ask(scene, &own, wish)?;
                let told = Some(asked.holder.clone());
                Ok((Event::DutySwapAsked(asked), told, None))
            }
            DutyOrder::Arrange(wish) => {
                let post = setting.plan.post(&wish.post);
                let unit = post.and_then(|post| post.unit.as_deref());
                if !arranges(&setting.who, &setting.organisation, unit) {
                    return Err(ChangeRefusal::NotForYou.into());
                }
                let changed = change::arrange(scene, wish)?;
                let told = Some(changed.change.holder.clone());
                Ok((Event::DutyChanged(changed), told, None))
            }
            DutyOrder::Take { post } => {
                let changed = change::take(scene, post, &own)?;
                let told = changed.change.was.clone();
                Ok((Event::DutyChanged(changed), told, None))
            }
            DutyOrder::End { swap, how } => {
                let row = transaction.reader()?.duty_change(self.by.0, *swap)?;
                let open = row.filter(|row| {
                    row.state == DutyChangeState::Asked && row.change.plan == self.plan
                });
                let asked = open.ok_or(ChangeRefusal::NotOpen)?.change;
                let (theirs, told) = match how {
                    SwapEnd::Agreed | SwapEnd::Declined => (Some(&asked.holder), &asked.was),
                    SwapEnd::Withdrawn => (asked.was.as_ref(), &None),
                };
                if theirs.map(String::as_str) != Some(own.as_str()) {
                    return Err(ChangeRefusal::NotForYou.into());
                }
                if *how == SwapEnd::Agreed {
                    change::agree(scene, &asked)?;
                }
                let ended = DutySwapEnded {
                    swap: *swap,
                    how: *how,
                };
                Ok((Event::DutySwapEnded(ended), told.clone(), Some(*swap)))
            }
        }
    }
}

impl Command for OrderDuty {
    type Outcome = DutyOrdered;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.by.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<DutyOrdered, AppError> {
        let (authority, staff) = self.by;
        let setting = self.setting(transaction, shared)?;
        let (event, told, of) = self.decide_event(transaction, &setting)?;
        let state = match &event {
            Event::DutySwapAsked(_) => DutyChangeState::Asked,
            Event::DutySwapEnded(ended) => match ended.how {
                SwapEnd::Agreed => DutyChangeState::Holds,
                SwapEnd::Declined => DutyChangeState::Declined,
                SwapEnd::Withdrawn => DutyChangeState::Withdrawn,
            },
            _ => DutyChangeState::Holds,
        };
        let by = Actor::Staff(staff);
        let new = NewEvent::open(authority, by, Belongs::Nowhere, event);
        let recorded = record(transaction, new, &*shared.chance)?;
        let position = recorded.slot.position;
        let told = told.and_then(|login| {
            let mut staff = setting.organisation.staff.values();
            staff
                .find(|one| one.login == login && !one.left)
                .map(|one| one.id)
        });
        if let Some(told) = told.filter(|told| *told != staff) {
            queue_for_staff(transaction, shared, (authority, told), NOTICE, position)?;
        }
        Ok(DutyOrdered {
            id: of.unwrap_or(position).raw(),
            state: state.word().to_owned(),
        })
    }
}
