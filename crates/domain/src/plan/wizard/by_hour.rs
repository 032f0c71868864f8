//! A headcount tier in two by the hour: in office hours one set of posts, at night and on rest days another.

use super::fill::key_of;
use super::hours::asked;
use super::tiers::{changed, fresh, joined, ladder_of, pieces};
use super::{Answers, Template};
use crate::plan::template::quoted;
use crate::plan::{DayWord, Plan};
use std::collections::BTreeSet;

/// What a change of tiers by the hour is called in the answers.
pub(super) const BY_HOUR: &str = "hours";

/// The hours of the office, and those of the plan that are left.
fn halves(plan: &Plan) -> Option<(String, Vec<String>)> {
    let on_workdays = |window: &&crate::plan::Window| window.span.days.contains(&DayWord::Workday);
    let office = asked(plan).into_iter().find(on_workdays)?;
    let others = plan.windows.iter().filter(|one| one.id != office.id);
    let others: Vec<String> = others.map(|one| one.id.to_string()).collect();
    (!others.is_empty()).then(|| (office.id.to_string(), others))
}

/// The rule of a tier that holds at every hour, in a place of one's own.
fn whole(plan: &Plan, rule: &str) -> Option<()> {
    let (tiers, at) = ladder_of(plan, rule)?;
    let tier = tiers.get(at)?;
    let one = plan.rule(rule).filter(|one| one.windows.is_empty())?;
    let own = |id: &crate::plan::Key| plan.place(id).is_some_and(|one| !plan.is_foreign(one));
    (tier.is_one_rule() && one.places.iter().all(own)).then_some(())
}

impl Template {
    /// The answers with a tier in two by the hour, the second with the same posts and minutes; nothing where
    /// it holds at some hours only, or the plan has no hours to tell apart.
    pub fn dividing(&self, answers: &Answers, rule: &str) -> Option<Answers> {
        let shaped = self.shaped(answers);
        whole(&shaped.plan, rule)?;
        halves(&shaped.plan)?;
        let used = shaped.plan.rules.iter().map(|one| one.id.as_str());
        let copy = fresh(rule, &used.collect());
        let mut new = changed(answers, BY_HOUR, rule)?;
        let old = format!("rule.{rule}.");
        new.extend(answers.iter().filter_map(|(name, text)| {
            let key = name.strip_prefix(&old).filter(|key| *key != "people")?;
            Some((format!("rule.{copy}.{key}"), text.clone()))
        }));
        Some(new)
    }
}

/// The text of a plan with the tier of a rule in two by the hour.
pub(super) fn divided(template: &Template, rule: &str) -> Option<String> {
    let plan = &template.plan;
    whole(plan, rule)?;
    let (office, others) = halves(plan)?;
    let used: BTreeSet<&str> = plan.rules.iter().map(|one| one.id.as_str()).collect();
    let others: Vec<String> = others.iter().map(|id| quoted(id)).collect();
    let mut out = Vec::new();
    for (id, lines) in pieces(&template.texts.0) {
        if *id != *rule {
            out.push(lines);
            continue;
        }
        out.push(at_hours(&lines, &id, &quoted(&office)));
        let rest = format!("[{}]", others.join(", "));
        out.push(at_hours(&lines, &fresh(&id, &used), &rest));
    }
    Some(joined(out))
}

/// The lines of a rule under an id and at some hours.
fn at_hours(lines: &[String], id: &str, hours: &str) -> Vec<String> {
    let mut out = Vec::with_capacity(lines.len() + 1);
    let mut in_head = true;
    for (nth, line) in lines.iter().enumerate() {
        in_head &= nth == 0 || !line.trim_start().starts_with('[');
        match key_of(&line.as_str()) {
            "id" if in_head => {
                out.push(format!("id = {}", quoted(id)));
                out.push(format!("when = {hours}"));
            }
            // The words of the source are about the rule as it was.
            "when" | "text_zh" if in_head => {}
            _ => out.push(line.clone()),
        }
    }
    out
}
