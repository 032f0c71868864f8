//! Responses 响应 to group visits: loaded by folding the journal, decided in the domain, recorded
//! event by event under the response's own key. Of those who came a number of people is kept and
//! nothing else.

pub(crate) mod act;
pub(crate) mod alone;
mod barred;
pub(crate) mod board;
pub(crate) mod called;
mod cap;
pub(crate) mod channels;
mod drawn;
pub(crate) mod file;
mod follow_up;
pub(crate) mod hear;
pub(crate) mod improvements;
mod ladder;
pub(crate) mod link;
pub(crate) mod lists;
mod numbers;
pub(crate) mod open;
pub(crate) mod over;
mod page_look;
mod page_words;
pub(crate) mod pager;
pub(crate) mod pages;
pub(crate) mod parties;
pub(crate) mod reach;
pub(crate) mod received;
pub(crate) mod reception;
pub(crate) mod reports;
mod review;
pub(crate) mod run;
pub(crate) mod scan;
pub(crate) mod script;
mod tasked;
pub(crate) mod tick;
mod topic;
pub(crate) mod view;
pub(crate) mod views;
pub(crate) mod visits;
pub(crate) mod ways;

use crate::authorise::Principal;
use crate::authorise::response::{ResponseAction, Standing, allows};
use crate::casework::parse;
use crate::commands::roster_persons::{persons, signs_in_as};
use crate::error::{AppError, Refusal};
use crate::huiyin::Shared;
use crate::notices::DRILL;
use crate::organisation::OrganisationAt;
use crate::queries::plans::{effective_roster, parsed};
use crate::record::Keyring;
use crate::responses::called::Called;
use crate::rules::{Authority, Rules};
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::event::{Actor, Envelope, Event, OpeningText, Pinned, Way};
use huiyin_domain::ids::{AuthorityId, PersonId, Position, ResponseId, StaffId, UnitId};
use huiyin_domain::organisation::{Organisation, Role};
use huiyin_domain::plan::{Channel, Key, Plan, UNIT_HEAD_CONCERNED};
use huiyin_domain::response::{self, Recorded, Response, Run, RunRefusal, Scene, evolve};
use huiyin_domain::roster::{Official, Roster};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::JournalRow;
use huiyin_store::transaction::Transaction;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl From<RunRefusal> for AppError {
    fn from(refusal: RunRefusal) -> Self {
        Self::Refused(Refusal::Run(refusal))
    }
}

/// The duty of a post that heads a unit.
const UNIT_HEAD: &str = "unit-head";

/// An event of a response as the journal has it.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub recorded: Recorded,
    pub by: Actor,
    pub way: Option<Way>,
    /// What was typed with it.
    pub text: Option<String>,
}

/// What a response is decided with, whether it runs already or begins.
pub(crate) struct Setting {
    pub authority: Arc<Authority>,
    pub organisation: Arc<OrganisationAt>,
    pub plan: Arc<Plan>,
    pub calendar: Arc<WorkCalendar>,
    pub roster: Roster,
    pub concerned: Option<Official>,
    /// When this was read.
    now: Instant,
    /// Whoever belongs to whom the matter complains of, by login.
    barred: BTreeSet<String>,
    /// Those of the roster without an account of whom a number or an address is kept.
    persons: BTreeMap<Key, PersonId>,
}

/// A response with all that a decision about it needs.
pub(crate) struct Running {
    pub id: ResponseId,
    pub setting: Setting,
    pub keys: Keyring,
    pub pinned: Pinned,
    pub unwell: bool,
    /// Whether it is a drill.
    pub exercise: bool,
    pub text: OpeningText,
    pub state: Response,
    pub steps: Vec<Step>,
    /// When everybody whom the rule needs was there first.
    pub received_at: Option<Instant>,
    /// The position of its last event.
    pub version: Position,
}

