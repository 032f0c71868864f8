//! The last reachability test as the readiness page, the interfaces and the link of a page show it. Posts
//! are counted, never persons; whom the desk has to ring is named while the test runs, and not after.

use super::super::link::ReachToken;
use super::pages::ReachLook;
use super::{may_note, may_send, said};
use crate::authorise::Principal;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use crate::queries::obligation::Words;
use crate::queries::plans::shown_plan;
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::organisation::Organisation;
use huiyin_domain::plan::{Channel, Key, Plan};
use huiyin_domain::roster::{Roster, TestState};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{ReachPageRow, ReachTestRow};
use serde::Serialize;
use std::sync::Arc;

/// The last reachability test of a plan. Times are in the plan's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReachTestView {
    /// The version of the plan.
    pub version: String,
    /// When it was sent.
    #[schema(format = DateTime)]
    pub sent_at: String,
    /// Until when an answer counted.
    #[schema(format = DateTime)]
    pub until: String,
    /// Whether it runs still.
    pub running: bool,
    /// How many posts were asked.
    pub posts: u32,
    /// Posts that were reached in time.
    pub reached: u32,
    /// Posts that were not; while it runs, those that are awaited.
    pub silent: u32,
    /// Posts whose holder no channel reaches.
    pub no_channel: u32,
    /// Posts that nobody held.
    pub unheld: u32,
    /// How each post stands; empty four weeks after the test.
    pub by_post: Vec<ReachPostView>,
}

/// How a post stands in the last test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReachPostView {
    /// The post's id.
    pub post: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// `waiting`, `reached`, `silent`, `no-channel` or `unheld`.
    pub state: String,
    /// The same in words.
    #[schema(value_type = Words)]
    pub words: Bilingual,
}

/// Somebody whom the desk rings, while a test runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachCall {
    /// One of their posts, by which they are named.
    pub post: String,
    /// What all of their posts are called.
    pub titles: Vec<Bilingual>,
    /// Their name.
    pub name: String,
}

/// A test page that waits for an answer of whoever looks. Nobody has come, and nobody needs to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReachAwaited {
    /// The plan's id.
    pub plan: String,
    /// What the plan is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Until when an answer counts, in the plan's zone.
    #[schema(format = DateTime)]
    pub until: String,
}

/// The test pages that wait for an answer of somebody, those that end first at the front.
///
/// # Errors
/// When the store fails.
pub(crate) fn awaited_of(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    now: Instant,
) -> Result<Vec<ReachAwaited>, AppError> {
    let waiting = reader.reach_awaited(who.authority, who.staff, now)?;
    let awaited = waiting.into_iter().map(|(id, until)| {
        let plan = shown_plan(reader, shared, who.authority, &id)?;
        Ok(ReachAwaited {
            title: plan.title.clone(),
            until: until.rfc3339_in(&plan.zone),
            plan: id,
        })
    });
    awaited.collect()
}

/// The test, as somebody at the desk sees it.
#[derive(Clone, Debug)]
pub struct ReachDesk {
    /// The last one.
    pub test: Option<ReachTestView>,
    /// The agreed hours; nothing where none are.
    pub hours: Option<Bilingual>,
    /// How long an answer is waited for, in minutes.
    pub minutes: u32,
    /// When the next agreed hour begins; nothing where it is one now.
    pub next: Option<Bilingual>,
    /// Whether a test may be sent now, and by whoever looks.
    pub may_send: bool,
    /// Whether a page waits for whoever looks.
    pub awaits_me: bool,
    /// Whom the desk rings; empty for who may not say that they were reached.
    pub to_ring: Vec<ReachCall>,
}

impl ReachTestView {
    pub(crate) fn read(
        reader: &mut Reader<'_>,
        (authority, plan): (AuthorityId, &Plan),
        now: Instant,
    ) -> Result<Option<Self>, AppError> {
        let test = reader.reach_test(authority, &plan.id)?;
        let pages = reader.reach_pages(authority, &plan.id)?;
        Ok(test.map(|test| Self::of(plan, &test, &pages, now)))
    }

