//! Whether each post that a plan calls is held, by somebody who can be reached, at every hour of
//! the coming days at which it may be called.

use super::watch::{Standing, moments};
use super::{Official, Roster};
use crate::language::Language;
use crate::plan::{Grid, Key, Notes, Post, Witness, twice};
use crate::time::Instant;
use crate::wording;
use std::collections::BTreeSet;

/// Checks a roster with its plan.
pub(crate) fn check(roster: &Roster, grid: &Grid<'_>, notes: &mut Notes) {
    if roster.plan != grid.plan.id {
        let message = (
            format!("值班表属于预案{}，不是{}", roster.plan, grid.plan.id),
            format!(
                "the roster belongs to the plan {}, not to {}",
                roster.plan, grid.plan.id
            ),
        );
        let at = (1, "roster.plan".to_owned());
        notes.add("wrong-roster", at, message, Witness::default());
        return;
    }
    references(roster, grid, notes);
    hours(roster, grid, notes);
    crews(roster, grid, notes);
}

fn references(roster: &Roster, grid: &Grid<'_>, notes: &mut Notes) {
    for id in twice(roster.staff.iter().map(|one| &one.id)) {
        let message = (
            "上面已有同名的，标识不可重复".to_owned(),
            "one with this id stands above; ids are unique".to_owned(),
        );
        let second = roster.staff.iter().rev().find(|one| one.id == *id);
        let at = (
            second.map_or(1, |one| one.line),
            format!("roster.staff.{id}.id"),
        );
        // A case in which it is not known which of the two is called.
        let mut duties = roster.duties.iter();
        let duty = duties.find(|duty| duty.staff.contains(id));
        let case = duty.map(|duty| grid.example_of_post(&duty.post));
        notes.add("duplicate-id", at, message, case.unwrap_or_default());
    }
    let duties = roster.duties.iter();
    let duties = duties.map(|one| (&one.post, one.staff.as_slice(), one.line, "duty"));
    let others = roster.overrides.iter();
    let others = others.map(|one| (&one.post, one.staff.as_slice(), one.line, "override"));
    for (post, staff, line, kind) in duties.chain(others) {
        let at = || (line, format!("roster.{kind}.{post}"));
        if grid.plan.post(post).is_none() {
            let message = (
                format!("预案中没有岗位{post}"),
                format!("the plan has no post {post}"),
            );
            notes.add("unknown-post", at(), message, Witness::default());
        }
        for id in staff.iter().filter(|id| roster.official(id).is_none()) {
            let message = (
                format!("没有名为{id}的工作人员，请先写[[staff]]"),
                format!("there is no [[staff]] with the id {id}; add it or correct the name"),
            );
            notes.add("unknown-staff", at(), message, grid.example_of_post(post));
        }
    }
    for (index, one) in roster.overrides.iter().enumerate() {
        let shares = |other: &&super::Override| {
            other.post == one.post && other.from < one.to && one.from < other.to
        };
        if roster
            .overrides
            .iter()
            .take(index)
            .any(|other| shares(&other))
        {
            let message = (
                "与上面同一岗位的调班时间重叠".to_owned(),
                "shares hours with an override of the same post above".to_owned(),
            );
            let at = (one.line, format!("roster.override.{}", one.post));
            let witness = Witness {
                at: Some(one.from.rfc3339_in(&grid.plan.zone)),
                ..grid.example_of_post(&one.post)
            };
            notes.add("overlap-override", at, message, witness);
        }
    }
}

