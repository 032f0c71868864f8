//! Readiness 备勤: at which hours of the coming four weeks a post that the plan may call is held by
//! nobody, or by somebody who cannot be called. It is about posts; it grades no person.

use super::watch::{Moment, Standing, moments};
use super::{Official, Roster};
use crate::calendar::WorkCalendar;
use crate::language::Bilingual;
use crate::plan::{
    Crew, DAY_MINUTES, DAYS_AHEAD, Grid, Key, MINUTE_MICROS, Plan, Post, Qualification,
};
use crate::time::Instant;

/// The coming four weeks, post by post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// The plan's id.
    pub plan: Key,
    /// The version of the roster.
    pub roster: String,
    /// From when it is counted.
    pub from: Instant,
    /// To when.
    pub to: Instant,
    /// Every post that the plan may call, in its order.
    pub posts: Vec<PostReadiness>,
    /// Every minimum crew of the plan, in its order.
    pub crews: Vec<CrewReadiness>,
}

/// How a minimum crew stands over the coming four weeks. It is a count; it names and grades nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrewReadiness {
    /// Its id in the plan.
    pub crew: Key,
    /// What its members are trained for; nothing where everybody counts.
    pub qualification: Option<Qualification>,
    /// So many are needed.
    pub min: u32,
    /// Minutes at which fewer are on duty and can be called.
    pub minutes_missing: i64,
    /// The stretches of these, in order.
    pub gaps: Vec<CrewGap>,
}

/// A stretch at which too few are on duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrewGap {
    /// From when.
    pub from: Instant,
    /// To when; not part of it.
    pub to: Instant,
    /// How many there are.
    pub there: usize,
}

/// How a post stands over the coming four weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostReadiness {
    /// The post.
    pub post: Key,
    /// What it is called.
    pub title: Bilingual,
    /// Who holds it at the beginning, by name.
    pub holder: Option<String>,
    /// Minutes at which the plan may call it.
    pub minutes_called: i64,
    /// Of these, the minutes at which it is held by nobody or by somebody out of reach.
    pub minutes_missing: i64,
    /// The stretches of these, in order.
    pub gaps: Vec<Gap>,
}

/// A stretch at which a post is not ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// From when.
    pub from: Instant,
    /// To when; not part of it.
    pub to: Instant,
    /// Who holds it and cannot be called, by name; nobody where it is not held.
    pub holder: Option<String>,
}

/// A stretch at which somebody holds a post 值班时段.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The post.
    pub post: Key,
    /// Who, by the roster's id.
    pub holder: Key,
    /// From when.
    pub from: Instant,
    /// To when; not part of it.
    pub to: Instant,
}

impl Readiness {
    /// Looks at a plan with its roster from an instant on, as the check of the plan does.
    pub fn of(plan: &Plan, roster: &Roster, calendar: &WorkCalendar, at: Instant) -> Self {
        let grid = Grid::of(plan, calendar, at);
        let moments = moments(roster, &grid);
        let is_called = |post: &&Post| moments.iter().any(|moment| moment.calls(&post.id));
        let posts = plan.posts.iter().filter(is_called);
        Self {
            plan: plan.id.clone(),
            roster: roster.version.clone(),
            from: at,
            to: at.plus_micros(DAYS_AHEAD * i64::from(DAY_MINUTES) * MINUTE_MICROS),
            posts: posts.map(|post| of_post(post, roster, &moments)).collect(),
            crews: plan
                .crews
                .iter()
                .map(|crew| of_crew(crew, plan, roster, &moments))
                .collect(),
        }
    }

    /// Whether every post is held by somebody who can be called whenever the plan may call it, and every
    /// minimum crew is there.
    pub fn is_ready(&self) -> bool {
        let crews = self.crews.iter().all(|crew| crew.gaps.is_empty());
        crews && self.posts.iter().all(|post| post.gaps.is_empty())
    }
}

fn minutes(moment: &Moment<'_>) -> i64 {
    moment.until.micros().saturating_sub(moment.at.micros()) / MINUTE_MICROS
}

fn of_crew(crew: &Crew, plan: &Plan, roster: &Roster, moments: &[Moment<'_>]) -> CrewReadiness {
    let mut found = CrewReadiness {
        crew: crew.id.clone(),
        qualification: crew.qualification,
        min: crew.min,
        minutes_missing: 0,
        gaps: Vec::new(),
    };
    for moment in moments {
        let on_duty = roster.on_duty(crew, plan, moment);
        let Some(there) = on_duty.map(|there| there.len()) else {
            continue;
        };
        if there >= crew.min as usize {
            continue;
        }
        found.minutes_missing += minutes(moment);
        match found.gaps.last_mut() {
            Some(gap) if gap.to == moment.at && gap.there == there => gap.to = moment.until,
            _ => found.gaps.push(CrewGap {
                from: moment.at,
                to: moment.until,
                there,
            }),
        }
    }
    found
}

fn of_post(post: &Post, roster: &Roster, moments: &[Moment<'_>]) -> PostReadiness {
    let name = |who: &Official| who.name.clone();
    let first = moments.first().map(|moment| roster.standing(post, moment));
    let mut found = PostReadiness {
        post: post.id.clone(),
        title: post.title.clone(),
        holder: match first {
            Some(Standing::Held(who) | Standing::Unreachable(who)) => Some(name(who)),
            Some(Standing::Unheld) | None => None,
        },
        minutes_called: 0,
        minutes_missing: 0,
        gaps: Vec::new(),
    };
    for moment in moments.iter().filter(|moment| moment.calls(&post.id)) {
        found.minutes_called += minutes(moment);
        let holder = match roster.standing(post, moment) {
            Standing::Held(_) => continue,
            Standing::Unreachable(who) => Some(name(who)),
            Standing::Unheld => None,
        };
        found.minutes_missing += minutes(moment);
        match found.gaps.last_mut() {
            Some(gap) if gap.to == moment.at && gap.holder == holder => gap.to = moment.until,
            _ => found.gaps.push(Gap {
                from: moment.at,
                to: moment.until,
                holder,
            }),
        }
    }
    found
}

/// Who holds which post when, over the coming four weeks, in order of post and time. What the plan
/// never calls counts too: it is somebody's duty all the same.
pub fn shifts(plan: &Plan, roster: &Roster, calendar: &WorkCalendar, at: Instant) -> Vec<Shift> {
    let grid = Grid::of(plan, calendar, at);
    let moments = moments(roster, &grid);
    let mut found: Vec<Shift> = Vec::new();
    for post in &plan.posts {
        for moment in &moments {
            let (Standing::Held(who) | Standing::Unreachable(who)) = roster.standing(post, moment)
            else {
                continue;
            };
            match found.last_mut() {
                Some(shift)
                    if shift.post == post.id && shift.holder == who.id && shift.to == moment.at =>
                {
                    shift.to = moment.until;
                }
                _ => found.push(Shift {
                    post: post.id.clone(),
                    holder: who.id.clone(),
                    from: moment.at,
                    to: moment.until,
                }),
            }
        }
    }
    found
}