impl Setting {
    /// Reads plan and newest roster, with the changes of duty that end after `since`; whoever belongs to
    /// a respondent is taken out of the roster, so that no page goes to them whatever post they hold
    /// (RULES 4.1). Whoever signs in here and left since can neither be sent a page nor answer one: no
    /// channel of theirs counts, and their step passes on at once. Whom the roster has without an account is
    /// called by what is kept of them, else the desk rings them by hand.
    pub(crate) fn read(
        reader: &mut Reader<'_>,
        shared: &Shared,
        (rules, organisation): (&Rules, Arc<OrganisationAt>),
        authority: AuthorityId,
        (pinned, since): (&Pinned, Instant),
        text: &OpeningText,
    ) -> Result<Self, AppError> {
        let known = rules.authority(authority).ok_or(Refusal::NoSuchResponse)?;
        let content = reader.plan_content(authority, &pinned.id, &pinned.version)?;
        let unreadable = || AppError::Unreadable(format!("plan {}", pinned.id));
        let plan = content.as_deref().ok_or_else(unreadable)?;
        let plan = parsed(shared, &pinned.id, plan)?;
        let roster = effective_roster(reader, shared, authority, &pinned.id, since)?;
        let (_, mut roster) = roster.ok_or_else(unreadable)?;
        let now = shared.clock.now();
        let today = now.date_in(&known.zone);
        let barred = barred::all(&organisation, (&plan, &roster), text, today);
        roster.staff.retain(|one| !barred.contains(one.id.as_str()));
        reach::without_leavers(&mut roster, &organisation);
        let calendar = rules.calendar(&plan.calendar).ok_or_else(unreadable)?;
        let concerned = text.concerned.and_then(|unit| head_of(&organisation, unit));
        Ok(Self {
            authority: Arc::clone(known),
            calendar: Arc::clone(calendar),
            concerned: concerned.filter(|one| !barred.contains(one.id.as_str())),
            organisation,
            plan,
            roster,
            now,
            barred,
            persons: persons(reader, authority, &pinned.id)?,
        })
    }

    pub(crate) fn scene(&self) -> Scene<'_> {
        Scene {
            plan: &self.plan,
            calendar: &self.calendar,
            roster: Some(&self.roster),
            concerned: self.concerned.as_ref(),
        }
    }

    /// The member of staff whom the roster's id names: it is what they sign in with.
    pub(crate) fn staff_called(&self, holder: &Key) -> Option<StaffId> {
        signs_in_as(&self.organisation, holder)
    }

    /// Whom the roster's id names, where a page can go to them: who signs in with it, else whoever has no
    /// account and a number or an address on file.
    /// Nobody whom the matter is about is, also where a page went to them before that was known.
    pub(crate) fn called(&self, holder: &Key) -> Option<Called> {
        if self.barred.contains(holder.as_str()) {
            return None;
        }
        let person = self.persons.get(holder);
        let person = person.map(|person| Called::Person { person: *person });
        self.staff_called(holder).map(Called::Staff).or(person)
    }

    /// Whether the matter is about somebody, by login.
    pub(crate) fn bars(&self, login: &str) -> bool {
        self.barred.contains(login)
    }

    /// What somebody of the roster is called.
    pub(crate) fn name_of(&self, holder: &Key) -> String {
        let official = self.roster.official(holder).or(self.concerned.as_ref());
        if let Some(official) = official.filter(|one| one.id == *holder) {
            return official.name.clone();
        }
        let mut staff = self.organisation.staff.values();
        let member = staff.find(|one| one.login == holder.as_str());
        member.map_or_else(|| holder.to_string(), |one| one.name.clone())
    }
}

/// The head of a unit, as somebody who can be called.
fn head_of(organisation: &Organisation, unit: UnitId) -> Option<Official> {
    let posts = organisation.posts_for(UNIT_HEAD, unit);
    let here = posts.into_iter().find(|post| post.unit == unit)?;
    let staff = organisation.acting(here).into_iter().next()?;
    let member = organisation.staff.get(&staff)?;
    Some(Official {
        id: Key::new(&member.login),
        name: member.name.clone(),
        channels: vec![Channel::Phone, Channel::Sms, Channel::Email, Channel::Desk],
        account: true,
        qualifications: Vec::new(),
        line: 0,
    })
}