    fn of(plan: &Plan, test: &ReachTestRow, pages: &[ReachPageRow], now: Instant) -> Self {
        let so_far = |state: TestState| {
            let those = pages.iter().filter(|page| page.state == state).count();
            u32::try_from(those).unwrap_or(u32::MAX)
        };
        let counted = test.counted.map(|(_, sums)| sums);
        let sum = |of: fn(huiyin_store::rows::ReachSums) -> u32, state| {
            counted.map_or_else(|| so_far(state), of)
        };
        let of_post = |post: &huiyin_domain::plan::Post| {
            let page = pages.iter().find(|page| page.post == post.id)?;
            let words = |language| page.state.label(language);
            Some(ReachPostView {
                post: post.id.to_string(),
                title: post.title.clone(),
                state: page.state.word().to_owned(),
                words: Bilingual::new(words(Language::Zh), words(Language::En)),
            })
        };
        Self {
            version: test.version.clone(),
            sent_at: test.sent_at.rfc3339_in(&plan.zone),
            until: test.until_at.rfc3339_in(&plan.zone),
            running: counted.is_none() && now < test.until_at,
            posts: test.posts,
            reached: sum(|sums| sums.reached, TestState::Reached),
            silent: sum(|sums| sums.silent, TestState::Waiting),
            no_channel: sum(|sums| sums.no_channel, TestState::NoChannel),
            unheld: sum(|sums| sums.unheld, TestState::Unheld),
            by_post: plan.posts.iter().filter_map(of_post).collect(),
        }
    }
}

impl ReachDesk {
    pub(crate) fn read(
        reader: &mut Reader<'_>,
        (who, organisation): (&Principal, &Organisation),
        (plan, roster, calendar): (&Plan, &Roster, &WorkCalendar),
        now: Instant,
    ) -> Result<Self, AppError> {
        let test = ReachTestView::read(reader, (who.authority, plan), now)?;
        let running = test.as_ref().is_some_and(|test| test.running);
        let next = plan.next_test(now, calendar);
        let in_force = reader.plan_in_force(who.authority, &plan.id)?.is_some();
        let hours = plan.test.as_ref().map(|test| &test.windows);
        let said_hours = |windows: &Vec<Key>| {
            let said = |language| plan.hours(windows, language);
            Bilingual::new(said(Language::Zh), said(Language::En))
        };
        let mut pages = match running {
            true => reader.reach_pages(who.authority, &plan.id)?,
            false => Vec::new(),
        };
        pages.retain(|page| page.state == TestState::Waiting);
        let to_ring = match may_note(who, organisation, plan) {
            true => to_ring(plan, roster, &pages),
            false => Vec::new(),
        };
        Ok(Self {
            hours: hours.map(said_hours),
            minutes: plan.test.as_ref().map_or(0, |test| test.minutes),
            may_send: in_force
                && !running
                && next == Some(now)
                && may_send(who, organisation, plan),
            next: next.filter(|at| *at != now).map(|at| said(at, &plan.zone)),
            awaits_me: pages.iter().any(|page| page.staff == Some(who.staff)),
            to_ring,
            test,
        })
    }
}

/// Those who wait for a call by hand: each person once.
fn to_ring(plan: &Plan, roster: &Roster, pages: &[ReachPageRow]) -> Vec<ReachCall> {
    let by_hand = |page: &&ReachPageRow| {
        let way = page.ways.first();
        way.is_some_and(|way| matches!(way, Channel::Phone | Channel::Desk))
    };
    let title = |id: &Key| plan.post(id).map(|post| post.title.clone());
    let mut people: Vec<(u32, ReachCall)> = Vec::new();
    for page in pages.iter().filter(by_hand) {
        if let Some((_, known)) = people.iter_mut().find(|(number, _)| *number == page.number) {
            known.titles.extend(title(&page.post));
            continue;
        }
        let official = page.holder.as_ref().and_then(|id| roster.official(id));
        let name = official.map(|one| one.name.clone());
        let call = ReachCall {
            post: page.post.to_string(),
            titles: title(&page.post).into_iter().collect(),
            name: name.unwrap_or_default(),
        };
        people.push((page.number, call));
    }
    people.into_iter().map(|(_, call)| call).collect()
}

impl Huiyin {
    /// What the link of a test page shows; nothing for a link that is none of a test.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`] for the link of a test that another one took the place of, or a
    /// failure of the store.
    pub async fn reach_look(&self, token: &str) -> Result<Option<ReachLook>, AppError> {
        let shared = Arc::clone(self.shared());
        let Some(token) = ReachToken::open(&shared, token) else {
            return Ok(None);
        };
        let read = move |reader: &mut Reader<'_>| ReachLook::read(reader, &shared, &token);
        let found = self.store().read(read).await?;
        Ok(Some(found.ok_or(Refusal::NoSuchResponse)?))
    }
}
