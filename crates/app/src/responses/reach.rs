//! The reachability test 通信联络测试: a page that says that it is a test goes to who holds the posts of a
//! plan now, by the same lines and links as a real one. Nobody has to come, no response opens, and no
//! ladder goes on: the answer is awaited until its limit, then counted.
//!
//! It cannot become a record about officials. The journal holds who sent a test and sums; which post was
//! reached stands in one row a post beside it ([`KEPT_MICROS`]), which the next test replaces; and whom a
//! row asked is emptied as soon as the test's time is over. It is sent at the agreed hours of the plan only.

pub(crate) mod note;
pub(crate) mod pages;
pub(crate) mod refusal;
pub(crate) mod views;

use self::refusal::TestRefusal;
use crate::authorise::{Action, Principal, permit};
use crate::commands::people::PeopleRefusal;
use crate::commands::plans::PlanRefusal;
use crate::commands::register::Idempotency;
use crate::commands::roster_persons::{persons, signs_in_as};
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::Once;
use crate::queries::plans::{effective_roster, plan_in_force};
use crate::record::{Belongs, NewEvent, record};
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::event::{Actor, Event, Pinned, ReachabilityCounted, ReachabilityTested};
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::lodging::approving_post;
use huiyin_domain::organisation::Organisation;
use huiyin_domain::plan::{MINUTE_MICROS, Plan};
use huiyin_domain::roster::{OnCall, Roster, TestState, on_call};
use huiyin_domain::time::{DAY_MICROS, Instant, Zone};
use huiyin_domain::wording;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{ReachPageRow, ReachTestRow};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// For how long it is kept which posts were reached: as far as readiness looks ahead. The shortest that
/// lets whoever keeps the plan mend a channel and look again.
const KEPT_MICROS: i64 = 28 * DAY_MICROS;

/// A test that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReachTestSent {
    /// The plan's id.
    pub plan: String,
    /// How many posts are asked.
    pub posts: u32,
    /// Until when an answer counts, in the plan's zone.
    #[schema(format = DateTime)]
    pub until: String,
}

impl Huiyin {
    /// Sends a test page to who holds the posts of a plan now.
    ///
    /// # Errors
    /// [`PlanRefusal::Test`] with what to do, [`PlanRefusal::NoSuchPlan`], [`PeopleRefusal::NotAllowed`]
    /// for anybody but an administrator and whoever approves the plan, or a failure of the store.
    pub async fn send_reach_test(
        &self,
        who: &Principal,
        plan: &str,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<ReachTestSent>, AppError> {
        let by = (who.authority, Actor::Staff(who.staff));
        let command = Send {
            by,
            plan: plan.to_owned(),
        };
        self.once(by, command, idempotency).await
    }

    /// As [`Huiyin::send_reach_test`], on a thread that may block. Whoever runs the program on the machine may.
    /// The pages wait in the store for the process that has the lines; ways are chosen by the lines that this
    /// one was opened with, so it is opened with the same.
    ///
    /// # Errors
    /// As there.
    pub fn send_reach_test_here(
        &self,
        by: (AuthorityId, Actor),
        plan: &str,
    ) -> Result<ReachTestSent, AppError> {
        self.command_here(Send {
            by,
            plan: plan.to_owned(),
        })
    }
}

/// Whoever left cannot be sent a page, and no channel of theirs counts.
pub(crate) fn without_leavers(roster: &mut Roster, organisation: &Organisation) {
    let here = organisation.staff.values().filter(|one| !one.left);
    let here: BTreeSet<&str> = here.map(|one| one.login.as_str()).collect();
    for official in &mut roster.staff {
        if official.account && !here.contains(official.id.as_str()) {
            official.channels.clear();
        }
    }
}

/// What a test is decided with.
struct Scene {
    plan: Arc<Plan>,
    roster: (String, Roster),
    calendar: Arc<WorkCalendar>,
}

impl Scene {
    fn read(
        reader: &mut Reader<'_>,
        shared: &Shared,
        (authority, id): (AuthorityId, &str),
        (organisation, at): (&Organisation, Instant),
    ) -> Result<Self, AppError> {
        let known = reader.plan_versions(authority, id, 1)?;
        if known.is_empty() {
            return Err(PlanRefusal::NoSuchPlan.into());
        }
        let plan = plan_in_force(reader, shared, authority, id)?;
        let plan = plan.ok_or(TestRefusal::NotInForce)?;
        let roster = effective_roster(reader, shared, authority, id, at)?;
        let mut roster = roster.ok_or(TestRefusal::NoRoster)?;
        without_leavers(&mut roster.1, organisation);
        let rules = shared.rules_read(reader)?;
        let calendar = rules.calendar(&plan.calendar).cloned();
        let unreadable = || AppError::Unreadable(format!("calendar of plan {id}"));
        Ok(Self {
            calendar: calendar.ok_or_else(unreadable)?,
            plan,
            roster,
        })
    }

