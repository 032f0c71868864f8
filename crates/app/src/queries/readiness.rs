//! Readiness of an authority's plans, and who is on duty when.

use crate::authorise::{Action, Principal};
use crate::commands::duty::arranges;
use crate::commands::roster_persons::{Kept, kept_of_person, on_file, persons};
use crate::drills::{self, NextDrill};
use crate::error::AppError;
use crate::huiyin::{Huiyin, Shared};
use crate::queries::obligation::Words;
use crate::queries::plans::{effective_roster, shown_plan};
use crate::responses::reach::views::{ReachDesk, ReachTestView};
use crate::responses::reach::without_leavers;
use crate::rules::Authority;
use huiyin_domain::event::StaffContact;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::organisation::Organisation;
use huiyin_domain::plan::{Key, Plan};
use huiyin_domain::roster::feed::{self, Entry};
use huiyin_domain::roster::{
    CrewGap, CrewReadiness, Gap, PostReadiness, Readiness, Roster, Shift, shifts,
};
use huiyin_domain::time::{Instant, Zone};
use huiyin_store::reader::Reader;
use huiyin_store::rows::DutyChangeRow;
use serde::Serialize;
use std::sync::Arc;

/// Which post of a plan is unheld or out of reach at which hour of the coming 28 days. Times are in the
/// plan's zone.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ReadinessView {
    /// The plan's id.
    pub plan: String,
    /// The version that was looked at: the one in force, else the newest.
    pub version: String,
    /// The version of its roster.
    pub roster: String,
    /// From when.
    #[schema(format = DateTime)]
    pub from: String,
    /// To when.
    #[schema(format = DateTime)]
    pub to: String,
    /// Whether every post is held by somebody who can be called, whenever the plan may call it, and every
    /// minimum crew is there.
    pub ready: bool,
    /// The posts that the plan may call.
    pub posts: Vec<PostReadinessView>,
    /// The minimum crews of the plan.
    pub crews: Vec<CrewReadinessView>,
    /// The last test of whether those on duty can be reached; nothing where none was sent, or nothing is
    /// kept, as of a file.
    pub reach_test: Option<ReachTestView>,
    /// The next drill that the plan owes, with its date and rule; nothing while no version is in force.
    pub next_drill: Option<NextDrill>,
    /// Those of the roster who have no account here, as of a store.
    pub without_account: Vec<OutsideView>,
}

/// Somebody of a roster who has no account. They are called by the number and address that are on file; the
/// desk rings them where there is none.
#[derive(Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OutsideView {
    /// Their id in the roster.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Whether a telephone is on file.
    pub phone: bool,
    /// Whether an e-mail address is.
    pub email: bool,
    /// What is on file, for whoever keeps rosters; on pages only.
    #[serde(skip)]
    pub contact: Option<StaffContact>,
    /// The language of the messages to them; on pages only.
    #[serde(skip)]
    pub language: Language,
    /// Whether the roster says that they have none; else the id is nobody's.
    #[serde(skip)]
    pub is_known: bool,
}

impl std::fmt::Debug for OutsideView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OutsideView({}, …)", self.person)
    }
}

/// A roster as its officials can be called now, and those of it who have no account.
fn called(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (who, organisation): (&Principal, &Organisation),
    mut roster: Roster,
) -> Result<(Roster, Vec<OutsideView>), AppError> {
    without_leavers(&mut roster, organisation);
    let known = on_file(reader, shared, (who.authority, organisation), &roster)?;
    let outside = outside(reader, shared, (who, organisation), &roster)?;
    Ok((roster.as_called(Some(&known)), outside))
}

/// Those of a roster with whose id nobody signs in, each with what is on file.
fn outside(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (who, organisation): (&Principal, &Organisation),
    roster: &Roster,
) -> Result<Vec<OutsideView>, AppError> {
    let persons = persons(reader, who.authority, &roster.plan)?;
    let keeps = who.may(Action::LodgePlan);
    let mut found = Vec::new();
    for one in &roster.staff {
        if organisation.has_login(&one.id) {
            continue;
        }
        let kept = match persons.get(&one.id) {
            Some(person) => kept_of_person(reader, shared, who.authority, *person)?,
            None => Kept::default(),
        };
        let contact = kept.contact();
        found.push(OutsideView {
            person: one.id.to_string(),
            name: one.name.clone(),
            phone: contact.phone.is_some(),
            email: contact.email.is_some(),
            contact: keeps.then_some(contact),
            language: kept.language,
            is_known: !one.account,
        });
    }
    Ok(found)
}

/// How a minimum crew stands. Officials on duty are counted; nobody is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CrewReadinessView {
    /// Its id in the plan.
    pub crew: String,
    /// What its members are trained for: `first-aider` or `interpreter`; absent where everybody counts.
    pub qualification: Option<String>,
    /// So many are needed.
    pub min: u32,
    /// Minutes of the 28 days at which fewer are on duty and can be called.
    pub minutes_missing: i64,
    /// When that is.
    pub gaps: Vec<CrewGapView>,
}

