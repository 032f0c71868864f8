//! A roster along the coming days: at each instant at which anything can change, which posts the plan
//! may call, and how each of them stands. The check of a plan, the readiness page and the duty calendar
//! all look through this one.

use super::{Duty, Official, Roster};
use crate::plan::{
    Crew, DAY_MINUTES, DAYS_AHEAD, Day, Grid, Key, MINUTE_MICROS, Place, Plan, Post, Rule,
    UNIT_HEAD_CONCERNED,
};
use crate::time::Instant;
use std::collections::BTreeSet;

/// How a post stands 岗位在岗情况 at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing<'a> {
    /// Somebody holds it who can be called.
    Held(&'a Official),
    /// Somebody holds it, and by none of the ways by which the post is called can they be reached.
    Unreachable(&'a Official),
    /// Nobody holds it.
    Unheld,
}

/// An instant from which on something may be otherwise than before.
pub(crate) struct Moment<'a> {
    pub(crate) at: Instant,
    /// The next such instant.
    pub(crate) until: Instant,
    pub(crate) day: Day,
    pub(crate) minute: u16,
    /// The rules that can apply then, each with the first place where it does, and whom it may call.
    pub(crate) calls: Vec<Call<'a>>,
}

/// A rule with whom it may call.
pub(crate) struct Call<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) place: &'a Place,
    pub(crate) posts: Vec<&'a Post>,
}

impl Moment<'_> {
    /// Whether the plan may call a post then.
    pub(crate) fn calls(&self, post: &Key) -> bool {
        let called = |call: &Call<'_>| call.posts.iter().any(|one| one.id == *post);
        self.calls.iter().any(called)
    }
}

impl Roster {
    /// How a post stands at a moment.
    pub(crate) fn standing(&self, post: &Post, moment: &Moment<'_>) -> Standing<'_> {
        match self.holder(&post.id, moment.at, &moment.day, moment.minute) {
            None => Standing::Unheld,
            Some(who) if who.channels.iter().any(|one| post.channels.contains(one)) => {
                Standing::Held(who)
            }
            Some(who) => Standing::Unreachable(who),
        }
    }

    /// Who of a minimum crew is on duty and can be called at a moment, each once; nothing where the crew
    /// is not needed then.
    pub(crate) fn on_duty(
        &self,
        crew: &Crew,
        plan: &Plan,
        moment: &Moment<'_>,
    ) -> Option<BTreeSet<&Key>> {
        if !plan.is_within(&crew.windows, &moment.day, moment.minute) {
            return None;
        }
        let posts = crew.posts.iter().filter_map(|id| plan.post(id));
        let held = posts.filter_map(|post| match self.standing(post, moment) {
            Standing::Held(who) => Some(who),
            Standing::Unreachable(_) | Standing::Unheld => None,
        });
        let trained = |who: &&Official| {
            let needed = crew.qualification;
            needed.is_none_or(|one| who.qualifications.contains(&one))
        };
        Some(held.filter(trained).map(|who| &who.id).collect())
    }

    /// How many duties give a post to somebody at a moment.
    pub(crate) fn duties_at(&self, post: &Key, moment: &Moment<'_>) -> usize {
        let on =
            |duty: &&Duty| duty.post == *post && duty.holder(&moment.day, moment.minute).is_some();
        self.duties.iter().filter(on).count()
    }
}

/// The moments of the coming [`DAYS_AHEAD`] days, in order.
pub(crate) fn moments<'a>(roster: &Roster, grid: &Grid<'a>) -> Vec<Moment<'a>> {
    let cuts = roster.duties.iter().filter_map(|duty| duty.span.as_ref());
    let cuts = cuts.flat_map(crate::plan::Span::cuts);
    let instants = roster.overrides.iter().flat_map(|one| [one.from, one.to]);
    let found = grid.moments(cuts, instants);
    let end = grid
        .at
        .plus_micros(DAYS_AHEAD * i64::from(DAY_MINUTES) * MINUTE_MICROS);
    let untils = found.iter().skip(1).map(|(at, _, _)| *at);
    let untils: Vec<Instant> = untils.chain([end]).collect();
    let rules = grid.plan.rules.iter();
    let called: Vec<(&Rule, Vec<&Post>)> = rules.map(|rule| (rule, called(rule, grid))).collect();
    let moment = |((at, day, minute), until): ((Instant, Day, u16), Instant)| {
        let calls = called.iter().filter_map(|(rule, posts)| {
            let on = |place: &&Place| grid.plan.is_on(rule, &place.id, &day, minute);
            let place = grid.plan.places.iter().find(on)?;
            Some(Call {
                rule,
                place,
                posts: posts.clone(),
            })
        });
        Moment {
            at,
            until,
            calls: calls.collect(),
            day,
            minute,
        }
    };
    found.into_iter().zip(untils).map(moment).collect()
}

/// The posts that a rule may call: those of its ladders and those of its tasks.
fn called<'a>(rule: &Rule, grid: &Grid<'a>) -> Vec<&'a Post> {
    let mut ids: Vec<&Key> = Vec::new();
    for post in rule.receive.iter().flat_map(|receive| &receive.posts) {
        ids.extend(grid.plan.ladder(post, &[]));
    }
    ids.extend(rule.tasks.iter().map(|task| &task.post));
    ids.sort_unstable();
    ids.dedup();
    // Who that is, is known only when people are there and say what it is about.
    ids.retain(|id| ***id != *UNIT_HEAD_CONCERNED);
    ids.iter().filter_map(|id| grid.plan.post(id)).collect()
}