/// A later event of a response, with what was typed with it.
fn step_of(keys: &Keyring, row: &JournalRow, id: ResponseId) -> Result<Step, AppError> {
    let envelope: Envelope = parse(&row.open)?;
    let Event::ResponseStepped(stepped) = envelope.event else {
        return Err(AppError::Unreadable(format!("response {id}")));
    };
    let text = keys.open_text(row)?;
    Ok(Step {
        recorded: Recorded {
            at: envelope.effective_at,
            event: stepped.happened,
        },
        by: envelope.by,
        way: stepped.way,
        text: text.and_then(|opened| String::from_utf8(opened.plaintext).ok()),
    })
}

impl Running {
    /// The kind of a notice to staff: what is played is told from the rest.
    fn notice_of(&self, kind: &'static str) -> &'static str {
        if self.exercise { DRILL } else { kind }
    }

    fn read(
        reader: &mut Reader<'_>,
        shared: &Shared,
        (rules, organisation): (&Rules, Arc<OrganisationAt>),
        (authority, id): (AuthorityId, ResponseId),
    ) -> Result<Option<Self>, AppError> {
        let rows = reader.journal_of_response(authority, id)?;
        let Some((first, later)) = rows.split_first() else {
            return Ok(None);
        };
        let key = reader.response_key(authority, id)?.flatten();
        let wrapping = &shared.wrapping;
        let keys = Keyring::unwrap_of_response(key.as_deref(), wrapping, authority, id)?;
        let text = keys.open_text(first)?;
        let text = text.map(|opened| parse::<OpeningText>(&opened.plaintext));
        let mut text = text.transpose()?.unwrap_or_default();
        let left_out = std::mem::take(&mut text.left_out);
        let steps = later.iter().map(|row| step_of(&keys, row, id));
        let mut steps = steps.collect::<Result<Vec<_>, _>>()?;
        for step in &mut steps {
            parties::unseal(step, &mut text)?;
        }
        let envelope: Envelope = parse(&first.open)?;
        let Event::ResponseOpened(opened) = envelope.event else {
            return Err(AppError::Unreadable(format!("response {id}")));
        };
        let setting = Setting::read(
            reader,
            shared,
            (rules, organisation),
            authority,
            (&opened.plan, envelope.effective_at),
            &text,
        )?;
        let mut happened = opened.happened;
        if let response::Event::Opened { respondents, .. } = &mut happened {
            respondents.clone_from(&left_out);
        }
        let mut running = Self {
            id,
            setting,
            keys,
            pinned: opened.plan,
            unwell: opened.unwell,
            exercise: opened.exercise,
            text,
            state: Response::default(),
            steps: Vec::with_capacity(rows.len()),
            received_at: None,
            version: later.last().map_or(first.position, |row| row.position),
        };
        running.take(Step {
            recorded: Recorded {
                at: envelope.effective_at,
                event: happened,
            },
            by: envelope.by,
            way: None,
            text: None,
        });
        steps.into_iter().for_each(|step| running.take(step));
        Ok(Some(running))
    }

    /// Loads a response inside the writer's transaction; nothing if there is none.
    pub(crate) fn in_transaction(
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        place: (AuthorityId, ResponseId),
    ) -> Result<Option<Self>, AppError> {
        let rules = shared.rules_in(transaction)?;
        let organisation = shared.organisation_in(transaction, place.0)?;
        let mut reader = transaction.reader()?;
        Self::read(&mut reader, shared, (&rules, organisation), place)
    }

    /// Loads a response from a snapshot; nothing if there is none.
    pub(crate) fn in_snapshot(
        reader: &mut Reader<'_>,
        shared: &Shared,
        place: (AuthorityId, ResponseId),
    ) -> Result<Option<Self>, AppError> {
        let rules = shared.rules_read(reader)?;
        let organisation = shared.organisation_read(reader, place.0)?;
        Self::read(reader, shared, (&rules, organisation), place)
    }

    /// An event is a fact: it changes the state, whoever it was.
    pub(crate) fn take(&mut self, step: Step) {
        evolve(&mut self.state, &step.recorded);
        if self.received_at.is_none() && self.state.is_received(&self.setting.plan) {
            self.received_at = Some(step.recorded.at);
        }
        self.steps.push(step);
    }

    /// Whether somebody belongs to whom the matter complains of.
    pub(crate) fn bars(&self, who: &Principal) -> bool {
        self.setting.barred.contains(&who.login)
    }

    /// Everything that somebody is to this response.
    fn standings(&self, who: &Principal) -> Vec<Standing> {
        if self.bars(who) {
            return Vec::new();
        }
        let here = |(unit, role): &&(UnitId, Role)| match role {
            Role::Clerk => self.is_reception(*unit) || self.was_opened_by(who),
            Role::Leader => self.setting.organisation.answers(*unit),
            _ => true,
        };
        let roles = who.roles.iter().filter(here);
        let mut standings: Vec<Standing> = roles.map(|(_, role)| Standing::Role(*role)).collect();
        let mine = |page: &&response::Page| {
            let holder = page.holder.as_ref();
            holder.is_some_and(|holder| holder.as_str() == who.login)
        };
        for page in self.state.pages.iter().filter(mine) {
            let post = self.setting.plan.post(&page.step_post);
            let decides = post.is_some_and(|post| post.decides.is_some());
            standings.push(match decides {
                true => Standing::CalledToDecide,
                false => Standing::Called,
            });
        }
        if self.is_tasked(&who.login, self.setting.now) {
            standings.push(Standing::Tasked);
        }
        let mut improves = self.state.improvements.iter();
        if improves.any(|one| self.is_to_improve(who, one)) {
            standings.push(Standing::Improves);
        }
        standings
    }

    fn was_opened_by(&self, who: &Principal) -> bool {
        let first = self.steps.first();
        first.is_some_and(|step| step.by == Actor::Staff(who.staff))
    }

    /// Whether the clerks of a unit are of the reception: of a petition office, or of the unit of a post that is called
    /// here; never of an enterprise. Clerks of other units see nothing of it (RULES 4.1).
    fn is_reception(&self, unit: UnitId) -> bool {
        let organisation = &self.setting.organisation;
        if organisation.is_petition_office(unit) {
            return true;
        }
        let plan = &self.setting.plan;
        let called = self.state.calls.iter();
        let mut called = called.filter_map(|call| plan.post(&call.post)?.unit.as_deref());
        let key = organisation.units.get(&unit).map(|unit| unit.key.as_str());
        organisation.answers(unit) && key.is_some_and(|key| called.any(|called| called == key))
    }

    /// Whether somebody has a turn in a post that answers for an improvement.
    pub(crate) fn is_to_improve(&self, who: &Principal, one: &response::Improvement) -> bool {
        let concerned = self.setting.concerned.as_ref();
        let heads = concerned.is_some_and(|head| *head.id == *who.login);
        let mut posts = one
            .answer_for(&self.setting.plan, &self.state.respondents)
            .into_iter();
        posts.any(|post| match **post == *UNIT_HEAD_CONCERNED {
            true => heads,
            false => self.setting.roster.has_turn(post, &who.login),
        })
    }

    /// Whether somebody may do something here.
    pub(crate) fn lets(&self, who: &Principal, action: ResponseAction) -> bool {
        let standings = self.standings(who);
        standings.iter().any(|one| allows(*one, action))
    }

    /// Lets somebody do something, or refuses: whoever may not even see it hears that there is none.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`], [`Refusal::NotAllowed`].
    pub(crate) fn permit(&self, who: &Principal, action: ResponseAction) -> Result<(), AppError> {
        if !self.lets(who, ResponseAction::See) {
            return Err(Refusal::NoSuchResponse.into());
        }
        if !self.lets(who, action) {
            return Err(Refusal::NotAllowed.into());
        }
        Ok(())
    }

    /// The run as the domain tells it to a reader.
    pub(crate) fn told(&self) -> Run {
        Run {
            opened_at: self.state.opened_at.unwrap_or(Instant::from_micros(0)),
            record: self.steps.iter().map(|one| one.recorded.clone()).collect(),
            response: self.state.clone(),
            received_at: self.received_at,
        }
    }
}
