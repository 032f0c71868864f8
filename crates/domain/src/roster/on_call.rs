//! Whom a reachability test 通信联络测试 asks: who holds, at an instant, the posts that the plan may call
//! then. One page goes to one person, whatever posts they hold.

use super::watch::{Standing, moments};
use super::{Official, Roster};
use crate::calendar::WorkCalendar;
use crate::language::Language;
use crate::organisation::words;
use crate::plan::{Channel, Grid, Key, Plan};
use crate::time::Instant;

/// A post that the plan may call now, and by whom and how it would be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnCall {
    /// The post.
    pub post: Key,
    /// Who holds it, by the roster's id; nobody where nobody does.
    pub holder: Option<Key>,
    /// The number of their page, from 1; the same for every post of one person, 0 where nobody holds it.
    pub number: u32,
    /// By what they can be called: the ways of their posts that they have, in order.
    pub ways: Vec<Channel>,
}

/// How a post stands in a test. It is said of the post, kept until the next test or four weeks, and never
/// of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TestState {
    /// 等待回答
    Waiting,
    /// 已联系上
    Reached,
    /// 时限内未回答
    Silent,
    /// 没有可用的呼叫方式
    NoChannel,
    /// 无人在岗
    Unheld,
}

words!(TestState {
    Waiting = "waiting" "等待回答" "waiting",
    Reached = "reached" "已联系上" "reached",
    Silent = "silent" "时限内未回答" "not within the limit",
    NoChannel = "no-channel" "没有可用的呼叫方式" "no channel",
    Unheld = "unheld" "无人在岗" "nobody on duty",
});

/// The posts that a plan may call at an instant, in its order.
pub fn on_call(plan: &Plan, roster: &Roster, calendar: &WorkCalendar, at: Instant) -> Vec<OnCall> {
    let grid = Grid::of(plan, calendar, at);
    let moments = moments(roster, &grid);
    let Some(now) = moments.first() else {
        return Vec::new();
    };
    let called = plan.posts.iter().filter(|post| now.calls(&post.id));
    let mut people: Vec<(&Official, Vec<Channel>)> = Vec::new();
    let mut held: Vec<(&Key, Option<usize>)> = Vec::new();
    for post in called {
        let (Standing::Held(who) | Standing::Unreachable(who)) = roster.standing(post, now) else {
            held.push((&post.id, None));
            continue;
        };
        let known = people.iter().position(|(one, _)| one.id == who.id);
        let place = known.unwrap_or(people.len());
        if known.is_none() {
            people.push((who, Vec::new()));
        }
        held.push((&post.id, Some(place)));
        if let Some((_, ways)) = people.get_mut(place) {
            let theirs = post
                .channels
                .iter()
                .filter(|one| who.channels.contains(one));
            let new: Vec<Channel> = theirs.filter(|one| !ways.contains(one)).copied().collect();
            ways.extend(new);
        }
    }
    let of = |(post, place): (&Key, Option<usize>)| {
        let person = place.and_then(|place| people.get(place));
        OnCall {
            post: post.clone(),
            holder: person.map(|(who, _)| who.id.clone()),
            number: place.map_or(0, |place| u32::try_from(place + 1).unwrap_or(u32::MAX)),
            ways: person.map_or_else(Vec::new, |(_, ways)| ways.clone()),
        }
    };
    held.into_iter().map(of).collect()
}
