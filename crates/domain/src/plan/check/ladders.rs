//! Whether those who are called can be reached and be there in time, and whether one of them can
//! decide (RULES 10.3).

use super::Grid;
use crate::plan::{By, Key, Notes, Receive, Rule, UNIT_HEAD_CONCERNED};

/// Checks every ladder of every rule.
pub(super) fn check(grid: &Grid<'_>, notes: &mut Notes) {
    for rule in &grid.plan.rules {
        for receive in &rule.receive {
            for post in &receive.posts {
                in_time(grid, rule, receive, post, notes);
            }
        }
        somebody_decides(grid, rule, notes);
    }
    for post in &grid.plan.posts {
        if post.channels.is_empty() {
            let message = (
                "没有任何呼叫方式，请写channels，如[\"phone\", \"sms\"]".to_owned(),
                "can be called by nothing; write channels, such as [\"phone\", \"sms\"]".to_owned(),
            );
            let at = (post.line, format!("post.{}.channels", post.id));
            notes.add(
                "unreachable-post",
                at,
                message,
                grid.example_of_post(&post.id),
            );
        }
    }
}

/// The last of the ladder is called early enough, and each of it can be there from then.
fn in_time(grid: &Grid<'_>, rule: &Rule, receive: &Receive, post: &Key, notes: &mut Notes) {
    let limit = receive.arrive_minutes;
    let by = receive.by.unwrap_or(By::InPerson);
    let ladder = grid.plan.ladder(post, &[]);
    let called = |step: usize| {
        let step = u32::try_from(step).unwrap_or(u32::MAX);
        step.saturating_mul(receive.ack_minutes)
    };
    let last = called(ladder.len().saturating_sub(1));
    let at = |field: &str| (receive.line, format!("rule.{}.receive.{field}", rule.id));
    if last >= limit {
        let end = ladder.last().map_or("", |id| id.as_str());
        let message = (
            format!(
                "{post}须{limit}分钟内到，梯次最后的{end}第{last}分钟才被呼叫；请缩短ack_minutes或减少代岗"
            ),
            format!(
                "{post} is due in {limit} minutes, but {end}, the last of the ladder, is first called after {last}; shorten ack_minutes or name fewer stand-ins"
            ),
        );
        notes.add(
            "ladder-too-long",
            at("ack_minutes"),
            message,
            grid.example(rule),
        );
        return;
    }
    let mut steps = ladder.iter().enumerate();
    let late = steps.find_map(|(step, id)| {
        let travel = grid.plan.travel_minutes(id, by);
        (called(step) + travel > limit).then_some((*id, called(step), travel))
    });
    if let Some((id, called, travel)) = late {
        let there = called.saturating_add(travel);
        let (zh, en) = chain(post, &ladder, receive.ack_minutes);
        let message = (
            format!(
                "{id}第{called}分钟被呼叫，路上{travel}分钟，第{there}分钟才到，超过{limit}分钟的时限{zh}"
            ),
            format!(
                "{id} is called after {called} minutes and needs {travel} to come, there after {there}, beyond the limit of {limit}{en}"
            ),
        );
        notes.add(
            "travel-too-long",
            at("arrive_minutes"),
            message,
            grid.example(rule),
        );
    }
}

/// Who is called when a post does not answer, and when; empty where nobody is.
fn chain(post: &Key, ladder: &[&Key], ack_minutes: u32) -> (String, String) {
    let steps = (1u32..).zip(ladder.iter().skip(1));
    let steps: Vec<(&Key, u32)> = steps
        .map(|(nth, id)| (*id, nth.saturating_mul(ack_minutes)))
        .collect();
    if steps.is_empty() {
        return (String::new(), String::new());
    }
    let zh = steps.iter().map(|(id, at)| format!("第{at}分钟{id}"));
    let en = steps.iter().map(|(id, at)| format!("{id} after {at}"));
    (
        format!(
            "（{post}不应答时依次叫：{}）",
            zh.collect::<Vec<_>>().join("、")
        ),
        format!(
            " (when {post} does not answer: {})",
            en.collect::<Vec<_>>().join(", ")
        ),
    )
}

/// Whoever of the needed posts comes, one of them can decide.
fn somebody_decides(grid: &Grid<'_>, rule: &Rule, notes: &mut Notes) {
    let decides = |id: &&Key| {
        grid.plan
            .post(id)
            .is_some_and(|post| post.decides.is_some())
    };
    let sure = rule.receive.iter().any(|receive| {
        let deciders = receive.posts.iter().filter(decides).count();
        let spared = receive.posts.len().saturating_sub(receive.need as usize);
        deciders > spared
    });
    if sure || rule.receive.is_empty() {
        return;
    }
    let message = (
        "不能保证来的人里有人能当场决定；请让有decides的岗位必到".to_owned(),
        "nobody who is sure to come can decide; let a post with `decides` be needed".to_owned(),
    );
    let line = rule
        .receive
        .first()
        .map_or(rule.lines.rule, |receive| receive.line);
    let at = (line, format!("rule.{}.receive", rule.id));
    notes.add("no-decider", at, message, grid.example(rule));
}

/// Whether a post is found only when people are there.
pub(crate) fn is_found_then(post: &Key) -> bool {
    **post == *UNIT_HEAD_CONCERNED
}