/// Hours at which too few are on duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CrewGapView {
    /// From when.
    #[schema(format = DateTime)]
    pub from: String,
    /// To when; not part of it.
    #[schema(format = DateTime)]
    pub to: String,
    /// How many there are.
    pub there: usize,
}

/// How a post stands. Posts are counted, never persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PostReadinessView {
    /// The post's id.
    pub post: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Who holds it now, by name.
    pub holder: Option<String>,
    /// Minutes of the 28 days at which the plan may call it.
    pub minutes_called: i64,
    /// Of these, minutes at which nobody holds it, or nobody who can be called.
    pub minutes_missing: i64,
    /// When that is.
    pub gaps: Vec<GapView>,
}

/// Hours at which a post is not ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct GapView {
    /// From when.
    #[schema(format = DateTime)]
    pub from: String,
    /// To when; not part of it.
    #[schema(format = DateTime)]
    pub to: String,
    /// Who holds it and has none of the post's channels; absent where nobody holds it.
    pub holder: Option<String>,
}

impl ReadinessView {
    /// What was found about a plan that is kept, as interfaces say it; nothing while it has no roster.
    pub fn kept(look: &DutyLook) -> Option<Self> {
        let duty = look.duty.as_ref()?;
        Some(Self {
            reach_test: duty.reach.test.clone(),
            without_account: look.without_account.clone(),
            next_drill: look.next_drill.clone(),
            ..Self::of(&look.plan, &duty.readiness)
        })
    }

    /// What was found about a plan, as interfaces say it.
    pub fn of(plan: &Plan, found: &Readiness) -> Self {
        Self {
            plan: found.plan.to_string(),
            version: plan.version.clone(),
            roster: found.roster.clone(),
            from: found.from.rfc3339_in(&plan.zone),
            to: found.to.rfc3339_in(&plan.zone),
            ready: found.is_ready(),
            posts: found
                .posts
                .iter()
                .map(|post| PostReadinessView::of(post, &plan.zone))
                .collect(),
            crews: found
                .crews
                .iter()
                .map(|crew| CrewReadinessView::of(crew, &plan.zone))
                .collect(),
            reach_test: None,
            next_drill: None,
            without_account: Vec::new(),
        }
    }
}

impl CrewReadinessView {
    fn of(crew: &CrewReadiness, zone: &Zone) -> Self {
        let gap = |gap: &CrewGap| CrewGapView {
            from: gap.from.rfc3339_in(zone),
            to: gap.to.rfc3339_in(zone),
            there: gap.there,
        };
        Self {
            crew: crew.crew.to_string(),
            qualification: crew.qualification.map(|one| one.word().to_owned()),
            min: crew.min,
            minutes_missing: crew.minutes_missing,
            gaps: crew.gaps.iter().map(gap).collect(),
        }
    }
}

impl PostReadinessView {
    fn of(post: &PostReadiness, zone: &Zone) -> Self {
        let gap = |gap: &Gap| GapView {
            from: gap.from.rfc3339_in(zone),
            to: gap.to.rfc3339_in(zone),
            holder: gap.holder.clone(),
        };
        Self {
            post: post.post.to_string(),
            title: post.title.clone(),
            holder: post.holder.clone(),
            minutes_called: post.minutes_called,
            minutes_missing: post.minutes_missing,
            gaps: post.gaps.iter().map(gap).collect(),
        }
    }
}

/// A plan with its roster, as readers of both need it.
#[derive(Clone, Debug)]
pub struct DutyLook {
    /// The version in force, else the newest.
    pub plan: Arc<Plan>,
    /// Its roster; nothing while none is lodged.
    pub duty: Option<Duty>,
    /// The posts whose duties whoever looks may arrange.
    pub arranged: Vec<Key>,
    /// Changes ahead and requests for them, those decided last first.
    pub changes: Vec<DutyChangeView>,
    /// Officials of the roster with whose id nobody signs in.
    pub without_account: Vec<OutsideView>,
    /// The next drill; nothing while no version is in force.
    pub next_drill: Option<NextDrill>,
}

/// A roster as it holds now, and what follows from it.
#[derive(Clone, Debug)]
pub struct Duty {
    /// With what was changed since it was lodged.
    pub roster: Roster,
    /// How the posts stand.
    pub readiness: Readiness,
    /// Who holds which post when.
    pub shifts: Vec<Shift>,
    /// The test of whether those on duty can be reached.
    pub reach: ReachDesk,
}

/// A change of duty, or a request for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DutyChangeView {
    /// Its id.
    pub id: i64,
    /// The post's id.
    pub post: String,
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    pub from: Instant,
    /// To when; not part of it.
    #[schema(value_type = String, format = DateTime)]
    pub to: Instant,
    /// Who would hold it, by the roster's id.
    pub was: Option<String>,
    /// Who holds it instead, by the roster's id.
    pub holder: String,
    /// `swap`, `arranged` or `taken`.
    pub how: String,
    /// `asked`, `holds`, `declined` or `withdrawn`.
    pub state: String,
}