    /// Whom a test asks now, if it is one of the agreed hours.
    fn calls(&self, at: Instant) -> Result<(Vec<OnCall>, u32), TestRefusal> {
        let agreed = self.plan.test.as_ref().ok_or(TestRefusal::NotAgreed)?;
        let next = self.plan.next_test(at, &self.calendar);
        if next != Some(at) {
            let next = next.map(|next| said(next, &self.plan.zone));
            return Err(TestRefusal::OutsideHours { next });
        }
        let calls = on_call(&self.plan, &self.roster.1, &self.calendar, at);
        match calls.is_empty() {
            true => Err(TestRefusal::NobodyOnDuty),
            false => Ok((calls, agreed.minutes)),
        }
    }
}

/// An instant in words, in a plan's zone.
fn said(at: Instant, zone: &Zone) -> Bilingual {
    let said = |language| wording::instant(at.to_minute(), zone, language);
    Bilingual::new(said(Language::Zh), said(Language::En))
}

/// Lets whoever acts send a test of a plan, or refuses. Whoever runs the program on the machine may.
fn permit_send(
    (authority, by): (AuthorityId, Actor),
    organisation: &Organisation,
    plan: &Plan,
) -> Result<(), AppError> {
    let Actor::Staff(staff) = by else {
        return permit(by, authority, organisation, Action::TestReach);
    };
    let who = Principal::of(organisation, authority, staff);
    let may = who.is_some_and(|who| may_send(&who, organisation, plan));
    may.then_some(())
        .ok_or_else(|| Refusal::People(PeopleRefusal::NotAllowed).into())
}

/// Whether somebody may send a test of a plan.
fn may_send(who: &Principal, organisation: &Organisation, plan: &Plan) -> bool {
    let approves = approving_post(organisation, plan, who.staff).is_some();
    approves || who.may(Action::TestReach)
}

/// Whether somebody may say that they reached a post: who may send the test, and the desk, which rings.
fn may_note(who: &Principal, organisation: &Organisation, plan: &Plan) -> bool {
    who.may(Action::NoteReached) || may_send(who, organisation, plan)
}

struct Send {
    by: (AuthorityId, Actor),
    plan: String,
}

impl Command for Send {
    type Outcome = ReachTestSent;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.by.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<ReachTestSent, AppError> {
        let ((authority, by), now) = (self.by, transaction.now());
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(by, authority, &organisation, Action::SeePlans)?;
        let mut reader = transaction.reader()?;
        let here = (authority, self.plan.as_str());
        let scene = Scene::read(&mut reader, shared, here, (&organisation, now))?;
        permit_send(self.by, &organisation, &scene.plan)?;
        let (calls, minutes) = scene.calls(now)?;
        let last = reader.reach_test(authority, &self.plan)?;
        if let Some(running) = last.filter(|last| last.counted.is_none()) {
            if running.until_at > now {
                let until = said(running.until_at, &scene.plan.zone);
                return Err(TestRefusal::Runs { until }.into());
            }
            count(transaction, shared, here, &running)?;
        }
        let until = now.plus_micros(i64::from(minutes) * MINUTE_MICROS);
        let begun = begin(transaction, shared, self.by, &scene, (&calls, until))?;
        for page in kept(transaction, here, (&calls, until), &organisation)? {
            let named = page.holder.as_ref();
            let named = named.and_then(|id| scene.roster.1.official(id));
            let named = named.map_or(&[][..], |one| one.channels.as_slice());
            pages::begin(transaction, shared, (here, begun), (&page, named))?;
        }
        Ok(ReachTestSent {
            plan: self.plan.clone(),
            posts: count_of(calls.len()),
            until: until.rfc3339_in(&scene.plan.zone),
        })
    }
}

fn count_of(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

/// Records that a test begins; gives its position.
fn begin(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, by): (AuthorityId, Actor),
    scene: &Scene,
    (calls, until): (&[OnCall], Instant),
) -> Result<Position, AppError> {
    let event = Event::ReachabilityTested(ReachabilityTested {
        plan: Pinned {
            id: scene.plan.id.to_string(),
            version: scene.plan.version.clone(),
        },
        roster: scene.roster.0.clone(),
        posts: count_of(calls.len()),
        until,
    });
    let new = NewEvent::open(authority, by, Belongs::Nowhere, event);
    let recorded = record(transaction, new, &*shared.chance)?;
    Ok(recorded.slot.position)
}

/// Keeps a row for each post; gives one of each person.
fn kept(
    transaction: &mut Transaction<'_>,
    here: (AuthorityId, &str),
    (calls, until): (&[OnCall], Instant),
    organisation: &Organisation,
) -> Result<Vec<ReachPageRow>, AppError> {
    transaction.forget_reach_pages(here.0, here.1)?;
    let persons = persons(&mut transaction.reader()?, here.0, here.1)?;
    let mut people: Vec<ReachPageRow> = Vec::new();
    for call in calls {
        let staff = call.holder.as_ref();
        let staff = staff.and_then(|id| signs_in_as(organisation, id));
        let person = call.holder.as_ref().filter(|_| staff.is_none());
        let page = ReachPageRow {
            post: call.post.clone(),
            number: call.number,
            staff,
            person: person.and_then(|id| persons.get(id)).copied(),
            holder: call.holder.clone(),
            ways: call.ways.clone(),
            state: match call.holder {
                Some(_) => TestState::Waiting,
                None => TestState::Unheld,
            },
        };
        transaction.keep_reach_page(here, &page, until)?;
        if page.number > 0 && people.iter().all(|one| one.number != page.number) {
            people.push(page);
        }
    }
    Ok(people)
}

/// The time of a test is over: it is counted, and whom it asked is emptied.
fn count(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, plan): (AuthorityId, &str),
    test: &ReachTestRow,
) -> Result<(), AppError> {
    let pages = transaction.reader()?.reach_pages(authority, plan)?;
    let of = |states: &[TestState]| {
        let those = pages.iter().filter(|page| states.contains(&page.state));
        count_of(those.count())
    };
    let event = Event::ReachabilityCounted(ReachabilityCounted {
        plan: plan.to_owned(),
        test: test.position,
        reached: of(&[TestState::Reached]),
        silent: of(&[TestState::Waiting, TestState::Silent]),
        no_channel: of(&[TestState::NoChannel]),
        unheld: of(&[TestState::Unheld]),
    });
    let new = NewEvent {
        effective_at: Some(test.until_at),
        ..NewEvent::open(authority, Actor::System, Belongs::Nowhere, event)
    };
    record(transaction, new, &*shared.chance)?;
    let forgotten_at = test.until_at.plus_micros(KEPT_MICROS);
    transaction.end_reach_pages((authority, plan), forgotten_at)?;
    Ok(())
}

/// Counts the tests whose time is over, and forgets what was kept long enough; gives how many.
pub(crate) fn tick(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    authority: AuthorityId,
    up_to: Instant,
) -> Result<u64, AppError> {
    let plans = transaction.reader()?.reach_plans_due(authority, up_to)?;
    for plan in &plans {
        let test = transaction.reader()?.reach_test(authority, plan)?;
        match test.filter(|test| test.counted.is_none()) {
            Some(test) => count(transaction, shared, (authority, plan), &test)?,
            None => transaction.forget_reach_pages(authority, plan)?,
        }
    }
    Ok(plans.len() as u64)
}