/// Looks at each hour that can be told apart, once for each post that may be called then.
fn hours(roster: &Roster, grid: &Grid<'_>, notes: &mut Notes) {
    let mut told: BTreeSet<(&str, &Key, Option<&Key>)> = BTreeSet::new();
    for moment in &moments(roster, grid) {
        for call in &moment.calls {
            let people = call.rule.people.map(|range| range.min);
            let people = people.or((!grid.plan.is_foreign(call.place)).then_some(1));
            for post in call.posts.iter().copied() {
                let witness = || Witness {
                    place: Some(call.place.id.clone()),
                    people,
                    at: Some(moment.at.rfc3339_in(&grid.plan.zone)),
                    rules: vec![call.rule.id.clone()],
                    written: None,
                };
                if roster.duties_at(&post.id, moment) > 1
                    && told.insert(("overlap-duty", &post.id, None))
                {
                    overlap(roster, post, when(moment.at, grid), witness(), notes);
                }
                match roster.standing(post, moment) {
                    Standing::Unheld if told.insert(("unheld-post", &post.id, None)) => {
                        unheld(post, when(moment.at, grid), witness(), notes);
                    }
                    Standing::Unreachable(who)
                        if told.insert(("unreachable-holder", &post.id, Some(&who.id))) =>
                    {
                        unreachable(post, who, witness(), notes);
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Looks at each hour that can be told apart, once for each minimum crew: the first at which it is not
/// there is told, the page of readiness has them all.
fn crews(roster: &Roster, grid: &Grid<'_>, notes: &mut Notes) {
    let moments = moments(roster, grid);
    for crew in &grid.plan.crews {
        let short = moments.iter().find_map(|moment| {
            let there = roster.on_duty(crew, grid.plan, moment)?.len();
            (there < crew.min as usize).then_some((moment, there))
        });
        let Some((moment, there)) = short else {
            continue;
        };
        let [when_zh, when_en] = when(moment.at, grid);
        let who = |language: Language, all: &'static str| {
            crew.qualification.map_or(all, |one| one.label(language))
        };
        let (zh, en) = (who(Language::Zh, "工作人员"), who(Language::En, "official"));
        let min = crew.min;
        let message = (
            format!(
                "{when_zh}起，在岗且叫得到的{zh}只有{there}人，至少要{min}人；请改值班表，或补写各人的qualifications"
            ),
            format!(
                "from {when_en} on, {there} on duty can be called that count ({en}), {min} are needed; change the roster, or write in it who is trained"
            ),
        );
        let at = (crew.line, format!("crew.{}", crew.id));
        let witness = Witness {
            at: Some(moment.at.rfc3339_in(&grid.plan.zone)),
            ..Witness::default()
        };
        notes.add("crew-too-small", at, message, witness);
    }
}

/// An instant in Chinese and in English.
fn when(at: Instant, grid: &Grid<'_>) -> [String; 2] {
    let said = |language| wording::instant(at.to_minute(), &grid.plan.zone, language);
    [Language::Zh, Language::En].map(said)
}

fn unreachable(post: &Post, who: &Official, witness: Witness, notes: &mut Notes) {
    let message = (
        format!(
            "{}任{}，但没有该岗位可用的呼叫方式",
            who.name, post.title.zh
        ),
        format!(
            "{} holds {}, but by none of the post's channels",
            who.name, post.title.en
        ),
    );
    let at = (who.line, format!("roster.staff.{}.channels", who.id));
    notes.add("unreachable-holder", at, message, witness);
}

fn unheld(post: &Post, [zh, en]: [String; 2], witness: Witness, notes: &mut Notes) {
    let message = (
        format!("{zh}起{}无人任职，而预案此时要呼叫它", post.title.zh),
        format!(
            "from {en} on nobody holds {}, which the plan calls then",
            post.title.en
        ),
    );
    let at = (post.line, format!("post.{}", post.id));
    notes.add("unheld-post", at, message, witness);
}

fn overlap(
    roster: &Roster,
    post: &Post,
    [zh, en]: [String; 2],
    witness: Witness,
    notes: &mut Notes,
) {
    let duties = roster.duties.iter().filter(|duty| duty.post == post.id);
    let line = duties.map(|duty| duty.line).max().unwrap_or(1);
    let message = (
        format!("{zh}时{}有两班重叠，请只留一班", post.title.zh),
        format!("at {en} two duties hold {}; leave one", post.title.en),
    );
    let at = (line, format!("roster.duty.{}", post.id));
    notes.add("overlap-duty", at, message, witness);
}