impl DutyChangeView {
    fn of(row: DutyChangeRow) -> Self {
        Self {
            id: row.id.raw(),
            post: row.change.post,
            from: row.change.from,
            to: row.change.to,
            was: row.change.was,
            holder: row.change.holder,
            how: row.how,
            state: row.state.word().to_owned(),
        }
    }
}

impl DutyLook {
    /// The whole roster of the coming 28 days as an iCalendar file: each shift with its post and who holds
    /// it; nothing while no roster is lodged. It is for those who read the roster signed in. No address
    /// without a sign-in gives it: whoever came by one could follow when each official is on duty and when
    /// not (see [`crate::Huiyin::make_duty_feed`] for one's own).
    pub fn calendar(&self, now: Instant) -> Option<String> {
        let duty = self.duty.as_ref()?;
        let entries = duty.shifts.iter().filter_map(|shift| {
            let post = &self.plan.post(&shift.post)?.title;
            let holder = duty.roster.official(&shift.holder);
            let name = holder.map_or(shift.holder.as_str(), |one| one.name.as_str());
            Some(Entry {
                plan: self.plan.id.to_string(),
                title: Bilingual::new(
                    format!("{}：{name}", post.zh),
                    format!("{}: {name}", post.en),
                ),
                shift: shift.clone(),
            })
        });
        let entries: Vec<Entry> = entries.collect();
        Some(feed::calendar(&self.plan.title, &entries, now))
    }
}

/// Changes that a page names at most.
const CHANGES_SHOWN: u32 = 100;

impl Huiyin {
    /// The roster of a plan as those on duty are called by it now: with what was changed since it was
    /// lodged, and without the ways of whoever left. On a thread that may block.
    ///
    /// # Errors
    /// When the store fails.
    pub fn roster_here(
        &self,
        authority: &Authority,
        plan: &str,
    ) -> Result<Option<Roster>, AppError> {
        let (shared, id, at) = (Arc::clone(self.shared()), authority.row.id, self.now());
        self.store().read_here(|reader| {
            let organisation = shared.organisation_read(reader, id)?;
            let found = effective_roster(reader, &shared, id, plan, at)?;
            let Some((_, mut roster)) = found else {
                return Ok(None);
            };
            without_leavers(&mut roster, &organisation);
            let known = on_file(reader, &shared, (id, &organisation), &roster)?;
            Ok(Some(roster.as_called(Some(&known))))
        })
    }

    /// The last reachability test and the next drill of a plan, on a thread that may block.
    ///
    /// # Errors
    /// When the store fails.
    pub fn kept_of_plan_here(
        &self,
        authority: &Authority,
        plan: &Plan,
    ) -> Result<(Option<ReachTestView>, Option<NextDrill>), AppError> {
        let (shared, id, at) = (Arc::clone(self.shared()), authority.row.id, self.now());
        self.store().read_here(|reader| {
            let test = ReachTestView::read(reader, (id, plan), at)?;
            let drill = drills::of_plan(reader, &shared, id, (&plan.id, at))?;
            Ok((test, drill))
        })
    }

    /// How a plan's posts stand over the coming 28 days.
    ///
    /// # Errors
    /// [`crate::PlanRefusal::NoSuchPlan`], a refusal by the table, or a failure of the store.
    pub async fn duty_look(&self, who: &Principal, plan: &str) -> Result<DutyLook, AppError> {
        who.permit(Action::SeePlans)?;
        let (shared, authority, at) = (self.shared().clone(), who.authority, self.now());
        let (id, who) = (plan.to_owned(), who.clone());
        self.store()
            .read(move |reader| {
                let plan = shown_plan(reader, &shared, authority, &id)?;
                let roster = effective_roster(reader, &shared, authority, &id, at)?;
                let organisation = shared.organisation_read(reader, authority)?;
                let here = (&who, &**organisation);
                let called = roster.map(|(_, roster)| called(reader, &shared, here, roster));
                let (roster, without_account) = called.transpose()?.unzip();
                let rules = shared.rules_read(reader)?;
                let known = roster.zip(rules.calendar(&plan.calendar));
                let duty = match known {
                    Some((roster, calendar)) => {
                        let scene = (&*plan, &roster, &**calendar);
                        Some(Duty {
                            reach: ReachDesk::read(reader, here, scene, at)?,
                            readiness: Readiness::of(&plan, &roster, calendar, at),
                            shifts: shifts(&plan, &roster, calendar, at),
                            roster,
                        })
                    }
                    None => None,
                };
                let posts = plan.posts.iter();
                let arranged =
                    posts.filter(|post| arranges(&who, &organisation, post.unit.as_deref()));
                let changes = reader.duty_changes(authority, &id, at, CHANGES_SHOWN)?;
                Ok(DutyLook {
                    next_drill: drills::of_plan(reader, &shared, authority, (&id, at))?,
                    without_account: without_account.unwrap_or_default(),
                    arranged: arranged.map(|post| post.id.clone()).collect(),
                    changes: changes.into_iter().map(DutyChangeView::of).collect(),
                    plan,
                    duty,
                })
            })
            .await
    }
}
