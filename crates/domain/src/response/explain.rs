//! Tells a reader why a rule and level apply, and which people and hours a rule is for.

use super::{Run, Scene};
use crate::language::Language;
use crate::plan::{Plan, Rule};
use crate::wording;

/// Why this rule and level apply, step by step.
pub fn explain(run: &Run, scene: &Scene<'_>, language: Language) -> Vec<String> {
    let plan = scene.plan;
    let mut steps = Vec::new();
    let place = run.response.place.as_ref().and_then(|id| plan.place(id));
    if let Some(place) = place {
        let at = wording::instant(run.opened_at.to_minute(), &plan.zone, language);
        let where_at = place.title.in_language(language);
        steps.push(match run.response.headcount {
            Some(count) => language.pick(
                format!("{at}，{where_at}，{}人（按上限数定级）。", count.max),
                format!("{at}, {where_at}, {} people (levelled by the upper figure).", count.max),
            ),
            None => language.pick(
                format!("{at}，{where_at}高于本机关层级，由其接待单位或来访人呼叫，不记人数。"),
                format!("{at}, {where_at} stands above our own level: its reception or the people call us, and nobody counts them."),
            ),
        });
    }
    let rule = run.response.rule.as_ref().and_then(|id| plan.rule(id));
    if let Some(rule) = rule {
        let people = people_text(rule, language);
        let when = when_text(plan, rule, language);
        let level = rule.level.label(language);
        steps.push(language.pick(
            format!(
                "规则{}：{people}，{when}，{level}；同一情形没有别的规则适用。",
                rule.id
            ),
            format!(
                "Rule {}: {people}, {when}, {level}; no other rule applies to the case.",
                rule.id
            ),
        ));
    }
    if scene.roster.is_none() {
        steps.push(language.pick(
            "未提供值班表：各岗位都视为有人任职。".to_owned(),
            "No roster was given: every post counts as held.".to_owned(),
        ));
    }
    steps
}

/// So many people, or from so many to so many.
pub(super) fn span(min: u32, max: u32, language: Language) -> String {
    if min == max {
        return language.pick(format!("{max}人"), format!("{max} people"));
    }
    language.pick(format!("{min}至{max}人"), format!("{min} to {max} people"))
}

/// The headcount of a rule, for a reader.
pub fn people_text(rule: &Rule, language: Language) -> String {
    let Some(range) = rule.people else {
        return language.pick("任何人数", "any number of people").to_owned();
    };
    match range.max {
        Some(max) => span(range.min, max, language),
        None => language.pick(
            format!("{}人及以上", range.min),
            format!("{} people and more", range.min),
        ),
    }
}

/// The hours of a rule, for a reader.
pub fn when_text(plan: &Plan, rule: &Rule, language: Language) -> String {
    plan.hours(&rule.windows, language)
}
