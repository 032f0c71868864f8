//! Those who receive in a tier in two groups, each with its own minutes: the main leader within ten, the others
//! within twenty.

use super::fill::{blocks, kind_of};
use super::tiers::{NOBODY, changed, joined, part, pieces};
use super::{Answers, Template};

/// What a second group of those who receive is called in the answers.
pub(super) const APART: &str = "apart";
/// Groups of those who receive in one tier; more is no plan that anybody keeps in mind.
const GROUPS_MAX: usize = 3;

impl Template {
    /// The answers with one more group of those who receive by a rule, nobody in it yet; nothing where there
    /// are enough, or nobody receives by it.
    pub fn setting_apart(&self, answers: &Answers, rule: &str) -> Option<Answers> {
        let shaped = self.shaped(answers);
        let there = shaped.plan.rule(rule)?.receive.len();
        if there == 0 || there >= GROUPS_MAX {
            return None;
        }
        let mut new = changed(answers, APART, rule)?;
        let posts = format!("{}.posts", part(rule, "receive", there));
        new.insert(posts, NOBODY.to_owned());
        Some(new)
    }
}

/// The text of a plan with the last group of those who receive by a rule twice.
pub(super) fn set_apart(template: &Template, rule: &str) -> Option<String> {
    template.plan.rule(rule)?;
    let mut out = Vec::new();
    for (id, lines) in pieces(&template.texts.0) {
        if *id != *rule {
            out.push(lines);
            continue;
        }
        let text = lines.join("\n");
        let parts = blocks(&text);
        let last = parts
            .iter()
            .rposition(|one| kind_of(one) == "rule.receive")?;
        let mut all: Vec<String> = Vec::with_capacity(lines.len() * 2);
        for (nth, one) in parts.iter().enumerate() {
            let copies = if nth == last { 2 } else { 1 };
            for _ in 0..copies {
                // What stands between two rules stays behind the rule.
                let body = one
                    .iter()
                    .filter(|line| copies == 1 || !line.trim().is_empty());
                all.extend(body.map(|line| (*line).to_owned()));
            }
        }
        if lines.last().is_some_and(|line| line.trim().is_empty()) {
            all.push(String::new());
        }
        out.push(all);
    }
    Some(joined(out))
}
